"""Where the notes of a Markdown text stand (`[^1]: …`), and which of them a text refers to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from markdown_it.token import Token

_BEGINS: Final = re.compile(r" {0,3}\[(\^[^\[\]\s]+)\]:")
_USED: Final = re.compile(r"\[([^\[\]]+)\](?!\()")


class _Note(NamedTuple):
    """A note's name, and the lines it takes, the last outside."""

    name: str
    start: int
    end: int


def name_of(label: str) -> str:
    """A label as labels are compared."""
    return " ".join(label.split()).casefold()


def used(text: str, texts: Mapping[str, str]) -> list[str]:
    """Which of the named texts a text refers to, itself or through one of them, in order."""
    found: dict[str, None] = {}
    left = [text]
    for one in left:  # grows by what is found
        for label in _USED.findall(one):
            name = name_of(label)
            if name in texts and name not in found:
                found[name] = None
                left.append(texts[name])
    return list(found)


def taken_out(tokens: Iterable[Token], lines: list[str]) -> dict[str, str]:
    """
    The notes that a text refers to, by name; their places become blank.

    What nothing refers to stays where it is, and so does a second note of one name.
    """
    notes = list(_notes(tokens, lines))
    first = {note.name: note for note in reversed(notes)}
    texts = {note.name: "\n".join(lines[note.start : note.end]).strip() for note in first.values()}
    inside = {place for note in notes for place in range(note.start, note.end)}
    around = "\n".join(line for place, line in enumerate(lines) if place not in inside)
    found = {name: texts[name] for name in used(around, texts)} if texts else {}
    for name in found:
        start, end = first[name].start, first[name].end
        lines[start:end] = [""] * (end - start)
    return found


def _notes(tokens: Iterable[Token], lines: Sequence[str]) -> Iterator[_Note]:
    """All notes: the lines from one's label on, and what is indented below them."""
    last: _Note | None = None
    for token in tokens:
        if token.level != 0 or token.map is None:
            continue
        start, end = token.map
        if token.type == "code_block" and last is not None:
            last = last._replace(end=end)
            continue
        if last is not None:
            yield last
            last = None
        if token.type in ("paragraph_open", "definition"):
            for place in range(start, end):
                begins = _BEGINS.match(lines[place])
                if begins is not None:
                    if last is not None:
                        yield last._replace(end=place)
                    last = _Note(name_of(begins.group(1)), place, end)
    if last is not None:
        yield last
