"""`policykit import POLICY FILE`: a published text becomes the next version, a clause a section."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from policykit.commands.asking import Broken, Usage, add_policies, policies_folder

if TYPE_CHECKING:
    from policykit.importing import Imported, Parsed
    from policykit.library.policy import Policy, Version

ABOUT = (
    "Read a Markdown, HTML or plain text and write it as the policy's next version, with one "
    "clause a section. Sections that the last version has keep their ids and the rules that were "
    "added to them. Nothing is ever overwritten; if the text says what the last version says, "
    "nothing is written. Import texts oldest first. Guide: docs/importing.md."
)
STDIN: Final = "-"
DATES: Final = ("published", "effective", "observed")
_NUMBER: Final = re.compile(
    r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?"
)
_URL: Final = re.compile(r"https?://[^ ]+")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("policy", metavar="POLICY", help="the policy's id, publisher/document")
    parser.add_argument("file", metavar="FILE", help="the text; - for standard input")
    parser.add_argument(
        "--published",
        "--date",
        metavar="YYYY-MM-DD",
        help="the day the publisher published the text (default: what its front matter says)",
    )
    for field, about in (
        ("effective", "the day it takes effect"),
        ("observed", "the day it was first seen, where it has no date of its own"),
        ("retrieved", "the day it was fetched (default with --url: today)"),
    ):
        parser.add_argument(f"--{field}", metavar="YYYY-MM-DD", help=about)
    parser.add_argument(
        "--url",
        help="where it was fetched, for `sources` (default with --retrieved: the policy's address)",
    )
    parser.add_argument(
        "--version",
        dest="number",
        metavar="NUMBER",
        help="the version's number (default: 1.0.0, then what the change needs)",
    )
    parser.add_argument(
        "--language",
        help="the text's language, one of `languages` in policy.yaml (default: the first)",
    )
    parser.add_argument(
        "--format",
        choices=("markdown", "html", "text"),
        help="what the text is written in (default: by the file's name and its beginning)",
    )
    parser.add_argument(
        "--encoding",
        help="what the text is encoded in (default: what a page says of itself, else UTF-8)",
    )
    parser.add_argument(
        "--draft", action="store_true", help="write draft.yaml, which needs no number and no date"
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="write nothing: print the version, and on stderr what became of each clause",
    )
    add_policies(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from datetime import date

    from policykit.commands import placing
    from policykit.document import Limits
    from policykit.editing import create
    from policykit.editing.files import format_bytes
    from policykit.importing import NotImportable, Origin, next_version, parse, schema_line
    from policykit.library.policy import DRAFT

    _check(options)
    root = policies_folder(options.policies)
    notices: list[str] = []
    text, kind = _source(options, notices)
    try:
        parsed = parse(text, kind)
    except NotImportable as error:
        raise Broken(f"{options.file}: {error}") from None
    parsed = parsed._replace(notices=(*notices, *parsed.notices))
    policy = _policy(root, options, parsed)
    language = _language(options, policy)
    dates = _dates(options, parsed)
    place = placing.place(policy, options.number, options.draft, dates, language)
    target = Path(policy.path) / f"{place.number or DRAFT}.yaml"
    origin = Origin(
        dates=dates,
        language=language,
        url=options.url or (policy.header.url if options.retrieved else ""),
        retrieved=options.retrieved or (date.today().isoformat() if options.url else ""),
    )
    others = [policy[one].data for one in policy if one != DRAFT and policy[one] is not place.base]
    history = [*others, *([place.base.data] if place.base is not None else [])]
    try:
        found = next_version(
            parsed,
            policy.id,
            place.number,
            origin,
            policy.header.languages,
            history,
            schema_line(target.parent, "version"),
        )
    except NotImportable as error:
        raise Broken(f"{options.file}: {error}") from None
    for notice in (*found.notices, *_remarks(policy, parsed, place.base, language)):
        sys.stderr.write(f"policykit: note: {notice}\n")
    if found.unchanged and place.base is not None:
        print(f"{policy.id}@{place.base.number} says this already; nothing was written")  # noqa: T201  the result
        sys.stderr.write(_unused(dates, place.base))
        return 0
    if place.refusal:
        raise Usage(place.refusal)
    made = _validated(found, target, policy)
    reason = ""
    if place.base is not None and place.number is not None:
        number, reason = placing.needed(place, made, chosen=bool(options.number))
        target, found = target.with_name(f"{number}.yaml"), found.numbered(number)
    content = format_bytes(found.yaml.encode(), str(target)).after
    if len(content) > Limits().size:
        message = f"as a version it is larger than {Limits().size // 2**20} MiB"
        raise Broken(f"{options.file}: {message}; import the policy alone")
    if options.dry_run:
        sys.stdout.write(content.decode())
        sys.stderr.write(_report("would write", found, target, place.base, reason))
        return 0
    try:
        create(target, content)
    except FileExistsError:
        raise Usage(f"{target} is there already and is not overwritten") from None
    sys.stdout.write(_report("wrote", found, target, place.base, reason))
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


def _source(options: argparse.Namespace, notices: list[str]) -> tuple[str, str]:
    """The text, and what it is written in; `notices` get what is to be said of its encoding."""
    from policykit.document import Limits, file_bytes
    from policykit.importing import MOST_BYTES, NotImportable, decode, format_of

    if options.file == STDIN:
        source = sys.stdin.buffer.read(MOST_BYTES + 1)
    else:
        source = file_bytes(options.file, Limits(size=MOST_BYTES))
    kind = options.format or format_of(options.file, source[:4096].decode("ascii", "ignore"))
    try:
        return decode(
            source, html=kind == "html", encoding=options.encoding or "", notices=notices
        ), kind
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

    from policykit.commands.init import KINDS

    heading = next((one.heading for one in parsed.sections if one.level == 0 and one.heading), "")
    document = options.policy.partition("/")[2].partition("-")[0]
    kind = next((one for one in KINDS if one.partition("_")[0] == document), "other")
    words = ["policykit", "init", options.policy, "--no-draft", "--kind", kind]
    words += ["--title", parsed.title or heading or "TITLE", "--publisher", "PUBLISHER"]
    if options.policies:
        words += ["--policies", options.policies]
    raise Usage(f"there is no policy '{options.policy}'{hint}; to make it: {shlex.join(words)}")


def _language(options: argparse.Namespace, policy: Policy) -> str:
    """
    The text's language.

    Raises:
        Usage: the policy has no texts in the one that was asked for.

    """
    languages = policy.header.languages
    asked = options.language or languages[0]
    for language in languages:
        if language.lower() == asked.lower():
            return language
    raise Usage(
        f"'{policy.id}' has texts in {', '.join(languages)}, not in '{asked}'; "
        "add it to `languages` in policy.yaml"
    )


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
        raise Usage(
            "a version has a date; say --date for the day it was published, --effective or "
            "--observed for another, or --draft"
        )
    from policykit.model import civil_day

    for day in parsed.dates.values():
        civil_day(day)
    return parsed.dates


def _unused(dates: Mapping[str, str], base: Version) -> str:
    """A note of the dates that were given for a version that is there and has others."""
    there = {field: base.data[field] for field in DATES if field in base.data}
    unused = {field: day for field, day in dates.items() if there.get(field) != day}
    if not unused:
        return ""
    kept = ", ".join(
        f"{field} {day if isinstance(day, str) else 'by place'}" for field, day in there.items()
    )
    given = ", ".join(f"{field} {day}" for field, day in unused.items())
    return f"policykit: note: {base.number} keeps its dates ({kept or 'none'}); not used: {given}\n"


def _remarks(policy: Policy, parsed: Parsed, base: Version | None, language: str) -> list[str]:
    """What the author should know about the text and the versions that are there."""
    from policykit.commands.init import is_example
    from policykit.library.policy import DRAFT

    remarks = []
    if parsed.language and parsed.language.lower()[:2] != language.lower()[:2]:
        said = parsed.language[:40]
        remarks.append(
            f"the text says it is in '{said}' and was taken for '{language}'; see --language"
        )
    if DRAFT in policy.versions:
        example = is_example(policy[DRAFT].data)
        remarks.append(
            "draft.yaml is still the example that `init` wrote; remove it if you need it no more"
            if example
            else "draft.yaml is left as it is"
        )
    if base is not None and base.data.get("text") == "summary":
        remarks.append(f"{base.number} has summaries; this version has the publisher's own words")
    return remarks


def _validated(found: Imported, target: Path, policy: Policy) -> Version:
    """
    What is to be written as a version, checked as `validate` will.

    Raises:
        InvalidDocument: it has errors.

    """
    from policykit.library import InvalidDocument
    from policykit.library.policy import Version
    from policykit.library.reading import read_version

    content, findings = read_version(found.yaml.encode(), str(target), policy.header, target.stem)
    if content is None:
        raise InvalidDocument(str(target), findings)
    return Version(policy.header, content, str(target))


def _report(did: str, found: Imported, target: Path, base: Version | None, reason: str) -> str:
    """What was written, and what became of each clause."""
    clauses = len(found.data["clauses"])
    lines = [f"{did} {target}: {clauses} clause{'' if clauses == 1 else 's'}"]
    if base is not None:
        if reason:
            lines.append(f"  {reason}")
        sources = {after: f"from {before}" for before, after in found.shared}
        targets = {before: f"now in {after}" for before, after in found.shared}
        changed = set(found.changed)
        for name, ids, remarks in (
            ("kept", found.kept, None),
            ("changed", found.changed, {}),
            ("translated", found.translated, None),
            ("new", found.new, sources),
            ("gone", found.gone, targets),
            ("rules without text", found.carried, {}),
        ):
            if ids or name not in ("translated", "rules without text"):
                listed = "" if remarks is None else _listed(ids, remarks)
                lines.append(f"  {name}: {len(ids)}{listed}")
        for clause, (before, after) in found.retitled.items():
            lines.append(f"  retitled: {clause}: '{before}' is now '{after}'")
        commented = [name for name in found.comments if name in changed and found.comments[name]]
        if commented or found.carried:
            lines.append("check the clauses with a comment above them: their rules may be outdated")
    return "\n".join(lines) + "\n"


def _listed(ids: Sequence[str], remarks: Mapping[str, str]) -> str:
    """Ids in brackets, all of them: they are what the reader goes on with."""
    if not ids:
        return ""
    shown = (f"{one}, {remarks[one]}" if one in remarks else one for one in ids)
    return f" ({'; '.join(shown) if remarks else ', '.join(shown)})"
