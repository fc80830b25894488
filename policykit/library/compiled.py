"""One or two versions in one space of scenarios: their rules as boxes, and which of them differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import and_
from typing import TYPE_CHECKING, Any, Final

from policykit.library.content import Content
from policykit.library.errors import DifferentWords
from policykit.model import OPERATIONS, PLACEMENT, PROSE, RECORDS, SELECTORS, Clause
from policykit.overlays import Variant, variants
from policykit.overlays.variants import places_mask
from policykit.records import NamedTuple
from policykit.scenarios.boxes import Entry, Key, meeting, settled, told_apart
from policykit.scenarios.coordinates import Side, coordinate, in_reading_order
from policykit.scenarios.diagram import Masks
from policykit.scenarios.outcomes import Rule, Said, impossible_entries, strength
from policykit.scenarios.space import Space, operations

if TYPE_CHECKING:
    from policykit.scenarios.statements import Levels

WORK = 2_000_000
"""
Steps one question may cost before it is left undecided, and the same again to tell what it found.

Finding ends within tens of seconds; telling, where two long documents have nothing in common,
takes minutes.
"""

_BOTH: Final = 2
_SAMPLE: Final = 200
"""How many clauses are looked at to choose the order of the coordinates."""

_NO_MEANING: Final = frozenset((*PROSE, *PLACEMENT, *RECORDS, "legal_bases"))
"""Fields that no scenario's outcome, guarantee or right depends on."""


class Written(NamedTuple):
    """A version's content and the words it is written in."""

    content: Content
    side: Side


class Compiled:
    """
    Versions in one space.

    `rules[side]` are the clauses of a sort that govern scenarios, as boxes, made when they are
    asked for. Of two versions, `changed[side]` is what is said on that side alone, however it is
    spread over clauses; whatever differs between the two lies in its boxes. `near` is what both
    say that reaches in there, and `close[side]` are the rules of a side that do, in document order.
    `to_find` is how many steps it may still cost to find what differs. `unchanged` are clauses, by
    id, that are known to be the same on both sides to the letter.
    """

    def __init__(
        self,
        written: Sequence[Written],
        day: str,
        governs: Callable[[Clause], bool],
        fields: Iterable[str] = (),
        work: int = WORK,
        places: Iterable[str] = (),
        unchanged: Collection[str] = (),
    ) -> None:
        self.written = tuple(written)
        self.sides = [one.side for one in written]
        check_words(self.sides)
        codes: set[str] = set(places)
        found: set[str] = {*fields, *_linked(self.sides)}
        for content, side in written:
            codes |= content.places(side.vocabulary)
            found |= content.constrained(governs)
        self.to_find = work
        self._place = coordinate("jurisdiction", self.sides, day, codes)
        self._everywhere = [
            places_mask(content.jurisdictions, self._place, index)
            for index, (content, _) in enumerate(written)
        ]
        self.same_words = len({*self.sides}) == 1
        self.same_frame = self.same_words and len({*self._everywhere}) == 1
        """Whether equal clauses mean the same on all sides: one vocabulary, the same places."""
        self._variants: dict[tuple[int, str], list[Variant]] = {}
        self._made: dict[tuple[int, str], list[Rule]] = {}
        self._governing = [
            [clause for clause in content.clauses if governs(clause)] for content, _ in written
        ]
        self._same = self._alike(unchanged)
        self._new = [
            [clause for clause in clauses if clause.id not in self._same]
            for clauses in self._governing
        ]
        new = [(side, clause) for side, clauses in enumerate(self._new) for clause in clauses]
        self.space = Space(self.sides, day, self._telling_first(found, new, day, codes), codes)
        self.shared: list[Entry] = impossible_entries(self.space.impossible)
        if len(written) == _BOTH:
            self._tell_apart(new)

    def _alike(self, unchanged: Collection[str]) -> set[str]:
        """The clauses, by id, that both sides have and that mean the same on both."""
        if len(self._governing) < _BOTH or not self.same_frame:
            return set()
        old = {clause.id: clause for clause in self._governing[0]}
        return {
            clause.id
            for clause in self._governing[1]
            if clause.id in unchanged
            or ((before := old.get(clause.id)) is not None and _means_the_same(before, clause))
        }

    def _telling_first(
        self,
        fields: Iterable[str],
        clauses: Sequence[tuple[int, Clause]],
        day: str,
        codes: Collection[str],
    ) -> list[str]:
        """The fields that most of some clauses constrain first; of equals, by how narrowly."""
        order = in_reading_order(fields, self.sides)
        coordinates = {field: coordinate(field, self.sides, day, codes) for field in order}
        told = dict.fromkeys(order, (0, 0))

        def note(side: int, field: str, value: Any) -> None:
            one = coordinates.get(field)
            if one is not None:
                terms = value if isinstance(value, list | tuple) else [value]
                covered = one.mask(side, terms).bit_count()
                times, narrowly = told[field]
                told[field] = times + 1, narrowly + 1000 - 1000 * covered // one.full.bit_count()

        by_id = sorted(clauses, key=lambda item: item[1].id)
        for side, clause in by_id[:: 1 + len(by_id) // _SAMPLE]:
            normal = clause.normal
            note(side, "operation", operations(normal))
            for field in (*SELECTORS, "rights"):
                if field in normal:
                    note(side, field, normal[field])
            for named in normal.get("when", ()):
                for field, value in named.items():
                    note(side, field, value)
        return sorted(order, key=told.__getitem__, reverse=True)

    @cached_property
    def rules(self) -> list[list[Rule]]:
        """The clauses of each side as boxes, in document order."""
        return [
            [rule for clause in clauses for rule in self._rules_of(side, clause)]
            for side, clauses in enumerate(self._governing)
        ]

    def meeting(self, side: int, box: Masks) -> list[Rule]:
        """The rules of a side that have a scenario in common with a box, in document order."""
        return [
            rule
            for clause in self._looked_at(side, self._reaching((box,)))
            for rule in self._rules_of(side, clause)
            if any(all(map(and_, masks, box)) for masks in rule.boxes)
        ]

    def _reaching(self, boxes: Iterable[Masks]) -> set[str]:
        """The clauses, by id, of those that both sides have, that may reach into some boxes."""
        if not self._same:
            return set()
        return self.written[0].content.reach.into(self.space, 0, boxes) & self._same

    def _looked_at(self, side: int, reaching: Iterable[str]) -> list[Clause]:
        """The clauses of a side that are not on both, and some that are, in document order."""
        by_id = self._by_id[side]
        return sorted((*self._new[side], *(by_id[name] for name in reaching)), key=_place)

    @cached_property
    def _by_id(self) -> list[dict[str, Clause]]:
        """The clauses of each side."""
        return [{clause.id: clause for clause in clauses} for clauses in self._governing]

    def _tell_apart(self, new: Iterable[tuple[int, Clause]]) -> None:
        """Which rules differ, whatever their clauses are called and however they are split."""
        reaching = self._reaching(
            masks
            for side, clause in new
            for rule in self._rules_of(side, clause)
            for masks in rule.boxes
        )
        compared = [
            [
                rule
                for clause in self._looked_at(side, reaching)
                for rule in self._rules_of(side, clause)
            ]
            for side in range(_BOTH)
        ]
        says = [
            [id(rule) if rule.clause.id in self._same else self._says(side, rule) for rule in rules]
            for side, rules in enumerate(compared)
        ]
        on_both = set(says[0]) & set(says[1])
        normals: dict[Key, Mapping[str, Any]] = {}
        entries: list[list[Entry]] = []
        alike: list[Entry] = []
        lone: list[list[Rule]] = []
        for side, rules in enumerate(compared):
            alone: list[Entry] = []
            lone.append([])
            for rule, said in zip(rules, says[side], strict=True):
                key = self._key(side, rule)
                normals.setdefault(key, rule.normal)
                made = [(key, masks) for masks in rule.boxes]
                if said not in on_both:
                    alone += made
                    lone[side].append(rule)
                elif not side:
                    alike += made
            entries.append(alone)
        old, now = entries
        common, *only = settled(*told_apart(old, now, alike, len(self.space.full)))
        self.changed: list[list[Said]] = [_as_rules(side, normals) for side in only]
        boxes = {masks for side in only for _, masks in side}
        full = self.space.full
        reached = meeting([(masks,) for _, masks in common], boxes, full)
        self.near: list[Said] = _as_rules([common[place] for place in reached], normals)
        self.close: list[list[Rule]] = [
            [rules[place] for place in meeting([rule.boxes for rule in rules], boxes, full)]
            for rules in compared
        ]
        self.edges = frozenset(
            masks for rules in self.close for rule in rules for masks in rule.boxes
        )
        self.altered: list[set[str]] = [
            {
                rules[place].clause.id
                for place in meeting([rule.boxes for rule in rules], boxes, full)
            }
            for rules in lone
        ]

    def _says(self, side: int, rule: Rule) -> Hashable:
        return self._key(side, rule), frozenset(rule.boxes)

    def _key(self, side: int, rule: Rule) -> Key:
        """What a rule says of the scenarios it covers."""
        commitments = rule.normal.get("commitments")
        if not commitments:
            return rule.strength, ""
        # In other words, a case of a commitment may mean something else.
        return rule.strength, (repr(commitments), -1 if self.same_words else side)

    def _rules_of(self, side: int, clause: Clause) -> list[Rule]:
        """A clause of a side as boxes; one that means the same on both is made once."""
        key = (0 if clause.id in self._same else side, clause.id)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = [
                Rule(
                    clause,
                    variant.normal,
                    strength(variant.normal),
                    tuple(self.space.region(side, variant.normal, variant.places)),
                )
                for variant in self.variants(side, clause)
            ]
        return found

    def variants(self, side: int, clause: Clause) -> list[Variant]:
        """A clause of a side as it reads in each of its places."""
        key = (side, clause.id)
        found = self._variants.get(key)
        if found is None:
            found = variants(clause, self._everywhere[side], self._place, side)
            self._variants[key] = found
        return found

    def placed(self, side: int) -> Iterator[tuple[Clause, Variant]]:
        """Every clause of a side as it reads in each of its places, in document order."""
        for clause in self.written[side].content.clauses:
            for variant in self.variants(side, clause):
                yield clause, variant

    @cached_property
    def levels(self) -> Levels:
        """The levels in which the versions are compared."""
        return self.fresh_levels()

    def fresh_levels(self) -> Levels:
        """Levels with diagrams of their own, in which no work has been done."""
        from policykit.scenarios.statements import Levels  # not for what only looks at boxes

        return Levels(self.space, self.to_find)


def _place(clause: Clause) -> int:
    return clause.place


def _as_rules(entries: Sequence[Entry], normals: Mapping[Key, Mapping[str, Any]]) -> list[Said]:
    boxes: dict[Key, list[Masks]] = {}
    for key, masks in entries:
        boxes.setdefault(key, []).append(masks)
    return [Said(normals[key], key[0], tuple(found)) for key, found in boxes.items()]


def _linked(sides: Sequence[Side]) -> set[str]:
    """The coordinates through which combinations rule out together what none does alone."""
    combinations = {
        tuple(sorted(one.when.items())) for side in sides for one in side.vocabulary.impossible
    }
    named = Counter(field for combination in combinations for field, _ in combination)
    return {field for field, count in named.items() if count > 1}


def _means_the_same(before: Clause, after: Clause) -> bool:
    """Whether two clauses differ at most in words, numbering and records."""
    if before.kind != after.kind or before.overlays != after.overlays:
        return False
    old, new = before.normal, after.normal
    return old == new or all(
        field in _NO_MEANING or (field in old and field in new and old[field] == new[field])
        for field in {**old, **new}
    )


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
