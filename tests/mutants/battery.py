"""What mutants are held against: steps that pass on the code as it is, the same ones every time."""

from __future__ import annotations

import gc
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import _lru_cache_wrapper, partial
from itertools import accumulate
from typing import Any, NamedTuple

import pytest
from _pytest.runner import runtestprotocol

from tests.mutants.sources import ROOT

TESTS = (
    "boxes",
    "causes",
    "changelog",
    "compare",
    "covers",
    "decide",
    "diagrams",
    "faults_found",
    "format",
    "groups",
    "joint",
    "levels",
    "meaning",
    "near",
    "overlay_findings",
    "overlays_over_time",
    "own_words",
    "places",
    "settled",
    "short_names",
    "since",
    "survivors",
    "telegram",
    "traps",
    "witnesses",
    "wording",
)
SEEDS = 500
"""How many random worlds there are to choose from."""

MOST_SEEDS = 150
"""How many of them one mutant is held against."""

ENOUGH = 20
"""How many times as long as on the code as it is a step may take."""

WARM = 10
"""How many worlds are gone through before processes part."""

LEAST_SECONDS = 2.0
"""What a step may take at least."""


class Step(NamedTuple):
    """Something that passes or fails; `run` says what failed, or nothing."""

    name: str
    run: Callable[[], str]
    is_seed: bool


class Known(NamedTuple):
    """What a step does on the code as it is: processor seconds, and the lines it goes through."""

    seconds: float
    lines: frozenset[tuple[str, int]]


def paths() -> list[str]:
    """The files of the tests."""
    found = [ROOT / "tests" / f"test_{name}.py" for name in TESTS]
    return [str(path) for path in found if path.exists()]


IN_PIECES = 5
"""One world in so many is gone through once more, told as a change that many clauses share is."""


def steps(items: Iterable[pytest.Item], seeds: int = SEEDS) -> list[Step]:
    """All steps: the worlds of so many seeds, and the tests that pytest has collected."""
    from tests.worlds.checking import readable
    from tests.worlds.running import wrong

    def world(seed: int) -> str:
        made, _ = readable(seed)
        return wrong(made, seed) or ""

    def in_pieces(seed: int) -> str:
        with pytest.MonkeyPatch.context() as patched:
            for module in ("outcomes", "guarantees"):
                patched.setattr(f"policykit.comparison.{module}.MANY", -1)
            return world(seed)

    def test(item: pytest.Item) -> str:
        reports = runtestprotocol(item, nextitem=None, log=False)
        failed = [one for one in reports if one.failed]
        return f"{failed[0].longrepr}"[-500:] if failed else ""

    found = [Step(f"seed {seed}", partial(world, seed), True) for seed in range(seeds)]
    found += [
        Step(f"seed {seed} in pieces", partial(in_pieces, seed), True)
        for seed in range(0, seeds, IN_PIECES)
    ]
    return found + [Step(item.nodeid, partial(test, item), False) for item in items]


def failing(chosen: Iterable[tuple[Step, float]]) -> str:
    """
    The name of the first step that fails; empty if none does.

    A step that takes far longer than the seconds given with it ends the process.
    """
    for step, seconds in chosen:
        signal.setitimer(signal.ITIMER_PROF, max(LEAST_SECONDS, ENOUGH * seconds))
        try:
            trouble = step.run()
        except BaseException as error:  # an exit is as wrong as a crash
            trouble = repr(error)
        if trouble:
            return step.name
    signal.setitimer(signal.ITIMER_PROF, 0)
    return ""


class Sieve:
    """Chooses the steps that go through a mutant's lines, the most promising first."""

    def __init__(self, all_steps: Sequence[Step], known: Sequence[Known], seconds: float) -> None:
        self.steps = all_steps
        self.known = known
        self.seconds = seconds
        self.found: Counter[str] = Counter()

    def chosen(self, module: str, lines: range) -> list[tuple[Step, float]]:
        """Steps with the seconds they take: what found most mutants in least time comes first."""
        wanted = {(module, line) for line in lines}
        near = [
            (step, known.seconds)
            for step, known in zip(self.steps, self.known, strict=True)
            if wanted & known.lines
        ]
        worlds = [one for one in near if one[0].is_seed]
        seeds = worlds[: -(-MOST_SEEDS // 2)] + worlds[-(MOST_SEEDS // 2) :]
        seeds = list(dict.fromkeys(seeds))
        near = seeds + [one for one in near if not one[0].is_seed]
        near.sort(key=lambda one: (one[1] + 0.001) / (self.found[one[0].name] + 0.1))
        spent = accumulate(seconds for _, seconds in near)
        return [one for one, after in zip(near, spent, strict=True) if after <= self.seconds]


def caches() -> list[Any]:
    """What the engine remembers of calls with equal arguments."""
    rooms = tuple(
        f"policykit.{room}" for room in ("scenarios", "overlays", "library", "comparison")
    )
    return [
        one
        for one in gc.get_objects()
        if isinstance(one, _lru_cache_wrapper) and str(one.__module__).startswith(rooms)
    ]


def warm(all_steps: Iterable[Step]) -> None:
    """
    Let what no mutant touches be read once, before processes part: vocabulary, countries, schemas.

    What mutated modules remember is forgotten again.
    """
    seen: Counter[str] = Counter()
    for step in all_steps:
        group = "" if step.is_seed else step.name.partition("::")[0]
        seen[group] += 1
        if seen[group] <= (WARM if step.is_seed else 1):
            step.run()
    for cache in caches():
        cache.cache_clear()


def observe(all_steps: Sequence[Step], went: Mapping[str, set[int]]) -> list[Known]:
    """Run every step on code that says in `went` where it goes; all must pass."""
    remembered = caches()
    found = []
    for step in all_steps:
        for one in (*went.values(), *remembered):
            one.clear() if isinstance(one, set) else one.cache_clear()
        start = time.process_time()
        trouble = step.run()
        seconds = time.process_time() - start
        if trouble:
            raise SystemExit(f"{step.name} fails on the code as it is: {trouble}")
        lines = frozenset((module, line) for module, all_ in went.items() for line in all_)
        found.append(Known(seconds, lines))
    return found
