"""
Data that is sent abroad, and nothing says to which states.

Looked for is `destinations` of each clause of kind `transfer` (or with that operation), in the
clause or in every case of its `when`. Not seen: guarantees under Art. 16(2) and exceptions under
Art. 17, which are due only for states without adequate protection, and a disclosure that goes
abroad without saying so.

Why: Swiss law, unlike others, asks for the states by name.

Source: SR 235.1, Art. 19(4).

Fails::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    clauses:
      - {id: abroad, kind: transfer, recipients: [processor], legal_bases: [standard_contractual_clauses]}
Passes::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    clauses:
      - {id: abroad, kind: transfer, recipients: [processor], destinations: [US, SG], legal_bases: [standard_contractual_clauses]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policykit.rules.laws import notices
from policykit.rules.rule import Hit, Subject, rule


@rule(
    "PK311",
    severity="warning",
    help="name the states in `destinations`",
    of="version",
    profiles={
        "nfadp": "Federal Act on Data Protection (SR 235.1), Art. 19(4)",
    },
)
def missing_destination(subject: Subject, asked: Mapping[str, str]) -> Iterator[Hit]:
    """Each clause by itself."""
    for notice in notices(subject, asked):
        yield from notice.of_clauses(
            lambda one: one.does("transfer") and not one.named("destinations"),
            "to which states data goes",
        )
