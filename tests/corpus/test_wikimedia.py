"""Wikimedia: five texts, what each said of notice and of edits, and what did not change."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import pytest

import policykit
from policykit.comparison import PolicyDiff
from policykit.library import NotInForce, Policy
from tests.conftest import ROOT


@cache
def wikimedia() -> Policy:
    return policykit.load(ROOT / "policies")["wikimedia/privacy"]


@cache
def step(before: str, after: str) -> PolicyDiff:
    return policykit.diff(wikimedia()[before], wikimedia()[after])


NUMBERS = ["1.0.0", "2.0.0", "2.1.0", "3.0.0", "4.0.0"]
PLACES = ["DE", "GB", "US", "IN"]

DEMAND: dict[str, Any] = {
    "personal_data": "ip_address",
    "recipient": "police",
    "instrument": "subpoena",
    "believed_valid": True,
    "consent": "no_consent",
}
ABLE: dict[str, Any] = {"gag_order": False, "emergency": False, "notice_feasible": True}


def test_the_versions_are_those_that_are_known() -> None:
    assert list(wikimedia()) == NUMBERS


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2008-11-25", "1.0.0"),
        ("2014-06-05", "1.0.0"),
        ("2014-06-06", "2.0.0"),
        ("2018-05-23", "2.0.0"),
        ("2018-05-24", "2.1.0"),
        ("2021-06-21", "2.1.0"),  # published, and read by the crawler
        ("2021-06-23", "2.1.0"),
        ("2021-06-24", "3.0.0"),
        ("2025-10-05", "3.0.0"),
        ("2025-10-06", "4.0.0"),  # a day before it was crawled
    ],
)
def test_each_version_is_in_force_from_the_day_of_the_policys_own_list(
    day: str, number: str, place: str
) -> None:
    assert wikimedia().on(day, jurisdiction=place).number == number


def test_what_stood_before_november_2008_is_not_known() -> None:
    with pytest.raises(NotInForce):
        wikimedia().on("2008-11-24")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("day", "promise"),
    [
        ("2014-06-05", {"notice_attempt": "when_received", "notice_business_days": 3}),
        ("2014-06-06", {"user_notice": {"level": "before", "days": 10}}),
        ("2025-10-06", {"user_notice": {"level": "before", "days": 10}}),
    ],
)
def test_three_business_days_after_arrival_became_ten_days_before_disclosure(
    day: str, promise: dict[str, Any], place: str
) -> None:
    answer = wikimedia().on(day, jurisdiction=place).decide(jurisdiction=place, **DEMAND, **ABLE)
    assert answer.outcome == "permitted"
    assert promise.items() <= answer.commitments.items()
    assert ("user_notice" in answer.commitments) == ("user_notice" in promise)


@pytest.mark.parametrize("reason", [{"gag_order": True}, {"emergency": True}])
def test_no_notice_is_owed_where_the_law_forbids_it_or_a_life_is_at_stake(
    reason: dict[str, Any],
) -> None:
    for number in NUMBERS[1:]:
        answer = wikimedia()[number].decide(**DEMAND, **{**ABLE, **reason})
        assert not {"user_notice", "notice_attempt"} & set(answer.commitments), number


def test_a_demand_has_to_be_believed_valid_since_2014() -> None:
    doubtful = {**DEMAND, "believed_valid": False}
    outcomes = {number: wikimedia()[number].decide(**doubtful).outcome for number in NUMBERS}
    assert outcomes == {"1.0.0": "permitted", **dict.fromkeys(NUMBERS[1:], "unstated")}
    for number in NUMBERS[1:]:
        answer = wikimedia()[number].decide(**DEMAND)
        assert answer.commitments["challenge_overbroad"] == "will"


@pytest.mark.parametrize("pair", list(pairwise(NUMBERS[1:])), ids="..".join)
def test_the_rule_for_legal_demands_is_the_same_since_2014(pair: tuple[str, str]) -> None:
    """In 2021 recipients are spelt out and guidelines published, and nothing else."""
    kept = {"guidelines_published", "usual_retention", "representative", "consent_by_use"}
    assert {one.commitment for one in step(*pair).commitments} <= kept
    moved = [
        one.fields
        for one in step(*pair).clauses
        if one.id == "legal-requests" and one.meaning != "same"
    ]
    assert moved == (
        [("commitments.guidelines_published", "text.en")] if pair == ("2.1.0", "3.0.0") else []
    )
    told = [one.sentence for one in step(*pair).disclosures]
    assert not [one for one in told if "legal process" in one]


EDIT: dict[str, Any] = {
    "recipient": "public",
    "trigger": "edits_without_account",
    "consent": "no_consent",
    "purpose": "hosting",
}


@pytest.mark.parametrize("number", NUMBERS[:4])
def test_an_edit_without_a_login_showed_the_address_in_every_text_before_2025(number: str) -> None:
    """The text of 2021 spelt it out no more than those before."""
    answer = wikimedia()[number].decide(personal_data="ip_address", **EDIT)
    assert (answer.outcome, answer.clauses) == ("permitted", ("edits-without-login",))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("day", "shown"), [("2025-10-05", True), ("2025-10-06", False)])
def test_a_temporary_account_hides_the_address_since_october_2025(
    day: str, shown: bool, place: str
) -> None:
    version = wikimedia().on(day, jurisdiction=place)
    under: dict[str, Any] = {**EDIT, "temporary_account": True, "jurisdiction": place}
    answer = version.decide(personal_data="ip_address", **under)
    assert answer.outcome == ("permitted" if shown else "unstated")
    name = version.decide(personal_data="temporary_account_name", **under)
    assert name.outcome == ("unstated" if shown else "permitted")
    without: dict[str, Any] = {**under, "temporary_account": False}
    assert version.decide(personal_data="ip_address", **without).outcome == "permitted"


def test_how_long_data_is_kept_did_not_change_in_2018() -> None:
    found = step("2.0.0", "2.1.0")
    assert (found.verdict, found.required_bump) == ("equivalent", "minor")
    assert (found.disclosures, found.processing, found.commitments) == ((), (), ())
    assert {(one.id, one.change) for one in found.clauses} == {
        ("personal-information", "reworded"),
        ("legal-grounds", "added"),
    }


def test_ninety_days_are_what_is_usual_and_no_maximum() -> None:
    kept = {"operation": "retention", "personal_data": "ip_address"}
    for number in NUMBERS:
        promises = wikimedia()[number].decide(**kept).commitments
        assert promises["retention_max"] == "as_needed"
        assert promises.get("usual_retention") == ("P90D" if number >= "3.0.0" else None)


def test_the_promise_of_no_tracking_by_others_went_in_2021() -> None:
    (gone,) = step("2.1.0", "3.0.0").processing
    assert (gone.direction, gone.before, gone.after) == (
        "promise_dropped",
        "prohibited",
        "unstated",
    )
    assert step("2.1.0", "3.0.0").disclosures == ()


@pytest.mark.parametrize(("number", "says"), [("1.0.0", False), ("2.0.0", True), ("4.0.0", False)])
def test_use_was_consent_from_2014_to_2025(number: str, says: bool) -> None:
    text = str(wikimedia()[number].data["clauses"])
    assert ("consent_by_use" in text) == says
    assert ("given by use" in text) is False


def test_the_representatives_are_in_two_places_alone() -> None:
    found = [
        one for one in step("2.1.0", "3.0.0").commitments if one.commitment == "representative"
    ]
    assert {one.jurisdictions.terms: one.after for one in found} == {
        ("EEA",): "Bird & Bird GDPR Representative Ireland",
        ("GB",): "Bird & Bird GDPR Representative Services UK",
    }
