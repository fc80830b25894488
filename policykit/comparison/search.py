"""One comparison under way: both versions in one space, and what has been found of it so far."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
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
from policykit.scenarios.statements import FEW, SOME, Statement, Tier, smaller_tiers, tiers

MOST_STATEMENTS: Final = 2_000
"""How many statements one kind of change is listed in at most; the rest is counted."""

_Change = TypeVar("_Change")


class Speaking(NamedTuple):
    """
    Rules of one side that have something of a region, as far as can be seen from their boxes.

    `everywhere` says whether the region is all that is asked about, not what others leave of it.
    """

    region: int
    rules: Sequence[Rule]
    everywhere: bool = True


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
        self.pairs = pairs(before.content.clauses, after.content.clauses)
        self.touched = touched(self.pairs)
        names = {pair.after.id for pair in self.touched if pair.after is not None}
        self.both = Compiled(
            written,
            day,
            governs_scenarios,
            ("operation",),
            work,
            self.asked,
            {clause.id for clause in after.content.clauses if clause.id not in names},
        )
        self.space = self.both.space
        self.levels = self.both.levels
        # Where the frame around the clauses differs, so may what a clause says that does not.
        self.moved = self.touched if self.both.same_frame else self.pairs
        self.within = self.place_mask(jurisdiction) if jurisdiction else self.space.full[0]
        self._by_id = [
            {clause.id: pair for pair in self.pairs for clause in pair.olds()},
            {pair.after.id: pair for pair in self.pairs if pair.after is not None},
        ]
        self._touched = frozenset(self.touched)
        self._near_to: dict[tuple[int, int], list[Rule]] = {}
        self.words = Words(after, before, self.space)
        # What is told of all that is found has one bound.
        self._to_tell = WORK
        self.levels.diagrams.work = WORK
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
        levels, diagrams = both.levels, both.levels.diagrams
        before, after = (entries(side, rules) for side, rules in enumerate(both.changed))
        if set(before) == set(after):
            return EMPTY
        shared = [*entries(1, both.near), *both.shared]
        diagrams.work = both.to_find
        found = difference(diagrams, before, after, reading, shared)
        both.to_find = max(diagrams.work, 0)
        self.undecided |= found.undecided & self.within
        diagrams.work = WORK
        if self.within == levels.space.full[0]:
            return found.node
        return diagrams.inside(found.node, levels.slice("jurisdiction", self.within))

    def cover_of_places(self, mask: int) -> Cover:
        """The name of a set of places."""
        return cover(self.space.coordinates[0], mask)

    def values(self, node: int) -> list[tuple[Outcome, Outcome]]:
        """The (before, after) outcomes that occur in a difference."""
        found: Any = self.levels.diagrams.values(node)
        return sorted(found)

    def speaking(self, side: int, region: int, speaks: Callable[[Rule], bool]) -> Speaking:
        """The rules of a side, of those that `speaks` takes, that may have some of a region."""
        return Speaking(region, [rule for rule in self._near(side, region) if speaks(rule)])

    def _near(self, side: int, region: int) -> list[Rule]:
        """The rules of a side that may have some of a region."""
        if region == EMPTY:
            return []
        found = self._near_to.get((side, region))
        if found is None:
            hull = self.levels.diagrams.hull(region)
            found = self._near_to[side, region] = [
                rule
                for rule in self.both.close[side]
                if any(all(map(and_, masks, hull)) for masks in rule.boxes)
            ]
        return found

    def sides(
        self, old: Sequence[Speaking], new: Sequence[Speaking], statement: Statement
    ) -> tuple[Sides, Causes]:
        """The clauses that have something of a statement, by id, and why each is among them."""
        sides = Sides(self._having(old, statement), self._having(new, statement))
        return sides, self.causes(self.both, sides)

    def _having(self, speaking: Sequence[Speaking], statement: Statement) -> tuple[str, ...]:
        diagrams = self.levels.diagrams
        found: dict[str, None] = {}
        for region, rules, everywhere in speaking:
            node = statement.node if everywhere else diagrams.both(statement.node, region)
            if node == EMPTY:
                continue
            # Mostly one scenario shows that a clause has something of it.
            point = diagrams.point(node)
            for rule in rules:
                for masks in rule.boxes:
                    if all(map(and_, masks, point)) or (
                        all(map(and_, masks, statement.masks)) and diagrams.meets(node, masks)
                    ):
                        found[rule.clause.id] = None
                        break
        return tuple(found)

    def altered(self, *sides: Sequence[Speaking]) -> int:
        """How many clauses that differ between the sides may have some of a region."""
        return sum(
            len({rule.clause.id for one in speaking for rule in one.rules} & altered)
            for speaking, altered in zip(sides, self.both.altered, strict=True)
        )

    def tiers(
        self, region: int, old: Sequence[Speaking], new: Sequence[Speaking], *, newest: bool
    ) -> Iterator[Tier]:
        """
        How to tell a region: by what the clauses that differ have of it; every change lies in one.

        Those of one side come first, and what cannot be told so is told by their boxes.
        """
        union, speaking = self.levels.diagrams.union, (old, new)
        first, second = (1, 0) if newest else (0, 1)
        causes = [
            union(parts)
            for side in (first, second)
            for parts in self._shares(speaking[side], self.both.altered[side]).values()
        ]
        telling: dict[Clause, list[int]] = {}
        if not causes:
            telling = self._shares(speaking[first]) or self._shares(speaking[second])
        yield from tiers(region, causes, most=FEW if causes or telling else SOME)
        # Asked for where those did not tell it all.
        telling = telling or self._shares(speaking[first]) or self._shares(speaking[second])
        boxes = (part for parts in telling.values() for part in parts)
        yield from smaller_tiers([union(parts) for parts in telling.values()], boxes)

    def _shares(
        self, speaking: Sequence[Speaking], names: Collection[str] | None = None
    ) -> dict[Clause, list[int]]:
        """What each clause, or each of some by id, has of a region, box by box."""
        diagrams = self.levels.diagrams
        found: dict[Clause, list[int]] = {}
        for region, rules, _ in speaking:
            for rule in rules:
                if names is not None and rule.clause.id not in names:
                    continue
                for masks in rule.boxes:
                    part = diagrams.inside(region, masks)
                    if part != EMPTY:
                        found.setdefault(rule.clause, []).append(part)
        return found

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
        self, region: int, change: str, both: Compiled, told: Iterable[Tier]
    ) -> list[Statement]:
        """
        A region as statements, tier by tier; what is left unsaid is counted.

        All regions are told within one bound on work.
        """
        levels, diagrams = both.levels, both.levels.diagrams
        diagrams.work = self._to_tell
        said, rest = levels.statements(region, told, MOST_STATEMENTS, both.edges)
        self._to_tell = max(diagrams.work, 0)
        diagrams.work = WORK
        if rest != EMPTY:
            self.unsaid[change] = self.unsaid.get(change, 0) + diagrams.count(rest)
        return said
