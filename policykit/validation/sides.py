"""A policy's files on one side of a comparison: as they are, or as a commit has them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from policykit.document import Document, read
from policykit.findings import Finding
from policykit.library.content import Content, Header
from policykit.library.digest import digest
from policykit.library.files import HEADER, LOCK
from policykit.library.lock import Lock, read_lock
from policykit.library.numbers import is_number, precedence
from policykit.library.policy import DRAFT
from policykit.library.reading import read_header, read_version


class PolicyFiles(NamedTuple):
    """A policy's folder on one side: its files' bytes by name; `kept` are as in the commit."""

    path: Path
    files: Mapping[str, bytes]
    shown: Mapping[str, str]
    kept: frozenset[str] = frozenset()

    def document(self, name: str) -> Document | None:
        """A file that can be read as YAML; else None."""
        if name not in self.files:
            return None
        document, findings = read(self.files[name], self.shown[name])
        return None if findings else document


def profiles_of(header: Header) -> Iterable[str]:
    """The profiles that a policy turns on itself."""
    named: Any = header.document.at(("profiles",))
    return named or ()


def said_in(folder: PolicyFiles) -> dict[str, str]:
    """What the numbered versions of a policy say but for its id, as digests by their names."""
    found = {}
    for name in folder.files:
        if is_number(name.removesuffix(".yaml")):
            data: Any = data_of(folder, name)
            if isinstance(data, dict):
                data = {key: value for key, value in data.items() if key != "policy"}
            found[name] = digest(data)
    return found


def data_of(folder: PolicyFiles, name: str) -> Any:
    """A file's data; the digest of its bytes where it cannot be read."""
    document = folder.document(name)
    return hashlib.sha256(folder.files[name]).hexdigest() if document is None else document.data


def header_of(folder: PolicyFiles, policy: str) -> tuple[Header | None, list[Finding]]:
    """What its policy.yaml says, None if it has errors or is not there, and what is wrong."""
    if HEADER not in folder.files:
        return None, []
    return read_header(folder.files[HEADER], folder.shown[HEADER], policy)


def first_error(findings: Iterable[Finding]) -> list[Finding]:
    """The first error alone; nothing if there is none."""
    return [one for one in findings if one.severity == "error"][:1]


class Versions:
    """The versions of a policy on one side, each read when it is first asked for."""

    def __init__(self, folder: PolicyFiles, header: Header) -> None:
        stems = (name.removesuffix(".yaml") for name in folder.files if name.endswith(".yaml"))
        self.numbers = sorted((one for one in stems if is_version(one)), key=precedence)
        self._folder = folder
        self._header = header
        self._read: dict[str, tuple[Content | None, list[Finding]]] = {}

    def get(self, number: str) -> Content | None:
        """The version of a number; None where there is none, or it has errors."""
        return self._of(number)[0] if number in self.numbers else None

    def wrong(self, number: str) -> list[Finding]:
        """What is wrong with a version."""
        return self._of(number)[1]

    def every(self) -> list[Content]:
        """All without errors, in order."""
        return [content for one in self.numbers if (content := self.get(one)) is not None]

    def _of(self, number: str) -> tuple[Content | None, list[Finding]]:
        found = self._read.get(number)
        if found is None:
            name, folder = f"{number}.yaml", self._folder
            found = read_version(folder.files[name], folder.shown[name], self._header, number)
            self._read[number] = found
        return found


def is_version(stem: str) -> bool:
    """Whether a file of that name without its ending is a version or the draft."""
    return is_number(stem) or stem == DRAFT


def lock_of(folder: PolicyFiles, policy: str) -> Lock | None:
    """Its lock; None if there is none, or it has errors."""
    if LOCK not in folder.files:
        return None
    return read_lock(folder.files[LOCK], folder.shown[LOCK], policy)[0]


_LONG_NAME: Final = 64


def object_name(content: bytes, like: str) -> str:
    """Git's name of a file's content, by the hash that another name was made with."""
    kind = hashlib.sha256 if len(like) == _LONG_NAME else hashlib.sha1
    return kind(b"blob %d\0" % len(content) + content).hexdigest()
