"""Records as Markdown: for a pull request, a changelog or a message."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policykit.catalogue import ENGLISH
from policykit.comparison import PolicyDiff
from policykit.comparison.speaking import Speaker
from policykit.render.text import (
    clause_message,
    concerns_text,
    example,
    membership_messages,
    promises,
    remarks,
    responsible,
    version_text,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")


def diff(found: PolicyDiff, language: str = ENGLISH) -> str:
    """A diff as Markdown."""
    return "\n".join(_diff(found, found.words.speaker(language))) + "\n"


def _diff(found: PolicyDiff, speaker: Speaker) -> Iterator[str]:
    before, after = found.before, found.after
    catalogue = speaker.catalogue
    label, language = catalogue.label, catalogue.language
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
            yield f"- {escaped(clause_message(clause, found).sentence(language))}"
    if found.membership:
        yield from ("", f"### {label('membership')}", "")
        for message in membership_messages(found):
            yield f"- {escaped(message.sentence(language))}"
    for line in remarks(found, catalogue):
        yield from ("", escaped(line))


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", text)
