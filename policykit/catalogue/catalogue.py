"""A language's words: templates of messages, and the little grammar that fills them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Final, NamedTuple

from policykit.findings import near
from policykit.model import ENGLISH

_HERE: Final = Path(__file__).parent


class UnknownLanguage(LookupError):
    """A language that no catalogue is in."""

    def __init__(self, language: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(language)
        self.language = language
        self.near = near

    def __str__(self) -> str:
        return f"there is no language '{self.language}'; there are {', '.join(languages())}"


class Slot(NamedTuple):
    """A piece of a template: text as it is, then an argument and how to put it (may be empty)."""

    text: str
    argument: str
    way: str


class Catalogue:
    """
    One language. Immutable, and read once.

    `language` is its tag; `asked` is the one that was asked for, which may be narrower (es-MX), and
    in which the texts of clauses are looked up.

    The attributes are the sections of its file. `terms`, `conditions` and `commitments` are by
    id; English leaves them to the vocabulary, where each term has its phrase. `places` has names
    by ISO 3166 code and by group.
    """

    def __init__(self, data: Mapping[str, Any], places: Mapping[str, str]) -> None:
        self.language: str = data["language"]
        self.asked = self.language
        self.name: str = data["name"]
        self.messages = {name: _slots(text) for name, text in data["messages"].items()}
        self.labels: Mapping[str, Any] = data["labels"]
        self.tails: Mapping[str, str] = data["tails"]
        self.patterns: Mapping[str, str] = data["patterns"]
        self.modes: Mapping[str, Mapping[str, str]] = data["modes"]
        self.fields: Mapping[str, Mapping[str, str]] = data["fields"]
        self.own_condition: Mapping[str, str] = data["own-condition"]
        self.conditions: Mapping[str, Mapping[str, str]] = data["conditions"]
        self.negations: Sequence[tuple[str, str]] = data["negations"]
        self.negation: str = data["negation"]
        self.operations: Mapping[str, str] = data["operations"]
        self.currencies: Mapping[str, str] = data["currencies"]
        self.terms: Mapping[str, Mapping[str, Any]] = data.get("terms", {})
        self.commitments: Mapping[str, Mapping[str, Any]] = data.get("commitments", {})
        self.places = {**places, **data.get("places", {})}
        self._lists: Mapping[str, str] = data["lists"]
        self._counts: Mapping[str, Sequence[str]] = data["counts"]
        self._of = _rules(data["of"])
        self._every = _rules(data["every"])
        self._sounds = {joint: _rules(rules) for joint, rules in data["sounds"].items()}
        self._contractions: Mapping[str, str] = data["contractions"]
        self._group: str = data["numbers"]["group"]
        self._quotes: str = data["quotes"]

    def label(self, name: str, **arguments: object) -> str:
        """What stands around the sentences: a heading, a verdict."""
        text: str = self.labels[name]
        return text.format_map(arguments) if arguments else text

    def labelled(self, name: str, number: int) -> str:
        """A label with a number of things, as in "2 dropped promises"."""
        return self._plural(self.labels[name], number)

    def tail(self, name: str, **arguments: str) -> str:
        """A part of a sentence that only some have; empty if there is none of the name."""
        return self.tails.get(name, "").format_map(arguments)

    def pattern(self, name: str, **arguments: str) -> str:
        """A part of a sentence."""
        return self.patterns[name].format_map(arguments)

    def count(self, unit: str, number: int) -> str:
        """As in "1 day", "30 days"; of a unit that no catalogue knows its own name."""
        return self._plural(self._counts.get(unit, (f"{{}} {unit}", f"{{}} {unit}")), number)

    def _plural(self, forms: Sequence[str], number: int) -> str:
        return forms[number != 1].format(self.number(number))

    def number(self, number: int) -> str:
        """A whole number, its thousands apart where there are five digits or more."""
        return str(number) if number < 10_000 else f"{number:,}".replace(",", self._group)

    def joined(self, words: Sequence[str], joint: str) -> str:
        """As in "a, b and c"."""
        if len(words) < 2:
            return "".join(words)
        last = words[-1]
        link = self._lists[joint]
        for pattern, other in self._sounds.get(joint, ()):
            if pattern.search(last):
                link = other
                break
        return f"{', '.join(words[:-1])} {link} {last}"

    def of(self, text: str) -> str:
        """What follows a noun, as in "its promise of …", "its promise to …"."""
        return next(other for pattern, other in self._of if pattern.search(text)).format(text)

    def rounded(self, text: str) -> str:
        """As in "every month", where "every 1 month" would stand."""
        for pattern, other in self._every:
            text = pattern.sub(other, text)
        return text

    def quoted(self, text: str) -> str:
        """Somebody's own words."""
        return self._quotes.format(text)

    def negated(self, pattern: str) -> str:
        """The opposite of a wording: "the person is {}", "the person is not {}"."""
        for old, new in self.negations:
            if old in pattern:
                return pattern.replace(old, new, 1)
        return self.negation.format(pattern)

    def contracted(self, text: str) -> str:
        """The text with what the language writes together written together."""
        for apart, together in self._contractions.items():
            text = text.replace(apart, together)
        return text

    def finished(self, text: str) -> str:
        """A whole sentence: it begins with a capital."""
        return text[:1].upper() + text[1:]


def _slots(text: str) -> tuple[Slot, ...]:
    return tuple(
        Slot(literal, name or "", way or "") for literal, name, way, _ in Formatter().parse(text)
    )


def _rules(rules: Sequence[tuple[str, str]]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern, re.IGNORECASE), other) for pattern, other in rules]


@cache
def languages() -> tuple[str, ...]:
    """The languages there are, by their BCP 47 tags; English first."""
    found = sorted(path.stem for path in _HERE.glob("*.yaml"))
    return (ENGLISH, *(one for one in found if one != ENGLISH))


_RANGE: Final = re.compile(r"[a-z]{1,8}(-[a-z0-9]{1,8})*", re.ASCII | re.IGNORECASE)


def lookup(asked: str, tags: Iterable[str]) -> str | None:
    """
    The tag that serves somebody who asks for a language: itself, else what it is a part of.

    None if there is none, or if what is asked for is no language range.

    Source: RFC 4647, section 3.4 (BCP 47, "Lookup").
    """
    if not _RANGE.fullmatch(asked):
        return None
    known = {tag.lower(): tag for tag in tags}
    subtags = asked.lower().split("-")
    while subtags:
        found = known.get("-".join(subtags))
        if found is not None:
            return found
        subtags.pop()
        if subtags and len(subtags[-1]) == 1:  # what begins an extension is none by itself
            subtags.pop()
    return None


def language_for(asked: str) -> str:
    """
    The language of the catalogue that serves somebody who asks for a language.

    Raises:
        UnknownLanguage: there is none.

    """
    found = lookup(asked, languages())
    if found is None:
        raise UnknownLanguage(asked, near(asked, languages()))
    return found


def catalogue(asked: str) -> Catalogue:
    """
    The catalogue that serves somebody who asks for a language (BCP 47).

    Raises:
        UnknownLanguage: there is none.

    """
    found = _read(language_for(asked))
    if asked != found.language:
        found = copy(found)
        found.asked = asked
    return found


@cache
def _read(language: str) -> Catalogue:
    from policykit.document import read_file  # who only names a language need not read one

    document, findings = read_file(str(_HERE / f"{language}.yaml"))
    if document is None or findings:
        raise ValueError(f"the catalogue {language} cannot be read: {findings}")
    data: Any = document.data
    table = _HERE / "places" / f"{language}.json"
    # English names of places are those of the atlas itself.
    places = json.loads(table.read_text("utf-8")) if table.exists() else {}
    return Catalogue(data, places)
