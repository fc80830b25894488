from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policykit.document import read
from policykit.document.removal import removal, replacement
from policykit.editing import fixing
from policykit.editing.fixing import fix, spliced
from policykit.findings import Edit
from policykit.validation import Report
from tests.running import policykit as run

REMOVALS = [
    ("a: [b, c, d]\n", ("a", 0), "a: [c, d]\n"),
    ("a: [b, c, d]\n", ("a", 1), "a: [b, d]\n"),
    ("a: [b, c, d]  # e\n", ("a", 2), "a: [b, c]  # e\n"),
    ("a: [b, c, ]\n", ("a", 1), "a: [b, ]\n"),
    ("a: {b: 1, c: 2}\n", ("a", "b"), "a: {c: 2}\n"),
    ("a: {b: 1, c: [2]}\n", ("a", "c"), "a: {b: 1}\n"),
    ("a:\n  - b  # why b\n  - c\n", ("a", 0), "a:\n  - c\n"),
    ("a:\n  - b\n  - c  # why c\nd: 1\n", ("a", 1), "a:\n  - b\nd: 1\n"),
    ("a:\n  # both\n  - b\n  - c\n", ("a", 0), "a:\n  # both\n  - c\n"),
    ("a:\n- b\n- c", ("a", 1), "a:\n- b"),
    ("a:\r\n- b\r\n- c\r\n", ("a", 0), "a:\r\n- c\r\n"),
    ("- a: 1\n  b: 2\n- c\n", (0, "a"), "- b: 2\n- c\n"),
    ("- a: 1\n  b: 2\n- c\n", (0, "b"), "- a: 1\n- c\n"),
    ("a:\n  b: |\n    text\n\n  c: 1\n", ("a", "b"), "a:\n\n  c: 1\n"),
    ("a:\n  b:\n    - x\n    # inside\n    - y\n  c: 1\n", ("a", "b"), "a:\n  c: 1\n"),
    ('a: ["b", "c"]\n', ("a", 0), 'a: ["c"]\n'),
    ("a: 1\nb: 2\n", ("a",), "b: 2\n"),
]


@pytest.mark.parametrize(("text", "path", "expected"), REMOVALS)
def test_a_node_is_taken_out_and_all_else_stays(
    text: str, path: tuple[Any, ...], expected: str
) -> None:
    document, findings = read(text)
    assert document is not None
    assert not findings
    edit = removal(document, path)
    assert edit is not None
    assert spliced(text, [edit]) == expected
    again, findings = read(expected)
    assert again is not None
    assert not findings
    data: Any = copy.deepcopy(document.data)
    holder = data
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    assert again.data == data


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a: [b]\n", ("a", 0)),
        ("a:\n  - b\n", ("a", 0)),
        ("a: {b: 1}\n", ("a", "b")),
        ("a: [&x b, *x]\n", ("a", 0)),
        ("a:\n  - &x b\n  - *x\n", ("a", 0)),
        ("a: &x [b, c]\nd: *x\n", ("d", 0)),
        ("a: [b, # why\n  c]\n", ("a", 0)),
        ("- a: 1\n  # about b\n  b: 2\n", (0, "a")),
        ("a: [b, c]\n", ("a", 7)),
        ("a: [b, c]\n", ("z",)),
        ("? a\n: 1\nb: 2\n", ("a",)),
    ],
)
def test_a_removal_that_is_not_certain_is_none(text: str, path: tuple[Any, ...]) -> None:
    document, findings = read(text)
    assert document is not None
    assert not findings
    assert removal(document, path) is None


def test_a_value_is_replaced_with_its_quotes_and_without_its_anchor() -> None:
    document, _ = read("a: [&x 'b', c]\n")
    assert document is not None
    edit = replacement(document, ("a", 0), "d")
    assert edit is not None
    assert spliced(document.text, [edit]) == "a: [&x d, c]\n"
    assert replacement(document, ("a",), "d") is None


VERSION = """\
format: 1
policy: acme/privacy
version: 1.0.0
published: 2025-01-01   # no order, no style
clauses:
- id: share
  kind: disclosure
  recipients: [old_word,   advertiser]  # here
"""


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    folder = tmp_path / "policies" / "acme" / "privacy"
    folder.mkdir(parents=True)
    (folder / "policy.yaml").write_text(
        "format: 1\nid: acme/privacy\nkind: privacy_policy\ntitle: Acme\npublisher: Acme\n"
    )
    (folder / "1.0.0.yaml").write_bytes(b"\xef\xbb\xbf" + VERSION.replace("\n", "\r\n").encode())
    return tmp_path


def with_edits(monkeypatch: pytest.MonkeyPatch, word: str, new: str) -> None:
    """Let the finding about an unknown word carry an edit."""
    from policykit.validation.walking import validate_all as real

    def validate_all(*arguments: Any) -> Report:
        report = real(*arguments)
        findings = []
        for one in report.findings:
            if f"'{word}'" in one.message:
                source = (arguments[2] if len(arguments) > 2 else {}).get(one.file)
                text = (source or Path(one.file).read_bytes()).decode("utf-8-sig")
                at = text.index(word)
                one = one._replace(edits=(Edit(at, at + len(word), new),))  # noqa: PLW2901
            findings.append(one)
        return report._replace(findings=tuple(findings))

    monkeypatch.setattr(fixing, "validate_all", validate_all)


def test_a_mend_changes_its_characters_and_no_other(
    policies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_edits(monkeypatch, "old_word", "processor")
    mended, kept = fix([policies])
    assert not kept
    assert len(mended) == 1
    assert mended[0].before == (policies / "policies/acme/privacy/1.0.0.yaml").read_bytes()
    assert mended[0].after == mended[0].before.replace(b"old_word", b"processor")
    assert [one.code for one in mended[0].findings] == ["PK102"]


def test_a_mend_that_brings_a_new_error_is_taken_back(
    policies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_edits(monkeypatch, "old_word", "[")
    mended, kept = fix([policies])
    assert not mended
    assert [one.path for one in kept] == [str(policies / "policies/acme/privacy/1.0.0.yaml")]
    assert kept[0].errors


def test_mends_that_go_on_for_ever_end(policies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_edits(monkeypatch, "old_word", "old_word")
    mended, kept = fix([policies])
    assert not mended
    assert not kept


def test_fix_leaves_what_has_no_certain_mend(policies: Path) -> None:
    file = policies / "policies/acme/privacy/1.0.0.yaml"
    before = file.read_bytes()
    ran = run("validate", "--fix", cwd=policies)
    assert ran.code == 1
    assert "PK102" in ran.out
    assert file.read_bytes() == before


def test_a_retired_term_carries_its_mend(monkeypatch: pytest.MonkeyPatch, policies: Path) -> None:
    from policykit.vocabulary.terms import Vocabulary

    monkeypatch.setattr(
        Vocabulary, "retired", lambda self, list_, term: term == "old_word", raising=True
    )
    monkeypatch.setattr(
        Vocabulary,
        "resolve",
        lambda self, list_, term: "processor" if term == "old_word" else term,
    )
    monkeypatch.setattr(Vocabulary, "aliases", lambda self, list_: {"old_word": "processor"})
    mended, kept = fix([policies])
    assert not kept
    assert [one.findings[0].code for one in mended] == ["PK109"]
    assert mended[0].after == mended[0].before.replace(b"old_word", b"processor")


HEADER = "format: 1\nid: acme/privacy\nkind: privacy_policy\ntitle: Acme\npublisher: Acme\n"


def fixed(folder: Path, text: str, header: str = HEADER) -> str:
    """A version's text after `validate --fix`."""
    (folder / "policies/acme/privacy/policy.yaml").write_text(header, "utf-8")
    file = folder / "policies/acme/privacy/1.0.0.yaml"
    file.write_text(text, "utf-8")
    run("validate", "--fix", cwd=folder)
    return file.read_text("utf-8")


def test_what_nobody_sees_and_carries_nothing_is_taken_out_and_what_comes_to_light_stays(
    policies: Path,
) -> None:
    good = VERSION.replace("old_word", "processor")
    hidden = good.replace("processor", "proces\u200bsor").replace("# here", "# \u2060he\xadre")
    hidden = hidden.replace("version:", "\ufeffversion:").replace("share", "sha\u200bre")
    assert fixed(policies, hidden) == good
    # What is wrong besides was wrong before, in the file and in one that is read with it.
    wrong = VERSION.replace("old_word", "old\u200b_word").replace("policy: acme", "policy: acm")
    assert fixed(policies, wrong, HEADER.replace("kind", "ki\u200bnd")) == wrong.replace(
        "\u200b", ""
    )
    assert (policies / "policies/acme/privacy/policy.yaml").read_text() == HEADER
    told = {
        one["code"]
        for one in run("validate", "-o", "json", cwd=policies).json("findings")["findings"]
    }
    assert "PK102" in told
    # And then it is mended as any other.
    again = good.replace("processor", "proces\u200bsor")
    assert fixed(policies, again.replace("disclosure", "Disclosure")) == again.replace("\u200b", "")


@pytest.mark.parametrize(
    "text",
    [
        "title: a\u202eb",
        "title: a\U000e0041b",
        "title: a\u0007b",
        "title: a\ufdd0b",
        "title: a\u3164b",
        'title: "a\\u200bb"',
        'title: "a\\\u200bnb"',
        "title: partner \u200b#1 and others",
        "title:\u200b b",
        "\u200b  title: b",
        "title: b\n---\u200b",
        "title: \u0e01\u200b\u0e02",
    ],
)
def test_what_could_hide_a_meaning_or_would_change_it_is_left_to_its_author(
    policies: Path, text: str
) -> None:
    whole = f"{VERSION}  {text}\n"
    assert fixed(policies, whole) == whole


def test_more_of_what_nobody_sees_than_is_listed_is_taken_out_too(policies: Path) -> None:
    # Which word is unknown comes to light only when all of the file is read.
    text = f"{VERSION}  title: " + "b\xad" * 2500 + "\n"
    assert fixed(policies, text) == text.replace("\xad", "")


@given(
    st.text(
        st.sampled_from("ab :#-'\"\\[]{},|>&*!?%@\n\u200b\xad\u2060\ufeff\u202e\u0e01"), max_size=30
    )
)
def test_what_is_taken_out_changes_no_value_but_for_itself(text: str) -> None:
    document, findings = read(text)
    edits = [edit for one in findings for edit in one.edits]
    if not edits:
        return
    after = spliced(text, edits)
    again, _ = read(after)
    assert {text[one.start : one.end] for one in edits} <= set("\u200b\xad\u2060\ufeff")
    assert (document is None) == (again is None)
    if document is not None and again is not None:
        assert document.data == again.data
    removed = {one.start for one in edits}
    assert after == "".join(sign for at, sign in enumerate(text) if at not in removed)
