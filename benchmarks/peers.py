"""
The peers of the exact diff and of decisions, on the same rules: z3, CUDD, Cedar, sets in Python.

Both diff peers get what ours has worked out: the space, and every clause as boxes in it, the atoms
that no box tells apart as one. Their time is that of building and answering one query.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from policykit.library.compiled import Compiled, Written, governs_scenarios
from policykit.library.policy import Version
from policykit.scenarios.diagram import Masks
from policykit.scenarios.outcomes import OTHERWISE, PERMITTED, PROHIBITED, REQUIRED
from policykit.scenarios.space import Space

Box = tuple[int, Masks]
"""How strong an effect is, and where."""


class Question(NamedTuple):
    """Two versions as boxes in one space."""

    space: Space
    before: Sequence[Box]
    after: Sequence[Box]

    def cells(self) -> list[list[int]]:
        """By level the atoms, those that no box tells apart together."""
        used = [masks for _, masks in (*self.before, *self.after)] + [*self.space.impossible]
        found = []
        for level, full in enumerate(self.space.full):
            cells = [full]
            for mask in {masks[level] for masks in used} - {full}:
                cells = [part for cell in cells for part in (cell & mask, cell & ~mask) if part]
            found.append(cells)
        return found


def question(before: Version, after: Version, day: str) -> Question:
    """What is asked of the peers."""
    written = [Written(one.content, one.header.side) for one in (before, after)]
    both = Compiled(written, day, governs_scenarios, ("operation",))
    sides = [
        [(rule.strength, masks) for rule in rules if rule.strength for masks in rule.boxes]
        for rules in both.rules
    ]
    return Question(both.space, *sides)


def z3_one_hot(asked: Question) -> bool:
    """Whether any outcome differs: a boolean for each cell, exactly one of a level true."""
    import z3

    cells, solver = asked.cells(), z3.Solver()
    bits = [
        [z3.Bool(f"x{level}_{place}") for place in range(len(some))]
        for level, some in enumerate(cells)
    ]
    for level in bits:
        if len(level) > 1:
            solver.add(z3.PbEq([(bit, 1) for bit in level], 1))

    def member(level: int, mask: int) -> Any:
        return z3.Or([bits[level][i] for i, cell in enumerate(cells[level]) if cell & mask])

    return _differs(asked, solver, member)


def z3_numbers(asked: Question) -> bool:
    """Whether any outcome differs: a bit vector for each level, the number of its cell."""
    import z3

    cells, solver = asked.cells(), z3.Solver()
    numbers = []
    for level, some in enumerate(cells):
        numbers.append(z3.BitVec(f"x{level}", max(1, (len(some) - 1).bit_length())))
        solver.add(z3.ULE(numbers[-1], len(some) - 1))

    def member(level: int, mask: int) -> Any:
        return z3.Or([numbers[level] == i for i, cell in enumerate(cells[level]) if cell & mask])

    return _differs(asked, solver, member)


def _differs(asked: Question, solver: Any, member: Callable[[int, int], Any]) -> bool:
    import z3

    known: dict[tuple[int, int], Any] = {}

    def box(masks: Masks) -> Any:
        parts = []
        for level, mask in enumerate(masks):
            if mask != asked.space.full[level]:
                if (level, mask) not in known:
                    known[level, mask] = member(level, mask)
                parts.append(known[level, mask])
        return z3.And(parts)

    def outcomes(side: Sequence[Box]) -> tuple[Any, Any, Any]:
        by = {
            strength: z3.Or([box(masks) for power, masks in side if power == strength])
            for strength in (PROHIBITED, REQUIRED, PERMITTED, OTHERWISE)
        }
        prohibited, required, permitted = by[PROHIBITED], by[REQUIRED], by[PERMITTED]
        allowed = z3.Or(required, permitted)
        return (
            z3.Or(prohibited, z3.And(by[OTHERWISE], z3.Not(allowed))),
            z3.And(required, z3.Not(prohibited)),
            z3.And(permitted, z3.Not(required), z3.Not(prohibited)),
        )

    for masks in asked.space.impossible:
        solver.add(z3.Not(box(masks)))
    pairs = zip(outcomes(asked.before), outcomes(asked.after), strict=True)
    solver.add(z3.Or([z3.Xor(old, new) for old, new in pairs]))
    return bool(solver.check() == z3.sat)


def cudd(asked: Question) -> bool:
    """Whether any outcome differs, by binary decision diagrams; the difference is at hand then."""
    import dd.cudd

    manager = dd.cudd.BDD()
    manager.configure(reordering=False)
    cells = asked.cells()
    codes: list[list[Any]] = []
    for level, some in enumerate(cells):
        names = [f"x{level}_{bit}" for bit in range(max(1, (len(some) - 1).bit_length()))]
        manager.declare(*names)
        codes.append(
            [
                manager.cube({name: bool(place >> bit & 1) for bit, name in enumerate(names)})
                for place in range(len(some))
            ]
        )
    known: dict[tuple[int, int], Any] = {}

    def member(level: int, mask: int) -> Any:
        if (level, mask) not in known:
            found = manager.false
            for code, cell in zip(codes[level], cells[level], strict=True):
                if cell & mask:
                    found |= code
            known[level, mask] = found
        return known[level, mask]

    def box(masks: Masks) -> Any:
        found = manager.true
        for level in range(len(masks) - 1, -1, -1):
            if masks[level] != asked.space.full[level]:
                found &= member(level, masks[level])
        return found

    def outcomes(side: Sequence[Box]) -> tuple[Any, Any, Any]:
        by = dict.fromkeys((PROHIBITED, REQUIRED, PERMITTED, OTHERWISE), manager.false)
        for strength, masks in side:
            by[strength] |= box(masks)
        prohibited, required, permitted = by[PROHIBITED], by[REQUIRED], by[PERMITTED]
        return (
            prohibited | by[OTHERWISE] & ~required & ~permitted,
            required & ~prohibited,
            permitted & ~required & ~prohibited,
        )

    possible = manager.true
    for on_level in codes:
        any_of = manager.false
        for code in on_level:
            any_of |= code
        possible &= any_of
    for masks in asked.space.impossible:
        possible &= ~box(masks)
    differing = manager.false
    for old, new in zip(outcomes(asked.before), outcomes(asked.after), strict=True):
        differing |= manager.apply("xor", old, new)
    return bool(differing & possible != manager.false)


class Cedar:
    """The rules as Cedar policies with conditions, parsed once; one request at a time."""

    def __init__(self, space: Space, rules: Iterable[Any]) -> None:
        import cedarpy

        self._cedarpy = cedarpy
        self._space = space
        policies = []
        boxes = [(rule, masks) for rule in rules if rule.strength for masks in rule.boxes]
        for number, (rule, masks) in enumerate(boxes):
            effect = "forbid" if rule.strength in (PROHIBITED, OTHERWISE) else "permit"
            parts = [
                f"{json.dumps([str(atom) for atom in one.of(mask)])}.contains(context.{one.id})"
                for one, mask in zip(space.coordinates, masks, strict=True)
                if mask != one.full
            ]
            when = f" when {{ {' && '.join(parts)} }}" if parts else ""
            name = json.dumps(f"{rule.clause.id}-{number}")
            policies.append(f"@id({name}) {effect}(principal, action, resource){when};")
        self._policies = cedarpy.PolicySet.from_str("\n".join(policies))
        self._entities = cedarpy.Entities.from_json_str("[]")

    def ask(self, scenario: Mapping[str, Any]) -> Any:
        """The answer with the policies that decide it."""
        request = {
            "principal": 'User::"u"',
            "action": 'Action::"a"',
            "resource": 'Data::"d"',
            "context": {name: str(value) for name, value in scenario.items()},
        }
        return self._cedarpy.is_authorized(request, self._policies, self._entities)


class Scan:
    """The rules as frozen sets, gone through one by one until nothing stronger can come."""

    def __init__(self, space: Space, rules: Iterable[Any]) -> None:
        boxes: list[Box] = [
            (rule.strength, masks) for rule in rules if rule.strength for masks in rule.boxes
        ]
        boxes.sort(key=lambda item: -item[0])
        self._rules = [
            (
                strength,
                tuple(
                    (one.id, frozenset(one.of(mask)))
                    for one, mask in zip(space.coordinates, masks, strict=True)
                    if mask != one.full
                ),
            )
            for strength, masks in boxes
        ]

    def ask(self, scenario: Mapping[str, Any]) -> int:
        """The strongest effect; 0 if there is none."""
        for strength, conditions in self._rules:
            for name, values in conditions:
                if scenario[name] not in values:
                    break
            else:
                return strength
        return 0
