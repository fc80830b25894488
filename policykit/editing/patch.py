"""What an edit of a text changes, as a unified diff that `patch` and `git apply` take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_AROUND: Final = 3
_MOST: Final = 20_000
"""Lines past which a stretch is shown as replaced whole: the exact diff of n takes n²/8 bytes."""


class _Change(NamedTuple):
    """Lines of `before` replaced by lines of `after`, both as from and to, counted from 0."""

    before: tuple[int, int]
    after: tuple[int, int]


def unified(before: str, after: str, path: str) -> str:
    """
    A unified diff of two texts, with three lines around each change.

    Returns:
        The diff under the names a/path and b/path; empty if the texts are equal.

    """
    one, other = _lines(before), _lines(after)
    hunks = list(_hunks(list(_changes(one, other)), len(one)))
    if not hunks:
        return ""
    name = path.lstrip("/")
    out = [f"--- a/{name}\n", f"+++ b/{name}\n"]
    for hunk in hunks:
        out += _shown(hunk, one, other)
    return "".join(out)


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _changes(one: list[str], other: list[str]) -> Iterator[_Change]:
    from rapidfuzz.distance import Indel  # only to show a diff

    head = 0
    while head < min(len(one), len(other)) and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < min(len(one), len(other)) - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    numbers: dict[str, int] = {}
    left = [numbers.setdefault(line, len(numbers)) for line in one[head : len(one) - tail]]
    right = [numbers.setdefault(line, len(numbers)) for line in other[head : len(other) - tail]]
    if max(len(left), len(right)) > _MOST:
        yield _Change((head, head + len(left)), (head, head + len(right)))
        return
    open_: _Change | None = None
    for code in Indel.opcodes(left, right):
        if code.tag == "equal":
            continue
        change = _Change(
            (head + code.src_start, head + code.src_end),
            (head + code.dest_start, head + code.dest_end),
        )
        if open_ is not None and open_[0][1] == change[0][0] and open_[1][1] == change[1][0]:
            open_ = _Change((open_[0][0], change[0][1]), (open_[1][0], change[1][1]))
            continue
        if open_ is not None:
            yield open_
        open_ = change
    if open_ is not None:
        yield open_


def _hunks(changes: list[_Change], length: int) -> Iterator[list[_Change]]:
    """Changes that stand so near to one another that the lines around them touch."""
    hunk: list[_Change] = []
    for change in changes:
        if hunk and change.before[0] - hunk[-1].before[1] > 2 * _AROUND:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _shown(hunk: list[_Change], one: list[str], other: list[str]) -> Iterator[str]:
    start = max(hunk[0].before[0] - _AROUND, 0)
    end = min(hunk[-1].before[1] + _AROUND, len(one))
    lead, rest = hunk[0].before[0] - start, end - hunk[-1].before[1]
    after_start, after_end = hunk[0].after[0] - lead, hunk[-1].after[1] + rest
    yield f"@@ -{_range(start, end)} +{_range(after_start, after_end)} @@\n"
    at = start
    for change in hunk:
        yield from _marked(" ", one[at : change.before[0]])
        yield from _marked("-", one[slice(*change.before)])
        yield from _marked("+", other[slice(*change.after)])
        at = change.before[1]
    yield from _marked(" ", one[at:end])


def _range(start: int, end: int) -> str:
    """Lines as a hunk's header counts them: from 1, from the line before where there are none."""
    count = end - start
    return f"{start + 1 if count else start}" + ("" if count == 1 else f",{count}")


def _marked(mark: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield (
            f"{mark}{line}"
            if line.endswith("\n")
            else f"{mark}{line}\n\\ No newline at end of file\n"
        )
