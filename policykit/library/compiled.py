"""One or two versions in one space of scenarios: their rules as boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from policykit.library.content import Content, all_places
from policykit.library.errors import DifferentWords
from policykit.model import OPERATIONS, Clause
from policykit.overlays import Variant, variants
from policykit.overlays.variants import places_mask
from policykit.scenarios.coordinates import Side, coordinate
from policykit.scenarios.diagram import Masks
from policykit.scenarios.joint import Entry, order_of_levels
from policykit.scenarios.outcomes import Rule, impossible_entries, strength
from policykit.scenarios.space import Space, constrained
from policykit.scenarios.statements import Levels

WORK = 2_000_000
"""Steps one question may cost before it is left undecided: some tens of seconds."""


class Written(NamedTuple):
    """A version's content and the words it is written in."""

    content: Content
    side: Side


class Placed(NamedTuple):
    """A clause as it reads in some places."""

    clause: Clause
    variant: Variant


class Compiled:
    """
    Versions in one space.

    `placed[side]` are all variants of all clauses; `rules[side]` those that govern scenarios,
    (boxes in the order of the space).
    """

    def __init__(
        self,
        written: Sequence[Written],
        day: str,
        governs: Callable[[Clause], bool],
        fields: Iterable[str] = (),
        work: int = WORK,
    ) -> None:
        sides = [one.side for one in written]
        check_words(sides)
        codes: set[str] = set()
        for content, side in written:
            whole = content.document.at(("jurisdictions",))
            codes |= all_places(content.clauses, whole, side.vocabulary.place_conditions)
        place = coordinate("jurisdiction", sides, day, codes)
        self.placed: list[list[Placed]] = []
        found: dict[str, None] = dict.fromkeys(fields)
        for index, (content, _) in enumerate(written):
            everywhere = places_mask(content.document.at(("jurisdictions",)), place, index)
            placed = [
                Placed(clause, variant)
                for clause in content.clauses
                for variant in variants(clause, everywhere, place, index)
            ]
            self.placed.append(placed)
            for clause, variant in placed:
                if governs(clause):
                    found.update(dict.fromkeys(sorted(constrained(variant.normal))))
        ordered = [name for side in sides for name in side.vocabulary.conditions]
        named = [*(field for field in found if field not in ordered)]
        named += [field for field in dict.fromkeys(ordered) if field in found]
        self.space = Space(sides, day, named, codes)
        raw = [
            [
                Rule(
                    clause,
                    variant.normal,
                    strength(variant.normal),
                    tuple(self.space.region(index, variant.normal, variant.places)),
                )
                for clause, variant in placed
                if governs(clause)
            ]
            for index, placed in enumerate(self.placed)
        ]
        boxes = [masks for rules in raw for rule in rules for masks in rule.boxes]
        self._order = order_of_levels(self.space.full, boxes)
        self._work = work
        self.levels = self.fresh_levels()
        self.rules: list[list[Rule]] = raw
        self.shared: list[Entry] = impossible_entries(
            [self.levels.arranged(masks) for masks in self.space.impossible]
        )

    def fresh_levels(self) -> Levels:
        """Levels with diagrams of their own, in which no work has been done."""
        return Levels(self.space, self._order, self._work)

    def arranged(self, entries: Iterable[Entry]) -> list[Entry]:
        """Entries with their masks in the order of the levels."""
        arrange = self.levels.arranged
        return [(key, arrange(masks)) for key, masks in entries]

    def boxes(self, rule: Rule) -> list[Masks]:
        """A rule's boxes in the order of the levels."""
        return [self.levels.arranged(masks) for masks in rule.boxes]


def check_words(sides: Sequence[Side]) -> None:
    """
    See that both sides mean the same kind of thing by one word.

    Raises:
        DifferentWords: a condition of another shape, or a commitment of another type.

    """
    if len(sides) < 2 or sides[0].vocabulary is sides[1].vocabulary:
        return
    old, new = sides[0].vocabulary, sides[1].vocabulary
    for name, condition in new.conditions.items():
        other = old.conditions.get(name)
        if other is not None and other.shape != condition.shape:
            raise DifferentWords(name, f"a {other.shape}", f"a {condition.shape}")
    for name, commitment in new.commitments.items():
        before = old.commitments.get(name)
        if before is None:
            continue
        if before.type != commitment.type:
            raise DifferentWords(name, f"a {before.type}", f"a {commitment.type}")
        if before.levels != commitment.levels:
            levels = [", ".join(one.levels) for one in (before, commitment)]
            raise DifferentWords(name, f"one of {levels[0]}", f"one of {levels[1]}")


def governs_scenarios(clause: Clause) -> bool:
    """Whether a clause is a processing rule, or one that applies to their scenarios."""
    return clause.kind in OPERATIONS or "applies_to" in clause.normal
