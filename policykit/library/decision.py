"""
One question, one answer: the outcome of a set of scenarios under one version, with reasons.

The question is a box; what the version says inside it is a diagram, and if that has one outcome
throughout, so has the answer. Otherwise the diagram is the split.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from copy import deepcopy
from functools import cached_property, reduce
from operator import and_, getitem
from typing import Any, Final, Literal, NoReturn, TypeVar

from policykit.library.compiled import Compiled, Written, governs_scenarios
from policykit.library.live import Live
from policykit.library.questions import DEFAULT_OPERATION, Questions
from policykit.model import EVERYWHERE, Outcome
from policykit.records import NamedTuple
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
    Rule,
    guaranteed,
    outcome_entries,
)
from policykit.scenarios.space import Space
from policykit.scenarios.statements import Part, scenario_json, tiers

_MOST_CASES: Final = 400
"""Into how many cases an outcome's part of a question may fall before it is refused."""

_MOST_REMEMBERED: Final = 10_000
"""How many answers, and how many terms of a coordinate, are kept to be given again."""

_Key = TypeVar("_Key", bound=Hashable)
_Found = TypeVar("_Found")


class ImpossibleScenario(ValueError):
    """A combination that cannot occur, with the vocabulary's reasons."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(*reasons)
        self.reasons = tuple(reasons)

    def __str__(self) -> str:
        return f"what is asked cannot occur: {' '.join(self.reasons)}"


class Case(NamedTuple):
    """A part of the question that has one answer."""

    part: Part
    except_: tuple[Part, ...]
    outcome: Outcome
    clauses: tuple[str, ...]
    commitments: Mapping[str, Any]

    def apart(self) -> Case:
        """The same, with maps of its own."""
        part, except_, outcome, clauses, commitments = self
        parts = tuple(one._replace(scenario=dict(one.scenario)) for one in (part, *except_))
        return Case(parts[0], parts[1:], outcome, clauses, _copy(commitments))

    def as_json(self) -> dict[str, object]:
        """An entry of `cases`."""
        shown: dict[str, object] = {}
        if self.part.jurisdictions != EVERYWHERE:
            shown["jurisdictions"] = self.part.jurisdictions.as_json()
        shown["scenario"] = scenario_json(self.part.scenario)
        if self.except_:
            shown["except"] = [part.as_json() for part in self.except_]
        return {
            **shown,
            "outcome": self.outcome,
            "clauses": list(self.clauses),
            "commitments": dict(self.commitments),
        }


class Decision(NamedTuple):
    """
    The answer to a question.

    `outcome` is `depends` where it is not the same throughout; `cases` then has the exact split
    and is empty otherwise. `clauses` are those that decide, by id, in document order.
    `commitments` are what is guaranteed wherever the question is answered with yes: the weakest
    value, left out where nothing is promised.
    """

    policy: str
    version: str
    outcome: Outcome | Literal["depends"]
    clauses: tuple[str, ...]
    commitments: Mapping[str, Any]
    cases: tuple[Case, ...] = ()

    def apart(self) -> Decision:
        """The same, with maps of its own."""
        policy, version, outcome, clauses, commitments, cases = self
        if cases:
            cases = tuple(one.apart() for one in cases)
        return Decision(policy, version, outcome, clauses, _copy(commitments), cases)

    def as_json(self) -> dict[str, object]:
        """The decision as `policykit.decision/1`."""
        return {
            "schema": "policykit.decision/1",
            "policy": self.policy,
            "version": self.version,
            "outcome": self.outcome,
            "clauses": list(self.clauses),
            "commitments": dict(self.commitments),
            "cases": [case.as_json() for case in self.cases],
        }

    def __hash__(self) -> int:
        return hash((self.policy, self.version, self.outcome, self.clauses))


def _copy(commitments: Mapping[str, Any]) -> dict[str, Any]:
    """What is promised, with nothing in it that others hold: an amount is a map."""
    return {
        name: value if isinstance(value, (str, int)) else deepcopy(value)
        for name, value in commitments.items()
    }


class _Nothing(dict[str, Any]):
    """What an answer promises that promises nothing: one map for all of them, which stays empty."""

    __slots__ = ()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("an answer cannot be changed")

    __setitem__ = setdefault = update = __ior__ = _refuse

    def __reduce__(self) -> tuple[type[dict[str, Any]], tuple[()]]:
        return dict, ()


_NOTHING: Final = _Nothing()


class Decider:
    """
    One version on one day, ready to answer.

    Threads may share it: what it remembers of one question never changes the answer to another.
    """

    def __init__(self, policy: str, version: str, written: Written, day: str) -> None:
        self.policy = policy
        self.version = version
        self.day = day
        self.side = written.side
        # Coordinates that only an impossible combination names can still be asked about.
        ruled_out = [field for one in self.side.vocabulary.impossible for field in one.when]
        fields = ("operation", *ruled_out)
        self.compiled = Compiled((written,), day, governs_scenarios, fields)
        self.space: Space = self.compiled.space
        self.rules: list[Rule] = self.compiled.rules[0]
        self._questions = Questions(self.space, self.side)
        self._live = Live(self.space, self.rules, self.side.vocabulary.commitments)
        # By coordinate: what each value that was asked about leaves of all bits of `Live`. By the
        # coordinates that are asked about: what is the same in all such questions.
        self._tables: dict[str, dict[Any, int]] = {}
        self._kinds: dict[tuple[str, ...], Kind] = {}
        # Answers by what a question leaves, where nothing in them can be changed; and the others.
        self._shared: dict[Hashable, Decision] = {}
        self._answers: dict[Hashable, Decision] = {}

    def decide(self, question: Mapping[str, Any]) -> Decision:
        """The answer; see `Version.decide`."""
        names = tuple(question)
        kind = self._kinds.get(names)
        if kind is None:
            kind = Kind(self, names, {})
            remember(self._kinds, names, kind)
        return self.find(kind, question.values())

    def find(self, kind: Kind, values: Collection[Any]) -> Decision:
        """The answer, with a value for each coordinate that is asked about."""
        try:
            left = reduce(and_, map(getitem, kind.tables, values), kind.left)
        except (KeyError, TypeError):  # a new one; TypeError: a list of terms
            values = hashable(values)
            left = reduce(and_, map(self.leaves, kind.asked, values), kind.left)
        return self._shared.get(left) or self._find(kind, values, left)

    def _find(self, kind: Kind, values: Collection[Any], left: int) -> Decision:
        met, partly = self._live.read(left)
        # Where each box that is met is met throughout, the boxes say it all.
        key: Hashable = (kind, tuple(values)) if partly else left
        found = self._answers.get(key)
        if found is None:
            question = {**kind.fixed, **dict(zip(kind.asked, values, strict=True))}
            found = self._answer(question, met, partly)
            if not found.commitments:
                found = found._replace(commitments=_NOTHING)
            may_share = not (partly or found.commitments)
            remember(self._shared if may_share else self._answers, key, found)
        return found.apart() if found.commitments or found.cases else found

    def _answer(self, question: Mapping[str, Any], met: int, partly: int) -> Decision:
        if not partly and not met & self._live.impossible:
            outcome, clauses, commitments = self._live.answer(met)
            return Decision(self.policy, self.version, outcome, clauses, commitments)
        masks = list(self.space.full)
        for name, value in {"operation": DEFAULT_OPERATION, **question}.items():
            place, mask = self._questions.mask(name, value)
            if place is not None:
                masks[place] = mask
        return _Answering(self, tuple(masks)).decision()

    def table(self, name: str) -> dict[Any, int]:
        """What is known of a coordinate: what its values leave."""
        return self._tables.setdefault(name, {})

    def leaves(self, name: str, value: Any) -> int:
        """
        What a value of a coordinate leaves.

        Raises:
            BadQuestion: there is no such coordinate or term.

        """
        try:
            return self._tables[name][value]
        except (KeyError, TypeError):  # a new one; TypeError: what is no term
            place, mask = self._questions.mask(name, value)
        found = self._live.everything if place is None else self._live.of(place, mask)
        remember(self.table(name), value, found)
        return found

    def without(self, asked: Sequence[str], fixed: Mapping[str, Any]) -> int:
        """
        What is left before some coordinates are asked about: by fixed values, and by all the rest.

        Raises:
            BadQuestion: there is no such coordinate or term.

        """
        stated = {"operation": DEFAULT_OPERATION, **fixed}
        left = self._live.everything
        for name, value in stated.items():
            if name not in asked:
                left &= self.leaves(name, value)
        named = {self._questions.mask(name, None)[0] for name in (*stated, *asked)}
        for place, full in enumerate(self.space.full):
            if place not in named:
                left &= self._live.of(place, full)
        return left

    def reasons(self, masks: Masks) -> list[str]:
        """Why nothing in a box can occur."""
        whole, some = [], []
        for one in self.side.vocabulary.impossible:
            places = [self.space.position[field] for field in one.when]
            covers = [
                self.space.coordinates[place].mask(0, terms)
                & ~self.space.coordinates[place].mask(0, except_)
                for place, (terms, except_) in zip(places, one.when.values(), strict=True)
            ]
            pairs = [(masks[place], mask) for place, mask in zip(places, covers, strict=True)]
            if not any(asked & ~mask for asked, mask in pairs):
                whole.append(one.reason)
            if all(asked & mask for asked, mask in pairs):
                some.append(one.reason)
        return whole or some


class Kind:
    """
    Questions about the same coordinates.

    `asked` are those of which each question has a value, and `tables` is what is known of these;
    `fixed` are the values of others, the same each time, and `left` is what all but `asked` leaves.
    """

    __slots__ = ("asked", "fixed", "left", "tables")

    def __init__(
        self, decider: Decider, asked: tuple[str, ...], fixed: Mapping[str, Hashable]
    ) -> None:
        self.asked = asked
        self.fixed = fixed
        self.left = decider.without(asked, fixed)
        self.tables = [decider.table(name) for name in asked]


def hashable(values: Iterable[Any]) -> tuple[Any, ...]:
    """The values of a question, lists of terms as tuples."""
    return tuple(tuple(value) if isinstance(value, list | set) else value for value in values)


def remember(memory: dict[_Key, _Found], key: _Key, found: _Found) -> None:
    """Keep what was found; where too much is kept, forget the rest."""
    if len(memory) >= _MOST_REMEMBERED:
        memory.clear()
    memory[key] = found


class _Answering:
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
