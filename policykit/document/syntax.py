"""
How a readable text is written: its nodes with their spans and styles, and its comments.

This is for those who edit a text; what a text says comes from `policykit.document.read` alone.
Every offset counts characters from the start of the text, ends are outside.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

from yaml import events

from policykit.document.events import events_of
from policykit.records import NamedTuple

_ANCHOR: Final = re.compile(r"&[0-9A-Za-z_-]+")
_LINE_END: Final = re.compile(r"\r\n|\n|\r")


class Node:
    """
    A scalar, a map, a list or an alias, as it is written.

    `start` is where its anchor stands if it has one, `body` where the node itself does. A scalar
    has a `value` (its text without quotes) and a `style`: empty for a plain one, else one of
    `'`, `"`, `|` and `>`. Of an alias, `value` is the anchor it names. `flow` is true of a map in
    braces and a list in brackets. A block scalar ends behind its last line break.
    """

    __slots__ = ("anchor", "body", "end", "entries", "flow", "kind", "start", "style", "value")

    def __init__(
        self, kind: Literal["scalar", "map", "list", "alias"], start: int, body: int, end: int
    ) -> None:
        self.kind = kind
        self.start = start
        self.body = body
        self.end = end
        self.anchor = ""
        self.value = ""
        self.style = ""
        self.flow = False
        self.entries: list[Entry] = [] if kind in ("map", "list") else _NO_ENTRIES

    @property
    def block(self) -> bool:
        """Whether it is a map or a list that is written over lines, by indentation."""
        return self.kind in ("map", "list") and not self.flow


_NO_ENTRIES: Final[list[Entry]] = []
"""What scalars and aliases share, for there are many of them; nothing is ever put into it."""


class Entry:
    """An entry of a map, or an item of a list (`key` is None); `start` is its key or its dash."""

    __slots__ = ("key", "start", "value")

    def __init__(self, start: int, key: Node | None, value: Node) -> None:
        self.start = start
        self.key = key
        self.value = value


class Comment(NamedTuple):
    """A comment from its `#` to the end of its line; `alone` if nothing else is on the line."""

    start: int
    text: str
    alone: bool


class Syntax:
    """A readable text as a tree. Raises nothing for a text that was read without findings."""

    __slots__ = ("_starts", "comments", "root", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        spans: list[tuple[int, int]] = []
        self.root = _tree(text, spans)
        self.comments = tuple(_comments(text, spans))

    def line(self, offset: int) -> int:
        """The line of an offset, from 0."""
        return bisect_right(self._starts, offset) - 1

    def column(self, offset: int) -> int:
        """The column of an offset, from 0."""
        return offset - self._starts[self.line(offset)]

    def line_start(self, line: int) -> int:
        """Where a line starts; the end of the text for a line past the last."""
        return self._starts[line] if line < len(self._starts) else len(self.text)

    def line_text(self, line: int) -> str:
        """A line without its end."""
        return self.text[self.line_start(line) : self.line_start(line + 1)].rstrip("\r\n")

    def at(self, path: tuple[str | int, ...]) -> tuple[Node, Entry] | None:
        """The container and the entry of the node at a path; None where no such text stands."""
        node, found = self.root, None
        for step in path:
            entry = None
            if node.kind == "list" and isinstance(step, int) and 0 <= step < len(node.entries):
                entry = node.entries[step]
            elif node.kind == "map":
                entry = next(
                    (
                        one
                        for one in node.entries
                        if one.key is not None and one.key.kind == "scalar"
                        if one.key.value == step
                    ),
                    None,
                )
            if entry is None:
                return None
            found = (node, entry)
            node = entry.value
        return found


def comments_of(text: str) -> tuple[Comment, ...]:
    """The comments of a readable text."""
    if "#" not in text:
        return ()
    spans = [
        _closed(text, _body(text, event), event)
        for event in events_of(text)
        if type(event) is events.ScalarEvent
    ]
    return tuple(_comments(text, spans))


def _closed(text: str, body: int, scalar: Any) -> tuple[int, int]:
    """Where comments cannot be: a scalar, without the first line of a block text."""
    end = scalar.end_mark.index
    if scalar.style in ("|", ">"):
        line_end = _LINE_END.search(text, body)
        return (line_end.end() if line_end else end), end
    return body, end


def _comments(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Comment]:
    """What stands behind a `#` outside of every scalar."""
    at = line = 0  # `line` starts one, at or before `at`; what is between them is no comment's
    for start, end in (*spans, (len(text), len(text))):
        while (sign := text.find("#", at, start)) >= 0:
            line = max(line, text.rfind("\n", line, sign) + 1, text.rfind("\r", line, sign) + 1)
            before = text[line:sign].strip()
            alone = not before or before in ("---", "...") or before.startswith("%")
            found = _LINE_END.search(text, sign)
            line_end, at = found.span() if found else (len(text), len(text))
            yield Comment(sign, text[sign:line_end].rstrip(), alone)
            line = at
        at = max(at, end)


def _tree(text: str, spans: list[tuple[int, int]]) -> Node:
    """The root, and in `spans` where comments cannot be: scalars without a block's first line."""
    root: Node | None = None
    stack: list[tuple[Node, Node | None]] = []
    key: Node | None = None
    for event in events_of(text):
        kind = type(event)
        if kind in (events.MappingEndEvent, events.SequenceEndEvent):
            node, key = stack.pop()
            if node.flow:
                node.end = event.end_mark.index
            else:
                node.end = node.entries[-1].value.end if node.entries else node.end
        elif kind is events.ScalarEvent:
            node = _node("scalar", text, event)
            node.value = event.value
            node.style = "" if event.implicit[0] else event.style or ""
            spans.append(_closed(text, node.body, event))
        elif kind is events.AliasEvent:
            node = _node("alias", text, event)
            node.value, node.anchor = node.anchor, ""
        elif kind in (events.MappingStartEvent, events.SequenceStartEvent):
            node = _node("map" if kind is events.MappingStartEvent else "list", text, event)
            node.flow = bool(event.flow_style)
            stack.append((node, key))
            key = None
            continue
        else:
            continue
        if not stack:
            root = node
        elif (holder := stack[-1][0]).kind == "list":
            start = node.start if holder.flow else _dash(text, holder)
            holder.entries.append(Entry(start, None, node))
        elif key is None:
            key = node
        else:
            holder.entries.append(Entry(key.start, key, node))
            key = None
    assert root is not None  # a text without a document has the finding PK013
    return root


def _node(kind: Literal["scalar", "map", "list", "alias"], text: str, event: Any) -> Node:
    start, end = event.start_mark.index, event.end_mark.index
    node = Node(kind, start, _body(text, event), end)
    node.anchor = event.anchor or ""
    return node


def _body(text: str, event: Any) -> int:
    """Where a node itself starts, behind its anchor."""
    start: int = event.start_mark.index
    if event.anchor is None:
        return start
    anchor = _ANCHOR.match(text, start)
    body = start if anchor is None else _past_blanks(text, anchor.end())
    if type(event) is not events.ScalarEvent:
        return body
    end: int = event.end_mark.index  # type: ignore[union-attr]  # an event that was read has both marks
    return min(body, end)


def _past_blanks(text: str, at: int) -> int:
    """The first character from an offset on that is neither white nor in a comment."""
    while at < len(text):
        if text[at] in " \t\r\n":
            at += 1
        elif text[at] == "#":
            line_end = _LINE_END.search(text, at)
            at = line_end.end() if line_end else len(text)
        else:
            break
    return at


def _dash(text: str, holder: Node) -> int:
    """Where the dash of a list's next item stands."""
    return _past_blanks(text, holder.entries[-1].value.end if holder.entries else holder.body)
