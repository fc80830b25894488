"""`make oracle`: many random small cases, on all cores, until the first disagreement."""

from __future__ import annotations

import argparse
import os
import sys
import time

from tests.worlds.running import BLOCK, all_blocks


def main() -> int:
    """Run, say how far it is on stderr, and sum up on stdout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    start = time.monotonic()
    held = open_ = 0
    for number, block in enumerate(all_blocks(asked.pairs, asked.processes, asked.first), 1):
        held, open_ = held + block.held, open_ + block.open
        if block.trouble:
            sys.stdout.write(f"{block.trouble}\n")
            return 1
        if number % (10_000 // BLOCK) == 0:
            seconds = time.monotonic() - start
            sys.stderr.write(f"{held + open_} of {asked.pairs} pairs, {seconds:.0f} s\n")
    seconds = time.monotonic() - start
    last = asked.first + asked.pairs - 1
    sys.stdout.write(
        f"{held} random pairs (seeds {asked.first} to {last}): no disagreement; {open_} more have "
        f"overlays that the day of reading leaves without an order; {seconds:.0f} s\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
