"""
A policy that does not say that people may complain to the authority.

Looked for is the right `complaint_to_authority` in a clause of kind `right`. Not seen: which
authority is named and how it is reached, and the complaint to the controller itself, which the
United Kingdom added on 19 June 2026 (Data Protection Act 2018, s. 164A).

Why: a right against the controller is worth what can be done when it does not answer.

Source: Regulation (EU) 2016/679, Art. 13(2)(d) and 14(2)(e), Art. 13(2)(d) of the UK GDPR; Lei
13.709/2018, Art. 9, VII with Art. 18, § 1; Digital Personal Data Protection Act 2023, s. 5(1)(iii)
(to the Data Protection Board). The Californian and the Swiss act ask no notice for it.

Fails::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    without: [complaint]
Passes::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    clauses:
      - {id: complaint, kind: right, rights: [complaint_to_authority]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policykit.rules.laws import notices
from policykit.rules.rule import Hit, Subject, rule


@rule(
    "PK308",
    severity="warning",
    help="add `complaint_to_authority` to a clause of kind `right`",
    of="version",
    profiles={
        "gdpr": "Regulation (EU) 2016/679, Art. 13(2)(d)",
        "uk-gdpr": "UK GDPR, Art. 13(2)(d)",
        "lgpd": "Lei 13.709/2018, Art. 9, VII and 18, § 1",
        "dpdp": "Digital Personal Data Protection Act 2023, s. 5(1)(iii)",
    },
)
def missing_complaint(subject: Subject, asked: Mapping[str, str]) -> Iterator[Hit]:
    """Once a law."""
    for notice in notices(subject, asked):
        silent = notice.without(notice.grants("complaint_to_authority"))
        yield from notice.of_version(silent, "the right to complain to the authority")
