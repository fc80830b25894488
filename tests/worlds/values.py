"""Values of commitments: which of two protects the person more, and what several come to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from tests.worlds.making import Kind

Guarantee = frozenset[Any]


@cache
def period(text: str) -> tuple[int, int]:
    """An ISO 8601 duration as months and days."""
    parts = dict(_units(text))
    return parts.get("Y", 0) * 12 + parts.get("M", 0), parts.get("W", 0) * 7 + parts.get("D", 0)


def _units(text: str) -> Iterator[tuple[str, int]]:
    for number, unit in re.findall(r"(\d+)([YMWD])", text):
        yield unit, int(number)


def canonical(kind: Kind, value: Any) -> Any:
    """The same for values that mean the same, and hashable."""
    if value is None:
        return None
    if kind.type == "duration":
        if value in ("never", "permanent", "unbounded"):
            return "unlimited"
        return value if value in kind.words else period(value)
    if kind.type == "level":
        level, days = (
            (value["level"], value.get("days")) if isinstance(value, dict) else (value, None)
        )
        return (level, None if level == "before" and days == 0 else days)
    if kind.type == "money":
        return (value["currency"], value["amount"])
    return (kind.type, value)


@cache
def as_good(kind: Kind, one: Any, other: Any) -> bool:
    """Whether one value, in canonical form, protects the person at least as much as another."""
    if one == other:
        return True
    if kind.protects == "neither":
        return False
    if one is None or other is None:
        return other is None
    if kind.type == "boolean":
        return bool(one[1] is kind.protects)
    if kind.type == "duration":
        if one == "unlimited":
            return False
        if other == "unlimited":
            return True
        if isinstance(one, str) or isinstance(other, str):
            return False
        return most_days(one) < least_days(other)
    if kind.type == "level":
        return as_late(kind, one, other)
    if kind.type == "money" and one[0] != other[0]:
        return False
    return bool(one[1] > other[1] if kind.protects == "more" else one[1] < other[1])


def most_days(period_: tuple[int, int]) -> int:
    years, months = divmod(period_[0], 12)
    return years * 366 + months * 31 + period_[1]


def least_days(period_: tuple[int, int]) -> int:
    years, months = divmod(period_[0], 12)
    return years * 365 + months * 28 + period_[1]


def as_late(kind: Kind, one: Any, other: Any) -> bool:
    """Of two levels the later protects more; of the same, days decide, and some beat none."""
    if one[0] != other[0]:
        return kind.levels.index(one[0]) > kind.levels.index(other[0])
    if one[1] is None or other[1] is None:
        return other[1] is None
    if dict(kind.days)[one[0]] == "fewer":
        return bool(one[1] <= other[1])
    return bool(one[1] >= other[1])


def better(kind: Kind, one: Any, other: Any) -> bool:
    return as_good(kind, one, other) and one != other


def best(kind: Kind, values: Iterable[Any]) -> set[Any]:
    held = set(values)
    return {one for one in held if not any(better(kind, other, one) for other in held)}


def worst(kind: Kind, values: Iterable[Any]) -> set[Any]:
    held = set(values)
    return {one for one in held if not any(better(kind, one, other) for other in held)}


def guarantee(kind: Kind, ways: Guarantee, stated: Guarantee) -> Guarantee:
    """
    What a person can count on.

    limit: the tightest that is stated. alternative: the weakest among the ways, each of them
    first raised by what applies to all.
    """
    if kind.combine == "limit":
        return frozenset(best(kind, stated) if stated else {canonical(kind, kind.absent)})
    raised = set()
    for way in ways:
        raised |= best(kind, {way, *stated})
    return frozenset(worst(kind, raised))


def moved(kind: Kind, before: Guarantee, after: Guarantee) -> str:
    """
    Which way a guarantee went.

    Of a limit all values hold, so it is no weaker if for each old one some new one is as good. Of
    alternatives any may be what a person gets, so it is no weaker if each new one is as good as
    some old one.
    """
    if kind.combine == "limit":
        no_weaker = all(any(as_good(kind, new, old) for new in after) for old in before)
        no_stronger = all(any(as_good(kind, old, new) for old in before) for new in after)
    else:
        no_weaker = all(any(as_good(kind, new, old) for old in before) for new in after)
        no_stronger = all(any(as_good(kind, old, new) for new in after) for old in before)
    if no_weaker:
        return "stronger"
    return "weaker" if no_stronger else "changed"
