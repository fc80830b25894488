"""Firefox: the licence of February 2025 and what became of it, and what the notice added."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

import policykit
from policykit.comparison import PolicyDiff
from policykit.library import Policy
from tests.conftest import ROOT
from tests.corpus.around import around


@pytest.fixture(scope="module")
def terms() -> Policy:
    return policykit.load(ROOT / "policies")["firefox/terms"]


@pytest.fixture(scope="module")
def notice() -> Policy:
    return policykit.load(ROOT / "policies")["firefox/privacy"]


def clauses(found: PolicyDiff) -> list[tuple[str, str]]:
    return [(one.id, one.change) for one in found.clauses]


def promises(found: PolicyDiff) -> list[tuple[str, Any, Any, str]]:
    return [(one.commitment, one.before, one.after, one.direction) for one in found.commitments]


def test_each_number_is_raised_just_as_far_as_the_change_needs(
    terms: Policy, notice: Policy
) -> None:
    for policy in (terms, notice):
        for before, after in pairwise(policy[number] for number in policy):
            old, new = (one.number.split(".") for one in (before, after))
            raised = "major" if new[0] != old[0] else "minor" if new[1] != old[1] else "patch"
            assert raised == policykit.diff(before, after).required_bump, after.number


def test_the_second_text_came_three_days_after_the_first(terms: Policy) -> None:
    assert terms.on("2025-02-26").number == terms.on("2025-02-28").number == "1.0.0"
    assert terms.on("2025-03-01").number == "1.1.0"


def test_the_licence_was_limited_to_what_users_ask_for(terms: Policy) -> None:
    found = policykit.diff(terms["1.0.0"], terms["1.1.0"])
    assert found.verdict == "narrower"
    assert clauses(found) == [
        ("operation", "changed"),
        ("content-licence", "changed"),
        ("acceptable-use", "removed"),
    ]
    assert promises(found) == [
        ("no_ownership", False, True, "stronger"),
        ("incorporates", "Mozilla Acceptable Use Policy", None, "changed"),
    ]
    asked = {"operation": "use", "jurisdiction": "BR", "personal_data": "input_data"}
    for purpose, outcome in {
        "user_requested_task": "permitted",
        "help_with_content": "unstated",
        "acting_on_behalf": "unstated",
    }.items():
        assert terms["1.0.0"].decide(purpose=purpose, **asked).outcome == "permitted"
        assert terms["1.1.0"].decide(purpose=purpose, **asked).outcome == outcome


def test_the_extent_of_the_licence_did_not_change_with_its_wording(terms: Policy) -> None:
    found = policykit.diff(terms["1.0.0"], terms["1.1.0"])
    assert "licence_scope" not in [commitment for commitment, *_ in promises(found)]


def test_in_june_2025_the_licence_was_gone_and_the_right_to_operate_stayed(terms: Policy) -> None:
    found = policykit.diff(terms["1.1.0"], terms["2.0.0"])
    assert clauses(found) == [("content-licence", "removed")]
    assert ("licence_scope", "Nonexclusive, royalty-free, worldwide", None, "changed") in promises(
        found
    )
    asked = {"operation": "use", "jurisdiction": "BR", "personal_data": "input_data"}
    assert terms["2.0.0"].decide(purpose="user_requested_task", **asked).outcome == "unstated"
    assert terms["2.0.0"].decide(purpose="operating_firefox", **asked).outcome == "permitted"


def test_a_new_postal_address_is_no_change(terms: Policy) -> None:
    assert policykit.diff(terms["2.0.0"], terms["2.0.1"]).unchanged
    assert terms.on("2026-06-28").number == "2.0.0"
    assert terms.on("2026-06-29").number == "2.0.1"


def test_the_cap_on_liability_is_money_with_its_currency(terms: Policy) -> None:
    for number in terms:
        [clause] = [one for one in terms[number].data["clauses"] if one["id"] == "liability-cap"]
        assert clause["commitments"] == {"liability_cap": {"amount": 500, "currency": "USD"}}


def test_royalties_from_search_are_words_that_came_in_june_2025(notice: Policy) -> None:
    found = policykit.diff(notice["1.0.0"], notice["1.1.0"])
    assert [(one.id, one.change, one.meaning) for one in found.clauses] == [
        ("search-royalties", "added", "unstructured")
    ]
    assert (found.verdict, found.disclosures, found.commitments) == ("equivalent", (), ())


def test_a_page_is_sent_to_mozilla_only_where_the_device_cannot_sum_it_up(notice: Policy) -> None:
    asked: dict[str, Any] = {
        "operation": "collection",
        "jurisdiction": "BR",
        "personal_data": "page_content",
        "purpose": "summarisation",
        "service": "browser",
        "mobile_device": True,
    }
    before, after = notice["1.1.0"], notice["2.0.0"]
    assert before.decide(capable_device=False, **asked).outcome == "prohibited"
    assert after.decide(capable_device=False, **asked).outcome == "permitted"
    assert after.decide(capable_device=True, **asked).outcome == "prohibited"
    asked["operation"] = "use"
    there = after.decide(capable_device=True, **asked)
    assert (there.outcome, there.commitments) == ("permitted", {"on_device_processing": True})


def test_the_vpn_collects_no_pages_and_the_diff_says_nothing_new_is_promised(
    notice: Policy,
) -> None:
    found = policykit.diff(notice["2.0.0"], notice["2.1.0"])
    assert [(one.id, one.change, one.meaning) for one in found.clauses] == [
        ("vpn-no-page-content", "added", "same"),
        ("smart-window", "added", "changed"),
    ]
    assert found.verdict == "equivalent"


def test_authorities_need_legal_process_and_deletion_takes_30_days(notice: Policy) -> None:
    asked = {"jurisdiction": "BR", "personal_data": "ip_address", "recipient": "police"}
    for number in notice:
        version = notice[number]
        valid = version.decide(instrument="subpoena", believed_valid=True, **asked)
        assert valid.outcome == "permitted"
        assert version.decide(instrument="voluntary_request", **asked).outcome == "unstated"
        kept = version.decide(
            operation="retention", jurisdiction="BR", personal_data="interaction_data"
        )
        assert kept.commitments == {"retention_max": "P90D"}
        usual = version.decide(operation="retention", jurisdiction="BR", personal_data="ip_address")
        assert usual.commitments == {"retention_max": "as_needed", "usual_retention": "P25M"}


@pytest.mark.parametrize("place", ["US-CA", "DE", "BR"])
@pytest.mark.parametrize(
    ("day", "question", "outcomes"),
    [
        (
            "2025-12-18",
            {
                "operation": "collection",
                "personal_data": "page_content",
                "purpose": "summarisation",
                "service": "browser",
                "capable_device": False,
                "mobile_device": True,
            },
            ("prohibited", "permitted"),
        ),
        (
            "2025-12-18",
            {
                "operation": "collection",
                "personal_data": "page_content",
                "purpose": "summarisation",
                "service": "browser",
                "capable_device": False,
                "mobile_device": False,
            },
            ("prohibited", "prohibited"),
        ),
        (
            "2025-12-18",
            {
                "operation": "use",
                "personal_data": "typed_search_text",
                "purpose": "search_suggestions",
            },
            ("unstated", "permitted"),
        ),
        (
            "2026-05-04",
            {
                "operation": "collection",
                "personal_data": "page_content",
                "purpose": "network_transmission",
                "service": "vpn",
            },
            ("prohibited", "prohibited"),
        ),
    ],
)
def test_each_change_of_the_notice_is_there_on_its_day_and_not_on_the_day_before(
    notice: Policy, day: str, question: dict[str, Any], outcomes: tuple[str, str], place: str
) -> None:
    assert around(notice, day, place, question) == outcomes


@pytest.mark.parametrize("place", ["US-CA", "DE", "BR"])
@pytest.mark.parametrize(
    ("day", "purpose", "outcomes"),
    [
        ("2025-03-01", "help_with_content", ("permitted", "unstated")),
        ("2025-03-01", "user_requested_task", ("permitted", "permitted")),
        ("2025-06-10", "user_requested_task", ("permitted", "unstated")),
        ("2025-06-10", "operating_firefox", ("permitted", "permitted")),
        ("2026-06-29", "operating_firefox", ("permitted", "permitted")),
    ],
)
def test_each_change_of_the_terms_is_there_on_its_day_and_not_on_the_day_before(
    terms: Policy, day: str, purpose: str, outcomes: tuple[str, str], place: str
) -> None:
    asked = {"operation": "use", "personal_data": "input_data", "purpose": purpose}
    assert around(terms, day, place, asked) == outcomes
