"""`policykit release POLICY`: the draft becomes the next version, and the lock says so."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

from policykit.commands.asking import Usage, add_policies, policies_folder
from policykit.commands.configuration import gate_for, settings

ABOUT = (
    "Release a policy: its draft.yaml becomes the next version, numbered as far as what changed "
    "asks for and dated, with its comments kept; it and every numbered version that is not "
    "released yet get an entry in policykit.lock. All of it happens, or nothing."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("policy", metavar="POLICY", help="the policy's id, such as acme/privacy")
    parser.add_argument(
        "--bump",
        choices=("auto", "major", "minor", "patch"),
        default="auto",
        help="how far the number rises; less than what changed asks for is refused (default: auto)",
    )
    parser.add_argument("--effective", metavar="DATE", help="the day on which it takes effect")
    parser.add_argument(
        "--today", metavar="DATE", help="the day on which it is published (default: today)"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would happen, write nothing"
    )
    add_policies(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from policykit.editing.releasing import NothingToRelease, TooSmall, Unreleasable, prepare
    from policykit.library import load
    from policykit.model import civil_day

    folder = policies_folder(options.policies)
    if folder is None:
        raise Usage("there is no `policies` folder from here upward; say --policies DIR")
    gate = gate_for(settings([folder]), [folder], None, whole=False)
    known = load(folder)
    of_policy = known.folder(options.policy)
    today = civil_day(options.today or date.today().isoformat())
    effective = civil_day(options.effective) if options.effective else None
    waivers = gate.waivers.in_force(today) if gate.waivers is not None else {}
    waived = {mark: one.code for mark, one in waivers.items()}
    try:
        found = prepare(
            of_policy,
            today,
            bump=None if options.bump == "auto" else options.bump,
            effective=effective,
            waived=waived,
        )
    except (NothingToRelease, TooSmall) as error:
        raise Usage(str(error)) from None
    except Unreleasable as error:
        for one in error.findings:
            sys.stderr.write(f"{one.file}:{one.line}:{one.column}: {one.code} {one.message}\n")
            sys.stderr.write(f"    help: {one.help}\n")
        return 1
    if _shows_the_format(found.after):
        raise Usage(
            f"the draft of '{options.policy}' is still the example that `init` wrote; put the "
            "policy's own clauses in its place, or take draft.yaml away"
        )
    if not options.dry_run:
        found.write()
    would = "would release" if options.dry_run else "released"
    sys.stdout.write(f"{would} {options.policy} {', '.join(found.numbers)}\n")
    if found.step is not None:
        sys.stdout.write(f"{found.step.bump}: {found.step.before.number} → {found.numbers[-1]}\n")
        for sentence in found.step.sentences:
            sys.stdout.write(f"  - {sentence}\n")
    where = os.path.join(os.fspath(found.folder), "")
    if days := _days(found.after.get(f"{found.numbers[-1]}.yaml")):
        sys.stdout.write(f"{days}\n")
    for name, content in sorted(found.after.items()):
        how = "taken away" if content is None else "written"
        sys.stdout.write(f"{where}{name}: {f'to be {how}' if options.dry_run else how}\n")
    return 0


def _shows_the_format(after: Mapping[str, bytes | None]) -> bool:
    """Whether a version that would be written is the example of `init`."""
    from policykit.commands.init import is_example

    return any(is_example(data) for name in after if (data := _read(after[name], name)))


def _days(source: bytes | None) -> str:
    """The days of a version, which a draft that was copied from another may have brought along."""
    data = _read(source, "draft.yaml")
    return ", ".join(
        f"{name} {_day(data[name])}" for name in ("published", "effective") if name in data
    )


def _day(found: Any) -> str:
    if not isinstance(found, Mapping):
        return str(found)
    days = [day if place == "default" else f"in {place} {day}" for place, day in found.items()]
    return ", ".join(days)


def _read(source: bytes | None, name: str) -> dict[str, Any]:
    """What a version file says; nothing if it is none, or taken away."""
    from policykit.document import read

    if source is None or not name.endswith(".yaml"):
        return {}
    document, _ = read(source)
    assert document is not None
    assert isinstance(document.data, dict)
    return document.data
