"""
A second oracle at real size: a solver's answers on whether anything got broader or narrower.

The definitions become one formula a clause over a number a coordinate, and z3 is asked whether
any scenario makes it true. Nothing of the engine is used; terms and overlays are read with the
functions of the first oracle. `make oracle` runs it on many pairs of 200 clauses.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

import z3

from benchmarks.policies import POLICY, WORKLOADS, Clauses, header, text
from policykit.comparison import diff
from policykit.jurisdictions import atlas
from policykit.library.policy import Version
from policykit.library.reading import read_header, read_version
from policykit.vocabulary import vocabulary
from tests.worlds.making import OPERATIONS, SELECTORS
from tests.worlds.reading import merged, normal_form, strength
from tests.worlds.space import maps, refined

SIZE: Final = 200
DAY: Final = "2022-01-01"
PLACES: Final = ("jurisdiction", "destinations", "authority_in")
PARTS: Final = {"US": ("US-CA",)}
"""Subdivisions that the documents name."""


@cache
def extents(field: str) -> Mapping[Any, frozenset[Any]]:
    """The atoms that each term of a coordinate covers."""
    if field in PLACES:
        return _places()
    if field == "operation":
        return {one: frozenset((one,)) for one in OPERATIONS}
    condition = vocabulary().conditions.get(field)
    if condition is not None and condition.shape == "boolean":
        return {one: frozenset((one,)) for one in (False, True)}
    terms = vocabulary().lists[condition.list if condition is not None else field]
    atoms, sides = refined([{name: (one.broader, one.members) for name, one in terms.items()}])
    found = {term: frozenset(covered) for term, covered in sides[0].items()}
    return {**found, "*": frozenset(atoms)}


def _places() -> dict[Any, frozenset[Any]]:
    found: dict[Any, frozenset[Any]] = {}
    for code in atlas().countries:
        parts = PARTS.get(code, ())
        found[code] = frozenset((*parts, f"other:{code}") if parts else (code,))
        found.update({part: frozenset((part,)) for part in parts})
    everywhere = frozenset().union(*found.values()) | {"other:*"}
    for group in atlas().groups:
        members = [found[member] for member in atlas().members(group, DAY)]
        found[group] = frozenset().union(*members)
    return {**found, "*": everywhere}


def covered(field: str, terms: Any) -> frozenset[Any]:
    """The atoms that any of the terms covers."""
    listed = terms if isinstance(terms, list | tuple) else [terms]
    return frozenset().union(*(extents(field)[term] for term in listed))


def everything(field: str) -> frozenset[Any]:
    return frozenset().union(*extents(field).values())


class Formulas:
    """Two documents as formulas over one number a coordinate."""

    def __init__(self, before: Clauses, after: Clauses) -> None:
        self.sets: dict[str, set[frozenset[Any]]] = {"jurisdiction": set()}
        self.variants = [[*variants(clause)] for clauses in (before, after) for clause in clauses]
        self.split = len(before)
        for ways in self.variants:
            for places, normal in ways:
                self.note("jurisdiction", places)
                for field, terms in self.named(normal):
                    self.note(field, covered(field, terms))
        self.ruled_out = [
            {
                field: covered(field, terms) - covered(field, except_)
                for field, (terms, except_) in one.when.items()
            }
            for one in vocabulary().impossible
        ]
        for one in self.ruled_out:
            for field, atoms in one.items():
                self.note(field, atoms)
        for code in ("BR", "DE", "US-CA", "GB"):
            self.note("jurisdiction", covered("jurisdiction", [code]))
        # Atoms that no set tells apart are one number.
        self.numbers: dict[str, dict[Any, int]] = {}
        self.variables: dict[str, Any] = {}
        self.bounds: list[Any] = []
        for field, sets in self.sets.items():
            ordered = sorted(sets, key=lambda one: sorted(map(str, one)))
            classes: dict[tuple[bool, ...], int] = {}
            numbers = {}
            for atom in sorted(everything(field), key=str):
                key = tuple(atom in one for one in ordered)
                numbers[atom] = classes.setdefault(key, len(classes))
            self.numbers[field] = numbers
            width = max(1, (len(classes) - 1).bit_length())
            self.variables[field] = z3.BitVec(field, width)
            if len(classes) < 1 << width:
                self.bounds.append(z3.ULT(self.variables[field], len(classes)))

    def note(self, field: str, atoms: frozenset[Any]) -> None:
        self.sets.setdefault(field, set()).add(atoms)

    @staticmethod
    def named(normal: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        yield "operation", normal.get("operations", [normal["kind"]])
        for field in SELECTORS:
            if field in normal:
                yield field, normal[field]
        for one in (*maps(normal.get("when")), *maps(normal.get("unless"))):
            yield from one.items()

    def inside(self, field: str, atoms: frozenset[Any]) -> Any:
        """That the coordinate has one of these atoms."""
        numbers = self.numbers[field]
        wanted = {numbers[atom] for atom in atoms}
        rest = set(numbers.values()) - wanted
        variable = self.variables[field]
        if len(rest) < len(wanted):
            return z3.And([variable != number for number in sorted(rest)])
        return z3.Or([variable == number for number in sorted(wanted)])

    def all_of(self, named: Mapping[str, Any]) -> Any:
        return z3.And([self.inside(field, covered(field, one)) for field, one in named.items()])

    def covers(self, places: frozenset[Any], normal: Mapping[str, Any]) -> Any:
        """That a clause, as it reads in some places, covers the scenario."""
        parts = [self.inside("jurisdiction", places)]
        operations = normal.get("operations", [normal["kind"]])
        parts.append(self.inside("operation", covered("operation", operations)))
        parts += [
            self.inside(field, covered(field, normal[field]))
            for field in SELECTORS
            if field in normal
        ]
        if normal.get("when"):
            parts.append(z3.Or([self.all_of(one) for one in maps(normal["when"])]))
        parts += [z3.Not(self.all_of(one)) for one in maps(normal.get("unless"))]
        return z3.And(parts)

    def side(self, ways: Sequence[Sequence[tuple[Any, Any]]]) -> dict[str, Any]:
        """That the scenario is allowed, required, prohibited in one version."""
        united: dict[str, list[Any]] = {}
        for clause in ways:
            for places, normal in clause:
                united.setdefault(strength(normal), []).append(self.covers(places, normal))
        any_of = {name: z3.Or(united.get(name, [])) for name in _STRENGTHS}
        plain = any_of["prohibited"]
        allowed = z3.And(z3.Or(any_of["required"], any_of["permitted"]), z3.Not(plain))
        return {
            "allowed": allowed,
            "required": z3.And(any_of["required"], z3.Not(plain)),
            "prohibited": z3.Or(plain, z3.And(any_of["otherwise"], z3.Not(allowed))),
        }

    def questions(self) -> tuple[Any, dict[str, Any]]:
        """What every scenario fulfils, and what is asked of some."""
        old = self.side(self.variants[: self.split])
        new = self.side(self.variants[self.split :])
        possible = [
            z3.Not(z3.And([self.inside(field, atoms) for field, atoms in one.items()]))
            for one in self.ruled_out
        ]

        def rises(one: dict[str, Any], other: dict[str, Any]) -> Any:
            return z3.Or(
                z3.And(other["allowed"], z3.Not(one["allowed"])),
                z3.And(other["required"], z3.Not(one["required"])),
            )

        def promises(one: dict[str, Any], other: dict[str, Any]) -> Any:
            neither = z3.Not(z3.Or(one["allowed"], other["allowed"]))
            return z3.And(neither, other["prohibited"], z3.Not(one["prohibited"]))

        asked = {
            "broader": rises(old, new),
            "narrower": rises(new, old),
            "promise_made": promises(old, new),
            "promise_dropped": promises(new, old),
        }
        return z3.And([*self.bounds, *possible]), asked

    def answers(self, codes: Sequence[str]) -> tuple[set[str], dict[str, set[str]]]:
        """Which of the four there are, and in each place which way permissions went."""
        frame, asked = self.questions()
        solver = z3.SolverFor("QF_BV")
        solver.add(frame)
        found = {name for name, one in asked.items() if holds(solver, one)}
        places: dict[str, set[str]] = {}
        for code in codes:
            here = self.inside("jurisdiction", covered("jurisdiction", [code]))
            places[code] = {
                name
                for name in ("broader", "narrower")
                if name in found and holds(solver, z3.And(here, asked[name]))
            }
        return found, places


_STRENGTHS: Final = ("prohibited", "required", "permitted", "otherwise")


def holds(solver: Any, formula: Any) -> bool:
    solver.push()
    solver.add(formula)
    answer = solver.check()
    solver.pop()
    assert answer != z3.unknown
    return bool(answer == z3.sat)


def variants(clause: Mapping[str, Any]) -> Iterator[tuple[frozenset[Any], dict[str, Any]]]:
    """A clause as it reads in each set of places."""
    where = clause.get("jurisdictions")
    here = everything("jurisdiction")
    if isinstance(where, Mapping):
        here -= covered("jurisdiction", where["except"])
    elif where is not None:
        here = covered("jurisdiction", where)
    overlays = clause.get("overlays", {})
    base = normal_form({name: one for name, one in clause.items() if name != "overlays"})
    classes: dict[tuple[str, ...], set[Any]] = {}
    for atom in here:
        codes = tuple(code for code in overlays if atom in extents("jurisdiction")[code])
        classes.setdefault(codes, set()).add(atom)
    for codes, atoms in classes.items():
        normal: Any = base
        for code in sorted(codes, key=lambda one: -len(extents("jurisdiction")[one])):
            patch = overlays[code]
            normal = None if patch is None else merged(normal, normal_form(patch))
            if normal is None:
                break
        if normal is not None:
            yield frozenset(atoms), normal


def version(clauses: Clauses, number: str) -> Version:
    """The clauses as a version that the engine can compare."""
    of, _ = read_header(header(), "policy.yaml", POLICY)
    assert of is not None
    found, findings = read_version(text(clauses, number), f"{number}.yaml", of, number)
    assert found is not None, findings[:3]
    return Version(of, found, f"{number}.yaml")


def check(seed: int, size: int = SIZE) -> str:
    """The engine and the solver on one pair; what they disagree about, empty if nothing."""
    dice = random.Random(seed)
    name = dice.choice(("edit5", "edit5", "edit5", "edit5pct", "refactor", "refactor_several"))
    if dice.random() < 0.05:
        name, size = "rewrite", min(size, 50)
    before, after = WORKLOADS[name](size, seed)
    found = diff(version(before, "1.0.0"), version(after, "2.0.0"), on=DAY)
    codes = ("BR", "DE", "US-CA", "GB")
    ways, places = Formulas(before, after).answers(codes)
    four = {"broader", "narrower", "promise_made", "promise_dropped"}
    ours = found.kinds() & four
    if ours != ways:
        return f"{name}, seed {seed}: the engine says {sorted(ours)}, z3 {sorted(ways)}"
    for code, some in places.items():
        verdict = "mixed" if len(some) == 2 else next(iter(some), "equivalent")
        if found.verdict_in(code) != verdict:
            return f"{name}, seed {seed}, {code}: {found.verdict_in(code)}, z3 {verdict}"
    return ""


def main() -> int:
    """Many pairs, on all cores, until the first disagreement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=500)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    start = time.monotonic()
    seeds = range(asked.first, asked.first + asked.pairs)
    with multiprocessing.get_context("fork").Pool(asked.processes) as pool:
        for number, trouble in enumerate(pool.imap_unordered(check, seeds), 1):
            if trouble:
                sys.stdout.write(f"{trouble}\n")
                pool.terminate()
                return 1
            if number % 20 == 0:
                seconds = time.monotonic() - start
                sys.stderr.write(f"{number} of {asked.pairs} pairs, {seconds:.0f} s\n")
    seconds = time.monotonic() - start
    sys.stdout.write(
        f"{asked.pairs} pairs of {SIZE} clauses (seeds from {asked.first}): z3 agrees on what got "
        f"broader, narrower, promised and dropped, overall and in four places; {seconds:.0f} s\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
