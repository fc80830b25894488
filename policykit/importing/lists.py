"""The numbers of an HTML list's items, as a page shows them: texts refer to (b) by its letter."""

from __future__ import annotations

import re
from typing import Any, Final

_INTEGER: Final = re.compile(r"\s*([+-]?[0-9]{1,5})(?![0-9])")
_STYLE: Final = re.compile(
    r"list-style(?:-type)?\s*:[^;]*\b(lower|upper)-(alpha|latin|roman)\b", re.I
)
_STYLED: Final = {
    ("lower", "alpha"): "a",
    ("lower", "latin"): "a",
    ("lower", "roman"): "i",
    ("upper", "alpha"): "A",
    ("upper", "latin"): "A",
    ("upper", "roman"): "I",
}
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class Numbering:
    """The state of one `<ol>`: its kind of numbers, the next one, and which way they go."""

    def __init__(self, element: Any) -> None:
        self._form = _form(element)
        down = element.get("reversed") is not None
        self._step = -1 if down else 1
        first = _integer(element.get("start"))
        if first is None:
            first = sum(one.tag == "li" for one in element) if down else 1
        self._next = first

    def mark(self, item: Any) -> str:
        """What the next item begins with; its own `value` and `type` go first."""
        own = _integer(item.get("value"))
        number = self._next if own is None else own
        self._next = number + self._step
        return f"{_written(number, _form(item) or self._form)}. "


def _integer(said: str | None) -> int | None:
    found = _INTEGER.match(said or "")
    return int(found.group(1)) if found is not None else None


def _form(element: Any) -> str:
    """The kind of numbers an element asks for: `a`, `A`, `i`, `I`, `1`; empty if it does not."""
    styled = _STYLE.search((element.get("style") or "")[:2000])
    if styled is not None:
        return _STYLED[styled.group(1).lower(), styled.group(2).lower()]
    kind = (element.get("type") or "").strip()
    return kind if kind in ("a", "A", "i", "I", "1") else ""


def _written(number: int, form: str) -> str:
    """A number in letters or as a Roman one, where it can be written so."""
    written = ""
    if form in ("a", "A"):
        while number > 0:
            number, letter = divmod(number - 1, 26)
            written = chr(ord("a") + letter) + written
    elif form in ("i", "I") and 0 < number < 4000:
        for value, letters in _ROMAN:
            written += letters * (number // value)
            number %= value
    if not written:
        return str(number)
    return written.upper() if form in ("A", "I") else written
