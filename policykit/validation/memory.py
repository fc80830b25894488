"""
What was found in folders that have not changed since.

A folder is known again by the bytes of its files, how it was named, what was asked, and by this
package's own files: whatever else it is, it is looked at anew. What is remembered is JSON that its
keeper reads and writes; nothing here touches a disk but to read.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import policykit
from policykit.document.files import file_bytes
from policykit.findings import SEVERITIES, Edit, Finding
from policykit.library.files import LOCK, folder_name


class Known(NamedTuple):
    """What is remembered of a folder: what was found, what was set aside, which files were read."""

    findings: list[Finding]
    set_aside: list[Finding]
    files: list[str]


class Memory:
    """
    What was found before, and what is found now; `changed` says whether these differ.

    Parameters:
        source: what a memory held last time; empty for one that knows nothing.
        asked: what was asked besides: profiles, and whatever else changes what is found.

    """

    def __init__(self, source: bytes, asked: Sequence[str]) -> None:
        self._asked = "\0".join((_self_name(), *asked))
        self._before = self._read(source)
        self._now: dict[str, Any] = {}
        self._keys: dict[str, tuple[str, object]] = {}
        self.changed = False

    def _read(self, source: bytes) -> dict[str, Any]:
        try:
            held = json.loads(source) if source else {}
            if held.get("of") == self._asked:
                return dict(held["folders"])
        except (ValueError, AttributeError, KeyError, TypeError):
            pass  # one that cannot be read knows nothing
        return {}

    @property
    def content(self) -> bytes:
        """What it holds now."""
        return json.dumps({"of": self._asked, "folders": self._now}, separators=(",", ":")).encode()

    def recall(self, folder: Path) -> Known | None:
        """What was found in a folder; None if it is not known, or has changed."""
        try:
            key, about = _key(folder)
        except OSError:
            return None  # that it cannot be read is told by who reads it
        name = str(folder)
        self._keys[name] = key, about
        held = self._before.get(name)
        try:
            if held is None or held[0] != key:
                return None
            found = Known(_findings(held[1]), _findings(held[2]), list(held[3]))
        except (TypeError, ValueError, IndexError):
            return None
        self._now[name] = held
        return found

    def keep(
        self,
        folder: Path,
        findings: Sequence[Finding],
        set_aside: Sequence[Finding],
        files: Sequence[str],
    ) -> None:
        """Remember what was found in a folder that `recall` did not know."""
        name = str(folder)
        if name not in self._keys:
            return
        key, about = self._keys[name]
        try:
            if _about(folder, _names(folder)) != about:
                return  # it has changed while it was looked at
        except OSError:
            return
        self._now[name] = [key, _plain(findings), _plain(set_aside), list(files)]
        self.changed = True


def _key(folder: Path) -> tuple[str, object]:
    """The digest of a folder's files and names, and what tells cheaply that they changed."""
    names = _names(folder)
    about = _about(folder, names)
    made = hashlib.sha256(f"{folder}\0{folder_name(folder)}".encode("utf-8", "surrogatepass"))
    for name in names:
        source = file_bytes(os.path.join(folder, name))
        made.update(f"\0{name}\0{len(source)}\0".encode("utf-8", "surrogatepass"))
        made.update(source)
    return made.hexdigest(), about


def _names(folder: Path) -> list[str]:
    return sorted(
        name for name in os.listdir(folder) if name.endswith((".yaml", ".yml")) or name == LOCK
    )


def _about(folder: Path, names: Sequence[str]) -> object:
    found = []
    for name in names:
        about = os.stat(os.path.join(folder, name))
        found.append((name, about.st_mtime_ns, about.st_size, about.st_ino))
    return found


def _plain(findings: Sequence[Finding]) -> list[Any]:
    return [[*one[:-1], [list(edit) for edit in one.edits]] for one in findings]


def _findings(held: Sequence[Any]) -> list[Finding]:
    found = [
        Finding(*one[:-1])._replace(edits=tuple(Edit(*edit) for edit in one[-1])) for one in held
    ]
    if any(one.severity not in SEVERITIES for one in found):
        raise ValueError("a finding of no known severity")
    return found


def _self_name() -> str:
    """What this package is: its version, and the size and time of each of its files."""
    root = os.path.dirname(policykit.__file__)
    made = hashlib.sha256(policykit.__version__.encode())
    waiting = [root]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__":
                        waiting.append(entry.path)
                else:
                    about = entry.stat()
                    made.update(f"{entry.path}\0{about.st_size}\0{about.st_mtime_ns}\0".encode())
    return made.hexdigest()
