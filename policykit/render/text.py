"""Records for a terminal or a log: what a person reads first."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from policykit.model import SINGULAR, Cover, Verdict

if TYPE_CHECKING:  # who shows findings need not load what compares
    from policykit.comparison import ClauseChange, OutcomeChange, PolicyDiff, VersionName
    from policykit.findings import Finding
    from policykit.library import Decision
    from policykit.scenarios.statements import Part
    from policykit.validation import Report

VERDICTS: Final[Mapping[Verdict, str]] = {
    "equivalent": "the same permissions",
    "broader": "permits more than before",
    "narrower": "permits less than before",
    "mixed": "permits more than before in some cases, and less in others",
    "undecided": "not decided: the bound on work was reached",
}

SELECTOR_TITLES: Final[Mapping[str, str]] = {
    "personal_data": "personal data",
    "data_subjects": "data subjects",
    "recipients": "recipients",
    "purposes": "purposes",
    "destinations": "destinations",
}

_BAD: Final = frozenset(("broader", "promise_dropped", "weaker", "withdrawn"))
_GOOD: Final = frozenset(("narrower", "promise_made", "stronger", "granted", "made"))


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
        if way in _BAD:
            return self.paint(text, "31")
        return self.paint(text, "32") if way in _GOOD else text

    def wrapped(self, text: str, first: str, rest: str) -> str:
        """The text in lines, with what the first and the other lines start with."""
        return textwrap.fill(
            text,
            self.width,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )


def diff(found: PolicyDiff, style: Style) -> str:
    """A diff: verdict, where, the version it needs, then every change in a sentence."""
    return "\n".join(_diff(found, style)) + "\n"


def _diff(found: PolicyDiff, style: Style) -> Iterator[str]:
    before, after = found.before, found.after
    yield style.strong(f"{after.title} ({after.policy})")
    yield f"{version_text(before)} → {version_text(after)}"
    yield ""
    if found.unchanged:
        yield "Nothing changed."
        return
    verdict = style.strong(found.verdict)
    yield f"Verdict   {verdict}: {VERDICTS[found.verdict]}"
    for line in _places(found):
        yield f"{'Where':<10}{line}"
    if concerns := concerns_text(found):
        yield f"{'Also':<10}{concerns}"
    yield f"{'Needs':<10}a {found.required_bump} version"
    if found.untouched:
        names = ", ".join(SELECTOR_TITLES[name] for name in found.untouched)
        yield f"Unchanged {names}"
    for title, changes in (("Disclosures", found.disclosures), ("Processing", found.processing)):
        yield from _outcomes(title, changes, style)
    for title, sentences in promises(found):
        if sentences:
            yield from ("", style.strong(title))
        for way, sentence in sentences:
            yield style.by_way(f"  {way.replace('_', ' ')}", way)
            yield style.wrapped(sentence, "    ", "    ")
    if found.clauses:
        yield from ("", style.strong("Clauses"))
        for change in found.clauses:
            yield style.wrapped(clause_line(change), "  ", "      ")
    if found.membership:
        yield from ("", style.strong("Membership (no change of the policy)"))
        for member in found.membership:
            day = "on" if member.change == "joined" else "after"
            yield f"  {member.jurisdiction} {member.change} {member.group} {day} {member.day}"
    if found.frame:
        yield ""
        yield f"Of the document itself changed: {', '.join(found.frame)}."
    if found.undecided is not None:
        yield ""
        places = places_text(found.undecided)
        yield f"Not decided for: {places}. Treat it as a broader policy."
    for change_name, scenarios in found.unsaid:
        yield f"And {scenarios} further scenarios that are {change_name.replace('_', ' ')}."


def version_text(version: VersionName) -> str:
    """A version and the day it starts."""
    return f"{version.version} (from {version.start})" if version.start else version.version


def promises(found: PolicyDiff) -> list[tuple[str, list[tuple[str, str]]]]:
    """The changes beside outcomes: a title, and each change's way and sentence."""
    return [
        ("Commitments", [(one.direction, one.sentence) for one in found.commitments]),
        ("Rights", [(one.change, one.sentence) for one in found.rights]),
        ("Statements of fact", [(one.change, one.sentence) for one in found.statements]),
    ]


def concerns_text(found: PolicyDiff) -> str:
    """What the verdict does not speak of and a person loses by; empty if nothing."""
    outcomes = (*found.disclosures, *found.processing)
    counts = {
        "dropped promise": sum(one.direction == "promise_dropped" for one in outcomes),
        "weaker commitment": sum(one.direction == "weaker" for one in found.commitments),
        "withdrawn right": sum(one.change == "withdrawn" for one in found.rights),
        "withdrawn statement": sum(one.change == "withdrawn" for one in found.statements),
    }
    return ", ".join(
        f"{count} {name}{'s' * (count > 1)}" for name, count in counts.items() if count
    )


def _places(found: PolicyDiff) -> Iterator[str]:
    if not found.jurisdictions:
        yield "the same in every country"
    for one in found.jurisdictions:
        if one.jurisdictions.terms == ("*",) and not one.jurisdictions.except_:
            yield f"every country alike: {one.verdict}"
        else:
            yield f"{places_text(one.jurisdictions)}: {one.verdict}"


def _outcomes(title: str, changes: Sequence[OutcomeChange], style: Style) -> Iterator[str]:
    if changes:
        yield from ("", style.strong(title))
    for one in changes:
        yield style.by_way(f"  {one.change.replace('_', ' ')}", one.direction)
        yield style.wrapped(one.sentence, "    ", "    ")
        yield style.wrapped(f"clauses: {responsible(one)}", "    ", "      ")
        yield style.wrapped(f"example: {example(one)}", "    ", "      ")


def responsible(one: OutcomeChange) -> str:
    """The clauses that cause a change, by side."""
    sides = []
    if one.clauses.before:
        sides.append(f"{', '.join(one.clauses.before)} (before)")
    if one.clauses.after:
        sides.append(f"{', '.join(one.clauses.after)} (after)")
    return "; ".join(sides)


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


def clause_line(change: ClauseChange) -> str:
    """What happened to a clause, in one line."""
    name = f"{change.id} ({change.section})" if change.section else change.id
    match change.change:
        case "renamed":
            return f"{name} renamed, from {change.renamed_from}"
        case "added" | "removed":
            return f"{name} {change.change}"
        case _:
            return f"{name} {change.change}: {', '.join(change.fields)}"


def places_text(found: Cover) -> str:
    """A cover of places in codes: "everywhere except KP"."""
    return cover_text(found, "everywhere")


def cover_text(found: Cover, all_: str = "everything") -> str:
    """A cover in codes and ids: "crime except terrorism"."""
    terms = ", ".join(_shown(term, all_) for term in found.terms)
    except_ = ", ".join(_shown(term, all_) for term in found.except_)
    return f"{terms} except {except_}" if except_ else terms


def _shown(term: str | bool, all_: str) -> str:
    if isinstance(term, bool):
        return str(term).lower()
    return all_ if term == "*" else term


def decision(found: Decision, style: Style) -> str:
    """A decision: the outcome, the clauses that decide, what is promised, or the split."""
    return "\n".join(_decision(found, style)) + "\n"


def _decision(found: Decision, style: Style) -> Iterator[str]:
    yield f"{style.strong(found.outcome)} by {found.policy}@{found.version}"
    if found.outcome != "depends":
        yield from _reasons(found.clauses, found.commitments, found.outcome, "  ")
        return
    for case in found.cases:
        yield ""
        yield style.wrapped(f"{case.outcome}: {part_text(case.part)}", "  ", "    ")
        for part in case.except_:
            yield style.wrapped(f"except {part_text(part)}", "    ", "      ")
        yield from _reasons(case.clauses, case.commitments, case.outcome, "    ")


def _reasons(
    clauses: Sequence[str], commitments: Mapping[str, object], outcome: str, indent: str
) -> Iterator[str]:
    if clauses:
        yield f"{indent}clauses: {', '.join(clauses)}"
    elif outcome == "unstated":
        yield f"{indent}no clause speaks of it"
    for name, value in commitments.items():
        shown = str(value).lower() if isinstance(value, bool) else value
        yield f"{indent}commitment: {name} = {shown}"


def part_text(part: Part) -> str:
    """A box in ids: "instrument court_order; offence crime except terrorism"."""
    rows = [f"{field} {cover_text(found)}" for field, found in part.scenario.items()]
    if part.jurisdictions.terms != ("*",) or part.jurisdictions.except_:
        rows.insert(0, f"jurisdiction {places_text(part.jurisdictions)}")
    return "; ".join(rows) or "anything asked"


def findings(report: Report, style: Style) -> str:
    """Findings, and a line that counts them."""
    lines = [line for finding in report.findings for line in _finding(finding, style)]
    files = f"{report.files} file{'' if report.files == 1 else 's'}"
    lost = f", {len(report.unreadable)} not read" if report.unreadable else ""
    aside = f" ({len(report.set_aside)} set aside with a reason)" if report.set_aside else ""
    if not report.findings:
        lines.append(f"{files}{lost}, no findings{aside}")
    else:
        counts = []
        for severity in ("error", "warning", "info"):
            count = sum(finding.severity == severity for finding in report.findings)
            if count:
                counts.append(f"{count} {severity}{'s' if count > 1 else ''}")
        lines.append(f"{files}{lost}, {', '.join(counts)}{aside}")
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, style: Style) -> Iterator[str]:
    place = f"{finding.file}:{finding.line}:{finding.column}"
    severity = style.paint(finding.severity, "31" if finding.severity == "error" else "33")
    yield f"{style.strong(place)}: {severity} {finding.code} {finding.name}"
    yield f"    {finding.message}"
    if finding.pointer:
        yield f"    at {finding.pointer.strip('/').replace('/', ' › ')}"
    if finding.help:
        yield f"    help: {finding.help}"
