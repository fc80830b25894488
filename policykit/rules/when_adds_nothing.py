"""
A map of a `when` that lets nothing in: it never holds, or another of the maps covers it.

Why: one of several maps suffices, so that a narrower one beside a broader one says nothing more,
and the reader takes it for a condition. One that never holds is most often a slip.

Source: docs/format.md, "when" of a clause; docs/semantics.md, "Scenario".

Fails::
    - id: share
      kind: disclosure
      recipients: [law_enforcement]
      when: [{instrument: [court_order]}, {instrument: [judicial_order]}]
Passes::
    - id: share
      kind: disclosure
      recipients: [law_enforcement]
      when: [{instrument: [court_order]}, {emergency: true}]
"""

from __future__ import annotations

from collections.abc import Iterator

from policykit.model import SELECTORS, Clause
from policykit.rules.cases import admissions, idle, map_path, owner_path
from policykit.rules.rule import Hit, Subject, rule


@rule("PK215", severity="warning", help="drop it, or say what it lets in besides", of="version")
def when_adds_nothing(subject: Subject) -> Iterator[Hit]:
    """In no place where it is said; an overlay may have a `when` of its own."""
    for clause in subject.clauses:
        if not _may_be_idle(subject, clause):
            continue
        for code, counts in idle(admissions(subject, clause)).items():
            for index in counts:
                path = map_path(subject, owner_path(clause, code, "when"), index)
                message = f"this condition lets nothing into '{clause.id}' that is not in already"
                yield Hit(path, message)


def _may_be_idle(subject: Subject, clause: Clause) -> bool:
    """
    Whether any `when` of a clause could be.

    A single map is idle only if it contradicts the clause's own selectors, or names all that an
    impossible combination does.
    """
    for part in (clause.normal, *clause.overlays.values()):
        maps = (part or {}).get("when") or ()
        if len(maps) > 1:
            return True
        for named in maps:
            if not named.keys().isdisjoint(SELECTORS):
                return True
            for combination in subject.vocabulary.impossible:
                if combination.when.keys() <= named.keys():
                    return True
    return False
