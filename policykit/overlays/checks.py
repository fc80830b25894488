"""
What can be wrong with overlays; each finding names both places where there are two.

Groups of countries change their members while a version is in force. So overlays are judged on its
first day and on each later one on which a group that the clause names changes: two may collide on
any of them, and one is dead only if it is so on all.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from policykit.document import Document
from policykit.findings import Finding
from policykit.model import SELECTORS, Clause
from policykit.overlays.sameness import said
from policykit.overlays.variants import applied, merge_patch, patched
from policykit.records import NamedTuple
from policykit.scenarios.coordinates import Coordinate
from policykit.schema import shape_errors, well_formed
from policykit.vocabulary import Commitment


class Standing(NamedTuple):
    """
    Where a clause holds on a day: the jurisdiction coordinate as of it, and the clause's places.

    `day` (ISO 8601) is empty for the first day of the version, which needs no mention.
    """

    day: str
    place: Coordinate
    here: int


def check_overlays(
    document: Document,
    clause: Clause,
    standings: Sequence[Standing],
    commitments: Mapping[str, Commitment],
) -> list[Finding]:
    """
    All that is wrong with the overlays of one clause, in no particular order.

    The clause is in normal form, its patches are well-formed, and every code in `overlays` is
    known. `standings` are the version's first day and the later ones that matter, in order;
    `commitments` those that the policy knows.
    """
    return list(_Checks(document, clause, standings, commitments).run())


class _On:
    """A clause's overlays on one day: what each covers, and which apply together where."""

    def __init__(self, clause: Clause, standing: Standing) -> None:
        self.place = standing.place
        self.here = standing.here
        self.said = f" as of {standing.day}" if standing.day else ""
        self.extent = {code: self.place.mask(0, (code,)) for code in clause.overlays}
        self.parts = applied(clause, self.here, self.place, 0)


class _Checks:
    def __init__(
        self,
        document: Document,
        clause: Clause,
        standings: Sequence[Standing],
        commitments: Mapping[str, Commitment],
    ) -> None:
        self.document = document
        self.clause = clause
        self.commitments = commitments
        self.path: tuple[str | int, ...] = ("clauses", clause.place, "overlays")
        self.days = [_On(clause, one) for one in standings]

    def run(self) -> Iterator[Finding]:
        """All findings."""
        sound = True
        for finding in (*self.dropped(), *self.unreachable(), *self.collisions()):
            sound = False
            yield finding
        yield from self.below_removal()
        if sound:
            yield from self.without_effect()
            yield from self.results()

    def finding(
        self,
        code: str,
        overlay: str,
        message: str,
        mend: str,
        *more: str,
        particulars: Sequence[str] = (),
    ) -> Finding:
        """A finding about an overlay, or about a field in it."""
        at = (*self.path, overlay, *more)
        return self.document.finding(code, at, message, mend, of_key=True, particulars=particulars)

    def line(self, overlay: str) -> int:
        """The line an overlay stands on."""
        offset = self.document.offset((*self.path, overlay), of_key=True)
        return self.document.line_column(offset)[0]

    def of_clause(self, *steps: str) -> str:
        """Where the clause says something of its own: `line 12`; empty if it does not."""
        path: tuple[str | int, ...] = ("clauses", self.clause.place, *steps)
        if self.document.at(path) is None:
            return ""
        return f"line {self.document.line_column(self.document.offset(path, of_key=True))[0]}"

    def dropped(self) -> Iterator[Finding]:
        """Selectors that cannot be dropped."""
        for code, patch in self.clause.overlays.items():
            for field, value in (patch or {}).items():
                if field in SELECTORS and value is None:
                    own = self.of_clause(field)
                    named = f", which the clause names at {own}" if own else ""
                    message = f"null would let '{field}'{named}, be anything in {code}"
                    message = message if named else message.replace(", be", " be")
                    mend = "name the terms that hold there"
                    yield self.finding("PK124", code, message, mend, field)

    def unreachable(self) -> Iterator[Finding]:
        """Overlays for places where the clause never is."""
        for code in self.clause.overlays:
            if not any(on.extent[code] & on.here for on in self.days):
                message = f"the clause never covers {code}{self._because(code)}"
                mend = "remove the overlay, or widen the clause's jurisdictions"
                yield self.finding("PK121", code, message, mend)

    def _because(self, code: str) -> str:
        """What keeps the clause out of an overlay's places, and where that stands."""
        if not any(on.extent[code] for on in self.days):
            return ", which has no members then"
        own = self.of_clause("jurisdictions")
        if own:
            return f": its jurisdictions are at {own}"
        at = self.document.offset(("jurisdictions",), of_key=True)
        return f": the version's jurisdictions are at line {self.document.line_column(at)[0]}"

    def collisions(self) -> Iterator[Finding]:
        """Two overlays that overlap, neither inside the other, and set one thing differently."""
        told: set[tuple[str, str]] = set()
        for on in self.days:
            for one, other in combinations(self.clause.overlays, 2):
                a, b = on.extent[one], on.extent[other]
                ordered = a != b and (not a & ~b or not b & ~a)
                if not a & b or ordered or (one, other) in told:
                    continue  # most often there is no place in both
                together = [part for part in on.parts if {one, other}.issubset(part[1])]
                for path in self._contested(one, other):
                    open_ = self._open(on, path, (one, other), together)
                    if open_:
                        told.add((one, other))
                        yield self._collision(on, one, other, path, open_)
                        break

    def _collision(
        self, on: _On, one: str, other: str, path: tuple[str, ...], open_: int
    ) -> Finding:
        what = ".".join(path) or "the whole clause"
        where = on.place.example(open_)
        message = (
            f"'{one}' (line {self.line(one)}) and '{other}' (line {self.line(other)}) set "
            f"{what} differently, and both hold in {where}{on.said}"
        )
        mend = "say it the same way in both, or add an overlay for the places they share"
        # The pair is one finding, whichever of the two stands first.
        at = self.document.offset((*self.path, other), of_key=True)
        pair = sorted((one, other))
        return self.document.finding("PK120", self.path, message, mend, offset=at, particulars=pair)

    def _contested(self, one: str, other: str) -> Iterator[tuple[str, ...]]:
        """What both set, or one sets inside of what the other does."""
        for path, _ in _leaves(self.clause.overlays[one]):
            for other_path, _ in _leaves(self.clause.overlays[other]):
                shorter = min(path, other_path, key=len)
                if path[: len(shorter)] == other_path[: len(shorter)]:
                    yield shorter

    def _open(
        self,
        on: _On,
        path: tuple[str, ...],
        pair: tuple[str, str],
        together: Sequence[tuple[int, tuple[str, ...]]],
    ) -> int:
        """Places of both where it matters which of the two comes first, whatever is narrower."""
        one, other = pair
        within = on.extent[one] & on.extent[other]
        found = 0
        for mask, codes in together:
            # One for the same places as both is no narrower, and would itself collide.
            narrower = [
                code
                for code in codes
                if not on.extent[code] & ~within and on.extent[code] != on.extent[one]
            ]
            if self._left(path, one, other, *narrower) != self._left(path, other, one, *narrower):
                found |= mask
        return found

    def _left(self, path: tuple[str, ...], *codes: str) -> Hashable:
        """What some overlays, one after the other, make of what stands at a path of the clause."""
        value: Any = self.clause.normal
        for code in codes:
            value = merge_patch(value, self.clause.overlays[code])
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
        if value is None and not path:
            return None  # the clause is dropped
        if value is None or (value == {} and path == ("commitments",)):
            return said({}, self.commitments)
        for step in reversed(path):
            value = {step: value}
        return said(value, self.commitments)

    def below_removal(self) -> Iterator[Finding]:
        """Overlays that are narrower than one that drops the clause."""
        told: set[str] = set()
        for on in self.days:
            for _, codes in on.parts:
                for place, code in enumerate(codes):
                    if self.clause.overlays[code] is not None:
                        continue
                    for narrower in codes[place + 1 :]:
                        outside = on.extent[narrower] & ~on.extent[code]
                        if narrower in told or outside:
                            continue
                        told.add(narrower)
                        message = (
                            f"'{narrower}' lies in '{code}', where the clause does not apply "
                            f"(line {self.line(code)}){on.said and ',' + on.said}"
                        )
                        yield self.finding(
                            "PK123", narrower, message, "remove one of the two", particulars=(code,)
                        )

    def without_effect(self) -> Iterator[Finding]:
        """Overlays that leave the clause as it is wherever they ever apply."""
        moving: set[str] = set()
        for codes in dict.fromkeys(codes for on in self.days for _, codes in on.parts):
            normal: Any = self.clause.normal
            for place, code in enumerate(codes):
                patch = self.clause.overlays[code]
                if patch is None:
                    # What is narrower is told by `below_removal`.
                    moving.update(codes[place:])
                    break
                merged = patched(normal, patch)
                if said(merged, self.commitments) != said(normal, self.commitments):
                    moving.add(code)
                normal = merged
        for code in self.clause.overlays:
            if code not in moving:
                message = f"the overlay for {code} changes nothing: {self._said(code)}"
                yield self.finding("PK122", code, message, "remove it")

    def _said(self, code: str) -> str:
        """Where what an overlay says is said already."""
        for path, _ in _leaves(self.clause.overlays[code]):
            for other, patch in self.clause.overlays.items():
                broader = other != code and all(
                    not on.extent[code] & ~on.extent[other] for on in self.days
                )
                if broader and any(leaf[: len(path)] == path for leaf, _ in _leaves(patch)):
                    return f"the one for {other} says so already (line {self.line(other)})"
            # A value in its normal form may stand a level higher in the text.
            for length in range(len(path), 0, -1):
                own = self.of_clause(*path[:length])
                if own:
                    return f"the clause says so already ({own})"
        at = self.of_clause("id")
        return f"the clause is so already ({at})"

    def results(self) -> Iterator[Finding]:
        """Clauses that an overlay leaves ill-formed."""
        told: set[tuple[str, ...]] = set()
        name = self.clause.kind
        for on in self.days:
            for _, codes in on.parts:
                if not codes or codes in told:
                    continue
                told.add(codes)
                normal: Any = self.clause.normal
                for code in codes:
                    patch = self.clause.overlays[code]
                    if patch is None:
                        break
                    normal = patched(normal, patch)
                else:
                    whole = {"id": self.clause.id, **normal}
                    if well_formed(name, whole):
                        continue
                    for error in shape_errors(name, whole):
                        message = f"the overlay leaves an ill-formed clause: {error}{on.said}"
                        yield self.finding(
                            "PK125",
                            codes[-1],
                            message,
                            "see the format of the kind",
                            particulars=(*codes, str(error)),
                        )


def _leaves(patch: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The paths a patch sets and what it sets them to; `()` for a whole clause dropped."""
    if isinstance(patch, Mapping) and patch:
        for name, value in patch.items():
            yield from _leaves(value, (*path, name))
    else:
        yield path, patch
