"""
Data that is collected, and nothing says how long it is kept.

Looked for are the commitments `retention_max` and `inactivity_deletion_after`, with a duration or
one of the words for a criterion (`while_active`, `as_needed`), or a prohibition to keep the data.
They count for the data that their clause names, for all data if it names none. Conditions of the
clause are not weighed. Not seen: a period that only the text gives, and whether a criterion is
precise enough.

Why: without an end, data is kept for ever; the law asks for the period or for the criteria that set it.

Source: Regulation (EU) 2016/679, Art. 13(2)(a) and 14(2)(a), the same points of the UK GDPR; Lei
13.709/2018, Art. 9, II (form and duration of the processing); Cal. Civ. Code § 1798.100(a)(3), for
each category, since 1 January 2023. The Indian and the Swiss act ask no notice for it (the Swiss
one only on request, Art. 25(2)(d)).

Fails::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    clauses:
      - {id: keeping, kind: retention, personal_data: [name], commitments: {retention_max: P1Y}}
Passes::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    clauses:
      - {id: keeping, kind: retention, personal_data: [name], commitments: {retention_max: P1Y}}
      - {id: mail, kind: retention, personal_data: [contact_data], commitments: {retention_max: while_active}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policykit.rules.laws import CPRA, Notice, Standing, States, notices
from policykit.rules.rule import Hit, Subject, rule


@rule(
    "PK304",
    severity="warning",
    help="add a `retention` clause with `retention_max`: a duration, or a word such as `while_active`",
    of="version",
    profiles={
        "gdpr": "Regulation (EU) 2016/679, Art. 13(2)(a)",
        "uk-gdpr": "UK GDPR, Art. 13(2)(a)",
        "lgpd": "Lei 13.709/2018, Art. 9, II",
        "ccpa": "Cal. Civ. Code § 1798.100(a)(3)",
    },
)
def missing_retention(subject: Subject, asked: Mapping[str, str]) -> Iterator[Hit]:
    """Silence once; else each clause that collects, with the data nothing is said of."""
    for notice in notices(subject, asked, CPRA):
        silent = notice.without(_kept)
        yield from notice.of_version(silent, "how long data is kept")
        found: dict[tuple[int, int], list[str]] = {}
        for one in notice.standing:
            if one.does("collection"):
                for term in one.named("personal_data") or ("",):
                    told = notice.where(_telling(notice, term))
                    lacking = one.places & ~told & ~silent
                    found.setdefault((one.clause.place, lacking), []).append(term)
        for (place, lacking), terms in found.items():
            data = ", ".join(f"'{term}'" for term in terms if term) or "all that it collects"
            yield from notice.of_clause(
                subject.clauses[place],
                lacking,
                f"how long {data} is kept",
                *terms,
                field="personal_data",
            )


def _kept(one: Standing) -> bool:
    return one.promises("retention_max", "inactivity_deletion_after") or (
        one.prohibits and one.speaks_of("retention")
    )


def _telling(notice: Notice, term: str) -> States:
    """Clauses that say how long a term's data is kept; all data if the term is empty."""

    def tells(one: Standing) -> bool:
        named = one.named("personal_data")
        covered = bool(term) and notice.covers("personal_data", named, term)
        return _kept(one) and (not named or covered or "personal_data" in named)

    return tells
