"""
Which section of a new text continues which clause of the version before it.

An id is for ever, so a clause that goes on keeps its id, whatever its heading says now. Rounds,
each among what the earlier ones left, each one to one:

1. the same heading (case, punctuation and number aside); of several, the likest texts;
2. the same text, under another heading;
3. the same number, and a similar text or heading;
4. a similar text: at least 75 of 100, and 8 more than any rival's.

Similarity is of the words, in any order (rapidfuzz's token sort ratio).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

SAME_NUMBER: Final = 55
SIMILAR_HEADING: Final = 75
SIMILAR_TEXT: Final = 75
LEAD: Final = 8
"""How much likelier than the next the likest must be."""
SHORTEST: Final = 8
"""Fewer words than this are alike by chance."""
MOST_PAIRS: Final = 250_000
MOST_WORK: Final = 300_000_000_000
"""Characters of one side times the other's; past it the last round is left out, and that said."""
LONGEST: Final = 50_000
"""Of a longer text, so many characters are compared."""

MOST_HOLDERS: Final = 50
"""Of the clauses that a sentence stands in, so many of the first are looked at."""

_PARTS: Final = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+•|]|[A-Za-z0-9]{1,4}[.)])\s)| \| ")
_ENDS: Final = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])")
_WORD: Final = re.compile(r"\w+")
_MARKUP: Final = re.compile(r"^[ \t]*(?:[-*+][ \t]+|>[ \t]?|#{1,6}[ \t]+)|[*_`]+|\\$", re.M)


class Piece(NamedTuple):
    """What is compared of a clause or a section."""

    section: str
    title: str
    text: str


def wording(text: str) -> str:
    """A text without what only sets it: bullets, emphasis, line breaks."""
    return " ".join(_MARKUP.sub(" ", text).split())


def shared(
    before: Mapping[str, str], after: Mapping[str, str], gone: Sequence[str], new: Sequence[str]
) -> list[tuple[str, str]]:
    """
    Pairs of a clause before and one after that has half of its words, in the same sentences.

    Of each clause that is `new`, the one its words were in; of each that is `gone`, the one they
    are in now.
    """
    was, now = _places(before if new else {}), _places(after if gone else {})
    found: dict[tuple[str, str], None] = {}
    for name in new:
        source = _holder(after[name], was)
        if source and source != name:
            found[source, name] = None
    for name in gone:
        target = _holder(before[name], now)
        if target and target != name:
            found[name, target] = None
    return list(found)


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text, and what stands as one: an item of a list, a cell of a table."""
    for part in _PARTS.split(text):
        for sentence in _ENDS.split(wording(part)):
            if any(map(str.isalnum, sentence)):
                yield sentence.strip(" |")


def _places(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """In which clauses each sentence stands."""
    places: dict[str, list[str]] = defaultdict(list)
    for name, text in texts.items():
        for sentence in dict.fromkeys(_sentences(text)):
            if len(places[sentence]) < MOST_HOLDERS:
                places[sentence].append(name)
    return places


def _holder(text: str, places: Mapping[str, Sequence[str]]) -> str:
    """Which clause has at least half of a text's words; empty if none has."""
    weights: dict[str, int] = defaultdict(int)
    whole = 0
    for sentence in _sentences(text):
        whole += len(sentence)
        for name in places.get(sentence, ()):
            weights[name] += len(sentence)
    best = max(weights, key=lambda name: weights[name], default="")
    return best if best and 2 * weights[best] >= whole else ""


def _key(title: str) -> str:
    return " ".join(_WORD.findall(title.casefold())) or title.strip()


def _similarity(left: str, right: str) -> float:
    from rapidfuzz import fuzz

    return float(fuzz.ratio(left, right))


def _sorted(text: str) -> str:
    return " ".join(sorted(_WORD.findall(text.casefold())))


class Matching:
    """The state of one matching; `found` maps places in the new text to places in the old."""

    def __init__(self, before: Sequence[Piece], after: Sequence[Piece]) -> None:
        self.before = before
        self.after = after
        self.found: dict[int, int] = {}
        self.left = dict.fromkeys(range(len(before)))
        self.notices: list[str] = []
        self._words: tuple[dict[int, str], dict[int, str]] = ({}, {})

    def run(self) -> dict[int, int]:
        """All rounds."""
        self._by_heading()
        self._by_text()
        self._by_number()
        self._by_similarity()
        return self.found

    def _pair(self, new: int, old: int) -> None:
        self.found[new] = old
        del self.left[old]

    def _open(self) -> list[int]:
        return [new for new in range(len(self.after)) if new not in self.found]

    def _sort(self, which: int, place: int) -> str:
        words = self._words[which]
        if place not in words:
            words[place] = _sorted((self.before, self.after)[which][place].text[:LONGEST])
        return words[place]

    def _alike(self, new: int, old: int) -> float:
        if self.after[new].text == self.before[old].text:
            return 100.0
        return min(99.9, _similarity(self._sort(1, new), self._sort(0, old)))

    def _groups(self, key: Callable[[Piece], str]) -> Iterable[tuple[list[int], list[int]]]:
        """Places of new and old pieces that share a key."""
        old: dict[str, list[int]] = defaultdict(list)
        for place in self.left:
            old[key(self.before[place])].append(place)
        new: dict[str, list[int]] = {}
        for place in self._open():
            name = key(self.after[place])
            if name in old:
                new.setdefault(name, []).append(place)
        return [(places, old[name]) for name, places in new.items() if name]

    def _by_heading(self) -> None:
        untitled = (
            [new for new in self._open() if not self.after[new].title],
            [old for old in self.left if not self.before[old].title and self.before[old].text],
        )
        for news, olds in (*self._groups(lambda piece: _key(piece.title)), untitled):
            if len(news) * len(olds) == 1:
                self._pair(news[0], olds[0])
            elif len(news) * len(olds) > 400:
                for new, old in zip(news, olds, strict=False):
                    self._pair(new, old)
            else:
                self._likest(news, olds, 0)

    def _likest(self, news: Sequence[int], olds: Sequence[int], least: float) -> None:
        """Pair the likest first; places break ties."""
        scored = [(-self._alike(new, old), new, old) for new in news for old in olds]
        for score, new, old in sorted(scored):
            if -score >= least and new not in self.found and old in self.left:
                self._pair(new, old)

    def _by_text(self) -> None:
        for news, olds in self._groups(lambda piece: wording(piece.text)):
            if len(news) == len(olds) == 1:
                self._pair(news[0], olds[0])

    def _by_number(self) -> None:
        for news, olds in self._groups(lambda piece: piece.section):
            if len(news) * len(olds) > 400:
                continue
            scored = []
            for new in news:
                for old in olds:
                    after, before = self.after[new], self.before[old]
                    heading = _similarity(_key(after.title), _key(before.title))
                    text = self._alike(new, old) if after.text and before.text else 0.0
                    if text >= SAME_NUMBER or (
                        heading >= SIMILAR_HEADING and bool(after.text) == bool(before.text)
                    ):
                        scored.append((-max(text, heading), new, old))
            for _, new, old in sorted(scored):
                if new not in self.found and old in self.left:
                    self._pair(new, old)

    def _by_similarity(self) -> None:
        news = [new for new in self._open() if _long(self.after[new].text)]
        olds = [old for old in self.left if _long(self.before[old].text)]
        work = sum(len(self.after[new].text) for new in news)
        work *= sum(len(self.before[old].text) for old in olds)
        if len(news) * len(olds) > MOST_PAIRS or work > MOST_WORK:
            self.notices.append(
                f"{len(news)} sections and {len(olds)} clauses are too many to compare by text; "
                "those without a heading or number in common are new and gone"
            )
            return
        table = {
            (new, old): score
            for new in news
            for old in olds
            if _comparable(self._sort(1, new), self._sort(0, old))
            and (score := self._alike(new, old)) >= SIMILAR_TEXT - LEAD
        }
        rows: dict[int, list[float]] = defaultdict(list)
        columns: dict[int, list[float]] = defaultdict(list)
        for (new, old), score in table.items():
            rows[new].append(score)
            columns[old].append(score)
        for (new, old), score in table.items():
            if score >= SIMILAR_TEXT and _leads(score, rows[new]) and _leads(score, columns[old]):
                self._pair(new, old)


def _leads(score: float, scores: list[float]) -> bool:
    """Whether a score is the best, with no rival near it."""
    return sum(other > score - LEAD for other in scores) == 1


def _long(text: str) -> bool:
    return len(_WORD.findall(text)) >= SHORTEST


def _comparable(left: str, right: str) -> bool:
    """Whether two texts are near enough in length to reach the least similarity."""
    short, long = sorted((len(left), len(right)))
    return 200 * short >= (SIMILAR_TEXT - LEAD) * (short + long)
