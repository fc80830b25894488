"""`policykit changelog POLICY`: the history of a policy in sentences."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from policykit.commands.asking import (
    Usage,
    add_language,
    add_output,
    add_policies,
    emit,
    language,
    library,
    outputs,
)

if TYPE_CHECKING:
    from policykit.library import Policy

ABOUT = (
    "Tell the history of a policy, the newest version first: what each version changed for people, "
    "compared with the one in force before it. What changed nothing in meaning is told in a line, "
    "and what was withdrawn as announced and never in force. With --jurisdiction, as people who "
    "live there met it: their dates, and what changed for them."
)
FORMATS = ("text", "json", "markdown", "html")
AUDIENCES = ("reader", "legal")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "policy", metavar="POLICY", help="a policy's id, such as acme/privacy, or its folder"
    )
    parser.add_argument("--jurisdiction", metavar="CODE", help="look only at people who live there")
    parser.add_argument(
        "--audience",
        choices=AUDIENCES,
        default="reader",
        help="reader: what changed, in sentences; legal: also clauses, causes on both sides, why "
        "the number has to rise so far, dates and sources (default: reader; JSON has it all)",
    )
    parser.add_argument(
        "--since", metavar="DATE|VERSION", help="begin with this day, or with this version"
    )
    parser.add_argument(
        "--until", metavar="DATE|VERSION", help="end with this day, or with this version"
    )
    parser.add_argument(
        "--worse",
        action="store_true",
        help="only what got worse for people: what is newly allowed, and what is weakened, dropped "
        "or withdrawn (JSON has it all)",
    )
    add_language(parser)
    add_policies(parser)
    add_output(parser, FORMATS)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from policykit.comparison import changelog
    from policykit.render import changelog as shown

    wanted = outputs(options.output, FORMATS)
    lang = language(options.lang)
    policy = _policy(options.policy, options.policies)
    found = changelog(policy, options.jurisdiction, since=options.since, until=options.until)
    audience, worse = options.audience, options.worse
    emit(
        wanted,
        {
            "text": lambda style: shown.text(found, style, audience, lang, worse=worse),
            "json": lambda _: shown.json(found, lang),
            "markdown": lambda _: shown.markdown(found, audience, lang, worse=worse),
            "html": lambda _: shown.html(found, audience, lang, worse=worse),
        },
    )
    return 0


def _policy(asked: str, policies: str | None) -> Policy:
    """
    The policy with an id, or in a folder.

    Raises:
        Usage: a version is named, or nothing says where policies are.

    """
    from policykit.library.addresses import is_path

    name, at, which = asked.partition("@")
    if asked.endswith(".yaml") or (at and not os.path.lexists(asked)):
        mend = f"{name} --until {which}" if which else "the policy's id, or its folder"
        raise Usage(f"'{asked}' is a version, and a history is a policy's; say {mend}")
    if is_path(asked) or os.path.lexists(asked):
        from pathlib import Path

        from policykit.library.policy import read_policy

        return read_policy(Path(asked))
    known = library(policies)
    if known is None:
        raise Usage(
            f"'{asked}' is looked for in a `policies` folder, and there is none from here upward; "
            "say --policies DIR, or name the policy's folder"
        )
    return known[asked]
