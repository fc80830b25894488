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
from typing import Final

from policykit.model import SELECTORS, Clause
from policykit.rules.regions import Regions, against, escapes, left
from policykit.rules.rule import Hit, Path, Subject, clause_path, rule
from policykit.scenarios.diagram import Masks
from policykit.scenarios.outcomes import PERMITTED, PROHIBITED


@rule(
    "PK211",
    severity="warning",
    help="drop the clause, or carve it out of the prohibition with `unless`",
    of="version",
)
def swallowed_permission(subject: Subject) -> Iterator[Hit]:
    """A clause as a whole, else what an overlay lets it permit; empty ones are another rule's."""
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
        holes = [box for _, found in over for box in found]
        if left(boxes, holes) == []:
            yield _hit(clause_path(clause, "id"), f"'{clause.id}'", boxes, over)
            continue
        for code, patch in clause.overlays.items():
            here = regions.within(boxes, code) if patch and not _SCENARIOS.isdisjoint(patch) else []
            if here and left(here, holes) == []:
                path = clause_path(clause, "overlays", code)
                yield _hit(path, f"'{clause.id}' in {code}", here, over, of_key=True)


_SCENARIOS: Final = frozenset(("effect", "when", "unless", "operations", *SELECTORS))
"""Fields by which an overlay says what is permitted."""


def _hit(
    path: Path,
    what: str,
    boxes: list[Masks],
    over: list[tuple[Clause, list[Masks]]],
    *,
    of_key: bool = False,
) -> Hit:
    names = [f"'{other.id}'" for other, found in over if left(boxes, found) != boxes]
    verb = "prohibits" if len(names) == 1 else "prohibit"
    message = f"{what} permits nothing: {' and '.join(names)} {verb} all of it"
    return Hit(path, message, of_key=of_key)
