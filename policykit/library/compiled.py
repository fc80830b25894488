"""One or two versions in one space of scenarios: their rules as boxes, and which of them differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
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

    `rules[side]` are the clauses of a sort that govern scenarios, as boxes. Of two versions,
    `changed[side]` is what is said on that side alone, however it is spread over clauses; whatever
    differs between the two lies in its boxes. `near` is what both say that reaches in there, and
    `close[side]` are the rules of a side that do, in document order. `to_find` is how many steps
    it may still cost to find what differs.
    """

    def __init__(
        self,
        written: Sequence[Written],
        day: str,
        governs: Callable[[Clause], bool],
        fields: Iterable[str] = (),
        work: int = WORK,
        places: Iterable[str] = (),
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
        governing = [
            [clause for clause in content.clauses if governs(clause)] for content, _ in written
        ]
        same = self._same(governing)
        new = [
            (index, clause)
            for index, clauses in enumerate(governing)
            for clause in clauses
            if clause.id not in same
        ]
        self.space = Space(self.sides, day, self._telling_first(found, new, day, codes), codes)
        self.levels = self.fresh_levels()
        self.shared: list[Entry] = impossible_entries(self.space.impossible)
        self._compile(governing, same)

    def _same(self, governing: Sequence[Sequence[Clause]]) -> Collection[str]:
        """The clauses, by id, that both sides have and that mean the same on both."""
        if len(governing) < 2 or not self.same_frame:
            return ()
        old = {clause.id: clause for clause in governing[0]}
        return {
            clause.id
            for clause in governing[1]
            if (before := old.get(clause.id)) is not None and _means_the_same(before, clause)
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

    def _compile(self, governing: Sequence[Sequence[Clause]], same: Collection[str]) -> None:
        self.rules: list[list[Rule]] = []
        known: Mapping[str, list[Rule]] = {}
        for side, clauses in enumerate(governing):
            compiled = {
                clause.id: known[clause.id]
                if side and clause.id in same
                else self._rules_of(side, clause)
                for clause in clauses
            }
            self.rules.append([rule for rules in compiled.values() for rule in rules])
            known = compiled
        self.changed: list[list[Said]] = []
        self.near: list[Said] = []
        self.close: list[list[Rule]] = self.rules
        self.altered: list[set[str]] = [set(), set()]
        self.edges: Collection[Masks] = ()
        if len(governing) == _BOTH:
            self._tell_apart(same)

    def _tell_apart(self, same: Collection[str]) -> None:
        """Which rules differ, whatever their clauses are called and however they are split."""
        says = [
            [id(rule) if rule.clause.id in same else self._says(side, rule) for rule in rules]
            for side, rules in enumerate(self.rules)
        ]
        on_both = set(says[0]) & set(says[1])
        normals: dict[Key, Mapping[str, Any]] = {}
        entries: list[list[Entry]] = []
        alike: list[Entry] = []
        lone: list[list[Rule]] = []
        for side, rules in enumerate(self.rules):
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
        old, new = entries
        common, *only = settled(*told_apart(old, new, alike, len(self.space.full)))
        self.changed = [_as_rules(side, normals) for side in only]
        boxes = {masks for side in only for _, masks in side}
        full = self.space.full
        reached = meeting([(masks,) for _, masks in common], boxes, full)
        self.near = _as_rules([common[place] for place in reached], normals)
        self.close = [
            [rules[place] for place in meeting([rule.boxes for rule in rules], boxes, full)]
            for rules in self.rules
        ]
        self.edges = {masks for rules in self.close for rule in rules for masks in rule.boxes}
        self.altered = [
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
        return [
            Rule(
                clause,
                variant.normal,
                strength(variant.normal),
                tuple(self.space.region(side, variant.normal, variant.places)),
            )
            for variant in self.variants(side, clause)
        ]

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

    def fresh_levels(self) -> Levels:
        """Levels with diagrams of their own, in which no work has been done."""
        from policykit.scenarios.statements import Levels  # not for what only looks at boxes

        return Levels(self.space, self.to_find)


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
