"""
A redline: what was taken out of a text and what was put in, word by word.

The edits are the fewest there are: no other redline takes out and puts in fewer words. White space
goes with the word before it. Where a script writes no spaces between words (Chinese, Japanese, Thai
and their like) each character is a word, with the marks that belong to it. Words that differ only
in how Unicode spells them (é as one character or as two) are aligned with each other.

Source: docs/semantics.md, "Redline".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple, TypeAlias

Op = Literal["equal", "removed", "added"]

MOST_CELLS: Final = 20_500 * 20_500
"""
Words times words that are aligned at once; the aligner takes an eighth of a byte for each.

Longer texts are aligned paragraph by paragraph, and a paragraph that is still too long in halves,
so that the edits may be a few more than the fewest.
"""

_UNSPACED: Final = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u0f00-\u0fff"  # Tibetan
    "\u1000-\u109f"  # Myanmar
    "\u1780-\u17ff"  # Khmer
    "\u2e80-\u2fdf\u3001-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"  # Han, kana, bopomofo
    "\uf900-\ufaff\ufe30-\ufe4f\U00020000-\U0003fffd"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff9f"  # full-width signs, half-width kana
)
_SOUTH_EAST: Final = ((0x0E00, 0x10A0), (0x1780, 0x1800))
_MARKS: Final = (
    # Accents, tones and voicing marks, variants of a character, and joiners of no width.
    "\u0300-\u036f\u302a-\u302f\u3099\u309a\uff9e\uff9f\ufe00-\ufe0f\U000e0100-\U000e01ef"
    "\u200b-\u200d"
    + "".join(
        chr(code)
        for start, end in _SOUTH_EAST
        for code in range(start, end)
        if unicodedata.category(chr(code)).startswith("M")
    )
)
_WORD: Final = re.compile(rf"([{_UNSPACED}][{_MARKS}]*|[^\s{_UNSPACED}]+)(\s*)")
_SPACE: Final = re.compile(r"\s*")
_BLANK_LINE: Final = re.compile(r"\n\s*\n")

_Word: TypeAlias = tuple[str, str]
_Run: TypeAlias = tuple[int, int, int]


class Segment(NamedTuple):
    """A piece of text that stayed (`equal`), was taken out (`removed`) or was put in (`added`)."""

    op: Op
    text: str

    def as_json(self) -> dict[str, object]:
        """`{"op": …, "text": …}`."""
        return {"op": self.op, "text": self.text}


Redline: TypeAlias = tuple[Segment, ...]


def redline(before: str, after: str) -> Redline:
    """
    What was taken out of a text and what was put in.

    The texts of all segments but the added ones, one behind the other, are exactly `before`; of
    all but the removed ones exactly `after`. What is removed comes before what is added in its
    place, and two segments of one kind never touch.
    """
    if before == after:
        return (Segment("equal", before),) if before else ()
    old_space, old = _words(before)
    new_space, new = _words(after)
    made = _Made()
    made.put(old_space, new_space)
    at_old = at_new = 0
    for i, j, length in _runs(before, after, old, new):
        made.change(_text(old[at_old:i]), _text(new[at_new:j]))
        at_old, at_new = i + length, j + length
        if old[i:at_old] == new[j:at_new]:
            made.put(text := _text(old[i:at_old]), text)
        else:
            for (word, space), (other, other_space) in zip(
                old[i:at_old], new[j:at_new], strict=True
            ):
                made.put(word, other)
                made.put(space, other_space)
    made.change(_text(old[at_old:]), _text(new[at_new:]))
    return made.result()


def pieces(text: str) -> list[str]:
    """The text word by word, each with the white space behind it."""
    start, words = _words(text)
    return [part for part in (start, *(word + space for word, space in words)) if part]


def says_the_same(before: str, after: str) -> bool:
    """Whether two texts differ in nothing but white space and in how Unicode spells a character."""
    return before == after or _plain(before) == _plain(after)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


class _Made:
    """Segments as they come: changes that touch become one."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self.equal: list[str] = []
        self.removed: list[str] = []
        self.added: list[str] = []

    def put(self, old: str, new: str) -> None:
        """Two pieces that were aligned."""
        if old != new:
            self.change(old, new)
        elif old:
            self._end_of_change()
            self.equal.append(old)

    def change(self, old: str, new: str) -> None:
        """A piece that was taken out, and one that was put in."""
        if old:
            self.removed.append(old)
        if new:
            self.added.append(new)

    def _end_of_change(self) -> None:
        if self.removed or self.added:
            self._take("equal", self.equal)
            self._take("removed", self.removed)
            self._take("added", self.added)

    def _take(self, op: Op, pieces: list[str]) -> None:
        if pieces:
            self.segments.append(Segment(op, "".join(pieces)))
            pieces.clear()

    def result(self) -> Redline:
        """All of it."""
        self._end_of_change()
        self._take("equal", self.equal)
        return tuple(self.segments)


def _words(text: str) -> tuple[str, list[_Word]]:
    """The white space at the start, then each word with the white space behind it."""
    start = _SPACE.match(text)
    assert start is not None
    return start.group(), _WORD.findall(text, start.end())


def _text(words: Sequence[_Word]) -> str:
    return "".join([part for word in words for part in word])


def _runs(before: str, after: str, old: Sequence[_Word], new: Sequence[_Word]) -> Iterator[_Run]:
    """Words that stayed: (place before, place after, how many), in order."""
    numbers: dict[str, int] = {}
    normal = all(unicodedata.is_normalized("NFC", text) for text in (before, after))
    olds, news = (
        [
            numbers.setdefault(word if normal else unicodedata.normalize("NFC", word), len(numbers))
            for word, _ in side
        ]
        for side in (old, new)
    )
    if len(olds) * len(news) <= MOST_CELLS:
        return _fewest(olds, news)
    blank = all(_BLANK_LINE.search(text) for text in (before, after))
    return _by_paragraph(olds, news, _ends(old, blank=blank), _ends(new, blank=blank))


def _ends(words: Sequence[_Word], *, blank: bool) -> list[int]:
    """Where paragraphs end: at blank lines, or where there are none at the end of each line."""
    ends = [
        place
        for place, (_, space) in enumerate(words, 1)
        if (_BLANK_LINE.search(space) if blank else "\n" in space)
    ]
    return ends if ends and ends[-1] == len(words) else [*ends, len(words)]


def _by_paragraph(
    old: Sequence[int], new: Sequence[int], old_ends: Sequence[int], new_ends: Sequence[int]
) -> Iterator[_Run]:
    """Equal paragraphs are paired first, then the words between them."""
    numbers: dict[tuple[int, ...], int] = {}
    cuts = [[0, *old_ends], [0, *new_ends]]
    olds, news = (
        [numbers.setdefault(tuple(words[i:j]), len(numbers)) for i, j in pairwise(cut)]
        for words, cut in zip((old, new), cuts, strict=True)
    )
    at_old = at_new = 0
    for i, j, length in (*_in_halves(olds, news), (len(olds), len(news), 0)):
        start, other = cuts[0][i], cuts[1][j]
        for a, b, count in _in_halves(old[at_old:start], new[at_new:other]):
            yield at_old + a, at_new + b, count
        at_old, at_new = cuts[0][i + length], cuts[1][j + length]
        if length:
            yield start, other, at_old - start


def _in_halves(old: Sequence[int], new: Sequence[int]) -> Iterator[_Run]:
    """What stayed between the common start and the common end, in halves if that is too long."""
    head = 0
    most = min(len(old), len(new))
    while head < most and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < most - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    if head:
        yield 0, 0, head
    i, j, m, n = head, head, len(old) - tail, len(new) - tail
    if (m - i) * (n - j) <= MOST_CELLS:
        parts = [(i, j, _fewest(old[i:m], new[j:n]))]
    else:
        p, q = (i + m) // 2, (j + n) // 2
        parts = [(i, j, _in_halves(old[i:p], new[j:q])), (p, q, _in_halves(old[p:m], new[q:n]))]
    for a, b, found in parts:
        yield from ((a + one, b + other, count) for one, other, count in found)
    if tail:
        yield m, n, tail


def _fewest(old: Sequence[int], new: Sequence[int]) -> Iterator[_Run]:
    """What stays if as little as possible is taken out and put in."""
    from rapidfuzz.distance import Indel  # only where texts changed

    for one in Indel.opcodes(old, new):
        if one.tag == "equal":
            yield one.src_start, one.dest_start, one.src_end - one.src_start
