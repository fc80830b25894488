"""
`make fuzz SECONDS=3600`: coverage-guided fuzzing of the reader and of the checks behind it.

The fuzzer starts from the corpus in `tests/hostile/` and from the clauses of the policies here, and
looks for an input that breaks a law of `tests.hostile.laws`, takes over 10 seconds (instrumented,
everything is several times slower) or over 2 GiB, or ends the interpreter. What it finds is left
in `.fuzz/` and becomes a case of the corpus.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.hostile import laws
from tests.hostile.cases import CASES, FILES

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
LONGEST = 8192


def seeds() -> Iterator[bytes]:
    """Small inputs to begin with."""
    yield from (case.source() for case in FILES)
    yield from (source for case in CASES if len(source := case.source()) <= LONGEST)
    yield laws.HEADER.encode()
    for file in sorted(ROOT.glob("policies/*/*/*.yaml")):
        text = file.read_text("utf-8")
        start, _, clauses = text.partition("\nclauses:\n")
        parts = clauses.split("\n  - id:") if clauses else text.split("\n  ")
        for part in parts:
            yield (f"{start}\nclauses:\n  - id:{part}\n" if clauses else f"  {part}\n").encode()


def main() -> int:
    """Fuzz for some seconds; 0 if nothing was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=300)
    options = parser.parse_args()
    folder = ROOT / ".fuzz"
    grown, begun, found = (folder / name for name in ("corpus", "seeds", "found"))
    for one in (grown, begun, found):
        one.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds()):
        (begun / f"{number:04}").write_bytes(seed[:LONGEST])
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.fuzz.target", str(grown), str(begun)),
            *(f"-dict={HERE / 'yaml.dict'}", f"-max_len={LONGEST}", f"-artifact_prefix={found}/"),
            *("-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1"),
            f"-max_total_time={options.seconds}",
        ],
        cwd=ROOT,
        check=False,
    )
    for file in sorted(found.iterdir()):
        sys.stdout.write(f"found: {file.relative_to(ROOT)}\n")
    return 1 if done.returncode or any(found.iterdir()) else 0


if __name__ == "__main__":
    sys.exit(main())
