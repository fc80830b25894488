"""
How things are measured: ours and the peer's runs alternate, and a figure is the ratio of medians.

Machines are noisy, so a goal counts as missed only a quarter above it.
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

SLACK = 1.25
Work = Callable[[], object]


def medians(ours: Work, peer: Work, rounds: int = 9, *, warm: bool = True) -> tuple[float, float]:
    """
    Median seconds of both as users have them, Python's search for cycles left as it is.

    Each runs once before; without `warm` ours alone does.
    """
    times: tuple[list[float], list[float]] = ([], [])
    ours()
    if warm:
        peer()
    for _ in range(rounds):
        for side, run in zip(times, (ours, peer), strict=True):
            gc.collect()
            start = time.perf_counter()
            run()
            side.append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


class Table:
    """Figures as they come, printed line by line, each judged by its goal."""

    def __init__(self) -> None:
        self.reached: list[bool] = []

    def row(
        self,
        goal_id: str,
        what: str,
        peer_name: str,
        goal: float,
        ours: Work,
        peer: Work,
        **how: Any,
    ) -> None:
        """Measure, print and judge one ratio of times."""
        mine, theirs = medians(ours, peer, **how)
        shown = f"{mine * 1e3:>9.2f} ms {theirs * 1e3:>10.2f} ms"
        self.ratio(goal_id, what, peer_name, goal, mine / theirs, shown)

    def ratio(
        self, goal_id: str, what: str, peer_name: str, goal: float, ratio: float, shown: str
    ) -> None:
        """Print and judge one ratio."""
        reached = ratio <= goal * SLACK
        self.reached.append(reached)
        word = "ok" if ratio <= goal else "ok (within noise)" if reached else "MISSED"
        print(
            f"{goal_id:<4}{what:<50}{shown}  {ratio:>7.3f}  goal {goal:<5.3g} {word}; {peer_name}"
        )


def process(command: Sequence[str], cwd: Path, *, codes: tuple[int, ...] = (0,)) -> Work:
    """A run of a whole process that must end with one of some exit codes."""
    # What is installed has its modules compiled already, and so have ours after the first run.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def run() -> None:
        done = subprocess.run(command, capture_output=True, check=False, cwd=cwd, env=environment)
        assert done.returncode in codes, (command, done.returncode, done.stderr[-500:])

    return run
