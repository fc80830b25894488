"""
Git run by its plumbing: questions and answers as bytes; nothing is checked out or written.

Source: git-cat-file(1), git-ls-tree(1), git-rev-parse(1), git-merge-base(1), as of Git 2.25.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

_OPTIONS: Final = ("--no-optional-locks", "--literal-pathspecs", "--no-replace-objects")


class GitFailed(OSError):
    """Git is not there, or could not do what was asked of it; `why` is what it said."""

    def __init__(self, why: str) -> None:
        super().__init__(5, why)
        self.why = why


class Answer(NamedTuple):
    """How git ended, and what it wrote."""

    code: int
    out: bytes
    error: bytes

    @property
    def why(self) -> str:
        """What git said on its standard error, as one line."""
        lines = self.error.decode("utf-8", "replace").split("\n")
        return "; ".join(line.strip().removeprefix("fatal: ") for line in lines if line.strip())


class Entry(NamedTuple):
    """A line of a tree: `mode` and `kind` in git's words, `path` as bytes from the tree's root."""

    mode: str
    kind: str
    name: str
    path: bytes


class Blob(NamedTuple):
    """An object: its name, its kind in git's words and its content."""

    name: str
    kind: str
    content: bytes


class Git:
    """Git in one folder."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        # A GIT_DIR that a hook was given may be relative to where it runs.
        here = os.path.realpath(folder) == os.path.realpath(os.curdir)
        self._command = ("git", *_OPTIONS) if here else ("git", *_OPTIONS, "-C", folder)

    def run(self, *arguments: str, feed: bytes = b"", may_end: Sequence[int] = (0,)) -> Answer:
        """
        Run git once.

        Parameters:
            arguments: the command and what it is given.
            feed: its standard input.
            may_end: the exit codes that are answers.

        Raises:
            GitFailed: there is no git, or it ended otherwise.

        """
        try:
            done = subprocess.run(  # noqa: S603  no shell, and arguments of our own
                [*self._command, *arguments], input=feed, capture_output=True, check=False
            )
        except OSError as error:
            raise GitFailed(f"git could not be run: {error.strerror or error}") from None
        answer = Answer(done.returncode, done.stdout, done.stderr)
        if answer.code not in may_end:
            raise GitFailed(answer.why or f"git {arguments[0]} ended with {answer.code}")
        return answer

    def objects(self, names: Iterable[str]) -> Iterator[Blob | None]:
        """
        The objects of some names, in any of git's spellings, in order; None for one there is not.

        A name with a line break in it is none.
        """
        asked = [name if "\n" not in name else "" for name in names]
        feed = b"".join(os.fsencode(name) + b"\n" for name in asked)
        told = memoryview(self.run("cat-file", "--batch", feed=feed).out) if asked else b""
        at = 0
        for _ in asked:
            end = _line_end(told, at)
            words = bytes(told[at:end]).rsplit(b" ", 2)
            at = end + 1
            if len(words) == 3 and words[2].isdigit():
                size = int(words[2])
                content = bytes(told[at : at + size])
                yield Blob(words[0].decode(), words[1].decode(), content)
                at += size + 1
            else:
                yield None

    def resolve(self, names: Sequence[str]) -> list[tuple[str, str] | None]:
        """Object name and kind of some spellings; None for one that there is not, or not here."""
        feed = b"".join(os.fsencode(name if "\n" not in name else "") + b"\n" for name in names)
        lines = self.run("cat-file", "--batch-check", feed=feed).out.split(b"\n")
        found: list[tuple[str, str] | None] = []
        for line in lines[: len(names)]:
            words = line.rsplit(b" ", 2)
            known = len(words) == 3 and words[2].isdigit()
            found.append((words[0].decode(), words[1].decode()) if known else None)
        return found

    def tree(self, name: str) -> Iterator[Entry]:
        """All that is in a tree and the trees below it, but the trees themselves."""
        for line in self.run("ls-tree", "-r", "-z", "--full-tree", name).out.split(b"\0"):
            if line:
                about, _, path = line.partition(b"\t")
                mode, kind, object_name = about.decode().split(" ")
                yield Entry(mode, kind, object_name, path)


def _line_end(told: memoryview | bytes, start: int) -> int:
    """Where a line of a header ends: they are short, so that it is soon found."""
    size = 256
    while True:
        found = bytes(told[start : start + size]).find(b"\n")
        if found >= 0:
            return start + found
        if start + size >= len(told):
            return len(told)
        size *= 2
