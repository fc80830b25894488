"""Terms as directed acyclic graphs, the conditions that draw on them, and their loading."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, Literal

from policykit.document.ahead import shipped
from policykit.findings import near
from policykit.records import NamedTuple
from policykit.vocabulary.commitments import Commitment, commitment

_HERE: Final = os.path.dirname(__file__)

LISTS: Final[Mapping[str, str]] = {
    "operations": "operations.yaml",
    "personal_data": "personal_data.yaml",
    "data_subjects": "data_subjects.yaml",
    "recipients": "recipients.yaml",
    "purposes": "purposes.yaml",
    "legal_bases": "legal_bases.yaml",
    "rights": "rights.yaml",
    "instrument": "instruments.yaml",
    "offence": "offences.yaml",
    "suspicion": "suspicion.yaml",
    "consent": "consent.yaml",
    "trigger": "triggers.yaml",
    "investigation": "investigations.yaml",
    "service": "services.yaml",
    "origin": "origins.yaml",
    "conduct": "conduct.yaml",
}
"""Every list and the file it is in."""

STANDARDS: Final = ("dpv", "fideslang")
"""The standards that terms are matched with; standards.yaml pins their versions."""

Shape = Literal["tree", "boolean", "jurisdictions"]


class Match(NamedTuple):
    """A concept of a standard (`dpv`, `fideslang`) that a term matches: `exact` or `close`."""

    standard: str
    kind: str
    concept: str


class Standard(NamedTuple):
    """A standard in the version in which the matches were checked."""

    id: str
    title: str
    version: str
    prefixes: Mapping[str, str]

    def iri(self, concept: str) -> str | None:
        """The full name of a concept with a prefix, None where the standard has no such names."""
        prefix, _, name = concept.partition(":")
        return f"{self.prefixes[prefix]}{name}" if prefix in self.prefixes else None


class Term(NamedTuple):
    """
    A term: covers itself, all terms that name it as `broader`, and an unnamed "other".

    One with `members` gathers terms of its list and covers just those. `phrase` is how it reads
    inside a sentence; `alone` replaces the condition's whole wording. `none` marks the term that
    says there is nothing of the kind (`no_instrument`).
    """

    id: str
    title: str
    phrase: str
    broader: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    description: str = ""
    none: bool = False
    alone: str = ""
    aliases: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()
    note: str = ""


class Condition(NamedTuple):
    """Something that must hold for a clause to apply: a list of terms, a boolean, or places."""

    id: str
    title: str
    shape: Shape
    list: str = ""
    description: str = ""
    adverbial: str = ""
    where: str = ""
    where_true: str = ""
    where_false: str = ""


class Impossible(NamedTuple):
    """A combination that cannot occur: coordinate → (terms, except), and why."""

    when: Mapping[str, tuple[tuple[str | bool, ...], tuple[str | bool, ...]]]
    reason: str


class UnknownTerm(LookupError):
    """A word that is not in the list it was looked up in."""

    def __init__(self, term: str, list_: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(term)
        self.term = term
        self.list = list_
        self.near = near

    def __str__(self) -> str:
        hint = f"; did you mean '{self.near[0]}'?" if self.near else ""
        return f"'{self.term}' is not in the vocabulary of {self.list}{hint}"


class Vocabulary:
    """
    All lists, conditions and commitments a document may use. Immutable.

    `lists` maps a list's name to its terms in reading order; `conditions` and `commitments` are
    by id. `own` names what a policy added, as `(list, id)`; `place_conditions` are the conditions
    whose values are places, `any_aliases` says whether any list has a retired term.
    """

    __slots__ = (
        "_aliases",
        "any_aliases",
        "commitments",
        "conditions",
        "impossible",
        "lists",
        "own",
        "place_conditions",
    )

    def __init__(
        self,
        lists: Mapping[str, Mapping[str, Term]],
        conditions: Mapping[str, Condition],
        commitments: Mapping[str, Commitment],
        impossible: tuple[Impossible, ...],
        own: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        self.lists = lists
        self.conditions = conditions
        self.commitments = commitments
        self.impossible = impossible
        self.own = own
        self._aliases = {
            name: {alias: term.id for term in terms.values() for alias in term.aliases}
            for name, terms in lists.items()
        }
        self.any_aliases = any(self._aliases.values())
        self.place_conditions = tuple(
            name for name, one in conditions.items() if one.shape == "jurisdictions"
        )

    def resolve(self, list_: str, term: str) -> str:
        """
        The id of a term, through the aliases of retired ones.

        Raises:
            UnknownTerm: the list has no such term, now or retired.

        """
        if term in self.lists[list_]:
            return term
        try:
            return self._aliases[list_][term]
        except KeyError:
            raise UnknownTerm(term, list_, near(term, self.lists[list_])) from None

    def retired(self, list_: str, term: str) -> bool:
        """Whether the word is an alias of a term that has another name now."""
        return term not in self.lists[list_] and term in self._aliases[list_]

    def aliases(self, list_: str) -> Mapping[str, str]:
        """Retired terms of a list and what they are called now."""
        return self._aliases[list_]


def shipped_yaml(name: str) -> Any:
    """The data of a shipped vocabulary file."""
    return shipped(_HERE, name)


def term(name: str, entry: Mapping[str, Any]) -> Term:
    """A term from its entry."""
    title = entry.get("title", name)
    return Term(
        id=name,
        title=title,
        phrase=entry.get("phrase", _lower(title)),
        broader=tuple(entry.get("broader", ())),
        members=tuple(entry.get("members", ())),
        description=entry.get("description", ""),
        none=bool(entry.get("none", False)),
        alone=entry.get("alone", ""),
        aliases=tuple(entry.get("aliases", ())),
        matches=tuple(
            Match(standard, kind, concept)
            for standard in STANDARDS
            for kind, concepts in entry.get(standard, {}).items()
            for concept in ([concepts] if isinstance(concepts, str) else concepts)
        ),
        note=entry.get("note", ""),
    )


def condition(name: str, entry: Mapping[str, Any]) -> Condition:
    """A condition from its entry."""
    wording = entry.get("wording", {})
    return Condition(
        id=name,
        title=entry.get("title", name),
        shape=entry["shape"],
        list=entry.get("list", name if entry["shape"] == "tree" else ""),
        description=entry.get("description", ""),
        adverbial=wording.get("adverbial", ""),
        where=wording.get("where", ""),
        where_true=wording.get("where_true", ""),
        where_false=wording.get("where_false", ""),
    )


@cache
def vocabulary() -> Vocabulary:
    """The shipped vocabulary; read once."""
    lists = {}
    for name, file in LISTS.items():
        data = shipped_yaml(file)
        lists[name] = {key: term(key, entry) for key, entry in data["terms"].items()}
    conditions = {
        name: condition(name, entry)
        for name, entry in shipped_yaml("conditions.yaml")["conditions"].items()
    }
    commitments = {
        name: commitment(name, entry)
        for name, entry in shipped_yaml("commitments.yaml")["commitments"].items()
    }
    impossible = tuple(
        Impossible(
            {
                coordinate: (tuple(cover["terms"]), tuple(cover.get("except", ())))
                for coordinate, cover in entry["when"].items()
            },
            entry["reason"],
        )
        for entry in shipped_yaml("impossible.yaml")["impossible"]
    )
    return Vocabulary(lists, conditions, commitments, impossible)


@cache
def standards() -> Mapping[str, Standard]:
    """The standards that terms are matched with, by id."""
    return {
        name: Standard(name, entry["title"], entry["version"], entry.get("prefixes", {}))
        for name, entry in shipped_yaml("standards.yaml")["standards"].items()
    }


@cache
def about_lists() -> Mapping[str, tuple[str, str]]:
    """The title and the description of each shipped list."""
    return {
        name: (data["title"], data["description"])
        for name, data in ((name, shipped_yaml(file)) for name, file in LISTS.items())
    }


def _lower(title: str) -> str:
    # "Google LLC" and "IP address" keep their capitals, "Phone number" does not.
    first, _, rest = title.partition(" ")
    plain = bool(rest) and rest == rest.lower() and first[1:] == first[1:].lower()
    return title[:1].lower() + title[1:] if plain else title
