"""Discord: the text of 2020, and an edit of 2026 under an old date."""

from __future__ import annotations

from typing import Any

import pytest

import policykit
from policykit.library import Policy
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def discord() -> Policy:
    return policykit.load(ROOT / "policies")["discord/privacy"]


def test_every_dated_text_is_in_force_from_its_day(discord: Policy) -> None:
    assert {number: discord[number].start() for number in discord} == {
        "1.0.0": "2020-06-23",
        "2.0.0": "2022-03-28",
        "3.0.0": "2023-03-27",
        "4.0.0": "2023-03-27",
        "5.0.0": "2024-04-15",
        "6.0.0": "2025-09-29",
        "6.1.0": "2026-02-10",
    }
    assert discord["3.0.0"].withdrawn == "2023-03-12"
    assert discord.on("2022-03-27").number == "1.0.0"
    assert discord.on("2026-02-09").number == "6.0.0"


def test_an_attempt_at_notice_was_first_promised_in_2022(discord: Policy) -> None:
    asked: dict[str, Any] = {
        "jurisdiction": "BR",
        "personal_data": "ip_address",
        "recipient": "police",
        "purpose": "law_enforcement",
        "instrument": "court_order",
        "gag_order": False,
        "notice_feasible": True,
        "required_by_law": True,
        "believed_required": True,
    }
    for number, notice in {"1.0.0": None, "2.0.0": "before", "6.0.0": "may"}.items():
        answer = discord[number].decide(**asked)
        assert answer.outcome == "permitted"
        assert answer.commitments.get("notice_attempt") == notice, number


def test_no_sale_grew_from_california_to_everywhere(discord: Policy) -> None:
    asked = {"personal_data": "email_address", "recipient": "data_broker", "purpose": "data_sale"}
    by = {
        (number, place): discord[number].decide(jurisdiction=place, **asked).outcome
        for number in ("1.0.0", "2.0.0")
        for place in ("US-CA", "US-NY", "DE")
    }
    assert {where for where, outcome in by.items() if outcome == "unstated"} == {
        ("1.0.0", "US-NY"),
        ("1.0.0", "DE"),
    }


def test_data_goes_to_a_successor_while_a_deal_is_only_looked_into_since_2022(
    discord: Policy,
) -> None:
    asked = {
        "jurisdiction": "BR",
        "personal_data": "email_address",
        "recipient": "business_successor",
        "purpose": "hosting",
        "trigger": "deal_considered",
    }
    assert discord["1.0.0"].decide(**asked).outcome == "unstated"
    assert discord["2.0.0"].decide(**asked).outcome == "permitted"


def test_the_controller_for_europe_moved_and_the_privacy_shield_stayed(discord: Policy) -> None:
    """The text of 2022 keeps to it still, though a court had struck it down."""
    found = policykit.diff(discord["1.0.0"], discord["2.0.0"])
    moved = {(one.commitment, one.before, one.after) for one in found.commitments}
    assert ("controller", "Discord Inc.", "Discord Netherlands BV") in moved
    assert not [one for one in moved if one[0] in ("certification", "forum")]


@pytest.mark.parametrize("place", ["EU", "CH"])
def test_the_data_privacy_framework_took_the_place_of_the_shield_by_2024(
    discord: Policy, place: str
) -> None:
    found = policykit.diff(discord["4.0.0"], discord["5.0.0"])
    (change,) = (
        one
        for one in found.commitments
        if one.commitment == "certification" and place in one.jurisdictions.terms
    )
    side = {"EU": "EU", "CH": "Swiss"}[place]
    assert (change.before, change.after) == (
        f"{side}-U.S. Privacy Shield",
        f"{side}-U.S. Data Privacy Framework",
    )
    assert ("privacy-shield", "removed") not in {(one.id, one.change) for one in found.clauses}


def test_an_edit_under_an_old_date_sent_complaints_to_the_authorities_of_three_places(
    discord: Policy,
) -> None:
    found = policykit.diff(discord["6.0.0"], discord["6.1.0"])
    assert {one.sentence.split(", ")[0]: (one.before, one.after) for one in found.commitments} == {
        "In the EU": ("JAMS", "Panel of the EU data protection authorities"),
        "In the United Kingdom": ("JAMS", "Information Commissioner's Office"),
        "In Switzerland": ("JAMS", "Federal Data Protection and Information Commissioner"),
    }
    assert (found.verdict, found.disclosures, found.processing) == ("equivalent", (), ())


@pytest.mark.parametrize("place", ["DE", "GB", "BR"])
@pytest.mark.parametrize(
    ("day", "days"), [("2022-03-27", None), ("2022-03-28", "P60D"), ("2024-04-14", "P60D")]
)
def test_identity_documents_were_to_go_sixty_days_after_an_appeal(
    discord: Policy, day: str, days: str | None, place: str
) -> None:
    asked = {"operation": "retention", "personal_data": "government_id", "purpose": "age_appeal"}
    answer = discord.on(day, jurisdiction=place).decide(jurisdiction=place, **asked)
    assert (answer.outcome, answer.commitments.get("retention_after_case")) == ("permitted", days)


@pytest.mark.parametrize("place", ["DE", "GB", "BR"])
@pytest.mark.parametrize("day", ["2024-04-15", "2025-09-29", "2026-02-10"])
def test_that_limit_was_gone_from_the_text_by_april_2024_and_not_in_2026(
    discord: Policy, day: str, place: str
) -> None:
    asked = {"operation": "retention", "personal_data": "government_id", "purpose": "age_appeal"}
    answer = discord.on(day, jurisdiction=place).decide(jurisdiction=place, **asked)
    assert answer.commitments == {"retention_max": "as_needed"}
    (lost,) = (
        one
        for one in policykit.diff(discord["4.0.0"], discord["5.0.0"]).commitments
        if one.commitment == "retention_after_case"
    )
    assert (lost.direction, lost.before) == ("weaker", "P60D")
    last = policykit.diff(discord["6.0.0"], discord["6.1.0"])
    assert not [one for one in last.clauses if one.id in ("age-appeal-id", "inactive-accounts")]


@pytest.mark.parametrize("data", ["calls", "screen_share"])
@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        ("2022-03-27", "unstated"),
        ("2022-03-28", "prohibited"),
        ("2023-03-26", "prohibited"),
        ("2023-03-27", "prohibited"),
        ("2026-02-10", "prohibited"),
    ],
)
def test_neither_calls_nor_streams_were_to_be_stored_since_2022(
    discord: Policy, day: str, outcome: str, data: str
) -> None:
    """Streams were not new in March 2023: the text of 2022 has them too."""
    for place in ("DE", "US"):
        asked = {"operation": "retention", "personal_data": data, "jurisdiction": place}
        assert discord.on(day, jurisdiction=place).decide(**asked).outcome == outcome


def test_thumbnails_of_streams_were_kept_for_a_short_time_before_2023_too(
    discord: Policy,
) -> None:
    for number in ("2.0.0", "4.0.0", "6.1.0"):
        kept = discord[number].decide(operation="retention", personal_data="thumbnails")
        assert (kept.outcome, kept.commitments["retention_max"]) == ("permitted", "temporary")


def test_larger_spaces_took_the_place_of_public_ones(discord: Policy) -> None:
    asked = {"operation": "use", "purpose": "running_features"}
    for number, outcome in {"2.0.0": "unstated", "4.0.0": "unstated", "5.0.0": "permitted"}.items():
        version = discord[number]
        assert version.decide(personal_data="public_content", **asked).outcome == "permitted"
        assert version.decide(personal_data="large_group_content", **asked).outcome == outcome


@pytest.mark.parametrize("number", ["1.0.0", "2.0.0", "6.1.0"])
@pytest.mark.parametrize("recipient", ["police", "advertiser", "researcher"])
def test_aggregated_data_may_go_to_anyone_in_every_text(
    discord: Policy, number: str, recipient: str
) -> None:
    """Partners and the public are instances."""
    asked = {"personal_data": "aggregated_data", "recipient": recipient}
    assert discord[number].decide(**asked).outcome == "permitted"


def test_an_emergency_asks_for_no_request(discord: Policy) -> None:
    asked: dict[str, Any] = {
        "personal_data": "phone_number",
        "recipient": "emergency_services",
        "purpose": "personal_safety",
        "emergency": True,
        "good_faith_belief": True,
        "instrument": "no_instrument",
    }
    for number in ("2.0.0", "5.0.0", "6.1.0"):
        answer = discord[number].decide(**asked)
        assert (answer.outcome, "emergencies" in answer.clauses) == ("permitted", True), number


@pytest.mark.parametrize(
    ("day", "notice"), [("2025-09-28", "before"), ("2025-09-29", "may"), ("2026-02-10", "may")]
)
@pytest.mark.parametrize("place", ["DE", "US", "GB"])
def test_will_became_may_on_one_day_everywhere(
    discord: Policy, day: str, notice: str, place: str
) -> None:
    answer = discord.on(day, jurisdiction=place).decide(
        jurisdiction=place,
        personal_data="ip_address",
        recipient="police",
        purpose="law_enforcement",
        instrument="court_order",
        gag_order=False,
        notice_feasible=True,
        believed_required=True,
    )
    assert answer.commitments["notice_attempt"] == notice
