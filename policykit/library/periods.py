"""Periods of days: which of them make a longer one, and which days none of them is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeAlias

Span: TypeAlias = tuple[str, str]
"""The first and the last day of a period (ISO 8601)."""


class Periods:
    """
    The periods that something is counted in, and of which of them a longer one is made.

    Parameters:
        spans: their first and last days (ISO 8601).

    """

    def __init__(self, spans: Iterable[Span]) -> None:
        self._ends: dict[int, set[int]] = {}
        for since, until in spans:
            # Each ends before the day on which the next one may begin.
            self._ends.setdefault(number_of(since), set()).add(number_of(until) + 1)
        # Those that another follows; the others are at most the last part.
        self._followed = {
            begin: sorted((end for end in ends if end in self._ends), reverse=True)
            for begin, ends in self._ends.items()
        }

    def parts(self, whole: Span) -> list[Span]:
        """
        The periods that make a longer one: they follow each other through it without a gap.

        Where there are several, the longest are taken, from the first day on: a year is its halves,
        and not its months. One that is the whole is no part.

        Returns:
            They, in the order of their days; empty if one is missing.

        """
        begin, end = number_of(whole[0]), number_of(whole[1]) + 1
        days = [begin]
        ways = [self._onward(begin, begin, end)]
        seen = {begin}
        while days:
            day = next(ways[-1], None)
            if day is None:
                days.pop()
                ways.pop()
            elif day == end:
                days.append(end)
                break
            elif day not in seen:
                seen.add(day)
                days.append(day)
                ways.append(self._onward(day, begin, end))
        ends = [day_of(day - 1) for day in days[1:]]
        return [*zip((day_of(day) for day in days[:-1]), ends, strict=True)]

    def _onward(self, day: int, begin: int, end: int) -> Iterator[int]:
        """Where the periods from a day on lead to within a longer one, the farthest first."""
        if day != begin and end in self._ends.get(day, ()):
            yield end
        yield from (one for one in self._followed.get(day, ()) if one < end)


def length(span: Span) -> int:
    """How many days a period has, less one."""
    return number_of(span[1]) - number_of(span[0])


def unreported(spans: Sequence[Span]) -> list[Span]:
    """The stretches between periods (first and last days, ISO 8601) that none of them is about."""
    found: list[Span] = []
    last = 0
    for since, until in sorted((number_of(since), number_of(until)) for since, until in spans):
        if last and since > last + 1:
            ends = (last + 1, since - 1)
            found.append((day_of(ends[0]), day_of(ends[1])))
        last = max(last, until)
    return found


def number_of(day: str) -> int:
    """A day by its place in the calendar, in which one may follow the last that has a name."""
    return date.fromisoformat(day).toordinal()


def day_of(number: int) -> str:
    """The day of a place in the calendar."""
    return date.fromordinal(number).isoformat()
