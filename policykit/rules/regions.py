"""What clauses cover, for the rules that ask whether one leaves anything of another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from policykit.library.compiled import governs_scenarios
from policykit.model import OPERATIONS, Clause
from policykit.overlays import Variant
from policykit.rules.rule import Path, Subject, clause_path
from policykit.scenarios.diagram import Masks
from policykit.scenarios.space import TooManyCases, operations, subtract


def against(subject: Subject, effect: str) -> list[tuple[Clause, list[Clause]]]:
    """
    The clauses of an effect, each with the prohibitions that speak of an operation of its own.

    Clauses without any are left out; no regions are worked out for this.
    """
    over = [
        (clause, _operations(clause))
        for clause in subject.clauses
        if _may_be(clause, "prohibited") and (clause.overlays or not clause.normal.get("otherwise"))
    ]
    found = []
    for clause in subject.clauses if over else ():
        if _may_be(clause, effect):
            own = _operations(clause)
            others = [other for other, theirs in over if own & theirs and other is not clause]
            if others:
                found.append((clause, others))
    return found


def _may_be(clause: Clause, effect: str) -> bool:
    """Whether a processing rule has an effect, here or by an overlay."""
    if clause.kind not in OPERATIONS:
        return False
    patches = [patch for patch in clause.overlays.values() if patch]
    return any(one.get("effect", "permitted") == effect for one in (clause.normal, *patches))


def _operations(clause: Clause) -> set[str]:
    patches = [patch for patch in clause.overlays.values() if patch and "operations" in patch]
    return {one for normal in (clause.normal, *patches) for one in operations(normal)}


def covering(subject: Subject, clause: Clause, strength: int) -> list[Masks]:
    """The possible scenarios that a clause covers with an effect of that strength, as boxes."""
    return subject.covered.get((clause.id, strength), [])


def within(subject: Subject, boxes: Sequence[Masks], code: str) -> list[Masks]:
    """The parts of boxes that lie in a place."""
    place = subject.compiled.space.coordinates[0].mask(0, (code,))
    return [(box[0] & place, *box[1:]) for box in boxes if box[0] & place]


def left(boxes: Sequence[Masks], holes: Sequence[Masks]) -> list[Masks] | None:
    """
    The boxes less some others; the very boxes if none is touched.

    None where they multiply past a bound: then nothing can be claimed.
    """
    found = list(boxes)
    try:
        for hole in holes:
            found = subtract(found, hole)
    except TooManyCases:
        return None
    return found


def owner(clause: Clause, variant: Variant, *steps: str) -> str | None:
    """
    Who says a field of a variant: the overlay that set it last, empty for the clause itself.

    None if the variant has no such field: an overlay dropped it, or nobody says it.
    """
    value: Any = variant.normal
    for step in steps:
        if not isinstance(value, Mapping) or step not in value:
            return None
        value = value[step]
    for code in reversed(variant.overlays):
        part: Any = clause.overlays[code]
        for step in steps:
            part = part.get(step) if isinstance(part, Mapping) else None
        if part is not None:
            return code
    return ""


def owner_path(clause: Clause, code: str, *steps: str) -> Path:
    """The path of a field that the clause itself (no code) or an overlay says."""
    return clause_path(clause, *(("overlays", code) if code else ()), *steps)


class Cases(NamedTuple):
    """
    What the maps of an `unless`, or of a `when`, do in one variant of a clause.

    `owner` is the overlay that says them, empty for the clause itself. `counts` tells of each map
    whether it takes away (or lets in) anything that the others leave; `left` whether the clause
    covers anything in the end.
    """

    owner: str
    counts: tuple[bool, ...]
    left: bool


def exceptions(subject: Subject, clause: Clause) -> Iterator[Cases]:
    """The work of a clause's `unless`, by variant; of one that covers anything without it."""
    for variant, code in _saying(subject, clause, "unless"):
        space = subject.compiled.space
        bare = {name: one for name, one in variant.normal.items() if name != "unless"}
        boxes = left(space.region(0, bare, variant.places), space.impossible)
        if not boxes:
            continue
        holes = [space.box(0, named) for named in variant.normal["unless"]]
        counts = _counting(boxes, holes)
        remaining = left(boxes, [hole for hole in holes if hole is not None])
        if counts is None or remaining is None:
            return
        yield Cases(code, counts, bool(remaining))


def admissions(subject: Subject, clause: Clause) -> Iterator[Cases]:
    """The work of a clause's `when`, by variant; of one that covers anything without it."""
    for variant, code in _saying(subject, clause, "when"):
        space = subject.compiled.space
        bare = {name: one for name, one in variant.normal.items() if name not in ("when", "unless")}
        boxes = left(space.region(0, bare, variant.places), space.impossible)
        if not boxes:
            continue
        counts = _counting(boxes, [space.box(0, named) for named in variant.normal["when"]])
        if counts is None:
            return
        yield Cases(code, counts, any(counts))


def idle(found: Iterable[Cases]) -> dict[str, list[int]]:
    """Which maps count in no variant, by who says them."""
    working: dict[str, list[bool]] = {}
    for one in found:
        known = working.setdefault(one.owner, [False] * len(one.counts))
        working[one.owner] = [a or b for a, b in zip(known, one.counts, strict=True)]
    return {
        code: [index for index, counts in enumerate(all_) if not counts]
        for code, all_ in working.items()
    }


def map_path(subject: Subject, path: Path, index: int) -> Path:
    """The path of one of the maps of a `when` or an `unless`, which may be written without list."""
    return (*path, index) if isinstance(subject.document.at(path), list) else path


def _saying(subject: Subject, clause: Clause, field: str) -> Iterator[tuple[Variant, str]]:
    """The variants of a clause that governs scenarios in which a field is said, and by whom."""
    if not governs_scenarios(clause):
        return
    if field not in clause.normal and not any(
        field in (one or ()) for one in clause.overlays.values()
    ):
        return
    for variant in subject.variants[clause.id]:
        code = owner(clause, variant, field)
        if code is not None:
            yield variant, code


def _counting(boxes: Sequence[Masks], holes: Sequence[Masks | None]) -> tuple[bool, ...] | None:
    """Of each box of a list, whether it meets what the others leave of some; None past a bound."""
    counts = [hole is not None for hole in holes]
    # Forward, then back among those that are left: of two alike the first is kept.
    for order in (range(len(holes)), reversed(range(len(holes)))):
        remaining = list(boxes)
        for index in order:
            hole = holes[index]
            if hole is None or not counts[index]:
                continue
            after = left(remaining, [hole])
            if after is None:
                return None
            counts[index] = after != remaining
            remaining = after
    return tuple(counts)
