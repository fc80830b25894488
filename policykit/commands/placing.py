"""Where an imported text belongs among the versions there are, and which number it gets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from policykit.commands.asking import Usage

if TYPE_CHECKING:
    from policykit.library.policy import Policy, Version


class Place(NamedTuple):
    """
    A version's number (None for a draft), and the version whose ids it continues.

    The number is a first one, until the change is known, unless the user chose it. `refusal` says
    why it cannot be written unless it says what the base says.
    """

    number: str | None
    base: Version | None
    refusal: str = ""


def place(
    policy: Policy,
    chosen: str | None,
    draft: bool,
    dates: Mapping[str, str],
    language: str,
) -> Place:
    """
    Where a text belongs.

    After the last version; with a number of the user's, after the highest below it, else before
    the lowest. A text of a day that has a version is compared with that one.

    Raises:
        Usage: the dates and the numbers would be in another order.

    """
    from policykit.library.content import first_date
    from policykit.library.numbers import next_number, precedence
    from policykit.library.policy import DRAFT

    versions = [policy[number] for number in policy if number != DRAFT]
    last = versions[-1] if versions else None
    if draft and DRAFT in policy.versions:
        there = policy[DRAFT]
        return Place(None, there, _there(there.path, "release or remove it first"))
    if draft:
        return Place(None, last)
    start = first_date(dict(dates))
    dated = [one for one in versions if one.withdrawn is None and one.start()]
    if chosen is None:
        number = next_number(last.number if last is not None else None)
        same = [one for one in dated if one.start() == start]
        if same and not _lacks(same[-1], language):
            return Place(number, same[-1], _taken(policy, same[-1], number))
        later = [one for one in dated if (one.start() or "") > start]
        if later:
            raise Usage(_too_early(policy, later[0], start))
        return Place(number, last)
    if chosen in policy.versions:
        there = policy[chosen]
        return Place(chosen, there, _there(there.path, "say another --version, or remove it first"))
    key = precedence(chosen)
    below = [one for one in versions if precedence(one.number) < key]
    above = [one for one in versions if precedence(one.number) > key]
    for one in dated:
        if one in below and (one.start() or "") > start:
            raise Usage(f"{chosen} would start on {start}, before {_dated(one)}")
        if one in above and (one.start() or "") < start:
            raise Usage(f"{chosen} would start on {start}, after {_dated(one)}")
    return Place(chosen, below[-1] if below else above[0] if above else None)


def _there(path: str, mend: str) -> str:
    return f"{path} is there already and is not overwritten; {mend}"


def _taken(policy: Policy, same: Version, number: str) -> str:
    return (
        f"{policy.id}@{_dated(same)}, is there already and says otherwise; to import that day's "
        f"text anew, first remove {same.path}; for a second text of that day say its number, as "
        f"in --version {number}"
    )


def _dated(version: Version) -> str:
    return f"{version.number}, which starts on {version.start()}"


def _too_early(policy: Policy, later: Version, start: str) -> str:
    """What to say of a text that is older than a version there is."""
    message = (
        f"{policy.id}@{_dated(later)}, is there already, and this text would start on {start}; "
        "a higher number starts later"
    )
    return f"{message}: say a --version below {later.number}, or mend the date"


def _lacks(version: Version, language: str) -> bool:
    """Whether a version has texts and none in a language, so that this may be one for it."""
    found = {one for clause in version.clauses for one in clause.normal.get("text", {})}
    return bool(found) and language not in found


def needed(at: Place, made: Version, *, chosen: bool) -> tuple[str, str]:
    """
    The number that the change from the base needs, and why.

    A number the user chose stays; what it falls short of is said.
    """
    from policykit.comparison import diff
    from policykit.library.numbers import next_number, precedence

    assert at.base is not None
    assert at.number is not None
    if precedence(at.number) < precedence(at.base.number):
        return at.number, ""
    found = diff(at.base, made)
    bump = found.required_bump
    reasons = found.bump_reasons
    more = f", and {len(reasons) - 1} more" if len(reasons) > 1 else ""
    reason = f"a {bump} version: {reasons[0]}{more}" if reasons else f"a {bump} version"
    number = next_number(at.base.number, bump)
    if not chosen:
        return number, reason
    short = precedence(at.number) < precedence(number)
    return at.number, f"the change needs {reason}, {number}" if short else reason
