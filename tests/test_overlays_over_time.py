"""Overlays while groups of countries change, and overlays that say what is said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policykit.jurisdictions import atlas
from policykit.library.content import UNDATED, earliest_start, start_day
from policykit.library.policy import Version
from policykit.library.reading import read_version
from tests.writing import header, problems, version

KEEP: dict[str, Any] = {
    "id": "keep",
    "kind": "retention",
    "personal_data": ["ip_address"],
    "commitments": {"retention_max": "P1Y"},
}
BALKANS = {"groups": {"balkans": {"members": ["HR", "RS"]}}}


def keep(period: str) -> dict[str, Any]:
    return {"commitments": {"retention_max": period}}


def found(overlays: dict[str, Any], words: Any = None, **more: Any) -> list[str]:
    dates = {name: more.pop(name) for name in ("published", "effective", "version") if name in more}
    of = header(vocabulary=words) if words else header()
    return problems([{**KEEP, **more, "overlays": overlays}], of, **dates)


APART = {"EU": keep("P2Y"), "balkans": keep("P3Y")}


def test_two_overlays_that_come_to_overlap_later_collide_and_the_day_is_named() -> None:
    (one,) = found(APART, BALKANS, published="2012-05-01")
    assert one.startswith("PK120 'EU' (line ")
    assert one.endswith("and both hold in HR as of 2013-07-01")


def test_two_that_overlap_from_the_first_day_collide_without_a_day() -> None:
    (one,) = found(APART, BALKANS, published="2014-05-01")
    assert one.endswith("and both hold in HR")


def test_a_narrower_overlay_settles_what_will_collide() -> None:
    assert found({**APART, "HR": keep("P4Y")}, BALKANS, published="2012-05-01") == []


def test_what_overlapped_only_before_the_version_is_no_collision() -> None:
    isles = {"groups": {"isles": {"members": ["GB", "IM"]}}}
    overlays = {"EU": keep("P2Y"), "isles": keep("P3Y")}
    assert found(overlays, isles, published="2020-02-01") == []
    (one,) = found(overlays, isles, published="2020-01-31")
    assert one.endswith("both hold in GB")


def test_a_group_that_gathers_groups_changes_with_them() -> None:
    words = {"groups": {"west": {"members": ["EU", "US"]}, **BALKANS["groups"]}}
    overlays = {"west": keep("P2Y"), "balkans": keep("P3Y")}
    (one,) = found(overlays, words, published="2012-05-01")
    assert one.endswith("both hold in HR as of 2013-07-01")


def test_a_policys_own_dated_group_changes_on_its_own_days() -> None:
    words = {"groups": {"pact": {"members": {"FR": {}, "BR": {"from": "2027-03-01"}}}}}
    overlays = {"pact": keep("P2Y"), "latin": keep("P3Y")}
    words["groups"]["latin"] = {"members": {"BR": {}, "MX": {}}}
    (one,) = found(overlays, words, published="2025-05-01")
    assert one.endswith("both hold in BR as of 2027-03-01")


def test_an_overlay_that_is_reached_on_any_day_is_reachable() -> None:
    assert found({"EU": keep("P2Y")}, jurisdictions=["HR"], published="2012-05-01") == []
    assert found({"EU": keep("P2Y")}, jurisdictions=["GB"], published="2019-05-01") == []
    (one,) = found({"EU": keep("P2Y")}, jurisdictions=["GB"], published="2020-05-01")
    assert one.startswith("PK121 the clause never covers EU")


def test_an_overlay_that_matters_on_any_day_is_not_without_effect() -> None:
    # In Croatia the EU's overlay says it already, but only once Croatia is in the EU.
    overlays = {"EU": keep("P2Y"), "HR": keep("P2Y")}
    assert found(overlays, published="2012-05-01") == []
    (one,) = found(overlays, published="2014-05-01")
    assert one.startswith("PK122 the overlay for HR changes nothing: the one for EU says so")


def test_an_overlay_that_a_removal_will_cover_is_an_error_that_names_the_day() -> None:
    overlays = {"EU": None, "HR": keep("P2Y")}
    (one,) = found(overlays, published="2012-05-01")
    assert one.startswith("PK123 'HR' lies in 'EU', where the clause does not apply (line ")
    assert one.endswith("as of 2013-07-01")
    (one,) = found(overlays, published="2014-05-01")
    assert "as of" not in one


def test_a_combination_of_overlays_that_comes_later_is_held_to_the_format() -> None:
    clause = {
        **KEEP,
        "effect": "required",
        "overlays": {
            "EU": {"effect": "prohibited", "otherwise": True},
            "HR": {"effect": "required"},
        },
    }
    (one,) = problems([clause], published="2012-05-01")
    assert one.startswith("PK125 the overlay leaves an ill-formed clause")
    assert one.endswith("as of 2013-07-01")


def test_a_clause_that_exists_on_any_day_exists() -> None:
    words = {"groups": {"later": {"members": {"BR": {"from": "2027-01-01"}}}}}
    of = header(vocabulary=words)
    assert problems([{**KEEP, "jurisdictions": ["later"]}], of) == []
    words = {"groups": {"over": {"members": {"BR": {"until": "2020-01-01"}}}}}
    of = header(vocabulary=words)
    (one,) = problems([{**KEEP, "jurisdictions": ["over"]}], of)
    assert one.startswith("PK106 'keep' exists nowhere")


def test_a_version_starts_on_its_earliest_day_anywhere() -> None:
    dates = {"default": "2014-01-01", "EU": "2012-01-01"}
    (one,) = found(APART, BALKANS, effective=dates)
    assert one.endswith("as of 2013-07-01")
    assert earliest_start({"effective": dates}) == "2012-01-01"
    assert earliest_start({"effective": {"EU": "2014-01-01"}, "published": "2013-01-01"}) == (
        "2013-01-01"
    )
    assert start_day({"effective": dates}) == "2014-01-01"


def test_a_draft_without_a_date_is_read_after_all_that_is_known() -> None:
    # Once it read the groups of 1970, where Croatia was in none, here and those of now elsewhere.
    assert start_day({}) == earliest_start({}) == UNDATED
    clause = {**KEEP, "jurisdictions": ["HR"], "overlays": {"EU": keep("P2Y")}}
    data = {"format": 1, "policy": "acme/privacy", "clauses": [clause]}
    draft, findings = read_version(json.dumps(data), "draft.yaml", header(), "draft")
    assert findings == []
    assert draft is not None
    asked = {"operation": "retention", "jurisdiction": "HR", "personal_data": "ip_address"}
    decided = Version(header(), draft, "draft.yaml").decide(**asked)
    assert decided.commitments == {"retention_max": "P2Y"}
    (lost,) = read_version(
        json.dumps({**data, "clauses": [{**clause, "jurisdictions": ["GB"]}]}),
        "draft.yaml",
        header(),
        "draft",
    )[1]
    assert lost.code == "PK121"


@pytest.mark.parametrize(
    ("code", "day", "turns"),
    [
        ("EU", "2012-01-01", ("2013-07-01", "2020-02-01")),
        ("COE", "2008-01-01", ("2022-03-17",)),
        ("SCHENGEN", "2023-06-01", ("2024-03-31",)),
        ("EFTA", "1996-01-01", ()),
        ("DE", "1900-01-01", ()),
        ("US-CA", "1900-01-01", ()),
    ],
)
def test_the_days_on_which_a_group_changes(code: str, day: str, turns: tuple[str, ...]) -> None:
    assert tuple(one for one in atlas().turns(code) if one > day) == turns


def test_three_overlays_for_the_same_places_settle_nothing_for_one_another() -> None:
    words = {"groups": {"one": {"members": ["DE"]}, "two": {"members": ["DE"]}}}
    overlays = {"one": keep("P2Y"), "two": keep("P3Y"), "DE": keep("P4Y")}
    assert [one[:5] for one in found(overlays, words)] == ["PK120"] * 3


@pytest.mark.parametrize(
    ("clause", "patch"),
    [
        ({}, {"effect": "permitted"}),
        ({"effect": "prohibited"}, {"otherwise": False}),
        ({}, {"operations": ["retention"]}),
        ({}, keep("P12M")),
        ({"personal_data": ["ip_address", "name"]}, {"personal_data": ["name", "ip_address"]}),
        (
            {"unless": [{"emergency": True}, {"violates_terms": True}]},
            {"unless": [{"violates_terms": True}, {"emergency": True}]},
        ),
        ({}, {"commitments": {"retention_max": [{"value": "P1Y"}]}}),
    ],
)
def test_an_overlay_that_says_it_in_other_words_changes_nothing(
    clause: dict[str, Any], patch: dict[str, Any]
) -> None:
    (one,) = problems([{**KEEP, **clause, "overlays": {"DE": patch}}])
    assert one.startswith("PK122 the overlay for DE changes nothing: ")


def test_an_overlay_that_goes_back_to_what_goes_without_saying_has_an_effect() -> None:
    assert (
        problems([{**KEEP, "effect": "required", "overlays": {"DE": {"effect": "permitted"}}}])
        == []
    )
    cases = [
        {"value": "P1Y", "when": {"emergency": True}},
        {"value": "P2Y", "when": {"violates_terms": True}},
    ]
    clause = {**KEEP, "commitments": {"retention_max": cases}}
    other = {"commitments": {"retention_max": cases[::-1]}}
    assert problems([{**clause, "overlays": {"DE": other}}]) == []


def test_a_patch_to_a_level_keeps_what_it_does_not_name() -> None:
    told = {"value": {"level": "before", "days": 10}}
    clause = {
        "id": "share",
        "kind": "disclosure",
        "personal_data": ["email_address"],
        "recipients": ["police"],
        "commitments": {"user_notice": told},
        "overlays": {
            "DE": {"commitments": {"user_notice": {"level": "after"}}},
            "FR": {"commitments": {"user_notice": "after"}},
            "IT": {"commitments": {"user_notice": {"level": "after", "days": None}}},
        },
    }
    asked = {"personal_data": "email_address", "recipient": "police"}
    told_in = {
        code: version([clause]).decide(jurisdiction=code, **asked).commitments["user_notice"]
        for code in ("BR", "DE", "FR", "IT")
    }
    assert told_in == {
        "BR": {"level": "before", "days": 10},
        "DE": {"level": "after", "days": 10},
        "FR": "after",
        "IT": {"level": "after"},
    }
