"""The rules: each module's examples are run, and every rule runs on every example."""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from policykit.document import read
from policykit.findings import CODES, Code, Finding
from policykit.library.content import Content
from policykit.library.reading import read_version
from policykit.render.rules import manual
from policykit.rules import (
    Rule,
    UnknownCode,
    UnknownProfile,
    code_named,
    codes,
    header_rules,
    lint,
    profiles,
    rules,
)
from tests.conftest import ROOT
from tests.writing import content, header

SECTIONS = re.compile(r"^(Fails|Passes)::\n((?:(?:    .*)?\n)+)", re.MULTILINE)


class Example(NamedTuple):
    data: Any
    text: str


def examples(made: Rule) -> list[tuple[str, Example]]:
    found = []
    for which, block in SECTIONS.findall(made.manual + "\n"):
        document, findings = read(textwrap.dedent(block))
        assert document is not None, findings
        assert not findings, findings
        found.append((which, Example(document.data, textwrap.dedent(block))))
    return found


def completed(example: Any) -> Any:
    """
    An example that is a whole version but for what it names.

    `base: complete-notice` is tests/complete_notice.yaml, less the clauses of `without`; those of
    `clauses` take the place of the ones with their ids or are added, and `version` overrides the
    other fields.
    """
    text = (ROOT / "tests" / f"{example['base'].replace('-', '_')}.yaml").read_text("utf-8")
    document, findings = read(text)
    assert document is not None, findings
    whole: Any = document.data
    clauses = {clause["id"]: clause for clause in whole["clauses"]}
    for name in example.get("without", ()):
        del clauses[name]
    clauses |= {clause["id"]: clause for clause in example.get("clauses", ())}
    version = {"published": whole["published"], **example.get("version", {})}
    return {"policy": example.get("policy", {}), "version": version, "clauses": [*clauses.values()]}


def findings_of(example: Any, profile: str = "", text: str = "") -> list[Finding]:
    """
    What every rule of the default profile, and of one more, says of an example.

    `text` is a list of clauses as it is written, for there are rules on how things are written.
    """
    example = json.loads(json.dumps(example))
    if isinstance(example, list):
        of = header()
        head = json.dumps(content([]), indent=0).removeprefix("{").partition('"clauses"')[0]
        fields = head.replace(",\n", "\n").replace('"', "").strip()
        text = f"{fields}\nclauses:\n{textwrap.indent(text, '  ')}"
        found, findings = read_version(text, "1.0.0.yaml", of, "1.0.0")
        assert found is not None, findings
        return lint(of, [found], [profile] if profile else [])
    if "base" in example:
        example = completed(example)
    of = header(**example.get("policy", {}))
    versions = example.get("versions") or [
        {**example.get("version", {}), "clauses": example["clauses"]}
    ]
    read_ones: list[Content] = []
    for one in versions:
        data = content(**{"number": one.pop("version", "1.0.0"), **one}) if one else one
        text = json.dumps(data, indent=1)
        found, findings = read_version(text, "1.0.0.yaml", of, str(data["version"]))
        assert found is not None, findings
        read_ones.append(found)
    return lint(of, read_ones, [profile] if profile else [])


EXAMPLES = [
    pytest.param(made, which, example, id=f"{made.code}-{which.lower()}-{place}")
    for made in rules()
    for place, (which, example) in enumerate(examples(made))
]


@pytest.mark.parametrize(("made", "which", "example"), EXAMPLES)
def test_a_failing_example_breaks_its_rule_and_no_other(
    made: Rule, which: str, example: Example
) -> None:
    for profile in made.profiles or ("",):
        found = {one.code for one in findings_of(example.data, profile, example.text)}
        assert found == ({made.code} if which == "Fails" else set()), profile


@pytest.mark.parametrize("made", rules(), ids=lambda made: made.code)
def test_a_rule_says_why_from_where_and_shows_both(made: Rule) -> None:
    assert {which for which, _ in examples(made)} == {"Fails", "Passes"}
    assert "\nWhy: " in made.manual
    assert "\nSource: " in made.manual
    assert made.about.endswith(".")
    assert made.help
    assert re.fullmatch(r"PK[23]\d\d", made.code)
    assert all(citation for citation in made.profiles.values())


@pytest.mark.parametrize(
    ("lines", "cut"),
    [
        ("text: We share with partner #1 and never sell", ["#1 and never sell"]),
        ("text: We share with\n  partner #1 and never", ["#1 and never"]),
        ("text: {en: We share\t#1 and never\n  }", ["#1 and never"]),
        ("title: Partner #1", ["#1"]),
        ("text: >- #1 and never\n  We share", ["#1 and never"]),
        ("text: |2- #1 and never\n  We share", ["#1 and never"]),
        ("text: &a We share #1 and never", ["#1 and never"]),
        (f"text: We share #{'n' * 60}", [f"#{'n' * 39}…"]),
        ("text: We share # why\ntitle: Partner #1", ["#1"]),
        ("text: We share # 1 and never", []),
        ("text: We share ## never", []),
        ("text: We share #", []),
        ("text: 'We share #1' #never", []),
        ("text: |\n  We share #1 and never", []),
        ("text: We share partner#1", []),
        ("text: We share\nsection: s8 #the old one", []),
        ("#We share\ntext: We share", []),
        ("text: We share\nrecipients: [police] #why", []),
        ("text: We share it all #policykit: ignore PK217 -- why", []),
        ("text: |- #policykit: ignore PK217 -- why\n  We share it all", []),
    ],
)
def test_a_text_that_a_comment_cuts_off(lines: str, cut: list[str]) -> None:
    text = "- id: a\n  kind: disclosure\n  personal_data: [email_address]\n  " + lines.replace(
        "\n", "\n  "
    )
    found = [one for one in findings_of([], text=text) if one.code == "PK234"]
    assert [one.message.split("'")[1] for one in found] == cut
    assert all(one.pointer.startswith("/clauses/a/t") for one in found)


def test_what_a_block_text_is_cut_off_from_is_told_as_it_is() -> None:
    text = "- id: a\n  kind: general\n  text: |- #comment\n    We share.\n"
    (found,) = [one for one in findings_of([], text=text) if one.code == "PK234"]
    assert found.message == "'#comment' is a comment, and no part of the text below it"
    assert found.help == "move it to the line below, or put a space after the # if it is a comment"


def test_prose_of_a_source_and_of_a_term_can_be_one_word() -> None:
    source = "    - url: https://a.example\n      note: page #4\n"
    text = f"- id: a\n  kind: general\n  sources:\n{source}"
    found = [one for one in findings_of([], text=text) if one.code == "PK234"]
    assert [one.pointer for one in found] == ["/clauses/a/sources/0/note"]
    own = "vocabulary:\n  recipients:\n    acme:\n      title: Acme\n      phrase: partner #1\n"
    document, _ = read(f"format: 1\n{own}")
    assert document is not None
    (made,) = [one for one in header_rules() if one.code == "PK234"]
    (cut,) = made.check(document)
    assert cut.path == ("vocabulary", "recipients", "acme", "phrase")


def test_names_and_codes_are_unique() -> None:
    every = codes()
    assert len({one.name for one in every.values()}) == len(every)
    assert set(CODES) < set(every)


def test_a_code_is_found_by_code_and_by_name() -> None:
    assert code_named("pk211").name == "swallowed-permission"
    assert code_named("swallowed-permission").code == "PK211"
    with pytest.raises(UnknownCode, match="did you mean 'swallowed-permission'"):
        code_named("swalowed-permission")


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(UnknownProfile):
        lint(header(), [], ["gdrp"])
    assert "*" not in profiles()


@pytest.mark.parametrize(
    "code", [one for one in CODES.values() if one.fails], ids=lambda code: code.code
)
def test_the_example_of_a_code_of_reading_or_format_has_that_finding_only(code: Code) -> None:
    if code.code.startswith("PK0"):
        _, findings = read(code.fails)
    else:
        example, _ = read(code.fails)
        assert example is not None
        data: Any = example.data
        text = json.dumps(content(**data))
        _, findings = read_version(text, "1.0.0.yaml", header(), "1.0.0")
    assert {one.code for one in findings} == {code.code}


def test_every_code_says_why() -> None:
    assert [code.code for code in CODES.values() if not code.why] == []


def test_the_manual_is_what_the_command_prints() -> None:
    page = Path(__file__).parent.parent / "docs" / "rules.md"
    assert page.read_text("utf-8") == manual(), "run: policykit rules -o markdown:docs/rules.md"
