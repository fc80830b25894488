"""Pages: well-formed, of one file, to be read by anyone, and nothing foreign acts in them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

import policykit
from policykit.comparison.redline import Segment
from policykit.render import changelog, comparison, html
from policykit.render.inert import plain
from policykit.validation import Report
from tests.conftest import ROOT
from tests.reported import (
    HOSTILE,
    everything,
    finding,
    hostile_diff,
    hostile_history,
    hostile_report,
)
from tests.repositories import SHARE
from tests.writing import version as version_of

GOLDEN = ROOT / "tests" / "golden"
EMPTY = {"meta", "br"}
OURS = {"html", "head", "meta", "title", "style", "body", "header", "main", "section", "article"}
OURS |= {"div", "h1", "h2", "h3", "p", "ul", "li", "dl", "dt", "dd", "table", "tr", "th", "td"}
OURS |= {"bdi", "code", "strong", "span", "ins", "del", "br", "h4"}
SPANISH = {"diff in Spanish", "alike", "history in Spanish", "telegram-2024-09-23.es.html"}
ATTRIBUTES = {"lang", "dir", "charset", "http-equiv", "content", "name", "class", "scope", "id"}


class Strict(HTMLParser):
    """A parser to which every start has its end, and nothing stands that is not escaped."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.levels: list[int] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        assert tag in OURS, tag
        assert len(dict(attrs)) == len(attrs)
        assert set(dict(attrs)) <= ATTRIBUTES, attrs
        self.seen.append((tag, dict(attrs)))
        if re.fullmatch("h[1-3]", tag):
            self.levels.append(int(tag[1]))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            assert not set(data) & set("<>&\"'"), data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def strict(page: str) -> Strict:
    """A page, held against all that is asked of every page."""
    assert page.startswith("<!doctype html>\n<html lang=")
    parser = Strict()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    names = [tag for tag, _ in parser.seen]
    assert [names.count(one) for one in ("h1", "main", "header", "title")] == [1, 1, 1, 1]
    assert all(after - before <= 1 for before, after in pairwise([1, *parser.levels]))
    policy = {"default-src 'none'; style-src 'unsafe-inline'"}
    assert {a["content"] for _, a in parser.seen if "http-equiv" in a} == policy
    style = page.partition("<style>")[2].partition("</style>")[0]
    assert not re.search(r"url\(|@import|expression", style)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\ufdd0\ufffe]", page)
    return parser


def pages() -> dict[str, str]:
    one, other = version_of([SHARE]), version_of([{**SHARE, "recipients": ["public"]}])
    compared = policykit.compare(one, other)
    named = compared._replace(one=compared.one._replace(title=HOSTILE, publisher=HOSTILE))
    return {
        "diff": html.diff(hostile_diff()),
        "diff in Spanish": html.diff(hostile_diff(), "es"),
        "nothing": html.diff(policykit.diff(one, one)),
        "comparison": comparison.html(named),
        "alike": comparison.html(policykit.compare(one, one), "es"),
        "history": changelog.html(hostile_history(), "reader"),
        "history in Spanish": changelog.html(hostile_history(), "legal", "es"),
        "report": html.findings(hostile_report()),
        "clean": html.findings(Report((), 1, ())),
    }


def test_every_page_is_well_formed_and_foreign_text_does_nothing() -> None:
    goldens = {path.name: path.read_text("utf-8") for path in GOLDEN.glob("*.html")}
    assert len(goldens) == 5
    for name, page in {**pages(), **goldens}.items():
        parser = strict(page)
        assert dict(parser.seen[0][1])["lang"] == ("es" if name in SPANISH else "en")
        tree = lxml_html.document_fromstring(page)
        assert not tree.xpath("//script | //a | //img | //link | //iframe | //form | //svg")
        assert not tree.xpath("//@href | //@src | //@style")


def test_foreign_text_is_all_there_and_set_apart() -> None:
    tree = lxml_html.document_fromstring(html.findings(hostile_report()))
    apart = ["".join(one.itertext()) for one in tree.iter("bdi")]
    assert plain(HOSTILE) in apart
    assert f"policies/{plain(HOSTILE)}.yaml:3:2" in apart
    outside = tree.xpath("//body//text()[not(ancestor::bdi)]")
    assert not any("alert(1)" in one for one in outside)


@given(st.text("ab<>&\"'`/=\n \u202e\u2069\x00\x85", max_size=30))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    shown = html.said(text)
    (bdi,) = lxml_html.fragments_fromstring(shown)
    assert bdi.tag == "bdi"
    assert (bdi.text or "") == plain(text)
    assert len(bdi) == 0


def test_a_redline_is_marked_by_elements_and_by_signs_beside_colour() -> None:
    words = (Segment("equal", "a <b> "), Segment("removed", "<i>"), Segment("added", '"x"'))
    assert html.redline(words) == "a &lt;b&gt; <del>&lt;i&gt;</del><ins>&quot;x&quot;</ins>"
    page = html.diff(hostile_diff())
    assert re.search(r"ins \{[^}]*underline", page)
    assert re.search(r"del \{[^}]*line-through", page)
    assert 'content: "+"' in page
    assert r'content: "\2212"' in page
    assert '<bdi lang="en"><del>Old</del>' in page


def luminance(colour: str) -> float:
    """WCAG 2.2, "relative luminance"."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * one for one in colour[1:])
    channels = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_text_is_told_from_what_is_behind_it_in_light_and_dark() -> None:
    page = html.findings(Report((), 1, ()))
    schemes = [dict(re.findall(r"--([\w-]+): (#\w+)", one)) for one in page.split("@media screen")]
    assert len(schemes) == 2
    for colours in schemes:
        pairs = [
            (ink, box) for ink in ("ink", "soft", "bad", "good", "note") for box in ("paper", "box")
        ]
        for ink, behind in [*pairs, ("in", "in-box"), ("out", "out-box")]:
            light, dark = sorted((luminance(colours[one]) for one in (ink, behind)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, behind)


def test_findings_are_told_the_worst_first_with_place_and_mend() -> None:
    number = finding(9, code="PK401", message="too small", help="run `policykit release`")
    found = (finding(1, "info"), finding(2, "warning"), finding(3), number)
    page = html.findings(Report(found, 1, (("gone", "no such file"),)))
    places = [
        page.index(one)
        for one in ("2 errors", "gone", "no such file", "Errors", "PK401", "message 3", "Warnings")
    ]
    assert places == sorted(places)
    assert (
        "<dt><bdi>help</bdi></dt><dd><bdi>run </bdi><code><bdi>policykit release</bdi></code>"
        in page
    )


def test_what_changed_in_meaning_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = html.findings(everything(tmp_path, monkeypatch))
    strict(page)
    assert "PK411" not in page
    assert "<strong><bdi>acme/privacy 1.0.1 has to be 2.0.0</bdi></strong>" in page
    shown = re.sub(r"\b[0-9a-f]{12}\b", "0123456789ab", page)
    assert shown == (GOLDEN / "validate.html").read_text("utf-8")
