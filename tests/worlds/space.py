"""
Every scenario of a small world, numbered.

A set of scenarios is a whole number with a bit for each, so that going through all of them is
`&`, `|` and `& ~`. Shares nothing with the engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from tests.worlds.making import OPERATIONS, Words, World

REST: Final = "other:*"


class Axis:
    """A coordinate: its atoms, the scenarios of each, and what each side's terms cover."""

    def __init__(
        self, field: str, atoms: Sequence[Any], extents: Sequence[Mapping[Any, set[Any]]]
    ) -> None:
        self.field = field
        self.atoms = list(atoms)
        self.extents = extents
        self.sets: dict[Any, int] = {}

    def lay(self, stride: int, total: int) -> None:
        """Number the scenarios: each atom has `stride` of them in a row, again and again."""
        period = stride * len(self.atoms)
        again = ((1 << total) - 1) // ((1 << period) - 1)
        for place, atom in enumerate(self.atoms):
            self.sets[atom] = (((1 << stride) - 1) << place * stride) * again


class Space:
    """Every scenario of a world on a day, over the common refinement of both sides' words."""

    def __init__(self, world: World, day: str, sides: Sequence[Words]) -> None:
        self.world = world
        self.day = day
        self.sides = sides
        conditions = {name: None for words in sides for name in words.conditions}
        self.axes: dict[str, Axis] = {}
        for field in ("jurisdiction", "operation", *world.selectors, *conditions):
            self.axes[field] = self._axis(field)
        total = 1
        for axis in self.axes.values():
            total *= len(axis.atoms)
        self.total = total
        self.all = (1 << total) - 1
        stride = 1
        for axis in self.axes.values():
            axis.lay(stride, total)
            stride *= len(axis.atoms)
        self.possible = self.all
        for side, words in enumerate(sides):
            for combination in words.impossible:
                ruled_out = self.all
                for field, (terms, except_) in combination.items():
                    if field in self.axes:
                        ruled_out &= self.any_of(side, field, terms)
                        ruled_out &= ~self.any_of(side, field, except_)
                if all(field in self.axes for field in combination):
                    self.possible &= ~ruled_out

    def _axis(self, field: str) -> Axis:
        shapes = {words.conditions.get(field) for words in self.sides}
        if field in ("jurisdiction", "destinations") or "jurisdictions" in shapes:
            return self._places(field)
        if "boolean" in shapes:
            return Axis(field, (False, True), [{False: {False}, True: {True}}] * len(self.sides))
        if field == "operation":
            own = {name: {name} for name in OPERATIONS}
            return Axis(field, OPERATIONS, [own] * len(self.sides))
        return self._terms(field)

    def _terms(self, field: str) -> Axis:
        lists = [words.lists.get(field, {}) for words in self.sides]
        return Axis(field, *refined(lists))

    def _places(self, field: str) -> Axis:
        atoms: list[str] = []
        inside: dict[str, set[str]] = {}

        def tell(code: str, parts: Mapping[str, Any]) -> set[str]:
            own = f"other:{code}" if parts else code
            atoms.append(own)
            inside[code] = {own}.union(*(tell(part, inner) for part, inner in parts.items()))
            return inside[code]

        for code in self.world.countries:
            tell(code, self.world.parts.get(code, {}))
        atoms.append(REST)
        extents: list[dict[Any, set[Any]]] = []
        for words in self.sides:
            extent: dict[Any, set[Any]] = {atom: {atom} for atom in atoms}
            extent.update(inside)
            for group in words.groups:
                members = group_members(words, group, self.day)
                extent[group] = set().union(*(inside[member] for member in members))
            extents.append(extent)
        return Axis(field, atoms, extents)

    def term(self, side: int, field: str, term: Any) -> int:
        """The scenarios a term covers, as a side understands it."""
        axis = self.axes[field]
        if term == "*":
            return self.all
        found = 0
        for atom in axis.extents[side][term]:
            found |= axis.sets[atom]
        return found

    def any_of(self, side: int, field: str, terms: Any) -> int:
        """The scenarios that any of the terms covers."""
        found = 0
        for term in terms if isinstance(terms, list | tuple) else [terms]:
            found |= self.term(side, field, term)
        return found

    def named(self, side: int, named: Mapping[str, Any]) -> int:
        """The scenarios in which everything named holds."""
        found = self.all
        for field, terms in named.items():
            found &= self.any_of(side, field, terms)
        return found

    def holds(self, side: int, stated: Mapping[str, Any]) -> int:
        """Where `when` holds and no map of `unless` does."""
        found = self.all
        if stated.get("when"):
            found = 0
            for one in maps(stated["when"]):
                found |= self.named(side, one)
        for one in maps(stated.get("unless")):
            found &= ~self.named(side, one)
        return found

    def point(self, number: int) -> dict[str, Any]:
        """One scenario, by field."""
        found: dict[str, Any] = {}
        for field, axis in self.axes.items():
            number, place = divmod(number, len(axis.atoms))
            found[field] = axis.atoms[place]
        return found


def refined(lists: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[dict[Any, set[Any]]]]:
    """
    The atoms of all sides' terms together, and what each side's terms cover of them.

    An atom belongs, on a side, to its term there if the side knows it, else to the nearest
    broader terms that the side knows; and to all that are broader there.
    """
    union: dict[str, Any] = {}
    for terms in lists:
        union.update(terms)
    graph = {name: broader for name, (broader, members) in union.items() if not members}
    inner = {above for terms in lists for broader, _ in terms.values() for above in broader}
    atom_of = {name: f"other:{name}" if name in inner else name for name in graph}
    extents: list[dict[Any, set[Any]]] = []
    for terms in lists:
        extent: dict[Any, set[Any]] = {
            name: set() for name, (_, members) in terms.items() if not members
        }
        for name, atom in atom_of.items():
            for nearest in nearest_known(name, graph, extent):
                for above in upward(nearest, terms):
                    extent[above].add(atom)
        for name in terms:
            if terms[name][1]:
                extent[name] = set().union(*(extent[one] for one in gathered(name, terms)))
        for atom in (*atom_of.values(), REST):
            extent.setdefault(atom, {atom}) if atom.startswith("other:") else None
        extents.append(extent)
    return [*atom_of.values(), REST], extents


def nearest_known(name: str, graph: Mapping[str, Any], known: Mapping[str, Any]) -> set[str]:
    if name in known:
        return {name}
    return set().union(*(nearest_known(above, graph, known) for above in graph[name]))


def upward(name: str, terms: Mapping[str, Any]) -> set[str]:
    return {name}.union(*(upward(above, terms) for above in terms[name][0]))


def gathered(name: str, terms: Mapping[str, Any]) -> set[str]:
    if not terms[name][1]:
        return {name}
    return set().union(*(gathered(one, terms) for one in terms[name][1]))


def group_members(words: Words, code: str, day: str) -> set[str]:
    if code not in words.groups:
        return {code}
    found: set[str] = set()
    for member, from_, until in words.groups[code]:
        if (from_ is None or from_ <= day) and (until is None or day <= until):
            found |= group_members(words, member, day)
    return found


def maps(value: Any) -> list[Mapping[str, Any]]:
    if value is None:
        return []
    return [value] if isinstance(value, dict) else list(value)
