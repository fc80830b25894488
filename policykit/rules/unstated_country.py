"""
A text that names a country, a subdivision or a group which the fields of its clause do not say.

Why: where a rule holds and where data goes is compared by the fields; "data is kept in India" that
stands in the words alone is neither found by `decide` nor reported when it changes.

Names are those of the shipped table and of the groups, with their capitals, as whole words, the
longest first; of subdivisions only those of Australia, Canada, the United Kingdom (its nations) and
the United States, for elsewhere many are also plain words. "US", "USA", "UK" and "UAE", with
points or without, and a few second names ("Great Britain") are read as what they stand for. English texts only; "German" is in no table and
is not read. A place is said by the jurisdictions, destinations, overlays and
conditions of the clause, by those of the version, by the words of its commitments and by the
recipients that it names; what lies in a place that is said, or around it, counts as said.

A name that is part of a longer proper name is none ("Bank of Ireland", "Acme Germany GmbH",
"EU-US"), nor is one inside the publisher's name or the wording of a term. A name that is also a
person's or a thing's ("Jordan", "Chad") counts only behind a word of place ("in Jordan") or
in a row of places. A place that something is said to be outside of is not where it is. Nor is one
in an address ("San Francisco, California 94105", "10115 Berlin, Germany", "5 Baker Street, London,
United Kingdom") or behind an office ("Data Protection Commission, Ireland"), one whose law or
courts are meant ("the laws of Ireland", "the courts of England and Wales"), one that names a thing
("Turkey sandwich"). Nor need a permission say where the text says that nothing happens ("we do not
operate in China"). Clauses that consist of words only are not asked.

Source: docs/format.md, "jurisdictions" and "destinations" of a clause.

Fails::
    - {id: store, kind: transfer, personal_data: [email_address], destinations: [NL], text: Data is kept in the Netherlands and in India.}
Passes::
    - {id: store, kind: transfer, personal_data: [email_address], destinations: [NL, IN], text: Data is kept in the Netherlands and in India.}
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from policykit.jurisdictions import Atlas
from policykit.jurisdictions import atlas as shipped_atlas
from policykit.jurisdictions.atlas import IN_TEXTS, subdivisions_in_texts
from policykit.model import Clause
from policykit.records import NamedTuple
from policykit.rules.phrases_in_text import Found, Phrases, Token, tokens
from policykit.rules.places_in_text import denied, places
from policykit.rules.prose import (
    Readings,
    Text,
    maps,
    named_terms,
    once,
    promised,
    structured,
    with_texts,
)
from policykit.rules.rule import Hit, Subject, rule
from policykit.vocabulary import Commitment, Term, Vocabulary
from policykit.vocabulary import vocabulary as shipped_vocabulary

_ALSO: Final = (
    ("US", "US"),
    ("USA", "US"),
    ("U.S.", "US"),
    ("U.S.A.", "US"),
    ("UK", "GB"),
    ("U.K.", "GB"),
    ("UAE", "AE"),
    ("Burma", "MM"),
    ("Czech Republic", "CZ"),
    ("Great Britain", "GB"),
    ("Ivory Coast", "CI"),
    ("People's Republic of China", "CN"),
    ("Republic of Ireland", "IE"),
    ("Republic of Korea", "KR"),
    ("Türkiye", "TR"),
    ("Turkey", "TR"),
)
"""What some countries are called besides, and nothing else is."""


@rule(
    "PK231",
    severity="warning",
    help="say the place in the clause's fields, or write `# policykit: ignore PK231 -- why` here",
    of="version",
)
def unstated_country(subject: Subject) -> Iterator[Hit]:
    """Each place once a text."""
    titles = tuple(
        str(one)
        for one in (
            subject.data.get("publisher", subject.header.publisher),
            subject.data.get("title", subject.header.title),
        )
    )
    names = once(
        subject, ("places", titles), lambda: _names(subject.atlas, subject.vocabulary, titles)
    )
    readings = _readings(subject, names)
    english = with_texts(subject, lambda text: text.language == "en" and readings[text.words])
    for clause, own in english:
        if structured(clause) or "jurisdictions" in clause.normal:
            yield from _of_clause(subject, clause, own, names)


def _of_clause(
    subject: Subject, clause: Clause, own: Sequence[Text], names: Phrases
) -> Iterator[Hit]:
    readings = _readings(subject, names)
    said: frozenset[str] | None = None
    for text in own:
        seen: set[frozenset[str]] = set()
        of_text: list[Token] = []
        for found in readings[text.words]:
            if found.meanings in seen:
                continue
            if clause.normal.get("effect") != "prohibited":
                of_text = of_text or tokens(text.words)
                if denied(of_text, found):
                    continue
            seen.add(found.meanings)
            if said is None:
                said = frozenset(_said(subject, clause, names))
            if not any(_covered(subject, code, said) for code in found.meanings):
                codes = sorted(found.meanings)
                message = (
                    f"the text names '{found.words}' ({' or '.join(codes)}), "
                    "and no field of the clause does"
                )
                yield Hit(text.path, message, particulars=tuple(codes))


class _Places(NamedTuple):
    """The names of places, and a table of what they stand for."""

    known: frozenset[str]
    table: Phrases


def _names(atlas: Atlas, vocabulary: Vocabulary, titles: Sequence[str]) -> Phrases:
    """The names of places, and the longer names that they are only a part of."""
    if atlas.own:
        places = _places_of(atlas)
        return _hiding(places, places.table, [*titles, *_wordings(vocabulary)])
    places, names = _shipped()
    own = _wordings(vocabulary, only=vocabulary.own)
    return _hiding(places, names, [*titles, *own])


@cache
def _shipped() -> tuple[_Places, Phrases]:
    """The shipped places, and the table in which the shipped terms hide some of them."""
    places = _places_of(shipped_atlas())
    return places, _hiding(places, places.table, _wordings(shipped_vocabulary()))


def _places_of(atlas: Atlas) -> _Places:
    entries = [(name, code) for code, name in atlas.countries.items()]
    entries += _ALSO
    entries += [(name, code) for code, name in subdivisions_in_texts().items()]
    entries += [
        (group.phrase, code) for code, group in atlas.groups.items() if code.startswith(IN_TEXTS)
    ]
    for code, group in atlas.groups.items():
        if group.title != code or code not in atlas.own:
            entries += [(group.title, code), (group.phrase, code)]
    entries = [(name.removeprefix("the "), code) for name, code in entries]
    return _Places(frozenset(name for name, _ in entries), Phrases(entries, fold=False))


def _hiding(places: _Places, names: Phrases, longer: Iterable[str]) -> Phrases:
    """The table besides which longer names, where a place's name is in them, are no places."""
    return names.extended(
        (one, "") for one in longer if one not in places.known and places.table.holds(one)
    )


def _wordings(
    vocabulary: Vocabulary, only: Container[tuple[str, str]] | None = None
) -> Iterator[str]:
    """How terms and commitments read: all, or only some of them by list and id."""
    lists: dict[str, Mapping[str, Term | Commitment]] = {
        **vocabulary.lists,
        "commitments": vocabulary.commitments,
    }
    for list_, terms in lists.items():
        for term in terms.values():
            if only is None or (list_, term.id) in only:
                yield term.title
                yield term.phrase


def _readings(subject: Subject, names: Phrases) -> Readings[str, list[Found]]:
    """The places that a text names as places."""
    return once(
        subject, ("places in", names), lambda: Readings(lambda text: list(places(names, text)))
    )


def _said(subject: Subject, clause: Clause, names: Phrases) -> Iterator[str]:
    """The codes that the fields of a clause and its version say."""
    vocabulary = subject.vocabulary
    effective = subject.data.get("effective")
    yield from _codes(subject.data.get("jurisdictions"))
    yield from effective if isinstance(effective, Mapping) else ()
    yield from clause.overlays
    for named in maps(clause):
        for field in ("jurisdictions", "destinations", *vocabulary.place_conditions):
            yield from _codes(named.get(field))
    words = [value for _, value in promised(clause) if isinstance(value, str)]
    for list_, name in named_terms(subject, clause):
        if list_ == "recipients":
            term = vocabulary.lists[list_][name]
            words += [term.title, term.phrase, term.description]
    in_words = once(subject, ("in words", names), lambda: Readings(names.found))
    for one in words:
        for found in in_words[one]:
            yield from found.meanings


def _codes(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        value = value.get("except")
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else ()


def _covered(subject: Subject, code: str, said: frozenset[str]) -> bool:
    """Whether a place is said, or lies in one that is said, or around one."""
    if code in said:
        return True
    atlas, day = subject.atlas, subject.day
    here = atlas.members(code, day)
    for other in said:
        if other in atlas:
            there = atlas.members(other, day)
            if _inside(atlas, here, there) or _inside(atlas, there, here):
                return True
    return False


def _inside(atlas: Atlas, inner: frozenset[str], outer: frozenset[str]) -> bool:
    return bool(inner) and all(not outer.isdisjoint(atlas.lineage(one)) for one in inner)
