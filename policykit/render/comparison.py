"""Two policies side by side, for a terminal, as Markdown, as a page and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from policykit.catalogue import ENGLISH, Catalogue
from policykit.comparison import CommitmentChange, OutcomeChange, PolicyComparison, VersionName
from policykit.model import EVERYWHERE
from policykit.render.comment import Part, fitted
from policykit.render.json import dumped
from policykit.render.markdown import left_out, listed, paragraphs, places, said
from policykit.render.text import Style, Told, entry_lines, example, version_text

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


def text(found: PolicyComparison, style: Style, language: str = ENGLISH) -> str:
    """A comparison for a terminal or a log."""
    return "\n".join(_text(found, style, found.words.speaker(language).catalogue)) + "\n"


def _text(found: PolicyComparison, style: Style, catalogue: Catalogue) -> Iterator[str]:
    label = catalogue.label
    for version in (found.one, found.other):
        yield style.strong(_named(version, catalogue))
    yield ""
    if found.alike:
        yield style.wrapped(_alike(found, catalogue), "", "")
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
            yield from entry_lines(one, style, catalogue)
    for line in _remarks(found, catalogue):
        yield from ("", style.wrapped(line, "", ""))


def _alike(found: PolicyComparison, catalogue: Catalogue) -> str:
    return catalogue.label("both-alike-but" if found.words.untold else "both-alike")


def markdown(found: PolicyComparison, language: str = ENGLISH) -> str:
    """A comparison as Markdown."""
    catalogue = found.words.speaker(language).catalogue
    return fitted(
        lambda most: (_top(found, catalogue, most), [*_parts(found, catalogue, most)]),
        partial(left_out, catalogue),
    )


def _top(found: PolicyComparison, catalogue: Catalogue, most: int) -> str:
    label = catalogue.label
    names = " / ".join(said(_named(one, catalogue), most) for one in (found.one, found.other))
    if found.alike:
        return f"## {names}\n\n{_alike(found, catalogue)}"
    return f"## {names}\n\n**{label(found.verdict)}**: {said(_verdict(found, catalogue), most)}."


def _parts(found: PolicyComparison, catalogue: Catalogue, most: int) -> Iterator[Part]:
    if found.alike:
        return
    where = found.words.speaker(catalogue.asked).names.where
    yield places(
        ((where(one.jurisdictions), one.verdict) for one in found.jurisdictions), catalogue, most
    )
    for title, entries in _sections(found, catalogue):
        yield listed(title, entries, catalogue, most)
    yield paragraphs(_remarks(found, catalogue), catalogue, most)


def html(found: PolicyComparison, language: str = ENGLISH) -> str:
    """A comparison as a page."""
    from policykit.render import html as pages  # only for who asks

    speaker = found.words.speaker(language)
    catalogue = speaker.catalogue
    label, where = catalogue.label, speaker.names.where
    names = [_named(one, catalogue) for one in (found.one, found.other)]
    head = f"<h1>{'<br>'.join(map(pages.said, names))}</h1>"
    if found.alike:
        body = [pages.verdict("", _alike(found, catalogue))]
    else:
        body = [
            pages.verdict("", label(found.verdict), _verdict(found, catalogue)),
            *pages.places(
                ((where(one.jurisdictions), one.verdict) for one in found.jurisdictions), catalogue
            ),
            *pages.changes(_sections(found, catalogue), catalogue),
            *pages.paragraphs(_remarks(found, catalogue)),
        ]
    return pages.page(" / ".join(names), head, body, catalogue)


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
) -> Iterator[tuple[str, Sequence[Told]]]:
    language = catalogue.asked

    def headed(way: str, sentence: str, clauses: str = "", example: str = "") -> Told:
        name, side = _BY.get(way, ("contrast-differs", 0))
        return Told("", catalogue.label(name, who=found.names[side]), sentence, clauses, example)

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
            Told(
                "",
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
