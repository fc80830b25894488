"""
Pieces of a change that many clauses have a part in: where boxes of both sides meet.

Which other boxes cut into such a piece is known, and need not be looked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import and_
from typing import Final, NamedTuple

from policykit.comparison.search import Search
from policykit.scenarios.boxes import less
from policykit.scenarios.diagram import EMPTY, Masks
from policykit.scenarios.statements import Piece

MANY: Final = 24
"""How many clauses that differ make too much of a change to look for the fewest words for it."""

_A_STEP: Final = 4
"""How many boxes can be looked at in one step of work."""


class Giving(NamedTuple):
    """
    What gives one side its value in a change.

    Of the boxes that cover a scenario those with the greatest power decide; `giving` are the powers
    with which they give the value. None do where it is what holds while nothing is said.
    """

    boxes: Sequence[tuple[int, Masks]]
    giving: Collection[int]

    def givers(self, full: Masks) -> Iterator[tuple[Masks, list[Masks]]]:
        """The boxes that give the value, each with those that are stronger."""
        if not self.giving:
            yield full, [masks for _, masks in self.boxes]
        for given in self.giving:
            stronger = [masks for power, masks in self.boxes if power > given]
            for masks in dict.fromkeys(masks for power, masks in self.boxes if power == given):
                yield masks, stronger


def pieces(
    search: Search, region: int, first: Giving | None, second: Giving | None
) -> Iterator[Piece]:
    """
    A region as pieces: a box that gives one side its value, where one gives the other side its.

    Together they are the region; none where it is not known what gives a side its value. Those of
    each box of the first side come one after the other.
    """
    if first is None or second is None:
        return
    diagrams, impossible = search.levels.diagrams, search.levels.impossible
    full = search.space.full
    hull = diagrams.hull(region)
    others = [*second.givers(full)]
    for one, over_one in first.givers(full):
        inside = _both(one, hull)
        if inside is None:
            continue
        near = _near(over_one, inside)
        diagrams.spend(len(others) // _A_STEP)
        for other, over_other in others:
            box = _both(inside, other)
            if box is None:
                continue
            diagrams.spend((len(near) + len(over_other)) // _A_STEP)
            cut = less(box, [*_near(near, box), *_near(over_other, box)])
            if cut is None:
                continue
            node = diagrams.less(diagrams.box(cut[0]), impossible)
            for hole in cut[1]:
                node = diagrams.outside(node, hole)
            if node != EMPTY:
                holes = [hole for hole in cut[1] if not diagrams.contains(impossible, hole)]
                yield Piece(node, (cut[0], holes))


def _both(one: Masks, other: Masks) -> Masks | None:
    found = tuple(map(and_, one, other))
    return found if all(found) else None


def _near(boxes: Iterable[Masks], box: Masks) -> list[Masks]:
    return [masks for masks in boxes if all(map(and_, masks, box))]
