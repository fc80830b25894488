"""
A case of a commitment that comes after one that always applies.

Why: the first case that applies counts; what stands behind one without `when` and `unless` is
never promised.

Source: docs/semantics.md, "Commitments".

Fails::
    - id: share
      kind: disclosure
      recipients: [law_enforcement]
      commitments: {user_notice: [{value: before}, {value: after, when: {emergency: true}}]}
Passes::
    - id: share
      kind: disclosure
      recipients: [law_enforcement]
      commitments: {user_notice: [{value: after, when: {emergency: true}}, {value: before}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from policykit.model import Clause
from policykit.rules.rule import Hit, Subject, clause_path, rule


@rule(
    "PK203",
    severity="warning",
    help="put the case with `when` or `unless` before the one without",
    of="clause",
)
def unreachable_case(subject: Subject, clause: Clause) -> Iterator[Hit]:
    """Only a list of cases has an order."""
    for name, cases in (subject.written(clause).get("commitments") or {}).items():
        if not isinstance(cases, list):
            continue
        for index, case in enumerate(cases[:-1]):
            if not case.get("when") and not case.get("unless"):
                path = clause_path(clause, "commitments", name, index + 1)
                message = (
                    f"this case of '{name}' is never reached: the one before it always applies"
                )
                yield Hit(path, message, particulars=(name,))
                break
