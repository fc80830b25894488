"""
Digests: SHA-256 over the canonical JSON of a value.

Source: RFC 8785 (JSON Canonicalization Scheme): keys sorted by their UTF-16 code units, no blanks,
numbers as ECMAScript writes them. orjson gives the same bytes for what documents hold, but for
numbers with a fraction and keys outside the Basic Multilingual Plane.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, Final

_ENCODER: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
)
_FRACTION: Final = re.compile(rb"[:,\[]-?[0-9]+[.eE]")
_BEYOND: Final = re.compile(rb"[\xf0-\xf4]")
"""What UTF-8 begins a character beyond the Basic Multilingual Plane with."""


def digest(value: Any) -> str:
    """The digest of plain data, `sha256:` and 64 hex digits."""
    import hashlib  # not before there is something to digest

    return f"sha256:{hashlib.sha256(canonical(value)).hexdigest()}"


def canonical(value: Any) -> bytes:
    """
    The canonical JSON of plain data, in UTF-8.

    Raises:
        ValueError: a number that is not finite.

    """
    try:
        import orjson  # which takes as long to load as a small policy to read

        made = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # nested too deeply, or a whole number past 64 bits
        made = b""
    if not made or _odd(value, made):
        return "".join(_parts(value)).encode()
    return made


def _odd(value: Any, made: bytes) -> bool:
    """Whether a value may hold what the encoder writes in another way than RFC 8785 does."""
    if not made.isascii() and _BEYOND.search(made) is not None:
        return True
    # What looks like a number with a fraction may be a part of a text; and what is no number is
    # written as null.
    seems = _FRACTION.search(made) is not None or b"null" in made or type(value) is float
    return seems and _fractions(value)


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
    from decimal import Decimal  # hardly a document has a fraction

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
