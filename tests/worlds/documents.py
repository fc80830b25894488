"""Random documents in the words of a small world. Plain data; the seed decides all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.worlds.making import (
    DAYS,
    OPERATIONS,
    SELECTORS,
    Case,
    Clause,
    Dice,
    Text,
    World,
    codes,
    world,
)


class Writer(Dice):
    """Clauses in the words of one version of a world."""

    def __init__(self, seed: int, made: World, side: int) -> None:
        super().__init__(seed)
        self.world = made
        self.words = made.words[side]
        self.codes = codes(made, self.words)

    def terms(self, name: str) -> list[Any]:
        if name == "destinations" or self.words.conditions.get(name) == "jurisdictions":
            return self.places()
        known = list(self.words.lists[name])
        retired = list(self.words.aliases.get(name, ()))
        if retired and self.chance(0.15):
            return [self.one(retired)]
        return self.some(known)

    def places(self) -> list[str]:
        return list(dict.fromkeys(self.some(self.codes, 3)))

    def named(self, *, selectors: bool) -> dict[str, Any]:
        found: dict[str, Any] = {}
        conditions = self.words.conditions
        for name in self.some(list(conditions)):
            found[name] = self.chance(0.5) if conditions[name] == "boolean" else self.terms(name)
        if selectors and self.chance(0.5):
            name = self.one(self.world.selectors)
            found[name] = self.terms(name)
            if self.chance(0.5):
                found = {name: found[name]}
        return found

    def when(self) -> Any:
        if self.chance(0.7):
            return self.named(selectors=self.chance(0.3))
        return [self.named(selectors=True), self.named(selectors=self.chance(0.5))]

    def unless(self) -> Any:
        holes = [self.named(selectors=True) for _ in range(self.one((1, 1, 1, 2, 3)))]
        return holes[0] if len(holes) == 1 and self.chance(0.2) else holes

    def promise(self, name: str, *, cases: bool = True) -> Any:
        value = self.one(self.words.commitments[name].pool)
        if not cases or self.chance(0.55):
            return {"value": value} if self.chance(0.1) else value
        case: dict[str, Any] = {"value": value}
        if self.chance(0.6):
            case["when"] = self.when()
        if "when" not in case or self.chance(0.2):
            case["unless"] = self.unless()
        if self.chance(0.5):
            return case
        other = self.one(self.words.commitments[name].pool)
        return [case, {"value": other, **({"when": self.when()} if self.chance(0.4) else {})}]

    def commitments(self, *, cases: bool = True) -> dict[str, Any]:
        names = self.some(list(self.words.commitments))
        return {name: self.promise(name, cases=cases) for name in names}

    def clause(self, name: str) -> Clause:
        roll = self.random.random()
        if roll < 0.72:
            return self.processing(name)
        if roll < 0.84:
            return self.applying(name)
        if roll < 0.92:
            return self.right(name)
        return self.plain(name)

    def processing(self, name: str) -> Clause:
        clause: Clause = {"id": name, "kind": self.one(("disclosure", "disclosure", *OPERATIONS))}
        if self.chance(0.2):
            clause["operations"] = sorted({clause["kind"], *self.some(OPERATIONS, 3)})
        effect = self.one(("permitted", "permitted", "", "required", "prohibited", "prohibited"))
        if effect:
            clause["effect"] = effect
        if effect == "prohibited" and self.chance(0.45):
            clause["otherwise"] = True
        if self.chance(0.1):
            clause["legal_bases"] = self.terms("legal_bases")
        if self.chance(0.6):
            clause["commitments"] = self.commitments()
        self.narrow(clause)
        return self.around(clause)

    def narrow(self, clause: Clause, selectors: Sequence[str] = SELECTORS) -> None:
        for name in self.world.selectors:
            if name in selectors and self.chance(0.5):
                clause[name] = self.terms(name)
        if self.chance(0.4):
            clause["when"] = self.when()
        if self.chance(0.3):
            clause["unless"] = self.unless()

    def applying(self, name: str) -> Clause:
        clause: Clause = {"id": name, "kind": self.one(("notice", "security", "general"))}
        clause["applies_to"] = self.some(OPERATIONS, 3)
        clause["commitments"] = self.commitments()
        self.narrow(clause)
        return self.around(clause)

    def right(self, name: str) -> Clause:
        clause: Clause = {"id": name, "kind": "right", "rights": self.terms("rights")}
        self.narrow(clause, ("personal_data", "data_subjects"))
        for field_ in ("when", "unless"):
            maps = clause.get(field_, [])
            for one in maps if isinstance(maps, list) else [maps]:
                if {"recipients", "purposes", "destinations"} & set(one):
                    clause.pop(field_, None)
        if self.chance(0.2):
            clause["commitments"] = self.commitments(cases=False)
        return self.around(clause)

    def plain(self, name: str) -> Clause:
        clause: Clause = {"id": name, "kind": self.one(("statement", "general", "change"))}
        clause["text"] = self.one(("a", "b"))
        if clause["kind"] != "statement" and self.chance(0.7):
            clause["commitments"] = self.commitments(cases=self.chance(0.15))
        return self.around(clause)

    def around(self, clause: Clause) -> Clause:
        """Where the clause is, and what it is elsewhere."""
        if self.chance(0.15):
            clause["text"] = self.one(("a", "b"))
        if self.chance(0.15):
            clause["section"] = self.one(("1", "2"))
        if self.chance(0.25):
            places = self.places()
            clause["jurisdictions"] = {"except": places} if self.chance(0.4) else places
        if self.chance(0.3):
            where = clause.get("jurisdictions")
            places = list(dict.fromkeys(self.some(self.codes, 3)))
            if isinstance(where, list):
                places = [code for code in places if code in where] or where[:1]
            clause["overlays"] = {code: self.patch(clause) for code in places}
        return clause

    def patch(self, clause: Clause) -> Any:
        if self.chance(0.2):
            return None
        processing = clause["kind"] in OPERATIONS
        found: dict[str, Any] = {}
        for _ in range(self.one((1, 1, 2))):
            choice = self.one(
                ("effect", "selector", "when", "unless", "commitments", "commitments")
            )
            if choice == "effect" and processing:
                found["effect"] = self.one(("permitted", "required", "prohibited"))
                if found["effect"] != "prohibited" and "otherwise" in clause:
                    found["otherwise"] = None
            elif choice == "selector" and (processing or "applies_to" in clause):
                name = self.one(self.world.selectors)
                found[name] = self.terms(name)
            elif choice == "when" and (processing or "applies_to" in clause):
                gone = "when" in clause and self.chance(0.4)
                found["when"] = None if gone else self.when()
            elif choice == "unless" and (processing or "applies_to" in clause):
                gone = "unless" in clause and self.chance(0.4)
                found["unless"] = None if gone else self.unless()
            elif clause["kind"] == "right":
                found["rights"] = self.terms("rights")
            elif clause["kind"] != "statement":
                found.setdefault("commitments", {}).update(self.promises_patch(clause))
        return found or None

    def promises_patch(self, clause: Clause) -> dict[str, Any]:
        stated = clause.get("commitments", {})
        name = self.one(
            list(stated) if stated and self.chance(0.7) else list(self.words.commitments)
        )
        roll = self.random.random()
        if name in stated and roll < 0.25:
            return {name: None}
        held = stated.get(name)
        if isinstance(held, dict) and "value" in held and roll < 0.5:
            if "unless" in held and self.chance(0.5):
                return {name: {"unless": None}}
            return {name: {"when": self.when()}}
        return {name: self.promise(name, cases=clause["kind"] in OPERATIONS)}

    def clauses(self, most: int = 5) -> list[Clause]:
        return [self.clause(f"c{number}") for number in range(self.random.randint(1, most))]

    def edited(self, clauses: list[Clause]) -> list[Clause]:
        """A later version: a few clauses changed, dropped, added, split, renamed, moved."""
        found = [dict(clause) for clause in clauses]
        for _ in range(self.one((0, 1, 1, 2, 3))):
            place = self.random.randrange(len(found)) if found else 0
            choice = self.random.randrange(9)
            if choice == 0 or not found:
                found.append(self.clause(f"n{len(found)}"))
            elif choice == 1:
                del found[place]
            elif choice == 2:
                found[place] = {**self.clause("x"), "id": found[place]["id"]}
            elif choice == 3:
                found[place] = self.renamed(found[place], place)
            elif choice == 4:
                found[place : place + 1] = self.split(found[place])
            else:
                self.touch(found[place])
        if self.chance(0.3):
            self.random.shuffle(found)
        return found

    def renamed(self, clause: Clause, place: int) -> Clause:
        return {**clause, "id": f"r{place}-{clause['id']}", "renamed_from": [clause["id"]]}

    def split(self, clause: Clause) -> list[Clause]:
        fields = [name for name in (*SELECTORS, "jurisdictions") if len(clause.get(name, ())) > 1]
        fields = [name for name in fields if isinstance(clause[name], list)]
        if not fields:
            return [clause]
        name = self.one(fields)
        head, *tail = clause[name]
        return [{**clause, name: [head]}, {**clause, "id": f"{clause['id']}-2", name: tail}]

    def touch(self, clause: Clause) -> None:
        """Change one field of a clause."""
        fresh = self.one((self.processing, self.applying, self.right, self.plain))("x")
        if clause["kind"] in OPERATIONS:
            fresh = self.processing("x")
        elif "applies_to" in clause:
            fresh = self.applying("x")
        elif clause["kind"] == "right":
            fresh = self.right("x")
        else:
            fresh = {**self.plain("x"), "kind": clause["kind"]}
            if clause["kind"] == "statement":
                fresh.pop("commitments", None)
        names = sorted({*fresh, *clause} - {"id", "kind", "renamed_from"})
        if not names:
            return
        name = self.one(names)
        if name in fresh:
            clause[name] = fresh[name]
            if name == "otherwise":
                clause["effect"] = "prohibited"
        elif name not in ("applies_to", "rights", "effect"):
            del clause[name]
        if clause.get("effect") != "prohibited":
            clause.pop("otherwise", None)


def case(seed: int) -> Case:
    """Two versions in a world. Not all of them are free of errors."""
    dice = Dice(seed)
    made = world(dice)
    old = Writer(dice.random.randrange(1 << 30), made, 0)
    new = Writer(dice.random.randrange(1 << 30), made, 1)
    before = old.clauses()
    after = new.edited(before) if dice.chance(0.75) else new.clauses()
    days = sorted(dice.random.sample(DAYS, 2)) if dice.chance(0.7) else [DAYS[3]] * 2
    frames: list[dict[str, Any]] = [{"published": day} for day in days]
    if dice.chance(0.1):
        frames[1] = {"effective": {"default": days[1], dice.one(new.codes): days[0]}}
    if dice.chance(0.15):
        frames[0]["jurisdictions"] = old.places()
    if dice.chance(0.15) or ("jurisdictions" in frames[0] and dice.chance(0.7)):
        frames[1]["jurisdictions"] = {"except": new.places()} if dice.chance(0.4) else new.places()
    return Case(
        made,
        (Text(before, frames[0]), Text(after, frames[1])),
        dice.one(DAYS) if dice.chance(0.2) else None,
        dice.one([*made.countries, *made.words[1].groups]) if dice.chance(0.08) else None,
    )
