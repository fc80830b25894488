"""
A repository: which commit a revision names, where two histories parted, what a commit holds.

Worktrees, submodules, bare, shallow and partial repositories are read as they are.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from policykit.findings import near
from policykit.revisions.plumbing import Git, GitFailed

_LINK: Final = "120000"
_GITLINK: Final = b"160000"
_MOST_LINKS: Final = 40
_FULL_NAME: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_NUMBER: Final = re.compile(r"[0-9a-f]{7,64}")


class NoRepository(OSError):
    """A path that lies in no git repository."""

    def __init__(self, path: str, why: str = "") -> None:
        super().__init__(2, why or "not in a git repository", path)


class UnknownRevision(LookupError):
    """A revision that is not in the repository; `fetch` is the command that may bring it."""

    def __init__(self, revision: str, near: str = "", fetch: str = "") -> None:
        super().__init__(revision)
        self.revision = revision
        self.near = near
        self.fetch = fetch

    def __str__(self) -> str:
        mend = f"; did you mean '{self.near}'?" if self.near else ""
        if self.fetch:
            mend += f"{' Else' if mend else ';'} run `{self.fetch}`{'' if mend else ' first'}"
        return f"there is no commit '{self.revision}' in this repository{mend}"


class AmbiguousRevision(UnknownRevision):
    """A name that a tag and a branch share, or two branches, of which git would take either."""

    def __str__(self) -> str:
        name = self.revision
        return (
            f"'{name}' is the name of more than one commit in this repository; say "
            f"refs/remotes/{name}, refs/heads/{name} or refs/tags/{name}"
        )


class Base(NamedTuple):
    """
    The commit that work is compared with.

    `merge_base` says whether it is where the two histories parted; else it is the revision itself,
    because the history that is here does not reach so far (`shallow`), or there is no such commit.
    """

    revision: str
    commit: str
    merge_base: bool
    shallow: bool


class File(NamedTuple):
    """A file of a commit: git's name of its content, and the repository that has it."""

    name: str
    repository: Repository


class Tree(NamedTuple):
    """
    What a folder of a commit holds, by path from that folder, in order.

    `unread` has the links that lead nowhere in it and the submodules that are not here.
    """

    files: Mapping[str, File]
    unread: tuple[tuple[str, str], ...]


EMPTY: Final = Tree(MappingProxyType({}), ())


class Repository:
    """
    The repository around a path, and the path from its root as git writes it.

    Raises:
        NoRepository: there is none.
        GitFailed: git is not there, or refuses.

    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        folder = os.path.realpath(path)
        below: list[str] = []
        while not os.path.isdir(folder):
            folder, name = os.path.split(folder)
            below.insert(0, name)
        self.git = Git(folder)
        told = self.git.run(
            "rev-parse", "--is-inside-work-tree", "--is-shallow-repository", may_end=(0, 128)
        )
        if told.code:
            raise NoRepository(os.fspath(path), _unless_plain(told.why))
        inside, shallow = told.out.split()[:2]
        self.shallow = shallow == b"true"
        self.bare = inside != b"true"
        # Of a bare repository a path is one from its root.
        prefix = b"" if self.bare else self.git.run("rev-parse", "--show-prefix").out[:-1]
        if self.bare:
            below = _below_bare(self.git, folder, below)
        parts = [os.fsdecode(prefix).rstrip("/"), *below]
        self.path = "/".join(part for part in parts if part)
        self.named = self.path if self.bare else self._named(path, prefix)

    def _named(self, path: str | os.PathLike[str], prefix: bytes) -> str:
        """The path from the root as it was named, where it leads through links of the worktree."""
        folder = os.path.abspath(path)
        if not prefix and os.path.realpath(folder) == folder:
            return self.path
        root = os.path.realpath(self.root)
        inside: list[str] = []
        while os.path.dirname(folder) != folder:
            if os.path.realpath(folder) == root:
                return "/".join(reversed(inside))
            folder, name = os.path.split(folder)
            inside.append(name)
        return self.path  # it was reached from elsewhere

    def around(self) -> Repository | None:
        """The repository around this one, opened at the same path, where it is a submodule."""
        if self.bare:
            return None
        told = self.git.run("rev-parse", "--show-superproject-working-tree").out[:-1]
        if not told:
            return None
        root = os.path.realpath(os.fsdecode(told))
        outer = Repository(root)
        inside = os.path.relpath(os.path.join(self.root, self.path), root)
        outer.path = outer.named = inside.replace(os.sep, "/")
        return outer

    def has_folder(self, commit: str, path: str) -> bool:
        """Whether a commit has a folder, not a link or a submodule, at a path from the root."""
        if not path:
            return True
        (found,) = self.git.resolve([f"{commit}:{path}"])
        return found is not None and found[1] == "tree"

    @property
    def root(self) -> str:
        """The folder that paths are told from: of the worktree, or the bare repository itself."""
        asked = "--absolute-git-dir" if self.bare else "--show-toplevel"
        return os.fsdecode(self.git.run("rev-parse", asked).out[:-1])

    def commit(self, revision: str) -> str:
        """
        The full name of the commit that a revision names.

        Raises:
            UnknownRevision: there is none, or it is not in this (shallow, partial) repository.
            AmbiguousRevision: a tag and a branch of that name are two commits.

        """
        places = [f"refs/{kind}/{revision}^{{commit}}" for kind in ("tags", "heads", "remotes")]
        found, *others = self.git.resolve([f"{revision}^{{commit}}", *places])
        if not revision or found is None:
            raise self._unknown(revision)
        named = {one[0] for one in others if one is not None}
        if len(named) > 1:
            raise AmbiguousRevision(revision)
        return found[0]

    def base(self, revision: str, head: str = "HEAD") -> Base:
        """
        The commit where `head` parted from a revision; the revision's own where none is known.

        Raises:
            UnknownRevision: there is no such revision.

        """
        tip = self.commit(revision)
        (known,) = self.git.resolve([f"{head}^{{commit}}"])
        if known is None:  # before the first commit
            return Base(revision, tip, merge_base=False, shallow=self.shallow)
        found = self.git.run("merge-base", tip, known[0], may_end=(0, 1)).out.split()
        if not found:
            return Base(revision, tip, merge_base=False, shallow=self.shallow)
        return Base(revision, found[0].decode(), merge_base=True, shallow=self.shallow)

    def tree(self, commit: str, path: str | None = None) -> Tree:
        """
        The files of a folder in a commit; none if there is no such folder.

        Parameters:
            commit: a full name.
            path: the folder, from the root of the repository; None: the one this was opened at.

        """
        if path is None:
            # A link that stands where a folder stood is not what that folder was.
            named = self.named != self.path and self.has_folder(commit, self.named)
            path = self.named if named else self.path
        found = self._lookup(commit, path)
        if found is None:
            return Tree(MappingProxyType({}), ((path, "is in a submodule that is not here"),))
        inside, tree, at = found
        return inside._listed(tree, at) if tree else EMPTY

    def content(self, commit: str, path: str | None = None) -> bytes | None:
        """The content of one file of a commit; None if there is no such file."""
        path = self.path if path is None else path
        folder, _, name = path.rpartition("/")
        file = self.tree(commit, folder).files.get(name)
        return None if file is None else contents([file])[0]

    def _lookup(self, commit: str, path: str) -> tuple[Repository, str, str] | None:
        """
        A folder of a commit: the repository that has it, its tree and its path from the root there.

        The tree is empty where there is no such folder. None where it lies in a submodule that is
        not here.
        """
        spelled = f"{commit}:{path}" if path else f"{commit}^{{tree}}"
        (found,) = self.git.resolve([spelled])
        if found is not None:
            return self, (found[0] if found[1] == "tree" else ""), path
        parts = path.split("/")
        outers = ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]
        for outer in outers:
            told = self.git.run("ls-tree", "-z", "--full-tree", commit, "--", outer).out
            mode, _, about = told.partition(b" ")
            if mode == _GITLINK:
                inner = self._submodule(outer)
                name = about.split()[1].decode()
                return None if inner is None else inner._lookup(name, path[len(outer) + 1 :])
        return self, "", path

    def _submodule(self, path: str) -> Repository | None:
        """The repository of the submodule at a path from the root; None if it is not here."""
        if self.bare:
            return None
        folder = os.path.join(self.root, path)
        return Repository(folder) if os.path.lexists(os.path.join(folder, ".git")) else None

    def _listed(self, tree: str, at: str) -> Tree:
        files: dict[str, File] = {}
        links: dict[str, str] = {}
        unread: list[tuple[str, str]] = []
        for entry in self.git.tree(tree):
            path = os.fsdecode(entry.path)
            if entry.kind == "commit":
                inner = self._submodule(f"{at}/{path}" if at else path)
                below = inner.tree(entry.name, "") if inner else None
                if below is None:
                    unread.append((path, "is a submodule that is not here"))
                    continue
                files |= {f"{path}/{name}": file for name, file in below.files.items()}
                unread += [(f"{path}/{name}", why) for name, why in below.unread]
            elif entry.mode == _LINK:
                links[path] = entry.name
            else:
                files[path] = File(entry.name, self)
        unread += self._follow(links, files)
        return Tree(MappingProxyType(dict(sorted(files.items()))), tuple(sorted(unread)))

    def _follow(self, links: Mapping[str, str], files: dict[str, File]) -> list[tuple[str, str]]:
        """Put what links to files and folders lead to among the files; those that lead nowhere."""
        targets = {
            path: os.path.normpath(os.path.join(os.path.dirname(path), os.fsdecode(found.content)))
            for path, found in zip(links, self.git.objects(links.values()), strict=True)
            if found is not None
        }
        lost: list[tuple[str, str]] = []
        real = dict(files)
        for path in links:
            target = path
            for _ in range(_MOST_LINKS):
                if target not in targets:
                    break
                target = targets[target]
            if target in real:
                files[path] = real[target]
            else:
                lost.append((path, "is a link to something that is not a file of that folder"))
        return lost

    def _unknown(self, revision: str) -> UnknownRevision:
        told = self.git.run("for-each-ref", "--format=%(refname)").out
        names = {
            os.fsdecode(line).removeprefix("refs/").removeprefix("heads/").removeprefix("remotes/")
            for line in told.split(b"\n")
            if line
        }
        longer = [name for name in sorted(names) if revision and name.endswith(f"/{revision}")]
        hint = longer or near(revision, names)
        return UnknownRevision(revision, hint[0] if hint else "", self._fetch(revision))

    def _fetch(self, revision: str) -> str:
        """The command that may bring a revision; empty where none can be told."""
        remotes = [os.fsdecode(line) for line in self.git.run("remote").out.split(b"\n") if line]
        if not remotes:
            return ""
        depth = "--depth=1 " if self.shallow else ""
        for remote in remotes:
            branch = revision.removeprefix(f"{remote}/")
            if branch == "HEAD":
                return f"git remote set-head {remote} --auto"
            if branch != revision and branch:
                return (
                    f"git fetch {depth}{remote} +refs/heads/{branch}:refs/remotes/{remote}/{branch}"
                )
        remote = "origin" if "origin" in remotes else remotes[0]
        if _FULL_NAME.fullmatch(revision):
            return f"git fetch {depth}{remote} {revision}"
        if _NUMBER.fullmatch(revision):
            return f"git fetch {'--unshallow ' if self.shallow else ''}{remote}"
        return ""


def contents(files: list[File]) -> list[bytes]:
    """
    The content of some files, in order; all those of one repository are asked for at once.

    Raises:
        GitFailed: one of them is not here, and cannot be fetched.

    """
    found: dict[File, bytes] = {}
    for repository in {id(one.repository): one.repository for one in files}.values():
        asked = [one for one in dict.fromkeys(files) if one.repository is repository]
        told = repository.git.objects(one.name for one in asked)
        for file, blob in zip(asked, told, strict=True):
            if blob is None:
                raise GitFailed(f"the object {file.name} is not in the repository")
            found[file] = blob.content
    return [found[one] for one in files]


def _below_bare(git: Git, folder: str, below: list[str]) -> list[str]:
    """What of a path is below a bare repository's own folder."""
    own = os.path.realpath(os.fsdecode(git.run("rev-parse", "--absolute-git-dir").out[:-1]))
    inside = os.path.relpath(folder, own)
    return below if inside == os.curdir else [*inside.split(os.sep), *below]


def _unless_plain(why: str) -> str:
    """What git said, unless it only said that there is no repository."""
    return "" if "not a git repository" in why else why
