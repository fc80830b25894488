"""
HTML to sections, through lxml: headings, and between them text as Markdown a person can read.

Kept: paragraphs, lists, tables, quotations, preformatted text, links, bold and italic. Left out:
navigation, footers, scripts, styles, forms and whatever is no text. Where a page has one `<main>`
(or else one `<article>`), only that is read. The tree is walked without recursion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from policykit.importing.markdown import titled
from policykit.importing.sections import NotImportable, Parsed, Section, one_line, trimmed

_SKIPPED: Final = (
    frozenset(("script", "style", "noscript", "template", "nav", "footer", "head", "title", "svg"))
    | {"canvas", "iframe", "object", "embed", "video", "audio", "form", "button", "select"}
    | {"input", "textarea", "dialog", "map"}
)
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS: Final = (
    _HEADINGS
    | {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details"}
    | {"div", "dl", "dt", "fieldset", "figcaption", "figure", "header", "hgroup", "hr", "html"}
    | {"legend", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td"}
    | {"tfoot", "th", "thead", "tr", "ul"}
)
_EMPHASIS: Final = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}
_BOLD: Final = re.compile(r"\*\*([^*\n]+)\*\*:?")
_PROLOGUE: Final = re.compile(r"\A\s*<\?xml[^<>]*>")
_SPACES: Final = re.compile(r"[ \t\n\f\r]+")
_DEEPEST: Final = 8
"""Lists and quotations are indented no further than this."""


def parse_html(text: str) -> Parsed:
    """
    The sections of an HTML page that has been tidied.

    Raises:
        NotImportable: it is nested deeper than the parser goes.

    """
    from lxml import etree, html

    parser = html.HTMLParser(remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(_PROLOGUE.sub("", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise NotImportable(
            "the page is empty", "name the file that has the policy in it"
        ) from None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        message = "the page's elements are nested too deeply to be read whole"
        raise NotImportable(message, "save the policy alone, or as Markdown or text")
    walk = _Walk()
    walk.over(_policy_of(root))
    notices = []
    sections = walk.sections()
    if sum(1 for one in sections if one.heading) <= 1:
        promoted = _bold_headings(walk.blocks)
        if promoted:
            notices.append(f"{promoted} paragraphs in bold were taken for headings")
            sections = walk.sections()
    if walk.skipped:
        listed = ", ".join(f"<{tag}>" for tag in sorted(walk.skipped))
        notices.append(f"left out with their words: {listed}")
    return Parsed("", {}, titled(sections), tuple(notices))


def _policy_of(root: Any) -> Any:
    """The element that holds the policy: the one <main>, else the one <article>, else the body."""
    for query in ("//main", "//*[@role='main']", "//article"):
        found = root.xpath(query)
        if len(found) == 1 and any(map(str.isalnum, found[0].text_content())):
            return found[0]
    body = root.find("body")
    return root if body is None else body


def _bold_headings(blocks: list[_Block]) -> int:
    """Turn paragraphs that are all bold into headings, if there are several."""
    bold = [one for one in blocks if not one.level and _BOLD.fullmatch(one.text)]
    if len(bold) < 2:
        return 0
    for one in bold:
        one.level = 6
        one.text = one_line(one.text.replace("**", ""))
    return len(bold)


class _Block:
    """A heading (its level), or a stretch of text (level 0); `item` if it begins a list's item."""

    __slots__ = ("item", "level", "text")

    def __init__(self, level: int, text: str, *, item: bool = False) -> None:
        self.level = level
        self.text = text
        self.item = item


class _Container:
    """A list's item or a quotation: what its first line begins with, and the others."""

    __slots__ = ("first", "rest", "started")

    def __init__(self, first: str, rest: str) -> None:
        self.first = first
        self.rest = rest
        self.started = False


class _Walk:
    """One walk over a page's elements, filling `blocks`."""

    def __init__(self) -> None:
        self.blocks: list[_Block] = []
        self.skipped: set[str] = set()
        self.inline: list[str] = []
        self.opened: list[tuple[str, int]] = []
        self.containers: list[_Container] = []
        self.counters: list[int | None] = []
        self.verbatim = 0
        self.level = 0

    def sections(self) -> list[Section]:
        """The blocks, gathered below their headings."""
        found: list[tuple[int, str, list[str]]] = [(0, "", [])]
        items = False
        for block in self.blocks:
            if block.level:
                found.append((block.level, block.text, []))
                items = False
                continue
            texts = found[-1][2]
            if texts and not (items and block.item):
                texts.append("")
            texts.append(block.text)
            items = block.item
        return [
            Section(level, heading, trimmed("\n".join(texts).split("\n")))
            for level, heading, texts in found
        ]

    def over(self, root: Any) -> None:
        """Walk over an element and all inside it."""
        stack: list[tuple[Any, bool]] = [(root, False)]
        while stack:
            element, leaving = stack.pop()
            if leaving:
                self.leave(element)
                if element is not root:
                    self.add(element.tail)
                continue
            if not self.enter(element):
                if element is not root:
                    self.add(element.tail)
                continue
            stack.append((element, True))
            self.add(element.text)
            stack.extend((child, False) for child in reversed(element))
        self.flush()

    def add(self, words: str | None) -> None:
        """Text between elements."""
        if words:
            self.inline.append(words if self.verbatim else _SPACES.sub(" ", words))

    def enter(self, element: Any) -> bool:
        """Begin an element; False if it is passed over, or was dealt with whole."""
        tag = element.tag
        if not isinstance(tag, str):
            return False
        if self.is_skipped(element, tag):
            return False
        if tag == "br":
            self.inline.append("\n")
            return False
        if tag == "img":
            alternative = one_line(element.get("alt") or "")
            self.inline.append(alternative)
            return False
        if tag == "table" and self.table(element):
            return False
        if tag in _BLOCKS:
            self.flush()
            self.open_block(element, tag)
        elif tag in _EMPHASIS or (tag == "a" and _target(element)):
            self.opened.append((tag, len(self.inline)))
        return True

    def is_skipped(self, element: Any, tag: str) -> bool:
        """Whether an element is no part of the policy's text."""
        if tag == "header" and not any(True for _ in element.iter(*_HEADINGS)):
            self.note_skipped(element, tag)
            return True
        if tag in _SKIPPED:
            self.note_skipped(element, tag)
            return True
        # The sign beside a heading that links to it, in many page generators.
        classes = (element.get("class") or "").split()
        return tag == "a" and (
            "headerlink" in classes
            or ("anchor" in classes and not one_line(element.text_content()))
        )

    def note_skipped(self, element: Any, tag: str) -> None:
        """Remember that words were left out; those of code and styles are none."""
        silent = ("script", "style", "head", "title", "template", "svg")
        if tag not in silent and any(map(str.isalnum, element.text_content())):
            self.skipped.add(tag)

    def open_block(self, element: Any, tag: str) -> None:
        """Begin a block."""
        if tag in _HEADINGS and not self.containers:
            self.level = int(tag[1])
        elif tag == "ol":
            start = element.get("start") or "1"
            self.counters.append(int(start) if start.isdecimal() and len(start) < 6 else 1)
        elif tag in ("ul", "dl"):
            self.counters.append(None)
        elif tag in ("li", "dd"):
            marker = "- "
            if tag == "li" and self.counters and self.counters[-1] is not None:
                marker = f"{self.counters[-1]}. "
                self.counters[-1] += 1
            self.containers.append(_Container(marker, " " * len(marker)))
        elif tag == "blockquote":
            self.containers.append(_Container("> ", "> "))
        elif tag == "pre":
            self.verbatim += 1

    def leave(self, element: Any) -> None:
        """End an element."""
        tag = element.tag
        if tag in _BLOCKS:
            self.flush()
            if tag in ("ol", "ul", "dl") and self.counters:
                self.counters.pop()
            elif tag in ("li", "dd", "blockquote") and self.containers:
                self.containers.pop()
            elif tag == "pre":
                self.verbatim -= 1
            if tag in _HEADINGS:
                self.level = 0
        elif self.opened and self.opened[-1][0] == tag and (tag in _EMPHASIS or tag == "a"):
            _, place = self.opened.pop()
            self.wrap(element, tag, place)

    def wrap(self, element: Any, tag: str, place: int) -> None:
        """Put marks around what an inline element holds, its outer spaces outside."""
        words = "".join(self.inline[place:])
        inner = words.strip()
        if self.level or self.verbatim or not inner or (tag == "code" and "`" in inner):
            return
        before = words[: len(words) - len(words.lstrip())]
        after = words[len(words.rstrip()) :]
        if tag == "a":
            target = _target(element)
            shown = inner if inner == target else f"[{one_line(inner)}]({target})"
        elif "\n\n" in inner or inner.startswith(_EMPHASIS[tag]):
            return
        else:
            shown = f"{_EMPHASIS[tag]}{inner}{_EMPHASIS[tag]}"
        self.inline[place:] = [before, shown, after]

    def flush(self) -> None:
        """End a stretch of text: a heading, or a block of its own."""
        words = "".join(self.inline)
        self.inline.clear()
        self.opened.clear()
        if not words.strip():
            return
        if self.level:
            self.blocks.append(_Block(self.level, one_line(words)))
            return
        if self.verbatim:
            body = words.strip("\n")
            fence = "````" if "```" in body else "```"
            lines = [fence, *body.split("\n"), fence]
        else:
            lines = [_SPACES.sub(" ", line).strip() for line in words.strip().split("\n")]
        self.blocks.append(self.inside(lines))

    def inside(self, lines: list[str]) -> _Block:
        """Lines with the marks of the lists and quotations they stand in."""
        first, rest = "", ""
        item = False
        for container in self.containers[-_DEEPEST:]:
            first += container.rest if container.started else container.first
            rest += container.rest
            item = item or (not container.started and container.first != "> ")
            container.started = True
        shown = [first + lines[0], *(rest + line for line in lines[1:])]
        return _Block(0, "\n".join(line.rstrip() for line in shown), item=item)

    def table(self, element: Any) -> bool:
        """A table of data as a table of Markdown; False for one that only lays out a page."""
        if self.level or any(True for _ in element.iter("h1", "h2", "h3", "h4", "h5", "h6")):
            return False
        if any(inner is not element for inner in element.iter("table")):
            return False
        rows = [
            [_cell(cell) for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")
        ]
        rows = [row for row in rows if any(row)]
        width = max(map(len, rows), default=0)
        if width < 2:
            return False
        self.flush()
        for caption in element.iter("caption"):
            self.add(caption.text_content())
            self.flush()
        lines = [f"| {' | '.join([*row, *([''] * (width - len(row)))])} |" for row in rows]
        self.blocks.append(self.inside([lines[0], f"|{' --- |' * width}", *lines[1:]]))
        return True


def _cell(cell: Any) -> str:
    """A cell's words on one line, links and lists inside it as text."""
    walk = _Walk()
    walk.over(cell)
    return one_line(" ".join(_blocks_text(walk))).replace("|", "\\|")


def _blocks_text(walk: _Walk) -> Iterator[str]:
    for block in walk.blocks:
        yield block.text


def _target(element: Any) -> str:
    """Where a link leads; empty for a place on the same page, and for what is no address."""
    target = one_line(element.get("href") or "")
    if not target or target.startswith("#") or " " in target or len(target) > 2000:
        return ""
    scheme = target.partition(":")[0].lower() if ":" in target.partition("/")[0] else ""
    return target if scheme in ("", "http", "https", "mailto", "tel") else ""
