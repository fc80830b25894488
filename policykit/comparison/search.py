"""One comparison under way: both versions in one space, and what has been found of it so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from operator import and_
from typing import Any, Final, NamedTuple, TypeVar

from policykit.comparison.changes import Cause, Causes, Sides
from policykit.comparison.clauses import pairs, touched
from policykit.comparison.result import atoms_of
from policykit.comparison.wording import Words
from policykit.library.compiled import WORK, Compiled, Written, governs_scenarios
from policykit.library.policy import Version
from policykit.model import Clause, Cover, Outcome
from policykit.scenarios.boxes import Entry
from policykit.scenarios.covers import cover
from policykit.scenarios.diagram import EMPTY, OutOfWork
from policykit.scenarios.joint import Reading, difference
from policykit.scenarios.outcomes import Rule, Said
from policykit.scenarios.statements import Piece, Statement, Tier, tiers

MOST_STATEMENTS: Final = 2_000
"""How many statements one kind of change is listed in at most; the rest is counted."""

_Change = TypeVar("_Change")


class Share(NamedTuple):
    """What a clause has of a region: all of it, and box by box."""

    clause: Clause
    node: int
    boxes: tuple[int, ...]


class Search:
    """
    Both versions compiled, the places asked about (`within`), and what is left open.

    `undecided` has the places where the bound on work was reached, `unsaid` how many scenarios of
    each kind of change the lists leave out, `moves` the ways in which guarantees moved.
    """

    def __init__(
        self, before: Version, after: Version, day: str, jurisdiction: str | None, work: int
    ) -> None:
        self.before = before
        self.after = after
        self.day = day
        self.work = work
        written = (
            Written(before.content, before.header.side),
            Written(after.content, after.header.side),
        )
        self.asked = () if jurisdiction is None else (jurisdiction,)
        self.both = Compiled(written, day, governs_scenarios, ("operation",), work, self.asked)
        self.space = self.both.space
        self.levels = self.both.levels
        self.pairs = pairs(before.content.clauses, after.content.clauses)
        self.touched = touched(self.pairs)
        # Where the frame around the clauses differs, so may what a clause says that does not.
        self.moved = self.touched if self.both.same_frame else self.pairs
        self.within = self.place_mask(jurisdiction) if jurisdiction else self.space.full[0]
        self._by_id = [
            {clause.id: pair for pair in self.pairs for clause in pair.olds()},
            {pair.after.id: pair for pair in self.pairs if pair.after is not None},
        ]
        self._touched = frozenset(self.touched)
        self.words = Words(after, before, self.space)
        self.undecided = 0
        self.unsaid: dict[str, int] = {}
        self.moves: set[str] = set()

    def place_mask(self, code: str) -> int:
        """The atoms of a country, a subdivision or a group."""
        codes = self.space.coordinates[0].masks[1]
        return atoms_of(code, codes, self.after.header.side.atlas)

    def difference(
        self,
        both: Compiled,
        entries: Callable[[int, Sequence[Said]], list[Entry]],
        reading: Reading,
    ) -> int:
        """
        Where the two sides differ, within the places asked about.

        `entries` gives what some rules of a side say. Both say the same where no changed rule is.
        """
        levels = both.levels
        before, after = (entries(side, rules) for side, rules in enumerate(both.changed))
        if set(before) == set(after):
            return EMPTY
        shared = [*entries(1, both.near), *both.shared]
        found = difference(levels.diagrams, before, after, reading, shared)
        self.undecided |= found.undecided & self.within
        # What has been found is told within a bound of its own.
        levels.diagrams.work = WORK
        if self.within == levels.space.full[0]:
            return found.node
        return levels.diagrams.both(found.node, levels.slice("jurisdiction", self.within))

    def cover_of_places(self, mask: int) -> Cover:
        """The name of a set of places."""
        return cover(self.space.coordinates[0], mask)

    def values(self, node: int) -> list[tuple[Outcome, Outcome]]:
        """The (before, after) outcomes that occur in a difference."""
        found: Any = self.levels.diagrams.values(node)
        return sorted(found)

    def shares(self, side: int, region: int, speaks: Callable[[Rule], bool]) -> list[Share]:
        """What the clauses with some rules of a side have of a region."""
        if region == EMPTY:
            return []
        diagrams = self.levels.diagrams
        hull = diagrams.hull(region)
        found: dict[Clause, list[int]] = {}
        for rule in self.both.close[side]:
            if speaks(rule):
                for masks in rule.boxes:
                    if all(map(and_, masks, hull)):
                        part = diagrams.both(region, diagrams.box(masks))
                        if part != EMPTY:
                            found.setdefault(rule.clause, []).append(part)
        return [
            Share(clause, diagrams.union(boxes), tuple(boxes)) for clause, boxes in found.items()
        ]

    def sides(
        self, old: Sequence[Share], new: Sequence[Share], statement: Statement
    ) -> tuple[Sides, Causes]:
        """The clauses that have a share in a statement, by id, and why each is among them."""
        diagrams = self.levels.diagrams
        sides = Sides(
            *(
                tuple(
                    share.clause.id
                    for share in responsible
                    if all(map(and_, statement.masks, diagrams.hull(share.node)))
                    and diagrams.overlap(share.node, statement.node)
                )
                for responsible in (old, new)
            )
        )
        return sides, self.causes(self.both, sides)

    def causes(self, both: Compiled | None, sides: Sides) -> Causes:
        """Why clauses are responsible; without `both`, each for what it says itself."""
        return Causes(
            tuple(self._cause(both, 0, name) for name in sides.before),
            tuple(self._cause(both, 1, name) for name in sides.after),
        )

    def _cause(self, both: Compiled | None, side: int, name: str) -> Cause:
        pair = self._by_id[side][name]
        if pair.before is None or pair.after is None:
            return "added" if side else "removed"
        if both is not None and name not in both.altered[side]:
            return "exposed" if side else "overridden"
        return "changed" if pair in self._touched else "frame"

    def altered(self, side: int, responsible: Sequence[Share]) -> list[int]:
        """The shares of those clauses that differ between the sides: every change lies in one."""
        altered = self.both.altered[side]
        return [share.node for share in responsible if share.clause.id in altered]

    def told(self, region: int, change: str, changes: Iterable[_Change]) -> list[_Change]:
        """The changes; if telling them takes too much work, how many scenarios they were."""
        diagrams = self.levels.diagrams
        unsaid = dict(self.unsaid)
        try:
            return list(changes)
        except OutOfWork:
            diagrams.work = WORK
            self.unsaid = unsaid
            self.unsaid[change] = self.unsaid.get(change, 0) + diagrams.count(region)
            return []

    def decided(self, changes: Iterable[_Change]) -> list[_Change]:
        """The changes; if finding them takes too much work, nothing is claimed anywhere."""
        try:
            return list(changes)
        except OutOfWork:
            self.undecided |= self.within
            return []

    def say(
        self,
        region: int,
        change: str,
        both: Compiled,
        causes: Sequence[int] = (),
        shares: Sequence[Share] = (),
        known: Iterable[Piece] = (),
    ) -> list[Statement]:
        """
        A region as statements, in shares where they are given; what is left is counted.

        `known` are pieces of it of which it is known what to tell them as.
        """
        levels = both.levels
        boxes = (part for share in shares for part in share.boxes)
        told = chain(
            [Tier(known, 0)], tiers(region, causes, [share.node for share in shares], boxes)
        )
        said, rest = levels.statements(region, told, MOST_STATEMENTS, both.edges)
        if rest != EMPTY:
            self.unsaid[change] = self.unsaid.get(change, 0) + both.levels.diagrams.count(rest)
        return said
