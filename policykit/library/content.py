"""What a policy.yaml and a version file say, once they are free of errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

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


UNDATED: Final = "9999-12-31"
"""The day as of which groups are read for a draft without a date: after all that is known."""


def start_day(data: Mapping[str, Any]) -> str:
    """The day (ISO 8601) as of which a version's groups of places are read: its start."""
    return first_date(data) or UNDATED


def earliest_start(data: Mapping[str, Any]) -> str:
    """The first day on which a version may be in force anywhere."""
    effective = data.get("effective")
    if not isinstance(effective, dict):
        return start_day(data)
    elsewhere = data.get("published") or data.get("observed")
    days = [*effective.values()]
    if "default" not in effective and elsewhere:
        days.append(elsewhere)
    return str(min(days))


def all_places(clauses: Sequence[Clause], of_version: Any, place_fields: Sequence[str]) -> set[str]:
    """Every jurisdiction that a version's clauses name anywhere."""
    found: set[str] = set(codes_of(of_version))
    fields = ("destinations", *place_fields)
    for clause in clauses:
        found |= set(codes_of(clause.normal.get("jurisdictions"))) | set(clause.overlays)
        for normal in (clause.normal, *clause.overlays.values()):
            if normal is not None:
                found |= named_places(normal, fields)
    return found


def codes_of(value: Any) -> Sequence[str]:
    """The codes in a `jurisdictions` field: a list, `{except: […]}`, or nothing."""
    if isinstance(value, dict):
        value = value.get("except")
    return value if isinstance(value, list) else ()
