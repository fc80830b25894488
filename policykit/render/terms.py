"""The vocabulary for a terminal: lists as trees, words as cards."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from policykit.render.text import Style
from policykit.vocabulary.listing import COMMITMENTS, CONDITIONS, JURISDICTIONS, List, Word

Use = tuple[str, str]
"""A clause that names a word: the version, and the clause's id."""

_COMBINE: Final[Mapping[str, str]] = {
    "alternative": "the weakest among the clauses that allow a scenario",
    "limit": "the tightest among the clauses that cover a scenario",
    "clause": "each clause for itself",
}
_PROTECTS: Final[Mapping[str, str]] = {
    "True": "true protects the person more",
    "False": "false protects the person more",
    "later": "the later in this order, the more it protects the person",
    "neither": "neither way protects the person more",
}


_KEPT: Final = "\N{NO-BREAK SPACE}"
"""A space at which no line is broken."""


class Found(NamedTuple):
    """
    What was asked of the vocabulary, and what there is.

    `shown` says how: `lists`, `tree` (one list, whole), `cards` or `search`. `uses` are the
    clauses of the policy that name a word, by the word's list and id.
    """

    shown: str
    policy: str | None
    search: str | None
    lists: Sequence[List]
    words: Sequence[Word]
    uses: Mapping[tuple[str, str], Sequence[Use]]


def as_json(found: Found) -> str:
    """`policykit.terms/1`."""
    words = []
    for word in found.words:
        entry = word.as_json()
        uses = found.uses.get((word.list, word.id))
        if uses is not None:
            entry["used"] = [{"version": version, "clause": clause} for version, clause in uses]
        words.append(entry)
    data = {
        "schema": "policykit.terms/1",
        "policy": found.policy,
        "search": found.search,
        "lists": [one.as_json() for one in found.lists],
        "words": words,
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def as_text(found: Found, style: Style) -> str:
    """Lists, a tree, cards, or what a search found, a line a word."""
    match found.shown:
        case "lists":
            lines = _lists(found.lists, style)
        case "tree":
            lines = _tree(found.words, style)
        case "cards":
            lines = _cards(found, style)
        case _:
            lines = _found(found, style)
    return "\n".join(lines) + "\n"


def _lists(lists: Sequence[List], style: Style) -> Iterator[str]:
    wide = max(len(one.list) for one in lists) + 2
    for one in lists:
        name = style.strong(one.list) + " " * (wide - len(one.list))
        yield f"{name}{one.size:>4}  {one.description}"
    yield ""
    yield "`policykit terms LIST` shows a list, `policykit terms TERM` a term,"
    yield "`policykit terms --search WORDS` what is near to some words."


def _tree(words: Sequence[Word], style: Style) -> Iterator[str]:
    if not words:
        yield "The list is empty."
        return
    lines = {
        CONDITIONS: _conditions,
        COMMITMENTS: _commitments,
        JURISDICTIONS: _groups,
    }.get(words[0].list, _terms)
    yield from lines(words, style)


def _terms(words: Sequence[Word], style: Style) -> Iterator[str]:
    by_id = {word.id: word for word in words}
    rows: list[tuple[int, Word, bool]] = []
    seen: set[str] = set()

    def grow(word: Word, depth: int) -> None:
        again = word.id in seen
        rows.append((depth, word, again))
        seen.add(word.id)
        if not again:
            for below in word.more["narrower"]:
                grow(by_id[below], depth + 1)

    for word in words:
        if not word.more["broader"]:
            grow(word, 0)
    wide = max(2 * depth + len(word.id) for depth, word, _ in rows) + 2
    for depth, word, again in rows:
        space = " " * (wide - 2 * depth - len(word.id))
        text = f"{'  ' * depth}{style.strong(word.id)}{space}{word.title}"
        if word.more["members"]:
            text += f" = {', '.join(word.more['members'])}"
        if again:
            text += " (see above)" if word.more["narrower"] else " (also above)"
        yield text + _own(word)


def _conditions(words: Sequence[Word], style: Style) -> Iterator[str]:
    wide = max(len(word.id) for word in words) + 2
    for word in words:
        space = " " * (wide - len(word.id))
        yield f"{style.strong(word.id)}{space}{word.title}: {_values(word)}{_own(word)}"


def _values(word: Word) -> str:
    match word.more["shape"]:
        case "boolean":
            return "true or false"
        case "tree":
            return "terms under " + ", ".join(map(str, word.more["values"]))
    return "countries, subdivisions and groups"


def _commitments(words: Sequence[Word], style: Style) -> Iterator[str]:
    wide = max(len(word.id) for word in words) + 2
    for word in words:
        space = " " * (wide - len(word.id))
        yield f"{style.strong(word.id)}{space}{word.title}{_own(word)}"
        yield f"{' ' * wide}{_kind(word)}; {_order(word)}"
        yield f"{' ' * wide}absent: {_value(word.more['absent'])}; {_COMBINE[word.more['combine']]}"


def _kind(word: Word) -> str:
    more = word.more
    if more["levels"]:
        return " < ".join(more["levels"])
    text = f"{more['type']} of {more['unit']}" if more["unit"] else str(more["type"])
    return f"{text}, or {', '.join(more['words'])}" if more["words"] else text


def _order(word: Word) -> str:
    protects = str(word.more["protects"])
    return _PROTECTS.get(protects, f"{protects} protects the person more")


def _value(value: Any) -> str:
    if value is None:
        return "nothing is said"
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _groups(words: Sequence[Word], style: Style) -> Iterator[str]:
    for place, word in enumerate(words):
        if place:
            yield ""
        yield f"{style.strong(word.id)}  {word.title}{_own(word)}"
        yield from _memberships(word, style)


def _memberships(word: Word, style: Style) -> Iterator[str]:
    spans = []
    for one in word.more["memberships"]:
        start, end = one["from"], one["until"]
        dates = f"{start or ''} to {end}".strip() if end else f"from {start}" if start else ""
        spans.append(f"{one['member']} {dates}".strip().replace(" ", _KEPT))
    yield style.wrapped("; ".join(spans), "  ", "  ").replace(_KEPT, " ")


def _cards(found: Found, style: Style) -> Iterator[str]:
    for place, word in enumerate(found.words):
        if place:
            yield ""
        yield f"{style.strong(word.id)}  {word.title}  ({word.list}){_own(word)}"
        if word.description:
            yield style.wrapped(word.description, "  ", "  ")
        for label, text in _facts(word):
            yield style.wrapped(text, f"  {label}: ", "    ")
        if "memberships" in word.more:
            yield from _memberships(word, style)
        uses = found.uses.get((word.list, word.id))
        if uses is not None:
            text = ", ".join(f"{clause} ({version})" for version, clause in uses)
            yield style.wrapped(text or "no clause", "  used by: ", "    ")


def _facts(word: Word) -> Iterator[tuple[str, str]]:
    more = word.more
    if more.get("phrase"):
        yield "in a sentence", more["phrase"]
    for label in ("broader", "narrower", "members", "groups", "aliases"):
        if more.get(label):
            yield label, ", ".join(more[label])
    for match in more.get("matches", ()):
        where = f" <{match['iri']}>" if match["iri"] else ""
        text = f"{match['kind']} {match['concept']}{where}"
        yield f"{match['standard']} {match['version']}", text
    if "shape" in more:
        yield "values", _values(word)
    if "type" in more:
        yield "values", _kind(word)
        yield "order", _order(word)
        yield "absent", _value(more["absent"])
        yield "several combine", _COMBINE[more["combine"]]
    if more.get("note"):
        yield "note", more["note"]
    if more.get("source"):
        yield "source", more["source"]
    if more.get("assumed"):
        yield "assumed", "the policy does not say whom it means"


def _found(found: Found, style: Style) -> Iterator[str]:
    if not found.words:
        yield f"Nothing is near to '{found.search}'."
        return
    wide = max(len(word.id) for word in found.words) + 2
    lists = max(len(word.list) for word in found.words) + 2
    for word in found.words:
        name = style.strong(word.id) + " " * (wide - len(word.id))
        yield f"{name}{word.list:<{lists}}{word.title}{_own(word)}"


def _own(word: Word) -> str:
    return " [the policy's own]" if word.own else ""
