"""
Decision diagrams: sets of scenarios, and partitions of them, shared and reduced.

A node tests one coordinate; its edges carry disjoint sets of atoms to different children; what no
edge carries is outside. Coordinates are tested in one fixed order, and a coordinate that does not
matter is not tested. Equal sets are equal nodes, so equality is `==` and groups of countries with
the same difference are single edges of the root.

Nodes are whole numbers in one `Diagrams`. `EMPTY` is the set of nothing, `ALL` of everything; any
other terminal carries a value.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import compress
from operator import and_, ne
from typing import Final, TypeAlias

from policykit.remembering import remember

Masks: TypeAlias = tuple[int, ...]
"""A box: for each level a set of atoms."""

EMPTY: Final = 0
ALL: Final = 1


_HALF: Final = 32
"""Pairs of nodes are kept as one number of so many bits each: Python looks for cycles in tuples."""


class OutOfWork(Exception):
    """The bound on work was reached before the answer was known."""

    def __str__(self) -> str:
        return "the bound on work was reached before the answer was known; ask about less at once"


class Diagrams:
    """
    Nodes over levels of given sizes.

    `full[level]` has a bit for each atom of that level's coordinate. `work` bounds how many nodes
    may be made; past it `OutOfWork` is raised.
    """

    def __init__(self, full: Sequence[int], work: int = 2_000_000) -> None:
        self.full: Masks = tuple(full)
        self.depth = len(self.full)
        self.work = work
        # By level, the nodes by their edges.
        self._nodes: list[dict[tuple[tuple[int, int], ...], int]] = [{} for _ in self.full]
        self.level: list[int] = [self.depth, self.depth]
        self.edges: list[tuple[tuple[int, int], ...]] = [(), ()]
        self._values: dict[Hashable, int] = {True: ALL}
        self.value: dict[int, Hashable] = {ALL: True}
        self._both: dict[int, int] = {}
        self._less: dict[int, int] = {}
        self._either: dict[int, int] = {}
        self._levels = range(self.depth)
        self._narrow: dict[Masks, list[int]] = {}
        self._hulls: dict[int, Masks] = {}
        self._tested: dict[int, frozenset[int]] = {}
        self._reached: dict[int, frozenset[Hashable]] = {EMPTY: frozenset()}

    def spend(self, steps: int = 1) -> None:
        """
        Count some steps of work.

        Raises:
            OutOfWork: that is more than was left.

        """
        self.work -= steps
        if self.work < 0:
            raise OutOfWork

    def terminal(self, value: Hashable) -> int:
        """The node that stands for everything, with a value."""
        node = self._values.get(value)
        if node is None:
            node = self._values[value] = self._new(self.depth, ())
            self.value[node] = value
        return node

    def make(self, level: int, children: dict[int, int]) -> int:
        """The node with these children (child → atoms), reduced."""
        children.pop(EMPTY, None)
        count = len(children)
        if count == 1:
            ((child, mask),) = children.items()
            if mask == self.full[level]:
                return child
            edges: tuple[tuple[int, int], ...] = ((mask, child),)
        elif count == 2:
            (one, own), (other, its) = children.items()
            edges = ((own, one), (its, other)) if own < its else ((its, other), (own, one))
        elif count:
            edges = tuple(sorted(zip(children.values(), children, strict=True)))
        else:
            return EMPTY
        node = self._nodes[level].get(edges)
        if node is None:
            node = self._nodes[level][edges] = self._new(level, edges)
        return node

    def _new(self, level: int, edges: tuple[tuple[int, int], ...]) -> int:
        self.work -= 1
        if self.work < 0:
            raise OutOfWork
        node = len(self.level)
        self.level.append(level)
        self.edges.append(edges)
        return node

    def box(self, masks: Masks) -> int:
        """The set of scenarios in one box."""
        if not all(masks):
            return EMPTY
        node = ALL
        for level in reversed(self.narrow(masks)):
            node = self.make(level, {node: masks[level]})
        return node

    def narrow(self, masks: Masks) -> list[int]:
        """The levels on which a box does not take in everything."""
        found = self._narrow.get(masks)
        if found is None:
            found = [*compress(self._levels, map(ne, masks, self.full))]
            remember(self._narrow, masks, found)
        return found

    def where(self, node: int, value: Hashable) -> int:
        """The scenarios whose terminal carries a value."""
        if value not in self.values(node):
            return EMPTY
        return self._where(node, value, {EMPTY: EMPTY})

    # What goes down a diagram with a memory of its own is a method: a function that calls itself
    # holds itself, and its memory would stay until Python looks for cycles.

    def _where(self, node: int, value: Hashable, memo: dict[int, int]) -> int:
        if self.level[node] == self.depth:
            found = ALL
        else:
            children: dict[int, int] = {}
            for mask, child in self.edges[node]:
                kept = memo.get(child)
                if kept is None:
                    here = value in self._reached[child]
                    kept = self._where(child, value, memo) if here else EMPTY
                children[kept] = children.get(kept, 0) | mask
            found = self.make(self.level[node], children)
        memo[node] = found
        return found

    def values(self, node: int) -> frozenset[Hashable]:
        """The values of the terminals that can be reached."""
        found = self._reached.get(node)
        if found is None:
            if self.level[node] == self.depth:
                found = frozenset((self.value[node],))
            else:
                found = frozenset().union(*{self.values(child) for _, child in self.edges[node]})
            self._reached[node] = found
        return found

    # The three operations are each spelled out, so that none asks at every step what to do with
    # what is left over: most of the time of a diff is theirs.

    def both(self, one: int, other: int) -> int:
        """What is in both; `one` may carry values, which the result keeps."""
        if EMPTY in (one, other):
            return EMPTY
        if other in (ALL, one):
            return one
        found = self._both.get(one << _HALF | other)
        if found is not None:
            return found
        both = self.both
        here, there = self.level[one], self.level[other]
        children: dict[int, int] = {}
        if here < there:
            for mask, child in self.edges[one]:
                kept = both(child, other)
                children[kept] = children.get(kept, 0) | mask
        elif there < here:
            for mask, child in self.edges[other]:
                kept = both(one, child)
                children[kept] = children.get(kept, 0) | mask
        else:
            others = self.edges[other]
            for mask, child in self.edges[one]:
                for other_mask, other_child in others:
                    shared = mask & other_mask
                    if shared:
                        kept = both(child, other_child)
                        children[kept] = children.get(kept, 0) | shared
        found = self._both[one << _HALF | other] = self.make(min(here, there), children)
        return found

    def less(self, one: int, other: int) -> int:
        """What is in `one` and not in `other`; `one` may carry values, which the result keeps."""
        if one in (EMPTY, other) or other == ALL:
            return EMPTY
        if other == EMPTY:
            return one
        found = self._less.get(one << _HALF | other)
        if found is not None:
            return found
        less = self.less
        here, there = self.level[one], self.level[other]
        children: dict[int, int] = {}
        if here < there:
            for mask, child in self.edges[one]:
                kept = less(child, other)
                children[kept] = children.get(kept, 0) | mask
        elif there < here:
            rest = self.full[there]
            for mask, child in self.edges[other]:
                rest ^= mask
                kept = less(one, child)
                children[kept] = children.get(kept, 0) | mask
            if rest:
                children[one] = children.get(one, 0) | rest
        else:
            others = self.edges[other]
            for mask, child in self.edges[one]:
                rest = mask
                for other_mask, other_child in others:
                    shared = mask & other_mask
                    if shared:
                        rest ^= shared
                        kept = less(child, other_child)
                        children[kept] = children.get(kept, 0) | shared
                if rest:
                    children[child] = children.get(child, 0) | rest
        found = self._less[one << _HALF | other] = self.make(min(here, there), children)
        return found

    def outside(self, node: int, masks: Masks) -> int:
        """What is in a set and not in a box: as `less`, sooner."""
        if node == EMPTY or not all(masks):
            return node
        if self._known_within(node, masks):
            return EMPTY
        narrow = self.narrow(masks)
        # By how many of the narrow levels are above a node, what is left of it.
        return self._outside(node, 0, masks, narrow, [{} for _ in narrow])

    def _outside(
        self, node: int, above: int, masks: Masks, narrow: list[int], known: list[dict[int, int]]
    ) -> int:
        if above == len(narrow):
            return EMPTY
        found = known[above].get(node)
        if found is not None:
            return found
        outside, next_ = self._outside, narrow[above]
        level = self.level[node]
        children: dict[int, int] = {}
        if level < next_:
            for mask, child in self.edges[node]:
                kept = outside(child, above, masks, narrow, known)
                children[kept] = children.get(kept, 0) | mask
            found = self.make(level, children)
        elif level == next_:
            wanted = masks[level]
            for mask, child in self.edges[node]:
                inside = mask & wanted
                if inside:
                    kept = outside(child, above + 1, masks, narrow, known)
                    children[kept] = children.get(kept, 0) | inside
                if mask != inside:
                    children[child] = children.get(child, 0) | mask ^ inside
            found = self.make(level, children)
        else:
            kept = outside(node, above + 1, masks, narrow, known)
            children[kept] = masks[next_]
            children[node] = children.get(node, 0) | self.full[next_] ^ masks[next_]
            found = self.make(next_, children)
        known[above][node] = found
        return found

    # In the shape of `outside`, and spelled out for the same reason as the three operations.

    def inside(self, node: int, masks: Masks) -> int:
        """What is in a set and in a box: as `both`, sooner."""
        if node == EMPTY or not all(masks):
            return EMPTY
        if self._known_within(node, masks):
            return node
        narrow = self.narrow(masks)
        return self._inside(node, 0, masks, narrow, [{} for _ in narrow])

    def _known_within(self, node: int, masks: Masks) -> bool:
        """Whether it is seen at once that a set lies in a box."""
        hull = self._hulls.get(node)
        return hull is not None and hull == tuple(map(and_, hull, masks))

    def _inside(
        self, node: int, above: int, masks: Masks, narrow: list[int], known: list[dict[int, int]]
    ) -> int:
        if above == len(narrow) or node == EMPTY:
            return node
        found = known[above].get(node)
        if found is not None:
            return found
        inside, next_ = self._inside, narrow[above]
        level = self.level[node]
        children: dict[int, int] = {}
        if level < next_:
            for mask, child in self.edges[node]:
                kept = inside(child, above, masks, narrow, known)
                children[kept] = children.get(kept, 0) | mask
            found = self.make(level, children)
        elif level == next_:
            wanted = masks[level]
            for mask, child in self.edges[node]:
                shared = mask & wanted
                if shared:
                    kept = inside(child, above + 1, masks, narrow, known)
                    children[kept] = children.get(kept, 0) | shared
            found = self.make(level, children)
        else:
            kept = inside(node, above + 1, masks, narrow, known)
            found = self.make(next_, {kept: masks[next_]})
        known[above][node] = found
        return found

    def either(self, one: int, other: int) -> int:
        """What is in any of the two sets."""
        if one == ALL or other in (EMPTY, one):
            return one
        if other == ALL or one == EMPTY:
            return other
        if (self.level[one], one) > (self.level[other], other):
            one, other = other, one
        found = self._either.get(one << _HALF | other)
        if found is not None:
            return found
        either = self.either
        level = self.level[one]
        children: dict[int, int] = {}
        if level < self.level[other]:
            rest = self.full[level]
            for mask, child in self.edges[one]:
                rest ^= mask
                kept = either(child, other)
                children[kept] = children.get(kept, 0) | mask
            if rest:
                children[other] = children.get(other, 0) | rest
        else:
            others = self.edges[other]
            others_rest = self.full[level]
            for mask, child in self.edges[one]:
                others_rest &= ~mask
                rest = mask
                for other_mask, other_child in others:
                    shared = mask & other_mask
                    if shared:
                        rest ^= shared
                        kept = either(child, other_child)
                        children[kept] = children.get(kept, 0) | shared
                if rest:
                    children[child] = children.get(child, 0) | rest
            for other_mask, other_child in others:
                rest = other_mask & others_rest
                if rest:
                    children[other_child] = children.get(other_child, 0) | rest
        found = self._either[one << _HALF | other] = self.make(level, children)
        return found

    def union(self, nodes: Sequence[int]) -> int:
        """What is in any of the sets."""
        if len(nodes) <= 1:
            return nodes[0] if nodes else EMPTY
        # In halves: small sets are put together before large ones.
        half = len(nodes) // 2
        return self.either(self.union(nodes[:half]), self.union(nodes[half:]))

    def tested(self, node: int) -> frozenset[int]:
        """The levels on which it turns whether a scenario is in a set, and with which value."""
        found = self._tested.get(node)
        if found is None:
            below = {child for _, child in self.edges[node]}
            found = frozenset().union(*map(self.tested, below))
            if below:
                found |= {self.level[node]}
            self._tested[node] = found
        return found

    def hull(self, node: int) -> Masks:
        """The smallest box around a set that is not empty."""
        found = self._hulls.get(node)
        if found is None:
            found = self._hulls[node] = self._hull(node)
        return found

    def _hull(self, node: int) -> Masks:
        masks = list(self.full)
        levels, start = self.level, self.level[node]
        masks[start:] = [0] * (self.depth - start)
        skipped: set[tuple[int, int]] = set()
        seen, waiting = {node}, [node]
        while waiting:
            node = waiting.pop()
            level = levels[node]
            for mask, child in self.edges[node]:
                masks[level] |= mask
                if child not in seen:
                    seen.add(child)
                    waiting.append(child)
                skipped.add((level + 1, levels[child]))
        for first, end in skipped:
            masks[first:end] = self.full[first:end]
        return tuple(masks)

    def contains(
        self, node: int, masks: Sequence[int], memo: dict[int, bool] | None = None
    ) -> bool:
        """Whether a whole box lies in the set; `memo` keeps what is found of one box."""
        if node == EMPTY:
            return False
        memo = {} if memo is None else memo
        found = memo.get(node)
        return self._contains(node, masks, memo) if found is None else found

    def _contains(self, node: int, masks: Sequence[int], memo: dict[int, bool]) -> bool:
        level = self.level[node]
        if level == self.depth:
            memo[node] = True
            return True
        wanted = masks[level]
        for mask, child in self.edges[node]:
            if wanted & mask:
                found = memo.get(child)
                if found is None:
                    found = self._contains(child, masks, memo)
                if not found:
                    break
                wanted &= ~mask
        memo[node] = not wanted
        return not wanted

    def meets(self, node: int, masks: Masks, apart: set[int] | None = None) -> bool:
        """Whether the set and a box have a scenario in common; `apart` keeps what does not."""
        if node == EMPTY:
            return False
        level = self.level[node]
        if level == self.depth:
            return True
        apart = set() if apart is None else apart
        if node in apart:
            return False
        wanted = masks[level]
        for mask, child in self.edges[node]:
            if wanted & mask and self.meets(child, masks, apart):
                return True
        apart.add(node)
        return False

    def overlap(self, one: int, other: int, apart: set[tuple[int, int]] | None = None) -> bool:
        """Whether two sets have a scenario in common; `apart` keeps what does not."""
        if EMPTY in (one, other):
            return False
        here, there = self.level[one], self.level[other]
        if self.depth in (here, there) or one == other:
            return True
        apart = set() if apart is None else apart
        if (one, other) in apart:
            return False
        if here < there:
            found = any(self.overlap(child, other, apart) for _, child in self.edges[one])
        elif there < here:
            found = any(self.overlap(one, child, apart) for _, child in self.edges[other])
        else:
            found = any(
                mask & other_mask and self.overlap(child, other_child, apart)
                for mask, child in self.edges[one]
                for other_mask, other_child in self.edges[other]
            )
        if found:
            return True
        apart.add((one, other))
        return False

    def point(self, node: int) -> Masks:
        """One scenario of a set that is not empty, as a box."""
        masks = [mask & -mask for mask in self.full]
        while self.level[node] < self.depth:
            mask, child = self.edges[node][0]
            masks[self.level[node]] = mask & -mask
            node = child
        return tuple(masks)

    def cofactor(self, node: int, level: int, bit: int) -> int:
        """The set as it is at one atom of a level, that level no longer tested."""
        memo: dict[int, int] = {}

        def go(node: int) -> int:
            at = self.level[node]
            if at > level:
                return node
            if at == level:
                return next((child for mask, child in self.edges[node] if mask & bit), EMPTY)
            if node not in memo:
                children: dict[int, int] = {}
                for mask, child in self.edges[node]:
                    kept = go(child)
                    children[kept] = children.get(kept, 0) | mask
                memo[node] = self.make(at, children)
            return memo[node]

        return go(node)

    def count(self, node: int) -> int:
        """How many scenarios the set has."""
        weights = [mask.bit_count() for mask in self.full]
        memo: dict[int, int] = {}

        def product(start: int, end: int) -> int:
            found = 1
            for weight in weights[start:end]:
                found *= weight
            return found

        def go(node: int) -> int:
            if node == EMPTY:
                return 0
            if node not in memo:
                level = self.level[node]
                memo[node] = (
                    1
                    if level == self.depth
                    else sum(
                        mask.bit_count() * go(child) * product(level + 1, self.level[child])
                        for mask, child in self.edges[node]
                    )
                )
            return memo[node]

        return go(node) * product(0, self.level[node])
