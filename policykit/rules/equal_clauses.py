"""
Two clauses that say the same.

Why: one of them can go, and an edit to one would silently leave the other behind.

Source: docs/semantics.md, "Clause changes": splitting and merging clauses means nothing.

Fails::
    - {id: share, kind: disclosure, personal_data: [email_address, ip_address], recipients: [processor]}
    - {id: pass-on, kind: disclosure, personal_data: [ip_address, email_address], recipients: [processor]}
Passes::
    - {id: share, kind: disclosure, personal_data: [email_address], recipients: [processor]}
    - {id: pass-on, kind: disclosure, personal_data: [ip_address], recipients: [processor]}
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, Final

from policykit.model import PLACEMENT, RECORDS, Clause
from policykit.rules.rule import Hit, Subject, clause_path, rule

# `text` may differ between clauses that say the same, so it is no part of what is alike.
_SILENT: Final = frozenset(("title", "kind", "text", *PLACEMENT, *RECORDS))


@rule("PK210", severity="warning", help="drop one of the two", of="version")
def equal_clauses(subject: Subject) -> Iterator[Hit]:
    """Words count only where a clause has nothing else."""
    alike: dict[Hashable, list[Clause]] = {}
    for clause in subject.clauses:
        # Only clauses with the same fields and the same data can say the same; few have them.
        data = frozenset(clause.normal.get("personal_data") or ())
        fields = frozenset(clause.normal) - _SILENT
        alike.setdefault((clause.kind, fields, data), []).append(clause)
    seen: dict[Hashable, Clause] = {}
    for clause in (one for group in alike.values() if len(group) > 1 for one in group):
        said = {name: one for name, one in clause.normal.items() if name not in _SILENT}
        if not set(said) - {"jurisdictions"}:
            if "text" not in clause.normal:
                continue
            said["text"] = clause.normal["text"]
        key = (clause.kind, _unordered(said), _unordered(clause.overlays))
        first = seen.setdefault(key, clause)
        if first is not clause:
            line, _ = subject.document.line_column(
                subject.document.offset(clause_path(first, "id"))
            )
            message = f"'{clause.id}' says what '{first.id}' at line {line} says"
            yield Hit(clause_path(clause, "id"), message, particulars=(first.id,))


def _unordered(value: Any) -> Hashable:
    """A value with the order of keys and of terms left out; the order of cases kept."""
    if isinstance(value, Mapping):
        return frozenset((name, _unordered(one)) for name, one in value.items())
    if isinstance(value, list):
        made = [_unordered(one) for one in value]
        return frozenset(made) if all(isinstance(one, str) for one in value) else tuple(made)
    return (type(value).__name__, value)
