"""
A policy that does not say who decides why and how data is processed.

Looked for is the commitment `controller` of any clause. The `publisher` of policy.yaml does not
count: it says who publishes the document. Not seen: a representative of a controller from
elsewhere (Art. 27 of the Regulation, Art. 14 of the Swiss act), which is due "where applicable" and
has a commitment of its own, `representative`.

Why: whoever has a right needs somebody to turn to.

Source: Regulation (EU) 2016/679, Art. 13(1)(a) and 14(1)(a), the same points of the UK GDPR; Lei
13.709/2018, Art. 9, III; SR 235.1, Art. 19(2)(a).

Fails::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    without: [who-we-are]
Passes::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    clauses:
      - {id: who-we-are, kind: general, commitments: {controller: "Acme Ltd, 1 Example Street, Dublin"}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policykit.rules.laws import notices
from policykit.rules.rule import Hit, Subject, rule


@rule(
    "PK306",
    severity="warning",
    help="name the company in the commitment `controller` of a clause",
    of="version",
    profiles={
        "gdpr": "Regulation (EU) 2016/679, Art. 13(1)(a)",
        "uk-gdpr": "UK GDPR, Art. 13(1)(a)",
        "lgpd": "Lei 13.709/2018, Art. 9, III",
        "nfadp": "Federal Act on Data Protection (SR 235.1), Art. 19(2)(a)",
    },
)
def missing_controller(subject: Subject, asked: Mapping[str, str]) -> Iterator[Hit]:
    """Once a law."""
    for notice in notices(subject, asked):
        silent = notice.without(lambda one: one.promises("controller"))
        yield from notice.of_version(silent, "who the controller is")
