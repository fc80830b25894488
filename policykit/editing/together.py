"""
Several files of one folder changed together: all of them, or none.

A copy of the folder is made beside it, with links to what stays, and the two change places in one
step of the system (Linux: renameat2 with RENAME_EXCHANGE). So whoever looks sees the old files or
the new ones, whenever the process ends. Where that cannot be done, or this process stands in the
folder, the files are changed one by one, and changed back if one of them fails.

Source: renameat2(2).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from typing import Final

from policykit.document import file_bytes
from policykit.editing.writing import ChangedMeanwhile, replace, write_aside

_HERE: Final = -100  # AT_FDCWD
_EXCHANGE: Final = 2  # RENAME_EXCHANGE


def change_together(
    folder: str | os.PathLike[str],
    before: Mapping[str, bytes | None],
    after: Mapping[str, bytes | None],
) -> None:
    """
    Change files of a folder together.

    Parameters:
        folder: the folder; a link is followed.
        before: what each file held when it was read, by name; None: it did not exist.
        after: what each is to hold; None: it is to go.

    Raises:
        ChangedMeanwhile: one of them no longer holds what it did.
        OSError: one cannot be written; all are as they were.

    """
    target = os.path.realpath(folder)
    for name, content in before.items():
        if _content(os.path.join(target, name)) != content:
            raise ChangedMeanwhile(os.path.join(folder, name))
    if not _at_once(target, after):
        _one_by_one(target, before, after)


def _content(path: str) -> bytes | None:
    try:
        return file_bytes(path)
    except FileNotFoundError:
        return None


def _at_once(target: str, after: Mapping[str, bytes | None]) -> bool:
    """Whether the folder could be exchanged for one with the changes."""
    exchange = _exchanger()
    here = os.path.realpath(os.curdir)
    if exchange is None or os.path.commonpath([here, target]) == target:
        return False
    above, name = os.path.split(target)
    beside = os.path.join(above, f".{name[:40]}.{secrets.token_hex(8)}")
    try:
        os.mkdir(beside, 0o700)
    except OSError:
        return False
    try:
        _copy(target, beside, after)
        for each, content in after.items():
            if content is not None:
                write_aside(os.path.join(beside, each), content, os.path.join(target, each))
        shutil.copystat(target, beside)
        return exchange(beside, target)
    except OSError:  # a file system without links, a full disk: the other way will tell
        return False
    finally:
        # Before the exchange the copy, after it the old files.
        shutil.rmtree(beside, ignore_errors=True)


def _copy(source: str, target: str, without: Mapping[str, bytes | None]) -> None:
    """All entries of a folder in another one, as links to the same files."""
    with os.scandir(source) as entries:
        for entry in entries:
            if entry.name in without:
                continue
            to = os.path.join(target, entry.name)
            if entry.is_dir(follow_symlinks=False):
                os.mkdir(to)
                _copy(entry.path, to, {})
                shutil.copystat(entry.path, to)
            elif entry.is_symlink():
                os.symlink(os.readlink(entry.path), to)
            else:
                os.link(entry.path, to)


def _exchanger() -> Callable[[str, str], bool] | None:
    """What makes two folders change places, and says whether it did; None where nothing does."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return None

    def exchange(one: str, other: str) -> bool:
        done: int = call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
        return done == 0

    return exchange


def _one_by_one(
    target: str, before: Mapping[str, bytes | None], after: Mapping[str, bytes | None]
) -> None:
    # What is new comes first, what goes last: nothing is lost on the way.
    order = sorted(after, key=lambda name: (after[name] is None, before.get(name) is not None))
    done: list[str] = []
    try:
        for name in order:
            done.append(name)
            _set(os.path.join(target, name), after[name])
    except BaseException:
        for name in reversed(done):
            with contextlib.suppress(OSError):
                _set(os.path.join(target, name), before.get(name))
        raise


def _set(path: str, content: bytes | None) -> None:
    if content is not None:
        replace(path, content)
    elif os.path.lexists(path):
        os.unlink(path)
