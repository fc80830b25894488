"""
A case of a commitment that never applies: the cases before it, or the clause itself, exclude it.

Why: the first case that applies counts. What a narrower condition promises behind a broader one, or
under a condition that the clause never meets, is promised to nobody.

Source: docs/semantics.md, "Commitments".

Fails::
    - id: share
      kind: disclosure
      recipients: [law_enforcement]
      commitments:
        user_notice: [{value: after, when: {instrument: [judicial_order]}}, {value: before, when: {instrument: [court_order]}}]
Passes::
    - id: share
      kind: disclosure
      recipients: [law_enforcement]
      commitments:
        user_notice: [{value: before, when: {instrument: [court_order]}}, {value: after, when: {instrument: [judicial_order]}}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from policykit.library.compiled import governs_scenarios
from policykit.model import Clause
from policykit.rules.cases import owner, owner_path
from policykit.rules.prose import once
from policykit.rules.regions import alone, left
from policykit.rules.rule import Hit, Subject, rule
from policykit.scenarios.diagram import Masks
from policykit.scenarios.space import Space, TooManyCases


@rule(
    "PK216",
    severity="warning",
    help="put the narrower case first, or drop it",
    of="version",
)
def case_never_applies(subject: Subject) -> Iterator[Hit]:
    """In no place where it is said; a case behind one that always applies is another rule's."""
    for clause in subject.clauses:
        names = _conditional(clause) if governs_scenarios(clause) else []
        for name, code, index in _idle(subject, clause, names) if names else ():
            path = owner_path(clause, code, "commitments", name)
            listed = isinstance(subject.document.at(path), list)
            message = f"this case of '{name}' never applies in '{clause.id}'"
            yield Hit((*path, index) if listed else path, message, particulars=(name,))


def _idle(subject: Subject, clause: Clause, names: Sequence[str]) -> Sequence[tuple[str, str, int]]:
    """The commitments, who says them, and which of their cases; worked out once a policy."""
    said = [clause.kind, clause.normal, clause.overlays, subject.data.get("jurisdictions")]
    key = ("cases", subject.atlas.like(subject.day), repr(said))
    return once(subject, key, lambda: list(_of_clause(subject, clause, names)))


def _of_clause(
    subject: Subject, clause: Clause, names: Sequence[str]
) -> Iterator[tuple[str, str, int]]:
    regions = alone(subject, clause)
    for name in names:
        reached: dict[tuple[str, int], bool] = {}
        for variant in regions.variants(clause):
            code = owner(clause, variant, "commitments", name)
            if code is None:
                continue
            cases = _listed(variant.normal["commitments"][name])
            space = regions.space
            scenarios = left(space.region(0, variant.normal, variant.places), space.impossible)
            found = _reached(space, cases, scenarios) if scenarios else None
            for index in range(len(cases)):
                applies = found is None or found[index]
                reached[code, index] = reached.get((code, index), False) or applies
        yield from ((name, code, index) for (code, index), one in reached.items() if not one)


def _conditional(clause: Clause) -> list[str]:
    """The commitments of a clause, here or by an overlay, that hold under conditions."""
    return list(
        dict.fromkeys(
            name
            for part in (clause.normal, *clause.overlays.values())
            for name, value in ((part or {}).get("commitments") or {}).items()
            if any("when" in one or "unless" in one for one in _listed(value))
        )
    )


def _listed(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _reached(
    space: Space, cases: Sequence[Mapping[str, Any]], scenarios: list[Masks]
) -> list[bool] | None:
    """Of each case, whether it applies to any of the scenarios; None past a bound."""
    remaining: list[Masks] | None = scenarios
    found: list[bool] = []
    try:
        for case in cases:
            if not case.get("when") and not case.get("unless"):
                return [*found, *[True] * (len(cases) - len(found))]
            here = space.cases(0, case, remaining or [])
            found.append(bool(here))
            remaining = left(remaining or [], here)
            if remaining is None:
                return None
    except TooManyCases:
        return None
    return found
