"""
Records as one page of HTML: no script, nothing from elsewhere, the same bytes every time.

Foreign text stands in <bdi>, so that it neither acts nor turns the words around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Final

from policykit.catalogue import ENGLISH, Catalogue, catalogue
from policykit.findings import SEVERITIES
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
    BETTER,
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
    from policykit.validation.numbering import Step

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"

_STYLE: Final = """\
:root { color-scheme: light dark;
  --paper: #fff; --ink: #1c1e21; --soft: #565c64; --line: #d5d9de; --box: #f5f6f8;
  --bad: #a3161b; --good: #146c2e; --note: #7a4f00;
  --out: #7d1216; --out-box: #fde3e3; --in: #0d4f20; --in-box: #dcf4e2; }
@media screen and (prefers-color-scheme: dark) { :root {
  --paper: #16181b; --ink: #e6e8eb; --soft: #a7aeb7; --line: #3b4047; --box: #202329;
  --bad: #ff9a94; --good: #7ed695; --note: #efc46b;
  --out: #ffc4c0; --out-box: #4a1a1c; --in: #b6efc4; --in-box: #15391f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 50rem; padding: 1.5rem 1.25rem 4rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0; }
h2 { font-size: 1.2rem; margin: 2.25rem 0 .75rem; }
h3, h4 { font-size: 1rem; margin: 0; }
section section > h3 { margin: 1.5rem 0 .5rem; }
p, ul, dl { margin: .35rem 0; }
.soft, dt { color: var(--soft); }
.verdict { margin-top: 1rem; padding: .75rem 1rem; background: var(--box);
  border: 1px solid var(--line); border-left-width: .35rem; border-radius: .25rem; }
.verdict > p { font-size: 1.1rem; }
dl { display: grid; grid-template-columns: fit-content(30%) 1fr; gap: .15rem .9rem; }
dd { margin: 0; min-width: 0; }
article, li.clause { margin: .75rem 0; padding: .1rem 0 .1rem .85rem;
  border-left: .2rem solid var(--line); }
ul.clauses { list-style: none; padding: 0; }
article dl { font-size: .9rem; }
.bad { --tone: var(--bad); } .good { --tone: var(--good); } .note { --tone: var(--note); }
.bad, .good, .note { border-left-color: var(--tone); }
:is(.bad, .good, .note) > :is(h3, h4),
:is(.bad, .good, .note) > :is(p, dl) strong { color: var(--tone); }
code { font: .875em/1.5 ui-monospace, monospace; }
.redline { padding: .4rem .7rem; background: var(--box); border-radius: .25rem; }
ins, del { padding: 0 .15em; border-radius: .15em; }
ins { color: var(--in); background: var(--in-box); text-decoration: underline; }
del { color: var(--out); background: var(--out-box); text-decoration: line-through; }
ins::before, del::before { content: "+"; display: inline-block; margin-right: .15em; }
del::before { content: "\\2212"; }
table { border-collapse: collapse; }
th, td { padding: .2rem 1rem .2rem 0; text-align: left; vertical-align: top; }
tr { border-bottom: 1px solid var(--line); }
@media print { body { max-width: none; padding: 0; font-size: 10pt; }
  article, li.clause, .verdict { break-inside: avoid; } h2, h3, h4 { break-after: avoid; }
  ins, del, .verdict, .redline { print-color-adjust: exact; } }
"""


def diff(found: PolicyDiff, language: str = ENGLISH) -> str:
    """A diff: verdict, the version it needs, then every change in a sentence."""
    speaker = found.words.speaker(language)
    title = f"{found.after.title}: {_names(found, speaker.catalogue)}"
    return page(title, _head(found, speaker.catalogue), _diff(found, speaker), speaker.catalogue)


def diffs(edit: Against, found: Sequence[PolicyDiff], language: str = ENGLISH) -> str:
    """What every new or edited version changed, one below the other."""
    words = catalogue(language)
    bases = " ".join(f"{compared(base, language)}." for base in edit.bases)
    body = [*paragraphs(come_and_gone(edit, language))]
    for one in found:
        speaker = one.words.speaker(language)
        body += [_head(one, speaker.catalogue), *_diff(one, speaker)]
    if not body:
        body = [verdict("good", words.label("nothing-edited"))]
    return page(f"policykit: {bases}", f"<p>{said(bases)}</p>", body, words)


def _names(found: PolicyDiff, catalogue: Catalogue) -> str:
    return " → ".join(version_text(one, catalogue) for one in (found.before, found.after))


def _head(found: PolicyDiff, catalogue: Catalogue) -> str:
    return f"<h1>{said(found.after.title)}</h1>\n<p>{said(_names(found, catalogue))}</p>"


def _diff(found: PolicyDiff, speaker: Speaker) -> list[str]:
    where = speaker.names.where
    return [
        *_verdict(found, speaker.catalogue),
        *places(
            ((where(one.jurisdictions), one.verdict) for one in found.jurisdictions),
            speaker.catalogue,
        ),
        *changes(told(found, speaker.catalogue), speaker.catalogue),
        *_clauses(found, speaker.catalogue),
        *paragraphs(remarks(found, speaker.catalogue)),
    ]


def _verdict(found: PolicyDiff, catalogue: Catalogue) -> Iterator[str]:
    label = catalogue.label
    if found.unchanged:
        yield verdict("good", label("nothing-changed"))
        return
    facts = [("needs", label(f"needs-{found.required_bump}"))]
    concerns = concerns_text(found, catalogue)
    if concerns:
        facts.append(("also", concerns))
    if found.untouched:
        facts.append(("unchanged", ", ".join(label(name) for name in found.untouched)))
    yield verdict(
        tone_of(found, concerns),
        label(found.verdict),
        label(f"{found.verdict}-means"),
        [(label(name), said(text)) for name, text in facts],
    )


def tone_of(found: PolicyDiff, concerns: str) -> str:
    """Whether a diff is good or bad for a person, or something to look at."""
    by_verdict = _TONES.get(found.verdict, "note")
    return "note" if concerns and by_verdict == "good" else by_verdict


_TONES: Final = {"broader": "bad", "narrower": "good", "equivalent": "good"}


def places(found: Iterable[tuple[str, str]], catalogue: Catalogue) -> Iterator[str]:
    """The verdict of each place, as a table."""
    label = catalogue.label
    rows = [
        f'<tr><th scope="row">{said(where)}</th><td>{said(label(verdict))}</td></tr>'
        for where, verdict in found
    ]
    if rows:
        yield from section(label("where"), ["<table>", *rows, "</table>"])


def changes(
    found: Iterable[tuple[str, Sequence[Told]]], catalogue: Catalogue, level: int = 2
) -> Iterator[str]:
    """Lists of changes, each under a heading of a level."""
    for title, several in found:
        lines = (line for one in several for line in _change(one, catalogue, level + 1))
        yield from section(catalogue.label(title), lines, level)


def _change(one: Told, catalogue: Catalogue, level: int) -> Iterator[str]:
    way = "bad" if one.way in WORSE else "good" if one.way in BETTER else ""
    facts = []
    if one.clauses:
        facts.append((catalogue.label("responsible"), said(one.clauses)))
    if one.example:
        facts.append((catalogue.label("example"), code(one.example)))
    yield from _article(way, said(one.heading), [f"<p>{said(one.sentence)}</p>"], facts, level)


def _clauses(found: PolicyDiff, catalogue: Catalogue) -> Iterator[str]:
    label = catalogue.label
    if found.clauses:
        lines = (line for one in found.clauses for line in _clause(one, found, catalogue))
        yield from section(label("clauses"), ['<ul class="clauses">', *lines, "</ul>"])
    if found.membership:
        sentences = (one.sentence(catalogue.asked) for one in membership_messages(found))
        yield from section(label("membership"), items(map(said, sentences)))


def _clause(change: ClauseChange, found: PolicyDiff, catalogue: Catalogue) -> Iterator[str]:
    from policykit.render.redline import words_changed  # as above

    yield '<li class="clause">'
    yield f"<p>{said(clause_line(change, found, catalogue.asked))}</p>"
    for name, words in words_changed(change, catalogue):
        shown = said(words) if isinstance(words, str) else redline(words)
        labels = map(catalogue.label, ("title", "counted"))
        of = "" if name in labels else f' lang="{escape(plain(name))}"'
        yield f'<p class="redline"><span class="soft">{said(name)}:</span>'
        yield f"<bdi{of}>{shown}</bdi></p>"
    yield "</li>"


def redline(found: Redline) -> str:
    """What was removed in <del>, what was added in <ins>."""
    tags = {"removed": "del", "added": "ins"}
    return "".join(
        escape(plain(one.text))
        if one.op == "equal"
        else f"<{tags[one.op]}>{escape(plain(one.text))}</{tags[one.op]}>"
        for one in found
    )


def findings(report: Report) -> str:
    """A report: the verdict, what an edit means, findings with place and mend, the worst first."""
    shown = worst_first(beside_the_edit(report))
    count = counted(report, shown)
    edit = report.against
    facts = [("compared with", said(compared_with(one))) for one in edit.bases] if edit else []
    if edit is not None:
        facts += [
            ("number", f"<strong>{said(too_small(one))}</strong>")
            for one in edit.steps
            if one.falls_short
        ]
    body = [verdict(_OF_REPORT[worst_of(report)], count, facts=facts)]
    if report.unreadable:
        lost = (f"{code(path)}: {said(why)}" for path, why in report.unreadable)
        body += section("Could not be read, and was not checked", items(lost))
    if edit is not None:
        body += section("What was edited", _edit(edit))
    for severity in reversed(SEVERITIES):
        kind = [one for one in shown if one.severity == severity]
        if kind:
            title = _TITLES[severity]
            body += section(title, (line for one in kind for line in _finding(one)))
    apart = (("Set aside with a reason", report.set_aside), ("Waived", report.waived))
    for title, some in apart:
        if some:
            body += section(title, (line for one in some for line in _finding(one)))
    return page(f"policykit: {count}", "<h1>policykit validate</h1>", body, catalogue(ENGLISH))


_TITLES: Final = {"error": "Errors", "warning": "Warnings", "info": "For information"}
_OF_REPORT: Final = {"error": "bad", "warning": "note", "info": "good"}
_OF_SEVERITY: Final = {"error": "bad", "warning": "note", "info": ""}


def _edit(edit: Against) -> Iterator[str]:
    if not edit.steps:
        line = nothing_told(edit)
        yield f"<p>{line[0].upper()}{line[1:]}.</p>"
    for step in sorted(edit.steps, key=lambda one: not one.falls_short):
        yield from _step(step)


def _step(step: Step) -> Iterator[str]:
    need = said(need_of(step))
    strong = f"<strong>{need}</strong>" if step.falls_short else need
    about = [
        f"<p>{said(verdict_of(step).rstrip('.'))}; {strong}</p>",
        *(items(map(said, step.sentences)) if step.sentences else ()),
    ]
    yield from _article("bad" if step.falls_short else "", said(step.name), about, [])


def _finding(finding: Finding) -> Iterator[str]:
    facts = [("place", code(f"{finding.file}:{finding.line}:{finding.column}"))]
    if finding.pointer:
        facts.append(("at", code(node(finding))))
    if finding.help:
        facts.append(("help", _message(finding.help)))
    if is_of_an_edit(finding):
        facts.append(("fingerprint", code(finding.fingerprint)))
    tone = _OF_SEVERITY[finding.severity]
    if finding.waived_by is not None:
        facts.append(("reason", said(finding.waived_by)))
        facts.append(("severity", finding.severity))
        tone = ""
    title = f"{finding.code} {said(finding.name)}"
    yield from _article(tone, title, [f"<p>{_message(finding.message)}</p>"], facts)


def page(title: str, head: str, body: Iterable[str], catalogue: Catalogue) -> str:
    """A whole page, in the language of a catalogue; `head` and `body` are HTML."""
    lines = [
        "<!doctype html>",
        f'<html lang="{escape(catalogue.language)}" dir="ltr">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(plain(title))}</title>",
        f"<style>\n{_STYLE}</style>",
        "</head>",
        "<body>",
        f"<header>\n{head}\n</header>",
        "<main>",
        *body,
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def verdict(tone: str, word: str, means: str = "", facts: Sequence[tuple[str, str]] = ()) -> str:
    """What is read first: the verdict, and facts about the whole, whose values are HTML."""
    rest = f": {said(means)}" if means else ""
    lines = [f"<p><strong>{said(word)}</strong>{rest}</p>", *described(facts)]
    return "\n".join([f'<div class="verdict {tone}">', *lines, "</div>"])


def paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """What else is to be said of the whole."""
    yield from (f"<p>{said(line)}</p>" for line in lines)


def said(text: str) -> str:
    """Foreign text, which is shown as it is."""
    return f"<bdi>{escape(plain(text))}</bdi>"


def _message(text: str) -> str:
    """A message of this project, with what is to be typed as such."""
    return "".join(code(piece) if typed else said(piece) for typed, piece in spans(text))


def code(text: str) -> str:
    """A path, or what is typed."""
    return f"<code>{said(text)}</code>"


def section(title: str, lines: Iterable[str], level: int = 2, name: str = "") -> Iterator[str]:
    """A part of a page under a heading; `lines` are HTML, `name` is what a link may lead to."""
    yield f'<section id="{escape(name)}">' if name else "<section>"
    yield from (f"<h{level}>{said(title)}</h{level}>", *lines, "</section>")


def _article(
    tone: str, title: str, lines: Iterable[str], facts: Sequence[tuple[str, str]], level: int = 3
) -> Iterator[str]:
    yield f'<article class="{tone}">' if tone else "<article>"
    yield from (f"<h{level}>{title}</h{level}>", *lines, *described(facts), "</article>")


def described(facts: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Names and what they stand for, which is HTML."""
    if facts:
        rows = (f"<dt>{said(name)}</dt><dd>{value}</dd>" for name, value in facts)
        yield from ("<dl>", *rows, "</dl>")


def items(lines: Iterable[str]) -> Iterator[str]:
    """A list, whose lines are HTML."""
    yield from ("<ul>", *(f"<li>{one}</li>" for one in lines), "</ul>")
