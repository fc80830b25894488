"""
One joint refinement of two lists of boxes: where, and how, what they say differs.

Every box of both sides gets a bit; a box that both sides have gets the same bit. Going down the
coordinates, the set of boxes still alive on each side decides everything below, so a branch with
the same live boxes on both sides is pruned at once: the cost follows the change, not the policy.

Source: docs/semantics.md, "Algorithm"; after Liu and Gouda's firewall decision diagrams.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from functools import reduce
from itertools import chain, cycle, groupby
from math import prod
from operator import or_
from typing import Final, NamedTuple, TypeAlias

from policykit.scenarios.diagram import EMPTY, Diagrams, Masks, OutOfWork
from policykit.scenarios.space import subtract

Key: TypeAlias = tuple[int, Hashable]
"""What a box says: its strength (the greater decides) and a value."""

Entry: TypeAlias = tuple[Key, Masks]


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

_MOST_PIECES: Final = 64
"""How many pieces of a box are looked at to see whether others cover it."""

_HOPELESS: Final = 20
"""Where of so many boxes not one is covered, none is taken to be."""

_MOST_PAIRS: Final = 8_000_000
"""How many pairs of boxes are compared before all are taken to meet."""


def meeting(regions: Sequence[Sequence[Masks]], boxes: Collection[Masks], full: Masks) -> list[int]:
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
    found = dict(enumerate(dict.fromkeys(entries)))
    apart = _Apart(found, depth)
    settled = 0
    for level in cycle(range(depth - 1, -1, -1)):
        if settled == depth or len(found) < 2:
            break
        settled += 1
        if not apart.only_on(level):
            continue
        first: dict[tuple[Key, Masks, Masks], int] = {}
        merged: set[int] = set()
        for place, (key, masks) in list(found.items()):
            kept = first.setdefault((key, masks[:level], masks[level + 1 :]), place)
            if kept != place:
                mask = found[kept][1][level] | masks[level]
                found[kept] = key, (*masks[:level], mask, *masks[level + 1 :])
                del found[place]
                merged.add(kept)
        if merged:
            settled = 1
            apart.merged(level, merged)
    return list(found.values())


_MODULUS: Final = (1 << 61) - 1


class _Apart:
    """
    Entries by place, each as a number too: a sum over its coordinates, less what is usual there.

    Entries that are equal but for one coordinate have equal numbers but for its share; others may
    by chance.
    """

    def __init__(self, entries: Mapping[int, Entry], depth: int) -> None:
        self.entries = entries
        self.sums = {place: hash(key) for place, (key, _) in entries.items()}
        self.shares: list[dict[int, int]] = []
        self.odd: list[set[int]] = []
        for level, column in enumerate(zip(*(masks for _, masks in entries.values()), strict=True)):
            times = Counter(column)
            usual = max(times, key=times.__getitem__)
            # Hashes would not do: those of two atoms that are 61 apart are the same.
            shares = {
                mask: pow(level + depth * (2 + n), 5, _MODULUS) for n, mask in enumerate(times)
            }
            shares[usual] = 0
            self.shares.append(shares)
            odd = {at for at, mask in zip(entries, column, strict=True) if mask != usual}
            self.odd.append(odd)
            for at in odd:
                self.sums[at] += shares[entries[at][1][level]]
        self.all = set(self.sums.values())

    def only_on(self, level: int) -> bool:
        """Whether two entries seem to differ on one level alone."""
        shares = self.shares[level]
        odd = [at for at in self.odd[level] if at in self.entries]
        rests = {self.sums[at] - shares[self.entries[at][1][level]] for at in odd}
        return len(rests) < len(odd) or not self.all.isdisjoint(rests)

    def merged(self, level: int, places: Iterable[int]) -> None:
        """Some entries have another set on a level, and others are no longer there."""
        depth, shares = len(self.shares), self.shares[level]
        self.sums = {place: self.sums[place] for place in self.entries}
        for place in places:
            key, masks = self.entries[place]
            mask = masks[level]
            if mask not in shares:
                shares[mask] = pow(level + depth * (2 + len(shares)), 5, _MODULUS)
            self.odd[level].add(place)
            self.sums[place] = hash(key) + sum(
                known[one] for known, one in zip(self.shares, masks, strict=True)
            )
        self.all = set(self.sums.values())


def without_repeats(entries: Sequence[Entry], others: Iterable[Entry]) -> list[Entry]:
    """The entries, less those that lie in another one, or in one of others, that says the same."""
    if not entries:
        return []
    keys = {key for key, _ in entries}
    every = list(dict.fromkeys(chain(entries, (one for one in others if one[0] in keys))))
    shapes = [0] * len(every)
    for level, column in enumerate(zip(*(masks for _, masks in every), strict=True)):
        widest = reduce(or_, column)
        for at, mask in enumerate(column):
            if mask != widest:
                shapes[at] |= 1 << level
    # By key and by the levels on which they are narrower than some other: what an entry lies in is
    # narrower on no level on which the entry is not.
    by_key: dict[Key, dict[int, list[Masks]]] = {}
    for (key, masks), shape in zip(every, shapes, strict=True):
        by_key.setdefault(key, {}).setdefault(shape, []).append(masks)
    shape_of = dict(zip(every, shapes, strict=True))
    around: dict[tuple[Key, int], tuple[list[int], list[Masks]]] = {}
    kept: list[Entry] = []
    for entry in entries:
        key, masks = entry
        shape = shape_of[entry]
        found = around.get((key, shape))
        if found is None:
            levels = [level for level in range(len(masks)) if shape >> level & 1]
            wider = [all_ for other, all_ in by_key[key].items() if not other & ~shape]
            found = around[key, shape] = levels, list(chain.from_iterable(wider))
        levels, near = found
        for level in levels:
            if len(near) == 1:
                break
            mask = masks[level]
            near = [other for other in near if not mask & ~other[level]]
        # What is left are the entry itself and what it lies in.
        if len(near) == 1:
            kept.append(entry)
    return kept


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


def told_apart(
    before: Iterable[Entry], after: Iterable[Entry], shared: Iterable[Entry], depth: int
) -> tuple[list[Entry], list[Entry], list[Entry]]:
    """What both sides say, and what each says alone, in as few boxes as is cheap to find."""
    ours, theirs = dict.fromkeys(before), dict.fromkeys(after)
    common = dict.fromkeys(shared)
    common |= dict.fromkeys(entry for entry in ours if entry in theirs)
    sides = []
    for side in (ours, theirs):
        # A copy that lies in another box would keep the pieces of that one from coming together.
        alone = without_repeats([one for one in side if one not in common], common)
        merged = coalesced(alone, depth)
        sides.append(alone if len(merged) == len(alone) else without_repeats(merged, common))
    # Coalescing may have made boxes equal that were split differently.
    equal = set(sides[0]) & set(sides[1])
    common |= dict.fromkeys(entry for entry in sides[0] if entry in equal)
    only_before, only_after = ([one for one in side if one not in equal] for side in sides)
    if not only_before and not only_after:
        return [], [], []
    return list(common), only_before, only_after


def settled(
    common: Sequence[Entry], before: Sequence[Entry], after: Sequence[Entry]
) -> tuple[list[Entry], list[Entry], list[Entry]]:
    """
    What `told_apart` gives, less boxes of both sides that cover the same together.

    A box is settled if the settled boxes of the other side that say the same cover it, with those
    that both have. So clauses split along several coordinates, and put together otherwise, differ
    in nothing.
    """
    shared, old, new = (_by_key(entries) for entries in (common, before, after))
    for key in old.keys() & new.keys():
        both = shared.get(key, [])
        sides = old[key], new[key]
        while all(sides):
            kept = tuple(
                [masks for masks in own if covered(masks, [*other, *both])]
                for own, other in (sides, sides[::-1])
            )
            if kept == sides:
                break
            # Where nearly nothing is covered it is another rule, not the same in other words.
            few = sum(map(len, kept)) * _HOPELESS < sum(map(len, sides))
            sides = ([], []) if few else (kept[0], kept[1])
        if all(sides):
            gone = set(sides[0]), set(sides[1])
            common = [*common, *((key, masks) for masks in sides[0])]
            before = [one for one in before if one[0] != key or one[1] not in gone[0]]
            after = [one for one in after if one[0] != key or one[1] not in gone[1]]
    return list(common), list(before), list(after)


def _by_key(entries: Iterable[Entry]) -> dict[Key, list[Masks]]:
    found: dict[Key, list[Masks]] = {}
    for key, masks in entries:
        found.setdefault(key, []).append(masks)
    return found


def covered(box: Masks, others: Sequence[Masks]) -> bool:
    """Whether other boxes cover a box together; no where that would take many pieces to see."""
    near = others
    for level, mask in enumerate(box):
        near = [one for one in near if one[level] & mask]
        if not near:
            return False
    rest = [box]
    # What covers most of it first.
    shares = {
        one: prod((mask & own).bit_count() for mask, own in zip(one, box, strict=True))
        for one in near
    }
    for other in sorted(near, key=lambda one: -shares[one]):
        rest = subtract(rest, other)
        if not rest:
            return True
        if len(rest) > _MOST_PIECES:
            return False
    return False


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
        common, only_before, only_after = told_apart(before, after, shared, diagrams.depth)
        tagged = (
            [(entry, True, True) for entry in common]
            + [(entry, True, False) for entry in only_before]
            + [(entry, False, True) for entry in only_after]
        )
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
        self.memo: dict[tuple[int, int, int], int] = {}
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
        self.nonfull: list[int] = []
        self._cells: list[list[tuple[int, int]] | None] = [None] * depth
        self._splits: dict[tuple[int, int, int, bool], list[tuple[int, int, int]]] = {}
        for level, whole in enumerate(full):
            bits = 0
            for bit, masks in enumerate(self.boxes):
                if masks[level] != whole:
                    bits |= 1 << bit
            self.nonfull.append(bits)
        self.full_from = [everything] * (depth + 1)
        for level in range(depth - 1, -1, -1):
            self.full_from[level] = self.full_from[level + 1] & ~self.nonfull[level]

    def cells(self, level: int) -> list[tuple[int, int]]:
        """The atoms of a level in sets that no box tells apart, each with the boxes around it."""
        found = self._cells[level]
        if found is None:
            bits_of: dict[int, int] = {}
            for bit, masks in enumerate(self.boxes):
                mask = masks[level]
                bits_of[mask] = bits_of.get(mask, 0) | 1 << bit
            cells = [self.diagrams.full[level]]
            for mask in bits_of:
                if mask != self.diagrams.full[level]:
                    cells = [part for cell in cells for part in (cell & mask, cell & ~mask) if part]
            found = self._cells[level] = [
                (sum(bits for mask, bits in bits_of.items() if mask & cell), cell) for cell in cells
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
        for before, after, mask in self.split(0, self.in_before, self.in_after):
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
        if full:
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
        if apart.bit_count() > _FEW_APART:
            return -1
        found = self._near.get(apart)
        if found is None:
            found = 0
            rest = apart
            while rest:
                bit = rest.bit_length() - 1
                rest ^= 1 << bit
                found |= self._meeting(bit)
            self._near[apart] = found
        return found

    def _meeting(self, bit: int) -> int:
        found = self._near.get(1 << bit)
        if found is None:
            one = self.boxes[bit]
            levels = [
                level for level, whole in enumerate(self.diagrams.full) if one[level] != whole
            ]
            near = list(enumerate(self.boxes))
            for level in levels:
                mask = one[level]
                near = [item for item in near if item[1][level] & mask]
            found = self._near[1 << bit] = sum(1 << other for other, _ in near)
        return found

    def go(self, level: int, before: int, after: int) -> int:
        """The difference below a level, given the boxes alive on each side."""
        # Where a side needs something live, what silences it makes no difference.
        if not (before ^ after) & self.differing:
            return EMPTY
        before, after = self.alive(level, before), self.alive(level, after)
        apart = (before ^ after) & self.differing
        if not apart:
            return EMPTY
        near = self.near(apart)
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
        key = (level, before, after)
        found = self.memo.get(key)
        if found is None:
            diagrams.spend()
            children: dict[int, int] = {}
            for here, there, mask in self.split(level, before, after):
                if (here ^ there) & self.differing:
                    child = self.go(level + 1, here, there)
                    if child:
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
