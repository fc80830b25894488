"""Boxes put together, told apart and found by place hold the same points as before."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from policykit.scenarios.boxes import (
    Entry,
    Key,
    coalesced,
    less,
    meeting,
    told_apart,
    without_repeats,
)
from policykit.scenarios.diagram import Masks
from policykit.scenarios.outcomes import IMPOSSIBLE
from policykit.scenarios.space import subtract
from tests.test_diagrams import FULL, Points, inside

SEEDS = range(30)


def boxes(dice: random.Random, many: int) -> list[Masks]:
    return [tuple(dice.randint(1, mask) for mask in FULL) for _ in range(many)]


def entries(dice: random.Random, many: int, strengths: Iterable[int] = (1, 2, 3, 4)) -> list[Entry]:
    pool = [*strengths]
    return [((dice.choice(pool), ""), masks) for masks in boxes(dice, many)]


def split(dice: random.Random, all_: list[Entry]) -> list[Entry]:
    """The same, each box cut in two somewhere, some told twice, in another order."""
    found = []
    for key, masks in all_:
        level = dice.randrange(len(FULL))
        part = masks[level] & dice.randint(0, FULL[level])
        cut = [mask for mask in (part, masks[level] & ~part) if mask]
        found += [(key, (*masks[:level], mask, *masks[level + 1 :])) for mask in cut]
    dice.shuffle(found)
    return found + found[:2]


def by_key(all_: Iterable[Entry]) -> dict[Key, Points]:
    found: dict[Key, Points] = {}
    for key, masks in all_:
        found[key] = found.get(key, frozenset()) | inside(masks)
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_coalesced_boxes_are_the_same_and_no_two_of_them_are_one(seed: int) -> None:
    dice = random.Random(seed)
    one = entries(dice, 5, [2, 3])
    found = coalesced(split(dice, split(dice, one)), len(FULL))
    assert by_key(found) == by_key(one)
    for place, (key, masks) in enumerate(found):
        for other_key, other in found[place + 1 :]:
            apart = sum(a != b for a, b in zip(masks, other, strict=True))
            assert key != other_key or apart > 1
    [(key, masks)] = coalesced(split(dice, one[:1]), len(FULL))
    assert (key, masks) == one[0]


@pytest.mark.parametrize("many", [12, 60])
@pytest.mark.parametrize("seed", SEEDS)
def test_what_lies_in_another_box_that_says_the_same_is_left_out(seed: int, many: int) -> None:
    dice = random.Random(seed)
    some, others = entries(dice, many, [2, 3]), entries(dice, 6, [2, 3, 4])
    some = list(dict.fromkeys(some))
    kept = without_repeats(some, others)

    def repeats(one: Entry) -> bool:
        return any(
            key == one[0] and masks != one[1] and inside(one[1]) <= inside(masks)
            for key, masks in (*some, *others)
        )

    assert kept == [one for one in some if not repeats(one)]
    assert without_repeats([], others) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_two_sides_are_told_apart_without_loss(seed: int) -> None:
    dice = random.Random(seed)
    shared, alike = entries(dice, 2, [IMPOSSIBLE]), entries(dice, 5)
    before, after = [*alike, *entries(dice, 3)], [*split(dice, alike), *entries(dice, 3)]
    common, ours, theirs = told_apart(before, after, shared, len(FULL))
    assert not {*ours} & {*theirs}
    assert all(all(masks) for _, masks in (*common, *ours, *theirs))
    if ours or theirs:
        assert by_key([*common, *ours]) == by_key([*before, *shared, *common])
        assert by_key([*common, *theirs]) == by_key([*after, *shared, *common])
        for side in (before, after):
            lot = by_key([*side, *shared])
            assert all(held <= lot[key] for key, held in by_key(common).items())
    assert told_apart(before, before[::-1], shared, len(FULL)) == ([], [], [])


@pytest.mark.parametrize("level", [0, 1, 2])
def test_of_a_box_with_an_atom_more_that_atom_alone_is_not_shared(level: int) -> None:
    key, full = (2, ""), (7, 7, 7)

    def box(mask: int, rest: int = 1) -> Masks:
        return tuple(mask if at == level else rest for at in range(len(full)))

    common, ours, theirs = told_apart([(key, box(3))], [(key, box(6))], [], len(full))
    assert common == [(key, box(2))]
    assert (ours, theirs) == ([(key, box(1))], [(key, box(4))])
    assert told_apart([(key, box(3))], [(key, box(7))], [], len(full))[1:] == ([], [(key, box(4))])
    # Where they say something else, differ twice or share nothing, nothing is set aside.
    for other in (((3, ""), box(6)), (key, box(6, 3)), (key, box(4))):
        found = told_apart([(key, box(3))], [other], [], len(full))
        assert found == ([], [(key, box(3))], [other])


def test_regions_are_named_in_order_whatever_finds_them_first() -> None:
    regions = [[(1 << place, 1)] for place in range(9)]
    assert meeting(regions, [(1 << 8, 1), (1, 1)], (511, 1)) == [0, 8]


@pytest.mark.parametrize("seed", SEEDS)
def test_regions_meet_boxes_where_they_have_a_point_in_common(seed: int) -> None:
    dice = random.Random(seed)
    regions = [boxes(dice, dice.randint(0, 2)) for _ in range(6)]
    some = boxes(dice, dice.randint(0, 3))
    expected = [
        place
        for place, region in enumerate(regions)
        if any(inside(a) & inside(b) for a in region for b in some)
    ]
    assert meeting(regions, some, FULL) == expected
    assert meeting(regions, [FULL], FULL) == [at for at, region in enumerate(regions) if region]


@pytest.mark.parametrize("seed", SEEDS)
def test_boxes_less_a_box_are_what_is_left_and_do_not_overlap(seed: int) -> None:
    dice = random.Random(seed)
    whole, *holes = boxes(dice, 4)
    found = [whole]
    for hole in holes:
        found = subtract(found, hole)
        assert all(all(box) for box in found)
    left = inside(whole).difference(*map(inside, holes))
    assert frozenset().union(*map(inside, found)) == left
    assert sum(len(inside(box)) for box in found) == len(left)
    # What a hole does not touch stays as it is.
    apart = [(1, 1, 1), (6, 3, 15)]
    assert subtract(apart, (1, 2, 15)) == apart


@pytest.mark.parametrize("seed", SEEDS)
def test_a_box_less_others_is_a_box_in_it_less_parts_of_them(seed: int) -> None:
    dice = random.Random(seed)
    nothing = 0
    for _ in range(60):
        (box,) = boxes(dice, 1)
        others = boxes(dice, dice.randint(0, 4))
        left = inside(box) - frozenset().union(*map(inside, others))
        found = less(box, others)
        if found is None:
            nothing += 1
            assert not left
            continue
        tight, holes = found
        assert inside(tight) - frozenset().union(*map(inside, holes)) == left
        assert inside(tight) <= inside(box)
        assert len(holes) <= len(others)
        for hole in holes:
            assert inside(hole) < inside(tight)
            assert not any(inside(hole) < inside(other) for other in holes)
            # A slab is no exception: the box is narrower instead.
            assert sum(mask != own for mask, own in zip(hole, tight, strict=True)) > 1
    assert nothing
