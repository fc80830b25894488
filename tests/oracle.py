"""
The reference: what a version means, written from the definitions and in the plainest way.

It shares no code with the engine but the vocabulary's data. A scenario is a map from coordinate
to atom; everything is answered by going through clauses one by one. Values of commitments are
kept to those whose order is obvious, so that the order too is written down here once more.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from policykit.jurisdictions import atlas
from policykit.jurisdictions.atlas import parents
from policykit.vocabulary import vocabulary

Scenario = dict[str, Any]

FIELDS = {
    "operation": "operations",
    "personal_data": "personal_data",
    "data_subjects": "data_subjects",
    "recipients": "recipients",
    "purposes": "purposes",
    "instrument": "instrument",
    "offence": "offence",
    "suspicion": "suspicion",
    "consent": "consent",
    "trigger": "trigger",
}
SINGULAR = {"recipients": "recipient", "purposes": "purpose", "data_subjects": "data_subject"}
PLACES = ("jurisdiction", "destinations", "authority_in")
PARTS = ("US-CA", "US-NY", "other:US", "FR-75C", "FR-77", "FR-BRE", "other:FR-IDF", "other:FR")
LEVEL = {"prohibited": 0, "unstated": 0, "permitted": 1, "required": 2}


@cache
def above(list_: str, term: str) -> set[str]:
    """The term and all broader ones."""
    terms = vocabulary().lists[list_]
    found, front = set(), [term]
    while front:
        one = front.pop()
        found.add(one)
        front += terms[one].broader
    return found


@cache
def covers(field: str, term: Any, atom: Any, day: str) -> bool:
    """Whether a term covers an atom."""
    if term in ("*", atom):
        return True
    if isinstance(term, bool) or isinstance(atom, bool) or atom == "other:*":
        return False
    bare = atom.removeprefix("other:")
    if field in PLACES:
        if term in atlas().groups:
            return any(covers(field, one, atom, day) for one in atlas().members(term, day))
        return term in around(bare)
    return not str(term).startswith("other:") and term in above(FIELDS[field], bare)


def around(place: str) -> set[str]:
    """The place and all that it lies in."""
    found = {place, place[:2]}
    while place in parents():
        place = parents()[place]
        found.add(place)
    return found


def any_of(field: str, terms: Any, atom: Any, day: str) -> bool:
    terms = terms if isinstance(terms, list | tuple) else [terms]
    return any(covers(field, term, atom, day) for term in terms)


def matches(named: Mapping[str, Any], scenario: Scenario, day: str) -> bool:
    return all(any_of(field, terms, scenario[field], day) for field, terms in named.items())


SELECTORS = ("personal_data", "data_subjects", "recipients", "purposes", "destinations")


def patched(target: Any, patch: Any) -> Any:
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = patched(result.get(name), value)
    return result


def normal(clause: dict[str, Any]) -> dict[str, Any]:
    result = dict(clause)
    if isinstance(result.get("when"), dict):
        result["when"] = [result["when"]]
    if isinstance(result.get("commitments"), dict):
        result["commitments"] = {
            name: value
            if value is None
            or isinstance(value, list)
            or (isinstance(value, dict) and "value" in value)
            else {"value": value}
            for name, value in result["commitments"].items()
        }
    return result


def in_place(clause: dict[str, Any], place: str, day: str) -> dict[str, Any] | None:
    """The clause as it reads where somebody lives, None where it does not exist."""
    where = clause.get("jurisdictions")
    if isinstance(where, dict):
        if any_of("jurisdiction", where["except"], place, day):
            return None
    elif where is not None and not any_of("jurisdiction", where, place, day):
        return None
    result = normal(clause)
    here = [code for code in clause.get("overlays", {}) if covers("jurisdiction", code, place, day)]
    here.sort(key=lambda code: -size(code, day))
    for code in here:
        patch = clause["overlays"][code]
        if patch is None:
            return None
        result = patched(result, normal(patch))
    return result


def size(code: str, day: str) -> int:
    if code in atlas().groups:
        return 1000 + len(atlas().members(code, day))
    return 100 if len(code) == 2 else 10 - len(around(code))


def applies(clause: dict[str, Any], scenario: Scenario, day: str) -> bool:
    operations = clause.get("operations", clause.get("applies_to", [clause["kind"]]))
    if scenario["operation"] not in operations:
        return False
    named = {field: clause[field] for field in SELECTORS if field in clause}
    if not matches(named, scenario, day):
        return False
    when = clause.get("when")
    if when and not any(matches(one, scenario, day) for one in when):
        return False
    return not any(matches(one, scenario, day) for one in clause.get("unless", ()))


def reached(
    clauses: Sequence[dict[str, Any]], scenario: Scenario, day: str
) -> list[dict[str, Any]]:
    found = []
    for clause in clauses:
        here = in_place(clause, scenario["jurisdiction"], day)
        processing = clause["kind"] in vocabulary().lists["operations"]
        if (
            here is not None
            and (processing or "applies_to" in here)
            and applies(here, scenario, day)
        ):
            found.append(here)
    return found


def effect(clause: dict[str, Any]) -> str:
    if "applies_to" in clause:
        return "none"
    stated = clause.get("effect", "permitted")
    return "otherwise" if stated == "prohibited" and clause.get("otherwise") else str(stated)


def outcome(clauses: Sequence[dict[str, Any]], scenario: Scenario, day: str) -> str:
    effects = {effect(clause) for clause in reached(clauses, scenario, day)}
    for one in ("prohibited", "required", "permitted"):
        if one in effects:
            return one
    return "prohibited" if "otherwise" in effects else "unstated"


def possible(scenario: Scenario) -> bool:
    suspected = scenario.get("suspicion", "not_a_suspect") != "not_a_suspect"
    if suspected and scenario.get("offence") == "no_offence":
        return False
    return not (
        scenario.get("instrument") == "emergency_request" and scenario.get("emergency") is False
    )


# The order of the values that tests use: a number each, the more the better for the person.
WORTH: dict[str, dict[Any, int]] = {
    "legal_review": {False: 0, True: 1},
    "revocable": {False: 0, True: 1},
    "user_notice": {"none": 0, "may": 1, "after": 2, "before": 4},
    "retention_max": {"permanent": 0, "P2Y": 1, "P12M": 2, "P1Y": 2, "P30D": 3},
}
ABSENT = {
    "legal_review": False,
    "revocable": False,
    "user_notice": "none",
    "retention_max": "permanent",
}


def value_of(clause: dict[str, Any], name: str, scenario: Scenario, day: str) -> Any:
    """What one clause promises there, None if nothing."""
    stated = clause.get("commitments", {}).get(name)
    if stated is None:
        return None
    for case in stated if isinstance(stated, list) else [stated]:
        when, unless = case.get("when"), case.get("unless") or []
        when = [when] if isinstance(when, dict) else when
        unless = [unless] if isinstance(unless, dict) else unless
        if when and not any(matches(one, scenario, day) for one in when):
            continue
        if any(matches(one, scenario, day) for one in unless):
            continue
        return case["value"]
    return None


def guarantee(
    clauses: Sequence[dict[str, Any]], name: str, scenario: Scenario, day: str
) -> int | None:
    """How much is guaranteed, None if the scenario is not allowed."""
    if LEVEL[outcome(clauses, scenario, day)] == 0:
        return None
    here = [
        one
        for one in reached(clauses, scenario, day)
        if effect(one) not in ("prohibited", "otherwise")
    ]
    worth = WORTH[name]
    if name == "retention_max":
        stated = [value_of(one, name, scenario, day) for one in here]
        return max((worth[one] for one in stated if one is not None), default=worth[ABSENT[name]])
    raised = max(
        (
            worth[value]
            for one in here
            if effect(one) == "none" and (value := value_of(one, name, scenario, day)) is not None
        ),
        default=0,
    )
    return min(
        max(raised, worth[ABSENT[name] if value is None else value])
        for one in here
        if effect(one) != "none"
        for value in [value_of(one, name, scenario, day)]
    )


def terms_used(documents: Sequence[Sequence[dict[str, Any]]]) -> dict[str, set[Any]]:
    """Every term that clauses name, by coordinate."""
    used: dict[str, set[Any]] = {"jurisdiction": set(), "operation": set()}

    def note(named: Mapping[str, Any]) -> None:
        for field, terms in named.items():
            if field in FIELDS or field in PLACES:
                used.setdefault(field, set()).update(terms)
            else:
                used.setdefault(field, set())

    def walk(clause: Mapping[str, Any]) -> None:
        note({field: clause[field] for field in SELECTORS if field in clause})
        where = clause.get("jurisdictions") or []
        used["jurisdiction"].update(where["except"] if isinstance(where, dict) else where)
        maps: list[Mapping[str, Any]] = []
        for field in ("when", "unless"):
            value = clause.get(field) or []
            maps += [value] if isinstance(value, dict) else value
        for stated in (clause.get("commitments") or {}).values():
            for case in stated if isinstance(stated, list) else [stated]:
                if isinstance(case, dict):
                    for field in ("when", "unless"):
                        value = case.get(field) or []
                        maps += [value] if isinstance(value, dict) else value
        for named in maps:
            note(named)
        for code, patch in (clause.get("overlays") or {}).items():
            used["jurisdiction"].add(code)
            if patch:
                walk(patch)

    for clauses in documents:
        for clause in clauses:
            walk(clause)
    return used


def atoms(field: str) -> list[Any]:
    """Every atom of a coordinate; of places, the countries and parts of two."""
    if field in PLACES:
        return [*atlas().countries, *PARTS, "other:*"]
    if field not in FIELDS:
        return [False, True]
    terms = vocabulary().lists[FIELDS[field]]
    inner = {one for term in terms.values() for one in term.broader}
    found = [f"other:{name}" if name in inner else name for name in terms]
    return found if field == "operation" else [*found, "other:*"]


def scenarios(documents: Sequence[Sequence[dict[str, Any]]], day: str) -> Iterator[Scenario]:
    """One scenario for each way in which the clauses' terms can tell scenarios apart."""
    used = terms_used(documents)
    columns: dict[str, list[Any]] = {}
    for field, terms in used.items():
        extra: set[Any] = set()
        if field == "offence":
            extra = {"no_offence"}
        if field == "suspicion":
            extra = {"not_a_suspect"}
        if field == "instrument":
            extra = {"emergency_request"}
        classes: dict[tuple[bool, ...], Any] = {}
        for atom in atoms(field):
            if field == "jurisdiction" and atom in ("US", "FR"):
                continue
            key = tuple(covers(field, term, atom, day) for term in sorted(terms | extra, key=str))
            classes.setdefault(key if field in FIELDS or field in PLACES else (atom,), atom)
        columns[field] = list(classes.values())
        if field == "operation":
            columns[field] = atoms("operation")
    for values in itertools.product(*columns.values()):
        scenario = dict(zip(columns, values, strict=True))
        if possible(scenario):
            yield scenario


def said(cover: Mapping[str, Any] | None, field: str, atom: Any, day: str) -> bool:
    """Whether a cover of the machine output holds an atom."""
    if cover is None:
        return True
    return any_of(field, cover["terms"], atom, day) and not any_of(
        field, cover.get("except", ()), atom, day
    )


def inside(entry: Mapping[str, Any], scenario: Scenario, day: str) -> bool:
    """Whether an entry of the machine output covers a scenario."""

    def box(part: Mapping[str, Any]) -> bool:
        return said(
            part.get("jurisdictions"), "jurisdiction", scenario["jurisdiction"], day
        ) and all(
            said(cover, field, scenario[field], day)
            for field, cover in part.get("scenario", {}).items()
        )

    return box(entry) and not any(box(hole) for hole in entry.get("except", ()))
