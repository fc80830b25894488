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


_FEW: Final = 12
"""Up to how many boxes a set of atoms is split by one box after the other."""

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
        ours, theirs = dict.fromkeys([*shared, *before]), dict.fromkeys([*shared, *after])
        tagged = [(entry, True, entry in theirs) for entry in ours]
        tagged += [(entry, False, True) for entry in theirs if entry not in ours]
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
        full = self.diagrams.full
        depth = len(full)
        everything = (1 << len(self.boxes)) - 1
        # By level, the boxes that have each set of atoms.
        self._having: list[dict[int, int]] = []
        self.nonfull: list[int] = []
        columns = zip(*self.boxes, strict=True) if self.boxes else [()] * depth
        for whole, column in zip(full, columns, strict=True):
            having = {whole: everything}
            if column.count(whole) < len(column):
                having = dict.fromkeys(column, 0)
                for bit, mask in enumerate(column):
                    having[mask] |= 1 << bit
            self._having.append(having)
            self.nonfull.append(everything & ~having.get(whole, 0))
        self._cells: list[list[tuple[int, int]] | None] = [None] * depth
        self._splits: dict[tuple[int, int, int, bool], list[tuple[int, int, int]]] = {}
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
                if mask != self.diagrams.full[level]:
                    cells = [part for cell in cells for part in (cell & mask, cell & ~mask) if part]
            found = self._cells[level] = [
                (sum(bits for mask, bits in having.items() if mask & cell), cell) for cell in cells
            ]
        return found

    def split(self, level: int, before: int, after: int) -> list[tuple[int, int, int]]:
        """
        The boxes left alive on each side at some atoms of a level, and those atoms.

        Atoms that no box reaches that is alive on one side alone are left out.
        """
        telling = self.nonfull[level]
        here, there = before & telling, after & telling
        anywhere = (before ^ after) & self.differing & ~telling != 0
        key = level, here, there, anywhere
        parts = self._splits.get(key)
        if parts is None:
            within = self.diagrams.full[level] if anywhere else self._reached(level, here ^ there)
            parts = self._splits[key] = self._parts(level, here, there, within)
        before ^= here
        after ^= there
        if not before and not after:
            return parts
        return [(before | old, after | new, mask) for old, new, mask in parts]

    def _reached(self, level: int, apart: int) -> int:
        """The atoms of a level that boxes reach which say something of their own."""
        found = 0
        apart &= self.differing
        while apart:
            bit = apart.bit_length() - 1
            apart ^= 1 << bit
            found |= self.boxes[bit][level]
        return found

    def _parts(
        self, level: int, before: int, after: int, within: int
    ) -> list[tuple[int, int, int]]:
        telling = before | after
        groups: dict[tuple[int, int], int] = {}
        if telling.bit_count() > _FEW:
            for bits, cell in self.cells(level):
                if cell & within:
                    pair = before & bits, after & bits
                    groups[pair] = groups.get(pair, 0) | cell
            return [(old, new, mask) for (old, new), mask in groups.items()]
        groups[0, 0] = within
        while telling:
            low = telling & -telling
            telling ^= low
            mask = self.boxes[low.bit_length() - 1][level]
            here, there = before & low, after & low
            parts: dict[tuple[int, int], int] = {}
            for (old, new), cell in groups.items():
                inside = cell & mask
                if inside:
                    pair = old | here, new | there
                    parts[pair] = parts.get(pair, 0) | inside
                    cell ^= inside  # noqa: PLW2901  what is left of it
                if cell:
                    parts[old, new] = parts.get((old, new), 0) | cell
            groups = parts
        return [(old, new, mask) for (old, new), mask in groups.items()]

    def run(self) -> Result:
        """Slice by slice of level 0, so that what is decided stays decided."""
        diagrams = self.diagrams
        children: dict[int, int] = {}
        undecided = 0
        parts = self.split(0, self.in_before, self.in_after)
        # Those where least is said come first: so most are decided before work runs out.
        for before, after, mask in sorted(parts, key=lambda part: (part[0] | part[1]).bit_count()):
            try:
                child = self.go(1, before, after)
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
        for mask, whole, having in zip(
            self.boxes[low.bit_length() - 1], self.diagrams.full, self._having, strict=True
        ):
            if mask != whole:
                found &= sum(bits for other, bits in having.items() if other & mask)
        self._near[low] = found
        return found

    def go(self, level: int, before: int, after: int) -> int:
        """The difference below a level, given the boxes alive on each side."""
        # Where a side needs something live, what silences it makes no difference.
        if not (before ^ after) & self.differing:
            return EMPTY
        full = self.full_from[level]
        if (before | after) & full:
            if before & full:
                before = self.alive(level, before)
            if after & full:
                after = self.alive(level, after)
            if not (before ^ after) & self.differing:
                return EMPTY
        apart = (before ^ after) & self.differing
        if apart.bit_count() <= _FEW_APART:
            near = self._near.get(apart) or self.near(apart)
            before &= near
            after &= near
        diagrams = self.diagrams
        live = before | after
        if not live & self.telling:
            return EMPTY
        if self.needed != -1 and not (before & self.needed and after & self.needed):
            return EMPTY
        while level < diagrams.depth and not live & self.nonfull[level]:
            level += 1
        if level == diagrams.depth:
            value = self.reading.differs(self.leaf(before), self.leaf(after))
            return EMPTY if value is None else diagrams.terminal(value)
        memo, key = self.memo[level], before << self.width | after
        found = memo.get(key)
        if found is None:
            diagrams.spend()
            children: dict[int, int] = {}
            differing, width, asked = self.differing, self.width, self.asked[level]
            for here, there, mask in self.split(level, before, after):
                if (here ^ there) & differing:
                    both = here << width | there
                    child = asked.get(both)
                    if child is None:
                        child = asked[both] = self.go(level + 1, here, there)
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
