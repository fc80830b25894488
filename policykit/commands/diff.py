"""`policykit diff OLD NEW`: what changed between two versions, or since a git revision."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from policykit.commands.asking import (
    Broken,
    Usage,
    emit,
    given,
    language,
    library_of,
    outputs,
    policies_folder,
)
from policykit.commands.comparing import FORMATS, add_options, failing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policykit.commands.asking import Output
    from policykit.validation.against import Against

ABOUT = (
    "Say what changed in meaning between two versions: POLICY@1.0.0 POLICY@2.0.0, "
    "POLICY@1.0.0..2.0.0, POLICY@2024-09-22 POLICY@2024-09-23 or two files, of which either may be "
    "one of a git revision, REV:PATH; `-` is a version on standard input. With --against, what "
    "each new or edited version changed since HEAD parted from a git revision, in some policies "
    "(default: all). The exit code is 0 whatever changed, unless --exit-code or --fail-on asks "
    "otherwise."
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
    parser.add_argument(
        "versions",
        metavar="VERSION",
        nargs="*",
        help="OLD and NEW, or POLICY@OLD..NEW; with --against policies, by id or path",
    )
    parser.add_argument(
        "--against",
        metavar="REV",
        help="say what was edited since HEAD parted from a git revision",
    )
    add_options(
        parser,
        FAIL_ON,
        on="the day as of which groups of countries are read",
        exit_code="exit with 1 if anything at all changed",
        fail_on="exit with 1 if one of these is among the changes",
    )


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    wanted = outputs(options.output, FORMATS)
    unwanted = failing(options, FAIL_ON)
    lang = language(options.lang)
    return (_since if options.against is not None else _between)(options, wanted, unwanted, lang)


def _between(
    options: argparse.Namespace, wanted: Sequence[Output], unwanted: set[str], lang: str
) -> int:
    """Two versions that are named."""
    from policykit.comparison import diff
    from policykit.library.addresses import find, span
    from policykit.render import html, json, markdown, text

    addresses = tuple(options.versions)
    if len(addresses) == 1:
        addresses = span(addresses[0]) or ()
    if len(addresses) != 2:
        raise Usage(
            "name two versions: OLD NEW, or POLICY@OLD..NEW, as in acme/privacy@1.0.0..2.0.0 or "
            "acme/privacy@2.0.0..draft; `policykit changelog POLICY` tells all of a policy's"
        )
    known = library_of(addresses, options.policies)
    handed = given(addresses)
    before, after = (find(one, known, options.jurisdiction, handed) for one in addresses)
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


def _since(
    options: argparse.Namespace, wanted: Sequence[Output], unwanted: set[str], lang: str
) -> int:
    """Everything that was edited since a revision."""
    from policykit.comparison import diff
    from policykit.render import edit as shown
    from policykit.render import html, markdown
    from policykit.validation.against import against

    edit = against(_paths(options), options.against)
    _readable(edit)
    found = [
        diff(step.before, step.after, on=options.on, jurisdiction=options.jurisdiction)
        for step in edit.steps
    ]
    emit(
        wanted,
        {
            "text": lambda style: shown.text(edit, found, style, lang),
            "json": lambda _: shown.json(edit, found, lang),
            "markdown": lambda _: markdown.diffs(edit, found, lang),
            "html": lambda _: html.diffs(edit, found, lang),
        },
    )
    kinds = set().union(*(one.kinds() for one in found))
    kinds |= {"added", "any"} if edit.added else set()
    kinds |= {"removed", "any"} if edit.removed else set()
    # What was done to a release is no change from one version to the next, and may be any.
    kinds |= {"undecided", "any"} if edit.of_releases else set()
    return int(bool(unwanted & kinds))


def _paths(options: argparse.Namespace) -> list[str]:
    """The folders and files that are asked about; a policy is its folder."""
    from policykit.library import load
    from policykit.library.addresses import is_path

    folder = policies_folder(options.policies)
    if not options.versions:
        if folder is None:
            raise Usage("there is no `policies` folder from here upward; name a path")
        return [folder]
    paths = []
    for one in options.versions:
        if is_path(one) or os.path.lexists(one) or folder is None:
            paths.append(one)
        else:
            known = load(folder)
            there = os.path.join(folder, one)  # of one that is gone
            paths.append(str(known.folder(one)) if one in known else there)
    return paths


def _readable(edit: Against) -> None:
    """
    See that all that was edited could be read, on both sides.

    Raises:
        Broken: it could not.

    """
    lines = [f"{path}: {why}" for path, why in edit.unreadable]
    wrong = [*edit.unsound, *(one for one in edit.findings if one.code == "PK409")]
    lines += [f"{one.file}:{one.line}:{one.column}: {one.code} {one.message}" for one in wrong]
    if lines:
        raise Broken("\n".join(lines))
