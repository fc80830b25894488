"""
`make fuzz SECONDS=3600`: coverage-guided fuzzing of the reader and of all that is behind it.

The fuzzer starts from the corpus in `tests/hostile/`, the examples of rules and schemas and the
clauses of the policies here, and looks for an input that breaks a law of `tests.hostile.laws`,
takes over 10 seconds (instrumented, everything is several times slower) or over 2 GiB, or ends the
interpreter. What it finds is left in `.fuzz/found/`, is not looked for again, and becomes a case of
the corpus. The last line says what was done.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from policykit.jurisdictions import atlas
from policykit.vocabulary import vocabulary
from tests.conftest import ROOT
from tests.hostile import laws, seeds
from tests.hostile.cases import CASES, FILES

HERE: Final = Path(__file__).parent
LONGEST: Final = 8192
MOST_FOUND: Final = 20
"""Findings after which there is no point in looking for more."""
_DONE: Final = re.compile(rb"(?:^|\s)#(\d+)\s.*\bcov: (\d+)")


class Round(NamedTuple):
    """What one process of the fuzzer did."""

    executions: int
    edges: int
    code: int


def inputs() -> Iterator[bytes]:
    """Small inputs to begin with."""
    yield from (case.source() for case in FILES)
    yield from (source for case in CASES if len(source := case.source()) <= LONGEST)
    yield laws.HEADER.encode()
    yield from (one for one in seeds.documents() if len(one) <= LONGEST)
    yield from (one for one in seeds.clauses() if len(one) <= LONGEST)


def dictionary() -> Iterator[str]:
    """What is worth putting into an input: the syntax of YAML, and the words of the format."""
    yield (HERE / "yaml.dict").read_text("utf-8")
    words = [
        *seeds.words(),
        *(term for terms in vocabulary().lists.values() for term in list(terms)[:12]),
        *vocabulary().conditions,
        *vocabulary().commitments,
        *atlas().groups,
    ]
    yield from (f'"{word}"\n' for word in dict.fromkeys(words))


def run(folder: Path, seconds: int) -> Round:
    """One process, until it finds something or the time is over."""
    command = [
        *(sys.executable, "-m", "tests.fuzz.target"),
        *(str(folder / "corpus"), str(folder / "seeds")),
        *(f"-dict={folder / 'words.dict'}", f"-max_len={LONGEST}"),
        *(f"-artifact_prefix={folder / 'found'}/", "-timeout=10", "-rss_limit_mb=2048"),
        f"-max_total_time={seconds}",
    ]
    executions = edges = 0
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        for line in process.stderr:
            sys.stderr.buffer.write(line)
            if (said := _DONE.search(line)) is not None:
                executions, edges = int(said[1]), max(edges, int(said[2]))
    return Round(executions, edges, process.returncode)


def main() -> int:
    """Fuzz for some seconds; 0 if nothing was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=300)
    options = parser.parse_args()
    folder = ROOT / ".fuzz"
    for name in ("corpus", "seeds", "found"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(inputs()):
        (folder / "seeds" / f"{number:04}").write_bytes(seed[:LONGEST])
    (folder / "words.dict").write_text("".join(dictionary()), "utf-8")
    known = set((folder / "found").iterdir())
    begun = time.monotonic()
    executions = edges = 0
    code = 0
    while True:
        left = round(options.seconds - (time.monotonic() - begun))
        if left <= 0:
            break
        done = run(folder, left)
        executions += done.executions
        edges = max(edges, done.edges)
        found = set((folder / "found").iterdir()) - known
        code = code or done.code
        if not done.code or len(found) >= MOST_FOUND:
            break
        if not found:
            break  # it never ran, and would not the next time
    found = set((folder / "found").iterdir()) - known
    for file in sorted(found):
        sys.stdout.write(f"found: {file.relative_to(ROOT)}\n")
    sys.stdout.write(
        f"fuzz: {executions} executions in {time.monotonic() - begun:.0f} s, "
        f"{edges} edges covered, {len(found)} findings\n"
    )
    return 1 if code or found else 0


if __name__ == "__main__":
    sys.exit(main())
