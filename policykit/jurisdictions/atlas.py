"""The atlas: which codes exist, what they are called, and who is in which group on which day."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from policykit.document.ahead import shipped
from policykit.findings import near
from policykit.jurisdictions.called import CALLED
from policykit.records import NamedTuple

_HERE: Final = Path(__file__).parent
IN_TEXTS: Final = ("AU-", "CA-", "US-", "GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS")
"""Subdivisions whose names are read in texts; elsewhere many are also plain words."""

FIRST_EXAMPLES: Final = ("BR", "IN", "DE", "US", "FR", "GB", "NG", "JP", "ID", "MX")
"""Countries that an example is taken from first, where it may be any of several."""


class UnknownJurisdiction(LookupError):
    """A code that names no country, subdivision or group."""

    def __init__(self, code: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.near = near

    def __str__(self) -> str:
        hint = f"; did you mean '{self.near[0]}'?" if self.near else ""
        return f"'{self.code}' is no country, subdivision or group{hint}"


class Membership(NamedTuple):
    """A member of a group from a day on, until a last day (both ISO 8601; None: open)."""

    member: str
    from_: str | None
    until: str | None

    def holds(self, day: str) -> bool:
        """Whether the membership covers a day."""
        started = self.from_ is None or self.from_ <= day
        return started and (self.until is None or day <= self.until)


class Group(NamedTuple):
    """A dated group: `EU`, `EEA`, or one that a policy defines. A member may be a group."""

    id: str
    title: str
    phrase: str
    members: tuple[Membership, ...]
    source: str
    assumed: bool = False
    description: str = ""


class Atlas:
    """
    Every code a document may use: ISO 3166, the shipped groups, a policy's own groups.

    Immutable; `extended` gives a new one.
    """

    __slots__ = ("_days", "_ends", "_members", "_starts", "_turns", "countries", "groups", "own")

    def __init__(
        self, countries: Mapping[str, str], groups: Mapping[str, Group], own: frozenset[str]
    ) -> None:
        self.countries = countries
        self.groups = groups
        self.own = own
        self._members: dict[tuple[str, str], frozenset[str]] = {}
        self._turns: dict[str, tuple[str, ...]] = {}
        periods = [one for group in groups.values() for one in group.members]
        self._starts = sorted({one.from_ for one in periods if one.from_ is not None})
        self._ends = sorted({one.until for one in periods if one.until is not None})
        self._days: dict[tuple[int, int], str] = {}

    def extended(self, groups: Iterable[Group]) -> Atlas:
        """An atlas with a policy's own groups besides."""
        more = {group.id: group for group in groups}
        if not more:
            return self
        return Atlas(self.countries, {**self.groups, **more}, self.own | frozenset(more))

    def __contains__(self, code: object) -> bool:
        if not isinstance(code, str):
            return False
        return code in self.countries or code in self.groups or self.is_subdivision(code)

    def is_subdivision(self, code: str) -> bool:
        """Whether the code is one of ISO 3166-2."""
        return "-" in code and code in subdivisions()

    def lineage(self, code: str) -> tuple[str, ...]:
        """A country or a subdivision, and what it lies in: `("FR-75C", "FR-IDF", "FR")`."""
        if not self.is_subdivision(code):
            return (code,)
        found = [code]
        while (above := parents().get(found[-1])) is not None:
            found.append(above)
        return (*found, code[:2])

    def within(self, code: str, whole: str, day: str) -> bool:
        """Whether a place lies in another one on a day and on every later one."""
        days = {day, *(one for one in (*self.turns(code), *self.turns(whole)) if one > day)}
        return all(self.covers(whole, code, one) for one in days)

    def covers(self, whole: str, code: str, day: str) -> bool:
        """Whether a place lies in another one on a day; one without members lies in none."""
        inner, outer = self.members(code, day), self.members(whole, day)
        return bool(inner) and not any(outer.isdisjoint(self.lineage(part)) for part in inner)

    def codes(self) -> Iterator[str]:
        """Every code, countries first, then groups, then subdivisions."""
        yield from self.countries
        yield from self.groups
        yield from subdivisions()

    def meant(self, code: str) -> tuple[str, ...]:
        """
        The codes that a mistyped one may have meant.

        By case, by what it is called elsewhere (UK, USA, EL), by name, by the part of a country
        that is the only one to have it (ENG), by likeness.
        """
        upper = code.upper()
        if upper in self:
            return (upper,)
        name = _as_name(code)
        if known := CALLED.get(name) or alpha_3().get(upper):
            return (known,)
        named = [one for one, called in self.countries.items() if _as_name(called) == name]
        if not named:
            named = [one for one, group in self.groups.items() if _as_name(group.title) == name]
        if not named:
            named = [one for one, called in subdivisions().items() if _as_name(called) == name]
        if named:
            return tuple(named)
        country, hyphen, _ = upper.partition("-")
        country = alpha_3().get(country) or CALLED.get(country.lower(), country)
        if hyphen and country in self.countries:
            return self._part_meant(country, code[len(code.partition("-")[0]) + 1 :])
        if len(upper) > 2 and not hyphen:
            alone = [one for one in subdivisions() if one[2:] == f"-{upper}"]
            if len(alone) == 1:
                return tuple(alone)
        return near(code, [*self.countries, *self.groups])

    def _part_meant(self, country: str, part: str) -> tuple[str, ...]:
        """The subdivisions of a country that a mistyped code of one may have meant."""
        inside = {one: called for one, called in subdivisions().items() if one[:2] == country}
        typed, name = f"{country}-{part.upper()}", _as_name(part)
        exact = [one for one, called in inside.items() if one == typed or _as_name(called) == name]
        begun = [one for one in inside if typed.startswith(one)]
        return tuple(exact or begun) or near(typed, inside)

    def members(self, code: str, day: str) -> frozenset[str]:
        """
        The countries and subdivisions that a code stands for on a day (ISO 8601).

        A country or a subdivision stands for itself (and with it for all that lies in it, see
        `lineage`), a group for its members on that day.

        Raises:
            UnknownJurisdiction: the code is none.

        """
        if code in self.countries or self.is_subdivision(code):
            return frozenset((code,))
        if code not in self.groups:
            raise UnknownJurisdiction(code, self.meant(code))
        found = self._members.get((code, day))
        if found is None:
            places: set[str] = set()
            for membership in self.groups[code].members:
                if membership.holds(day):
                    places |= self.members(membership.member, day)
            found = self._members[code, day] = frozenset(places)
        return found

    def like(self, day: str) -> str:
        """A day on which every group has the same members, one for all days that are so."""
        era = bisect_right(self._starts, day), bisect_left(self._ends, day)
        return self._days.setdefault(era, day)

    def changes(self, code: str, after: str, until: str) -> list[tuple[str, str, str]]:
        """
        Who joined and left a group in (after, until]: `(day, member, "joined" | "left")`.

        The day is the first, or the last, of the membership; one that is renewed without a gap
        is no change.
        """
        found = []
        for membership in self.groups[code].members:
            member = membership.member
            if member in self.groups:
                found += self.changes(member, after, until)
            if membership.from_ is not None and after < membership.from_ <= until:
                found.append((membership.from_, member, "joined"))
            if membership.until is not None and after <= membership.until < until:
                found.append((membership.until, member, "left"))
        return sorted(found)

    def turns(self, code: str) -> tuple[str, ...]:
        """The days on which a code stands for other places than the day before, in order."""
        if code not in self.groups:
            return ()
        found = self._turns.get(code)
        if found is None:
            days: set[str] = set()
            for membership in self.groups[code].members:
                days.update(self.turns(membership.member))
                if membership.from_ is not None:
                    days.add(membership.from_)
                if membership.until is not None:
                    days.add(_beside(membership.until, 1))
            found = self._turns[code] = tuple(
                day
                for day in sorted(days)
                if self.members(code, day) != self.members(code, _beside(day, -1))
            )
        return found

    def phrase(self, code: str) -> str:
        """What a code is called in a sentence: "the EU", "Brazil", "California"."""
        if code in self.groups:
            return self.groups[code].phrase
        if code in self.countries:
            return self.countries[code]
        return subdivisions().get(code, code)


def _beside(day: str, days: int) -> str:
    """So many days after a day; the day itself at either end of the calendar."""
    try:
        return (date.fromisoformat(day) + timedelta(days)).isoformat()
    except OverflowError:
        return day


@cache
def subdivisions() -> Mapping[str, str]:
    """ISO 3166-2 codes and names; read when a code with a hyphen is first met."""
    table: dict[str, str] = json.loads((_HERE / "subdivisions.json").read_text("utf-8"))
    return table


@cache
def subdivisions_in_texts() -> Mapping[str, str]:
    """Those of `IN_TEXTS`: a few of many, which take long to read."""
    table: dict[str, str] = json.loads((_HERE / "subdivisions_in_texts.json").read_text("utf-8"))
    return table


@cache
def alpha_3() -> Mapping[str, str]:
    """The country of each code of three letters, by which a document cannot name it."""
    table: dict[str, str] = json.loads((_HERE / "alpha_3.json").read_text("utf-8"))
    return table


def _as_name(text: str) -> str:
    """A name, or what may be one, to be compared: `the_Netherlands` is "the Netherlands"."""
    words = text.casefold().replace("_", " ").replace("-", " ")
    return words.removeprefix("the ")


@cache
def parents() -> Mapping[str, str]:
    """The subdivision that a subdivision lies in, where that is not the country itself."""
    table: dict[str, str] = json.loads((_HERE / "subdivision_parents.json").read_text("utf-8"))
    return table


def parts(code: str) -> tuple[str, ...]:
    """The subdivisions that lie straight in a country or a subdivision."""
    if "-" in code:
        return tuple(one for one, above in parents().items() if above == code)
    return tuple(one for one in subdivisions() if one[:2] == code and one not in parents())


@cache
def atlas() -> Atlas:
    """The shipped atlas."""
    countries = json.loads((_HERE / "countries.json").read_text("utf-8"))
    entries = shipped(str(_HERE), "groups.yaml")["groups"]
    return Atlas(
        countries, {name: group(name, entry) for name, entry in entries.items()}, frozenset()
    )


def group(name: str, entry: Mapping[str, Any]) -> Group:
    """A group from its entry in `groups.yaml` or in a policy's own vocabulary."""
    members = entry["members"]
    if isinstance(members, Mapping):
        memberships = [
            Membership(member, period.get("from"), period.get("until"))
            for member, periods in members.items()
            for period in (periods if isinstance(periods, list) else [periods or {}])
        ]
    else:
        memberships = [Membership(member, None, None) for member in members]
    title = entry.get("title", name)
    return Group(
        name,
        title,
        entry.get("phrase", title),
        tuple(memberships),
        entry.get("source", ""),
        bool(entry.get("assumed", False)),
        entry.get("description", ""),
    )
