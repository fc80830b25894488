"""
The numbers of versions: their order, how far one rises above another, and which comes next.

Source: https://semver.org/spec/v2.0.0.html; docs/format.md, "version".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from policykit.model import Bump

_MOST_DIGITS: Final = 4000


def precedence(number: str) -> tuple[Any, ...]:
    """
    A key that orders versions by SemVer precedence; a draft, and what is no number, comes last.

    Source: https://semver.org/spec/v2.0.0.html#spec-item-11
    """
    core, _, pre = number.partition("-")
    parts = core.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts):
        return (1, number)
    identifiers = tuple(
        (0, _int(one), "") if one.isdecimal() else (1, 0, one) for one in pre.split(".") if one
    )
    # A pre-release comes before the release it leads to.
    return (0, tuple(_int(part) for part in parts), not identifiers, identifiers)


def _int(digits: str) -> int:
    return int(digits[:_MOST_DIGITS])  # Python reads no more than some thousands


def is_number(text: str) -> bool:
    """Whether it is a version's number, and not a draft's name or something else."""
    return bool(precedence(text)[0] == 0)


def is_prerelease(number: str) -> bool:
    """Whether a version only leads to a release, as 2.0.0-rc.1 does to 2.0.0."""
    return "-" in number


def rise(before: str, after: str) -> Bump:
    """How far a number rises above a lower one."""
    old, new = (_core(number) for number in (before, after))
    if new[0] > old[0]:
        return "major"
    return "minor" if new[1] > old[1] else "patch"


def next_number(last: str | None, bump: Bump = "minor") -> str:
    """The number after `last`, 1.0.0 where there is none; after a pre-release, its release."""
    if last is None:
        return "1.0.0"
    major, minor, patch = _core(last)
    if is_prerelease(last):
        return f"{major}.{minor}.{patch}"
    match bump:
        case "major":
            return f"{major + 1}.0.0"
        case "minor":
            return f"{major}.{minor + 1}.0"
        case "patch":
            return f"{major}.{minor}.{patch + 1}"


def _core(number: str) -> tuple[int, int, int]:
    major, minor, patch = (_int(part) for part in number.partition("-")[0].split("."))
    return major, minor, patch
