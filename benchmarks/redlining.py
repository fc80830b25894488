"""T1 and T2: redlines beside the standard library's comparison of words."""

from __future__ import annotations

import difflib
import random
import subprocess
import sys
from collections.abc import Sequence
from functools import partial

import policykit
from benchmarks.documents import ROOT
from benchmarks.measuring import Table
from policykit.comparison.redline import redline

# Of the kernel's own count: that of `resource` begins with what the parent process had.
_MEMORY = """
import re
from policykit.comparison.redline import redline
from benchmarks.redlining import edited
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
before, after = edited(20_000, 0.02)
redline("a b", "a c")
start = peak()
redline(before, after)
print(peak() - start)
"""


def redlines(table: Table) -> None:
    """Times, edit costs and memory of long texts in Telegram's own words."""
    for goal, words, ratio in (("T1", 5_000, 0.25), ("T2", 20_000, 0.12)):
        for part in (0.02, 0.1):
            before, after = edited(words, part)
            mine, theirs = cost(before, after), peer_cost(before, after)
            assert mine <= theirs, (mine, theirs)
            what = f"redline, {words} words, {part:.0%} edited ({mine} edits, theirs {theirs})"
            ours, peer = partial(redline, before, after), partial(compared, before, after)
            rounds = 9 if words == 5_000 else 3
            name = "difflib, words, no autojunk"
            table.row(goal, what, name, ratio, ours, peer, rounds=rounds)
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY], capture_output=True, check=True, cwd=ROOT, text=True
    )
    peak = int(done.stdout) / 1024
    table.ratio("T2", "peak memory of 20 000 words", "MiB", 100, peak, f"{peak:>8.0f} MiB")


def edited(words: int, part: float) -> tuple[str, str]:
    """A text in Telegram's words, and the same with a part of its words removed or put in."""
    dice = random.Random(1)
    policy = policykit.load(ROOT / "policies")["telegram/privacy"]
    clauses = [clause for number in policy for clause in policy[number].clauses]
    known = " ".join(clause.text("en") for clause in clauses).split()
    before = [dice.choice(known) for _ in range(words)]
    after = []
    for word in before:
        chance = dice.random()
        if chance < part / 2:
            continue
        after += [dice.choice(known), word] if chance < part else [word]
    return " ".join(before), " ".join(after)


def cost(before: str, after: str) -> int:
    """How many words our redline removes and adds."""
    return sum(len(one.text.split()) for one in redline(before, after) if one.op != "equal")


def compared(before: str, after: str) -> Sequence[tuple[str, int, int, int, int]]:
    """The peer: words alone, every word as good an anchor as any."""
    old, new = before.split(), after.split()
    return difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def peer_cost(before: str, after: str) -> int:
    """How many words the peer removes and adds."""
    return sum(
        (i2 - i1) + (j2 - j1) for tag, i1, i2, j1, j2 in compared(before, after) if tag != "equal"
    )
