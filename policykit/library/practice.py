"""
Practice beside policy: what a company reports that it did, and which version was in force.

A report counts requests by the country of the authorities that asked and by period. What the
policy allowed at the time is what the versions said that were in force there in those days; a
period in which one followed another has both, since nobody knows how it divides.

Source: docs/format.md, "figure".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple, TypeAlias

from policykit.library.content import UNDATED, codes_of
from policykit.library.errors import NoReport
from policykit.library.policy import Library, Policy, Version
from policykit.model import civil_day

COUNTS: Final = ("requests_received", "requests_fulfilled", "users_affected")
"""What figures count, in the order in which they are shown."""


Span: TypeAlias = tuple[str, str]
"""The first and the last day of a period (ISO 8601)."""


class InForce(NamedTuple):
    """
    A stretch of a period, and the version in force there in it.

    `since` and `until` are its first and its last day (ISO 8601). `version` is a number; None
    before the first one.
    """

    version: str | None
    since: str
    until: str


class Figure(NamedTuple):
    """
    Some counts of one place and one period.

    `jurisdiction` is a code (None: everywhere, or wherever the report does not say), `since` and
    `until` the first and the last day (ISO 8601), `counts` whole numbers by what they count (see
    `COUNTS`). `in_force` are the versions that were in force there in those days, in their order.
    `report` and `clause` are the report, by id, and the clause of it that has the figure.
    """

    jurisdiction: str | None
    since: str
    until: str
    counts: Mapping[str, int]
    in_force: tuple[InForce, ...]
    report: str
    clause: str


class Total(NamedTuple):
    """
    The counts of one place while some versions were in force.

    `versions` is most often one number; more are those of periods in which one followed another.
    `since` and `until` are the ends of periods that follow each other without a gap, and each of
    `counts` was reported of all of them: what was not is a total of its own. No day counts twice: a
    period that has its parts beside it is left out, and so are parts that do not make one.
    """

    jurisdiction: str | None
    versions: tuple[str | None, ...]
    since: str
    until: str
    counts: Mapping[str, int]
    report: str


class Practice(NamedTuple):
    """What is reported on a policy: the versions of the reports, and their figures by place."""

    policy: Policy
    reports: tuple[Version, ...]
    figures: tuple[Figure, ...]

    @property
    def totals(self) -> tuple[Total, ...]:
        """The figures summed up by place and by the versions in force."""
        return tuple(_totals(self.figures))

    def as_json(self) -> dict[str, object]:
        """All of it as `policykit.transparency/1`."""
        return {
            "schema": "policykit.transparency/1",
            "policy": self.policy.id,
            "reports": [
                {"policy": one.policy_id, "version": one.number, "sources": _sources(one)}
                for one in self.reports
            ],
            "figures": [
                {
                    **one._asdict(),
                    "counts": dict(one.counts),
                    "in_force": [stretch._asdict() for stretch in one.in_force],
                }
                for one in self.figures
            ],
            "totals": [
                {**one._asdict(), "versions": list(one.versions), "counts": dict(one.counts)}
                for one in self.totals
            ],
        }


def transparency(
    library: Library,
    policy: str,
    jurisdiction: str | None = None,
    *,
    on: str | date | None = None,
) -> Practice:
    """
    What the transparency reports of a library say of the practice under a policy.

    Parameters:
        library: the policies, with the reports among them.
        policy: the id of the policy.
        jurisdiction: only figures of this place, or of one that it lies in or that lies in it.
        on: the day (ISO 8601) of which the reports are taken; default: as they are last.

    Raises:
        UnknownPolicy: the library has no such policy.
        NoReport: no report says that it is on it, or none was out by that day.
        InvalidDocument: the policy, or a report on it, has errors.
        UnknownJurisdiction: the code is none.
        NoSuchDay: `on` is no day.

    """
    of = library[policy]
    day = on.isoformat() if isinstance(on, date) else on if on is None else civil_day(on)
    every = library.reports()
    reports = [
        version
        for name in every.get(policy, ())
        if (version := _latest(library[name], day)) is not None
    ]
    if not reports:
        raise NoReport(policy, day, [*every])
    figures = [one for report in reports for one in _figures(report, of)]
    if jurisdiction is not None:
        atlas = of.header.side.atlas
        atlas.members(jurisdiction, day or UNDATED)  # raises for what is no place
        figures = [
            one
            for one in figures
            if one.jurisdiction is None
            or atlas.covers(one.jurisdiction, jurisdiction, one.until)
            or atlas.covers(jurisdiction, one.jurisdiction, one.until)
        ]
    figures.sort(key=lambda one: (one.jurisdiction or "", one.until, _days(one), one.clause))
    return Practice(of, tuple(reports), tuple(figures))


def _latest(report: Policy, day: str | None) -> Version | None:
    """The version of a report that was out last, by a day."""
    out = [one for one in report.history() if day is None or (one.start() or "") <= day]
    return out[-1] if out else None


def _figures(report: Version, policy: Policy) -> Iterator[Figure]:
    for clause in report.clauses:
        if clause.kind != "figure":
            continue
        period = clause.normal["period"]
        counts = clause.normal["counts"]
        places = clause.normal.get("jurisdictions")
        codes: Sequence[str | None] = codes_of(places) if isinstance(places, list) else ()
        for place in codes or [None]:
            yield Figure(
                place,
                period["from"],
                period["until"],
                {name: counts[name] for name in COUNTS if name in counts},
                tuple(_in_force(policy, place, period["from"], period["until"])),
                report.policy_id,
                clause.id,
            )


def _in_force(policy: Policy, place: str | None, since: str, until: str) -> Iterator[InForce]:
    """The versions in force in a place from a day until another, each with its days."""
    begun: list[tuple[str, str | None]] = [(since, None)]
    for version in policy.history(place):
        start = version.start(place) or ""
        if start <= since:
            begun[0] = (since, version.number)
        elif start <= until:
            if begun[-1][0] == start:  # of two that start on one day the later counts
                begun.pop()
            begun.append((start, version.number))
    for at, (start, number) in enumerate(begun):
        end = until
        if at + 1 < len(begun):
            end = _next(begun[at + 1][0], -1)
        yield InForce(number, start, end)


def _totals(figures: Sequence[Figure]) -> Iterator[Total]:
    by_what: dict[tuple[str, str | None, str], list[Figure]] = {}
    for figure in figures:
        for name in figure.counts:
            by_what.setdefault((figure.report, figure.jurisdiction, name), []).append(figure)
    summed: dict[tuple[str, str | None, tuple[str | None, ...]], list[tuple[Figure, str]]] = {}
    for (report, place, name), found in by_what.items():
        for figure in _each_day_once(found):
            versions = tuple(one.version for one in figure.in_force)
            summed.setdefault((report, place, versions), []).append((figure, name))
    for (report, place, versions), counted in summed.items():
        runs: dict[Span, dict[str, int]] = {}
        for name in COUNTS:
            for run in _unbroken([figure for figure, of in counted if of == name]):
                span = (run[0].since, run[-1].until)
                runs.setdefault(span, {})[name] = sum(one.counts[name] for one in run)
        for (since, until), counts in sorted(runs.items()):
            yield Total(place, versions, since, until, counts, report)


def _unbroken(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Figures that follow each other without a gap: no sum speaks of days that none is about."""
    run: list[Figure] = []
    for figure in sorted(figures, key=lambda one: one.since):
        if run and figure.since != _next(run[-1].until):
            yield run
            run = []
        run.append(figure)
    if run:
        yield run


def _each_day_once(figures: Sequence[Figure]) -> Iterator[Figure]:
    """Figures of one thing that count no day twice: the parts of a period if all are there."""
    longest = sorted(figures, key=lambda one: (_days(one), one.since), reverse=True)
    kept: list[Figure] = []
    for place, figure in enumerate(longest):
        if any(one.since <= figure.until and figure.since <= one.until for one in kept):
            continue
        spans = [(one.since, one.until) for one in longest[place + 1 :]]
        if not parts(spans, (figure.since, figure.until)):
            kept.append(figure)
    yield from sorted(kept, key=lambda one: one.since)


def parts(spans: Sequence[Span], whole: Span) -> list[int]:
    """
    The periods that make a longer one: they follow each other through it without a gap.

    Parameters:
        spans: first and last days (ISO 8601). Of several that begin on a day the longest is taken,
            so that a year is its halves, and not its months; one that is the whole is no part.
        whole: those of the longer one.

    Returns:
        Their places among `spans`, in the order of their days; empty if one is missing.

    """
    begin, end = whole
    of_day: dict[str, int] = {}
    for place, (since, until) in enumerate(spans):
        if (since, until) != whole and begin <= since and until <= end:
            held = of_day.get(since)
            if held is None or spans[held][1] < until:
                of_day[since] = place
    found: list[int] = []
    day = begin
    while day <= end:
        if day not in of_day:
            return []
        found.append(of_day[day])
        day = _next(spans[found[-1]][1])
    return found


def unreported(spans: Sequence[Span]) -> list[Span]:
    """The stretches between periods (first and last days, ISO 8601) that none of them is about."""
    found: list[Span] = []
    last = ""
    for since, until in sorted(spans):
        if last and since > _next(last):
            found.append((_next(last), _next(since, -1)))
        last = max(last, until)
    return found


def _days(figure: Figure) -> int:
    since, until = (date.fromisoformat(day) for day in (figure.since, figure.until))
    return (until - since).days


def _next(day: str, by: int = 1) -> str:
    return (date.fromisoformat(day) + timedelta(days=by)).isoformat()


def _sources(report: Version) -> list[Any]:
    return [dict(one) for one in report.data.get("sources", ())]
