"""
Bytes to `Document`, through the events of libyaml and a builder of our own.

PyYAML's constructor is not used: its C composer crashes on deep nesting, its resolver is YAML
1.1's (`NO` is false), its maps keep the last of two equal keys. Events have none of these, and
draining them costs less than half of what `CSafeLoader` takes.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import yaml
from yaml import events

from policykit.document.document import Document, Lines, Value
from policykit.document.scalars import CONSTANTS, NUMERIC_START, Unrepresentable, plain
from policykit.findings import CODES, MOST, Finding, fingerprint

try:
    from yaml._yaml import CParser  # type: ignore[import-not-found,unused-ignore]

    _parser: Any = CParser
except ImportError:
    from policykit.document import pure

    _parser = pure.Parser


class Limits(NamedTuple):
    """How much a document may ask of its reader."""

    size: int = 10 * 2**20
    """Bytes of a file."""
    depth: int = 64
    """Maps and lists inside one another; past 1000, libyaml may refuse a text by itself."""
    alias_nodes: int = 10_000
    """Nodes that aliases may add, all together."""
    entries: int = 20_000
    """Entries of one map or list."""
    findings: int = MOST
    """Faults after which reading stops; what has more is no document that was meant."""


_DEFAULT: Final = Limits()

# What no author can see on screen: controls but tab and line ends; NEL, LS and PS, which YAML 1.1
# takes for line ends and 1.2 does not; a byte order mark inside; surrogates and noncharacters.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]"
)

# Where libyaml takes for YAML what is none, and would give another value than what was written:
# `[?x]` as a map, a `#` right behind a sign as a comment. Both patterns begin with their rare sign.
_GLUED_QUESTION: Final = re.compile(r"\?(?<=[\s\[{,]\?)(?=\S)")
_GLUED_COMMENT: Final = re.compile(
    r"""#(?:(?<=[\[\]{},:?"'|>]#)|(?<=[|>][-+1-9]#)|(?<=[|>][-+1-9]{2}#))"""
)
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_BLOCK_COMMENT: Final = re.compile(r"(?P<blank>(?: *(?:\r\n|\n|\r))+) +#")
# Where libyaml from 0.2.6 on gives up, at the thousand and first bracket; 0.2.5 never does.
_TOO_DEEP: Final = "while increasing flow level"
_BEHIND_NAME: Final = frozenset(" \t\r\n,]}")

_MENDS: Final = (
    ("mapping values are not allowed", "a text with ': ' in it needs quotes around it"),
    ("found character '\\t'", "indent with spaces, never with tabs"),
    (
        "cannot start any token",
        "indent with spaces; a text that starts with @, ` or % needs quotes",
    ),
    ("did not find expected key", "check the indentation of this line and the ones above it"),
    ("did not find expected '-' indicator", "items of one list start in the same column"),
    ("could not find expected ':'", "every line of a map is `name: value`"),
    ("found unexpected end of stream", "a quote or bracket above is never closed"),
    ("did not find expected ',' or ']'", "a list in brackets is never closed, or lacks a comma"),
    ("did not find expected ',' or '}'", "a map in braces is never closed, or lacks a comma"),
    ("unknown escape character", "in double quotes a backslash starts an escape; use '…'"),
    ("block sequence entries are not allowed", "a list starts on a line of its own"),
)


def read(
    source: bytes | str, path: str = "<text>", limits: Limits = _DEFAULT
) -> tuple[Document | None, list[Finding]]:
    """
    Read one YAML document.

    Parameters:
        source: the text, or its bytes in UTF-8, with or without a byte order mark.
        path: the name that findings report it under.
        limits: the bounds past which it is refused.

    Returns:
        The document and the findings, in the order of the text. The document is None only if
        the text could not be read to its end. With findings it is there to be looked at
        further, never to be believed.

    """
    if isinstance(source, bytes):
        text, finding = _decode(source, path, limits)
        if finding is not None:
            return None, [finding]
    else:
        text = source.removeprefix("\ufeff")
    unseen = _UNSEEN.search(text)
    if unseen is not None:
        return None, [
            _finding(
                "PK003",
                path,
                Lines(text).at(unseen.start()),
                f"the character U+{ord(unseen.group()):04X} cannot be seen",
                "remove it; write a line break as a line break and a tab as spaces",
            )
        ]
    return _Builder(text, path, limits).build()


def file_bytes(path: str, limits: Limits = _DEFAULT) -> bytes:
    """
    The bytes of a regular file; of one that is too large, enough to see that it is.

    Raises:
        OSError: the file is missing, is not a regular file, or cannot be read.

    """
    # Non-blocking, so that opening a pipe nobody writes to does not wait for ever.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise OSError(22, "Not a regular file", path)
        # Its size is where to begin: a file may grow while it is read.
        found = b""
        wanted = min(about.st_size, limits.size) + 1
        while len(found) <= limits.size and (more := os.read(descriptor, wanted)):
            found += more
        return found[: limits.size + 1]
    finally:
        os.close(descriptor)


def read_file(path: str, limits: Limits = _DEFAULT) -> tuple[Document | None, list[Finding]]:
    """
    Read one YAML document from a file.

    Raises:
        OSError: the file is missing, is not a regular file, or cannot be read.

    """
    return read(file_bytes(path, limits), path, limits)


def events_of(text: str) -> Iterator[Any]:
    """
    The events of a text, for those who edit it; what it says comes from `read` alone.

    Raises:
        yaml.YAMLError: the text has findings.

    """
    parser = _parser(text)
    while (event := parser.get_event()) is not None:
        yield event


def scalar_ends(text: str) -> dict[int, int]:
    """Where each scalar of a readable text ends, by where it starts."""
    parser = _parser(text)
    ends: dict[int, int] = {}
    try:
        while (event := parser.get_event()) is not None:
            if type(event) is events.ScalarEvent:
                start, end = event.start_mark, event.end_mark
                if start is not None and end is not None:
                    ends[start.index] = end.index
    except yaml.YAMLError:
        pass  # what comes before the fault still has its spelling
    return ends


def _finding(
    code: str,
    path: str,
    place: tuple[int, int],
    message: str,
    help: str = "",  # noqa: A002  the field's name
) -> Finding:
    about = CODES[code]
    line, column = place
    print_ = fingerprint(code, path, message)
    return Finding(code, about.name, about.severity, message, help, path, line, column, "", print_)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:20]}… ({len(text)} characters)"


def _decode(source: bytes, path: str, limits: Limits) -> tuple[str, Finding | None]:
    if len(source) > limits.size:
        message = f"the file is larger than {limits.size // 2**20} MiB"
        return "", _finding("PK009", path, (1, 1), message, "split the document")
    for mark, encoding in (
        (b"\xff\xfe\x00\x00", "UTF-32"),
        (b"\x00\x00\xfe\xff", "UTF-32"),
        (b"\xff\xfe", "UTF-16"),
        (b"\xfe\xff", "UTF-16"),
    ):
        if source.startswith(mark):
            message = f"the file is {encoding}, not UTF-8"
            return "", _finding("PK002", path, (1, 1), message, "save it as UTF-8")
    try:
        return source.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        # utf-8-sig counts offsets behind the byte order mark; decode again to count from 0.
        body = source.removeprefix(b"\xef\xbb\xbf")
        before = body[: error.start].decode("utf-8", "replace")
        place = Lines(before).at(len(before))
        byte = body[error.start] if error.start < len(body) else 0
        message = f"the byte 0x{byte:02X} is not UTF-8"
        return "", _finding("PK002", path, place, message, "save the file as UTF-8")


class _Stop(Exception):
    """Reading cannot go on; the finding has been noted."""


_NO_KEY: Final = object()
_BAD_KEY: Final = object()


class _Builder:
    """One document from one text."""

    def __init__(self, text: str, path: str, limits: Limits) -> None:
        self.text = text
        self.path = path
        self.limits = limits
        self.findings: list[Finding] = []
        self.positions: dict[int, list[int]] = {}
        # Containers that are dropped (a bad key's value) are kept alive: ids must stay unique.
        self.dropped: list[object] = []
        self.anchors: dict[str, tuple[Any, int] | None] = {}
        self.alias_nodes = 0
        self.lines = Lines(text)

    def note(self, code: str, offset: int, message: str, help: str = "") -> None:  # noqa: A002  the field's name
        """Note a finding at an offset."""
        if len(self.findings) >= self.limits.findings:
            message = f"there are more than {self.limits.findings} faults; reading stopped here"
            code, help = "PK015", "mend the ones above, then look again"  # noqa: A001  as above
        self.findings.append(_finding(code, self.path, self.lines.at(offset), message, help))
        if code == "PK015":
            raise _Stop

    def build(self) -> tuple[Document | None, list[Finding]]:
        """The document, unless reading had to stop, and the findings."""
        try:
            try:
                root, data = self._drain(_parser(self.text))
            except yaml.MarkedYAMLError as error:
                if error.context == _TOO_DEEP and self.limits.depth < 1000:
                    return self._shallower(self._place(error))
                self._syntax(error)
            except yaml.YAMLError as error:
                self.note("PK001", 0, f"this is not YAML: {error}")
            else:
                if "#" in self.text and _GLUED_COMMENT.search(self.text):
                    self._glued_comments()
                return Document(self.path, self.text, data, root, self.positions), self.findings
        except _Stop:
            pass
        return None, self.findings

    def _place(self, error: yaml.MarkedYAMLError) -> int:
        mark = error.problem_mark or error.context_mark
        return min(mark.index, len(self.text)) if mark is not None else 0

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        problem = error.problem or error.context or "not well formed"
        mend = next((mend for sign, mend in _MENDS if sign in problem), "")
        self.note("PK001", self._place(error), f"this is not YAML: {problem}", mend)

    def _shallower(self, at: int) -> tuple[Document | None, list[Finding]]:
        """
        The findings of a text in which libyaml has met a bracket too deep for it.

        It meets that before it has said what is around it, so the text is read again with a comma
        for each bracket from there on: what is wrong first is found where it stands.
        """
        rest = self.text[at:].replace("[", ",").replace("{", ",")
        return _Builder(self.text[:at] + rest, self.path, self.limits).build()

    def _drain(self, parser: Any) -> tuple[int, Value]:
        # One loop without calls for what most of a document is: plain and quoted texts in maps
        # and lists. The container that is being filled is kept in local names, those around it
        # on the stack.
        get = parser.get_event
        scalar, alias = events.ScalarEvent, events.AliasEvent
        map_start, map_end = events.MappingStartEvent, events.MappingEndEvent
        list_start, list_end = events.SequenceStartEvent, events.SequenceEndEvent
        tagged, anchored, escaped = (sign in self.text for sign in "!&\\")
        asking = "?" in self.text and _GLUED_QUESTION.search(self.text) is not None
        special, numeric = CONSTANTS, NUMERIC_START
        positions_of, depth, most = self.positions, self.limits.depth, self.limits.entries
        stack: list[tuple[Any, ...]] = []
        container: Any = None
        positions: list[int] = []
        filling_map = False
        key: Any = _NO_KEY
        key_at = start = at_node = nodes = documents = root_at = 0
        anchor: str | None = None
        data: Any = None
        value: Any
        while (event := get()) is not None:
            kind = type(event)
            if kind is scalar:
                at = event.start_mark.index
                value = event.value
                if tagged and event.tag is not None:
                    self._tag(event.tag, at)
                elif event.implicit[0]:
                    if value in special or value[0] in numeric:
                        value = self._plain(value, at)
                elif escaped and event.style == '"':
                    self._escapes(value, at)
                elif value[:1] in "\n" and event.style in ("|", ">"):
                    self._empty_block(at, event.end_mark.index)
                nodes += 1
                if anchored and event.anchor is not None:
                    self._anchor(event.anchor, at)
                    self.anchors[event.anchor] = (value, 1)
                if filling_map and key is _NO_KEY:
                    key_at = at
                    if asking:
                        self._question(at)
                    if type(value) is not str or (value == "<<" and event.implicit[0]):
                        key = self._bad_key(value, at, event)
                    else:
                        key = value
                    continue
            elif kind is map_start or kind is list_start:
                at = event.start_mark.index
                if tagged and event.tag is not None:
                    self._tag(event.tag, at)
                if len(stack) >= depth:
                    self.note("PK008", at, f"nested more than {depth} deep", "flatten it")
                    raise _Stop
                stack.append(
                    (container, positions, filling_map, key, key_at, start, anchor, at_node)
                )
                at_node, start, key, positions = nodes + self.alias_nodes, at, _NO_KEY, []
                nodes += 1
                filling_map = kind is map_start
                container = {} if filling_map else []
                anchor = event.anchor if anchored else None
                if anchor is not None:
                    self._anchor(anchor, at)
                    self.anchors[anchor] = None
                continue
            elif kind is map_end or kind is list_end:
                value, at = container, start
                if len(value) > most:
                    self.note("PK009", at, f"more than {most} entries", "split the document")
                    raise _Stop
                positions_of[id(value)] = positions
                if anchor is not None:
                    self.anchors[anchor] = (value, nodes + self.alias_nodes - at_node)
                container, positions, filling_map, key, key_at, start, anchor, at_node = stack.pop()
            elif kind is alias:
                at = event.start_mark.index
                value = self._alias(event.anchor, at)
            elif kind is events.DocumentStartEvent:
                documents += 1
                self._document(event, documents)
                continue
            else:
                continue
            if filling_map:
                if key is _NO_KEY:
                    key, key_at = value, at
                    if asking:
                        self._question(at)
                    if type(value) is not str:
                        key = self._bad_key(value, at, None)
                elif key is _BAD_KEY or key in container:
                    self.dropped.append(value)
                    if key is not _BAD_KEY:
                        self._twice(key, key_at, container, positions)
                    key = _NO_KEY
                else:
                    container[key] = value
                    positions.append(key_at)
                    positions.append(at)
                    key = _NO_KEY
            elif container is not None:
                container.append(value)
                positions.append(at)
            else:
                root_at, data = at, value
                if kind is scalar and value is None and not event.value:
                    self.note("PK013", 0, "the file holds no document", "start with `format: 1`")
        if not documents:
            self.note("PK013", 0, "the file holds no document", "start with `format: 1`")
        return root_at, data

    def _escapes(self, value: str, at: int) -> None:
        unseen = _UNSEEN.search(value)
        if unseen is not None:
            character = f"U+{ord(unseen.group()):04X}"
            message = f"the escape for {character} makes a character that cannot be seen"
            self.note("PK003", at, message, "remove it")

    def _document(self, event: Any, count: int) -> None:
        self._directives(event)
        if count > 1:
            self.note(
                "PK005",
                event.start_mark.index,
                "a second document starts here",
                "one document a file: remove this '---' and what follows, or move it",
            )
            raise _Stop

    def _bad_key(self, key: Any, at: int, scalar: events.ScalarEvent | None) -> object:
        if key == "<<":
            self.note(
                "PK011",
                at,
                "YAML 1.2 has no merge key '<<'",
                "write the fields out; every clause says all it means",
            )
            return _BAD_KEY
        self.dropped.append(key)
        if isinstance(key, dict | list):
            self.note("PK010", at, "a map or a list cannot be a key", "name it with a text")
        else:
            typed = f"the key {_short(scalar.value)}" if scalar and scalar.value else "this key"
            self.note("PK010", at, f"{typed} is not text", "put it in quotes")
        return _BAD_KEY

    def _twice(self, key: str, at: int, container: dict[str, Any], positions: list[int]) -> None:
        place = next(place for place, one in enumerate(container) if one == key)
        line, column = self.lines.at(positions[2 * place])
        self.note(
            "PK004",
            at,
            f"'{_short(key)}' is named twice; the first is at line {line}, column {column}",
            "keep one of the two",
        )

    def _plain(self, text: str, at: int) -> Any:
        if text == "-":  # within brackets or braces; libyaml refuses it elsewhere
            self.note("PK001", at, "this is not YAML: a '-' alone", "put it in quotes")
        try:
            return plain(text)
        except Unrepresentable as error:
            mend = "put it in quotes if it is a text"
            self.note("PK014", at, f"{_short(text)} {error.reason}", mend)
            return text

    def _tag(self, tag: str, at: int) -> None:
        shown = _short(tag.replace("tag:yaml.org,2002:", "!!", 1))
        self.note("PK006", at, f"the tag {shown} is not allowed", "remove it; quote a text")

    def _anchor(self, name: str, at: int) -> None:
        """An anchor ends where libyaml thinks, at what is no letter, digit, - or _."""
        if self.text[at] == "&" and self._behind(name, at) not in _BEHIND_NAME:
            self.note(
                "PK001",
                at,
                f"this is not YAML: no space behind the anchor &{_short(name)}",
                "name an anchor with letters, digits, - and _",
            )

    def _behind(self, name: str, at: int) -> str:
        """The character behind the name of an anchor or an alias; a line end at the very end."""
        return self.text[at + 1 + len(name) : at + 2 + len(name)] or "\n"

    def _question(self, at: int) -> None:
        if self.text[at - 1 : at] == "?":
            self.note("PK001", at - 1, "this is not YAML: no space behind '?'", "put it in quotes")

    def _empty_block(self, start: int, end: int) -> None:
        """
        A block text that libyaml takes for empty because a blank line in it is indented deeper
        than its first line, which begins with a `#`.
        """
        found = _BLOCK_COMMENT.match(self.text, self._line_end(start))
        if found is None or found.end() < end:
            return
        column = self.lines.at(found.end() - 1)[1]
        blank = max(map(len, _LINE_END.split(found["blank"])))
        first = start - self.lines.at(start)[1] + 1
        margin = len(self.text[first:start]) - len(self.text[first:start].lstrip(" "))
        if blank >= column > margin + 1:
            message = "this is not YAML: a blank line above is indented deeper than this text"
            self.note("PK001", found.end() - 1, message, "take the spaces out of the blank line")

    def _glued_comments(self) -> None:
        """What libyaml took for a comment though its `#` stands right behind something."""
        text, at = self.text, 0
        for start, end in [*sorted(scalar_ends(text).items()), (len(text), len(text))]:
            # A block text begins with a line of signs, which a comment may end.
            inner = self._line_end(start) if text[start : start + 1] in ("|", ">") else start
            while (sign := text.find("#", at, inner)) >= 0:
                if sign and text[sign - 1] not in " \t\r\n":
                    message = "this is not YAML: no space before the '#' of a comment"
                    self.note("PK001", sign, message, "add the space; put a text in quotes")
                at = self._line_end(sign)
            at = max(at, end)
        self.findings.sort(key=lambda one: (one.line, one.column))

    def _line_end(self, at: int) -> int:
        found = _LINE_END.search(self.text, at)
        return found.end() if found else len(self.text)

    def _alias(self, name: str, at: int) -> Any:
        shown = _short(name)
        if name not in self.anchors or self._behind(name, at) not in _BEHIND_NAME:
            self.note("PK007", at, f"*{shown} names no anchor above it", "write the value out")
            return None
        anchored = self.anchors[name]
        if anchored is None:
            self.note("PK007", at, f"*{shown} stands inside what it names", "write the value out")
            return None
        value, size = anchored
        self.alias_nodes += size
        if self.alias_nodes > self.limits.alias_nodes:
            self.note(
                "PK007",
                at,
                f"aliases add more than {self.limits.alias_nodes} nodes",
                "write the values out",
            )
            raise _Stop
        return value

    def _directives(self, event: Any) -> None:
        version = getattr(event, "version", None)
        if version is not None and tuple(version) != (1, 2):
            self.note(
                "PK012",
                event.start_mark.index,
                f"%YAML {version[0]}.{version[1]} is not the YAML that is read here",
                "remove the directive; YAML 1.2 is meant",
            )
        if getattr(event, "tags", None):
            self.note("PK012", event.start_mark.index, "%TAG is not allowed", "remove it")
