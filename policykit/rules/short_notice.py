"""
A new version that takes effect sooner than the one before it promises.

Why: a promise of notice is owed to those who accepted the earlier text; whoever breaks it should
know before publishing. Of a version that changes nothing in meaning nobody is owed any.

Source: docs/format.md, "change_notice_days" in the list of commitments.

Fails::
    versions:
      - version: 1.0.0
        published: 2025-01-01
        clauses: [{id: changes, kind: change, commitments: {change_notice_days: 30}}]
      - version: 1.1.0
        published: 2025-03-01
        effective: 2025-03-11
        clauses: [{id: changes, kind: change, commitments: {change_notice_days: 10}}]
Passes::
    versions:
      - version: 1.0.0
        published: 2025-01-01
        clauses: [{id: changes, kind: change, commitments: {change_notice_days: 30}}]
      - version: 1.1.0
        published: 2025-03-01
        effective: 2025-04-01
        clauses: [{id: changes, kind: change, commitments: {change_notice_days: 10}}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Final

from policykit.library.errors import DifferentWords
from policykit.model import Clause
from policykit.records import NamedTuple
from policykit.rules.rule import Checked, Hit, Path, Subject, rule
from policykit.scenarios.coordinates import Coordinate

_PROMISE: Final = "change_notice_days"


class _Promise(NamedTuple):
    """So many days of notice, by a clause, to the people in some places."""

    days: int
    clause: str
    places: int


@rule(
    "PK222",
    severity="warning",
    help="let it take effect later; of what is past, say in `notes` why no notice was owed",
    of="policy",
)
def short_notice(subjects: Sequence[Subject]) -> Iterator[Checked]:
    """Each version against the one before it, place by place; promises with conditions aside."""
    dated = [one for one in subjects if not one.data.get("withdrawn")]
    for before, after in pairwise(dated):
        published = after.data.get("published")
        if not published or not any(_may_promise(clause) for clause in before.clauses):
            continue
        promises = list(_promises(before))
        place = before.compiled.space.coordinates[0]
        for path, start, places in _starts(after, place):
            given = (date.fromisoformat(start) - date.fromisoformat(published)).days
            owed = [one for one in promises if one.places & places and given < one.days]
            if owed and not means_the_same(before, after):
                most = max(owed, key=lambda one: one.days)
                where = most.places & places
                there = "" if where == places else f" in {place.example(where)}"
                message = (
                    f"{given} day{'' if given == 1 else 's'} of notice, and '{most.clause}' of "
                    f"{before.number} promises "
                    f"{most.days}{there}"
                )
                yield after, Hit(path, message, particulars=(str(path[-1]), before.number))


def means_the_same(before: Subject, after: Subject) -> bool:
    """Whether nothing changed in meaning, so that nobody is owed notice of it."""
    from policykit.comparison import diff  # only where notice is short
    from policykit.library.policy import Version

    old, new = (Version(one.header, one.content, one.document.path) for one in (before, after))
    try:
        return diff(old, new).required_bump == "patch"
    except DifferentWords:
        return False


def _may_promise(clause: Clause) -> bool:
    parts = (clause.normal, *(patch or {} for patch in clause.overlays.values()))
    return any(_PROMISE in (one.get("commitments") or {}) for one in parts)


def _promises(subject: Subject) -> Iterator[_Promise]:
    """What clauses promise without conditions, by the places where they do."""
    for clause in subject.clauses:
        for variant in subject.variants[clause.id] if _may_promise(clause) else ():
            value: Any = (variant.normal.get("commitments") or {}).get(_PROMISE)
            plain = isinstance(value, Mapping) and not value.get("when") and not value.get("unless")
            if plain and isinstance(value.get("value"), int):
                yield _Promise(value["value"], clause.id, variant.places)


def _starts(subject: Subject, place: Coordinate) -> Iterator[tuple[Path, str, int]]:
    """When a version starts, and for the people in which places: the narrowest entry counts."""
    data = subject.data
    effective = data.get("effective")
    if not isinstance(effective, Mapping):
        yield (
            ("effective" if effective else "published",),
            effective or data["published"],
            place.full,
        )
        return
    rest = place.full
    named = [(_atoms(subject, place, code), code) for code in effective if code != "default"]
    for mask, code in sorted(named, key=lambda one: one[0].bit_count()):
        if mask & rest:
            yield ("effective", code), effective[code], mask & rest
        if code in place.masks[0]:
            rest &= ~mask
    if rest:
        path: Path = ("effective", "default") if "default" in effective else ("published",)
        yield path, effective.get("default", data["published"]), rest


def _atoms(subject: Subject, place: Coordinate, code: str) -> int:
    """The atoms of a place; of a subdivision that is not told apart, those that it is a part of."""
    if code in place.masks[0]:
        return place.mask(0, (code,))
    around = next(one for one in subject.atlas.lineage(code) if one in place.masks[0])
    rest = f"other:{around}"
    return place.mask(0, (rest if rest in place.masks[0] else around,))
