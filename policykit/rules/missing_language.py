"""
A text that is missing in a language that the policy says it is written in.

Why: who reads that language is shown a clause without words.

Source: docs/format.md, "languages" of policy.yaml and "text" of a clause.

Fails::
    policy: {languages: [en, de]}
    clauses:
      - {id: intro, kind: general, text: {en: Who we are.}}
Passes::
    policy: {languages: [en, de]}
    clauses:
      - {id: intro, kind: general, text: {en: Who we are., de: Wer wir sind.}}
"""

from __future__ import annotations

from collections.abc import Iterator

from policykit.model import Clause
from policykit.rules.rule import Hit, Subject, clause_path, rule


@rule(
    "PK204",
    severity="warning",
    help="add the text, or take the language out of `languages` in policy.yaml",
    of="clause",
)
def missing_language(subject: Subject, clause: Clause) -> Iterator[Hit]:
    """A bare text is in the policy's first language; so is one of an overlay, which is asked too."""
    declared = subject.header.languages
    for code, part in (("", clause.normal), *clause.overlays.items()):
        texts = (part or {}).get("text")
        missing = [one for one in declared if one not in texts] if texts else []
        if missing:
            path = clause_path(clause, *(("overlays", code) if code else ()), "text")
            who = f"the overlay for {code} in '{clause.id}'" if code else f"'{clause.id}'"
            message = f"{who} has no text in {', '.join(missing)}"
            yield Hit(path, message, particulars=tuple(missing))
