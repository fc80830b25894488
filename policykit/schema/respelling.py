"""What was meant by a value that is spelled in another way than the format asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from policykit.document import Document
from policykit.document.removal import replacement
from policykit.document.scalars import YES_OR_NO
from policykit.findings import Edit
from policykit.jurisdictions import atlas
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


def as_list(text: Any) -> str:
    """Words that stand in one text as a list in brackets; empty where they are not single words."""
    items = [one.strip() for one in _BETWEEN.split(text.strip())] if isinstance(text, str) else []
    single = items and all(map(_WORD.fullmatch, items))
    return f"[{', '.join(items)}]" if single else ""


def in_a_list(text: Any, path: Sequence[str | int]) -> str:
    """How to mend a value that should be a list; empty of one that is no text."""
    if not isinstance(text, str) or not text.strip():
        return ""
    listed = as_list(text)
    if not listed and is_place(path) and (meant := atlas().meant(text.strip())):
        listed = f"[{meant[0]}]"
    return f"write a list: {listed or '[…]'}"


_BETWEEN: Final = re.compile(r" *[,;\n]+(?: *and\b)? *| +(?:and|or|&|\+) +")
_WORD: Final = re.compile(r"[\w-]+")


def in_small_scheme(address: str) -> str:
    """An address with its scheme in small letters."""
    scheme, sign, rest = address.partition("://")
    return f"{scheme.lower()}{sign}{rest}"


def respelling(
    document: Document, path: Sequence[str | int], choices: Sequence[str]
) -> Edit | None:
    """The edit that writes the first of some choices, where case and marks alone are otherwise."""
    value = document.at(path)
    if not choices or not isinstance(value, str):
        return None
    same = re.sub(r"[\s-]+", "_", value.strip().lower()) == choices[0]
    return replacement(document, path, choices[0]) if same else None


def is_place(path: Sequence[str | int]) -> bool:
    """Whether a path leads to a code of a place, or to a map of which the names are such."""
    named = [step for step in path if isinstance(step, str)]
    field = named[-1] if named else ""
    if field == "members":
        return "groups" in named
    condition = vocabulary().conditions.get(field)
    return field in _OF_PLACES or (condition is not None and condition.shape == "jurisdictions")


_OF_PLACES: Final = ("jurisdictions", "destinations", "except", "overlays", "effective")


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
