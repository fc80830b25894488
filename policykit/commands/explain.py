"""`policykit explain CODE`: what a kind of finding means, why it is one, and how to mend it."""

from __future__ import annotations

import argparse

from policykit.commands.asking import Usage, add_output, emit, outputs

ABOUT = "Explain a kind of finding, by its code (PK211) or its name (swallowed-permission)."
FORMATS = ("text", "markdown")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("code", metavar="CODE", help="a code or a name, as `policykit rules` lists")
    add_output(parser, FORMATS)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from policykit.render import rules
    from policykit.rules import code_named, profiles

    if options.code.lower() in profiles():
        name = options.code.lower()
        raise Usage(
            f"'{options.code}' is a profile, a set of rules; `policykit rules` lists them, and "
            f"`policykit validate --profile {name}` runs them"
        )
    code = code_named(options.code)
    emit(
        outputs(options.output, FORMATS),
        {
            "text": lambda style: rules.explanation(code, style),
            "markdown": lambda _: rules.section(code),
        },
    )
    return 0
