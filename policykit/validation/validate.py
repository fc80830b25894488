"""
Validate folders and files.

A folder is searched for policies; a file is read with the policy.yaml beside it. What cannot be
read at all is kept apart from what is wrong: a gate must not pass because something broke.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from policykit.document import file_bytes
from policykit.findings import CODES, Finding, fingerprint
from policykit.library.content import Header
from policykit.library.policy import HEADER, folder_name, policy_folders, precedence
from policykit.library.reading import in_order, read_header, read_version


class Unreadable(OSError):
    """A path that does not exist or cannot be read; nothing about it has been checked."""


class Report(NamedTuple):
    """Findings in document order, how many files were read, and what could not be."""

    findings: tuple[Finding, ...]
    files: int
    unreadable: tuple[tuple[str, str], ...]


def validate(*paths: str | os.PathLike[str]) -> list[Finding]:
    """
    Everything wrong in the policies at some paths, in document order.

    Parameters:
        paths: folders (every policy below is checked) and files.

    Returns:
        Findings; empty if all is well.

    Raises:
        Unreadable: a path does not exist, or a file cannot be read.

    """
    report = validate_all(paths)
    if report.unreadable:
        path, why = report.unreadable[0]
        raise Unreadable(f"{path}: {why}")
    return list(report.findings)


def validate_all(
    paths: Iterable[str | os.PathLike[str]], instead: Mapping[str, bytes] = MappingProxyType({})
) -> Report:
    """
    As `validate`, with what could not be read as part of the report.

    `instead` holds, by their real paths, what files are taken to say in place of what they do.
    """
    findings: dict[Finding, None] = {}
    unreadable = _Lost(instead)
    read: set[str] = set()
    for path in paths:
        for file, found in _of_path(Path(path), unreadable):
            read.add(os.path.realpath(file))
            findings.update(dict.fromkeys(found))
    return Report(tuple(in_order(list(findings))), len(read), tuple(unreadable))


_Found = tuple[str, list[Finding]]


class _Lost(dict[tuple[str, str], None]):
    """Paths that could not be read, and why; and what to take instead of some files."""

    def __init__(self, instead: Mapping[str, bytes]) -> None:
        super().__init__()
        self.instead = instead


def _of_path(path: Path, lost: _Lost) -> Iterator[_Found]:
    if path.is_dir():
        folders = policy_folders(path)
        headless = _headless(path, folders)
        for folder in folders:
            yield from _of_folder(folder, lost)
        for file in headless:
            yield from _one(file, None, lost)
        if not folders and not headless:
            lost[str(path), "holds no policy: no policy.yaml here or below"] = None
    elif path.name == HEADER:
        yield from _header(path, lost)[1]
    else:
        header, _ = (
            _header(path.parent / HEADER, _Lost(lost.instead))
            if (path.parent / HEADER).exists()
            else (None, [])
        )
        yield from _one(path, header, lost)


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


def _of_folder(folder: Path, lost: _Lost) -> Iterator[_Found]:
    header, found = _header(folder / HEADER, lost)
    yield from found
    try:
        files = [file for file in folder.iterdir() if file.suffix in (".yaml", ".yml")]
    except OSError as error:
        lost[str(folder), error.strerror or str(error)] = None
        return
    for file in sorted(files, key=lambda file: precedence(file.stem)):
        if file.name != HEADER:
            yield from _one(file, header, lost)


def _header(path: Path, lost: _Lost) -> tuple[Header | None, list[_Found]]:
    source = _read(path, lost)
    if source is None:
        return None, []
    header, findings = read_header(source, str(path), folder_name(path.parent))
    return header, [(str(path), findings)]


def _one(path: Path, header: Header | None, lost: _Lost) -> Iterator[_Found]:
    source = _read(path, lost)
    if source is None:
        return
    _, findings = read_version(source, str(path), header, path.stem)
    if header is None and not (path.parent / HEADER).exists():
        findings = [*findings, _about_file(path, "PK112", "there is no policy.yaml beside it")]
    elif path.suffix == ".yml":
        findings = [*findings, _about_file(path, "PK110", "the file ends in .yml")]
    elif path.stem != "draft" and precedence(path.stem)[0]:
        message = f"'{path.name}' is not named for a version"
        findings = [*findings, _about_file(path, "PK110", message)]
    yield str(path), findings


_MENDS = {
    "PK112": "add the policy.yaml that says what does not change between versions",
    "PK110": "name the file for its version, such as 1.2.0.yaml, or draft.yaml",
}


def _about_file(path: Path, code: str, message: str) -> Finding:
    about = CODES[code]
    mark = fingerprint(code, folder_name(path.parent), path.name)
    mend = _MENDS[code]
    return Finding(code, about.name, about.severity, message, mend, str(path), 1, 1, "", mark)


def _read(path: Path, lost: _Lost) -> bytes | None:
    try:
        if lost.instead and (source := lost.instead.get(os.path.realpath(path))) is not None:
            return source
        return file_bytes(str(path))
    except OSError as error:
        lost[str(path), error.strerror or str(error)] = None
        return None
