"""What an HTML table's rows are, where its cells go over several rows or columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

_FRAME: Final = frozenset(("table", "thead", "tbody", "tfoot", "tr", "colgroup", "col"))
_WIDEST: Final = 20
"""Columns that one cell is taken to go over; more are written to mean all of them."""
_MOST: Final = 200
"""In a table with more columns no cell is taken to go over several."""


class Cell(NamedTuple):
    """A cell's words, and how many columns and rows it goes over."""

    words: str
    columns: int
    rows: int


def spans(cell: Any, rows: int) -> tuple[int, int]:
    """Over how many columns and rows a cell goes, in a table of so many rows."""
    high = _count(cell.get("rowspan"))
    return max(1, min(_WIDEST, _count(cell.get("colspan")))), min(high, rows) or rows


def _count(said: str | None) -> int:
    said = (said or "1").strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else 1


def in_columns(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """
    The words of each row, each in its column.

    Those of a cell over several rows or columns stand once, in the first; the others are empty.
    """
    if any(sum(cell.columns for cell in row) > _MOST for row in rows):
        return [[cell.words for cell in row] for row in rows]
    taken: dict[int, int] = {}
    found = []
    for row in rows:
        line: list[str] = []
        width = 0
        for cell in row:
            _skip(line, taken)
            width = len(line) + 1
            for column in range(len(line), len(line) + cell.columns):
                line.append("" if column >= width else cell.words)
                taken[column] = max(taken.get(column, 0), cell.rows) - 1
        taken |= {at: left - 1 for at, left in taken.items() if at >= len(line) and left}
        found.append(line[:width])
    return found


def _skip(line: list[str], taken: dict[int, int]) -> None:
    """Leave the columns empty that cells of the rows above go down into."""
    while taken.get(len(line), 0):
        taken[len(line)] -= 1
        line.append("")


def words_outside_cells(table: Any) -> bool:
    """Whether words stand between a table's rows or cells, where a broken page has them."""
    for one in table.iter(*_FRAME):
        if (one.text or "").strip():
            return True
        for child in one:
            inside = (
                child.tag in _FRAME
                or (one.tag == "tr" and child.tag in ("td", "th"))
                or (one is table and child.tag == "caption")
            )
            if (child.tail or "").strip() or (not inside and "".join(child.itertext()).strip()):
                return True
    return False
