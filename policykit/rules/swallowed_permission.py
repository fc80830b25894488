"""
A permission that prohibitions swallow whole.

Why: the reader is told of a disclosure that can never happen.

Source: docs/semantics.md, "Outcome": a prohibition is stronger than a permission.

Fails::
    - {id: share, kind: disclosure, personal_data: [email_address], recipients: [advertiser]}
    - {id: never, kind: disclosure, effect: prohibited, personal_data: [contact_data], recipients: [third_party]}
Passes::
    - {id: share, kind: disclosure, personal_data: [email_address], recipients: [processor]}
    - {id: never, kind: disclosure, effect: prohibited, personal_data: [contact_data], recipients: [advertiser]}
    - {id: unused, kind: use, effect: prohibited, personal_data: [email_address]}
"""

from __future__ import annotations

from collections.abc import Iterator

from policykit.rules.regions import Regions, against, escapes, left
from policykit.rules.rule import Hit, Subject, clause_path, rule
from policykit.scenarios.outcomes import PERMITTED, PROHIBITED


@rule(
    "PK211",
    severity="warning",
    help="drop the clause, or carve it out of the prohibition with `unless`",
    of="version",
)
def swallowed_permission(subject: Subject) -> Iterator[Hit]:
    """All variants of a clause together; where it covers nothing at all, another rule speaks."""
    met = [one for one in against(subject, "permitted") if not escapes(subject, one)]
    if not met:
        return
    regions = Regions(subject, met)
    for clause, others, _ in met:
        boxes = regions.covering(clause, PERMITTED)
        over = [
            (other, found) for other in others if (found := regions.covering(other, PROHIBITED))
        ]
        if not boxes or not over:
            continue
        if left(boxes, [box for _, found in over for box in found]) == []:
            names = [f"'{other.id}'" for other, found in over if left(boxes, found) != boxes]
            verb = "prohibits" if len(names) == 1 else "prohibit"
            message = f"'{clause.id}' permits nothing: {' and '.join(names)} {verb} all of it"
            yield Hit(clause_path(clause, "id"), message)
