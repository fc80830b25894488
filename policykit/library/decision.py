"""
One question, one answer: the outcome of a set of scenarios under one version, with reasons.

The question is a box; what the version says inside it is a diagram, and if that has one outcome
throughout, so has the answer. Otherwise the diagram is the split.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from policykit.findings import near
from policykit.library.compiled import Compiled, Written, governs_scenarios
from policykit.model import EVERYWHERE, SINGULAR, Outcome
from policykit.scenarios.coordinates import LIST_OF, Coordinate
from policykit.scenarios.diagram import EMPTY, Masks, OutOfWork
from policykit.scenarios.joint import Entry, Reading, difference
from policykit.scenarios.outcomes import (
    OTHERWISE,
    OUTCOMES,
    PERMITTED,
    PROHIBITED,
    REQUIRED,
    Promise,
    Rule,
    outcome_entries,
    plain,
)
from policykit.scenarios.space import Space
from policykit.scenarios.statements import Part, scenario_json
from policykit.vocabulary import UnknownTerm
from policykit.vocabulary.commitments import same, weakest

_MOST_CASES = 400


class BadQuestion(ValueError):
    """A question that names what does not exist; `near` holds what may have been meant."""

    def __init__(self, name: str, message: str, near: Sequence[str] = ()) -> None:
        super().__init__(name, message)
        self.name = name
        self.message = message
        self.near = tuple(near)

    def __str__(self) -> str:
        hint = f"; did you mean '{self.near[0]}'?" if self.near else ""
        return f"{self.message}{hint}"


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


class Decider:
    """One version on one day, ready to answer. Immutable, so threads may share it."""

    def __init__(self, policy: str, version: str, written: Written, day: str) -> None:
        self.policy = policy
        self.version = version
        self.side = written.side
        # Coordinates that only an impossible combination names can still be asked about.
        ruled_out = [field for one in self.side.vocabulary.impossible for field in one.when]
        fields = ("operation", *ruled_out)
        self.compiled = Compiled((written,), day, governs_scenarios, fields)
        self.space: Space = self.compiled.space
        self.rules: list[Rule] = self.compiled.rules[0]

    def decide(self, question: Mapping[str, Any]) -> Decision:
        """The answer; see `Version.decide`."""
        return _Answering(self, self._masks(question)).decision()

    def _masks(self, question: Mapping[str, Any]) -> Masks:
        """The box that a question asks about."""
        masks = list(self.space.full)
        for name, value in {"operation": "disclosure", **question}.items():
            if value is None:
                continue
            field = self._field(name)
            terms = list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
            if not terms:
                raise BadQuestion(name, f"'{name}' asks about nothing")
            checked = [self._term(name, field, term) for term in terms]
            place = self.space.position.get(field)
            if place is not None:
                coordinate = self.space.coordinates[place]
                masks[place] = coordinate.mask(0, [self._known(coordinate, one) for one in checked])
        return tuple(masks)

    def _field(self, name: str) -> str:
        """The clause's field for a coordinate's singular name."""
        fields = {singular: field for field, singular in SINGULAR.items() if field != "rights"}
        conditions = self.side.vocabulary.conditions
        if name == "jurisdiction" or name in conditions:
            return name
        if name in fields:
            return fields[name]
        known = ["jurisdiction", *fields, *conditions]
        raise BadQuestion(name, f"there is no coordinate '{name}'", near(name, known))

    def _term(self, name: str, field: str, term: Any) -> str | bool:
        """A term of a coordinate, checked."""
        words, atlas = self.side
        condition = words.conditions.get(field)
        if condition is not None and condition.shape == "boolean":
            if not isinstance(term, bool):
                raise BadQuestion(name, f"'{name}' is true or false, not {term!r}")
            return term
        if not isinstance(term, str):
            raise BadQuestion(name, f"'{name}' is a term, not {term!r}")
        bare = term.removeprefix("other:")
        if field in ("jurisdiction", "destinations") or (
            condition is not None and condition.shape == "jurisdictions"
        ):
            if term == "*" or bare == "*" or bare in atlas:
                return term
            hint = atlas.meant(bare)
            raise BadQuestion(name, f"'{term}' is no country, subdivision or group", hint)
        list_ = condition.list if condition is not None else LIST_OF[field]
        if term == "*" or bare == "*":
            return term
        try:
            return term.replace(bare, words.resolve(list_, bare))
        except UnknownTerm as error:
            raise BadQuestion(name, f"'{term}' is no term of {list_}", error.near) from None

    def _known(self, coordinate: Coordinate, term: str | bool) -> str | bool:
        """The term as the space has it: what no clause tells apart is the rest around it."""
        if term == "*" or term in coordinate.masks[0]:
            return term
        name = str(term).removeprefix("other:")
        if coordinate.shape == "jurisdictions":
            lineage = self.side.atlas.lineage(name)
            around = next(one for one in lineage if one in coordinate.masks[0])
            rest = f"other:{around}"
            return rest if rest in coordinate.masks[0] and name != around else around
        # `other:` of a term without narrower ones is the term itself.
        return name

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
        said, _ = self.levels.statements(region, (), _MOST_CASES)
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
        rest = region
        for strength in _STRENGTHS[outcome]:
            reached = EMPTY
            for rule in self.rules:
                if rule.strength != strength:
                    continue
                for masks in rule.boxes:
                    part = diagrams.both(rest, diagrams.box(masks))
                    if part != EMPTY:
                        found[rule.clause.id] = None
                        reached = diagrams.either(reached, part)
            rest = diagrams.less(rest, reached)
        return tuple(found)

    def promised(self, region: int, outcome: Outcome) -> dict[str, Any]:
        """What is guaranteed throughout a region that is allowed."""
        if outcome not in ("permitted", "required"):
            return {}
        found: dict[str, Any] = {}
        names = dict.fromkeys(
            name for rule in self.rules for name in rule.normal.get("commitments", {})
        )
        for name in names:
            kind = self.decider.side.vocabulary.commitments[name]
            if kind.combine == "clause":
                continue
            promise = Promise(kind)
            entries = promise.entries(self.decider.space, 0, self.rules)
            reading = promise.reading._replace(differs=_said, needed=None, telling=None)
            node = self.levels.diagrams.both(self.difference(entries, reading), region)
            guarantees: Any = self.levels.diagrams.values(node)
            values = [value for one in guarantees for value in promise.shown(one)]
            held = weakest(kind, values) if values else ()
            if held and not any(same(kind, value, kind.absent) for value in held):
                found[name] = plain(held)
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
