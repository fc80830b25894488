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
    document: Document, header: Header, effective: Mapping[str, str], of_version: Any
) -> Iterator[Finding]:
    """
    Two places of an `effective` that overlap, neither inside the other, with different days.

    A country or a subdivision counts as inside a group that has no other member.

    Parameters:
        document: the version.
        header: the policy.
        effective: days that exist, by places that are known.
        of_version: the version's `jurisdictions`, of places that are known; None: everywhere.

    """
    groups = header.side.atlas.groups
    codes = [code for code in effective if code != "default"]
    days = {effective[code] for code in codes}
    if len(days) < 2:
        return
    told: set[tuple[str, str]] = set()
    for day in sorted(days):
        place = coordinate("jurisdiction", (header.side,), day, {*codes, *codes_of(of_version)})
        everywhere = places_mask(of_version, place, 0)
        extent = {code: place.mask(0, (code,)) for code in codes}
        for one, other in combinations(sorted(codes), 2):
            if effective[one] == effective[other] or (one, other) in told:
                continue
            a, b = extent[one], extent[other]
            shared = a & b
            if shared in (a, b) and (a != b or (one in groups) != (other in groups)):
                continue
            open_ = shared & everywhere
            for narrower in codes:
                within = extent[narrower]
                if not within & ~shared and (within not in (a, b) or narrower not in groups):
                    open_ &= ~within
            if open_:
                told.add((one, other))
                yield _two_starts(document, one, other, place.example(open_), same=a == b)


def _two_starts(document: Document, one: str, other: str, where: object, *, same: bool) -> Finding:
    lines = [
        document.line_column(document.offset(("effective", code), of_key=True))[0]
        for code in (one, other)
    ]
    both = "both have the same members" if same else f"both hold in {where}"
    message = (
        f"'{one}' (line {lines[0]}) and '{other}' (line {lines[1]}) have different days, and {both}"
    )
    mend = "give both the same day, or add a day for the places they share"
    return document.finding(
        "PK114",
        ("effective", other),
        message,
        "give both the same day, or leave one out" if same else mend,
        of_key=True,
        particulars=(one, other),
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
