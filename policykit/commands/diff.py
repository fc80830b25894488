"""`policykit diff OLD NEW`: what changed between two versions."""

from __future__ import annotations

import argparse

from policykit.commands.asking import Usage, emit, language, library_of, outputs
from policykit.commands.comparing import FORMATS, add_options, failing

SUMMARY = "say what changed between two versions"
ABOUT = (
    "Say what changed in meaning between two versions: POLICY@1.0.0 POLICY@2.0.0, "
    "POLICY@1.0.0..2.0.0, POLICY@2024-09-22 POLICY@2024-09-23 or two files, of which either may be "
    "one of a git revision, REV:PATH. The exit code is 0 "
    "whatever changed, unless --exit-code or --fail-on asks otherwise."
)
FAIL_ON = (
    "broader",
    "narrower",
    "mixed",
    "promise_made",
    "promise_dropped",
    "newly_permitted",
    "newly_required",
    "no_longer_required",
    "no_longer_permitted",
    "newly_prohibited",
    "no_longer_prohibited",
    "weaker",
    "stronger",
    "changed",
    "granted",
    "withdrawn",
    "made",
    "added",
    "removed",
    "renamed",
    "moved",
    "reworded",
    "any",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("old", metavar="OLD", help="the earlier version, or POLICY@OLD..NEW")
    parser.add_argument("new", metavar="NEW", nargs="?", help="the later version")
    add_options(
        parser,
        FAIL_ON,
        on="the day as of which groups of countries are read",
        exit_code="exit with 1 if anything at all changed",
        fail_on="exit with 1 if one of these is among the changes",
    )


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from policykit.comparison import diff
    from policykit.library.addresses import find, span
    from policykit.render import html, json, markdown, text

    wanted = outputs(options.output, FORMATS)
    unwanted = failing(options, FAIL_ON)
    lang = language(options.lang)
    addresses = (options.old, options.new) if options.new else span(options.old)
    if addresses is None:
        raise Usage("name two versions: OLD NEW, or POLICY@OLD..NEW")
    known = library_of(addresses, options.policies)
    before, after = (find(one, known, options.jurisdiction) for one in addresses)
    found = diff(before, after, on=options.on, jurisdiction=options.jurisdiction)
    emit(
        wanted,
        {
            "text": lambda style: text.diff(found, style, lang),
            "json": lambda _: json.diff(found, lang),
            "markdown": lambda _: markdown.diff(found, lang),
            "html": lambda _: html.diff(found, lang),
        },
    )
    # A mixed policy is broader in some cases and narrower in others, so it fails on either.
    return int(bool(unwanted & found.kinds()))
