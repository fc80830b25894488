"""What differs between two lists of boxes is what differs at some point, however they are cut."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

import pytest

from policykit.scenarios.boxes import Entry, told_apart
from policykit.scenarios.diagram import EMPTY, Diagrams
from policykit.scenarios.joint import difference
from policykit.scenarios.outcomes import (
    IMPOSSIBLE,
    OTHERWISE,
    OUTCOMES,
    PERMITTED,
    PROHIBITED,
    REQUIRED,
)
from tests.test_boxes import SEEDS, by_key, entries, split
from tests.test_diagrams import FULL, inside, points

NAMES = {
    IMPOSSIBLE: "unstated",
    PROHIBITED: "prohibited",
    REQUIRED: "required",
    PERMITTED: "permitted",
    OTHERWISE: "prohibited",
}


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
    partly = False
    for work in range(0, 2_000_000 - whole.work, 3):
        diagrams = Diagrams(FULL, work)
        found = difference(diagrams, before, after, OUTCOMES)
        # The last step puts together what is decided.
        assert found.undecided or work == 2_000_000 - whole.work - 1
        partly |= bool(found.undecided and found.node)
        decided = {p for p in points(whole, node) if not found.undecided >> p[0] & 1}
        assert points(diagrams, found.node) == decided
    assert partly
    enough = Diagrams(FULL, 2_000_000 - whole.work)
    assert difference(enough, before, after, OUTCOMES).undecided == 0
