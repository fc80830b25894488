"""`make mutants`: run mutants, and say which survive that docs/testing.md does not explain."""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections import Counter

from tests.mutants.explained import explained, key
from tests.mutants.running import UNREACHED, Outcome, run
from tests.mutants.sources import MODULES, mutants


def main() -> int:
    """Run, say what survives as it comes, and sum up; 1 if something survived unexplained."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--modules", nargs="*", default=[], help="parts of their paths")
    parser.add_argument(
        "--lines", nargs="*", type=int, default=[], help="only those on these lines"
    )
    parser.add_argument("--share", type=float, default=1.0, help="how many of the mutants")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seconds", type=float, default=10.0, help="of tests for each at most")
    parser.add_argument("--unexplained", action="store_true", help="leave out what is explained")
    parser.add_argument("--killers", action="store_true", help="say what found each")
    asked = parser.parse_args()
    modules = [
        one for one in MODULES if not asked.modules or any(part in one for part in asked.modules)
    ]
    reasons = explained()
    todo = [
        mutant
        for module in modules
        for mutant in mutants(module)
        if (not asked.lines or mutant.line in asked.lines)
        and not (asked.unexplained and key(mutant) in reasons)
    ]
    if asked.share < 1:
        todo = random.Random(asked.seed).sample(todo, round(asked.share * len(todo)))
    found: list[Outcome] = []
    start = time.monotonic()

    def tell(outcome: Outcome) -> None:
        found.append(outcome)
        mutant = outcome.mutant
        if asked.killers or (outcome.survived and key(mutant) not in reasons):
            why = f"  ({outcome.by})" if outcome.by else ""
            sys.stdout.write(
                f"{mutant.module}:{mutant.line}: {mutant.where}: {mutant.change}{why}\n"
            )
        if len(found) % 100 == 0:
            seconds = time.monotonic() - start
            sys.stderr.write(f"{len(found)} of {len(todo)} mutants, {seconds:.0f} s\n")
        sys.stdout.flush()

    run(todo, asked.workers, asked.seconds, tell)
    return _sum_up(found, time.monotonic() - start)


def _sum_up(found: list[Outcome], seconds: float) -> int:
    reasons = explained()
    rows = Counter[tuple[str, str]]()
    for one in found:
        kind = "killed"
        if one.survived:
            kind = "explained" if key(one.mutant) in reasons else "survived"
        elif one.by == "signal SIGPROF":
            kind = "by time"
        rows[one.mutant.module, kind] += 1
        rows["all", kind] += 1
    columns = ("killed", "by time", "explained", "survived")
    out = sys.stdout.write
    out(f"\n| module | mutants | {' | '.join(columns)} |\n| --- |{' ---: |' * 5}\n")
    for module in (*dict.fromkeys(one.mutant.module for one in found), "all"):
        numbers = [rows[module, column] for column in columns]
        out(f"| {module} | {sum(numbers)} | {' | '.join(map(str, numbers))} |\n")
    stale = {
        key(one.mutant) for one in found if not one.survived and key(one.mutant) in reasons
    } - {key(one.mutant) for one in found if one.survived}
    for where in sorted(stale):
        out(f"explained in docs/testing.md, but killed: {' '.join(where)}\n")
    unreached = sum(one.by == UNREACHED for one in found)
    out(f"{len(found)} mutants in {seconds:.0f} s; {unreached} are where no test goes\n")
    return 1 if rows["all", "survived"] else 0


if __name__ == "__main__":
    sys.exit(main())
