"""A new file, whole or not at all, and never over another."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def create(path: Path, text: str) -> None:
    """
    Write a file that does not exist yet.

    Raises:
        FileExistsError: it does.
        OSError: it cannot be written; nothing is left behind.

    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        try:
            os.link(name, path)  # fails if the file is there, which a replacement would not
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            if path.exists():
                raise FileExistsError(17, "File exists", str(path)) from None
            os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)
