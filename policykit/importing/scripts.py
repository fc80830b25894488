"""
Superscripts and subscripts in signs that are high or low by themselves: `10⁶`, `30¹ days`, `CO₂`.

So no number is glued to the one before it, and nothing is guessed: whether `¹` is the mark of a
note or a power, a reader of the page has to see as well.
"""

from __future__ import annotations

import re
from typing import Final

_HIGH: Final = str.maketrans(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyz",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ",
)
_LOW: Final = str.maketrans(
    "0123456789+-−=()aeoxhklmnpstijruv", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ"
)
_SIGNS: Final = {"TM": "™", "SM": "℠"}
_WORDS: Final = re.compile(r"[^\W\d_]{2,}")


def raised(words: str, before: str) -> str:
    """What stands high, to be put behind a character (empty at a beginning)."""
    if words in _SIGNS and before.strip():
        return _SIGNS[words]
    return _shown(words, before, _HIGH, "^")


def lowered(words: str, before: str) -> str:
    """What stands low, to be put behind a character (empty at a beginning)."""
    return _shown(words, before, _LOW, "_")


def _shown(words: str, before: str, letters: dict[int, int], sign: str) -> str:
    alone = not before.strip()
    if not _WORDS.search(words):
        shown = words.translate(letters)
        if all(old != new for old, new in zip(words, shown, strict=True) if old.isalnum()):
            return shown
    elif before.isdecimal() and words.isalpha():
        return words  # 1st, 2nd, 1er
    if alone or not words[0].isalnum():
        return words
    return f"{sign}({words})" if " " in words else f"{sign}{words}"
