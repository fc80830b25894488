"""
A version that is ready to answer questions, and remembers what it answered.

Where each box that a question meets is met throughout, the boxes say it all; where one is met in
part, the answer is looked for.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from functools import reduce
from operator import and_, getitem
from typing import Any

from policykit.library.answer import NOTHING, Decision
from policykit.library.answering import Answering
from policykit.library.compiled import Compiled, Written, governs_scenarios
from policykit.library.live import Live
from policykit.library.questions import DEFAULT_OPERATION, Questions
from policykit.remembering import remember
from policykit.scenarios.diagram import Masks
from policykit.scenarios.outcomes import Rule
from policykit.scenarios.space import Space


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
                found = found._replace(commitments=NOTHING)
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
        return Answering(self, tuple(masks)).decision()

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
