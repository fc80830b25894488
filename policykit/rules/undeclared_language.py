"""
A text in a language that the policy does not say it is written in.

Why: nobody is ever shown it; most often the language's tag is mistyped.

Source: docs/format.md, "languages" of policy.yaml.

Fails::
    - {id: intro, kind: general, text: {en: Who we are., de: Wer wir sind.}}
Passes::
    - {id: intro, kind: general, text: {en: Who we are.}}
"""

from __future__ import annotations

from collections.abc import Iterator

from policykit.model import Clause
from policykit.rules.rule import Hit, Subject, clause_path, rule


@rule(
    "PK205",
    severity="warning",
    help="add it to `languages` in policy.yaml, or mend its tag (BCP 47)",
    of="clause",
)
def undeclared_language(subject: Subject, clause: Clause) -> Iterator[Hit]:
    """One hit a text."""
    for language in clause.normal.get("text") or ():
        if language not in subject.header.languages:
            message = f"the policy is not written in '{language}'"
            path = clause_path(clause, "text", language)
            yield Hit(path, message, of_key=True, particulars=(language,))
