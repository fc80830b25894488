"""
Markdown to sections, by the block structure that markdown-it-py finds.

The text of a section is its source, word for word: only headings are taken apart. So nothing
depends on rendering, and what an inline parser finds slow or deep is never parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from policykit.document import read
from policykit.importing.sections import Parsed, Section, one_line, trimmed

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT: Final = re.compile(r"\s*---[ ]*\n(.*?)^(?:---|\.\.\.)[ ]*$\n?", re.S | re.M)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# One that is never closed is matched too, once, lest its end be looked for again and again.
_COMMENT: Final = re.compile(r"<!--.*?(?:(-->)|\Z)", re.S)
_ANCHOR: Final = re.compile(r"<a\s+(?:name|id)=[^<>]*>\s*</a>", re.I)
_TAGGED: Final = re.compile(r"<h([1-6])(?:\s[^<>]*)?>([^<>]*)</h\1>", re.I)
_BOLD: Final = re.compile(r"(\*\*|__)(?!\s)((?:(?!\1).)+)(?<!\s)\1:?")
_ATTRIBUTES: Final = re.compile(r"\s*\{:?\s*[#.][^{}]*\}\s*$")
_LONGEST: Final = 2000
"""A heading longer than this is taken as it is; no author wrote it as a heading."""


class _Mark(NamedTuple):
    """A heading and the lines it takes, the last outside."""

    start: int
    end: int
    level: int
    heading: str


@cache
def _blocks() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


@cache
def _inline() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")


def parse_markdown(text: str) -> Parsed:
    """The sections of a Markdown text that has been tidied."""
    notices: list[str] = []
    title, dates, text = _front_matter(text, notices)
    lines = text.split("\n")
    tokens = _blocks().parse(text)
    _drop_comments(tokens, lines, notices)
    marks = list(_headings(tokens))
    if len(marks) <= 1:
        bold = list(_bold_paragraphs(tokens))
        if len(bold) > 1:
            notices.append(f"{len(bold)} paragraphs in bold were taken for headings")
            marks = sorted([*marks, *bold])
    first = marks[0].start if marks else len(lines)
    sections = [Section(0, "", trimmed(lines[:first]))]
    ends = [*(mark.start for mark in marks[1:]), len(lines)]
    for mark, end in zip(marks, ends, strict=False):
        sections.append(Section(mark.level, mark.heading, trimmed(lines[mark.end : end])))
    return Parsed(title, dates, titled(sections), tuple(notices))


def titled(sections: list[Section]) -> tuple[Section, ...]:
    """
    Sections, with the document's own heading at level 0.

    It is the first heading, if nothing stands before it and no other is as high.
    """
    kept = [one for one in sections if one.heading or one.text]
    if len(kept) > 1 and kept[0].heading and all(one.level > kept[0].level for one in kept[1:]):
        kept[0] = kept[0]._replace(level=0)
    return tuple(kept)


def _front_matter(text: str, notices: list[str]) -> tuple[str, dict[str, str], str]:
    """Title and dates of the YAML between `---` at the top, and the text below it."""
    found = _FRONT.match(text)
    if found is None:
        return "", {}, text
    document, findings = read(found.group(1), "front matter")
    data = None if document is None or findings else document.data
    if not isinstance(data, dict):
        if not any(":" in line for line in found.group(1).split("\n")):
            return "", {}, text  # two rules with a text between them
        notices.append("the front matter is no plain YAML and was left out")
        return "", {}, text[found.end() :]
    title = data.get("title")
    dates: dict[str, str] = {}
    for field, names in (
        ("published", ("published", "date")),
        ("effective", ("effective", "effective_date")),
    ):
        days = {str(data[name]) for name in names if name in data}
        if len(days) == 1 and _DAY.fullmatch(next(iter(days))):
            dates[field] = days.pop()
    used = {"title", *(("published", "date") if "published" in dates else ())}
    used |= {"effective", "effective_date"} if "effective" in dates else set()
    rest = [name for name in data if name not in used]
    if rest:
        notices.append(f"front matter that is no text of the policy: {', '.join(rest)[:200]}")
    known = one_line(title) if isinstance(title, str) else ""
    return known, dates, text[found.end() :]


def _drop_comments(tokens: list[Token], lines: list[str], notices: list[str]) -> None:
    """Blank the lines of HTML comments and empty anchors: no reader sees them."""
    dropped = 0
    for token in tokens:
        if token.type == "html_block" and token.map is not None and token.level == 0:
            start, end = token.map
            block = "\n".join(lines[start:end])
            left = _ANCHOR.sub("", _COMMENT.sub(lambda one: "" if one[1] else one[0], block))
            if left != block:
                dropped += 1
                kept = left.split("\n") if left.strip() else []
                lines[start:end] = kept[: end - start] + [""] * (end - start - len(kept))
    if dropped:
        places = "place" if dropped == 1 else "places"
        notices.append(f"HTML comments and empty anchors left out in {dropped} {places}")


def _headings(tokens: list[Token]) -> Iterator[_Mark]:
    """Headings that stand in no list and no quotation."""
    for place, token in enumerate(tokens):
        if token.level != 0 or token.map is None:
            continue
        if token.type == "heading_open":
            heading = _plain(tokens[place + 1].content)
            if heading:
                yield _Mark(token.map[0], token.map[1], int(token.tag[1:]), heading)
        elif token.type == "html_block":
            tagged = _TAGGED.fullmatch(token.content.strip())
            if tagged is not None and tagged.group(2).strip():
                yield _Mark(
                    token.map[0], token.map[1], int(tagged.group(1)), _plain(tagged.group(2))
                )


def _bold_paragraphs(tokens: list[Token]) -> Iterator[_Mark]:
    """Paragraphs of one line, all of it bold: headings in all but name."""
    for place, token in enumerate(tokens):
        if token.type == "paragraph_open" and token.level == 0 and token.map is not None:
            content = tokens[place + 1].content.strip()
            if "\n" not in content and len(content) < _LONGEST and _BOLD.fullmatch(content):
                yield _Mark(token.map[0], token.map[1], 6, _plain(content))


def _plain(source: str) -> str:
    """A heading's words, without its markup."""
    source = _ATTRIBUTES.sub("", source)
    if len(source) > _LONGEST:
        return one_line(source)
    words = []
    for token in _inline().parseInline(source)[0].children or ():
        if token.type in ("text", "text_special", "code_inline", "image"):
            words.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            words.append(" ")
    return one_line("".join(words))
