"""Two policies side by side: what the one permits, promises and grants that the other does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from policykit.catalogue import ENGLISH
from policykit.comparison.apart import apart
from policykit.comparison.changes import (
    CommitmentChange,
    OutcomeChange,
    RightChange,
    Sides,
    StatementChange,
    box_json,
)
from policykit.comparison.compare import Comparing
from policykit.comparison.contrast import Contrast
from policykit.comparison.policy_promises import policy_promises, promised
from policykit.comparison.redline import says_the_same
from policykit.comparison.result import (
    OperationVerdict,
    PlaceVerdict,
    PolicyDiff,
    Verdicts,
    VersionName,
    Whole,
)
from policykit.library.compiled import WORK
from policykit.library.policy import Version
from policykit.model import Clause, Cover, Verdict, civil_day


class _Comparison(NamedTuple):
    one: VersionName
    other: VersionName
    names: tuple[str, str]
    on: str
    verdict: Verdict
    alike: bool
    jurisdictions: tuple[PlaceVerdict, ...]
    operations: tuple[OperationVerdict, ...]
    disclosures: tuple[OutcomeChange, ...]
    processing: tuple[OutcomeChange, ...]
    commitments: tuple[CommitmentChange, ...]
    rights: tuple[RightChange, ...]
    statements: tuple[StatementChange, ...]
    undecided: Cover | None
    unsaid: tuple[tuple[str, int], ...]
    verdicts: Verdicts
    words: Contrast


class PolicyComparison(_Comparison, Whole):
    """
    Where two policies say different things; what they say alike is not listed.

    Read from `one` to `other`: `verdict` is `broader` where `other` permits more. In each entry
    `before` is what `one` says and `after` what `other` does. A right that is `granted` is granted
    by `other` alone, one that is `withdrawn` by `one` alone; so with statements `made` and
    `withdrawn`. Clauses are not paired: ids mean nothing across policies.
    """

    __slots__ = ()

    def kinds(self) -> frozenset[str]:
        """Every word that `--fail-on` may name and that is true of this comparison."""
        found = self._ways()
        if not self.alike:
            found.add("any")
        return frozenset(found)

    def as_json(self, language: str = ENGLISH) -> dict[str, object]:
        """
        The whole comparison as `policykit.comparison/1`, its sentences in a language (BCP 47).

        Raises:
            UnknownLanguage: no catalogue is in it.

        """
        return {
            "schema": "policykit.comparison/1",
            "one": self.one.as_json(),
            "other": self.other.as_json(),
            "on": self.on,
            "verdict": self.verdict,
            "alike": self.alike,
            **self._verdicts_json(),
            "disclosures": [_outcome(found, language) for found in self.disclosures],
            "processing": [_outcome(found, language) for found in self.processing],
            "commitments": [_commitment(found, language) for found in self.commitments],
            "rights": [_right(found, language) for found in self.rights],
            "statements": [_statement(found, language) for found in self.statements],
            **self._rest_json(language, "difference"),
        }


def compare(
    one: Version,
    other: Version,
    *,
    on: str | None = None,
    jurisdiction: str | None = None,
    work: int = WORK,
) -> PolicyComparison:
    """
    Compare what two policies mean.

    Exact, as `diff` is: a scenario is reported if and only if the two give it different outcomes,
    a guarantee if and only if both allow the scenario and promise different things. Words of the
    policies' own that have one id and mean two things are told apart (`acme/privacy:partners`).

    Parameters:
        one, other: a version of each; they may be of one policy.
        on: the day (ISO 8601) as of which both are read; default: the start of the later one.
        jurisdiction: look only at people who live there.
        work: the bound on work; past it places are left undecided.

    Returns:
        Differences, read from `one` to `other`; empty lists if and only if there are none.

    Raises:
        DifferentWords: two versions of one policy use one word for two things.
        UnknownJurisdiction: the jurisdiction is none.
        NoSuchDay: `on` is no day.
    Source: docs/semantics.md, "Two policies".

    """
    day = (
        (None if on is None else civil_day(on))
        or max(one.start() or "", other.start() or "")
        or "9999-12-31"
    )
    return _Across(*apart(one, other), day, jurisdiction, work).comparison()


class _Across(Comparing):
    """A comparison in which no clause is paired with another."""

    words: Contrast

    def __init__(
        self, one: Version, other: Version, day: str, jurisdiction: str | None, work: int
    ) -> None:
        super().__init__(one, other, day, jurisdiction, work)
        self.pairs = self.touched = self.moved = []
        self.words = Contrast(one, other, self.space)

    def comparison(self) -> PolicyComparison:
        """Every difference."""
        found: PolicyDiff = self.result()
        differences = (found.disclosures, found.processing, found.commitments, found.rights)
        nothing = not any(differences) and not found.statements and not found.unsaid
        return PolicyComparison(
            one=found.before,
            other=found.after,
            names=self.words.names,
            on=found.on,
            verdict=found.verdict,
            alike=nothing and found.undecided is None,
            jurisdictions=found.jurisdictions,
            operations=found.operations,
            disclosures=found.disclosures,
            processing=found.processing,
            commitments=found.commitments,
            rights=found.rights,
            statements=found.statements,
            undecided=found.undecided,
            unsaid=found.unsaid,
            verdicts=found.verdicts,
            words=self.words,
        )

    def _clause_promises(self) -> Iterator[CommitmentChange]:
        """Commitments that hold for no scenario: all that a policy's clauses promise, together."""
        for name in self._names():
            kind = self.words.lexicon.commitment(name)
            sides = (promised(self.both, 0, kind), promised(self.both, 1, kind))
            for one in policy_promises(kind, *sides, self.within):
                where = self.cover_of_places(one.places)
                yield CommitmentChange(
                    commitment=name,
                    before=one.before,
                    after=one.after,
                    direction=one.direction,
                    jurisdictions=where,
                    scenario={},
                    except_=(),
                    clauses=Sides(*one.clauses),
                    message=self.words.policy_promise(kind, (one.before, one.after), where),
                )

    def _names(self) -> dict[str, None]:
        names: dict[str, None] = {}
        for version in (self.before, self.after):
            for clause in version.clauses:
                for normal in (clause.normal, *clause.overlays.values()):
                    names.update(dict.fromkeys((normal or {}).get("commitments", {}) or {}))
        return names

    def _statements(self) -> Iterator[StatementChange]:
        """Statements of fact that one of both makes; the same words are the same statement."""
        sides = [self._stated(side) for side in (0, 1)]
        changes: tuple[Literal["withdrawn", "made"], ...] = ("withdrawn", "made")
        for side, change in enumerate(changes):
            for clause, places in sides[side]:
                alike = [
                    there for other, there in sides[1 - side] if _states_the_same(clause, other)
                ]
                left = places & self.within
                for there in alike:
                    left &= ~there
                if left:
                    where = self.cover_of_places(left)
                    message = self.words.statement(clause, change, where)
                    yield StatementChange(clause.id, change, where, message)

    def _stated(self, side: int) -> list[tuple[Clause, int]]:
        found: dict[str, tuple[Clause, int]] = {}
        for clause, variant in self.both.placed(side):
            if clause.kind == "statement":
                so_far = found.get(clause.id, (clause, 0))[1]
                found[clause.id] = (clause, so_far | variant.places)
        return [*found.values()]


def _states_the_same(one: Clause, other: Clause) -> bool:
    """Whether two statements are the same words, in a language that both have."""
    texts = [clause.normal.get("text", {}) for clause in (one, other)]
    if not any(texts):
        return says_the_same(one.title, other.title)
    return any(
        says_the_same(text, texts[1][language])
        for language, text in texts[0].items()
        if language in texts[1]
    )


def _sides(before: object, after: object) -> dict[str, object]:
    return {"one": before, "other": after}


def _end(found: OutcomeChange | CommitmentChange, language: str) -> dict[str, object]:
    clauses = _sides(list(found.clauses.before), list(found.clauses.after))
    return {"clauses": clauses, "sentence": found.sentence_in(language)}


def _outcome(found: OutcomeChange, language: str) -> dict[str, object]:
    return {
        "direction": found.direction,
        **_sides(found.before, found.after),
        **box_json(found),
        "witness": dict(found.witness),
        **_end(found, language),
    }


def _commitment(found: CommitmentChange, language: str) -> dict[str, object]:
    return {
        "commitment": found.commitment,
        **_sides(found.before, found.after),
        "direction": found.direction,
        **box_json(found),
        **_end(found, language),
    }


def _right(found: RightChange, language: str) -> dict[str, object]:
    return {
        "right": found.right,
        "granted_by": "other" if found.change == "granted" else "one",
        **box_json(found),
        "clauses": list(found.clauses.after or found.clauses.before),
        "sentence": found.sentence_in(language),
    }


def _statement(found: StatementChange, language: str) -> dict[str, object]:
    return {
        "id": found.id,
        "stated_by": "other" if found.change == "made" else "one",
        "jurisdictions": found.jurisdictions.as_json(),
        "sentence": found.sentence_in(language),
    }
