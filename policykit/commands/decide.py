"""`policykit decide POLICY`: one question, one answer, with reasons."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from policykit.commands.asking import (
    Usage,
    add_language,
    add_output,
    add_policies,
    emit,
    given,
    language,
    library,
    outputs,
)

ABOUT = (
    "Answer whether this datum may go to this recipient on this order in this country. A term "
    "stands for all it covers; what is left out may be anything, and where the answer turns on "
    "it, it is `depends` with the exact split."
)
FORMATS = ("text", "json")

_SELECTORS = {
    "operation": "the operation (default: disclosure)",
    "personal_data": "which data",
    "data_subject": "whose data",
    "recipient": "who receives it",
    "purpose": "what for",
    "destination": "where it goes or is kept",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments; one for each condition of the shipped vocabulary."""
    from policykit.vocabulary import vocabulary

    parser.add_argument("policy", metavar="POLICY", help="a policy, POLICY@VERSION or a file")
    parser.add_argument("--on", metavar="DATE", help="the day (default: today)")
    parser.add_argument("--jurisdiction", metavar="CODE", help="where the person lives")
    question = parser.add_argument_group("the question")
    for name, about in _SELECTORS.items():
        question.add_argument(_flag(name), metavar="TERM", dest=f"ask_{name}", help=about)
    for condition in vocabulary().conditions.values():
        about = condition.description.replace("%", "%%")
        if condition.shape == "boolean":
            question.add_argument(
                _flag(condition.id),
                dest=f"ask_{condition.id}",
                action=argparse.BooleanOptionalAction,
                default=None,
                help=about,
            )
        else:
            question.add_argument(
                _flag(condition.id), metavar="TERM", dest=f"ask_{condition.id}", help=about
            )
    question.add_argument(
        "--condition",
        metavar="ID=VALUE",
        action="append",
        default=[],
        help="a condition of the policy's own",
    )
    add_language(parser)
    add_policies(parser)
    add_output(parser, FORMATS)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from policykit.comparison.wording import Words
    from policykit.library.addresses import GIVEN, find, is_path
    from policykit.render import json, text

    wanted = outputs(options.output, FORMATS)
    lang = language(options.lang)
    on = options.on
    question = _question(options)
    known = None if is_path(options.policy) else library(options.policies)
    if "@" in options.policy or is_path(options.policy) or options.policy == GIVEN:
        handed = given([options.policy])
        version = find(options.policy, known, options.jurisdiction, handed)
    else:
        on = on or date.today().isoformat()
        version = find(f"{options.policy}@{on}", known, options.jurisdiction)
    decision = version.decide(on=on, **question)
    emit(
        wanted,
        {
            "text": lambda style: text.decision(decision, style, Words(version, version), lang),
            "json": lambda _: json.decision(decision),
        },
    )
    return 0


def _question(options: argparse.Namespace) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if options.jurisdiction is not None:
        found["jurisdiction"] = options.jurisdiction
    for name, value in vars(options).items():
        if name.startswith("ask_") and value is not None:
            found[name.removeprefix("ask_")] = value
    for one in options.condition:
        name, equals, value = one.partition("=")
        if not (name and equals and value):
            raise Usage(f"--condition takes ID=VALUE, not '{one}'")
        if name in found:
            raise Usage(f"'{name}' is asked about twice")
        found[name] = {"true": True, "false": False}.get(value, value)
    return found


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"
