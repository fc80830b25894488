"""
What stands in an HTML element, as headings and blocks of Markdown that a person can read.

Kept: paragraphs, lists, tables, quotations, preformatted text, links, bold, italic, struck out,
superscripts and subscripts.
The tree is walked without recursion.
"""

from __future__ import annotations

import re
from typing import Any, Final

from policykit.document.unseen import shows
from policykit.importing.lists import Numbering
from policykit.importing.page import HEADINGS, Page, heading_level, letters, opens
from policykit.importing.scripts import lowered, raised
from policykit.importing.sections import one_line, seen
from policykit.importing.tables import Cell, in_columns, spans, words_outside_cells

_BLOCKS: Final = (
    HEADINGS
    | {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details"}
    | {"div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup"}
    | {"hr", "html", "label", "legend", "li", "main", "nav", "noscript", "ol", "p", "pre"}
    | {"section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
    | {"button", "dialog"}
)
_ENDING: Final = frozenset(("p", "ul", "ol", "dl", "table", "blockquote", "pre"))
"""What no heading holds: where one does, the author forgot to end the heading."""
_EMPHASIS: Final = {
    "strong": "**", "b": "**", "em": "*", "i": "*", "code": "`", "del": "~~", "s": "~~",
    "strike": "~~",
}  # fmt: skip
_WRAPPED: Final = frozenset((*_EMPHASIS, "a", "sup", "sub", "q"))
_NAMED: Final = re.compile(r"(?:^|[-_ ])(?:title|subtitle|heading|subheading|headline)\b", re.I)
"""How classes call what only looks like a heading."""
_SHORT: Final = 120
_CELL: Final = 1500
"""A table with a longer cell lays out a page."""
_NESTED: Final = "a table with a table in it was written as text, cell by cell"
_SPANNED: Final = (
    "cells over several rows or columns have their words in the first; the others are empty"
)
_SPACES: Final = re.compile(r"[ \t\n\f\r]+")
_DEEPEST: Final = 8
"""Lists and quotations are indented no further than this."""


class Block:
    """
    A heading (its level), or a stretch of text (level 0).

    `item` if it begins a list's item, `apart` if that is the first of a list right behind another,
    `inside` if it stands in a list or a quotation, `heads` if its element is named or used as a
    heading.
    """

    __slots__ = ("apart", "heads", "inside", "item", "level", "text")

    def __init__(
        self,
        level: int,
        text: str,
        *,
        item: bool = False,
        inside: bool = False,
        heads: bool = False,
    ) -> None:
        self.level = level
        self.text = text
        self.item = item
        self.apart = False
        self.inside = inside
        self.heads = heads


class _Container:
    """A list's item or a quotation: what its first line begins with, and the others."""

    __slots__ = ("first", "rest", "started")

    def __init__(self, first: str, rest: str) -> None:
        self.first = first
        self.rest = rest
        self.started = False


class Walk:
    """One walk over an element, filling `blocks`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.blocks: list[Block] = []
        self.inline: list[str] = []
        self.opened: list[tuple[Any, int]] = []
        self.containers: list[_Container | None] = []
        self.counters: list[Numbering | None] = []
        self.listed = False
        self.apart = False
        self.verbatim = 0
        self.level = 0
        self.heading: Any = None
        self.heads: Any = None

    def over(self, root: Any) -> None:
        """Walk over an element and all inside it."""
        stack: list[tuple[Any, bool]] = [(root, False)]
        while stack:
            element, leaving = stack.pop()
            if leaving:
                self._leave(element)
                if element is not root:
                    self._add(element.tail)
                continue
            if not self._enter(element):
                if element is not root:
                    self._add(element.tail)
                continue
            stack.append((element, True))
            self._add(element.text)
            stack.extend((child, False) for child in reversed(element))
        self._flush()

    def _add(self, words: str | None) -> None:
        """Text between elements."""
        if words:
            words = seen(words)
            self.inline.append(words if self.verbatim else _SPACES.sub(" ", words))

    def _enter(self, element: Any) -> bool:
        """Begin an element; False if it is passed over, or was dealt with whole."""
        tag = element.tag
        if not isinstance(tag, str) or self.page.passes_over(element, tag):
            return False
        if tag == "br":
            self.inline.append("\n")
            return False
        if tag == "img":
            self.inline.append(one_line(element.get("alt") or ""))
            return False
        if tag == "a" and self._is_anchor(element):
            return False
        if self.heading is not None and (tag in _BLOCKS or heading_level(element, tag)):
            said = "".join(self.inline).strip()
            if not heading_level(element, tag) and not (tag in _ENDING and said):
                self.inline.append(" ")
                return True
            self._flush()
            self.heading, self.level = None, 0
        if tag == "table" and self._table(element):
            return False
        level = heading_level(element, tag)
        if tag in _BLOCKS or level:
            self._flush()
            self._open(element, tag, level)
        elif tag in _WRAPPED:
            self.opened.append((element, len(self.inline)))
        return True

    def _is_anchor(self, element: Any) -> bool:
        """The sign beside a heading that links to it, in many page generators."""
        classes = (element.get("class") or "").split()
        if "headerlink" in classes or "skip-link" in classes:
            return True
        sought = "anchor" in classes or self.heading is not None
        return sought and not any(map(str.isalnum, element.text_content()))

    def _open(self, element: Any, tag: str, level: int) -> None:
        """Begin a block."""
        if level:
            if not self._inside():
                self.level, self.heading = level, element
            else:  # a heading in a list or a quotation is bold text
                self.opened.append((element, 0))
        elif tag in ("ol", "ul", "dl"):
            self.counters.append(Numbering(element) if tag == "ol" else None)
            self.apart = self.apart or self.listed
        elif tag in ("li", "dd"):
            section = _holds_a_section(element, tag)
            self.containers.append(None if section else self._item(element, tag))
            self.listed = False
        elif tag == "blockquote":
            self.containers.append(_Container("> ", "> "))
        elif tag == "pre":
            self.verbatim += 1
        if self.heads is None and (
            tag == "summary" or (tag == "button" and opens(element)) or _named(element)
        ):
            self.heads = element

    def _item(self, element: Any, tag: str) -> _Container:
        """The mark of a list's next item."""
        numbering = self.counters[-1] if self.counters else None
        marker = numbering.mark(element) if tag == "li" and numbering is not None else "- "
        return _Container(marker, " " * len(marker))

    def _inside(self) -> bool:
        return any(one is not None for one in self.containers)

    def _leave(self, element: Any) -> None:
        """End an element."""
        tag = element.tag
        if element is self.heading:
            self._flush()
            self.level, self.heading = 0, None
        elif self.heading is not None and tag in _BLOCKS:
            self.inline.append(" ")
        elif tag in _BLOCKS or heading_level(element, tag):
            self._close_inline(element)
            self._flush()
            if tag in ("ol", "ul", "dl") and self.counters:
                self.counters.pop()
                self.listed = True
            elif tag in ("li", "dd", "blockquote") and self.containers:
                self.containers.pop()
            elif tag == "pre":
                self.verbatim -= 1
            if element is self.heads:
                self.heads = None
        else:
            self._close_inline(element)

    def _close_inline(self, element: Any) -> None:
        if self.opened and self.opened[-1][0] is element:
            _, place = self.opened.pop()
            self._wrap(element, place)

    def _wrap(self, element: Any, place: int) -> None:
        """Put marks around what an inline element holds, its outer spaces outside."""
        words = "".join(self.inline[place:])
        inner = words.strip()
        tag = element.tag
        script = tag in ("sup", "sub")
        if not inner or (tag == "code" and "`" in inner):
            return
        if (self.level or self.verbatim) and not script:
            return
        before = words[: len(words) - len(words.lstrip())]
        after = words[len(words.rstrip()) :]
        if script:
            shown = self._script(element, inner, before or self._last(place))
        elif tag == "a":
            target = _target(element)
            shown = f"[{one_line(inner)}]({target})" if target and inner != target else inner
        elif tag == "q":
            shown = f"“{inner}”"
        else:
            mark = _EMPHASIS.get(tag, "**")
            shown = "\n".join(
                f"{mark}{line}{mark}" if line and not line.startswith(mark) else line
                for line in map(str.strip, inner.split("\n"))
            )
        self.inline[place:] = [before, shown, after]

    def _script(self, element: Any, words: str, before: str) -> str:
        """What stands high or low, so that it is no part of the word before it."""
        if element.tag == "sub":
            return lowered(words, before)
        linked = element.find(".//a") is not None or any(True for _ in element.iterancestors("a"))
        if linked and any(map(str.isdecimal, words)):  # the number of a note
            return words if words.startswith("[") else f"[{words}]"
        return raised(words, before)

    def _last(self, place: int) -> str:
        """The last character before a place of the inline text; empty if there is none."""
        while place > 0:
            place -= 1
            if self.inline[place]:
                return self.inline[place][-1]
        return ""

    def _flush(self) -> None:
        """End a stretch of text: a heading, or a block of its own."""
        words = "".join(self.inline)
        self.inline.clear()
        self.opened.clear()
        if not shows(words):
            return
        if self.level:
            heading = one_line(words)
            if heading:
                self.blocks.append(Block(self.level, heading))
            return
        if self.verbatim:
            body = words.strip("\n")
            fence = "````" if "```" in body else "```"
            self.blocks.append(self._placed([fence, *body.split("\n"), fence]))
            return
        lines = [_SPACES.sub(" ", line).strip() for line in words.strip().split("\n")]
        if self._inside():
            self.blocks.append(self._placed(lines))
            return
        self.apart = False
        for paragraph in re.split(r"\n{2,}", "\n".join(lines)):
            heads = self.heads is not None and len(paragraph) <= _SHORT
            self.blocks.append(Block(0, paragraph, heads=heads))

    def _placed(self, lines: list[str]) -> Block:
        """Lines with the marks of the lists and quotations they stand in."""
        first, rest = "", ""
        item = False
        around = [one for one in self.containers if one is not None][-_DEEPEST:]
        for container in around:
            first += container.rest if container.started else container.first
            rest += container.rest
            item = item or (not container.started and container.first != "> ")
            container.started = True
        shown = [first + lines[0], *(rest + line for line in lines[1:])]
        block = Block(0, "\n".join(line.rstrip() for line in shown), item=item, inside=True)
        block.apart, self.apart = self.apart, False
        return block

    def _table(self, element: Any) -> bool:
        """A table of data as a table of Markdown; False for one that only lays out a page."""
        if any(True for _ in element.iter(*HEADINGS, "form")):
            return False
        cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
        if any(letters(cell) > _CELL for row in cells for cell in row):
            return False
        if any(inner is not element for inner in element.iter("table")):
            self.page.remarks[_NESTED] = None
            return False
        if words_outside_cells(element):
            return False
        rows = in_columns([[self._cell(cell, len(cells)) for cell in row] for row in cells])
        rows = [row for row in rows if any(row)]
        width = max(map(len, rows), default=0)
        if width < 2:
            return False
        if any(max(spans(cell, len(cells))) > 1 for row in cells for cell in row):
            self.page.remarks[_SPANNED] = None
        self._flush()
        for caption in element.iterchildren("caption"):
            self._add(caption.text_content())
            self._flush()
        lines = [f"| {' | '.join([*row, *([''] * (width - len(row)))])} |" for row in rows]
        self.blocks.append(self._placed([lines[0], f"|{' --- |' * width}", *lines[1:]]))
        return True

    def _cell(self, cell: Any, rows: int) -> Cell:
        """A cell with its words on one line, links and lists inside it as text."""
        walk = Walk(self.page)
        walk.over(cell)
        words = one_line(" ".join(block.text for block in walk.blocks)).replace("|", "\\|")
        return Cell(words, *spans(cell, rows))


def _holds_a_section(element: Any, tag: str) -> bool:
    """Whether a list's item is a section: it begins with a heading (or is one of several)."""
    if tag == "dd":
        return any(True for _ in element.iter(*HEADINGS))
    while not (element.text or "").strip():
        element = next((one for one in element if isinstance(one.tag, str)), None)
        if element is None:
            return False
        if heading_level(element, element.tag):
            return True
    return False


def _named(element: Any) -> bool:
    """Whether a paragraph's class says that it is a heading."""
    name = element.get("class") or ""
    if element.tag not in ("p", "div") or not _NAMED.search(name[:500]):
        return False
    blocks = any(one.tag in _BLOCKS for one in element.iterdescendants())
    return not blocks and letters(element) <= _SHORT


def _target(element: Any) -> str:
    """Where a link leads; empty for a place on the same page, and for what is no address."""
    target = one_line(element.get("href") or "")
    if not target or target.startswith("#") or " " in target or len(target) > 2000:
        return ""
    scheme = target.partition(":")[0].lower() if ":" in target.partition("/")[0] else ""
    return target if scheme in ("", "http", "https", "mailto", "tel") else ""
