"""
Suppressions: `# policykit: ignore PK211 -- reason`, in the document itself.

At the end of a line it is about what stands on that line; where that is a key or a dash alone, or
with an opening bracket, about all of its value; behind the last line of a text over lines, about
the line on which that begins. On a line of its own it is about the line below and all that is
indented under it: above `- id: share`, about that whole clause; above `clauses:`, about all of
them. Indented with what ends above it, it is about nothing: never about the clause after its own.
Only what a rule finds can be ignored, a reason is asked for, and a code that ignores nothing is
reported, if its rule was asked: one of a profile that is not turned on may ignore something
elsewhere.

Where such a code is found elsewhere in the same clause, the comment was meant for that and stands
in the wrong place. Then neither it nor what it was meant for is mended: its author has a reason.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final, NamedTuple

from policykit.document import Document
from policykit.document.syntax import Entry, Node
from policykit.findings import Edit, Finding
from policykit.rules import UnknownCode, code_named, rule_of

MARK: Final = "policykit: ignore"
_CODES: Final = 100  # that one comment may name
_SHOWN: Final = 3  # lines that a comment may be moved to
_SIGN: Final = re.compile(r"#[ \t]*policykit", re.IGNORECASE)  # cheap to look for
_COMMENT: Final = re.compile(
    r"(?:^|(?<=[ \t]))#[ \t]*policykit: ignore\b[ \t]*(?P<codes>[^\n\r]*?)"
    r"(?:[ \t]*--[ \t]*(?P<reason>[^\n\r]*?))?[ \t]*(?=[\n\r]|\Z)",
    re.MULTILINE,
)
# What was meant for one and is none: another word, no colon, capitals.
_ALMOST: Final = re.compile(
    r"(?:^|(?<=[ \t]))#[ \t]*policykit\b[ \t]*[:,-]?[ \t]*"
    r"(?:ignor|disabl|suppress|skip|noqa|allow|waive)[^\n\r]*",
    re.MULTILINE | re.IGNORECASE,
)


_STARTS: Final = re.compile(r" *(?:- +)*")

# A key or a dash, perhaps an anchor or an opening bracket, and nothing behind it.
_ALONE: Final = re.compile(r"(?::|(?:^|[ \t])-)(?:[ \t]+&[^ \t]+)?(?:[ \t]+[\[{])?[ \t]*$")

Covered = frozenset[tuple[tuple[str | int, ...], bool]]
"""Values by their path, and keys (true)."""


class Suppression(NamedTuple):
    """
    One comment: what it ignores, why, and on which lines (both ends count).

    The first line is behind the last where it ends the map or list that it is in.
    """

    codes: tuple[str, ...]
    reason: str
    offset: int
    end: int
    first: int
    last: int

    def covers(self, finding: Finding) -> bool:
        """Whether it is about a finding."""
        return finding.code in self.codes and self.first <= finding.line <= self.last


def suppressed(
    document: Document, findings: Sequence[Finding], asked: Collection[str]
) -> tuple[list[Finding], list[Finding]]:
    """
    The findings of one document that count, and those that its author has set aside.

    Parameters:
        document: one that is free of errors.
        findings: what the rules found in it.
        asked: the codes of the rules that were asked; of others nobody knows whether a comment
            ignores anything, so that it is not called unused.

    Returns:
        What counts, with what is wrong in the suppressions themselves; and what is set aside,
        its `waived_by` the reason.

    """
    if _SIGN.search(document.text) is None:
        return list(findings), []
    found, wrong = _comments(document)
    counting, aside = [], []
    used: set[tuple[int, str]] = set()
    # Most are about one line; only those that are about more are looked through for each finding.
    of_line: dict[int, list[Suppression]] = {}
    for one in found:
        if one.first == one.last:
            of_line.setdefault(one.first, []).append(one)
    of_lines = [one for one in found if one.first < one.last]
    for finding in findings:
        beside = [*of_line.get(finding.line, ()), *of_lines]
        over = sorted(one.offset for one in beside if one.covers(finding))
        if not over:
            counting.append(finding)
        else:
            reason = next(one.reason for one in beside if one.offset == over[0])
            aside.append(finding._replace(waived_by=reason))
            used.update((offset, finding.code) for offset in over)
    parts = _parts(document)
    elsewhere: dict[tuple[int, str], list[int]] = {}
    kept: set[tuple[int, str]] = set()
    for place, finding in enumerate(counting):
        part = bisect_right(parts, finding.line)
        elsewhere.setdefault((part, finding.code), []).append(place)
    for one in found:
        stale = [code for code in one.codes if code in asked and (one.offset, code) not in used]
        if stale:
            part = bisect_right(parts, one.first)
            meant = [(part, code) for code in stale if (part, code) in elsewhere]
            first = [counting[place] for key in meant for place in elsewhere[key][:_SHOWN]]
            wrong.append(_unused(document, one, stale, first))
            kept.update(meant)
    for key in kept:
        for place in elsewhere[key]:
            counting[place] = counting[place]._replace(edits=())
    return [*counting, *wrong], aside


def _parts(document: Document) -> list[int]:
    """The lines on which the fields of a file begin, and its clauses."""
    data: Any = document.data
    paths: list[tuple[str | int, ...]] = [(name,) for name in data]
    paths += (("clauses", place) for place in range(len(data.get("clauses", ()))))
    return sorted(
        document.line_column(document.offset(path, of_key=len(path) == 1))[0] for path in paths
    )


def reach(document: Document) -> list[tuple[Suppression, Covered]]:
    """The suppressions of a readable document, each with the nodes that it is about."""
    if _SIGN.search(document.text) is None:
        return []
    found, _ = _comments(document)
    nodes = sorted(_nodes(document), key=lambda node: node[0])
    lines = [line for line, _, _ in nodes]
    known: dict[tuple[int, int], Covered] = {}
    for one in found:
        at = (one.first, one.last)
        if at not in known:
            inside = nodes[bisect_left(lines, one.first) : bisect_right(lines, one.last)]
            known[at] = frozenset((path, of_key) for _, path, of_key in inside)
    return [(one, known[one.first, one.last]) for one in found]


def _nodes(document: Document) -> Iterator[tuple[int, tuple[str | int, ...], bool]]:
    """Wherever a finding may stand: line, path, whether it is the key."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), document.data)]
    while waiting:
        path, value = waiting.pop()
        yield document.line_column(document.offset(path))[0], path, False
        if isinstance(value, dict):
            for name, inner in value.items():
                at = (*path, name)
                yield document.line_column(document.offset(at, of_key=True))[0], at, True
                waiting.append((at, inner))
        elif isinstance(value, list):
            waiting += (((*path, index), inner) for index, inner in enumerate(value))


def _comments(document: Document) -> tuple[list[Suppression], list[Finding]]:
    found: list[Suppression] = []
    wrong: list[Finding] = []
    below: dict[int, tuple[int, int]] = {}
    lines = re.split(r"\r\n|\n|\r", document.text)
    for match in _ALMOST.finditer(document.text):
        if _COMMENT.match(document.text, match.start()) is None and _is_comment(
            document, match.start()
        ):
            message = f"it begins with `{MARK}`, and this does not"
            wrong.append(_wrong(document, match.start(), message))
    for match in _COMMENT.finditer(document.text):
        if not _is_comment(document, match.start()):
            continue
        names = match["codes"].replace(",", " ").split()[:_CODES]
        reason = match["reason"] or ""
        codes: dict[str, None] = {}
        for name in names:
            try:
                code = code_named(name).code
            except UnknownCode as error:
                wrong.append(_wrong(document, match.start(), str(error), name))
                continue
            if rule_of(code) is None:
                message = f"{code} is not the finding of a rule, and cannot be ignored"
                wrong.append(_wrong(document, match.start(), message, name))
            else:
                codes[code] = None
        if not names:
            wrong.append(_wrong(document, match.start(), "it does not say what to ignore", ""))
        elif not reason:
            wrong.append(_wrong(document, match.start(), "it gives no reason", *codes))
        elif codes:
            first, last = _lines(document, lines, match.start(), below)
            found.append(Suppression(tuple(codes), reason, match.start(), match.end(), first, last))
    return found, wrong


def _is_comment(document: Document, offset: int) -> bool:
    """Whether a `#` begins a comment; the line that begins a block text can end in one too."""
    if not document.inside_scalar(offset):
        return True
    comments = document.syntax().comments
    place = bisect_left(comments, offset, key=lambda one: one.start)
    return place < len(comments) and comments[place].start == offset


def _lines(
    document: Document, lines: Sequence[str], offset: int, known: dict[int, tuple[int, int]]
) -> tuple[int, int]:
    """The lines that a comment is about; `known` are those of lone comments, looked at once."""
    line, column = document.line_column(offset)
    before = lines[line - 1][: column - 1]
    if before.strip():
        start = offset - len(before)
        # How it is written is looked at only where it may matter; most lines are of one entry.
        if _ALONE.search(before) or (start and document.inside_scalar(start)):
            return _beside(document, offset, start)
        return line, line
    if line not in known:
        below = line
        while below < len(lines) and not _content(lines[below]):
            below += 1
        if below < len(lines) and _ends(lines, line - 1, column - 1, _indent(lines[below])):
            return line, line - 1
        last = below
        while last + 1 < len(lines) and (
            not _content(lines[last + 1]) or _belongs(lines[last + 1], lines[below])
        ):
            last += 1
        reach = (below + 1, last + 1) if below < len(lines) else (0, 0)
        known.update(dict.fromkeys(range(line, below + 1), reach))
    return known[line] if known[line][0] else (line, line - 1)


def _beside(document: Document, offset: int, start: int) -> tuple[int, int]:
    """
    The lines that a comment at the end of a line is about; `start` is where its line does.

    They are more than its own behind a key or a dash whose value is below, and behind the last line
    of a text that begins above.
    """
    line, _ = document.line_column(offset)
    entry = _last_begun(document.syntax().root, offset)
    if entry is None:
        return line, line
    value = entry.value
    if entry.start >= start:
        opened = value.flow and not document.text[value.body + 1 : offset].strip()
        below = value.body > offset or opened
        last = max(entry.start, value.end - 1) if below else entry.start
        return line, document.line_column(last)[0]
    over_lines = value.kind == "scalar" and value.style not in ("|", ">")
    if over_lines and value.body < start < value.end <= offset:
        return document.line_column(value.body)[0], line
    return line, line


def _last_begun(root: Node, offset: int) -> Entry | None:
    """The last entry that begins before an offset."""
    found, node = None, root
    while place := bisect_left(node.entries, offset, key=lambda entry: entry.start):
        found = node.entries[place - 1]
        node = found.value
    return found


def _ends(lines: Sequence[str], line: int, column: int, left: int) -> bool:
    """
    Whether a comment on its own line ends a map or list that stands above it.

    Something there has begun to the right of `left`, where the next line begins, and no further to
    the right than the comment.
    """
    while column > left and line:
        line -= 1
        if not _content(lines[line]):
            continue
        starts = _STARTS.match(lines[line])
        behind = starts.end() if starts else 0
        dashes = (at for at, sign in enumerate(lines[line][:behind]) if sign == "-")
        if any(left < at <= column for at in (*dashes, behind)):
            return True
        if _indent(lines[line]) <= left:
            return False
    return False


def _content(line: str) -> bool:
    bare = line.strip()
    return bool(bare) and not bare.startswith("#")


def _belongs(line: str, to: str) -> bool:
    """Whether a line is part of the node that begins on another one above it."""
    if _indent(line) == _indent(to):
        # The items of a list may stand no deeper than its key.
        return _item(line) and not _item(to)
    return _indent(line) > _indent(to)


def _item(line: str) -> bool:
    bare = line.strip()
    return bare == "-" or bare.startswith("- ")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _wrong(document: Document, offset: int, message: str, *particulars: str) -> Finding:
    mend = "write `# policykit: ignore CODE -- why it is right here`"
    return document.finding(
        "PK130", (), message, mend, offset=offset, particulars=(message, *particulars)
    )


def _unused(
    document: Document, one: Suppression, stale: Sequence[str], meant: Sequence[Finding]
) -> Finding:
    """A comment that ignores nothing by some codes; `meant` are those that stand in its clause."""
    kept = [code for code in one.codes if code not in stale]
    edits = _removal(document.text, one)
    mend = "remove the comment"
    if one.last < one.first:
        # Whoever wrote it meant something: it is not ours to remove.
        edits = iter(())
        mend = "it ends what stands above it; put it above what it is about, or remove it"
    elif meant:
        edits = iter(())
        mend = _moving(one, stale, meant)
    elif kept:
        rewritten = f"# {MARK} {', '.join(kept)} -- {one.reason}"
        edits = iter((Edit(one.offset, one.end, rewritten),))
        mend = f"leave {', '.join(kept)} and remove the rest"
    message = f"there is no {' or '.join(stale)} here to ignore"
    return document.finding(
        "PK131",
        (),
        message,
        mend,
        offset=one.offset,
        particulars=stale,
        edits=tuple(edits),
    )


def _moving(one: Suppression, stale: Sequence[str], meant: Sequence[Finding]) -> str:
    """Where a comment belongs that was meant for findings elsewhere in its clause."""
    codes = sorted({finding.code for finding in meant})
    what = "it" if len(codes) == len(one.codes) == len(stale) else " and ".join(codes)
    lines = " and ".join(map(str, sorted({finding.line for finding in meant})[:_SHOWN]))
    places = f"to line {lines}" if lines.isdecimal() else f"to lines {lines}"
    in_clause = meant[0].pointer.startswith("/clauses/")
    return f"move {what} {places}{', or above the clause' if in_clause else ''}"


def _removal(text: str, one: Suppression) -> Iterator[Edit]:
    """The comment's whole line if it stands alone, else the comment and the space before it."""
    start = one.offset
    while start and text[start - 1] in " \t":
        start -= 1
    if start and text[start - 1] not in "\n\r":
        yield Edit(start, one.end, "")
        return
    end = one.end
    end += 2 if text.startswith("\r\n", end) else int(text[end : end + 1] in ("\n", "\r"))
    yield Edit(start, end, "")
