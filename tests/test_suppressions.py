"""`# policykit: ignore CODE -- reason`: what it covers, what it may not, when it is stale."""

from __future__ import annotations

from pathlib import Path

import pytest

from policykit import validate
from policykit.findings import Finding
from policykit.validation import validate_all
from tests.running import policykit
from tests.writing import HEADER

VERSION = """\
format: 1
policy: acme/privacy
version: 1.0.0
published: 2025-01-01
clauses:
{above}  - id: share
    kind: disclosure
{within}    personal_data: [email_address, contact_data]{beside}
    recipients: [processor]
  - id: pass-on
    kind: disclosure
    personal_data: [email_address, contact_data]
    recipients: [advertiser]
"""


def folder(root: Path, text: str) -> Path:
    import json

    place = root / "policies" / "acme" / "privacy"
    place.mkdir(parents=True)
    (place / "policy.yaml").write_text(json.dumps(HEADER))
    (place / "1.0.0.yaml").write_text(text)
    return root / "policies"


def written(above: str = "", within: str = "", beside: str = "") -> str:
    return VERSION.format(above=above, within=within, beside=beside)


def said(findings: list[Finding]) -> list[tuple[str, int]]:
    return [(one.code, one.line) for one in findings]


def test_without_one_both_clauses_are_reported(tmp_path: Path) -> None:
    found = validate(folder(tmp_path, written()))
    assert said(found) == [("PK201", 8), ("PK201", 12)]


IGNORE = "# policykit: ignore PK201 -- said twice on purpose"


@pytest.mark.parametrize(
    "text",
    [
        written(above=f"  {IGNORE}\n"),
        written(within=f"    {IGNORE}\n"),
        written(beside=f"  {IGNORE}"),
        written(beside="  # policykit: ignore redundant-term -- said twice on purpose"),
        written(above=f"  {IGNORE}\n\n  # another comment\n"),
        written(above=f"  {IGNORE}\n").replace("\n", "\r\n"),
    ],
)
def test_it_covers_its_line_or_what_stands_below_it(tmp_path: Path, text: str) -> None:
    report = validate_all([folder(tmp_path, text)])
    assert [one.pointer for one in report.findings] == ["/clauses/pass-on/personal_data/0"]
    assert [one.waived_by for one in report.set_aside] == ["said twice on purpose"]


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("# policykit: ignore PK201", "it gives no reason"),
        ("# policykit: ignore PK201 --", "it gives no reason"),
        ("# policykit: ignore -- why", "it does not say what to ignore"),
        ("# policykit: ignore PK999 -- why", "there is no finding 'PK999'"),
        ("# policykit: ignore PK102 -- why", "PK102 is not the finding of a rule"),
    ],
)
def test_one_that_is_ill_formed_ignores_nothing(tmp_path: Path, comment: str, message: str) -> None:
    found = validate(folder(tmp_path, written(above=f"  {comment}\n")))
    assert said(found) == [("PK130", 6), ("PK201", 9), ("PK201", 13)]
    assert found[0].message.startswith(message)
    assert found[0].severity == "error"


def test_one_that_ignores_nothing_is_reported_and_can_be_removed(tmp_path: Path) -> None:
    text = written(above="  # policykit: ignore PK210 -- no reason any more\n")
    found = validate(folder(tmp_path, text))
    assert said(found) == [("PK131", 6), ("PK201", 9), ("PK201", 13)]
    (edit,) = found[0].edits
    assert text[: edit.start] + edit.text + text[edit.end :] == written()


def test_an_unused_one_at_the_end_of_a_line_leaves_the_line(tmp_path: Path) -> None:
    text = written(beside="  # policykit: ignore PK210 -- no reason any more")
    found = [one for one in validate(folder(tmp_path, text)) if one.code == "PK131"]
    (edit,) = found[0].edits
    assert text[: edit.start] + edit.text + text[edit.end :] == written()


def test_words_of_a_text_are_no_comment(tmp_path: Path) -> None:
    within = "    text: |\n      # policykit: ignore PK201 -- a text about comments\n"
    found = validate(folder(tmp_path, written(within=within)))
    assert [one.code for one in found] == ["PK201", "PK201"]


def test_json_keeps_what_is_set_aside_and_the_gate_does_not_count_it(tmp_path: Path) -> None:
    text = written(above=f"  {IGNORE}\n").split("  - id: pass-on")[0]
    place = folder(tmp_path, text)
    ran = policykit("validate", str(place), "--fail-on", "info", "-o", "json")
    assert ran.code == 0
    (found,) = ran.json("findings")["findings"]
    assert found["waived_by"] == "said twice on purpose"
    ran = policykit("validate", str(place))
    assert ran.out == "2 files, no findings (1 set aside with a reason)\n"


def test_fix_removes_stale_comments_and_terms_that_say_nothing_more(tmp_path: Path) -> None:
    place = folder(tmp_path, written(above="  # policykit: ignore PK210 -- stale\n"))
    ran = policykit("validate", "--fix", str(place))
    assert ran.out == "2 files, no findings\n"
    assert ran.err.count(": mended PK131 ") == 1
    assert ran.err.count(": mended PK201 ") == 2
    mended = (place / "acme" / "privacy" / "1.0.0.yaml").read_text()
    assert mended == written().replace("[email_address, contact_data]", "[contact_data]")


def test_fix_mends_shapes_that_can_only_be_meant_one_way(tmp_path: Path) -> None:
    text = written().replace("recipients: [processor]", "recipients: processor\n    section: 8.30")
    text = text.replace("[email_address, contact_data]", "[ip_address, contact_data, ip_address]")
    place = folder(tmp_path, text)
    ran = policykit("validate", "--fix", str(place))
    assert (ran.code, ran.out) == (0, "2 files, no findings\n")
    mended = (place / "acme" / "privacy" / "1.0.0.yaml").read_text()
    expected = text.replace("recipients: processor", "recipients: [processor]")
    expected = expected.replace("8.30", '"8.30"').replace(", ip_address]", "]")
    assert mended == expected
