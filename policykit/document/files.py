"""The bytes of a file, and how much a document may ask of its reader."""

from __future__ import annotations

import os
import stat
from typing import Final

from policykit.findings import MOST
from policykit.records import NamedTuple


class Limits(NamedTuple):
    """How much a document may ask of its reader."""

    size: int = 10 * 2**20
    """Bytes of a file."""
    depth: int = 64
    """Maps and lists inside one another; past 1000, libyaml may refuse a text by itself."""
    alias_nodes: int = 10_000
    """Nodes that aliases may add, all together."""
    entries: int = 20_000
    """Entries of one map or list."""
    findings: int = MOST
    """Faults after which reading stops; what has more is no document that was meant."""


DEFAULT_LIMITS: Final = Limits()


def file_bytes(path: str, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """
    The bytes of a regular file; of one that is too large, enough to see that it is.

    Raises:
        OSError: the file is missing, is not a regular file, or cannot be read.

    """
    # Non-blocking, so that opening a pipe nobody writes to does not wait for ever.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise OSError(22, "Not a regular file", path)
        # Its size is where to begin: a file may grow while it is read.
        found = b""
        wanted = min(about.st_size, limits.size) + 1
        while len(found) <= limits.size and (more := os.read(descriptor, wanted)):
            found += more
        return found[: limits.size + 1]
    finally:
        os.close(descriptor)
