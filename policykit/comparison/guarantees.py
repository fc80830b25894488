"""Guarantees that moved: commitments that hold for scenarios, where both versions allow them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from policykit.comparison.changes import CommitmentChange
from policykit.comparison.pieces import MANY, Giving, pieces
from policykit.comparison.search import Search, Speaking
from policykit.scenarios.outcomes import (
    OTHERWISE,
    PERMITTED,
    PROHIBITED,
    REQUIRED,
    Promise,
    Rule,
    plain,
)
from policykit.scenarios.statements import Tier
from policykit.vocabulary import Commitment


def guarantees(search: Search) -> Iterator[CommitmentChange]:
    """Commitments that hold for scenarios, where both versions allow them."""
    names: dict[str, None] = {}
    for side in search.both.close:
        for rule in side:
            names.update(dict.fromkeys(rule.normal.get("commitments", {})))
    for name in names:
        kind = _commitment(search, name)
        if kind.combine == "clause":
            continue
        promise = Promise(kind)
        entries = partial(promise.entries, search.space)
        node = search.difference(search.both, entries, promise.reading)
        yield from _moved(search, node, promise)


def _commitment(search: Search, name: str) -> Commitment:
    new = search.after.header.side.vocabulary.commitments
    return new.get(name) or search.before.header.side.vocabulary.commitments[name]


def _moved(search: Search, node: int, promise: Promise) -> Iterator[CommitmentChange]:
    diagrams = search.levels.diagrams
    found: Any = diagrams.values(node)
    for before, after, direction in sorted(found, key=repr):
        region = diagrams.where(node, (before, after, direction))
        moves = _moved_in(search, region, promise, (before, after, direction))
        yield from search.told(region, promise.kind.id, moves)


def _moved_in(
    search: Search, region: int, promise: Promise, moved: tuple[Any, Any, Any]
) -> Iterator[CommitmentChange]:
    before, after, direction = moved
    search.moves.add(direction)
    old = _promising(search, 0, region, promise)
    new = _promising(search, 1, region, promise)
    values = plain(promise.shown(before)), plain(promise.shown(after))

    def told() -> Iterator[Tier]:
        if search.altered(*(_allowing(search, side, region) for side in (0, 1))) > MANY:
            giving = (_giving(search, 1, promise, after), _giving(search, 0, promise, before))
            yield Tier(pieces(search, region, *giving), 0)
        yield from search.tiers(region, old, new, newest=True)

    for one in search.say(region, promise.kind.id, search.both, told()):
        sides, why = search.sides(old, new, one)
        yield CommitmentChange(
            commitment=promise.kind.id,
            before=values[0],
            after=values[1],
            direction=direction,
            jurisdictions=one.part.jurisdictions,
            scenario=one.part.scenario,
            except_=one.except_,
            clauses=sides,
            causes=why,
            message=search.words.commitment(promise.kind, *values, one),
        )


def _giving(search: Search, side: int, promise: Promise, guarantee: Sequence[Any]) -> Giving | None:
    """What gives one side its guarantee, where one box does."""
    value, *more = guarantee
    found = promise.powers(search.space, side, search.both.rules[side], value)
    return Giving(*found) if found and not more else None


def _allowing(search: Search, side: int, region: int) -> list[Speaking]:
    """What may allow some of a region."""
    return [search.speaking(side, region, lambda rule: rule.strength in (PERMITTED, REQUIRED))]


def _promising(search: Search, side: int, region: int, promise: Promise) -> list[Speaking]:
    """What allows a region or states the commitment there."""
    alternative = promise.kind.combine == "alternative"

    def speaks(rule: Rule) -> bool:
        if rule.strength in (PROHIBITED, OTHERWISE):
            return False
        states = promise.kind.id in rule.normal.get("commitments", {})
        return states or (alternative and rule.strength in (PERMITTED, REQUIRED))

    return [search.speaking(side, region, speaks)]
