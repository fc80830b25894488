"""`policykit compare ONE OTHER`: what one policy permits and promises that another does not."""

from __future__ import annotations

import argparse

from policykit.commands.asking import emit, given, language, library_of, outputs
from policykit.commands.comparing import FORMATS, add_options, failing

ABOUT = (
    "Compare two policies in meaning: acme/privacy beta/privacy, each as POLICY (its highest "
    "version), POLICY@1.0.0, POLICY@2024-09-23 or a file. Read from ONE to OTHER: broader is that "
    "OTHER permits more. The exit code is 0 whatever differs, unless --exit-code or --fail-on asks "
    "otherwise."
)
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
    add_options(
        parser,
        FAIL_ON,
        on="the day as of which both are read; POLICY alone is then the version in force",
        exit_code="exit with 1 if the policies differ at all",
        fail_on="exit with 1 if one of these is among the differences, read from ONE to OTHER",
    )


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from policykit.comparison import compare
    from policykit.library.addresses import find
    from policykit.model import civil_day
    from policykit.render import comparison

    wanted = outputs(options.output, FORMATS)
    unwanted = failing(options, FAIL_ON)
    lang = language(options.lang)
    addresses = (options.one, options.other)
    known = library_of(addresses, options.policies)
    if options.on is not None:
        civil_day(options.on)
    handed = given(addresses)
    one, other = (
        find(_dated(address, options.on), known, options.jurisdiction, handed)
        for address in addresses
    )
    found = compare(one, other, on=options.on, jurisdiction=options.jurisdiction)
    emit(
        wanted,
        {
            "text": lambda style: comparison.text(found, style, lang),
            "json": lambda _: comparison.json(found, lang),
            "markdown": lambda _: comparison.markdown(found, lang),
            "html": lambda _: comparison.html(found, lang),
        },
    )
    return int(bool(unwanted & found.kinds()))


def _dated(address: str, on: str | None) -> str:
    """A policy that is named alone is, on a day, the version in force that day."""
    from policykit.library.addresses import GIVEN, is_path

    if on is None or address == GIVEN or is_path(address) or "@" in address:
        return address
    return f"{address}@{on}"
