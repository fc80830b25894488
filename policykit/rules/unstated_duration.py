"""
A text that says a duration which no commitment of its clause states.

Why: only what the fields state is compared and reported when it changes; "12 months" that stands
in the words alone can become "24 months" unseen.

Read are a number with a unit ("12 months", "thirty (30) days", "7-day"), "a year" behind a word
that measures ("for a year"), and ISO 8601, in English and German texts. They are compared as
durations are: a year is twelve months, 72 hours are three days, and twelve months are not 365 days.
Business or working days are stated by what counts business days (`notice_business_days`), never by
calendar days: 10 working days may take 14.

Short forms are read as far as nothing else is meant by them ("2 wks", "6 mos", "24h", "45 secs"), and
"a fortnight", "half a year" and "a decade" behind a word that measures. Not read are times without
a number ("overnight", "quarterly", "monthly", "a few weeks"), fractions ("1.5 years", "one and a half
years", "a year and a half"), numbers in words from a thousand on, and "90d" or "5m".

Ages, rates ("24 hours a day") and what lies back ("the past 12 months") are not promises of time
and are left out, and so are clauses that consist of words only. A commitment in words states
the durations in its words, and so does the wording of a term or a condition that the clause names.

Source: docs/format.md, "commitments" of a clause; docs/semantics.md, "Commitments".

Fails::
    - {id: logs, kind: retention, personal_data: [ip_address], text: We keep IP addresses for 12 months.}
Passes::
    - {id: logs, kind: retention, personal_data: [ip_address], text: We keep IP addresses for 12 months., commitments: {retention_max: P1Y}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from policykit.model import Clause
from policykit.rules.durations_in_text import LANGUAGES, Measure, Said, durations, iso, measured_in
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
from policykit.vocabulary import Commitment
from policykit.vocabulary.commitments import duration

_BUSINESS: Final = (
    "state it in a commitment that counts business days, for calendar days are others; the policy's "
    "`vocabulary` may add one"
)


@rule(
    "PK230",
    severity="warning",
    help="state it among the `commitments`, or write `# policykit: ignore PK230 -- why` here",
    of="version",
)
def unstated_duration(subject: Subject) -> Iterator[Hit]:
    """Each duration once a text."""
    readings = _readings(subject)
    for clause, own in with_texts(subject, lambda text: readings[text.language, text.words]):
        if structured(clause):
            yield from _of_clause(subject, clause, own)


def _readings(subject: Subject) -> Readings[tuple[str, str], list[Said]]:
    """The durations in some words, by language and words."""
    return once(subject, "durations", lambda: Readings(lambda key: list(durations(key[1], key[0]))))


def _of_clause(subject: Subject, clause: Clause, own: Sequence[Text]) -> Iterator[Hit]:
    readings = _readings(subject)
    stated: set[Measure] | None = None
    for text in own:
        seen: set[Measure] = set()
        for said in readings[text.language, text.words]:
            if said.measure in seen:
                continue
            seen.add(said.measure)
            if stated is None:
                stated = {*_stated(subject, clause), *_worded(subject, clause)}
            if said.measure not in stated:
                shown = iso(said.measure)
                meant = "" if said.words == shown else f", {shown},"
                message = (
                    f"the text says '{said.words}'{meant} and no commitment of the clause does"
                )
                mend = _BUSINESS if said.measure[-1] else ""
                yield Hit(text.path, message, mend, particulars=(shown,))


def _stated(subject: Subject, clause: Clause) -> Iterator[Measure]:
    """The durations that the clause's commitments state, in whatever type."""
    for name, value in promised(clause):
        kind = subject.vocabulary.commitments.get(name)
        if kind is not None:
            yield from _of_value(subject, kind, value)


def _of_value(subject: Subject, kind: Commitment, value: Any) -> Iterator[Measure]:
    measure: Measure | None = None
    if kind.type == "duration" and isinstance(value, str):
        found = duration(value)
        measure = (*found, 0) if found is not None else None
    elif kind.type == "level" and isinstance(value, Mapping):
        days = value.get("days")
        measure = measured_in(days, "days") if isinstance(days, int) else None
    elif kind.type == "count" and isinstance(value, int):
        measure = measured_in(value, kind.unit)
    elif kind.type == "text" and isinstance(value, str):
        yield from _in_words(subject, value)
    if measure is not None:
        yield measure


def _worded(subject: Subject, clause: Clause) -> Iterator[Measure]:
    """The durations in the wording of the terms and conditions that the clause names."""
    vocabulary = subject.vocabulary
    for list_, name in named_terms(subject, clause):
        term = vocabulary.lists[list_][name]
        yield from _in_words(subject, f"{term.title}. {term.phrase}. {term.description}")
    for named in maps(clause):
        for field in named:
            condition = vocabulary.conditions.get(field)
            if condition is not None:
                yield from _in_words(
                    subject,
                    f"{condition.title}. {condition.where_true}. {condition.where_false}. "
                    f"{condition.description}",
                )


def _in_words(subject: Subject, words: str) -> Iterator[Measure]:
    readings = _readings(subject)
    for language in sorted(LANGUAGES):
        for said in readings[language, words]:
            yield said.measure
