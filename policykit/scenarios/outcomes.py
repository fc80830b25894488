"""
What clauses say of a scenario: outcomes, and the values they promise, as boxes with keys.

Outcome, strongest first: prohibited, required, permitted, prohibited "otherwise", unstated.
Guarantee: with `alternative` the weakest value among the clauses that allow the scenario, absence
included, each first raised by any applying clause; with `limit` the tightest that is stated.

Source: docs/semantics.md, "Outcome" and "Commitments".
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from policykit.model import OPERATIONS, Clause, Outcome
from policykit.records import NamedTuple
from policykit.scenarios.boxes import Entry, Key
from policykit.scenarios.diagram import Masks
from policykit.scenarios.joint import SILENT, Rank, Reading
from policykit.scenarios.space import Space, subtract
from policykit.vocabulary import Commitment
from policykit.vocabulary.commitments import (
    canonical,
    compare_guarantees,
    ranked,
    same,
    strongest,
    weakest,
)

IMPOSSIBLE: Final = 5
PROHIBITED: Final = 4
REQUIRED: Final = 3
PERMITTED: Final = 2
OTHERWISE: Final = 1

_OUTCOMES: Final[Mapping[int, Outcome]] = {
    IMPOSSIBLE: "unstated",
    PROHIBITED: "prohibited",
    REQUIRED: "required",
    PERMITTED: "permitted",
    OTHERWISE: "prohibited",
}


class Said(NamedTuple):
    """
    What is said of the scenarios in some boxes, by a clause or by several.

    `strength` is that of its effect, 0 where only commitments are applied; `normal` a normal form
    that has the commitments.
    """

    normal: Mapping[str, Any]
    strength: int
    boxes: tuple[Masks, ...]


class Rule(NamedTuple):
    """A clause as it reads in some places, and what it says there."""

    clause: Clause
    normal: Mapping[str, Any]
    strength: int
    boxes: tuple[Masks, ...]


def strength(normal: Mapping[str, Any]) -> int:
    """How strong a clause's effect is; 0 for one that is no processing rule."""
    if normal["kind"] not in OPERATIONS:
        return 0
    match normal.get("effect", "permitted"):
        case "prohibited":
            return OTHERWISE if normal.get("otherwise") else PROHIBITED
        case "required":
            return REQUIRED
        case _:
            return PERMITTED


def outcome_entries(rules: Iterable[Rule | Said]) -> list[Entry]:
    """The boxes of processing rules, keyed by strength."""
    return [((rule.strength, ""), masks) for rule in rules if rule.strength for masks in rule.boxes]


def impossible_entries(boxes: Iterable[Masks]) -> list[Entry]:
    """Impossible combinations: stronger than everything, and the same on both sides."""
    return [((IMPOSSIBLE, ""), masks) for masks in boxes]


def _outcome(keys: tuple[Key, ...]) -> Hashable:
    return _OUTCOMES[keys[0][0]] if keys else "unstated"


def _differing(before: Hashable, after: Hashable) -> Hashable | None:
    return None if before == after else (before, after)


def _strengths(keys: Collection[Key]) -> Mapping[Key, Rank]:
    return {key: (SILENT + 1, key[0]) for key in keys}


OUTCOMES: Final = Reading(_outcome, _differing, _strengths)
"""Reads live boxes as outcomes; a terminal carries (before, after)."""


class Promise:
    """
    One commitment that holds for scenarios, as a reading and its entries.

    `values` maps the canonical form of each value met to the way an author wrote it.
    """

    def __init__(self, kind: Commitment) -> None:
        self.kind = kind
        self.values: dict[Hashable, Any] = {}
        self.absent = self._seen(kind.absent)
        self.nothing: Key = (
            PERMITTED,
            ("allow", None if kind.combine == "limit" else self.absent),
        )
        """What a rule says that allows and does not name the commitment."""
        self.reading = Reading(
            self._guarantee, self._moved, self._ranks, self._allows, self._promises
        )
        self._order: Mapping[Hashable, int] | None = None

    def _seen(self, value: Any) -> Hashable:
        found: Hashable = canonical(self.kind, value)
        self.values.setdefault(found, value)
        return found

    def _ranks(self, keys: Collection[Key]) -> Mapping[Key, Rank]:
        """
        What prohibits silences; what allows counts the more the weaker its value, what raises it
        the stronger. Values that cannot all be compared count each for itself.
        """
        self._order = ranked(self.kind, self.values)
        places = {value: place for place, value in enumerate(self.values)}
        found: dict[Key, Rank] = {}
        for key in keys:
            power, what = key
            if power >= PROHIBITED:
                found[key] = (SILENT, power)
                continue
            assert isinstance(what, tuple)
            role, value = what
            allows = role == "allow"
            if value is None:
                found[key] = (SILENT + 1, 0)
            elif self._order is None:
                found[key] = (SILENT + 2 + 2 * places[value] + allows, 0)
            else:
                rank = self._order[value]
                found[key] = (SILENT + 1, -rank) if allows else (SILENT + 2, rank)
        return found

    def entries(self, space: Space, side: int, rules: Iterable[Rule | Said]) -> list[Entry]:
        """The boxes of one side: what prohibits, what allows with which value, what raises it."""
        found: list[Entry] = []
        for rule in rules:
            if rule.strength == PROHIBITED:
                found += [((PROHIBITED, ""), masks) for masks in rule.boxes]
            elif rule.strength != OTHERWISE:
                found += self._of_rule(space, side, rule)
        return found

    def _of_rule(self, space: Space, side: int, rule: Rule | Said) -> Iterator[Entry]:
        stated = rule.normal.get("commitments", {}).get(self.kind.id)
        rest = list(rule.boxes)
        role = "allow" if rule.strength and self.kind.combine == "alternative" else "state"
        if stated is not None:
            for case in stated if isinstance(stated, list) else [stated]:
                if "value" not in case:
                    continue  # an overlay's conditions for a value that stands in none, that day
                value = self._seen(case["value"])
                applies = space.cases(side, case, rest)
                for masks in applies:
                    yield (PERMITTED, (role, value)), masks
                    rest = subtract(rest, masks)
        if rule.strength and self.kind.combine == "limit":
            for masks in rule.boxes:
                yield self.nothing, masks
        elif rule.strength:
            for masks in rest:
                yield self.nothing, masks

    def powers(
        self, space: Space, side: int, rules: Sequence[Rule], value: Hashable
    ) -> tuple[list[tuple[int, Masks]], set[int]] | None:
        """
        The boxes of one side with their powers, and the powers that give a value.

        Of the boxes that cover a scenario those with the greatest power decide. None where that
        is not so: where a clause states a value and allows nothing, or values cannot be compared.
        """
        name = self.kind.id
        if any(not rule.strength and name in rule.normal.get("commitments", {}) for rule in rules):
            return None
        entries = self.entries(space, side, rules)
        order = ranked(self.kind, self.values)
        if order is None:
            return None
        power: dict[Hashable, int] = {
            ("allow", None): -len(order) - 1,
            **{("state", one): place - len(order) for one, place in order.items()},
            **{("allow", one): -place for one, place in order.items()},
        }
        role = "state" if self.kind.combine == "limit" else "allow"
        giving = {power[role, value]}
        if role == "state" and value == self.absent:
            giving.add(power["allow", None])
        return [(power.get(what, own), masks) for (own, what), masks in entries], giving

    @staticmethod
    def _allows(key: Key) -> bool:
        _, what = key
        return isinstance(what, tuple) and what[0] == "allow"

    def _promises(self, key: Key) -> bool:
        """Whether it says more than what holds where nothing is said."""
        _, what = key
        return isinstance(what, tuple) and what[1] not in (None, self.absent)

    def _guarantee(self, keys: tuple[Key, ...]) -> Hashable:
        allowed: list[Hashable] = []
        stated: list[Hashable] = []
        for power, what in keys:
            if power >= PROHIBITED:
                return None
            assert isinstance(what, tuple)
            (allowed if what[0] == "allow" else stated).append(what[1])
        if not allowed:
            return None
        order = self._order
        if order is not None:
            best = max(stated, key=order.__getitem__, default=None)
            if self.kind.combine == "limit":
                return (self.absent if best is None else best,)
            least = min(allowed, key=order.__getitem__)
            return (least if best is None or order[best] <= order[least] else best,)
        kind, values = self.kind, self.values
        if kind.combine == "limit":
            held = strongest(kind, [values[one] for one in stated]) if stated else (kind.absent,)
        else:
            raised = [values[one] for one in stated]
            held = weakest(
                kind,
                [best for one in allowed for best in strongest(kind, [values[one], *raised])],
            )
        return tuple(self._seen(value) for value in held)

    def _moved(self, before: Hashable, after: Hashable) -> Hashable | None:
        if before is None or after is None:
            return None
        old, new = self.shown(before), self.shown(after)
        direction = compare_guarantees(self.kind, old, new)
        return None if direction is None else (before, after, direction)

    def shown(self, guarantee: Hashable) -> tuple[Any, ...]:
        """The values of a guarantee as authors write them."""
        assert isinstance(guarantee, tuple)
        return tuple(self.values[one] for one in guarantee)


def guaranteed(kind: Commitment, values: Collection[Any]) -> Any:
    """The weakest of some guarantees as JSON; None where that is no more than nothing."""
    held = weakest(kind, list(values)) if values else ()
    if not held or any(same(kind, value, kind.absent) for value in held):
        return None
    return plain(held)


def plain(values: tuple[Any, ...]) -> Any:
    """A guarantee as JSON: its value, or a list where several hold that cannot be compared."""
    return values[0] if len(values) == 1 else list(values)
