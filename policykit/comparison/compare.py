"""The diff itself: both versions in one space, the differences found, stated and worded."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, Final, Literal, TypeVar

from policykit.comparison.clauses import bump_of_clauses, clause_changes, pairs, untouched
from policykit.comparison.promises import clause_promises, statement_moves
from policykit.comparison.result import (
    CommitmentChange,
    Direction,
    Membership,
    OperationVerdict,
    OutcomeChange,
    PlaceVerdict,
    PolicyDiff,
    RightChange,
    Sides,
    StatementChange,
    VersionName,
)
from policykit.comparison.wording import Words
from policykit.jurisdictions import UnknownJurisdiction
from policykit.library.compiled import WORK, Compiled, Written, governs_scenarios
from policykit.library.policy import Version
from policykit.model import OPERATIONS, PERMISSION, Bump, Clause, Outcome, Verdict
from policykit.scenarios.covers import cover, nameable, union
from policykit.scenarios.diagram import EMPTY, OutOfWork
from policykit.scenarios.joint import Entry, Reading, difference
from policykit.scenarios.outcomes import (
    OTHERWISE,
    OUTCOMES,
    PERMITTED,
    PROHIBITED,
    Promise,
    outcome_entries,
    plain,
)
from policykit.scenarios.statements import Levels, Statement

MOST_STATEMENTS: Final = 2_000
"""How many statements one kind of change is listed in at most; the rest is counted."""

_MAJOR: Final = frozenset(("broader", "promise_dropped", "weaker"))
_BUMPS: Final[tuple[Bump, ...]] = ("patch", "minor", "major")


_Change = TypeVar("_Change")


class DifferentPolicies(ValueError):
    """Two versions of different policies, which are no before and after."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__(before, after)
        self.before = before
        self.after = after

    def __str__(self) -> str:
        return f"'{self.before}' and '{self.after}' are two policies, not versions of one"


def diff(
    before: Version,
    after: Version,
    *,
    on: str | None = None,
    jurisdiction: str | None = None,
    work: int = WORK,
) -> PolicyDiff:
    """
    Compare what two versions of a policy mean.

    Exact: a scenario is reported if and only if its outcome differs.

    Parameters
    ----------
        before, after: versions of one policy.
        on: the day (ISO 8601) as of which both are read; default: the start of the later one.
        jurisdiction: look only at people who live there.
        work: the bound on work; past it places are left undecided.

    Returns
    -------
        Changes by jurisdiction, operation and clause; empty lists if and only if both versions
        mean the same.

    Raises
    ------
        DifferentPolicies: the versions belong to different policies.
        UnknownJurisdiction: the jurisdiction is none.
    Source: docs/semantics.md, "Diff".

    """
    if before.policy_id != after.policy_id:
        raise DifferentPolicies(before.policy_id, after.policy_id)
    day = on or max(before.start() or "", after.start() or "") or "9999-12-31"
    return _Comparison(before, after, day, jurisdiction, work).result()


def change_name(before: Outcome, after: Outcome) -> str:
    """What a change of outcome is called in the format."""
    if after == "required":
        return "newly_required"
    if PERMISSION[before] == 0:
        if after == "permitted":
            return "newly_permitted"
        return "newly_prohibited" if after == "prohibited" else "no_longer_prohibited"
    if after == "permitted":
        return "no_longer_required"
    return "newly_prohibited" if after == "prohibited" else "no_longer_permitted"


def direction_of(before: Outcome, after: Outcome) -> Direction:
    """The way a change of outcome goes, on its own axis."""
    old, new = PERMISSION[before], PERMISSION[after]
    if new != old:
        return "broader" if new > old else "narrower"
    return "promise_made" if after == "prohibited" else "promise_dropped"


def verdict_of(outcomes: Sequence[tuple[Outcome, Outcome]]) -> Verdict:
    """One verdict on all changes of outcome; promises do not count."""
    ways = {direction_of(before, after) for before, after in outcomes}
    if {"broader", "narrower"} <= ways:
        return "mixed"
    if "broader" in ways:
        return "broader"
    return "narrower" if "narrower" in ways else "equivalent"


class _Comparison:
    """One diff under way."""

    def __init__(
        self, before: Version, after: Version, day: str, jurisdiction: str | None, work: int
    ) -> None:
        self.before = before
        self.after = after
        self.day = day
        self.work = work
        written = (
            Written(before.content, before.header.side),
            Written(after.content, after.header.side),
        )
        self.both = Compiled(written, day, governs_scenarios, ("operation",), work)
        self.space = self.both.space
        self.levels = self.both.levels
        self.pairs = pairs(before.content.clauses, after.content.clauses)
        self.within = self._place_mask(jurisdiction) if jurisdiction else self.space.full[0]
        self.words = Words(after, before, self.space)
        self.undecided = 0
        self.unsaid: dict[str, int] = {}
        self.moves: set[str] = set()
        self.reasons: list[tuple[Bump, str]] = []

    def _place_mask(self, code: str) -> int:
        place = self.space.coordinates[0]
        atlas = self.after.header.side.atlas
        if code in place.masks[1]:
            return place.masks[1][code]
        if atlas.is_subdivision(code):
            # One that no clause names fares as its country's unnamed rest.
            country = code[:2]
            return place.masks[1].get(f"other:{country}") or place.masks[1][country]
        raise UnknownJurisdiction(code)

    def result(self) -> PolicyDiff:
        """Everything that changed."""
        outcomes = self._outcomes()
        changes = list(self._outcome_changes(outcomes))
        commitments = [*self._guarantees(), *self._clause_promises()]
        rights = self._decided(self._rights())
        statements = list(self._statements())
        clauses = tuple(clause_changes(self.pairs))
        places, verdict_in = self._places(outcomes)
        values = self._values(outcomes)
        verdict: Verdict = "undecided" if self.undecided else verdict_of(values)
        bump = self._bump(values, changes, commitments, rights, statements)
        nothing = not (changes or commitments or rights or statements or clauses)
        return PolicyDiff(
            before=_name(self.before),
            after=_name(self.after),
            on=self.day,
            verdict=verdict,
            unchanged=nothing and not self.undecided and self._same_frame(),
            required_bump=bump,
            bump_reasons=tuple(reason for level, reason in self.reasons if level == bump),
            jurisdictions=places,
            operations=tuple(self._operations(outcomes)),
            disclosures=tuple(
                one for one in changes if one.scenario["operation"].terms == ("disclosure",)
            ),
            processing=tuple(
                one for one in changes if one.scenario["operation"].terms != ("disclosure",)
            ),
            commitments=tuple(commitments),
            rights=tuple(rights),
            statements=tuple(statements),
            clauses=clauses,
            untouched=untouched(self.pairs),
            membership=tuple(self._membership()),
            undecided=self._cover_of_places(self.undecided) if self.undecided else None,
            unsaid=tuple(self.unsaid.items()),
            verdict_of=verdict_in,
        )

    def _same_frame(self) -> bool:
        keys = ("title", "publisher", "jurisdictions", "text")
        old, new = self.before.content.document, self.after.content.document
        return all(old.at((key,)) == new.at((key,)) for key in keys)

    # Outcomes

    def _outcomes(self) -> int:
        """The diagram of (before, after) outcomes, within the places asked about."""
        entries = [self.both.arranged(outcome_entries(rules)) for rules in self.both.rules]
        return self._difference(entries, OUTCOMES, self.levels, self.both.shared)

    def _difference(
        self,
        entries: Sequence[list[Entry]],
        reading: Reading,
        levels: Levels,
        shared: Sequence[Entry],
    ) -> int:
        before, after = entries
        found = difference(levels.diagrams, before, after, reading, shared)
        self.undecided |= found.undecided & self.within
        # What has been found is told within a bound of its own.
        levels.diagrams.work = WORK
        if self.within == levels.space.full[0]:
            return found.node
        return levels.diagrams.both(found.node, levels.slice("jurisdiction", self.within))

    def _values(self, node: int) -> list[tuple[Outcome, Outcome]]:
        found: Any = self.levels.diagrams.values(node)
        return sorted(found)

    def _places(self, node: int) -> tuple[tuple[PlaceVerdict, ...], Callable[[str], Verdict]]:
        """The classes of places with the same changes, and the verdict anywhere."""
        diagrams = self.levels.diagrams
        edges: tuple[tuple[int, int], ...] = ()
        if node != EMPTY:
            edges = (
                diagrams.edges[node] if diagrams.level[node] == 0 else ((self.space.full[0], node),)
            )
        classes = [(mask, verdict_of(self._values(child))) for mask, child in edges]
        classes.sort(key=lambda item: (-item[0].bit_count(), item[0]))
        undecided = self.undecided

        def verdict_in(code: str) -> Verdict:
            wanted = self._place_mask(code)
            if wanted & undecided:
                return "undecided"
            found = {verdict for mask, verdict in classes if mask & wanted}
            found.discard("equivalent")
            if not found:
                return "equivalent"
            return found.pop() if len(found) == 1 else "mixed"

        places = [
            PlaceVerdict(self._cover_of_places(part), verdict)
            for mask, verdict in classes
            for part in nameable(self.space.coordinates[0], mask)
        ]
        if undecided:
            places.append(PlaceVerdict(self._cover_of_places(undecided), "undecided"))
        return tuple(places), verdict_in

    def _cover_of_places(self, mask: int) -> Any:
        return cover(self.space.coordinates[0], mask)

    def _operations(self, node: int) -> Iterator[OperationVerdict]:
        for operation, part in self._by_operation(node):
            yield OperationVerdict(operation, verdict_of(self._values(part)))

    def _by_operation(self, node: int) -> Iterator[tuple[str, int]]:
        operations = self.space.coordinates[self.space.position["operation"]]
        for name in OPERATIONS:
            mask = operations.masks[1][name]
            part = self.levels.diagrams.both(node, self.levels.slice("operation", mask))
            if part != EMPTY:
                yield name, part

    def _outcome_changes(self, node: int) -> Iterator[OutcomeChange]:
        diagrams = self.levels.diagrams
        parts: list[tuple[str, int]] = []
        # Disclosures apart; the other operations together, so that one cause is told once.
        disclosure = self.levels.slice("operation", self._operation("disclosure"))
        parts.append(("disclosure", diagrams.both(node, disclosure)))
        parts.append(("processing", diagrams.less(node, disclosure)))
        for _, part in parts:
            for before, after in sorted(self._values(part), key=_by_direction):
                region = diagrams.where(part, (before, after))
                change = change_name(before, after)
                yield from self._told(region, change, self._stated(region, before, after))

    def _operation(self, name: str) -> int:
        operations = self.space.coordinates[self.space.position["operation"]]
        return operations.masks[1][name]

    def _stated(self, region: int, before: Outcome, after: Outcome) -> Iterator[OutcomeChange]:
        change, direction = change_name(before, after), direction_of(before, after)
        old = self._responsible(0, region, before)
        new = self._responsible(1, region, after)
        causes = new if direction in ("broader", "promise_made") else old
        if not causes:
            causes = new or old
        statements = self._say(region, [cause for _, cause in causes], change, self.levels)
        for one in statements:
            sides = Sides(self._ids(old, one.node), self._ids(new, one.node))
            yield OutcomeChange(
                change=change,
                direction=direction,
                before=before,
                after=after,
                jurisdictions=one.part.jurisdictions,
                scenario=one.part.scenario,
                except_=one.except_,
                witness=one.witness,
                clauses=sides,
                sentence=self.words.outcome(change, before, after, one),
            )

    def _told(self, region: int, change: str, changes: Iterable[_Change]) -> list[_Change]:
        """The changes; if telling them takes too much work, how many scenarios they were."""
        diagrams = self.levels.diagrams
        unsaid = dict(self.unsaid)
        try:
            return list(changes)
        except OutOfWork:
            diagrams.work = WORK
            self.unsaid = unsaid
            self.unsaid[change] = self.unsaid.get(change, 0) + diagrams.count(region)
            return []

    def _decided(self, changes: Iterable[_Change]) -> list[_Change]:
        """The changes; if finding them takes too much work, nothing is claimed anywhere."""
        try:
            return list(changes)
        except OutOfWork:
            self.undecided |= self.within
            return []

    def _say(
        self, region: int, causes: Sequence[int], change: str, levels: Levels
    ) -> list[Statement]:
        said, rest = levels.statements(region, causes, MOST_STATEMENTS)
        if rest != EMPTY:
            self.unsaid[change] = self.unsaid.get(change, 0) + levels.diagrams.count(rest)
        return said

    def _responsible(self, side: int, region: int, outcome: Outcome) -> list[tuple[Clause, int]]:
        """The clauses that give a region its outcome on one side, each with its part of it."""
        if outcome == "unstated":
            return []
        wanted = {"prohibited": PROHIBITED, "required": PROHIBITED - 1, "permitted": PERMITTED}
        found = self._parts(side, region, wanted[outcome])
        if outcome == "prohibited":
            rest = region
            for _, part in found:
                rest = self.levels.diagrams.less(rest, part)
            found += self._parts(side, rest, OTHERWISE)
        return found

    def _parts(self, side: int, region: int, strength: int) -> list[tuple[Clause, int]]:
        diagrams = self.levels.diagrams
        if region == EMPTY:
            return []
        hull = diagrams.hull(region)
        found: dict[Clause, int] = {}
        for rule in self.both.rules[side]:
            if rule.strength != strength:
                continue
            for masks in self.both.boxes(rule):
                if not all(mask & near for mask, near in zip(masks, hull, strict=True)):
                    continue
                part = diagrams.both(region, diagrams.box(masks))
                if part != EMPTY:
                    found[rule.clause] = diagrams.either(found.get(rule.clause, EMPTY), part)
        return list(found.items())

    def _ids(self, responsible: Sequence[tuple[Clause, int]], node: int) -> tuple[str, ...]:
        diagrams = self.levels.diagrams
        return tuple(
            clause.id for clause, part in responsible if diagrams.both(part, node) != EMPTY
        )

    # Promises

    def _guarantees(self) -> Iterator[CommitmentChange]:
        """Commitments that hold for scenarios, where both versions allow them."""
        rules = self.both.rules
        names: dict[str, None] = {}
        for side in rules:
            for rule in side:
                names.update(dict.fromkeys(rule.normal.get("commitments", {})))
        for name in names:
            kind = self._commitment(name)
            if kind.combine == "clause":
                continue
            promise = Promise(kind)
            entries = [
                self.both.arranged(promise.entries(self.space, index, side))
                for index, side in enumerate(rules)
            ]
            node = self._difference(entries, promise.reading, self.levels, self.both.shared)
            yield from self._moved(node, promise)

    def _commitment(self, name: str) -> Any:
        new = self.after.header.side.vocabulary.commitments
        return new.get(name) or self.before.header.side.vocabulary.commitments[name]

    def _moved(self, node: int, promise: Promise) -> Iterator[CommitmentChange]:
        diagrams = self.levels.diagrams
        found: Any = diagrams.values(node)
        for before, after, direction in sorted(found, key=repr):
            region = diagrams.where(node, (before, after, direction))
            moves = self._moved_in(region, promise, (before, after, direction))
            yield from self._told(region, promise.kind.id, moves)

    def _moved_in(
        self, region: int, promise: Promise, moved: tuple[Hashable, Hashable, Any]
    ) -> Iterator[CommitmentChange]:
        before, after, direction = moved
        self.moves.add(direction)
        old = self._promising(0, region, promise)
        new = self._promising(1, region, promise)
        causes = [part for _, part in (new or old)]
        values = plain(promise.shown(before)), plain(promise.shown(after))
        for one in self._say(region, causes, promise.kind.id, self.levels):
            yield CommitmentChange(
                commitment=promise.kind.id,
                before=values[0],
                after=values[1],
                direction=direction,
                jurisdictions=one.part.jurisdictions,
                scenario=one.part.scenario,
                except_=one.except_,
                clauses=Sides(self._ids(old, one.node), self._ids(new, one.node)),
                sentence=self.words.commitment(promise.kind, *values, direction, one),
            )

    def _promising(self, side: int, region: int, promise: Promise) -> list[tuple[Clause, int]]:
        """The clauses that allow a region or state the commitment there."""
        diagrams = self.levels.diagrams
        found: dict[Clause, int] = {}
        hull = diagrams.hull(region)
        for rule in self.both.rules[side]:
            states = promise.kind.id in rule.normal.get("commitments", {})
            allows = rule.strength in (PERMITTED, PROHIBITED - 1)
            if not (states or (allows and promise.kind.combine == "alternative")):
                continue
            for masks in self.both.boxes(rule):
                if all(mask & near for mask, near in zip(masks, hull, strict=True)):
                    part = diagrams.both(region, diagrams.box(masks))
                    if part != EMPTY:
                        found[rule.clause] = diagrams.either(found.get(rule.clause, EMPTY), part)
        return list(found.items())

    def _clause_promises(self) -> Iterator[CommitmentChange]:
        words = (self.before.header.side.vocabulary, self.after.header.side.vocabulary)
        moves = clause_promises(self.pairs, self.both.placed, words, self.within)
        for one in moves:
            places = self._cover_of_places(one.places)
            yield CommitmentChange(
                commitment=one.kind.id,
                before=one.before,
                after=one.after,
                direction=one.direction,
                jurisdictions=places,
                scenario={},
                except_=(),
                clauses=Sides(*one.pair.ids()),
                sentence=self.words.clause_promise(one, places),
            )

    def _statements(self) -> Iterator[StatementChange]:
        for move in statement_moves(self.pairs, self.both.placed, self.within):
            places = self._cover_of_places(move.places)
            clause = move.pair.before if move.change == "withdrawn" else move.pair.after
            assert clause is not None
            sentence = self.words.statement(clause, move.change, places)
            yield StatementChange(clause.id, move.change, places, sentence)

    # Rights

    def _rights(self) -> Iterator[RightChange]:
        written = (
            Written(self.before.content, self.before.header.side),
            Written(self.after.content, self.after.header.side),
        )
        if not any(clause.kind == "right" for one in written for clause in one.content.clauses):
            return
        both = Compiled(written, self.day, _is_right, ("rights",), self.work)
        levels = both.levels
        diagrams = levels.diagrams
        entries: list[list[Entry]] = [
            [((PERMITTED, ""), masks) for rule in side for masks in both.boxes(rule)]
            for side in both.rules
        ]
        # Coordinates may come in another order than those of the outcomes; places do not.
        node = self._difference(entries, OUTCOMES, levels, both.shared)
        place = both.space.position["rights"]
        level, rights = levels.level_of[place], both.space.coordinates[place]
        changes: tuple[tuple[Literal["granted", "withdrawn"], Hashable], ...] = (
            ("withdrawn", ("permitted", "unstated")),
            ("granted", ("unstated", "permitted")),
        )
        for change, pair in changes:
            region = diagrams.where(node, pair)
            classes: dict[int, int] = {}
            for atom in rights.atoms:
                bit = 1 << rights.index[atom]
                part = diagrams.cofactor(region, level, bit)
                if part != EMPTY:
                    classes[part] = classes.get(part, 0) | bit
            for part, mask in classes.items():
                for one in self._say(part, (), change, levels):
                    for right in union(rights, mask) or ():
                        sides = self._granting(both, one.node, level, rights.names[right])
                        yield RightChange(
                            right=str(right),
                            change=change,
                            jurisdictions=one.part.jurisdictions,
                            scenario=one.part.scenario,
                            except_=one.except_,
                            clauses=sides,
                            sentence=self.words.right(str(right), change, one),
                        )

    @staticmethod
    def _granting(both: Compiled, node: int, level: int, rights: int) -> Sides:
        found: list[tuple[str, ...]] = []
        for side in both.rules:
            ids: dict[str, None] = {}
            for rule in side:
                for masks in both.boxes(rule):
                    if masks[level] & rights and both.levels.diagrams.meets(node, masks):
                        ids[rule.clause.id] = None
            found.append(tuple(ids))
        return Sides(*found)

    # The rest

    def _membership(self) -> Iterator[Membership]:
        """What groups that the clauses name did between the two versions and the day of reading."""
        starts = [start for start in (self.before.start(), self.after.start()) if start]
        if not starts:
            return
        side = self.after.header.side
        named = sorted(code for code in self.space.places if code in side.atlas.groups)
        for group in named:
            for day, member, change in side.atlas.changes(group, min(starts), self.day):
                yield Membership(member, group, "joined" if change == "joined" else "left", day)

    def _bump(
        self,
        values: Sequence[tuple[Outcome, Outcome]],
        changes: Sequence[OutcomeChange],
        commitments: Sequence[CommitmentChange],
        rights: Sequence[RightChange],
        statements: Sequence[StatementChange],
    ) -> Bump:
        reasons = self.reasons
        if self.undecided:
            reasons.append(("major", "the bound on work was reached before all was decided"))
        for change in changes:
            major = change.direction in ("broader", "promise_dropped")
            reasons.append(("major" if major else "minor", change.sentence))
        for promise in commitments:
            major = promise.direction == "weaker"
            reasons.append(("major" if major else "minor", promise.sentence))
        for right in rights:
            reasons.append(("major" if right.change == "withdrawn" else "minor", right.sentence))
        for statement in statements:
            major = statement.change == "withdrawn"
            reasons.append(("major" if major else "minor", statement.sentence))
        reasons += bump_of_clauses(self.pairs)
        # What was found counts even where the lists are cut.
        ways = {direction_of(*pair) for pair in values} | self.moves
        worst: Bump = "major" if ways & _MAJOR else "minor"
        if ways and worst not in {level for level, _ in reasons}:
            reasons.append((worst, f"among the changes: {', '.join(sorted(ways))}"))
        return max((level for level, _ in reasons), key=_BUMPS.index, default="patch")


def _by_direction(pair: tuple[Outcome, Outcome]) -> tuple[int, str, str]:
    order = ("broader", "narrower", "promise_dropped", "promise_made")
    return order.index(direction_of(*pair)), *pair


def _is_right(clause: Clause) -> bool:
    return clause.kind == "right"


def _name(version: Version) -> VersionName:
    return VersionName(version.policy_id, version.number, version.title, version.publisher)
