"""Places within places, and groups as history has them: what a clause about a place covers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policykit.comparison import diff
from policykit.library.reading import read_version
from policykit.scenarios.coordinates import REST, coordinate
from tests.test_covers import DAY, SIDE
from tests.writing import content, header, problems, version

SHARE: dict[str, Any] = {
    "id": "share",
    "kind": "disclosure",
    "personal_data": ["email_address"],
    "recipients": ["advertiser"],
}
NEVER: dict[str, Any] = {**SHARE, "id": "never", "effect": "prohibited"}


def outcome(clauses: list[dict[str, Any]], place: str) -> str:
    asked = {"personal_data": "email_address", "recipient": "advertiser"}
    return version(clauses).decide(jurisdiction=place, on=DAY, **asked).outcome


def test_a_prohibition_in_a_region_covers_its_departments_named_or_not() -> None:
    clauses = [SHARE, {**NEVER, "jurisdictions": ["FR-IDF"]}]
    assert outcome(clauses, "FR-75C") == "prohibited"
    assert outcome(clauses, "FR-IDF") == "prohibited"
    assert outcome(clauses, "FR-BRE") == "permitted"
    assert outcome(clauses, "FR") == "depends"
    paris = {**SHARE, "id": "paris", "jurisdictions": ["FR-75C"]}
    assert outcome([*clauses, paris], "FR-75C") == "prohibited"
    assert outcome([*clauses, paris], "FR-77") == "prohibited"


def test_a_prohibition_in_a_department_leaves_the_rest_of_its_region() -> None:
    clauses = [SHARE, {**NEVER, "jurisdictions": ["FR-75C"]}]
    assert outcome(clauses, "FR-75C") == "prohibited"
    assert outcome(clauses, "FR-77") == "permitted"
    assert outcome(clauses, "FR-IDF") == "depends"
    assert outcome(clauses, "FR-29") == "permitted"


def test_a_region_but_one_department_can_be_said_and_asked_about() -> None:
    clauses = [{**SHARE, "jurisdictions": ["FR-IDF"]}, {**NEVER, "jurisdictions": ["FR-75C"]}]
    found: Any = diff(version([{**SHARE, "jurisdictions": ["BR"]}]), version(clauses, "2.0.0"))
    places = [one["jurisdictions"] for one in found.as_json()["disclosures"]]
    assert {"terms": ["FR-IDF"], "except": ["FR-75C"]} in places
    assert found.verdict_in("FR-77") == "broader"
    assert found.verdict_in("FR-75C") == "equivalent"
    assert found.verdict_in("FR-67") == "equivalent"


def test_an_overlay_for_a_department_is_merged_after_the_one_for_its_region() -> None:
    clause = {
        **SHARE,
        "overlays": {"FR-75C": {"effect": "permitted"}, "FR-IDF": {"effect": "prohibited"}},
    }
    assert problems([clause]) == []
    assert outcome([clause], "FR-75C") == "permitted"
    assert outcome([clause], "FR-77") == "prohibited"


def test_a_date_for_a_region_is_the_date_of_its_departments() -> None:
    found = version([SHARE], effective={"default": "2025-03-01", "FR-IDF": "2025-02-01"})
    assert found.start("FR-75C") == "2025-02-01"
    assert found.start("FR-29") == "2025-03-01"


def test_naming_a_department_tells_apart_what_it_lies_in_and_no_more() -> None:
    atoms = coordinate("jurisdiction", (SIDE,), DAY, ["FR-67", "US-CA"]).atoms
    french = [atom for atom in atoms if str(atom).removeprefix("other:")[:2] == "FR"]
    assert french == ["FR-67", "other:FR-6AE", "other:FR-GES", "other:FR"]
    assert atoms[-1] == REST
    assert len(atoms) == 249 + 3 + 1 + 1


def test_a_policy_may_gather_regions_and_departments_in_a_group() -> None:
    words = header(vocabulary={"groups": {"north": {"members": ["FR-HDF", "FR-75C"]}}})
    clause = {**SHARE, "jurisdictions": ["north"]}
    found = version([clause], of=words)
    asked = {"personal_data": "email_address", "recipient": "advertiser"}
    for place, expected in (("FR-75C", "permitted"), ("FR-59", "permitted"), ("FR-77", "unstated")):
        assert found.decide(jurisdiction=place, on=DAY, **asked).outcome == expected


@pytest.mark.parametrize("code", ["FR-IDF", "other:FR-IDF", "FR-77", "FR-75C"])
def test_a_place_that_no_clause_names_fares_as_the_country_around_it(code: str) -> None:
    assert outcome([SHARE, {**NEVER, "jurisdictions": ["FR"]}], code) == "prohibited"
    assert outcome([SHARE, {**NEVER, "jurisdictions": ["FR-BRE"]}], code) == "permitted"


STARTS = {"default": "2025-03-01", "EU": "2025-06-01", "SCHENGEN": "2025-07-01"}


def test_places_that_overlap_do_not_start_on_different_days() -> None:
    (found,) = problems([SHARE], effective=STARTS)
    assert found.startswith("PK114 'EU' (line ")
    assert "'SCHENGEN' (line " in found
    assert found.endswith("have different days, and both hold in DE")
    north = {"groups": {"north": {"members": ["DE", "DK"]}, "west": {"members": ["DE", "FR"]}}}
    days = {"north": "2025-06-01", "west": "2025-07-01"}
    of = header(vocabulary=north)
    assert [one[:5] for one in problems([SHARE], of, effective=days)] == ["PK114"]
    assert problems([SHARE], of, effective=dict.fromkeys(days, "2025-06-01")) == []
    assert problems([SHARE], of, effective={**days, "DE": "2025-06-01"}) == []
    assert problems([SHARE], of, effective={**days, "DK": "2025-06-01"}) != []


@pytest.mark.parametrize("turned", [False, True])
def test_the_day_of_the_narrowest_place_counts_however_many_members_it_has(turned: bool) -> None:
    coast = {"groups": {"coast": {"members": ["US-CA", "US-OR", "US-WA"]}}}
    days = [("US", "2025-06-01"), ("coast", "2025-07-01"), ("US-CA", "2025-08-01")]
    effective = dict(reversed(days) if turned else days)
    found = version([SHARE], of=header(vocabulary=coast), effective=effective)
    assert found.start("US-NY") == "2025-06-01"
    assert found.start("US-WA") == "2025-07-01"
    assert found.start("US-CA") == "2025-08-01"
    assert found.start("US") == "2025-06-01"
    assert found.start("BR") is None


@pytest.mark.parametrize("places", [["US"], {"except": ["EU", "SCHENGEN"]}, ["IE", "CH"]])
def test_places_overlap_only_where_the_version_is(places: Any) -> None:
    assert problems([SHARE], effective=STARTS, jurisdictions=places) == []
    here = problems([SHARE], effective=STARTS, jurisdictions=["US", "FR"])
    assert [one[-2:] for one in here] == ["FR"]


@pytest.mark.parametrize(
    "members", [["DE"], {"FR": {"until": "2024-12-31"}, "DE": {}}], ids=["alone", "left alone"]
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_country_is_narrower_than_a_group_without_other_members(
    members: Any, turned: bool
) -> None:
    of = header(vocabulary={"groups": {"solo": {"members": members}}})
    days = [("solo", "2025-03-01"), ("DE", "2025-02-01")]
    effective = dict(reversed(days) if turned else days)
    assert problems([SHARE], of, effective=effective) == []
    assert version([SHARE], of=of, effective=effective).start("DE") == "2025-02-01"


def test_two_groups_of_the_same_members_are_told_to_be_so() -> None:
    groups = {"one": {"members": ["DE", "FR"]}, "two": {"members": ["FR", "DE"]}}
    of = header(vocabulary={"groups": groups})
    days = {"one": "2025-02-01", "two": "2025-03-01"}
    (found,) = problems([SHARE], of, effective=days)
    assert found.endswith("have different days, and both have the same members")
    settled = {**days, "DE": "2025-02-01", "FR": "2025-02-01"}
    assert problems([SHARE], of, effective=settled) == []


@pytest.mark.parametrize("turned", [False, True])
def test_days_that_collide_are_told_at_one_of_the_places(turned: bool) -> None:
    effective = dict(reversed(STARTS.items()) if turned else STARTS)
    text = json.dumps(content([SHARE], effective=effective), indent=1)
    (found,) = read_version(text, "1.0.0.yaml", header(), "1.0.0")[1]
    assert found.pointer == "/effective/SCHENGEN"
    assert "SCHENGEN" in text.splitlines()[found.line - 1]
