"""GitHub: the privacy statement in eleven versions, and what authorities are told."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import pytest

import policykit
from policykit.comparison import PolicyDiff
from policykit.library import Library, NotInForce, Policy
from tests.conftest import ROOT
from tests.corpus.around import around


@cache
def library() -> Library:
    return policykit.load(ROOT / "policies")


def statement() -> Policy:
    return library()["github/privacy"]


def guidelines() -> Policy:
    return library()["github/legal-requests"]


@cache
def between(policy: str, before: str, after: str) -> PolicyDiff:
    return policykit.diff(library()[policy][before], library()[policy][after])


def privacy(before: str, after: str) -> PolicyDiff:
    return between("github/privacy", before, after)


def requests(before: str, after: str) -> PolicyDiff:
    return between("github/legal-requests", before, after)


def outcomes(found: PolicyDiff) -> list[tuple[str, str]]:
    """What may be done otherwise, and the clauses of the later version, else of the earlier one."""
    told: list[tuple[str, str]] = []
    for one in (*found.disclosures, *found.processing):
        sides: Any = one.as_json()["causes"]
        told.append((one.change, ", ".join(sides["after"] or sides["before"])))
    return told


def promises(found: PolicyDiff) -> list[tuple[str, Any, Any, str]]:
    return [(one.commitment, one.before, one.after, one.direction) for one in found.commitments]


def ids(policy: Policy, number: str) -> set[str]:
    return {one["id"] for one in policy[number].data["clauses"]}


def clause(number: str, id_: str) -> dict[str, Any]:
    (found,) = (one for one in statement()[number].data["clauses"] if one["id"] == id_)
    return dict(found)


# Days


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2017-10-11", "1.0.0"),  # committed on the 12th
        ("2018-04-19", "1.0.0"),  # the draft of the next one
        ("2018-05-24", "1.0.0"),  # merged, a day early
        ("2018-05-25", "2.0.0"),
        ("2019-04-18", "2.0.0"),
        ("2019-04-19", "3.0.0"),
        ("2019-11-13", "3.0.0"),  # what the draft gave as its day at first
        ("2019-12-20", "4.0.0"),
        ("2020-11-23", "4.0.0"),  # committed
        ("2020-12-19", "5.0.0"),
        ("2022-05-31", "6.0.0"),
        ("2022-08-31", "6.0.0"),
        ("2022-09-01", "7.0.0"),
        ("2022-12-14", "7.0.0"),
        ("2022-12-15", "8.0.0"),  # committed on 22 February 2023
        ("2023-10-10", "8.1.0"),  # committed on 27 December 2023
        ("2024-01-31", "8.1.0"),
        ("2024-02-01", "9.0.0"),  # committed on 17 April 2024
        ("2026-04-24", "9.0.0"),  # the day that the repository gives
        ("2026-04-27", "10.0.0"),
    ],
)
def test_commits_come_before_and_after_the_day_that_a_text_takes_effect(
    day: str, number: str
) -> None:
    assert statement().on(day).number == number


@pytest.mark.parametrize("name", ["github/privacy", "github/legal-requests"])
def test_no_number_is_raised_further_than_the_change_needs(name: str) -> None:
    for before, after in pairwise(library()[name]):
        old, new = before.split("."), after.split(".")
        raised = "major" if new[0] != old[0] else "minor" if new[1] != old[1] else "patch"
        assert raised == between(name, before, after).required_bump, after


def test_eleven_versions_are_all_there_are() -> None:
    assert len(list(statement())) == 11
    with pytest.raises(NotInForce):
        statement().on("2017-10-10")


# 2018 and 2019


def test_since_may_2018_a_user_may_tell_github_to_share_for_the_business_of_others() -> None:
    asked: dict[str, Any] = {
        "personal_data": "email_address",
        "recipient": "chosen_third_party",
        "purpose": "third_party_commercial_use",
        "consent": "explicit",
    }
    assert statement()["1.0.0"].decide(**asked).outcome == "prohibited"
    assert statement()["2.0.0"].decide(**asked).outcome == "permitted"
    asked["consent"] = "no_consent"
    assert statement()["2.0.0"].decide(**asked).outcome == "prohibited"


@pytest.mark.parametrize("number", [*"12345678"])
def test_sale_is_prohibited_in_every_version(number: str) -> None:
    version = statement()[f"{number}.0.0"]
    asked = version.decide(
        personal_data="email_address", recipient="advertiser", purpose="data_sale"
    )
    assert asked.outcome == "prohibited"


def test_vendors_signed_agreements_from_2018_and_deletion_got_its_days() -> None:
    assert promises(privacy("1.0.0", "2.0.0")) == [
        ("processor_contract", False, True, "stronger"),
        ("recipients_published", False, True, "stronger"),
        ("deletion_within", "unbounded", "P30D", "stronger"),
        ("deletion_within", "unbounded", "P90D", "stronger"),
        ("protection_standard", "Restrictions like those of this statement", None, "changed"),
    ]


def test_safe_harbor_stood_for_switzerland_until_april_2019_and_changed_no_permission() -> None:
    assert clause("2.0.0", "transfers")["overlays"]["CH"] == {
        "legal_bases": ["swiss_us_safe_harbor"]
    }
    found = privacy("2.0.0", "3.0.0")
    (moved,) = (one for one in found.clauses if one.id == "transfers")
    assert ("overlays.CH.legal_bases" in moved.fields, moved.meaning) == (True, "changed")
    assert not [one for one in outcomes(found) if one[1] == "transfers"]
    assert outcomes(found) == [
        ("newly_permitted", "organisation-members"),
        ("newly_permitted", "data-from-third-parties"),
    ]


def test_a_clause_that_took_in_another_matter_is_the_same_clause() -> None:
    found = privacy("2.0.0", "3.0.0")
    assert ("organisation-members", "renamed") in [(one.id, one.change) for one in found.clauses]
    assert "organisation-access-log" not in [one.id for one in found.clauses]


# 2020


@pytest.mark.parametrize(
    ("number", "corporate_terms", "outcome"),
    [
        ("3.0.0", True, "unstated"),
        ("4.0.0", True, "permitted"),
        ("4.0.0", False, "unstated"),
        ("5.0.0", True, "permitted"),
        ("5.0.0", False, "permitted"),
        ("6.0.0", True, "unstated"),
    ],
)
def test_in_a_security_incident_the_terms_for_companies_counted_for_a_year(
    number: str, corporate_terms: bool, outcome: str
) -> None:
    answer = statement()[number].decide(
        personal_data="username",
        data_subject="organisation_member",
        recipient="organisation_administrator",
        purpose="incident_response",
        trigger="security_incident",
        corporate_terms=corporate_terms,
    )
    assert answer.outcome == outcome


@pytest.mark.parametrize(
    ("day", "where", "controller"),
    [
        ("2019-12-20", "DE", "GitHub, Inc."),
        ("2020-12-19", "DE", "GitHub, Inc. and GitHub B.V."),
        ("2020-12-19", "CH", "GitHub, Inc. and GitHub B.V."),
        ("2020-12-19", "BR", "GitHub, Inc."),
        ("2022-05-31", "DE", "GitHub B.V."),
        ("2022-05-31", "BR", "GitHub B.V."),
        ("2022-05-31", "US", "GitHub, Inc."),
        ("2024-02-01", "US", "GitHub, Inc. or GitHub B.V."),
    ],
)
def test_the_controller_hangs_on_where_the_person_lives(
    day: str, where: str, controller: str
) -> None:
    """Asked is what people there are told, who accepted a text that names no controller yet."""
    since = statement().changes_since("3.0.0", where, on=day).diff
    (found,) = (one for one in since.commitments if one.commitment == "controller")
    assert (found.before, found.after) == (None, controller)


def test_in_december_2020_only_necessary_cookies_were_left() -> None:
    assert ("newly_prohibited", "necessary-cookies-only") in outcomes(privacy("4.0.0", "5.0.0"))


def test_the_privacy_shield_was_kept_for_show_and_then_no_more() -> None:
    shields = "EU-US and Swiss-US Privacy Shield"
    assert ("certification", None, shields, "changed") in promises(privacy("4.0.0", "5.0.0"))
    assert ("certification", shields, None, "changed") in promises(privacy("5.0.0", "6.0.0"))
    assert [
        clause(number, "transfers")["legal_bases"] for number in ("4.0.0", "5.0.0", "6.0.0")
    ] == [
        ["eu_us_privacy_shield"],
        ["standard_contractual_clauses"],
        ["standard_contractual_clauses"],
    ]


# 2022


def test_the_promises_that_went_in_may_2022() -> None:
    found = promises(privacy("5.0.0", "6.0.0"))
    weaker = [(name, before, after) for name, before, after, way in found if way == "weaker"]
    assert sorted(set(weaker), key=str) == [
        ("confidentiality", True, False),
        ("deletion_within", "P30D", "P90D"),
        ("deletion_within", "P30D", "unbounded"),
        ("local_minimum_age", True, False),
        ("notice_attempt", "after", "none"),
        ("processor_contract", True, False),
        ("recipients_published", True, False),
        ("successor_bound", True, False),
        ("user_notice", "before", "none"),
    ]


@pytest.mark.parametrize(
    ("number", "age"),
    [("2.0.0", 13), ("5.0.0", 13), ("6.0.0", None), ("8.1.0", None), ("9.0.0", 13), ("10.0.0", 13)],
)
def test_the_age_of_thirteen_was_gone_for_two_years(number: str, age: int | None) -> None:
    ages = [
        one["commitments"]["minimum_age"]
        for one in statement()[number].data["clauses"]
        if one["kind"] == "eligibility"
    ]
    assert ages == ([] if age is None else [age])


def test_september_2022_was_about_cookies_of_marketing_pages() -> None:
    assert outcomes(privacy("6.0.0", "7.0.0")) == [
        ("newly_permitted", "vendors"),
        ("newly_permitted", "marketing-cookies"),
        ("newly_permitted", "marketing-cookies"),
    ]


@pytest.mark.parametrize(
    ("number", "service", "outcome"),
    [
        ("6.0.0", "enterprise_marketing_pages", "prohibited"),
        ("7.0.0", "enterprise_marketing_pages", "permitted"),
        ("7.0.0", "code_hosting", "prohibited"),
        ("8.1.0", "code_hosting", "prohibited"),
        ("9.0.0", "code_hosting", "permitted"),
    ],
)
def test_the_exception_for_marketing_pages_holds_there_alone(
    number: str, service: str, outcome: str
) -> None:
    answer = statement()[number].decide(
        operation="collection",
        personal_data="non_essential_cookies",
        purpose="targeted_advertising",
        origin="from_device",
        service=service,
        consent="explicit",
    )
    assert answer.outcome == outcome


def test_december_2022_withdrew_that_no_advertising_is_hosted_and_kept_the_ban_on_sale() -> None:
    found = privacy("7.0.0", "8.0.0")
    assert [(one.id, one.change) for one in found.statements] == [("no-advertising", "withdrawn")]
    assert outcomes(found) == [("newly_permitted", "ad-sharing")]
    sale = [(one.id, one.change, one.meaning) for one in found.clauses if one.id == "no-sale"]
    assert sale == [("no-sale", "moved", "same")]


@pytest.mark.parametrize(("where", "count"), [("US-CA", 1), ("US-NV", 0), ("DE", 0)])
def test_sharing_for_advertisements_is_told_to_people_in_california(where: str, count: int) -> None:
    since = statement().changes_since("7.0.0", where, on="2022-12-16")
    assert len(since.diff.disclosures) == count


def test_no_notice_is_counted_where_github_says_that_none_was_owed() -> None:
    """Material changes have 30 days; GitHub called those of December 2022 not material."""
    assert "published" not in statement()["8.0.0"].data
    assert statement()["8.0.0"].data["observed"] == "2022-12-16"


# 2023 and 2024


def test_october_2023_changed_the_ground_of_transfers_alone() -> None:
    found = privacy("8.0.0", "8.1.0")
    assert (found.verdict, found.required_bump) == ("equivalent", "minor")
    assert {one.id for one in found.clauses} == {"transfers"}
    grounds = clause("8.1.0", "transfers")
    assert grounds["legal_bases"] == ["eu_us_dpf", "standard_contractual_clauses"]
    assert grounds["overlays"]["GB"]["legal_bases"][0] == "uk_extension"
    assert grounds["overlays"]["CH"]["legal_bases"][0] == "swiss_us_dpf"


@pytest.mark.parametrize("recipient", ["regulator", "court", "data_protection_authority"])
def test_the_rewrite_of_2024_took_in_regulators_and_courts(recipient: str) -> None:
    asked: dict[str, Any] = {
        "personal_data": "email_address",
        "recipient": recipient,
        "purpose": "age_check",
        "instrument": "court_order",
    }
    assert statement()["8.1.0"].decide(**asked).outcome == "unstated"
    assert statement()["9.0.0"].decide(**asked).outcome == "permitted"


@pytest.mark.parametrize(
    ("number", "outcome"), [("5.0.0", "unstated"), ("6.0.0", "permitted"), ("9.0.0", "permitted")]
)
def test_other_agencies_of_governments_came_before_them(number: str, outcome: str) -> None:
    answer = statement()[number].decide(
        personal_data="email_address",
        recipient="government_agency",
        purpose="age_check",
        instrument="court_order",
    )
    assert answer.outcome == outcome


@pytest.mark.parametrize(
    ("number", "days"),
    [("2.0.0", "P90D"), ("5.0.0", "P90D"), ("8.1.0", "P90D"), ("9.0.0", None), ("10.0.0", None)],
)
def test_the_profile_was_deleted_within_90_days_until_2024(number: str, days: str | None) -> None:
    answer = statement()[number].decide(
        operation="retention",
        personal_data="profile",
        consent="no_consent",
        required_by_law=False,
    )
    assert answer.commitments.get("deletion_within") == days


def test_of_what_got_weaker_in_2024_the_deletion_is_all() -> None:
    found = privacy("8.1.0", "9.0.0")
    assert found.verdict == "mixed"
    assert [one[:3] for one in promises(found) if one[3] == "weaker"] == [
        ("deletion_within", "P90D", "unbounded")
    ]


def test_that_nothing_is_bought_from_data_brokers_was_said_from_2019_to_2024() -> None:
    with_it = [number for number in statement() if "no-data-brokers" in ids(statement(), number)]
    assert with_it == ["4.0.0", "5.0.0", "6.0.0", "7.0.0", "8.0.0", "8.1.0"]
    (told,) = (one for one in privacy("8.1.0", "9.0.0").processing if "providers" in one.sentence)
    assert told.sentence == (
        "In every country, GitHub may now collect personal data (other than cookies), if the data "
        "comes from data providers. Before, it promised not to."
    )


def test_people_in_five_states_have_an_answer_in_45_days() -> None:
    five = ["US-CA", "US-CO", "US-CT", "US-NV", "US-VA"]
    told: list[Any] = [one.as_json() for one in privacy("8.1.0", "9.0.0").commitments]
    assert [
        (one["commitment"], one["after"]) for one in told if one["jurisdictions"]["terms"] == five
    ] == [
        ("free_requests_per_year", 2),
        ("response_extension", "P45D"),
        ("response_within", "P45D"),
    ]


def test_staff_may_look_for_what_machines_looked_for_before() -> None:
    asked: dict[str, Any] = {
        "operation": "use",
        "personal_data": "private_repository",
        "recipient": "personnel",
        "purpose": "malware_detection",
        "consent": "no_consent",
        "contents_seem_unlawful": False,
    }
    before, after = statement()["8.1.0"], statement()["9.0.0"]
    assert before.decide(automated=True, **asked).outcome == "permitted"
    assert before.decide(automated=False, **asked).outcome == "prohibited"
    assert after.decide(automated=False, **asked).outcome == "permitted"


# 2026


def test_april_2026_is_ai_affiliates_and_private_repositories() -> None:
    found = privacy("9.0.0", "10.0.0")
    assert outcomes(found) == [
        ("newly_permitted", "affiliates"),
        ("newly_permitted", "ai-training"),
        ("no_longer_permitted", "private-repositories, scanning"),
        ("no_longer_permitted", "private-repositories, scanning"),
        ("no_longer_permitted", "private-repositories, scanning"),
        ("no_longer_permitted", "scanning"),
        ("no_longer_prohibited", "no-other-access"),
    ]
    assert promises(found) == [
        ("consistent_with_policy", True, False, "weaker"),
        (
            "incorporates",
            None,
            "Section E (Private Repositories) of the GitHub Terms of Service",
            "changed",
        ),
        ("recipient_policy", None, "The affiliates' own privacy commitments", "changed"),
    ]
    assert (found.rights, found.statements) == ((), ())


@pytest.mark.parametrize("purpose", ["ai_training", "product_development"])
def test_models_may_be_trained_on_personal_data_and_nothing_is_said_of_private_repositories(
    purpose: str,
) -> None:
    asked: dict[str, Any] = {"operation": "use", "purpose": purpose}
    before, after = statement()["9.0.0"], statement()["10.0.0"]
    assert before.decide(personal_data="ai_output", **asked).outcome == "unstated"
    answer = after.decide(personal_data="ai_output", **asked)
    assert answer.outcome == "permitted"
    assert answer.commitments == {"deidentified": "where_feasible"}
    assert after.decide(personal_data="private_repository", **asked).outcome == "unstated"


def test_a_legitimate_interest_is_the_ground_of_training_in_europe_alone() -> None:
    training = clause("10.0.0", "ai-training")
    assert "legal_bases" not in training
    assert {where: patch["legal_bases"] for where, patch in training["overlays"].items()} == {
        "EEA": ["legitimate_interest"],
        "GB": ["legitimate_interest"],
    }


# Guidelines for legal requests


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2017-06-09", "1.0.0"),
        ("2019-01-22", "1.0.0"),
        ("2019-01-23", "2.0.0"),
        ("2020-10-01", "2.0.0"),  # one of 35 commits in which no rule changed
        ("2021-08-22", "2.0.0"),
        ("2021-08-23", "3.0.0"),
        ("2023-03-17", "3.1.0"),
        ("2026-03-17", "3.1.0"),
    ],
)
def test_the_guidelines_have_four_versions_and_many_commits(day: str, number: str) -> None:
    assert guidelines().on(day).number == number


FROM_COURT: dict[str, Any] = {
    "recipient": "police",
    "authority_in": "US",
    "investigation": "criminal",
    "probable_cause": True,
    "consent": "no_consent",
}


@pytest.mark.parametrize("number", ["1.0.0", "2.0.0", "3.0.0", "3.1.0"])
@pytest.mark.parametrize(
    ("data", "instruments"),
    [
        ("email_address", {"subpoena", "metadata_order", "search_warrant"}),
        ("ip_at_given_time", {"subpoena", "metadata_order", "search_warrant"}),
        ("access_log", {"metadata_order", "search_warrant"}),
        ("location_history", {"metadata_order", "search_warrant"}),
        ("repository_settings", {"metadata_order", "search_warrant"}),
        ("private_repository", {"search_warrant"}),
        ("secret_gists", {"search_warrant"}),
        ("security_keys", {"search_warrant"}),
    ],
)
def test_each_class_of_data_takes_its_order(number: str, data: str, instruments: set[str]) -> None:
    asked = ("voluntary_request", "subpoena", "metadata_order", "search_warrant")
    opened = {
        one
        for one in asked
        if guidelines()[number].decide(personal_data=data, instrument=one, **FROM_COURT).outcome
        == "permitted"
    }
    assert opened == instruments


def test_private_contents_take_probable_cause() -> None:
    without = {**FROM_COURT, "probable_cause": False}
    answer = guidelines()["3.1.0"].decide(
        personal_data="private_repository", instrument="search_warrant", **without
    )
    assert answer.outcome == "prohibited"


@pytest.mark.parametrize(
    ("number", "data", "outcome"),
    [
        ("1.0.0", "access_log", "prohibited"),
        ("2.0.0", "access_log", "permitted"),
        ("3.1.0", "access_log", "permitted"),
        ("2.0.0", "private_repository", "prohibited"),
        ("3.1.0", "private_repository", "prohibited"),
    ],
)
def test_emergencies_are_a_way_since_2019_and_never_to_private_contents(
    number: str, data: str, outcome: str
) -> None:
    answer = guidelines()[number].decide(
        personal_data=data,
        recipient="police",
        instrument="emergency_request",
        good_faith_belief=True,
    )
    assert answer.outcome == outcome


@pytest.mark.parametrize(
    ("number", "emergency", "investigating", "gag_order", "notice"),
    [
        ("1.0.0", False, True, False, "before"),
        ("1.0.0", True, False, False, None),
        ("2.0.0", False, True, False, "before"),
        ("2.0.0", True, False, False, "after"),
        ("3.0.0", False, False, False, "before"),
        ("3.0.0", False, True, False, "after"),
        ("3.0.0", True, False, False, "after"),
        ("3.1.0", False, False, True, None),
    ],
)
def test_what_delays_notice_grew_and_what_bars_it_did_not(
    number: str, emergency: bool, investigating: bool, gag_order: bool, notice: str | None
) -> None:
    answer = guidelines()[number].decide(
        personal_data="email_address",
        instrument="subpoena",
        emergency=emergency,
        ongoing_investigation=investigating,
        gag_order=gag_order,
        **FROM_COURT,
    )
    assert answer.outcome == "permitted"
    assert answer.commitments.get("notice_attempt") == notice


def test_an_emergency_lost_its_silence_in_2019_and_won_a_way_of_its_own() -> None:
    found = requests("1.0.0", "2.0.0")
    assert outcomes(found) == [("newly_permitted", "emergencies")]
    assert set(promises(found)) == {
        ("notice_attempt", "none", "after", "stronger"),
        ("copy_of_request", False, True, "stronger"),
    }


def test_one_phrase_of_august_2021_is_told_as_weaker_and_as_nothing_else() -> None:
    found = requests("2.0.0", "3.0.0")
    assert (found.verdict, found.required_bump) == ("equivalent", "major")
    assert set(promises(found)) == {("notice_attempt", "before", "after", "weaker")}
    for one in found.commitments:
        assert "an investigation is under way" in one.sentence
    assert [(one.id, one.change) for one in found.clauses] == [("notice", "changed")]


@pytest.mark.parametrize("where", ["US-CA", "US-TX", "DE", "BR"])
def test_the_declaration_on_abortion_is_asked_wherever_the_person_lives(where: str) -> None:
    asked: dict[str, Any] = {
        **FROM_COURT,
        "personal_data": "email_address",
        "instrument": "subpoena",
        "jurisdiction": where,
    }
    before, after = (guidelines()[one].decide(**asked).commitments for one in ("3.0.0", "3.1.0"))
    assert (before.get("attestation_required"), after.get("attestation_required")) == (None, True)


@pytest.mark.parametrize(
    ("instrument", "outcome"),
    [
        ("court_order", "prohibited"),
        ("subpoena", "prohibited"),
        ("mlat_request", "permitted"),
        ("letter_rogatory", "permitted"),
    ],
)
def test_authorities_abroad_come_through_a_court_of_the_united_states(
    instrument: str, outcome: str
) -> None:
    answer = guidelines()["3.1.0"].decide(
        personal_data="email_address",
        recipient="police",
        instrument=instrument,
        authority_in="FR",
    )
    assert answer.outcome == outcome


def test_what_is_preserved_is_kept_for_90_days() -> None:
    answer = guidelines()["1.0.0"].decide(
        operation="retention",
        personal_data="preserved_records",
        instrument="preservation_order",
        investigation="criminal",
        authority_in="US",
    )
    assert (answer.outcome, answer.commitments) == ("permitted", {"retention_max": "P90D"})


# The days around each change, in two countries and more


@pytest.mark.parametrize("place", ["US-CA", "US-TX", "DE", "BR"])
@pytest.mark.parametrize(
    ("day", "question", "outcomes"),
    [
        (
            "2018-05-25",
            {
                "personal_data": "access_log",
                "data_subject": "organisation_member",
                "recipient": "organisation_owner",
                "purpose": "statistics",
                "trigger": "joins_organisation",
            },
            ("unstated", "permitted"),
        ),
        (
            "2019-04-19",
            {"operation": "collection", "personal_data": "name", "origin": "from_partner"},
            ("unstated", "permitted"),
        ),
        (
            "2019-12-20",
            {"operation": "collection", "personal_data": "name", "origin": "from_data_provider"},
            ("permitted", "prohibited"),
        ),
        (
            "2020-12-19",
            {"operation": "collection", "personal_data": "non_essential_cookies"},
            ("unstated", "prohibited"),
        ),
        (
            "2022-05-31",
            {
                "personal_data": "name",
                "recipient": "government_agency",
                "purpose": "age_check",
                "instrument": "court_order",
            },
            ("unstated", "permitted"),
        ),
        (
            "2022-09-01",
            {"personal_data": "name", "recipient": "subprocessor", "purpose": "analytics"},
            ("unstated", "permitted"),
        ),
        (
            "2024-02-01",
            {
                "personal_data": "name",
                "recipient": "court",
                "purpose": "age_check",
                "instrument": "court_order",
            },
            ("unstated", "permitted"),
        ),
        (
            "2024-02-01",
            {"operation": "collection", "personal_data": "name", "origin": "from_data_provider"},
            ("prohibited", "permitted"),
        ),
        (
            "2026-04-27",
            {"operation": "use", "personal_data": "ai_output", "purpose": "ai_training"},
            ("unstated", "permitted"),
        ),
        (
            "2026-04-27",
            {"personal_data": "name", "recipient": "group_company", "purpose": "ai_training"},
            ("unstated", "permitted"),
        ),
    ],
)
def test_each_change_of_the_statement_is_there_on_its_day_and_not_on_the_day_before(
    day: str, question: dict[str, Any], outcomes: tuple[str, str], place: str
) -> None:
    assert around(statement(), day, place, question) == outcomes


@pytest.mark.parametrize(
    ("place", "outcome"), [("US-CA", "permitted"), ("US-NV", "unstated"), ("DE", "unstated")]
)
def test_sharing_for_advertisements_began_in_december_2022_and_in_california(
    place: str, outcome: str
) -> None:
    asked = {
        "personal_data": "name",
        "recipient": "ad_network",
        "purpose": "cross_context_advertising",
        "service": "enterprise_marketing_pages",
    }
    assert around(statement(), "2022-12-15", place, asked) == ("unstated", outcome)


@pytest.mark.parametrize("place", ["US-TX", "DE"])
@pytest.mark.parametrize(
    ("day", "notice"), [("2022-05-30", "before"), ("2022-05-31", None), ("2026-04-27", None)]
)
def test_notice_of_a_sale_of_the_company_went_in_may_2022(
    day: str, notice: str | None, place: str
) -> None:
    answer = (
        statement()
        .on(day, place)
        .decide(
            personal_data="name",
            recipient="business_successor",
            purpose="age_check",
            trigger="merger_or_sale",
            jurisdiction=place,
        )
    )
    assert (answer.outcome, answer.commitments.get("user_notice")) == ("permitted", notice)


def test_a_parent_could_consent_below_the_age_of_a_country_until_december_2019() -> None:
    (told,) = (
        one for one in privacy("3.0.0", "4.0.0").commitments if one.commitment.startswith("local")
    )
    assert told.direction == "changed"
    assert told.sentence.endswith(
        "Before, it promised that a higher minimum age in local law counts unless the person has "
        "given consent through a parent."
    )


def test_that_sensitive_data_is_not_collected_on_purpose_was_said_until_may_2022() -> None:
    with_it = [number for number in statement() if "no-sensitive-data" in ids(statement(), number)]
    assert with_it == ["1.0.0", "2.0.0", "3.0.0", "4.0.0", "5.0.0"]
    told = [
        (one.change, one.meaning)
        for one in privacy("5.0.0", "6.0.0").clauses
        if one.id == "no-sensitive-data"
    ]
    assert told == [("removed", "unstructured")]


@pytest.mark.parametrize("place", ["US-CA", "DE", "BR"])
@pytest.mark.parametrize(
    ("eve", "day", "question", "commitment", "values"),
    [
        ("2019-01-22", "2019-01-23", {"emergency": True}, "notice_attempt", (None, "after")),
        (
            "2021-08-22",
            "2021-08-23",
            {"emergency": False, "ongoing_investigation": True},
            "notice_attempt",
            ("before", "after"),
        ),
        ("2023-03-16", "2023-03-17", {}, "attestation_required", (None, True)),
    ],
)
def test_each_change_of_the_guidelines_is_there_on_its_day_and_not_on_the_day_before(
    eve: str, day: str, question: dict[str, Any], commitment: str, values: Any, place: str
) -> None:
    asked = {
        **FROM_COURT,
        "personal_data": "email_address",
        "instrument": "subpoena",
        "gag_order": False,
        "jurisdiction": place,
        **question,
    }
    answers = [guidelines().on(one, place).decide(**asked) for one in (eve, day)]
    assert [one.outcome for one in answers] == ["permitted", "permitted"]
    assert tuple(one.commitments.get(commitment) for one in answers) == values
