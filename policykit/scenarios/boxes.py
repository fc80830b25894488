"""
Boxes that say something: put together, told apart from those of another side, found by place.

What splits a rule without changing it, such as a term spelled out as its parts, is undone here, so
that only what is really different is left to look at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from functools import reduce
from itertools import chain, combinations, compress, count, cycle, product, starmap
from math import prod
from operator import and_, ne, or_
from typing import Final, TypeAlias

from policykit.scenarios.diagram import Masks
from policykit.scenarios.space import subtract

Key: TypeAlias = tuple[int, Hashable]
"""What a box says: its strength (the greater decides) and a value."""

Entry: TypeAlias = tuple[Key, Masks]

_SAME: Final[Key] = (0, "")
"""What boxes say that are only put together."""

_MOST_PIECES: Final = 64
"""How many pieces of a box are looked at to see whether others cover it."""

_FEW: Final = 16
"""Up to how many entries or boxes are looked at one by one."""

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
    if len(found) <= _FEW and not any(starmap(_alike_but_once, combinations(found.values(), 2))):
        return list(found.values())
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


def _alike_but_once(one: Entry, other: Entry) -> bool:
    return one[0] == other[0] and sum(map(ne, one[1], other[1])) == 1


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
            if column.count(column[0]) == len(column):
                self.shares.append({column[0]: 0})
                self.odd.append(set())
                continue
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
        if not self.odd[level]:
            return False
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
    if len(entries) <= _FEW:
        all_ = _by_key(every)
        return [(key, masks) for key, masks in entries if _alone(masks, all_[key])]
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


def _alone(masks: Masks, near: Sequence[Masks]) -> bool:
    """Whether a box lies in no other one of some, among which it is."""
    # Where it is widest the fewest hold it.
    for level in sorted(range(len(masks)), key=lambda level: -masks[level].bit_count()):
        if len(near) == 1:
            return True
        mask = masks[level]
        near = [own for own in near if not mask & ~own[level]]
    return len(near) == 1


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
    both = _in_common(only_before, only_after, depth)
    return [*common, *both], only_before, only_after


def _in_common(before: list[Entry], after: list[Entry], depth: int) -> list[Entry]:
    """
    What boxes of both sides have in common that say the same and differ on one coordinate alone.

    It is taken out of them, so that a term more or less in a clause leaves that term alone.
    """
    found: list[Entry] = []
    levels = _apart_on(before, after)
    for level in range(depth):
        if levels is not None and level not in levels:
            continue
        places: dict[tuple[Key, Masks, Masks], int] = {}
        for place, (key, masks) in enumerate(before):
            places[key, masks[:level], masks[level + 1 :]] = place
        for place, (key, masks) in enumerate(after):
            other = places.get((key, masks[:level], masks[level + 1 :]))
            if other is None:
                continue
            both = masks[level] & before[other][1][level]
            if both:
                found.append((key, (*masks[:level], both, *masks[level + 1 :])))
                before[other] = _without(before[other], level, both)
                after[place] = _without(after[place], level, both)
        before[:] = [one for one in before if one[1][level]]
        after[:] = [one for one in after if one[1][level]]
        levels = _apart_on(before, after)
    return found


def _apart_on(before: Sequence[Entry], after: Sequence[Entry]) -> set[int] | None:
    """The levels on which alone some box differs from one of the other side; None: too many."""
    if len(before) * len(after) > _FEW**2:
        return None
    found = set()
    for (key, masks), (other_key, others) in product(before, after):
        if key == other_key:
            levels = [*compress(count(), map(ne, masks, others))]
            if len(levels) == 1:
                found.add(levels[0])
    return found


def _without(entry: Entry, level: int, atoms: int) -> Entry:
    key, masks = entry
    return key, (*masks[:level], masks[level] & ~atoms, *masks[level + 1 :])


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


def less(box: Masks, others: Iterable[Masks]) -> tuple[Masks, list[Masks]] | None:
    """
    A box less others: a box in it, and what of the others cuts into that, in few boxes.

    None where a single one covers it. Where several do together, what is left is empty too, but
    not seen to be.
    """
    holes = {tuple(map(and_, box, other)) for other in others}
    holes = {hole for hole in holes if all(hole)}
    while True:
        found = [masks for _, masks in coalesced([(_SAME, hole) for hole in holes], len(box))]
        tight = list(box)
        for hole in found:
            within = [level for level, mask in enumerate(hole) if mask != box[level]]
            if not within:
                return None
            if len(within) == 1:
                tight[within[0]] &= ~hole[within[0]]
        if not all(tight):
            return None
        if tuple(tight) == box:
            break
        box = tuple(tight)
        holes = {tuple(map(and_, box, hole)) for hole in found}
        holes = {hole for hole in holes if all(hole)}
    return box, [masks for _, masks in without_repeats([(_SAME, hole) for hole in found], ())]


def covered(box: Masks, others: Sequence[Masks]) -> bool:
    """Whether other boxes cover a box together; no where that would take many pieces to see."""
    near = others
    if len(others) > _FEW:
        for level, mask in enumerate(box):
            near = [one for one in near if one[level] & mask]
    else:
        near = [one for one in others if all(map(and_, one, box))]
    if not near:
        return False
    # What covers most of it first.
    shares = {one: prod(map(int.bit_count, map(and_, one, box))) for one in near}
    if sum(shares.values()) < prod(map(int.bit_count, box)):
        return False
    rest = [box]
    for other in sorted(near, key=lambda one: -shares[one]):
        rest = subtract(rest, other)
        if not rest:
            return True
        if len(rest) > _MOST_PIECES:
            return False
    return False
