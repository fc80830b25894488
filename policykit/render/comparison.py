"""Two policies side by side, for a terminal, as Markdown and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policykit.catalogue import ENGLISH, Catalogue
from policykit.comparison import CommitmentChange, OutcomeChange, PolicyComparison, VersionName
from policykit.model import EVERYWHERE
from policykit.render.json import dumped
from policykit.render.markdown import escaped
from policykit.render.text import Style, example, version_text

_BY: dict[str, tuple[str, int]] = {
    "broader": ("contrast-permits", 1),
    "narrower": ("contrast-permits", 0),
    "promise_made": ("contrast-promises", 1),
    "promise_dropped": ("contrast-promises", 0),
    "stronger": ("contrast-protects", 1),
    "weaker": ("contrast-protects", 0),
    "granted": ("contrast-grants", 1),
    "withdrawn": ("contrast-grants", 0),
}


class Entry(NamedTuple):
    """One difference: who does more, in a sentence, and the clauses and the example behind it."""

    heading: str
    sentence: str
    clauses: str = ""
    example: str = ""


def text(found: PolicyComparison, style: Style, language: str = ENGLISH) -> str:
    """A comparison for a terminal or a log."""
    return "\n".join(_text(found, style, found.words.speaker(language).catalogue)) + "\n"


def _text(found: PolicyComparison, style: Style, catalogue: Catalogue) -> Iterator[str]:
    label = catalogue.label
    for version in (found.one, found.other):
        yield style.strong(_named(version, catalogue))
    yield ""
    if found.alike:
        yield label("both-alike")
        return
    rows = [("verdict", f"{style.strong(label(found.verdict))}: {_verdict(found, catalogue)}")]
    rows += [("where", line) for line in _places(found, catalogue)]
    wide = 1 + max(len(label(name)) for name in ("verdict", "where"))
    for name, line in rows:
        yield f"{label(name):<{wide}}{line}"
    for title, entries in _sections(found, catalogue):
        yield from ("", style.strong(label(title)))
        for one in entries:
            yield f"  {one.heading}"
            yield style.wrapped(one.sentence, "    ", "    ")
            if one.clauses:
                yield style.wrapped(f"{label('responsible')}: {one.clauses}", "    ", "      ")
            if one.example:
                yield style.wrapped(f"{label('example')}: {one.example}", "    ", "      ")
    for line in _remarks(found, catalogue):
        yield from ("", style.wrapped(line, "", ""))


def markdown(found: PolicyComparison, language: str = ENGLISH) -> str:
    """A comparison as Markdown."""
    return "\n".join(_markdown(found, found.words.speaker(language).catalogue)) + "\n"


def _markdown(found: PolicyComparison, catalogue: Catalogue) -> Iterator[str]:
    label = catalogue.label
    yield "## " + " / ".join(
        escaped(_named(version, catalogue)) for version in (found.one, found.other)
    )
    yield ""
    if found.alike:
        yield label("both-alike")
        return
    yield f"**{label(found.verdict)}**: {escaped(_verdict(found, catalogue))}."
    if found.jurisdictions:
        yield from ("", f"| {label('place')} | {label('verdict').lower()} |", "| --- | --- |")
        names = found.words.speaker(catalogue.asked).names
        for place in found.jurisdictions:
            yield f"| {escaped(names.where(place.jurisdictions))} | {label(place.verdict)} |"
    for title, entries in _sections(found, catalogue):
        yield from ("", f"### {label(title)}", "")
        for one in entries:
            yield f"- **{escaped(one.heading)}**: {escaped(one.sentence)}"
            if one.clauses:
                name = catalogue.finished(label("responsible"))
                yield f"  <br>{name}: {escaped(one.clauses)}."
            if one.example:
                yield f"  <br>{catalogue.finished(label('example'))}: `{one.example}`"
    for line in _remarks(found, catalogue):
        yield from ("", escaped(line))


def json(found: PolicyComparison, language: str = ENGLISH) -> str:
    """`policykit.comparison/1`, its sentences in a language."""
    return dumped(found.as_json(language))


def _named(version: VersionName, catalogue: Catalogue) -> str:
    return f"{version.title} ({version.policy}), {version_text(version, catalogue)}"


def _verdict(found: PolicyComparison, catalogue: Catalogue) -> str:
    one, other = found.names
    return catalogue.label(f"contrast-{found.verdict}-means", one=one, other=other)


def _places(found: PolicyComparison, catalogue: Catalogue) -> Iterator[str]:
    label = catalogue.label
    if not found.jurisdictions:
        yield label("nowhere-different")
    for place in found.jurisdictions:
        if place.jurisdictions == EVERYWHERE:
            yield label("alike", verdict=label(place.verdict))
        else:
            where = found.words.speaker(catalogue.asked).names.where(place.jurisdictions)
            yield f"{where}: {label(place.verdict)}"


def _sections(
    found: PolicyComparison, catalogue: Catalogue
) -> Iterator[tuple[str, Sequence[Entry]]]:
    language = catalogue.asked

    def headed(way: str, sentence: str, clauses: str = "", example: str = "") -> Entry:
        name, side = _BY.get(way, ("contrast-differs", 0))
        return Entry(catalogue.label(name, who=found.names[side]), sentence, clauses, example)

    def responsible(one: OutcomeChange | CommitmentChange) -> str:
        return "; ".join(
            catalogue.label("clauses-of", clauses=", ".join(ids), who=name)
            for ids, name in zip(one.clauses, found.names, strict=True)
            if ids
        )

    sections = {
        "disclosures": [
            headed(one.direction, one.sentence_in(language), responsible(one), example(one))
            for one in found.disclosures
        ],
        "processing": [
            headed(one.direction, one.sentence_in(language), responsible(one), example(one))
            for one in found.processing
        ],
        "commitments": [
            headed(one.direction, one.sentence_in(language), responsible(one))
            for one in found.commitments
        ],
        "rights": [headed(one.change, one.sentence_in(language)) for one in found.rights],
        "statements": [
            Entry(
                catalogue.label("contrast-states", who=found.names[one.change == "made"]),
                one.sentence_in(language),
            )
            for one in found.statements
        ],
    }
    yield from ((title, entries) for title, entries in sections.items() if entries)


def _remarks(found: PolicyComparison, catalogue: Catalogue) -> Iterator[str]:
    say, language = found.words.message, catalogue.asked
    if found.undecided is not None:
        yield say("undecided", where=found.undecided).sentence(language)
    for kind, scenarios in found.unsaid:
        yield say("unsaid", kind=kind, scenarios=scenarios).sentence(language)
