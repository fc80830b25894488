"""
What clauses cover, for the rules that ask whether one leaves anything of another.

Regions of scenarios cost far more than clauses do, so few are worked out: those of clauses that by
their selectors may meet, and only in a space of what these constrain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any, Final

from policykit.library.compiled import Compiled, Written, governs_scenarios
from policykit.library.content import Content
from policykit.model import OPERATIONS, Clause
from policykit.overlays import Variant
from policykit.records import NamedTuple
from policykit.rules.prose import once, remembered
from policykit.rules.rule import Subject
from policykit.scenarios.coordinates import coordinate
from policykit.scenarios.diagram import Masks
from policykit.scenarios.space import TooManyCases, operations, subtract

_COMPARED: Final = ("personal_data", "data_subjects", "recipients", "purposes")
"""The selectors by which clauses are told to be apart without working out regions."""

_ALL: Final = -1
"""The atoms of a coordinate that a clause leaves open: all bits."""


_FEW: Final = 16
"""So many prohibitions are compared one by one sooner than an index of them is made."""


class _Reach(NamedTuple):
    """What a clause covers at most: its operations, and of each compared selector the atoms."""

    operations: frozenset[str]
    atoms: tuple[int, ...]


class _Prohibitions:
    """Prohibitions by how far they reach."""

    def __init__(self, clauses: Mapping[_Reach, list[Clause]]) -> None:
        self.clauses = clauses
        self._reaches = list(clauses)
        self._index = _Index(self._reaches) if len(self._reaches) > _FEW else None

    def meeting(self, reach: _Reach) -> list[_Reach]:
        """Those that may have a scenario in common with something."""
        if self._index is not None:
            return [self._reaches[place] for place in _bits(self._index.meeting(reach))]
        return [
            one
            for one in self._reaches
            if not one.operations.isdisjoint(reach.operations)
            and all(map(and_, one.atoms, reach.atoms))
        ]


class _Index:
    """Where there are many reaches, which of them one meets is looked up by atoms."""

    def __init__(self, reaches: Sequence[_Reach]) -> None:
        # Each maps to a set of reaches: a whole number, bit i for reach i.
        self._of_operation: dict[str, int] = {}
        self._of_atom: list[dict[int, int]] = [{} for _ in _COMPARED]
        self._open = [0] * len(_COMPARED)
        for place, (operations_, atoms) in enumerate(reaches):
            for operation in operations_:
                self._of_operation[operation] = self._of_operation.get(operation, 0) | 1 << place
            for field, mask in enumerate(atoms):
                if mask == _ALL:
                    self._open[field] |= 1 << place
                else:
                    known = self._of_atom[field]
                    for atom in _bits(mask):
                        known[atom] = known.get(atom, 0) | 1 << place

    def meeting(self, reach: _Reach) -> int:
        """The set of those that may have a scenario in common with something."""
        found = reduce(or_, (self._of_operation.get(one, 0) for one in reach.operations), 0)
        for field, mask in enumerate(reach.atoms):
            if found and mask != _ALL:
                known = self._of_atom[field]
                some = reduce(or_, (known.get(atom, 0) for atom in _bits(mask)), self._open[field])
                found &= some
        return found


def _bits(mask: int) -> Iterator[int]:
    """The places of the bits of a whole number, upward."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class Meeting(NamedTuple):
    """A clause, the prohibitions that it may meet, and how far these reach."""

    clause: Clause
    others: Sequence[Clause]
    reaches: Sequence[_Reach]


def against(subject: Subject, effect: str) -> list[Meeting]:
    """
    The clauses of an effect, each with the prohibitions that it may meet.

    Clauses without any are left out.
    """
    over = remembered(subject.memory, "prohibitions", lambda: _prohibitions(subject))
    found: list[Meeting] = []
    # Clauses that reach equally far, and there are many, meet the same prohibitions.
    met: dict[_Reach, tuple[list[Clause], list[_Reach]]] = {}
    for clause in subject.clauses if over.clauses else ():
        if _may_be(clause, effect):
            reach = _reach(subject, clause)
            if reach not in met:
                reaches = over.meeting(reach)
                those = [one for theirs in reaches for one in over.clauses[theirs]]
                met[reach] = sorted(those, key=lambda one: one.place), reaches
            others, reaches = met[reach]
            if clause.overlays:  # which may make one clause both
                others = [other for other in others if other is not clause]
            if others:
                found.append(Meeting(clause, others, reaches))
    return found


def _prohibitions(subject: Subject) -> _Prohibitions:
    found: dict[_Reach, list[Clause]] = {}
    for clause in subject.clauses:
        if _may_be(clause, "prohibited") and (
            clause.overlays or not clause.normal.get("otherwise")
        ):
            found.setdefault(_reach(subject, clause), []).append(clause)
    return _Prohibitions(found)


def escapes(subject: Subject, meeting: Meeting) -> bool:
    """
    Whether a clause by one selector alone covers what none of the others does.

    That is sure where nothing else in the clause speaks of the selector, and no combination of it
    is impossible: then every scenario of the clause is one with each of its atoms. If not, nothing
    is said.
    """
    normal = meeting.clause.normal
    if meeting.clause.overlays:
        return False
    elsewhere = {
        field
        for one in (*(normal.get("when") or ()), *(normal.get("unless") or ()))
        for field in one
    }
    elsewhere.update(field for one in subject.vocabulary.impossible for field in one.when)
    own = _reach(subject, meeting.clause).atoms
    for place, field in enumerate(_COMPARED):
        covered = reduce(or_, (reach.atoms[place] for reach in meeting.reaches), 0)
        if own[place] & ~covered and field not in elsewhere:
            return True
    return False


def _reach(subject: Subject, clause: Clause) -> _Reach:
    parts = [clause.normal, *(patch for patch in clause.overlays.values() if patch)]
    named = [tuple(_named(parts, field)) for field in _COMPARED]
    spoken = [one for one in parts if one is clause.normal or "operations" in one]
    named.append(tuple(tuple(operations(one)) for one in spoken))
    return once(subject, ("reach", *named), lambda: _made(subject, named))


def _named(parts: Sequence[Mapping[str, Any]], field: str) -> Iterator[tuple[str, ...] | None]:
    """The terms that a clause and its patches name; None where one leaves the field open."""
    for part in parts:
        if part is parts[0] or field in part:
            terms = part.get(field)
            yield None if terms is None else tuple(terms)


def _made(subject: Subject, named: Sequence[tuple[tuple[str, ...] | None, ...]]) -> _Reach:
    *selectors, spoken = named
    atoms = []
    for field, every in zip(_COMPARED, selectors, strict=True):
        of_field = coordinate(field, (subject.header.side,), subject.day, ())
        masks = (_ALL if terms is None else of_field.mask(0, terms) for terms in every)
        atoms.append(reduce(or_, masks))
    return _Reach(frozenset(one for some in spoken for one in some or ()), tuple(atoms))


def _may_be(clause: Clause, effect: str) -> bool:
    """Whether a processing rule has an effect, here or by an overlay."""
    if clause.kind not in OPERATIONS:
        return False
    if not clause.overlays:
        found: bool = clause.normal.get("effect", "permitted") == effect
        return found
    patches = [patch for patch in clause.overlays.values() if patch]
    return any(one.get("effect", "permitted") == effect for one in (clause.normal, *patches))


class Regions:
    """Clauses that may meet as boxes, in a space of what these constrain."""

    def __init__(self, subject: Subject, met: Sequence[Meeting]) -> None:
        few = {id(others): others for _, others, _ in met}.values()
        clauses = {one.place: one for others in few for one in others}
        clauses.update((one.clause.place, one.clause) for one in met)
        content = subject.content
        part = Content(content.document, content.data, content.number, tuple(clauses.values()))
        written = Written(part, subject.header.side)
        self._compiled = Compiled([written], subject.day, governs_scenarios, ("operation",))
        self.space = self._compiled.space
        self._covered: dict[tuple[int, int], list[Masks]] = {}
        for made in self._compiled.rules[0]:
            self._covered.setdefault((made.clause.place, made.strength), []).extend(made.boxes)
        self._possible: dict[tuple[int, int], list[Masks]] = {}

    def covering(self, clause: Clause, strength: int) -> list[Masks]:
        """The possible scenarios that a clause covers with an effect of that strength."""
        key = (clause.place, strength)
        if key not in self._possible:
            boxes = self._covered.get(key, [])
            for hole in self.space.impossible:
                boxes = subtract(boxes, hole)
            self._possible[key] = boxes
        return self._possible[key]

    def within(self, boxes: Sequence[Masks], code: str) -> list[Masks]:
        """The parts of boxes that lie in a place."""
        place = self.space.coordinates[0].mask(0, (code,))
        return [(box[0] & place, *box[1:]) for box in boxes if box[0] & place]

    def variants(self, clause: Clause) -> Iterator[Variant]:
        """A clause as it reads in each of its places."""
        yield from self._compiled.variants(0, clause)


def alone(subject: Subject, clause: Clause) -> Regions:
    """One clause as boxes, in a space of what it constrains."""
    return Regions(subject, [Meeting(clause, (), ())])


def left(boxes: Sequence[Masks], holes: Sequence[Masks]) -> list[Masks] | None:
    """
    The boxes less some others; the very boxes if none is touched.

    None where they multiply past a bound: then nothing can be claimed.
    """
    found = list(boxes)
    try:
        for hole in dict.fromkeys(holes):
            if not found:
                break
            found = subtract(found, hole)
    except TooManyCases:
        return None
    return found
