"""
HTML to sections, through lxml.

What of a page is the policy, `page` says; what stands there as text, `walk`. Here it is gathered
below headings, and where a page has none, below what looks like them.
"""

from __future__ import annotations

import re
from typing import Final

from policykit.importing.page import Page
from policykit.importing.plain import parse_plain
from policykit.importing.sections import (
    NotImportable,
    Parsed,
    Section,
    one_line,
    titled,
    trimmed,
)
from policykit.importing.walk import Block, Walk

_BOLD: Final = re.compile(r"(?:\*\*(?:(?!\*\*)[^\n])+\*\*:? ?)+")
_ITALIC: Final = re.compile(r"(?<!\w)\*([^*]+)\*(?!\w)")
_LINK: Final = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_LONGEST: Final = 150
"""What is bold and longer was not meant as a heading."""
_PARAGRAPH: Final = re.compile(
    r"(<h([1-6])\b[^<>]*>)\s*<p\b[^<>]*>((?:(?!</?(?:p|h[1-6])\b).){0,500}?)</p>\s*(?=</h\2>)",
    re.I | re.S,
)
"""A heading with a paragraph in it, as some editors make them; the parser would take it apart."""
_ENDS: Final = re.compile(r"</(?:body|html)\s*>", re.I)
"""Where a page ends, the parser stops reading, and browsers do not."""
_PROLOGUE: Final = re.compile(r"\A\s*<\?xml[^<>]*>")
_FENCED: Final = re.compile(r"(````?)\n(.*)\n\1", re.S)


def parse_html(text: str) -> Parsed:
    """
    The sections of an HTML page that has been tidied.

    Raises:
        NotImportable: it is nested deeper than the parser goes.

    """
    from lxml import etree, html

    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(
            _PARAGRAPH.sub(r"\1\3", _ENDS.sub("", _PROLOGUE.sub("", text))), parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise NotImportable(
            "the page is empty", "name the file that has the policy in it"
        ) from None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        message = "the page's elements are nested too deeply to be read whole"
        raise NotImportable(message, "save the policy alone, or as Markdown or text")
    page = Page(root)
    walk = Walk(page)
    walk.over(page.policy)
    notices = list(page.remarks)
    if page.skipped:
        notices.insert(0, f"left out with their words: {', '.join(sorted(page.skipped))}")
    language = one_line(root.get("lang") or "")
    return _sections(walk.blocks, notices)._replace(language=language)


def _sections(blocks: list[Block], notices: list[str]) -> Parsed:
    headings = sum(1 for one in blocks if one.level)
    promoted = _promoted(blocks)
    found = sum(1 for one in promoted if one.level) - headings
    if found > 1 and (headings <= 1 or found >= 3 * headings):
        notices.append(f"{found} paragraphs that look like headings were taken for headings")
        blocks = promoted
    elif not headings:
        return _plain(blocks, notices)
    return Parsed("", {}, titled(_gathered(blocks)), tuple(notices))


def _promoted(blocks: list[Block]) -> list[Block]:
    """The blocks, with those that look like headings as headings of the lowest level."""
    result = []
    for block in blocks:
        words, rest = _looks(block)
        if words and len(words) <= _LONGEST and any(map(str.isalpha, words)):
            result.append(Block(6, words))
            if rest:
                result.append(Block(0, rest))
        else:
            result.append(block)
    return result


def _looks(block: Block) -> tuple[str, str]:
    """The heading that a block of text looks like or begins with, and its other lines."""
    if block.level or block.inside:
        return "", ""
    if block.heads:
        return _bare(block.text), ""
    first, _, rest = block.text.partition("\n")
    if not _BOLD.fullmatch(first):
        return "", ""
    return _bare(first), rest.strip("\n")


def _bare(text: str) -> str:
    """The words of what becomes a heading."""
    return one_line(_ITALIC.sub(r"\1", _LINK.sub(r"\1", text).replace("**", "")))


def _plain(blocks: list[Block], notices: list[str]) -> Parsed:
    """The sections of a page without headings, as a plain text has them."""
    text = _gathered(blocks)[0].text
    fenced = _FENCED.fullmatch(text)
    parsed = parse_plain(text if fenced is None else fenced.group(2), certain=fenced is None)
    if fenced is None and len(parsed.sections) < 2:
        return Parsed("", {}, titled(_gathered(blocks)), tuple(notices))
    return parsed._replace(notices=(*notices, *parsed.notices))


def _gathered(blocks: list[Block]) -> list[Section]:
    """The blocks, gathered below their headings."""
    found: list[tuple[int, str, list[str]]] = [(0, "", [])]
    items = False
    for block in blocks:
        if block.level:
            found.append((block.level, block.text, []))
            items = False
            continue
        texts = found[-1][2]
        if texts and not (items and block.item and not block.apart):
            texts.append("")
        texts.append(block.text)
        items = block.item
    return [
        Section(level, heading, trimmed("\n".join(texts).split("\n")))
        for level, heading, texts in found
    ]
