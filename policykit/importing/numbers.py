"""
The number that a heading carries: `8.3. Law enforcement` is section 8.3.

A number is certain if it has a dot inside (`8.3`), or a mark behind it (`8.`, `8)`, `8:`), or a
word or sign before it (`Article 5`, `§ 5`). A bare figure, a Roman numeral and a letter are
numbers only where another heading carries the one before or after: `1 Data`, `2 Cookies`, but
`7 days to change your mind` alone is a title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_WORDED: Final = re.compile(
    r"((?:§+|(?:section|article|clause|part|chapter|annex|appendix|schedule|artikel|abschnitt)\b)"
    r"\.?\s*(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[IVXLC]{1,7}|[A-Z])\b)\s*[.):–—-]*\s*(.*)",
    re.I | re.S,
)
_DOTTED: Final = re.compile(
    r"([0-9]{1,3}(?:\.[0-9]{1,3})+(?:\.?[a-z])?)(?:[.):]|\s*[–—-]\s)?(?![0-9A-Za-z%])\s*(.*)", re.S
)
_MARKED: Final = re.compile(r"\(?([0-9]{1,3}[a-z]?)(?:[.):]|\s+[–—-])(?:\s+(.*))?", re.S)
_BARE: Final = re.compile(r"([0-9]{1,3})\s+(.+)", re.S)
_LETTERED: Final = re.compile(r"\(?([IVXLC]{1,7}|[A-Za-z])[.):]\s+(.+)", re.S)
_ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


class Number(NamedTuple):
    """A section's number as it stands, and the rest of the heading."""

    section: str
    title: str


def leading(heading: str) -> Number | None:
    """The number a heading certainly carries."""
    for form in (_WORDED, _DOTTED, _MARKED):
        found = form.fullmatch(heading)
        if found is not None:
            return Number(" ".join(found.group(1).split()), (found.group(2) or "").strip())
    return None


def depth(section: str) -> int:
    """How deep a number is: 1 for `8`, 2 for `8.3`."""
    return 1 + section.count(".")


def numbered(headings: Sequence[str]) -> list[Number]:
    """Number and title of each heading of a document; the number is empty where there is none."""
    certain = [leading(heading) for heading in headings]
    possible = [
        {} if sure is not None else _possible(heading)
        for heading, sure in zip(headings, certain, strict=True)
    ]
    seen = {key for one in possible for key in one}
    found = []
    for heading, sure, candidates in zip(headings, certain, possible, strict=True):
        number = sure
        if number is None:
            for (form, value), candidate in candidates.items():
                if (form, value - 1) in seen or (form, value + 1) in seen:
                    number = candidate
                    break
        found.append(number or Number("", heading))
    return found


def _possible(heading: str) -> dict[tuple[str, int], Number]:
    """The numbers a heading may carry, by form and value."""
    bare = _BARE.fullmatch(heading)
    if bare is not None:
        return {("figure", int(bare.group(1))): Number(bare.group(1), bare.group(2))}
    lettered = _LETTERED.fullmatch(heading)
    if lettered is None:
        return {}
    mark, title = lettered.groups()
    found = {}
    if set(mark) <= set(_ROMAN):
        found["roman", _roman(mark)] = Number(mark, title)
    if len(mark) == 1:
        found["capital" if mark.isupper() else "letter", ord(mark)] = Number(mark, title)
    return found


def _roman(numeral: str) -> int:
    values = [_ROMAN[letter] for letter in numeral]
    return sum(
        -value if any(later > value for later in values[place + 1 :]) else value
        for place, value in enumerate(values)
    )
