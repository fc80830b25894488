"""
Texts over several lines: folded (`>`) and literal (`|`) ones, moved to their new indentation.

The author's line breaks stay. A plain or quoted text that runs over lines becomes a folded one.
"""

from __future__ import annotations

import re
from typing import Final

from policykit.document.syntax import Entry, Node, Syntax

_LINE_END: Final = re.compile(r"\r\n|\n|\r")


def block_lines(
    syntax: Syntax, node: Node, entry: Entry | None, indent: int, width: int
) -> list[str] | None:
    """
    A scalar over lines: its first line (`>-`), then its text, indented two from `indent`.

    None of a scalar that goes on one line.
    """
    if not node.value.strip("\n"):
        return None
    source = syntax.text[node.body : node.end]
    if node.style in ("|", ">"):
        parent = -1 if entry is None else syntax.column(entry.start)
        lines = _own_lines(_LINE_END.split(source), parent)
        sign = node.style
    elif _LINE_END.search(source):
        found = _folded(source, node, width - indent - 2)
        if found is None:
            return None
        lines, sign = found, ">"
    else:
        return None
    while lines and not lines[-1]:
        lines.pop()
    if not lines:
        return None
    text = node.value.rstrip("\n")
    ends = len(node.value) - len(text)
    chomp = "-" if ends == 0 else "" if ends == 1 else "+"
    first = next(line for line in lines if line)
    digit = "2" if first[0] in " \t" else ""
    margin = " " * (indent + 2)
    return [
        f"{sign}{digit}{chomp}",
        *(f"{margin}{line}" if line else "" for line in lines),
        *[""] * (ends - 1),
    ]


def _own_lines(source: list[str], parent: int) -> list[str]:
    """The lines of a block scalar without their indentation."""
    header, *lines = source
    digit = next((sign for sign in header.partition("#")[0] if sign.isdigit()), "")
    if digit:
        margin = max(parent, 0) + int(digit)
    else:
        first = next((line for line in lines if line.strip(" ")), "")
        margin = len(first) - len(first.lstrip(" "))
    return [line[margin:] for line in lines]


def _folded(source: str, node: Node, width: int) -> list[str] | None:
    """The lines of a plain or quoted scalar over lines; None if folding would change it."""
    value = node.value.removesuffix("\n")
    paragraphs = value.split("\n")
    if any(not one or one != one.strip() or "\t" in one for one in paragraphs) or "\r" in value:
        return None
    if not node.style:
        return [line.strip() for line in _LINE_END.split(source)]
    lines: list[str] = []
    for paragraph in paragraphs:
        words = paragraph.split(" ")
        if "" in words:
            return None
        if lines:
            lines.append("")
        line = words[0]
        for word in words[1:]:
            if len(line) + 1 + len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}"
        lines.append(line)
    return lines
