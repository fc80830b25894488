"""Each change of meaning as a finding, where its cause stands: for reports that go by lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policykit.findings import Finding
from policykit.library.digest import digest
from policykit.library.policy import Version
from policykit.validation.numbering import Step, change_key


def meaning_findings(step: Step) -> Iterator[Finding]:
    """
    One finding for each change, at the clause of the later version that causes it.

    Where that clause is gone, at the nearest one before it that is left.
    """
    found = step.diff
    if found is None:
        return
    key = change_key(step.before, step.after)
    document = step.after.content.document
    places = {clause.id: clause.place for clause in step.after.clauses}
    changes: tuple[Any, ...] = (
        *found.disclosures,
        *found.processing,
        *found.commitments,
        *found.rights,
        *found.statements,
    )
    for change in changes:
        names = _clauses(change)
        place = next((places[name] for name in names[1] if name in places), None)
        gone = ""
        if place is None and names[0]:
            place = _nearest(step.before, names[0][0], places)
            gone = f" (it was in '{names[0][0]}' of {step.before.number})"
        path = ("clauses",) if place is None else ("clauses", place)
        yield document.finding(
            "PK411",
            path,
            change.sentence + gone,
            f"`policykit explain PK411`; it needs a {step.bump} version, {step.required}",
            of_key=place is None,
            particulars=(*key, digest(change.as_json())),
        )


def _clauses(change: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The clauses responsible for a change, before and after."""
    clauses = getattr(change, "clauses", None)
    if clauses is not None:
        return tuple(clauses.before), tuple(clauses.after)
    return (change.id,), (change.id,)


def _nearest(before: Version, name: str, places: dict[str, int]) -> int | None:
    """The last clause before one that is gone which the later version still has."""
    found = None
    for clause in before.clauses:
        if clause.id == name:
            break
        found = places.get(clause.id, found)
    return found
