"""Boxes of two sides that cover the same together are told apart from what differs."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable

import pytest

from policykit.scenarios.boxes import Entry, settled, told_apart
from policykit.scenarios.diagram import Masks
from policykit.scenarios.space import subtract

FULL = (0b111, 0b1111, 0b11)
POINTS = list(itertools.product(*([1 << bit for bit in range(m.bit_length())] for m in FULL)))


def covered(entries: Iterable[Entry]) -> dict[object, set[Masks]]:
    found: dict[object, set[Masks]] = {}
    for key, masks in entries:
        found.setdefault(key, set()).update(
            point
            for point in POINTS
            if all(mask & bit for mask, bit in zip(masks, point, strict=True))
        )
    return found


def box(dice: random.Random) -> Masks:
    return tuple(dice.randrange(1, full + 1) for full in FULL)


def pieces(dice: random.Random, masks: Masks) -> list[Masks]:
    """A box in pieces, cut out of each other along any coordinates; they may overlap."""
    hole = box(dice)
    inside = tuple(mask & cut for mask, cut in zip(masks, hole, strict=True))
    rest = subtract([masks], hole)
    if not all(inside) or not rest:
        return [masks]
    return [inside, *(part for one in rest for part in pieces(dice, one))]


@pytest.mark.parametrize("seed", range(300))
def test_neither_side_says_more_or_less_than_before(seed: int) -> None:
    dice = random.Random(seed)
    keys = [(1, ""), (2, ""), (2, "x")]
    before, after, shared = (
        [(dice.choice(keys), box(dice)) for _ in range(dice.randrange(8))] for _ in range(3)
    )
    told = told_apart(before, after, shared, len(FULL))
    common, old, new = settled(*told)
    assert covered([*common, *old]) == covered([*told[0], *told[1]])
    assert covered([*common, *new]) == covered([*told[0], *told[2]])
    assert len(old) <= len(told[1])
    assert len(new) <= len(told[2])


@pytest.mark.parametrize("seed", range(300))
def test_what_is_only_cut_otherwise_differs_in_nothing(seed: int) -> None:
    dice = random.Random(seed)
    key = (2, "")
    boxes = [box(dice) for _ in range(3)]
    before, after = ([(key, part) for one in boxes for part in pieces(dice, one)] for _ in range(2))
    other = [((4, ""), box(dice))]
    assert settled([], before, after)[1:] == ([], [])
    common, old, new = settled([], [*before, *other], after)
    assert (old, new) == (other, [])
    assert covered(common) == covered(before)
