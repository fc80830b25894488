"""Guarantees that moved: commitments that hold for scenarios, where both versions allow them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from policykit.comparison.changes import CommitmentChange
from policykit.comparison.pieces import MANY, Speaking, pieces
from policykit.comparison.search import Search, Share
from policykit.scenarios.outcomes import (
    OTHERWISE,
    PERMITTED,
    PROHIBITED,
    REQUIRED,
    Promise,
    Rule,
    plain,
)
from policykit.scenarios.statements import Piece
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
    causes = [*search.altered(1, new), *search.altered(0, old)]
    values = plain(promise.shown(before)), plain(promise.shown(after))
    known: Iterator[Piece] = iter(())
    if len(old) + len(new) > MANY:
        known = _pieces(search, region, promise, (before, after))
    for one in search.say(region, promise.kind.id, search.both, causes, new or old, known):
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


def _pieces(
    search: Search, region: int, promise: Promise, guarantees: tuple[Any, Any]
) -> Iterator[Piece]:
    """A region as pieces, where that is how its guarantees come about."""
    sides = []
    for side, ((value, *more), rules) in enumerate(zip(guarantees, search.both.rules, strict=True)):
        found = promise.powers(search.space, side, rules, value)
        if found is None or more:
            return
        boxes, power = found
        sides.append(Speaking(boxes, [power]))
    yield from pieces(search, region, reversed(sides))


def _promising(search: Search, side: int, region: int, promise: Promise) -> list[Share]:
    """The clauses that allow a region or state the commitment there."""
    alternative = promise.kind.combine == "alternative"

    def speaks(rule: Rule) -> bool:
        if rule.strength in (PROHIBITED, OTHERWISE):
            return False
        states = promise.kind.id in rule.normal.get("commitments", {})
        return states or (alternative and rule.strength in (PERMITTED, REQUIRED))

    return search.shares(side, region, speaks)
