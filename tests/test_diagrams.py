"""Sets of scenarios as diagrams do what sets of points do, and equal sets are equal nodes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from policykit.scenarios.diagram import ALL, EMPTY, Diagrams, Masks, OutOfWork
from policykit.scenarios.fitting import Fitted, Fitting, boxes, enlarged, first_box, freed

FULL: Masks = (0b111, 0b11, 0b1111)
POINTS = frozenset(product(*(range(mask.bit_count()) for mask in FULL)))
Points = frozenset[tuple[int, ...]]


def inside(masks: Masks) -> Points:
    return frozenset(
        point
        for point in POINTS
        if all(mask >> atom & 1 for mask, atom in zip(masks, point, strict=True))
    )


def points(diagrams: Diagrams, node: int) -> Points:
    """The points of a set, read off its edges."""

    def holds(node: int, point: tuple[int, ...]) -> bool:
        while node != EMPTY and diagrams.level[node] < diagrams.depth:
            level = diagrams.level[node]
            below = [child for mask, child in diagrams.edges[node] if mask >> point[level] & 1]
            assert len(below) <= 1, "edges carry disjoint sets"
            node = below[0] if below else EMPTY
        return node != EMPTY

    return frozenset(point for point in POINTS if holds(node, point))


def sets(seed: int, many: int) -> tuple[Diagrams, list[tuple[int, Points]]]:
    """Random sets, each made as a union of boxes in a random order."""
    dice = random.Random(seed)
    diagrams = Diagrams(FULL)
    found: list[tuple[int, Points]] = [(EMPTY, frozenset()), (ALL, POINTS)]
    for _ in range(many):
        boxes = [tuple(dice.randint(0, mask) for mask in FULL) for _ in range(dice.randint(0, 4))]
        node = diagrams.union([diagrams.box(masks) for masks in boxes])
        found.append((node, frozenset().union(*map(inside, boxes))))
    return diagrams, found


def reduced(diagrams: Diagrams) -> None:
    """No node tests what does not matter, has an edge for nothing, or is there twice."""
    seen = set()
    for node, (level, edges) in enumerate(zip(diagrams.level, diagrams.edges, strict=True)):
        if level == diagrams.depth:
            continue
        masks = [mask for mask, _ in edges]
        children = [child for _, child in edges]
        assert edges, node
        assert all(masks), node
        assert sum(masks) <= diagrams.full[level], node
        assert EMPTY not in children, node
        assert len(set(children)) == len(children), node
        assert masks != [diagrams.full[level]], node
        assert all(diagrams.level[child] > level for child in children), node
        assert (level, frozenset(edges)) not in seen, node
        seen.add((level, frozenset(edges)))


SEEDS = range(25)


@pytest.mark.parametrize("seed", SEEDS)
def test_sets_are_put_together_as_points_are(seed: int) -> None:
    diagrams, found = sets(seed, 6)
    node_of: dict[Points, int] = {}
    for node, held in found:
        assert points(diagrams, node) == held
        assert node_of.setdefault(held, node) == node
    for one, a in found:
        for other, b in found:
            for node, held in (
                (diagrams.both(one, other), a & b),
                (diagrams.less(one, other), a - b),
                (diagrams.either(one, other), a | b),
            ):
                assert points(diagrams, node) == held
                assert node_of.setdefault(held, node) == node
            assert diagrams.overlap(one, other) == bool(a & b)
    reduced(diagrams)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_set_is_counted_measured_and_cut_as_its_points_are(seed: int) -> None:
    diagrams, found = sets(seed, 8)
    dice = random.Random(seed)
    for node, held in found:
        assert diagrams.count(node) == len(held)
        masks = tuple(dice.randint(1, mask) for mask in FULL)
        assert diagrams.contains(node, masks) == (inside(masks) <= held)
        assert diagrams.meets(node, masks) == bool(inside(masks) & held)
        for level, whole in enumerate(FULL):
            for atom in range(whole.bit_count()):
                cut = {point for point in held if point[level] == atom}
                free = {(*p[:level], x, *p[level + 1 :]) for p in cut for x in range(4)} & POINTS
                kept = diagrams.cofactor(node, level, 1 << atom)
                assert points(diagrams, kept) == free
        if held:
            wide = [sum(1 << atom for atom in {p[level] for p in held}) for level in range(3)]
            assert diagrams.hull(node) == tuple(wide)
            first = first_box(diagrams, node)
            assert all(first)
            assert inside(first) <= held
            at = node
            for level, mask in enumerate(first):
                if diagrams.level[at] == level:
                    edges = dict(diagrams.edges[at])
                    assert mask.bit_count() == max(map(int.bit_count, edges))
                    assert mask == min(one for one in edges if one.bit_count() == mask.bit_count())
                    at = edges[mask]
    reduced(diagrams)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_found_of_one_box_or_one_set_may_be_kept(seed: int) -> None:
    diagrams, found = sets(seed, 10)
    dice = random.Random(seed)
    masks = tuple(dice.randint(1, mask) for mask in FULL)
    held, apart = dict[int, bool](), set[int]()
    pairs = set[tuple[int, int]]()
    for node, points_ in found:
        assert diagrams.contains(node, masks, held) == (inside(masks) <= points_)
        assert diagrams.meets(node, masks, apart) == bool(inside(masks) & points_)
        for other, others in found:
            assert diagrams.overlap(node, other, pairs) == bool(points_ & others)
    inner = {node for node, _ in found if diagrams.level[node] < diagrams.depth}
    assert held.keys() >= inner
    assert apart >= {node for node in inner if not diagrams.meets(node, masks)}
    assert all(
        (one, other) in pairs
        for one in inner
        for other in inner
        if one != other and not diagrams.overlap(one, other)
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_box_is_enlarged_as_far_as_it_stays_in_the_set(seed: int) -> None:
    diagrams, found = sets(seed, 8)
    for node, held in found:
        if not held:
            continue
        first = first_box(diagrams, node)
        wide = enlarged(diagrams, node, first)
        assert inside(first) <= inside(wide) <= held
        for level, whole in enumerate(FULL):
            for atom in range(whole.bit_count()):
                more = (*wide[:level], wide[level] | 1 << atom, *wide[level + 1 :])
                assert more == wide or not inside(more) <= held
        whole_ = freed(diagrams, node, first)
        assert inside(whole_) <= held
        for one, before, full in zip(whole_, first, FULL, strict=True):
            assert one in (before, full)
        # The last levels come first.
        expected = list(first)
        for level in (2, 1, 0):
            free = (*expected[:level], FULL[level], *expected[level + 1 :])
            if inside(free) <= held:
                expected[level] = FULL[level]
        assert whole_ == tuple(expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_free_is_taken_in_wherever_that_frees_a_level(seed: int) -> None:
    diagrams, found = sets(seed, 8)
    for node, held in found:
        if held:
            wide = enlarged(diagrams, node, first_box(diagrams, node))
            for free, _ in found:
                loose = diagrams.either(node, free)
                assert freed(diagrams, loose, wide, free) == freed(diagrams, loose, wide)
    # Of two levels that cannot both be free it is the last.
    either = diagrams.either(diagrams.box((1, 1, 15)), diagrams.box((1, 3, 1)))
    assert freed(diagrams, either, (1, 1, 1)) == (1, 1, 15)
    # The last cannot be, and the one before it can.
    rest = diagrams.box((1, 2, 1))
    one = diagrams.either(diagrams.box((1, 1, 1)), rest)
    assert freed(diagrams, one, (1, 1, 1), rest) == (1, 3, 1)


def fitted(
    diagrams: Diagrams, node: int, within: int, free: int, limit: int
) -> tuple[list[Masks], int]:
    return Fitting(node, boxes(diagrams, node, within, free)).first(limit)


@pytest.mark.parametrize("seed", SEEDS)
def test_boxes_cover_a_set_and_keep_to_what_they_may(seed: int) -> None:
    diagrams, found = sets(seed, 6)
    for node, held in found:
        for free, loose in found:
            told, rest = fitted(diagrams, node, node, free, 100)
            assert rest == EMPTY
            covered = frozenset().union(*map(inside, told))
            assert held <= covered <= held | loose
            few, left = fitted(diagrams, node, node, free, 1)
            assert few == told[:1]
            assert points(diagrams, left) == held - frozenset().union(*map(inside, few))
    one, rest_of_level = diagrams.box((1, 3, 15)), diagrams.box((6, 3, 15))
    assert fitted(diagrams, one, one, rest_of_level, 9) == ([FULL], EMPTY)
    assert fitted(diagrams, one, one, diagrams.box((2, 3, 15)), 9) == ([(1, 3, 15)], EMPTY)
    assert fitted(diagrams, ALL, ALL, EMPTY, 0) == ([], ALL)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_set_is_parted_by_a_box_and_a_scenario_is_in_it(seed: int) -> None:
    diagrams, found = sets(seed, 12)
    dice = random.Random(seed)
    for place, (node, held) in enumerate(found):
        if held and place % 2:
            diagrams.hull(node)  # where it is known it may decide
        for _ in range(4):
            masks = tuple(dice.randint(0, mask) | dice.randint(0, mask) for mask in FULL)
            left, cut = diagrams.outside(node, masks), diagrams.inside(node, masks)
            assert points(diagrams, left) == held - inside(masks)
            assert points(diagrams, cut) == held & inside(masks)
            assert left == diagrams.less(node, diagrams.box(masks))
            assert cut == diagrams.both(node, diagrams.box(masks))
        assert diagrams.outside(node, FULL) == EMPTY
        assert diagrams.inside(node, FULL) == node
        if held:
            around = diagrams.hull(node)
            assert diagrams.outside(node, around) == EMPTY
            assert diagrams.inside(node, around) == node
        if held:
            (point,) = inside(diagrams.point(node))
            assert point in held
    low = diagrams.terminal("low")
    part = diagrams.box((3, 3, 15))
    kept = diagrams.outside(diagrams.both(low, part), (1, 3, 15))
    assert diagrams.values(kept) == {"low"}
    assert diagrams.values(diagrams.inside(low, (1, 3, 15))) == {"low"}


@pytest.mark.parametrize("seed", SEEDS)
def test_boxes_that_were_found_are_found_no_second_time(seed: int) -> None:
    diagrams, found = sets(seed, 6)
    for node, _ in found:
        made = 0

        def counted(node: int = node) -> Iterator[Fitted]:
            nonlocal made
            for one in boxes(diagrams, node, node, EMPTY):
                made += 1
                yield one

        fitting = Fitting(node, counted())
        every, _ = fitted(diagrams, node, node, EMPTY, 100)
        assert fitting.first(0) == ([], node)
        most = 0
        for limit in (1, 3, 2, 100, 2):
            masks, rest = fitting.first(limit)
            most = max(most, limit)
            assert made == min(most, len(every))
            assert masks == every[:limit]
            assert points(diagrams, rest) == points(diagrams, node) - {
                one for box in masks for one in inside(box)
            }


@pytest.mark.parametrize("seed", SEEDS)
def test_partitions_keep_their_values(seed: int) -> None:
    diagrams, found = sets(seed, 6)
    dice = random.Random(seed)
    (_, a), (_, b) = first, second = found[-2:]
    low, high = diagrams.terminal("low"), diagrams.terminal("high")
    assert diagrams.terminal("low") == low != high
    only = diagrams.less(first[0], second[0])
    made = {low: diagrams.both(low, only), high: diagrams.both(high, second[0])}
    # Two disjoint partitions side by side: level by level, as a difference makes them.
    rows: dict[int, int] = {}
    for atom in range(3):
        parts: dict[int, int] = {}
        for other in range(2):
            leaf: dict[int, int] = {}
            for last in range(4):
                point = (atom, other, last)
                child = high if point in b else low if point in a else EMPTY
                leaf[child] = leaf.get(child, 0) | 1 << last
            child = diagrams.make(2, leaf)
            parts[child] = parts.get(child, 0) | 1 << other
        child = diagrams.make(1, parts)
        rows[child] = rows.get(child, 0) | 1 << atom
    node = diagrams.make(0, rows)
    values: dict[Any, Points] = {"low": a - b, "high": b}
    assert diagrams.values(node) == {value for value, held in values.items() if held}
    for value, held in values.items():
        assert points(diagrams, diagrams.where(node, value)) == held
    masks = diagrams.box(tuple(dice.randint(1, mask) for mask in FULL))
    for value in values:
        for kept, law in ((diagrams.both, True), (diagrams.less, False)):
            cut = diagrams.where(kept(node, masks), value)
            assert cut == (diagrams.both if law else diagrams.less)(
                diagrams.where(node, value), masks
            )
    assert diagrams.values(made[low]) == ({"low"} if a - b else set())
    assert diagrams.where(made[high], "high") == second[0]
    assert diagrams.where(node, "nowhere") == EMPTY


def test_work_is_counted_and_bounded() -> None:
    diagrams = Diagrams(FULL, work=2)
    diagrams.box((1, 3, 15))
    assert diagrams.box((1, 3, 15)) == 2  # there already: no work
    diagrams.terminal("value")
    assert diagrams.terminal("value") == 3
    assert diagrams.work == 0
    with pytest.raises(OutOfWork, match="ask about less at once"):
        diagrams.box((2, 3, 15))


def test_the_result_of_equal_operations_is_remembered() -> None:
    diagrams, found = sets(3, 8)
    for one, _ in found:
        for other, _ in found:
            for work in (diagrams.both, diagrams.less, diagrams.either):
                once = work(one, other)
                before = diagrams.work
                size = len(diagrams.level)
                assert work(one, other) == once
                assert (before, size) == (diagrams.work, len(diagrams.level))
