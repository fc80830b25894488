"""LINE: editions and countries, where data is, who gets it, and from which age."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

import policykit
from policykit.comparison import PolicyDiff
from policykit.library import Library, Policy
from tests.conftest import ROOT
from tests.corpus.around import around

OWN_POLICY = ("JP", "KR", "ID", "TW", "TH")
"""Countries that had policies of their own until 2021."""


@pytest.fixture(scope="module")
def library() -> Library:
    return policykit.load(ROOT / "policies")


@pytest.fixture(scope="module")
def line(library: Library) -> Policy:
    return library["line/privacy"]


def promises(found: PolicyDiff) -> list[tuple[str, Any, Any, str]]:
    return [(one.commitment, one.before, one.after, one.direction) for one in found.commitments]


def test_each_number_is_raised_just_as_far_as_the_change_needs(line: Policy) -> None:
    for before, after in pairwise(line[number] for number in line):
        old, new = (one.number.split(".") for one in (before, after))
        raised = "major" if new[0] != old[0] else "minor" if new[1] != old[1] else "patch"
        assert raised == policykit.diff(before, after).required_bump, after.number


@pytest.mark.parametrize("place", OWN_POLICY)
def test_the_text_of_2019_is_not_for_five_countries(line: Policy, place: str) -> None:
    asked = {"operation": "transfer", "personal_data": "email_address", "purpose": "hosting"}
    asked["destination"] = "JP"
    assert line["1.0.0"].decide(jurisdiction=place, **asked).outcome == "unstated"
    assert line["1.0.0"].decide(jurisdiction="BR", **asked).outcome == "permitted"
    assert line["2.0.0"].decide(jurisdiction=place, **asked).outcome == "permitted"


def test_since_2021_the_language_of_the_place_says_which_edition_counts(line: Policy) -> None:
    found = policykit.diff(line["1.0.0"], line["2.0.0"])
    told = {
        one.after: one.sentence.split(", ")[0]
        for one in found.commitments
        if one.commitment == "governing_language"
    }
    assert told == {
        "Japanese": "In Japan",
        "Korean": "In South Korea",
        "English": "Outside Japan and South Korea",
    }


def test_the_renaming_is_no_change_but_for_the_controller(line: Policy) -> None:
    found = policykit.diff(line["4.1.0"], line["5.0.0"])
    assert ("controller", "LINE Corporation", "LY Corporation", "changed") in promises(found)
    assert line.on("2023-09-30").number == "4.1.0"
    assert line.on("2023-10-01").number == "5.0.0"


@pytest.mark.parametrize(
    ("number", "legal_process", "emergency"),
    [("1.0.0", "unstated", "unstated"), ("2.0.0", "permitted", "permitted")],
)
def test_since_2021_legal_process_and_danger_are_named(
    line: Policy, number: str, legal_process: str, emergency: str
) -> None:
    asked: dict[str, Any] = {
        "jurisdiction": "DE",
        "personal_data": "phone_number",
        "recipient": "police",
        "good_faith_belief": False,
    }
    warrant = line[number].decide(
        purpose="law_enforcement", instrument="search_warrant", emergency=False, **asked
    )
    danger = line[number].decide(
        purpose="personal_safety", instrument="no_instrument", emergency=True, **asked
    )
    assert (warrant.outcome, danger.outcome) == (legal_process, emergency)


def test_a_transparency_report_is_pointed_to_since_2021_and_notice_is_never_promised(
    line: Policy,
) -> None:
    for number in line:
        answer = line[number].decide(
            jurisdiction="DE",
            personal_data="phone_number",
            recipient="police",
            purpose="law_enforcement",
            instrument="search_warrant",
            good_faith_belief=True,
        )
        expected = {} if number == "1.0.0" else {"transparency_report": True}
        assert (answer.outcome, answer.commitments) == ("permitted", expected), number


def test_the_statement_that_data_is_stored_in_japan_went_in_november_2021(line: Policy) -> None:
    found = policykit.diff(line["2.1.0"], line["3.0.0"])
    assert [one.sentence for one in found.processing] == [
        "In every country, LINE Corporation may now transfer personal data for hosting, if the "
        "data goes to, or is kept in, any place except Japan."
    ]


def test_data_of_users_in_japan_left_south_korea_in_july_2026(line: Policy) -> None:
    kept = {"operation": "transfer", "jurisdiction": "JP", "personal_data": "email_address"}
    kept["purpose"] = "hosting"
    for destination, outcomes in {
        "JP": ("permitted", "permitted"),
        "US": ("permitted", "permitted"),
        "KR": ("permitted", "unstated"),
        "SG": ("unstated", "unstated"),
    }.items():
        before, after = (
            line[number].decide(destination=destination, **kept).outcome
            for number in ("6.0.0", "6.1.0")
        )
        assert (before, after) == outcomes, destination
    found = policykit.diff(line["6.0.0"], line["6.1.0"])
    assert (found.verdict, found.verdict_in("JP"), found.verdict_in("DE")) == (
        "narrower",
        "narrower",
        "equivalent",
    )
    assert [(one.id, one.change) for one in found.clauses] == [("storage", "changed")]


@pytest.mark.parametrize(
    ("number", "count", "new"),
    [
        ("4.0.0", {"JP", "KR", "VN", "TH", "TW", "ID", "PH"}, "JP"),
        ("5.0.0", {"JP", "US", "KR", "IE", "CA", "PH", "AU", "VN", "TH", "TW", "ID"}, "IE"),
        ("6.0.0", {"JP", "US", "KR", "CA", "PH", "AU", "VN", "TH", "TW", "ID", "SG"}, "SG"),
    ],
)
def test_the_countries_of_subcontractors(
    line: Policy, number: str, count: set[str], new: str
) -> None:
    asked = {
        "jurisdiction": "BR",
        "personal_data": "email_address",
        "recipient": "processor",
        "purpose": "hosting",
    }
    places = count | {"BR", "CN", "DE", "GB"}
    got = {
        place
        for place in places
        if line[number].decide(destination=place, **asked).outcome == "permitted"
    }
    assert got == count | ({"DE", "GB"} if number == "6.0.0" else set())
    assert new in got


def test_folding_ireland_into_the_european_economic_area_takes_it_from_nobody(line: Policy) -> None:
    found = policykit.diff(line["5.0.0"], line["6.0.0"])
    assert {one.change for one in found.disclosures} == {"newly_permitted"}
    [providers] = [one for one in found.disclosures if one.clauses.after == ("service-providers",)]
    assert providers.sentence.endswith("Singapore or Europe (in each case except Ireland).")


def test_sharing_in_the_group_was_for_users_in_four_countries_until_2023(line: Policy) -> None:
    asked = {"personal_data": "email_address", "recipient": "group_company", "destination": "SG"}
    for place in ("JP", "TW", "TH", "ID"):
        assert line["4.1.0"].decide(jurisdiction=place, **asked).outcome == "permitted"
    assert line["4.1.0"].decide(jurisdiction="DE", **asked).outcome == "unstated"
    assert line["5.0.0"].decide(jurisdiction="DE", **asked).outcome == "permitted"


def test_advertising_partners_get_no_names_without_consent(line: Policy) -> None:
    asked = {"jurisdiction": "TH", "recipient": "ad_network", "purpose": "targeted_advertising"}
    version = line["2.0.0"]
    assert version.decide(personal_data="advertising_id", **asked).outcome == "permitted"
    refused = version.decide(personal_data="name", consent="no_consent", **asked)
    assert refused.outcome == "prohibited"
    assert refused.clauses == ("no-contact-data-for-ads",)
    elsewhere = version.decide(
        personal_data="advertising_id",
        **{**asked, "jurisdiction": "DE"},
        consent="no_consent",
        permitted_by_law=False,
    )
    assert elsewhere.outcome == "prohibited"


@pytest.mark.parametrize(
    ("number", "ages"),
    [
        ("1.0.0", {13: {"US"}, 16: {"europe"}}),
        ("4.1.0", {13: {"US"}, 16: {"europe"}}),
        ("5.0.0", {13: {"US"}, 16: {"europe"}, 11: {"TH"}}),
    ],
)
def test_the_age_depends_on_the_place(
    library: Library, line: Policy, number: str, ages: dict[int, set[str]]
) -> None:
    """Told against a policy that names no age, so that all the ages are differences."""
    found = policykit.compare(line[number], library["proton/privacy"]["5.1.0"])
    told = {
        one.before: {str(term).removeprefix("line/privacy:") for term in one.jurisdictions.terms}
        for one in found.commitments
        if one.commitment == "minimum_age"
    }
    assert told == ages


PROVIDER = {"personal_data": "email_address", "recipient": "processor", "purpose": "hosting"}
STORED = {"operation": "transfer", "personal_data": "email_address", "purpose": "hosting"}
FROM_PARTNER = {
    "operation": "collection",
    "personal_data": "hashed_email",
    "purpose": "statistics",
    "origin": "from_partner",
}
MEASURED = {
    "personal_data": "advertising_id",
    "recipient": "ad_network",
    "purpose": "ad_measurement",
    "permitted_by_law": True,
}
GROUP = {"personal_data": "email_address", "recipient": "group_company", "destination": "SG"}


@pytest.mark.parametrize(
    ("day", "question", "told"),
    [
        (
            "2021-11-25",
            {**STORED, "destination": "US"},
            {
                "JP": ("unstated", "permitted"),
                "DE": ("unstated", "permitted"),
                "BR": ("unstated", "permitted"),
            },
        ),
        (
            "2022-03-15",
            FROM_PARTNER,
            {"JP": ("unstated", "permitted"), "DE": ("unstated", "permitted")},
        ),
        (
            "2023-10-01",
            GROUP,
            {"JP": ("permitted", "permitted"), "DE": ("unstated", "permitted")},
        ),
        (
            "2023-10-01",
            {**PROVIDER, "destination": "US"},
            {"JP": ("unstated", "permitted"), "DE": ("unstated", "permitted")},
        ),
        (
            "2023-10-01",
            {**STORED, "destination": "BR"},
            {"JP": ("permitted", "unstated"), "DE": ("permitted", "permitted")},
        ),
        (
            "2025-07-31",
            MEASURED,
            {"JP": ("unstated", "permitted"), "DE": ("unstated", "permitted")},
        ),
        (
            "2026-07-31",
            {**STORED, "destination": "KR"},
            {"JP": ("permitted", "unstated"), "DE": ("permitted", "permitted")},
        ),
    ],
)
def test_each_change_is_there_on_its_day_and_not_on_the_day_before(
    line: Policy, day: str, question: dict[str, str], told: dict[str, tuple[str, str]]
) -> None:
    assert {place: around(line, day, place, question) for place in told} == told


def test_that_korea_no_longer_stores_says_nothing_of_those_who_get_data_there(line: Policy) -> None:
    for number in ("6.0.0", "6.1.0"):
        for recipient, purpose in (("processor", "hosting"), ("group_company", "statistics")):
            answer = line[number].decide(
                jurisdiction="JP",
                personal_data="email_address",
                recipient=recipient,
                purpose=purpose,
                destination="KR",
            )
            assert answer.outcome == "permitted", (number, recipient)


@pytest.mark.parametrize(
    ("place", "day", "representative"),
    [
        ("GB", "2022-02-13", None),
        ("GB", "2022-02-14", "DP Data Protection Services UK Ltd."),
        ("DE", "2022-02-13", "PLANIT // LEGAL, Hamburg"),
        ("DE", "2022-02-14", "PLANIT // LEGAL, Hamburg"),
        ("BR", "2022-02-14", None),
    ],
)
def test_a_representative_for_the_united_kingdom_came_beside_the_other(
    line: Policy, place: str, day: str, representative: str | None
) -> None:
    """Told against the text of October 2023, which names three, for whoever lives there."""
    since = line.changes_since(line.on(day, place).number, place, on="2023-10-01")
    moved = [
        (one.before, one.after)
        for one in since.diff.commitments
        if one.commitment == "representative"
    ]
    expected = "DP Data Protection Services UK Ltd." if place == "GB" else representative
    assert moved == ([] if representative == expected else [(representative, expected)])
