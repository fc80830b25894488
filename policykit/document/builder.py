"""The events of one text put together: values, where they stand, and what is wrong."""

from __future__ import annotations

import re
from array import array
from itertools import islice
from pathlib import PurePath
from typing import Any, Final, NoReturn

import yaml
from yaml import events

from policykit.document.document import Document, Lines, Value, behind
from policykit.document.events import events_of, new_parser
from policykit.document.files import Limits
from policykit.document.misread import blank_lines_too_deep, glued_comments
from policykit.document.scalars import NUMERIC_START, ODD_START, WORDS, Unrepresentable, plain
from policykit.document.unseen import unseen
from policykit.findings import CODES, Finding, fingerprint

# Where libyaml takes for YAML what is none, and would give another value than what was written:
# `[?x]` as a map. The pattern begins with its rare sign.
_GLUED_QUESTION: Final = re.compile(r"\?(?<=[\s\[{,]\?)(?=\S)")
# Where libyaml from 0.2.6 on gives up, at the thousand and first bracket; 0.2.5 never does.
_TOO_DEEP: Final = "while increasing flow level"
_BEHIND_NAME: Final = frozenset(" \t\r\n,]}")
_PLACE: Final = re.compile(r"(?:line|column) [0-9]+")


def finding_at(
    code: str,
    path: str,
    place: tuple[int, int],
    message: str,
    help: str = "",  # noqa: A002  the field's name
) -> Finding:
    """A finding at a line and a column."""
    about = CODES[code]
    line, column = place
    # What cannot be read has no identity but its place among the policies; and it may move.
    tail = "/".join(PurePath(path).parts[-3:])
    print_ = fingerprint(code, tail, _PLACE.sub("", message))
    return Finding(code, about.name, about.severity, message, help, path, line, column, "", print_)


def too_many(path: str, place: tuple[int, int], limits: Limits) -> Finding:
    """The finding that ends a reading."""
    message = f"there are more than {limits.findings} faults; reading stopped here"
    return finding_at("PK015", path, place, message, "mend the ones above, then look again")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:20]}… ({len(text)} characters)"


class _Stop(Exception):
    """Reading cannot go on; the finding has been noted."""


_NO_KEY: Final = object()


class _BadKey:
    """In place of a key that cannot be one; `begin` is its place among the offsets."""

    __slots__ = ("begin",)

    def __init__(self, begin: int) -> None:
        self.begin = begin


class _Firsts:
    """Where the keys of a map stand, as far as they have been looked at: up to a place."""

    __slots__ = ("container", "offsets", "place")

    def __init__(self, container: dict[str, Any], place: int) -> None:
        self.container = container
        self.offsets: dict[str, int] = {}
        self.place = place


class Builder:
    """One document from one text."""

    def __init__(self, text: str, path: str, limits: Limits, lines: Lines | None = None) -> None:
        self.text = text
        self.path = path
        self.limits = limits
        self.findings: list[Finding] = []
        # Of every node, in the order of the text; keys count as nodes.
        self.offsets = array("I")
        self.aliases: set[int] = set()
        self.lacking: list[Any] = []
        self.plains: dict[str, Any] = {}
        self.firsts: dict[int, _Firsts] = {}
        self.anchors: dict[str, tuple[Any, int] | None] = {}
        self.alias_nodes = 0
        self.lines = lines or Lines(text)

    def note(self, code: str, offset: int, message: str, help: str = "") -> None:  # noqa: A002  the field's name
        """Note a finding at an offset."""
        place = self.lines.at(offset)
        if len(self.findings) >= self.limits.findings:
            self.findings.append(too_many(self.path, place, self.limits))
            raise _Stop
        self.findings.append(finding_at(code, self.path, place, message, help))

    def build(self) -> tuple[Document | None, list[Finding]]:
        """The document, unless reading had to stop, and the findings."""
        try:
            try:
                data = self._drain(new_parser(self.text))
            except yaml.MarkedYAMLError as error:
                if error.context == _TOO_DEEP and self.limits.depth < 1000:
                    return self._shallower(self._place(error))
                self._syntax(error)
            except yaml.YAMLError as error:
                self.note("PK001", 0, f"this is not YAML: {error}")
            else:
                for sign in glued_comments(self.text):
                    message = "this is not YAML: no space before the '#' of a comment"
                    self.note("PK001", sign, message, "add the space; put a text in quotes")
                self.findings.sort(key=lambda one: (one.line, one.column))
                plains = self.plains.keys()
                document = Document(
                    self.path, self.text, data, self.offsets, self.aliases, plains, self.lines
                )
                document.lacking = frozenset(map(id, self.lacking))
                return document, self.findings
        except _Stop:
            pass
        return None, self.findings

    def _place(self, error: yaml.MarkedYAMLError) -> int:
        mark = error.problem_mark or error.context_mark
        return min(mark.index, len(self.text)) if mark is not None else 0

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        problem = error.problem or error.context or "not well formed"
        from policykit.document.diagnosis import mend_of  # only to word a mistake

        at = self._place(error)
        opened = error.context_mark.index if error.context_mark is not None else 0
        mend = mend_of(problem, self.text, at, opened)
        self.note("PK001", at, f"this is not YAML: {problem}", mend)

    def _shallower(self, at: int) -> tuple[Document | None, list[Finding]]:
        """
        The findings of a text in which libyaml has met a bracket too deep for it.

        It meets that before it has said what is around it, so the text is read again with a comma
        for each bracket from there on: what is wrong first is found where it stands.
        """
        rest = self.text[at:].replace("[", ",").replace("{", ",")
        again = Builder(self.text[:at] + rest, self.path, self.limits, self.lines)
        return again.build()

    def _drain(self, parser: Any) -> Value:
        # One loop without calls for what most of a document is: plain and quoted texts in maps
        # and lists. The container that is being filled is kept in local names, those around it
        # on the stack.
        get = parser.get_event
        scalar, alias = events.ScalarEvent, events.AliasEvent
        map_start, map_end = events.MappingStartEvent, events.MappingEndEvent
        list_start, list_end = events.SequenceStartEvent, events.SequenceEndEvent
        tagged, anchored, escaped = (sign in self.text for sign in "!&\\")
        asking = "?" in self.text and _GLUED_QUESTION.search(self.text) is not None
        merging = "<<" in self.text
        odd, numeric, words = ODD_START, NUMERIC_START, WORDS
        plains, offsets = self.plains, self.offsets
        names: dict[str, str] = {}
        name = names.setdefault
        mark, depth, most = offsets.append, self.limits.depth, self.limits.entries
        stack: list[tuple[Any, bool, Any, int]] = []
        opened: dict[int, tuple[str, int]] = {}
        roots: list[Value] = []
        container: Any = roots
        filling_map = False
        key: Any = _NO_KEY
        start = documents = 0
        value: Any
        while (event := get()) is not None:
            kind = type(event)
            if kind is scalar:
                at = event.start_mark.index
                mark(at)
                value = event.value
                style = event.style
                if tagged and event.tag is not None:
                    self._tag(event.tag, at)
                elif not style:
                    if not value or (
                        (first := value[0]) in odd and (first in numeric or value in words)
                    ):
                        known = plains.get(value)
                        value = self._plain(value, at) if known is None else known
                elif style == '"':
                    if escaped:
                        self._escapes(value, at)
                elif style != "'" and value[:1] in "\n":
                    self._blank_lines(at, event.end_mark.index)
                if anchored and event.anchor is not None:
                    self._anchor(event.anchor, at)
                    self.anchors[event.anchor] = (value, 1)
                if filling_map and key is _NO_KEY:
                    if asking:
                        self._question(at)
                    if type(value) is str and not (merging and value == "<<" and not style):
                        key = name(value, value)
                    else:
                        key = self._bad_key(value, len(offsets) - 1, event.value)
                    continue
            elif kind is map_start or kind is list_start:
                at = event.start_mark.index
                if tagged and event.tag is not None:
                    self._tag(event.tag, at)
                if len(stack) >= depth:
                    self.note("PK008", at, f"nested more than {depth} deep", "flatten it")
                    raise _Stop
                if anchored and event.anchor is not None:
                    opened[len(stack)] = (event.anchor, self._nodes())
                    self._anchor(event.anchor, at)
                    self.anchors[event.anchor] = None
                stack.append((container, filling_map, key, start))
                start, key = len(offsets), _NO_KEY
                mark(at)
                filling_map = kind is map_start
                container = {} if filling_map else []
                continue
            elif kind is map_end or kind is list_end:
                value, begin = container, start
                if len(value) > most:
                    self._stop_at(offsets[begin], most)
                container, filling_map, key, start = stack.pop()
                if opened and len(stack) in opened:
                    anchor, before = opened.pop(len(stack))
                    self.anchors[anchor] = (value, self._nodes() - before)
            elif kind is alias:
                at = event.start_mark.index
                self.aliases.add(len(offsets))
                mark(at)
                value = self._alias(event.anchor, at)
            else:
                if kind is events.DocumentStartEvent:
                    documents += 1
                    self._document(event, documents)
                elif kind is events.DocumentEndEvent and roots == [None]:
                    self._blank()
                continue
            if not filling_map:
                container.append(value)
                if len(container) > most:
                    self._stop_at(offsets[start], most)
            elif type(key) is str and key not in container:
                container[key] = value
                key = _NO_KEY
            else:
                if kind is scalar or kind is alias:
                    begin = len(offsets) - 1
                if asking and key is _NO_KEY:
                    self._question(offsets[begin])
                key = self._odd_entry(key, value, begin, container, start)
        if not documents:
            self.note("PK013", 0, "the file holds no document", "start with `format: 1`")
        return roots[0] if roots else None

    def _stop_at(self, at: int, most: int) -> NoReturn:
        self.note("PK009", at, f"more than {most} entries", "split the document")
        raise _Stop

    def _nodes(self) -> int:
        """How many nodes there are so far, each alias counted as all that it repeats."""
        return len(self.offsets) - len(self.aliases) + self.alias_nodes

    def _blank(self) -> None:
        """A document that is empty, not one that says null."""
        scalars = (one for one in events_of(self.text) if type(one) is events.ScalarEvent)
        if next((one.value for one in scalars), "null") == "":
            self.note("PK013", 0, "the file holds no document", "start with `format: 1`")

    def _odd_entry(
        self, key: Any, value: Any, begin: int, container: dict[str, Any], start: int
    ) -> object:
        """
        What is no new entry of a map: a map, a list or an alias as a key; an entry with a key that
        cannot be one, or that is named twice, which is dropped with its offsets.

        `begin` and `start` are the places of the value and of the map among the offsets. Returns
        the key to go on with.
        """
        if key is _NO_KEY:
            return value if type(value) is str else self._bad_key(value, begin, "")
        if type(key) is _BadKey:
            begin = key.begin
            self.lacking.append(container)
        else:
            begin -= 1
            self._twice(key, self.offsets[begin], self._first(key, container, start))
        self.aliases.difference_update(range(begin, len(self.offsets)))
        del self.offsets[begin:]
        return _NO_KEY

    def _escapes(self, value: str, at: int) -> None:
        for one in dict.fromkeys(value[place] for place in unseen(value)):
            message = f"the escape for U+{ord(one):04X} makes a character that cannot be seen"
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

    def _bad_key(self, key: Any, begin: int, spelled: str) -> _BadKey:
        at = self.offsets[begin]
        if key == "<<":
            self.note(
                "PK011",
                at,
                "YAML 1.2 has no merge key '<<'",
                "write the fields out; every clause says all it means",
            )
        elif isinstance(key, dict | list):
            self.note("PK010", at, "a map or a list cannot be a key", "name it with a text")
        else:
            typed = f"the key {_short(spelled)}" if spelled else "this key"
            self.note("PK010", at, f"{typed} is not text", "put it in quotes")
        return _BadKey(begin)

    def _twice(self, key: str, at: int, first: int) -> None:
        line, column = self.lines.at(first)
        self.note(
            "PK004",
            at,
            f"'{_short(key)}' is named twice; the first is at line {line}, column {column}",
            "keep one of the two",
        )

    def _first(self, key: str, container: dict[str, Any], start: int) -> int:
        """The offset of a key of a map that is being filled; each entry is looked at once."""
        known = self.firsts.get(start)
        if known is None or known.container is not container:
            known = self.firsts[start] = _Firsts(container, start + 1)
        for name, value in islice(container.items(), len(known.offsets), None):
            known.offsets[name] = self.offsets[known.place]
            known.place = behind(value, known.place + 1, self.offsets, self.aliases, {})
        return known.offsets[key]

    def _plain(self, text: str, at: int) -> Any:
        """
        The value of a plain scalar that may be no text; it is kept.

        What has none is not, so that each place has its finding.
        """
        if text == "-":  # within brackets or braces; libyaml refuses it elsewhere
            self.note("PK001", at, "this is not YAML: a '-' alone", "put it in quotes")
            return text
        try:
            value = self.plains[text] = plain(text)
        except Unrepresentable as error:
            mend = "put it in quotes if it is a text"
            self.note("PK014", at, f"{_short(text)} {error.reason}", mend)
            return text
        return value

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

    def _blank_lines(self, start: int, end: int) -> None:
        at = blank_lines_too_deep(self.text, self.lines, start, end)
        if at is not None:
            message = "this is not YAML: a blank line above is indented deeper than this text"
            self.note("PK001", at, message, "take the spaces out of the blank line")

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
