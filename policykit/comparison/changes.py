"""The changes a diff consists of, and their JSON: the entries of `policykit.diff/1`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from policykit.catalogue import ENGLISH
from policykit.comparison.fields import FieldChange, field_changes, is_prose, root
from policykit.comparison.messages import Message
from policykit.comparison.redline import Redline, redline, says_the_same
from policykit.model import Clause, Cover, Outcome
from policykit.scenarios.statements import Part, scenario_json

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


class Told:
    """
    A change that has a message, and so a sentence.

    A NamedTuple has no base beside itself; so the fields of each change stand in one of their own.
    """

    __slots__ = ()
    message: Message

    @property
    def sentence(self) -> str:
        """The change in one English sentence."""
        return self.message.sentence()

    def sentence_in(self, language: str) -> str:
        """The same in another language that there is a catalogue of (BCP 47)."""
        return self.message.sentence(language)


class _Outcome(NamedTuple):
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


class OutcomeChange(_Outcome, Told):
    """Scenarios whose outcome changed alike: a box less exceptions."""

    __slots__ = ()

    def as_json(self, language: str = ENGLISH) -> dict[str, object]:
        """An entry of `disclosures` or `processing`."""
        return {
            "change": self.change,
            "direction": self.direction,
            "before": self.before,
            "after": self.after,
            **box_json(self),
            "witness": dict(self.witness),
            **_end(self, language),
        }


class _Commitment(NamedTuple):
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


class CommitmentChange(_Commitment, Told):
    """Scenarios on which a guarantee moved alike, or a clause whose promise moved."""

    __slots__ = ()

    def as_json(self, language: str = ENGLISH) -> dict[str, object]:
        """An entry of `commitments`."""
        return {
            "commitment": self.commitment,
            "before": self.before,
            "after": self.after,
            "direction": self.direction,
            **box_json(self),
            **_end(self, language),
        }


class _Right(NamedTuple):
    right: str
    change: Literal["granted", "withdrawn"]
    jurisdictions: Cover
    scenario: Mapping[str, Cover]
    except_: tuple[Part, ...]
    clauses: Sides
    message: Message
    causes: Causes = Causes()


class RightChange(_Right, Told):
    """A right granted or withdrawn somewhere."""

    __slots__ = ()

    def as_json(self, language: str = ENGLISH) -> dict[str, object]:
        """An entry of `rights`."""
        return {
            "right": self.right,
            "change": self.change,
            **box_json(self),
            **_end(self, language),
        }


class _Statement(NamedTuple):
    id: str
    change: Literal["made", "withdrawn"]
    jurisdictions: Cover
    message: Message


class StatementChange(_Statement, Told):
    """A statement of fact made or withdrawn somewhere."""

    __slots__ = ()

    def as_json(self, language: str = ENGLISH) -> dict[str, object]:
        """An entry of `statements`."""
        return {
            "id": self.id,
            "change": self.change,
            "jurisdictions": self.jurisdictions.as_json(),
            "sentence": self.sentence_in(language),
        }


def box_json(found: OutcomeChange | CommitmentChange | RightChange) -> dict[str, object]:
    """Which scenarios an entry is about: a box less exceptions."""
    return {
        "jurisdictions": found.jurisdictions.as_json(),
        "scenario": scenario_json(found.scenario),
        "except": [part.as_json() for part in found.except_],
    }


def _end(found: OutcomeChange | CommitmentChange | RightChange, language: str) -> dict[str, object]:
    return {
        "clauses": found.clauses.as_json(),
        "causes": found.causes.as_json(found.clauses),
        "sentence": found.sentence_in(language),
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
        """Whether a text of both sides changed in more than white space, or that of a place."""
        pairs = [tuple(side.text(one) for side in self._sides()) for one in self._languages()]
        if any(old and new and not says_the_same(old, new) for old, new in pairs):
            return True
        return self.words_changed_in_places

    @property
    def words_changed_in_places(self) -> bool:
        """Whether an overlay has a text that the other side's does not have."""
        if self.before is None or self.after is None:
            return False
        old, new = (
            {
                place: patch["text"]
                for place, patch in side.overlays.items()
                if patch and "text" in patch
            }
            for side in self._sides()
        )
        return bool(old != new)

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
