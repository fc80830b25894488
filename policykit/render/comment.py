"""
What fits into a comment of a pull request.

GitHub takes 65 536 characters; whether it counts code points or units of UTF-16 it does not say,
and some measured 262 144 bytes. What has few enough units of UTF-16 keeps to all of them.

Source: github.com/danger/danger, #424, and telia-oss/github-pr-resource, #259 ("maximum is 65536
characters", says the API); objectstack-ai/objectstack, #18806 (bytes).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

MOST: Final = 65_000
"""How long a comment gets, in units of UTF-16; whoever posts it may add a line."""

SHORT: Final = 4_000
"""How long one text of an entry gets where not everything fits."""


class Entry(NamedTuple):
    """
    What is shown whole or not at all.

    `kind` is what is counted where it is left out; those of the lowest `rank` are kept first.
    """

    text: str
    kind: str
    rank: int = 0


class Part(NamedTuple):
    """Entries, each a line or more, and the lines before and after them where there is one."""

    head: str
    entries: Sequence[Entry]
    tail: str = ""


def fitted(
    made: Callable[[int], tuple[str, Sequence[Part]]],
    left_out: Callable[[Mapping[str, int]], str],
) -> str:
    """
    What fits of some parts, the worst first.

    Parameters:
        made: how a comment begins, and its parts, with no text longer than so many units.
        left_out: the last line, by how many entries of each kind are not there; of nothing if only
            texts were shortened.

    """
    top, parts = made(MOST)
    whole = joined(top, parts)
    if size(whole) <= MOST:
        return whole
    top, parts = made(SHORT)
    every = Counter(entry.kind for part in parts for entry in part.entries)
    room = MOST - size(top) - size(left_out(every)) - 3
    kept = _kept(parts, room)
    shown = [
        part._replace(entries=[one for j, one in enumerate(part.entries) if (i, j) in kept])
        for i, part in enumerate(parts)
    ]
    every.subtract(entry.kind for part in shown for entry in part.entries)
    return f"{joined(top, shown)}\n{left_out(+every)}\n"


def joined(top: str, parts: Iterable[Part]) -> str:
    """All of some parts, however long."""
    pieces = [f"{top}\n"]
    for part in parts:
        if part.entries:
            pieces += [part.head, *(f"{one.text}\n" for one in part.entries), part.tail]
    return "".join(pieces)


def _kept(parts: Sequence[Part], room: int) -> set[tuple[int, int]]:
    """Which entries fit, by part and place; after the first that does not, none is kept."""
    kept: set[tuple[int, int]] = set()
    opened: set[int] = set()
    ranked = sorted(
        (one.rank, i, j) for i, part in enumerate(parts) for j, one in enumerate(part.entries)
    )
    for _, i, j in ranked:
        part = parts[i]
        room -= size(part.entries[j].text) + 1
        if i not in opened:
            room -= size(part.head) + size(part.tail)
            opened.add(i)
        if room < 0:
            break
        kept.add((i, j))
    return kept


def size(text: str) -> int:
    """How many units of UTF-16 a text has."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, most: int) -> str:
    """A text of at most so many units of UTF-16, with `…` where it was cut."""
    if size(text) <= most:
        return text
    cut = text[: max(0, most - 1)]
    while size(cut) > most - 1 and cut:
        cut = cut[: len(cut) - max(1, (size(cut) - most + 1) // 2)]
    return f"{cut.rstrip()}…"
