"""Boxes put together say at every point what the strongest of them says, however they are cut."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

import pytest

from policykit.scenarios.diagram import EMPTY, Diagrams, Masks
from policykit.scenarios.joint import (
    Entry,
    Key,
    coalesced,
    difference,
    meeting,
    told_apart,
    without_repeats,
)
from policykit.scenarios.outcomes import (
    IMPOSSIBLE,
    OTHERWISE,
    OUTCOMES,
    PERMITTED,
    PROHIBITED,
    REQUIRED,
)
from policykit.scenarios.space import subtract
from tests.test_diagrams import FULL, Points, inside, points

SEEDS = range(30)
NAMES = {
    IMPOSSIBLE: "unstated",
    PROHIBITED: "prohibited",
    REQUIRED: "required",
    PERMITTED: "permitted",
    OTHERWISE: "prohibited",
}


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


def outcome(all_: Iterable[Entry], point: tuple[int, ...]) -> str:
    live = [key[0] for key, masks in all_ if point in inside(masks)]
    return NAMES[max(live)] if live else "unstated"


@pytest.mark.parametrize("many", [1, 4, 9, 20])
@pytest.mark.parametrize("seed", SEEDS)
def test_outcomes_differ_where_the_strongest_boxes_say_so(seed: int, many: int) -> None:
    dice = random.Random(f"{seed} {many}")
    shared = entries(dice, dice.randint(0, 2), [IMPOSSIBLE])
    common = entries(dice, many // 2)
    before = [*common, *entries(dice, many)]
    after = [*split(dice, common), *entries(dice, many)]
    diagrams = Diagrams(FULL)
    found = difference(diagrams, before, after, OUTCOMES, shared)
    assert found.undecided == 0
    expected: dict[Any, set[tuple[int, ...]]] = {}
    for point in inside(FULL):
        pair = outcome([*before, *shared], point), outcome([*after, *shared], point)
        if pair[0] != pair[1]:
            expected.setdefault(pair, set()).add(point)
    assert diagrams.values(found.node) == expected.keys()
    for pair, held in expected.items():
        assert points(diagrams, diagrams.where(found.node, pair)) == held


@pytest.mark.parametrize("seed", SEEDS)
def test_what_says_the_same_in_other_boxes_does_not_differ(seed: int) -> None:
    dice = random.Random(seed)
    before = entries(dice, 6)
    after = split(dice, split(dice, before))
    assert difference(Diagrams(FULL), before, after, OUTCOMES).node == EMPTY
    common, ours, theirs = told_apart(before, after, (), len(FULL))
    assert by_key([*common, *ours]) == by_key([*common, *theirs])


def test_atoms_that_only_boxes_elsewhere_tell_apart_fare_alike() -> None:
    """With many boxes at one atom; what splits the second level lies at the other."""
    many, halves = 15, (0b000111, 0b111000)
    before: list[Entry] = [
        ((PERMITTED, ""), (0b01, halves[bit % 2], 1 << bit, 1 << bit)) for bit in range(many)
    ]
    after: list[Entry] = [
        ((REQUIRED if bit % 3 else PERMITTED, ""), (0b01, halves[bit % 2], 1 << bit, 1 << bit))
        for bit in range(many)
    ]
    elsewhere: list[Entry] = [
        ((PERMITTED, ""), (0b10, 0b000001 << bit, 1 << bit, 1 << bit)) for bit in range(6)
    ]
    every = (1 << many) - 1  # told apart on two levels, they stay apart
    diagrams = Diagrams((0b11, 0b111111, every, every))
    found = difference(diagrams, [*before, *elsewhere], after, OUTCOMES)
    changed = diagrams.union(
        [
            diagrams.box((0b01, halves[bit % 2], 1 << bit, 1 << bit))
            for bit in range(many)
            if bit % 3
        ]
    )
    assert diagrams.where(found.node, ("permitted", "required")) == changed
    gone = diagrams.union([diagrams.box(masks) for _, masks in elsewhere])
    assert diagrams.where(found.node, ("permitted", "unstated")) == gone


@pytest.mark.parametrize("seed", SEEDS)
def test_work_that_runs_out_leaves_undecided_what_it_did_not_reach(seed: int) -> None:
    dice = random.Random(seed)
    before, after = entries(dice, 12), entries(dice, 12)
    whole = Diagrams(FULL)
    node = difference(whole, before, after, OUTCOMES).node
    for work in range(0, 2_000_000 - whole.work, 3):
        diagrams = Diagrams(FULL, work)
        found = difference(diagrams, before, after, OUTCOMES)
        assert found.undecided
        decided = {p for p in points(whole, node) if not found.undecided >> p[0] & 1}
        assert points(diagrams, found.node) == decided
    enough = Diagrams(FULL, 2_000_000 - whole.work)
    assert difference(enough, before, after, OUTCOMES).undecided == 0


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


@pytest.mark.parametrize("seed", SEEDS)
def test_what_lies_in_another_box_that_says_the_same_is_left_out(seed: int) -> None:
    dice = random.Random(seed)
    some, others = entries(dice, 12, [2, 3]), entries(dice, 6, [2, 3, 4])
    kept = without_repeats(some, others)

    def repeats(one: Entry) -> bool:
        return any(
            key == one[0] and masks != one[1] and inside(one[1]) <= inside(masks)
            for key, masks in (*some, *others)
        )

    assert kept == [one for one in some if not repeats(one)]


@pytest.mark.parametrize("seed", SEEDS)
def test_two_sides_are_told_apart_without_loss(seed: int) -> None:
    dice = random.Random(seed)
    shared, alike = entries(dice, 2, [IMPOSSIBLE]), entries(dice, 5)
    before, after = [*alike, *entries(dice, 3)], [*split(dice, alike), *entries(dice, 3)]
    common, ours, theirs = told_apart(before, after, shared, len(FULL))
    assert not {*ours} & {*theirs}
    if ours or theirs:
        assert by_key([*common, *ours]) == by_key([*before, *shared, *common])
        assert by_key([*common, *theirs]) == by_key([*after, *shared, *common])
        for side in (before, after):
            lot = by_key([*side, *shared])
            assert all(held <= lot[key] for key, held in by_key(common).items())
    assert told_apart(before, before[::-1], shared, len(FULL)) == ([], [], [])


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
