"""Proton: the sentence of September 2021 and the press, a name, and the policy of 2025."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

import policykit
from policykit.comparison import PolicyDiff
from policykit.library import Policy
from tests.conftest import ROOT
from tests.corpus.around import around

COMPELLED: dict[str, Any] = {
    "operation": "retention",
    "jurisdiction": "FR",
    "personal_data": "ip_address",
    "purpose": "criminal_investigation",
    "instrument": "monitoring_order",
    "investigation": "criminal",
    "conduct": "unlawful_conduct",
    "authority_in": "CH",
    "service": "email_service",
}
REQUEST: dict[str, Any] = {
    "jurisdiction": "FR",
    "personal_data": "ip_address",
    "recipient": "police",
    "purpose": "law_enforcement",
    "instrument": "enforceable_request",
}


@pytest.fixture(scope="module")
def proton() -> Policy:
    return policykit.load(ROOT / "policies")["proton/privacy"]


def promises(found: PolicyDiff) -> list[tuple[str, Any, Any, str]]:
    return [(one.commitment, one.before, one.after, one.direction) for one in found.commitments]


def test_each_number_is_raised_just_as_far_as_the_change_needs(proton: Policy) -> None:
    for before, after in pairwise(proton[number] for number in proton):
        old, new = (one.number.split(".") for one in (before, after))
        raised = "major" if new[0] != old[0] else "minor" if new[1] != old[1] else "patch"
        assert raised == policykit.diff(before, after).required_bump, after.number


def test_in_september_2021_a_rule_on_compelled_logging_was_added(proton: Policy) -> None:
    found = policykit.diff(proton["1.0.0"], proton["2.0.0"])
    assert found.verdict == "broader"
    assert [one.sentence for one in found.processing if one.clauses.after != ("push-ids",)] == [
        "In every country, Proton Technologies AG may now collect or keep IP addresses for "
        "criminal investigation, on a monitoring order, if the order comes from Switzerland, the "
        "investigation is criminal, the service is not the VPN and the conduct is unlawful."
    ]
    assert found.disclosures == ()


def test_the_sentence_on_logs_by_default_was_not_dropped_whatever_was_reported(
    proton: Policy,
) -> None:
    found = policykit.diff(proton["1.0.0"], proton["2.0.0"])
    assert [(one.id, one.change) for one in found.clauses] == [
        ("verification", "changed"),
        ("push-ids", "added"),
        ("compelled-ip-logging", "added"),
    ]
    assert "promise_dropped" not in {one.direction for one in found.processing}
    asked = {"operation": "retention", "jurisdiction": "FR", "personal_data": "ip_address"}
    for number in proton:
        answer = proton[number].decide(purpose="statistics", instrument="no_instrument", **asked)
        assert (answer.outcome, answer.clauses) == ("prohibited", ("no-ip-logs",)), number


def test_the_vpn_and_orders_of_other_countries_are_left_out(proton: Policy) -> None:
    assert proton["1.0.0"].decide(**COMPELLED).outcome == "unstated"
    after = proton["2.0.0"]
    assert after.decide(**COMPELLED).outcome == "permitted"
    assert after.decide(**{**COMPELLED, "service": "vpn"}).outcome == "unstated"
    assert after.decide(**{**COMPELLED, "authority_in": "FR"}).outcome == "unstated"


def test_how_long_verification_data_is_kept_was_tied_to_the_law(proton: Policy) -> None:
    found = policykit.diff(proton["1.0.0"], proton["2.0.0"])
    assert promises(found) == [("retention_max", "temporary", "as_law_requires", "changed")]


def test_a_new_name_under_an_old_date_is_no_change(proton: Policy) -> None:
    found = policykit.diff(proton["2.0.0"], proton["2.0.1"])
    assert (found.verdict, found.required_bump, found.clauses) == ("equivalent", "patch", ())
    assert [proton[number].publisher for number in ("2.0.0", "2.0.1")] == [
        "Proton Technologies AG",
        "Proton AG",
    ]
    assert proton.on("2022-03-10").number == "2.0.0"
    assert proton.on("2022-03-11").number == "2.0.1"


def test_by_2025_it_is_for_the_authorities_to_tell_the_person(proton: Policy) -> None:
    for number, notice, by_authority in [
        ("2.0.1", "before", None),
        ("3.0.0", None, True),
        ("5.1.0", None, True),
    ]:
        promised = proton[number].decide(authority_in="CH", gag_order=False, **REQUEST).commitments
        assert promised.get("user_notice") == notice, number
        assert promised.get("notice_by_authority") == by_authority, number
    found = policykit.diff(proton["2.0.1"], proton["3.0.0"])
    assert ("user_notice", "before", "none", "weaker") in promises(found)
    assert ("challenge_overbroad", "may", "will", "stronger") in promises(found)


def test_a_gag_took_the_notice_away_before_2025_too(proton: Policy) -> None:
    gagged = proton["2.0.1"].decide(authority_in="CH", gag_order=True, **REQUEST)
    assert gagged.outcome == "permitted"
    assert "user_notice" not in gagged.commitments


def test_only_authorities_of_switzerland_ever_get_data(proton: Policy) -> None:
    for number in proton:
        assert proton[number].decide(authority_in="CH", **REQUEST).outcome == "permitted", number
        assert proton[number].decide(authority_in="FR", **REQUEST).outcome == "prohibited", number


def test_processors_are_named_with_their_places(proton: Policy) -> None:
    support = {
        "jurisdiction": "FR",
        "personal_data": "support_ticket",
        "purpose": "customer_support",
    }
    after = proton["3.0.0"]
    for recipient, destination in [
        ("zendesk", "US"),
        ("atlassian", "GB"),
        ("protonlabs_skopje", "MK"),
        ("protonlabs_taiwan", "TW"),
    ]:
        there = after.decide(recipient=recipient, destination=destination, **support)
        assert there.outcome == "permitted", recipient
        elsewhere = after.decide(recipient=recipient, destination="BR", **support)
        assert elsewhere.outcome == "unstated", recipient
    before = proton["2.0.1"].decide(recipient="atlassian", destination="US", **support)
    assert (before.outcome, before.clauses) == ("prohibited", ("nothing-else-shared",))


def test_naming_those_who_process_payments_lets_nobody_new_have_the_data(proton: Policy) -> None:
    found = policykit.diff(proton["2.0.1"], proton["3.0.0"])
    assert "named-payment-processors" in {one.id for one in found.clauses}
    assert "named-payment-processors" not in {
        name for one in found.disclosures for name in one.clauses.after
    }
    asked = {
        "personal_data": "bank_account",
        "purpose": "payment_processing",
        "recipient": "stripe",
    }
    for number in ("2.0.1", "3.0.0"):
        assert proton[number].decide(jurisdiction="FR", **asked).outcome == "permitted", number


def test_a_representative_for_the_eu_alone(proton: Policy) -> None:
    found = policykit.diff(proton["2.0.1"], proton["3.0.0"])
    [one] = [one for one in found.commitments if one.commitment == "representative"]
    assert one.sentence.startswith("In the EU, Proton AG now states the representative")


@pytest.mark.parametrize(
    ("before", "after", "clause", "verdict"),
    [
        ("3.0.0", "4.0.0", "site-images", "broader"),
        ("4.0.0", "5.0.0", "native-apps", "broader"),
        ("5.0.0", "5.1.0", "dsa", "equivalent"),
    ],
)
def test_each_text_of_2026_changed_one_clause(
    proton: Policy, before: str, after: str, clause: str, verdict: str
) -> None:
    found = policykit.diff(proton[before], proton[after])
    assert ([one.id for one in found.clauses], found.verdict) == ([clause], verdict)


def test_sections_that_got_numbers_are_moved_and_not_changed(proton: Policy) -> None:
    found = policykit.diff(proton["2.0.1"], proton["3.0.0"])
    for name in ("no-ip-logs", "ip-logs-against-abuse", "verification", "legal-framework"):
        assert [one.change for one in found.clauses if one.id == name] == ["moved"], name


@pytest.mark.parametrize("place", ["CH", "FR", "BR"])
@pytest.mark.parametrize(
    ("day", "question", "outcomes"),
    [
        ("2021-09-06", COMPELLED, ("unstated", "permitted")),
        ("2025-06-04", COMPELLED, ("permitted", "unstated")),
        (
            "2025-06-04",
            {
                "personal_data": "support_ticket",
                "recipient": "atlassian",
                "purpose": "customer_support",
                "destination": "US",
            },
            ("prohibited", "permitted"),
        ),
        (
            "2025-06-04",
            {"personal_data": "name", "recipient": "ad_network", "purpose": "marketing"},
            ("prohibited", "unstated"),
        ),
        (
            "2026-02-04",
            {
                "personal_data": "ip_address",
                "recipient": "content_delivery_provider",
                "purpose": "content_delivery",
                "service": "website",
            },
            ("unstated", "permitted"),
        ),
        (
            "2026-03-02",
            {
                "operation": "collection",
                "personal_data": "app_data",
                "purpose": "product_development",
            },
            ("unstated", "permitted"),
        ),
    ],
)
def test_each_change_is_there_on_its_day_and_not_on_the_day_before(
    proton: Policy, day: str, question: dict[str, Any], outcomes: tuple[str, str], place: str
) -> None:
    asked = {key: value for key, value in question.items() if key != "jurisdiction"}
    assert around(proton, day, place, asked) == outcomes


def test_what_left_the_policy_in_2025_is_told_with_a_word_on_the_policies_of_the_products(
    proton: Policy,
) -> None:
    """Metadata of mail and compelled logs are not in the text, which has parts elsewhere."""
    found = policykit.diff(proton["2.0.1"], proton["3.0.0"])
    [told] = [one for one in found.commitments if one.commitment == "incorporates"]
    assert told.sentence == (
        "In every country, Proton AG now states the other document that applies: “The privacy "
        "policies of the products, such as Proton Mail and Proton VPN” (clause “Policies of the "
        "products”, Introduction)."
    )
    for number in ("3.0.0", "4.0.0", "5.0.0", "5.1.0"):
        assert "product-policies" in {one["id"] for one in proton[number].data["clauses"]}


@pytest.mark.parametrize(("place", "stated"), [("FR", True), ("CH", False), ("GB", False)])
def test_the_digital_services_act_is_for_people_in_the_eu(
    proton: Policy, place: str, stated: bool
) -> None:
    since = proton.changes_since("5.0.0", place, on="2026-05-12")
    told = [one.after for one in since.diff.commitments if one.commitment == "complies_with"]
    assert told == (["Digital Services Act"] if stated else [])
    assert proton.changes_since("5.0.0", place, on="2026-05-11").diff.commitments == ()
