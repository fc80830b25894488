"""The history of a policy: what each version changed for people who live somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, Literal, NamedTuple, get_args

from policykit.catalogue import ENGLISH, language_for
from policykit.comparison.changes import ClauseChange
from policykit.comparison.compare import diff
from policykit.comparison.fields import root
from policykit.comparison.reach import (
    clauses_in,
    clauses_there,
    has_other_bases,
    is_among,
    told_of,
)
from policykit.comparison.result import Membership, PolicyDiff
from policykit.comparison.wording import Words
from policykit.library.compiled import WORK
from policykit.library.content import Start
from policykit.library.errors import UnknownVersion
from policykit.library.policy import DRAFT, Policy, Version
from policykit.model import PROSE, RECORDS, Bump, Verdict, civil_day

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

What = Literal["added", "removed", "renamed", "moved", "reworded", "changed", "recorded"]
WHATS: Final[tuple[What, ...]] = get_args(What)
"""What can happen to a clause, as it is counted; `recorded` is of its notes and sources alone."""


class Besides(NamedTuple):
    """
    What happened to clauses beyond what the sentences of a diff tell.

    `same_meaning` counts clauses by what happened to them; `untold` are clauses that say what
    no sentence tells, for their words, or figures, are their only meaning; `legal_bases` those that
    declare others; `undecided` those of which nothing is known because a bound on work was
    reached; each in the order of the document.
    """

    same_meaning: Mapping[What, int]
    untold: tuple[ClauseChange, ...]
    legal_bases: tuple[ClauseChange, ...]
    undecided: tuple[ClauseChange, ...]

    @property
    def none(self) -> bool:
        """Whether nothing happened to clauses but what has no meaning."""
        return not (self.untold or self.legal_bases or self.undecided)

    def as_json(self) -> dict[str, object]:
        """An entry's `besides`; clauses by id."""
        listed = {
            "untold": self.untold,
            "legal_bases": self.legal_bases,
            "undecided": self.undecided,
        }
        return {
            "same_meaning": dict(self.same_meaning),
            **{name: list(dict.fromkeys(one.id for one in some)) for name, some in listed.items()},
        }


class ChangelogEntry(NamedTuple):
    """
    One version in the history of a policy, as people in a place met it.

    `day` is where it stands: its start there, or the day it was announced if it was withdrawn.
    `starts` is None where it has no start there. `compared_with` is the version in force there
    before it, and `diff` what it changed, or would have changed; both None where there was none,
    as before the `first` one that is known.
    `changed` are the clauses that changed there, `clauses` how many of its clauses apply there.
    """

    version: Version
    day: str
    first: bool
    starts: Start | None
    superseded_by: str | None
    clauses: int
    compared_with: Version | None
    diff: PolicyDiff | None
    changed: tuple[ClauseChange, ...]
    membership: tuple[Membership, ...]

    @property
    def took_force(self) -> bool:
        """Whether it was in force there on some day, or will be."""
        never = self.version.withdrawn or self.superseded_by
        return self.starts is not None and not never

    @property
    def announced(self) -> str | None:
        """The day it was published, else first seen; None if neither is known."""
        data = self.version.data
        day = data.get("published") or data.get("observed")
        return None if day is None else str(day)

    @property
    def words(self) -> Words:
        """The words that its sentences are made of."""
        return Words(self.version, self.version) if self.diff is None else self.diff.words

    @property
    def verdict(self) -> Verdict | None:
        """What happened to what is permitted there; None if it is compared with nothing."""
        return None if self.diff is None else self.diff.verdict

    @property
    def besides(self) -> Besides:
        """What happened to clauses there beyond what sentences tell."""
        return _besides(self.diff, self.changed)

    @property
    def nothing_changed(self) -> bool:
        """Whether nothing changed in meaning there, as far as fields say what clauses mean."""
        if self.diff is None:
            return False
        return not (self.diff.frame or _says_more(self.diff)) and self.besides.none

    @property
    def required_bump(self) -> Bump | None:
        """What the change is to people there; clauses that are only elsewhere do not count."""
        if self.diff is None or _says_more(self.diff):
            return None if self.diff is None else self.diff.required_bump
        other = not self.besides.none or "jurisdictions" in self.diff.frame
        return "minor" if other else "patch"

    def as_json(self, language: str = ENGLISH) -> dict[str, object]:
        """An entry of `entries`, its sentences in a language (BCP 47)."""
        return {
            "version": self.version.number,
            "day": self.day,
            "took_force": self.took_force,
            "starts": None if self.starts is None else self.starts.day,
            "known_by": None if self.starts is None else self.starts.known_by,
            "announced": self.announced,
            "withdrawn": self.version.withdrawn,
            "superseded_by": self.superseded_by,
            "clauses": self.clauses,
            "compared_with": None if self.compared_with is None else self.compared_with.number,
            "verdict": self.verdict,
            "required_bump": self.required_bump,
            "nothing_changed": self.nothing_changed,
            "besides": self.besides.as_json(),
            "sources": [dict(one) for one in self.version.data.get("sources", ())],
            "diff": None if self.diff is None else self.diff.as_json(language),
        }


class Changelog(NamedTuple):
    """
    The history of a policy for people in a place (None: the whole world), newest first.

    Every version with a number has one entry, unless `since` and `until` leave it out.
    """

    policy: str
    title: str
    jurisdiction: str | None
    since: str | None
    until: str | None
    entries: tuple[ChangelogEntry, ...]

    def as_json(self, language: str = ENGLISH) -> dict[str, object]:
        """
        All of it as `policykit.changelog/1`, its sentences in a language (BCP 47).

        `language` is a key only where that is not English.

        Raises:
            UnknownLanguage: no catalogue is in it.

        """
        shown: dict[str, object] = {
            "schema": "policykit.changelog/1",
            "policy": self.policy,
            "jurisdiction": self.jurisdiction,
            "since": self.since,
            "until": self.until,
            "entries": [one.as_json(language) for one in self.entries],
        }
        said = language_for(language)
        if said != ENGLISH:
            shown["language"] = said
        return shown


def changelog(
    policy: Policy,
    jurisdiction: str | None = None,
    *,
    since: str | date | None = None,
    until: str | date | None = None,
    work: int = WORK,
) -> Changelog:
    """
    The history of a policy, as people who live somewhere met it.

    Each version is compared with the one in force there before it, on the day it starts there, as
    `diff` compares them. One that never was in force there (withdrawn, or of the same day as a
    higher number) has what it would have changed, and nothing is compared with it.

    Parameters:
        policy: the policy.
        jurisdiction: a country, a subdivision or a group; None is the whole world.
        since, until: the first and the last entry: a day (ISO 8601), or the number of a version.
        work: the bound on work of each comparison.

    Returns:
        The entries, newest first; of one day, the higher number first. None for drafts.

    Raises:
        UnknownJurisdiction: the jurisdiction is none.
        UnknownVersion: `since` or `until` is no version with a number.
        NoSuchDay: `since` or `until` is no day.
    Source: docs/semantics.md, "History".

    """
    first, last = (_edge(policy, one) for one in (since, until))
    placed = _in_order(policy, jurisdiction)
    history = policy.history(jurisdiction)
    numbers = [version.number for _, version in placed]
    entries = [
        _entry(day, version, history, jurisdiction, work)._replace(first=not place)
        for place, (day, version) in enumerate(placed)
        if (first is None or _reached(first, numbers, place, day) >= 0)
        and (last is None or _reached(last, numbers, place, day) <= 0)
    ]
    return Changelog(policy.id, policy.title, jurisdiction, first, last, tuple(entries[::-1]))


def _edge(policy: Policy, asked: str | date | None) -> str | None:
    """A day or a number of a version, checked."""
    if asked is None or isinstance(asked, date):
        return None if asked is None else asked.isoformat()
    if _DATE.fullmatch(asked):
        return civil_day(asked)
    numbers = [one for one in policy if one != DRAFT]
    if asked not in numbers:
        raise UnknownVersion(policy.id, asked, numbers)
    return asked


def _reached(edge: str, numbers: Sequence[str], place: int, day: str) -> int:
    """Whether an entry is before an edge (-1), at it (0), or after it (1)."""
    if edge in numbers:
        return (place > numbers.index(edge)) - (place < numbers.index(edge))
    return (day > edge) - (day < edge)


def _in_order(policy: Policy, jurisdiction: str | None) -> list[tuple[str, Version]]:
    """Every version with a number and the day under which it stands, the oldest first."""
    if jurisdiction is not None:
        policy.header.side.atlas.members(jurisdiction, "9999-12-31")
    found = [
        (_day_of(version, jurisdiction), place, version)
        for place, version in enumerate(policy.versions.values())
        if version.number != DRAFT
    ]
    return [(day, version) for day, _, version in sorted(found)]


def _day_of(version: Version, jurisdiction: str | None) -> str:
    """Its start there, else anywhere; the day it was announced, if it was withdrawn."""
    if version.withdrawn is not None:
        data = version.data
        return str(data.get("published") or data.get("observed") or version.withdrawn)
    return version.start(jurisdiction) or version.start() or ""


def _entry(
    day: str,
    version: Version,
    history: Sequence[Version],
    jurisdiction: str | None,
    work: int,
) -> ChangelogEntry:
    starts = version.dated(jurisdiction)
    later = None if starts is None else _superseding(version, starts, history, jurisdiction)
    before = None
    if starts is not None:
        announced = version.withdrawn is not None
        before = _in_force_before(day, history, jurisdiction, that_day=announced)
    on = day if starts is None else starts.day
    found = None
    changed: tuple[ClauseChange, ...] = ()
    membership: tuple[Membership, ...] = ()
    if before is not None:
        found = diff(before, version, on=on, jurisdiction=jurisdiction, work=work)
        changed = tuple(clauses_there(found, before, version, on, jurisdiction))
        membership = tuple(_concerning(found.membership, version, jurisdiction))
    return ChangelogEntry(
        version=version,
        day=day,
        first=False,
        starts=starts,
        superseded_by=later,
        clauses=clauses_in(version, on, jurisdiction),
        compared_with=before,
        diff=found,
        changed=changed,
        membership=membership,
    )


def _superseding(
    version: Version, starts: Start, history: Sequence[Version], jurisdiction: str | None
) -> str | None:
    """The highest number that starts there on the same day, if this version is not it."""
    if version.withdrawn is not None:
        return None
    same = [one for one in history if one.start(jurisdiction) == starts.day]
    return None if same[-1] is version else same[-1].number


def _in_force_before(
    day: str, history: Sequence[Version], jurisdiction: str | None, *, that_day: bool
) -> Version | None:
    """The version in force there before a day, or on it."""
    reached = [
        one
        for one in history
        if (start := one.start(jurisdiction) or "") < day or (that_day and start == day)
    ]
    return reached[-1] if reached else None


def _concerning(
    found: Sequence[Membership], version: Version, jurisdiction: str | None
) -> Iterator[Membership]:
    """Who joined or left a group, as far as it is about a place."""
    atlas = version.header.side.atlas
    for one in found:
        if jurisdiction is None or any(
            atlas.covers(whole, code, one.day)
            for whole, code in ((one.jurisdiction, jurisdiction), (jurisdiction, one.jurisdiction))
        ):
            yield one


def _says_more(found: PolicyDiff) -> bool:
    """Whether there is more to a diff than clauses and the frame around them."""
    lists = (
        found.disclosures,
        found.processing,
        found.commitments,
        found.rights,
        found.statements,
        found.unsaid,
    )
    return any(lists) or found.undecided is not None


def _besides(found: PolicyDiff | None, changed: Sequence[ClauseChange]) -> Besides:
    counts: dict[What, int] = {}
    untold: list[ClauseChange] = []
    bases: list[ClauseChange] = []
    undecided: list[ClauseChange] = []
    told = frozenset() if found is None else told_of(found)
    for one in changed:
        if one.meaning == "same":
            what = _what(one)
            counts[what] = counts.get(what, 0) + 1
        elif one.meaning == "undecided":
            undecided.append(one)
        elif one.meaning == "unstructured" or not is_among(one, told):
            (bases if has_other_bases(one) else untold).append(one)
    return Besides(
        {what: counts[what] for what in WHATS if what in counts},
        tuple(untold),
        tuple(bases),
        tuple(undecided),
    )


def _what(one: ClauseChange) -> What:
    """What happened to a clause: one that changed its words, and records of it, is reworded."""
    roots = {root(path) for path in one.fields}
    if one.change != "changed" or not roots <= {*PROSE, *RECORDS}:
        return one.change
    return "reworded" if roots & {*PROSE} else "recorded"
