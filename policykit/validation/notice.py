"""Whether people are told of a new version as long before as the one before it promises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policykit.findings import Finding
from policykit.library.content import Content, Header
from policykit.library.numbers import is_prerelease
from policykit.rules.rule import Subject, Words
from policykit.rules.short_notice import short_notice


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
        if is_prerelease(content.number):
            continue
        subject = Subject(header, content, words)
        if content in new and today is not None and "published" not in content.data:
            subject.data = {**content.data, "published": today}
        subjects.append(subject)
    for subject, hit in short_notice.check(subjects):
        if subject.content in new:
            yield subject.document.finding(
                "PK405",
                hit.path if subject.document.at(hit.path) is not None else ("version",),
                hit.message,
                "let it take effect later; what is owed cannot be set aside in the version itself",
                particulars=hit.particulars,
            )
