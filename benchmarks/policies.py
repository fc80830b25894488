"""
Random policies of any size, and edits of them, to measure and to check with.

The same seed gives the same documents. A realistic policy has at most `MOST_GLOBAL` clauses that
hold everywhere, some of them with overlays; all others are limited to a group or a few countries.
All selectors and conditions of the shipped vocabulary are used.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from policykit.jurisdictions import atlas
from policykit.vocabulary import vocabulary

Clause = dict[str, Any]
Clauses = list[Clause]

MOST_GLOBAL: Final = 100
POLICY: Final = "bench/privacy"
SIZES: Final = (50, 200, 1000, 5000)

_SELECTORS: Final[Mapping[str, tuple[float, int]]] = {
    "personal_data": (0.95, 4),
    "recipients": (0.85, 2),
    "purposes": (0.6, 3),
    "data_subjects": (0.15, 1),
    "destinations": (0.05, 2),
}
"""How often a clause names each selector, and how many terms of it at most."""

_BROADEST: Final = 0.02
"""How often it names the broadest term instead."""

_AUTHORITIES: Final = ("public_authority", "law_enforcement", "police", "court", "regulator")
_GROUPS: Final = ("EU", "EU", "EU", "EEA", "EEA", "FIVE_EYES", "COE", "EFTA")
_OVERLAYS: Final = (("EU",), ("EEA", "DE"), ("EU", "FR"), ("US", "US-CA"), ("BR",), ("FIVE_EYES",))
_WORTH: Final[Mapping[str, Sequence[Any]]] = {
    "user_notice": ("may", "after", "before", {"level": "before", "days": 10}),
    "legal_review": (True,),
    "minimum_necessary": (True,),
    "processor_contract": (True,),
    "recipient_use_limited": (True,),
    "transparency_report_every": ("P3M", "P6M", "P1Y"),
    "retention_max": ("P30D", "P90D", "P1Y", "P2Y"),
    "deletion_within": ("P7D", "P30D"),
}


class Workload(NamedTuple):
    """Two versions of a policy, as clauses."""

    before: Clauses
    after: Clauses


class Dice:
    """Clauses at random, in the words of the shipped vocabulary."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.serial = 0

    def chance(self, odds: float) -> bool:
        """Whether something happens that happens that often."""
        return self.random.random() < odds

    def some(self, pool: Sequence[Any], most: int) -> list[Any]:
        """One to `most` of them."""
        return self.random.sample(pool, min(len(pool), self.random.randint(1, most)))

    def places(self) -> list[str]:
        """A group, or up to three countries."""
        if self.chance(0.4):
            return [self.random.choice(_GROUPS)]
        return self.some(tuple(atlas().countries), 3)

    def named(self, most: int, *, authority: bool) -> dict[str, Any]:
        """A map of conditions, as in `when` and `unless`."""
        pool = ("instrument", "offence", "suspicion") if authority else ("consent", "trigger")
        found: dict[str, Any] = {}
        for _ in range(self.random.randint(1, most)):
            name = self.random.choice(pool if self.chance(0.55) else tuple(vocabulary().conditions))
            condition = vocabulary().conditions[name]
            if condition.shape == "boolean":
                found[name] = self.chance(0.7)
            elif condition.shape == "tree":
                found[name] = self.some(tuple(vocabulary().lists[condition.list]), 3)
            else:
                found[name] = self.places()
        return found

    def commitments(self) -> dict[str, Any]:
        """One or two promises, some of them by case."""
        found: dict[str, Any] = {}
        for name in self.some(tuple(_WORTH), 2):
            value = self.random.choice(_WORTH[name])
            if self.chance(0.2):
                value = {"value": value, "unless": [{"gag_order": True}]}
            found[name] = value
        return found

    def clause(self, *, everywhere: bool) -> Clause:
        """A processing clause."""
        self.serial += 1
        kind = "disclosure" if self.chance(0.8) else self.random.choice(_others())
        clause: Clause = {"id": f"clause-{self.serial}", "kind": kind}
        clause["section"] = f"{self.serial // 10}.{self.serial % 10}"
        authority = kind == "disclosure" and self.chance(0.35)
        for field, (odds, most) in _SELECTORS.items():
            if field == "recipients" and authority:
                clause[field] = self.some(_AUTHORITIES, 2)
            elif self.chance(odds):
                clause[field] = self.terms(field, most)
        if self.chance(0.2):
            clause["effect"] = self.random.choice(("required", "prohibited", "prohibited"))
            if clause["effect"] == "prohibited" and self.chance(0.5):
                clause["otherwise"] = True
        prohibited = clause.get("effect") == "prohibited"
        if authority or self.chance(0.35):
            first = self.named(3, authority=authority)
            second = self.named(2, authority=authority)
            clause["when"] = [first, second] if self.chance(0.1) else first
        if self.chance(0.2):
            hole = self.named(2, authority=authority)
            if self.chance(0.3):
                hole["personal_data"] = self.terms("personal_data", 2)
            clause["unless"] = [hole]
        if self.chance(0.3) and not prohibited:
            clause["commitments"] = self.commitments()
        if not everywhere:
            clause["jurisdictions"] = self.places()
        elif self.chance(0.15) and not prohibited:
            clause["overlays"] = self.overlays(clause)
        clause["text"] = (
            f"What {POLICY} says of {', '.join(clause.get('personal_data', ['data']))}."
        )
        return clause

    def terms(self, field: str, most: int) -> list[str]:
        """Terms of a selector; the broadest ones seldom, since a policy says those once."""
        if field == "destinations":
            return self.places()
        terms = vocabulary().lists[field]
        if self.chance(_BROADEST):
            return [next(iter(terms))]
        return self.some([name for name, term in terms.items() if term.broader], most)

    def overlays(self, clause: Clause) -> dict[str, Any]:
        """One or two overlays, the second inside the first."""
        codes = self.random.choice(_OVERLAYS)
        found: dict[str, Any] = {}
        data = [
            name
            for name in self.some(tuple(vocabulary().lists["personal_data"]), 3)
            if name not in clause.get("personal_data", ())
        ] or ["ip_address", "phone_number", "name", "username", "cookies"]
        found[codes[0]] = {"personal_data": data}
        for code in codes[1:]:
            found[code] = None if self.chance(0.3) else {"commitments": {"confidentiality": True}}
            if found[code] is None:
                found[code] = {"unless": [{"emergency": True, "automated": True}]}
        if self.chance(0.2):
            found = {codes[0]: None}
        return found

    def policy(self, size: int, most_global: int = MOST_GLOBAL) -> Clauses:
        """A whole policy."""
        return [self.clause(everywhere=number < most_global) for number in range(size)]

    def edit(self, clauses: Clauses, place: int) -> None:
        """Change one clause so that it means something else, as a rule."""
        clause = clauses[place] = dict(clauses[place])
        choice = self.random.randrange(7)
        if choice == 0 and "when" in clause:
            del clause["when"]
        elif choice == 1 and "unless" not in clause and not clause.get("overlays"):
            clause["unless"] = [self.named(2, authority=True)]
        elif choice == 2 and len(clause.get("personal_data", ())) > 1:
            clause["personal_data"] = clause["personal_data"][:-1]
        elif choice == 3 and not clause.get("overlays") and "commitments" not in clause:
            effects = {"permitted": "required", "required": "permitted", "prohibited": "permitted"}
            clause["effect"] = effects[clause.get("effect", "permitted")]
            clause.pop("otherwise", None)
        elif choice == 4 and clause.get("effect") != "prohibited" and not clause.get("overlays"):
            clause["commitments"] = self.commitments()
        elif choice == 5:
            fresh = self.clause(everywhere="jurisdictions" not in clause)
            clauses[place] = {**fresh, "id": clause["id"]}
        else:
            clause["recipients"] = [*clause.get("recipients", ()), *self.terms("recipients", 1)]
            clause["recipients"] = list(dict.fromkeys(clause["recipients"]))


def _others() -> tuple[str, ...]:
    return ("collection", "use", "transfer", "retention")


def policy(size: int, seed: int = 0, most_global: int = MOST_GLOBAL) -> Clauses:
    """A random policy; with `most_global` = `size` all its clauses hold everywhere."""
    return Dice(seed).policy(size, most_global)


def edited(size: int, seed: int = 0, edits: int = 5, most_global: int = MOST_GLOBAL) -> Workload:
    """A policy and a number of its clauses edited."""
    dice = Dice(seed)
    before = dice.policy(size, most_global)
    after = list(before)
    for place in dice.random.sample(range(size), min(size, edits)):
        dice.edit(after, place)
    return Workload(before, after)


def edit5(size: int, seed: int = 0, most_global: int = MOST_GLOBAL) -> Workload:
    """Five clauses edited."""
    return edited(size, seed, 5, most_global)


def edit5pct(size: int, seed: int = 0, most_global: int = MOST_GLOBAL) -> Workload:
    """One clause in twenty edited."""
    return edited(size, seed, max(1, size // 20), most_global)


def rewrite(size: int, seed: int = 0, most_global: int = MOST_GLOBAL) -> Workload:
    """Two policies that have nothing to do with each other."""
    return Workload(policy(size, seed, most_global), policy(size, seed + 1_000_003, most_global))


def refactor(size: int, seed: int = 0, most_global: int = MOST_GLOBAL) -> Workload:
    """
    The same meaning in other clauses, split along one coordinate each.

    Clauses are split in two (so that others are merged, seen from the other version), copied in
    part, given other ids and shuffled, and so are the terms in their lists.
    """
    return _refactored(size, seed, most_global, ways=1)


def refactor_several(size: int, seed: int = 0, most_global: int = MOST_GLOBAL) -> Workload:
    """The same as `refactor`, each clause split along up to three coordinates."""
    return _refactored(size, seed, most_global, ways=3)


WORKLOADS: Final[Mapping[str, Callable[..., Workload]]] = {
    "edit5": edit5,
    "edit5pct": edit5pct,
    "refactor": refactor,
    "refactor_several": refactor_several,
    "rewrite": rewrite,
}


def _refactored(size: int, seed: int, most_global: int, ways: int) -> Workload:
    dice = Dice(seed)
    # A third of the clauses is split before, a third after; copies make up what is missing.
    whole = dice.policy(max(1, round(size * (0.72 if ways == 1 else 0.42))), most_global)
    sides: tuple[Clauses, Clauses] = ([], [])
    for clause in whole:
        split = dice.random.randrange(3)
        for side, clauses in enumerate(sides):
            clauses.extend(_split(dice, clause, ways) if side == split else (clause,))
    for clauses in sides:
        copied = [one for one in clauses if "overlays" not in one]
        for clause in dice.random.sample(copied, max(0, min(len(copied), size - len(clauses)))):
            clauses.append(_narrower(dice, clause))
        dice.random.shuffle(clauses)
    return Workload(_renamed(dice, sides[0], "before"), _renamed(dice, sides[1], "after"))


def _split(dice: Dice, clause: Clause, ways: int) -> Clauses:
    """A clause as several that mean the same together, split along up to `ways` coordinates."""
    patched = {field for patch in clause.get("overlays", {}).values() for field in patch or ()}
    lists = [*_SELECTORS, "jurisdictions"]
    fields = [one for one in lists if len(clause.get(one, ())) > 1 and one not in patched]
    if ways > 1 and "when" not in patched and isinstance(clause.get("when", {}), dict):
        fields += ["automated", "for_payment"]
    parts = [clause]
    for field in dice.random.sample(fields, min(len(fields), dice.random.randint(1, ways))):
        parts = [half for part in parts for half in _halves(dice, part, field)]
    return parts


def _halves(dice: Dice, clause: Clause, field: str) -> Clauses:
    if field in ("automated", "for_payment"):
        when = clause.get("when", {})
        if field in when:
            return [clause]
        return [{**clause, "when": {**when, field: holds}} for holds in (True, False)]
    terms = dice.random.sample(clause[field], len(clause[field]))
    cut = dice.random.randint(1, len(terms) - 1)
    return [{**clause, field: part} for part in (terms[:cut], terms[cut:])]


def _narrower(dice: Dice, clause: Clause) -> Clause:
    """A copy of a clause that covers no more than it, and so adds nothing."""
    fields = [one for one in _SELECTORS if len(clause.get(one, ())) > 1]
    if fields:
        return _halves(dice, clause, dice.random.choice(fields))[0]
    return clause


def _renamed(dice: Dice, clauses: Clauses, stem: str) -> Clauses:
    """The clauses under other ids, the terms in their lists shuffled."""
    found = []
    for number, clause in enumerate(clauses):
        fresh = {**clause, "id": f"{stem}-{number}"}
        for field in _SELECTORS:
            if field in fresh:
                fresh[field] = dice.random.sample(fresh[field], len(fresh[field]))
        found.append(fresh)
    return found


@cache
def header() -> bytes:
    """The policy.yaml that the versions go with."""
    lines = (
        "format: 1",
        f"id: {POLICY}",
        "kind: privacy_policy",
        "title: Bench Privacy Policy",
        "publisher: Bench",
    )
    return "\n".join((*lines, "")).encode()


def text(clauses: Clauses, number: str = "1.0.0") -> bytes:
    """A version file of the clauses, one a line; `2.0.0` is published after `1.0.0`."""
    year = 2020 + int(number.partition(".")[0])
    head = (
        "format: 1",
        f"policy: {POLICY}",
        f"version: {number}",
        "text: summary",
        f"published: {year}-01-01",
        "clauses:",
    )
    body = (f"  - {json.dumps(clause)}" for clause in clauses)
    return "\n".join((*head, *body, "")).encode()
