"""Practice beside policy, for a terminal: figures by country, and their sums by version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, Final

from policykit.library.periods import Periods, unreported
from policykit.library.practice import COUNTS, place_key
from policykit.render.json import dumped

if TYPE_CHECKING:
    from policykit.jurisdictions import Atlas
    from policykit.library.policy import Version
    from policykit.library.practice import Figure, InForce, Practice, Total
    from policykit.model import Cover
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
        lines.append(f"  {one.policy_id} {one.number}: {one.title}, {_dated(one)}")
        sources: Any = one.data.get("sources", ())
        lines += [f"    from {url}" for url in dict.fromkeys(each["url"] for each in sources)]
    if not found.figures:
        lines.append("  nothing about this place")
    atlases = {one.policy_id: one.header.side.atlas for one in found.reports}
    for places, group in groupby(found.figures, key=lambda one: one.jurisdictions):
        figures = [*group]
        wholes = _wholes(figures)
        lines += ["", style.paint(_place(places, atlases[figures[0].report]), "1")]
        rows = [
            (
                _period(one, whole=(one.report, one.clause) in wholes),
                *_counted(one.counts),
                _versions(one.in_force) + _of(one, found),
            )
            for one in figures
        ]
        lines += _table(rows, style)
        if gaps := unreported([(one.since, one.until) for one in figures]):
            listed = ", ".join(f"{since} to {until}" for since, until in gaps)
            lines.append(style.wrapped(f"no figure for {listed}", "  ", "      "))
    if found.totals:
        lines += ["", style.paint("By country and version, no day counted twice", "1")]
        lines.append("  (a user whom requests of two periods were about is counted in both)")
        totals = sorted(found.totals, key=lambda one: (place_key(one.jurisdictions), one.since))
        lines += _table(
            [
                (_codes(one.jurisdictions), *_counted(one.counts), _total(one) + _of(one, found))
                for one in totals
            ],
            style,
        )
    return "\n".join(lines) + "\n"


def _dated(report: Version) -> str:
    for field, word in (("published", "published"), ("observed", "seen")):
        if report.data.get(field):
            return f"{word} {report.data[field]}"
    return f"effective {report.start()}"


def _of(one: Figure | Total, found: Practice) -> str:
    """Which report it is from, if there are several."""
    return f", by {one.report}" if len(found.reports) > 1 else ""


def _place(places: Cover, atlas: Atlas) -> str:
    inside, outside = (
        ", ".join(atlas.phrase(str(one)) for one in some if one != "*") for some in places
    )
    if not inside and not outside:
        return "All places together, or places not said"
    name = inside or f"everywhere but {outside}"
    return f"{name[0].upper()}{name[1:]} ({_codes(places)})"


def _codes(places: Cover) -> str:
    inside, outside = (", ".join(map(str, some)) for some in places)
    return inside.replace("*", "all") + (outside and f" but {outside}")


def _period(figure: Figure, *, whole: bool) -> str:
    return f"{figure.since} to {figure.until}{' (total)' if whole else ''}"


def _wholes(figures: Sequence[Figure]) -> set[tuple[str, str]]:
    """The figures of a place, by report and clause, whose parts stand beside them in it."""
    found: set[tuple[str, str]] = set()
    for report in dict.fromkeys(one.report for one in figures):
        own = [one for one in figures if one.report == report]
        periods = Periods([(one.since, one.until) for one in own])
        found |= {(report, one.clause) for one in own if periods.parts((one.since, one.until))}
    return found


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
    if any(one.until >= other.since for one, other in pairwise(stretches)):
        return f"under {_numbers(one.version for one in stretches)}, not alike in these places"
    said = [_number(first.version), *(f"{_number(one.version)} from {one.since}" for one in rest)]
    return "under " + ", ".join(said)


def _number(version: str | None) -> str:
    return "no version" if version is None else version


def _numbers(versions: Iterable[str | None]) -> str:
    return " and ".join(dict.fromkeys(map(_number, versions)))


def _total(total: Total) -> str:
    return f"under {_numbers(total.versions)}, {total.since} to {total.until}"


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
