"""
Practice beside policy: what a company reports that it did, and which version was in force.

A report counts requests by the country of the authorities that asked and by period. What the
policy allowed at the time is what the versions said that were in force there in those days; a
period in which one followed another has both, since nobody knows how it divides. So has a figure
of several places, of which nobody knows how much is about which.

Source: docs/format.md, "figure".
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from policykit.jurisdictions import atlas
from policykit.library.content import UNDATED, codes_of
from policykit.library.errors import NoReport
from policykit.library.periods import Periods, Span, day_of, length, number_of
from policykit.library.policy import Library, Policy, Version
from policykit.model import EVERYWHERE, Cover, civil_day

COUNTS: Final = ("requests_received", "requests_fulfilled", "users_affected")
"""What figures count, in the order in which they are shown."""


class InForce(NamedTuple):
    """
    A stretch of a period, and the version in force there in it.

    `since` and `until` are its first and its last day (ISO 8601). `version` is a number; None
    before the first one. Of several places each has its own.
    """

    version: str | None
    since: str
    until: str


class Figure(NamedTuple):
    """
    Some counts of a place, or of several together, in one period.

    `jurisdictions` are most often one code (`*`: everywhere, or wherever the report does not say),
    `since` and `until` the first and the last day (ISO 8601), `counts` whole numbers by what they
    count (see `COUNTS`). `in_force` are the versions that were in force there in those days, in
    their order. `report` and `clause` are the report, by id, and the clause of it that has the
    figure.
    """

    jurisdictions: Cover
    since: str
    until: str
    counts: Mapping[str, int]
    in_force: tuple[InForce, ...]
    report: str
    clause: str


class Total(NamedTuple):
    """
    The counts of one place, or of several that are counted together, under some versions.

    `versions` is most often one number; more are those of periods in which one followed another.
    `since` and `until` are the ends of periods that follow each other without a gap, and each of
    `counts` was reported of all of them: what was not is a total of its own. No day counts twice: a
    period that has its parts beside it is left out, and so are parts that do not make one.
    """

    jurisdictions: Cover
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
                    "jurisdictions": one.jurisdictions.as_json(),
                    "counts": dict(one.counts),
                    "in_force": [stretch._asdict() for stretch in one.in_force],
                }
                for one in self.figures
            ],
            "totals": [
                {
                    **one._asdict(),
                    "jurisdictions": one.jurisdictions.as_json(),
                    "versions": list(one.versions),
                    "counts": dict(one.counts),
                }
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
    beginnings = _Beginnings(of)
    figures = [one for report in reports for one in _figures(report, beginnings)]
    if jurisdiction is not None:
        figures = [*_about(figures, jurisdiction, of, reports, day or UNDATED)]
    figures.sort(key=lambda one: (place_key(one.jurisdictions), one.until, _days(one), one.clause))
    return Practice(of, tuple(reports), tuple(figures))


def place_key(places: Cover) -> tuple[bool, str, str]:
    """The order of places: everywhere, everywhere but somewhere, and then by code."""
    inside, outside = (",".join(map(str, one)) for one in places)
    return (places.terms != EVERYWHERE.terms, inside, outside)


def _latest(report: Policy, day: str | None) -> Version | None:
    """The version of a report that was out last, by a day."""
    out = [one for one in report.history() if day is None or (one.start() or "") <= day]
    return out[-1] if out else None


def _about(
    figures: Iterable[Figure], asked: str, policy: Policy, reports: Sequence[Version], day: str
) -> Iterator[Figure]:
    """Figures of a place, of one that it lies in, or of one that lies in it."""
    atlases = {one.policy_id: one.header.side.atlas for one in reports}
    own = policy.header.side.atlas
    knows = next((one for one in (own, *atlases.values()) if asked in one), own)
    knows.members(asked, day)  # raises for what is no place
    for figure in figures:
        there = knows.members(asked, figure.until)
        around = atlases[figure.report]
        inside, outside = (
            [around.members(str(one), figure.until) for one in some if one != "*"]
            for some in figure.jurisdictions
        )
        if inside:
            near = any(_lies(there, one) or _lies(one, there) for one in inside)
        else:
            near = not _lies(there, frozenset[str]().union(*outside))
        if near:
            yield figure


def _lies(inner: frozenset[str], outer: frozenset[str]) -> bool:
    """Whether countries and subdivisions lie in others, as `Atlas.covers` says of codes."""
    lineage = atlas().lineage
    return bool(inner) and not any(outer.isdisjoint(lineage(one)) for one in inner)


def _figures(report: Version, beginnings: _Beginnings) -> Iterator[Figure]:
    around = report.header.side.atlas
    for clause in report.clauses:
        if clause.kind != "figure":
            continue
        period = clause.normal["period"]
        counts = clause.normal["counts"]
        since, until = period["from"], period["until"]
        # A version may say where all its clauses are about.
        places = clause.normal.get("jurisdictions", report.data.get("jurisdictions"))
        codes = tuple(sorted(codes_of(places)))
        inside: list[str | None] = []
        named = isinstance(places, list)
        for place in codes if named else ():
            # Of a group of the report's own the policy knows nothing.
            inside += sorted(around.members(place, until)) if place in around.own else [place]
        yield Figure(
            Cover(codes) if named else Cover(EVERYWHERE.terms, codes),
            since,
            until,
            {name: counts[name] for name in COUNTS if name in counts},
            _in_force([beginnings[one] for one in inside or [None]], since, until),
            report.policy_id,
            clause.id,
        )


class _Beginnings(dict[str | None, list[tuple[str, str]]]):
    """When versions of a policy start in a place, in their order, and their numbers."""

    def __init__(self, policy: Policy) -> None:
        super().__init__()
        self.policy = policy

    def __missing__(self, place: str | None) -> list[tuple[str, str]]:
        found = self[place] = [
            (version.start(place) or "", version.number) for version in self.policy.history(place)
        ]
        return found


def _in_force(
    places: Iterable[Sequence[tuple[str, str]]], since: str, until: str
) -> tuple[InForce, ...]:
    """The versions in force in some places from a day until another, each with its days."""
    found = {one for starts in places for one in _stretches(starts, since, until)}
    return tuple(sorted(found, key=lambda one: (one.since, one.until, one.version or "")))


def _stretches(starts: Sequence[tuple[str, str]], since: str, until: str) -> Iterator[InForce]:
    begun: list[tuple[str, str | None]] = [(since, None)]
    for start, number in starts:
        if start <= since:
            begun[0] = (since, number)
        elif start <= until:
            if begun[-1][0] == start:  # of two that start on one day the later counts
                begun.pop()
            begun.append((start, number))
    for at, (begin, version) in enumerate(begun):
        end = until
        if at + 1 < len(begun):
            end = day_of(number_of(begun[at + 1][0]) - 1)
        yield InForce(version, begin, end)


def _totals(figures: Sequence[Figure]) -> Iterator[Total]:
    by_what: dict[tuple[str, Cover, str], list[Figure]] = {}
    for figure in figures:
        for name in figure.counts:
            by_what.setdefault((figure.report, figure.jurisdictions, name), []).append(figure)
    summed: dict[tuple[str, Cover, tuple[str | None, ...]], list[tuple[Figure, str]]] = {}
    for (report, places, name), found in by_what.items():
        for figure in _each_day_once(found):
            versions = tuple(dict.fromkeys(one.version for one in figure.in_force))
            summed.setdefault((report, places, versions), []).append((figure, name))
    for (report, places, versions), counted in summed.items():
        runs: dict[Span, dict[str, int]] = {}
        for name in COUNTS:
            for run in _unbroken([figure for figure, of in counted if of == name]):
                span = (run[0].since, run[-1].until)
                runs.setdefault(span, {})[name] = sum(one.counts[name] for one in run)
        for (since, until), counts in sorted(runs.items()):
            yield Total(places, versions, since, until, counts, report)


def _unbroken(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Figures that follow each other without a gap: no sum speaks of days that none is about."""
    run: list[Figure] = []
    for figure in sorted(figures, key=lambda one: one.since):
        if run and number_of(figure.since) != number_of(run[-1].until) + 1:
            yield run
            run = []
        run.append(figure)
    if run:
        yield run


def _each_day_once(figures: Sequence[Figure]) -> list[Figure]:
    """Figures of one thing that count no day twice: the parts of a period if all are there."""
    by_span: dict[Span, Figure] = {}
    for figure in figures:
        by_span.setdefault((figure.since, figure.until), figure)
    periods = Periods(by_span)
    kept: list[Span] = []  # in the order of their days
    for span in sorted(by_span, key=lambda span: (-length(span), span)):
        at = bisect_left(kept, span)
        free = at == 0 or kept[at - 1][1] < span[0]
        if not free or (at < len(kept) and kept[at][0] <= span[1]):
            continue
        whole = [span]
        while whole:
            period = whole.pop()
            made_of = periods.parts(period)
            whole += made_of
            if not made_of:
                insort(kept, period)
    return [by_span[one] for one in kept]


def _days(figure: Figure) -> int:
    return length((figure.since, figure.until))


def _sources(report: Version) -> list[Any]:
    return [dict(one) for one in report.data.get("sources", ())]
