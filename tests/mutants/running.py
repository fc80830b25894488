"""Runs mutants, each in a process of its own."""

from __future__ import annotations

import gc
import importlib.abc
import importlib.machinery
import os
import pickle
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple, NoReturn

import pytest

from tests.mutants import battery
from tests.mutants.sources import ROOT, WENT, Mutant, code_of, functions, watched

MEMORY = 4 << 30
"""Bytes of address space that a mutant may have."""

FRESH_SEEDS = 100
FRESH_SECONDS = 30.0
"""What a mutant of a module's import is held against: so many worlds, and seconds of a step."""


class Outcome(NamedTuple):
    """What became of a mutant: `by` is what found it, empty if it survived."""

    mutant: Mutant
    by: str

    @property
    def survived(self) -> bool:
        """Whether nothing found it."""
        return not self.by or self.by == UNREACHED


UNREACHED = "no test goes through it"


class Session:
    """A plugin of pytest that runs mutants where it would run the tests that it collected."""

    def __init__(
        self,
        todo: Sequence[Mutant],
        workers: int,
        seconds: float,
        tell: Callable[[Outcome], None],
    ) -> None:
        self.todo = todo
        self.seconds = seconds
        self.workers = workers
        self.tell = tell

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Everything is imported, and no mutated module remembers anything: processes part here."""
        every = battery.steps(session.items)
        battery.warm(every)
        modules = sorted({one.module for one in self.todo})
        made = _functions(modules)
        known = _apart(lambda: battery.observe(every, _watch(modules, made)))
        sys.stderr.write(f"{len(every)} steps, {sum(one.seconds for one in known):.0f} s\n")
        sieve = battery.Sieve(every, known, self.seconds)
        gc.freeze()
        running: dict[int, tuple[Mutant, int]] = {}
        for mutant in self.todo:
            if mutant.function is None or (mutant.module, *mutant.function) not in made:
                self.tell(Outcome(mutant, fresh(mutant)))
                continue
            chosen = sieve.chosen(mutant.module, mutant.lines)
            if not chosen:
                self.tell(Outcome(mutant, UNREACHED))
                continue
            if len(running) == self.workers:
                self._one_ended(running, sieve)
            code = code_of(mutant)
            reader, writer = os.pipe()
            child = os.fork()
            if not child:
                os.close(reader)
                _mutated(mutant, code, made, chosen, writer)
            os.close(writer)
            running[child] = mutant, reader
        while running:
            self._one_ended(running, sieve)
        return True

    def _one_ended(self, running: dict[int, tuple[Mutant, int]], sieve: battery.Sieve) -> None:
        child, status = os.wait()
        while child not in running:
            child, status = os.wait()
        mutant, reader = running.pop(child)
        with os.fdopen(reader, "rb") as pipe:
            by = pipe.read().decode()
        sieve.found[by] += 1
        if os.WIFSIGNALED(status):
            by = f"signal {signal.Signals(os.WTERMSIG(status)).name}"
        self.tell(Outcome(mutant, by))


def run(
    todo: Sequence[Mutant], workers: int, seconds: float, tell: Callable[[Outcome], None]
) -> None:
    """
    Run mutants, and tell what became of each.

    `seconds` is how long those steps may take on the code as it is that one is held against.
    """
    code = _pytest(Session(todo, workers, seconds, tell))
    if code:
        raise SystemExit(f"pytest ended with {code}")


def _pytest(plugin: Any) -> int:
    options = ["-q", "-s", "-p", "no:cacheprovider", "-p", "no:faulthandler", "--no-header"]
    options += ["--no-summary", f"--rootdir={ROOT}"]
    with tempfile.TemporaryDirectory() as folder:
        return pytest.main([*options, f"--basetemp={folder}/t", *battery.paths()], [plugin])


def _apart(work: Callable[[], Any]) -> Any:
    """What some work gives, done in a process that nothing is left of."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        try:
            with os.fdopen(writer, "wb") as pipe:
                pickle.dump(work(), pipe)
            os._exit(0)
        except BaseException as error:
            sys.stderr.write(f"{error}\n")
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child, 0)
    if status:
        raise SystemExit("the code as it is does not pass")
    return pickle.loads(data)  # noqa: S301  our own child wrote it


Made = dict[tuple[str, str, int], list[FunctionType]]


def _functions(modules: Sequence[str]) -> Made:
    """The functions that exist, by module, qualified name and first line."""
    names = {str(ROOT / module): module for module in modules}
    found: Made = {}
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__code__.co_filename in names:
            code = one.__code__
            key = names[code.co_filename], code.co_qualname, code.co_firstlineno
            found.setdefault(key, []).append(one)
    return found


def _watch(modules: Sequence[str], made: Made) -> dict[str, set[int]]:
    """Let the functions of modules tell where they go, and give the lines that they will tell."""
    went: dict[str, set[int]] = {}
    for module in modules:
        went[module] = set()
        new = dict(functions(watched(module)))
        for (of, name, line), all_ in made.items():
            for one in all_ if of == module else ():
                one.__globals__[WENT] = went[module].add
                if (name, line) in new:  # a lambda of the module's own has no statements
                    one.__code__ = new[name, line]
    return went


def _mutated(
    mutant: Mutant,
    code: CodeType,
    made: Made,
    chosen: Sequence[tuple[battery.Step, float]],
    writer: int,
) -> NoReturn:
    """The child: put the code in place, run the steps, and write what found it."""
    by = "its process"
    with suppress(BaseException):
        _confine()
        assert mutant.function is not None
        new = dict(functions(code))[mutant.function]
        for one in made[mutant.module, *mutant.function]:
            one.__code__ = new
        by = battery.failing(chosen)
    os.write(writer, by.encode())
    os._exit(0)


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)


def fresh(mutant: Mutant) -> str:
    """What finds a mutant in a new process that imports it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutants.running", mutant.module, str(mutant.number)],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if done.returncode < 0:
        return f"signal {signal.Signals(-done.returncode).name}"
    told = [line[5:] for line in done.stdout.decode().splitlines() if line.startswith("by = ")]
    return told[0] if told else "its import"


class _Importer(importlib.abc.MetaPathFinder):
    """Gives the mutated code for one file, and leaves the others to the next in line."""

    def __init__(self, path: Path, code: CodeType) -> None:
        self.name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        self.path, self.code = path, code

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        """The mutated module, by its name."""
        if name != self.name:
            return None
        loader = _Loader(name, str(self.path))
        loader.code = self.code
        return importlib.machinery.ModuleSpec(name, loader, origin=str(self.path))


class _Loader(importlib.machinery.SourceFileLoader):
    code: CodeType

    def get_code(self, fullname: str) -> CodeType:
        """The mutated code instead of that of the file."""
        return self.code


class Fresh:
    """A plugin of pytest that runs the steps until one fails."""

    by = "its import"

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Worlds first, then tests."""
        every = battery.steps(session.items, FRESH_SEEDS)
        seconds = FRESH_SECONDS / battery.ENOUGH
        self.by = battery.failing((step, seconds) for step in every)
        return True


def _import_mutated(module: str, number: int) -> Iterator[str]:
    from tests.mutants.sources import mutants

    [mutant] = [one for one in mutants(module) if one.number == number]
    sys.meta_path.insert(0, _Importer(ROOT / module, code_of(mutant)))
    plugin = Fresh()
    _pytest(plugin)
    yield plugin.by


if __name__ == "__main__":
    for said in _import_mutated(sys.argv[1], int(sys.argv[2])):
        sys.stdout.write(f"\nby = {said}\n")
