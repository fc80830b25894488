"""Ids from headings: kebab-case, ASCII, unique, the same every time."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from policykit.importing.numbers import Number

PREAMBLES: Final = ("introduction", "preamble")
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
_NOTE: Final = re.compile(r"\[\^[^\[\]]*\]|(?<=\S)\[[0-9]{1,3}\]$|[⁰¹²³⁴-⁹]+")
"""The marks of notes; a figure that stands high is one, or no word of a name either."""
_SYLLABLES: Final = re.compile("[\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
_HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
KANA: Final = re.compile("[\u3041-\u30ff]")


def kebab(words: str, language: str = "") -> str:
    """
    Words as an id, cut between words at 60 characters; empty if there is none to be made.

    Scripts other than Latin are written in Latin letters, as anyascii does. Chinese signs in
    Japanese (`ja`) are not: how they are read there, the signs do not tell.
    """
    words = unicodedata.normalize("NFKC", _NOTE.sub("", words)).translate(_FOLDED)
    plain = unicodedata.normalize("NFKD", words)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    if not plain.isascii():
        if _HAN.search(words) and (KANA.search(words) or language.lower().startswith("ja")):
            return ""
        plain = _in_latin(words)
    name = ""
    for word in _WORD.findall(plain.lower()):
        longer = f"{name}-{word}" if name else word[:_MOST]
        if len(longer) > _MOST:
            break
        name = longer
    return name


def _in_latin(words: str) -> str:
    """Words of any script in Latin letters; what is no letter and no figure is a space."""
    from anyascii import anyascii  # only for letters that are not Latin

    found = []
    for letter in words:
        if letter.isascii():
            found.append(letter)
        elif unicodedata.category(letter)[0] not in "LMN":
            found.append(" ")
        else:
            latin = re.sub("[^A-Za-z0-9]", "", anyascii(letter))
            found.append(f" {latin} " if _SYLLABLES.match(letter) else latin)
    return "".join(found)


class Names:
    """Hands out ids, each once; `taken` are those that other clauses have or had."""

    def __init__(self, taken: set[str], language: str = "") -> None:
        self._taken = set(taken)
        self._language = language
        self._next: dict[str, int] = {}

    def new(self, number: Number, parent: str, place: int) -> str:
        """
        An id for a section that continues no clause.

        Parameters:
            number: the section's number and title.
            parent: the id of the section it stands under; empty if there is none.
            place: which section of the text it is, from 1, for a heading that makes no id.

        """
        plain = kebab(number.title, self._language)
        if not plain:
            said = unicodedata.normalize("NFKC", number.section).encode("ascii", "ignore").decode()
            figures = kebab(said) or str(place)
            plain = f"section-{figures}" if figures[0].isdecimal() else figures
        if plain in self._taken and parent:
            # The parent's id in front, without repeating the words they share.
            plain = f"{parent}-{plain}"
        name = plain
        while name in self._taken:
            self._next[plain] = self._next.get(plain, 1) + 1
            name = f"{plain}-{self._next[plain]}"
        self._taken.add(name)
        return name

    def preamble(self, *, taken: bool) -> str:
        """The id of what a text begins with; the second where a section is called as the first."""
        return self.new(Number("", PREAMBLES[taken]), "", 0)
