"""
Where libyaml takes for YAML what is none, and would give another value than what was written.

A `#` right behind a sign is no comment; a block text is not empty because a blank line in it is
indented deeper than the first of its lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policykit.document.document import Lines
from policykit.document.events import scalar_ends

_GLUED_COMMENT: Final = re.compile(
    r"""#(?:(?<=[\[\]{},:?"'|>]#)|(?<=[|>][-+1-9]#)|(?<=[|>][-+1-9]{2}#))"""
)
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_BLOCK_COMMENT: Final = re.compile(r"(?P<blank>(?: *(?:\r\n|\n|\r))+) +#")


def blank_lines_too_deep(text: str, lines: Lines, start: int, end: int) -> int | None:
    """
    Where the words of a block text begin that libyaml takes for empty.

    It does where a blank line in it is indented deeper than its first line, which begins with a
    `#`. None of a text that is empty.
    """
    found = _BLOCK_COMMENT.match(text, _line_end(text, start))
    if found is None or found.end() < end:
        return None
    column = lines.at(found.end() - 1)[1]
    blank = max(map(len, _LINE_END.split(found["blank"])))
    first = start - lines.at(start)[1] + 1
    margin = len(text[first:start]) - len(text[first:start].lstrip(" "))
    return found.end() - 1 if blank >= column > margin + 1 else None


def glued_comments(text: str) -> Iterator[int]:
    """Where libyaml took something for a comment though its `#` stands right behind a sign."""
    if "#" not in text or not _GLUED_COMMENT.search(text):
        return
    at = 0
    for start, end in [*sorted(scalar_ends(text).items()), (len(text), len(text))]:
        # A block text begins with a line of signs, which a comment may end.
        inner = _line_end(text, start) if text[start : start + 1] in ("|", ">") else start
        while (sign := text.find("#", at, inner)) >= 0:
            if sign and text[sign - 1] not in " \t\r\n":
                yield sign
            at = _line_end(text, sign)
        at = max(at, end)


def _line_end(text: str, at: int) -> int:
    found = _LINE_END.search(text, at)
    return found.end() if found else len(text)
