"""What there is of each policy: a table for a terminal, Markdown, JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from policykit.render.json import dumped

if TYPE_CHECKING:
    from policykit.comparison.coverage import Coverage
    from policykit.render.text import Style

HEAD: Final = ("policy", "kind", "versions", "from", "to", "clauses", "structured", "how sure")


def as_json(found: Sequence[Coverage]) -> str:
    """`policykit.coverage/1`."""
    return dumped({"schema": "policykit.coverage/1", "policies": [one.as_json() for one in found]})


def as_text(found: Sequence[Coverage], style: Style) -> str:
    """A line a policy, and what they come to."""
    rows = [_row(one) for one in found]
    widths = [max(map(len, column)) for column in zip(HEAD, *rows, strict=True)]
    lines = [style.paint(_line(HEAD, widths), "1"), *(_line(row, widths) for row in rows)]
    return "\n".join([*lines, "", _all(found)]) + "\n"


def as_markdown(found: Sequence[Coverage]) -> str:
    """A table, and what it comes to."""
    rows = [HEAD, ["---"] * len(HEAD), *(_row(one) for one in found)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"{table}\n\n{_all(found)}\n"


def _row(one: Coverage) -> tuple[str, ...]:
    withdrawn = f" ({one.withdrawn} withdrawn)" if one.withdrawn else ""
    return (
        one.policy,
        one.kind.replace("_", " "),
        f"{one.versions}{withdrawn}",
        one.first or "",
        one.last or "",
        str(one.clauses),
        str(one.structured),
        ", ".join(f"{count} {name}" for name, count in one.sure.items() if count),
    )


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return "  ".join(cells).rstrip()


def _all(found: Sequence[Coverage]) -> str:
    versions = sum(one.versions for one in found)
    released = sum(one.released for one in found)
    clauses = sum(sum(one.sure.values()) for one in found)
    sure = sum(one.sure["verified"] for one in found)
    return (
        f"{_count(len(found), 'policy', 'policies')}, {_count(versions, 'version', 'versions')} "
        f"({released} released), {_count(clauses, 'clause', 'clauses')} in all of them, {sure} "
        "verified in the text itself."
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
