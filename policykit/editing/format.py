"""
The canonical form of a document: one order of fields, one style, every comment kept.

The text is written anew from its own nodes and comments. Before it is handed out, our reader reads
it: if it does not say exactly what the author's text says, or lacks a comment, there is no result.

What is canonical: fields in the order of the schemas (`policykit.editing.order`); two spaces a
level; a list of single values in brackets if it fits into 100 columns, else a line each; any other
list and a map over lines, unless its author wrote it in brackets or braces and it fits; quotes only
where somebody could misread (`policykit.editing.spelling`) without leave of a suppression, and
around sections; folded and literal texts with the line breaks of their author; a blank line before
`clauses` or `vocabulary` and between clauses, none between other fields of the file or of a clause,
elsewhere those of the author, one at most; no white space at the end of a line unless it belongs to
a literal text. A value that is left out stays so (`text: #1 partner` lacks its quotes, which `null`
would hide), and a null that is written is `null`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from policykit.document import Document, read
from policykit.document.syntax import Entry, Node, Syntax, comments_of
from policykit.editing.aliases import nodes, targets
from policykit.editing.comments import Notes, left_plain, moved_suppressions, suppresses
from policykit.editing.order import LONGEST, Place
from policykit.editing.spelling import constant, escaped, spelled
from policykit.editing.texts import block_lines

if TYPE_CHECKING:
    from policykit.editing.placing import Judge, Lift
    from policykit.validation.suppressions import Suppression

WIDTH: Final = 100
# Past which YAML asks for a `? ` before a key, its colon included.
_LONGEST_KEY: Final = 1024


class NotFormatted(Exception):
    """A document whose canonical form would not say the same; our fault, and it is left alone."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(path, why)
        self.path = path
        self.why = why

    def __str__(self) -> str:
        return f"{self.path}: its canonical form would {self.why}, so it was left as it is"


def formatted(document: Document, judge: Judge | None = None) -> str:
    """
    The canonical form of a document that was read without findings.

    Parameters:
        document: it.
        judge: what the rules find in a text (`policykit.editing.placing.judge_of`); without it a
            suppression has to be about the same nodes, with it to set aside the same findings.

    Returns:
        A text with the line ends of the document's own, without a byte order mark.

    Raises:
        NotFormatted: the result would mean something else; a fault of ours.
        Unmovable: a suppression would be about something else, wherever it is put.

    """
    text, moved = _canonical(document, {})
    if not moved:
        return text
    from policykit.editing.placing import settled, unmovable  # the rules take their time to load

    if judge is None:
        raise unmovable(document, moved[0])
    return settled(document, moved, lambda lifted: _canonical(document, lifted), judge)


def _canonical(document: Document, lifted: Mapping[int, Lift]) -> tuple[str, list[Suppression]]:
    """The canonical form with some comments moved, and the suppressions that are about more."""
    syntax = document.syntax()
    text = _printed(syntax, document, lifted, ordered=True)
    if text is None:
        # An alias would come before its anchor: then the fields stay in their author's order.
        text = _printed(syntax, document, lifted, ordered=False)
    assert text is not None
    again, findings = read(text, document.path)
    if again is None or findings:
        raise NotFormatted(document.path, "not be read again")
    if not same(document.data, again.data):
        raise NotFormatted(document.path, "say something else")
    comments = sorted(one.text for one in syntax.comments)
    if comments != sorted(one.text for one in comments_of(text)):
        raise NotFormatted(document.path, "lose a comment")
    return text, moved_suppressions(document, again)


def same(one: Any, other: Any) -> bool:
    """Whether two documents' data are equal, with their types; the order of fields aside."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def _printed(
    syntax: Syntax, document: Document, lifted: Mapping[int, Lift], *, ordered: bool
) -> str | None:
    printer = _Printer(syntax, Notes(syntax, lifted), left_plain(document), ordered=ordered)
    printer.document(Place.of(document.data))
    if not printer.anchors_first():
        return None
    line_end = "\r\n" if "\r\n" in syntax.text else "\n"
    return "\n".join((*printer.lines, "")).replace("\n", line_end)


class _Layout(NamedTuple):
    """How a value is to be written: on its line, as a block of text, or (neither) over lines."""

    line: str | None
    block: list[str] | None

    @property
    def over_lines(self) -> bool:
        """Whether the value is a map or a list with a line for each entry."""
        return self.line is None and self.block is None


class _Printer:
    """One document being written."""

    def __init__(
        self, syntax: Syntax, notes: Notes, left_plain: frozenset[int], *, ordered: bool
    ) -> None:
        self.syntax = syntax
        self.left_plain = left_plain
        self.notes = notes
        self.sorted = ordered
        self.lines: list[str] = []
        self.printed: list[Node] = []
        self.aliased = "*" in syntax.text
        self.escapes = "\\" in syntax.text
        self.single_lines: dict[int, str | None] = {}
        self.with_notes: dict[int, bool] = {}
        self.spellings: dict[tuple[object, ...], str] = {}

    def document(self, place: Place) -> None:
        """The whole of it."""
        root = self.syntax.root
        self.comments(self.notes.head, 0)
        if root.entries:
            if root.anchor:
                self.lines.append(f"&{root.anchor}")
            self.entries(root, 0, None, place)
        else:
            layout = self.layout(root, None, "", 0, place)
            self.comments([one for one in self.notes.last(root) if one], 0)
            self.value(root, layout, "", "", 0, place)
        self.comments(self.notes.foot, 0)

    def entries(self, node: Node, indent: int, lead: str | None, place: Place) -> None:
        """
        A map or a list over lines.

        `lead` is what the first line starts with when the node begins on its holder's line.
        """
        self.printed.append(node)
        margin = " " * indent
        for index, entry in enumerate(self.order(node, place)):
            compact = index == 0 and lead is not None
            start, inner = self.start(lead if compact and lead else margin, entry, place)
            layout = self.layout(entry.value, entry, start, indent, inner)
            if not compact:
                if index and self.apart(entry, node, place):
                    self.blank()
                self.comments(self.hoisted(entry, layout, start, indent, inner), indent)
            if entry.key is not None:
                self.printed.append(entry.key)
            beside = self.notes.beside(entry)[: 0 if self.unfolds(entry, layout) else 1]
            # Behind no value a comment may be words that were meant as one: it stays as typed.
            glued = layout.line == "" and beside and beside[0][1:2].isalnum()
            comment = f"{' ' if glued else '  '}{beside[0]}" if beside else ""
            item = entry.key is None
            self.value(entry.value, layout, start, comment, indent, inner, item=item)
        self.comments(self.notes.last(node), indent)

    def order(self, node: Node, place: Place) -> list[Entry]:
        """The entries as they are to be written."""
        if node.kind != "map" or not self.sorted:
            return node.entries
        names = [entry.key.value if entry.key else "" for entry in node.entries]
        return [node.entries[at] for at in place.order(names)]

    def start(self, lead: str, entry: Entry, place: Place) -> tuple[str, Place]:
        """What an entry's line starts with, and the place of its value."""
        if entry.key is None:
            return f"{lead}-", place.item(_kind(entry.value) if place.clauses else "")
        key = self.key(entry.key, flow=False)
        if len(key) > _LONGEST_KEY:
            margin = " " * len(lead)
            return f"{lead}? {key[:-1]}\n{margin}:", place.field(entry.key.value)
        return f"{lead}{key}", place.field(entry.key.value)

    def apart(self, entry: Entry, node: Node, place: Place) -> bool:
        """Whether a blank line comes before an entry that is not the first."""
        if place.clauses:
            return True
        if place.clause or place.inside:
            return False
        if place.known and node is self.syntax.root:
            return entry.key is not None and entry.key.value in LONGEST
        return self.notes.before(entry)

    def hoisted(
        self, entry: Entry, layout: _Layout, start: str, indent: int, place: Place
    ) -> list[str]:
        """The comments above an entry, with those that have no line of their own inside of it."""
        if not self.notes.any:
            return []
        found = list(self.notes.above(entry))
        beside = self.notes.beside(entry)
        value = entry.value
        found += beside if self.unfolds(entry, layout) else beside[1:]
        if not value.entries:
            found += [one for one in self.notes.last(value) if one]
        if entry.key is None and value.entries and layout.block is None and not value.anchor:
            first = self.order(value, place)[0]
            below, inner = self.start(f"{start} ", first, place)
            nested = self.layout(first.value, first, below, indent + 2, inner)
            found += self.hoisted(first, nested, below, indent + 2, inner)
        return found

    def unfolds(self, entry: Entry, layout: _Layout) -> bool:
        """Whether a comment beside an entry is about more than the line that will be its first."""
        if not layout.over_lines:
            return False
        beside = self.notes.beside(entry)[:1]
        on_line = entry.value.flow and self.syntax.line(entry.start) == self.syntax.line(
            entry.value.end
        )
        return entry.key is None or (on_line and any(map(suppresses, beside)))

    def layout(
        self, node: Node, entry: Entry | None, start: str, indent: int, place: Place
    ) -> _Layout:
        """How a value is to be written behind the start of its line."""
        if node.kind == "scalar":
            block = None
            if not self.escaped(node):
                block = block_lines(self.syntax, node, entry, indent, WIDTH)
            return _Layout(None if block else self.one_line(node, place, flow=False), block)
        anchor = len(node.anchor) + 2 if node.anchor else 0
        item = entry is not None and entry.key is None and not node.anchor
        line = self.one_line(node, place, flow=False)
        if node.entries and line is not None:
            fits = len(start) + anchor + 1 + len(line) <= WIDTH
            noted = self.notes.any and (
                self.noted(node, place) if item else self.notes.any_in(node)
            )
            if not fits or noted:
                line = None
        return _Layout(line, None)

    def noted(self, node: Node, place: Place) -> bool:
        """Whether a comment stands inside; above the first entry aside: it moves above the item."""
        if not node.entries:
            return False
        if id(node) not in self.with_notes:
            self.with_notes[id(node)] = self.any_noted(node, place)
        return self.with_notes[id(node)]

    def any_noted(self, node: Node, place: Place) -> bool:
        """As `noted`, worked out."""
        if self.notes.last(node):
            return True
        first, *rest = self.order(node, place)
        return (
            bool(self.notes.beside(first))
            or any(self.notes.any_about(entry) for entry in rest)
            or (
                self.notes.any_in(first.value)
                if first.key is not None
                else self.noted(first.value, place)
            )
        )

    def one_line(self, node: Node, place: Place, *, flow: bool) -> str | None:
        """A value on one line; None of what is to be written over lines, or does not fit in one."""
        if node.kind == "alias":
            return f"*{node.value}"
        if node.kind == "scalar":
            if not node.style and not node.value:
                return ""
            unquoted = constant(node.value) if not node.style else None
            if unquoted is not None:
                return unquoted
            return self.spelled(node, flow=flow, always=place.quoted)
        if not node.entries:
            return "[]" if node.kind == "list" else "{}"
        if id(node) not in self.single_lines:
            self.single_lines[id(node)] = self.bracketed(node, place)
        return self.single_lines[id(node)]

    def spelled(self, node: Node, *, flow: bool, always: bool = False) -> str:
        """A text on one line; words come again and again, and are looked at once."""
        misread = bool(self.left_plain) and not node.style
        misread = misread and self.syntax.line(node.body) in self.left_plain
        unseen = self.escaped(node)
        asked = (node.value, flow, always, misread, unseen)
        found = self.spellings.get(asked)
        if found is None:
            found = self.spellings[asked] = spelled(
                node.value, flow=flow, always=always, misread=misread, unseen=unseen
            )
        return found

    def escaped(self, node: Node) -> frozenset[str]:
        """What is to stay an escape in a text."""
        if node.style != '"' or not self.escapes:
            return frozenset()
        return escaped(self.syntax.text[node.body : node.end], node.value)

    def key(self, key: Node, *, flow: bool) -> str:
        """A key and its colon."""
        if key.kind == "alias":
            return f"*{key.value} :"
        anchor = f"&{key.anchor} " if key.anchor else ""
        return f"{anchor}{self.spelled(key, flow=flow)}:"

    def bracketed(self, node: Node, place: Place) -> str | None:
        """A map or list on one line; None as of `one_line`."""
        if place.clause or place.clauses or (node.kind == "map" and not node.flow):
            return None
        found, length = [], 0
        for entry in self.order(node, place):
            value = entry.value
            if not node.flow and value.kind not in ("scalar", "alias"):
                return None
            key = f"{self.key(entry.key, flow=True)} " if entry.key is not None else ""
            anchor = f"&{value.anchor} " if value.anchor else ""
            inner = place.field(entry.key.value) if entry.key is not None else place
            line = self.one_line(value, inner, flow=True)
            if line == "" and entry.key is None:
                return None  # brackets cannot hold an item that is left out
            if line is None:
                return None
            found.append(f"{key}{anchor}{line}")
            length += len(found[-1]) + 2
            if length > WIDTH:
                return None
        inside = ", ".join(found)
        return f"[{inside}]" if node.kind == "list" else f"{{{inside}}}"

    def value(
        self,
        node: Node,
        layout: _Layout,
        start: str,
        comment: str,
        indent: int,
        place: Place,
        *,
        item: bool = False,
    ) -> None:
        """A value behind the start of its line."""
        head = " ".join(part for part in (start, f"&{node.anchor}" if node.anchor else "") if part)
        if layout.over_lines:
            if item and not node.anchor:
                self.entries(node, indent + 2, f"{start} ", place)
            else:
                self.lines.append(f"{head}{comment}")
                self.entries(node, indent + 2, None, place)
            return
        if self.aliased:
            self.printed += self.in_order(node, place)
        first = layout.line if layout.block is None else layout.block[0]
        self.lines.append(" ".join(part for part in (head, first) if part) + comment)
        if layout.block is not None:
            self.lines += layout.block[1:]

    def in_order(self, node: Node, place: Place) -> Iterator[Node]:
        """The nodes of a value on one line, in the order they are written."""
        waiting = [(node, place)]
        while waiting:
            one, where = waiting.pop()
            yield one
            for entry in reversed(self.order(one, where)):
                key = entry.key
                waiting.append((entry.value, where if key is None else where.field(key.value)))
                if key is not None:
                    waiting.append((key, where))

    def comments(self, comments: Iterable[str], indent: int) -> None:
        """Comments on lines of their own."""
        for one in comments:
            if one:
                self.lines.append(f"{' ' * indent}{one}")
            else:
                self.blank()

    def blank(self) -> None:
        """One blank line, not two, and none at the start."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def anchors_first(self) -> bool:
        """Whether each alias still stands below the anchor it stood below."""
        return not self.aliased or targets(self.printed) == targets(nodes(self.syntax.root))


def _kind(node: Node) -> str:
    """The `kind` that a map names; empty if it names none."""
    names = (
        entry.value.value
        for entry in node.entries
        if entry.key is not None and entry.key.value == "kind" and entry.value.kind == "scalar"
    )
    return next(names, "")
