"""`policykit rules`: every kind of finding there is."""

from __future__ import annotations

import argparse
import sys

from policykit.commands.asking import add_output, emit, outputs

ABOUT = (
    "List every kind of finding: its code, how bad it is, its name, what it finds. Rules of a "
    "profile run only where a policy (`profiles:` in policy.yaml) or `validate --profile` asks."
)
FORMATS = ("text", "json", "markdown")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_output(parser, FORMATS)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from policykit.render import rules

    emit(
        outputs(options.output, FORMATS),
        {
            "text": rules.listing,
            "json": lambda _: rules.as_json(),
            "markdown": lambda _: rules.manual(),
        },
    )
    sys.stdout.flush()
    return 0
