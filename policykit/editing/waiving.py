"""Waivers written into their file and taken out of it, everything else left as it is."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any, Final

from policykit.document import Document, read
from policykit.schema import check_waivers
from policykit.validation.waivers import Waiver

_BEGINS: Final = """\
# Findings that somebody has decided to live with for a while.
# `policykit waive` writes an entry, `policykit waive --prune` takes out what is over.
format: 1
waivers:
"""


class NotEditable(ValueError):
    """A file of waivers that is written in a way that nothing can be added to or taken from."""


def with_waivers(source: bytes | None, new: Sequence[Waiver]) -> bytes:
    """
    A file of waivers with some more at its end; None: there is no file yet.

    Raises:
        NotEditable: its list is in brackets, or it has errors.

    """
    text = _BEGINS if source is None else _document(source).text
    if source is None:
        return (text + _written(new, "  ", "\n")).encode()
    document = _document(source)
    data: Any = document.data
    line_end = "\r\n" if "\r\n" in text else "\n"
    listed = next(
        one.value
        for one in document.syntax().root.entries
        if one.key is not None and one.key.value == "waivers"
    )
    if listed.entries and not listed.flow:
        last = listed.entries[-1]
        indent = " " * (document.line_column(last.start)[1] - 1)
        at = _behind(text, last.value.end)
        before = "" if text[:at].endswith("\n") else line_end
        made = text[:at] + before + _written(new, indent, line_end) + text[at:]
    elif not listed.entries:
        rest = text[listed.end :]
        made = text[: listed.start].rstrip(" ") + line_end + _written(new, "  ", line_end)
        made += rest.lstrip(" ").removeprefix(line_end)
    else:
        raise NotEditable("the waivers are in brackets; write one a line, each with a dash")
    wanted = [*data["waivers"], *map(_data, new)]
    return _proven(made, {**data, "waivers": wanted})


def without(source: bytes, places: Collection[int]) -> bytes:
    """
    A file of waivers without those at some places, counted from 0.

    Raises:
        NotEditable: its list is in brackets, or it has errors.

    """
    document = _document(source)
    data: Any = document.data
    text = document.text
    (listed,) = (
        one.value
        for one in document.syntax().root.entries
        if one.key is not None and one.key.value == "waivers"
    )
    if listed.flow:
        raise NotEditable("the waivers are in brackets; write one a line, each with a dash")
    left = [one for place, one in enumerate(data["waivers"]) if place not in places]
    made = text
    for place in sorted(places, reverse=True):
        entry = listed.entries[place]
        start = text.rfind("\n", 0, entry.start) + 1
        made = made[:start] + made[_behind(text, entry.value.end) :]
    if not left:
        colon = text.index(":", text.rfind("waivers", 0, listed.start)) + 1
        made = f"{made[:colon]} []{made[colon:]}"
    return _proven(made, {**data, "waivers": left})


def _document(source: bytes) -> Document:
    document, findings = read(source, "")
    if document is None or findings or check_waivers(document):
        raise NotEditable("the file has errors; mend them first")
    return document


def _behind(text: str, end: int) -> int:
    """Behind the line on which something ends."""
    if end and text[end - 1] == "\n":
        return end
    found = text.find("\n", end)
    return len(text) if found < 0 else found + 1


def _data(one: Waiver) -> dict[str, str]:
    fields = ("fingerprint", "code", "about", "reason", "approved_by", "ticket", "expires")
    return {name: getattr(one, name) for name in fields if getattr(one, name)}


def _written(some: Sequence[Waiver], indent: str, line_end: str) -> str:
    """Entries, one field a line; quoted, for a fingerprint may look like a number."""
    lines = []
    for one in some:
        for place, (name, value) in enumerate(_data(one).items()):
            shown = value if name == "code" else json.dumps(value, ensure_ascii=False)
            lines.append(f"{indent}{'  ' if place else '- '}{name}: {shown}{line_end}")
    return "".join(lines)


def _proven(made: str, data: object) -> bytes:
    """A text, if it says what is meant."""
    document, findings = read(made, "")
    if document is None or findings or document.data != data:
        raise NotEditable("it cannot be told how; edit it by hand")
    return made.encode()
