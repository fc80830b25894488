"""The engine agrees with the reference on random small policies, scenario by scenario."""

from __future__ import annotations

import json
import os
import random
from typing import Any

import pytest

from policykit.comparison import diff
from policykit.library.policy import Version
from policykit.library.reading import read_version
from tests import oracle
from tests.oracle import LEVEL, inside, outcome, scenarios
from tests.writing import content, header

PAIRS = int(os.environ.get("POLICYKIT_ORACLE_SHIPPED_PAIRS", "200"))
BLOCKS = 20

POOL: dict[str, list[str]] = {
    "personal_data": [
        "contact_data",
        "phone_number",
        "postal_address",
        "location_data",
        "ip_address",
    ],
    "recipients": ["public_authority", "law_enforcement", "police", "third_party"],
    "purposes": ["marketing", "advertising", "security"],
}
CONDITIONS: dict[str, list[str]] = {
    "offence": ["crime", "terrorism", "fraud", "no_offence"],
    "suspicion": ["suspect", "confirmed_suspect"],
    "instrument": ["judicial_order", "court_order", "emergency_request"],
    "emergency": [],
}
PLACES = ["EU", "EEA", "DE", "NO", "BR", "US", "US-CA", "FR", "FR-IDF", "FR-75C"]
HEADER = header()


class Dice:
    """Random clauses, few enough coordinates at a time to enumerate."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.selectors = self.random.sample(list(POOL), 2)
        self.conditions = self.random.sample(list(CONDITIONS), 2)

    def some(self, pool: list[str]) -> list[str]:
        return self.random.sample(pool, self.random.randint(1, min(2, len(pool))))

    def chance(self, odds: float) -> bool:
        return self.random.random() < odds

    def named(self, *, selectors: bool) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in self.random.sample(self.conditions, self.random.randint(1, 2)):
            pool = CONDITIONS[name]
            found[name] = self.some(pool) if pool else self.chance(0.5)
        if selectors and self.chance(0.4):
            name = self.random.choice(self.selectors)
            found[name] = self.some(POOL[name])
        return found

    def value(self, name: str) -> Any:
        return self.random.choice([one for one in oracle.WORTH[name] if one != oracle.ABSENT[name]])

    def commitments(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in self.random.sample(list(oracle.WORTH), self.random.randint(1, 2)):
            value = self.value(name)
            if self.chance(0.3):
                value = {
                    "value": value,
                    self.random.choice(["when", "unless"]): [self.named(selectors=True)],
                }
            elif self.chance(0.2):
                value = [
                    {"value": value, "when": self.named(selectors=False)},
                    {"value": self.value(name)},
                ]
            found[name] = value
        return found

    def clause(self, name: str) -> dict[str, Any]:
        kind = self.random.choice(["disclosure", "disclosure", "disclosure", "use", "security"])
        clause: dict[str, Any] = {"id": name, "kind": kind}
        if kind == "security":
            clause["applies_to"] = ["disclosure"]
            clause["commitments"] = self.commitments()
        else:
            clause["effect"] = self.random.choice(
                ["permitted", "permitted", "required", "prohibited"]
            )
            if clause["effect"] == "prohibited" and self.chance(0.4):
                clause["otherwise"] = True
            if self.chance(0.2):
                clause["operations"] = ["disclosure", "use"]
            if self.chance(0.5) and clause["effect"] != "prohibited":
                clause["commitments"] = self.commitments()
        for field in self.selectors:
            if self.chance(0.6):
                clause[field] = self.some(POOL[field])
        if self.chance(0.5):
            clause["when"] = (
                self.named(selectors=False)
                if self.chance(0.6)
                else [self.named(selectors=True), self.named(selectors=False)]
            )
        if self.chance(0.3):
            clause["unless"] = [
                self.named(selectors=True) for _ in range(self.random.randint(1, 2))
            ]
        if self.chance(0.25):
            places = self.some(PLACES)
            clause["jurisdictions"] = places if self.chance(0.5) else {"except": places}
        if self.chance(0.25) and kind != "security":
            clause["overlays"] = {code: self.patch() for code in self.some(PLACES)}
        return clause

    def patch(self) -> dict[str, Any] | None:
        if self.chance(0.25):
            return None
        choice = self.random.randrange(3)
        if choice == 0:
            return {"effect": self.random.choice(["permitted", "required"])}
        if choice == 1:
            return {"when": self.named(selectors=False)}
        return {"commitments": {self.random.choice(list(oracle.WORTH)): self.value("legal_review")}}

    def clauses(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while len(found) < self.random.randint(1, 4):
            clause = self.clause(f"c{len(found)}")
            if readable([clause]) is not None:
                found.append(clause)
        return found

    def edited(self, clauses: list[dict[str, Any]]) -> list[dict[str, Any]]:
        found = list(clauses)
        for _ in range(self.random.randint(0, 2)):
            place = self.random.randrange(len(found) + 1)
            fresh = self.clause(f"c{place}" if place < len(found) else f"n{len(found)}")
            if readable([fresh]) is None:
                continue
            if place == len(found):
                found.append(fresh)
            elif self.chance(0.3) and len(found) > 1:
                del found[place]
            else:
                found[place] = {**fresh, "id": found[place]["id"]}
        self.random.shuffle(found)
        return found


def readable(clauses: list[dict[str, Any]], number: str = "1.0.0") -> Version | None:
    found, _ = read_version(json.dumps(content(clauses, number)), "x.yaml", HEADER, number)
    return None if found is None else Version(HEADER, found, "x.yaml")


def pair(seed: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]], Version, Version]:
    dice = Dice(seed)
    while True:
        before = dice.clauses()
        after = dice.edited(before) if dice.chance(0.7) else dice.clauses()
        one, other = readable(before), readable(after, "2.0.0")
        if one is not None and other is not None:
            return before, after, one, other


@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_diff_and_decide_agree_with_going_through_every_scenario(block: int) -> None:
    for seed in range(block, PAIRS, BLOCKS):
        before, after, one, other = pair(seed)
        check(seed, before, after, one, other)


def check(
    seed: int,
    before: list[dict[str, Any]],
    after: list[dict[str, Any]],
    one: Version,
    other: Version,
) -> None:
    found = diff(one, other)
    data: Any = found.as_json()
    day = found.on
    dice = random.Random(seed)
    points = list(scenarios([before, after], day))
    entries = [*data["disclosures"], *data["processing"]]
    ways: set[str] = set()
    by_place: dict[str, set[str]] = {}
    weaker = False
    for point in points:
        was, now = outcome(before, point, day), outcome(after, point, day)
        told = {(one["before"], one["after"]) for one in entries if inside(one, point, day)}
        assert told == ({(was, now)} if was != now else set()), (seed, point, was, now)
        change = LEVEL[now] - LEVEL[was]
        if change:
            way = "broader" if change > 0 else "narrower"
            ways.add(way)
            by_place.setdefault(point["jurisdiction"], set()).add(way)
        if was == "prohibited" and now == "unstated":
            weaker = True
    for name in oracle.WORTH:
        moves = [one for one in data["commitments"] if one["commitment"] == name]
        for point in points:
            was_worth = oracle.guarantee(before, name, point, day)
            now_worth = oracle.guarantee(after, name, point, day)
            expected = set()
            if was_worth is not None and now_worth is not None and was_worth != now_worth:
                expected = {"stronger" if now_worth > was_worth else "weaker"}
                weaker = weaker or now_worth < was_worth
            told_ways = {one["direction"] for one in moves if inside(one, point, day)}
            assert told_ways == expected, (seed, name, point, was_worth, now_worth)
    verdict = {frozenset(): "equivalent", frozenset(("broader", "narrower")): "mixed"}.get(
        frozenset(ways), next(iter(ways), "")
    )
    assert data["verdict"] == verdict, seed
    for place, seen in by_place.items():
        expected_verdict = "mixed" if len(seen) == 2 else next(iter(seen))
        if not place.startswith("other:"):
            assert found.verdict_in(place) == expected_verdict, (seed, place)
    if "broader" in ways or weaker:
        assert data["required_bump"] == "major", seed
    elif entries or data["commitments"]:
        assert data["required_bump"] == "minor", seed
    for entry in entries:
        witness = entry["witness"]
        assert one.decide(on=day, **witness).outcome == entry["before"], (seed, witness)
        assert other.decide(on=day, **witness).outcome == entry["after"], (seed, witness)
    for point in dice.sample(points, min(8, len(points))):
        asked = {oracle.SINGULAR.get(field, field): atom for field, atom in point.items()}
        decision = other.decide(on=day, **asked)
        assert decision.outcome == outcome(after, point, day), (seed, point)
        for name in oracle.WORTH:
            worth = oracle.guarantee(after, name, point, day)
            if worth is not None:
                held = decision.commitments.get(name, oracle.ABSENT[name])
                assert oracle.WORTH[name][held] == worth, (seed, name, point)
        partial = dict(dice.sample(sorted(asked.items()), len(asked) // 2))
        partial.setdefault("operation", "disclosure")
        answer = other.decide(on=day, **partial)
        matching = [
            point
            for point in points
            if all(point[_field(name)] == atom for name, atom in partial.items())
        ]
        outcomes = {outcome(after, point, day) for point in matching}
        assert answer.outcome == (outcomes.pop() if len(outcomes) == 1 else "depends"), seed
        if answer.outcome == "depends":
            cases: Any = answer.as_json()["cases"]
            for one_of in matching:
                held_in = {case["outcome"] for case in cases if inside(case, one_of, day)}
                assert held_in == {outcome(after, one_of, day)}, (seed, partial, one_of)


def _field(name: str) -> str:
    return {singular: field for field, singular in oracle.SINGULAR.items()}.get(name, name)
