"""Clauses far from every change are left alone, and none that is near."""

from __future__ import annotations

import random
from itertools import pairwise
from operator import and_
from pathlib import Path

import pytest

import policykit
from policykit.comparison.search import Search
from policykit.library.compiled import WORK
from policykit.scenarios.diagram import Masks
from policykit.scenarios.outcomes import Rule

LIBRARY = policykit.load(Path(__file__).parent.parent / "policies")
STEPS = [
    (name, before, after)
    for name in sorted(LIBRARY)
    for before, after in pairwise(LIBRARY[name].versions)
]


def meets(rule: Rule, box: Masks) -> bool:
    return any(all(map(and_, masks, box)) for masks in rule.boxes)


@pytest.mark.parametrize(("name", "before", "after"), STEPS[::4])
def test_rules_near_a_box_are_all_that_meet_it(name: str, before: str, after: str) -> None:
    versions = LIBRARY[name].versions
    search = Search(versions[before], versions[after], "2026-01-01", None, WORK)
    both, full = search.both, search.space.full
    dice = random.Random(0)
    every = [masks for rules in both.rules for rule in rules for masks in rule.boxes]
    for masks in dice.sample(every, min(20, len(every))):
        narrow = tuple(
            mask if dice.random() < 0.7 else whole for mask, whole in zip(masks, full, strict=True)
        )
        for side, rules in enumerate(both.rules):
            assert both.meeting(side, narrow) == [rule for rule in rules if meets(rule, narrow)]
    # Whatever differs lies in the boxes of what changed, and what reaches in there is known.
    changed = [masks for said in both.changed for one in said for masks in one.boxes]
    for side, rules in enumerate(both.rules):
        near = [rule for rule in rules if any(meets(rule, masks) for masks in changed)]
        assert both.close[side] == near


def test_where_little_changed_few_clauses_are_made_into_boxes() -> None:
    versions = LIBRARY["telegram/privacy"].versions
    few = 0
    for before, after in pairwise(versions):
        search = Search(versions[before], versions[after], "2026-01-01", None, WORK)
        clauses = sum(map(len, search.both._governing))
        few += len(search.both._made) < clauses // 4
    assert few > len(versions) // 2
