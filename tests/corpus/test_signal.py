"""Signal: one text since 2018, and crawls that found the same words each time."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

import policykit
from policykit.library import NotInForce, Policy, Version
from policykit.library.reading import read_version
from tests.conftest import ROOT


@cache
def signal() -> Policy:
    return policykit.load(ROOT / "policies")["signal/privacy"]


def again(version: Version, **edit: Any) -> Version:
    """The same version with something otherwise, read anew."""
    text = json.dumps({**version.data, **edit})
    content, findings = read_version(text, version.path, version.header, version.number)
    assert content is not None, findings
    return Version(version.header, content, version.path)


CRAWLS = ["2020-12-09", "2022-09-20", "2025-09-23"]


def test_three_crawls_are_three_sources_of_one_version() -> None:
    assert list(signal()) == ["1.0.0"]
    assert [one["retrieved"] for one in signal()["1.0.0"].data["sources"]] == CRAWLS


@pytest.mark.parametrize("day", ["2018-05-25", *CRAWLS])
def test_one_text_is_in_force_on_the_day_of_every_crawl(day: str) -> None:
    assert signal().on(day).number == "1.0.0"


def test_what_stood_before_may_2018_is_not_known() -> None:
    with pytest.raises(NotInForce):
        signal().on("2018-05-24")


FOUNDATION = {"publisher": "Signal Technology Foundation", "title": "Signal Terms & Privacy Policy"}
CRAWL = {
    "sources": [{"url": "https://signal.org/legal/", "retrieved": "2025-12-01"}],
    "observed": "2025-12-01",
    "notes": "Read once more.",
}


@pytest.mark.parametrize(
    "edit", [CRAWL, FOUNDATION, {**CRAWL, **FOUNDATION}], ids=["crawl", "name", "both"]
)
def test_a_crawl_or_another_name_of_the_company_changes_nothing(edit: dict[str, Any]) -> None:
    text = signal()["1.0.0"]
    found: Any = policykit.diff(text, again(text, **edit)).as_json()
    assert (found["verdict"], found["required_bump"]) == ("equivalent", "patch")
    assert not [name for name, value in found.items() if isinstance(value, list) and value]


def test_a_clause_of_another_name_in_another_section_says_the_same() -> None:
    text = signal()["1.0.0"]
    clauses = [
        {**one, "id": f"new-{one['id']}", "renamed_from": [one["id"]], "section": "Elsewhere"}
        for one in text.data["clauses"]
    ]
    found = policykit.diff(text, again(text, clauses=clauses))
    assert (found.verdict, found.required_bump) == ("equivalent", "patch")
    assert (found.disclosures, found.processing, found.commitments) == ((), (), ())
    assert {(one.change, one.meaning) for one in found.clauses} == {
        ("renamed", "same"),
        ("moved", "same"),
    }


@pytest.mark.parametrize("recipient", ["police", "advertiser", "group_company", "public"])
def test_the_content_of_a_message_goes_to_nobody_but_whom_it_is_for(recipient: str) -> None:
    text = signal()["1.0.0"]
    asked: dict[str, Any] = {"personal_data": "email_content", "instrument": "court_order"}
    assert text.decide(recipient=recipient, **asked).outcome == "prohibited"
    assert text.decide(recipient="intended_recipients", **asked).outcome != "prohibited"


def test_legal_process_opens_the_rest_and_no_notice_is_promised() -> None:
    answer = signal()["1.0.0"].decide(
        personal_data="phone_number",
        recipient="police",
        purpose="criminal_investigation",
        instrument="court_order",
    )
    assert (answer.outcome, answer.clauses) == ("permitted", ("legal-requests",))
    assert answer.commitments == {}


def test_encrypted_messages_wait_for_a_time_and_the_age_is_thirteen() -> None:
    queued = signal()["1.0.0"].decide(
        operation="retention", personal_data="encrypted_content", purpose="message_delivery"
    )
    assert queued.commitments["retention_max"] == "temporary"
    clauses = {one["id"]: one for one in signal()["1.0.0"].data["clauses"]}
    assert clauses["minimum-age"]["commitments"] == {"minimum_age": 13, "local_minimum_age": True}
    assert "San Mateo County" in clauses["disputes"]["commitments"]["forum"]
