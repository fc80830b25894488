"""What holds of every text that is imported, on random ones."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from html.parser import HTMLParser
from random import Random
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from policykit.importing import Imported, NotImportable, Origin, next_version, parse
from policykit.library.content import Header
from policykit.library.reading import read_header, read_version

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
POLICY = """\
format: 1
id: acme/privacy
kind: privacy_policy
title: Privacy
publisher: Acme
languages: [en]
"""


def header() -> Header:
    found, findings = read_header(POLICY, "policy.yaml", "")
    assert found is not None
    assert not findings
    return found


HEADER = header()


def imported(text: str, kind: str, history: Sequence[Any] = (), number: str = "1.0.0") -> Imported:
    origin = Origin({"published": "2025-01-01"}, "en")
    return next_version(parse(text, kind), "acme/privacy", number, origin, ["en"], history)


def checked(found: Imported) -> Imported:
    """That it validates, and that its ids are what ids are."""
    content, findings = read_version(found.yaml, "1.0.0.yaml", HEADER, found.data["version"])
    assert content is not None, findings
    assert not [one for one in findings if one.severity == "error"]
    ids = [clause["id"] for clause in found.data["clauses"]]
    assert len(set(ids)) == len(ids)
    assert all(ID.fullmatch(one) and len(one) <= 140 for one in ids)
    return found


class Part(NamedTuple):
    level: int
    heading: list[str]
    blocks: list[tuple[str, list[list[str]]]]

    @property
    def words(self) -> list[str]:
        said = [word for _, lines in self.blocks for line in lines for word in line]
        return words(" ".join([*self.heading, *said]))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


SAID = [
    "data", "Privacy", "e-mail", "24/7", "§", "we", "cookies", "AT&T", "l’été", "données", "Größe",
    "данные", "個人情報", "データ", "개인정보", "بيانات", "נתונים", "“quoted”", "😀", "x",
    "section", "article", "iv", "2024-05-01", "no", "null", "true", "~", "3.5", "C", "(c)",
]  # fmt: skip
WORD = st.one_of(st.sampled_from(SAID), st.from_regex(r"[A-Za-z]{2,9}[,;]?", fullmatch=True))
LINE = st.lists(WORD, min_size=1, max_size=12)
BLOCK = st.one_of(
    st.tuples(st.just("paragraph"), st.lists(LINE, min_size=1, max_size=1)),
    st.tuples(st.just("list"), st.lists(LINE, min_size=1, max_size=4)),
    st.tuples(st.just("quote"), st.lists(LINE, min_size=1, max_size=1)),
)
HEADING = st.lists(WORD, min_size=1, max_size=6)
PART = st.builds(Part, st.integers(1, 4), HEADING, st.lists(BLOCK, max_size=3))
TEXT = st.lists(PART, min_size=1, max_size=8)


def shown(block: tuple[str, list[list[str]]], kind: str) -> str:
    form, lines = block
    said = [" ".join(line) for line in lines]
    if kind == "html":
        said = [html.escape(line) for line in said]
        if form == "list":
            return "<ul>" + "".join(f"<li>{line}</li>" for line in said) + "</ul>"
        tag = "p" if form == "paragraph" else "blockquote"
        return f"<{tag}>{said[0]}</{tag}>"
    mark = {"paragraph": "text: ", "list": "- ", "quote": "> "}[form]
    return "\n".join(mark + line for line in said)


def written(parts: list[Part], kind: str) -> str:
    result = []
    for part in parts:
        heading = " ".join(part.heading)
        if kind == "html":
            result.append(f"<h{part.level}>{html.escape(heading)}</h{part.level}>")
        else:
            result.append(f"{'#' * part.level} Part: {heading}")
        result += [shown(block, kind) for block in part.blocks]
    return ("\n" if kind == "html" else "\n\n").join(result)


def said(found: Imported) -> list[str]:
    return words(
        " ".join(
            f"{one.get('section', '')} {one.get('title', '')} {one.get('text', '')}"
            for one in found.data["clauses"]
        )
    )


def expected(parts: list[Part], kind: str) -> list[str]:
    if kind == "html":
        return [word for part in parts for word in part.words]
    return words(re.sub(r"(?m)^[#>-]+ ", "", written(parts, kind)))


KIND = st.sampled_from(["html", "markdown"])


@given(TEXT, KIND)
@settings(max_examples=300, deadline=None)
def test_every_word_of_a_text_is_in_a_clause_in_order(parts: list[Part], kind: str) -> None:
    if not any(map(str.isalnum, str([part.words for part in parts]))):
        return
    found = checked(imported(written(parts, kind), kind))
    assert said(found) == expected(parts, kind)


@given(TEXT, KIND)
@settings(max_examples=150, deadline=None)
def test_the_same_text_again_changes_nothing(parts: list[Part], kind: str) -> None:
    text = written(parts, kind)
    first = imported(text, kind)
    again = imported(text, kind, [first.data], "1.1.0")
    assert again.unchanged
    assert again.data["clauses"] == first.data["clauses"]
    assert imported(text, kind).yaml == first.yaml


DISTINCT = st.integers(2, 9).flatmap(
    lambda count: st.lists(
        PART.map(lambda part: part._replace(level=2, blocks=part.blocks[:2])),
        min_size=count,
        max_size=count,
    )
)


@given(DISTINCT, st.data())
@settings(max_examples=200, deadline=None)
def test_a_section_that_stays_keeps_its_id(parts: list[Part], data: Any) -> None:
    # Headings that tell sections apart; what becomes of the others is free.
    named = [
        part._replace(heading=[f"Topic{place}x", *part.heading], blocks=[*part.blocks, tail(place)])
        for place, part in enumerate(parts)
    ]
    before = imported(written(named, "html"), "html")
    stays = data.draw(st.lists(st.booleans(), min_size=len(named), max_size=len(named)))
    after = data.draw(
        st.permutations([part for part, keep in zip(named, stays, strict=True) if keep])
    )
    for place in range(data.draw(st.integers(0, 3))):
        new = Part(2, [f"Other{place}y"], [tail(100 + place)])
        after = [*after[:place], new, *after[place:]]
    if not after:
        return
    found = checked(imported(written(list(after), "html"), "html", [before.data], "1.1.0"))
    ids = {clause["title"]: clause["id"] for clause in before.data["clauses"]}
    for clause in found.data["clauses"]:
        assert ids.get(clause["title"], clause["id"]) == clause["id"]
    kept = {ids[one["title"]] for one in found.data["clauses"] if one["title"] in ids}
    assert set(found.kept) == kept
    assert {one["id"] for one in found.data["clauses"]} - kept == set(found.new)


def tail(place: int) -> tuple[str, list[list[str]]]:
    """A paragraph that no other place has anything like."""
    letters = Random(place)
    return "paragraph", [["".join(letters.choices("abcdefghij", k=9)) for _ in range(12)]]


MARKS = [
    "# ", "## ", "\n", "\n\n", "**", "- ", "1. ", "> ", "`", "```\n", "---\n", "===\n", "|", "\t",
    "<h2>", "</h2>", "<p>", "<div>", "</div>", "<li>", "<ul>", "<table>", "<tr>", "<td>", "<main>",
    "<nav>", "<b>", "</b>", "<br>", "<pre>", "<a href='x'>", "</a>", "<!--", "-->", "<form><input>",
    "&amp;", "&#1;", "&#133;", "&nbsp;", "\xa0", "\xad", "\u200b", "\u2028", "\r", "    ", "\\",
    "[1]: x", "[1]", "A. ", "Section 4(b) ", "第5条", "<svg>", "<h1 role=heading>", "<summary>",
    "<button aria-expanded=x>", "<dl><dt>", "<dd>", "<sup>", "</sup>",
    "<ol type=a reversed>", "</ol>", "<td rowspan=2 colspan=3>", "[^1]: x", "[^1]",
    "\u202e", "&#x202e;", "<svg><text>",
]  # fmt: skip
MARKUP = st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=8), WORD), max_size=40).map(
    "".join
)


@given(MARKUP, st.sampled_from(["html", "markdown", "text"]))
@settings(max_examples=600, deadline=None)
def test_any_text_is_refused_in_words_or_becomes_a_version_that_validates(
    text: str, kind: str
) -> None:
    try:
        found = imported(text, kind)
    except NotImportable:
        return
    checked(found)
    again = imported(text, kind, [found.data], "1.1.0")
    assert again.unchanged


SETTING = [
    "\n", "\n\n", "\n\n\n", "# ", "## ", "##", "**", "__", "- ", "• ", "1. ", "2. ", "a) ",
    "===\n", "---\n", "~~~\n", "> ", "    ", "A. ", "(b) ", "IV. ", "Section 4(b) ", "第5条", ": ",
    "（適用）", "１．", "一、", "8.3. ", "ALL CAPS", "| a | b |\n| --- | --- |\n", "`code`",
]  # fmt: skip
LINES = st.lists(st.one_of(st.sampled_from(SETTING), WORD, LINE.map(" ".join)), max_size=40).map(
    lambda parts: "text " + " ".join(parts)
)


def bare(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text))


@given(LINES, st.sampled_from(["markdown", "text"]))
@settings(max_examples=500, deadline=None)
def test_no_word_of_a_text_without_markup_of_links_is_lost_or_moved(text: str, kind: str) -> None:
    found = checked(imported(text, kind))
    clauses = found.data["clauses"]
    said = [one.get(field, "") for one in clauses for field in ("section", "title", "text")]
    assert bare(" ".join(said)) == bare(text)


class Reading(HTMLParser):
    """The words of a page as the standard library reads them, tags and all else aside."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


TAGS = [
    "h1", "h2", "h3", "p", "div", "span", "b", "i", "strong", "em", "li", "ul", "dl", "dt", "dd",
    "table", "tr", "td", "th", "section", "html", "body", "a", "pre", "blockquote", "details", "q",
    "summary", "label", "center", "font", "u", "code", "s", "form", "sup", "sub", "address",
    "aside", "figure", "custom-tag", "thead", "tbody", "caption",
]  # fmt: skip
SOUP = st.lists(
    st.one_of(
        st.builds("<{}{}>".format, st.sampled_from(["", "", "/"]), st.sampled_from(TAGS)),
        st.sampled_from(["<br>", "<hr>", "<!-- hidden -->", "<h2 role=heading>", "\n", " "]),
        st.from_regex(r" [a-z]{3,8} ", fullmatch=True),
    ),
    min_size=2,
    max_size=40,
).map("".join)


@given(SOUP)
@settings(max_examples=800, deadline=None)
def test_no_word_of_tag_soup_is_lost_or_moved(soup: str) -> None:
    reading = Reading()
    reading.feed(soup)
    reading.close()
    told = bare(" ".join(reading.found))
    if told:
        found = checked(imported(soup, "html"))
        clauses = found.data["clauses"]
        said = [one.get(field, "") for one in clauses for field in ("section", "title", "text")]
        assert bare(" ".join(said)) == told
