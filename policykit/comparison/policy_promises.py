"""
Commitments of two policies that hold for no scenario: all that each promises, place by place.

Clauses of two policies are not paired, so what counts is what a policy promises in any clause.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any, NamedTuple

from policykit.comparison.promises import (
    Cases,
    Moved,
    by_clause,
    direction_of,
    promise_key,
    shown_cases,
)
from policykit.library.compiled import Compiled
from policykit.vocabulary import Commitment


class Promised(NamedTuple):
    """A promise in some places: the clause that makes it, what it is, and its cases."""

    clause: str
    key: Hashable
    cases: Cases
    places: int


class PolicyPromise(NamedTuple):
    """A commitment that two policies do not make alike in some places."""

    kind: Commitment
    before: Any
    after: Any
    direction: Moved
    places: int
    clauses: tuple[tuple[str, ...], tuple[str, ...]]


def promised(both: Compiled, side: int, kind: Commitment) -> list[Promised]:
    """What each clause of a side promises of a kind, where no scenario is concerned."""
    found = []
    for clause, variant in both.placed(side):
        stated = variant.normal.get("commitments", {}).get(kind.id)
        if stated is not None and by_clause(clause, kind):
            cases = tuple(stated) if isinstance(stated, list) else (stated,)
            found.append(Promised(clause.id, promise_key(kind, cases), cases, variant.places))
    return found


def policy_promises(
    kind: Commitment, one: Sequence[Promised], other: Sequence[Promised], within: int
) -> Iterator[PolicyPromise]:
    """
    Where two policies promise different things of a kind, one entry for each pair of promises.

    Where a policy makes several at once, each that the other does not make is an entry of its own.
    """
    found: dict[tuple[Hashable, Hashable], PolicyPromise] = {}
    for places, sides in _classes(one, other, within):
        for left, right in _pairs(sides):
            cases = (left[0].cases if left else (), right[0].cases if right else ())
            direction = direction_of(kind, *cases)
            if direction is None:
                continue
            key = (left[0].key if left else None, right[0].key if right else None)
            so_far = found.get(key)
            found[key] = PolicyPromise(
                kind,
                shown_cases(kind, cases[0]),
                shown_cases(kind, cases[1]),
                direction,
                places | (so_far.places if so_far else 0),
                (
                    _ids(so_far.clauses[0] if so_far else (), left),
                    _ids(so_far.clauses[1] if so_far else (), right),
                ),
            )
    yield from found.values()


def _ids(so_far: tuple[str, ...], made: Sequence[Promised]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*so_far, *(one.clause for one in made))))


_Sides = tuple[dict[Hashable, list[Promised]], dict[Hashable, list[Promised]]]


def _classes(
    one: Sequence[Promised], other: Sequence[Promised], within: int
) -> Iterator[tuple[int, _Sides]]:
    """Places with the same promises on both sides, and those promises by what they are."""
    parts: list[tuple[int, tuple[tuple[int, Promised], ...]]] = [(within, ())]
    for side, made in ((0, one), (1, other)):
        for promise in made:
            split = []
            for places, held in parts:
                if inside := places & promise.places:
                    split.append((inside, (*held, (side, promise))))
                if outside := places & ~promise.places:
                    split.append((outside, held))
            parts = split
    for places, held in parts:
        sides: _Sides = ({}, {})
        for side, promise in held:
            sides[side].setdefault(promise.key, []).append(promise)
        yield places, sides


def _pairs(sides: _Sides) -> Iterator[tuple[list[Promised], list[Promised]]]:
    """What is set against what."""
    one, other = sides
    if len(one) < 2 and len(other) < 2:
        yield next(iter(one.values()), []), next(iter(other.values()), [])
        return
    yield from ((made, []) for key, made in one.items() if key not in other)
    yield from (([], made) for key, made in other.items() if key not in one)
