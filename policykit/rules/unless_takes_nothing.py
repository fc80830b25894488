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

from policykit.rules.regions import exceptions
from policykit.rules.rule import Hit, Subject, clause_path, rule


@rule(
    "PK214", severity="warning", help="drop the exception, or name what it is about", of="version"
)
def unless_takes_nothing(subject: Subject) -> Iterator[Hit]:
    """In no place where the clause stands; one that an earlier one covers takes nothing either."""
    for clause in subject.clauses:
        own = clause.normal.get("unless") or ()
        every = exceptions(subject).get(clause.place, ())
        found = [one for one in every if one.normal.get("unless") == own]
        for index in range(len(own) if found else 0):
            if not any(one.takes[index] for one in found):
                written = subject.written(clause)["unless"]
                place = (index,) if isinstance(written, list) else ()
                path = clause_path(clause, "unless", *place)
                yield Hit(path, f"this exception takes nothing away from '{clause.id}'")
