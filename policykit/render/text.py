"""Records for a terminal or a log: what a person reads first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from policykit.model import ENGLISH, EVERYWHERE, SINGULAR, Cover
from policykit.records import NamedTuple

if TYPE_CHECKING:  # who shows findings need not load what compares
    from policykit.catalogue import Catalogue
    from policykit.comparison import (
        ClauseChange,
        CommitmentChange,
        Membership,
        OutcomeChange,
        PolicyDiff,
        RightChange,
        VersionName,
    )
    from policykit.comparison.messages import Message
    from policykit.comparison.redline import Redline
    from policykit.comparison.speaking import Speaker
    from policykit.comparison.wording import Words
    from policykit.findings import Finding, Severity
    from policykit.library import Decision
    from policykit.scenarios.statements import Part
    from policykit.validation import Report

_HEAD: Final = ("verdict", "where", "also", "needs", "unchanged")
WORSE: Final = frozenset(("broader", "promise_dropped", "weaker", "withdrawn"))
"""The ways of a change that a person loses by."""

BETTER: Final = frozenset(("narrower", "promise_made", "stronger", "granted", "made"))
_WORST: Final = ("error", "warning", "info")


class Style(NamedTuple):
    """How wide a line may be, and whether colours may be used."""

    width: int = 100
    colour: bool = False

    def paint(self, text: str, code: str) -> str:
        """The text in a colour (SGR code), if colours may be used."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text

    def strong(self, text: str) -> str:
        """The text in bold."""
        return self.paint(text, "1")

    def by_way(self, text: str, way: str) -> str:
        """The text in red if that way is bad for the person, in green if it is good."""
        if way in WORSE:
            return self.paint(text, "31")
        return self.paint(text, "32") if way in BETTER else text

    def wrapped(self, text: str, first: str, rest: str) -> str:
        """The text in lines, with what the first and the other lines start with."""
        import textwrap

        return textwrap.fill(
            text,
            self.width,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )

    def redline(self, name: str, words: Redline | str) -> str:
        """The words of a clause that changed, in lines under it."""
        from policykit.render.redline import marked, painted  # as above

        under = " " * 6
        if isinstance(words, str):
            return self.wrapped(f"{name}: {words}", under, under)
        text = self.wrapped(f"{name}: {marked(words, colour=self.colour)}", under, under)
        return painted(text) if self.colour else text


def diff(found: PolicyDiff, style: Style, language: str = ENGLISH) -> str:
    """A diff: verdict, where, the version it needs, then every change in a sentence."""
    return "\n".join(_diff(found, style, found.words.speaker(language))) + "\n"


def _diff(found: PolicyDiff, style: Style, speaker: Speaker) -> Iterator[str]:
    before, after = found.before, found.after
    from policykit.render.redline import words_changed  # as above

    catalogue = speaker.catalogue
    label = catalogue.label
    yield style.strong(f"{after.title} ({after.policy})")
    yield f"{version_text(before, catalogue)} → {version_text(after, catalogue)}"
    yield ""
    if found.unchanged:
        yield label("nothing-changed")
        return
    verdict = style.strong(label(found.verdict))
    rows = [("verdict", f"{verdict}: {label(f'{found.verdict}-means')}")]
    rows += [("where", line) for line in _places(found, speaker)]
    if concerns := concerns_text(found, catalogue):
        rows.append(("also", concerns))
    rows.append(("needs", label(f"needs-{found.required_bump}")))
    if found.untouched:
        rows.append(("unchanged", ", ".join(label(name) for name in found.untouched)))
    wide = 1 + max(len(label(name)) for name in _HEAD)
    for name, line in rows:
        yield f"{label(name):<{wide}}{line}"
    for title, changes in told(found, catalogue):
        yield from ("", style.strong(label(title)))
        for one in changes:
            yield style.by_way(f"  {one.heading}", one.way)
            yield from entry_lines(one, style, catalogue)
    if found.clauses:
        yield from ("", style.strong(label("clauses")))
        for change in found.clauses:
            yield style.wrapped(clause_line(change, found, catalogue.asked), "  ", "      ")
            for name, words in words_changed(change, catalogue):
                yield style.redline(name, words)
    if found.membership:
        yield from ("", style.strong(label("membership")))
        for message in membership_messages(found):
            yield style.wrapped(message.sentence(catalogue.asked), "  ", "    ")
    for line in remarks(found, catalogue):
        yield from ("", style.wrapped(line, "", ""))


def version_text(version: VersionName, catalogue: Catalogue) -> str:
    """A version and the day it starts."""
    if not version.start:
        return version.version
    return catalogue.label("from-day", version=version.version, day=version.start)


class Told(NamedTuple):
    """A change: which way it goes, what kind it is, and its sentence, with what is behind it."""

    way: str
    heading: str
    sentence: str
    clauses: str = ""
    example: str = ""


def told(found: PolicyDiff, catalogue: Catalogue) -> Iterator[tuple[str, Sequence[Told]]]:
    """The changes that have sentences, by the label of their list; no list is empty."""
    label, language = catalogue.label, catalogue.asked

    def outcome(one: OutcomeChange) -> Told:
        sentence, clauses = one.sentence_in(language), responsible(one, catalogue)
        return Told(one.direction, label(one.change), sentence, clauses, example(one))

    lists = {
        "disclosures": [outcome(one) for one in found.disclosures],
        "processing": [outcome(one) for one in found.processing],
        "commitments": [
            Told(one.direction, label(one.direction), one.sentence_in(language))
            for one in found.commitments
        ],
        "rights": [
            Told(one.change, label(one.change), one.sentence_in(language)) for one in found.rights
        ],
        "statements": [
            Told(one.change, label(f"statement-{one.change}"), one.sentence_in(language))
            for one in found.statements
        ],
    }
    yield from ((title, changes) for title, changes in lists.items() if changes)


def entry_lines(one: Told, style: Style, catalogue: Catalogue) -> Iterator[str]:
    """What stands under the heading of a change."""
    yield style.wrapped(one.sentence, "    ", "    ")
    for name, said in (("responsible", one.clauses), ("example", one.example)):
        if said:
            yield style.wrapped(f"{catalogue.label(name)}: {said}", "    ", "      ")


def concerns_text(found: PolicyDiff, catalogue: Catalogue) -> str:
    """What the verdict does not speak of and a person loses by; empty if nothing."""
    outcomes = (*found.disclosures, *found.processing)
    counts = {
        "dropped-promise": sum(one.direction == "promise_dropped" for one in outcomes),
        "weaker-commitment": sum(one.direction == "weaker" for one in found.commitments),
        "withdrawn-right": sum(one.change == "withdrawn" for one in found.rights),
        "withdrawn-statement": sum(one.change == "withdrawn" for one in found.statements),
    }
    return ", ".join(catalogue.labelled(name, count) for name, count in counts.items() if count)


def remarks(found: PolicyDiff, catalogue: Catalogue) -> Iterator[str]:
    """What else is to be said of the whole: the frame, what is open, what is not listed."""
    say, language = found.words.message, catalogue.asked
    if found.frame:
        fields = ", ".join(catalogue.label(field) for field in found.frame)
        yield catalogue.label("frame", fields=fields)
    if found.first_seen:
        where = found.words.speaker(language).names.where(Cover(found.first_seen))
        yield catalogue.label("first-seen", where=where)
    if found.undecided is not None:
        yield say("undecided", where=found.undecided).sentence(language)
    for kind, scenarios in found.unsaid:
        yield say("unsaid", kind=kind, scenarios=scenarios).sentence(language)


def _places(found: PolicyDiff, speaker: Speaker) -> Iterator[str]:
    label = speaker.catalogue.label
    if not found.jurisdictions:
        yield label("nowhere-different")
    for one in found.jurisdictions:
        if one.jurisdictions == EVERYWHERE:
            yield label("alike", verdict=label(one.verdict))
        else:
            yield f"{speaker.names.where(one.jurisdictions)}: {label(one.verdict)}"


def responsible(one: OutcomeChange | CommitmentChange | RightChange, catalogue: Catalogue) -> str:
    """The clauses that cause a change, by side, and why each does."""
    sides = (
        ("side-before", one.clauses.before, one.causes.before),
        ("side-after", one.clauses.after, one.causes.after),
    )
    said = []
    for side, names, causes in sides:
        if names:
            reasons = [catalogue.label(f"cause-{cause}") for cause in causes]
            listed = [f"{name} ({why})" for name, why in zip(names, reasons, strict=True)]
            said.append(catalogue.label(side, clauses=", ".join(listed)))
    return "; ".join(said)


def example(one: OutcomeChange) -> str:
    """The witness, as far as the statement constrains it, as `decide` takes it."""
    said = {"operation", "jurisdiction"}
    fields = dict(one.scenario)
    for part in one.except_:
        fields.update(part.scenario)
    said |= {SINGULAR.get(field, field) for field in fields}
    return ", ".join(
        f"{name}={str(value).lower() if isinstance(value, bool) else value}"
        for name, value in one.witness.items()
        if name in said
    )


def clause_line(change: ClauseChange, found: PolicyDiff, language: str) -> str:
    """What happened to a clause, in one line, and what that did to its meaning."""
    label = found.words.speaker(language).catalogue.label
    line = clause_message(change, found).sentence(language)
    if change.change == "moved":
        sides = [side.section if side else "" for side in (change.before, change.after)]
        before, after = (side or label("no-section") for side in sides)
        return f"{line} ({before} → {after})"
    meaning = _meaning(change)
    return f"{line} ({label(meaning)})" if meaning else line


def _meaning(change: ClauseChange) -> str:
    """What is said where words and meaning did not change together; empty if they did."""
    if change.change == "renamed":
        return ""
    if change.meaning != "changed":
        return f"meaning-{change.meaning}"
    has_text = change.after is not None and change.after.normal.get("text")
    silent = change.change == "changed" and has_text and not change.redline
    silent = silent and not change.words_changed_in_places
    return "words-same" if silent else ""


def clause_message(change: ClauseChange, found: PolicyDiff) -> Message:
    """What happened to a clause."""
    return found.words.message(
        f"clause-{change.change}",
        id=change.id,
        section=change.section,
        fields=change.fields,
        **{"from": change.renamed_from},
    )


def membership_messages(found: PolicyDiff) -> Iterator[Message]:
    """Who joined and who left a group that the policy names."""
    for one in found.membership:
        yield membership_message(one, found.words)


def membership_message(one: Membership, words: Words) -> Message:
    """That a place joined or left a group."""
    return words.message(
        f"membership-{one.change}", member=one.jurisdiction, group=one.group, day=one.day
    )


def decision(found: Decision, style: Style, words: Words, language: str = ENGLISH) -> str:
    """
    A decision: the outcome, the clauses that decide, what is promised, or the split.

    `words` are those of the version that was asked.
    """
    return "\n".join(_decision(found, style, words.speaker(language))) + "\n"


def _decision(found: Decision, style: Style, speaker: Speaker) -> Iterator[str]:
    label = speaker.catalogue.label
    version = f"{found.policy}@{found.version}"
    way = "depends-by" if found.outcome == "depends" else "decided-by"
    yield label(way, outcome=style.strong(label(found.outcome)), version=version)
    if found.outcome != "depends":
        yield from _reasons(found.clauses, found.commitments, found.outcome, "  ", speaker)
        return
    for case in found.cases:
        yield ""
        yield style.wrapped(f"{label(case.outcome)}: {part_text(case.part, speaker)}", "  ", "    ")
        for part in case.except_:
            line = f"{label('except')} {part_text(part, speaker)}"
            yield style.wrapped(line, "    ", "      ")
        yield from _reasons(case.clauses, case.commitments, case.outcome, "    ", speaker)


def _reasons(
    clauses: Sequence[str],
    commitments: Mapping[str, object],
    outcome: str,
    indent: str,
    speaker: Speaker,
) -> Iterator[str]:
    label = speaker.catalogue.label
    if clauses:
        yield f"{indent}{label('responsible')}: {', '.join(clauses)}"
    elif outcome == "unstated":
        yield f"{indent}{label('no-clause')}"
    for name, value in commitments.items():
        kind = speaker.words.lexicon.commitment(name)
        yield f"{indent}{label('commitment')}: {speaker.values.owed(kind, value)}"


def part_text(part: Part, speaker: Speaker) -> str:
    """A box in words: "on a court order where the offence is a crime other than terrorism"."""
    return speaker.case(part) or speaker.catalogue.label("anything")


def findings(report: Report, style: Style) -> str:
    """Findings, and a line that counts them."""
    listed = beside_the_edit(report)
    lines = [line for finding in listed for line in _finding(finding, style)]
    if report.against is not None:
        from policykit.render.edit import edit_lines  # only where an edit was looked at

        lines += [*([""] if lines else []), *edit_lines(report.against, style), ""]
    lines.append(counted(report, listed))
    return "\n".join(lines) + "\n"


def beside_the_edit(report: Report) -> list[Finding]:
    """The findings without what changed in meaning (PK411), which is told together."""
    return [one for one in report.findings if one.code != "PK411"]


def worst_of(report: Report) -> Severity:
    """How bad a report is: `info` is that nothing has to be mended."""
    found = {one.severity for one in beside_the_edit(report)}
    if report.unreadable or "error" in found:
        return "error"
    return "warning" if "warning" in found else "info"


def worst_first(found: Iterable[Finding]) -> list[Finding]:
    """Errors first, and before the others that a number is too small."""
    return sorted(found, key=lambda one: (_WORST.index(one.severity), one.code != "PK401"))


def counted(report: Report, listed: Sequence[Finding]) -> str:
    """How many files and findings there are, in one line; `listed` are those that are shown."""
    files = f"{report.files} file{'' if report.files == 1 else 's'}"
    lost = f", {len(report.unreadable)} not read" if report.unreadable else ""
    apart = [
        f"{len(some)} {how}"
        for some, how in ((report.set_aside, "set aside with a reason"), (report.waived, "waived"))
        if some
    ]
    aside = f" ({', '.join(apart)})" if apart else ""
    counts = []
    for severity in _WORST:
        count = sum(finding.severity == severity for finding in listed)
        if count:
            counts.append(f"{count} {severity}{'s' if count > 1 else ''}")
    return f"{files}{lost}, {', '.join(counts) or 'no findings'}{aside}"


def _finding(finding: Finding, style: Style) -> Iterator[str]:
    place = f"{finding.file}:{finding.line}:{finding.column}"
    severity = style.paint(finding.severity, "31" if finding.severity == "error" else "33")
    yield f"{style.strong(place)}: {severity} {finding.code} {finding.name}"
    yield f"    {finding.message}"
    if finding.pointer:
        yield f"    at {node(finding)}"
    if finding.help:
        yield f"    help: {finding.help}"
    if is_of_an_edit(finding):
        yield f"    fingerprint: {finding.fingerprint}"


def is_of_an_edit(finding: Finding) -> bool:
    """Whether a finding is what an edit did wrong, which only a waiver sets aside."""
    return finding.code.startswith("PK40") and finding.severity != "info"


def node(finding: Finding) -> str:
    """The path of the node that a finding is at."""
    return finding.pointer.strip("/").replace("/", " › ")
