"""The history of a policy, for a terminal, as Markdown, as a page and as JSON."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from policykit.catalogue import ENGLISH, Catalogue, catalogue
from policykit.comparison import Changelog, ChangelogEntry, ClauseChange, PolicyDiff
from policykit.comparison.history import What
from policykit.comparison.speaking import Speaker
from policykit.model import EVERYWHERE, Bump, Cover
from policykit.render.comment import MOST, Entry, Part, joined
from policykit.render.json import dumped
from policykit.render.markdown import listed, paragraphs, said
from policykit.render.text import (
    WORSE,
    Style,
    Told,
    clause_line,
    concerns_text,
    entry_lines,
    membership_message,
    remarks,
    responsible,
    told,
)

Audience = Literal["reader", "legal"]
"""Who reads it: somebody whom the policy is about, or somebody who answers for it."""

_INDENT: Final = "  "
_MOST_NAMED: Final = 12
"""How many clauses a line names; of more it says how many there are."""


class Shown(NamedTuple):
    """
    One version as it is shown, whatever the format.

    `line` is all there is to say of it, if that is one line. `facts` are labels and what they say;
    `lists` are changes, `more` further lists and `remarks` what stands below, in sentences.
    """

    entry: ChangelogEntry
    heading: str
    line: str
    facts: Sequence[tuple[str, str]] = ()
    lists: Sequence[tuple[str, Sequence[Told]]] = ()
    more: Sequence[tuple[str, Sequence[str]]] = ()
    remarks: Sequence[str] = ()

    @property
    def short(self) -> bool:
        """Whether a line says it all."""
        return bool(self.line) and not (self.facts or self.lists or self.more or self.remarks)


def text(
    found: Changelog,
    style: Style,
    audience: Audience,
    language: str = ENGLISH,
    *,
    worse: bool = False,
) -> str:
    """A history for a terminal or a log; with `worse` only what people lose by, in each format."""
    return "\n".join(_text(found, style, audience, language, worse)) + "\n"


def _text(
    found: Changelog, style: Style, audience: Audience, language: str, worse: bool
) -> Iterator[str]:
    words = catalogue(language)
    yield style.strong(f"{found.title} ({found.policy})")
    shown = _asked(found, audience, words, worse)
    yield style.wrapped(_about(found, words, shown, worse), "", "")
    inside = style._replace(width=style.width - len(_INDENT))
    before: Shown | None = None
    for one in shown:
        if before is None or not (before.short and one.short):
            yield ""
        told = f"{one.heading}: {one.line}" if one.line else one.heading
        yield style.wrapped(told, "", "    ").replace(one.heading, style.strong(one.heading), 1)
        for line in _inside(one, inside, words):
            yield textwrap.indent(line, _INDENT)
        before = one


def _inside(one: Shown, style: Style, words: Catalogue) -> Iterator[str]:
    label = words.label
    wide = 1 + max((len(name) for name, _ in one.facts), default=0)
    for name, line in one.facts:
        yield style.wrapped(line, f"{name:<{wide}}", " " * wide)
    for title, changes in one.lists:
        yield from ("", style.strong(label(title)))
        for change in changes:
            yield style.by_way(f"  {change.heading}", change.way)
            yield from entry_lines(change, style, words)
    for title, lines in one.more:
        yield from ("", style.strong(label(title)))
        yield from (style.wrapped(line, "  ", "      ") for line in lines)
    if one.remarks and not one.short:
        yield ""
    yield from (style.wrapped(line, "", "  ") for line in one.remarks)


def markdown(
    found: Changelog, audience: Audience, language: str = ENGLISH, *, worse: bool = False
) -> str:
    """A history as Markdown: whole, for it is a document and no comment."""
    words = catalogue(language)
    shown = _asked(found, audience, words, worse)
    about = _about(found, words, shown, worse)
    top = f"# {said(found.title, MOST)}\n\n{said(about, MOST)}"
    return joined(top, (part for one in shown for part in _parts(one, words, MOST)))


def _parts(one: Shown, words: Catalogue, most: int) -> Iterator[Part]:
    label = words.label
    head = f"\n## {said(one.heading, most)}\n"
    if one.line:
        head += f"\n{said(words.finished(one.line), most)}.\n"
    head += "".join(f"\n- {said(name, most)}: {said(line, most)}" for name, line in one.facts)
    yield Part("", [Entry(head.rstrip("\n"), "")])
    for title, changes in one.lists:
        yield listed(title, changes, words, most)
    for title, lines in one.more:
        entries = [Entry(f"- {said(line, most)}", label(title)) for line in lines]
        yield Part(f"\n### {label(title)}\n\n", entries)
    yield paragraphs(one.remarks, words, most)


def html(
    found: Changelog, audience: Audience, language: str = ENGLISH, *, worse: bool = False
) -> str:
    """A history as a page; each version can be linked to, as in `#v2.0.0`."""
    from policykit.render import html as pages  # only for who asks

    words = catalogue(language)
    shown = _asked(found, audience, words, worse)
    about = _about(found, words, shown, worse)
    head = f"<h1>{pages.said(found.title)}</h1>\n<p>{pages.said(about)}</p>"
    body: list[str] = []
    for one in shown:
        lines = [f"<p>{pages.said(words.finished(one.line))}.</p>"] if one.line else []
        if one.facts:
            lines.append(_box(one, words))
        lines += pages.changes(one.lists, words, 3)
        for title, some in one.more:
            lines += pages.section(words.label(title), pages.items(map(pages.said, some)), 3)
        lines += pages.paragraphs(one.remarks)
        body += pages.section(one.heading, lines, name=f"v{one.entry.version.number}")
    return pages.page(f"{found.title}: {about}", head, body, words)


def _box(one: Shown, words: Catalogue) -> str:
    from policykit.render import html as pages  # as above

    facts = [(name, pages.said(line)) for name, line in one.facts]
    diff = one.entry.diff
    if diff is None or one.line:
        return "\n".join(pages.described(facts))
    verdict = words.label("verdict")
    rest = [(name, line) for name, line in facts if name != verdict]
    tone = pages.tone_of(diff, concerns_text(diff, words))
    means = words.label(f"{diff.verdict}-means")
    return pages.verdict(tone, words.label(diff.verdict), means, rest)


def json(found: Changelog, language: str = ENGLISH) -> str:
    """`policykit.changelog/1`, its sentences in a language; it has all that any audience reads."""
    return dumped(found.as_json(language))


# What is said


def _about(found: Changelog, words: Catalogue, shown: Sequence[Shown], worse: bool) -> str:
    if not found.entries:
        return words.label("history-empty")
    kind = "history" if not worse else "history-worse" if shown else "history-none-worse"
    return words.label(kind, where=_where(found, found.entries[0], words))


def _where(found: Changelog, entry: ChangelogEntry, words: Catalogue) -> str:
    place = EVERYWHERE if found.jurisdiction is None else Cover((found.jurisdiction,))
    return entry.words.speaker(words.asked).names.where(place)


def _asked(found: Changelog, audience: Audience, words: Catalogue, worse: bool) -> Sequence[Shown]:
    every = [*_shown(found, audience, words)]
    return [left for one in every if (left := _losses(one, words))] if worse else every


def _losses(one: Shown, words: Catalogue) -> Shown | None:
    """
    What people lose by in a version, and what no sentence tells, for that may be a loss.

    None if there is neither.
    """
    diff = one.entry.diff
    if diff is None:
        return None
    kept = [
        (title, [each for each in changes if each.way in WORSE]) for title, changes in one.lists
    ]
    lists = [(title, changes) for title, changes in kept if changes]
    found = one.entry.besides
    unknown = [*_unknown(found.untold, "untold", words)]
    unknown += _unknown(found.undecided, "not-decided", words)
    if not (lists or unknown or diff.undecided or diff.unsaid):
        return None
    return one._replace(lists=lists, remarks=[*unknown, *remarks(diff, words)])


def _shown(found: Changelog, audience: Audience, words: Catalogue) -> Iterator[Shown]:
    for entry in found.entries:
        where = _where(found, entry, words)
        made = Shown(entry, _heading(entry, where, words), "")
        make = _unlike if entry.diff is None else _quiet if entry.nothing_changed else _changed
        yield make(made, where, audience, words)


def _heading(entry: ChangelogEntry, where: str, words: Catalogue) -> str:
    number, withdrawn = entry.version.number, entry.version.withdrawn
    if withdrawn is not None:
        day, start = entry.announced, None if entry.starts is None else entry.starts.day
        if day is None:
            way = "starts-withdrawn" if start is None else "starts-planned"
        else:
            way = "starts-announced" if start in (None, day) else "starts-announced-for"
        return words.label(way, version=number, withdrawn=withdrawn, day=day, start=start)
    if entry.starts is None:
        return words.label("starts-nowhere", version=number, where=where)
    way = f"starts-{entry.starts.known_by}" if entry.took_force else "starts-replaced"
    return words.label(way, version=number, day=entry.starts.day, other=entry.superseded_by)


def _unlike(made: Shown, where: str, audience: Audience, words: Catalogue) -> Shown:
    """A version that is compared with none."""
    entry = made.entry
    line = ""
    if entry.starts is not None:
        way = "first-version" if entry.first else "first-in-force"
        line = words.labelled(way, entry.clauses)
    if not entry.clauses:
        line = _reaches_nothing(where, words)
    if audience == "reader":
        return made._replace(line=line)
    return made._replace(line=line, facts=_dates(entry, words), more=_sources(entry, words))


def _reaches_nothing(where: str, words: Catalogue) -> str:
    if where == words.patterns["everywhere"]:
        return words.label("reaches-nobody")
    return words.label("reaches-nothing", where=where)


def _quiet(made: Shown, where: str, audience: Audience, words: Catalogue) -> Shown:
    """A version that changed nothing in meaning."""
    entry = made.entry
    counts = _counted(_seen(entry, audience), words)
    line = words.label("same-meaning" if counts else "nothing-there")
    if where != words.patterns["everywhere"]:
        line = words.label("only-there", where=where, line=line)
    if not entry.clauses:
        line += f"; {_reaches_nothing(where, words)}"
    if counts:
        line += f" ({counts})"
    assert entry.diff is not None
    more = _membership(entry, words)
    if audience == "reader":
        return made._replace(line=line, more=more)
    more = [*_clauses(entry, words), *more, *_sources(entry, words)]
    return made._replace(line=line, facts=_dates(entry, words), more=more)


def _changed(made: Shown, where: str, audience: Audience, words: Catalogue) -> Shown:
    """A version that changed something."""
    entry = made.entry
    found, before, bump = entry.diff, entry.compared_with, entry.required_bump
    assert found is not None
    assert before is not None
    label = words.label
    way = "compared" if entry.took_force else "compared-never"
    facts = [
        (label("change"), label(way, bump=label(f"bump-{bump}"), version=before.number)),
        (label("verdict"), f"{label(found.verdict)}: {label(f'{found.verdict}-means')}"),
    ]
    if concerns := concerns_text(found, words):
        facts.append((label("also"), concerns))
    lists = [*_told(found, audience, words)]
    below = []
    if not entry.clauses:
        below.append(f"{words.finished(_reaches_nothing(where, words))}.")
    below += [*_besides(entry, audience, words), *remarks(found, words)]
    more = _membership(entry, words)
    if audience == "legal":
        facts.append((label("why"), _why(entry, bump, words)))
        facts += _dates(entry, words)
        more = [*_clauses(entry, words), *more, *_sources(entry, words)]
    return made._replace(facts=facts, lists=lists, more=more, remarks=below)


def _told(
    found: PolicyDiff, audience: Audience, words: Catalogue
) -> Iterator[tuple[str, Sequence[Told]]]:
    """The sentences; for who answers for them, with the clauses on both sides and an example."""
    causes: Mapping[str, Sequence[str]] = {
        "commitments": [responsible(one, words) for one in found.commitments],
        "rights": [responsible(one, words) for one in found.rights],
        "statements": [
            words.label("side-after" if one.change == "made" else "side-before", clauses=one.id)
            for one in found.statements
        ],
    }
    for title, changes in told(found, words):
        if audience == "reader":
            yield title, [one._replace(clauses="", example="") for one in changes]
        elif title in causes:
            pairs = zip(changes, causes[title], strict=True)
            yield title, [one._replace(clauses=cause) for one, cause in pairs]
        else:
            yield title, changes


def _why(entry: ChangelogEntry, bump: Bump | None, words: Catalogue) -> str:
    """What asks for so high a number: kinds of change, counted, and what no sentence tells."""
    found = entry.diff
    assert found is not None
    kinds: Counter[tuple[str, str]] = Counter()
    for title, changes in told(found, words):
        for one in changes:
            if ("major" if one.way in WORSE else "minor") == bump:
                kinds[words.label(title), one.heading] += 1
    said_ = [f"{title}: {heading} ({count})" for (title, heading), count in kinds.items()]
    there = {one.id for one in entry.changed}
    others = [
        one.sentence(words.asked)
        for one in found.reasons
        if one.id.startswith("reason-") and one.arguments.get("id") in {*there, None}
    ]
    said_ += others[:_MOST_NAMED]
    if others[_MOST_NAMED:]:
        said_.append(words.label("and-more", count=len(others) - _MOST_NAMED))
    return "; ".join(said_) or words.label("same-meaning")


def _seen(entry: ChangelogEntry, audience: Audience) -> Mapping[What, int]:
    """What happened to clauses without a change of meaning; our records are nothing to a reader."""
    found = entry.besides.same_meaning
    return {
        what: count for what, count in found.items() if what != "recorded" or audience == "legal"
    }


def _besides(entry: ChangelogEntry, audience: Audience, words: Catalogue) -> Iterator[str]:
    """What happened to clauses that no sentence tells of."""
    found = entry.besides
    yield from _unknown(found.untold, "untold", words)
    yield from _unknown(found.legal_bases, "legal-bases", words)
    yield from _unknown(found.undecided, "not-decided", words)
    if counts := _counted(_seen(entry, audience), words):
        yield f"{words.label('same-meaning-besides')}: {counts}."


def _unknown(some: Sequence[ClauseChange], name: str, words: Catalogue) -> Iterator[str]:
    """A line that names clauses, or of many says how many there are."""
    if some:
        named = "; ".join(_named(one, words) for one in some)
        if len(some) > _MOST_NAMED:
            named = _counted(Counter(one.change for one in some), words)
        yield f"{words.label(name)}: {named}."


def _named(one: ClauseChange, words: Catalogue) -> str:
    """A clause by its title, and what happened to it."""
    clause = one.after or one.before
    assert clause is not None
    name = words.quoted(clause.title or one.id)
    if one.section:
        name = words.tail("with-section", clause=name, section=one.section)
    return words.label(f"one-{one.change}", clause=name)


def _counted(found: Mapping[Any, int], words: Catalogue) -> str:
    return ", ".join(words.labelled(f"clauses-{what}", count) for what, count in found.items())


Lists = list[tuple[str, Sequence[str]]]


def _clauses(entry: ChangelogEntry, words: Catalogue) -> Lists:
    found = entry.diff
    if found is None or not entry.changed:
        return []
    return [("clauses", [clause_line(one, found, words.asked) for one in entry.changed])]


def _membership(entry: ChangelogEntry, words: Catalogue) -> Lists:
    said_ = [membership_message(one, entry.words).sentence(words.asked) for one in entry.membership]
    return [("membership", said_)] if said_ else []


def _dates(entry: ChangelogEntry, words: Catalogue) -> list[tuple[str, str]]:
    """All the dates of a version, wherever they hold."""
    data = entry.version.data
    days: list[str] = []
    for name in ("published", "effective", "observed", "withdrawn"):
        value = data.get(name)
        if isinstance(value, Mapping):
            days += _by_place(value, entry.words.speaker(words.asked), words)
        elif value is not None:
            days.append(words.label(f"date-{name}", day=value))
    return [(words.label("dates"), ", ".join(days))]


def _by_place(found: Mapping[str, str], speaker: Speaker, words: Catalogue) -> Iterable[str]:
    for code, day in found.items():
        if code == "default":
            yield words.label("date-effective", day=day)
        else:
            where = speaker.names.where(Cover((code,)))
            yield words.label("date-effective-in", day=day, where=where)


def _sources(entry: ChangelogEntry, words: Catalogue) -> Lists:
    lines = []
    for one in entry.version.data.get("sources", ()):
        parts = [one[name] for name in ("url", "path", "commit") if name in one]
        if "retrieved" in one:
            parts.append(words.label("date-retrieved", day=one["retrieved"]))
        lines.append(", ".join(parts))
    return [("sources", lines)] if lines else []
