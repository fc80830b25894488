"""
A policy that does not say where people can turn.

Looked for is the commitment `contact` of any clause; what it says is plain text, and any text will
do. The laws ask for more than can be seen: the contact of a data protection officer where there is
one (Art. 13(1)(b) of the Regulation, Art. 41, § 1 of the Brazilian law), and California for two or
more methods of submitting requests (one will do for a business that only operates online).

Why: whoever has a right or a question needs an address.

Source: Regulation (EU) 2016/679, Art. 13(1)(a) and 14(1)(a), the same points of the UK GDPR; Lei
13.709/2018, Art. 9, IV; Cal. Civ. Code § 1798.130(a)(5)(A), "designated methods for submitting
requests"; Digital Personal Data Protection Act 2023, s. 8(9); SR 235.1, Art. 19(2)(a).

Fails::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    without: [contact]
Passes::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    clauses:
      - {id: contact, kind: general, commitments: {contact: privacy@acme.example}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policykit.rules.laws import notices
from policykit.rules.rule import Hit, Subject, rule


@rule(
    "PK307",
    severity="warning",
    help="give an address in the commitment `contact` of a clause",
    of="version",
    profiles={
        "gdpr": "Regulation (EU) 2016/679, Art. 13(1)(a)",
        "uk-gdpr": "UK GDPR, Art. 13(1)(a)",
        "lgpd": "Lei 13.709/2018, Art. 9, IV",
        "ccpa": "Cal. Civ. Code § 1798.130(a)(5)(A)",
        "dpdp": "Digital Personal Data Protection Act 2023, s. 8(9)",
        "nfadp": "Federal Act on Data Protection (SR 235.1), Art. 19(2)(a)",
    },
)
def missing_contact(subject: Subject, asked: Mapping[str, str]) -> Iterator[Hit]:
    """Once a law."""
    for notice in notices(subject, asked):
        silent = notice.without(lambda one: one.promises("contact"))
        yield from notice.of_version(silent, "where people can turn")
