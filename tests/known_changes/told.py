"""The shape in which a known change is written down: all that a diff has to say of it."""

from __future__ import annotations

from typing import Any, NamedTuple

SHIPPED = "policies"

Causes = dict[str, str]
"""Why clauses are responsible: `- id` is one of the version before, `+ id` of the one after."""


class Outcome(NamedTuple):
    """A change of what may be done."""

    change: str
    direction: str
    causes: Causes
    sentence: str


class Promise(NamedTuple):
    """A commitment that moved."""

    commitment: str
    before: Any
    after: Any
    direction: str
    causes: Causes
    sentence: str
    where: str = "everywhere"


class Known(NamedTuple):
    """Two versions, and all that changed from one to the other."""

    folder: str
    policy: str
    before: str
    after: str
    verdict: str
    bump: str
    outcomes: list[Outcome]
    promises: list[Promise]
    statements: list[tuple[str, str, str]]
    clauses: list[tuple[str, str, str, list[str]]]
