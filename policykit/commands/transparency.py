"""`policykit transparency POLICY`: what its publisher reports, by country and version."""

from __future__ import annotations

import argparse

from policykit.commands.asking import add_output, add_policies, emit, library_there, outputs

ABOUT = (
    "Show practice beside policy: the requests of authorities that a publisher reports, by country "
    "and period, each with the version that was in force there and then. The reports are policies "
    "of the kind transparency_report that say `reports_on: POLICY`."
)
FORMATS = ("text", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "policy", metavar="POLICY", help="the policy's id, such as telegram/privacy"
    )
    parser.add_argument(
        "--jurisdiction",
        metavar="PLACE",
        help="only this place: a country, a subdivision or a group (ISO 3166)",
    )
    parser.add_argument(
        "--on",
        metavar="DATE",
        help="the reports as they were on a day (default: as they are last)",
    )
    add_policies(parser)
    add_output(parser, FORMATS)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from policykit.library.practice import transparency
    from policykit.render import transparency as shown

    wanted = outputs(options.output, FORMATS)
    known = library_there(options.policies)
    found = transparency(known, options.policy, options.jurisdiction, on=options.on)
    emit(
        wanted,
        {
            "text": lambda style: shown.as_text(found, style),
            "json": lambda _: shown.as_json(found),
        },
    )
    return 0
