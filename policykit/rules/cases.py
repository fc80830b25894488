"""What each of several maps or cases of a clause does, in the places where it is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from policykit.library.compiled import governs_scenarios
from policykit.model import Clause
from policykit.overlays import Variant
from policykit.records import NamedTuple
from policykit.rules.prose import once, remembered
from policykit.rules.regions import alone, left
from policykit.rules.rule import Path, Subject, clause_path
from policykit.scenarios.diagram import Masks


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


def exceptions(subject: Subject, clause: Clause) -> Sequence[Cases]:
    """The work of a clause's `unless`, by variant; of one that covers anything without it."""
    return _worked_out(subject, clause, "unless", ("unless",))


def admissions(subject: Subject, clause: Clause) -> Sequence[Cases]:
    """The work of a clause's `when`, by variant; of one that covers anything without it."""
    return _worked_out(subject, clause, "when", ("when", "unless"))


def _worked_out(
    subject: Subject, clause: Clause, field: str, without: tuple[str, ...]
) -> Sequence[Cases]:
    """Versions of a policy repeat most of their clauses: what two say alike is worked out once."""
    if not governs_scenarios(clause):
        return ()
    if field not in clause.normal and not any(
        field in (one or ()) for one in clause.overlays.values()
    ):
        return ()

    def once_a_policy() -> Sequence[Cases]:
        said = [clause.kind, clause.normal, clause.overlays, subject.data.get("jurisdictions")]
        key = (field, subject.atlas.like(subject.day), repr(said))
        return once(subject, key, partial(_of_clause, subject, clause, field, without))

    return remembered(subject.memory, (field, clause.place), once_a_policy)


def _of_clause(
    subject: Subject, clause: Clause, field: str, without: tuple[str, ...]
) -> Sequence[Cases]:
    regions = alone(subject, clause)
    space = regions.space
    found: list[Cases] = []
    for variant in regions.variants(clause):
        code = owner(clause, variant, field)
        if code is None:
            continue
        bare = {name: one for name, one in variant.normal.items() if name not in without}
        boxes = left(space.region(0, bare, variant.places), space.impossible)
        if not boxes:
            continue
        maps = [space.box(0, named) for named in variant.normal[field]]
        counts = _counting(boxes, maps)
        remaining = left(boxes, [one for one in maps if one is not None])
        if counts is None or remaining is None:
            return ()
        found.append(Cases(code, counts, bool(remaining) if field == "unless" else any(counts)))
    return found


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
