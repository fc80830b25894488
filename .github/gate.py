"""
The gate of action.yml: one run of `policykit validate`, and what it says as a step's outputs.

It ends with 0 whatever was found; `exit-code` is for the last step, after the comment.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

MARKER = "<!-- policykit -->"
# GitHub takes no summary of a step that is longer.
SUMMARY_BYTES = 1024 * 1024
JUDGED = (0, 1)
OURS = 4


class Judged(NamedTuple):
    """What a run of policykit came to."""

    code: int
    said: str


def main() -> int:
    """Judge what is checked out, by what the environment asks."""
    folder = Path(tempfile.mkdtemp(prefix="policykit-", dir=os.environ["RUNNER_TEMP"]))
    report, markdown = folder / "report.json", folder / "comment.md"
    judged = _judged(report, markdown)
    found = _read(report)
    broken = judged.code not in JUDGED or found is None
    if broken:
        sys.stdout.write(f"::error title=policykit::{_escaped(judged.said)}\n")
        # In place of what policykit may have written: of the files that it could read alone.
        markdown.write_text(_why(judged), "utf-8")
    counts = _counts(found)
    _outputs(
        {
            "status": "error" if broken else "findings" if judged.code else "ok",
            "errors": str(counts["error"]),
            "warnings": str(counts["warning"]),
            "required-version": str((found or {}).get("required_version") or ""),
            "report": str(report) if found is not None else "",
            "markdown": str(markdown),
            "clean": str(_clean(found) and not judged.code).lower(),
            # What a signal ended has a number below 0.
            "exit-code": str(judged.code if judged.code > 0 or not broken else OURS),
        }
    )
    _summarise(markdown.read_bytes())
    return 0


def _judged(report: Path, markdown: Path) -> Judged:
    """Run policykit once; annotations go to the log, and what it says besides as well."""
    asked = os.environ.get
    base = _base()
    against = asked("AGAINST") or base
    waivers = asked("WAIVERS_FROM") or (against if base else "")
    try:
        more = shlex.split(asked("ARGS", ""))
    except ValueError as error:
        return Judged(2, f"args: {error}")
    if _checked_out_the_base():
        why = (
            "on pull_request_target, actions/checkout takes the branch that the pull request is "
            "for, so that nothing of it would be judged; run this on pull_request"
        )
        return Judged(2, why)
    for revision in dict.fromkeys((against, waivers)):
        _fetch(revision)
    command = [
        *(str(_command()), "validate"),
        *("-o", "github", "-o", f"json:{report}", "-o", f"markdown:{markdown}"),
        f"--fail-on={asked('FAIL_ON') or 'error'}",
        *([f"--against={against}"] if against else []),
        *([f"--waivers-from={waivers}"] if waivers else []),
        *more,
        "--",
        *(line.strip() for line in asked("PATHS", "").splitlines() if line.strip()),
    ]
    sys.stdout.flush()
    done = subprocess.run(command, stderr=subprocess.PIPE, check=False)
    said = done.stderr.decode("utf-8", "replace").strip()
    if said:
        _log(said)
    return Judged(done.returncode, said or f"policykit ended with {done.returncode}")


def _command() -> Path:
    """The command beside this Python; a `-m` would look into the repository first."""
    return Path(sys.executable).with_name("policykit.exe" if os.name == "nt" else "policykit")


def _base() -> str:
    """The branch that a pull request is for, as a revision; elsewhere nothing."""
    event, branch = os.environ.get("GITHUB_EVENT_NAME", ""), os.environ.get("GITHUB_BASE_REF", "")
    return f"origin/{branch}" if branch and event.startswith("pull_request") else ""


def _checked_out_the_base() -> bool:
    if os.environ.get("GITHUB_EVENT_NAME") != "pull_request_target":
        return False
    return _git("rev-parse", "HEAD").stdout.decode().strip() == os.environ.get("GITHUB_SHA")


def _fetch(revision: str) -> None:
    """
    Fetch a branch of origin, or a commit, that is not here.

    One commit is enough where the clone is shallow: without a common one policykit compares with
    the tip, and says so. That it could not be fetched is told by policykit too.
    """
    if not revision or revision.startswith("-"):
        return
    if _git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").returncode == 0:
        return
    branch = revision.removeprefix("origin/")
    if re.fullmatch("[0-9a-f]{40}([0-9a-f]{24})?", revision):
        wanted = revision
    elif branch != revision and _git("check-ref-format", f"refs/heads/{branch}").returncode == 0:
        wanted = f"+refs/heads/{branch}:refs/remotes/origin/{branch}"
    else:
        return
    shallow = _git("rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
    depth = ["--depth=1"] if shallow else []
    done = _git("fetch", "--no-tags", *depth, "origin", wanted)
    if done.returncode:
        _log(done.stderr.decode("utf-8", "replace").strip())


def _git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    unasked = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}  # nobody is there to answer
    return subprocess.run(["git", *arguments], capture_output=True, check=False, env=unasked)


def _read(report: Path) -> Any:
    """The report, None if policykit wrote none."""
    try:
        return json.loads(report.read_bytes())
    except FileNotFoundError:
        return None


def _counts(found: Any) -> Mapping[str, int]:
    """How many findings count, by severity."""
    counts = {"error": 0, "warning": 0, "info": 0}
    for one in _counting(found):
        counts[one["severity"]] += 1
    return counts


def _clean(found: Any) -> bool:
    """Whether there is nothing to tell: no finding, and no new or edited version."""
    return found is not None and not _counting(found) and not found.get("changes")


def _counting(found: Any) -> Sequence[Any]:
    return [one for one in (found or {}).get("findings", ()) if one["waived_by"] is None]


def _why(judged: Judged) -> str:
    """The comment where policykit could not say anything."""
    indented = "\n".join(f"    {line}" for line in judged.said[:10_000].splitlines())
    return (
        f"{MARKER}\n❌ policykit could not judge this: it ended with {judged.code}.\n\n{indented}\n"
    )


def _outputs(values: Mapping[str, str]) -> None:
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as file:
        for name, value in values.items():
            end = uuid.uuid4().hex  # no value can end it
            file.write(f"{name}<<{end}\n{value}\n{end}\n")


def _summarise(text: bytes) -> None:
    """Add to the summary of the job, as much as it takes."""
    if len(text) > SUMMARY_BYTES:
        end = "\n\n… and more: the report has all of it.\n".encode()
        text = text[: SUMMARY_BYTES - len(end)].rpartition(b"\n")[0] + end
    with Path(os.environ["GITHUB_STEP_SUMMARY"]).open("ab") as file:
        file.write(text)


def _log(text: str) -> None:
    """Write to the log, where no line of it is taken for a command of the runner."""
    end = uuid.uuid4().hex
    sys.stdout.write(f"::stop-commands::{end}\n{text}\n::{end}::\n")


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a stream of text
    sys.exit(main())
