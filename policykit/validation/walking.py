"""
Validate folders and files.

A folder is searched for policies; a file is read with the policy.yaml beside it. Versions that
are free of errors are looked at by the rules as well, those of one policy together. What cannot be
read at all is kept apart from what is wrong: a gate must not pass because something broke.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from policykit.document.collector import collector_paused
from policykit.document.files import file_bytes
from policykit.findings import CODES, Finding, fingerprint, in_order, told_apart
from policykit.library.files import DISK, HEADER, folder_name
from policykit.library.numbers import precedence
from policykit.validation.gate import Gate
from policykit.validation.report import Found, Report, Told, Unreadable
from policykit.validation.sharing import can_share, in_parts, shared_out

if TYPE_CHECKING:
    from policykit.validation.memory import Memory

_NOTHING: Final[Mapping[str, bytes]] = MappingProxyType({})


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
        from policykit.validation.waivers import read_waivers  # only if there are any

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
    if profiles:
        from policykit.rules import check_profiles  # the rules, where one is asked for

        check_profiles(profiles)
    if today is not None:
        from policykit.model import civil_day

        civil_day(today)
    elif gate.waivers is not None or gate.trusted is not None:
        raise ValueError("a waiver is in force until a day: say which day `today` is")
    asked = [os.fspath(path) for path in paths]
    found = Found(profiles, instead, workers, comments=gate.comments)
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


def _of_path(path: Path, found: Found) -> None:
    if not path.is_dir():
        from policykit.validation.looking import of_file  # nor what looks at files

        of_file(path, found)
        return
    folders = DISK.folders(path)
    found.findings.update(dict.fromkeys(_twice(folders)))
    headless = _headless(path, folders)
    _of_folders(folders, found)
    for file in headless:
        from policykit.validation.looking import headless as look

        look(file, found)
    if not folders and not headless:
        found.lose(path, "holds no policy: no policy.yaml here or below")


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


def _of_folders(folders: Sequence[Path], found: Found) -> None:
    if found.memory is not None:
        _remembered(folders, found, found.memory)
        return
    from policykit.schema import expect_many  # not for what is known already
    from policykit.validation.looking import of_folder

    sizes = [_size(folder) for folder in folders] if found.workers > 1 else []
    if not sizes[2:] or not can_share(sum(sizes)):
        for folder in folders:
            with collector_paused():
                of_folder(folder, found)
        return

    def work(some: Sequence[Path]) -> Told:
        own = Found(found.profiles, found.instead, comments=found.comments)
        _of_folders(some, own)
        return own.told()

    # The first is looked at before, for all that is loaded and remembered on the way.
    expect_many()
    found.hear(work(folders[:1]))
    for told in shared_out(work, in_parts(folders[1:], sizes[1:], found.workers)):
        found.hear(told)


def _remembered(folders: Sequence[Path], found: Found, memory: Memory) -> None:
    """As `_of_folders`, but for what is known of those that have not changed."""
    left = []
    for folder in folders:
        known = memory.recall(folder)
        if known is None:
            left.append(folder)
            continue
        place = os.path.realpath(folder)
        read = {(place, name) for name in known.files}
        found.hear(Told(known.findings, known.set_aside, [], read))

    def work(some: Sequence[Path]) -> list[Told]:
        every = []
        for folder in some:
            own = Found(found.profiles, found.instead, comments=found.comments)
            _of_folders([folder], own)
            every.append(own.told())
        return every

    sizes = [_size(folder) for folder in left] if found.workers > 1 else []
    if sizes[2:] and can_share(sum(sizes)):
        from policykit.schema import expect_many  # not for what is known already

        expect_many()
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
