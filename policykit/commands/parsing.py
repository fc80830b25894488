"""The parser of the command line."""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from importlib import import_module

from policykit import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Final, NoReturn

_COMMANDS: Final = {
    "validate": "check policies: reading, schema, vocabulary, dates, overlays",
    "diff": "say what changed between two versions",
    "compare": "say what one policy permits and promises that another does not",
    "changelog": "tell the history of a policy, in sentences",
    "decide": "answer whether a disclosure is permitted",
    "transparency": "show what a publisher reports that it did, by country and version",
    "coverage": "show how much of each policy is there, and how sure it is",
    "init": "start a policy",
    "import": "make the next version of a policy from its published text",
    "fmt": "write policies in their canonical order and style",
    "release": "number and date a draft, and put it into the lock",
    "waive": "decide to live with a finding for a while",
    "terms": "list and search the words that documents may use",
    "rules": "list every kind of finding, and the profiles that can be turned on",
    "explain": "explain a kind of finding: why it is one, an example that fails, one that passes",
    "schema": "print a JSON Schema",
    "git-diff": "show a changed version file in `git diff`: for git to run",
    "completion": "print the script that completes commands in a shell",
}
"""
What each command does, in the order of the help.

Each is a module of this package, `git-diff` as git_diff and `import` as import_. It is loaded only
when it is named: a run of one need not wait for the others.
"""


class _Parser(argparse.ArgumentParser):
    """A parser that says what a mistyped option or command may have meant."""

    def error(self, message: str) -> NoReturn:
        from policykit.commands.asking import meant  # only on failure

        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}{meant(self, message)}\n")


def _columns() -> int:
    """The columns of the terminal, as `shutil` counts them, which loads archivers as well."""
    try:
        columns = int(os.environ.get("COLUMNS", ""))
    except ValueError:
        columns = 0
    if columns > 0:
        return columns
    try:
        return os.get_terminal_size(1).columns or 80  # 1: standard output
    except OSError:
        return 80


def parser(arguments: Sequence[str], *, whole: bool = False) -> argparse.ArgumentParser:
    """
    The parser; only the command that is asked for has its arguments added, which takes time.

    `whole` adds those of all commands.
    """
    # As wide as the terminal; a formatter of its own is made for every argument that is added.
    wide = partial(argparse.HelpFormatter, width=_columns() - 2)
    top = _Parser(
        prog="policykit",
        description="Privacy policies and terms as versioned YAML: validate them, and say exactly "
        "what changed, in which country, for whom.",
        allow_abbrev=False,
        formatter_class=wide,
    )
    top.add_argument("--version", action="version", version=f"policykit {__version__}")
    commands = top.add_subparsers(
        title="commands", metavar="COMMAND", dest="command", required=True
    )
    first = arguments[0] if arguments else ""
    wanted = next((one for one in arguments if not one.startswith("-")), "")
    # Where the first word is a command, nothing is said of the others, and they too take time.
    for name in [first] if first in _COMMANDS and not whole else _COMMANDS:
        summary = _COMMANDS[name]
        if name != wanted and not whole:
            commands.add_parser(name, help=summary)
            continue
        module = _module(name)
        command = commands.add_parser(
            name,
            help=summary,
            description=module.ABOUT,
            allow_abbrev=False,
            formatter_class=wide,
        )
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return top


def _module(name: str) -> Any:
    stem = "import_" if name == "import" else name.replace("-", "_")
    return import_module(f"policykit.commands.{stem}")
