"""What a text says and the fields do not: durations, places, kinds of data."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from policykit.library.reading import read_version
from policykit.rules import lint
from tests.writing import content, header

KEEP = {
    "id": "keep",
    "kind": "retention",
    "personal_data": ["ip_address"],
    "commitments": {"retention_max": "P1Y"},
}


def codes(text: str, **more: Any) -> set[str]:
    of = header()
    source = json.dumps(content([{**KEEP, "text": text, **more}]))
    found, findings = read_version(source, "1.0.0.yaml", of, "1.0.0")
    assert found is not None, findings
    return {one.code for one in lint(of, [found]) if one.code.startswith("PK23")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IP addresses are kept for 12 months.", set()),
        ("IP addresses are kept for one year.", set()),
        ("IP addresses are kept for a year.", set()),
        ("IP addresses are kept for 18 months.", {"PK230"}),
        ("IP addresses are kept for thirty days.", {"PK230"}),
        ("IP addresses are kept for P1Y.", set()),
        ("For people who are 16 years old.", set()),
        ("People under 13 may not use it.", set()),
        ("Nothing is said here.", set()),
        ("IP addresses are kept in India.", {"PK231"}),
        ("IP addresses are kept in Indiana Jones films.", set()),
        ("IP addresses are kept outside the European Economic Area.", set()),
        ("IP addresses are kept in the European Economic Area.", {"PK231"}),
        ("IP addresses are kept by Jordan.", set()),
        ("IP addresses are kept in Jordan.", {"PK231"}),
        ("IP addresses are kept by the Bank of Ireland.", set()),
        ("German law applies.", set()),
        ("IP addresses and phone numbers are kept.", {"PK232"}),
        ("An IP address is kept.", set()),
        ("Names are kept.", set()),
    ],
)
def test_a_text_against_its_fields(text: str, expected: set[str]) -> None:
    assert codes(text) == expected


def test_what_the_fields_say_is_no_finding() -> None:
    assert codes("Kept in Germany.", destinations=["EEA"]) == set()
    assert codes("Kept in Germany.", jurisdictions=["DE"]) == set()
    assert codes("Kept in Germany.", overlays={"DE": {"effect": "required"}}) == set()
    assert codes("We keep phone numbers.", personal_data=["contact_data"]) == set()
    assert codes("Kept for 30 days.", commitments={"retention_max": "P30D"}) == set()


def test_words_alone_and_other_languages_are_not_read() -> None:
    clause = {"id": "intro", "kind": "general", "text": "Kept in India for 18 months."}
    found, _ = read_version(json.dumps(content([clause])), "1.0.0.yaml", header(), "1.0.0")
    assert found is not None
    assert lint(header(), [found]) == []


def test_what_other_tools_misread_is_quoted() -> None:
    of = header()
    text = (
        "format: 1\npolicy: acme/privacy\nversion: 1.0.0\npublished: 2025-01-01\nclauses:\n"
        "  - id: keep\n    kind: retention\n    personal_data: [ip_address]\n"
        "    jurisdictions: [NO, SE]\n"
    )
    found, _ = read_version(text, "1.0.0.yaml", of, "1.0.0")
    assert found is not None
    (one,) = lint(of, [found])
    assert (one.code, one.severity, one.line) == ("PK233", "info", 9)
    (edit,) = one.edits
    assert text[: edit.start] + edit.text + text[edit.end :] == text.replace("NO", '"NO"')


@pytest.mark.parametrize(
    ("language", "text", "hits"),
    [
        ("en", "You must be 16 years old", 0),
        ("en", "children under 13 years", 0),
        ("en", "kept for a year", 1),
        ("en", "twice a year", 0),
        ("en", "in the past 12 months", 0),
        ("en", "24 hours a day, 7 days a week", 0),
        ("en", "thirty (30) days", 1),
        ("en", "one hundred and eighty days", 1),
        ("en", "for a year and a half", 0),
        ("en", "1.5 years", 0),
        ("en", "In 2024 days were counted", 0),
        ("en", "$5 a month", 0),
        ("en", "one day we may stop", 0),
        ("en", "within one day", 1),
        ("en", "a two second factor", 0),
        ("en", "for a second time", 0),
        ("en", "within 72 hours", 1),
        ("en", "P12M", 1),
        ("en", "PDF P2P PT", 0),
        ("en", "5 business days", 1),
        ("en", "8 years ago", 0),
        ("en", "16-year-olds", 0),
        ("en", "ninety-day period", 1),
        ("en", "1,000 days", 1),
        ("en", "12-month", 1),
        ("en", "30 days' notice", 1),
        ("en", "two and a half years", 0),
        ("en", "Bank of Ireland", 0),
        ("en", "people in Northern Ireland", 1),
        ("en", "Indiana", 1),
        ("en", "in Indiana and Ireland", 2),
        ("en", "Jordan may read it", 0),
        ("en", "kept in Jordan", 1),
        ("en", "kept in Niger, Nigeria and Chad", 3),
        ("en", "Michael Jordan", 0),
        ("en", "New Jersey", 1),
        ("en", "Acme Germany GmbH", 0),
        ("en", "EU-US framework", 0),
        ("en", "Residents of California may ask", 1),
        ("en", "Government of India", 0),
        ("en", "guinea pigs in Papua New Guinea", 1),
        ("en", "turkey", 0),
        ("en", "Northern Ireland's courts", 1),
        ("en", "in Germany. Telegram keeps it", 1),
        ("en", "European Union's rules", 1),
        ("en", "the Republic of Ireland", 0),
        ("en", "phone numbers", 1),
        ("en", "Phone number", 1),
        ("en", "names, files and media", 0),
        ("en", "phone, number", 0),
        ("en", "recovery IP\naddresses", 1),
        ("en", "contact data", 0),
        ("en", "personal data", 0),
        ("de", "zwölf Monate", 1),
        ("de", "für ein Jahr", 1),
        ("de", "30-tägige Frist", 1),
        ("de", "16 Jahre alt", 0),
        ("de", "in den letzten 12 Monaten", 0),
        ("de", "eines Tages", 0),
        ("de", "vierundzwanzig Stunden", 1),
        ("de", "vor 2 Jahren", 0),
        ("de", "innerhalb eines Monats", 1),
    ],
)
def test_a_text_says_what_its_clause_does_not(language: str, text: str, hits: int) -> None:
    clause = {"id": "c", "kind": "retention", "personal_data": ["email_address"], "text": text}
    of = header(languages=[language])
    found, findings = read_version(json.dumps(content([clause])), "1.0.0.yaml", of, "1.0.0")
    assert found is not None, findings
    assert sum(one.code.startswith("PK23") for one in lint(of, [found])) == hits


@pytest.mark.parametrize("text", ["Ireland " * 20_000, "in France. " + "by Jordan . " * 10_000])
def test_the_places_of_a_long_text_are_found_in_time_that_grows_with_it(text: str) -> None:
    started = time.perf_counter()
    codes(text)
    assert time.perf_counter() - started < 3  # 0.1 s; looking far back at each name took 5 s
