"""
A collection that does not say which data.

Looked for is `personal_data` of each clause that collects, with more than the one term
`personal_data`, which names no category. Where no clause collects anything, the version itself is
reported. Under Art. 14(1)(d) of the Regulation and Art. 19(3) of the Swiss act categories are due
only if data does not come from the person, which no field says; so those laws have no part in this
rule. Not seen: the categories as Cal. Civ. Code § 1798.140(v) enumerates them, and data that only
the text names.

Why: a field left out is no limit: without it the clause allows all data.

Source: Cal. Civ. Code § 1798.110(c)(1), to be disclosed as § 1798.130(a)(5)(B) says; Digital Personal
Data Protection Act 2023, s. 5(1)(i).

Fails::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    clauses:
      - {id: sign-up, kind: collection, personal_data: [personal_data], purposes: [service_provision], legal_bases: [contract]}
      - {id: keeping, kind: retention, commitments: {retention_max: P1Y}}
Passes::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    clauses:
      - {id: sign-up, kind: collection, personal_data: [email_address], purposes: [service_provision], legal_bases: [contract]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policykit.rules.laws import notices
from policykit.rules.rule import Hit, Subject, rule


@rule(
    "PK312",
    severity="warning",
    help="name the data in `personal_data`",
    of="version",
    profiles={
        "ccpa": "Cal. Civ. Code §§ 1798.110(c)(1), 1798.130(a)(5)(B)",
        "dpdp": "Digital Personal Data Protection Act 2023, s. 5(1)(i)",
    },
)
def missing_categories(subject: Subject, asked: Mapping[str, str]) -> Iterator[Hit]:
    """Each clause that collects."""
    for notice in notices(subject, asked):
        yield from notice.of_each(
            ("collection",),
            lambda one: any(term != "personal_data" for term in one.named("personal_data")),
            "which data is collected",
        )
