"""
A source without the day it was read, or a commit that fixes what was read.

Why: a page changes; without a date nobody can check what the clause was written from.

Source: docs/format.md, "sources".

Fails::
    - {id: intro, kind: general, text: Who we are., sources: [{url: "https://example.com/privacy"}]}
Passes::
    - {id: intro, kind: general, text: Who we are., sources: [{url: "https://example.com/privacy", retrieved: 2025-01-01}]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from policykit.rules.rule import Hit, Path, Subject, clause_path, rule


@rule(
    "PK206", severity="warning", help="say when it was read: `retrieved: YYYY-MM-DD`", of="version"
)
def undated_source(subject: Subject) -> Iterator[Hit]:
    """The version's own sources and those of its clauses."""
    yield from _sources((), subject.data.get("sources") or ())
    for clause in subject.clauses:
        yield from _sources(clause_path(clause), clause.normal.get("sources") or ())


def _sources(path: Path, sources: Sequence[Mapping[str, Any]]) -> Iterator[Hit]:
    for index, source in enumerate(sources):
        if "retrieved" not in source and "commit" not in source:
            name = source.get("url", source.get("path", ""))
            message = "the source has neither a day nor a commit"
            yield Hit((*path, "sources", index), message, particulars=(str(name),))
