"""
Runs the corpus, each input in a process of its own, and prints what came of it as JSON lines.

A process is forked from one that has everything loaded, so that hundreds take seconds; a crash of
the interpreter, an endless loop and a hunger for memory end that process alone.

`python -m tests.hostile.worker FOLDER`: policies are made below the folder.
"""

from __future__ import annotations

import gc
import json
import os
import re
import resource
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, TypeAlias

from policykit.commands.main import main as command
from policykit.document import read
from policykit.findings import Finding
from tests.hostile import laws
from tests.hostile.cases import CASES, FILES, Case
from tests.running import Kept

SECONDS = 40
MEMORY = 4 * 2**30
LITTLE = 10_000
"""Bytes of an input below which one process goes all ways with it."""
MAKING = 0.06
"""Seconds in which a machine makes 300 000 maps on which a second is a second."""
QUICK = 0.5
"""Seconds that are within every bound on any machine."""
# Soft hyphen, zero-width space, word joiner, byte order mark.
EMPTY = re.compile(rb"\xc2\xad|\xe2\x80\x8b|\xe2\x81\xa0|\xef\xbb\xbf")


Way: TypeAlias = Callable[[Case], dict[str, Any]]


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


def validating(folder: Path, name: str) -> Way:
    """What `validate` makes of an input as a policy.yaml or as a version."""

    def run(case: Case) -> dict[str, Any]:
        place, size = _policy(folder / case.name / name, name, case)
        said, code, out, err = _command("validate", str(place), "-o", "json")
        mine = [
            (one["code"], one["line"], one["column"])
            for one in json.loads(out)["findings"]
            if one["file"] == str(place / name)
        ]
        as_read = code == 1 and not err and set(case.findings) <= set(mine)
        return {**said, "size": size, "as_expected": as_read, "found": mine[:3]}

    return run


def mending(folder: Path) -> Way:
    """
    What `validate --fix` makes of it as a version: nothing, for it is none; but what nobody sees
    and carries nothing may be taken out, and that is said.
    """

    def run(case: Case) -> dict[str, Any]:
        place, size = _policy(folder / case.name / "mended", "1.0.0.yaml", case)
        said, code, _, err = _command("validate", "--fix", str(place))
        before, after = case.source(), (place / "1.0.0.yaml").read_bytes()
        told = all(": mended PK003 " in line for line in err.splitlines())
        as_expected = code == 1 and told and bool(err) == (after != before)
        as_expected &= EMPTY.sub(b"", after) == EMPTY.sub(b"", before)
        return {**said, "size": size, "as_expected": as_expected}

    return run


def formatting(folder: Path) -> Way:
    """
    What `fmt` makes of it: what cannot be read stays as it is, what can says the same afterwards,
    is what `fmt --diff` showed, and is not formatted again.
    """

    def run(case: Case) -> dict[str, Any]:
        place, size = _policy(folder / case.name / "formatted", "1.0.0.yaml", case)
        file = place / "1.0.0.yaml"
        showed, code, shown, _ = _command("fmt", "--diff", str(file))
        as_expected = file.read_bytes() == case.source() and code == bool(case.findings)
        wrote, code, _, err = _command("fmt", str(file))
        said = {**wrote, "seconds": wrote["seconds"] + showed["seconds"], "size": size}
        if case.value is None:
            as_expected &= code == 1 and bool(err) and file.read_bytes() == case.source()
            return {**said, "as_expected": as_expected, "found": err[:300]}
        as_expected &= code == 0 and bool(shown) == (file.read_bytes() != case.source())
        document, findings = read(file.read_bytes())
        as_expected &= (
            not findings and document is not None and laws.same(document.data, case.value())
        )
        again = _command("fmt", "--check", str(file))
        return {**said, "as_expected": as_expected and again[1] == 0, "found": err[:300]}

    return run


def importing(folder: Path) -> Way:
    """What `import` makes of it as a published text: a draft that is valid, or no file at all."""

    def run(case: Case) -> dict[str, Any]:
        place, size = _policy(folder / case.name / "imported", "published", case)
        seconds, codes, as_expected = 0.0, [], True
        for form in ("text", "markdown", "html"):
            said, code, _, err = _command(
                *("import", "acme/privacy", str(place / "published"), "--draft", "--format", form),
                *("--policies", str(place.parent.parent)),
            )
            seconds += said["seconds"]
            codes.append(code)
            as_expected &= code in (0, 1, 2, 3) and "internal error" not in err
            draft = place / "draft.yaml"
            as_expected &= draft.exists() == (code == 0) and bool(err) >= bool(code)
            if draft.exists():
                _, findings = read(draft.read_bytes())
                as_expected &= not findings
                draft.unlink()
        left = sorted(file.name for file in place.iterdir())
        as_expected &= left == ["1.0.0.yaml", "policy.yaml", "published"]
        return {"seconds": seconds, "size": size, "as_expected": as_expected, "found": codes}

    return run


def _policy(folder: Path, name: str, case: Case) -> tuple[Path, int]:
    """The folder of a policy in which one file is the input, and the size of that."""
    place = folder / "acme" / "privacy"
    place.mkdir(parents=True)
    files = {"policy.yaml": laws.HEADER.encode(), "1.0.0.yaml": laws.FIRST.encode()}
    for file, source in {**files, name: case.source()}.items():
        (place / file).write_bytes(source)
    return place, (place / name).stat().st_size


def _command(*arguments: str) -> tuple[dict[str, Any], int, str, str]:
    """The seconds that a command takes, its exit code, and what it prints."""
    out, err = Kept(), Kept()
    begun = time.process_time()
    with redirect_stdout(out), redirect_stderr(err):
        code = command(arguments)
    seconds = time.process_time() - begun
    return {"seconds": seconds}, code, out.said(), err.said()


def _placed(findings: list[Finding]) -> list[tuple[str, int, int]]:
    return [(one.code, one.line, one.column) for one in findings]


def slowness() -> float:
    """How many times slower than one for which the bounds are made this machine is just now."""
    begun = time.process_time()
    kept = [{"a": (number,)} for number in range(300_000)]
    seconds = time.process_time() - begun
    assert kept
    return max(1.0, seconds / MAKING)


def alone(ways: Mapping[str, Way], case: Case) -> dict[str, dict[str, Any]]:
    """What some ways say of a case, in a process of its own; how that ended if one said nothing."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        with os.fdopen(into, "w") as pipe:
            for way, run in ways.items():
                try:
                    said = run(case)
                    if said["seconds"] > QUICK:
                        said["slowness"] = slowness()
                except BaseException:
                    said = {"trace": traceback.format_exc()[-1500:]}
                pipe.write(json.dumps([way, said]) + "\n")
                pipe.flush()
        os._exit(0)
    os.close(into)
    with os.fdopen(out) as pipe:
        told = dict(map(json.loads, pipe.read().splitlines()))
    _, status, usage = os.wait4(child, 0)
    silent = {"trace": f"ended with status {status}"}
    return {way: {**told.get(way, silent), "megabytes": usage.ru_maxrss / 1024} for way in ways}


def main() -> None:
    """Every case, every way."""
    laws.header()
    warm = Case("warm", lambda: b"a: 1\n", value=lambda: {"a": 1})
    folder = Path(sys.argv[1])
    ways: dict[str, Way] = {
        "read": reading,
        "version": validating(folder, "1.0.0.yaml"),
        "policy": validating(folder, "policy.yaml"),
        "mend": mending(folder),
        "format": formatting(folder),
        "import": importing(folder),
    }
    gc.set_threshold(200_000)  # as every command does
    for run in ways.values():
        run(warm)
    gc.freeze()  # so that a child does not touch, and copy, all that there is
    for case in (*FILES, *CASES):
        # A little one takes no time and no memory that one way could hide from another.
        little = len(case.source()) < LITTLE
        for some in [ways] if little else [{way: run} for way, run in ways.items()]:
            for way, said in alone(some, case).items():
                sys.stdout.write(json.dumps({"name": case.name, "way": way, **said}) + "\n")


if __name__ == "__main__":
    main()
