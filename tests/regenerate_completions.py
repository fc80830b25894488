"""`make completions`: the scripts of `policykit completion`, from the parser."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence

import shtab

from policykit.catalogue import languages
from policykit.commands.completion import SHELLS
from policykit.commands.parsing import parser
from policykit.findings import CODES
from policykit.rules import profiles
from policykit.schema import NAMES
from tests.conftest import ROOT

FOLDER = ROOT / "policykit" / "completions"
HEAD = re.compile(r"# AUTOMATICALLY GENERATED.*?\n\n", re.S)

# What stands for a file or a folder, by the name that a usage line has for it.
FILES = ("PATH", "FILE", "OLD", "NEW", "ONE", "OTHER")
FOLDERS = ("DIR",)


def scripts() -> dict[str, str]:
    """The script of each shell."""
    found = {}
    for shell in SHELLS:
        whole = parser((), whole=True)
        for command, action in _actions(whole):
            _complete(command, action)
        made = shtab.complete(whole, shell)
        found[shell] = HEAD.sub("# Made from the parser: `make completions`.\n\n", made, count=1)
    return found


def _actions(top: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.Action]]:
    """Every argument of every command."""
    for action in top._actions:
        if isinstance(action.choices, dict):
            for name, command in action.choices.items():
                command.description = None  # a list shows the line that --help has for it
                yield from ((name, one) for one in command._actions)


def _complete(command: str, action: argparse.Action) -> None:
    """Say what completes an argument that the parser takes as any word."""
    if action.metavar in FILES:
        action.complete = shtab.FILE  # type: ignore[attr-defined]  # for shtab
    elif action.metavar in FOLDERS:
        action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]  # for shtab
    elif action.choices is None:
        action.choices = _choices(command, action)


def _choices(command: str, action: argparse.Action) -> Sequence[str] | None:
    """The words that an argument may be, where they are known; more may be."""
    match command, action.metavar:
        case _, "FORMAT[:PATH]" | "LIST":
            return _listed(str(action.help))
        case "validate", "NAME":
            return profiles()
        case "schema", "NAME":
            return sorted(NAMES)
        case "explain", "CODE":
            return sorted(CODES)
        case _, "LANGUAGE" if "--lang" in action.option_strings:
            return sorted(languages())
        case _:
            return None


def _listed(help_: str) -> list[str]:
    """The words that a help text lists after its first colon."""
    return re.findall(r"[a-z_]+", re.sub(r"\(.*", "", help_.partition(": ")[2]))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for shell, text in scripts().items():
        (FOLDER / f"policykit.{shell}").write_text(text, "utf-8")
