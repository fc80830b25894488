"""
A file replaced as a whole: the old content or the new, never a part.

The new content goes to a file of its own in the same folder, is brought to the disk, and only then
takes the old one's name. A link stays a link; its target is replaced.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat

from policykit.document import file_bytes


class ChangedMeanwhile(OSError):
    """A file that is no longer what was read; it has been left as it is."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} has changed since it was read; it was left as it is")
        self.filename = path
        self.strerror = "the file has changed since it was read; it was left as it is"


def rewrite(path: str | os.PathLike[str], before: bytes, after: bytes) -> bool:
    """
    Replace the content of a file, atomically, with its mode and, if that is allowed, its owner.

    Parameters:
        path: the file; a link is followed.
        before: what it held when it was read.
        after: what it is to hold.

    Returns:
        Whether anything was written: nothing is when the two are equal.

    Raises:
        ChangedMeanwhile: the file no longer holds `before`.
        OSError: it cannot be written; it is as it was.

    """
    if before == after:
        return False
    target = os.path.realpath(path)
    about = os.stat(target)
    if not about.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError(13, "the file is read-only; it was left as it is", str(path))
    folder, name = os.path.split(target)
    beside = os.path.join(folder, f".{name}.{secrets.token_hex(8)}")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    try:
        try:
            _write(handle, after)
            _as_before(handle, about)
            os.fsync(handle)
        finally:
            os.close(handle)
        if file_bytes(target) != before:
            raise ChangedMeanwhile(str(path))
        os.replace(beside, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise
    _settle(folder)
    return True


def _write(handle: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _as_before(handle: int, about: os.stat_result) -> None:
    if hasattr(os, "fchown"):
        # Only root may give a file away; a group that is not ours stays behind.
        with contextlib.suppress(PermissionError):
            os.fchown(handle, about.st_uid, about.st_gid)
    if hasattr(os, "fchmod"):
        os.fchmod(handle, stat.S_IMODE(about.st_mode))


def _settle(folder: str) -> None:
    """Bring the new name to the disk too, where folders can be synced; the file is safe anyhow."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
