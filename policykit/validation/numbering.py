"""Whether the number of each version rises as far as what it changed asks for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from policykit.findings import Finding
from policykit.library.content import Content, Header
from policykit.library.errors import DifferentWords
from policykit.library.lock import content_digest
from policykit.library.numbers import is_number, is_prerelease, next_number, precedence, rise
from policykit.library.policy import Version
from policykit.model import Bump

if TYPE_CHECKING:
    from policykit.comparison import PolicyDiff

BUMPS: Final[Mapping[Bump, int]] = {"patch": 0, "minor": 1, "major": 2}
"""How far a number rises, in order."""

_MOST_REASONS: Final = 3


class Step(NamedTuple):
    """
    From one version to the next: how far the number has to rise, and why.

    `diff` is None where the versions use one word for two things, and so cannot be compared.
    """

    before: Version
    after: Version
    diff: PolicyDiff | None
    bump: Bump
    reasons: tuple[str, ...]

    @property
    def required(self) -> str:
        """The lowest number that rises far enough."""
        return next_number(self.before.number, self.bump)

    @property
    def falls_short(self) -> bool:
        """Whether the number does not rise far enough; a draft has none."""
        if not is_number(self.after.number):
            return False
        risen = rise(self.before.number, self.after.number)
        return BUMPS[risen] < BUMPS[self.bump]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What changed in meaning, one sentence each."""
        if self.diff is None:
            return self.reasons
        found = self.diff
        lists = (
            found.disclosures,
            found.processing,
            found.commitments,
            found.rights,
            found.statements,
        )
        return tuple(change.sentence for changes in lists for change in changes)

    @property
    def name(self) -> str:
        """The policy and both numbers, for a reader."""
        before, after = self.before.number, self.after.number
        if before == after:
            return f"{self.after.policy_id} {after}, edited"
        return f"{self.after.policy_id} {before} → {after}"

    def as_json(self) -> dict[str, object]:
        """An entry of `changes` in `policykit.findings/1`."""
        return {
            "policy": self.after.policy_id,
            "before": self.before.number,
            "after": self.after.number,
            "verdict": "undecided" if self.diff is None else self.diff.verdict,
            "unchanged": self.diff is not None and self.diff.unchanged,
            "required_bump": self.bump,
            "required_version": self.required,
            "sentences": list(self.sentences),
        }

    def finding(self) -> Finding:
        """That it does not."""
        before, after = self.before.number, self.after.number
        risen = rise(before, after)
        shown = " ".join(self.reasons[:_MOST_REASONS])
        more = len(self.reasons) - _MOST_REASONS
        rest = f" And {more} more." if more > 0 else ""
        message = (
            f"{after} is a {risen} version after {before}, and what changed needs a {self.bump} "
            f"version, {self.required}: {shown}{rest}"
        )
        mend = (
            f"give it the number {self.required}, or take back what changed; "
            f"`policykit diff {self.after.policy_id}@{before}..{after}` says all of it"
        )
        return self.after.content.document.finding(
            "PK401", ("version",), message, mend, particulars=change_key(self.before, self.after)
        )


def change_key(before: Version, after: Version) -> tuple[str, str]:
    """What tells one change from any other: the digests of both contents."""
    return content_digest(before.content), content_digest(after.content)


def step(before: Version, after: Version) -> Step:
    """What lies between two versions of a policy."""
    from policykit.comparison import diff  # only where there are two versions

    try:
        found = diff(before, after)
    except DifferentWords as error:
        return Step(before, after, None, "major", (f"{str(error).capitalize()}.",))
    return Step(before, after, found, found.required_bump, found.bump_reasons)


def predecessor(contents: Sequence[Content], number: str) -> Content | None:
    """
    What a version is measured by: the highest below it that was released and not withdrawn.

    Parameters:
        contents: the versions of the policy.
        number: the version's; that of a draft is above all.

    """
    by_number = {one.number: one for one in contents}
    return latest_below(by_number, by_number.get, number)


def latest_below(
    numbers: Iterable[str], content: Callable[[str], Content | None], number: str
) -> Content | None:
    """As `predecessor`, of versions that are read when they are asked for: the highest first."""
    key = precedence(number)
    lower = (one for one in numbers if is_number(one) and precedence(one) < key)
    for one in sorted(lower, key=precedence, reverse=True):
        found = None if is_prerelease(one) else content(one)
        if found is not None and not found.data.get("withdrawn"):
            return found
    return None


def numbering(
    header: Header, contents: Sequence[Content], released: Collection[str] = ()
) -> Iterator[Finding]:
    """
    Every version of a policy whose number rises less than it has to.

    Parameters:
        header, contents: the policy and its versions.
        released: the numbers of those that are: people go by them, and no number can be mended.

    """
    for after in contents:
        if not is_number(after.number) or after.number in released:
            continue
        before = predecessor(contents, after.number)
        # A major version may change whatever it likes.
        if before is None or rise(before.number, after.number) == "major":
            continue
        made = step(*(Version(header, one, one.document.path) for one in (before, after)))
        if made.falls_short:
            yield made.finding()
