"""What was meant by a value that is spelled in another way than the format asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policykit.document.scalars import YES_OR_NO
from policykit.model import SELECTORS
from policykit.vocabulary import vocabulary

_NUMBERED: Final = re.compile(r"v?([0-9]+)(\.[0-9]+)?(\.[0-9]+)?([-+][0-9A-Za-z.-]+)?")
_DAY: Final = re.compile(r"([0-9]{4})([-/.]?)([0-9]{1,2})\2([0-9]{1,2})")


def true_or_false(name: str, text: str) -> str:
    """
    `true` or `false`, where a condition is given a word that means it; else empty.

    NO may be Norway, unless the condition is a shipped one that takes true or false.
    """
    condition = vocabulary().conditions.get(name)
    if name in SELECTORS or (condition is not None and condition.shape != "boolean"):
        return ""
    return "" if text == "NO" and condition is None else YES_OR_NO.get(text.lower(), "")


def may_be_boolean(name: object) -> bool:
    """Whether a condition takes true or false, or is none that is known to take a list."""
    condition = vocabulary().conditions.get(str(name))
    return name not in SELECTORS and (condition is None or condition.shape == "boolean")


def respelled(text: str, pattern: str) -> str:
    """The text in the letters and with the marks that a pattern wants; empty if that is no help."""
    if "://" in text:
        return ""  # what stands where an address has a space, nobody knows
    for one in _candidates(text.strip()):
        if one and len(one) < 100 and one not in YES_OR_NO and re.search(pattern, one):
            return one
    return ""


def _candidates(text: str) -> Iterator[str]:
    words = text.lower()
    if (day := _DAY.fullmatch(words)) and (day[2] or len(words) == 8):
        yield "-".join((day[1], day[3].zfill(2), day[4].zfill(2)))
    if version := _NUMBERED.fullmatch(text):
        number, minor, patch, rest = version.groups()
        yield f"{number}{minor or '.0'}{patch or '.0'}{rest or ''}"
    yield re.sub(r"[\s-]+", "_", words)
    yield re.sub(r"[\s_]+", "-", words)
    yield text.upper()
