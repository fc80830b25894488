"""
The words of a clause, and what its fields say, for the rules that hold one against the other.

Parts of a clause are its own fields and the patches of its overlays: what one of them says is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, TypeVar

from policykit.model import OPERATIONS, PLACEMENT, PROSE, RECORDS, Clause
from policykit.records import NamedTuple
from policykit.rules.rule import Path, Subject

Made = TypeVar("Made")
Key = TypeVar("Key")

_SILENT: Final = frozenset(("kind", "jurisdictions", *PROSE, *PLACEMENT, *RECORDS))
"""Fields that a clause without any structure may have: words, place and records."""


_SHOWING_NOTHING: Final = (
    "[\u034f\u061c\u180b-\u180f\u200c-\u200f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)


class Text(NamedTuple):
    """The words of a clause, as seen, in one language (its primary subtag, `de` of `de-AT`)."""

    path: Path
    language: str
    words: str


def texts(subject: Subject) -> Sequence[Sequence[Text]]:
    """Of each clause its texts, those that its overlays put in their place too."""
    return remembered(subject.memory, "texts", lambda: _texts(subject))


def with_texts(
    subject: Subject, reads: Callable[[Text], object]
) -> Iterator[tuple[Clause, Sequence[Text]]]:
    """Each clause with those of its texts in which `reads` finds something; none without any."""
    for clause, own in zip(subject.clauses, texts(subject), strict=True):
        found = [text for text in own if reads(text)]
        if found:
            yield clause, found


def _texts(subject: Subject) -> list[list[Text]]:
    first = _primary(subject.header.languages[0])
    found: list[list[Text]] = []
    for place, written in enumerate(subject.data["clauses"]):
        of_clause: list[Text] = []
        _add_texts(of_clause, ("clauses", place, "text"), first, written.get("text"))
        for code, patch in (written.get("overlays") or {}).items():
            if patch is not None:
                at = ("clauses", place, "overlays", code, "text")
                _add_texts(of_clause, at, first, patch.get("text"))
        found.append(of_clause)
    return found


def _add_texts(found: list[Text], at: Path, first: str, text: Any) -> None:
    if isinstance(text, str):
        found.append(Text(at, first, _seen(text)))
    elif isinstance(text, dict):
        for language, words in text.items():
            if isinstance(words, str):
                found.append(Text((*at, language), _primary(language), _seen(words)))


def _seen(words: str) -> str:
    """The words without joiners, marks and selectors, which can stand in any of them unseen."""
    return words if words.isascii() else re.sub(_SHOWING_NOTHING, "", words)


@cache
def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


def structured(clause: Clause) -> bool:
    """
    Whether a clause says anything but words, so that words and fields can disagree.

    A processing rule always does; it speaks of everything where it has no fields.
    """
    return (
        clause.kind in OPERATIONS or bool(clause.overlays) or not _SILENT.issuperset(clause.normal)
    )


def parts(clause: Clause) -> Iterator[Mapping[str, Any]]:
    """The clause's fields, and each patch to them."""
    yield clause.normal
    yield from (patch for patch in clause.overlays.values() if patch is not None)


def maps(clause: Clause) -> Iterator[Mapping[str, Any]]:
    """Every map of selectors and conditions of a clause: its parts, exceptions, cases."""
    for part in parts(clause):
        yield part
        for holder in (part, *(case for _, case in _cases(part))):
            for field in ("when", "unless"):
                value = holder.get(field)
                for one in value if isinstance(value, list) else (value,):
                    if isinstance(one, Mapping):
                        yield one


def promised(clause: Clause) -> Iterator[tuple[str, Any]]:
    """Every value of every commitment of a clause, by the commitment's id."""
    for part in parts(clause):
        for name, case in _cases(part):
            if case.get("value") is not None:
                yield name, case["value"]


def _cases(part: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, value in (part.get("commitments") or {}).items():
        for case in value if isinstance(value, list) else (value,):
            if isinstance(case, Mapping):
                yield name, case


def named_terms(subject: Subject, clause: Clause) -> set[tuple[str, str]]:
    """The terms that a clause names anywhere, each with its list."""
    vocabulary = subject.vocabulary
    found: set[tuple[str, str]] = set()
    for named in maps(clause):
        for field, value in named.items():
            condition = vocabulary.conditions.get(field)
            list_ = condition.list if condition else field
            if isinstance(value, list) and list_ in vocabulary.lists:
                known = vocabulary.lists[list_]
                found |= {(list_, one) for one in value if isinstance(one, str) and one in known}
    return found


def once(subject: Subject, key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gives, made once for all versions of a policy; kept beside its words."""
    return remembered(subject.words.memory, key, make)


def remembered(memory: dict[Hashable, Any], key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gives, made once for a key."""
    if key not in memory:
        memory[key] = make()
    found: Made = memory[key]
    return found


class Readings(dict[Key, Made]):
    """What `read` makes of a key, made once: versions of a policy repeat most of their texts."""

    def __init__(self, read: Callable[[Key], Made]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, key: Key) -> Made:
        made = self[key] = self._read(key)
        return made
