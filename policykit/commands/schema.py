"""`policykit schema NAME`: print a JSON Schema."""

from __future__ import annotations

import argparse
import sys

ABOUT = (
    "Print the JSON Schema of a document (policy, version), of the shipped vocabulary (vocabulary) "
    "or of an output (diff, comparison, since, changelog, findings, decision, terms). With "
    "--editor that of a document for editors: it offers the words of the vocabulary besides."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    from policykit.schema import NAMES  # only where it is asked for

    parser.add_argument(
        "name",
        metavar="NAME",
        help=f"{', '.join(NAMES[:-1])} or {NAMES[-1]}",
    )
    parser.add_argument(
        "--editor",
        action="store_true",
        help="the schema of policy or version that editors complete from (draft-07)",
    )


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from policykit.schema import schema_text

    sys.stdout.write(schema_text(options.name, editor=options.editor))
    return 0
