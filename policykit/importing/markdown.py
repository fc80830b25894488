"""
Markdown to sections, by the block structure that markdown-it-py finds.

The text of a section is its source, word for word: only headings are taken apart. So nothing
depends on rendering, and what an inline parser finds slow or deep is never parsed. What no reader
sees (comments, empty anchors) is left out, references to characters (`&mdash;`) become them, and
the addresses that links refer to (`[1]: https://…`) and the notes (`[^1]: …`) go to the sections
that refer to them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from policykit.importing.footnotes import name_of, taken_out, used
from policykit.importing.front_matter import front_matter
from policykit.importing.plain import parse_plain
from policykit.importing.scripts import lowered, raised
from policykit.importing.sections import (
    NotImportable,
    Parsed,
    Section,
    counted,
    one_line,
    seen,
    titled,
    trimmed,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# One that is never closed is matched too, once, lest its end be looked for again and again.
_COMMENT: Final = re.compile(r"<!--.*?(?:(-->)|\Z)", re.S)
_ANCHOR: Final = re.compile(r"<a\s+(?:name|id)=[^<>]*>\s*</a>", re.I)
_TAGGED: Final = re.compile(r"\s*<h([1-6])(?:\s[^<>]*)?>(.*)</h\1>\s*", re.I | re.S)
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")
_BOLD: Final = re.compile(r"(\*\*|__)(?!\s)((?:(?!\1).)+)(?<!\s)\1:?")
_BROKEN: Final = re.compile(r"(?<! ) {2,}$|\\$|<br ?/?>$")
_GLUED: Final = re.compile(r"(#{2,6})([^\s#].*?)\s*#*")
_ATTRIBUTES: Final = re.compile(r"(?<!\s)\s*\{:?\s*[#.][^{}]*\}\s*$")
_ENTITY: Final = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_MARKUP: Final = frozenset("<>&*_`[]()\\|#~!\n\r\t")
_SCRIPT: Final = re.compile(r"(.?)<(sup|sub)>([^<>\n]*[^<>\s])</\2>", re.I)
_LONGEST: Final = 2000
"""A heading longer than this is taken as it is; no author wrote it as a heading."""
_BOLDEST: Final = 150
"""What is bold and longer was not meant as a heading."""


_MOST_ADDED: Final = 10 * 2**20
"""Characters of notes and addresses, as many as a version may have bytes."""


class _Mark(NamedTuple):
    """A heading and the lines it takes, the last outside."""

    start: int
    end: int
    level: int
    heading: str


@cache
def _blocks() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"inline_definitions": True}).enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


@cache
def _inline() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")


def parse_markdown(text: str) -> Parsed:
    """The sections of a Markdown text that has been tidied."""
    notices: list[str] = []
    front, text = front_matter(text, notices)
    if "&" in text:
        # What scripts need is known by what stands beside it, so this is of all of it.
        text = seen(_ENTITY.sub(_character, text))
    lines = text.split("\n")
    tokens = _blocks().parse(text)
    _drop_comments(tokens, lines, notices)
    notes = taken_out(tokens, lines)
    definitions = _definitions(tokens, lines) | notes
    if notes:
        count = "1 footnote was" if len(notes) == 1 else f"{len(notes)} footnotes were"
        notices.append(f"{count} put below what refers to them")
    counted(sum(token.type == "heading_open" for token in tokens))
    found = sorted([*_headings(tokens), *_glued(tokens)])
    marks = [mark for mark in found if mark.heading]
    for mark in found:
        if not mark.heading:  # no reader sees it, nor its `##`
            lines[mark.start : mark.end] = [""] * (mark.end - mark.start)
    bold = list(_bold_paragraphs(tokens))
    if len(bold) > 1 and (len(marks) <= 1 or len(bold) >= 3 * len(marks)):
        counted(len(marks) + len(bold))
        notices.append(f"{len(bold)} paragraphs in bold were taken for headings")
        worded = ((start, _plain(source)) for start, source in bold)
        marks += [_Mark(start, start + 1, 6, words) for start, words in worded if words]
        marks.sort()
    if not marks:
        plain = parse_plain("\n".join(lines), certain=True)
        if len(plain.sections) > 1:
            linked = _linked(list(plain.sections), definitions)
            return front._replace(sections=linked, notices=(*notices, *plain.notices))
    first = marks[0].start if marks else len(lines)
    sections = [Section(0, "", _text(lines[:first]))]
    ends = [*(mark.start for mark in marks[1:]), len(lines)]
    for mark, end in zip(marks, ends, strict=False):
        sections.append(Section(mark.level, mark.heading, _text(lines[mark.end : end])))
    return front._replace(
        sections=titled(list(_linked(sections, definitions))), notices=tuple(notices)
    )


def _character(reference: re.Match[str]) -> str:
    """What a reference to a character stands for, unless that would be markup."""
    character = html.unescape(reference.group())
    return reference.group() if set(seen(character)) & _MARKUP else character


def _text(lines: list[str]) -> str:
    """Lines as a text, with one blank line where several stand outside of code."""
    kept: list[str] = []
    fence = ""
    for line in lines:
        bare = line.lstrip(" ")
        if not fence and bare.startswith(("```", "~~~")):
            fence = bare[:3]
        elif fence and bare.startswith(fence):
            fence = ""
        if line or fence or (kept and kept[-1]):
            kept.append(line)
    return trimmed(kept)


def _definitions(tokens: list[Token], lines: list[str]) -> dict[str, str]:
    """The lines that say where links of a name lead, by name; their places become blank."""
    found: dict[str, str] = {}
    for token in tokens:
        if token.type == "definition" and token.level == 0 and token.map is not None:
            start, end = token.map
            name = name_of(token.meta["label"])
            if name.startswith("^"):
                continue
            found.setdefault(name, "\n".join(lines[start:end]).strip())
            lines[start:end] = [""] * (end - start)
    return found


def _linked(sections: list[Section], definitions: dict[str, str]) -> tuple[Section, ...]:
    """The sections, each with the definitions that its links need, and the notes it refers to."""
    if not definitions:
        return tuple(sections)
    notes = {name: text for name, text in definitions.items() if name.startswith("^")}
    found = []
    room = _MOST_ADDED
    for section in sections:
        # A link in a heading is words there; a note belongs to it.
        marks = " ".join(f"[{name}]" for name in used(section.heading, notes))
        needed = [definitions[name] for name in used(f"{marks}\n{section.text}", definitions)]
        room -= sum(map(len, needed))
        if room < 0:
            message = "with its notes below each section that refers to them it is too large"
            raise NotImportable(message, "import the policy alone")
        texts = [one for one in (section.text, "\n".join(needed)) if one]
        found.append(section._replace(text="\n\n".join(texts)))
    return tuple(found)


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
    """Headings that stand in no list and no quotation, those without words too."""
    for place, token in enumerate(tokens):
        if token.level != 0 or token.map is None:
            continue
        if token.type == "heading_open":
            heading = _plain(tokens[place + 1].content)
            yield _Mark(token.map[0], token.map[1], int(token.tag[1:]), heading)
        elif token.type == "html_block":
            yield from _tagged(token.content.rstrip("\n"), token.map[0])


def _tagged(block: str, start: int) -> Iterator[_Mark]:
    """Headings written as HTML, each on lines of its own."""
    whole = _TAGGED.fullmatch(block)
    if whole is not None and not re.search(r"<h[1-6]", whole.group(2), re.I):
        parts = [(start, start + 1 + block.count("\n"), whole)]
    else:
        matches = ((n, _TAGGED.fullmatch(line)) for n, line in enumerate(block.split("\n"), start))
        parts = [(n, n + 1, match) for n, match in matches if match is not None]
    for first, end, match in parts:
        heading = _plain(_TAG.sub(" ", match.group(2)))
        yield _Mark(first, end, int(match.group(1)), heading)


def _glued(tokens: list[Token]) -> Iterator[_Mark]:
    """Lines such as `##Sharing`, which older Markdown took for headings and CommonMark does not."""
    for place, token in enumerate(tokens):
        if token.type == "paragraph_open" and token.level == 0 and token.map is not None:
            for number, line in enumerate(tokens[place + 1].content.split("\n"), token.map[0]):
                found = _GLUED.fullmatch(line.strip()) if len(line) < _LONGEST else None
                if found is not None:
                    words = _plain(found.group(2))
                    yield _Mark(number, number + 1, len(found.group(1)), words)


def _bold_paragraphs(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    """
    The lines and sources of paragraphs whose first line is all bold.

    They are headings in all but name, whatever follows on the other lines.
    """
    for place, token in enumerate(tokens):
        if token.type != "paragraph_open" or token.level != 0 or token.map is None:
            continue
        first = _BROKEN.sub("", tokens[place + 1].content.strip().partition("\n")[0]).strip()
        if len(first) <= _BOLDEST and _BOLD.fullmatch(first):
            yield token.map[0], first


def _plain(source: str) -> str:
    """A heading's words, without its markup."""
    source = _ATTRIBUTES.sub("", source)
    if len(source) > _LONGEST:
        return one_line(source)
    source = _SCRIPT.sub(_scripted, source)
    words = []
    for token in _inline().parseInline(source)[0].children or ():
        if token.type in ("text", "text_special", "code_inline", "image"):
            words.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            words.append(" ")
    return one_line("".join(words))


def _scripted(found: re.Match[str]) -> str:
    """What stands high or low in a heading, without its tags."""
    before, tag, words = found.groups()
    return before + (raised if tag.lower() == "sup" else lowered)(words.strip(), before)
