"""Questions to one version, and what the definitions answer."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from policykit.library import Decision, ImpossibleScenario
from policykit.library.policy import Version
from tests.worlds.making import Case
from tests.worlds.output import SINGULAR, expect, held, said, same_sets
from tests.worlds.reading import Reading
from tests.worlds.space import Space
from tests.worlds.values import Guarantee, canonical, worst


class Decisions:
    """Questions to one version, answered by going through what they ask about."""

    def __init__(
        self, made: Case, version: Version, side: int, day: str, dice: random.Random
    ) -> None:
        self.made = made
        self.version = version
        self.day = day
        self.dice = dice
        words = made.world.words[side]
        self.space = Space(made.world, day, (words,))
        self.reading = Reading(self.space, 0, made.texts[side])
        self.kinds = words.commitments

    def check(self) -> None:
        """A question about one scenario, and one about many."""
        point = self.space.point(self.dice.randrange(self.space.total))
        self.ask(point)
        fields = list(point)
        some = self.dice.sample(fields, self.dice.randint(0, min(3, len(fields))))
        self.ask({field: self.asked(field, point[field]) for field in some})

    def asked(self, field: str, atom: Any) -> Any:
        """A term in place of an atom, or a list of two."""
        terms = [one for one in self.space.axes[field].extents[0] if one is not None]
        if self.dice.random() < 0.5:
            return atom
        if self.dice.random() < 0.7:
            return self.dice.choice(terms)
        return self.dice.sample(terms, 2)

    def ask(self, question: Mapping[str, Any]) -> None:
        space = self.space
        question = {"operation": "disclosure", **question}
        within = space.possible
        for field, terms in question.items():
            within &= space.any_of(0, field, terms)
        if any(not space.any_of(0, field, terms) for field, terms in question.items()):
            return  # a group without members
        asked = {SINGULAR.get(field, field): terms for field, terms in question.items()}
        try:
            decision = self.version.decide(on=self.day, **asked)
        except ImpossibleScenario:
            expect(not within, True, "impossible", asked)
            return
        self.prepared(asked, decision)
        expect(bool(within), True, "possible", asked)
        parts = {name: one & within for name, one in self.reading.outcomes.items() if one & within}
        data: Any = decision.as_json()
        if len(parts) == 1:
            ((outcome, part),) = parts.items()
            expect(data["outcome"], outcome, "decide", asked)
            expect(data["cases"], [], "decide", asked)
            self.answer(data, outcome, part, asked)
            return
        expect(data["outcome"], "depends", "decide", asked)
        told: dict[str, int] = {}
        named: set[str] = set()
        for case_ in data["cases"]:
            part = said(case_, space) & within
            expect(bool(part), True, "a case that speaks of something", asked, case_)
            told[case_["outcome"]] = told.get(case_["outcome"], 0) | part
            self.answer(case_, case_["outcome"], part, asked)
            named |= set(case_["clauses"])
        same_sets(told, parts, space, "decide", asked)
        expect(set(data["clauses"]), named, "clauses of a decision", asked)

    def prepared(self, asked: Mapping[str, Any], decision: Decision) -> None:
        """The same question, some of it prepared, has the same answer the first time and again."""
        names = self.dice.sample(list(asked), self.dice.randint(0, len(asked)))
        fixed = {name: value for name, value in asked.items() if name not in names}
        ask = self.version.prepare(*names, on=self.day, **fixed)
        for _ in range(2):
            expect(ask(*(asked[name] for name in names)), decision, "prepared", names, fixed)

    def answer(self, data: Mapping[str, Any], outcome: str, part: int, asked: Any) -> None:
        """The clauses and the commitments of one answer."""
        expect(set(data["clauses"]), self.reading.deciding(outcome, part), "clauses", asked, data)
        told = {name: held(self.kinds[name], value) for name, value in data["commitments"].items()}
        wanted: dict[str, Guarantee] = {}
        if outcome in ("permitted", "required"):
            for name, kind in self.kinds.items():
                if kind.combine == "clause":
                    continue
                guarantees = self.reading.guarantees(name)
                values = {one for had, here in guarantees.items() if here & part for one in had}
                weakest = frozenset(worst(kind, values))
                if canonical(kind, kind.absent) not in weakest:
                    wanted[name] = weakest
        expect(told, wanted, "commitments owed", asked, data)
