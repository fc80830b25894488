"""`policykit compare ONE OTHER`: what one policy permits and promises that another does not."""

from __future__ import annotations

import argparse

from policykit.commands.asking import (
    add_language,
    add_output,
    add_policies,
    emit,
    kinds_asked,
    language,
    library,
    outputs,
)

SUMMARY = "say what one policy permits and promises that another does not"
ABOUT = (
    "Compare two policies in meaning: acme/privacy beta/privacy, each as POLICY (its highest "
    "version), POLICY@1.0.0, POLICY@2024-09-23 or a file. Read from ONE to OTHER: broader is that "
    "OTHER permits more. The exit code is 0 whatever differs, unless --exit-code or --fail-on asks "
    "otherwise."
)
FORMATS = ("text", "json", "markdown")
FAIL_ON = (
    "broader",
    "narrower",
    "mixed",
    "promise_made",
    "promise_dropped",
    "weaker",
    "stronger",
    "changed",
    "granted",
    "withdrawn",
    "made",
    "any",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("one", metavar="ONE", help="a policy, or a version of it")
    parser.add_argument("other", metavar="OTHER", help="the policy to set beside it")
    parser.add_argument("--jurisdiction", metavar="CODE", help="look only at people who live there")
    parser.add_argument(
        "--on",
        metavar="DATE",
        help="the day as of which both are read; POLICY alone is then the version in force",
    )
    parser.add_argument(
        "--exit-code", action="store_true", help="exit with 1 if the policies differ at all"
    )
    parser.add_argument(
        "--fail-on",
        metavar="LIST",
        help="exit with 1 if one of these is among the differences, read from ONE to OTHER: "
        + ", ".join(FAIL_ON),
    )
    add_language(parser)
    add_policies(parser)
    add_output(parser, FORMATS)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from policykit.comparison import compare
    from policykit.library.addresses import find, is_path
    from policykit.model import civil_day
    from policykit.render import comparison

    wanted = outputs(options.output, FORMATS)
    failing = kinds_asked(options.fail_on, FAIL_ON)
    lang = language(options.lang)
    addresses = (options.one, options.other)
    known = None if all(is_path(one) for one in addresses) else library(options.policies)
    if options.on is not None:
        civil_day(options.on)
    one, other = (
        find(_dated(address, options.on), known, options.jurisdiction) for address in addresses
    )
    found = compare(one, other, on=options.on, jurisdiction=options.jurisdiction)
    emit(
        wanted,
        {
            "text": lambda style: comparison.text(found, style, lang),
            "json": lambda _: comparison.json(found, lang),
            "markdown": lambda _: comparison.markdown(found, lang),
        },
    )
    if options.exit_code:
        failing |= {"any"}
    if failing:
        failing |= {"undecided"}
    return int(bool(failing & found.kinds()))


def _dated(address: str, on: str | None) -> str:
    """A policy that is named alone is, on a day, the version in force that day."""
    from policykit.library.addresses import is_path

    return address if on is None or is_path(address) or "@" in address else f"{address}@{on}"
