"""What `diff` and `compare` have in common: their options, and what makes them fail."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from policykit.commands.asking import Usage, add_language, add_output, add_policies

FORMATS = ("text", "json", "markdown", "html")


def add_options(
    parser: argparse.ArgumentParser,
    kinds: Sequence[str],
    *,
    on: str,
    exit_code: str,
    fail_on: str,
) -> None:
    """The options, with the help of those that are not about the same thing in both."""
    parser.add_argument("--jurisdiction", metavar="CODE", help="look only at people who live there")
    parser.add_argument("--on", metavar="DATE", help=on)
    parser.add_argument("--exit-code", action="store_true", help=exit_code)
    parser.add_argument("--fail-on", metavar="LIST", help=f"{fail_on}: {', '.join(kinds)}")
    add_language(parser)
    add_policies(parser)
    add_output(parser, FORMATS)


def failing(options: argparse.Namespace, known: Sequence[str]) -> set[str]:
    """
    The kinds of change that exit code 1 is for, by `--fail-on` and `--exit-code`.

    What is undecided fails every gate.

    Raises:
        Usage: a kind of change that there is not, or none at all.

    """
    found: set[str] = set()
    for word in (options.fail_on or "").split(","):
        name = word.strip().replace("-", "_")
        if not name:
            continue
        if name not in known:
            from policykit.findings import near

            hint = near(name, known)
            mend = f"did you mean '{hint[0]}'?" if hint else f"there are {', '.join(known)}"
            raise Usage(f"--fail-on: '{word}' is no kind of change; {mend}")
        found.add(name)
    if options.fail_on is not None and not found:
        raise Usage("--fail-on names nothing")
    if options.exit_code:
        found.add("any")
    return {*found, "undecided"} if found else found
