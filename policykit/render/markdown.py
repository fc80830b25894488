"""Records as Markdown: for a pull request, a changelog or a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from policykit.catalogue import ENGLISH
from policykit.comparison import PolicyDiff
from policykit.comparison.redline import Redline
from policykit.comparison.speaking import Speaker
from policykit.render.redline import words_changed
from policykit.render.text import (
    clause_line,
    concerns_text,
    example,
    membership_messages,
    promises,
    remarks,
    responsible,
    version_text,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def diff(found: PolicyDiff, language: str = ENGLISH) -> str:
    """A diff as Markdown."""
    return "\n".join(_diff(found, found.words.speaker(language))) + "\n"


def _diff(found: PolicyDiff, speaker: Speaker) -> Iterator[str]:
    before, after = found.before, found.after
    catalogue = speaker.catalogue
    label, language = catalogue.label, catalogue.asked
    versions = f"{version_text(before, catalogue)} → {version_text(after, catalogue)}"
    yield f"## {escaped(after.title)}: {versions}"
    yield ""
    if found.unchanged:
        yield label("nothing-changed")
        return
    yield f"**{label(found.verdict)}**: {label(f'{found.verdict}-means')}."
    yield f"{label('needs')}: **{label(f'needs-{found.required_bump}')}**."
    if concerns := concerns_text(found, catalogue):
        yield f"{label('also')}: {concerns}."
    if found.untouched:
        yield f"{label('unchanged')}: {', '.join(label(name) for name in found.untouched)}."
    if found.jurisdictions:
        yield from ("", f"| {label('place')} | {label('verdict').lower()} |", "| --- | --- |")
        for one in found.jurisdictions:
            where = escaped(speaker.names.where(one.jurisdictions))
            yield f"| {where} | {label(one.verdict)} |"
    for title, changes in (("disclosures", found.disclosures), ("processing", found.processing)):
        if changes:
            yield from ("", f"### {label(title)}", "")
        for change in changes:
            yield f"- **{label(change.change)}**: {escaped(change.sentence_in(language))}"
            clauses = escaped(responsible(change, catalogue))
            yield f"  <br>{catalogue.finished(label('responsible'))}: {clauses}."
            yield f"  <br>{catalogue.finished(label('example'))}: `{example(change)}`"
    for title, sentences in promises(found, language):
        if sentences:
            yield from ("", f"### {label(title)}", "")
        for said in sentences:
            yield f"- **{label(said.label)}**: {escaped(said.sentence)}"
    if found.clauses:
        yield from ("", f"### {label('clauses')}", "")
        for clause in found.clauses:
            yield f"- {escaped(clause_line(clause, found, language))}"
            for name, words in words_changed(clause, catalogue):
                shown = escaped(words) if isinstance(words, str) else redline(words)
                yield f"  <br>{escaped(name)}: {shown}"
    if found.membership:
        yield from ("", f"### {label('membership')}", "")
        for message in membership_messages(found):
            yield f"- {escaped(message.sentence(language))}"
    for line in remarks(found, catalogue):
        yield from ("", escaped(line))


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


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", text)
