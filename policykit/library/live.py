"""
Which boxes of a version are live for a question, and what a version says where it is known.

Every box has a bit. A question meets some and lies inside of some; where those are the same, the
same boxes are live in all of its scenarios, and they alone say what holds there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from policykit.model import Outcome
from policykit.scenarios.diagram import Masks
from policykit.scenarios.outcomes import (
    OTHERWISE,
    PERMITTED,
    PROHIBITED,
    REQUIRED,
    Promise,
    Rule,
    guaranteed,
)
from policykit.scenarios.space import Space
from policykit.vocabulary import Commitment

_STRONGEST: Final[tuple[tuple[int, Outcome], ...]] = (
    (PROHIBITED, "prohibited"),
    (REQUIRED, "required"),
    (PERMITTED, "permitted"),
    (OTHERWISE, "prohibited"),
)


class Live:
    """
    The boxes of a version's rules, of the commitments they state, and of what is impossible.

    Every box has two bits: that it may be met, and, higher up, that it is not met in part only.
    What a value of a coordinate leaves of them is a whole number, and what values of several
    coordinates leave is the intersection. `everything` is what is left before anything is asked,
    `impossible` has the first bits of the impossible combinations.
    """

    def __init__(
        self, space: Space, rules: Sequence[Rule], commitments: Mapping[str, Commitment]
    ) -> None:
        self._boxes: list[Masks] = []
        self._clauses: list[str] = []
        powers: dict[int, int] = {}
        naming: dict[str, int] = {}
        for rule in rules:
            bits = self.add(rule.boxes)
            self._clauses += [rule.clause.id] * len(rule.boxes)
            powers[rule.strength] = powers.get(rule.strength, 0) | bits
            for name in rule.normal.get("commitments", {}):
                naming[name] = naming.get(name, 0) | bits
        self._powers = [
            (powers[strength], outcome) for strength, outcome in _STRONGEST if strength in powers
        ]
        allowing = powers.get(PERMITTED, 0) | powers.get(REQUIRED, 0)
        self._promises = [
            _Stated(self, space, commitments[name], rules, allowing & ~bits)
            for name, bits in naming.items()
            if commitments[name].combine != "clause"
        ]
        self.impossible = self.add(space.impossible)
        self._count = len(self._boxes)
        self._all = (1 << self._count) - 1
        self.everything = self._all << self._count | self._all
        # By level, which boxes have which set of atoms.
        self._sets: list[dict[int, int]] = [{} for _ in space.full]
        for bit, masks in enumerate(self._boxes):
            for sets, mask in zip(self._sets, masks, strict=True):
                sets[mask] = sets.get(mask, 0) | 1 << bit

    def add(self, boxes: Sequence[Masks]) -> int:
        """Give boxes bits of their own."""
        first = len(self._boxes)
        self._boxes += boxes
        return (1 << len(self._boxes)) - (1 << first)

    def of(self, level: int, mask: int) -> int:
        """What some atoms of a level leave."""
        met, whole = 0, self._all
        for some, bits in self._sets[level].items():
            if some & mask:
                met |= bits
                if mask & ~some:
                    whole &= ~bits
        return whole << self._count | met

    def read(self, left: int) -> tuple[int, int]:
        """The boxes that are met, and those of them that are met in part."""
        met = left & self._all
        return met, met & ~(left >> self._count)

    def answer(self, live: int) -> tuple[Outcome, tuple[str, ...], dict[str, Any]]:
        """The outcome where these boxes are live, the clauses that decide it, what is promised."""
        for bits, outcome in self._powers:
            deciding = live & bits
            if deciding:
                clauses = tuple(dict.fromkeys(self._clauses[bit] for bit in _bits(deciding)))
                return outcome, clauses, {} if outcome == "prohibited" else self._promised(live)
        return "unstated", (), {}

    def _promised(self, live: int) -> dict[str, Any]:
        held = {one.kind.id: one.held(live) for one in self._promises}
        return {name: value for name, value in held.items() if value is not None}


class _Stated:
    """One commitment, and the boxes in which rules that name it state a value or none."""

    def __init__(
        self, live: Live, space: Space, kind: Commitment, rules: Sequence[Rule], silent: int
    ) -> None:
        self.kind = kind
        naming = [rule for rule in rules if kind.id in rule.normal.get("commitments", {})]
        self._promise = Promise(kind)
        entries = [
            entry for entry in self._promise.entries(space, 0, naming) if entry[0][0] < PROHIBITED
        ]
        stated = live.add([masks for _, masks in entries])
        self._first = (stated & -stated).bit_length() - 1
        self._stated = stated
        self._keys = [key for key, _ in entries]
        # What allows a scenario and does not name the commitment promises nothing of it.
        self._silent = silent
        self._nothing = self._promise.nothing
        self._promise.reading.ranks({*self._keys, self._nothing})

    def held(self, live: int) -> Any:
        """What is guaranteed where these boxes are live and allow it; None if nothing is."""
        stated = (live & self._stated) >> self._first if self._stated else 0
        if not stated:
            return None
        keys = dict.fromkeys(self._keys[bit] for bit in _bits(stated))
        if live & self._silent:
            keys[self._nothing] = None
        guarantee = self._promise.reading.leaf(tuple(keys))
        return None if guarantee is None else guaranteed(self.kind, self._promise.shown(guarantee))


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
