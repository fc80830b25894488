"""Records as Markdown: for a pull request, a changelog or a message."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final

from policykit.catalogue import ENGLISH, Catalogue, catalogue
from policykit.render.comment import Entry, Part, fitted, shortened, size
from policykit.render.edit import (
    come_and_gone,
    compared,
    compared_with,
    need_of,
    nothing_told,
    too_small,
    verdict_of,
)
from policykit.render.inert import plain, spans
from policykit.render.text import (
    WORSE,
    beside_the_edit,
    clause_line,
    concerns_text,
    counted,
    is_of_an_edit,
    membership_messages,
    node,
    remarks,
    told,
    version_text,
    worst_first,
    worst_of,
)

if TYPE_CHECKING:  # who shows findings need not load what compares
    from policykit.comparison import ClauseChange, PolicyDiff
    from policykit.comparison.redline import Redline
    from policykit.comparison.speaking import Speaker
    from policykit.findings import Finding
    from policykit.render.text import Told
    from policykit.validation import Report
    from policykit.validation.against import Against

MARKER: Final = "<!-- policykit -->"
"""The first line of what `validate` says, not shown; by it a comment is found again."""


def diff(found: PolicyDiff, language: str = ENGLISH) -> str:
    """A diff as Markdown."""
    speaker = found.words.speaker(language)
    if found.unchanged:
        return (
            f"{_title(found, speaker.catalogue)}\n\n{speaker.catalogue.label('nothing-changed')}\n"
        )
    return fitted(
        lambda most: (_verdict(found, speaker.catalogue, most), [*_diff(found, speaker, most)]),
        partial(left_out, speaker.catalogue),
    )


def diffs(edit: Against, found: Sequence[PolicyDiff], language: str = ENGLISH) -> str:
    """What every new or edited version changed, one below the other, as Markdown."""
    words = catalogue(language)

    def made(most: int) -> tuple[str, list[Part]]:
        lines = [*come_and_gone(edit, language)]
        if not found and not lines:
            lines = [words.label("nothing-edited")]
        parts = [Part("", [Entry(f"\n{said(line, most)}", "policies", 0) for line in lines])]
        for one in found:
            speaker = one.words.speaker(language)
            if one.unchanged:
                label = speaker.catalogue.label("nothing-changed")
                head = f"{_title(one, speaker.catalogue)}\n\n{label}"
            else:
                head = _verdict(one, speaker.catalogue, most)
            parts.append(Part("", [Entry(f"\n{head}", "versions", 0)]))
            parts += [] if one.unchanged else _diff(one, speaker, most)
        return " ".join(f"{said(compared(base, language), most)}." for base in edit.bases), parts

    return fitted(made, partial(left_out, words))


def _title(found: PolicyDiff, catalogue: Catalogue, most: int = 1_000) -> str:
    names = (version_text(one, catalogue) for one in (found.before, found.after))
    return f"## {said(found.after.title, most)}: {' → '.join(names)}"


def _verdict(found: PolicyDiff, catalogue: Catalogue, most: int) -> str:
    label = catalogue.label
    lines = [
        _title(found, catalogue, most),
        "",
        f"**{label(found.verdict)}**: {label(f'{found.verdict}-means')}.",
        f"{label('needs')}: **{label(f'needs-{found.required_bump}')}**.",
    ]
    if concerns := concerns_text(found, catalogue):
        lines.append(f"{label('also')}: {concerns}.")
    if found.untouched:
        names = ", ".join(label(name) for name in found.untouched)
        lines.append(f"{label('unchanged')}: {names}.")
    return "\n".join(lines)


def _diff(found: PolicyDiff, speaker: Speaker, most: int) -> Iterator[Part]:
    catalogue = speaker.catalogue
    label, language = catalogue.label, catalogue.asked
    yield places(
        ((speaker.names.where(one.jurisdictions), one.verdict) for one in found.jurisdictions),
        catalogue,
        most,
    )
    for title, changes in told(found, catalogue):
        yield listed(title, changes, catalogue, most)
    yield Part(
        f"\n### {label('clauses')}\n\n",
        [Entry(_clause(one, found, catalogue, most), label("clauses"), 4) for one in found.clauses],
    )
    yield Part(
        f"\n### {label('membership')}\n\n",
        [
            Entry(f"- {said(one.sentence(language), most)}", label("membership"), 5)
            for one in membership_messages(found)
        ],
    )
    yield paragraphs(remarks(found, catalogue), catalogue, most)


def places(found: Iterable[tuple[str, str]], catalogue: Catalogue, most: int) -> Part:
    """The verdict of each place, as a table."""
    label = catalogue.label
    return Part(
        f"\n| {label('place')} | {label('verdict').lower()} |\n| --- | --- |\n",
        [
            Entry(f"| {said(where, most)} | {label(verdict)} |", label("where"), 2)
            for where, verdict in found
        ],
    )


def listed(title: str, changes: Iterable[Told], catalogue: Catalogue, most: int) -> Part:
    """Changes under a heading; what a person loses by is kept first."""
    label = catalogue.label
    return Part(
        f"\n### {label(title)}\n\n",
        [
            Entry(_change(one, catalogue, most), label(title), 1 if one.way in WORSE else 3)
            for one in changes
        ],
    )


def paragraphs(lines: Iterable[str], catalogue: Catalogue, most: int) -> Part:
    """What is to be said of the whole."""
    return Part("", [Entry(f"\n{said(line, most)}", catalogue.label("also")) for line in lines])


def _change(one: Told, catalogue: Catalogue, most: int) -> str:
    lines = [f"- **{said(one.heading, most)}**: {said(one.sentence, most)}"]
    if one.clauses:
        name = catalogue.finished(catalogue.label("responsible"))
        lines.append(f"{name}: {said(one.clauses, most)}.")
    if one.example:
        name = catalogue.finished(catalogue.label("example"))
        lines.append(f"{name}: {code(one.example, most)}")
    return "\n  <br>".join(lines)


def _clause(change: ClauseChange, found: PolicyDiff, catalogue: Catalogue, most: int) -> str:
    from policykit.render.redline import words_changed  # as above

    lines = [f"- {said(clause_line(change, found, catalogue.asked), most)}"]
    words = [*words_changed(change, catalogue)]
    for name, one in words:
        each = most * 2 // len(words)
        shown = said(one, each) if isinstance(one, str) else _cut(one, each)
        lines.append(f"{said(name, most)}: {shown}")
    return "\n  <br>".join(lines)


def _cut(found: Redline, most: int) -> str:
    """A redline that is cut where it is too long as Markdown."""
    from policykit.render.redline import shortened as cut

    return _within(lambda room: redline(cut(found, room)), most)


def redline(found: Redline) -> str:
    """What was removed ~~struck out~~, what was added **bold**."""
    shown, place = "", 0
    for changed, group in groupby(found, lambda one: one.op != "equal"):
        parts = [*group]
        place += len(parts)
        if not changed:
            shown += escaped(parts[0].text)
            continue
        following = found[place].text if place < len(found) else ""
        # Where a change touches letters, as in Japanese, the marks of Markdown may mark nothing.
        free = all(not one or one.isspace() for one in (shown[-1:], following[:1]))
        marks = _MARKS if free else _TAGS
        shown += (" " if free else "").join(escaped(one.text).join(marks[one.op]) for one in parts)
    return shown


_MARKS = {"removed": ("~~", "~~"), "added": ("**", "**")}
_TAGS = {"removed": ("<del>", "</del>"), "added": ("<strong>", "</strong>")}


def findings(report: Report) -> str:
    """A comment for a pull request: the verdict, what an edit means, findings, the worst first."""
    return fitted(
        lambda most: (_headline(report, most), [*_findings(report, most)]),
        partial(left_out, catalogue(ENGLISH)),
    )


def _headline(report: Report, most: int) -> str:
    shown = beside_the_edit(report)
    line = f"{_SIGNS[worst_of(report)]} **policykit**: {counted(report, shown)}"
    edit = report.against
    if edit is not None and not edit.steps:
        against = "".join(f"Compared with {said(one, most)}: " for one in _bases(edit)[:1])
        line += f". {against}{nothing_told(edit)}."
    return f"{MARKER}\n{line}"


def _bases(edit: Against) -> list[str]:
    return [compared_with(one) for one in edit.bases]


def _findings(report: Report, most: int) -> Iterator[Part]:
    yield Part(
        "\n**Could not be read, and was not checked:**\n\n",
        [
            Entry(f"- {code(path, most)}: {said(why, most)}", "not read")
            for path, why in report.unreadable
        ],
    )
    if report.against is not None:
        yield from _edit(report.against, most)
    shown = worst_first(beside_the_edit(report))
    above = report.unreadable or (report.against is not None and report.against.steps)
    yield Part(
        "\n**Findings**\n\n" if above else "\n",
        [_finding(one, f"{one.severity}s", _RANKS[one.severity], most) for one in shown],
    )
    apart = (
        ("set aside", "set aside with a reason", report.set_aside),
        ("waived", "waived", report.waived),
    )
    for kind, how, some in apart:
        yield Part(
            f"\n<details><summary>{len(some)} {how}</summary>\n\n",
            [_finding(one, kind, 6, most) for one in some],
            "\n</details>\n",
        )


_SIGNS: Final = {"error": "❌", "warning": "⚠️", "info": "✅"}
_RANKS: Final = {"error": 2, "warning": 4, "info": 5}


def _edit(edit: Against, most: int) -> Iterator[Part]:
    """What an edit means: first the numbers that are too small, then every step."""
    if not edit.steps:
        return
    short = [one for one in edit.steps if one.falls_short]
    yield Part(
        "",
        [
            Entry(
                f"\n**{said(too_small(one), most)}**: what changed needs a {one.bump} version.",
                "numbers",
                1,
            )
            for one in short
        ],
    )
    bases = (f"\nCompared with {said(one, most)}." for one in _bases(edit))
    yield Part("", [Entry(one, "commits", 1) for one in bases])
    for step in sorted(edit.steps, key=lambda one: not one.falls_short):
        about = f"{said(verdict_of(step).rstrip('.'), most)}; {need_of(step)}."
        yield Part(
            "",
            [
                Entry(f"\n**{said(step.name, most)}**: {about}\n", "versions", 1),
                *(Entry(f"- {said(one, most)}", "changes", 3) for one in step.sentences),
            ],
        )


def _finding(finding: Finding, kind: str, rank: int, most: int) -> Entry:
    place = code(f"{finding.file}:{finding.line}", most)
    message = _message(finding.message, most)
    lines = [f"- {place} **{finding.severity}** {finding.code} {finding.name}: {message}"]
    if finding.pointer:
        lines.append(f"At {code(node(finding), most)}")
    if finding.help:
        lines.append(f"Help: {_message(finding.help, most)}")
    if is_of_an_edit(finding):
        lines.append(f"Fingerprint: {code(finding.fingerprint, most)}")
    if finding.waived_by is not None:
        lines.append(f"Reason: {said(finding.waived_by, most)}")
    return Entry("\n  <br>".join(lines), kind, rank)


def left_out(catalogue: Catalogue, counts: Mapping[str, int]) -> str:
    """How many entries of each kind are not there, and where all of them are."""
    line = f"\n{catalogue.label('texts-cut')}"
    if counts:
        entries = ", ".join(f"{name} ({count})" for name, count in counts.items())
        line += f" {catalogue.label('left-out', entries=entries)}"
    return line


def said(text: str, most: int) -> str:
    """Text that Markdown shows as it is, in so many units of UTF-16."""
    return _within(lambda room: escaped(shortened(text, room)), most)


def _message(text: str, most: int) -> str:
    """A message of this project, what is to be typed in code spans."""

    def made(room: int) -> str:
        return "".join(
            _code(plain(piece)) if typed else escaped(piece)
            for typed, piece in spans(shortened(text, room))
        )

    return _within(made, most)


def code(text: str, most: int) -> str:
    """Text in a code span."""
    return _within(lambda room: _code(shortened(plain(text), room)), most)


def _code(text: str) -> str:
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    apart = " " if "`" in (text[:1], text[-1:]) or not text.strip() else ""
    return f"{fence}{apart}{text}{apart}{fence}"


def _within(made: Callable[[int], str], most: int) -> str:
    """What is made of the most text with which it does not grow too long."""
    room = most
    while size(text := made(room)) > most and room > 1:
        room = min(room - 1, room * most // size(text))
    return text


def escaped(text: str) -> str:
    """
    Text that Markdown shows as it is, in one line.

    GitHub looks for mentions, issues and emoji in what is shown, so that neither a backslash nor an
    entity stops it; an empty comment does. A dollar sign is the beginning of a formula.

    Source: github.com/github/cmark-gfm, #181; github.com/openjdk/skara, #1548; docs.github.com,
    "Writing mathematical expressions".
    """
    return _MISREAD.sub(_shown, plain(text))


# Each branch begins with its sign, so that the others are passed over fast.
_MISREAD = re.compile(
    r"[\\`*_{}\[\]<>#|~$]|&(?=#|\w+;)|@(?=[A-Za-z0-9])|-(?<=\b[Gg][Hh]-)(?=\d)"
    r"|:(?<!\w:)(?=[\w+-]+:)|\.(?<=(?i:github)\.)(?=(?i:com)\b)"
)
_BEFORE_NUMBER = re.compile(r"\d")


def _shown(found: re.Match[str]) -> str:
    mark = found.group()
    if mark == "$":
        return "<span>$</span>"
    if mark in "@-:.":
        return f"{mark}<!---->"
    number = mark == "#" and _BEFORE_NUMBER.match(found.string, found.end())
    return rf"\{mark}<!---->" if number else rf"\{mark}"
