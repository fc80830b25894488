"""The diff itself: both versions in one space, the differences found, stated and worded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Final, TypeVar

from policykit.comparison.changes import (
    CommitmentChange,
    OutcomeChange,
    RightChange,
    Sides,
    StatementChange,
)
from policykit.comparison.clauses import bump_of_clauses, untouched
from policykit.comparison.guarantees import guarantees
from policykit.comparison.meaning import judged, responsible
from policykit.comparison.messages import Message
from policykit.comparison.outcomes import direction_of, outcome_changes, outcomes, verdict_of
from policykit.comparison.promises import clause_promises, statement_moves
from policykit.comparison.result import (
    Membership,
    OperationVerdict,
    PlaceVerdict,
    PolicyDiff,
    Verdicts,
    VersionName,
)
from policykit.comparison.rights import right_changes
from policykit.comparison.search import Search
from policykit.comparison.witnesses import Ways, seen_to_be_mixed, witnessed
from policykit.library.compiled import WORK
from policykit.library.content import UNDATED
from policykit.library.policy import Version
from policykit.model import OPERATIONS, Bump, Outcome, Verdict, civil_day
from policykit.scenarios.covers import nameable
from policykit.scenarios.diagram import EMPTY

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

    Parameters:
        before, after: versions of one policy.
        on: the day (ISO 8601) as of which both are read; default: the start of the later one.
        jurisdiction: look only at people who live there.
        work: the bound on work; past it places are left undecided.

    Returns:
        Changes by jurisdiction, operation and clause; empty lists if and only if both versions
        mean the same.

    Raises:
        DifferentPolicies: the versions belong to different policies.
        DifferentWords: the versions use one word for two things.
        UnknownJurisdiction: the jurisdiction is none.
        NoSuchDay: `on` is no day.
    Source: docs/semantics.md, "Diff".

    """
    day = _day(before, after, on)
    return Comparing(before, after, day, jurisdiction, work).result()


def verdict(
    before: Version,
    after: Version,
    *,
    on: str | None = None,
    jurisdiction: str | None = None,
    work: int = WORK,
) -> Verdict:
    """
    The verdict that `diff` gives, without the rest: whether permissions got broader or narrower.

    Where everything changed, this is known long before all of it is found: a scenario that is
    permitted more than before and one that is permitted less are enough.

    Parameters and errors are those of `diff`.
    """
    search = Search(before, after, _day(before, after, on), jurisdiction, work)
    if seen_to_be_mixed(search):
        return "mixed"
    return verdict_of(search.values(outcomes(search)), search.undecided)


def _day(before: Version, after: Version, on: str | None) -> str:
    if before.policy_id != after.policy_id:
        raise DifferentPolicies(before.policy_id, after.policy_id)
    return (
        (None if on is None else civil_day(on))
        or max(before.start() or "", after.start() or "")
        or UNDATED
    )


class Comparing(Search):
    """A search, and all that is reported of it."""

    def result(self) -> PolicyDiff:
        """Everything that changed."""
        node = outcomes(self)
        open_ = self.undecided
        seen = witnessed(self, open_) if open_ else {}
        ways = reduce(Ways.with_, seen.values(), Ways())
        changes = list(outcome_changes(self, node))
        commitments = [*guarantees(self), *self._clause_promises()]
        rights = self.decided(right_changes(self))
        statements = list(self._statements())
        whole = not (self.undecided or self.unsaid)
        causes = responsible([*changes, *commitments, *rights], statements, whole=whole)
        clauses = tuple(judged(self.touched, causes))
        places, verdicts = self._places(node, open_, ways)
        values = self.values(node)
        self.reasons: list[tuple[Bump, Message]] = []
        bump = self._bump(values, changes, commitments, rights, statements)
        nothing = not (changes or commitments or rights or statements or clauses)
        return PolicyDiff(
            before=_name(self.before),
            after=_name(self.after),
            on=self.day,
            verdict=verdict_of(values, open_, ways),
            unchanged=nothing and not self.undecided and not self._frame(),
            required_bump=bump,
            reasons=tuple(reason for level, reason in self.reasons if level == bump),
            jurisdictions=places,
            operations=tuple(self._operations(node, open_, seen)),
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
            untouched=untouched(self.touched),
            frame=self._frame(),
            membership=tuple(self._membership()),
            undecided=self.cover_of_places(self.undecided) if self.undecided else None,
            unsaid=tuple(self.unsaid.items()),
            verdicts=verdicts,
            words=self.words,
            first_seen=tuple(self._first_seen()),
        )

    def _first_seen(self) -> Iterator[str]:
        """The places asked about whose edition was first seen with the later version."""
        atlas = self.after.header.side.atlas
        for code in self.after.data.get("first_seen", ()):
            if all(
                atlas.covers(code, asked, self.day) or atlas.covers(asked, code, self.day)
                for asked in self.asked
            ):
                yield code

    def _frame(self) -> tuple[str, ...]:
        """What changed of the document around its clauses."""
        keys = ("title", "publisher", "jurisdictions", "text")
        old, new = self.before.content.data, self.after.content.data
        frame = {
            "title": self.before.title == self.after.title,
            "publisher": self.before.publisher == self.after.publisher,
        }
        return tuple(key for key in keys if not frame.get(key, old.get(key) == new.get(key)))

    def _places(
        self, node: int, open_: int, ways: Ways
    ) -> tuple[tuple[PlaceVerdict, ...], Verdicts]:
        """
        The classes of places with the same changes, and the verdict anywhere.

        `open_` are places that are not decided, `ways` what was seen of changes there.
        """
        diagrams = self.levels.diagrams
        edges: tuple[tuple[int, int], ...] = ()
        if node != EMPTY:
            edges = (
                diagrams.edges[node] if diagrams.level[node] == 0 else ((self.space.full[0], node),)
            )
        classes = [(mask, verdict_of(self.values(child))) for mask, child in edges]
        classes.sort(key=lambda item: (-item[0].bit_count(), item[0]))
        mixed = open_ & ways.mixed()
        if mixed:
            classes.append((mixed, "mixed"))
        undecided = open_ & ~mixed
        places = [
            PlaceVerdict(self.cover_of_places(part), verdict)
            for mask, verdict in classes
            for part in nameable(self.space.coordinates[0], mask)
        ]
        if undecided:
            places.append(PlaceVerdict(self.cover_of_places(undecided), "undecided"))
        codes, atlas = self.space.coordinates[0].masks[1], self.after.header.side.atlas
        return tuple(places), Verdicts(tuple(classes), undecided, codes, atlas)

    def _operations(
        self, node: int, open_: int, seen: Mapping[str, Ways]
    ) -> Iterator[OperationVerdict]:
        level = self.space.position["operation"]
        operations = self.space.coordinates[level]
        reached = reduce(
            or_, (box[level] for said in self.both.changed for one in said for box in one.boxes), 0
        )
        for name in OPERATIONS:
            mask = operations.masks[1][name]
            if not mask & reached:
                continue
            part = self.levels.diagrams.inside(node, self.levels.slice("operation", mask))
            verdict = verdict_of(self.values(part), open_, seen.get(name))
            if part != EMPTY or verdict != "equivalent":
                yield OperationVerdict(name, verdict)

    def _clause_promises(self) -> Iterator[CommitmentChange]:
        words = (self.before.header.side.vocabulary, self.after.header.side.vocabulary)
        moves = clause_promises(self.moved, self.both, words, self.within)
        for one in moves:
            places = self.cover_of_places(one.places)
            sides = Sides(*one.pair.ids())
            yield CommitmentChange(
                commitment=one.kind.id,
                before=one.before,
                after=one.after,
                direction=one.direction,
                jurisdictions=places,
                scenario={},
                except_=(),
                clauses=sides,
                causes=self.causes(None, sides),
                message=self.words.clause_promise(one, places),
            )

    def _statements(self) -> Iterator[StatementChange]:
        for move in statement_moves(self.moved, self.both, self.within):
            places = self.cover_of_places(move.places)
            clause = move.pair.before if move.change == "withdrawn" else move.pair.after
            assert clause is not None
            message = self.words.statement(clause, move.change, places)
            yield StatementChange(clause.id, move.change, places, message)

    # The rest

    def _membership(self) -> Iterator[Membership]:
        """What groups that the clauses name did between the two versions and the day of reading."""
        starts = [start for start in (self.before.start(), self.after.start()) if start]
        if not starts:
            return
        side = self.after.header.side
        said = [one.content.places(one.side.vocabulary) for one in self.both.written]
        named = sorted(code for code in frozenset().union(*said) if code in side.atlas.groups)
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
            reasons.append(("major", self.words.message("reason-undecided")))
        for change in changes:
            major = change.direction in ("broader", "promise_dropped")
            reasons.append(("major" if major else "minor", change.message))
        for promise in commitments:
            major = promise.direction == "weaker"
            reasons.append(("major" if major else "minor", promise.message))
        for right in rights:
            reasons.append(("major" if right.change == "withdrawn" else "minor", right.message))
        for statement in statements:
            major = statement.change == "withdrawn"
            reasons.append(("major" if major else "minor", statement.message))
        reasons += (
            (level, self.words.message(id_, **arguments))
            for level, id_, arguments in bump_of_clauses(self.touched)
        )
        if "jurisdictions" in self._frame():
            reasons.append(("minor", self.words.message("reason-places-changed")))
        # What was found counts even where the lists are cut.
        ways = {direction_of(*pair) for pair in values} | self.moves
        worst: Bump = "major" if ways & _MAJOR else "minor"
        if ways and worst not in {level for level, _ in reasons}:
            reasons.append((worst, self.words.message("reason-among", ways=sorted(ways))))
        return max((level for level, _ in reasons), key=_BUMPS.index, default="patch")


def _name(version: Version) -> VersionName:
    return VersionName(
        version.policy_id, version.number, version.title, version.publisher, version.start()
    )
