"""Basecamp, called 37signals since 2022: a warrant canary, authorities abroad, and many commits."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

import policykit
from policykit.comparison import PolicyDiff
from policykit.library import NotInForce, Policy, Version
from policykit.library.reading import read_version
from tests.conftest import ROOT
from tests.corpus.around import around


@cache
def basecamp() -> Policy:
    return policykit.load(ROOT / "policies")["basecamp/privacy"]


@cache
def between(before: str, after: str) -> PolicyDiff:
    return policykit.diff(basecamp()[before], basecamp()[after])


def again(version: Version, **edit: Any) -> Version:
    """The same version with something otherwise, read anew."""
    text = json.dumps({**version.data, **edit})
    content, findings = read_version(text, version.path, version.header, version.number)
    assert content is not None, findings
    return Version(version.header, content, version.path)


def clause(number: str, id_: str) -> dict[str, Any]:
    (found,) = (one for one in basecamp()[number].data["clauses"] if one["id"] == id_)
    return dict(found)


def outcomes(found: PolicyDiff) -> list[tuple[str, str]]:
    """What may be done otherwise, and the clause of the later version, else of the earlier one."""
    told: list[tuple[str, str]] = []
    for one in (*found.disclosures, *found.processing):
        sides: Any = one.as_json()["causes"]
        told.append((one.change, ", ".join(sides["after"] or sides["before"])))
    return told


# Days


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2020-04-13", "1.0.0"),
        ("2020-04-14", "1.1.0"),
        ("2020-07-09", "1.1.0"),
        ("2020-07-10", "2.0.0"),
        ("2020-12-03", "2.0.0"),
        ("2020-12-04", "3.0.0"),
        ("2021-06-14", "3.1.0"),
        # Published on 8 July 2022, and first without the day from which it counts.
        ("2022-07-08", "3.1.0"),
        ("2022-07-11", "3.1.0"),
        ("2022-07-17", "3.1.0"),
        ("2022-07-18", "4.0.0"),
        # The text dates itself two days before it could be read.
        ("2023-04-19", "4.0.0"),
        ("2023-04-20", "5.0.0"),
    ],
)
def test_a_text_is_in_force_from_the_day_that_it_took_effect(day: str, number: str) -> None:
    assert basecamp().on(day).number == number


def test_the_text_that_was_announced_on_9_april_2020_was_not_in_force_before_the_13th() -> None:
    assert basecamp()["1.0.0"].data["published"] == "2020-04-09"
    with pytest.raises(NotInForce):
        basecamp().on("2020-04-12")


def test_no_number_is_raised_further_than_the_change_needs() -> None:
    for before, after in pairwise(basecamp()):
        old, new = before.split("."), after.split(".")
        raised = "major" if new[0] != old[0] else "minor" if new[1] != old[1] else "patch"
        assert raised == between(before, after).required_bump, after


# The warrant canary


@pytest.mark.parametrize(
    ("number", "stands"),
    [
        ("1.0.0", False),
        ("1.1.0", True),
        ("2.0.0", True),
        ("3.0.0", True),
        ("3.1.0", True),
        ("4.0.0", False),
        ("5.0.0", False),
    ],
)
def test_the_canary_stood_from_april_2020_to_july_2022(number: str, stands: bool) -> None:
    ids = [one["id"] for one in basecamp()[number].data["clauses"] if one["kind"] == "statement"]
    assert ("canary" in ids) is stands


def test_the_canary_is_all_that_came_on_14_april_2020() -> None:
    found = between("1.0.0", "1.1.0")
    assert [(one.id, one.change) for one in found.statements] == [("canary", "made")]
    assert [(one.id, one.change) for one in found.clauses] == [("canary", "added")]
    assert (found.verdict, found.commitments, found.rights) == ("equivalent", (), ())


def test_the_end_of_the_canary_is_told_among_everything_else_of_july_2022() -> None:
    found = between("3.1.0", "4.0.0")
    assert [(one.id, one.change) for one in found.statements] == [("canary", "withdrawn")]
    (one,) = found.statements
    assert one.sentence == (
        "In every country, 37signals no longer states: No National Security Letter and no FISA "
        "order was ever received (When required under applicable law)."
    )


def test_the_end_of_the_canary_alone_would_ask_for_a_major_version() -> None:
    before = basecamp()["3.1.0"]
    clauses = [one for one in before.data["clauses"] if one["id"] != "canary"]
    found = policykit.diff(before, again(before, clauses=clauses))
    assert (found.verdict, found.required_bump) == ("equivalent", "major")


def test_that_no_order_stands_behind_the_end_of_the_canary_is_written_down() -> None:
    notes = basecamp()["4.0.0"].data["notes"]
    assert "no such order had come" in " ".join(notes.split())


# July 2022


def test_july_2022_changed_what_is_known_and_nothing_else() -> None:
    found = between("3.1.0", "4.0.0")
    assert (found.verdict, found.required_bump) == ("broader", "major")
    assert outcomes(found) == [
        ("newly_permitted", "emergency-requests"),
        ("newly_permitted", "ad-effectiveness"),
        ("newly_permitted", "ad-exclusion"),
        ("newly_permitted", "emergency-requests"),
        ("no_longer_prohibited", "no-other-requests"),
        ("newly_prohibited", "no-other-requests"),
        ("no_longer_prohibited", "not-collected"),
    ]
    assert [
        (one.commitment, one.before, one.after, one.direction) for one in found.commitments
    ] == [
        ("retention_max", "while_active", "permanent", "weaker"),
        ("retention_max", "P30D", "while_active", "changed"),
        ("user_notice", "none", "before", "stronger"),
        ("user_notice", "none", "may", "stronger"),
        ("user_notice", "when_received", "before", "stronger"),
        ("user_notice", "when_received", "may", "weaker"),
        ("user_notice", "when_received", "none", "weaker"),
        (
            "notice_channel",
            "The company's blog",
            "The date at the top of the policy, and any other appropriate step",
            "changed",
        ),
    ]
    assert found.rights == ()


EMERGENCY: dict[str, Any] = {
    "personal_data": "email_address",
    "recipient": "police",
    "purpose": "legal_compliance",
    "instrument": "emergency_request",
    "authority_in": "US",
}


@pytest.mark.parametrize(
    ("number", "outcome"),
    [("1.0.0", "prohibited"), ("3.1.0", "prohibited"), ("4.0.0", "permitted")],
)
def test_emergencies_are_a_way_since_july_2022(number: str, outcome: str) -> None:
    assert basecamp()[number].decide(**EMERGENCY).outcome == outcome


def test_nobody_is_told_any_more_that_their_data_is_preserved() -> None:
    preserved: dict[str, Any] = {
        "operation": "retention",
        "personal_data": "preserved_copies",
        "instrument": "preservation_order",
        "authority_in": "US",
        "required_by_law": True,
        "gag_order": False,
    }
    before, after = (basecamp()[number].decide(**preserved) for number in ("3.1.0", "4.0.0"))
    assert before.outcome == after.outcome == "permitted"
    assert before.commitments == {"destroyed_without_order": True, "user_notice": "when_received"}
    assert after.commitments == {"destroyed_without_order": True}


@pytest.mark.parametrize(
    ("number", "gag_order", "emergency", "notice"),
    [
        ("2.0.0", False, False, "when_received"),
        ("2.0.0", False, True, "when_received"),
        ("2.0.0", True, False, None),
        ("4.0.0", False, False, "before"),
        ("4.0.0", False, True, "may"),
        ("4.0.0", True, False, None),
    ],
)
def test_notice_of_an_order_comes_earlier_since_2022_and_not_in_every_emergency(
    number: str, gag_order: bool, emergency: bool, notice: str | None
) -> None:
    answer = basecamp()[number].decide(
        personal_data="email_address",
        recipient="police",
        purpose="legal_compliance",
        instrument="court_order",
        authority_in="US",
        gag_order=gag_order,
        emergency=emergency,
    )
    assert answer.outcome == "permitted"
    assert answer.commitments.get("user_notice") == notice


def test_the_new_name_is_no_change_of_meaning() -> None:
    old, new = basecamp()["3.1.0"], basecamp()["4.0.0"]
    assert (old.data.get("publisher"), new.data["publisher"]) == (None, "37signals")
    renamed = policykit.diff(
        old, again(old, title=new.data["title"], publisher=new.data["publisher"])
    )
    assert (renamed.verdict, renamed.required_bump) == ("equivalent", "patch")
    found: Any = renamed.as_json()
    assert not [name for name, value in found.items() if isinstance(value, list) and value]


# Authorities abroad


@pytest.mark.parametrize("number", ["2.0.0", "3.0.0", "3.1.0", "4.0.0", "5.0.0"])
@pytest.mark.parametrize(
    ("instrument", "outcome"),
    [("court_order", "prohibited"), ("subpoena", "prohibited"), ("mlat_request", "permitted")],
)
def test_an_authority_abroad_needs_the_treaty_since_july_2020(
    number: str, instrument: str, outcome: str
) -> None:
    answer = basecamp()[number].decide(
        personal_data="email_address",
        recipient="police",
        purpose="legal_compliance",
        instrument=instrument,
        authority_in="DE",
    )
    assert answer.outcome == outcome


def test_before_july_2020_nothing_was_said_of_the_country_of_an_authority() -> None:
    answer = basecamp()["1.1.0"].decide(
        personal_data="email_address",
        recipient="police",
        purpose="legal_compliance",
        instrument="court_order",
        authority_in="DE",
    )
    assert answer.outcome == "permitted"


# Taxes, addresses, content


def test_tax_audits_are_all_that_came_in_december_2020() -> None:
    found = between("2.0.0", "3.0.0")
    assert outcomes(found) == [("newly_permitted", "tax-audit")]
    assert [(one.id, one.change) for one in found.clauses] == [("tax-audit", "added")]
    assert found.commitments == ()


@pytest.mark.parametrize("number", ["1.0.0", "2.0.0", "3.0.0"])
def test_sign_up_addresses_were_kept_for_ever_before_it_was_clarified(number: str) -> None:
    assert clause(number, "signup-ip")["commitments"] == {"retention_max": "permanent"}


@pytest.mark.parametrize(
    ("number", "service", "limit"),
    [
        ("3.0.0", "hey", None),
        ("3.1.0", "hey", "while_active"),
        ("3.1.0", "basecamp", None),
        ("4.0.0", "hey", None),
    ],
)
def test_hey_kept_sign_up_addresses_no_longer_than_the_account_for_a_year(
    number: str, service: str, limit: str | None
) -> None:
    answer = basecamp()[number].decide(
        operation="retention",
        personal_data="signup_ip_address",
        purpose="anti_spam",
        service=service,
    )
    assert (answer.outcome, answer.commitments.get("retention_max")) == ("permitted", limit)


def test_the_exception_for_hey_is_told_as_stronger_and_its_end_as_weaker() -> None:
    came, went = between("3.0.0", "3.1.0"), between("3.1.0", "4.0.0")
    assert [(one.commitment, one.direction) for one in came.commitments] == [
        ("retention_max", "stronger")
    ]
    (lost,) = (one for one in went.commitments if one.before == "while_active")
    assert lost.direction == "weaker"
    assert lost.sentence.endswith("for spam prevention, if the service is HEY.")


@pytest.mark.parametrize("number", ["1.0.0", "2.0.0", "3.1.0", "4.0.0", "5.0.0"])
def test_content_is_gone_60_days_after_the_account_in_every_version(number: str) -> None:
    assert clause(number, "content")["commitments"]["deletion_within"] == "P60D"


@pytest.mark.parametrize("number", ["1.0.0", "2.0.0", "3.1.0", "4.0.0", "5.0.0"])
def test_notice_of_a_sale_of_the_company_was_promised_all_along(number: str) -> None:
    assert clause(number, "sale-of-the-company")["commitments"] == {"user_notice": "before"}


# April 2023: the words "share" and "disclose"


def test_share_became_disclose_all_through_and_changed_nothing() -> None:
    found = between("4.0.0", "5.0.0")
    assert outcomes(found) == [("newly_permitted", "aggregated-data")]
    assert found.commitments == ()
    assert [(one.id, one.change) for one in found.clauses if one.change != "added"] == [
        ("signup-ip", "moved"),
        ("login-ip", "moved"),
        ("sale-of-the-company", "moved"),
    ]


def test_that_all_data_is_in_the_united_states_was_nothing_new_in_2023() -> None:
    assert clause("2.0.0", "us-only")["text"] == clause("5.0.0", "us-only")["text"]
    assert [(one.id, one.change) for one in between("1.1.0", "2.0.0").statements] == [
        ("us-only", "made")
    ]
    assert "us-only" not in [one.id for one in between("4.0.0", "5.0.0").statements]


def test_the_californian_notice_is_for_california() -> None:
    found: Any = between("4.0.0", "5.0.0").as_json()
    said = [*found["rights"], *found["statements"]]
    assert [one["jurisdictions"] for one in said] == [{"terms": ["US-CA"]}] * 2
    for where, verdict in (("US-CA", 1), ("US-NY", 0), ("DE", 0)):
        since = basecamp().changes_since("4.0.0", where, on="2023-04-20")
        assert len(since.diff.rights) == verdict


# The days around each change, in two countries and more


@pytest.mark.parametrize("place", ["US-CA", "US-TX", "DE", "BR"])
@pytest.mark.parametrize(
    ("day", "question", "outcomes"),
    [
        (
            "2020-07-10",
            {"recipient": "police", "instrument": "court_order", "authority_in": "DE"},
            ("permitted", "prohibited"),
        ),
        (
            "2020-12-04",
            {
                "personal_data": "billing_address",
                "recipient": "tax_authority",
                "purpose": "tax_audit",
                "instrument": "statutory_duty",
                "trigger": "tax_audit",
            },
            ("unstated", "permitted"),
        ),
        (
            "2022-07-18",
            {"recipient": "police", "instrument": "emergency_request", "authority_in": "US"},
            ("prohibited", "permitted"),
        ),
        (
            "2022-07-18",
            {"operation": "collection", "personal_data": "biometric_data"},
            ("prohibited", "unstated"),
        ),
        (
            "2023-04-20",
            {"operation": "use", "personal_data": "deidentified_data"},
            ("unstated", "permitted"),
        ),
    ],
)
def test_each_change_is_there_on_its_day_and_not_on_the_day_before(
    day: str, question: dict[str, Any], outcomes: tuple[str, str], place: str
) -> None:
    asked = {"personal_data": "email_address", "purpose": "legal_compliance", **question}
    assert around(basecamp(), day, place, asked) == outcomes


@pytest.mark.parametrize("place", ["US", "FR"])
def test_the_same_rights_everywhere_are_striven_for_since_2022_and_stay_the_same_rights(
    place: str,
) -> None:
    found = between("3.1.0", "4.0.0")
    assert [(one.change, one.meaning) for one in found.clauses if one.id == "same-rights"] == [
        ("reworded", "unstructured")
    ]
    assert basecamp().changes_since("3.1.0", place, on="2022-07-18").diff.rights == ()
