"""Clauses far from every change are left alone, and none that is near."""

from __future__ import annotations

import random
from itertools import pairwise, product
from operator import and_
from pathlib import Path
from typing import Any

import pytest

import policykit
from policykit.comparison.search import Search
from policykit.library.compiled import WORK
from policykit.scenarios.diagram import Masks
from policykit.scenarios.outcomes import Rule
from tests.worlds.checking import readable
from tests.writing import version

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
    check(Search(versions[before], versions[after], "2026-01-01", None, WORK))


def test_they_are_in_worlds_where_overlays_patch_every_field() -> None:
    alike, far = 0, 0
    for seed in range(250):
        made, (before, after) = readable(seed)
        search = Search(before, after, made.on or "2026-01-01", made.jurisdiction, WORK)
        check(search)
        alike += len(search.both._same)
        far += sum(
            len(search.both._same - search.both._reaching(rule.boxes))
            for rule in search.both.rules[0]
        )
    # There was something to find, and something to leave alone.
    assert alike > 100
    assert far > 100


SHARE: dict[str, Any] = {"id": "a", "kind": "disclosure", "recipients": ["advertiser"]}
KEEP = {"id": "z", "kind": "retention", "personal_data": ["name"]}


@pytest.mark.parametrize(
    "far",
    [
        {
            **SHARE,
            "personal_data": ["name"],
            "overlays": {"DE": {"personal_data": ["phone_number"]}},
        },
        {**SHARE, "personal_data": ["phone_number"], "jurisdictions": {"except": ["DE"]}},
        {**SHARE, "personal_data": ["phone_number"], "jurisdictions": ["EU"]},
        {**SHARE, "personal_data": ["phone_number"], "operations": ["disclosure", "transfer"]},
        {"id": "a", "kind": "notice", "applies_to": ["disclosure"], "recipients": ["advertiser"]},
        {"id": "a", "kind": "notice", "applies_to": ["use"], "personal_data": ["phone_number"]},
    ],
)
def test_a_clause_reaches_as_far_as_it_says(far: dict[str, Any]) -> None:
    search = Search(
        version([far, KEEP]),
        version([far, {**KEEP, "personal_data": ["phone_number"]}], "2.0.0"),
        "2026-01-01",
        None,
        WORK,
    )
    check(search)
    full, position = search.space.full, search.space.position
    for named in product(("DE", "BR"), ("disclosure", "use", "transfer"), ("phone_number", "name")):
        masks = list(full)
        for field, term in zip(("jurisdiction", "operation", "personal_data"), named, strict=True):
            level = position[field]
            masks[level] = search.space.coordinates[level].masks[0].get(term, full[level])
        near = [rule for rule in search.both.rules[1] if meets(rule, tuple(masks))]
        assert search.both.meeting(1, tuple(masks)) == near


def check(search: Search) -> None:
    """What is near some boxes is what meets them, and what reaches into what changed is known."""
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
