"""
How things are measured: ours and the peer's runs alternate, and a figure is the ratio of medians.

Machines are noisy, so a goal counts as missed only a quarter above it.
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

SLACK = 1.25
Work = Callable[[], object]


def medians(ours: Work, peer: Work, rounds: int = 9, *, warm: bool = True) -> tuple[float, float]:
    """
    Median seconds of both as users have them, Python's search for cycles left as it is.

    What is there before is kept out of that search: in a process of its own a side would not find
    what others measured. Each runs once before; without `warm` ours alone does.
    """
    times: tuple[list[float], list[float]] = ([], [])
    ours()
    if warm:
        peer()
    gc.collect()
    gc.freeze()
    try:
        for _ in range(rounds):
            for side, run in zip(times, (ours, peer), strict=True):
                gc.collect()
                start = time.perf_counter()
                run()
                side.append(time.perf_counter() - start)
    finally:
        gc.unfreeze()
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


def _environment() -> dict[str, str]:
    # What is installed has its modules compiled already, and so have ours after the first run.
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def peak(command: Sequence[str], cwd: Path) -> float:
    """The most memory that a process held, in KiB: the median of a few runs."""
    # A process begins with what the one that starts it holds: one that holds little.
    between = [sys.executable, "-S", "-c", _BETWEEN, *command]
    sizes = [int(_output(between, cwd)) for _ in range(5)]
    return statistics.median(sizes)


def _output(command: Sequence[str], cwd: Path) -> bytes:
    environment = _environment()
    return subprocess.run(
        command, cwd=cwd, env=environment, stdout=subprocess.PIPE, check=True
    ).stdout


_BETWEEN = """
import os, sys
number = os.posix_spawnp(
    sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, 1, 0)]
)
_, status, used = os.wait4(number, 0)
assert os.waitstatus_to_exitcode(status) in (0, 1)
print(used.ru_maxrss)
"""


def process(
    command: Sequence[str], cwd: Path, *, codes: tuple[int, ...] = (0,), **more: str
) -> Work:
    """A run of a whole process that must end with one of some exit codes; `more` are variables."""
    environment = {**_environment(), **more}

    def run() -> None:
        done = subprocess.run(command, capture_output=True, check=False, cwd=cwd, env=environment)
        assert done.returncode in codes, (command, done.returncode, done.stderr[-500:])

    return run
