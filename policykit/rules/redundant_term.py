"""
A term beside a broader one that covers it already; a place beside one that it lies in.

Why: the narrower term changes nothing, and a reader takes the list for more than it says. It may
also be a slip: somebody meant the broader term to be less than it is.

A place counts only if it lies in the other on every day from the version's start on: GB beside EU
did not before it left. Its mend is for people, for members of groups change.

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

_PLACES: Final = "jurisdictions"
_MOST_PAIRS: Final = 20_000
"""Of places and groups in one list; where there are more, groups are not looked into."""


@rule(
    "PK201",
    severity="warning",
    help="drop the narrower term, or the broader one if it says too much",
    of="clause",
)
def redundant_term(subject: Subject, clause: Clause) -> Iterator[Hit]:
    """Look at every list of terms of a clause, in its exceptions and overlays too."""
    for path, list_, terms in _lists(subject, clause_path(clause), subject.written(clause)):
        if list_ == _PLACES:
            yield from _places(subject, path, terms)
        elif subject.words.redundant(list_, terms):
            yield from _terms(subject, path, list_, terms)


def _lists(
    subject: Subject, path: Path, named: Mapping[str, Any]
) -> list[tuple[Path, str, list[str]]]:
    """The lists of more than one term or place, and what list of the vocabulary they are of."""
    found = [
        ((*path, field), field, named[field])
        for field in _FIELDS
        if field in named and len(named[field] or ()) > 1
    ]
    for field in ("jurisdictions", "destinations"):
        if field in named:
            value, at = named[field], (*path, field)
            if isinstance(value, dict):
                value, at = value.get("except"), (*at, "except")
            if isinstance(value, list) and len(value) > 1:
                found.append((at, _PLACES, value))
    for field in ("when", "unless"):
        if named.get(field) is not None:  # an overlay may take them away
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
            if not isinstance(terms, list) or len(terms) < 2:
                continue
            condition = conditions.get(name)
            list_ = name if name in _FIELDS else getattr(condition, "list", "")
            if name == "destinations" or (condition and condition.shape == "jurisdictions"):
                list_ = _PLACES
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


def _places(subject: Subject, path: Path, codes: list[str]) -> Iterator[Hit]:
    """Codes of places, of which groups and subdivisions may lie in others."""
    atlas = subject.atlas
    named = set(codes)
    groups = [one for one in codes if one in atlas.groups]
    if len(codes) * len(groups) > _MOST_PAIRS:
        groups = []
    dropped: set[str] = set()
    for index, code in enumerate(codes):
        around = [one for one in atlas.lineage(code)[1:] if one in named]
        around += [
            one
            for one in groups
            if one != code and one not in dropped and atlas.within(code, one, subject.day)
        ]
        if around:
            dropped.add(code)
            message = f"'{code}' is beside '{around[0]}', in which it lies"
            yield Hit((*path, index), message, particulars=(code,))
