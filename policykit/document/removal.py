"""
Taking an item out of a list or an entry out of a map, everything else byte for byte as it was.

Rules use it to say how a finding is mended: a term that is redundant, a field that says nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import zip_longest
from typing import Any, Final

import yaml

from policykit.document.document import Document
from policykit.document.events import events_of
from policykit.document.syntax import Entry, Node, Syntax
from policykit.document.unseen import EMPTY, unseen
from policykit.findings import Edit


def removal(document: Document, path: Sequence[str | int]) -> Edit | None:
    """
    The edit that takes the node at a path out of its list or map.

    Over lines its lines go, with the comments on them and inside of it; a comment on a line of its
    own above stays. Within brackets or braces the comma beside it goes too.

    Parameters:
        document: one that was read without findings.
        path: an item of a list, or the value of an entry of a map.

    Returns:
        The edit; None where the mend is not certain: it is the only entry (an empty list says
        something else, or nothing that is allowed), there is no such text (an alias stands for
        it), an anchor would go with it, or a comment stands in the way.

    """
    syntax = document.syntax()
    found = syntax.at(tuple(path))
    if found is None:
        return None
    holder, entry = found
    if len(holder.entries) < 2 or _anchored(entry):
        return None
    return _in_flow(syntax, holder, entry) if holder.flow else _over_lines(syntax, holder, entry)


def replacement(document: Document, path: Sequence[str | int], text: str) -> Edit | None:
    """The edit that puts other text in the place of a single value; None of anything else."""
    found = document.syntax().at(tuple(path))
    if found is None:
        return None
    value = found[1].value
    if value.kind != "scalar" or value.body == value.end or value.style in ("|", ">"):
        return None
    return Edit(value.body, value.end, text)


def unbracketed(document: Document, path: Sequence[str | int], text: str) -> Edit | None:
    """The edit that puts a single value in the place of a list of one in brackets."""
    found = document.syntax().at(tuple(path))
    if found is None:
        return None
    value = found[1].value
    if value.kind != "list" or not value.flow or len(value.entries) != 1 or value.anchor:
        return None
    inside = any(value.body <= one.start < value.end for one in document.syntax().comments)
    return None if inside or value.entries[0].value.anchor else Edit(value.body, value.end, text)


def says_nothing(text: str) -> frozenset[int]:
    """
    Where characters stand that cannot be seen and can be taken out, all of them at once.

    They are those that carry nothing, and none of them if the text would be other YAML without
    them (one before a `#` keeps what follows from being a comment) or is none with them: what was
    meant is then for the author to say.
    """
    if "\0" in text or EMPTY.isdisjoint(text):
        return frozenset()
    every = list(unseen(text))
    empty = frozenset(at for at in every if text[at] in EMPTY)
    # Without those that YAML takes no text with, and marks that begin a line: a file that was put
    # behind another begins with one, and the parsers differ in what they take it for.
    begins = {at for at in empty if text[at] == _MARK and text[max(at - 1, 0) : at] in _LINE_END}
    texts = (_without(text, begins.union(every).difference(empty - begins)), _without(text, every))
    try:
        same = all(_alike(*both) for both in zip_longest(*map(events_of, texts)))
    except yaml.YAMLError:
        same = False
    return empty if same else frozenset()


def _without(text: str, places: Collection[int]) -> str:
    found: list[str] = []
    at = 0
    for place in sorted(places):
        found.append(text[at:place])
        at = place + 1
    return "".join((*found, text[at:]))


def _alike(one: Any, other: Any) -> bool:
    """Whether two events are the same but for what carries nothing."""
    return type(one) is type(other) and all(
        _bare(getattr(one, name, None)) == _bare(getattr(other, name, None)) for name in _SAID
    )


def _bare(said: Any) -> Any:
    return "".join(sign for sign in said if sign not in EMPTY) if isinstance(said, str) else said


_MARK: Final = "\ufeff"
_LINE_END: Final = ("", "\n", "\r")
_SAID: Final = ("value", "style", "anchor", "tag", "flow_style", "explicit", "version")


def _anchored(entry: Entry) -> bool:
    nodes = [entry.value] if entry.key is None else [entry.key, entry.value]
    return any(node.anchor or any(_anchored(inner) for inner in node.entries) for node in nodes)


def _in_flow(syntax: Syntax, holder: Node, entry: Entry) -> Edit | None:
    place = holder.entries.index(entry)
    if place + 1 < len(holder.entries):
        start, end = entry.start, holder.entries[place + 1].start
    else:
        start, end = holder.entries[place - 1].value.end, entry.value.end
    gone = syntax.text[start:end]
    plain = "," in gone and not any(start <= one.start < end for one in syntax.comments)
    # `? key` and `"key":value` without a map's braces are written in too many ways to be sure of.
    usual = entry.key is None or syntax.text[entry.key.end : entry.value.body].strip() == ":"
    single = entry.key is None and entry.value.kind == "map" and syntax.text[entry.start] != "{"
    return Edit(start, end, "") if plain and usual and not single else None


def _over_lines(syntax: Syntax, holder: Node, entry: Entry) -> Edit | None:
    place = holder.entries.index(entry)
    first, last = syntax.line(entry.start), syntax.line(_end(syntax, entry))
    if entry.key is not None and syntax.text[entry.key.end : entry.key.end + 1] != ":":
        return None
    margin = syntax.text[syntax.line_start(first) : entry.start]
    if margin.strip(" "):
        # The line belongs to the holder's holder too: `- first: …`; the next entry moves up to it.
        if place or any(sign not in " -" for sign in margin):
            return None
        following = holder.entries[1]
        if any(entry.start <= one.start < following.start and one.alone for one in syntax.comments):
            return None
        return Edit(entry.start, following.start, "")
    start, end = syntax.line_start(first), syntax.line_start(last + 1)
    if end == len(syntax.text) and syntax.text[-1:] not in ("\n", "\r"):
        # The last line of a file without a line end: the one before becomes that.
        start = len(syntax.text[:start].rstrip("\r\n"))
    return Edit(start, end, "")


def _end(syntax: Syntax, entry: Entry) -> int:
    """The last character of an entry, the white space behind it aside."""
    start, end = entry.start, entry.value.end
    return start + max(len(syntax.text[start:end].rstrip()) - 1, 0)
