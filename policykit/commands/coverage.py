"""`policykit coverage [POLICY…]`: how much of each policy is there, and how sure it is."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from policykit.commands.asking import add_output, add_policies, emit, library_there, outputs

if TYPE_CHECKING:
    from policykit.library import Library, Policy

ABOUT = (
    "Show what there is of each policy: versions, the days they span, the clauses of the last one "
    "and how many of those have a meaning that comparisons know, and how sure all clauses are by "
    "their sources."
)
FORMATS = ("text", "json", "markdown")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("policy", metavar="POLICY", nargs="*", help="policies by id (default: all)")
    add_policies(parser)
    add_output(parser, FORMATS)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from policykit.comparison.coverage import coverage
    from policykit.render import coverage as shown

    wanted = outputs(options.output, FORMATS)
    known = library_there(options.policies)
    asked = list(dict.fromkeys(options.policy)) or list(known)
    found = [coverage(known[name], _released(known, known[name])) for name in asked]
    emit(
        wanted,
        {
            "text": lambda style: shown.as_text(found, style),
            "json": lambda _: shown.as_json(found),
            "markdown": lambda _: shown.as_markdown(found),
        },
    )
    return 0


def _released(known: Library, policy: Policy) -> list[str]:
    """The versions that a policy's lock has; none if it has no lock, or one with errors."""
    from policykit.document import file_bytes
    from policykit.library.files import LOCK
    from policykit.library.lock import read_lock

    path = known.folder(policy.id) / LOCK
    if not path.exists():
        return []
    lock, _ = read_lock(file_bytes(str(path)), str(path), policy.id)
    return [] if lock is None else [one.version for one in lock.entries]
