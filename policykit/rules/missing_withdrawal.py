"""
Handling of data that rests on consent, and nothing says that consent can be withdrawn.

Looked for, where a clause names `consent` among its `legal_bases`, is the right
`withdraw_consent`, or `revocable: true` of that very clause. Not seen: consent that only the text
speaks of, and whether withdrawal is as easy as giving it.

Why: consent that cannot be taken back is none; the law asks a notice to say that it can.

Source: Regulation (EU) 2016/679, Art. 13(2)(c) and 14(2)(d), Art. 13(2)(c) of the UK GDPR. What the
laws of Brazil and India ask is part of PK305.

Fails::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    without: [withdrawal]
Passes::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    without: [withdrawal]
    clauses:
      - {id: statistics, kind: use, personal_data: [usage_data], purposes: [analytics], legal_bases: [consent], commitments: {revocable: true}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policykit.rules.laws import Notice, Standing, States, notices
from policykit.rules.rule import Hit, Subject, rule


@rule(
    "PK309",
    severity="warning",
    help="add `withdraw_consent` to a clause of kind `right`",
    of="version",
    profiles={
        "gdpr": "Regulation (EU) 2016/679, Art. 13(2)(c)",
        "uk-gdpr": "UK GDPR, Art. 13(2)(c)",
    },
)
def missing_withdrawal(subject: Subject, asked: Mapping[str, str]) -> Iterator[Hit]:
    """Each clause that rests on consent."""
    for notice in notices(subject, asked):
        yield from notice.of_clauses(
            _bound(notice),
            "the right to withdraw the consent it rests on",
            within=notice.without(notice.grants("withdraw_consent")),
            field="legal_bases",
        )


def _bound(notice: Notice) -> States:
    def bound(one: Standing) -> bool:
        bases = one.normal.get("legal_bases", ())
        consent = any(notice.covers("legal_bases", ("consent",), basis) for basis in bases)
        return consent and not one.prohibits and not one.promises("revocable")

    return bound
