"""
What each comment of a text is about.

A comment on a line with something else is about that; a comment on lines of its own is about what
comes next, unless what comes next stands further left: then it ends the map or list it is in.

A suppression is about lines (`policykit.validation.suppressions`). It stays with what begins on its
line; where that would be about other nodes, `policykit.editing.placing` looks for a place where the
findings stay, and where there is none, the file is left as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from policykit.document import Document
from policykit.document.syntax import Comment, Entry, Node, Syntax

if TYPE_CHECKING:
    from policykit.editing.placing import Lift
    from policykit.validation.suppressions import Suppression

_BLANK_LINE: Final = re.compile(r"(?:^|[\n\r])[ \t]*(?:\r\n|\n|\r)")


class Unmovable(Exception):
    """A suppression that the canonical form has no place for; its file is left as it is."""

    def __init__(self, path: str, line: int, comment: str) -> None:
        super().__init__(path, line, comment)
        self.path = path
        self.line = line
        self.comment = comment

    def __str__(self) -> str:
        return (
            f"{self.path}:{self.line}: in canonical form `{self.comment}` would be about more or "
            "about less, so the file was left as it is; put it on a line of its own above what it "
            "is about"
        )


def moved_suppressions(before: Document, after: Document) -> list[Suppression]:
    """The suppressions of a text that are about other nodes in a second one of its document."""
    if "policykit" not in before.text:
        return []
    from policykit.validation.suppressions import reach  # the rules take their time to load

    there = Counter((one.codes, one.reason, nodes) for one, nodes in reach(after))
    found = []
    for one, nodes in reach(before):
        key = (one.codes, one.reason, nodes)
        if not there[key]:
            found.append(one)
        there[key] -= 1
    return found


def left_plain(document: Document) -> frozenset[int]:
    """Lines, from 0, whose words stay without quotes though other tools misread them (PK233)."""
    if "policykit" not in document.text:
        return frozenset()
    from policykit.validation.suppressions import reach  # as above

    found: set[int] = set()
    for one, _ in reach(document):
        if "PK233" in one.codes:
            found.update(range(one.first - 1, one.last))
    return frozenset(found)


def suppresses(comment: str) -> bool:
    """Whether a comment is a suppression."""
    if "policykit" not in comment:
        return False
    from policykit.validation.suppressions import MARK  # as above

    return MARK in comment


class Notes:
    """
    The comments of a text by what they are about; an empty string stands for a blank line.

    `head` and `foot` belong to the file. `before` tells whether a blank line stands above an
    entry and its comments, `any` whether there is a comment at all.
    """

    __slots__ = ("_above", "_before", "_beside", "_foot", "_inside", "any", "foot", "head")

    def __init__(self, syntax: Syntax, lifted: Mapping[int, Lift]) -> None:
        self.head: list[str] = []
        self.foot: list[str] = []
        self._above: dict[int, list[str]] = {}
        self._beside: dict[int, list[str]] = {}
        self._foot: dict[int, list[str]] = {}
        self._before: set[int] = set()
        self._inside: dict[int, bool] = {}
        self.any = bool(syntax.comments)
        if self.any or _BLANK_LINE.search(syntax.text):
            _Sorting(syntax, self).sort(lifted)

    def above(self, entry: Entry) -> list[str]:
        """Comments on lines of their own above an entry."""
        return self._above.get(id(entry), [])

    def beside(self, entry: Entry) -> list[str]:
        """Comments at the end of an entry's first line, or of its last."""
        return self._beside.get(id(entry), [])

    def last(self, node: Node) -> list[str]:
        """Comments below the last entry of a map or list."""
        return self._foot.get(id(node), [])

    def before(self, entry: Entry) -> bool:
        """Whether a blank line stands above an entry and its comments."""
        return id(entry) in self._before

    def any_about(self, entry: Entry) -> bool:
        """Whether a comment is about an entry, or stands inside of it."""
        return bool(self.above(entry) or self.beside(entry)) or self.any_in(entry.value)

    def any_in(self, node: Node) -> bool:
        """Whether a comment stands inside of a map or list."""
        if not node.entries:
            return False
        if id(node) not in self._inside:
            self._inside[id(node)] = bool(self.last(node)) or any(map(self.any_about, node.entries))
        return self._inside[id(node)]


class _Sorting:
    """The comments of one text being sorted."""

    def __init__(self, syntax: Syntax, notes: Notes) -> None:
        self.syntax = syntax
        self.notes = notes
        # Whatever can stand to the left of a comment on its line, and the entry it belongs to.
        self.tokens: list[tuple[int, Entry | None, bool]] = []
        self.entries: list[tuple[int, Entry, Node]] = []
        self.flows: list[Node] = []
        self.holders: dict[int, Node] = {}
        self._collect(syntax.root, None)
        self.tokens.sort(key=lambda token: token[0])
        self.entries.sort(key=lambda found: found[0])
        self.token_starts = [token[0] for token in self.tokens]
        self.flows.sort(key=lambda node: node.body)
        self.flow_starts = [node.body for node in self.flows]
        self.entry_starts = [found[0] for found in self.entries]

    def _collect(self, node: Node, owner: Entry | None) -> None:
        if not node.block:
            self.tokens.append((node.body, owner, False))
        for entry in node.entries:
            self.entries.append((entry.start, entry, node))
            if not node.flow or entry.key is not None:
                self.tokens.append((entry.start, entry, entry.key is None))
            self.holders[id(entry.value)] = node
            self._collect(entry.value, entry)
        if node.flow:
            self.flows.append(node)
            self.tokens.append((node.end, owner, False))

    def sort(self, lifted: Mapping[int, Lift]) -> None:
        """Put each comment and blank line where it belongs, some above their field or clause."""
        for comment in self.syntax.comments:
            blank = self._blank_above(comment.start)
            entry = self._over(comment, lifted[comment.start]) if comment.start in lifted else None
            if entry is not None:
                self._above(entry, comment, blank=False)
            elif comment.alone:
                self._alone(comment, blank)
            else:
                self._beside(comment)
        notes = self.notes
        for start, entry, _ in self.entries:
            if self._first_on_line(start) and self._blank_above(start):
                above = notes._above.get(id(entry))
                if above:
                    above.append("")
                else:
                    notes._before.add(id(entry))
        if notes.head and self._blank_above(self.syntax.root.start):
            notes.head.append("")

    def _over(self, comment: Comment, lift: Lift) -> Entry | None:
        """The field or the clause that a comment stands beside or in."""
        if lift == "field":
            place = bisect_right(self.token_starts, comment.start) - 1
            return self.tokens[place][1] if place >= 0 and not comment.alone else None
        clauses = self.syntax.at(("clauses",))
        items = clauses[1].value.entries if clauses else []
        place = bisect_right(items, comment.start, key=lambda entry: entry.start) - 1
        return items[place] if place >= 0 else None

    def _blank_above(self, offset: int) -> bool:
        line = self.syntax.line(offset)
        return line > 0 and not self.syntax.line_text(line - 1).strip()

    def _first_on_line(self, offset: int) -> bool:
        start = self.syntax.line_start(self.syntax.line(offset))
        return not self.syntax.text[start:offset].strip()

    def _beside(self, comment: Comment) -> None:
        place = bisect_right(self.token_starts, comment.start) - 1
        if place < 0:
            self._add(self.notes.head, comment, blank=False)
            return
        _, owner, dash = self.tokens[place]
        if suppresses(comment.text):
            # Behind a bracket that was opened on another line, it is about what begins on its own.
            line = self.syntax.line_start(self.syntax.line(comment.start))
            first = bisect_left(self.entry_starts, line)
            begun = self.entries[first : first + 1]
            if begun and begun[0][0] < comment.start and (owner is None or owner.start < line):
                self.notes._beside.setdefault(id(begun[0][1]), []).append(comment.text)
                return
        if owner is None:
            after = comment.start >= self.syntax.root.end
            self._add(self.notes.foot if after else self.notes.head, comment, blank=False)
        elif dash:
            self._above(owner, comment, blank=False)
        else:
            self.notes._beside.setdefault(id(owner), []).append(comment.text)

    def _alone(self, comment: Comment, blank: bool) -> None:
        at = comment.start
        flow = self._flow_around(at)
        if flow is not None:
            self._in_flow(flow, comment, blank)
            return
        place = bisect_right(self.entry_starts, at)
        following = self.entries[place] if place < len(self.entries) else None
        if place == 0 or at < self.syntax.root.body:
            head = at < self.syntax.root.end
            self._add(self.notes.head if head else self.notes.foot, comment, blank=blank)
            return
        _, entry, holder = self.entries[place - 1]
        if at < entry.value.body and not entry.value.block:
            self._above(entry, comment, blank=blank)
            return
        if following is not None and following[2] is entry.value:
            self._above(following[1], comment, blank=blank)
            return
        column = self.syntax.column(at)
        left = self.syntax.column(following[0]) if following else -1
        if column > left:
            node: Node | None = holder
            while node is not None and (node.flow or self.syntax.column(node.body) > column):
                node = self.holders.get(id(node))
            # A list may start in its map's own column; what stands there belongs to the map.
            outer = self.holders.get(id(node))
            if outer is not None and outer.block and self.syntax.column(outer.body) == column:
                node = outer
            if node is not None and (following is None or node is not following[2]):
                if node is self.syntax.root:
                    self._add(self.notes.foot, comment, blank=blank)
                else:
                    self._add(self.notes._foot.setdefault(id(node), []), comment, blank=blank)
                return
        if following is None:
            self._add(self.notes.foot, comment, blank=blank)
        else:
            self._above(following[1], comment, blank=blank)

    def _flow_around(self, at: int) -> Node | None:
        """The innermost map in braces or list in brackets around an offset."""
        place = bisect_left(self.flow_starts, at) - 1
        node: Node | None = self.flows[place] if place >= 0 else None
        while node is not None and (not node.flow or node.end <= at):
            node = self.holders.get(id(node))
        return node

    def _in_flow(self, node: Node, comment: Comment, blank: bool) -> None:
        after = bisect_right(node.entries, comment.start, key=lambda entry: entry.value.body)
        if after < len(node.entries):
            self._above(node.entries[after], comment, blank=blank)
            return
        self._add(self.notes._foot.setdefault(id(node), []), comment, blank=blank)

    def _above(self, entry: Entry, comment: Comment, *, blank: bool) -> None:
        above = self.notes._above.setdefault(id(entry), [])
        if blank and not above:
            self.notes._before.add(id(entry))
        self._add(above, comment, blank=blank and bool(above))

    @staticmethod
    def _add(to: list[str], comment: Comment, *, blank: bool) -> None:
        if blank:
            to.append("")
        to.append(comment.text)
