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


def test_privacy_shield_went_and_the_controller_for_europe_moved(discord: Policy) -> None:
    found = policykit.diff(discord["1.0.0"], discord["2.0.0"])
    moved = [(one.commitment, one.before, one.after) for one in found.commitments]
    assert ("certification", "EU-U.S. Privacy Shield", None) in moved
    assert ("certification", "Swiss-U.S. Privacy Shield", None) in moved
    assert ("forum", "JAMS", None) in moved
    assert ("controller", "Discord Inc.", "Discord Netherlands BV") in moved


def test_an_edit_under_an_old_date_sent_complaints_to_the_authorities_of_three_places(
    discord: Policy,
) -> None:
    found = policykit.diff(discord["6.0.0"], discord["6.1.0"])
    assert {
        one.sentence.split(", ")[0]: one.after
        for one in found.commitments
        if one.commitment == "forum"
    } == {
        "In the EU": "Panel of the EU data protection authorities",
        "In the United Kingdom": "Information Commissioner's Office",
        "In Switzerland": "Federal Data Protection and Information Commissioner",
    }
    assert found.disclosures == ()
