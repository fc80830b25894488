"""
The checks of where clauses hold: overlays, places that are left, exceptions that multiply.

They show only once the words are sound, and they are made on every day that matters: the start of
the version, and each later one on which a group that a clause names has other members.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final

from policykit.document import Document
from policykit.findings import Finding
from policykit.library.content import Header, all_places, codes_of, earliest_start
from policykit.model import SELECTORS, Clause
from policykit.overlays import Standing, check_overlays, clause_places, variants
from policykit.overlays.variants import places_mask
from policykit.scenarios.coordinates import coordinate
from policykit.scenarios.space import Space, TooManyCases, may_multiply

MOST_OVERLAYS: Final = 250
"""How many overlays one clause may have, each being compared with the others."""


def check_places(
    document: Document, header: Header, clauses: Sequence[Clause]
) -> Iterator[Finding]:
    """
    All that is wrong with the places of a version's clauses.

    Parameters:
        document: the version; every word in it is known.
        header: the policy.
        clauses: the version's, in normal form.

    """
    of_version = document.at(("jurisdictions",))
    day = earliest_start(document.data if isinstance(document.data, dict) else {})
    placed = [
        one
        for one in clauses
        if one.overlays or ("jurisdictions" in one.normal and not _somewhere(header, one, day))
    ]
    manifold = [one for one in clauses if one.overlays or may_multiply(one.normal)]
    if not placed and not manifold and of_version is None:
        return
    for clause in placed:
        if len(clause.overlays) > MOST_OVERLAYS:
            message = f"'{clause.id}' has more than {MOST_OVERLAYS} overlays"
            mend = "name groups of places, or split the clause"
            yield document.finding("PK113", ("clauses", clause.place, "overlays"), message, mend)
            return
    # Whether a clause exists anywhere does not turn on the places that others name.
    concerned = placed if of_version is None and not manifold else clauses
    placing = _Placing(document, header, concerned)
    for clause in placed:
        if clause.overlays:
            yield from check_overlays(
                document, clause, placing.standings(clause), header.side.vocabulary.commitments
            )
    for clause in clauses if of_version is not None else placed:
        if not any(one.here for one in placing.standings(clause)):
            path = ("clauses", clause.place, "jurisdictions")
            message = f"'{clause.id}' exists nowhere: its jurisdictions leave no place"
            yield document.finding("PK106", path, message, "name a place")
    for clause in manifold:
        if not all(placing.compiles(clause, one) for one in placing.standings(clause)):
            message = f"the exceptions of '{clause.id}' multiply past what can be compared"
            mend = "split the clause, or name broader terms in `unless`"
            yield document.finding("PK113", ("clauses", clause.place, "unless"), message, mend)


def check_starts(
    document: Document, header: Header, effective: Mapping[str, str]
) -> Iterator[Finding]:
    """
    Two places of an `effective` that overlap, neither inside the other, with different days.

    Parameters:
        document: the version.
        header: the policy.
        effective: days that exist, by places that are known.

    """
    codes = [code for code in effective if code != "default"]
    days = {effective[code] for code in codes}
    if len(days) < 2:
        return
    told: set[tuple[str, str]] = set()
    for day in sorted(days):
        place = coordinate("jurisdiction", (header.side,), day, codes)
        extent = {code: place.mask(0, (code,)) for code in codes}
        for one, other in combinations(codes, 2):
            a, b = extent[one], extent[other]
            open_ = a & b
            inside = open_ in (a, b) and a != b
            if effective[one] == effective[other] or inside or (one, other) in told:
                continue
            for narrower in codes:
                if not extent[narrower] & ~(a & b) and extent[narrower] not in (a, b):
                    open_ &= ~extent[narrower]
            if open_:
                told.add((one, other))
                yield _two_starts(document, one, other, place.example(open_))


def _two_starts(document: Document, one: str, other: str, where: object) -> Finding:
    offsets = [document.offset(("effective", code), of_key=True) for code in (one, other)]
    lines = [document.line_column(offset)[0] for offset in offsets]
    message = (
        f"'{one}' (line {lines[0]}) and '{other}' (line {lines[1]}) have different days, and both "
        f"hold in {where}"
    )
    mend = "give both the same day, or add a day for the places they share"
    # The pair is one finding, whichever of the two stands first.
    pair = sorted((one, other))
    return document.finding(
        "PK114", ("effective",), message, mend, offset=offsets[1], particulars=pair
    )


def _somewhere(header: Header, clause: Clause, day: str) -> bool:
    """Whether a clause names a place that there is that day; others need a closer look."""
    codes = clause.normal["jurisdictions"]
    atlas = header.side.atlas
    return isinstance(codes, list) and any(atlas.members(code, day) for code in codes)


class _Placing:
    """The clauses of one version on the days that matter to them."""

    def __init__(self, document: Document, header: Header, clauses: Sequence[Clause]) -> None:
        data: Any = document.data
        self.side = header.side
        self.of_version = document.at(("jurisdictions",))
        self.start = earliest_start(data)
        self.codes = all_places(clauses, self.of_version, header.side.vocabulary.place_conditions)
        self.turns = self._turns(codes_of(self.of_version))
        self._standings: dict[int, list[Standing]] = {}
        self._spaces: dict[str, Space] = {}

    def _turns(self, codes: Iterable[str]) -> set[str]:
        """The days after the start on which a group among the codes has other members."""
        atlas = self.side.atlas
        return {day for code in codes for day in atlas.turns(code) if day > self.start}

    def standings(self, clause: Clause) -> list[Standing]:
        """The clause on the version's first day, and on each that changes where it holds."""
        found = self._standings.get(clause.place)
        if found is None:
            named = (*clause.overlays, *codes_of(clause.normal.get("jurisdictions")))
            days = ["", *sorted(self.turns | self._turns(named))]
            found = self._standings[clause.place] = [self._standing(clause, day) for day in days]
        return found

    def _standing(self, clause: Clause, day: str) -> Standing:
        place = coordinate("jurisdiction", (self.side,), day or self.start, self.codes)
        everywhere = places_mask(self.of_version, place, 0)
        return Standing(day, place, clause_places(clause, everywhere, place, 0))

    def compiles(self, clause: Clause, on: Standing) -> bool:
        """Whether the clause falls into few enough cases on a day."""
        space = self._spaces.get(on.day)
        try:
            for variant in variants(clause, on.here, on.place, 0):
                if may_multiply(variant.normal):
                    if space is None:
                        fields = ("operation", *SELECTORS, *self.side.vocabulary.conditions)
                        space = Space((self.side,), on.day or self.start, fields, self.codes)
                        self._spaces[on.day] = space
                    space.region(0, variant.normal, variant.places)
        except TooManyCases:
            return False
        return True
