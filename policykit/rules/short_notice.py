"""
A new version that takes effect sooner than the one before it promises.

Why: a promise of notice is owed to those who accepted the earlier text; whoever breaks it should
know before publishing.

Source: docs/format.md, "change_notice_days" in the list of commitments.

Fails::
    versions:
      - version: 1.0.0
        published: 2025-01-01
        clauses: [{id: changes, kind: change, commitments: {change_notice_days: 30}}]
      - version: 1.1.0
        published: 2025-03-01
        effective: 2025-03-11
        clauses: [{id: changes, kind: change, commitments: {change_notice_days: 10}}]
Passes::
    versions:
      - version: 1.0.0
        published: 2025-01-01
        clauses: [{id: changes, kind: change, commitments: {change_notice_days: 30}}]
      - version: 1.1.0
        published: 2025-03-01
        effective: 2025-04-01
        clauses: [{id: changes, kind: change, commitments: {change_notice_days: 10}}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Final

from policykit.rules.rule import Checked, Hit, Path, Subject, rule

_PROMISE: Final = "change_notice_days"


@rule(
    "PK222",
    severity="warning",
    help="move `effective` back, or say in `notes` why no notice was owed",
    of="policy",
)
def short_notice(subjects: Sequence[Subject]) -> Iterator[Checked]:
    """Each version against the one before it; a promise with conditions is not counted."""
    dated = [one for one in subjects if not one.data.get("withdrawn")]
    for before, after in pairwise(dated):
        days, clause = _promised(before)
        published = after.data.get("published")
        if not days or not published:
            continue
        for path, start in _starts(after.data):
            given = (date.fromisoformat(start) - date.fromisoformat(published)).days
            if given < days:
                message = (
                    f"{given} days of notice, and '{clause}' of {before.number} promises {days}"
                )
                yield after, Hit(path, message, particulars=(str(path[-1]), before.number))


def _promised(subject: Subject) -> tuple[int, str]:
    """The longest notice that a clause promises everybody, and its id."""
    found = (0, "")
    for clause in subject.clauses:
        value: Any = clause.normal.get("commitments", {}).get(_PROMISE)
        plain = isinstance(value, Mapping) and not value.get("when") and not value.get("unless")
        if plain and isinstance(value.get("value"), int) and "jurisdictions" not in clause.normal:
            found = max(found, (value["value"], clause.id))
    return found


def _starts(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    effective = data.get("effective")
    if isinstance(effective, Mapping):
        yield from ((("effective", code), day) for code, day in effective.items())
    elif effective:
        yield ("effective",), effective
    else:
        yield ("published",), data["published"]
