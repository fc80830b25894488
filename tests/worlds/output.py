"""The engine's machine output as sets of scenarios, and other small things about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from policykit.comparison import PolicyDiff
from tests.worlds.making import OPERATIONS, Clause, Kind
from tests.worlds.reading import LEVEL, normal_form
from tests.worlds.space import Space
from tests.worlds.values import Guarantee, canonical

SINGULAR = {
    "personal_data": "personal_data",
    "data_subjects": "data_subject",
    "recipients": "recipient",
    "purposes": "purpose",
    "destinations": "destination",
}
FIELD = {singular: field for field, singular in SINGULAR.items()}
WAYS = {frozenset(): "equivalent", frozenset(("broader", "narrower")): "mixed"}


class Disagreement(AssertionError):
    """The engine says one thing and the definitions another."""


def expect(told: Any, wanted: Any, *what: Any) -> None:
    if told != wanted:
        raise Disagreement(f"{what}: the engine says {told!r}, the definitions {wanted!r}")


def said(entry: Mapping[str, Any], space: Space) -> int:
    """The possible scenarios that an entry of the machine output speaks of."""
    found = box_of(entry, space) & space.possible
    for hole in entry.get("except", ()):
        found &= ~box_of(hole, space)
    return found


def box_of(part: Mapping[str, Any], space: Space) -> int:
    found = space.all
    covers = dict(part.get("scenario", {}))
    if "jurisdictions" in part:
        covers["jurisdiction"] = part["jurisdictions"]
    for field, cover in covers.items():
        found &= covered_by(space, field, cover)
    return found


def covered_by(space: Space, field: str, cover: Mapping[str, Any]) -> int:
    """The union of `terms` less that of `except`."""
    found = 0
    for term in cover["terms"]:
        found |= covered(space, field, term)
    for term in cover.get("except", ()):
        found &= ~covered(space, field, term)
    return found


def covered(space: Space, field: str, term: Any) -> int:
    """The scenarios of a name in the machine output: by after's words, else by before's."""
    if term == "*":
        return space.all
    axis = space.axes[field]
    for extents in reversed(axis.extents):
        if term in extents:
            found = 0
            for atom in extents[term]:
                found |= axis.sets[atom]
            return found
    # A subdivision that no document names: it is listed with all others around it, or not at all.
    code = str(term)
    around = "FR-IDF" if code in _IDF else code[:2]
    return axis.sets[f"other:{around}"] if f"other:{around}" in axis.sets else axis.sets[around]


_IDF = ("FR-77", "FR-78", "FR-91", "FR-92", "FR-93", "FR-94", "FR-95")


def knows(space: Space, side: int, witness: Mapping[str, Any]) -> bool:
    """Whether a version's own words have every atom of a witness."""
    for name, atom in witness.items():
        field = FIELD.get(name, name)
        words = space.sides[side]
        if field in ("operation", "jurisdiction", "destinations"):
            continue
        if field in words.conditions and words.conditions[field] != "tree":
            continue
        if field not in words.lists or field not in (*SINGULAR, *words.conditions):
            return False
        if str(atom).removeprefix("other:") not in (*words.lists[field], "*"):
            return False
        # Both must mean the same by it.
        if axis_extent(space, side, field, atom) != {atom}:
            return False
    return True


def axis_extent(space: Space, side: int, field: str, atom: Any) -> set[Any]:
    return space.axes[field].extents[side].get(atom, {atom})


def same_sets(told: Mapping[Any, int], wanted: Mapping[Any, int], space: Space, *what: Any) -> None:
    for key in {*told, *wanted}:
        wrong = told.get(key, 0) ^ wanted.get(key, 0)
        if wrong:
            number = (wrong & -wrong).bit_length() - 1
            missing = "leaves out" if wanted.get(key, 0) >> number & 1 else "claims"
            point = space.point(number)
            raise Disagreement(f"{what}: the engine {missing} {key} at {point}")


def held(kind: Kind, value: Any) -> Guarantee:
    """A guarantee of the machine output in canonical form."""
    values = value if isinstance(value, list) else [value]
    return frozenset(canonical(kind, one) for one in values)


def verdict(changed: Mapping[tuple[str, str], int]) -> str:
    ways = set()
    for was, now in changed:
        if LEVEL[was] != LEVEL[now]:
            ways.add("broader" if LEVEL[now] > LEVEL[was] else "narrower")
    return WAYS.get(frozenset(ways)) or ways.pop()


def restricted(changed: Mapping[tuple[str, str], int], to: int) -> dict[tuple[str, str], int]:
    return {key: part & to for key, part in changed.items() if part & to}


def either(sets: Iterable[int]) -> int:
    found = 0
    for one in sets:
        found |= one
    return found


def change_name(was: str, now: str) -> str:
    if now == "required":
        return "newly_required"
    if now == "permitted":
        return "no_longer_required" if was == "required" else "newly_permitted"
    if now == "prohibited":
        return "newly_prohibited"
    return "no_longer_prohibited" if was == "prohibited" else "no_longer_permitted"


def with_cases(cases: Any) -> bool:
    return cases is not None and (len(cases) != 1 or set(cases[0]) != {"value"})


def structured(clause: Clause) -> bool:
    return clause["kind"] in (*OPERATIONS, "right") or bool(clause.get("commitments"))


def where(clause: Clause) -> Any:
    named = clause.get("jurisdictions")
    if isinstance(named, dict):
        return ("except", frozenset(named["except"]))
    return None if named is None else frozenset(named)


def overlays(clause: Clause) -> dict[str, Any]:
    return {
        code: None if patch is None else normal_form(patch)
        for code, patch in clause.get("overlays", {}).items()
    }


def codes_in(text: Any) -> Iterable[str]:
    """Every place that a document names."""

    def walk(value: Any, name: str) -> Iterable[str]:
        if isinstance(value, dict):
            for key, one in value.items():
                yield from walk(one, key)
            if name == "overlays":
                yield from value
        elif isinstance(value, list):
            for one in value:
                yield from walk(one, name)
        elif isinstance(value, str):
            yield value

    yield from walk(text.frame.get("jurisdictions"), "jurisdictions")
    for clause in text.clauses:
        yield from walk(clause, "")


def nested(words: Any, group: str) -> set[str]:
    found = {group}
    for member, _, _ in words.groups[group]:
        if member in words.groups:
            found |= nested(words, member)
    return found


def told(found: PolicyDiff, space: Space) -> dict[tuple[str, str], int]:
    """The scenarios that a diff says changed, by (before, after)."""
    sets: dict[tuple[str, str], int] = {}
    for entry in (*found.disclosures, *found.processing):
        part = said(entry.as_json(), space)
        sets[entry.before, entry.after] = sets.get((entry.before, entry.after), 0) | part
    return sets
