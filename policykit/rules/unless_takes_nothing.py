"""
An `unless` that takes nothing away.

Why: the reader is told of an exception that there is not; what is meant is often said elsewhere in
the clause in other words.

Source: docs/semantics.md, "Outcome": within one clause, `unless` takes scenarios away.

Fails::
    - id: share
      kind: disclosure
      personal_data: [email_address]
      recipients: [processor]
      unless: [{personal_data: [ip_address]}]
Passes::
    - id: share
      kind: disclosure
      personal_data: [contact_data]
      recipients: [processor]
      unless: [{personal_data: [email_address]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from policykit.rules.cases import exceptions, idle, map_path, owner_path
from policykit.rules.rule import Hit, Subject, rule


@rule(
    "PK214", severity="warning", help="drop the exception, or name what it is about", of="version"
)
def unless_takes_nothing(subject: Subject) -> Iterator[Hit]:
    """In no place where it holds; one that the others cover takes nothing either."""
    for clause in subject.clauses:
        for code, counts in idle(exceptions(subject, clause)).items():
            for index in counts:
                path = map_path(subject, owner_path(clause, code, "unless"), index)
                yield Hit(path, f"this exception takes nothing away from '{clause.id}'")
