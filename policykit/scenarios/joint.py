"""
One joint refinement of two lists of boxes: where, and how, what they say differs.

Every box of both sides gets a bit; a box that both sides have gets the same bit. Going down the
coordinates, the set of boxes still alive on each side decides everything below, so a branch with
the same live boxes on both sides is pruned at once: the cost follows the change, not the policy.

Source: docs/semantics.md, "Algorithm"; after Liu and Gouda's firewall decision diagrams.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias

from policykit.scenarios.diagram import EMPTY, Diagrams, Masks, OutOfWork

Key: TypeAlias = tuple[int, Hashable]
"""What a box says: its strength (the greater decides) and a value."""

Entry: TypeAlias = tuple[Key, Masks]


class Reading(NamedTuple):
    """
    How the live boxes of one point are read.

    `leaf` turns the keys of the live boxes, strongest first, into what a side says there (None:
    nothing that could differ). `differs` turns what both sides say into a terminal's value, or
    None where there is no difference; it must be None for equals. With `strongest_decides` only
    the strongest box matters; keys of at least `silencing` strength make a side say nothing.
    """

    leaf: Callable[[tuple[Key, ...]], Hashable]
    differs: Callable[[Hashable, Hashable], Hashable | None]
    strongest_decides: bool
    silencing: int


class Result(NamedTuple):
    """The difference as a node; `undecided` holds the atoms of level 0 where work ran out."""

    node: int
    undecided: int


_MOST_PAIRS: Final = 8_000_000
"""How many pairs of boxes are compared before all are taken to meet."""


def meeting(
    regions: Sequence[Sequence[Masks]], boxes: Collection[Masks], full: Masks
) -> list[int]:
    """
    Which regions have a scenario in common with any of some boxes, by their places, in order.

    Where there are very many of both, all of them: that is never wrong, only more to look at.
    """
    rest = [(place, masks) for place, region in enumerate(regions) for masks in region]
    if len(rest) * len(boxes) > _MOST_PAIRS:
        return list(range(len(regions)))
    found: set[int] = set()
    for box in boxes:
        near = rest
        # The coordinate on which the box is narrowest leaves the fewest.
        levels = [level for level, mask in enumerate(box) if mask != full[level]]
        levels.sort(key=lambda level: box[level].bit_count() / full[level].bit_count())
        for level in levels:
            mask = box[level]
            near = [item for item in near if item[1][level] & mask]
        if near:
            found.update(place for place, _ in near)
            rest = [item for item in rest if item[0] not in found]
    return sorted(found)


def coalesced(entries: Iterable[Entry], depth: int) -> list[Entry]:
    """
    The same boxes, where two that say the same and differ on one coordinate are one.

    Undoes what only splits: a clause written as several, a term spelled out as its parts.
    """
    found = list(dict.fromkeys(entries))
    while True:
        before = len(found)
        for level in range(depth - 1, -1, -1):
            merged: dict[tuple[Key, Masks, Masks], int] = {}
            for key, masks in found:
                rest = (key, masks[:level], masks[level + 1 :])
                merged[rest] = merged.get(rest, 0) | masks[level]
            found = [(key, (*head, mask, *tail)) for (key, head, tail), mask in merged.items()]
        if len(found) == before:
            return found


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
        depth = diagrams.depth
        ours, theirs = dict.fromkeys(before), dict.fromkeys(after)
        common = [entry for entry in ours if entry in theirs] + list(shared)
        only_before = coalesced((entry for entry in ours if entry not in theirs), depth)
        only_after = coalesced((entry for entry in theirs if entry not in ours), depth)
        # Coalescing may have made boxes equal that were split differently.
        equal = set(only_before) & set(only_after)
        common += [entry for entry in only_before if entry in equal]
        only_before = [entry for entry in only_before if entry not in equal]
        only_after = [entry for entry in only_after if entry not in equal]
        tagged = (
            [(entry, True, True) for entry in common]
            + [(entry, True, False) for entry in only_before]
            + [(entry, False, True) for entry in only_after]
        )
        tagged.sort(key=lambda item: item[0][0][0])
        self.keys = [key for (key, _), _, _ in tagged]
        self.in_before = sum(1 << bit for bit, (_, here, _) in enumerate(tagged) if here)
        self.in_after = sum(1 << bit for bit, (_, _, here) in enumerate(tagged) if here)
        self._tables([masks for (_, masks), _, _ in tagged])
        self.silencing = sum(
            1 << bit for bit, (strength, _) in enumerate(self.keys) if strength >= reading.silencing
        )
        self.memo: dict[tuple[int, int, int], int] = {}
        self.leaves: dict[int, Hashable] = {}

    def _tables(self, boxes: list[Masks]) -> None:
        full = self.diagrams.full
        depth = len(full)
        self.cells: list[list[tuple[int, int]]] = []
        self.nonfull: list[int] = []
        for level in range(depth):
            bits_of: dict[int, int] = {}
            for bit, masks in enumerate(boxes):
                mask = masks[level]
                bits_of[mask] = bits_of.get(mask, 0) | 1 << bit
            cells = [full[level]]
            for mask in bits_of:
                if mask != full[level]:
                    cells = [part for cell in cells for part in (cell & mask, cell & ~mask) if part]
            self.cells.append(
                [
                    (sum(bits for mask, bits in bits_of.items() if mask & cell), cell)
                    for cell in cells
                ]
            )
            everywhere = bits_of.get(full[level], 0)
            self.nonfull.append(((1 << len(boxes)) - 1) & ~everywhere)
        self.full_from = [0] * (depth + 1)
        rest = (1 << len(boxes)) - 1
        self.full_from[depth] = rest
        for level in range(depth - 1, -1, -1):
            rest &= ~self.nonfull[level]
            self.full_from[level] = rest

    def run(self) -> Result:
        """Slice by slice of level 0, so that what is decided stays decided."""
        diagrams = self.diagrams
        groups: dict[tuple[int, int], int] = {}
        for bits, cell in self.cells[0]:
            pair = (self.in_before & bits, self.in_after & bits)
            groups[pair] = groups.get(pair, 0) | cell
        children: dict[int, int] = {}
        undecided = 0
        for (before, after), mask in groups.items():
            try:
                child = self.go(1, before, after)
            except OutOfWork:
                undecided |= mask
                continue
            children[child] = children.get(child, 0) | mask
        try:
            return Result(diagrams.make(0, children), undecided)
        except OutOfWork:
            return Result(EMPTY, diagrams.full[0])

    def alive(self, level: int, live: int) -> int:
        """The live boxes that can still matter below a level."""
        full = live & self.full_from[level]
        if not full:
            return live
        if self.reading.strongest_decides:
            top = full.bit_length() - 1
            return live >> top << top
        silent = full & self.silencing
        return silent & -silent if silent else live

    def go(self, level: int, before: int, after: int) -> int:
        """The difference below a level, given the boxes alive on each side."""
        if before == after:
            return EMPTY
        before, after = self.alive(level, before), self.alive(level, after)
        if before == after:
            return EMPTY
        diagrams = self.diagrams
        live = before | after
        while level < diagrams.depth and not live & self.nonfull[level]:
            level += 1
        if level == diagrams.depth:
            value = self.reading.differs(self.leaf(before), self.leaf(after))
            return EMPTY if value is None else diagrams.terminal(value)
        key = (level, before, after)
        found = self.memo.get(key)
        if found is None:
            diagrams.spend()
            groups: dict[tuple[int, int], int] = {}
            for bits, cell in self.cells[level]:
                here, there = before & bits, after & bits
                if here != there:
                    groups[here, there] = groups.get((here, there), 0) | cell
            children: dict[int, int] = {}
            for (here, there), mask in groups.items():
                child = self.go(level + 1, here, there)
                children[child] = children.get(child, 0) | mask
            found = self.memo[key] = diagrams.make(level, children)
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
