"""`policykit init PUBLISHER/DOCUMENT`: a policy that validates, from a few answers."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from policykit.commands.asking import FOLDER, Broken, Usage, policies_folder
from policykit.model import REPORT

ABOUT = (
    "Make the folder of a new policy: policy.yaml, and a draft with one clause that shows the "
    "format (with --date a version 1.0.0 of that day instead). The first time it also puts the "
    "schemas for editors beside the publishers, into `schemas`. Asks on a terminal for what is not "
    "said; never overwrites anything."
)
KINDS: Final = (
    "privacy_policy",
    "terms_of_service",
    "law_enforcement_guidelines",
    "transparency_report",
    "other",
)
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]*/[a-z0-9][a-z0-9._-]*")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_URL: Final = re.compile(r"https?://[^ ]+")
_BY_NAME: Final = {
    "privacy": "privacy_policy",
    "privacy-policy": "privacy_policy",
    "terms": "terms_of_service",
    "tos": "terms_of_service",
    "terms-of-service": "terms_of_service",
    "law-enforcement": "law_enforcement_guidelines",
    "transparency": "transparency_report",
    "transparency-report": "transparency_report",
}

_CLAUSES: Final = """
clauses:
  # One clause says one thing. This one is an example: change it, or replace it by your own.
  # `id` is the clause's name for ever: diffs and translations hold on to it, so never reuse it.
  - id: service-providers
    # What it is about: collection, use, disclosure, transfer, retention; or right, notice,
    # security, change, general and others (`policykit schema version` lists every field).
    kind: disclosure
    title: Service providers
    text: We share your email address with companies that send our messages for us.
    # permitted (if left out), required or prohibited
    effect: permitted
    # Which data goes to whom, and what for. A term covers all narrower ones; a list is any of
    # its terms; a field left out is anything.
    personal_data: [email_address]
    recipients: [processor]
    purposes: [service_provision]
    # What is promised along with it.
    commitments: {processor_contract: true}
    # More that a clause can say:
    # when: {instrument: [court_order]}          # only if all of this holds
    # unless: [{consent: [explicit]}]            # never if one of these holds
    # jurisdictions: [EU]                        # only there; left out: everywhere
    # overlays:                                  # what is otherwise in some places
    #   DE: {recipients: [group_company]}
"""

_FIGURES: Final = """
clauses:
  # One clause says what was counted in one place and one period. This one is an example: put your
  # own in its place.
  # `id` is the clause's name for ever: diffs hold on to it, so never reuse it.
  - id: fr-2024-q1
    kind: figure
    # The country whose authorities asked.
    jurisdictions: [FR]
    # The first and the last day.
    period: {from: 2024-01-01, until: 2024-03-31}
    # requests_received, requests_fulfilled, users_affected: what was reported of them.
    counts: {requests_received: 12, requests_fulfilled: 4}
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "policy", metavar="PUBLISHER/DOCUMENT", help="the policy's id, such as acme/privacy"
    )
    parser.add_argument("--title", help="the document's title")
    parser.add_argument("--publisher", help="who publishes it")
    parser.add_argument("--kind", choices=KINDS, help="what kind of document it is")
    parser.add_argument(
        "--reports-on",
        metavar="POLICY",
        help="for a transparency_report: the policy whose practice it reports",
    )
    parser.add_argument("--url", help="where it is published")
    parser.add_argument(
        "--language",
        nargs="+",
        metavar="LANGUAGE",
        help="its languages, the governing one first (default: en)",
    )
    parser.add_argument(
        "--date",
        metavar="YYYY-MM-DD",
        help="the day it is published: writes 1.0.0.yaml in place of draft.yaml",
    )
    parser.add_argument(
        "--no-draft",
        action="store_true",
        help="write policy.yaml alone, for texts that are imported, or written with a number",
    )
    parser.add_argument(
        "--policies",
        metavar="DIR",
        help="the folder of policies (default: the nearest `policies` folder from here upward, "
        "else `policies` here)",
    )


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    if not _NAME.fullmatch(options.policy):
        raise Usage(
            f"'{options.policy}' is no policy's id; write publisher/document in small letters, "
            "figures, dots and dashes, such as acme/privacy"
        )
    if options.date is not None:
        from policykit.model import civil_day

        civil_day(options.date)
        if options.no_draft:
            raise Usage("--date dates a version, and --no-draft writes none; leave one out")
    found = options.policies if options.policies is not None else policies_folder(None)
    root = Path(FOLDER if found is None else found)
    folder = root / options.policy
    if os.path.lexists(folder):
        raise Usage(f"{folder} is there already; nothing was changed")
    header = _answers(options)
    files = _files(options, header, folder)
    _checked(files, folder)
    for made in _schemas(root, folder):
        print(f"wrote {made}")  # noqa: T201  the result
    _write(folder, files)
    for name in files:
        print(f"wrote {folder / name}")  # noqa: T201  the result
    more = (
        f"import {options.policy} FILE --date YYYY-MM-DD"
        if options.no_draft
        else f"validate {folder}"
    )
    if options.no_draft and options.policies is not None:
        more += f" --policies {root}"
    print(f"next: policykit {more}")  # noqa: T201  as above
    return 0


def is_example(data: Mapping[str, Any]) -> bool:
    """Whether a version is still what `init` wrote to show the format."""
    from policykit.document import read

    examples: list[Any] = [read(one)[0] for one in (_CLAUSES, _FIGURES)]
    return any(list(data["clauses"]) == one.data["clauses"] for one in examples if one is not None)


def _answers(options: argparse.Namespace) -> dict[str, Any]:
    """
    What policy.yaml says: from the options, else asked on a terminal.

    Where the options say all that is needed nothing is asked, not even what may be left out.

    Raises:
        Usage: something is wrong, or missing with nobody there to ask.

    """
    publisher, _, document = options.policy.partition("/")
    guess = _BY_NAME.get(document)
    named = document if guess is None or "_" not in guess else guess
    report = (options.kind or guess) == REPORT
    asks = not (options.publisher and options.title and (options.kind or guess))
    asks = asks or (report and not options.reports_on)
    if asks and not sys.stdin.isatty():
        raise Usage(_unsaid(options, publisher, guess, named))
    who = options.publisher or _ask("--publisher", "Who publishes it?", _words(publisher))
    kind = options.kind or (
        guess
        if guess is not None and not asks
        else _ask("--kind", f"What kind of document is it ({', '.join(KINDS)})?", guess or "other")
    )
    if kind not in KINDS:
        raise Usage(f"'{kind}' is no kind of document; there are {', '.join(KINDS)}")
    about = options.reports_on
    if kind == REPORT:
        about = about or _ask("--reports-on", "Whose practice does it report (a policy's id)?", "")
        if not about:
            raise Usage("--reports-on is missing: the id of the policy whose practice it reports")
    elif about is not None:
        raise Usage(f"--reports-on is what a {REPORT} says, and this is of the kind {kind}")
    title = options.title or _ask("--title", "What is its title?", f"{who} {_words(named)}")
    url = options.url
    if url is None and asks:
        url = _ask("--url", "Where is it published (an address; may be left empty)?", "")
    if url and not _URL.fullmatch(url):
        raise Usage(f"--url: '{url}' is no address; {_mend_of_address(url)}")
    languages = options.language
    if languages is None and asks:
        languages = _ask("--language", "Its languages, the governing one first?", "en").split()
    languages = [one for one in languages or ["en"] if one]
    for one in languages:
        _check_language(one)
    if len(set(languages)) != len(languages):
        raise Usage("--language: a language is named twice")
    for flag, value in (("--title", title), ("--publisher", who)):
        if not value.strip():
            raise Usage(f"{flag} is empty")
    data = {"format": 1, "id": options.policy, "kind": kind}
    data |= ({"reports_on": about} if about else {}) | {"title": title, "publisher": who}
    return data | ({"url": url} if url else {}) | {"languages": languages}


def _mend_of_address(url: str) -> str:
    """What is wrong with an address."""
    if " " in url.strip():
        return "write %20 for the space in it"
    small = re.sub(r"^\w+(?=://)", lambda scheme: scheme[0].lower(), url.strip())
    return f"did you mean {small}?" if _URL.fullmatch(small) else "it begins with https://"


def _check_language(tag: str) -> None:
    """
    See that a language is one.

    Raises:
        Usage: it is none, or written in another way than documents write it.

    """
    from policykit.vocabulary.languages import is_language, language_meant

    if _LANGUAGE.fullmatch(tag) and is_language(tag):
        return
    first, hyphen, rest = tag.replace("_", "-").partition("-")
    meant = language_meant(tag) or f"{first.lower()}{hyphen}{rest}"
    if _LANGUAGE.fullmatch(meant) and meant != tag and is_language(meant):
        raise Usage(f"--language: '{tag}'; did you mean '{meant}'?")
    raise Usage(f"--language: '{tag}' is no language; write it as in en or pt-BR")


def _unsaid(options: argparse.Namespace, publisher: str, guess: str | None, named: str) -> str:
    """What to say where nobody is there to answer: every option missing, with what it may be."""
    import shlex  # only to word a mistake

    who = options.publisher or _words(publisher)
    missing = {
        "--publisher": "" if options.publisher else who,
        "--kind": "" if options.kind or guess else "other",
        "--reports-on": f"{options.policy.partition('/')[0]}/privacy"
        if (options.kind or guess) == REPORT and not options.reports_on
        else "",
        "--title": "" if options.title else f"{who} {_words(named)}",
    }
    words = [word for flag, value in missing.items() if value for word in (flag, value)]
    return f"there is no terminal to ask on; say what is missing, as in {shlex.join(words)}"


def _words(name: str) -> str:
    """A name as words: `acme-corp` is `Acme Corp`."""
    return re.sub(r"[-_.]+", " ", name).strip().title()


def _ask(flag: str, question: str, default: str) -> str:
    """
    An answer from the terminal.

    Raises:
        Usage: nobody answers.

    """
    shown = f" [{default}]" if default else ""
    sys.stderr.write(f"{question}{shown} ")
    sys.stderr.flush()
    answer = sys.stdin.readline()
    if not answer:
        raise Usage(f"{flag} is missing, and there was no answer")
    return answer.strip() or default


def _files(options: argparse.Namespace, header: dict[str, Any], folder: Path) -> dict[str, str]:
    """The files to write, by name."""
    from policykit.importing import yaml_fields

    files = {"policy.yaml": _top(folder, "policy") + "\n".join(yaml_fields(header)) + "\n"}
    if options.no_draft:
        return files
    version: dict[str, Any] = {"format": 1, "policy": options.policy}
    name = "draft.yaml"
    if options.date is not None:
        name = "1.0.0.yaml"
        version |= {"version": "1.0.0", "text": "verbatim", "published": options.date}
    else:
        version |= {"text": "verbatim"}
    lines = "\n".join(yaml_fields(version)) + "\n"
    clauses = _FIGURES if header["kind"] == REPORT else _CLAUSES
    language = header["languages"][0]
    if clauses is _CLAUSES and language.lower().partition("-")[0] != "en":
        # The example's words are English; say so, where the governing language is another.
        clauses = clauses.replace(
            "    text: We share", f"    # (put your text in {language})\n    text: We share"
        )
    return files | {name: _top(folder, "version") + lines + clauses}


def _top(folder: Path, name: str) -> str:
    """The first line of a file: where editors find its schema."""
    from policykit.importing import schema_line

    beside = f"# yaml-language-server: $schema=../../schemas/{name}-1.json\n"
    return schema_line(folder, name) or beside


def _checked(files: dict[str, str], folder: Path) -> None:
    """
    Check what is to be written as `validate` will.

    Raises:
        Usage: an option is at fault, such as a title with characters that cannot be seen.

    """
    from policykit.library.reading import read_header, read_version

    header = None
    for name, text in files.items():
        path = str(folder / name)
        if name == "policy.yaml":
            header, findings = read_header(text, path, "")
        else:
            _, findings = read_version(text, path, header, Path(name).stem)
        for one in findings:
            option = _option_of(text, one.line)
            raise Usage("; ".join(filter(None, (f"{option}: {one.message}", one.help))))


def _option_of(text: str, line: int) -> str:
    """The option that says what a line of a file says."""
    fields = [found[0] for one in text.splitlines()[:line] if (found := re.match(r"\w+", one))]
    field = fields[-1] if fields else ""
    return {
        "title": "--title",
        "publisher": "--publisher",
        "kind": "--kind",
        "reports_on": "--reports-on",
        "url": "--url",
        "languages": "--language",
        "published": "--date",
    }.get(field, "PUBLISHER/DOCUMENT")


def _schemas(root: Path, folder: Path) -> list[Path]:
    """
    Put the schemas for editors beside the publishers, where there are none; those written.

    They belong to the policies and are kept with them, so that the first line of a file names
    them by a path that is right on every machine, with policykit installed or without.

    Raises:
        Broken: they cannot be written.

    """
    from policykit.editing import create
    from policykit.importing import schema_line
    from policykit.schema import FOR_EDITORS, schema_text

    written = []
    for name in FOR_EDITORS:
        if schema_line(folder, name):
            continue
        target = root / "schemas" / f"{name}-1.json"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            create(target, schema_text(name, editor=True).encode())
        except OSError as error:
            if target.is_file():
                continue  # by another, meanwhile
            raise Broken(f"{error.filename or target}: {error.strerror}") from None
        written.append(target)
    return written


def _write(folder: Path, files: dict[str, str]) -> None:
    """
    Make the folder with all its files, or nothing.

    Raises:
        Usage: it is there by now.
        Broken: it cannot be written.

    """
    from policykit.editing import create_folder
    from policykit.editing.files import format_bytes

    try:
        create_folder(
            folder, {name: format_bytes(text.encode(), name).after for name, text in files.items()}
        )
    except OSError as error:
        if isinstance(error, FileExistsError) and error.filename == str(folder):
            raise Usage(f"{folder} is there already; nothing was changed") from None
        raise Broken(f"{error.filename or folder}: {error.strerror}") from None
