"""The records a diff consists of, and their JSON (`policykit.diff/1`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from policykit.catalogue import ENGLISH
from policykit.comparison.fields import FieldChange, field_changes, is_prose, root
from policykit.comparison.messages import Message
from policykit.comparison.redline import Redline, redline, says_the_same
from policykit.jurisdictions import Atlas, UnknownJurisdiction
from policykit.model import Bump, Clause, Cover, Outcome, Verdict
from policykit.scenarios.statements import Part, scenario_json

if TYPE_CHECKING:
    from policykit.comparison.wording import Words

Meaning = Literal["same", "changed", "unstructured", "undecided"]
Direction = Literal["broader", "narrower", "promise_made", "promise_dropped"]


Cause = Literal["added", "removed", "changed", "exposed", "overridden", "frame"]
"""
Why a clause is responsible on its side: it is only there (`added`, `removed`) or reads otherwise on
the other (`changed`); it is the same, and what overrode it is gone (`exposed`) or what overrides it
is new (`overridden`); or it is the same, and the places or the words around it are not (`frame`).
"""


class Sides(NamedTuple):
    """The clauses responsible, by id, before and after."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """`{"before": […], "after": […]}`."""
        return {"before": list(self.before), "after": list(self.after)}


class Causes(NamedTuple):
    """Why each clause of `Sides` is among them, in the same order."""

    before: tuple[Cause, ...] = ()
    after: tuple[Cause, ...] = ()

    def as_json(self, sides: Sides) -> dict[str, object]:
        """`{"before": {id: cause}, "after": {id: cause}}`."""
        return {
            "before": dict(zip(sides.before, self.before, strict=False)),
            "after": dict(zip(sides.after, self.after, strict=False)),
        }


class OutcomeChange(NamedTuple):
    """Scenarios whose outcome changed alike: a box less exceptions."""

    change: str
    direction: Direction
    before: Outcome
    after: Outcome
    jurisdictions: Cover
    scenario: Mapping[str, Cover]
    except_: tuple[Part, ...]
    witness: Mapping[str, str | bool]
    clauses: Sides
    message: Message
    causes: Causes = Causes()

    @property
    def sentence(self) -> str:
        """The change in one English sentence."""
        return self.message.sentence()

    def sentence_in(self, language: str) -> str:
        """The same in another language that there is a catalogue of (BCP 47)."""
        return self.message.sentence(language)

    def as_json(self, language: str = ENGLISH) -> dict[str, object]:
        """An entry of `disclosures` or `processing`."""
        return {
            "change": self.change,
            "direction": self.direction,
            "before": self.before,
            "after": self.after,
            "jurisdictions": self.jurisdictions.as_json(),
            "scenario": scenario_json(self.scenario),
            "except": [part.as_json() for part in self.except_],
            "witness": dict(self.witness),
            "clauses": self.clauses.as_json(),
            "causes": self.causes.as_json(self.clauses),
            "sentence": self.sentence_in(language),
        }


class CommitmentChange(NamedTuple):
    """Scenarios on which a guarantee moved alike, or a clause whose promise moved."""

    commitment: str
    before: Any
    after: Any
    direction: Literal["weaker", "stronger", "changed"]
    jurisdictions: Cover
    scenario: Mapping[str, Cover]
    except_: tuple[Part, ...]
    clauses: Sides
    message: Message
    causes: Causes = Causes()

    @property
    def sentence(self) -> str:
        """The change in one English sentence."""
        return self.message.sentence()

    def sentence_in(self, language: str) -> str:
        """The same in another language that there is a catalogue of (BCP 47)."""
        return self.message.sentence(language)

    def as_json(self, language: str = ENGLISH) -> dict[str, object]:
        """An entry of `commitments`."""
        return {
            "commitment": self.commitment,
            "before": self.before,
            "after": self.after,
            "direction": self.direction,
            "jurisdictions": self.jurisdictions.as_json(),
            "scenario": scenario_json(self.scenario),
            "except": [part.as_json() for part in self.except_],
            "clauses": self.clauses.as_json(),
            "causes": self.causes.as_json(self.clauses),
            "sentence": self.sentence_in(language),
        }


class RightChange(NamedTuple):
    """A right granted or withdrawn somewhere."""

    right: str
    change: Literal["granted", "withdrawn"]
    jurisdictions: Cover
    scenario: Mapping[str, Cover]
    except_: tuple[Part, ...]
    clauses: Sides
    message: Message
    causes: Causes = Causes()

    @property
    def sentence(self) -> str:
        """The change in one English sentence."""
        return self.message.sentence()

    def sentence_in(self, language: str) -> str:
        """The same in another language that there is a catalogue of (BCP 47)."""
        return self.message.sentence(language)

    def as_json(self, language: str = ENGLISH) -> dict[str, object]:
        """An entry of `rights`."""
        return {
            "right": self.right,
            "change": self.change,
            "jurisdictions": self.jurisdictions.as_json(),
            "scenario": scenario_json(self.scenario),
            "except": [part.as_json() for part in self.except_],
            "clauses": self.clauses.as_json(),
            "causes": self.causes.as_json(self.clauses),
            "sentence": self.sentence_in(language),
        }


class StatementChange(NamedTuple):
    """A statement of fact made or withdrawn somewhere."""

    id: str
    change: Literal["made", "withdrawn"]
    jurisdictions: Cover
    message: Message

    @property
    def sentence(self) -> str:
        """The change in one English sentence."""
        return self.message.sentence()

    def sentence_in(self, language: str) -> str:
        """The same in another language that there is a catalogue of (BCP 47)."""
        return self.message.sentence(language)

    def as_json(self, language: str = ENGLISH) -> dict[str, object]:
        """An entry of `statements`."""
        return {
            "id": self.id,
            "change": self.change,
            "jurisdictions": self.jurisdictions.as_json(),
            "sentence": self.sentence_in(language),
        }


class ClauseChange(NamedTuple):
    """
    What happened to a clause, by id; `fields` are paths into its normal form.

    `before` and `after` are the clause on each side, None where it does not exist. `meaning` says
    whether the clause takes part in what changed in meaning: `same` or `changed`; `unstructured`
    where its words are its meaning, and only a reader can tell; `undecided` where a bound on work
    was reached. Source: docs/semantics.md, "Clauses".
    """

    id: str
    change: Literal["added", "removed", "renamed", "moved", "reworded", "changed"]
    fields: tuple[str, ...]
    renamed_from: str | None = None
    section: str = ""
    before: Clause | None = None
    after: Clause | None = None
    meaning: Meaning = "same"

    @property
    def values(self) -> dict[str, FieldChange]:
        """Both values of each of the fields, by path; words have redlines instead."""
        if self.before is None or self.after is None:
            return {}
        found = {one.path: one for one in field_changes(self.before, self.after)}
        return {path: found[path] for path in self.fields if path in found and not is_prose(path)}

    @property
    def redline(self) -> dict[str, Redline]:
        """What changed in the text, by language; a language that only one side has, whole."""
        return {
            language: redline(*(clause.text(language) for clause in self._sides()))
            for language in self._languages()
        }

    @property
    def title_redline(self) -> Redline:
        """What changed in the title; empty if it is the same."""
        if "title" not in self.fields:
            return ()
        return redline(*(clause.title for clause in self._sides()))

    @property
    def words_changed(self) -> bool:
        """Whether a text that both sides have changed in more than white space."""
        pairs = [tuple(side.text(one) for side in self._sides()) for one in self._languages()]
        return any(old and new and not says_the_same(old, new) for old, new in pairs)

    def _sides(self) -> tuple[Clause, Clause]:
        assert self.before is not None
        assert self.after is not None
        return self.before, self.after

    def _languages(self) -> list[str]:
        """The languages whose text changed."""
        return [path.partition(".")[2] for path in self.fields if root(path) == "text"]

    def as_json(self) -> dict[str, object]:
        """An entry of `clauses`."""
        shown: dict[str, object] = {
            "id": self.id,
            "change": self.change,
            "fields": list(self.fields),
            "meaning": self.meaning,
        }
        if self.renamed_from is not None:
            shown["renamed_from"] = self.renamed_from
        if values := self.values:
            shown["values"] = {path: one.as_json() for path, one in values.items()}
        if title := self.title_redline:
            shown["title_redline"] = [one.as_json() for one in title]
        if texts := self.redline:
            shown["redline"] = {
                language: [one.as_json() for one in found] for language, found in texts.items()
            }
        return shown


class Membership(NamedTuple):
    """A country that joined or left a group the policy names, between the two versions."""

    jurisdiction: str
    group: str
    change: Literal["joined", "left"]
    day: str

    def as_json(self) -> dict[str, object]:
        """An entry of `membership`: the first day under `joined`, or the last under `left`."""
        return {"jurisdiction": self.jurisdiction, "group": self.group, self.change: self.day}


class PlaceVerdict(NamedTuple):
    """Places with the same outcome changes."""

    jurisdictions: Cover
    verdict: Verdict


class OperationVerdict(NamedTuple):
    """An operation some of whose outcomes changed."""

    operation: str
    verdict: Verdict


class VersionName(NamedTuple):
    """Which version of which policy."""

    policy: str
    version: str
    title: str
    publisher: str
    start: str | None


class Verdicts(NamedTuple):
    """The verdict of every place: classes of places as sets of atoms, and what codes stand for."""

    classes: tuple[tuple[int, Verdict], ...]
    undecided: int
    codes: Mapping[str | bool, int]
    atlas: Atlas

    def of(self, code: str) -> Verdict:
        """
        The verdict for people who live in a country, a subdivision or a group.

        Raises:
            UnknownJurisdiction: the code is none.

        """
        wanted = atoms_of(code, self.codes, self.atlas)
        if wanted & self.undecided:
            return "undecided"
        found = {verdict for mask, verdict in self.classes if mask & wanted}
        found.discard("equivalent")
        if not found:
            return "equivalent"
        return found.pop() if len(found) == 1 else "mixed"


def atoms_of(code: str, codes: Mapping[str | bool, int], atlas: Atlas) -> int:
    """
    The atoms of a country, a subdivision or a group.

    Raises:
        UnknownJurisdiction: the code is none.

    """
    if code in codes:
        return codes[code]
    if atlas.is_subdivision(code):
        # One that no clause names fares as the unnamed rest of what it lies in.
        around = next(one for one in atlas.lineage(code) if one in codes)
        return codes.get(f"other:{around}") or codes[around]
    raise UnknownJurisdiction(code, atlas.meant(code))


class PolicyDiff(NamedTuple):
    """
    What changed between two versions.

    `verdict` speaks of permission alone: promises, commitments, rights and statements have their
    own lists and count in `required_bump`. `jurisdictions` and `operations` list only those with
    changes. Lists are sorted by place, operation and clause, and empty if and only if nothing of
    the kind changed. `undecided` covers the places where the bound on work was reached (None:
    everywhere is decided); `unsaid` counts scenarios that the lists leave out, by kind of change.
    """

    before: VersionName
    after: VersionName
    on: str
    verdict: Verdict
    unchanged: bool
    required_bump: Bump
    reasons: tuple[Message, ...]
    jurisdictions: tuple[PlaceVerdict, ...]
    operations: tuple[OperationVerdict, ...]
    disclosures: tuple[OutcomeChange, ...]
    processing: tuple[OutcomeChange, ...]
    commitments: tuple[CommitmentChange, ...]
    rights: tuple[RightChange, ...]
    statements: tuple[StatementChange, ...]
    clauses: tuple[ClauseChange, ...]
    untouched: tuple[str, ...]
    frame: tuple[str, ...]
    membership: tuple[Membership, ...]
    undecided: Cover | None
    unsaid: tuple[tuple[str, int], ...]
    verdicts: Verdicts
    words: Words

    def verdict_in(self, jurisdiction: str) -> Verdict:
        """
        The verdict for people who live in a country, a subdivision or a group.

        Raises:
            UnknownJurisdiction: the code is none.

        """
        return self.verdicts.of(jurisdiction)

    @property
    def reworded_alone(self) -> tuple[str, ...]:
        """Clauses, by id, whose words changed while their meaning did not."""
        return tuple(one.id for one in self.clauses if one.meaning == "same" and one.words_changed)

    @property
    def changed_silently(self) -> tuple[str, ...]:
        """Clauses, by id, whose meaning changed while their text, if they have one, did not."""
        return tuple(
            one.id
            for one in self.clauses
            if one.change == "changed" and one.meaning == "changed" and not one.words_changed
        )

    def kinds(self) -> frozenset[str]:
        """Every word that `--fail-on` may name and that is true of this diff."""
        found: set[str] = set()
        for change in (*self.disclosures, *self.processing):
            found |= {change.direction, change.change}
        found |= {change.direction for change in self.commitments}
        found |= {change.change for change in self.rights}
        found |= {change.change for change in self.statements}
        found |= {change.change for change in self.clauses}
        if self.verdict != "equivalent":
            found.add(self.verdict)
        if self.verdict == "mixed":
            found |= {"broader", "narrower"}
        found |= {change for change, _ in self.unsaid}
        if self.undecided is not None:
            found.add("undecided")
        if not self.unchanged:
            found.add("any")
        return frozenset(found)

    @property
    def bump_reasons(self) -> tuple[str, ...]:
        """Why the version has to rise so far, in English sentences."""
        return tuple(reason.sentence() for reason in self.reasons)

    def as_json(self, language: str = ENGLISH) -> dict[str, object]:
        """
        The whole diff as `policykit.diff/1`, its sentences in a language (BCP 47).

        `language` is a key only where that is not English.

        Raises:
            UnknownLanguage: no catalogue is in it.

        """
        shown: dict[str, object] = {
            "schema": "policykit.diff/1",
            "before": {"policy": self.before.policy, "version": self.before.version},
            "after": {"policy": self.after.policy, "version": self.after.version},
            "on": self.on,
            "verdict": self.verdict,
            "unchanged": self.unchanged,
            "required_bump": self.required_bump,
            "jurisdictions": [
                {"jurisdictions": one.jurisdictions.as_json(), "verdict": one.verdict}
                for one in self.jurisdictions
            ],
            "operations": [
                {"operation": one.operation, "verdict": one.verdict} for one in self.operations
            ],
            "disclosures": [one.as_json(language) for one in self.disclosures],
            "processing": [one.as_json(language) for one in self.processing],
            "commitments": [one.as_json(language) for one in self.commitments],
            "rights": [one.as_json(language) for one in self.rights],
            "statements": [one.as_json(language) for one in self.statements],
            "clauses": [one.as_json() for one in self.clauses],
            "membership": [one.as_json() for one in self.membership],
        }
        if language != ENGLISH:
            shown["language"] = language
        if self.undecided is not None:
            shown["undecided"] = {
                "jurisdictions": self.undecided.as_json(),
                "reason": "the bound on work was reached",
            }
        if self.unsaid:
            shown["unsaid"] = [
                {"change": change, "scenarios": scenarios} for change, scenarios in self.unsaid
            ]
        return shown
