"""
A release: the draft gets its number and its dates, and the lock an entry for each new version.

Comments and everything else in the draft stay as they are. Nothing is released that `validate`
would not pass: a number too small, notice too short, a lock that does not prove what it has.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from policykit.document import Document, file_bytes, read
from policykit.document.removal import replacement
from policykit.editing.files import format_bytes
from policykit.editing.together import change_together
from policykit.findings import Edit, Finding, told_apart
from policykit.library.content import Content, Header
from policykit.library.digest import digest
from policykit.library.errors import InvalidDocument
from policykit.library.files import HEADER, LOCK, folder_name
from policykit.library.lock import Entry, Lock, entry_of, lock_text, own_words, read_lock
from policykit.library.numbers import is_number, next_number, precedence, rise
from policykit.library.policy import DRAFT, Version, version_files
from policykit.library.reading import read_header, read_version
from policykit.model import Bump
from policykit.rules import lint
from policykit.validation.notice import notice_findings
from policykit.validation.numbering import BUMPS, Step, numbering, predecessor, step
from policykit.validation.releases import Folder, proof

_DRAFT_FILE: Final = f"{DRAFT}.yaml"


class NothingToRelease(ValueError):
    """
    A policy without a draft whose numbered versions are all released.

    Or with a draft that says what its last version (`same_as`) does.
    """

    def __init__(self, policy: str, same_as: str = "") -> None:
        super().__init__(policy)
        self.policy = policy
        self.same_as = same_as

    def __str__(self) -> str:
        if self.same_as:
            return f"the draft of '{self.policy}' says what {self.same_as} does, and nothing else"
        return (
            f"'{self.policy}' has no draft, and all its versions are released; to begin the next "
            "one, copy the last to draft.yaml, without its `version` and its days"
        )


class TooSmall(ValueError):
    """A bump that is smaller than what changed asks for."""

    def __init__(self, asked: Bump, needed: Bump, number: str, reasons: Sequence[str]) -> None:
        super().__init__(asked, needed)
        self.asked = asked
        self.needed = needed
        self.number = number
        self.reasons = tuple(reasons)

    def __str__(self) -> str:
        why = f": {self.reasons[0]}" if self.reasons else ""
        more = f" And {len(self.reasons) - 1} more." if len(self.reasons) > 1 else ""
        return (
            f"a {self.asked} version is too small; what changed needs a {self.needed} one, "
            f"{self.number}{why}{more}"
        )


class Unreleasable(ValueError):
    """Findings that stand in the way of a release."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(len(findings))
        self.findings = tuple(findings)

    def __str__(self) -> str:
        first = self.findings[0]
        more = f" (and {len(self.findings) - 1} more)" if len(self.findings) > 1 else ""
        place = f"{first.file}:{first.line}:{first.column}"
        return f"{place}: {first.code} {first.message}{more}"


class Release(NamedTuple):
    """
    What a release does to a policy's folder.

    `numbers` are the versions it releases, `step` what the draft changes (None: there is no draft,
    or nothing before it); `before` and `after` are the bytes of files by name.
    """

    folder: Path
    numbers: tuple[str, ...]
    step: Step | None
    before: Mapping[str, bytes | None]
    after: Mapping[str, bytes | None]

    def write(self) -> None:
        """
        Do it: all of it or nothing.

        Raises:
            ChangedMeanwhile: a file is no longer what was read.
            OSError: a file cannot be written; all are as they were.

        """
        change_together(self.folder, self.before, self.after)


def prepare(
    folder: str | os.PathLike[str],
    today: str,
    *,
    bump: Bump | None = None,
    effective: str | None = None,
    waived: Mapping[str, str] = MappingProxyType({}),
) -> Release:
    """
    The release of a policy's draft, and of numbered versions that are not in its lock yet.

    Parameters:
        folder: the policy's.
        today: the day (ISO 8601) on which the draft is published, unless it says another.
        bump: how far its number rises; None: as far as what changed asks for.
        effective: the day (ISO 8601) on which it takes effect; None: what the draft says.
        waived: the findings that are lived with: their codes, by fingerprint.

    Raises:
        InvalidDocument: a document has errors.
        NothingToRelease: there is nothing to release.
        TooSmall: the number would rise too little.
        Unreleasable: findings stand in the way.
        OSError: a file cannot be read.

    """
    return _Releasing(Path(folder), today, bump, effective, waived).release()


class _Releasing:
    def __init__(
        self,
        folder: Path,
        today: str,
        bump: Bump | None,
        effective: str | None,
        waived: Mapping[str, str],
    ) -> None:
        self.folder = folder
        self.waived = waived
        self.day = today
        self.bump = bump
        self.effective = effective
        self.read: dict[str, bytes | None] = {}
        self.header = self._header()
        self.contents: dict[str, Content] = {}
        for path in version_files(folder):
            self.contents[path.stem] = self._content(path.name, self._bytes(path.name))
        self.lock = self._lock()

    def release(self) -> Release:
        """All of it."""
        entries = list(self.lock.entries if self.lock else ())
        words = dict(self.lock.words if self.lock else {})
        words[digest(own_words(self.header))] = own_words(self.header)
        after: dict[str, bytes | None] = {}
        draft = self.contents.pop(DRAFT, None)
        made: Step | None = None
        if draft is not None:
            name, source, made = self._numbered(draft)
            after |= {name: source, _DRAFT_FILE: None}
            self.read[name] = None
            content = self._content(name, source)
            self.contents[content.number] = content
        known = {one.version for one in entries}
        new = [one for one in self.contents.values() if one.number not in known]
        if not new:
            raise NothingToRelease(self.header.id)
        self._check(new)
        for content in sorted(new, key=lambda one: precedence(one.number)):
            entries.append(entry_of(content, self.header, entries[-1].chain if entries else ""))
        after[LOCK] = self._lock_text(entries, words)
        before = {name: self.read[name] for name in (*after, HEADER)}
        numbers = tuple(one.version for one in entries if one.version not in known)
        return Release(self.folder, numbers, made, before, after)

    def _lock_text(self, entries: Sequence[Entry], words: Mapping[str, Any]) -> bytes:
        return lock_text(self.header.id, entries, words).encode()

    def _bytes(self, name: str) -> bytes:
        source = self.read[name] = file_bytes(str(self.folder / name))
        return source

    def _header(self) -> Header:
        shown = str(self.folder / HEADER)
        header, findings = read_header(self._bytes(HEADER), shown, folder_name(self.folder))
        if header is None:
            raise InvalidDocument(shown, findings)
        return header

    def _content(self, name: str, source: bytes) -> Content:
        shown = str(self.folder / name)
        content, findings = read_version(source, shown, self.header, name.removesuffix(".yaml"))
        if content is None:
            raise InvalidDocument(shown, findings)
        return content

    def _lock(self) -> Lock | None:
        try:
            source = self._bytes(LOCK)
        except FileNotFoundError:
            self.read[LOCK] = None
            return None
        lock, findings = read_lock(source, str(self.folder / LOCK), self.header.id)
        if lock is None:
            raise InvalidDocument(str(self.folder / LOCK), findings)
        found = Folder(self.header, self.contents, [*self.contents])
        faults = [*proof(lock, found)]
        if faults:
            raise Unreleasable(faults)
        return lock

    def _check(self, new: Sequence[Content]) -> None:
        """What `validate` would say of the new versions."""
        every = sorted(self.contents.values(), key=lambda one: precedence(one.number))
        fresh = {one.document.path for one in new}
        released = [one.number for one in every if one not in new]
        findings = [*numbering(self.header, every, released)]
        # Of what was already observed nobody knows when it was published; it is no news by now.
        news = [
            one
            for one in new
            if "published" in one.data or one.data.get("observed", self.day) >= self.day
        ]
        findings += notice_findings(self.header, every, news, self.day)
        findings += (one for one in lint(self.header, every) if one.severity == "error")
        owed = {one.file for one in findings if one.code == "PK405"}
        findings = [
            one
            for one in told_apart(one for one in findings if one.file in fresh)
            if self.waived.get(one.fingerprint) != one.code
            and not (one.code == "PK222" and one.file in owed)
        ]
        if findings:
            raise Unreleasable(findings)

    def _numbered(self, draft: Content) -> tuple[str, bytes, Step | None]:
        """The draft as a numbered version: its file's name, its bytes, and what it changes."""
        base = predecessor([*self.contents.values()], DRAFT)
        made: Step | None = None
        number = next_number(None)
        if base is not None:
            made = step(*(Version(self.header, one, one.document.path) for one in (base, draft)))
            if made.diff is not None and made.diff.unchanged and _same(base, draft):
                raise NothingToRelease(self.header.id, base.number)
            bump = self.bump or made.bump
            if BUMPS[bump] < BUMPS[made.bump]:
                raise TooSmall(bump, made.bump, made.required, made.reasons)
            number = next_number(base.number, bump)
            last = max((one for one in self.contents if is_number(one)), key=precedence)
            if precedence(number) <= precedence(last):
                # Above a version that was withdrawn.
                number = next_number(last, bump if rise(base.number, last) != bump else "patch")
        fields = {"version": number, **self._dates(draft)}
        source = self.read[_DRAFT_FILE]
        assert source is not None
        written = with_fields(draft.document, source, fields)
        return f"{number}.yaml", _as_formatted(draft.document, source, written), made

    def _dates(self, draft: Content) -> dict[str, str]:
        """The dates that the draft does not say yet, or that are asked for."""
        found: dict[str, str] = {}
        if "published" not in draft.data:
            found["published"] = self.day
        if self.effective is not None:
            found["effective"] = self.effective
        return found


def with_fields(document: Document, source: bytes, fields: Mapping[str, str]) -> bytes:
    """
    A draft's bytes with fields of its own level set, all else as it was.

    Raises:
        Unreleasable: its text is laid out so that this cannot be done.

    """
    data: Any = document.data
    text = document.text
    edits: list[Edit] = []
    lines: list[str] = []
    for name, value in fields.items():
        if name in data:
            edit = _plainly(document, name, value) or replacement(document, (name,), value)
            if edit is None:
                raise Unreleasable([_by_hand(document, name)])
            edits.append(edit)
        else:
            lines.append(f"{name}: {value}")
    if lines:
        end_of_line = "\r\n" if "\r\n" in text else "\n"
        before = "version" if "version" in data else "policy"
        end = document.offset((before,)) + len(document.spelling((before,)))
        at = text.find("\n", end)
        if at < 0:
            raise Unreleasable([_by_hand(document, "version")])
        edits.append(Edit(at + 1, at + 1, "".join(f"{one}{end_of_line}" for one in lines)))
    for edit in sorted(edits, key=lambda one: -one.start):
        text = text[: edit.start] + edit.text + text[edit.end :]
    mark = b"\xef\xbb\xbf" if source.startswith(b"\xef\xbb\xbf") else b""
    made = mark + text.encode()
    again, findings = read(made, document.path)
    # What was written is read back: it says what was meant, and nothing else changed.
    if again is None or findings or again.data != {**data, **fields}:
        raise Unreleasable([_by_hand(document, "version")])
    return made


def _same(one: Content, other: Content) -> bool:
    """Whether two versions say the same but for number and dates."""
    apart = ("version", "published", "effective", "observed")
    said = [
        {name: value for name, value in _data(each.document).items() if name not in apart}
        for each in (one, other)
    ]
    return digest(said[0]) == digest(said[1])


def _as_formatted(document: Document, source: bytes, written: bytes) -> bytes:
    """What was written, in the canonical form if the draft had it: a hook would write it so."""
    if format_bytes(source, document.path).after != source:
        return written
    return format_bytes(written, document.path).after


def _plainly(document: Document, name: str, value: str) -> Edit | None:
    """The edit of a scalar that stands behind its key, with nothing in between; else None."""
    start, spelled = document.offset((name,)), document.spelling((name,))
    if not spelled or not document.text[:start].endswith(f"{name}: "):
        return None
    return Edit(start, start + len(spelled), value)


def _by_hand(document: Document, name: str) -> Finding:
    message = f"'{name}' cannot be set here without touching what is around it"
    mend = "write each field of the version on a line of its own, as `policykit fmt` does"
    return document.finding("PK101", (name,) if name in _data(document) else (), message, mend)


def _data(document: Document) -> Mapping[str, Any]:
    return document.data if isinstance(document.data, dict) else {}
