"""What can be wrong with a request to the library; each error carries data and words itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policykit.findings import Finding


class InvalidDocument(ValueError):
    """A document that has errors, so that there is nothing to ask of it."""

    def __init__(self, path: str, findings: Sequence[Finding]) -> None:
        super().__init__(path)
        self.path = path
        self.findings = tuple(findings)

    def __str__(self) -> str:
        errors = [one for one in self.findings if one.severity == "error"]
        first = errors[0] if errors else self.findings[0]
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        place = f"{first.file}:{first.line}:{first.column}"
        return f"{place}: {first.code} {first.message}{more}"


class UnknownPolicy(LookupError):
    """An id of no policy in the library."""

    def __init__(self, policy: str, near: Sequence[str], known: Sequence[str]) -> None:
        super().__init__(policy)
        self.policy = policy
        self.near = tuple(near)
        self.known = tuple(known)

    def __str__(self) -> str:
        if self.near:
            return f"there is no policy '{self.policy}'; did you mean '{self.near[0]}'?"
        listed = ", ".join(self.known[:8]) or "none"
        return f"there is no policy '{self.policy}'; there are: {listed}"


class NoReport(LookupError):
    """
    A policy that no transparency report is on, or none by a day.

    `reported` are the policies that there are reports on; if it is among them, no version of its
    report was out.
    """

    def __init__(self, policy: str, day: str | None, reported: Sequence[str]) -> None:
        super().__init__(policy)
        self.policy = policy
        self.day = day
        self.reported = tuple(reported)

    def __str__(self) -> str:
        when = f" by {self.day}" if self.day else ""
        if self.policy in self.reported:
            if self.day:
                return f"no version of the transparency report on '{self.policy}' was out{when}"
            return (
                f"the transparency report on '{self.policy}' has no version with a number yet; "
                "`policykit release` makes its draft one"
            )
        listed = ", ".join(self.reported[:8])
        hint = f"; there are reports on: {listed}" if listed else ""
        return f"there is no transparency report on '{self.policy}'{when}{hint}"


class PolicyTwice(ValueError):
    """Two folders that are of one policy, by their names: nobody can say which one is."""

    def __init__(self, policy: str, folders: Sequence[str]) -> None:
        super().__init__(policy)
        self.policy = policy
        self.folders = tuple(folders)

    def __str__(self) -> str:
        return f"'{self.policy}' is in {' and in '.join(self.folders)}; a policy has one folder"


class UnknownVersion(LookupError):
    """A number of no version of the policy."""

    def __init__(self, policy: str, version: str, known: Sequence[str]) -> None:
        super().__init__(version)
        self.policy = policy
        self.version = version
        self.known = tuple(known)

    def __str__(self) -> str:
        listed = ", ".join(self.known) or "none"
        looks_like_a_day = re.fullmatch(r"[0-9]{4}([-/.][0-9]{1,2}){0,2}", self.version)
        day = "; a day is written YYYY-MM-DD" if looks_like_a_day else ""
        return f"'{self.policy}' has no version {self.version}; it has: {listed}{day}"


class DifferentWords(ValueError):
    """Two versions use one word for two things: a condition or commitment of another shape."""

    def __init__(self, word: str, before: str, after: str) -> None:
        super().__init__(word)
        self.word = word
        self.before = before
        self.after = after

    def __str__(self) -> str:
        return (
            f"'{self.word}' is {self.before} before and {self.after} after, so that the versions "
            "cannot be compared; give the new one another name"
        )


class NotInForce(LookupError):
    """A day before the first version; `first` and `start` say which came first, if any did."""

    def __init__(self, policy: str, day: str, first: str, start: str) -> None:
        super().__init__(day)
        self.policy = policy
        self.day = day
        self.first = first
        self.start = start

    def __str__(self) -> str:
        if not self.first:
            return f"no version of '{self.policy}' has ever been in force"
        return (
            f"no version of '{self.policy}' was in force on {self.day}; "
            f"the first, {self.first}, starts on {self.start}"
        )
