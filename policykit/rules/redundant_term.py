"""
A term beside a broader one that covers it already.

Why: the narrower term changes nothing, and a reader takes the list for more than it says. It may
also be a slip: somebody meant the broader term to be less than it is.

Source: docs/semantics.md, "Scenario": a term covers itself and all narrower terms.

Fails::
    - {id: share, kind: disclosure, personal_data: [email_address, contact_data], recipients: [processor]}
Passes::
    - {id: share, kind: disclosure, personal_data: [email_address, ip_address], recipients: [processor]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from policykit.document.removal import removal
from policykit.model import Clause
from policykit.rules.rule import Hit, Path, Subject, clause_path, rule

_FIELDS: Final = (
    "personal_data",
    "data_subjects",
    "recipients",
    "purposes",
    "legal_bases",
    "rights",
)


@rule(
    "PK201",
    severity="warning",
    help="drop the narrower term, or the broader one if it says too much",
    of="clause",
)
def redundant_term(subject: Subject, clause: Clause) -> Iterator[Hit]:
    """Look at every list of terms of a clause, in its exceptions and overlays too."""
    for path, list_, terms in _lists(subject, clause_path(clause), subject.written(clause)):
        if subject.words.redundant(list_, terms):
            yield from _terms(subject, path, list_, terms)


def _lists(
    subject: Subject, path: Path, named: Mapping[str, Any]
) -> list[tuple[Path, str, list[str]]]:
    """The lists of more than one term, and what list of the vocabulary they are of."""
    found = [
        ((*path, field), field, named[field])
        for field in _FIELDS
        if field in named and len(named[field] or ()) > 1
    ]
    for field in ("when", "unless"):
        if field in named:
            found += _of_maps(subject, (*path, field), named[field])
    for name, value in (named.get("commitments") or {}).items():
        for index, case in enumerate(value if isinstance(value, list) else (value,)):
            if isinstance(case, dict):
                at = (*path, "commitments", name)
                found += _lists(subject, (*at, index) if isinstance(value, list) else at, case)
    for code, patch in (named.get("overlays") or {}).items():
        if patch is not None:
            found += _lists(subject, (*path, "overlays", code), patch)
    return found


def _of_maps(subject: Subject, path: Path, value: Any) -> list[tuple[Path, str, list[str]]]:
    conditions = subject.vocabulary.conditions
    found = []
    for index, one in enumerate(value if isinstance(value, list) else (value,)):
        at = (*path, index) if isinstance(value, list) else path
        for name, terms in one.items():
            if isinstance(terms, list) and len(terms) > 1:
                list_ = name if name in _FIELDS else getattr(conditions.get(name), "list", "")
                if list_:
                    found.append(((*at, name), list_, terms))
    return found


def _terms(subject: Subject, path: Path, list_: str, terms: list[str]) -> Iterator[Hit]:
    named = set(terms)
    for index, term in enumerate(terms):
        over = subject.words.above(list_, term) & named
        if over - {term}:
            broader = min(over)
            message = f"'{term}' is beside '{broader}', which covers it already"
            at = (*path, index)
            edit = removal(subject.document, at)
            yield Hit(at, message, particulars=(term,), edits=(edit,) if edit else ())
