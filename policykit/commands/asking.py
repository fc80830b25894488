"""What commands have in common: finding policies, choosing outputs, saying what went wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from policykit.records import NamedTuple

if TYPE_CHECKING:
    import argparse

    from policykit.commands.configuration import Settings
    from policykit.library import Library
    from policykit.render.text import Style

FOLDER = "policies"


class Usage(Exception):
    """A wrong option or configuration: exit code 2."""


class Broken(Exception):
    """Something that cannot be read or written: exit code 3."""


class Output(NamedTuple):
    """A format, and the file it goes to (None: stdout)."""

    format: str
    path: str | None


def add_policies(parser: argparse.ArgumentParser) -> None:
    """The option `--policies`."""
    parser.add_argument(
        "--policies",
        metavar="DIR",
        help="the folder of policies (default: the nearest `policies` folder from here upward)",
    )


def add_output(parser: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    """The option `-o`."""
    parser.add_argument(
        "-o",
        "--output",
        metavar="FORMAT[:PATH]",
        action="append",
        default=[],
        help=f"how to print, and where to; may be repeated: {', '.join(formats)} (default: text)",
    )


def add_language(parser: argparse.ArgumentParser) -> None:
    """The option `--lang`."""
    from policykit.catalogue import languages

    parser.add_argument(
        "--lang",
        metavar="LANGUAGE",
        default="en",
        help=f"the language of the report: {', '.join(languages())}, or a narrower tag such as "
        "es-MX (default: en)",
    )


def language(asked: str) -> str:
    """
    What was asked of `--lang`, checked.

    Raises:
        Usage: there is no catalogue in it.

    """
    from policykit.catalogue import UnknownLanguage, language_for

    try:
        language_for(asked)
    except UnknownLanguage as error:
        raise Usage(f"--lang: {error}") from None
    return asked


def outputs(asked: Sequence[str], formats: Sequence[str]) -> list[Output]:
    """
    What was asked of `-o`, checked.

    Raises:
        Usage: a format that there is not, or two outputs to stdout.

    """
    found = []
    for one in asked or ("text",):
        name, _, path = one.partition(":")
        if name not in formats:
            raise Usage(f"there is no format '{name}' here; there are {', '.join(formats)}")
        if one.endswith(":") and not path:
            raise Usage(f"'{one}' names no file; write {name} alone for stdout")
        found.append(Output(name, path or None))
    files = [os.path.realpath(one.path) for one in found if one.path is not None]
    for file in files:
        to_one = files.count(file) > 1 and not file.startswith("/dev/")
        if to_one:
            raise Usage(f"two outputs would both go to {os.path.relpath(file)}")
        beside = os.path.join(os.path.dirname(file), "policy.yaml")
        if file.endswith((".yaml", ".yml", ".lock")) and os.path.lexists(beside):
            raise Usage(f"{os.path.relpath(file)} is among the files of a policy; name another")
    if sum(one.path is None for one in found) > 1:
        raise Usage("two outputs would both go to stdout; give one a file, as in json:diff.json")
    return found


def emit(wanted: Sequence[Output], render: Mapping[str, Callable[[Style], str]]) -> None:
    """Render each output and write it: files first, each whole or not at all, then stdout."""
    for one in sorted(wanted, key=lambda one: one.path is None):
        if one.path is None:
            sys.stdout.write(render[one.format](style()))
        else:
            from policykit.render.text import Style

            write_file(one.path, render[one.format](Style()))


def style() -> Style:
    """How wide stdout is, and whether it takes colours (NO_COLOR and a terminal decide)."""
    from policykit.render.text import Style

    if not sys.stdout.isatty():
        return Style()
    import shutil  # only for a terminal

    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Style(max(60, min(shutil.get_terminal_size().columns, 120)), colour)


def write_file(path: str, text: str) -> None:
    """
    Write a text to a file, atomically: the old content or the new, never a part.

    Raises:
        Broken: it cannot be written.

    """
    from policykit.editing import replace  # only to write a file

    try:
        replace(path, text.encode(errors="replace"))  # as on stdout
    except OSError as error:
        raise Broken(f"{path}: {error.strerror}") from None


def policies_folder(asked: str | None, found: Settings | None = None) -> str | None:
    """
    The folder of policies: the one asked for, else as configured, else the nearest from here.

    Parameters:
        asked: what was said on the command line.
        found: the configuration; None: it is looked for from here.

    Returns:
        The folder; None if there is none.

    Raises:
        Broken: the folder asked for does not exist.
        Usage: the configuration is wrong.

    """
    if asked is not None:
        if not os.path.isdir(asked):
            raise Broken(f"{asked}: no such folder")
        return asked
    if found is None:
        from policykit.commands.configuration import settings  # which needs what is here

        found = settings()
    configured = found.folder_of_policies()
    if configured is not None:
        return configured
    from pathlib import Path

    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / FOLDER).is_dir():
            return os.path.relpath(folder / FOLDER, here)
    return None


def library(asked: str | None) -> Library | None:
    """The library in the folder of policies, None if there is no folder."""
    from policykit.library import load

    folder = policies_folder(asked)
    return None if folder is None else load(folder)


def library_there(asked: str | None) -> Library:
    """
    The library in the folder of policies.

    Raises:
        Usage: there is no folder.

    """
    found = library(asked)
    if found is None:
        raise Usage("there is no `policies` folder from here upward; name one with --policies")
    return found


def given(addresses: Sequence[str]) -> bytes | None:
    """
    What standard input holds, if one of some addresses is `-`.

    Raises:
        Usage: two of them are.

    """
    from policykit.document import Limits
    from policykit.library.addresses import GIVEN

    if GIVEN not in addresses:
        return None
    if list(addresses).count(GIVEN) > 1:
        raise Usage(f"only one version can be handed over, and '{GIVEN}' is said twice")
    return sys.stdin.buffer.read(Limits().size + 1)


def library_of(addresses: Sequence[str], asked: str | None) -> Library | None:
    """The library that addresses are looked up in, None where all of them are paths."""
    from policykit.library.addresses import is_path

    return None if all(is_path(one) for one in addresses) else library(asked)


def bad_use() -> tuple[type[Exception], ...]:
    """Errors that mean that what was asked for does not exist: exit code 2."""
    from policykit.comparison import DifferentPolicies
    from policykit.jurisdictions import UnknownJurisdiction
    from policykit.library import (
        BadQuestion,
        DifferentWords,
        ImpossibleScenario,
        NoReport,
        NotInForce,
        UnknownPolicy,
        UnknownVersion,
    )
    from policykit.library.addresses import BadAddress
    from policykit.model import NoSuchDay
    from policykit.rules import UnknownCode, UnknownProfile
    from policykit.schema import UnknownSchema

    return (
        BadAddress,
        BadQuestion,
        DifferentPolicies,
        DifferentWords,
        ImpossibleScenario,
        NoReport,
        NoSuchDay,
        NotInForce,
        UnknownCode,
        UnknownJurisdiction,
        UnknownPolicy,
        UnknownProfile,
        UnknownSchema,
        UnknownVersion,
    )


def bad_document() -> tuple[type[Exception], ...]:
    """Errors that mean that a document or a revision cannot be worked with: exit code 3."""
    from policykit.library import InvalidDocument, PolicyTwice
    from policykit.revisions import UnknownRevision
    from policykit.scenarios.diagram import OutOfWork

    return (InvalidDocument, OutOfWork, PolicyTwice, UnknownRevision)


def meant(parser: argparse.ArgumentParser, message: str) -> str:
    """What a mistyped option or command may have meant, as the end of a sentence."""
    import argparse
    import re

    found = re.search(r"(?:unrecognized arguments:|invalid choice:) *'?([^' ,]+)'?", message)
    if found is None:
        return ""
    from policykit.findings import near

    typed = found.group(1)
    choices: list[str] = []
    for action in parser._actions:
        choices += action.option_strings
        if isinstance(action.choices, dict):
            choices += action.choices
            for command in action.choices.values():
                if isinstance(command, argparse.ArgumentParser):
                    choices += [name for one in command._actions for name in one.option_strings]
    hint = near(typed.partition("=")[0], dict.fromkeys(choices))
    return f" (did you mean '{hint[0]}'?)" if hint else ""
