"""
The configuration: `policykit.toml`, or `[tool.policykit]` in pyproject.toml.

The nearest one from the policies upward counts, no further than the root of their repository. Most
need none. With a revision, it is read as that revision has it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from policykit.commands.asking import Usage
from policykit.records import NamedTuple

if TYPE_CHECKING:
    from policykit.findings import Finding
    from policykit.validation.gate import Gate, Level
    from policykit.validation.waivers import Waivers

OWN: Final = "policykit.toml"
SHARED: Final = "pyproject.toml"
WAIVERS: Final = "policykit-waivers.yaml"


class Settings(NamedTuple):
    """
    What a configuration says; without one, what is so unless it says otherwise.

    `file` is what messages call it (empty: there is none), `folder` where it lies.
    """

    file: str = ""
    folder: Path | None = None
    policies: str | None = None
    profiles: tuple[str, ...] = ()
    fail_on: str = "error"
    waivers: str | None = None
    waiver_days: int | None = None
    comments: bool = True
    severity: Mapping[str, Level] = MappingProxyType({})

    def folder_of_policies(self) -> str | None:
        """
        The folder of policies that it names; None if it names none.

        Raises:
            Usage: there is no such folder.

        """
        if self.policies is None or self.folder is None:
            return None
        folder = os.path.relpath(self.folder / self.policies)
        if not os.path.isdir(folder):
            raise Usage(f"{self.file}: 'policies' is {self.policies}, and there is no such folder")
        return folder


def settings(
    starts: Sequence[str] = (), named: str | None = None, revision: str | None = None
) -> Settings:
    """
    The configuration for some folders and files.

    Parameters:
        starts: where to look from; none: from here.
        named: the file, if it is said which; otherwise it is looked for.
        revision: the git revision that it is read from; None: as it is now.

    Raises:
        Usage: it is not what the schema says, or not the same for all of the paths.
        OSError, UnknownRevision: it cannot be read.

    """
    if named is not None:
        source = _read(Path(named)) if revision is None else _read_in(Path(named), revision)
        if source is None:
            where = f" in {revision}" if revision else ""
            raise Usage(f"{named}: there is no such file{where}")
        return _settings(Path(named), source, _shown(Path(named), named, revision)) or Settings()
    found: dict[tuple[str, Path | None], Settings] = {}
    for start in starts or (os.curdir,):
        one = _nearest(start, revision)
        found.setdefault((one.file, one.folder), one)
    if len(found) > 1:
        files = " and ".join(one.file or "none" for one in found.values())
        raise Usage(f"the paths have different configurations ({files}); say which with --config")
    return next(iter(found.values()))


def _nearest(start: str, revision: str | None) -> Settings:
    folder = _folder_of(start)
    folders, content = _sources(folder, revision, (OWN, SHARED))
    for one in folders:
        for name in (OWN, SHARED):
            source = content.get(one / name)
            if source is not None:
                found = _settings(one / name, source, _shown(one / name, start, revision))
                if found is not None:
                    return found
    return Settings()


def gate_for(found: Settings, starts: Sequence[str], revision: str | None, *, whole: bool) -> Gate:
    """
    The gate that a configuration and the waivers beside it make.

    Parameters:
        found: the configuration.
        starts: where to look for waivers from, where it does not say where they are.
        revision: the git revision whose waivers count; None: those that are here.
        whole: whether all policies are looked at.

    """
    from policykit.validation.gate import DAYS, Gate

    start = next(iter(starts), os.curdir)
    here = _waivers_file(found, start, None)
    waivers: Waivers | None = None
    findings: list[Finding] = []
    if here is not None:
        waivers, findings = _waivers(here, start, None)
    trusted = waivers
    if revision is not None:
        there = _waivers_file(found, start, revision)
        trusted = None
        if there is not None:
            trusted, wrong = _waivers(there, start, revision)
            findings += _unreadable(trusted, wrong, revision)
    return Gate(
        severity=found.severity,
        comments=found.comments,
        waivers=waivers,
        trusted=trusted,
        trusted_from=revision or "",
        findings=tuple(findings),
        days=DAYS if found.waiver_days is None else found.waiver_days,
        whole=whole,
    )


def _waivers(
    file: tuple[Path, bytes], start: str, revision: str | None
) -> tuple[Waivers | None, list[Finding]]:
    """The waivers of a file, and what is wrong in it."""
    from policykit.validation.waivers import read_waivers  # most have no such file

    path, source = file
    return read_waivers(source, _shown(path, start, revision))


def is_whole(paths: Sequence[str], folder: str | None) -> bool:
    """Whether the paths hold all policies: then what nothing was found for is not used."""
    if folder is None:
        return False
    every = os.path.join(os.path.realpath(folder), "")
    return any(every.startswith(os.path.join(os.path.realpath(path), "")) for path in paths)


def waivers_path(found: Settings, start: str) -> Path:
    """Where the file of waivers is, or is to be: where the configuration says, else at the top."""
    here = _waivers_file(found, start, None)
    if here is not None:
        return here[0]
    if found.folder is not None:
        return found.folder / (found.waivers or WAIVERS)
    folder = _folder_of(start)
    top = upward(folder)[-1]
    return (top if os.path.lexists(top / ".git") else Path.cwd()) / WAIVERS


def _waivers_file(found: Settings, start: str, revision: str | None) -> tuple[Path, bytes] | None:
    """The file of waivers and what it holds; None if there is none."""
    if found.folder is not None:
        path = found.folder / (found.waivers or WAIVERS)
        source = _read(path) if revision is None else _read_in(path, revision)
        if source is None and found.waivers is not None and revision is None:
            raise Usage(f"{found.file}: 'waivers' is {found.waivers}, and there is no such file")
        return None if source is None else (path, source)
    folders, content = _sources(_folder_of(start), revision, (WAIVERS,))
    paths = (folder / WAIVERS for folder in folders)
    return next(((path, content[path]) for path in paths if path in content), None)


def _unreadable(trusted: Waivers | None, wrong: Sequence[Finding], revision: str) -> list[Finding]:
    """That the waivers of a revision cannot be read; what is stale in them is said of ours."""
    if trusted is not None or not wrong:
        return []
    from policykit.findings import CODES, fingerprint

    first, about = wrong[0], CODES["PK434"]
    return [
        first._replace(
            code=about.code,
            name=about.name,
            severity=about.severity,
            message=f"{first.message}; nothing is waived by {revision}",
            fingerprint=fingerprint("PK434", first.fingerprint),
        )
    ]


def _settings(path: Path, source: bytes, shown: str) -> Settings | None:
    """What a file says; None for a pyproject.toml that says nothing of policykit."""
    shared = path.name == SHARED
    if shared and b"policykit" not in source:
        return None
    import tomllib  # only where there is a configuration

    try:
        text = source.decode()
        told: Any = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise Usage(f"{shown}: byte {error.start} is not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise Usage(f"{shown}: {error}") from None
    begins = 0
    if shared:
        table = told.get("tool", {})
        told = table.get("policykit") if isinstance(table, dict) else None
        if told is None:
            return None
        begins = max(text.find("policykit"), 0)
    _check(told, text, begins, shown)
    from policykit.rules import UnknownCode, UnknownProfile, check_profiles, code_named
    from policykit.validation.gate import is_settled

    severity: dict[str, Any] = {}
    for name, level in told.get("severity", {}).items():
        at = _place(text, begins, ("severity", name))
        try:
            code = code_named(name)
        except UnknownCode as error:
            raise Usage(f"{shown}{at}: {error}") from None
        if is_settled(code.code) and level != "error":
            why = "nothing is proven by a gate that lets it pass"
            raise Usage(f"{shown}{at}: {code.code} {code.name} stays an error; {why}")
        severity[code.code] = level
    try:
        check_profiles(told.get("profiles", ()))
    except UnknownProfile as error:
        raise Usage(f"{shown}{_place(text, begins, ('profiles',))}: {error}") from None
    return Settings(
        file=shown,
        folder=path.absolute().parent,
        policies=told.get("policies"),
        profiles=tuple(told.get("profiles", ())),
        fail_on=told.get("fail-on", "error"),
        waivers=told.get("waivers"),
        waiver_days=told.get("waiver-days"),
        comments=told.get("comments", True),
        severity=MappingProxyType(severity),
    )


def _check(told: object, text: str, begins: int, shown: str) -> None:
    """
    Hold a configuration against its schema.

    Raises:
        Usage: all that is wrong with it, a line each.

    """
    import json

    from policykit.document import read
    from policykit.schema import check_config

    document, findings = read(json.dumps(told, default=str, ensure_ascii=False), shown)
    if document is not None and not findings:
        findings = check_config(document)
    lines = []
    for one in findings:
        at = _place(text, begins, one.pointer.strip("/").split("/"))
        lines.append(f"{shown}{at}: {one.message}{f'; {one.help}' if one.help else ''}")
    if lines:
        raise Usage("\n".join(lines))


def _place(text: str, begins: int, keys: Sequence[str]) -> str:
    """`:line:column` of a key; empty if it is not found, for TOML has many ways to write one."""
    import re

    at = begins
    for key in keys:
        if key.isdecimal():
            continue
        found = re.compile(rf"(?<![\w-])[\"']?{re.escape(key)}[\"']?(?=\s*[=.\]])").search(text, at)
        if found is None:
            return ""
        at = found.start()
    line = text.count("\n", 0, at) + 1
    return f":{line}:{at - text.rfind(chr(10), 0, at)}" if keys != [""] else ""


def _sources(
    folder: Path, revision: str | None, names: Sequence[str]
) -> tuple[Sequence[Path], Mapping[Path, bytes]]:
    """Folders from one upward, and what the files of some names in them hold."""
    if revision is not None:
        from policykit.library.commits import contents_upward  # git is run only for a revision

        return contents_upward(folder, revision, names)
    folders = upward(folder)
    paths = [one / name for one in folders for name in names]
    return folders, {path: source for path in paths if (source := _read(path)) is not None}


def upward(folder: Path) -> list[Path]:
    """A folder and those above it, up to the root of its repository if it is in one."""
    found = []
    for one in (folder, *folder.parents):
        found.append(one)
        if os.path.lexists(one / ".git"):
            break
    return found


def _folder_of(start: str) -> Path:
    path = Path(os.path.abspath(start))
    return path if path.is_dir() or not path.suffix else path.parent


def _read(path: Path) -> bytes | None:
    from policykit.document import file_bytes

    if not os.path.lexists(path):
        return None
    return file_bytes(str(path))  # what is there and is no file is no absence of one


def _read_in(path: Path, revision: str) -> bytes | None:
    from policykit.library.commits import content_in  # as above

    return content_in(path, revision)


def _shown(path: Path, start: str, revision: str | None) -> str:
    """What messages call a file: as the path that it was found from was named."""
    name = str(path) if os.path.isabs(start) else os.path.relpath(path)
    return name if revision is None else f"{revision}:{name}"
