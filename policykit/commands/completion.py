"""`policykit completion SHELL`: print the script that completes this command in a shell."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ABOUT = (
    "Print the script with which bash, zsh or fish completes the commands, options and files of "
    'policykit. For bash, put eval "$(policykit completion bash)" into ~/.bashrc; for zsh, write '
    "it to a file called _policykit in a folder of fpath; for fish, to "
    "~/.config/fish/completions/policykit.fish."
)
SHELLS = ("bash", "zsh", "fish")

# Made by `make completions` from the parser, so that completing needs no Python.
_SCRIPTS = Path(__file__).parent.parent / "completions"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("shell", choices=SHELLS, help="the shell")


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    sys.stdout.write((_SCRIPTS / f"policykit.{options.shell}").read_text("utf-8"))
    return 0
