"""The characters that no author can see on screen, and that a document therefore cannot hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

# All but what no author can see on screen: controls but tab and line ends; NEL, LS and PS, which
# YAML 1.1 takes for line ends and 1.2 does not; a byte order mark inside; surrogates and
# noncharacters; what Unicode calls ignorable (soft hyphen, zero-width space, word joiner, fillers,
# tags) and what turns the direction of words around (U+202A to U+202E, U+2066 to U+2069). Kept is
# what some scripts cannot be written without: joiners and non-joiner, the marks of direction, the
# selectors of variants. To match these takes less than half of the time of searching for those.
_VISIBLE: Final = (
    "\t\n\r -~\xa0-\xac\xae-\u115e\u1161-\u17b3\u17b6-\u200a\u200c-\u2027\u202f-\u205f"
    "\u2070-\u3163\u3165-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\uff9f\uffa1-\uffef\ufffc\ufffd"
    "\U00010000-\U0001bc9f\U0001bca4-\U0001d172\U0001d17b-\U000dffff"
    "\U000e0100-\U000e01ef\U000e1000-\U0010ffff"
)
# Those whose lines break between words and whose words have no spaces between them (class SA of
# https://www.unicode.org/reports/tr14/): Thai, Lao, Myanmar, Khmer, Tai Le, New Tai Lue, Tai Tham,
# Tai Viet, Ahom. A zero-width space says where a word ends.
_SPACELESS: Final = (
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf"
    "\U00011700-\U0001174f]"
)
# Letters of which old Korean makes syllables; a filler stands for the one that a syllable lacks.
_JAMO: Final = "[\u1100-\u115e\u1161-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]"
# The flag of a part of a country: a black flag, the part's code in tags and the tag that ends it
# (https://www.unicode.org/reports/tr51/#def_emoji_tag_sequence).
_FLAG: Final = (
    "(?<=\U0001f3f4)(?:[\U000e0061-\U000e007a]{2}|[\U000e0030-\U000e0039]{3})"
    "[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,4}\U000e007f"
)
_NEEDED: Final = (
    f"(?<={_SPACELESS})\u200b|\u200b(?={_SPACELESS})|"
    f"(?<={_JAMO})[\u115f\u1160]{{1,2}}|[\u115f\u1160]{{1,2}}(?={_JAMO})|{_FLAG}"
)
_PRINTED: Final = bytes((9, 10, 13, *range(32, 127)))

EMPTY: Final = frozenset("\xad\u200b\u2060\ufeff")
"""Those that shape a line and carry nothing: a text without them is what its author has seen."""
SOMETHING: Final = (
    r"[^\t\n\r \u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
"""
The pattern of a text that shows something: more than spaces, Braille's blank, joiners and marks.

The schemas have it too. All is spelled out, for engines know more or less of white space; nothing
is past U+FFFF, which JavaScript takes for two characters.
"""
_BLANK: Final = "\t\n\r "
"""What shows nothing of ASCII."""


# Compiled when they are first needed: most texts are ASCII, and these take longer than a whole one.
@cache
def _something() -> re.Pattern[str]:
    return re.compile(SOMETHING)


@cache
def _seen() -> re.Pattern[str]:
    return re.compile(f"[{_VISIBLE}]*")


@cache
def _read() -> re.Pattern[str]:
    return re.compile(f"(?:[{_VISIBLE}]++|{_NEEDED})*+")


@cache
def _unseen() -> re.Pattern[str]:
    return re.compile(f"{_NEEDED}|([^{_VISIBLE}])")


def first_unseen(text: str) -> int:
    """Where the first character stands that cannot be seen; the length of the text without one."""
    if _is_printed(text):
        return len(text)  # as most texts, in a fifth of the time
    seen = _seen().match(text)
    end = seen.end() if seen else 0
    if end < len(text) and (read := _read().match(text, end)):
        return read.end()  # past what stands where its script needs it
    return end


def unseen(text: str) -> Iterator[int]:
    """
    Where the characters stand that cannot be seen, in order.

    Not among them is what a script needs where it needs it: a zero-width space beside a letter of
    a script without spaces, a filler beside a letter of old Korean, the tags of a flag.
    """
    if _is_printed(text):
        return iter(())
    return (found.start() for found in _unseen().finditer(text) if found[1])


def _is_printed(text: str) -> bool:
    """Whether a text is of printed ASCII alone."""
    return text.isascii() and not text.encode().translate(None, _PRINTED)


def shows(text: str) -> bool:
    """Whether there is something to see in a text."""
    return bool(text.strip(_BLANK)) if text.isascii() else _something().search(text) is not None


def without_unseen(text: str) -> str:
    """A text without the characters that cannot be seen."""
    if first_unseen(text) == len(text):
        return text
    return _unseen().sub(lambda found: "" if found[1] else found[0], text)
