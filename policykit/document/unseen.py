"""The characters that no author can see on screen, and that a document therefore cannot hold."""

from __future__ import annotations

import re
from typing import Final

# All but what no author can see on screen: controls but tab and line ends; NEL, LS and PS, which
# YAML 1.1 takes for line ends and 1.2 does not; a byte order mark inside; surrogates and
# noncharacters; what Unicode calls ignorable (soft hyphen, zero-width space, word joiner, fillers,
# tags) and what turns the direction of words around (U+202A to U+202E, U+2066 to U+2069). Kept is
# what some scripts cannot be written without: joiner and non-joiner, the marks of direction, the
# selectors of variants. To match these takes less than half of the time of searching for those.
_VISIBLE: Final = (
    "\t\n\r -~\xa0-\xac\xae-\u115e\u1161-\u17b3\u17b6-\u200a\u200c-\u2027\u202f-\u205f"
    "\u2070-\u3163\u3165-\ud7ff\ue000-\ufefe\uff00-\uff9f\uffa1-\uffef\ufffc\ufffd"
    "\U00010000-\U0001bc9f\U0001bca4-\U0001d172\U0001d17b-\U000dffff"
    "\U000e0100-\U000e01ef\U000e1000-\U0010ffff"
)
_SEEN: Final = re.compile(f"[{_VISIBLE}]*")
UNSEEN: Final = re.compile(f"[^{_VISIBLE}]")
"""Any character that cannot be seen."""
_PRINTED: Final = bytes((9, 10, 13, *range(32, 127)))


def first_unseen(text: str) -> int:
    """Where the first character stands that cannot be seen; the length of the text without one."""
    if text.isascii() and not text.encode().translate(None, _PRINTED):
        return len(text)  # as most texts, in a fifth of the time
    seen = _SEEN.match(text)
    return seen.end() if seen else 0
