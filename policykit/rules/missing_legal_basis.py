"""
A clause that collects, uses or discloses data and names no legal basis for it.

Looked for is `legal_bases` with a term that is a ground of processing: consent, contract, legal
obligation, legitimate interest, vital interest, public task, or a policy's own. What only lets data
go abroad (an adequacy decision, standard contractual clauses) is none. Where no clause collects,
uses or discloses anything, the version itself is reported. Not seen: whether the ground fits, which
legitimate interest is pursued (point (d)), and a ground that only the text names.

Why: the law asks a notice to say on what ground each purpose rests; people have other rights
against a contract than against a legitimate interest.

Source: Regulation (EU) 2016/679, Art. 13(1)(c) and 14(1)(c); the same points of the UK GDPR.

Fails::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    clauses:
      - {id: sign-up, kind: collection, personal_data: [name, email_address], purposes: [service_provision]}
Passes::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    clauses:
      - {id: sign-up, kind: collection, personal_data: [name, email_address], purposes: [service_provision], legal_bases: [contract]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policykit.rules.laws import HANDLING, Notice, Standing, States, abroad, notices
from policykit.rules.rule import Hit, Subject, rule


@rule(
    "PK301",
    severity="warning",
    help="name the ground in `legal_bases`, such as `contract` or `consent`",
    of="version",
    profiles={
        "gdpr": "Regulation (EU) 2016/679, Art. 13(1)(c)",
        "uk-gdpr": "UK GDPR, Art. 13(1)(c)",
    },
)
def missing_legal_basis(subject: Subject, asked: Mapping[str, str]) -> Iterator[Hit]:
    """Each clause by itself."""
    for notice in notices(subject, asked):
        yield from notice.of_each(
            HANDLING, _grounded(notice), "on what legal basis data is handled"
        )


def _grounded(notice: Notice) -> States:
    def grounded(one: Standing) -> bool:
        return any(not abroad(notice, basis) for basis in one.normal.get("legal_bases", ()))

    return grounded
