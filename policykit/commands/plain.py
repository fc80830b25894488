"""
A command line of words alone, which is read without `argparse`.

To load that, and to make a parser, takes a twentieth of a short run.

`validate FILE` is what hooks and editors run again and again. Whatever has an option, or names
another command, is for `parsing` to read.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

_COMMANDS = ("validate",)
"""Those that take any number of words, and nothing that must be said."""


def plain(arguments: Sequence[str]) -> argparse.Namespace | None:
    """The options of a command line without any; None where it is not that plain."""
    if not arguments or arguments[0] not in _COMMANDS:
        return None
    command, *words = arguments
    if any(word.startswith("-") for word in words):
        return None
    module = import_module(f"policykit.commands.{command}")
    found: argparse.Namespace = _Options(words)  # type: ignore[assignment]  # as far as it is used
    module.add_arguments(found)
    found.command = command
    found.run = module.run
    return found


class _Options:
    """Takes arguments as a parser does, and is what that makes of them where none was given."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = list(words)

    def add_argument(
        self, *names: str, action: str = "store", default: object = None, **_: object
    ) -> None:
        """An argument as `argparse` takes it."""
        name = next((one for one in names if one.startswith("--")), names[-1])
        if not name.startswith("-"):
            found: object = self._words
        else:
            found = False if action == "store_true" else default
        setattr(self, name.lstrip("-").replace("-", "_"), found)
