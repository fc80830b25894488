"""Markdown for a pull request: what it says, that foreign text does nothing, and that it fits."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import policykit
from policykit.comparison import PolicyDiff
from policykit.comparison.redline import Segment
from policykit.library.policy import Version
from policykit.library.reading import read_version
from policykit.render import comment, comparison, markdown
from policykit.render import redline as redlines
from policykit.render.comment import MOST, Entry, Part, fitted, shortened, size
from policykit.render.inert import plain
from policykit.validation import Report, validate_all
from tests.conftest import ROOT
from tests.reported import (
    HOSTILE,
    everything,
    finding,
    hostile_diff,
    hostile_report,
)
from tests.repositories import SHARE, acme, commit, git, repository, version
from tests.writing import content
from tests.writing import header as header_of
from tests.writing import version as version_of

GFM = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
COMMENT = 65_536
BYTES = 262_144
OURS = {"p", "ul", "li", "br", "code", "strong", "s", "del", "span", "h2", "h3", "details"}
OURS |= {"summary", "table", "thead", "tbody", "tr", "th", "td"}
ASTRAL, OPEN = "\U0001f512", "\U0001f513"


def nodes(html: str) -> list[str]:
    """What a page shows, in pieces between its tags and comments, without code."""
    bare = re.sub(r"<code>.*?</code>", "<code>", html, flags=re.DOTALL)
    return [unescape(one) for one in re.split(r"<!--.*?-->|<[^>]*>", bare, flags=re.DOTALL)]


def pings(html: str) -> list[str]:
    """What GitHub would make a mention, a reference, an emoji or a formula of."""
    seen = r"(?<!\w)@[A-Za-z0-9]|#\d|\bGH-\d|(?<!\w):[\w+-]+:|github\.com/|\$\S.*\$"
    return [one for one in nodes(html) if re.search(seen, one, re.IGNORECASE)]


def tags(html: str) -> set[str]:
    return set(re.findall(r"</?([a-z0-9]+)", re.sub(r"<!--.*?-->", "", html)))


def fits(text: str) -> bool:
    return size(text) < COMMENT and len(text.encode()) < BYTES


# What it says


def test_a_report_reads_as_the_golden_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = everything(tmp_path, monkeypatch)
    shown = re.sub(r"\b[0-9a-f]{12}\b", "0123456789ab", markdown.findings(report))
    assert shown == (ROOT / "tests" / "golden" / "validate.markdown").read_text("utf-8")


def test_a_comment_is_found_again_by_its_first_line() -> None:
    for report in (Report((), 1, ()), hostile_report()):
        assert markdown.findings(report).splitlines()[0] == markdown.MARKER == "<!-- policykit -->"


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (Report((), 3, ()), "✅ **policykit**: 3 files, no findings"),
        (Report((finding(1, "info"),), 1, ()), "✅ **policykit**: 1 file, 1 info"),
        (
            Report((finding(1, "info"), finding(2, "warning")), 1, ()),
            "⚠️ **policykit**: 1 file, 1 warning, 1 info",
        ),
        (Report((finding(1), finding(2, "warning")), 2, ()), "❌ **policykit**: 2 files, 1 error"),
        (Report((), 2, (("gone", "why"),)), "❌ **policykit**: 2 files, 1 not read, no findings"),
    ],
)
def test_the_headline_says_how_bad_it_is(report: Report, said: str) -> None:
    assert markdown.findings(report).splitlines()[1].startswith(said)


def test_what_is_clean_is_two_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository(tmp_path, acme(version("1.0.0")))
    monkeypatch.chdir(tmp_path)
    clean = "<!-- policykit -->\n✅ **policykit**: 2 files, no findings"
    assert markdown.findings(validate_all(["policies"])) == f"{clean}\n"
    shown = markdown.findings(validate_all(["policies"], against="main"))
    assert shown.startswith(f"{clean}. Compared with ")
    assert shown.count("\n") == 2
    assert shown.endswith("no version of a policy is new or edited.\n")


def test_an_edit_that_says_the_same_reads_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository(tmp_path, acme(version("1.0.0")))
    git(tmp_path, "checkout", "-q", "-b", "work")
    commit(tmp_path, {"policies/acme/privacy/1.0.1.yaml": version("1.0.1", observed="2025-02-01")})
    monkeypatch.chdir(tmp_path)
    shown = markdown.findings(validate_all(["policies"], against="main", today="2025-01-01"))
    assert "1.0.0 → 1.0.1**: Nothing changed; needs a patch version, 1.0.1.\n" in shown
    assert "has to be" not in shown


def test_what_could_not_be_read_and_the_number_that_is_needed_stand_above_all_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = markdown.findings(everything(tmp_path, monkeypatch))
    places = [
        shown.index(one)
        for one in (
            "nowhere",
            "acme/privacy 1.0.1 has to be 2.0.0",
            "Compared with",
            "- In every country",
            "PK401",
            "PK102",
            "**info**",
            "set aside with a reason</summary>",
        )
        if one != "could not be read"
    ]
    assert places == sorted(places)
    assert "PK411" not in shown


def test_what_is_to_be_typed_is_code_and_keeps_its_signs() -> None:
    one = finding(message="run `policykit diff acme/privacy@1.0.0`", help="an odd ` is one")
    shown = markdown.findings(Report((one,), 1, ()))
    assert "shape: run `policykit diff acme/privacy@1.0.0`\n" in shown
    assert r"Help: an odd \` is one" in shown


# Foreign text


@pytest.mark.parametrize(
    "made",
    [
        lambda: markdown.findings(hostile_report()),
        lambda: markdown.diff(hostile_diff()),
        lambda: markdown.diff(hostile_diff(), "es"),
    ],
)
def test_foreign_text_does_nothing(made: Any) -> None:
    shown = made()
    html = GFM.render(shown)
    assert tags(html) <= OURS
    assert pings(html) == []
    assert "href" not in html
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b\ufdd0]", shown)
    assert html.count("<details>") == html.count("</details>") == shown.count("\n<details>")


def test_foreign_text_is_all_there() -> None:
    (shown,) = GFM.render(markdown.said(HOSTILE, MOST)).strip().split("\n")
    assert unescape(re.sub(r"<[^>]*>", "", shown)) == plain(HOSTILE)


SIGNS = st.lists(
    st.sampled_from([*"\\`*_{}[]<>#|~&@$:-.!()=+'\"/ \n\t", "a", "1", "GH-", "lt;", "github.com/"])
).map("".join)


@given(SIGNS)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    html = GFM.renderInline(f"x {markdown.escaped(text)} x")
    assert unescape(re.sub(r"<!---->|</?span>", "", html)) == f"x {plain(text)} x"
    assert pings(html) == []


@given(SIGNS)
def test_any_text_is_code_as_it_is(text: str) -> None:
    html = GFM.renderInline(f"x {markdown.code(text, MOST)} x") if text else "x <code></code> x"
    found = re.fullmatch(r"x <code>(.*)</code> x", html)
    assert found
    assert unescape(found.group(1)).strip() == plain(text).strip()


# Size


MANY = [*(finding(n, "warning") for n in range(1, 5001)), finding(5001), finding(5002, "info")]


def left(text: str) -> dict[str, int]:
    """What a comment says is not in it."""
    last = text.splitlines()[-1]
    assert "`-o json`" in last
    return {name: int(count) for name, count in re.findall(r"(\w[^,:.]*) \((\d+)\)", last)}


def test_of_thousands_of_findings_the_worst_are_shown_and_the_rest_is_counted() -> None:
    aside = tuple(finding(n, waived_by="why") for n in range(300))
    shown = markdown.findings(Report(tuple(MANY), 1, (), aside))
    assert fits(shown)
    assert size(shown) > MOST - 10_000
    assert shown.count("**error** PK101") == 1
    warnings = shown.count("**warning** PK101")
    assert 10 < warnings < 5000
    assert left(shown) == {
        "warnings": 5000 - warnings,
        "infos": 1,
        "set aside": 300,
    }
    assert shown.count("\n<details>") == 0
    assert tags(GFM.render(shown)) <= OURS


def test_what_is_cut_inside_what_is_folded_closes_it() -> None:
    aside = tuple(finding(n, waived_by="why") for n in range(3000))
    shown = markdown.findings(Report((finding(),), 1, (), aside))
    assert fits(shown)
    assert shown.count("\n<details>") == shown.count("\n</details>\n") == 1
    there = shown.count("<br>Reason: why")
    assert left(shown) == {"set aside": 3000 - there}
    assert there > 10


@pytest.mark.parametrize("sign", ["a", "$", "@a", "`", ASTRAL, "\x00", "語"])
def test_one_huge_text_is_cut_and_the_rest_is_there(sign: str) -> None:
    huge = finding(1, message=sign * 100_000, help=sign * 100_000, file=sign * 100_000)
    shown = markdown.findings(Report((huge, finding(2)), 1, ((sign * 100_000, sign * 90_000),)))
    assert fits(shown)
    assert shown.count("…") >= 5
    assert "message 2: " in shown
    assert "left" not in shown
    assert left(shown) == {}


def read(clauses: list[dict[str, Any]], number: str = "1.0.0") -> Version:
    """A version whose characters are not written as escapes."""
    of = header_of()._replace(title=f"{ASTRAL} policy")
    text = json.dumps(content(clauses, number), ensure_ascii=False)
    found, findings = read_version(text, f"{number}.yaml", of, number)
    assert found is not None, findings
    return Version(of, found, f"{number}.yaml")


def longest(count: int) -> PolicyDiff:
    """A diff with so many changes of each kind, and long redlines, beyond the basic plane."""
    words = " ".join(f"{ASTRAL * 5}{n}" for n in range(1_000))
    found = policykit.diff(
        read([{**SHARE, "text": words}]),
        read(
            [
                {**SHARE, "text": words.replace(ASTRAL, OPEN)},
                {**SHARE, "id": "public", "recipients": ["public"]},
                {"id": "right", "kind": "right", "rights": ["access"]},
            ],
            "2.0.0",
        ),
    )
    return found._replace(
        disclosures=found.disclosures * count,
        rights=found.rights * count,
        clauses=found.clauses * min(count, 40),
        jurisdictions=found.jurisdictions * count,
    )


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_diff_of_thousands_of_changes_fits(language: str) -> None:
    found = longest(2_000)
    shown = markdown.diff(found, language)
    assert fits(shown)
    lost = left(shown)
    table = 2 if "\n| ---" in shown else 0
    entries = shown.count("\n- ") + shown.count("\n| ") - table + sum(lost.values())
    assert entries == sum(
        len(one) for one in (found.disclosures, found.rights, found.clauses, found.jurisdictions)
    )
    assert lost["Comunicaciones de datos" if language == "es" else "Disclosures"] < 2_000
    assert tags(GFM.render(shown)) <= OURS


def test_what_a_person_loses_by_is_kept_before_what_they_gain() -> None:
    found = policykit.diff(
        version_of([SHARE]), version_of([{**SHARE, "recipients": ["public"]}], "2.0.0")
    )
    gains, losses = (
        tuple(one for one in found.disclosures if one.direction == way)
        for way in ("narrower", "broader")
    )
    shown = markdown.diff(found._replace(disclosures=(*gains * 3_000, *losses)))
    assert fits(shown)
    assert shown.count("**newly permitted**") == len(losses) == 1
    assert 10 < shown.count("**no longer permitted**") < 3_000


def test_a_diff_with_one_huge_redline_keeps_its_marks_closed() -> None:
    old, new = (f"{sign * 5} " * 4_000 for sign in (ASTRAL, OPEN))
    languages = ("en", "de", "fr")
    before, after = (
        read([{**SHARE, "title": text, "text": dict.fromkeys(languages, f"{text} end")}])
        for text in (old, new)
    )
    found = policykit.diff(before, after)
    shown = markdown.diff(found._replace(clauses=found.clauses * 3))
    assert fits(shown)
    html = GFM.render(shown)
    assert html.count("<s>") == html.count("<strong>") - 2 >= 3
    assert "~~" not in html


def test_a_comparison_of_thousands_of_differences_fits() -> None:
    one = version_of([SHARE])
    other = version_of([{**SHARE, "recipients": ["public"]}], "2.0.0")
    found = policykit.compare(one, other)
    shown = comparison.markdown(found._replace(disclosures=found.disclosures * 3_000))
    assert fits(shown)
    assert left(shown)["Disclosures"] + shown.count("\n- ") == 3_000 * len(found.disclosures)


ENTRIES = st.tuples(
    st.sampled_from(["a", ASTRAL]),
    st.integers(1, 30_000),
    st.sampled_from(["one", "two"]),
    st.integers(0, 3),
)


@given(st.lists(st.lists(ENTRIES, max_size=5)))
def test_entries_are_whole_and_counted_and_the_worst_is_kept(asked: Any) -> None:
    parts = [
        Part("(\n", [Entry(sign * most, *rest) for sign, most, *rest in entries], ")\n")
        for entries in asked
    ]
    counts: list[Counter[str]] = []

    def left_out(found: Any) -> str:
        counts.append(Counter(found))
        return "left"

    shown = fitted(lambda _: ("top", parts), left_out)
    lines = shown.splitlines()
    assert size(shown) <= MOST
    assert lines[0] == "top"
    assert lines.count("(") == lines.count(")")
    there = Counter(one for one in lines[1:] if one not in ("(", ")", "", "left"))
    every = [one for part in parts for one in part.entries]
    assert there <= Counter(one.text for one in every)
    missing = Counter(one.text for one in every) - there
    if not counts:
        assert not missing
        return
    assert lines[-1] == "left"
    assert counts[-1].total() == missing.total()
    kept = [one.rank for one in every if not missing[one.text]]
    lost = [one.rank for one in every if missing[one.text] and not there[one.text]]
    assert not kept or not lost or max(kept) <= max(lost)
    assert "(\n)" not in shown


@given(st.text(st.sampled_from(["a", ASTRAL])), st.integers(1, 40))
def test_a_text_is_cut_by_the_units_that_it_takes(text: str, most: int) -> None:
    cut = shortened(text, most)
    assert len(cut.encode("utf-16-le")) // 2 == size(cut) <= most
    assert cut == text or (cut[-1] == "…" and text.startswith(cut[:-1]) and size(text) > most)
    assert cut == text or size(cut) >= most - 1


@given(
    st.lists(st.builds(Segment, st.sampled_from(["equal", "added"]), st.text("ab ", min_size=1))),
    st.integers(1, 40),
)
def test_a_redline_is_cut_as_a_text_is(words: Any, most: int) -> None:
    cut = redlines.shortened(tuple(words), most)
    assert [one.op for one in cut] == [one.op for one in words]
    assert sum(size(one.text) for one in cut) <= max(most, len(words))
    lengths = [len(one.text) for one in cut if one.text.endswith("…")]
    for one, whole in zip(cut, words, strict=True):
        assert one.text == whole.text or whole.text.startswith(one.text[:-1].rstrip())
        # What is cut is what is longest.
        assert one.text != whole.text or not lengths or len(whole.text) <= max(lengths) + 3
    if sum(len(one.text) for one in words) <= most:
        assert cut == tuple(words)


def test_the_limit_leaves_room() -> None:
    assert comment.MOST < COMMENT
    assert comment.MOST * 3 < BYTES  # a unit of UTF-16 is three bytes at most


# What is loaded


def test_validate_loads_what_renders_only_where_that_is_asked(tmp_path: Path) -> None:
    repository(tmp_path, acme(version("1.0.0")))
    code = (
        "import sys; from policykit.commands.main import main; main(sys.argv[1:]); "
        "print(*sorted(one for one in sys.modules if one.startswith(('policykit.render.', "
        "'policykit.comparison'))))"
    )
    loaded = {}
    for name in ("text", "markdown", "html"):
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                code,
                "validate",
                "policies/acme/privacy/1.0.0.yaml",
                "-o",
                name,
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONPATH": str(ROOT)},
        )
        loaded[name] = set(done.stdout.splitlines()[-1].split())
    assert loaded["text"] == {"policykit.render.text"}
    assert "policykit.render.html" not in loaded["markdown"]
    assert "policykit.render.markdown" not in loaded["html"]
    assert not any("comparison" in one for found in loaded.values() for one in found)
