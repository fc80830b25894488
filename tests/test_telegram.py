"""The main job: what changed in Telegram's policy on 23 September 2024."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import policykit
from policykit.model import OPERATIONS
from policykit.render import html, markdown, text
from policykit.render import json as json_
from tests.oracle import inside, outcome, reached
from tests.running import policykit as run

OLD, NEW = "telegram/privacy@2024-09-22", "telegram/privacy@2024-09-23"
ASKED = [
    "--jurisdiction",
    "BR",
    "--personal-data",
    "ip_address",
    "--recipient",
    "law_enforcement",
    "--instrument",
    "court_order",
    "--offence",
    "fraud",
    "--suspicion",
    "confirmed_suspect",
    "--violates-terms",
]


@pytest.fixture
def versions(root: Path) -> tuple[Any, Any]:
    policy = policykit.load(root / "policies")["telegram/privacy"]
    return policy.on("2024-09-22"), policy.on("2024-09-23")


def test_the_versions_in_force_are_the_observed_and_the_published_one(versions: Any) -> None:
    before, after = versions
    assert (before.number, before.start()) == ("10.0.0", "2024-07-15")
    assert (after.number, after.start()) == ("11.0.0", "2024-09-23")


def test_the_machine_output_says_what_changed_in_at_most_four_statements(root: Path) -> None:
    found = run("diff", OLD, NEW, "-o", "json", cwd=root).json("diff")
    assert found["verdict"] == "mixed"
    assert found["required_bump"] == "major"
    assert found["unchanged"] is False
    assert found["jurisdictions"] == [{"jurisdictions": {"terms": ["*"]}, "verdict": "mixed"}]
    assert found["operations"] == [{"operation": "disclosure", "verdict": "mixed"}]
    assert 1 < len(found["disclosures"]) <= 4
    assert found["processing"] == found["rights"] == found["membership"] == []
    assert [(one["id"], one["change"]) for one in found["statements"]] == [
        ("never-disclosed", "withdrawn")
    ]
    promises = {one["commitment"]: one for one in found["commitments"]}
    assert set(promises) == {"legal_review", "transparency_report_every"}
    assert (promises["legal_review"]["before"], promises["legal_review"]["after"]) == (False, True)
    report = promises["transparency_report_every"]
    assert (report["before"], report["after"], report["direction"]) == ("P6M", "P3M", "stronger")
    fields = [field for one in found["clauses"] for field in one["fields"]]
    assert not [field for field in fields if "personal_data" in field or "recipients" in field]


CASES = [
    # offence, instrument, suspicion, violates the terms; before, after
    ("fraud", "court_order", "confirmed_suspect", True, "unstated", "permitted"),
    ("fraud", "production_order", "charged", True, "unstated", "permitted"),
    ("fraud", "court_order", "confirmed_suspect", False, "unstated", "unstated"),
    ("fraud", "court_order", "suspect", True, "unstated", "depends"),
    ("terrorism", "court_order", "confirmed_suspect", True, "permitted", "permitted"),
    ("terrorism", "court_order", "confirmed_suspect", False, "permitted", "unstated"),
    ("terrorism", "production_order", "confirmed_suspect", True, "unstated", "permitted"),
    ("terrorism", "subpoena", "confirmed_suspect", True, "unstated", "unstated"),
    ("other:crime", "judicial_order", "confirmed_suspect", True, "unstated", "permitted"),
]


@pytest.mark.parametrize(("offence", "order", "suspicion", "violates", "old", "new"), CASES)
@pytest.mark.parametrize("place", ["BR", "IN", "DE", "NO", "US-CA", "other:*"])
def test_each_version_decides_as_its_text_says(
    versions: Any,
    offence: str,
    order: str,
    suspicion: str,
    violates: bool,
    old: str,
    new: str,
    place: str,
) -> None:
    question = {
        "jurisdiction": place,
        "personal_data": "ip_address",
        "recipient": "police",
        "instrument": order,
        "offence": offence,
        "suspicion": suspicion,
        "violates_terms": violates,
    }
    before, after = versions
    assert before.decide(**question).outcome == old
    assert after.decide(**question).outcome == new


def test_the_statements_cover_exactly_what_the_two_texts_differ_in(versions: Any) -> None:
    before, after = versions
    found: Any = policykit.diff(before, after).as_json()
    law = [
        [clause for clause in one.data["clauses"] if clause["id"] == "law-enforcement"]
        for one in versions
    ]
    for offence in ("fraud", "terrorism", "other:crime", "no_offence"):
        for order in ("court_order", "search_warrant", "other:judicial_order", "subpoena"):
            for suspicion in (
                "other:confirmed_suspect",
                "charged",
                "other:suspect",
                "not_a_suspect",
            ):
                for violates in (True, False):
                    point = {
                        "operation": "disclosure",
                        "jurisdiction": "BR",
                        "personal_data": "phone_number",
                        "recipients": "prosecutor",
                        "instrument": order.replace("court_order", "other:court_order"),
                        "offence": offence,
                        "suspicion": suspicion,
                        "violates_terms": violates,
                    }
                    was, now = (outcome(one, point, "2024-09-23") for one in law)
                    told = [one for one in found["disclosures"] if inside(one, point, "2024-09-23")]
                    assert [(one["before"], one["after"]) for one in told] == (
                        [(was, now)] if was != now else []
                    ), point
                    assert reached(law[1], point, "2024-09-23") or now == "unstated"


def test_every_witness_is_decided_as_the_diff_says(versions: Any) -> None:
    before, after = versions
    for change in policykit.diff(before, after).disclosures:
        assert before.decide(**change.witness).outcome == change.before
        assert after.decide(**change.witness).outcome == change.after
        used = {
            name
            for clause in after.clauses
            if clause.kind in OPERATIONS
            for one in clause.normal.get("when", ())
            for name in one
            if name in after.header.side.vocabulary.conditions
        }
        assert used <= set(change.witness)


@pytest.mark.parametrize("number", ["10.0.0", "11.0.0"])
def test_a_version_against_itself_is_unchanged(root: Path, number: str) -> None:
    address = f"telegram/privacy@{number}"
    found = run("diff", address, address, "-o", "json", cwd=root).json("diff")
    assert (found["verdict"], found["unchanged"], found["required_bump"]) == (
        "equivalent",
        True,
        "patch",
    )
    assert not [name for name, value in found.items() if isinstance(value, list) and value]


@pytest.mark.parametrize(
    ("day", "extra", "wanted"),
    [
        ("2024-09-22", [], "unstated"),
        ("2024-09-23", [], "permitted"),
        ("2024-09-22", ["--personal-data", "message_content"], "unstated"),
        ("2024-09-23", ["--personal-data", "message_content"], "unstated"),
        ("2024-09-23", ["--jurisdiction", "NO"], "permitted"),
    ],
)
def test_decide_answers_the_question_of_the_day(
    root: Path, day: str, extra: list[str], wanted: str
) -> None:
    ran = run("decide", "telegram/privacy", "--on", day, *ASKED, *extra, "-o", "json", cwd=root)
    found = ran.json("decision")
    assert ran.code == 0
    assert found["outcome"] == wanted
    if wanted == "permitted":
        assert found["clauses"] == ["law-enforcement"]
        assert found["commitments"] == {"legal_review": True, "transparency_report_every": "P3M"}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("format_", ["text", "markdown", "json", "html"])
def test_the_diff_reads_as_the_golden_file(versions: Any, format_: str, language: str) -> None:
    found = policykit.diff(*versions)
    shown = {
        "text": lambda: text.diff(found, text.Style(), language),
        "markdown": lambda: markdown.diff(found, language),
        "json": lambda: json_.diff(found, language),
        "html": lambda: html.diff(found, language),
    }[format_]()
    name = "telegram-2024-09-23" if language == "en" else f"telegram-2024-09-23.{language}"
    file = Path(__file__).parent / "golden" / f"{name}.{format_}"
    assert shown == file.read_text("utf-8")


def test_no_other_clause_speaks_of_public_authorities(versions: Any) -> None:
    for version in versions:
        named = [
            clause.id
            for clause in version.clauses
            if clause.kind == "disclosure"
            and (
                "recipients" not in clause.normal
                or "public_authority" in clause.normal["recipients"]
            )
        ]
        assert named == ["law-enforcement"] or all(
            "recipients" in one
            for clause in version.clauses
            if clause.id in named and clause.id != "law-enforcement"
            for one in clause.normal.get("when", ({},))
        )
