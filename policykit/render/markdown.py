"""Records as Markdown: for a pull request, a changelog or a message."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policykit.comparison import PolicyDiff
from policykit.render.text import (
    SELECTOR_TITLES,
    VERDICTS,
    clause_line,
    concerns_text,
    example,
    places_text,
    promises,
    responsible,
    version_text,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")


def diff(found: PolicyDiff) -> str:
    """A diff as Markdown."""
    return "\n".join(_diff(found)) + "\n"


def _diff(found: PolicyDiff) -> Iterator[str]:
    before, after = found.before, found.after
    yield f"## {escaped(after.title)}: {version_text(before)} → {version_text(after)}"
    yield ""
    if found.unchanged:
        yield "Nothing changed."
        return
    yield f"**{found.verdict}**: {VERDICTS[found.verdict]}."
    yield f"Needs a **{found.required_bump}** version."
    if concerns := concerns_text(found):
        yield f"Also: {concerns}."
    if found.untouched:
        names = ", ".join(SELECTOR_TITLES[name] for name in found.untouched)
        yield f"Unchanged: {names}."
    if found.jurisdictions:
        yield from ("", "| where | verdict |", "| --- | --- |")
        for one in found.jurisdictions:
            yield f"| {escaped(places_text(one.jurisdictions))} | {one.verdict} |"
    for title, changes in (("Disclosures", found.disclosures), ("Processing", found.processing)):
        if changes:
            yield from ("", f"### {title}", "")
        for change in changes:
            yield f"- **{change.change.replace('_', ' ')}**: {escaped(change.sentence)}"
            yield f"  <br>Clauses: {escaped(responsible(change))}."
            yield f"  <br>Example: `{example(change)}`"
    for title, sentences in promises(found):
        if sentences:
            yield from ("", f"### {title}", "")
        for way, sentence in sentences:
            yield f"- **{way}**: {escaped(sentence)}"
    if found.clauses:
        yield from ("", "### Clauses", "")
        for clause in found.clauses:
            yield f"- {escaped(clause_line(clause))}"
    if found.membership:
        yield from ("", "### Membership (no change of the policy)", "")
        for member in found.membership:
            day = "on" if member.change == "joined" else "after"
            yield f"- {member.jurisdiction} {member.change} {member.group} {day} {member.day}"
    if found.frame:
        yield from ("", f"Of the document itself changed: {', '.join(found.frame)}.")
    if found.undecided is not None:
        yield ""
        yield f"Not decided for: {places_text(found.undecided)}. Treat it as a broader policy."
    for name, scenarios in found.unsaid:
        yield from ("", f"And {scenarios} further scenarios that are {name.replace('_', ' ')}.")


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", text)
