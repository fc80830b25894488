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

from collections.abc import Hashable, Iterator
from typing import Final

from policykit.model import OPERATIONS, PLACEMENT, RECORDS, Clause
from policykit.overlays.sameness import said, unordered
from policykit.rules.rule import Hit, Subject, clause_path, rule

# `text` may differ between clauses that say the same, so it is no part of what is alike.
_SILENT: Final = frozenset(("title", "kind", "text", *PLACEMENT, *RECORDS))
# These may be written out or left out, and say the same.
_LOOSE: Final = _SILENT | {"effect", "otherwise", "operations"}


@rule("PK210", severity="warning", help="drop one of the two", of="version")
def equal_clauses(subject: Subject) -> Iterator[Hit]:
    """Words count only where a clause has nothing else."""
    known = subject.vocabulary.commitments
    alike: dict[Hashable, list[Clause]] = {}
    for clause in subject.clauses:
        # Only clauses with the same fields and the same data can say the same; few have them.
        effect = clause.normal.get("effect", "permitted")
        data = frozenset(clause.normal.get("personal_data") or ())
        fields = frozenset(clause.normal) - _LOOSE
        alike.setdefault((clause.kind, effect, fields, data), []).append(clause)
    seen: dict[Hashable, Clause] = {}
    for clause in (
        # By id, so that it is the same finding whichever of the two stands first.
        one
        for group in alike.values()
        if len(group) > 1
        for one in sorted(group, key=lambda clause: clause.id)
    ):
        spoken = {name: one for name, one in clause.normal.items() if name not in _SILENT}
        if not set(spoken) - {"jurisdictions"}:
            if "text" in clause.normal:
                spoken["text"] = clause.normal["text"]
            elif clause.kind not in OPERATIONS and not clause.overlays:
                continue
        key = (
            clause.kind,
            said({**spoken, "kind": clause.kind}, known),
            unordered(clause.overlays),
        )
        first = seen.setdefault(key, clause)
        if first is not clause:
            line, _ = subject.document.line_column(
                subject.document.offset(clause_path(first, "id"))
            )
            message = f"'{clause.id}' says what '{first.id}' at line {line} says"
            yield Hit(clause_path(clause, "id"), message, particulars=(first.id,))
