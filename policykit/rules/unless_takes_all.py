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

from policykit.rules.cases import exceptions, owner_path
from policykit.rules.rule import Hit, Subject, rule


@rule("PK213", severity="warning", help="narrow the exception, or drop the clause", of="version")
def unless_takes_all(subject: Subject) -> Iterator[Hit]:
    """In every place where that `unless` holds; an overlay may have one of its own."""
    for clause in subject.clauses:
        found: dict[str, bool] = {}
        for one in exceptions(subject, clause):
            found[one.owner] = found.get(one.owner, False) or one.left
        for code, anything in found.items():
            if not anything:
                where = f" in {code}" if code else ""
                message = f"the exceptions of '{clause.id}' take away all that it says{where}"
                yield Hit(owner_path(clause, code, "unless"), message)
