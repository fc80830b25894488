"""`policykit import POLICY FILE`: a published text becomes the next version, a clause a section."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from policykit.commands.asking import Broken, Usage, add_policies, policies_folder

if TYPE_CHECKING:
    from policykit.importing import Imported, Parsed
    from policykit.library.policy import Policy

SUMMARY = "make the next version of a policy from its published text"
ABOUT = (
    "Read a Markdown, HTML or plain text and write it as the policy's next version, with one "
    "clause a section. Sections that the last version has keep their ids and the rules that were "
    "added to them. Nothing is ever overwritten; if the text says what the last version says, "
    "nothing is written."
)
DATES: Final = ("published", "effective", "observed")
_NUMBER: Final = re.compile(
    r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?"
)
_URL: Final = re.compile(r"https?://[^ ]+")
_LISTED: Final = 12


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("policy", metavar="POLICY", help="the policy's id, publisher/document")
    parser.add_argument("file", metavar="FILE", help="the text; - for standard input")
    for field, about in (
        ("published", "the day the publisher published the text"),
        ("effective", "the day it takes effect"),
        ("observed", "the day it was first seen, where it has no date of its own"),
    ):
        parser.add_argument(f"--{field}", metavar="YYYY-MM-DD", help=about)
    parser.add_argument("--retrieved", metavar="YYYY-MM-DD", help="the day the text was fetched")
    parser.add_argument(
        "--url", help="where the text was fetched (default: the policy's own address)"
    )
    parser.add_argument(
        "--version",
        dest="number",
        metavar="NUMBER",
        help="the version's number (default: the next minor one, or 1.0.0)",
    )
    parser.add_argument(
        "--language", help="the text's language (default: the policy's governing language)"
    )
    parser.add_argument(
        "--format",
        choices=("markdown", "html", "text"),
        help="what the text is written in (default: by the file's name, else by its beginning)",
    )
    parser.add_argument(
        "--draft", action="store_true", help="write draft.yaml, which needs no number and no date"
    )
    add_policies(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from policykit.editing import create
    from policykit.importing import (
        NotImportable,
        Origin,
        next_number,
        next_version,
        parse,
        schema_line,
    )
    from policykit.library.policy import DRAFT

    _check(options)
    root = policies_folder(options.policies)
    text, kind = _source(options)
    try:
        parsed = parse(text, kind)
    except NotImportable as error:
        raise Broken(f"{options.file}: {error}") from None
    policy = _policy(root, options, parsed)
    language = options.language or policy.header.languages[0]
    if language not in policy.header.languages:
        listed = ", ".join(policy.header.languages)
        raise Usage(
            f"'{policy.id}' has texts in {listed}, not in '{language}'; "
            "add it to `languages` in policy.yaml"
        )
    numbers = [number for number in policy if number != DRAFT]
    number = (
        None if options.draft else options.number or next_number(numbers[-1] if numbers else None)
    )
    target = Path(policy.path) / f"{number or DRAFT}.yaml"
    if target.exists():
        mend = "release or remove it first" if options.draft else "say another --version"
        raise Usage(f"{target} is there already and is not overwritten; {mend}")
    history = [policy[one].data for one in numbers]
    origin = Origin(
        dates=_dates(options, parsed),
        language=language,
        url=options.url or policy.header.url,
        retrieved=options.retrieved or "",
    )
    found = next_version(
        parsed,
        policy.id,
        number,
        origin,
        policy.header.languages,
        history,
        schema_line(target.parent, "version"),
    )
    for notice in (*found.notices, *_remarks(policy, numbers, history, origin.dates)):
        sys.stderr.write(f"policykit: note: {notice}\n")
    if found.unchanged:
        print(f"{policy.id}@{numbers[-1]} says this already; nothing was written")  # noqa: T201  the result
        return 0
    _validated(found, target, policy)
    try:
        create(target, found.yaml.encode())
    except FileExistsError:
        raise Usage(f"{target} is there already and is not overwritten") from None
    sys.stdout.write(_report(found, target, again=bool(numbers)))
    return 0


def _check(options: argparse.Namespace) -> None:
    """
    What can be said of the options alone.

    Raises:
        Usage: one is wrong.
        NoSuchDay: a date is none.

    """
    from policykit.model import civil_day

    for field in (*DATES, "retrieved"):
        day = getattr(options, field)
        if day is not None:
            civil_day(day)
    if options.draft and options.number:
        raise Usage("a draft has no number; leave out --version or --draft")
    if options.number and not _NUMBER.fullmatch(options.number):
        raise Usage(f"--version: '{options.number}' is no version number; write it as in 1.2.0")
    if options.url and not _URL.fullmatch(options.url):
        raise Usage(f"--url: '{options.url}' is no address; it begins with https://")
    if options.file == "-" and not options.format:
        raise Usage("standard input has no name to tell what it is; say --format")


def _source(options: argparse.Namespace) -> tuple[str, str]:
    """The text, and what it is written in."""
    from policykit.document import Limits, file_bytes
    from policykit.importing import NotImportable, decode, format_of
    from policykit.importing.sections import MOST_BYTES

    if options.file == "-":
        source = sys.stdin.buffer.read(MOST_BYTES + 1)
    else:
        source = file_bytes(options.file, Limits(size=MOST_BYTES))
    kind = options.format or format_of(options.file, source[:1024].decode("utf-8", "replace"))
    try:
        return decode(source, html=kind == "html"), kind
    except NotImportable as error:
        raise Broken(f"{options.file}: {error}") from None


def _policy(root: str | None, options: argparse.Namespace, parsed: Parsed) -> Policy:
    """
    The policy that the text is of.

    Raises:
        Usage: there is none; says how to make it.

    """
    from policykit.library import UnknownPolicy, load

    try:
        if root is not None:
            return load(root)[options.policy]
    except UnknownPolicy as error:
        hint = f"; did you mean '{error.near[0]}'?" if error.near else ""
    else:
        hint = ""
    import shlex  # only to word a mistake

    heading = next((one.heading for one in parsed.sections if one.level == 0 and one.heading), "")
    words = ["policykit", "init", options.policy, "--no-draft"]
    words += ["--title", parsed.title or heading or "TITLE", "--publisher", "PUBLISHER"]
    if options.policies:
        words += ["--policies", options.policies]
    raise Usage(f"there is no policy '{options.policy}'{hint}; to make it: {shlex.join(words)}")


def _dates(options: argparse.Namespace, parsed: Parsed) -> Mapping[str, str]:
    """
    The text's dates: those that were given, else those of its front matter.

    Raises:
        Usage: there are none, and the version is no draft.

    """
    given = {field: getattr(options, field) for field in DATES if getattr(options, field)}
    if given or options.draft:
        return given
    if not parsed.dates:
        raise Usage("a version has a date; say --published, --effective or --observed, or --draft")
    from policykit.model import civil_day

    for day in parsed.dates.values():
        civil_day(day)
    return parsed.dates


def _remarks(
    policy: Policy,
    numbers: Sequence[str],
    history: Sequence[Mapping[str, Any]],
    dates: Mapping[str, str],
) -> list[str]:
    """What the author should know about the versions that are there."""
    remarks = []
    if len(policy) > len(numbers):
        remarks.append("draft.yaml is left as it is")
    if not numbers:
        return remarks
    start = policy[numbers[-1]].start()
    if start and dates and max(dates.values()) < start:
        remarks.append(f"the last version, {numbers[-1]}, starts later, on {start}")
    if history[-1].get("text") == "summary":
        remarks.append(f"{numbers[-1]} has summaries; this version has the publisher's own words")
    return remarks


def _validated(found: Imported, target: Path, policy: Policy) -> None:
    """
    Check what is to be written as `validate` will.

    Raises:
        InvalidDocument: it has errors.

    """
    from policykit.library import InvalidDocument
    from policykit.library.reading import read_version

    content, findings = read_version(found.yaml, str(target), policy.header, target.stem)
    if content is None:
        raise InvalidDocument(str(target), findings)


def _report(found: Imported, target: Path, *, again: bool) -> str:
    """What was written, and what became of each clause."""
    clauses = len(found.data["clauses"])
    lines = [f"wrote {target}: {clauses} clause{'' if clauses == 1 else 's'}"]
    if again:
        for name, ids in (
            ("kept", found.kept),
            ("changed", found.changed),
            ("new", found.new),
            ("gone", found.gone),
            ("rules without text", found.carried),
        ):
            if ids or name != "rules without text":
                listed = "" if name == "kept" else _listed(ids)
                lines.append(f"  {name}: {len(ids)}{listed}")
        for clause, (before, after) in found.retitled.items():
            lines.append(f"  retitled: {clause}: '{before}' is now '{after}'")
        if "# text changed" in found.yaml or found.carried:
            lines.append("check the rules below the comments '# text changed' and '# no text'")
    return "\n".join(lines) + "\n"


def _listed(ids: Sequence[str]) -> str:
    if not ids:
        return ""
    more = f" and {len(ids) - _LISTED} more" if len(ids) > _LISTED else ""
    return f" ({', '.join(ids[:_LISTED])}{more})"
