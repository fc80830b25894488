"""
An `unless` that takes away everything the clause says.

Why: the clause then says nothing, whatever it seems to say.

Source: docs/semantics.md, "Outcome": within one clause, `unless` takes scenarios away.

Fails::
    - id: share
      kind: disclosure
      personal_data: [email_address]
      recipients: [processor]
      unless: [{personal_data: [contact_data]}]
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


@rule("PK213", severity="warning", help="narrow the exception, or drop the clause", of="version")
def unless_takes_all(subject: Subject) -> Iterator[Hit]:
    """In every place where the clause stands."""
    for clause in subject.clauses:
        found = exceptions(subject).get(clause.place)
        if found and not any(one.left for one in found):
            message = f"the exceptions of '{clause.id}' take away all that it says"
            yield Hit(clause_path(clause, "unless"), message)
