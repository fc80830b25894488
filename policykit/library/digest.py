"""
Digests: SHA-256 over the canonical JSON of a value.

Source: RFC 8785 (JSON Canonicalization Scheme): keys sorted by their UTF-16 code units, no blanks,
numbers as ECMAScript writes them. The standard library's encoder gives the same bytes for what
documents hold, but for numbers with a fraction and keys outside the Basic Multilingual Plane.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

_ENCODER: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
)
_FRACTION: Final = re.compile(r"[:,\[]-?(?:[0-9]+[.eE]|NaN|Infinity)")
"""What a number with a fraction within JSON looks like; so may a part of a text."""


def digest(value: Any) -> str:
    """The digest of plain data, `sha256:` and 64 hex digits."""
    return f"sha256:{hashlib.sha256(canonical(value)).hexdigest()}"


def canonical(value: Any) -> bytes:
    """
    The canonical JSON of plain data, in UTF-8.

    Raises:
        ValueError: a number that is not finite.

    """
    text = _ENCODER.encode(value)
    seems = _FRACTION.search(text) is not None or type(value) is float
    # Beyond the Basic Multilingual Plane a character takes two units of UTF-16.
    beyond = not text.isascii() and len(text.encode("utf-16-le")) > 2 * len(text)
    if beyond or (seems and _fractions(value)):
        text = "".join(_parts(value))
    return text.encode()


def _fractions(value: Any) -> bool:
    """Whether there is a number with a fraction anywhere."""
    stack = [value]
    while stack:
        one = stack.pop()
        kind = type(one)
        if kind is dict:
            stack += one.values()
        elif kind is list:
            stack += one
        elif kind is float:
            return True
    return False


def _parts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        ordered = sorted(value, key=lambda key: key.encode("utf-16-be"))
        for place, key in enumerate(ordered):
            yield "," if place else "{"
            yield f"{_ENCODER.encode(key)}:"
            yield from _parts(value[key])
        yield "}" if value else "{}"
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield "," if place else "["
            yield from _parts(one)
        yield "]" if value else "[]"
    elif isinstance(value, float):
        yield _number(value)
    else:
        yield _ENCODER.encode(value)


def _number(value: float) -> str:
    """A number as ECMAScript's `Number::toString` writes it (ECMA-262, 6.1.6.1.20)."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is no number of JSON")
    if value == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    assert isinstance(exponent, int)
    text = "".join(map(str, digits))
    point = len(text) + exponent
    if len(text) <= point <= 21:
        shown = text + "0" * exponent
    elif 0 < point <= 21:
        shown = f"{text[:point]}.{text[point:]}"
    elif -6 < point <= 0:
        shown = f"0.{'0' * -point}{text}"
    else:
        power = f"e{'+' if point > 0 else '-'}{abs(point - 1)}"
        shown = f"{text[0]}{'.' + text[1:] if len(text) > 1 else ''}{power}"
    return f"-{shown}" if sign else shown
