"""
A question whose answer has to be looked for: what a version says in its box, as diagrams.

If that has one outcome throughout, so has the answer. Otherwise the diagram is the split.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from policykit.library.answer import Case, Decision, ImpossibleScenario
from policykit.model import Outcome
from policykit.scenarios.boxes import Entry
from policykit.scenarios.diagram import EMPTY, Masks, OutOfWork
from policykit.scenarios.joint import Reading, difference
from policykit.scenarios.outcomes import (
    OTHERWISE,
    OUTCOMES,
    PERMITTED,
    PROHIBITED,
    REQUIRED,
    Promise,
    guaranteed,
    outcome_entries,
)
from policykit.scenarios.statements import tiers

if TYPE_CHECKING:
    from policykit.library.decision import Decider

_MOST_CASES: Final = 400
"""Into how many cases an outcome's part of a question may fall before it is refused."""


class Answering:
    """One question to one version."""

    def __init__(self, decider: Decider, masks: Masks) -> None:
        self.decider = decider
        self.masks = masks
        self.levels = decider.compiled.fresh_levels()
        self.rules = [rule for rule in decider.rules if _meets(rule.boxes, masks)]
        diagrams = self.levels.diagrams
        within = diagrams.box(masks)
        self.possible = diagrams.less(within, self.levels.impossible)
        if self.possible == EMPTY:
            raise ImpossibleScenario(decider.reasons(masks))

    def decision(self) -> Decision:
        """The outcome, or the split."""
        decider = self.decider
        parts = self.outcomes()
        if len(parts) == 1:
            outcome, region = parts[0]
            return Decision(
                decider.policy,
                decider.version,
                outcome,
                self.deciding(region, outcome),
                self.promised(region, outcome),
            )
        cases = [case for outcome, region in parts for case in self.cases(outcome, region)]
        ids = {one for case in cases for one in case.clauses}
        order = [rule.clause.id for rule in self.rules]
        clauses = tuple(one for one in dict.fromkeys(order) if one in ids)
        return Decision(decider.policy, decider.version, "depends", clauses, {}, tuple(cases))

    def difference(self, entries: Sequence[Entry], reading: Reading) -> int:
        """What the version says, beside one that says nothing."""
        shared = self.decider.compiled.shared
        result = difference(self.levels.diagrams, (), entries, reading, shared)
        if result.undecided:
            raise OutOfWork
        return result.node

    def outcomes(self) -> list[tuple[Outcome, int]]:
        """The question, split by outcome; the strongest first, unstated last."""
        diagrams = self.levels.diagrams
        node = diagrams.both(self.difference(outcome_entries(self.rules), OUTCOMES), self.possible)
        parts: list[tuple[Outcome, int]] = []
        rest = self.possible
        for outcome in ("prohibited", "required", "permitted"):
            region = diagrams.where(node, ("unstated", outcome))
            if region != EMPTY:
                parts.append((outcome, region))
                rest = diagrams.less(rest, region)
        if rest != EMPTY:
            parts.append(("unstated", rest))
        return parts

    def cases(self, outcome: Outcome, region: int) -> list[Case]:
        """One outcome's part of the question, in words."""
        edges = frozenset(masks for rule in self.rules for masks in rule.boxes)
        said, rest = self.levels.statements(region, tiers(region, ()), _MOST_CASES, edges)
        if rest != EMPTY:
            raise OutOfWork
        return [
            Case(
                part=self.levels.part(one.masks, within=self.masks),
                except_=one.except_,
                outcome=outcome,
                clauses=self.deciding(one.node, outcome),
                commitments=self.promised(one.node, outcome),
            )
            for one in said
        ]

    def deciding(self, region: int, outcome: Outcome) -> tuple[str, ...]:
        """The clauses that give a region its outcome, in document order."""
        if outcome == "unstated":
            return ()
        diagrams = self.levels.diagrams
        found: dict[str, None] = {}
        hull = diagrams.hull(region)
        rest = region
        for strength in _STRENGTHS[outcome]:
            reached: list[int] = []
            for rule in self.rules:
                if rule.strength == strength:
                    near = [diagrams.box(masks) for masks in rule.boxes if _meets((masks,), hull)]
                    boxes = [box for box in near if diagrams.overlap(rest, box)]
                    if boxes:
                        found[rule.clause.id] = None
                        reached += boxes
            if strength == PROHIBITED:
                for box in reached:
                    rest = diagrams.less(rest, box)
        return tuple(found)

    def promised(self, region: int, outcome: Outcome) -> dict[str, Any]:
        """What is guaranteed throughout a region that is allowed."""
        if outcome not in ("permitted", "required"):
            return {}
        found: dict[str, Any] = {}
        diagrams = self.levels.diagrams
        for promise, node in self.guarantees:
            guarantees: Any = diagrams.values(diagrams.both(node, region))
            values = [value for one in guarantees for value in promise.shown(one)]
            held = guaranteed(promise.kind, values)
            if held is not None:
                found[promise.kind.id] = held
        return found

    @cached_property
    def guarantees(self) -> list[tuple[Promise, int]]:
        """The commitments that rules state, each with the diagram of what is guaranteed."""
        found = []
        names = dict.fromkeys(
            name for rule in self.rules for name in rule.normal.get("commitments", {})
        )
        for name in names:
            kind = self.decider.side.vocabulary.commitments[name]
            if kind.combine != "clause":
                promise = Promise(kind)
                entries = promise.entries(self.decider.space, 0, self.rules)
                reading = promise.reading._replace(differs=_said, needed=None, telling=None)
                node = self.difference(entries, reading)
                found.append((promise, self.levels.diagrams.both(node, self.possible)))
        return found


_STRENGTHS: Final[Mapping[str, tuple[int, ...]]] = {
    "prohibited": (PROHIBITED, OTHERWISE),
    "required": (REQUIRED,),
    "permitted": (PERMITTED,),
}


def _said(nothing: Hashable, value: Hashable) -> Hashable | None:
    del nothing
    return value


def _meets(boxes: Sequence[Masks], masks: Masks) -> bool:
    return any(all(mask & asked for mask, asked in zip(box, masks, strict=True)) for box in boxes)
