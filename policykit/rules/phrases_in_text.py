"""
Phrases looked up in a text word by word: whole words, the longest first, from left to right.

A phrase inside a longer one of the table is not found on its own: not `Ireland` in `Northern
Ireland`, not `email addresses` in `recovery email addresses`. Line breaks and runs of spaces do not
count. The work grows with the text; each of its words is looked up once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final, TypeAlias

from policykit.records import NamedTuple

_TOKEN: Final = re.compile(r"\w+|[^\w\s]")
_Words: TypeAlias = tuple[str, ...]


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
        self._meanings: dict[_Words, frozenset[str]] = {}
        self._by_first: dict[str, list[_Words]] = {}
        self._alone: set[str] = set()
        self._pairs: set[_Words] = set()
        self._add(phrases)

    def extended(self, phrases: Iterable[tuple[str, str]]) -> Phrases:
        """The table with more phrases; this one stays as it is."""
        made = Phrases((), fold=self._fold)
        made._meanings = dict(self._meanings)
        made._by_first = dict(self._by_first)
        made._alone = set(self._alone)
        made._pairs = set(self._pairs)
        made._add(phrases)
        return made

    def _add(self, phrases: Iterable[tuple[str, str]]) -> None:
        new: dict[str, set[_Words]] = {}
        for phrase, meaning in phrases:
            words = tuple(self._words(phrase))
            if not words:
                continue
            before = self._meanings.get(words)
            if before is None:
                new.setdefault(words[0], set()).add(words)
                before = frozenset()
            self._meanings[words] = before | {meaning} if meaning else before
            if meaning:
                if len(words) == 1:
                    self._alone.add(words[0])
                else:
                    self._pairs.add(words[:2])
        for first, added in new.items():
            every = [*self._by_first.get(first, ()), *added]
            self._by_first[first] = sorted(every, key=len, reverse=True)

    def _words(self, text: str) -> list[str]:
        if text.replace(" ", "").isalnum():  # as most phrases are
            return (text.casefold() if self._fold else text).split()
        words = _TOKEN.findall(text.replace("’", "'"))
        return " ".join(words).casefold().split(" ") if self._fold and words else words

    def holds(self, text: str) -> bool:
        """Whether a phrase of the table is in a text."""
        return bool(self.found(text))

    def found(self, text: str) -> list[Found]:
        """The phrases in a text, in its order; `first` and `last` count its `tokens`."""
        words = self._words(text)
        # Most texts hold none, which their words, one by one and two by two, tell at once.
        if self._alone.isdisjoint(words) and self._pairs.isdisjoint(pairwise(words)):
            return []
        places: list[tuple[int, int, frozenset[str]]] = []
        place = 0
        while place < len(words):
            for phrase in self._by_first.get(words[place], ()):
                last = place + len(phrase)
                if tuple(words[place:last]) == phrase:
                    if self._meanings[phrase]:
                        places.append((place, last, self._meanings[phrase]))
                    place = last
                    break
            else:
                place += 1
        of_text = tokens(text) if places else []
        return [
            Found(first, last, _said(text, of_text[first], of_text[last - 1]), meanings)
            for first, last, meanings in places
        ]


def _said(text: str, first: Token, last: Token) -> str:
    return " ".join(text[first.start : last.end].split())
