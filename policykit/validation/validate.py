"""
Validate folders and files.

A folder is searched for policies; a file is read with the policy.yaml beside it. Versions that
are free of errors are looked at by the rules as well, those of one policy together. What cannot be
read at all is kept apart from what is wrong: a gate must not pass because something broke.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from policykit.document import Document, collector_paused, file_bytes
from policykit.findings import CODES, Finding, fingerprint, told_apart
from policykit.library.content import Content, Header
from policykit.library.files import DISK, HEADER
from policykit.library.lock import LOCK, Lock, read_lock
from policykit.library.numbers import precedence
from policykit.library.policy import folder_name
from policykit.library.reading import in_order, read_header, read_version
from policykit.model import civil_day
from policykit.rules import check_profiles, header_rules, lint, lint_header, rules_asked
from policykit.validation.gate import Gate
from policykit.validation.numbering import numbering
from policykit.validation.releases import Folder, edited, proof
from policykit.validation.sharing import can_share, in_parts, shared_out
from policykit.validation.suppressions import suppressed
from policykit.validation.waivers import read_waivers

if TYPE_CHECKING:
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


def validate(
    *paths: str | os.PathLike[str],
    profiles: Sequence[str] = (),
    against: str | None = None,
    today: str | date | None = None,
    waivers: str | os.PathLike[str] | None = None,
) -> list[Finding]:
    """
    Everything wrong in the policies at some paths, in document order.

    Parameters:
        paths: folders (every policy below is checked) and files.
        profiles: sets of rules that run besides those that always do and those that a policy
            turns on itself, such as `gdpr`.
        against: a git revision: what was edited since HEAD parted from it is judged as well.
        today: the day from which notice counts where a version says no other, and on
            which waivers are in force or over.
        waivers: the file of waivers; with it `today` has to be said.

    Returns:
        Findings; empty if all is well. What is waived is not among them.

    Raises:
        Unreadable: a path does not exist, or a file cannot be read, now or in the revision.
        ValueError: `waivers` without `today`.
        UnknownProfile: there is no profile of that name.
        NoRepository: `against`, and a path is in no git repository.
        UnknownRevision: there is no such revision in it.
        NoSuchDay: `today` is no day.

    """
    gate = Gate()
    day = today.isoformat() if isinstance(today, date) else today
    if waivers is not None:
        name = os.fspath(waivers)
        try:
            source = file_bytes(name)
        except OSError as error:
            raise Unreadable(f"{name}: {error.strerror or error}") from None
        read, findings = read_waivers(source, name)
        gate = Gate(waivers=read, trusted=read, findings=tuple(findings))
    report = validate_all(paths, profiles, against=against, today=day, gate=gate)
    if report.unreadable:
        path, why = report.unreadable[0]
        raise Unreadable(f"{path}: {why}")
    return list(report.findings)


def validate_all(
    paths: Iterable[str | os.PathLike[str]],
    profiles: Sequence[str] = (),
    instead: Mapping[str, bytes] = _NOTHING,
    workers: int = 1,
    against: str | None = None,
    today: str | None = None,
    gate: Gate | None = None,
    memory: Memory | None = None,
) -> Report:
    """
    As `validate`, with what could not be read and what is set aside as parts of the report.

    `instead` holds, by their real paths, what files are taken to say in place of what they do. With
    more than one of `workers`, many policies are shared out among so many processes; the report is
    the same. `gate` is what a house has decided about findings; `memory` what is known of folders
    that have not changed, which it is told of what is found now.

    Raises:
        ValueError: there are waivers, and no `today`.

    """
    gate = gate or Gate()
    check_profiles(profiles)
    if today is not None:
        civil_day(today)
    elif gate.waivers is not None or gate.trusted is not None:
        raise ValueError("a waiver is in force until a day: say which day `today` is")
    asked = [os.fspath(path) for path in paths]
    found = _Found(profiles, instead, workers, comments=gate.comments)
    found.memory = memory
    for path in asked:
        _of_path(Path(path), found)
    edit = None
    if against is not None:
        from policykit.validation.against import against as measured  # git is run only if asked

        edit = measured(asked, against, today)
        found.hear_edit(edit)
    every = told_apart(in_order(gate.levelled([*found.findings, *found.set_aside])))
    counting = [one for one in every if one.waived_by is None]
    waived: list[Finding] = []
    if today is not None:
        counting, waived = gate.waived(counting, today, profiles, edit=edit is not None)
    return Report(
        tuple(in_order(counting)),
        len(found.read),
        tuple(found.lost),
        tuple(one for one in every if one.waived_by is not None),
        edit,
        tuple(waived),
    )


class _Told(NamedTuple):
    """What one worker has found."""

    findings: list[Finding]
    set_aside: list[Finding]
    lost: list[tuple[str, str]]
    read: set[tuple[str, str]]


class _Found:
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
        counting, aside = suppressed(document, in_order(findings), asked)
        self.findings.update(dict.fromkeys(counting))
        self.set_aside.update(dict.fromkeys(aside))

    def told(self) -> _Told:
        """All of it, to be told to another."""
        return _Told(list(self.findings), list(self.set_aside), list(self.lost), self.read)

    def hear(self, told: _Told) -> None:
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


def _of_path(path: Path, found: _Found) -> None:
    if path.is_dir():
        folders = DISK.folders(path)
        found.findings.update(dict.fromkeys(_twice(folders)))
        headless = _headless(path, folders)
        _of_folders(folders, found)
        for file in headless:
            _version(file, None, found)
        if not folders and not headless:
            found.lose(path, "holds no policy: no policy.yaml here or below")
    elif path.name == HEADER:
        header = _header(path, found)
        if header is not None:
            _rules_of_header(header, found)
    else:
        beside = path.parent / HEADER
        header = None
        if os.path.lexists(beside):
            # What is wrong in it is not asked for; that it could not be read, everyone must know.
            aside = _Found((), found.instead)
            header = _header(beside, aside)
            found.lost.update(aside.lost)
        content = _version(path, header, found)
        if header is not None and content is not None:
            _rules(header, [content], found)
            lock = _lock(path.parent, header.id, found)
            entry = None if lock is None else lock.entry(content.number)
            if entry is not None:
                found.findings.update(dict.fromkeys(edited(entry, content)))


def _twice(folders: Sequence[Path]) -> Iterator[Finding]:
    """Folders that are of the same policy as one before them."""
    first: dict[str, Path] = {}
    for folder in folders:
        name = folder_name(folder)
        if name in first:
            message = f"'{name}' is in {first[name]} as well"
            mend = "leave one of the two; a policy has one folder"
            about = CODES["PK115"]
            mark = fingerprint("PK115", name)
            file = str(folder / HEADER)
            yield Finding("PK115", about.name, about.severity, message, mend, file, 1, 1, "", mark)
        first.setdefault(name, folder)


def _headless(root: Path, folders: list[Path]) -> list[Path]:
    """Version files in folders without a policy.yaml."""
    with_header = set(folders)
    found = []
    for folder, below, files in os.walk(root):
        below[:] = sorted(name for name in below if not name.startswith("."))
        if Path(folder) not in with_header:
            found += [
                Path(folder, name)
                for name in sorted(files)
                if name.endswith(".yaml") and precedence(name[:-5])[0] == 0
            ]
    return found


def _of_folders(folders: Sequence[Path], found: _Found) -> None:
    if found.memory is not None:
        _remembered(folders, found, found.memory)
        return
    sizes = [_size(folder) for folder in folders] if found.workers > 1 else []
    if not sizes[2:] or not can_share(sum(sizes)):
        for folder in folders:
            with collector_paused():
                _of_folder(folder, found)
        return

    def work(some: Sequence[Path]) -> _Told:
        own = _Found(found.profiles, found.instead, comments=found.comments)
        _of_folders(some, own)
        return own.told()

    # The first is looked at before, for all that is loaded and remembered on the way.
    found.hear(work(folders[:1]))
    for told in shared_out(work, in_parts(folders[1:], sizes[1:], found.workers)):
        found.hear(told)


def _remembered(folders: Sequence[Path], found: _Found, memory: Memory) -> None:
    """As `_of_folders`, but for what is known of those that have not changed."""
    left = []
    for folder in folders:
        known = memory.recall(folder)
        if known is None:
            left.append(folder)
            continue
        place = os.path.realpath(folder)
        read = {(place, name) for name in known.files}
        found.hear(_Told(known.findings, known.set_aside, [], read))

    def work(some: Sequence[Path]) -> list[_Told]:
        every = []
        for folder in some:
            own = _Found(found.profiles, found.instead, comments=found.comments)
            _of_folders([folder], own)
            every.append(own.told())
        return every

    sizes = [_size(folder) for folder in left] if found.workers > 1 else []
    if sizes[2:] and can_share(sum(sizes)):
        parts = in_parts(left[1:], sizes[1:], found.workers)
        told = [*work(left[:1]), *(one for part in shared_out(work, parts) for one in part)]
    else:
        told = work(left)
    for folder, one in zip(left, told, strict=True):
        found.hear(one)
        if not one.lost:
            names = sorted(name for _, name in one.read)
            memory.keep(folder, one.findings, one.set_aside, names)


def _size(folder: Path) -> int:
    """The bytes of a folder's files, as far as they can be told."""
    try:
        with os.scandir(folder) as entries:
            return sum(entry.stat().st_size for entry in entries)
    except OSError:
        return 0


def _of_folder(folder: Path, found: _Found) -> None:
    header = _header(folder / HEADER, found)
    try:
        files = [file for file in folder.iterdir() if file.suffix in (".yaml", ".yml")]
    except OSError as error:
        found.lose(folder, error.strerror or str(error))
        return
    versions = sorted(
        (file for file in files if file.name != HEADER), key=lambda file: precedence(file.stem)
    )
    contents = [_version(file, header, found) for file in versions]
    if header is not None:
        _rules_of_header(header, found)
        good = [content for content in contents if content is not None]
        lock = _lock(folder, header.id, found)
        released = [one.version for one in lock.entries] if lock is not None else []
        over = sorted(released, key=precedence)[:-1]
        _rules(header, good, found, whole=len(good) == len(contents), over=over)
        found.findings.update(dict.fromkeys(numbering(header, good, released)))
        if lock is not None:
            stems = [file.stem for file in versions]
            of_policy = Folder(header, {one.number: one for one in good}, stems)
            found.findings.update(dict.fromkeys(proof(lock, of_policy)))


def _lock(folder: Path, policy: str, found: _Found) -> Lock | None:
    """The lock of a policy; None if there is none, or it has errors."""
    path = folder / LOCK
    if not os.path.lexists(path):
        return None
    source = found.bytes_of(path)
    if source is None:
        return None
    lock, findings = read_lock(source, str(path), policy)
    found.add(path, findings)
    return lock


def _header(path: Path, found: _Found) -> Header | None:
    source = found.bytes_of(path)
    if source is None:
        return None
    header, findings = read_header(source, str(path), folder_name(path.parent))
    found.add(path, findings)
    return header


def _version(path: Path, header: Header | None, found: _Found) -> Content | None:
    source = found.bytes_of(path)
    if source is None:
        return None
    content, findings = read_version(source, str(path), header, path.stem)
    if header is None and not (path.parent / HEADER).is_file():
        findings = [*findings, _about_file(path, "PK112", "there is no policy.yaml beside it")]
    elif path.suffix == ".yml":
        findings = [*findings, _about_file(path, "PK110", "the file ends in .yml")]
    elif path.stem != "draft" and precedence(path.stem)[0]:
        message = f"'{path.name}' is not named for a version"
        findings = [*findings, _about_file(path, "PK110", message)]
    found.add(path, findings)
    return content


def _rules(
    header: Header,
    contents: Sequence[Content],
    found: _Found,
    *,
    whole: bool = False,
    over: Collection[str] = (),
) -> None:
    """
    What the rules find in the versions of a policy; `whole` if those are all it has.

    Of versions that are `over`, released and followed by another, nobody is asked any more what a
    law asks a policy to state: they can be neither mended nor read again.
    """
    own: Any = header.document.at(("profiles",)) or ()
    wanted = tuple(dict.fromkeys((*own, *found.profiles)))
    by_file: dict[str, list[Finding]] = {}
    for finding in lint(header, contents, wanted, whole=whole):
        by_file.setdefault(finding.file, []).append(finding)
    asked = frozenset(made.code for made in rules_asked(wanted, whole=whole))
    for content in contents:
        document = content.document
        of_file = by_file.get(document.path, [])
        if content.number in over:
            of_laws = {made.code for made in rules_asked(wanted, whole=whole) if made.profiles}
            of_file = [one for one in of_file if one.code not in of_laws]
            found.judge(document, of_file, asked - of_laws)
        else:
            found.judge(document, of_file, asked)


def _rules_of_header(header: Header, found: _Found) -> None:
    """What the rules find in a policy.yaml."""
    asked = frozenset(made.code for made in header_rules())
    found.judge(header.document, lint_header(header), asked)


_MENDS = {
    "PK112": "add the policy.yaml that says what does not change between versions",
    "PK110": "name the file for its version, such as 1.2.0.yaml, or draft.yaml",
}


def _about_file(path: Path, code: str, message: str) -> Finding:
    about = CODES[code]
    mark = fingerprint(code, folder_name(path.parent), path.name)
    mend = _MENDS[code]
    return Finding(code, about.name, about.severity, message, mend, str(path), 1, 1, "", mark)
