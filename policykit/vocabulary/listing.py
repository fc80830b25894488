"""
The vocabulary to be read: its lists, the words in them, and what is near to a search.

A word is a term, a condition, a commitment, a group of jurisdictions or a place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from policykit.jurisdictions import Atlas, Group
from policykit.jurisdictions.atlas import parts
from policykit.vocabulary.commitments import Commitment
from policykit.vocabulary.terms import (
    LISTS,
    Condition,
    Term,
    Vocabulary,
    about_lists,
    standards,
)

CONDITIONS: Final = "conditions"
COMMITMENTS: Final = "commitments"
JURISDICTIONS: Final = "jurisdictions"

_ABOUT: Final = {
    CONDITIONS: ("Conditions", "What must hold for a clause to apply."),
    COMMITMENTS: ("Commitments", "What a clause promises, and which value protects more."),
    JURISDICTIONS: (
        "Jurisdictions",
        "Groups of countries with their members in time; countries and subdivisions are ISO 3166.",
    ),
}
_NEAR_ENOUGH: Final = 65
"""From which likeness (0 to 100) a word is among what a search finds."""
_MOST: Final = 20
"""How many words a search gives at most."""


class List(NamedTuple):
    """A list of the vocabulary, and how many words it has."""

    list: str
    title: str
    description: str
    size: int

    def as_json(self) -> dict[str, object]:
        """An entry of `lists` in `policykit.terms/1`."""
        shown: dict[str, object] = self._asdict()
        shown["count"] = shown.pop("size")
        return shown


class Word(NamedTuple):
    """
    A word and all that is to be said of it.

    `own` is whether it is a policy's own. `more` is what only some kinds of words have, as the
    schema `terms` has it: `broader`, `matches`, `type`, `memberships` ….
    """

    list: str
    id: str
    title: str
    description: str
    own: bool
    more: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """An entry of `words` in `policykit.terms/1`."""
        shown = self._asdict()
        more = shown.pop("more")
        return {**shown, **more}


class Listing:
    """The words of one vocabulary and one atlas, shipped or a policy's."""

    def __init__(self, vocabulary: Vocabulary, atlas: Atlas) -> None:
        self.vocabulary = vocabulary
        self.atlas = atlas

    def lists(self) -> tuple[List, ...]:
        """All lists: those of terms, then conditions, commitments and jurisdictions."""
        counts = {name: len(terms) for name, terms in self.vocabulary.lists.items()}
        counts[CONDITIONS] = len(self.vocabulary.conditions)
        counts[COMMITMENTS] = len(self.vocabulary.commitments)
        counts[JURISDICTIONS] = len(self.atlas.groups)
        about = {**about_lists(), **_ABOUT}
        return tuple(
            List(name, *(about.get(name) or self._own_list(name)), count)
            for name, count in counts.items()
        )

    def _own_list(self, name: str) -> tuple[str, str]:
        condition = self.vocabulary.conditions[name]
        return condition.title, condition.description or "A list of the policy's own."

    def words(self, list_: str) -> tuple[Word, ...]:
        """The words of a list in reading order; of jurisdictions, the groups."""
        return tuple(self._words(list_))

    def _words(self, list_: str) -> Iterator[Word]:
        words = self.vocabulary
        if list_ == CONDITIONS:
            yield from (self._condition(one) for one in words.conditions.values())
        elif list_ == COMMITMENTS:
            yield from (self._commitment(one) for one in words.commitments.values())
        elif list_ == JURISDICTIONS:
            yield from (self._group(one) for one in self.atlas.groups.values())
        else:
            narrower: dict[str, list[str]] = {}
            for term in words.lists[list_].values():
                for above in term.broader:
                    narrower.setdefault(above, []).append(term.id)
            for term in words.lists[list_].values():
                yield self._term(list_, term, narrower.get(term.id, ()))

    def named(self, name: str) -> tuple[Word, ...]:
        """
        The words of a name, in whatever lists; empty if there is none.

        `recipients/law_enforcement` names the list too. A retired name gives what replaced it.
        """
        list_, slash, id_ = name.rpartition("/")
        found = []
        for one in self.lists():
            if slash and one.list != list_:
                continue
            aliases = self.vocabulary.aliases(one.list) if one.list in LISTS else {}
            wanted = aliases.get(id_, id_)
            found += [word for word in self._words(one.list) if word.id == wanted]
        place = id_ in self.atlas and id_ not in self.atlas.groups
        if place and (not slash or list_ == JURISDICTIONS):
            found.append(self._place(id_))
        return tuple(found)

    def names(self) -> Iterator[str]:
        """Every list, word and place that may be asked for by name."""
        lists = self.lists()
        yield from (one.list for one in lists)
        for one in lists:
            yield from (word.id for word in self._words(one.list))
        yield from self.atlas.countries

    def search(self, wanted: str, lists: Sequence[str] = ()) -> tuple[Word, ...]:
        """
        The words that are near to some words in their id, names or description, best first.

        Parameters:
            wanted: the words, in any order and with slips of the pen.
            lists: where to look; everywhere, countries included, if empty.

        """
        pool = [
            word
            for one in self.lists()
            if not lists or one.list in lists
            for word in self._words(one.list)
        ]
        if not lists or JURISDICTIONS in lists:
            pool += [self._place(code) for code in self.atlas.countries]
        near = _likeness(wanted)
        scores = [(near(word), place) for place, word in enumerate(pool)]
        best = sorted((-score, place) for score, place in scores if score >= _NEAR_ENOUGH)
        return tuple(pool[place] for _, place in best[:_MOST])

    def _term(self, list_: str, term: Term, narrower: Sequence[str]) -> Word:
        pinned = standards()
        matches = [
            {
                "standard": match.standard,
                "version": pinned[match.standard].version,
                "kind": match.kind,
                "concept": match.concept,
                "iri": pinned[match.standard].iri(match.concept),
            }
            for match in term.matches
        ]
        return Word(
            list_,
            term.id,
            term.title,
            term.description,
            (list_, term.id) in self.vocabulary.own,
            {
                "phrase": term.phrase,
                "broader": list(term.broader),
                "narrower": list(narrower),
                "members": list(term.members),
                "aliases": list(term.aliases),
                "matches": matches,
                "note": term.note,
            },
        )

    def _condition(self, condition: Condition) -> Word:
        values: list[str | bool] = []
        if condition.shape == "boolean":
            values = [True, False]
        elif condition.shape == "tree":
            terms = self.vocabulary.lists[condition.list].values()
            values = [term.id for term in terms if not term.broader and not term.members]
        return Word(
            CONDITIONS,
            condition.id,
            condition.title,
            condition.description,
            (CONDITIONS, condition.id) in self.vocabulary.own,
            {"shape": condition.shape, "values": values},
        )

    def _commitment(self, kind: Commitment) -> Word:
        return Word(
            COMMITMENTS,
            kind.id,
            kind.title,
            kind.description,
            (COMMITMENTS, kind.id) in self.vocabulary.own,
            {
                "phrase": kind.phrase,
                "type": kind.type,
                "protects": kind.protects,
                "absent": kind.absent,
                "combine": kind.combine,
                "words": list(kind.words),
                "levels": list(kind.levels),
                "unit": kind.unit,
            },
        )

    def _group(self, group: Group) -> Word:
        return Word(
            JURISDICTIONS,
            group.id,
            group.title,
            group.description,
            group.id in self.atlas.own,
            {
                "phrase": group.phrase,
                "source": group.source,
                "assumed": group.assumed,
                "memberships": [
                    {"member": one.member, "from": one.from_, "until": one.until}
                    for one in group.members
                ],
            },
        )

    def _place(self, code: str) -> Word:
        around = self.atlas.lineage(code)[1:]
        kind = "A subdivision" if around else "A country or territory"
        groups = [
            group.id
            for group in self.atlas.groups.values()
            if any(one.member == code for one in group.members)
        ]
        return Word(
            JURISDICTIONS,
            code,
            self.atlas.phrase(code),
            f"{kind} of ISO 3166.",
            code in self.atlas.own,
            {"broader": list(around[:1]), "narrower": list(parts(code)), "groups": groups},
        )


def _likeness(wanted: str) -> Callable[[Word], float]:
    """How near a word is to what is wanted, 0 to 100: by its names, less by its description."""
    from rapidfuzz import fuzz  # only to search

    asked = _plain(wanted)

    def of(word: Word) -> float:
        aliases = word.more.get("aliases", ())
        concepts = (match["concept"] for match in word.more.get("matches", ()))
        names = [word.id, word.title, word.more.get("phrase", ""), *aliases, *concepts]
        scores = [0.0]
        for name in map(_plain, filter(None, names)):
            whole = fuzz.ratio(asked, name)
            # All words wanted are there, and some others; or some of those wanted.
            inside = 0.9 * fuzz.token_set_ratio(asked, name)
            scores.append(max(whole, inside + 0.09 * whole))
        scores.append(0.7 * fuzz.token_set_ratio(asked, _plain(word.description)))
        return max(scores)

    return of


def _plain(text: str) -> str:
    """The words of a text: `pd:PaymentCard` and `user.financial.credit_card` have some too."""
    return " ".join(_WORD.findall(_CAMEL.sub(" ", text).lower()))


_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD: Final = re.compile(r"[^\W_]+")
