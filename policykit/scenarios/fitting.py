"""
Boxes that fit into a set of scenarios, each as large as it can be.

Source: docs/semantics.md, "Algorithm".
"""

from __future__ import annotations

from policykit.scenarios.diagram import EMPTY, Diagrams, Masks


def first_box(diagrams: Diagrams, node: int) -> Masks:
    """One box of a set that is not empty: at each level the edge with most atoms."""
    masks = list(diagrams.full)
    while diagrams.level[node] < diagrams.depth:
        mask, child = max(diagrams.edges[node], key=lambda edge: (edge[0].bit_count(), -edge[0]))
        masks[diagrams.level[node]] = mask
        node = child
    return tuple(masks)


def enlarged(diagrams: Diagrams, node: int, masks: Masks, *, whole: bool = False) -> Masks:
    """
    A box that lies in the set, as large as it can be and stay in it, the last levels first.

    With `whole` a level is enlarged only if it comes free altogether.
    """
    # What the box reaches from above, by level; what it holds from below is known once the
    # levels below are settled, so each node is looked at once.
    reached: list[set[int]] = [set() for _ in range(diagrams.depth + 1)]
    reached[diagrams.level[node]].add(node)
    for level in range(diagrams.depth):
        for one in reached[level]:
            for mask, child in diagrams.edges[one]:
                if mask & masks[level]:
                    reached[diagrams.level[child]].add(child)
    wide = list(masks)
    memo: dict[int, bool] = {}
    for level in range(diagrams.depth - 1, -1, -1):
        full = most = diagrams.full[level]
        inside = masks[level]
        for one in reached[level]:
            kept = 0
            for mask, child in diagrams.edges[one]:
                # What the box reaches holds all of it, however wide it is by now.
                if mask & inside or (mask & most and diagrams.contains(child, wide, memo)):
                    kept |= mask
            most &= kept
            if whole and most != full:
                break
        if not whole or most == full:
            wide[level] = most
    return tuple(wide)


def boxes(
    diagrams: Diagrams, node: int, within: int, free: int, limit: int
) -> tuple[list[Masks], int]:
    """
    Boxes that together cover `node` and stay in `within`, each as large as it can be.

    Of `free`, what nobody asks about, a box takes in some where that frees it of a whole
    coordinate.

    Returns:
        At most `limit` boxes, and what of `node` is left uncovered (EMPTY if none).

    """
    found: list[Masks] = []
    rest = node
    loose = diagrams.either(within, free)
    while rest != EMPTY and len(found) < limit:
        diagrams.spend()
        masks = enlarged(diagrams, within, first_box(diagrams, rest))
        if loose != within:
            masks = enlarged(diagrams, loose, masks, whole=True)
        found.append(masks)
        rest = diagrams.less(rest, diagrams.box(masks))
    return found, rest
