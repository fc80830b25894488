"""The parser of the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from policykit import __version__
from policykit.commands import (
    compare,
    completion,
    decide,
    diff,
    explain,
    fmt,
    git_diff,
    import_,
    init,
    release,
    rules,
    schema,
    terms,
    validate,
    waive,
)

_COMMANDS = (
    validate,
    diff,
    compare,
    decide,
    init,
    import_,
    fmt,
    release,
    waive,
    terms,
    rules,
    explain,
    schema,
    git_diff,
    completion,
)


class _Parser(argparse.ArgumentParser):
    """A parser that says what a mistyped option or command may have meant."""

    def error(self, message: str) -> NoReturn:
        from policykit.commands.asking import meant  # only on failure

        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}{meant(self, message)}\n")


def parser(arguments: Sequence[str], *, whole: bool = False) -> argparse.ArgumentParser:
    """
    The parser; only the command that is asked for has its arguments added, which takes time.

    `whole` adds those of all commands.
    """
    top = _Parser(
        prog="policykit",
        description="Privacy policies and terms as versioned YAML: validate them, and say exactly "
        "what changed, in which country, for whom.",
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"policykit {__version__}")
    commands = top.add_subparsers(
        title="commands", metavar="COMMAND", dest="command", required=True
    )
    wanted = next((one for one in arguments if not one.startswith("-")), "")
    for module in _COMMANDS:
        name = module.__name__.rpartition(".")[2].rstrip("_").replace("_", "-")
        command = commands.add_parser(
            name, help=module.SUMMARY, description=module.ABOUT, allow_abbrev=False
        )
        if whole or name == wanted:
            module.add_arguments(command)
        command.set_defaults(run=module.run)
    return top
