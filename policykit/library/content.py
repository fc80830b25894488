"""What a policy.yaml and a version file say, once they are free of errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from policykit.document import Document
from policykit.model import Clause
from policykit.scenarios.coordinates import Side
from policykit.scenarios.space import named_places


class Header(NamedTuple):
    """What does not change between the versions of a policy: its policy.yaml."""

    id: str
    kind: str
    title: str
    publisher: str
    url: str
    languages: tuple[str, ...]
    side: Side
    document: Document


class Content(NamedTuple):
    """A version file that is free of errors: its data, and its clauses in normal form."""

    document: Document
    data: Mapping[str, Any]
    number: str
    clauses: tuple[Clause, ...]


def first_date(data: Mapping[str, Any]) -> str:
    """When a version starts where nothing says otherwise; empty if it has no date."""
    effective = data.get("effective")
    if isinstance(effective, dict):
        effective = effective.get("default", min(effective.values()))
    return str(effective or data.get("published") or data.get("observed") or "")


def all_places(clauses: Sequence[Clause], of_version: Any, place_fields: Sequence[str]) -> set[str]:
    """Every jurisdiction that a version's clauses name anywhere."""
    found: set[str] = set(_codes(of_version))
    fields = ("destinations", *place_fields)
    for clause in clauses:
        found |= set(_codes(clause.normal.get("jurisdictions"))) | set(clause.overlays)
        for normal in (clause.normal, *clause.overlays.values()):
            if normal is not None:
                found |= named_places(normal, fields)
    return found


def _codes(value: Any) -> Sequence[str]:
    if isinstance(value, dict):
        value = value.get("except")
    return value if isinstance(value, list) else ()
