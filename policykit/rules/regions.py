"""
What clauses cover, for the rules that ask whether one leaves anything of another.

Regions of scenarios cost far more than clauses do, so few are worked out: those of clauses that by
their selectors may meet, and only in a space of what these constrain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial, reduce
from operator import or_
from typing import Any, Final, NamedTuple

from policykit.library.compiled import Compiled, Written, governs_scenarios
from policykit.model import OPERATIONS, Clause
from policykit.overlays import Variant
from policykit.rules.prose import once, remembered
from policykit.rules.rule import Subject
from policykit.scenarios.coordinates import coordinate
from policykit.scenarios.diagram import Masks
from policykit.scenarios.space import TooManyCases, operations, subtract

_COMPARED: Final = ("personal_data", "data_subjects", "recipients", "purposes")
"""The selectors by which clauses are told to be apart without working out regions."""

_ALL: Final = -1
"""The atoms of a coordinate that a clause leaves open: all bits."""


class _Reach(NamedTuple):
    """What a clause covers at most: its operations, and of each compared selector the atoms."""

    operations: frozenset[str]
    atoms: tuple[int, ...]

    def meets(self, other: _Reach) -> bool:
        """Whether the two may have a scenario in common."""
        return not self.operations.isdisjoint(other.operations) and all(
            own & theirs for own, theirs in zip(self.atoms, other.atoms, strict=True)
        )


def against(subject: Subject, effect: str) -> list[tuple[Clause, Sequence[Clause]]]:
    """
    The clauses of an effect, each with the prohibitions that it may meet.

    Clauses without any are left out.
    """
    over = remembered(subject.memory, "prohibitions", lambda: _prohibitions(subject))
    found: list[tuple[Clause, Sequence[Clause]]] = []
    # Clauses that reach equally far, and there are many, meet the same prohibitions.
    met: dict[_Reach, list[Clause]] = {}
    for clause in subject.clauses if over else ():
        if _may_be(clause, effect):
            reach = _reach(subject, clause)
            if reach not in met:
                met[reach] = [
                    one for theirs, those in over.items() if reach.meets(theirs) for one in those
                ]
            others = [other for other in met[reach] if other is not clause]
            if others:
                found.append((clause, others))
    return found


def _prohibitions(subject: Subject) -> dict[_Reach, list[Clause]]:
    found: dict[_Reach, list[Clause]] = {}
    for clause in subject.clauses:
        if _may_be(clause, "prohibited") and (
            clause.overlays or not clause.normal.get("otherwise")
        ):
            found.setdefault(_reach(subject, clause), []).append(clause)
    return found


def escapes(subject: Subject, clause: Clause, others: Iterable[Clause]) -> bool:
    """
    Whether a clause by one selector alone covers what none of the others does.

    That is sure where nothing else in the clause speaks of the selector, and no combination of it
    is impossible: then every scenario of the clause is one with each of its atoms. If not, nothing
    is said.
    """
    if clause.overlays:
        return False
    elsewhere = {
        field
        for one in (*(clause.normal.get("when") or ()), *(clause.normal.get("unless") or ()))
        for field in one
    }
    elsewhere.update(field for one in subject.vocabulary.impossible for field in one.when)
    own = _reach(subject, clause).atoms
    covered = [0] * len(_COMPARED)
    for other in others:
        for place, atoms in enumerate(_reach(subject, other).atoms):
            covered[place] |= atoms
    return any(
        atoms & ~theirs
        for field, atoms, theirs in zip(_COMPARED, own, covered, strict=True)
        if field not in elsewhere
    )


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
    """Some clauses of a version as boxes, in a space of what these constrain."""

    def __init__(self, subject: Subject, clauses: Iterable[Clause]) -> None:
        few = tuple({clause.place: clause for clause in clauses}.values())
        written = Written(subject.content._replace(clauses=few), subject.header.side)
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

    def variants(self, clause: Clause) -> Iterator[Variant]:
        """A clause as it reads in each of its places."""
        for placed in self._compiled.placed[0]:
            if placed.clause is clause:
                yield placed.variant


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


class Exceptions(NamedTuple):
    """
    What the exceptions of a clause do where one of its variants stands.

    `takes` says of each whether it takes anything away that those before it leave; `left` whether
    anything remains.
    """

    normal: Mapping[str, Any]
    takes: tuple[bool, ...]
    left: bool


def exceptions(subject: Subject) -> Mapping[int, Sequence[Exceptions]]:
    """
    The work of each clause's `unless` by variant, by the clause's place.

    Only of clauses that govern scenarios, and of variants that cover anything without it. Versions
    of a policy repeat most of their clauses: what two say alike is worked out once.
    """
    return remembered(subject.memory, "exceptions", lambda: dict(_exceptions(subject)))


def _exceptions(subject: Subject) -> Iterator[tuple[int, Sequence[Exceptions]]]:
    where = subject.data.get("jurisdictions")
    for clause in subject.clauses:
        if clause.normal.get("unless") and governs_scenarios(clause):
            said = [clause.kind, clause.normal, clause.overlays, where]
            key = ("exceptions", subject.atlas.like(subject.day), repr(said))
            yield clause.place, once(subject, key, partial(_of_clause, subject, clause))


def _of_clause(subject: Subject, clause: Clause) -> list[Exceptions]:
    regions = Regions(subject, [clause])
    space = regions.space
    found: list[Exceptions] = []
    for variant in regions.variants(clause):
        bare = {name: one for name, one in variant.normal.items() if name != "unless"}
        boxes = left(space.region(0, bare, variant.places), space.impossible)
        if not boxes:
            continue
        takes = []
        for named in variant.normal.get("unless") or ():
            hole = space.box(0, named)
            after = boxes if hole is None else left(boxes, [hole])
            if after is None:
                return found
            takes.append(after != boxes)
            boxes = after
        found.append(Exceptions(variant.normal, tuple(takes), bool(boxes)))
    return found
