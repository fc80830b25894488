"""Foreign text that does nothing where it is shown: no control of a terminal, a line or a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_BREAKS: Final = re.compile("[\t\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]+")
_UNSEEN: Final = re.compile(
    # Controls; what turns the direction of words around, beyond any element; what is no character.
    "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def plain(text: str) -> str:
    """A text in one line; what acts and is not seen is U+FFFD."""
    return _UNSEEN.sub("\ufffd", _BREAKS.sub(" ", text))


def spans(text: str) -> Iterator[tuple[bool, str]]:
    """A message in pieces; those between backticks, which are to be typed, are True."""
    for place, piece in enumerate(_TYPED.split(text)):
        if piece:
            yield place % 2 == 1, piece


_TYPED: Final = re.compile("`([^`]+)`")
