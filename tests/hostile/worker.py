"""
Runs the corpus, each input in a process of its own, and prints what came of it as JSON lines.

A process is forked from one that has everything loaded, so that hundreds take seconds; a crash of
the interpreter, an endless loop and a hunger for memory end that process alone.

`python -m tests.hostile.worker FOLDER`: policies are made below the folder.
"""

from __future__ import annotations

import gc
import io
import json
import os
import resource
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from policykit.commands.main import main as command
from policykit.document import read
from policykit.findings import Finding
from tests.hostile import laws
from tests.hostile.cases import CASES, FILES, Case

SECONDS = 20
MEMORY = 4 * 2**30


def reading(case: Case) -> dict[str, Any]:
    """What the reader makes of an input."""
    source = case.source()
    begun = time.process_time()
    document, findings = read(source, laws.NAME)
    seconds = time.process_time() - begun
    laws.placed(source, findings)
    as_expected = _placed(findings) == list(case.findings)
    if case.value is not None:
        assert document is not None
        # Not by `same` of the laws: of 10 MB it would make two more copies.
        as_expected = not findings and document.data == case.value()
        as_expected = as_expected and repr(document.data) == repr(case.value())
    found = [*_placed(findings)[:3]] if findings else repr(document and document.data)[:200]
    return {"seconds": seconds, "size": len(source), "as_expected": as_expected, "found": found}


def validating(folder: Path, name: str) -> Callable[[Case], dict[str, Any]]:
    """What `validate` makes of an input as a policy.yaml or as a version."""

    def run(case: Case) -> dict[str, Any]:
        place = folder / case.name / name / "acme" / "privacy"
        place.mkdir(parents=True)
        files = {"policy.yaml": laws.HEADER.encode(), "1.0.0.yaml": laws.FIRST.encode()}
        for file, source in {**files, name: case.source()}.items():
            (place / file).write_bytes(source)
        out, err = io.StringIO(), io.StringIO()
        begun = time.process_time()
        with redirect_stdout(out), redirect_stderr(err):
            code = command(["validate", str(place), "-o", "json"])
        seconds = time.process_time() - begun
        mine = [
            (one["code"], one["line"], one["column"])
            for one in json.loads(out.getvalue())["findings"]
            if one["file"] == str(place / name)
        ]
        return {
            "seconds": seconds,
            "size": (place / name).stat().st_size,
            "code": code,
            "err": err.getvalue()[:300],
            "found": mine[:3],
            "as_read": set(case.findings) <= set(mine),
        }

    return run


def _placed(findings: list[Finding]) -> list[tuple[str, int, int]]:
    return [(one.code, one.line, one.column) for one in findings]


def alone(run: Callable[[Case], dict[str, Any]], case: Case) -> dict[str, Any]:
    """What `run` says of a case, in a process of its own; how that ended if it said nothing."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        try:
            said = run(case)
        except BaseException:
            said = {"trace": traceback.format_exc()[-1500:]}
        os.write(into, json.dumps(said).encode()[:60_000])
        os._exit(0)
    os.close(into)
    with os.fdopen(out, "rb") as pipe:
        text = pipe.read()
    _, status, usage = os.wait4(child, 0)
    said = json.loads(text) if text else {"trace": f"ended with status {status}"}
    return {**said, "megabytes": usage.ru_maxrss / 1024}


def main() -> None:
    """Every case, three ways."""
    laws.header()
    warm = Case("warm", laws.FIRST.encode)
    folder = Path(sys.argv[1])
    ways = {
        "read": reading,
        "version": validating(folder, "1.0.0.yaml"),
        "policy": validating(folder, "policy.yaml"),
    }
    ways["version"](warm)
    gc.freeze()  # so that a child does not touch, and copy, all that there is
    for case in (*FILES, *CASES):
        for way, run in ways.items():
            said = {"name": case.name, "way": way, **alone(run, case)}
            sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main()
