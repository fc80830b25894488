"""Whether people are told of a new version as long before as the one before it promises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from typing import Any

from policykit.findings import Finding
from policykit.library.content import Content, Header
from policykit.library.lock import content_digest
from policykit.rules.rule import Subject, Words
from policykit.rules.short_notice import means_the_same, short_notice


def notice_findings(
    header: Header, contents: Sequence[Content], new: Sequence[Content], today: str | None
) -> Iterator[Finding]:
    """
    New versions that break a promise of notice.

    Parameters:
        header, contents: the policy and its versions, in order.
        new: those that nobody has seen before.
        today: the day (ISO 8601) on which they are taken to be published if they say no other.

    """
    if not new:
        return
    words = Words(header.side.vocabulary)
    subjects = []
    for content in contents:
        subject = Subject(header, content, words)
        if content in new and today is not None and "published" not in content.data:
            subject.data = {**content.data, "published": today}
        if not content.data.get("withdrawn"):
            subjects.append(subject)
    told: set[tuple[str, str]] = set()
    for after in subjects:
        if after.content not in new:
            continue
        for before in _owing(subjects, after):
            found = [*short_notice.check([before, after])]
            if found:
                # What was announced in time by a version that means the same was announced.
                announced = _announced(subjects, subjects.index(after))
                found = [*short_notice.check([before, _published(after, announced)])]
            for subject, hit in found:
                key = (after.content.number, hit.message)
                if key in told:
                    continue
                told.add(key)
                yield subject.document.finding(
                    "PK405",
                    hit.path if subject.document.at(hit.path) is not None else ("version",),
                    hit.message,
                    "let it take effect later; only a waiver sets aside what is owed, nothing in "
                    "the version itself",
                    particulars=(
                        *hit.particulars,
                        content_digest(before.content),
                        content_digest(after.content),
                    ),
                )


def _announced(subjects: Sequence[Subject], place: int) -> str:
    """The day on which what a version means was published first; empty if that is not known."""
    day: str = subjects[place].data.get("published") or ""
    while place and means_the_same(subjects[place - 1], subjects[place]):
        place -= 1
        day = min(day, subjects[place].data.get("published") or day)
    return day


def _published(subject: Subject, day: str) -> Subject:
    """The same version, published on a day."""
    moved = copy(subject)
    moved.data = {**subject.data, "published": day} if day else subject.data
    return moved


def _owing(subjects: Sequence[Subject], after: Subject) -> Iterator[Subject]:
    """
    Those who may owe notice of a version: the one before it, and whatever is in force till it is.

    A version that begins a day earlier, and promises nothing, does not end what others promised.
    """
    published = after.data.get("published") or ""
    place = subjects.index(after)
    earlier = [one for one in subjects if one is not after and _first(one) <= _first(after)]
    if place:
        yield subjects[place - 1]
    for one in earlier:
        later = [_first(other) for other in earlier if _first(other) > _first(one)]
        # In force on the day of publishing, or from some day after it.
        if (not later or min(later) > published) and one is not subjects[place - 1]:
            yield one


def _first(subject: Subject) -> str:
    """The first day on which a version is in force anywhere; empty if that is not known."""
    effective: Any = subject.data.get("effective")
    if isinstance(effective, Mapping):
        days = [*effective.values()]
        if "default" not in effective:
            days.append(subject.data.get("published") or "")
        return str(min(days))
    return str(effective or subject.data.get("published") or subject.data.get("observed") or "")
