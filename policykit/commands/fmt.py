"""`policykit fmt [PATH…]`: the canonical form of policies' files."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from policykit.commands.asking import Broken, Usage, policies_folder

if TYPE_CHECKING:
    from policykit.editing.files import Formatted

ABOUT = (
    "Put the fields of policy.yaml and version files in order and write them in one style, with "
    "every comment kept; what they say never changes, nor what a suppression sets aside. Exit "
    "code 1 if --check finds a file to change, or if a file is not readable YAML or has a "
    "suppression for which there is no place, 3 if one could not be read or written."
)
STDIN = "-"
FINDINGS, BROKEN, OURS = 1, 3, 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help="folders and files, or - from stdin to stdout (default: the nearest `policies` "
        "folder from here upward)",
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; list the files that would change"
    )
    parser.add_argument("--diff", action="store_true", help="write nothing; show what would change")


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    paths = options.paths
    if not paths:
        folder = policies_folder(None)
        if folder is None:
            raise Usage("there is no `policies` folder from here upward; name a path")
        paths = [folder]
    if STDIN in paths and len(paths) > 1:
        raise Usage("- stands alone: stdin is one file")
    code = 0
    for path in [STDIN] if paths == [STDIN] else _files(paths):
        code = max(code, _one(path, options))
    return code


def _files(paths: list[str]) -> list[str]:
    """
    The files at some paths, once each, in order.

    Raises:
        Broken: a path does not exist, or a folder holds no policy.

    """
    import os

    from policykit.editing.files import yaml_files

    found: dict[str, str] = {}
    for path in paths:
        if not os.path.exists(path):
            raise Broken(f"{path}: No such file or directory")
        files = [str(file) for file in yaml_files(path)]
        if not files:
            raise Broken(f"{path}: holds no policy: no policy.yaml here or below")
        for file in files:
            found.setdefault(os.path.realpath(file), file)
    return list(found.values())


def _one(path: str, options: argparse.Namespace) -> int:
    """Format one file, say what was done, and return the exit code for it."""
    from policykit.document import file_bytes
    from policykit.editing import NotFormatted, Unmovable, rewrite
    from policykit.editing.files import format_bytes

    name = "<stdin>" if path == STDIN else path
    try:
        source = sys.stdin.buffer.read() if path == STDIN else file_bytes(path)
        one = format_bytes(source, name)
    except OSError as error:
        return _said(BROKEN, f"{name}: {error.strerror or error}")
    except Unmovable as error:
        return _said(FINDINGS, str(error))
    except NotFormatted as error:
        return _said(OURS, f"{error}; please report it")
    if one.findings:
        return _reported(one)
    if not (options.check or options.diff):
        if path == STDIN:
            sys.stdout.buffer.write(one.after)
            return 0
        try:
            if rewrite(path, one.before, one.after):
                sys.stderr.write(f"{path}: formatted\n")
        except OSError as error:
            return _said(BROKEN, f"{path}: {error.strerror or error}")
        return 0
    if one.changes and options.diff:
        from policykit.editing.patch import unified

        before, after = (text.decode("utf-8-sig") for text in (one.before, one.after))
        sys.stdout.write(unified(before, after, name))
    elif one.changes:
        sys.stdout.write(f"{name}\n")
    return FINDINGS if one.changes and options.check else 0


def _reported(one: Formatted) -> int:
    """Print the findings of a file that is not readable YAML; it is left as it was."""
    from policykit.render import text
    from policykit.validation import Report

    sys.stderr.write(text.findings(Report(one.findings, 1, ()), text.Style()))
    return FINDINGS


def _said(code: int, message: str) -> int:
    sys.stderr.write(f"policykit: {message}\n")
    return code
