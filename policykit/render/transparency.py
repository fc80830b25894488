"""Practice beside policy, for a terminal: figures by country, and their sums by version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from policykit.library.practice import COUNTS, parts, unreported
from policykit.render.json import dumped

if TYPE_CHECKING:
    from policykit.library.practice import Figure, InForce, Practice, Total
    from policykit.render.text import Style

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "requests_received": ("request received", "requests received"),
    "requests_fulfilled": ("request fulfilled", "requests fulfilled"),
    "users_affected": ("user affected", "users affected"),
}


def as_json(found: Practice) -> str:
    """`policykit.transparency/1`."""
    return dumped(found.as_json())


def as_text(found: Practice, style: Style) -> str:
    """A table a country, then the sums."""
    lines = [style.paint(f"{found.policy.title}: what {found.policy.publisher} reports", "1")]
    for one in found.reports:
        lines.append(f"  {one.policy_id} {one.number}: {one.title}, {_dated(one.data)}")
        sources: Any = one.data.get("sources", ())
        lines += [f"    from {url}" for url in dict.fromkeys(each["url"] for each in sources)]
    if not found.figures:
        lines.append("  nothing about this place")
    for place, group in groupby(found.figures, key=lambda one: one.jurisdiction):
        lines += ["", style.paint(_place(found, place), "1")]
        figures = [*group]
        rows = [
            (_period(one, figures), *_counted(one.counts), _versions(one.in_force))
            for one in figures
        ]
        lines += _table(rows, style)
        if gaps := unreported([(one.since, one.until) for one in figures]):
            listed = ", ".join(f"{since} to {until}" for since, until in gaps)
            lines.append(style.wrapped(f"no figure for {listed}", "  ", "      "))
    if found.totals:
        lines += ["", style.paint("By country and version, no day counted twice", "1")]
        totals = sorted(found.totals, key=lambda one: (one.jurisdiction or "", one.since))
        lines += _table([(_code(one), *_counted(one.counts), _total(one)) for one in totals], style)
    return "\n".join(lines) + "\n"


def _dated(data: Mapping[str, object]) -> str:
    for field, word in (("published", "published"), ("observed", "seen")):
        if data.get(field):
            return f"{word} {data[field]}"
    return f"effective {data.get('effective')}"


def _place(found: Practice, code: str | None) -> str:
    if code is None:
        return "All places together, or places not said"
    name = found.policy.header.side.atlas.phrase(code)
    return f"{name[0].upper()}{name[1:]} ({code})"


def _code(total: Total) -> str:
    return total.jurisdiction or "all"


def _period(figure: Figure, others: Sequence[Figure]) -> str:
    """The days; of a figure whose parts stand beside it, that it is of them all."""
    spans = [(one.since, one.until) for one in others if one.report == figure.report]
    whole = parts(spans, (figure.since, figure.until))
    return f"{figure.since} to {figure.until}{' (total)' if whole else ''}"


def _counted(counts: Mapping[str, int]) -> Iterator[str]:
    for name in COUNTS:
        number = counts.get(name)
        if number is None:
            yield ""
        else:
            one, many = _WORDS[name]
            yield f"{number:,} {one if number == 1 else many}".replace(",", "\N{NO-BREAK SPACE}")


def _versions(stretches: Sequence[InForce]) -> str:
    """Which versions were in force: one, or each with the day from which it was."""
    first, *rest = stretches
    said = [_number(first.version), *(f"{_number(one.version)} from {one.since}" for one in rest)]
    return "under " + ", ".join(said)


def _number(version: str | None) -> str:
    return "no version" if version is None else version


def _total(total: Total) -> str:
    numbers = " and ".join(map(_number, total.versions))
    return f"under {numbers}, {total.since} to {total.until}"


def _table(rows: Sequence[tuple[str, ...]], style: Style) -> list[str]:
    """
    Rows with aligned columns, of which one that has nothing in it is left out.

    The last column is behind the others if that fits the width, and else below them.
    """
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    beside = 2 + sum(width + 2 for width in widths if width) - 2 <= style.width
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row[:-1], widths, strict=False))
            if width
        ]
        line = "  " + "  ".join(cells)
        if beside:
            lines.append(f"{line}  {row[-1]}")
        else:
            lines += [line.rstrip(), style.wrapped(row[-1], "      ", "      ")]
    return lines
