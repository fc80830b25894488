"""
A requirement that a prohibition contradicts.

Why: the controller must and must not do one thing. The comparison takes the prohibition to be
stronger, and the reader cannot know which of the two is meant.

Source: docs/semantics.md, "Outcome".

Fails::
    - {id: report, kind: disclosure, effect: required, personal_data: [email_address], recipients: [police]}
    - {id: never, kind: disclosure, effect: prohibited, recipients: [public_authority]}
Passes::
    - {id: report, kind: disclosure, effect: required, personal_data: [email_address], recipients: [police]}
    - {id: never, kind: disclosure, effect: prohibited, otherwise: true, recipients: [public_authority]}
"""

from __future__ import annotations

from collections.abc import Iterator

from policykit.rules.regions import Regions, against, left
from policykit.rules.rule import Hit, Subject, clause_path, rule
from policykit.scenarios.outcomes import PROHIBITED, REQUIRED


@rule(
    "PK212",
    severity="error",
    help="say `otherwise: true` on the prohibition, or take the requirement out with `unless`",
    of="version",
)
def contradicted_requirement(subject: Subject) -> Iterator[Hit]:
    """One hit a pair of clauses."""
    met = against(subject, "required")
    if not met:
        return
    regions = Regions(subject, met)
    for clause, others, _ in met:
        boxes = regions.covering(clause, REQUIRED)
        for other in others if boxes else ():
            found = regions.covering(other, PROHIBITED)
            remaining = left(boxes, found) if found else None
            if remaining is not None and remaining != boxes:
                how = "all" if not remaining else "part"
                message = f"'{clause.id}' requires what '{other.id}' prohibits, {how} of it"
                yield Hit(clause_path(clause, "id"), message, particulars=(other.id,))
