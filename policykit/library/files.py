"""Where the files of policies are: in a folder on disk, or in a commit (`commits`)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from policykit.document.files import file_bytes

HEADER: Final = "policy.yaml"
LOCK: Final = "policykit.lock"


class Files(Protocol):
    """Folders and files by the paths that they have, or would have, on disk."""

    def folders(self, root: Path) -> list[Path]:
        """The folders at or below a root that hold a policy.yaml, sorted."""

    def names(self, folder: Path) -> Sequence[str]:
        """
        The names of the files in a folder.

        Raises:
            OSError: it cannot be read.

        """

    def content(self, path: Path) -> bytes:
        """
        The bytes of a file.

        Raises:
            OSError: it is missing or cannot be read.

        """

    def shown(self, path: Path) -> str:
        """What findings call a file."""


class Disk:
    """The files as they are now."""

    def folders(self, root: Path) -> list[Path]:
        """As `Files.folders`; links are not followed."""
        found = []
        for folder, below, files in os.walk(root):
            below[:] = sorted(name for name in below if not name.startswith("."))
            if HEADER in files:
                found.append(Path(folder))
        return sorted(found)

    def names(self, folder: Path) -> list[str]:
        """As `Files.names`."""
        return os.listdir(folder)

    def content(self, path: Path) -> bytes:
        """As `Files.content`."""
        return file_bytes(str(path))

    def shown(self, path: Path) -> str:
        """As `Files.shown`."""
        return str(path)


DISK: Final = Disk()


def folder_name(folder: Path) -> str:
    """The last two parts of a folder's path: publisher/document."""
    return "/".join(folder.resolve().parts[-2:])
