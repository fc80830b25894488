"""
An unquoted text whose end YAML takes for a comment.

Why: behind a space, `#` begins a comment. Of `text: We share it with partner #1 and never sell it`
all that is left is "We share it with partner", and nobody is told.

Asked are texts without quotes, and the first lines of `|` and `>`, behind which a comment follows
without a space after its `#`. Ids, terms, dates and numbers hold no space, and are asked only as a
field of prose, such as `text` or a source's `note`. A comment that begins with `# ` or `##` is
taken for one, and so is one about this tool (`#policykit: ignore`).

Source: https://yaml.org/spec/1.2.2/#66-comments and docs/format.md, "text".

Fails::
    - {id: partners, kind: general,
       text: We share statistics with partner #1 and never sell them.
      }
Passes::
    - {id: partners, kind: general, text: "We share statistics with partner #1 and never sell them."}
    - {id: nobody, kind: general,
       text: We share nothing else.  # as asked by legal
      }
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policykit.document import Document
from policykit.document.syntax import Node, Syntax
from policykit.rules.rule import Hit, Path, rule

_PROSE: Final = frozenset(
    [
        *("title", "text", "notes", "publisher", "note", "licence", "phrase", "description"),
        *("adverbial", "where", "where_true", "where_false"),
    ]
)
_OURS: Final = re.compile(r"#policykit\b", re.IGNORECASE)
_NO_WORD: Final = frozenset(("", *" \t\r\n#!"))
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_SHOWN: Final = 40
_IN_BLOCK: Final = "move it to the line below, or put a space after the # if it is a comment"


@rule(
    "PK234",
    severity="warning",
    help="put the text in quotes, or a space after the # if it is a comment",
    of="document",
)
def text_cut_off(document: Document) -> Iterator[Hit]:
    """Texts of a version or a policy.yaml."""
    if not any(_glued(document.text)):
        return
    syntax = document.syntax()
    comments = {one.start for one in syntax.comments} & set(_glued(document.text))
    if not comments:
        return
    for path, node in _texts(syntax):
        at = _behind(document.text, node)
        if at in comments and (" " in node.value.strip() or not _PROSE.isdisjoint(path[-2:])):
            found = _LINE_END.search(document.text, at)
            cut = document.text[at : found.start() if found else None].rstrip()
            shown = cut if len(cut) <= _SHOWN else f"{cut[:_SHOWN]}…"
            if node.style:
                message = f"'{shown}' is a comment, and no part of the text below it"
                yield Hit(path, message, particulars=(cut,), help=_IN_BLOCK)
            else:
                message = f"'{shown}' is a comment, and no part of the text before it"
                yield Hit(path, message, particulars=(cut,))


def _glued(text: str) -> Iterator[int]:
    """Where a `#` stands behind a space and before a word; most texts have none, or few."""
    at = text.find("#", 1)
    while at >= 0:
        glued = text[at - 1] in " \t" and text[at + 1 : at + 2] not in _NO_WORD
        if glued and not _OURS.match(text, at):
            yield at
        at = text.find("#", at + 1)


def _texts(syntax: Syntax) -> Iterator[tuple[Path, Node]]:
    """The values that are unquoted texts or texts over lines, with their paths."""
    waiting: list[tuple[Path, Node]] = [((), syntax.root)]
    while waiting:
        path, node = waiting.pop()
        if node.kind == "scalar" and node.style not in ("'", '"'):
            yield path, node
        for index, entry in enumerate(node.entries):
            step = index if entry.key is None else entry.key.value
            waiting.append(((*path, step), entry.value))


def _behind(text: str, node: Node) -> int:
    """The first character behind a text, or behind the signs that begin one over lines."""
    at = node.end if not node.style else node.body
    while at < len(text) and (text[at] in " \t" or (node.style and text[at] in "|>+-123456789")):
        at += 1
    return at
