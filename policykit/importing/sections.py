"""What every kind of text becomes: sections with a heading and a text, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from policykit.document.unseen import shows, unseen, without_unseen

FORMATS: Final = ("markdown", "html", "text")
MOST_SECTIONS: Final = 20_000
MOST_LINES: Final = 100_000
"""The longest known have some 6000; a reader of Markdown needs a kilobyte or two for each."""

_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ODD_ENDS: Final = re.compile("[\x0b\x0c\x85\u2028\u2029]")
# What can hide words or show them in another order: turns of direction, tags, fillers, and other
# signs of Unicode that show nothing. What scripts need stays, as in a document.
_HIDDEN: Final = re.compile(
    "[\u115f\u1160\u17b4\u17b5\u202a-\u202e\u2065-\u206f\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
_FAULTY: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# Fillers of Hangul and Braille's blank are as wide as a sign, and as empty as a space.
_FIXED_SPACES: Final = re.compile("[\xa0\u2000-\u200a\u202f\u205f\u2800\u3164\uffa0]")
_MOST_NAMED: Final = 8


class NotImportable(ValueError):
    """A text that cannot be imported; `message` says what is wrong, `mend` how to mend it."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.message}; {self.mend}"


class Section(NamedTuple):
    """
    A heading and the text up to the next one.

    `level` is 1 to 6, 0 for what stands before the first heading (its heading is empty, or the
    document's own title). `text` is Markdown, without blank lines at its ends.
    """

    level: int
    heading: str
    text: str


class Parsed(NamedTuple):
    """
    A text that was read.

    `title` is what the document calls itself, where that is certain; `dates` are those that its
    front matter names (`published`, `effective`); `language` is what it says it is written in,
    empty if it does not; `notices` say what was changed or left out.
    """

    title: str
    dates: Mapping[str, str]
    sections: tuple[Section, ...]
    notices: tuple[str, ...]
    language: str = ""


def tidied(text: str, notices: list[str]) -> str:
    """
    A text whose lines end in line feeds and that has no characters that cannot be seen.

    Spaces at the ends of lines go too; tabs and spaces that do not break become plain spaces.

    Raises:
        NotImportable: there is a NUL in it, so that it is no text; or it has too many lines.

    """
    text = text.removeprefix("\ufeff")
    nul = text.find("\0")
    if nul >= 0:
        line = text.count("\n", 0, nul) + 1
        raise NotImportable(f"line {line}: a NUL; this is no text", "save it as UTF-8 text")
    if _ODD_ENDS.search(text):
        notices.append("form feeds and Unicode line ends became plain line ends")
    text = _LINE_ENDS.sub("\n", text)
    if text.count("\n") > MOST_LINES:
        message = f"the text has more than {MOST_LINES} lines"
        raise NotImportable(message, "import the policy alone")
    faulty = len(_FAULTY.findall(text))
    if faulty:
        noun = "character" if faulty == 1 else "characters"
        notices.append(f"{faulty} control {noun} left out")
    return "\n".join(line.rstrip(" \t") for line in seen(text).expandtabs(4).split("\n"))


def hidden(text: str) -> str:
    """A notice of what is left out of a text because nobody sees it; empty if there is nothing."""
    found = sorted({text[at] for at in unseen(text) if _HIDDEN.match(text, at)})
    if not found:
        return ""
    codes = ", ".join(f"U+{ord(one):04X}" for one in found[:_MOST_NAMED])
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return f"left out, for nobody sees them or they turn the order of words: {codes}{more}"


def counted(sections: int) -> None:
    """
    Stop where a text has more sections than any policy.

    Raises:
        NotImportable: it has.

    """
    if sections > MOST_SECTIONS:
        message = f"the text has {sections} headings, more than {MOST_SECTIONS}"
        raise NotImportable(message, "import the policy alone")


def seen(text: str) -> str:
    """
    A text as it is seen: without characters that show nothing, every kind of space a plain one.

    The ideographic space stays, for it is as wide as a sign.
    """
    if text.isascii() and text.isprintable():
        return text
    return without_unseen(_FIXED_SPACES.sub(" ", _ODD_ENDS.sub("\n", text)))


def trimmed(lines: Iterable[str]) -> str:
    """
    Lines as one text, without blank lines and rules (`---`) at its ends, and its margin.

    Empty if there is nothing to see in it.
    """
    kept = list(lines)
    while kept and _BLANK.fullmatch(kept[-1]):
        kept.pop()
    start = 0
    while start < len(kept) and _BLANK.fullmatch(kept[start]):
        start += 1
    lines = [line.rstrip() for line in kept[start:]]
    # The margin of the lines up to the first without one; four spaces would be code in Markdown.
    end = next((n for n, line in enumerate(lines) if line[:1].strip()), len(lines))
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines[:end] if line), default=0)
    if margin < 4:
        lines[:end] = [line[margin:] for line in lines[:end]]
    text = "\n".join(lines)
    return text if shows(text) else ""


_BLANK: Final = re.compile(r"\s*|\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})")


def one_line(text: str) -> str:
    """A text as it is seen, each run of white space one space; empty if it shows nothing."""
    words = " ".join(seen(text).split())
    return words if shows(words) else ""


def titled(sections: list[Section]) -> tuple[Section, ...]:
    """
    Sections, with the document's own heading at level 0.

    It is the first heading, if nothing stands before it and no other is as high.
    """
    kept = [one for one in sections if one.heading or one.text]
    if len(kept) > 1 and kept[0].heading and all(one.level > kept[0].level for one in kept[1:]):
        kept[0] = kept[0]._replace(level=0)
    return tuple(kept)
