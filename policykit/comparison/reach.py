"""Which clauses reach a place, and what of a clause that changed did so there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from policykit.comparison.changes import ClauseChange
from policykit.comparison.clauses import Pair, of_legal_bases
from policykit.comparison.fields import root
from policykit.comparison.result import PolicyDiff, atoms_of
from policykit.library.compiled import Compiled, Written
from policykit.library.policy import Version
from policykit.model import PLACEMENT, PROSE, Clause
from policykit.overlays import Variant


def clauses_in(version: Version, day: str, jurisdiction: str | None) -> int:
    """How many clauses of a version apply somewhere in a place (None: anywhere) on a day."""
    return _Reach((version,), day, jurisdiction).count()


def clauses_there(
    found: PolicyDiff, before: Version, after: Version, day: str, jurisdiction: str | None
) -> Iterator[ClauseChange]:
    """
    What happened to the clauses of a diff, as far as it did in a place (None: anywhere).

    A clause that reads there as it did is left out, and fields that differ elsewhere are. One that
    changed only its words there is reworded, whatever it changed elsewhere.
    """
    if jurisdiction is None or not found.clauses:
        yield from found.clauses
        return
    reach = _Reach((before, after), day, jurisdiction)
    told = told_of(found)
    for one in found.clauses:
        there = reach.there(one, told=is_among(one, told))
        if there is not None:
            yield there


def told_of(found: PolicyDiff) -> frozenset[str]:
    """The clauses, by id, that sentences of a diff tell of."""
    sides = [one.clauses for one in (*found.disclosures, *found.processing)]
    sides += [one.clauses for one in found.commitments]
    sides += [one.clauses for one in found.rights]
    ids = {id_ for before, after in sides for id_ in (*before, *after)}
    return frozenset(ids | {one.id for one in found.statements})


def is_among(change: ClauseChange, ids: frozenset[str]) -> bool:
    """Whether a clause has one of some ids, before or after."""
    return any(side is not None and side.id in ids for side in (change.before, change.after))


def has_other_bases(change: ClauseChange) -> bool:
    """Whether a clause declares other legal bases than before, itself or in an overlay."""
    return any(of_legal_bases(Pair(change.before, change.after)))


class _Reach:
    """Versions, and a place in which their clauses are read."""

    def __init__(self, versions: Sequence[Version], day: str, jurisdiction: str | None) -> None:
        written = [Written(one.content, one.header.side) for one in versions]
        asked = () if jurisdiction is None else (jurisdiction,)
        self.compiled = Compiled(written, day, _none, places=asked)
        place = self.compiled.space.coordinates[0]
        self.within = place.full
        if jurisdiction is not None:
            self.within = atoms_of(jurisdiction, place.masks[-1], versions[-1].header.side.atlas)

    def count(self) -> int:
        """How many clauses of the only version apply there."""
        found = {one.id for one, read in self.compiled.placed(0) if read.places & self.within}
        return len(found)

    def there(self, change: ClauseChange, *, told: bool) -> ClauseChange | None:
        """What of a change happened there, of which sentences tell or not; None if nothing did."""
        before, after = (
            self._read(side, clause) for side, clause in enumerate((change.before, change.after))
        )
        if change.change in ("added", "removed", "renamed"):
            return change if before or after else None
        fields = _differing(before, after)
        if change.change == "moved":
            return change if fields & set(PLACEMENT) else None
        rest = fields - set(PLACEMENT)
        if not rest:
            return None
        # What an overlay for the place says differently, no other field of the clause says.
        overlaid = rest - {root(one) for one in change.fields}
        paths = tuple(
            one
            for one in change.fields
            if root(one) in rest or (overlaid and root(one) == "overlays")
        )
        how = "reworded" if rest <= set(PROSE) else change.change
        meaning = change.meaning
        if not told and has_other_bases(change) and "legal_bases" not in rest:
            # What it means changed by its legal bases alone, and those elsewhere.
            meaning = "same"
        return change._replace(change=how, fields=paths, meaning=meaning)

    def _read(self, side: int, clause: Clause | None) -> list[Variant]:
        """A clause as it reads in each part of the place."""
        if clause is None:
            return []
        found = self.compiled.variants(side, clause)
        return [
            one._replace(places=one.places & self.within)
            for one in found
            if one.places & self.within
        ]


def _none(_: Clause) -> bool:
    """
    That no clause is compiled: only where each of them applies is asked.

    One function, for a version remembers what it is asked, by the clauses that it is asked about.
    """
    return False


def _differing(before: Sequence[Variant], after: Sequence[Variant]) -> set[str]:
    """The fields in which two readings of a clause differ; `jurisdictions` if one reaches less."""
    old, new = (reduce(or_, (one.places for one in side), 0) for side in (before, after))
    found: set[str] = {"jurisdictions"} if old != new else set()
    for one in before:
        for other in after:
            if one.places & other.places:
                found |= _unlike(one.normal, other.normal)
    return found


def _unlike(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """Where a clause applies is not what it says there."""
    fields = {*before, *after} - {"jurisdictions"}
    return {one for one in fields if before.get(one) != after.get(one)}
