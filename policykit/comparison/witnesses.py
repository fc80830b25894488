"""
Scenarios found at random that prove which way permissions changed, where and for what.

A scenario that is permitted more than before proves `broader`, one that is permitted less
`narrower`, and both together `mixed`, whatever else there is. Where little changed few are found,
and nothing is concluded; where everything did, the first hundred settle nearly every country.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

from policykit.comparison.search import Search
from policykit.model import OPERATIONS
from policykit.scenarios.diagram import Masks
from policykit.scenarios.outcomes import PERMITTED, PROHIBITED, REQUIRED

_ROUNDS: Final = 12
"""How many scenarios of each box are tried."""

_MOST: Final = 20_000
"""How many scenarios are tried in all."""


class Ways(NamedTuple):
    """The atoms of places where a scenario is permitted more, and where one is permitted less."""

    broader: int = 0
    narrower: int = 0

    def with_(self, other: Ways) -> Ways:
        """Both together."""
        return Ways(self.broader | other.broader, self.narrower | other.narrower)

    def mixed(self) -> int:
        """Where permissions changed both ways."""
        return self.broader & self.narrower


def witnessed(search: Search, places: int) -> Mapping[str, Ways]:
    """The ways in which permissions are seen to change in some places, by operation."""
    level = search.space.position["operation"]
    masks = search.space.coordinates[level].masks[1]
    found = {name: Ways() for name in OPERATIONS if name in masks}
    open_ = set(found)
    points = _Points(search)
    for point in points.tried(places):
        name = next(name for name in found if masks[name] >> point[level] & 1)
        if name in open_:
            found[name] = found[name].with_(points.ways(point, places))
            if not places & ~found[name].mixed():
                open_.remove(name)
        if not open_:
            break
    return found


def seen_to_be_mixed(search: Search) -> bool:
    """Whether a scenario is seen that is permitted more than before, and one permitted less."""
    points = _Points(search)
    seen = Ways()
    for point in points.tried(search.within):
        seen = seen.with_(points.ways(point, search.within))
        if seen.broader and seen.narrower:
            return True
    return False


class _Points:
    """Scenarios of both versions, without their places, and what holds of them in each place."""

    def __init__(self, search: Search) -> None:
        self.full = search.space.full
        self.impossible = search.space.impossible
        self.dice = random.Random(0)  # noqa: S311  the same every time
        self.sides = [
            [(rule.strength, masks) for rule in rules for masks in rule.boxes]
            for rules in search.both.rules
        ]
        # Whatever differs lies in them.
        self.alone = [box for side in search.both.changed for said in side for box in said.boxes]
        self.all = [(1 << len(side)) - 1 for side in self.sides]
        self.containing = cache(self._containing)

    def tried(self, places: int) -> Iterator[tuple[int, ...]]:
        """Scenarios, each as the place of its atom on each level but the first: so many at most."""
        return map(self._within, islice(self._boxes(places), _MOST))

    def _boxes(self, places: int) -> Iterator[Masks]:
        """The boxes that one side has alone in some places, shuffled, again and again."""
        alone = [box for box in self.alone if box[0] & places]
        for _ in range(_ROUNDS):
            yield from self.dice.sample(alone, len(alone))

    def _within(self, box: Masks) -> tuple[int, ...]:
        return (0, *(self._bit(mask) for mask in box[1:]))

    def _bit(self, mask: int) -> int:
        for _ in range(self.dice.randrange(mask.bit_count())):
            mask &= mask - 1
        return (mask & -mask).bit_length() - 1

    def _containing(self, side: int, level: int, bit: int) -> int:
        """Which boxes of a side contain an atom of a level."""
        return sum(
            1 << number
            for number, (_, masks) in enumerate(self.sides[side])
            if masks[level] >> bit & 1
        )

    def ways(self, point: tuple[int, ...], places: int) -> Ways:
        """Where a scenario is permitted more, and where less."""
        for masks in self.impossible:
            if all(mask >> bit & 1 for mask, bit in zip(masks[1:], point[1:], strict=True)):
                places &= ~masks[0]
        old, new = (self._permitting(side, point, places) for side in (0, 1))
        return Ways(
            new[1] & ~old[1] | new[0] & ~old[0],
            old[1] & ~new[1] | old[0] & ~new[0],
        )

    def _permitting(self, side: int, point: tuple[int, ...], places: int) -> tuple[int, int]:
        """Where a scenario is at least permitted on a side, and where it is required."""
        live = self.all[side]
        for level, bit in enumerate(point[1:], 1):
            live &= self.containing(side, level, bit)
        where = {PROHIBITED: 0, REQUIRED: 0, PERMITTED: 0}
        while live:
            number = live.bit_length() - 1
            live ^= 1 << number
            strength, masks = self.sides[side][number]
            if strength in where:
                where[strength] |= masks[0] & places
        free = ~where[PROHIBITED]
        return (where[PERMITTED] | where[REQUIRED]) & free, where[REQUIRED] & free
