"""One diff beside what both versions mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from policykit.comparison import PolicyDiff
from policykit.library.policy import Version
from tests.worlds.making import OPERATIONS, Case, Clause
from tests.worlds.output import (
    FIELD,
    Disagreement,
    change_name,
    codes_in,
    covered,
    covered_by,
    either,
    expect,
    held,
    knows,
    nested,
    overlays,
    restricted,
    said,
    same_sets,
    structured,
    verdict,
    where,
    with_cases,
)
from tests.worlds.reading import LEVEL, Reading, governs, normal_form, paired
from tests.worlds.space import Space, refined
from tests.worlds.values import Guarantee, as_good, canonical, moved


class Comparison:
    """One diff beside what both versions mean."""

    def __init__(
        self,
        made: Case,
        versions: tuple[Version, Version],
        found: PolicyDiff,
        space: Space,
        readings: tuple[Reading, Reading],
    ) -> None:
        self.made = made
        self.versions = versions
        self.found = found
        self.data: Any = found.as_json()
        self.space = space
        self.readings = readings
        self.within = space.all
        if made.jurisdiction:
            self.within = space.term(1, "jurisdiction", made.jurisdiction)
        self.clauses = [{one["id"]: one for one in reading.clauses} for reading in readings]
        self.pairs = paired(readings[0].clauses, readings[1].clauses)
        self.bump = {"patch"}
        # By scenario: (before, after) of outcomes.
        self.changed: dict[tuple[str, str], int] = {}
        before, after = readings[0].outcomes, readings[1].outcomes
        for was, old in before.items():
            for now, new in after.items():
                part = old & new & self.within
                if was != now and part:
                    self.changed[was, now] = part

    def check(self) -> None:
        """Everything."""
        self.outcomes()
        self.verdicts()
        self.commitments()
        self.clause_commitments()
        self.rights()
        self.statements()
        self.clause_changes()
        self.membership()
        expect(self.data.get("undecided"), None, "undecided")
        expect(self.data.get("unsaid"), None, "unsaid")
        level = next(one for one in ("major", "minor", "patch") if one in self.bump)
        expect(self.data["required_bump"], level, "required_bump")

    def cover(self, field: str, cover: Mapping[str, Any]) -> int:
        return covered_by(self.space, field, cover)

    def said(self, entry: Mapping[str, Any]) -> int:
        return said(entry, self.space)

    def place_sets(self) -> dict[str, int]:
        return self.space.axes["jurisdiction"].sets

    # The lists

    def outcomes(self) -> None:
        told: dict[tuple[str, str], int] = {}
        for name in ("disclosures", "processing"):
            for entry in self.data[name]:
                part = self.said(entry)
                if not part:
                    raise Disagreement(f"{name}: an entry speaks of nothing: {entry}")
                disclosed = self.space.term(1, "operation", "disclosure")
                expect(part & ~disclosed == 0, name == "disclosures", name, "operation")
                key = (entry["before"], entry["after"])
                told[key] = told.get(key, 0) | part
                self.responsible(entry, part)
                self.witness(entry, part)
                rise = LEVEL[entry["after"]] - LEVEL[entry["before"]]
                promise = "made" if entry["after"] == "prohibited" else "dropped"
                way = "broader" if rise > 0 else "narrower" if rise else f"promise_{promise}"
                expect(entry["direction"], way, "direction", entry)
                expect(entry["change"], change_name(*key), "change", entry)
                self.bump.add("major" if way in ("broader", "promise_dropped") else "minor")
        same_sets(told, self.changed, self.space, "outcomes")

    def responsible(self, entry: Mapping[str, Any], part: int) -> None:
        for side, name in enumerate(("before", "after")):
            named = entry["clauses"][name]
            expect(len(named), len(set(named)), "a clause twice", entry)
            wanted = self.readings[side].deciding(entry[name], part)
            expect(set(named), wanted, "clauses", name, entry)

    def witness(self, entry: Mapping[str, Any], part: int) -> None:
        point = self.space.all
        for name, atom in entry["witness"].items():
            point &= covered(self.space, FIELD.get(name, name), atom)
        point &= self.space.possible
        expect(bool(point), True, "a witness that can be", entry)
        expect(point & ~part == 0, True, "a witness inside", entry)
        for side, name in enumerate(("before", "after")):
            if knows(self.space, side, entry["witness"]):
                decision = self.versions[side].decide(on=self.found.on, **entry["witness"])
                expect(decision.outcome, entry[name], "decide of a witness", entry)

    def verdicts(self) -> None:
        expect(self.data["verdict"], verdict(self.changed), "verdict")
        sets = self.place_sets()
        by_place = {place: restricted(self.changed, one) for place, one in sets.items()}
        if not self.made.jurisdiction:
            self.verdicts_of_codes(by_place)
        listed = 0
        for entry in self.data["jurisdictions"]:
            part = self.cover("jurisdiction", entry["jurisdictions"]) & self.within
            expect(part & listed == 0, True, "places in two classes", entry)
            listed |= part
            shapes = set()
            for place, one in sets.items():
                if one & part:
                    shapes.add(self.shape(by_place[place], place))
                    expect(verdict(by_place[place]), entry["verdict"], "class", place, entry)
            expect(len(shapes), 1, "one class fares alike", entry)
        for place, one in sets.items():
            expect(bool(one & listed), bool(by_place[place]), "listed", place)
        told = {one["operation"]: one["verdict"] for one in self.data["operations"]}
        wanted = {}
        for operation in OPERATIONS:
            part_ = restricted(self.changed, self.space.term(1, "operation", operation))
            if part_:
                wanted[operation] = verdict(part_)
        expect(told, wanted, "operations")

    def verdicts_of_codes(self, by_place: Mapping[str, dict[tuple[str, str], int]]) -> None:
        axis = self.space.axes["jurisdiction"]
        for code, atoms in axis.extents[1].items():
            if code.startswith("other:"):
                continue
            together: dict[tuple[str, str], int] = {}
            for atom in atoms:
                for key, part in by_place[atom].items():
                    together[key] = together.get(key, 0) | part
            expect(self.found.verdict_in(code), verdict(together), "verdict_in", code)

    def shape(self, parts: Mapping[tuple[str, str], int], place: str) -> Any:
        """What changed in one place, whatever the place is."""
        # Place is the first coordinate: its stride is 1, so shifting moves one place to another.
        shift = self.space.axes["jurisdiction"].atoms.index(place)
        return frozenset((key, part >> shift) for key, part in parts.items())

    def commitments(self) -> None:
        kinds = {**self.made.world.words[0].commitments, **self.made.world.words[1].commitments}
        entries = [one for one in self.data["commitments"] if "operation" in one["scenario"]]
        for name, kind in kinds.items():
            if kind.combine == "clause":
                continue
            old, new = (reading.guarantees(name) for reading in self.readings)
            wanted: dict[tuple[str, Guarantee, Guarantee], int] = {}
            for was, before in old.items():
                for now, after in new.items():
                    part = before & after & self.within
                    if was != now and part:
                        wanted[moved(kind, was, now), was, now] = part
                        self.bump.add("major" if moved(kind, was, now) == "weaker" else "minor")
            told: dict[tuple[str, Guarantee, Guarantee], int] = {}
            for entry in entries:
                if entry["commitment"] != name:
                    continue
                part = self.said(entry)
                expect(bool(part), True, "an entry that speaks of something", entry)
                was, now = held(kind, entry["before"]), held(kind, entry["after"])
                key = (entry["direction"], was, now)
                told[key] = told.get(key, 0) | part
                for side, one in enumerate(("before", "after")):
                    named = self.readings[side].stating(name, kind, part)
                    expect(set(entry["clauses"][one]), named, "clauses of", name, one, entry)
            same_sets(told, wanted, self.space, name)

    def clause_commitments(self) -> None:
        """Commitments that belong to a clause, pair by pair and place by place."""
        kinds = {**self.made.world.words[0].commitments, **self.made.world.words[1].commitments}
        entries = [one for one in self.data["commitments"] if "operation" not in one["scenario"]]
        seen: dict[tuple[str, str, str], int] = {}
        for entry in entries:
            sides = entry["clauses"]
            name = (sides["after"] or sides["before"])[0]
            key = (name, entry["commitment"], entry["direction"])
            seen[key] = seen.get(key, 0) | self.cover("jurisdiction", entry["jurisdictions"])
        wanted: dict[tuple[str, str, str], int] = {}
        open_: set[tuple[str, str]] = set()
        sets = self.place_sets()
        for olds, new in self.pairs:
            clauses = [*olds, *([new] if new else [])]
            for name, kind in kinds.items():
                if kind.combine != "clause" and any(governs(one) for one in clauses):
                    continue
                for one in sets.values():
                    if not one & self.within:
                        continue
                    was = [self.stated(0, clause, name, one) for clause in olds]
                    now = self.stated(1, new, name, one) if new else None
                    said = [one for one in was if one is not None]
                    if len(said) > 1 or any(with_cases(one) for one in (*said, now)):
                        # Merged clauses and promises by case: only that something is said of it.
                        open_.add((clauses[-1]["id"], name))
                        continue
                    before = canonical(kind, said[0][0]["value"] if said else kind.absent)
                    after = canonical(kind, now[0]["value"] if now else kind.absent)
                    if before != after:
                        way = "changed"
                        if as_good(kind, after, before):
                            way = "stronger"
                        elif as_good(kind, before, after):
                            way = "weaker"
                        key = ((new or olds[0])["id"], name, way)
                        wanted[key] = wanted.get(key, 0) | one
        for key in {*seen, *wanted}:
            if key[:2] in open_:
                continue
            told = seen.get(key, 0) & self.within
            expect(told == wanted.get(key, 0) & self.within, True, "commitment of a clause", key)
        for _, _, way in seen:
            self.bump.add("major" if way == "weaker" else "minor")

    def stated(self, side: int, clause: Clause, name: str, places: int) -> list[Any] | None:
        for normal, here, _ in self.readings[side].ways[clause["id"]]:
            if here & places:
                found = normal.get("commitments", {}).get(name)
                return found if found is None or isinstance(found, list) else [found]
        return None

    def rights(self) -> None:
        lists = [words.lists.get("rights", {}) for words in self.made.world.words]
        atoms, extents = refined(lists)
        told: dict[tuple[str, str], int] = {}
        for entry in self.data["rights"]:
            part = self.said(entry)
            expect(bool(part), True, "an entry that speaks of something", entry)
            self.bump.add("major" if entry["change"] == "withdrawn" else "minor")
            extent = extents[1].get(entry["right"]) or extents[0].get(entry["right"])
            for atom in extent or {entry["right"]}:
                key = (atom, entry["change"])
                told[key] = told.get(key, 0) | part
            for side, name in enumerate(("before", "after")):
                granting = {
                    clause
                    for atom in extent or {entry["right"]}
                    for clause, one in self.readings[side].rights(atom, extents[side]).items()
                    if one & part
                }
                expect(set(entry["clauses"][name]), granting, "clauses of a right", entry)
        wanted: dict[tuple[str, str], int] = {}
        for atom in atoms:
            old, new = (
                either(reading.rights(atom, extents[side]).values()) & self.within
                for side, reading in enumerate(self.readings)
            )
            for change, part in (("granted", new & ~old), ("withdrawn", old & ~new)):
                if part:
                    wanted[atom, change] = part
        same_sets(told, wanted, self.space, "rights")

    def statements(self) -> None:
        told: dict[tuple[str, str], int] = {}
        for entry in self.data["statements"]:
            key = (entry["id"], entry["change"])
            told[key] = self.cover("jurisdiction", entry["jurisdictions"])
            self.bump.add("major" if entry["change"] == "withdrawn" else "minor")
        wanted: dict[tuple[str, str], int] = {}
        for olds, new in self.pairs:
            here = there = 0
            for one in olds:
                if one["kind"] == "statement":
                    here |= self.readings[0].places_of(one["id"]) & self.within
            if new and new["kind"] == "statement":
                there = self.readings[1].places_of(new["id"]) & self.within
            old_id = olds[0]["id"] if olds else ""
            if here & ~there:
                wanted[old_id, "withdrawn"] = here & ~there
            if there & ~here:
                wanted[new["id"] if new else "", "made"] = there & ~here
        same_sets(told, wanted, self.space, "statements")

    def clause_changes(self) -> None:
        """Which clauses changed, and what of it counts for the version's number."""
        told: dict[str, set[str]] = {}
        for entry in self.data["clauses"]:
            told.setdefault(entry["id"], set()).add(entry["change"])
        wanted: dict[str, set[str]] = {}
        for olds, new in self.pairs:
            self.bump |= set(self.bump_of(olds, new))
            if new is None:
                wanted[olds[0]["id"]] = {"removed"}
                continue
            if not olds:
                wanted[new["id"]] = {"added"}
                continue
            found = {"renamed"} if any(old["id"] != new["id"] for old in olds) else set()
            old = normal_form({**olds[0], "overlays": overlays(olds[0])})
            now = normal_form({**new, "overlays": overlays(new)})
            fields = {
                name
                for name in {*old, *now} - {"id"}
                if old.get(name) != now.get(name) and not (found and name == "renamed_from")
            }
            if "section" in fields:
                found.add("moved")
            if fields - {"section", "text", "title"}:
                found.add("changed")
            elif fields & {"text", "title"}:
                found.add("reworded")
            if found:
                wanted[new["id"]] = found
        expect(told, wanted, "clauses")
        frames = [text.frame.get("jurisdictions") for text in self.made.texts]
        lists = ("disclosures", "processing", "commitments", "rights", "statements", "clauses")
        nothing = not any(self.data[name] for name in lists) and frames[0] == frames[1]
        expect(self.data["unchanged"], nothing, "unchanged")
        if frames[0] != frames[1]:
            self.bump.add("minor")

    def bump_of(self, olds: list[Clause], new: Clause | None) -> Iterable[str]:
        """What a clause's own change asks for, beyond outcomes, promises, rights, statements."""
        old = olds[0] if olds else None
        if old is None or new is None:
            clause = old or new
            assert clause is not None
            if "legal_bases" in clause:
                yield "minor"
            if clause["kind"] not in (*OPERATIONS, "right", "statement"):
                yield "minor"
            return
        if set(old.get("legal_bases", ())) != set(new.get("legal_bases", ())):
            yield "minor"
        plain = not (structured(old) and structured(new))
        if plain and "text" in old and "text" in new and old["text"] != new["text"]:
            yield "minor"
        stated = old["kind"] == new["kind"] == "statement"
        if stated and overlays(old) != overlays(new):
            yield "minor"
        if stated or structured(old) or structured(new):
            return
        moved_ = where(old) != where(new) or overlays(old) != overlays(new)
        if moved_ or old["kind"] != new["kind"]:
            yield "minor"

    def membership(self) -> None:
        named = {one for text in self.made.texts for one in codes_in(text)}
        words = self.made.world.words[1]
        day = self.found.on
        first = min(one.start() or "" for one in self.versions)
        wanted = set()
        for group in named & set(words.groups):
            for one in sorted(nested(words, group)):
                for member, from_, until in words.groups[one]:
                    if member in words.groups:
                        continue
                    if from_ is not None and first < from_ <= day:
                        wanted.add((member, group, "joined", from_))
                    if until is not None and first <= until < day:
                        wanted.add((member, group, "left", until))
        told = set()
        for entry in self.data["membership"]:
            way = "joined" if "joined" in entry else "left"
            told.add((entry["jurisdiction"], entry["group"], way, entry[way]))
        expect(told, wanted, "membership")
