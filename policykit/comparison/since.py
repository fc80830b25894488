"""What someone who accepted a version has not agreed to, on a day, where they live."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from policykit.catalogue import ENGLISH, language_for
from policykit.comparison.changes import (
    CommitmentChange,
    OutcomeChange,
    RightChange,
    StatementChange,
)
from policykit.comparison.compare import diff
from policykit.comparison.result import PolicyDiff
from policykit.library.errors import UnknownVersion
from policykit.library.policy import DRAFT, Policy, Version


class ChangesSince(NamedTuple):
    """
    What lies between the version that someone accepted and the one in force for them on a day.

    `since` are the versions that started there after the accepted one, up to the one in force, in
    that order; empty if that is the accepted one, or if what was accepted starts later than what
    is in force. `diff` is from the accepted one to the one in force, for people who live there: a
    change that was taken back in between is none.
    """

    accepted: Version
    in_force: Version
    jurisdiction: str | None
    on: str
    since: tuple[Version, ...]
    diff: PolicyDiff

    @property
    def broader(self) -> tuple[OutcomeChange, ...]:
        """What is permitted or required now and was not in what they accepted."""
        return self._outcomes("broader")

    @property
    def promise_dropped(self) -> tuple[OutcomeChange, ...]:
        """What they were promised would not be done, and no longer are."""
        return self._outcomes("promise_dropped")

    @property
    def weaker(self) -> tuple[CommitmentChange, ...]:
        """Commitments that protect them less."""
        return tuple(one for one in self.diff.commitments if one.direction == "weaker")

    @property
    def withdrawn(self) -> tuple[RightChange | StatementChange, ...]:
        """Rights that they no longer have, and statements of fact that are no longer made."""
        rights = tuple(one for one in self.diff.rights if one.change == "withdrawn")
        return rights + tuple(one for one in self.diff.statements if one.change == "withdrawn")

    @property
    def needs_consent(self) -> bool:
        """
        Whether anything got worse for them: one of the four lists above is not empty.

        True as well where a bound on work was reached before all was decided. Whether a law asks
        for consent, or is content with notice, is not said.
        """
        return self.diff.required_bump == "major"

    def as_json(self, language: str = ENGLISH) -> dict[str, object]:
        """
        All of it as `policykit.since/1`, its sentences in a language (BCP 47).

        `jurisdiction` is a key only where one was asked about, `language` where it is not English.

        Raises:
            UnknownLanguage: no catalogue is in it.

        """
        shown: dict[str, object] = {
            "schema": "policykit.since/1",
            "accepted": self.diff.before.as_json(),
            "in_force": self.diff.after.as_json(),
            "on": self.on,
            "since": [one.number for one in self.since],
            "needs_consent": self.needs_consent,
            "broader": [one.as_json(language) for one in self.broader],
            "promise_dropped": [one.as_json(language) for one in self.promise_dropped],
            "weaker": [one.as_json(language) for one in self.weaker],
            "withdrawn": [one.as_json(language) for one in self.withdrawn],
            "diff": self.diff.as_json(language),
        }
        if self.jurisdiction is not None:
            shown["jurisdiction"] = self.jurisdiction
        said = language_for(language)
        if said != ENGLISH:
            shown["language"] = said
        return shown

    def _outcomes(self, direction: str) -> tuple[OutcomeChange, ...]:
        outcomes = (*self.diff.disclosures, *self.diff.processing)
        return tuple(one for one in outcomes if one.direction == direction)


def changes_since(
    policy: Policy, version: str, jurisdiction: str | None = None, *, on: str | date
) -> ChangesSince:
    """
    What someone who accepted a version has not agreed to; see `Policy.changes_since`.

    Raises:
        UnknownVersion: the policy has no such version, or it is a draft.
        NotInForce, NoSuchDay, UnknownJurisdiction: as `Policy.on`.

    """
    if version == DRAFT:
        raise UnknownVersion(policy.id, version, [one for one in policy if one != DRAFT])
    accepted = policy[version]
    in_force = policy.on(on, jurisdiction)
    day = on.isoformat() if isinstance(on, date) else on
    order = [*policy]

    def start(one: Version) -> tuple[str, int]:
        return one.start(jurisdiction) or "9999-12-31", order.index(one.number)

    since = tuple(
        one
        for one in policy.history(jurisdiction)
        if start(accepted) < start(one) <= start(in_force)
    )
    found = diff(accepted, in_force, on=day, jurisdiction=jurisdiction)
    return ChangesSince(accepted, in_force, jurisdiction, day, since, found)
