"""What clauses cover, for the rules that ask whether one leaves anything of another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from policykit.library.compiled import governs_scenarios
from policykit.model import OPERATIONS, Clause
from policykit.rules.rule import Subject
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


class Exceptions(NamedTuple):
    """
    What the exceptions of a clause do where one of its variants stands.

    `takes` says of each whether it takes anything away that those before it leave; `left` whether
    anything remains.
    """

    normal: Mapping[str, Any]
    takes: tuple[bool, ...]
    left: bool


def exceptions(subject: Subject, clause: Clause) -> Iterator[Exceptions]:
    """The work of a clause's `unless`, by variant; of one that covers anything without it."""
    if not governs_scenarios(clause):
        return
    space = subject.compiled.space
    for variant in subject.variants[clause.id]:
        bare = {name: one for name, one in variant.normal.items() if name != "unless"}
        boxes = left(space.region(0, bare, variant.places), space.impossible)
        if not boxes:
            continue
        takes = []
        for named in variant.normal.get("unless") or ():
            hole = space.box(0, named)
            after = boxes if hole is None else left(boxes, [hole])
            if after is None:
                return
            takes.append(after != boxes)
            boxes = after
        yield Exceptions(variant.normal, tuple(takes), bool(boxes))
