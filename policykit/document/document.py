"""
A document that was read: its data, and where each part of it stands in the text.

Positions are kept as character offsets, one a key or value, in one flat array in the order of the
text. Which of them belong to which map or list, and the line and column of one, are worked out only
when something is reported.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from policykit.findings import CODES, MOST, Code, Edit, Finding, fingerprint

if TYPE_CHECKING:
    from policykit.document.syntax import Syntax

Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | float | bool | None"
Path: TypeAlias = tuple[str | int, ...]

_LINE_END = re.compile(r"\r\n|\n|\r")


class Lines:
    """
    Offsets of a text turned into lines and columns, both from 1; columns in characters.

    `dropped` are the offsets, in order, before which characters of the file were left out (one
    offset each); columns count them.
    """

    __slots__ = ("_starts", "_text", "dropped")

    def __init__(self, text: str, dropped: Sequence[int] = ()) -> None:
        self._text = text
        self.dropped = dropped
        self._starts: list[int] | None = None

    def at(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset."""
        if self._starts is None:
            self._starts = [0, *(match.end() for match in _LINE_END.finditer(self._text))]
        line = bisect_right(self._starts, offset)
        start = self._starts[line - 1]
        column = offset - start + 1
        if self.dropped:
            column += bisect_right(self.dropped, offset) - bisect_left(self.dropped, start)
        return line, column


def behind(
    node: Value,
    place: int,
    offsets: Sequence[int],
    aliases: Collection[int],
    found: dict[int, list[int]],
) -> int:
    """
    The place behind a node and all that it holds, among the offsets of all nodes.

    `found` gets, of the node and of each map and list in it, the offsets of what they hold. What
    an alias repeats has its offsets where its anchor stands.
    """
    open_: list[tuple[Iterator[Value], bool, list[int]]] = [(iter((node,)), False, [])]
    while open_:
        values, of_map, own = open_[-1]
        for value in values:
            if of_map:
                own.append(offsets[place])
                place += 1
            own.append(offsets[place])
            place += 1
            if isinstance(value, dict | list) and place - 1 not in aliases:
                inner = found[id(value)] = []
                held = value.values() if isinstance(value, dict) else value
                open_.append((iter(held), isinstance(value, dict), inner))
                break
        else:
            open_.pop()
    return place


class Document:
    """
    Plain data with positions.

    `data` is what the text says under the YAML 1.2 core schema. Treat it as read-only: positions
    are found by the identity of its containers. `path` is the name it is reported under, `lacking`
    the identities of its maps that lack an entry whose key could not be one.
    """

    __slots__ = (
        "_aliases",
        "_lines",
        "_offsets",
        "_orders",
        "_positions",
        "_scalar_ends",
        "_starts",
        "_syntax",
        "data",
        "lacking",
        "path",
        "plains",
        "text",
    )

    def __init__(
        self,
        path: str,
        text: str,
        data: Value,
        offsets: Sequence[int] = (),
        aliases: Collection[int] = (),
        plains: Collection[str] = (),
        lines: Lines | None = None,
    ) -> None:
        """
        Made by `read`.

        `offsets` are those of every node in the order of the text, keys among them; `aliases` the
        places in it of those that repeat an earlier node. Without them nothing has a position.
        `plains` are the texts of all plain (unquoted) scalars, keys among them; `lines` are those
        of the file, where the text is not the whole of it.
        """
        self.path = path
        self.text = text
        self.data = data
        self.plains = plains
        self.lacking: frozenset[int] = frozenset()
        self._offsets = offsets
        self._aliases = frozenset(aliases)
        self._positions: dict[int, list[int]] | None = None
        self._orders: dict[int, dict[str, int]] = {}
        self._lines = lines or Lines(text)
        self._scalar_ends: dict[int, int] | None = None
        self._starts: list[int] | None = None
        self._syntax: Syntax | None = None

    def offset(self, path: Sequence[str | int], *, of_key: bool = False) -> int:
        """
        Where the node at `path` starts, as a character offset.

        Of a path that does not exist, the deepest part that does. With `of_key`, where its key
        starts (the value itself, for an item of a list).
        """
        node = self.data
        found = self._offsets[0] if self._offsets else 0
        positions = self._of_containers()
        for depth, step in enumerate(path):
            last = depth == len(path) - 1
            own = positions.get(id(node))
            if own is None:
                break
            if isinstance(node, dict) and step in node:
                index = 2 * self._order(node)[str(step)]
                found = own[index + (0 if last and of_key else 1)]
                node = node[str(step)]
            elif isinstance(node, list) and isinstance(step, int) and step < len(node):
                found = own[step]
                node = node[step]
            else:
                break
        return found

    def _of_containers(self) -> dict[int, list[int]]:
        """Of each map (key, value, key, …) and list the offsets of what it holds, by identity."""
        if self._positions is None:
            found: dict[int, list[int]] = {}
            if self._offsets:
                behind(self.data, 0, self._offsets, self._aliases, found)
            self._positions = found
        return self._positions

    def _order(self, node: dict[str, Value]) -> dict[str, int]:
        """Which entry of a map each key is; worked out once a map, for there may be thousands."""
        order = self._orders.get(id(node))
        if order is None:
            order = self._orders[id(node)] = {key: place for place, key in enumerate(node)}
        return order

    def line_column(self, offset: int) -> tuple[int, int]:
        """The line and the column of a character offset, both from 1."""
        return self._lines.at(offset)

    def at(self, path: Sequence[str | int]) -> Value:
        """The value at `path`; None where there is none."""
        node = self.data
        for step in path:
            if isinstance(node, dict) and isinstance(step, str):
                node = node.get(step)
            elif isinstance(node, list) and isinstance(step, int) and 0 <= step < len(node):
                node = node[step]
            else:
                return None
        return node

    def spelling(self, path: Sequence[str | int], *, of_key: bool = False) -> str:
        """
        The scalar at `path` as its author typed it, quotes and all: `1.10`, not `1.1`.

        Empty for a map, a list and a path that does not exist.
        """
        start = self.offset(path, of_key=of_key)
        end = self._ends().get(start)
        return "" if end is None else self.text[start:end]

    def inside_scalar(self, offset: int) -> bool:
        """Whether a character of the text belongs to a key or a value, not to a comment."""
        # Scalars follow one another in the text, so the last that starts before it is the one.
        ends = self._ends()
        if self._starts is None:
            self._starts = list(ends)
        place = bisect_right(self._starts, offset) - 1
        return place >= 0 and offset < ends[self._starts[place]]

    def _ends(self) -> dict[int, int]:
        if self._scalar_ends is None:
            from policykit.document.events import scalar_ends  # not for every document

            self._scalar_ends = scalar_ends(self.text)
        return self._scalar_ends

    def syntax(self) -> Syntax:
        """How the text is written; only of a document that was read without findings."""
        if self._syntax is None:
            from policykit.document.syntax import Syntax  # only to edit

            self._syntax = Syntax(self.text)
        return self._syntax

    def pointer(self, path: Sequence[str | int]) -> str:
        """`path` as text, clauses named by their id: `/clauses/law-enforcement/recipients/0`."""
        return "".join(f"/{step}" for step in self.named(path))

    def named(self, path: Sequence[str | int]) -> list[str]:
        """The steps of `path` as text, clauses named by their id."""
        steps = [str(step) for step in path]
        if len(path) > 1 and path[0] == "clauses":
            clause = self.at(path[:2])
            name = clause.get("id") if isinstance(clause, dict) else None
            if isinstance(name, str) and name:
                steps[1] = name
        return steps

    def finding(
        self,
        code: str | Code,
        path: Sequence[str | int],
        message: str,
        help: str = "",  # noqa: A002  the name of the field
        *,
        of_key: bool = False,
        particulars: Sequence[str] = (),
        offset: int | None = None,
        edits: Sequence[Edit] = (),
    ) -> Finding:
        """A finding about the node at `path` (or about its key)."""
        about = CODES[code] if isinstance(code, str) else code
        line, column = self._lines.at(
            self.offset(path, of_key=of_key) if offset is None else offset
        )
        stable = (step for step in self.named(path) if not step.isdecimal())
        return Finding(
            code=about.code,
            name=about.name,
            severity=about.severity,
            message=message,
            help=help,
            file=self.path,
            line=line,
            column=column,
            pointer=self.pointer(path),
            fingerprint=fingerprint(about.code, self.identity(), "/".join(stable), *particulars),
            edits=() if self._lines.dropped else tuple(edits),  # the file has other offsets
        )

    def at_most(self, findings: Iterable[Finding]) -> list[Finding]:
        """Findings by place; of those that come to thousands the first, and that there are more."""
        found = list(islice(findings, MOST + 1))
        if len(found) > MOST:
            message = f"more than {MOST} things are wrong; the others are not listed"
            found[MOST] = self.finding("PK015", (), message, "mend these, then look again")
        return sorted(found, key=lambda one: (one.line, one.column, one.code))

    def identity(self) -> str:
        """What the document is, whatever its file is called: `acme/privacy@2.0.0`."""
        data = self.data if isinstance(self.data, dict) else {}
        name = data.get("policy", data.get("id", ""))
        version = data.get("version", "draft" if "policy" in data else "")
        return f"{name}@{version}" if version else str(name)
