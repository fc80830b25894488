"""
Waivers: findings that somebody has decided to live with for a while, in policykit-waivers.yaml.

A waiver names a finding by its fingerprint, which says what was and what is: it covers that change
and no other. It has a reason, somebody who approved it, and a last day.

Source: docs/ci.md, "Waivers"; policykit/schemas/waivers-1.json.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from policykit.document import Document, read
from policykit.findings import Finding
from policykit.model import NoSuchDay, civil_day
from policykit.rules import codes
from policykit.schema import check_waivers

WAIVERS: Final = "policykit-waivers.yaml"

_REWRITE: Final = "have a new one written by `policykit waive`, or remove it"


class Waiver(NamedTuple):
    """One waived finding, and where in its file it stands; `about` and `ticket` may be empty."""

    fingerprint: str
    code: str
    about: str
    reason: str
    approved_by: str
    ticket: str
    expires: str
    place: int

    @property
    def said(self) -> str:
        """Why the finding may stand, who said so, and for how long."""
        ticket = f", {self.ticket}" if self.ticket else ""
        return f"{self.reason} (approved by {self.approved_by}{ticket}, until {self.expires})"


class Waivers(NamedTuple):
    """A file of waivers that is shaped like one."""

    entries: tuple[Waiver, ...]
    document: Document

    def in_force(self, today: str) -> dict[str, Waiver]:
        """Those that have not expired, by fingerprint."""
        return {one.fingerprint: one for one in self.entries if one.expires >= today}


def may_be_waived(code: str) -> bool:
    """Whether a finding can be lived with: a document that is none and a broken chain cannot."""
    return not code.startswith(("PK0", "PK1", "PK42", "PK43"))


def read_waivers(source: bytes | str, path: str) -> tuple[Waivers | None, list[Finding]]:
    """
    Read a file of waivers.

    Parameters:
        source: its text or bytes.
        path: the name findings report it under.

    Returns:
        The waivers, None if the file has errors, and what is wrong with it.

    """
    document, findings = read(source, path)
    if document is not None and not findings:
        findings = check_waivers(document)
    if document is None or findings:
        return None, [_of_file(one) for one in findings]
    data: Any = document.data
    every = [_waiver(one, place) for place, one in enumerate(data["waivers"])]
    sound: dict[str, Waiver] = {}
    for one in every:
        wrong = list(_ill_formed(document, one, sound))
        findings += wrong
        if not wrong:
            sound[one.fingerprint] = one
    return Waivers(tuple(sound.values()), document), findings


def _waiver(data: Mapping[str, str], place: int) -> Waiver:
    told = {name: data.get(name, "") for name in Waiver._fields if name != "place"}
    return Waiver(**told, place=place)


def _of_file(finding: Finding) -> Finding:
    return finding._replace(help=f"{finding.help}; `policykit schema waivers` says how one looks")


def _ill_formed(document: Document, one: Waiver, before: Mapping[str, Waiver]) -> Iterator[Finding]:
    """Why an entry cannot waive what it says; `before` are those above it."""
    at = ("waivers", one.place)
    known = codes()
    mark = (one.fingerprint,)
    try:
        civil_day(one.expires)
    except NoSuchDay:
        message = f"there is no day {one.expires}"
        yield document.finding("PK111", (*at, "expires"), message, "YYYY-MM-DD", particulars=mark)
    if one.code not in known:
        message = f"there is no finding {one.code}"
        yield document.finding("PK432", (*at, "code"), message, _REWRITE, particulars=mark)
    elif not may_be_waived(one.code):
        message = f"{one.code} {known[one.code].name} cannot be waived"
        mend = "mend what it finds; nothing else is known while it stands"
        yield document.finding("PK432", (*at, "code"), message, mend, particulars=mark)
    if one.fingerprint in before:
        first = document.offset(("waivers", before[one.fingerprint].place))
        message = f"the finding is waived already, in line {document.line_column(first)[0]}"
        yield document.finding(
            "PK431",
            (*at, "fingerprint"),
            message,
            "leave one of them",
            particulars=(*mark, "again"),
        )


def stale(
    waivers: Waivers,
    found: Mapping[str, Finding],
    today: str,
    days: int,
    asked: Collection[str] | None,
) -> Iterator[Finding]:
    """
    Waivers that are over, last too long, are of another code than they say, or waive nothing.

    Parameters:
        waivers: as the file has them.
        found: everything that was found, by fingerprint.
        today: the day (ISO 8601) on which they are looked at.
        days: how many days from then one may last.
        asked: the codes of what was looked for; what waives another is not called unused. None:
            not everything was looked at, so that nothing is.

    """
    limit = date.fromisoformat(today).toordinal() + days
    document = waivers.document
    for one in waivers.entries:
        at = ("waivers", one.place)
        mark = (one.fingerprint,)
        waived = found.get(one.fingerprint)
        if one.expires < today:
            message = f"it counted until {one.expires}: {one.reason}"
            mend = (
                "mend what it waived, or have it approved anew with a later day"
                if waived is not None
                else "remove it; `policykit waive --prune` does"
            )
            yield document.finding("PK430", (*at, "expires"), message, mend, particulars=mark)
        elif date.fromisoformat(one.expires).toordinal() > limit:
            message = f"it lasts until {one.expires}, and at most {days} days are allowed"
            mend = f"let it end on {date.fromordinal(limit).isoformat()} or before"
            yield document.finding("PK433", (*at, "expires"), message, mend, particulars=mark)
        if waived is not None and waived.code != one.code:
            message = f"the finding is {waived.code} {waived.name}, and the waiver says {one.code}"
            yield document.finding("PK432", (*at, "code"), message, _REWRITE, particulars=mark)
        elif waived is None and asked is not None and one.code in asked and one.expires >= today:
            about = f" about {one.about}" if one.about else ""
            message = f"there is no {one.code}{about} with the fingerprint {one.fingerprint}"
            against = " --against REV" if one.code.startswith("PK4") else ""
            mend = f"remove it; `policykit waive --prune{against}` does"
            yield document.finding("PK431", (*at, "fingerprint"), message, mend, particulars=mark)
