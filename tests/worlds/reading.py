"""
What a document means, by going through every scenario of its world.

Written from the definitions (docs/semantics.md) in the plainest way; it shares nothing with the
engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from tests.worlds.making import OPERATIONS, SELECTORS, Clause, Kind, Text, Words
from tests.worlds.space import Space
from tests.worlds.values import Guarantee, canonical, guarantee

LEVEL: Final = {"prohibited": 0, "unstated": 0, "permitted": 1, "required": 2}
STRENGTHS: Final = ("prohibited", "required", "permitted", "otherwise")


class Ambiguous(Exception):
    """Overlays that no order is given for on the day of reading."""


def normal_form(data: Mapping[str, Any]) -> dict[str, Any]:
    """A plain commitment is `{value: …}`, a `when` or `unless` map is a list of one."""
    found = dict(data)
    for field in ("when", "unless"):
        if isinstance(found.get(field), dict):
            found[field] = [found[field]]
    if isinstance(found.get("text"), str):
        found["text"] = {"en": found["text"]}
    if found.get("commitments") is not None:
        found["commitments"] = {
            name: value
            if value is None
            or isinstance(value, list)
            or (isinstance(value, dict) and {"value", "when", "unless"} & set(value))
            else {"value": value}
            for name, value in found["commitments"].items()
        }
    return found


def current(words: Words, value: Any, field: str = "") -> Any:
    """The same with every retired term under its name of now."""
    if isinstance(value, dict):
        return {name: current(words, one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [current(words, one, field) for one in value]
    return words.aliases.get(field, {}).get(value, value) if isinstance(value, str) else value


def merged(target: Any, patch: Any) -> Any:
    """JSON Merge Patch, as RFC 7396 writes it down."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


class Reading:
    """One version in a space: where each clause covers what."""

    def __init__(self, space: Space, side: int, text: Text) -> None:
        self.space = space
        self.side = side
        self.words = space.sides[side]
        self.text = text
        self.clauses = [current(self.words, clause) for clause in text.clauses]
        # By clause: the ways it reads, each with its places and the scenarios it covers.
        self.ways: dict[str, list[tuple[dict[str, Any], int, int]]] = {}
        for clause in self.clauses:
            self.ways[clause["id"]] = [
                (normal, places, self.covered(normal) & places if governs(normal) else 0)
                for normal, places in self.variants(clause)
            ]
        self.by_strength: dict[str, dict[str, int]] = {one: {} for one in STRENGTHS}
        for name, ways in self.ways.items():
            for normal, _, covered in ways:
                if normal["kind"] in OPERATIONS and covered:
                    sets = self.by_strength[strength(normal)]
                    sets[name] = sets.get(name, 0) | covered
        self.outcomes = self._outcomes()

    def where(self, value: Any) -> int:
        """A `jurisdictions` field: a list, `{except: […]}`, or nothing for everywhere."""
        if value is None:
            return self.space.all
        if isinstance(value, dict):
            return self.space.all & ~self.space.any_of(self.side, "jurisdiction", value["except"])
        return self.space.any_of(self.side, "jurisdiction", value)

    def variants(self, clause: Clause) -> Iterator[tuple[dict[str, Any], int]]:
        """The clause as it reads in each place, with the scenarios of those places."""
        base = normal_form({name: one for name, one in clause.items() if name != "overlays"})
        here = self.where(clause.get("jurisdictions"))
        here &= self.where(self.text.frame.get("jurisdictions"))
        overlays = clause.get("overlays", {})
        axis = self.space.axes["jurisdiction"]
        found: list[tuple[dict[str, Any], int]] = []
        for atom in axis.atoms:
            if not axis.sets[atom] & here:
                continue
            codes = [code for code in overlays if atom in axis.extents[self.side][code]]
            normal: Any = base
            for code in self.broad_to_narrow(codes, overlays):
                patch = overlays[code]
                normal = None if patch is None else merged(normal, normal_form(patch))
                if normal is None:
                    break
            if normal is None:
                continue
            for place, (known, places) in enumerate(found):
                if known == normal:
                    found[place] = (known, places | axis.sets[atom])
                    break
            else:
                found.append((normal, axis.sets[atom]))
        yield from found

    def broad_to_narrow(self, codes: list[str], overlays: Mapping[str, Any]) -> list[str]:
        """An order that respects inclusion; if there is more than one, all must be the same."""
        extents = self.space.axes["jurisdiction"].extents[self.side]
        ordered = sorted(codes, key=lambda code: -len(extents[code]))
        for place, one in enumerate(ordered):
            for other in ordered[place + 1 :]:
                if extents[other] < extents[one]:
                    continue
                # Neither holds the other: it must not matter which comes first, unless a
                # narrower one says it once more.
                if self._contend(overlays[one], overlays[other]):
                    raise Ambiguous
        return ordered

    @staticmethod
    def _contend(one: Any, other: Any) -> bool:
        if one is None or other is None:
            return one is not other
        one, other = normal_form(one), normal_form(other)
        probe: dict[str, Any] = {}
        return bool(
            merged(merged(probe, one), other) != merged(merged(probe, other), one)
            or nulls(one) & paths(other)
            or nulls(other) & paths(one)
        )

    def covered(self, normal: Mapping[str, Any]) -> int:
        """The scenarios that a clause covers, wherever it is."""
        space, side = self.space, self.side
        operations = normal.get("operations") or normal.get("applies_to") or [normal["kind"]]
        if normal["kind"] == "right":
            operations = list(OPERATIONS)
        found = space.any_of(side, "operation", list(operations))
        for field in SELECTORS:
            if field in normal:
                found &= space.any_of(side, field, normal[field])
        return found & space.holds(side, normal)

    def _outcomes(self) -> dict[str, int]:
        united = dict.fromkeys(STRENGTHS, 0)
        for name, sets in self.by_strength.items():
            for covered in sets.values():
                united[name] |= covered
        prohibited = united["prohibited"]
        required = united["required"] & ~prohibited
        permitted = united["permitted"] & ~prohibited & ~required
        allowed = required | permitted
        prohibited |= united["otherwise"] & ~allowed
        possible = self.space.possible
        return {
            "prohibited": prohibited & possible,
            "required": required & possible,
            "permitted": permitted & possible,
            "unstated": possible & ~prohibited & ~allowed,
        }

    def deciding(self, outcome: str, within: int) -> set[str]:
        """The clauses that give scenarios of a set this outcome."""
        if outcome == "unstated":
            return set()
        within &= self.outcomes[outcome]
        found = {name for name, one in self.by_strength[outcome].items() if one & within}
        if outcome == "prohibited":
            for one in self.by_strength["prohibited"].values():
                within &= ~one
            found |= {name for name, one in self.by_strength["otherwise"].items() if one & within}
        return found

    # Commitments

    def guarantees(self, name: str) -> dict[Guarantee, int]:
        """Every guarantee there is, with the allowed scenarios for which it holds."""
        kind = next(
            words.commitments[name]
            for words in (self.words, *self.space.sides)
            if name in words.commitments
        )
        allowed = self.outcomes["permitted"] | self.outcomes["required"]
        classes: dict[tuple[Guarantee, Guarantee], int] = {(frozenset(), frozenset()): allowed}
        for ways in self.ways.values():
            for normal, _, covered in ways:
                if not covered & allowed or not governs(normal):
                    continue
                processing = normal["kind"] in OPERATIONS
                if processing and strength(normal) in ("prohibited", "otherwise"):
                    continue
                for value, part in self.values(kind, name, normal, covered):
                    place = 0 if processing and kind.combine == "alternative" else 1
                    if value is _UNSTATED:
                        if place == 1:
                            continue
                        value = canonical(kind, kind.absent)  # noqa: PLW2901
                    classes = _split(classes, place, value, part)
        found: dict[Guarantee, int] = {}
        for (ways_, stated), part in classes.items():
            held = guarantee(kind, ways_, stated)
            found[held] = found.get(held, 0) | part
        return found

    def values(
        self, kind: Kind, name: str, normal: Mapping[str, Any], covered: int
    ) -> Iterator[tuple[Any, int]]:
        """What one clause states, with the part of what it covers for which it does."""
        stated = normal.get("commitments", {}).get(name)
        for case in stated if isinstance(stated, list) else [] if stated is None else [stated]:
            if "value" not in case:
                continue  # an overlay's conditions for a value that another took away, that day
            applies = covered & self.space.holds(self.side, case)
            yield canonical(kind, case["value"]), applies
            covered &= ~applies
        yield _UNSTATED, covered

    def stating(self, name: str, kind: Kind, within: int) -> set[str]:
        """The clauses that allow scenarios of a set or state the commitment there."""
        found = set()
        for clause, ways in self.ways.items():
            for normal, _, covered in ways:
                if not covered & within:
                    continue
                processing = normal["kind"] in OPERATIONS
                if processing and strength(normal) in ("prohibited", "otherwise"):
                    continue
                states = name in normal.get("commitments", {})
                if states or (processing and kind.combine == "alternative"):
                    found.add(clause)
        return found

    # Rights and statements

    def rights(self, right: str, atoms_of: Mapping[Any, set[Any]]) -> dict[str, int]:
        """The scenarios in which a right (an atom) is granted, by clause."""
        found: dict[str, int] = {}
        for name, ways in self.ways.items():
            for normal, places, _ in ways:
                if normal["kind"] != "right":
                    continue
                if any(right in atoms_of[one] for one in normal["rights"]):
                    covered = self.covered(normal) & places & self.space.possible
                    found[name] = found.get(name, 0) | covered
        return found

    def places_of(self, name: str) -> int:
        """Where a clause exists, as the scenarios of those places."""
        found = 0
        for _, places, _ in self.ways.get(name, ()):
            found |= places
        return found


_UNSTATED: Final = object()


def _split(
    classes: Mapping[tuple[Guarantee, Guarantee], int], place: int, value: Any, part: int
) -> dict[tuple[Guarantee, Guarantee], int]:
    found: dict[tuple[Guarantee, Guarantee], int] = {}
    for key, members in classes.items():
        inside, outside = members & part, members & ~part
        if inside:
            both = [*key]
            both[place] = both[place] | {value}
            fresh = (both[0], both[1])
            found[fresh] = found.get(fresh, 0) | inside
        if outside:
            found[key] = found.get(key, 0) | outside
    return found


def governs(normal: Mapping[str, Any]) -> bool:
    """Whether a clause is a processing rule, or its commitments hold for scenarios."""
    return normal["kind"] in OPERATIONS or "applies_to" in normal


def strength(normal: Mapping[str, Any]) -> str:
    effect = normal.get("effect", "permitted")
    return "otherwise" if effect == "prohibited" and normal.get("otherwise") else str(effect)


def paths(patch: Any, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """Every path that a patch has."""
    if not isinstance(patch, dict):
        return {path}
    return {path}.union(*(paths(value, (*path, name)) for name, value in patch.items())) - {()}


def nulls(patch: Any, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """The paths that a patch drops."""
    if patch is None:
        return {path}
    if not isinstance(patch, dict):
        return set()
    return set().union(*(nulls(value, (*path, name)) for name, value in patch.items()))


def paired(
    before: Sequence[Clause], after: Sequence[Clause]
) -> list[tuple[list[Clause], Clause | None]]:
    """Clauses by id or declared rename: what a clause was (it may be several), and what it is."""
    old = {clause["id"]: clause for clause in before}
    new = {clause["id"] for clause in after}
    found: list[tuple[list[Clause], Clause | None]] = []
    taken: set[str] = set()
    for clause in after:
        names = [clause["id"], *(one for one in clause.get("renamed_from", ()) if one not in new)]
        was = [name for name in names if name in old]
        taken.update(was)
        found.append(([old[name] for name in was], clause))
    return [*found, *(([old[name]], None) for name in old if name not in taken)]
