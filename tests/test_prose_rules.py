"""What a text says and the fields do not: durations, places, kinds of data."""

from __future__ import annotations

import json
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
