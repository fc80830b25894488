"""
Figures that contradict each other: one period counted twice, or parts that are not their sum.

Why: a total that its parts do not make is a typing error in one of them, and whoever reads the
report cannot tell which.

Two figures are compared if they are of the same places. Periods that follow each other without a
gap and fill a longer one are its parts. Of users the whole may be less than its parts together,
since a user whom two requests were about is one user.

Source: docs/format.md, "period", "counts".

Fails::
    policy: {kind: transparency_report, reports_on: acme/terms}
    clauses:
      - {id: q1, kind: figure, jurisdictions: [FR], period: {from: 2024-01-01, until: 2024-03-31}, counts: {requests_fulfilled: 4}}
      - {id: q2, kind: figure, jurisdictions: [FR], period: {from: 2024-04-01, until: 2024-06-30}, counts: {requests_fulfilled: 6}}
      - {id: half, kind: figure, jurisdictions: [FR], period: {from: 2024-01-01, until: 2024-06-30}, counts: {requests_fulfilled: 12}}
Passes::
    policy: {kind: transparency_report, reports_on: acme/terms}
    clauses:
      - {id: q1, kind: figure, jurisdictions: [FR], period: {from: 2024-01-01, until: 2024-03-31}, counts: {requests_fulfilled: 4}}
      - {id: q2, kind: figure, jurisdictions: [FR], period: {from: 2024-04-01, until: 2024-06-30}, counts: {requests_fulfilled: 6}}
      - {id: half, kind: figure, jurisdictions: [FR], period: {from: 2024-01-01, until: 2024-06-30}, counts: {requests_fulfilled: 10}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from policykit.library.content import codes_of
from policykit.library.periods import Periods, Span, length
from policykit.model import Clause
from policykit.records import NamedTuple
from policykit.rules.rule import Hit, Subject, clause_path, rule


class _Figure(NamedTuple):
    """One count of one clause: the first and the last day it is about, and how many."""

    span: Span
    number: int
    clause: Clause


@rule("PK218", severity="warning", help="mend the one that is wrong", of="version")
def figures_add_up(subject: Subject) -> Iterator[Hit]:
    """Counts by place and by what they count, the longest periods last."""
    by_what: dict[tuple[Any, ...], list[_Figure]] = {}
    for clause in subject.clauses:
        if clause.kind == "figure":
            places = clause.normal.get("jurisdictions")
            where = (isinstance(places, Mapping), tuple(sorted(codes_of(places))))
            period = clause.normal["period"]
            span = (period["from"], period["until"])
            for name, count in clause.normal["counts"].items():
                by_what.setdefault((where, name), []).append(_Figure(span, count, clause))
    for (_, name), figures in by_what.items():
        figures.sort(key=lambda one: (length(one.span), one.span))
        periods = Periods(one.span for one in figures)
        first: dict[Span, _Figure] = {}
        for figure in figures:
            if first.setdefault(figure.span, figure) is figure:
                made_of = [first[one] for one in periods.parts(figure.span)]
                yield from _against(made_of, figure, name)
            else:
                yield _again(first[figure.span], figure, name)


def _again(before: _Figure, figure: _Figure, name: str) -> Hit:
    other = before.clause.id
    message = f"'{figure.clause.id}' has {name} of the places and days of '{other}'"
    path = clause_path(figure.clause, "counts", name)
    return Hit(path, message, "leave one of the two", particulars=(other, name))


def _against(made_of: Sequence[_Figure], figure: _Figure, name: str) -> Iterator[Hit]:
    total = sum(one.number for one in made_of)
    least = max((one.number for one in made_of), default=0) if name == "users_affected" else total
    if made_of and not least <= figure.number <= total:
        ids = tuple(one.clause.id for one in made_of)
        message = f"{name} is {figure.number}, and its parts ({', '.join(ids)}) make {total}"
        path = clause_path(figure.clause, "counts", name)
        yield Hit(path, message, particulars=(*ids, name))
