"""
A text that names a kind of personal data which the fields of its clause do not.

Why: the fields are what is compared and decided by; a reader of "phone numbers and IP addresses"
takes both to be covered, and the clause covers only what `personal_data` lists.

A kind is named by the title or the phrase of its term, shipped or own, word for word ("IP address",
"IP addresses"); nothing is stemmed or guessed. Only names of two words or more are read: a
single word that is a term (names, files, media, credentials) is more often just a word. English texts
only, and only rules on processing that list `personal_data`; without it they mean all data. What the
clause names anywhere counts, in exceptions and overlays too, and so does what is broader or
narrower, or gathered with it in one term. Nor does a name count that is part of the wording of
another term that the clause names, a purpose for example. A permission need not name what its text
leaves out ("IP addresses, but not phone numbers or names", "never", "without", "except", "other than"); "do
not share phone numbers" says more, and counts, as does "nothing except phone numbers".

Source: docs/format.md, "personal_data" of a clause.

Fails::
    - {id: share, kind: disclosure, personal_data: [email_address], recipients: [processor], text: We share email addresses and phone numbers.}
Passes::
    - {id: share, kind: disclosure, personal_data: [email_address, phone_number], recipients: [processor], text: We share email addresses and phone numbers.}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from policykit.model import OPERATIONS, Clause
from policykit.rules.phrases_in_text import Found, Phrases, tokens
from policykit.rules.prose import Readings, Text, maps, named_terms, once, promised, texts
from policykit.rules.rule import Hit, Subject, rule
from policykit.vocabulary import Term, Vocabulary, vocabulary

_LIST: Final = "personal_data"
_MAIL: Final = re.compile(r"\b(e)mail", re.IGNORECASE)
"""Email is e-mail to some."""

_NOT: Final = frozenset(("not", "no", "nor", "neither", "never", "without"))
_EXCEPT: Final = (
    ("except",),
    ("excluding",),
    ("other", "than"),
    ("rather", "than"),
    ("instead", "of"),
    ("apart", "from"),
    ("aside", "from"),
)
_NOTHING: Final = frozenset(("no", "not", "never", "none", "nothing", "neither", "nor", "without"))
"""What turns an exception around: nothing except phone numbers."""
_BACK: Final = 6
"""How many words before an exception may turn it around; the work grows with the text alone."""
_BETWEEN: Final = frozenset(
    (",", "and", "or", "the", "a", "an", "any", "your", "their", "his", "her", "our", "its", "for")
)
"""What may stand between such a word and the names that it leaves out, and between the names."""


@rule(
    "PK232",
    severity="warning",
    help="add it to `personal_data`, or write `# policykit: ignore PK232 -- why` here",
    of="version",
)
def unstated_data(subject: Subject) -> Iterator[Hit]:
    """Each kind of data once a text."""
    names = once(subject, _LIST, lambda: _names(subject.vocabulary))
    readings = once(subject, "data in", lambda: Readings(names.found))
    for clause, own in zip(subject.clauses, texts(subject), strict=True):
        if clause.kind in OPERATIONS and clause.normal.get(_LIST):
            english = [text for text in own if text.language == "en" and readings[text.words]]
            if english:
                yield from _of_clause(subject, clause, english, readings)


def _of_clause(
    subject: Subject, clause: Clause, own: Sequence[Text], readings: Mapping[str, list[Found]]
) -> Iterator[Hit]:
    named: set[str] | None = None
    for text in own:
        seen: set[frozenset[str]] = set()
        hidden: set[int] | None = None
        out: frozenset[int] | None = None
        for found in readings[text.words]:
            if named is None:
                named = {one for fields in maps(clause) for one in fields.get(_LIST) or ()}
            if found.meanings in seen or any(
                _related(subject, term, one) for term in found.meanings for one in named
            ):
                continue
            if hidden is None:
                wording = _wording(subject, clause)
                hidden = {
                    place
                    for one in wording.found(text.words)
                    for place in range(one.first, one.last)
                }
            if out is None:
                out = _left_out(text.words, readings[text.words])
            if found.first in out and clause.normal.get("effect") != "prohibited":
                continue
            if not hidden.issuperset(range(found.first, found.last)):
                seen.add(found.meanings)
                yield _hit(text.path, found)


def _left_out(text: str, every: Sequence[Found]) -> frozenset[int]:
    """Where names begin that stand behind "not" and the like, or in a row with one that does."""
    words = [one.word.lower() for one in tokens(text)]
    out: set[int] = set()
    behind = -1  # the last name that is left out
    for found in every:
        at = found.first
        while at and words[at - 1] in _BETWEEN and at != behind:
            at -= 1
        if (behind >= 0 and at == behind) or _leaves_out(words, at):
            out.add(found.first)
            behind = found.last
    return frozenset(out)


def _leaves_out(words: Sequence[str], at: int) -> bool:
    """Whether what stands before a place leaves out what is there."""
    if at and words[at - 1] in _NOT:
        return True
    for one in _EXCEPT:
        start = at - len(one)
        if start >= 0 and tuple(words[start:at]) == one:
            before = words[max(0, start - _BACK) : start]
            ends = [place for place, word in enumerate(before) if word in ".;:!?"]
            return _NOTHING.isdisjoint(before[ends[-1] + 1 if ends else 0 :])
    return False


def _hit(path: tuple[str | int, ...], found: Found) -> Hit:
    terms = sorted(found.meanings)
    message = (
        f"the text names '{found.words}' ({' or '.join(terms)}), "
        "and `personal_data` names nothing of the kind"
    )
    return Hit(path, message, particulars=tuple(terms))


def _names(words: Vocabulary) -> Phrases:
    """Titles and phrases of two words or more."""
    own = (term for term in words.lists[_LIST].values() if (_LIST, term.id) in words.own)
    return _shipped().extended(_entries(own))


@cache
def _shipped() -> Phrases:
    return Phrases(_entries(vocabulary().lists[_LIST].values()), fold=True)


def _entries(terms: Iterable[Term]) -> Iterator[tuple[str, str]]:
    for term in terms:
        for wording in (term.title, term.phrase):
            if len(wording.split()) > 1:
                yield wording, term.id
                spelled = _MAIL.sub(r"\1-mail", wording)
                if spelled != wording:
                    yield spelled, term.id


def _related(subject: Subject, term: str, named: str) -> bool:
    """Whether one of two terms covers the other, or a third gathers both."""
    if term == named:
        return True
    over, over_named = subject.words.above(_LIST, term), subject.words.above(_LIST, named)
    if named in over or term in over_named:
        return True
    known = subject.vocabulary.lists[_LIST]
    return any(known[one].members for one in over & over_named if one in known)


def _wording(subject: Subject, clause: Clause) -> Phrases:
    """How the other terms and the promises of a clause read."""
    words = subject.vocabulary
    named = [words.commitments[name] for name, _ in promised(clause)]
    entries = [(wording, one.id) for one in named for wording in (one.title, one.phrase)]
    for list_, name in named_terms(subject, clause):
        if list_ != _LIST:
            term = words.lists[list_][name]
            entries += [(term.title, term.id), (term.phrase, term.id)]
    return Phrases(entries, fold=True)
