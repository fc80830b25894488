"""`# policykit: ignore CODE -- reason`: what it covers, what it may not, when it is stale."""

from __future__ import annotations

from pathlib import Path

import pytest

from policykit import validate
from policykit.findings import Finding
from policykit.validation import validate_all
from tests.running import command
from tests.writing import HEADER

HEAD = "format: 1\npolicy: acme/privacy\nversion: 1.0.0\npublished: 2025-01-01\nclauses:\n"
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


KEEP = """\
format: 1
policy: acme/privacy
version: 1.0.0
published: 2025-01-01
clauses:
  - id: keep
    kind: retention
    personal_data: [ip_address]
    text: {head}
      We keep it
      for 30 days.{end}
"""


@pytest.mark.parametrize("head", [">-", "|-", "|2", "&x >-"])
def test_the_line_that_begins_a_text_over_lines_can_end_in_one(tmp_path: Path, head: str) -> None:
    def judged(ignored: str) -> list[tuple[str, int]]:
        text = KEEP.format(head=f"{head}{ignored}", end="")
        return said(validate(folder(tmp_path / str(len(ignored)), text)))

    assert judged("") == [("PK230", 9)]
    assert judged("  # policykit: ignore PK230 -- by hand") == []
    assert judged(" # policykit: ignore PK201 -- stale") == [("PK230", 9), ("PK131", 9)]
    assert judged(" # policykit: ignore PK999 -- why") == [("PK230", 9), ("PK130", 9)]


def test_the_last_line_of_a_text_over_lines_can_end_in_one(tmp_path: Path) -> None:
    ignored = " # policykit: ignore PK230 -- by hand"
    assert said(validate(folder(tmp_path / "1", KEEP.format(head="Well,", end=ignored)))) == []
    quoted = KEEP.format(head='"Well,', end=f'"{ignored}')
    assert said(validate(folder(tmp_path / "2", quoted))) == []
    # There it is a word of the text.
    block = KEEP.format(head="|-", end=ignored)
    assert said(validate(folder(tmp_path / "3", block))) == [("PK230", 9)]


@pytest.mark.parametrize(
    "clause",
    [
        f"  - id: share\n    recipients: {IGNORE}\n      - police\n      - law_enforcement\n",
        f"  - id: share\n    recipients: {IGNORE}\n    - police\n    - law_enforcement\n",
        f"  - recipients: {IGNORE}\n    - police\n    - law_enforcement\n    id: share\n",
        f"  - id: share\n    recipients: &x {IGNORE}\n      [police, law_enforcement]\n",
        f"  - {{id: share,\n    recipients: {IGNORE}\n     [police, law_enforcement],\n    ",
        f"  - id: share\n    recipients: [ {IGNORE}\n      police,\n      law_enforcement]\n",
        f"  - {IGNORE}\n    id: share\n    recipients: [police, law_enforcement]\n",
    ],
)
def test_behind_a_key_or_a_dash_alone_it_is_about_all_below(tmp_path: Path, clause: str) -> None:
    def judged(name: str, text: str) -> list[str]:
        rest = "kind: disclosure}\n" if "{" in text else "    kind: disclosure\n"
        return [one.code for one in validate(folder(tmp_path / name, HEAD + text + rest))]

    assert judged("without", clause.replace(IGNORE, "")) == ["PK201"]
    assert judged("with", clause) == []


def test_behind_a_key_alone_it_is_about_no_other_field(tmp_path: Path) -> None:
    fields = (
        f"recipients: {IGNORE}\n      - police\n    personal_data: [email_address, contact_data]"
    )
    text = f"{HEAD}  - id: share\n    kind: disclosure\n    {fields}\n"
    assert said(validate(folder(tmp_path, text))) == [("PK131", 8), ("PK201", 10)]


def test_one_that_stands_beside_what_it_was_meant_for_is_no_reason_to_mend(tmp_path: Path) -> None:
    text = VERSION.replace("- id: share", f"- id: share {IGNORE}")
    text = text.format(above="", within="", beside="")
    place = folder(tmp_path, text)
    file = place / "acme" / "privacy" / "1.0.0.yaml"
    found = validate(place)
    assert said(found) == [("PK131", 6), ("PK201", 8), ("PK201", 12)]
    assert found[0].help == "move it to line 8, or above the clause"
    ran = command("validate", "--fix", str(place))
    assert ran.err.count(": mended ") == 1
    # The other clause has no such reason.
    clause, _, other = text.partition("  - id: pass-on")
    mended = other.replace("[email_address, contact_data]", "[contact_data]")
    assert file.read_text() == f"{clause}  - id: pass-on{mended}"


def test_one_that_is_right_in_part_says_which_code_belongs_elsewhere(tmp_path: Path) -> None:
    ignored = "# policykit: ignore PK210, PK230, PK201 -- by hand"
    text = KEEP.format(head=f">- {ignored}", end="")
    text = text.replace("[ip_address]", "[email_address, contact_data]")
    (unused,) = [one for one in validate(folder(tmp_path, text)) if one.code == "PK131"]
    assert unused.message == "there is no PK210 or PK201 here to ignore"
    assert unused.help == "move PK201 to line 8, or above the clause"
    assert unused.edits == ()


def test_in_policy_yaml_it_belongs_to_a_field(tmp_path: Path) -> None:
    place = folder(tmp_path, written())
    header = place / "acme" / "privacy" / "policy.yaml"
    lines = "format: 1\nid: acme/privacy\nkind: privacy_policy\ntitle: A\npublisher: A\n"
    ignored = "# policykit: ignore PK233 -- Norwegian"
    header.write_text(f"{lines}languages:\n  - en {ignored}\n  - no\n")
    found = validate(header)
    assert said(found) == [("PK131", 7), ("PK233", 8)]
    assert found[0].help == "move it to line 8"
    assert [one.edits for one in found] == [(), ()]


def test_json_keeps_what_is_set_aside_and_the_gate_does_not_count_it(tmp_path: Path) -> None:
    text = written(above=f"  {IGNORE}\n").split("  - id: pass-on")[0]
    place = folder(tmp_path, text)
    ran = command("validate", str(place), "--fail-on", "info", "-o", "json")
    assert ran.code == 0
    (found,) = ran.json("findings")["findings"]
    assert found["waived_by"] == "said twice on purpose"
    ran = command("validate", str(place))
    assert ran.out == "2 files, no findings (1 set aside with a reason)\n"


def test_fix_removes_stale_comments_and_terms_that_say_nothing_more(tmp_path: Path) -> None:
    place = folder(tmp_path, written(above="  # policykit: ignore PK210 -- stale\n"))
    ran = command("validate", "--fix", str(place))
    assert ran.out == "2 files, no findings\n"
    assert ran.err.count(": mended PK131 ") == 1
    assert ran.err.count(": mended PK201 ") == 2
    mended = (place / "acme" / "privacy" / "1.0.0.yaml").read_text()
    assert mended == written().replace("[email_address, contact_data]", "[contact_data]")


def test_fix_mends_shapes_that_can_only_be_meant_one_way(tmp_path: Path) -> None:
    text = written().replace("recipients: [processor]", "recipients: processor\n    section: 8.30")
    text = text.replace("[email_address, contact_data]", "[ip_address, contact_data, ip_address]")
    place = folder(tmp_path, text)
    ran = command("validate", "--fix", str(place))
    assert (ran.code, ran.out) == (0, "2 files, no findings\n")
    mended = (place / "acme" / "privacy" / "1.0.0.yaml").read_text()
    expected = text.replace("recipients: processor", "recipients: [processor]")
    expected = expected.replace("8.30", '"8.30"').replace(", ip_address]", "]")
    assert mended == expected


LISTED = """\
format: 1
policy: acme/privacy
version: 1.0.0
published: 2025-01-01
{top}clauses:
- id: share
  kind: disclosure
{above}  personal_data:
{within}  - email_address{beside}
  - contact_data
  recipients: [processor]
"""


@pytest.mark.parametrize(
    "place",
    [
        {"above": f"  {IGNORE}\n"},
        {"within": f"  {IGNORE}\n"},
        {"beside": f" {IGNORE}"},
        {"top": f"{IGNORE}\n"},
        {"top": f"{IGNORE.replace('PK201', 'pk201')}\n"},
    ],
)
def test_a_list_that_stands_no_deeper_than_its_key_is_covered(
    tmp_path: Path, place: dict[str, str]
) -> None:
    parts = {"top": "", "above": "", "within": "", "beside": "", **place}
    report = validate_all([folder(tmp_path, LISTED.format(**parts))])
    assert report.findings == ()
    assert [one.code for one in report.set_aside] == ["PK201"]


def test_an_item_covers_its_own_line_and_no_other(tmp_path: Path) -> None:
    text = LISTED.format(top="", above="", within="", beside="")
    text = text.replace("  - contact_data\n", f"  {IGNORE}\n  - contact_data\n")
    assert said(validate(folder(tmp_path, text))) == [("PK201", 9), ("PK131", 10)]


@pytest.mark.parametrize("text", [written(), written().replace("\n  ", "\n")])
@pytest.mark.parametrize("depth", [4, 6])
def test_one_at_the_end_of_a_clause_is_not_about_the_next(
    tmp_path: Path, text: str, depth: int
) -> None:
    clause, dash, after = text.rpartition("- id:")
    margin = " " * len(clause.rpartition("\n")[2])
    ends = f"{' ' * (len(margin) + depth - 2)}{IGNORE}\n"
    place = folder(tmp_path, clause.removesuffix(margin) + ends + margin + dash + after)
    found = validate(place)
    assert said(found) == [("PK201", 8), ("PK131", 10), ("PK201", 13)]
    assert found[1].help.startswith("it ends what stands above it; put it above what it is about")
    # It was meant for something, so that `--fix` does not take it away.
    assert found[1].edits == ()


def test_one_at_the_end_of_a_file_is_about_nothing(tmp_path: Path) -> None:
    assert said(validate(folder(tmp_path, f"{written()}    {IGNORE}\n")))[-1] == ("PK131", 14)


def test_a_clause_on_one_line_is_covered_from_above_and_from_its_end(tmp_path: Path) -> None:
    clause = "  - {id: share, kind: disclosure, personal_data: [email_address, contact_data]}"
    head = VERSION.partition("{above}")[0]
    for text in (f"  {IGNORE}\n{clause}\n", f"{clause} {IGNORE}\n"):
        place = tmp_path / str(len(text))
        assert validate(folder(place, head + text)) == []


def test_each_code_of_a_comment_that_ignores_nothing_is_reported(tmp_path: Path) -> None:
    several = "# policykit: ignore PK210, PK201, PK230 -- said twice on purpose"
    text = written(above=f"  {several}\n")
    found = validate(folder(tmp_path, text))
    assert said(found) == [("PK131", 6), ("PK201", 13)]
    assert found[0].message == "there is no PK210 or PK230 here to ignore"
    (edit,) = found[0].edits
    assert text[: edit.start] + edit.text + text[edit.end :] == written(above=f"  {IGNORE}\n")


def test_a_rule_that_was_not_asked_is_no_reason_to_call_a_comment_unused(tmp_path: Path) -> None:
    text = written(above="  # policykit: ignore PK222, PK310 -- the law is another\n")
    place = folder(tmp_path, text)
    # PK310 belongs to profiles, and PK222 looks at a history, which one file is not.
    file = place / "acme" / "privacy" / "1.0.0.yaml"
    assert said(validate(file)) == [("PK201", 9), ("PK201", 13)]
    whole = [one for one in validate(place) if one.code == "PK131"]
    assert [one.message for one in whole] == ["there is no PK222 here to ignore"]
    lawful = [one for one in validate(place, profiles=["gdpr"]) if one.code == "PK131"]
    assert [one.message for one in lawful] == ["there is no PK222 or PK310 here to ignore"]


@pytest.mark.parametrize(
    "comment",
    [
        "# policykit ignore PK201 -- why",
        "# policykit:ignore PK201 -- why",
        "# Policykit: Ignore PK201 -- why",
        "# policykit: disable PK201 -- why",
        "# policykit: ignores PK201 -- why",
        "#policykit: suppress PK201",
        "# policykit - ignore PK201 -- why",
    ],
)
def test_what_was_meant_for_one_and_is_none_is_said(tmp_path: Path, comment: str) -> None:
    found = validate(folder(tmp_path, written(above=f"  {comment}\n")))
    assert ("PK130", 6) in said(found)
    assert ("PK201", 9) in said(found)
    (one,) = [one for one in found if one.code == "PK130"]
    assert "policykit: ignore" in one.help


def test_a_remark_about_the_tool_is_no_suppression(tmp_path: Path) -> None:
    remark = "  # policykit calls this clause redundant; see https://policykit.example/ignore\n"
    assert said(validate(folder(tmp_path, written(above=remark)))) == [("PK201", 9), ("PK201", 13)]


def test_policy_yaml_is_looked_at_by_rules_and_sets_aside_too(tmp_path: Path) -> None:
    place = folder(tmp_path, written(above=f"  {IGNORE}\n").partition("  - id: pass-on")[0])
    header = place / "acme" / "privacy" / "policy.yaml"
    lines = "format: 1\nid: acme/privacy\nkind: privacy_policy\ntitle: A\npublisher: A\n"
    header.write_text(f"{lines}languages: [en, no]\n")
    assert said(validate(place)) == said(validate(header)) == [("PK233", 6)]
    header.write_text(f"{lines}languages: [en, no] # policykit: ignore PK233 -- Norwegian\n")
    assert validate(place) == []
    header.write_text(f"{lines}languages: [en, 'no'] # policykit: ignore PK233 -- Norwegian\n")
    assert said(validate(place)) == [("PK131", 6)]
    header.write_text(f"{lines}languages: [en] # policykit: ignore PK233\n")
    assert said(validate(place)) == [("PK130", 6)]
