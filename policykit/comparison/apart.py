"""
Two policies' own words told apart.

Ids of a policy's own words mean something inside that policy alone. Where two policies use one id
for the same thing it stays; where they mean two things by it, each gets the name of its policy:
`acme/privacy:partners`. The same thing is meant by terms of one title under (or gathering) the same
terms, by conditions of one title and shape, by commitments of one title and type, by groups of the
same members.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from policykit.document import Document
from policykit.jurisdictions import Atlas, Group
from policykit.library.content import Content
from policykit.library.policy import Version
from policykit.model import SELECTORS, Clause
from policykit.scenarios.coordinates import Side
from policykit.vocabulary import Commitment, Condition, Term, Vocabulary

_LISTS: Final = (*SELECTORS[:-1], "legal_bases", "rights")
"""The fields of a clause whose values are terms of the list of their name."""

Words = frozenset[tuple[str, str]]
"""Words as (list, id); conditions, commitments and groups are lists of their own."""


def apart(one: Version, other: Version) -> tuple[Version, Version]:
    """Both versions, with the words by which they mean two things renamed."""
    sides = (one.header.side, other.header.side)
    if sides[0] is sides[1]:
        return one, other
    words = _different(*sides)
    if not words:
        return one, other
    names = [one.policy_id, other.policy_id]
    if names[0] == names[1]:
        names = [f"{version.policy_id}@{version.number}" for version in (one, other)]
    return (
        _Renaming(words, names[0], one).version(),
        _Renaming(words, names[1], other).version(),
    )


def _different(one: Side, other: Side) -> Words:
    """The words that both have as their own and mean two things by."""
    found: set[tuple[str, str]] = set()
    shared = [*(one.vocabulary.own & other.vocabulary.own)]
    shared += [("groups", name) for name in one.atlas.own & other.atlas.own]
    while True:
        more = {word for word in shared if word not in found and _differs(word, one, other, found)}
        if not more:
            return frozenset(found)
        found |= more


def _differs(word: tuple[str, str], one: Side, other: Side, found: set[tuple[str, str]]) -> bool:
    list_, name = word
    if list_ == "conditions":
        return _of_condition(one.vocabulary.conditions[name]) != _of_condition(
            other.vocabulary.conditions[name]
        )
    if list_ == "commitments":
        return _of_commitment(one.vocabulary.commitments[name]) != _of_commitment(
            other.vocabulary.commitments[name]
        )
    if list_ == "groups":
        groups = [side.atlas.groups[name] for side in (one, other)]
        inside = {("groups", member.member) for member in groups[0].members}
        return bool(inside & found) or len({frozenset(group.members) for group in groups}) > 1
    # A list that a condition brought along goes with it.
    if ("conditions", list_) in found:
        return True
    terms = [side.vocabulary.lists[list_][name] for side in (one, other)]
    around = {(list_, near) for near in (*terms[0].broader, *terms[0].members)}
    return bool(around & found) or _of_term(terms[0]) != _of_term(terms[1])


def _of_term(term: Term) -> tuple[object, ...]:
    return term.title, frozenset(term.broader), frozenset(term.members), term.none


def _of_condition(condition: Condition) -> tuple[object, ...]:
    return condition.title, condition.shape, condition.list


def _of_commitment(kind: Commitment) -> tuple[object, ...]:
    return (
        kind.title,
        kind.type,
        kind.protects,
        kind.absent,
        kind.combine,
        kind.levels,
        tuple(kind.days.items()),
        kind.unit,
    )


class _Renaming(NamedTuple):
    """Words to be renamed, and the version whose they are."""

    words: Words
    policy: str
    of: Version

    def name(self, list_: str, name: str) -> str:
        """A word's name; the policy's before it where two policies mean two things."""
        return f"{self.policy}:{name}" if (list_, name) in self.words else name

    def names(self, list_: str, names: Iterable[str]) -> tuple[str, ...]:
        """The same of several."""
        return tuple(self.name(list_, one) for one in names)

    def version(self) -> Version:
        """The version in the new names."""
        header, content = self.of.header, self.of.content
        data = dict(content.data)
        if "jurisdictions" in data:
            data["jurisdictions"] = self.places(data["jurisdictions"])
        document = Document(content.document.path, "", data)
        clauses = tuple(self.clause(clause) for clause in content.clauses)
        side = Side(self.vocabulary(), self.atlas())
        return Version(
            header._replace(side=side),
            Content(document, data, content.number, clauses),
            self.of.path,
        )

    # Vocabularies

    def said(self, list_: str, name: str, phrase: str) -> str:
        """How a word reads in a sentence: whose it is, where two mean two things by it."""
        return f"{phrase} ({self.of.publisher})" if (list_, name) in self.words else phrase

    def vocabulary(self) -> Vocabulary:
        """The vocabulary in the new names."""
        old = self.of.header.side.vocabulary
        return Vocabulary(
            {
                self.name("conditions", list_): {
                    self.name(list_, name): self.term(list_, term) for name, term in terms.items()
                }
                for list_, terms in old.lists.items()
            },
            {
                self.name("conditions", name): one._replace(
                    id=self.name("conditions", name),
                    list=self.name("conditions", one.list),
                    title=self.said("conditions", name, one.title),
                )
                for name, one in old.conditions.items()
            },
            {
                self.name("commitments", name): one._replace(
                    id=self.name("commitments", name),
                    title=self.said("commitments", name, one.title),
                    phrase=self.said("commitments", name, one.phrase),
                )
                for name, one in old.commitments.items()
            },
            old.impossible,
            frozenset(
                (self.name("conditions", list_), self.name(list_, name)) for list_, name in old.own
            ),
        )

    def term(self, list_: str, term: Term) -> Term:
        """A term in the new names."""
        return term._replace(
            id=self.name(list_, term.id),
            title=self.said(list_, term.id, term.title),
            phrase=self.said(list_, term.id, term.phrase),
            broader=self.names(list_, term.broader),
            members=self.names(list_, term.members),
        )

    def atlas(self) -> Atlas:
        """The atlas in the new names."""
        old = self.of.header.side.atlas
        groups = {
            self.name("groups", name): self.group(one) if name in old.own else one
            for name, one in old.groups.items()
        }
        return Atlas(old.countries, groups, frozenset(self.names("groups", old.own)))

    def group(self, group: Group) -> Group:
        """A group in the new names."""
        return group._replace(
            id=self.name("groups", group.id),
            phrase=self.said("groups", group.id, group.phrase),
            members=tuple(
                one._replace(member=self.name("groups", one.member)) for one in group.members
            ),
        )

    # Clauses

    def clause(self, clause: Clause) -> Clause:
        """A clause in the new names."""
        overlays = {
            self.name("groups", code): None if patch is None else self.fields(patch)
            for code, patch in clause.overlays.items()
        }
        return clause._replace(normal=self.fields(clause.normal), overlays=overlays)

    def fields(self, normal: Mapping[str, Any]) -> dict[str, Any]:
        """A clause's normal form, or a patch to it, in the new names."""
        found = dict(normal)
        for field, value in normal.items():
            if value is None:
                continue
            if field in _LISTS:
                found[field] = [*self.names(field, value)]
            elif field in ("jurisdictions", "destinations"):
                found[field] = self.places(value)
            elif field in ("when", "unless"):
                found[field] = self.cases(value)
            elif field == "commitments":
                found[field] = {
                    self.name("commitments", name): self.promise(one) for name, one in value.items()
                }
        return found

    def places(self, value: Any) -> Any:
        """A list of jurisdictions, or all but a list."""
        if isinstance(value, Mapping):
            return {"except": [*self.names("groups", value["except"])]}
        return [*self.names("groups", value)]

    def promise(self, value: Any) -> Any:
        """A commitment's value by case."""
        if isinstance(value, list):
            return [self.promise(one) for one in value]
        if not isinstance(value, Mapping):
            return value
        return {
            part: self.cases(one) if part in ("when", "unless") else one
            for part, one in value.items()
        }

    def cases(self, value: Any) -> Any:
        """Maps of selectors and conditions."""
        if isinstance(value, Mapping):
            return self.box(value)
        return [self.box(one) for one in value] if isinstance(value, list) else value

    def box(self, named: Mapping[str, Any]) -> dict[str, Any]:
        """One map of selectors and conditions."""
        conditions = self.of.header.side.vocabulary.conditions
        found: dict[str, Any] = {}
        for field, value in named.items():
            condition = conditions.get(field)
            if field in _LISTS:
                found[field] = [*self.names(field, value)]
            elif field == "destinations":
                found[field] = self.places(value)
            elif condition is None or condition.shape == "boolean" or value is None:
                found[self.name("conditions", field)] = value
            elif condition.shape == "jurisdictions":
                found[self.name("conditions", field)] = self.places(value)
            else:
                listed = value if isinstance(value, list | tuple) else [value]
                found[self.name("conditions", field)] = [*self.names(condition.list, listed)]
        return found
