"""
`policykit git-diff`: what git runs to show how a version file differs, as a diff driver.

    git config diff.policykit.command "policykit git-diff"
    policies/**/*.yaml diff=policykit        (in .gitattributes)

Source: git(1), GIT_EXTERNAL_DIFF; gitattributes(5), "Defining an external diff driver".
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from policykit.commands.asking import add_language, language, style

if TYPE_CHECKING:
    from policykit.library import Version
    from policykit.library.content import Header

ABOUT = (
    "Git runs this for `git diff`, `git log -p --ext-diff` and `git show --ext-diff` where "
    ".gitattributes says `policies/**/*.yaml diff=policykit` and `git config "
    'diff.policykit.command "policykit git-diff"` has been said. A version file is told by what it '
    "means; any other file, and one with errors, by its lines."
)
_NOTHING = (os.devnull, "nul", "NUL")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("path", metavar="PATH", help="what git calls the file")
    parser.add_argument("sides", metavar="SIDE", nargs="*", help="the rest of what git says")
    add_language(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command; git stops at a driver that fails, so that it does not for what it finds."""
    lang = language(options.lang)
    path, sides = options.path, options.sides
    if len(sides) < 6:  # a path that two branches left in conflict has no sides
        sys.stdout.write(f"* Unmerged path {path}\n")
        return 0
    old, new = _bytes(sides[0]), _bytes(sides[3])
    to = sides[6] if len(sides) > 6 else path
    sys.stdout.write(style().strong(f"diff --policykit a/{path} b/{to}") + "\n")
    told = _meaning(Path(path), Path(to), old, new, lang)
    if told is None:
        told = _lines(old or b"", new or b"", to)
    sys.stdout.write(told)
    return 0


def _bytes(side: str) -> bytes | None:
    return None if side in _NOTHING else Path(side).read_bytes()


def _meaning(path: Path, to: Path, old: bytes | None, new: bytes | None, lang: str) -> str | None:
    """What changed in meaning; None where that cannot be told."""
    from policykit.comparison import diff
    from policykit.library import DifferentWords
    from policykit.library.files import HEADER, folder_name
    from policykit.library.reading import read_header
    from policykit.render import text

    folder = to.parent if (to.parent / HEADER).is_file() else path.parent
    beside = folder / HEADER
    if new is None or to.suffix != ".yaml" or to.name == HEADER or not beside.is_file():
        return None
    header, _ = read_header(beside.read_bytes(), str(beside), folder_name(folder))
    if header is None:
        return None
    after = _version(new, to, header)
    if after is None:
        return None
    before = _before(after, header, folder) if old is None else _version(old, path, header)
    if before is None:
        return None
    try:
        return text.diff(diff(before, after), style(), lang) + "\n"
    except DifferentWords:
        return None


def _version(source: bytes, path: Path, header: Header) -> Version | None:
    from policykit.library import Version
    from policykit.library.reading import read_version

    content, _ = read_version(source, str(path), header, path.stem)
    return None if content is None else Version(header, content, str(path))


def _before(after: Version, header: Header, folder: Path) -> Version | None:
    """The version of the policy that a new one is measured by, as it is on disk."""
    from policykit.library.policy import version_files
    from policykit.validation.numbering import predecessor

    found = {}
    for file in version_files(folder):
        if file.stem != after.number:
            made = _version(file.read_bytes(), file, header)
            if made is not None:
                found[made.number] = made
    base = predecessor([one.content for one in found.values()], after.number)
    return None if base is None else found[base.number]


def _lines(old: bytes, new: bytes, path: str) -> str:
    """What changed in lines."""
    from policykit.editing.patch import unified

    before, after = (side.decode(errors="replace") for side in (old, new))
    return unified(before, after, path) or "the lines are the same\n"
