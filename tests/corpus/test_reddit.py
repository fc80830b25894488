"""Reddit: announced and in force, what it says of data brokers, of sale, and of licences."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest

import policykit
from policykit.comparison import PolicyDiff
from policykit.library import Policy, Version
from policykit.library.reading import read_version
from tests.conftest import ROOT
from tests.corpus.around import around


@pytest.fixture(scope="module")
def reddit() -> Policy:
    return policykit.load(ROOT / "policies")["reddit/privacy"]


def outcomes(found: PolicyDiff) -> list[tuple[str, str]]:
    return [(one.change, one.sentence) for one in (*found.disclosures, *found.processing)]


def promises(found: PolicyDiff) -> list[tuple[str, Any, Any, str]]:
    return [(one.commitment, one.before, one.after, one.direction) for one in found.commitments]


def touched(found: PolicyDiff) -> dict[str, list[str]]:
    ids: dict[str, list[str]] = {}
    for one in found.clauses:
        ids.setdefault(one.id, []).append(one.change)
    return ids


@pytest.mark.parametrize(
    ("announced", "in_force", "number"),
    [
        ("2020-09-15", "2020-10-15", "2.0.0"),
        ("2021-08-12", "2021-09-12", "3.0.0"),
        ("2022-11-15", "2022-12-15", "3.1.0"),
        ("2025-05-29", "2025-06-28", "6.0.0"),
    ],
)
def test_a_text_that_was_announced_is_in_force_a_month_later(
    reddit: Policy, announced: str, in_force: str, number: str
) -> None:
    assert reddit[number].data["published"] == announced
    assert reddit.on(announced).number != number
    assert reddit.on(in_force).number == number


@pytest.mark.parametrize(
    ("day", "number"), [("2024-02-15", "4.0.0"), ("2024-08-16", "5.0.0"), ("2026-01-06", "7.0.0")]
)
def test_three_texts_were_in_force_on_the_day_they_were_published(
    reddit: Policy, day: str, number: str
) -> None:
    assert reddit.on(day).number == number


def test_a_crawl_that_showed_the_announcement_again_made_no_version(reddit: Policy) -> None:
    assert reddit.on("2023-01-19").number == reddit.on("2022-12-15").number == "3.1.0"


def test_each_number_is_raised_just_as_far_as_the_change_needs(reddit: Policy) -> None:
    for before, after in pairwise(reddit[number] for number in reddit):
        old, new = (one.number.split(".") for one in (before, after))
        raised = "major" if new[0] != old[0] else "minor" if new[1] != old[1] else "patch"
        assert raised == policykit.diff(before, after).required_bump, after.number


def test_device_settings_took_the_place_of_hardware_settings(reddit: Policy) -> None:
    found = policykit.diff(reddit["1.0.0"], reddit["2.0.0"])
    assert [change for change, _ in outcomes(found)] == ["newly_permitted"]
    assert touched(found) == {"log-data": ["changed"]}


@pytest.mark.parametrize("place", ["DE", "BR", "US-CA"])
def test_nothing_was_ever_sold_and_2021_brought_a_wider_sentence_and_no_new_promise(
    reddit: Policy, place: str
) -> None:
    asked = {"personal_data": "email_address", "recipient": "data_broker", "purpose": "data_sale"}
    for number in reddit:
        assert reddit[number].decide(jurisdiction=place, **asked).outcome == "prohibited", number
    found = policykit.diff(reddit["2.0.0"], reddit["3.0.0"])
    assert "newly_prohibited" not in [change for change, _ in outcomes(found)]
    assert [(one.change, one.meaning) for one in found.clauses if one.id == "no-sale"] == [
        ("moved", "same"),
        ("changed", "same"),
    ]


@pytest.mark.parametrize(
    ("number", "bases"),
    [
        ("2.0.0", ["eu_us_privacy_shield"]),
        ("3.0.0", ["eu_us_privacy_shield", "standard_contractual_clauses"]),
        ("3.1.0", ["standard_contractual_clauses"]),
        ("5.0.0", ["standard_contractual_clauses", "eu_us_dpf"]),
    ],
)
def test_the_grounds_of_transfers_from_the_eu(
    reddit: Policy, number: str, bases: list[str]
) -> None:
    [clause] = [one for one in reddit[number].data["clauses"] if one["id"] == "transfers"]
    assert clause["overlays"]["EU"]["legal_bases"] == bases


def test_gps_with_consent_gave_way_to_no_tracking_in_2022(reddit: Policy) -> None:
    asked = {
        "operation": "collection",
        "jurisdiction": "BR",
        "personal_data": "precise_location",
        "consent": "explicit",
        "origin": "from_device",
    }
    assert reddit["3.0.0"].decide(**asked).outcome == "permitted"
    assert reddit["3.1.0"].decide(**asked).outcome == "prohibited"


def test_in_2024_content_is_licensed_and_the_company_in_europe_is_another(reddit: Policy) -> None:
    found = policykit.diff(reddit["3.1.0"], reddit["4.0.0"])
    assert (
        "newly_permitted",
        "In every country, Reddit may now disclose public content to app developers or users of "
        "the programming interface for licensing content for a fee.",
    ) in outcomes(found)
    assert ("controller", None, "Reddit Netherlands B.V.", "changed") in promises(found)
    assert ("representative", "Reddit Ireland Limited", None, "changed") in promises(found)


def test_the_purge_that_was_to_be_done_in_90_days_only_begins_in_90_days(reddit: Policy) -> None:
    found = policykit.diff(reddit["4.0.0"], reddit["5.0.0"])
    assert ("deletion_within", "P90D", "unbounded", "weaker") in promises(found)
    assert ("deletion_starts_within", "unbounded", "P90D", "stronger") in promises(found)
    gone = policykit.diff(reddit["6.0.0"], reddit["7.0.0"])
    assert ("deletion_starts_within", "P90D", "unbounded", "weaker") in promises(gone)


@pytest.mark.parametrize(
    ("operation", "scenario"),
    [
        ("disclosure", {"recipient": "data_broker", "purpose": "statistics"}),
        ("collection", {"origin": "from_data_provider"}),
    ],
)
def test_never_to_work_with_data_brokers_was_promised_from_2024_to_2025(
    reddit: Policy, operation: str, scenario: dict[str, Any]
) -> None:
    asked = {"operation": operation, "jurisdiction": "BR", "personal_data": "email_address"}
    outcome = {
        number: reddit[number].decide(**asked, **scenario).outcome
        for number in ("3.1.0", "4.0.0", "5.0.0", "6.0.0")
    }
    assert outcome == {
        "3.1.0": "unstated",
        "4.0.0": "prohibited",
        "5.0.0": "prohibited",
        "6.0.0": "unstated",
    }


def test_what_is_left_of_the_promise_on_brokers_is_not_to_sell(reddit: Policy) -> None:
    found = policykit.diff(reddit["5.0.0"], reddit["6.0.0"])
    assert ("no_longer_prohibited", "promise_dropped") in [
        (one.change, one.direction) for one in found.disclosures
    ]
    asked = {"personal_data": "email_address", "recipient": "data_broker", "purpose": "data_sale"}
    assert reddit["6.0.0"].decide(jurisdiction="BR", **asked).outcome == "prohibited"


def test_neither_sell_nor_share_grew_from_california_to_the_states_and_lost_its_second_half(
    reddit: Policy,
) -> None:
    asked = {"recipient": "advertiser", "personal_data": "email_address"}
    share = {"purpose": "cross_context_advertising"}
    by = {
        (number, place): reddit[number].decide(jurisdiction=place, **asked, **share).outcome
        for number in ("3.0.0", "3.1.0", "6.0.0", "7.0.0")
        for place in ("US-CA", "US-TX", "FR")
    }
    prohibited = {where for where, outcome in by.items() if outcome == "prohibited"}
    assert prohibited == {("3.1.0", "US-CA"), ("6.0.0", "US-CA"), ("6.0.0", "US-TX")}
    found = policykit.diff(reddit["6.0.0"], reddit["7.0.0"])
    assert outcomes(found) == [
        (
            "no_longer_prohibited",
            "In the United States, Reddit withdraws its promise not to disclose personal data to "
            "anyone for advertising across contexts.",
        )
    ]
    sale = reddit["7.0.0"].decide(jurisdiction="US-TX", purpose="data_sale", **asked)
    assert sale.outcome == "prohibited"


def test_an_attempt_at_notice_is_promised_in_every_text_where_the_law_allows_it(
    reddit: Policy,
) -> None:
    asked: dict[str, Any] = {
        "jurisdiction": "BR",
        "personal_data": "ip_address",
        "recipient": "police",
        "purpose": "law_enforcement",
        "instrument": "subpoena",
        "believed_required": True,
    }
    for number in reddit:
        answer = reddit[number].decide(gag_order=False, **asked)
        assert (answer.outcome, answer.commitments["notice_attempt"]) == ("permitted", "before")
        gagged = reddit[number].decide(gag_order=True, **asked)
        assert "notice_attempt" not in gagged.commitments


def test_the_first_ip_address_is_kept_and_all_others_go_after_100_days(reddit: Policy) -> None:
    asked = {"operation": "retention", "jurisdiction": "BR"}
    for number in reddit:
        login = reddit[number].decide(personal_data="login_ip_address", **asked)
        assert login.commitments["retention_max"] == "P100D"
        signup = reddit[number].decide(personal_data="signup_ip_address", **asked)
        assert (signup.outcome, signup.commitments) == ("unstated", {})


def test_that_users_direct_reddit_to_share_is_told_as_no_change(reddit: Policy) -> None:
    """The sentence moved within the page, which looks as if it came in 2024 and went in 2025."""
    for before, after in (("4.0.0", "5.0.0"), ("5.0.0", "6.0.0"), ("6.0.0", "7.0.0")):
        found = policykit.diff(reddit[before], reddit[after])
        assert "public-content" not in touched(found)


BROKER = {"personal_data": "email_address", "recipient": "data_broker", "purpose": "statistics"}
LICENSED = {
    "personal_data": "public_content",
    "recipient": "api_user",
    "purpose": "content_licensing",
}
UNASKED = {
    "personal_data": "email_address",
    "recipient": "police",
    "purpose": "legal_compliance",
    "instrument": "no_instrument",
    "believed_permitted": True,
}


@pytest.mark.parametrize("place", ["US-CA", "US-TX", "DE", "BR"])
@pytest.mark.parametrize(
    ("day", "question", "outcomes"),
    [
        (
            "2021-09-12",
            {
                "operation": "collection",
                "personal_data": "mobile_carrier",
                "origin": "from_device",
            },
            ("unstated", "permitted"),
        ),
        (
            "2022-12-15",
            {
                "operation": "collection",
                "personal_data": "precise_location",
                "origin": "from_device",
                "consent": "explicit",
            },
            ("permitted", "prohibited"),
        ),
        ("2024-02-15", LICENSED, ("unstated", "permitted")),
        ("2024-02-15", BROKER, ("unstated", "prohibited")),
        ("2024-08-16", UNASKED, ("unstated", "permitted")),
        ("2025-06-28", BROKER, ("prohibited", "unstated")),
    ],
)
def test_each_change_is_there_on_its_day_and_not_on_the_day_before(
    reddit: Policy, day: str, question: dict[str, Any], outcomes: tuple[str, str], place: str
) -> None:
    assert around(reddit, day, place, question) == outcomes


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (
            "2022-12-15",
            {
                "US-CA": ("unstated", "prohibited"),
                "US-TX": ("unstated", "unstated"),
                "FR": ("unstated", "unstated"),
            },
        ),
        (
            "2025-06-28",
            {
                "US-CA": ("prohibited", "prohibited"),
                "US-TX": ("unstated", "prohibited"),
                "FR": ("unstated", "unstated"),
            },
        ),
        (
            "2026-01-06",
            {
                "US-CA": ("prohibited", "unstated"),
                "US-TX": ("prohibited", "unstated"),
                "FR": ("unstated", "unstated"),
            },
        ),
    ],
)
def test_not_to_share_in_the_sense_of_state_law_came_grew_and_went_on_its_days(
    reddit: Policy, day: str, told: dict[str, tuple[str, str]]
) -> None:
    asked = {
        "personal_data": "email_address",
        "recipient": "advertiser",
        "purpose": "cross_context_advertising",
    }
    assert {place: around(reddit, day, place, asked) for place in told} == told


@pytest.mark.parametrize(
    ("number", "place", "rights"),
    [
        ("4.0.0", "DE", 5),
        ("4.0.0", "GB", 0),
        ("5.0.0", "GB", 4),
        ("5.0.0", "CH", 0),
        ("7.0.0", "GB", 4),
        ("7.0.0", "CH", 5),
        ("7.0.0", "BR", 0),
    ],
)
def test_people_in_the_united_kingdom_and_switzerland_have_the_rights_of_others_in_europe(
    reddit: Policy, number: str, place: str, rights: int
) -> None:
    """Beside access, correction and deletion, which everybody has; an authority is not for all."""
    extra = {
        "portability",
        "restriction",
        "objection",
        "withdraw_consent",
        "complaint_to_authority",
    }
    version = reddit[number]
    clauses = [one for one in version.data["clauses"] if one["id"] != "eea-rights"]
    text = json.dumps({**version.data, "clauses": clauses})
    content, findings = read_version(text, version.path, version.header, version.number)
    assert content is not None, findings
    found = policykit.diff(Version(version.header, content, version.path), version)
    told = [one for one in found.rights if one.change == "granted" and place_of(one, place)]
    assert len([one for one in told if one.right in extra]) == rights


def place_of(entry: Any, place: str) -> bool:
    """Whether an entry of a diff is told of a place."""
    named = {"DE": {"EEA", "EU", "DE"}, "GB": {"GB"}, "CH": {"CH"}, "BR": {"BR", "*"}}[place]
    return bool(named & set(entry.as_json()["jurisdictions"]["terms"]))
