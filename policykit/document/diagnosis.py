"""
How a text that is no YAML is mended: its cause, where it can be told from the line.

libyaml says what it met, which is often not what the author did: behind a closing quote it looks
for the next key, and a line that is indented too deep goes on with the value above it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_MENDS: Final = (
    ("mapping values are not allowed", "a text with ': ' in it needs quotes around it"),
    ("tab character", "indent with spaces, never with tabs"),
    ("found character '\\t'", "indent with spaces, never with tabs"),
    (
        "cannot start any token",
        "indent with spaces; a text that starts with @, ` or % needs quotes",
    ),
    ("did not find expected key", "check the indentation of this line and the ones above it"),
    ("did not find expected '-' indicator", "items of one list start in the same column"),
    ("could not find expected ':'", "every line of a map is `name: value`"),
    ("found unexpected end of stream", "a quote or bracket above is never closed"),
    ("did not find expected ',' or ']'", "a list in brackets is never closed, or lacks a comma"),
    ("did not find expected ',' or '}'", "a map in braces is never closed, or lacks a comma"),
    ("unknown escape character", "in double quotes a backslash starts an escape; use '…'"),
    ("block sequence entries are not allowed", "a list starts on a line of its own"),
)

_UNUSUAL: Final = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_UNUSUAL_BEFORE: Final = re.compile(rf"^[ -]*{_UNUSUAL.pattern}|[:-]{_UNUSUAL.pattern}")
_GLUED_DASH: Final = re.compile(r" *-\w[\w-]*:(?: |$)")
_ENTRY: Final = re.compile(r"(?P<indent> *(?:- +)*)[\w-]+:(?P<value> +[^#\s].*)?")
_QUOTED: Final = re.compile(
    r"""(?:[:,\[{-] +|^ *|[\[{])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?! *:(?: |$)) *[^\s,\]}#:]"""
)


# A `#` that a word follows may have been meant as part of a text; before a field it was not.
_WORDS_OF_COMMENT: Final = re.compile(r"(?:^|(?<=\s))#(?=[^\s#!])(?! *[\w-]+:(?:\s|$)).*")
_CLOSED_QUOTES: Final = re.compile(r"""(?<!\w)(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')""")
_OPEN_QUOTE: Final = re.compile(r"""(?:^|[\s,\[{])["']""")
_COMMENT_MEND: Final = "a '#' behind a space starts a comment, here {}: put quotes around the text"


def lost_words(line: str) -> str:
    """The comment at the end of a line that may have been meant as words of a text; else empty."""
    found = _WORDS_OF_COMMENT.search(line)
    if found is None or _OPEN_QUOTE.search(_CLOSED_QUOTES.sub("", line[: found.start()])):
        return ""
    return found[0].rstrip()


def mend_of_comment(comment: str) -> str:
    """How to mend a text of which words became a comment."""
    shown = comment if len(comment) <= 30 else f"{comment[:29]}…"
    return _COMMENT_MEND.format(shown)


def unusual_space(text: str) -> str:
    """The first space of a text that is none to YAML, by code point and name; empty without one."""
    found = _UNUSUAL.search(text)
    if found is None:
        return ""
    return f"U+{ord(found[0]):04X} ({unicodedata.name(found[0]).lower()})"


def mend_of(problem: str, text: str, offset: int, opened: int = 0) -> str:
    """
    How to mend what libyaml could not read.

    Parameters:
        problem: what it says.
        text: the whole document.
        offset: where in it libyaml gave up.
        opened: where the list or map begins that it was reading then.

    """
    before = text[:offset].splitlines(keepends=True)
    # A line whose end was reached belongs to what is before it.
    start = offset - len(before[-1]) if before and before[-1][-1:] not in ("\n", "\r") else offset
    line = text[start:].splitlines()[0] if text[start:] else ""
    above = next((one.rstrip("\r\n") for one in reversed(text[:start].splitlines()) if one), "")
    for one in (line, above):
        if (unusual := unusual_space(one)) and _UNUSUAL_BEFORE.search(one):
            return f"write a space of the keyboard, not {unusual}"
    if text[offset : offset + 1] == "\t":
        return "indent with spaces, never with tabs"
    if "expected key" in problem or "expected ':'" in problem or "mapping values" in problem:
        alone = above.lstrip().startswith("#") and _ENTRY.match(line)
        if not alone and (lost := lost_words(above)):
            return mend_of_comment(lost)
    elif "expected ',' or" in problem:
        for one in text[opened:offset].splitlines():
            if (lost := lost_words(one)) and lost[-1] in "]},":
                return mend_of_comment(lost)
    if "mapping values" in problem or "expected ':'" in problem:
        if _GLUED_DASH.match(line) or _GLUED_DASH.match(above):
            return "put a space behind the '-' that starts an item: `- id: …`"
        upper, lower = _ENTRY.match(above), _ENTRY.match(line)
        if upper and lower and upper["value"] and len(lower["indent"]) > len(upper["indent"]):
            first = offset - start <= lower.end() - len(lower["value"] or "")
            if first:
                return "start this line in the column of the field above, whose value has ended"
    elif "did not find expected" in problem and _QUOTED.search(line):
        return (
            "the text goes on behind a closing quote: put quotes around all of it, and write those "
            "inside of it twice ('') or with a backslash (\\\")"
        )
    return next((mend for sign, mend in _MENDS if sign in problem), "")
