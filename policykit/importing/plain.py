"""
Plain text to sections, by how people set headings where they have no markup.

A heading is a line of its own that is

1. underlined by the line below it (`=====`, `-----`, `~~~~~`), the first kind of line the highest;
2. numbered (`8.3. Law enforcement`, `Article 5 – Transfers`), short, and no sentence;
3. in capitals throughout, short, and no sentence;
4. only if there is none of these: short, between blank lines, beginning with a capital or a
   figure, and no sentence.

The first line is the document's title if it stands alone, is short, and is no sentence. What
looks like a list (lines that follow one another, each with its number) is a list.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, NamedTuple

from policykit.importing.markdown import titled
from policykit.importing.numbers import depth, leading
from policykit.importing.sections import Parsed, Section, one_line, trimmed

_UNDERLINE: Final = re.compile(r"\s*([=\-~^*_#])\1{2,}\s*")
_ITEM: Final = re.compile(r"\s*(?:[-*•+–]|\(?[a-z0-9]{1,3}[.)])\s", re.I)
_SENTENCE: Final = (".", ",", ";", ":", "!")
_SHORT: Final = 80
_SHORTER: Final = 60


class _Paragraph(NamedTuple):
    """Lines without a blank one among them, and where the first stands."""

    start: int
    lines: list[str]


class _Mark(NamedTuple):
    """A heading and the lines it takes, the last outside."""

    start: int
    end: int
    level: int
    heading: str


def parse_plain(text: str) -> Parsed:
    """The sections of a plain text that has been tidied."""
    lines = text.split("\n")
    paragraphs = _paragraphs(lines)
    notices: list[str] = []
    marks = _marked(paragraphs)
    title = _title(paragraphs)
    if not [mark for mark in marks if title is None or mark.start != title.start]:
        marks = [
            _Mark(one.start, one.start + 1, 2, one_line(one.lines[0]))
            for one, after in pairwise(paragraphs)
            if _alone(one) and not _ITEM.match(one.lines[0]) and not _alone(after)
        ]
        if marks:
            notices.append("short lines that stand alone were taken for headings")
    if title is not None and len(marks) > (marks[:1] == [title]):
        marks = [title, *(mark for mark in marks if mark.start != title.start)]
    first = marks[0].start if marks else len(lines)
    sections = [Section(0, "", trimmed(lines[:first]))]
    ends = [*(mark.start for mark in marks[1:]), len(lines)]
    for mark, end in zip(marks, ends, strict=False):
        sections.append(Section(mark.level, mark.heading, trimmed(lines[mark.end : end])))
    return Parsed("", {}, titled(sections), tuple(notices))


def _paragraphs(lines: list[str]) -> list[_Paragraph]:
    found: list[_Paragraph] = []
    blank = True
    for number, line in enumerate(lines):
        if not line.strip():
            blank = True
            continue
        if blank:
            found.append(_Paragraph(number, []))
        found[-1].lines.append(line)
        blank = False
    return found


def _title(paragraphs: list[_Paragraph]) -> _Mark | None:
    """The first line, if it is the document's title."""
    if len(paragraphs) < 2:
        return None
    first = paragraphs[0]
    under = len(first.lines) == 2 and _UNDERLINE.fullmatch(first.lines[1]) is not None
    if not (under or _alone(first)) or leading(one_line(first.lines[0])) is not None:
        return None
    return _Mark(first.start, first.start + len(first.lines), 1, one_line(first.lines[0]))


def _alone(paragraph: _Paragraph) -> bool:
    """Whether a paragraph is one short line, and no sentence."""
    line = paragraph.lines[0].strip()
    return (
        len(paragraph.lines) == 1
        and len(line) <= _SHORTER
        and not line.endswith(_SENTENCE)
        and (line[0].isupper() or not line[0].islower())
        and any(map(str.isalpha, line))
    )


def _marked(paragraphs: list[_Paragraph]) -> list[_Mark]:
    """Headings that are underlined, numbered, or in capitals."""
    marks: list[_Mark] = []
    underlines: list[str] = []
    for paragraph in paragraphs:
        skip = 0
        for place, line in enumerate(paragraph.lines):
            if skip:
                skip -= 1
                continue
            start = paragraph.start + place
            below = paragraph.lines[place + 1 : place + 2]
            under = _UNDERLINE.fullmatch(below[0]) if below else None
            if under is not None and len(line.strip()) <= 2 * _SHORT:
                kind = under.group(1)
                if kind not in underlines:
                    underlines.append(kind)
                level = min(6, 2 + underlines.index(kind))
                marks.append(_Mark(start, start + 2, level, one_line(line)))
                skip = 1
            elif place == 0:
                level = _unmarked_level(line, below)
                if level:
                    marks.append(_Mark(start, start + 1, level, one_line(line)))
    return marks


def _unmarked_level(line: str, below: list[str]) -> int:
    """The level of a heading that is numbered or in capitals; 0 if it is none."""
    words = line.strip()
    if line.startswith("  ") and below:
        return 0
    if len(words) > (_SHORTER if below else _SHORT) or words.endswith(_SENTENCE):
        return 0
    if below and (below[0].strip()[0].islower() or (_ITEM.match(line) and _ITEM.match(below[0]))):
        return 0  # a sentence that goes on, or a list
    number = leading(words)
    if number is not None and number.title:
        title = number.title.lstrip("\"'“‘(")
        return min(6, 1 + depth(number.section)) if title[:1].isupper() or not below else 0
    letters = [letter for letter in words if letter.isalpha()]
    capitals = len(letters) >= 4 and words.upper() == words and words.lower() != words
    if capitals and not (below and below[0].strip().upper() == below[0].strip()):
        return 2
    return 0
