"""What a diff says of two versions as a whole, and its JSON (`policykit.diff/1`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from policykit.catalogue import ENGLISH, language_for
from policykit.comparison.changes import (
    ClauseChange,
    CommitmentChange,
    OutcomeChange,
    RightChange,
    StatementChange,
)
from policykit.comparison.messages import Message
from policykit.jurisdictions import Atlas, UnknownJurisdiction
from policykit.model import Bump, Cover, Verdict

if TYPE_CHECKING:
    from policykit.comparison.wording import Words


class Membership(NamedTuple):
    """A country that joined or left a group the policy names, between the two versions."""

    jurisdiction: str
    group: str
    change: Literal["joined", "left"]
    day: str

    def as_json(self) -> dict[str, object]:
        """An entry of `membership`: the first day under `joined`, or the last under `left`."""
        return {"jurisdiction": self.jurisdiction, "group": self.group, self.change: self.day}


class PlaceVerdict(NamedTuple):
    """Places with the same outcome changes."""

    jurisdictions: Cover
    verdict: Verdict


class OperationVerdict(NamedTuple):
    """An operation some of whose outcomes changed."""

    operation: str
    verdict: Verdict


class VersionName(NamedTuple):
    """Which version of which policy."""

    policy: str
    version: str
    title: str
    publisher: str
    start: str | None

    def as_json(self) -> dict[str, object]:
        """`before`, `after`, `one`, `other`: its policy and number."""
        return {"policy": self.policy, "version": self.version}


class Verdicts(NamedTuple):
    """The verdict of every place: classes of places as sets of atoms, and what codes stand for."""

    classes: tuple[tuple[int, Verdict], ...]
    undecided: int
    codes: Mapping[str | bool, int]
    atlas: Atlas

    def of(self, code: str) -> Verdict:
        """
        The verdict for people who live in a country, a subdivision or a group.

        Raises:
            UnknownJurisdiction: the code is none.

        """
        wanted = atoms_of(code, self.codes, self.atlas)
        found = {verdict for mask, verdict in self.classes if mask & wanted}
        found.discard("equivalent")
        if len(found) > 1 or "mixed" in found:
            return "mixed"
        if wanted & self.undecided:
            return "undecided"
        return found.pop() if found else "equivalent"


def atoms_of(code: str, codes: Mapping[str | bool, int], atlas: Atlas) -> int:
    """
    The atoms of a country, a subdivision or a group.

    Raises:
        UnknownJurisdiction: the code is none.

    """
    if code in codes:
        return codes[code]
    if atlas.is_subdivision(code):
        # One that no clause names fares as the unnamed rest of what it lies in.
        around = next(one for one in atlas.lineage(code) if one in codes)
        return codes.get(f"other:{around}") or codes[around]
    raise UnknownJurisdiction(code, atlas.meant(code))


class Whole:
    """What the differences of two versions, or of two policies, have in common as a whole."""

    __slots__ = ()
    verdict: Verdict
    jurisdictions: tuple[PlaceVerdict, ...]
    operations: tuple[OperationVerdict, ...]
    disclosures: tuple[OutcomeChange, ...]
    processing: tuple[OutcomeChange, ...]
    commitments: tuple[CommitmentChange, ...]
    rights: tuple[RightChange, ...]
    statements: tuple[StatementChange, ...]
    undecided: Cover | None
    unsaid: tuple[tuple[str, int], ...]
    verdicts: Verdicts

    def verdict_in(self, jurisdiction: str) -> Verdict:
        """
        The verdict for people who live in a country, a subdivision or a group.

        Raises:
            UnknownJurisdiction: the code is none.

        """
        return self.verdicts.of(jurisdiction)

    def _ways(self) -> set[str]:
        """The words for `--fail-on` that both know."""
        found: set[str] = {one.direction for one in (*self.disclosures, *self.processing)}
        found |= {one.direction for one in self.commitments}
        found |= {one.change for one in self.rights}
        found |= {one.change for one in self.statements}
        found |= {change for change, _ in self.unsaid}
        if self.undecided is not None:
            found.add("undecided")
        if self.verdict != "equivalent":
            found.add(self.verdict)
        if self.verdict == "mixed":
            found |= {"broader", "narrower"}
        return found

    def _verdicts_json(self) -> dict[str, object]:
        return {
            "jurisdictions": [
                {"jurisdictions": one.jurisdictions.as_json(), "verdict": one.verdict}
                for one in self.jurisdictions
            ],
            "operations": [
                {"operation": one.operation, "verdict": one.verdict} for one in self.operations
            ],
        }

    def _rest_json(self, language: str, kind: str) -> dict[str, object]:
        """What only some have, last: the language, what is open, and what is not listed."""
        shown: dict[str, object] = {}
        said = language_for(language)
        if said != ENGLISH:
            shown["language"] = said
        if self.undecided is not None:
            shown["undecided"] = {
                "jurisdictions": self.undecided.as_json(),
                "reason": "the bound on work was reached",
            }
        if self.unsaid:
            shown["unsaid"] = [
                {kind: change, "scenarios": scenarios} for change, scenarios in self.unsaid
            ]
        return shown


class _Diff(NamedTuple):
    before: VersionName
    after: VersionName
    on: str
    verdict: Verdict
    unchanged: bool
    required_bump: Bump
    reasons: tuple[Message, ...]
    jurisdictions: tuple[PlaceVerdict, ...]
    operations: tuple[OperationVerdict, ...]
    disclosures: tuple[OutcomeChange, ...]
    processing: tuple[OutcomeChange, ...]
    commitments: tuple[CommitmentChange, ...]
    rights: tuple[RightChange, ...]
    statements: tuple[StatementChange, ...]
    clauses: tuple[ClauseChange, ...]
    untouched: tuple[str, ...]
    frame: tuple[str, ...]
    membership: tuple[Membership, ...]
    undecided: Cover | None
    unsaid: tuple[tuple[str, int], ...]
    verdicts: Verdicts
    words: Words
    first_seen: tuple[str, ...] = ()


class PolicyDiff(_Diff, Whole):
    """
    What changed between two versions.

    `verdict` speaks of permission alone: promises, commitments, rights and statements have their
    own lists and count in `required_bump`. `jurisdictions` and `operations` list only those with
    changes. Lists are sorted by place, operation and clause, and empty if and only if nothing of
    the kind changed. `undecided` covers the places where the bound on work was reached, so that
    the lists are not all of it (None: nowhere); the verdict of such a place is known where it is
    `mixed`. `unsaid` counts scenarios that the lists leave out elsewhere, by kind of change.
    `first_seen` are places whose own edition of the text was first seen with the later version:
    what is different there may have been so before.
    """

    __slots__ = ()

    @property
    def reworded_alone(self) -> tuple[str, ...]:
        """Clauses, by id, whose words changed while their meaning did not."""
        return tuple(one.id for one in self.clauses if one.meaning == "same" and one.words_changed)

    @property
    def changed_silently(self) -> tuple[str, ...]:
        """Clauses, by id, whose meaning changed while their text, if they have one, did not."""
        return tuple(
            one.id
            for one in self.clauses
            if one.change == "changed" and one.meaning == "changed" and not one.words_changed
        )

    def kinds(self) -> frozenset[str]:
        """Every word that `--fail-on` may name and that is true of this diff."""
        found = self._ways()
        found |= {one.change for one in (*self.disclosures, *self.processing)}
        found |= {one.change for one in self.clauses}
        if not self.unchanged:
            found.add("any")
        return frozenset(found)

    @property
    def bump_reasons(self) -> tuple[str, ...]:
        """Why the version has to rise so far, in English sentences."""
        return tuple(reason.sentence() for reason in self.reasons)

    def as_json(self, language: str = ENGLISH) -> dict[str, object]:
        """
        The whole diff as `policykit.diff/1`, its sentences in a language (BCP 47).

        `language` is a key only where that is not English.

        Raises:
            UnknownLanguage: no catalogue is in it.

        """
        return {
            "schema": "policykit.diff/1",
            "before": self.before.as_json(),
            "after": self.after.as_json(),
            "on": self.on,
            "verdict": self.verdict,
            "unchanged": self.unchanged,
            "required_bump": self.required_bump,
            **self._verdicts_json(),
            "disclosures": [one.as_json(language) for one in self.disclosures],
            "processing": [one.as_json(language) for one in self.processing],
            "commitments": [one.as_json(language) for one in self.commitments],
            "rights": [one.as_json(language) for one in self.rights],
            "statements": [one.as_json(language) for one in self.statements],
            "clauses": [one.as_json() for one in self.clauses],
            "membership": [one.as_json() for one in self.membership],
            **({"first_seen": list(self.first_seen)} if self.first_seen else {}),
            **self._rest_json(language, "change"),
        }
