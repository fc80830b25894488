"""
One joint refinement of two lists of boxes: where, and how, what they say differs.

Every box of both sides gets a bit; a box that both sides have gets the same bit. Going down the
coordinates, the set of boxes still alive on each side decides everything below, so a branch with
the same live boxes on both sides is pruned at once: the cost follows the change, not the policy.

Source: docs/semantics.md, "Algorithm"; after Liu and Gouda's firewall decision diagrams.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final, TypeAlias

from policykit.records import NamedTuple
from policykit.scenarios.boxes import Entry, Key
from policykit.scenarios.diagram import EMPTY, Diagrams, OutOfWork

Rank: TypeAlias = tuple[int, int]
"""A class of boxes, and how much one counts within it."""

SILENT: Final = 0
"""The class of boxes that make a side say nothing at all."""


class Reading(NamedTuple):
    """
    How the live boxes of one point are read.

    `leaf` turns the keys of the live boxes, strongest first, into what a side says there (None:
    nothing that could differ). `differs` turns what both sides say into a terminal's value, or
    None where there is no difference; it must be None for equals. `ranks` puts keys into classes:
    of several live boxes of one class only those of the greatest rank may matter, and where one
    of the class `SILENT` is live nothing else does. There is no difference where on some side
    nothing that is `needed` is live, nor where nothing that is `telling` is on either.
    """

    leaf: Callable[[tuple[Key, ...]], Hashable]
    differs: Callable[[Hashable, Hashable], Hashable | None]
    ranks: Callable[[Collection[Key]], Mapping[Key, Rank]]
    needed: Callable[[Key], bool] | None = None
    telling: Callable[[Key], bool] | None = None


class Result(NamedTuple):
    """The difference as a node; `undecided` holds the atoms of level 0 where work ran out."""

    node: int
    undecided: int


_FEW: Final = 20
"""Up to how many boxes a set of atoms is split by one box after the other."""

_SMALL: Final = 3
"""Up to how many atoms a level has of which each is looked at."""

_FEW_APART: Final = 32
"""Up to how many boxes are looked at to see which others matter beside them."""


def difference(
    diagrams: Diagrams,
    before: Iterable[Entry],
    after: Iterable[Entry],
    reading: Reading,
    shared: Sequence[Entry] = (),
) -> Result:
    """
    Where two sides differ.

    Parameters:
        diagrams: where the result is made; its levels are those of the boxes.
        before, after: what each side says.
        reading: how live boxes are read.
        shared: boxes of both sides, such as impossible combinations.

    Returns:
        A diagram whose terminals carry what `reading.differs` gives. Where the bound on work was
        reached, the atoms of level 0 that are not decided; the node is exact on all others.

    """
    return _Refinement(diagrams, before, after, reading, shared).run()


class _Refinement:
    def __init__(
        self,
        diagrams: Diagrams,
        before: Iterable[Entry],
        after: Iterable[Entry],
        reading: Reading,
        shared: Sequence[Entry],
    ) -> None:
        self.diagrams = diagrams
        self.reading = reading
        both = dict.fromkeys(shared)
        ours, theirs = dict.fromkeys(before), dict.fromkeys(after)
        both |= dict.fromkeys(entry for entry in ours if entry in theirs)
        tagged = [(entry, True, True) for entry in both]
        tagged += [(entry, True, False) for entry in ours if entry not in both]
        tagged += [(entry, False, True) for entry in theirs if entry not in both]
        ranks = reading.ranks({key for (key, _), _, _ in tagged})
        tagged.sort(key=lambda item: ranks[item[0][0]])
        self.keys = [key for (key, _), _, _ in tagged]
        self.in_before = sum(1 << bit for bit, (_, here, _) in enumerate(tagged) if here)
        self.in_after = sum(1 << bit for bit, (_, _, here) in enumerate(tagged) if here)
        self.silent = 0
        self.classes: list[int] = []
        for name, bits in groupby(range(len(tagged)), lambda bit: ranks[self.keys[bit]][0]):
            mask = sum(1 << bit for bit in bits)
            if name == SILENT:
                self.silent = mask
            else:
                self.classes.append(mask)
        self.boxes = [masks for (_, masks), _, _ in tagged]
        self.needed = self._of(reading.needed)
        self.telling = self._of(reading.telling)
        self.differing = -1 if self.needed == -1 else ~self.silent
        self._tables()
        # By level: what was found, by what is still alive, and by all that was asked about. One
        # number has the boxes of both sides, for Python looks for cycles in pairs of them.
        self.width = len(self.boxes)
        self.memo: list[dict[int, int]] = [{} for _ in diagrams.full]
        self.asked: list[dict[int, int]] = [{} for _ in diagrams.full]
        self.leaves: dict[int, Hashable] = {}
        self._near: dict[int, int] = {}

    def _of(self, wanted: Callable[[Key], bool] | None) -> int:
        """The boxes with keys of a sort; all of them if no sort is named."""
        if wanted is None:
            return -1
        return sum(1 << bit for bit, key in enumerate(self.keys) if wanted(key))

    def _tables(self) -> None:
        diagrams = self.diagrams
        depth, everything = diagrams.depth, (1 << len(self.boxes)) - 1
        # By level, the boxes that have each set of atoms, but for those that have all.
        having: list[dict[int, int]] = [{} for _ in diagrams.full]
        narrow = diagrams.narrow
        self._narrow = [narrow(masks) for masks in self.boxes]
        bit = 1
        for masks, levels in zip(self.boxes, self._narrow, strict=True):
            for level in levels:
                mask = masks[level]
                boxes = having[level]
                boxes[mask] = boxes.get(mask, 0) | bit
            bit <<= 1
        self._having = having
        self.nonfull = [sum(boxes.values()) for boxes in having]
        self._cells: list[list[tuple[int, int]] | None] = [None] * depth
        # By level, and by whether what is whole there differs, how boxes are split.
        self._splits: list[list[dict[int, list[tuple[int, int, int]]]]] = [
            [{} for _ in diagrams.full] for _ in (False, True)
        ]
        self.full_from = [everything] * (depth + 1)
        for level in range(depth - 1, -1, -1):
            self.full_from[level] = self.full_from[level + 1] & ~self.nonfull[level]

    def cells(self, level: int) -> list[tuple[int, int]]:
        """The atoms of a level in sets that no box tells apart, each with the boxes around it."""
        found = self._cells[level]
        if found is None:
            having = self._having[level]
            cells = [self.diagrams.full[level]]
            for mask in having:
                cells = [part for cell in cells for part in (cell & mask, cell & ~mask) if part]
            found = self._cells[level] = [
                (sum(bits for mask, bits in having.items() if mask & cell), cell) for cell in cells
            ]
        return found

    def split(
        self, level: int, here: int, there: int, anywhere: bool
    ) -> list[tuple[int, int, int]]:
        """
        The boxes left alive on each side at some atoms of a level, and those atoms.

        `here` and `there` are the boxes that are narrower on that level, by side. Unless what is
        whole there differs (`anywhere`), atoms at which nothing does are left out.
        """
        known, key = self._splits[anywhere][level], here << self.width | there
        parts = known.get(key)
        if parts is None:
            within = self.diagrams.full[level] if anywhere else self._reached(level, here ^ there)
            parts = [
                (alive & here, alive & there, mask)
                for alive, mask in self._parts(level, here | there, within)
                if anywhere or (alive & here ^ alive & there) & self.differing
            ]
            known[key] = parts
        return parts

    def _reached(self, level: int, apart: int) -> int:
        """The atoms of a level that boxes reach which say something of their own."""
        found = 0
        apart &= self.differing
        while apart:
            bit = apart.bit_length() - 1
            apart ^= 1 << bit
            found |= self.boxes[bit][level]
        return found

    def _parts(self, level: int, telling: int, within: int) -> Iterable[tuple[int, int]]:
        """Which of some boxes have some atoms of a level, and those atoms."""
        if telling.bit_count() > _FEW or self.diagrams.full[level].bit_count() <= _SMALL:
            groups: dict[int, int] = {}
            for bits, cell in self.cells(level):
                if cell & within:
                    alive = telling & bits
                    groups[alive] = groups.get(alive, 0) | cell
            return groups.items()
        parts = [(0, within)]
        while telling:
            low = telling & -telling
            telling ^= low
            mask = self.boxes[low.bit_length() - 1][level]
            told, parts = parts, []
            for alive, cell in told:
                inside = cell & mask
                if inside:
                    parts.append((alive | low, inside))
                if inside != cell:
                    parts.append((alive, cell ^ inside))
        return parts

    def run(self) -> Result:
        """Slice by slice of level 0, so that what is decided stays decided."""
        diagrams = self.diagrams
        children: dict[int, int] = {}
        undecided = 0
        whole = ~self.nonfull[0]
        before, after = self.in_before & whole, self.in_after & whole
        parts = self.split(
            0,
            self.in_before ^ before,
            self.in_after ^ after,
            (before ^ after) & self.differing != 0,
        )
        # Those where least is said come first: so most are decided before work runs out.
        for here, there, mask in sorted(parts, key=lambda part: (part[0] | part[1]).bit_count()):
            try:
                child = self.go(1, before | here, after | there)
            except OutOfWork:
                undecided |= mask
                continue
            children[child] = children.get(child, 0) | mask
        # What is decided is put together, whatever work is left.
        diagrams.work = max(diagrams.work, 1)
        return Result(diagrams.make(0, children), undecided)

    def alive(self, level: int, live: int) -> int:
        """The live boxes that can still matter below a level, where one is whole from there on."""
        full = live & self.full_from[level]
        silent = full & self.silent
        if silent:
            return silent & -silent
        for bits in self.classes:
            top = full & bits
            if top:
                live &= ~(bits & ((1 << top.bit_length() - 1) - 1))
        return live

    def near(self, apart: int) -> int:
        """The boxes that have a scenario in common with any of some: only there they matter."""
        found = 0
        rest = apart
        near = self._near
        while rest:
            low = rest & -rest
            rest ^= low
            found |= near.get(low) or self._meeting(low)
        near[apart] = found
        return found

    def _meeting(self, low: int) -> int:
        found = -1
        place = low.bit_length() - 1
        masks = self.boxes[place]
        for level in self._narrow[place]:
            mask, meeting = masks[level], ~self.nonfull[level]
            for other, bits in self._having[level].items():
                if other & mask:
                    meeting |= bits
            found &= meeting
        self._near[low] = found
        return found

    def go(self, level: int, before: int, after: int) -> int:
        """The difference below a level, given the boxes alive on each side."""
        full = self.full_from[level]
        if (before | after) & full:
            if before & full:
                before = self.alive(level, before)
            if after & full:
                after = self.alive(level, after)
        # Where a side needs something live, what silences it makes no difference.
        apart = (before ^ after) & self.differing
        if not apart:
            return EMPTY
        if apart.bit_count() <= _FEW_APART:
            near = self._near.get(apart) or self.near(apart)
            before &= near
            after &= near
        live = before | after
        if not live & self.telling:
            return EMPTY
        needed = self.needed
        if needed != -1 and not (before & needed and after & needed):
            return EMPTY
        diagrams, nonfull = self.diagrams, self.nonfull
        depth = diagrams.depth
        while level < depth and not live & nonfull[level]:
            level += 1
        if level == depth:
            value = self.reading.differs(self.leaf(before), self.leaf(after))
            return EMPTY if value is None else diagrams.terminal(value)
        width = self.width
        memo, key = self.memo[level], before << width | after
        found = memo.get(key)
        if found is None:
            diagrams.spend()
            children: dict[int, int] = {}
            differing, asked = self.differing, self.asked[level]
            whole = ~nonfull[level]
            # What is whole here, and what of the rest is left at some of the atoms.
            old, new = before & whole, after & whole
            anywhere = (old ^ new) & differing != 0
            rest = old << width | new
            for here, there, mask in self.split(level, before ^ old, after ^ new, anywhere):
                if anywhere and not (here ^ there ^ old ^ new) & differing:
                    continue
                both = rest | here << width | there
                child = asked.get(both)
                if child is None:
                    child = asked[both] = self.go(level + 1, old | here, new | there)
                if child:
                    children[child] = children.get(child, 0) | mask
            found = memo[key] = diagrams.make(level, children)
        return found

    def leaf(self, live: int) -> Hashable:
        """What one side says where these boxes are alive."""
        if live not in self.leaves:
            keys: dict[Key, None] = {}
            rest = live
            while rest:
                bit = rest.bit_length() - 1
                rest ^= 1 << bit
                keys[self.keys[bit]] = None
            self.leaves[live] = self.reading.leaf(tuple(keys))
        return self.leaves[live]
