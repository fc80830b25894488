"""`policykit schema NAME`: print a JSON Schema."""

from __future__ import annotations

import argparse
import sys

SUMMARY = "print a JSON Schema"
ABOUT = (
    "Print the JSON Schema of a document (policy, version), of the shipped vocabulary (vocabulary) "
    "or of an output (diff, comparison, findings, decision, terms)."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "name",
        metavar="NAME",
        help="policy, version, vocabulary, diff, comparison, findings, decision or terms",
    )


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from policykit.schema import schema_text

    sys.stdout.write(schema_text(options.name))
    return 0
