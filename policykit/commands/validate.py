"""`policykit validate [PATH…]`: every finding, and a gate."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from policykit.commands.asking import Usage, add_output, emit, outputs, policies_folder
from policykit.commands.configuration import gate_for, is_whole, settings, upward
from policykit.findings import SEVERITIES
from policykit.records import NamedTuple

if TYPE_CHECKING:
    import argparse

    from policykit.findings import Finding
    from policykit.render.text import Style
    from policykit.validation import Report
    from policykit.validation.memory import Memory

ABOUT = (
    "Check folders and files of policies and print every finding. Exit code 1 if there is one at "
    "or above --fail-on, 3 if something could not be read."
)
_FOR_PLATFORMS = ("sarif", "github", "gitlab")
MANY = 200_000  # bytes of policies from which remembering saves more than it takes
FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown", "html")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help="folders and files (default: the nearest `policies` folder from here upward)",
    )
    parser.add_argument(
        "--fail-on",
        choices=SEVERITIES,
        help="the severity from which the exit code is 1 (default: error, or as configured)",
    )
    parser.add_argument(
        "--against",
        metavar="REV",
        help="also judge what was edited since HEAD parted from a git revision: what it means, the "
        "version it needs, released versions, notice",
    )
    parser.add_argument(
        "--today",
        metavar="DATE",
        help="the day from which notice counts where a version says no other, and on which "
        "waivers are in force or over (default: today)",
    )
    parser.add_argument(
        "--config",
        metavar="FILE",
        help="the configuration (default: the nearest policykit.toml, or pyproject.toml with "
        "[tool.policykit], from the policies upward)",
    )
    parser.add_argument(
        "--waivers-from",
        metavar="REV",
        help="take waivers and configuration from a git revision, so that an edit can neither "
        "waive itself nor turn off what finds it",
    )
    parser.add_argument(
        "--profile",
        action="append",
        default=[],
        metavar="NAME",
        help="also ask what a law asks a policy to state: gdpr, … (repeatable; see `rules`)",
    )
    parser.add_argument(
        "--jobs",
        type=_jobs,
        default=_cores(),
        metavar="N",
        help="how many processes look at many policies (default: one a core); all find the same",
    )
    parser.add_argument(
        "--no-cache",
        action="store_true",
        help="look at everything anew; otherwise what was found in many policies is kept in the "
        "user's cache, and of what has not changed it is told again",
    )
    parser.add_argument(
        "--fix",
        action="store_true",
        help="first mend what is certain to be mended; then report what is left",
    )
    add_output(parser, FORMATS)


def _jobs(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        import argparse  # who gives no option need not load it

        raise argparse.ArgumentTypeError(f"'{text}' is not a number of processes")
    return number


def _cores() -> int:
    """How many cores this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)  # not everywhere
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from policykit.validation import validate_all

    wanted = outputs(options.output, FORMATS)
    trusted = options.waivers_from
    found = settings(options.paths, options.config, trusted)
    folder = policies_folder(None, found)
    paths = options.paths or [folder]
    if folder is None and not options.paths:
        raise Usage("there is no `policies` folder from here upward; name a path")
    profiles = tuple(dict.fromkeys((*found.profiles, *options.profile)))
    gate = gate_for(found, paths, trusted, whole=is_whole(paths, folder))
    broken = _fix(paths, profiles) if options.fix else False
    memory = None if options.no_cache else _memory(paths, (*profiles, str(found.comments)))
    report = validate_all(
        paths,
        profiles,
        workers=options.jobs,
        against=options.against,
        today=options.today or date.today().isoformat(),
        gate=gate,
        memory=memory and memory.memory,
    )
    if memory is not None:
        memory.settle()
    emit(wanted, {name: partial(_rendered, name, report) for name in FORMATS})
    for path, why in report.unreadable:
        sys.stderr.write(f"policykit: {path}: {why}\n")
    if report.unreadable or broken:
        return 3
    least = SEVERITIES.index(options.fail_on or found.fail_on)
    return int(
        any(SEVERITIES.index(one.severity) >= least for one in report.findings if _fails(one))
    )


def _fails(finding: Finding) -> bool:
    """Whether it may fail a run: that a meaning changed is news, unless a house makes it more."""
    return finding.code != "PK411" or finding.severity != "info"


class _Kept(NamedTuple):
    """A memory, and the file that it is kept in."""

    memory: Memory
    file: str

    def settle(self) -> None:
        """Keep what is known now; a disk that takes nothing costs time next time, and no more."""
        if self.memory.changed:
            from policykit.editing import replace

            with suppress(OSError):
                os.makedirs(os.path.dirname(self.file), exist_ok=True)
                replace(self.file, self.memory.content)


def _memory(paths: Sequence[str], asked: Sequence[str]) -> _Kept | None:
    """What is known of some folders; None where there is little to look at."""
    folder = _cache_folder()
    if folder is None or _weight(paths) < MANY:
        return None
    from hashlib import sha256

    from policykit.validation.memory import Memory

    names = "\0".join(os.path.abspath(path) for path in paths)
    file = os.path.join(folder, f"{sha256(os.fsencode(names)).hexdigest()[:32]}.json")
    try:
        with open(file, "rb") as held:
            source = held.read()
    except OSError:
        source = b""
    return _Kept(Memory(source, asked), file)


def _cache_folder() -> str | None:
    """Where this user's caches are; None where nothing says so."""
    asked = os.environ.get
    own = asked("POLICYKIT_CACHE")
    if own is not None:
        return own or None
    if sys.platform == "win32":
        base = asked("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = os.path.join(asked("HOME", ""), "Library", "Caches") if asked("HOME") else None
    else:
        base = asked("XDG_CACHE_HOME") or (
            os.path.join(asked("HOME", ""), ".cache") if asked("HOME") else None
        )
    return os.path.join(base, "policykit") if base else None


def _weight(paths: Sequence[str]) -> int:
    """How many bytes of policies are in some folders, as far as it matters."""
    total = 0
    for path in paths:
        for folder, _, names in os.walk(path):
            for name in names:
                if name.endswith(".yaml"):
                    with suppress(OSError):
                        total += os.stat(os.path.join(folder, name)).st_size
            if total >= MANY:
                return total
    return total


def _rendered(name: str, report: Report, style: Style) -> str:
    """A report in a format; a module of `render` is loaded only for what is asked."""
    room = import_module(f"policykit.render.{name}")
    if name in _FOR_PLATFORMS:
        report = _from_the_root(report)
    shown: str = room.findings(report, style) if name == "text" else room.findings(report)
    return shown


def _from_the_root(report: Report) -> Report:
    """A report with files named from the root of their repository, as a platform has them."""
    roots: dict[str, str] = {}

    def named(file: str) -> str:
        folder = os.path.dirname(os.path.abspath(file))
        if folder not in roots:
            top = upward(Path(folder))[-1]
            roots[folder] = str(top) if os.path.lexists(top / ".git") else ""
        root = roots[folder]
        return os.path.relpath(file, root).replace(os.sep, "/") if root else file

    def moved(findings: Sequence[Finding]) -> tuple[Finding, ...]:
        return tuple(one._replace(file=named(one.file)) for one in findings)

    return report._replace(
        findings=moved(report.findings),
        set_aside=moved(report.set_aside),
        waived=moved(report.waived),
    )


def _fix(paths: Sequence[str], profiles: Sequence[str]) -> bool:
    """Mend what is certain, say so on stderr, and tell whether a file could not be written."""
    from policykit.editing import rewrite
    from policykit.editing.fixing import fix

    mended, kept = fix(paths, profiles)
    broken = False
    for one in mended:
        try:
            rewrite(one.path, one.before, one.after)
        except OSError as error:
            broken = True
            sys.stderr.write(f"policykit: {one.path}: {error.strerror or error}\n")
            continue
        for finding in one.findings:
            place = f"{finding.file}:{finding.line}:{finding.column}"
            sys.stderr.write(f"{place}: mended {finding.code} {finding.name}: {finding.help}\n")
    for left in kept:
        first = left.errors[0]
        sys.stderr.write(
            f"{left.finding.file}:{left.finding.line}:{left.finding.column}: {left.finding.code} "
            f"left as it was, because its mend would bring a new error: {first.code} "
            f"{first.message}\n"
        )
    return broken
