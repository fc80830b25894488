"""
Files written as a whole: the old content or the new, never a part.

All that policykit writes goes through here. New content goes to a file of its own in the same
folder, is brought to the disk, and only then takes its name. A link stays a link; its target is
replaced. What fails leaves everything as it was.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
from collections.abc import Iterator, Mapping

from policykit.document import file_bytes

Path = str | os.PathLike[str]


class ChangedMeanwhile(OSError):
    """A file that is no longer what was read; it has been left as it is."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} has changed since it was read; it was left as it is")
        self.filename = path
        self.strerror = "the file has changed since it was read; it was left as it is"


def rewrite(path: Path, before: bytes, after: bytes) -> bool:
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
    beside = _beside(path, target, after, os.stat(target))
    with _gone_at_last(beside):
        if file_bytes(target) != before:
            raise ChangedMeanwhile(str(path))
        os.replace(beside, target)
    _settle(os.path.dirname(target))
    return True


def replace(path: Path, content: bytes) -> None:
    """
    Write a file, atomically, whatever it held; one that is there keeps its mode.

    What is no file on a disk (a terminal, a pipe, `/dev/null`) is written to and never replaced.

    Raises:
        OSError: it cannot be written; it is as it was.

    """
    about = _about(path)
    if about is not None and not stat.S_ISREG(about.st_mode):
        with open(path, "wb") as file:
            file.write(content)
        return
    target = os.path.realpath(path)
    beside = _beside(path, target, content, about)
    with _gone_at_last(beside):
        os.replace(beside, target)
    _settle(os.path.dirname(target))


def create(path: Path, content: bytes) -> None:
    """
    Write a file that does not exist yet.

    Raises:
        FileExistsError: it does, if only as a link to nowhere.
        OSError: it cannot be written; nothing is left behind.

    """
    target = os.path.abspath(path)
    beside = _beside(path, target, content, None)
    with _gone_at_last(beside):
        try:
            os.link(beside, target)  # fails if the file is there, which a replacement would not
        except FileExistsError:
            raise FileExistsError(17, "File exists", str(path)) from None
        except OSError:  # a file system without links
            if os.path.lexists(target):
                raise FileExistsError(17, "File exists", str(path)) from None
            os.replace(beside, target)
    _settle(os.path.dirname(target))


def write_aside(path: Path, content: bytes, like: Path) -> None:
    """
    Write a new file where nobody looks yet, on the disk, with the mode of another if that is there.

    Raises:
        OSError: it cannot be written; a part of it may be left.

    """
    with open(path, "xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileNotFoundError):
        shutil.copymode(like, path)


def create_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """
    Make a folder that does not exist yet with all its files, or none of it.

    The folders above it are made too, and stay.

    Raises:
        FileExistsError: it exists.
        OSError: it cannot be made; nothing is left of it.

    """
    target = os.path.abspath(path)
    above, name = os.path.split(target)
    os.makedirs(above, exist_ok=True)
    beside = os.path.join(above, f".{name}.{secrets.token_hex(8)}")
    os.mkdir(beside)
    try:
        for each, content in files.items():
            create(os.path.join(beside, each), content)
        if os.path.lexists(target):
            raise FileExistsError(17, "File exists", str(path))
        os.rename(beside, target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    _settle(above)


def _about(path: Path) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def _beside(path: Path, target: str, content: bytes, about: os.stat_result | None) -> str:
    """
    The name of a new file beside `target` that holds the content, on the disk.

    Its mode and owner are those of `about`, of the file that was there; else what new files get.
    """
    if about is not None and not about.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError(13, "the file is read-only; it was left as it is", str(path))
    folder, name = os.path.split(target)
    beside = os.path.join(folder, f".{name[:40]}.{secrets.token_hex(8)}")
    mode = 0o666 if about is None else 0o600
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    try:
        try:
            _write(handle, content)
            if about is not None:
                _as_before(handle, about)
            os.fsync(handle)
        finally:
            os.close(handle)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise
    return beside


@contextlib.contextmanager
def _gone_at_last(beside: str) -> Iterator[None]:
    """However it ends, nothing is left under the name that the content had meanwhile."""
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            os.unlink(beside)


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
