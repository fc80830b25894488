"""
A clause that says nothing: no text, and nothing that a reader or the comparison could use.

Why: a section without words is most often one that was never filled in. A `general` clause with a
title that other clauses follow is taken for their heading.

Source: docs/format.md, "text".

Fails::
    - {id: intro, kind: general, title: Introduction}
Passes::
    - {id: intro, kind: general, title: Introduction}
    - {id: who, kind: general, title: Who we are, text: "We are Acme."}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policykit.model import OPERATIONS, PLACEMENT, RECORDS, Clause
from policykit.rules.rule import Hit, Subject, clause_path, rule

_SILENT: Final = frozenset(
    ("id", "kind", "title", "jurisdictions", "overlays", *PLACEMENT, *RECORDS)
)


@rule("PK202", severity="warning", help="write its `text`, or drop the clause", of="clause")
def empty_clause(subject: Subject, clause: Clause) -> Iterator[Hit]:
    """A processing rule without fields speaks of everything; other clauses need something."""
    written = subject.written(clause)
    heading = clause.kind == "general" and clause.title and clause is not subject.clauses[-1]
    if (
        clause.kind not in OPERATIONS
        and not heading
        and not clause.overlays
        and _SILENT.issuperset(written)
    ):
        yield Hit(clause_path(clause), f"'{clause.id}' says nothing")
