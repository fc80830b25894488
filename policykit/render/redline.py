"""Redlines for people: what was taken out and put in, with a few words of what stands around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from policykit.catalogue import Catalogue
from policykit.comparison import ClauseChange
from policykit.comparison.redline import Redline, Segment, pieces, says_the_same
from policykit.library.content import codes_of
from policykit.render.comment import shortened as cut
from policykit.render.comment import size

AROUND: Final = 6
"""How many words of what stayed are shown on each side of a change."""

MOST_PLACES: Final = 12
"""How many places of one text are shown; the machine output has all."""


def words_changed(
    change: ClauseChange, catalogue: Catalogue
) -> Iterator[tuple[str, Redline | str]]:
    """What to show of a clause's words: a label or a language, and a redline or a remark."""
    if change.meaning == "changed" and (counted := _counted(change, catalogue)):
        yield catalogue.label("counted"), counted
    if change.meaning == "unstructured" and change.change in ("added", "removed"):
        clause = change.after or change.before
        assert clause is not None
        yield from clause.normal.get("text", {}).items()  # no sentence tells what it says
        return
    if title := change.title_redline:
        yield catalogue.label("title"), abridged(title, catalogue)
    for language, found in change.redline.items():
        if len(found) == 1:
            sides = (change.before, change.after)
            both = all(side is not None and side.normal.get("text") for side in sides)
            yield language, catalogue.label(f"{'translation' if both else 'text'}-{found[0].op}")
        else:
            yield language, abridged(found, catalogue)


def _counted(change: ClauseChange, catalogue: Catalogue) -> str:
    """What a figure counts, and what it counted before; empty for any other clause."""
    clause = change.after or change.before
    if clause is None or clause.kind != "figure":
        return ""
    before: Mapping[str, int] = {}
    if change.before is not None and change.after is not None:
        before = change.before.normal["counts"]
    period, counts = clause.normal["period"], clause.normal["counts"]
    places = ", ".join(codes_of(clause.normal.get("jurisdictions")))
    said = [
        catalogue.label(
            "count-restated" if before.get(name, number) != number else "count",
            what=catalogue.label(name),
            number=number,
            before=before.get(name, number),
        )
        for name, number in counts.items()
    ]
    days = catalogue.label("days", since=period["from"], until=period["until"])
    return f"{f'{places}, ' if places else ''}{days}: {', '.join(said)}"


def abridged(found: Redline, catalogue: Catalogue) -> Redline | str:
    """
    A redline to be read: what stayed is abridged, and white space is one blank and no change.

    A remark, if nothing is left that a reader would see. What was removed or added neither begins
    nor ends with a blank: those stand in what stayed.
    """
    groups = [
        (changed, [*group])
        for changed, group in groupby(_visible(found), lambda one: one.op != "equal")
    ]
    places = sum(changed for changed, _ in groups)
    if not places:
        return catalogue.label("words-alike")
    shown: list[Segment] = []
    so_far = 0
    for index, (changed, group) in enumerate(groups):
        if so_far == MOST_PLACES and changed:
            _stay(shown, f" … {catalogue.label('more-places', count=places - so_far)}")
            break
        if not changed:
            text = "".join(one.text for one in group)
            _stay(shown, _middle_out(text, start=not index, end=index == len(groups) - 1))
            continue
        so_far += 1
        if any(one.text[0].isspace() for one in group):
            _stay(shown, " ")
        shown += [Segment(one.op, " ".join(one.text.split())) for one in group]
        if any(one.text[-1].isspace() for one in group):
            _stay(shown, " ")
    return tuple(shown)


def _visible(found: Iterable[Segment]) -> Iterator[Segment]:
    """The segments; a change that a reader does not see is what stayed."""
    for changed, group in groupby(found, lambda one: one.op != "equal"):
        parts = [*group]
        if changed and says_the_same(*("".join(_texts(parts, op)) for op in ("removed", "added"))):
            yield Segment("equal", parts[-1].text)
        else:
            yield from (one for one in parts if not changed or one.text.strip())


def _texts(parts: Iterable[Segment], op: str) -> Iterator[str]:
    return (one.text for one in parts if one.op == op)


def _stay(shown: list[Segment], text: str) -> None:
    """Adds to what stayed, with no blank at the start, and never two."""
    previous = shown[-1].text if shown and shown[-1].op == "equal" else ""
    if not shown or previous.endswith(" "):
        text = text.lstrip()
    if previous:
        shown[-1] = Segment("equal", previous + text)
    elif text:
        shown.append(Segment("equal", text))


def _middle_out(text: str, *, start: bool, end: bool) -> str:
    """What stayed, with its middle (at the start its start, at the end its end) left out."""
    words = pieces(text)
    ahead, behind = (0 if start else AROUND), (0 if end else AROUND)
    if len(words) > ahead + behind + 2:
        first, last = "".join(words[:ahead]), "".join(words[len(words) - behind :])
        text = f"{first.rstrip()} … {last}" if behind else f"{first.rstrip()} …"
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() and not end else ""
    return f"{left}{' '.join(text.split())}{right}" if text.strip() else left


def shortened(found: Redline, most: int) -> Redline:
    """A redline in about so many units of UTF-16; the longest texts are cut, with `…`."""
    each = _each([size(one.text) for one in found], most)
    return tuple(Segment(one.op, cut(one.text, each)) for one in found)


def _each(sizes: Sequence[int], most: int) -> int:
    """How long each may be, so that all are no longer than that together."""
    for place, one in enumerate(sorted(sizes)):
        share = most // (len(sizes) - place)
        if one > share:
            return max(share, 1)
        most -= one
    return max(sizes, default=0)


_MARKS: Final = {"removed": ("[-", "-]"), "added": ("{+", "+}")}
_END: Final = "\ufdd2"
_COLOURS: Final = {"removed": ("\ufdd0", _END), "added": ("\ufdd1", _END)}
"""Where colours begin and end, in characters that stand for nothing, until the lines are known."""

_SGR: Final = {"\ufdd0": "\x1b[9;31m", "\ufdd1": "\x1b[4;32m", _END: "\x1b[0m"}


def marked(words: Redline, *, colour: bool) -> str:
    """`[-removed-]{+added+}` in one line, or with marks that `painted` makes colours of."""
    marks = _COLOURS if colour else _MARKS
    parts = (one.text if one.op == "equal" else one.text.join(marks[one.op]) for one in words)
    return "".join(parts)


def painted(text: str) -> str:
    """Lines with marks in colours, red struck out and green underlined; none runs into the next."""
    lines = []
    mark = ""
    for line in text.split("\n"):
        blank = line[: len(line) - len(line.lstrip())]
        body = mark + line[len(blank) :]
        mark = next((one for one in reversed(body) if one in _SGR), "")
        body, mark = (body, "") if mark in ("", _END) else (body + _END, mark)
        for one, code in _SGR.items():
            body = body.replace(one, code)
        lines.append(blank + body)
    return "\n".join(lines)
