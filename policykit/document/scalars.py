"""
What a plain scalar means: the core schema of YAML 1.2, and nothing else.

`NO`, `on`, `2024-09-23` and `12:30` are text; `1.10` is the decimal 1.1 and `010` the number 10.

Source: https://yaml.org/spec/1.2.2/#103-core-schema
"""

from __future__ import annotations

import re
from typing import Final

LARGEST: Final = 2**53 - 1
"""The largest whole number that every reader of JSON holds exactly (RFC 8785)."""

CONSTANTS: Final[dict[str, bool | None]] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
NUMERIC_START: Final = frozenset("0123456789+-.")
WORDS: Final = frozenset(
    spelling
    for word in ("null", "true", "false", "yes", "no", "on", "off", "y", "n", "~", "")
    for spelling in (word, word.capitalize(), word.upper())
)
"""Words that some version of YAML takes for more than a text."""

YES_OR_NO: Final = {
    **dict.fromkeys(("yes", "on", "y", "true"), "true"),
    **dict.fromkeys(("no", "off", "n", "false"), "false"),
}
"""What some version of YAML takes for true or false, in lower case, and how that is written."""

ODD_START: Final = NUMERIC_START | {word[:1] for word in WORDS if word}
"""What a scalar begins with that may be such a word or a number."""

_NUMBER: Final = re.compile(
    r"(?P<int>[-+]?[0-9]+)"
    r"|0o(?P<octal>[0-7]+)"
    r"|0x(?P<hex>[0-9a-fA-F]+)"
    r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<infinite>[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))"
)


class Unrepresentable(ValueError):
    """A number that JSON cannot carry exactly; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def plain(text: str) -> str | int | float | bool | None:
    """
    The value of an unquoted scalar.

    Raises:
        Unrepresentable: a number beyond ±(2⁵³−1), or infinite, or not a number.

    """
    if text in CONSTANTS:
        return CONSTANTS[text]
    if text[0] not in NUMERIC_START:
        return text
    number = _NUMBER.fullmatch(text)
    match number.lastgroup if number else None:
        case "int":
            return _whole(text, 10)
        case "octal":
            return _whole(text[2:], 8)
        case "hex":
            return _whole(text[2:], 16)
        case "float":
            value = float(text)
            if value in (float("inf"), float("-inf")):
                raise Unrepresentable("is too large for a decimal number")
            return value
        case "infinite":
            raise Unrepresentable("is not a finite number")
        case _:
            return text


def _whole(digits: str, base: int) -> int:
    # Leading zeros are legal and may be many; a cap on the rest keeps int() linear.
    significant = digits.lstrip("+-").lstrip("0")
    if len(significant) > 54:
        raise Unrepresentable("is beyond ±9007199254740991, the largest whole number JSON carries")
    number = int(significant or "0", base)
    if number > LARGEST:
        raise Unrepresentable("is beyond ±9007199254740991, the largest whole number JSON carries")
    return -number if digits.startswith("-") else number
