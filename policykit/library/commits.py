"""The files of policies as a commit has them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from policykit.document import Limits
from policykit.library.files import HEADER
from policykit.revisions import File, Repository, contents


class Commit:
    """
    The files below a folder as a commit has them. What is asked for is read, and nothing else.

    `unread` has what is in the commit and cannot be read: links that lead out of the folder,
    submodules that are not here.
    """

    def __init__(self, root: Path, repository: Repository, commit: str, revision: str) -> None:
        self.root = root
        self._below = os.path.join(root, "")  # nearly every path that is asked about begins so
        self.revision = revision
        self.commit = commit
        found = repository.tree(commit)
        self._from_root = repository.path
        self._files: Mapping[str, File] = found.files
        self.unread = [(root / name, why) for name, why in found.unread]
        self._contents: dict[str, bytes] = {}
        self._names: dict[str, list[str]] = {}
        for path in found.files:
            folder, _, name = path.rpartition("/")
            self._names.setdefault(folder, []).append(name)

    def __len__(self) -> int:
        return len(self._files)

    def _inside(self, path: Path) -> str:
        spelled = os.fspath(path)
        if spelled.startswith(self._below) and os.pardir not in spelled:
            return spelled[len(self._below) :].replace(os.sep, "/")
        inside = os.path.relpath(path, self.root).replace(os.sep, "/")
        return "" if inside == os.curdir else inside

    def folders(self, root: Path) -> list[Path]:
        """As `Files.folders`."""
        inside = self._inside(root)
        found = []
        for folder, names in self._names.items():
            below = folder == inside or not inside or folder.startswith(f"{inside}/")
            parts = folder[len(inside) :].split("/")
            if below and HEADER in names and not any(part.startswith(".") for part in parts):
                found.append(self.root / folder)
        return sorted(found)

    def names(self, folder: Path) -> list[str]:
        """As `Files.names`; none where there is no such folder."""
        return self._names.get(self._inside(folder), [])

    def object_name(self, path: Path) -> str | None:
        """Git's name of a file's content; None if there is no such file."""
        file = self._files.get(self._inside(path))
        return None if file is None else file.name

    def content(self, path: Path) -> bytes:
        """As `Files.content`; other files of its folder are read with it."""
        inside = self._inside(path)
        found = self._contents.get(inside)
        if found is None:
            if inside not in self._files:
                raise FileNotFoundError(2, f"No such file in {self.revision}", str(path))
            self.fetch([path])
            found = self._contents[inside]
        return found

    def fetch(self, paths: Sequence[Path]) -> None:
        """
        Read some files together; those that are not there are left out.

        Raises:
            GitFailed: one of them is not in this partial repository, and cannot be fetched.

        """
        wanted = [
            inside
            for path in paths
            if (inside := self._inside(path)) in self._files and inside not in self._contents
        ]
        most = Limits().size + 1
        for name, content in zip(
            wanted, contents([self._files[name] for name in wanted]), strict=True
        ):
            self._contents[name] = content[:most]

    def shown(self, path: Path) -> str:
        """As `Files.shown`: `origin/main:policies/acme/privacy/1.0.0.yaml`."""
        parts = [part for part in (self._from_root, self._inside(path)) if part]
        return f"{self.revision}:{'/'.join(parts)}"


def commit_files(root: Path, revision: str) -> Commit:
    """
    The files below a folder as a revision has them.

    Raises:
        NoRepository: the folder is in none.
        UnknownRevision: there is no such revision.
        FileNotFoundError: the revision has no such folder.
        GitFailed: git is not there, or refuses.

    """
    repository = Repository(root)
    found = Commit(root, repository, repository.commit(revision), revision)
    if not len(found):
        why = f"It {found.unread[0][1]}," if found.unread else "No such folder"
        raise FileNotFoundError(2, f"{why} in {revision}", str(root))
    return found


def from_here(path: str) -> Path:
    """
    Where on disk a file of `REV:PATH` is, or would be, as git reads such a path.

    Raises:
        NoRepository: this is none.

    """
    if path.startswith(("./", "../")):
        return Path(path)
    return Path(Repository(os.curdir).root, path)


def contents_upward(
    start: Path, revision: str, names: Sequence[str]
) -> tuple[list[Path], Mapping[Path, bytes]]:
    """
    Files of some names in a folder and those above it, up to the root of the repository.

    Parameters:
        start: the folder, which need not exist.
        revision: what they are read from: the revision itself, not where HEAD parted from it.
        names: of the files.

    Returns:
        The folders, the innermost first, and what the files hold; those that are not there are
        left out.

    Raises:
        NoRepository, UnknownRevision, GitFailed: there is nothing to read from.

    """
    repository = Repository(start)
    commit = repository.commit(revision)
    parts = repository.named.split("/") if repository.named else []
    inside = ["/".join(parts[:length]) for length in range(len(parts), -1, -1)]
    above = Path(os.path.abspath(start))
    folders = [above, *above.parents][: len(inside)]
    wanted = [
        (folder / name, f"{commit}:{f'{path}/' if path else ''}{name}")
        for folder, path in zip(folders, inside, strict=True)
        for name in names
    ]
    told = repository.git.objects([spelled for _, spelled in wanted])
    found = {
        path: blob.content
        for (path, _), blob in zip(wanted, told, strict=True)
        if blob is not None and blob.kind == "blob"
    }
    return folders, found


def content_in(path: Path, revision: str) -> bytes | None:
    """
    What a file holds in a revision; None if it is not there.

    Raises:
        NoRepository, UnknownRevision, GitFailed: there is nothing to read from.

    """
    _, found = contents_upward(path.parent, revision, [path.name])
    return found.get(Path(os.path.abspath(path)))
