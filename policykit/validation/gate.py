"""
What a house has decided about findings: how bad each kind is, and which it lives with.

Errors of reading and format, what an edit did to a release, and waivers that do not count are
errors everywhere: a gate that lets them pass proves nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from policykit.findings import Finding, Severity, told_apart
from policykit.records import NamedTuple

if TYPE_CHECKING:
    from policykit.validation.waivers import Waivers

Level = Severity | Literal["off"]

DAYS: Final = 366
"""How many days a waiver may last, unless the configuration says otherwise."""

_SETTLED: Final = ("PK0", "PK1", "PK402", "PK403", "PK404", "PK409", "PK410", "PK42", "PK43")


class Gate(NamedTuple):
    """
    Settings of a gate.

    `severity` is by code. `comments` says whether a comment in a document may set a finding aside.
    `waivers` are those of the file as it is, which are looked at for what is stale in them;
    `trusted` those that waive: the same, or as another revision has them (`trusted_from`).
    `findings` are what is wrong in those files. `whole` says that all policies are looked at.
    """

    severity: Mapping[str, Level] = MappingProxyType({})
    comments: bool = True
    waivers: Waivers | None = None
    trusted: Waivers | None = None
    trusted_from: str = ""
    findings: tuple[Finding, ...] = ()
    days: int = DAYS
    whole: bool = False

    def levelled(self, findings: Iterable[Finding]) -> list[Finding]:
        """Findings as bad as was decided, without those that are off."""
        if not self.severity:
            return list(findings)
        found = []
        for one in findings:
            level = self.severity.get(one.code, one.severity)
            if level != "off":
                found.append(one._replace(severity=level))
        return found

    def waived(
        self,
        findings: Sequence[Finding],
        today: str,
        profiles: Sequence[str],
        *,
        edit: bool,
    ) -> tuple[list[Finding], list[Finding]]:
        """
        What counts, and what is waived, its `waived_by` saying why and by whom.

        Parameters:
            findings: all that was found, each with a fingerprint of its own.
            today: the day (ISO 8601) on which waivers have to be in force.
            profiles: the sets of rules that were asked besides those that always are.
            edit: whether it was looked at what an edit did.

        """
        in_force = self.trusted.in_force(today) if self.trusted is not None else {}
        not_yet = {}
        if self.waivers is not None and self.trusted_from:
            not_yet = self.waivers.in_force(today)
        counting: list[Finding] = []
        aside: list[Finding] = []
        for one in findings:
            waiver = in_force.get(one.fingerprint)
            if waiver is not None and waiver.code == one.code:
                aside.append(one._replace(waived_by=waiver.said))
                continue
            waiting = not_yet.get(one.fingerprint)
            if waiting is not None and waiting.code == one.code:
                why = f"its waiver is not in {self.trusted_from} yet, and counts from then on"
                counting.append(one._replace(help=f"{one.help}; {why}" if one.help else why))
            else:
                counting.append(one)
        own = list(self.findings)
        if self.waivers is not None:
            from policykit.validation.waivers import stale

            every = {one.fingerprint: one for one in findings}
            asked = _asked(profiles, edit=edit) if self.whole else None
            own += stale(self.waivers, every, today, self.days, asked)
        return [*counting, *told_apart(self.levelled(own))], aside


def is_settled(code: str) -> bool:
    """Whether nobody can decide how bad a kind of finding is: an error that stays one."""
    from policykit.rules import codes  # every rule there is, where a house decides about one

    return code.startswith(_SETTLED) and codes()[code].severity == "error"


def _asked(profiles: Sequence[str], *, edit: bool) -> Collection[str]:
    """The codes of what is looked for in all policies."""
    from policykit.rules import codes, rules_asked

    rules = {made.code for made in rules_asked(profiles)}
    return {*rules, *(code for code in codes() if edit and code.startswith("PK4"))}
