"""What clauses cover, for the rules that ask whether one leaves anything of another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from policykit.library.compiled import governs_scenarios
from policykit.model import Clause
from policykit.rules.rule import Subject
from policykit.scenarios.diagram import Masks
from policykit.scenarios.space import TooManyCases, subtract


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
