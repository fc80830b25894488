"""
Phrases looked up in a text word by word: whole words, the longest first, from left to right.

A phrase inside a longer one of the table is not found on its own: not `Ireland` in `Northern
Ireland`, not `email addresses` in `recovery email addresses`. Line breaks and runs of spaces do not
count. The work grows with the text; each of its words is looked up once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(r"\w+|[^\w\s]")


class Token(NamedTuple):
    """A word or a mark, and where it stands."""

    word: str
    start: int
    end: int


class Found(NamedTuple):
    """A phrase in a text: its tokens (the last is outside), its words, and what it stands for."""

    first: int
    last: int
    words: str
    meanings: frozenset[str]


def tokens(text: str) -> list[Token]:
    """The words and marks of a text."""
    text = text.replace("’", "'")
    return [Token(one.group(), one.start(), one.end()) for one in _TOKEN.finditer(text)]


class Phrases:
    """
    A table of phrases, each with what it stands for (ids).

    One that stands for nothing hides the shorter ones inside it. With `fold` capitals do not count.
    """

    def __init__(self, phrases: Iterable[tuple[str, str]], *, fold: bool) -> None:
        self._fold = fold
        meanings: dict[tuple[str, ...], set[str]] = {}
        for phrase, meaning in phrases:
            words = self._words(phrase)
            if words:
                found = meanings.setdefault(words, set())
                if meaning:
                    found.add(meaning)
        self._by_first: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
        for words in sorted(meanings, key=len, reverse=True):
            entry = (words, frozenset(meanings[words]))
            self._by_first.setdefault(words[0], []).append(entry)

    def _words(self, text: str) -> tuple[str, ...]:
        return tuple(self._key(one.word) for one in tokens(text))

    def _key(self, word: str) -> str:
        return word.casefold() if self._fold else word

    def holds(self, text: str) -> bool:
        """Whether a phrase of the table is in a text."""
        return next(self.found(text, tokens(text)), None) is not None

    def found(self, text: str, of_text: list[Token]) -> Iterator[Found]:
        """The phrases in a text with these tokens."""
        words = [self._key(one.word) for one in of_text]
        place = 0
        while place < len(words):
            for phrase, meanings in self._by_first.get(words[place], ()):
                last = place + len(phrase)
                if tuple(words[place:last]) == phrase:
                    said = text[of_text[place].start : of_text[last - 1].end]
                    if meanings:
                        yield Found(place, last, " ".join(said.split()), meanings)
                    place = last
                    break
            else:
                place += 1
