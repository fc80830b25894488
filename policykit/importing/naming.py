"""Ids from headings: kebab-case, ASCII, unique, the same every time."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from policykit.importing.numbers import Number

PREAMBLE: Final = "introduction"
_MOST: Final = 60
# Letters that do not come apart into a letter and its mark.
_FOLDED: Final = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l",
        "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i",
        "&": " and ", "'": "", "’": "", "‘": "", "ʼ": "",
    }
)  # fmt: skip
_WORD: Final = re.compile(r"[a-z0-9]+")


def kebab(words: str) -> str:
    """Words as an id, cut between words at 60 characters; empty if none is written in Latin."""
    plain = unicodedata.normalize("NFKD", words.translate(_FOLDED))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    name = ""
    for word in _WORD.findall(plain.lower()):
        longer = f"{name}-{word}" if name else word[:_MOST]
        if len(longer) > _MOST:
            break
        name = longer
    return name


class Names:
    """Hands out ids, each once; `taken` are those that other clauses have or had."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def new(self, number: Number, parent: str, place: int) -> str:
        """
        An id for a section that continues no clause.

        Parameters:
            number: the section's number and title.
            parent: the id of the section it stands under; empty if there is none.
            place: which section of the text it is, from 1, for a heading without Latin letters.

        """
        plain = kebab(number.title)
        if not plain:
            plain = f"section-{kebab(number.section) or place}"
        if plain in self._taken and parent:
            # The parent's id in front, without repeating the words they share.
            plain = f"{parent}-{plain}"
        name = plain
        while name in self._taken:
            self._next[plain] = self._next.get(plain, 1) + 1
            name = f"{plain}-{self._next[plain]}"
        self._taken.add(name)
        return name

    def preamble(self) -> str:
        """The id of what stands before the first heading."""
        return self.new(Number("", PREAMBLE), "", 0)
