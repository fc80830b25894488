"""What was found: while it is looked for, and when it is told."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from policykit.document.files import file_bytes
from policykit.findings import Finding, in_order
from policykit.records import NamedTuple

if TYPE_CHECKING:
    from policykit.document import Document
    from policykit.validation.against import Against
    from policykit.validation.memory import Memory

_NOTHING: Final[Mapping[str, bytes]] = MappingProxyType({})


class Unreadable(OSError):
    """A path that does not exist or cannot be read; nothing about it has been checked."""


class Report(NamedTuple):
    """
    Findings in document order, how many files were read, and what could not be.

    `set_aside` are findings that a suppression in the document waives, `waived` those that a waiver
    does; they do not count. `against` is what an edit did, where that was asked.
    """

    findings: tuple[Finding, ...]
    files: int
    unreadable: tuple[tuple[str, str], ...]
    set_aside: tuple[Finding, ...] = ()
    against: Against | None = None
    waived: tuple[Finding, ...] = ()


class Told(NamedTuple):
    """What one worker has found."""

    findings: list[Finding]
    set_aside: list[Finding]
    lost: list[tuple[str, str]]
    read: set[tuple[str, str]]


class Found:
    """What has been found so far."""

    def __init__(
        self,
        profiles: Sequence[str],
        instead: Mapping[str, bytes] = _NOTHING,
        workers: int = 1,
        *,
        comments: bool = True,
    ) -> None:
        self.profiles = tuple(profiles)
        self.comments = comments
        self.instead = instead
        self.workers = workers
        self.findings: dict[Finding, None] = {}
        self.set_aside: dict[Finding, None] = {}
        self.lost: dict[tuple[str, str], None] = {}
        self.read: set[tuple[str, str]] = set()
        self.memory: Memory | None = None
        self._folders: dict[Path, str] = {}

    def add(self, path: Path, findings: Iterable[Finding]) -> None:
        """Findings of a file that was read."""
        folder = path.parent
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder)
        self.read.add((self._folders[folder], path.name))
        self.findings.update(dict.fromkeys(findings))

    def lose(self, path: Path, why: str) -> None:
        """A path that could not be read."""
        self.lost[str(path), why] = None

    def judge(self, document: Document, findings: list[Finding], asked: Collection[str]) -> None:
        """What the rules that were asked found in a document, less what it sets aside."""
        if not self.comments:
            self.findings.update(dict.fromkeys(findings))
            return
        if "policykit" not in document.text.lower():  # no comment can set anything aside
            self.findings.update(dict.fromkeys(findings))
            return
        from policykit.validation.suppressions import suppressed

        counting, aside = suppressed(document, in_order(findings), asked)
        self.findings.update(dict.fromkeys(counting))
        self.set_aside.update(dict.fromkeys(aside))

    def told(self) -> Told:
        """All of it, to be told to another."""
        return Told(list(self.findings), list(self.set_aside), list(self.lost), self.read)

    def hear(self, told: Told) -> None:
        """What another has found besides."""
        self.findings.update(dict.fromkeys(told.findings))
        self.set_aside.update(dict.fromkeys(told.set_aside))
        self.lost.update(dict.fromkeys(told.lost))
        self.read |= told.read

    def hear_edit(self, edit: Against) -> None:
        """What an edit did; what a lock told already is not told twice."""
        told = {(one.code, one.file, one.line) for one in self.findings}
        fresh = [one for one in edit.findings if (one.code, one.file, one.line) not in told]
        # What is owed for a new version is told as an error, not as a warning too.
        owed = {one.file for one in fresh if one.code == "PK405"}
        for one in [one for one in self.findings if one.code == "PK222" and one.file in owed]:
            del self.findings[one]
        self.findings.update(dict.fromkeys(fresh))
        self.lost.update(dict.fromkeys(edit.unreadable))

    def bytes_of(self, path: Path) -> bytes | None:
        """The bytes of a file; None, and it is noted, if they cannot be had."""
        try:
            if self.instead and (source := self.instead.get(os.path.realpath(path))) is not None:
                return source
            return file_bytes(str(path))
        except OSError as error:
            self.lose(path, error.strerror or str(error))
            return None
