"""
Boxes that fit into a set of scenarios, each as large as it can be.

Source: docs/semantics.md, "Algorithm".
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from policykit.records import NamedTuple
from policykit.scenarios.diagram import EMPTY, Diagrams, Masks


class Fitted(NamedTuple):
    """A box, and what of a set is left when it and those before it are taken out."""

    masks: Masks
    rest: int


def first_box(diagrams: Diagrams, node: int) -> Masks:
    """One box of a set that is not empty: at each level the edge with most atoms."""
    masks = list(diagrams.full)
    while diagrams.level[node] < diagrams.depth:
        edges = diagrams.edges[node]
        mask, child = edges[0] if len(edges) == 1 else max(edges, key=_atoms)
        masks[diagrams.level[node]] = mask
        node = child
    return tuple(masks)


def _atoms(edge: tuple[int, int]) -> tuple[int, int]:
    """How many atoms an edge has; of equals the first come first."""
    mask, _ = edge
    return mask.bit_count(), -mask


def enlarged(diagrams: Diagrams, node: int, masks: Masks) -> Masks:
    """A box that lies in the set, as large as it can be and stay in it, the last levels first."""
    edges, full = diagrams.edges, diagrams.full
    narrow = diagrams.narrow(masks)
    if not narrow:
        return masks
    reached = _reached(diagrams, node, masks, narrow[-1])
    wide = list(masks)
    memo: dict[int, bool] = {}
    for level in reversed(narrow):
        most = full[level]
        inside = masks[level]
        for one in reached.get(level, ()):
            kept = 0
            for mask, child in edges[one]:
                # What the box reaches holds all of it, however wide it is by now.
                if mask & inside or (mask & most and diagrams.contains(child, wide, memo)):
                    kept |= mask
            most &= kept
            if most == inside:
                break
        wide[level] = most
    return tuple(wide)


def _reached(diagrams: Diagrams, node: int, masks: Masks, last: int) -> dict[int, set[int]]:
    """
    The nodes that a box reaches from above, by level, down to the last level asked about.

    What the box holds from below is known once the levels below are settled, so that each node is
    looked at once. Below the last level on which it is narrow nothing has to be looked at.
    """
    levels, edges = diagrams.level, diagrams.edges
    reached: dict[int, set[int]] = {levels[node]: {node}}
    for level in range(levels[node], last):
        inside = masks[level]
        for one in reached.get(level, ()):
            for mask, child in edges[one]:
                if mask & inside:
                    reached.setdefault(levels[child], set()).add(child)
    return reached


def freed(diagrams: Diagrams, node: int, masks: Masks, free: int | None = None) -> Masks:
    """
    A box that lies in the set, each level free altogether that can be, the last levels first.

    With `free` the set is that one and another, in which the box is as large as it can be: what a
    level takes in beyond it has something of `free` at every atom.
    """
    edges, full = diagrams.edges, diagrams.full
    narrow = diagrams.narrow(masks)
    if free is not None:
        if not diagrams.meets(free, masks):
            tested = diagrams.tested(free)
            narrow = [level for level in narrow if level in tested]
        narrow = [
            level
            for level in narrow
            if diagrams.meets(free, _with(masks, level, full[level] & ~masks[level]))
        ]
    if not narrow:
        return masks
    reached = _reached(diagrams, node, masks, narrow[-1])
    wide = list(masks)
    memo: dict[int, bool] = {}
    for level in reversed(narrow):
        inside = masks[level]
        if all(
            sum(mask for mask, _ in edges[one]) == full[level]
            and all(
                mask & inside or diagrams.contains(child, wide, memo) for mask, child in edges[one]
            )
            for one in reached.get(level, ())
        ):
            wide[level] = full[level]
    return tuple(wide)


def _with(masks: Masks, level: int, mask: int) -> Masks:
    return (*masks[:level], mask, *masks[level + 1 :])


def boxes(diagrams: Diagrams, node: int, within: int, free: int) -> Iterator[Fitted]:
    """
    Boxes that together cover `node` and stay in `within`, each as large as it can be.

    Of `free`, what nobody asks about, a box takes in some where that frees it of a whole
    coordinate.
    """
    rest = node
    loose = diagrams.either(within, free)
    while rest != EMPTY:
        diagrams.spend()
        masks = enlarged(diagrams, within, first_box(diagrams, rest))
        if loose != within:
            masks = freed(diagrams, loose, masks, free)
        rest = diagrams.outside(rest, masks)
        yield Fitted(masks, rest)


class Fitting:
    """
    Boxes that are fitted into a set one after the other, so many at a time as are asked for.

    What was found is kept: to ask for more goes on where the last one to ask ended.
    """

    __slots__ = ("_found", "_more", "_node")

    def __init__(self, node: int, more: Iterator[Fitted]) -> None:
        self._node = node
        self._more = more
        self._found: list[Fitted] = []

    def first(self, limit: int) -> tuple[list[Masks], int]:
        """At most so many boxes, and what of the set they leave uncovered (EMPTY if nothing)."""
        self._found += islice(self._more, max(0, limit - len(self._found)))
        found = self._found[:limit]
        return [one.masks for one in found], found[-1].rest if found else self._node
