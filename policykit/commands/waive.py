"""`policykit waive FINGERPRINT…`: a finding that somebody has decided to live with for a while."""

from __future__ import annotations

import argparse
import os
import re
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from policykit.commands.asking import Broken, Usage, add_policies, policies_folder
from policykit.commands.configuration import gate_for, is_whole, settings, waivers_path

if TYPE_CHECKING:
    from policykit.findings import Finding
    from policykit.validation import Report
    from policykit.validation.gate import Gate

ABOUT = (
    "Write a finding into policykit-waivers.yaml, by its fingerprint, which `validate` shows of "
    "what an edit did, and `validate -o json` of everything: it covers that change and no other. "
    "Who approved it, why and until when are asked for. Only what is found now can be waived; say "
    "--against if the finding is about an edit."
)
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("fingerprints", metavar="FINGERPRINT", nargs="*", help="of the finding")
    parser.add_argument("--reason", help="why the finding may stand")
    parser.add_argument("--approved-by", metavar="WHO", help="who decided it")
    parser.add_argument("--expires", metavar="DATE", help="the last day on which it counts")
    parser.add_argument("--ticket", help="where the decision is recorded")
    parser.add_argument(
        "--prune",
        action="store_true",
        help="take out the waivers that are over or waive nothing (what an edit did: --against)",
    )
    parser.add_argument("--against", metavar="REV", help="as in `validate`")
    parser.add_argument(
        "--profile", action="append", default=[], metavar="NAME", help="as in `validate`"
    )
    parser.add_argument("--today", metavar="DATE", help="the day it is (default: today)")
    parser.add_argument("--config", metavar="FILE", help="as in `validate`")
    add_policies(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from policykit.editing.waiving import NotEditable
    from policykit.model import civil_day
    from policykit.validation import validate_all

    if bool(options.fingerprints) == options.prune:
        raise Usage("say the fingerprint of a finding, or --prune")
    today = civil_day(options.today or date.today().isoformat())
    found = settings([options.policies] if options.policies else (), options.config)
    folder = policies_folder(options.policies, found)
    if folder is None:
        raise Usage("there is no `policies` folder from here upward; say --policies DIR")
    every = policies_folder(None, found)
    gate = gate_for(found, [folder], None, whole=is_whole([folder], every))
    if not options.prune:
        _check(options, today, gate)
    report = validate_all(
        [folder],
        tuple(dict.fromkeys((*found.profiles, *options.profile))),
        against=options.against,
        today=today,
        gate=gate,
    )
    for lost, why in report.unreadable:
        sys.stderr.write(f"policykit: {lost}: {why}\n")
    if report.unreadable:
        return 3
    path = waivers_path(found, folder)
    try:
        return _prune(path, report, options) if options.prune else _add(path, report, gate, options)
    except NotEditable as error:
        raise Broken(f"{os.path.relpath(path)}: {error}") from None


def _check(options: argparse.Namespace, today: str, gate: Gate) -> None:
    """What is said of a waiver, before anything is looked at."""
    from policykit.model import civil_day

    for one in options.fingerprints:
        if not _FINGERPRINT.fullmatch(one):
            raise Usage(f"'{one}' is no fingerprint: sixteen digits of 0-9 and a-f")
    for name in ("reason", "approved_by", "expires"):
        if not (getattr(options, name) or "").strip():
            raise Usage(f"say --{name.replace('_', '-')}: a waiver without it is none")
    if civil_day(options.expires) < today:
        raise Usage(f"--expires: {options.expires} is over")
    last = (date.fromisoformat(today) + timedelta(days=gate.days)).isoformat()
    if options.expires > last:
        raise Usage(f"--expires: a waiver may last {gate.days} days, until {last}")


def _add(path: Path, report: Report, gate: Gate, options: argparse.Namespace) -> int:
    from policykit.editing.waiving import with_waivers, without
    from policykit.validation.waivers import Waiver, may_be_waived

    every = {one.fingerprint: one for one in report.findings}
    waived = {one.fingerprint: one for one in report.waived}
    new = []
    for mark in dict.fromkeys(options.fingerprints):
        if mark in waived:
            raise Usage(f"{mark} is waived already: {waived[mark].waived_by}")
        finding = every.get(mark)
        if finding is None:
            more = "" if options.against else "; say --against REV if it is about an edit"
            raise Usage(f"nothing that is found has the fingerprint {mark}{more}")
        if not may_be_waived(finding.code):
            raise Usage(f"{finding.code} {finding.name} cannot be waived; {finding.help}")
        new.append(
            Waiver(
                fingerprint=mark,
                code=finding.code,
                about=_about(finding),
                reason=options.reason.strip(),
                approved_by=options.approved_by.strip(),
                ticket=(options.ticket or "").strip(),
                expires=options.expires,
                place=0,
            )
        )
    before = path.read_bytes() if os.path.lexists(path) else None
    after = before
    if before is not None and gate.waivers is not None:
        marks = {one.fingerprint for one in new}
        over = [one.place for one in gate.waivers.entries if one.fingerprint in marks]
        after = without(before, over) if over else before
    _write(path, before, with_waivers(after, new))
    for one in new:
        sys.stdout.write(f"waived until {one.expires}: {one.code}, {one.about}\n")
    sys.stdout.write(f"in {os.path.relpath(path)}\n")
    return 0


def _prune(path: Path, report: Report, options: argparse.Namespace) -> int:
    from policykit.editing.waiving import without

    stale = [one for one in report.findings if one.code in ("PK430", "PK431")]
    places = {int(one.pointer.split("/")[2]) for one in stale}
    if not places:
        looked = "" if options.against else "; those of what an edit did are with --against REV"
        sys.stdout.write(f"there is no waiver to take out{looked}\n")
        return 0
    before = path.read_bytes()
    _write(path, before, without(before, places))
    for one in stale:
        sys.stdout.write(f"taken out: {one.message}\n")
    sys.stdout.write(f"in {os.path.relpath(path)}\n")
    return 0


def _write(path: Path, before: bytes | None, after: bytes) -> None:
    from policykit.editing import create, rewrite

    if before is None:
        create(path, after)
    else:
        rewrite(path, before, after)


def _about(finding: Finding) -> str:
    """What a finding is about, for a reader: a policy, a version, a clause."""
    from policykit.library.files import HEADER, folder_name

    file = Path(finding.file)
    name = folder_name(file.parent)
    version = "" if file.name == HEADER or file.suffix != ".yaml" else f"@{file.stem}"
    parts = finding.pointer.split("/")
    clause = f" {parts[2]}" if parts[1:2] == ["clauses"] and len(parts) > 2 else ""
    return f"{name}{version}{clause}"
