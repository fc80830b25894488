"""
A permission that names nothing: no data, nobody, no purpose, no condition and no place.

Why: a field left out does not constrain, so that the clause permits anything to be done with any
data, anywhere; most often its fields were never filled in. Whoever means it names the broadest
terms, or ignores this with a reason.

Asked are processing rules that permit or require. What takes something away or promises something
(`unless`, overlays, commitments) counts as said, and so do the jurisdictions of the version; legal
bases do not, for they are no part of a scenario.

Source: docs/semantics.md, "Scenario": a field left out does not constrain.

Fails::
    - {id: disclosure, kind: disclosure, title: Disclosure, text: We may disclose data.}
Passes::
    - {id: disclosure, kind: disclosure, title: Disclosure, recipients: [processor], text: We may disclose data.}
    - {id: never, kind: disclosure, effect: prohibited, otherwise: true, text: We disclose nothing else.}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policykit.model import OPERATIONS, SELECTORS, Clause
from policykit.rules.rule import Hit, Subject, clause_path, rule

_NAMING: Final = frozenset(
    ("when", "unless", "jurisdictions", "overlays", "commitments", *SELECTORS)
)


@rule(
    "PK217",
    severity="warning",
    help="name the data, the recipients or purposes, a condition or a place that it is about",
    of="clause",
)
def names_nothing(subject: Subject, clause: Clause) -> Iterator[Hit]:
    """Permissions and requirements; a prohibition of everything is a promise."""
    written = subject.written(clause)
    if (
        clause.kind in OPERATIONS
        and written.get("effect") != "prohibited"
        and _NAMING.isdisjoint(written)
        and "jurisdictions" not in subject.data
    ):
        verb = "requires" if written.get("effect") == "required" else "permits"
        message = f"'{clause.id}' {verb} the {clause.kind} of any data, whatever the case"
        yield Hit(clause_path(clause), message)
