"""
A set of scenarios as few statements: each a box less exceptions, named by the vocabulary.

One statement for each cause where that is possible. What the statements cover together is exactly
the set, give or take impossible combinations; what could not be put in few words is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from math import prod
from operator import and_
from typing import Final, TypeAlias

from policykit.model import EVERYWHERE, Cover
from policykit.records import NamedTuple
from policykit.scenarios.covers import cover, nameable
from policykit.scenarios.diagram import EMPTY, Diagrams, Masks, OutOfWork
from policykit.scenarios.fitting import Fitted, Fitting, boxes, enlarged, freed
from policykit.scenarios.space import Space

FEW: Final = 24
"""How many exceptions a statement may have where what it says can be told in smaller sets."""

SOME: Final = 100
"""How many it may have in any case."""

_MANY: Final = 1000
"""How many a statement of one box may have; in plain boxes it would be far longer."""

_AT_ONCE: Final = 32
"""How many pieces are taken out of what is left together."""

_SETTLING: Final = 1_000_000
"""The bound on what taking the last of them out may cost, when nothing else is left to do."""

_PLAIN: Final = 8
"""Up to how many plain statements are weighed against one with exceptions."""


Cut: TypeAlias = tuple[Masks, Sequence[Masks]]
"""A box and its exceptions."""


class Piece(NamedTuple):
    """A set to be told, and what it is told as, exactly, where that need not be looked for."""

    node: int
    cut: Cut | None = None


class _Enough(Exception):
    """As many statements were made as were wanted."""


class _Telling:
    """
    What is left of a set while it is told.

    Pieces that were told are taken out of `rest` some at a time: each of them is small beside it.
    """

    def __init__(self, diagrams: Diagrams, node: int) -> None:
        self._diagrams = diagrams
        self.rest = node
        self._pieces: list[tuple[Masks, int]] = []

    def lacks(self, masks: Masks, node: int) -> bool:
        """Whether some of a piece, which lies in a box, is not told yet."""
        diagrams = self._diagrams
        near = [other for around, other in self._pieces if all(map(and_, around, masks))]
        # Mostly one scenario shows that it is not.
        point = diagrams.point(node)
        if diagrams.contains(self.rest, point) and not any(
            diagrams.contains(other, point) for other in near
        ):
            return True
        for other in near:
            node = diagrams.less(node, other)
        return diagrams.overlap(self.rest, node)

    def told(self, masks: Masks, node: int) -> None:
        """Note that a piece was told, which lies in a box."""
        self._pieces.append((masks, node))
        if len(self._pieces) == _AT_ONCE:
            self.settled()

    def took(self, masks: Masks) -> None:
        """Take out a box."""
        self.rest = self._diagrams.outside(self.settled(), masks)

    def settled(self) -> int:
        """What is left, all that was told taken out."""
        if self._pieces:
            told = self._diagrams.union([node for _, node in self._pieces])
            self.rest = self._diagrams.less(self.rest, told)
            self._pieces.clear()
        return self.rest


class Tier(NamedTuple):
    """Sets that are told one by one, each with so many exceptions at most, or not at all."""

    pieces: Iterable[Piece]
    most: int


def tiers(node: int, causes: Sequence[int], *, most: int = SOME) -> Iterator[Tier]:
    """
    How a set is told: all at once, or by its causes; in so many exceptions each at most.

    All at once only if that needs no more exceptions than there are causes.
    """
    if len(causes) > 1:
        yield Tier((Piece(node),), min(FEW, len(causes)))
    yield Tier(map(Piece, causes or (node,)), most)


def smaller_tiers(clauses: Iterable[int], boxes: Iterable[int]) -> Iterator[Tier]:
    """
    How what cannot be told by its causes is told: by what each of some clauses has, or their boxes.

    The boxes may be made lazily.
    """
    yield Tier(map(Piece, clauses), SOME)
    yield Tier(map(Piece, boxes), _MANY)


class Part(NamedTuple):
    """A box in words: where, and the scenario's covers by field; what is left out is anything."""

    jurisdictions: Cover
    scenario: Mapping[str, Cover]

    def as_json(self) -> dict[str, object]:
        """`{"jurisdictions": …, "scenario": …}`, either left out where it does not constrain."""
        shown: dict[str, object] = {}
        if self.jurisdictions != EVERYWHERE:
            shown["jurisdictions"] = self.jurisdictions.as_json()
        if self.scenario:
            shown["scenario"] = scenario_json(self.scenario)
        return shown


class Statement(NamedTuple):
    """A box less exceptions; `node` is the set it covers, `masks` and `holes` its boxes."""

    part: Part
    except_: tuple[Part, ...]
    witness: Mapping[str, str | bool]
    node: int
    masks: Masks
    holes: tuple[Masks, ...]


def scenario_json(scenario: Mapping[str, Cover]) -> dict[str, object]:
    """Covers by field, as JSON."""
    return {field: found.as_json() for field, found in scenario.items()}


def size(masks: Masks) -> int:
    """How many scenarios a box has."""
    return prod(map(int.bit_count, masks))


def _behind_operation(name: str) -> bool:
    """Sorts the operation before all else."""
    return name != "operation"


class Levels:
    """The diagrams over a space, and sets of scenarios as words and examples."""

    def __init__(self, space: Space, work: int) -> None:
        self.space = space
        self.diagrams = Diagrams(space.full)
        self.impossible = self.diagrams.union(
            [self.diagrams.box(masks) for masks in space.impossible]
        )
        self.diagrams.work = work
        self._reading = [(space.position[one.field], one) for one in space.reading]
        # What a scenario is where nothing is said of it, in the order of a question.
        blank = {one.id: one.example(one.full) for one in space.reading}
        self._blank = {name: blank[name] for name in sorted(blank, key=_behind_operation)}
        self._plain: dict[tuple[int, int], Fitting] = {}
        self._cuts: dict[tuple[Masks, int, frozenset[Masks]], Fitting] = {}

    def slice(self, field: str, mask: int) -> Masks:
        """The box of all scenarios with these atoms on one coordinate."""
        level = self.space.position[field]
        full = self.space.full
        return (*full[:level], mask, *full[level + 1 :])

    def part(self, masks: Masks, within: Masks | None = None) -> Part:
        """A box in words; of an exception only what it says beyond the box it is `within`."""
        jurisdictions = EVERYWHERE
        scenario: dict[str, Cover] = {}
        for level, coordinate in self._reading:
            mask = masks[level]
            if within is not None and mask == within[level]:
                continue
            if mask == coordinate.full and coordinate.field != "operation":
                continue
            found = cover(coordinate, mask)
            if coordinate.field == "jurisdiction":
                jurisdictions = found
            else:
                scenario[coordinate.field] = found
        return Part(jurisdictions, scenario)

    def witness(self, node: int) -> dict[str, str | bool]:
        """One scenario of a set that is not empty, by singular names, in reading order."""
        diagrams, coordinates = self.diagrams, self.space.coordinates
        chosen = dict(self._blank)
        while (level := diagrams.level[node]) < diagrams.depth:
            coordinate, edges = coordinates[level], diagrams.edges[node]
            mask, child = edges[0]
            if len(edges) == 1:
                chosen[coordinate.id] = coordinate.example(mask)
                node = child
                continue
            atom = coordinate.example(sum(mask for mask, _ in edges))
            chosen[coordinate.id] = atom
            bit = 1 << coordinate.index[atom]
            node = next(child for mask, child in edges if mask & bit)
        return chosen

    def statements(
        self,
        node: int,
        tiers: Iterable[Tier],
        most: int,
        edges: frozenset[Masks] = frozenset(),
    ) -> tuple[list[Statement], int]:
        """
        A set as statements.

        Parameters:
            node: the set.
            tiers: smaller sets in which to tell it, one tier after the other. What several share is
                told once. They need not cover the set: what is left is told in plain boxes.
            most: how many statements to make at most.
            edges: boxes along whose sides the set may be cut off. What lies outside of it is looked
                for among them first; they need not be complete.

        Returns:
            The statements, and what is left unsaid (EMPTY if nothing): past the bound on work, too.

        """
        diagrams = self.diagrams
        telling = _Telling(diagrams, node)
        said: list[Statement] = []

        def tell(masks: Masks, holes: Sequence[Masks], within: int) -> None:
            made = [*self._statements(masks, holes, within)]
            if len(said) + len(made) > most:
                raise _Enough
            said.extend(made)

        with suppress(_Enough, OutOfWork):
            for tier in tiers:
                for piece in tier.pieces:
                    if telling.rest == EMPTY:
                        break
                    if piece.cut is not None:
                        if telling.lacks(piece.cut[0], piece.node):
                            tell(*piece.cut, piece.node)
                            telling.told(piece.cut[0], piece.node)
                        continue
                    region = diagrams.both(telling.settled(), piece.node)
                    for masks, holes in self._told(region, node, edges, tier.most):
                        tell(masks, holes, node)
                        telling.took(masks)
                # The next tier is made when it is asked for, which may take long.
                if telling.settled() == EMPTY:
                    break
            plain, _ = self._boxes(telling.settled(), node).first(most - len(said))
            for masks in plain:
                tell(masks, (), node)
                telling.took(masks)
        # Whatever work is left: what was told is not left unsaid.
        left, diagrams.work = diagrams.work, _SETTLING
        rest = telling.settled()
        diagrams.work = left
        return said, rest

    def _told(self, region: int, node: int, edges: frozenset[Masks], limit: int) -> list[Cut]:
        """A region as boxes less exceptions; nothing where that takes too many of them."""
        diagrams = self.diagrams
        if region == EMPTY:
            return []
        hull = self._relaxed(region)
        allowed = diagrams.either(node, self.impossible)
        surplus = diagrams.less(diagrams.box(hull), allowed)
        holes, uncut = self._holes(hull, surplus, edges).first(limit)
        return [] if uncut != EMPTY else self._fewest(region, node, hull, holes)

    def _fewest(self, region: int, node: int, hull: Masks, holes: Sequence[Masks]) -> list[Cut]:
        """A region as its hull less holes, or as plain boxes where those are fewer."""
        most = min(len(holes) + self._twice_negative(hull, holes), _PLAIN)
        if most > 1:
            plain, missed = self._boxes(region, node).first(most)
            if missed == EMPTY:
                return [(masks, ()) for masks in plain]
        return [(hull, holes)]

    def _boxes(self, node: int, within: int) -> Fitting:
        """A set as plain boxes, which may take in what else is within another one."""
        found = self._plain.get((node, within))
        if found is None:
            made = boxes(self.diagrams, node, within, self.impossible)
            found = self._plain[node, within] = Fitting(node, made)
        return found

    def _holes(self, hull: Masks, surplus: int, edges: frozenset[Masks]) -> Fitting:
        """What a hull takes in too much, as boxes: along the sides of others where that fits."""
        found = self._cuts.get((hull, surplus, edges))
        if found is None:
            made = self._cutting(hull, surplus, edges)
            found = self._cuts[hull, surplus, edges] = Fitting(surplus, made)
        return found

    def _cutting(self, hull: Masks, surplus: int, edges: Iterable[Masks]) -> Iterator[Fitted]:
        diagrams = self.diagrams
        loose = diagrams.either(surplus, self.impossible)
        near = list(edges)
        for level in diagrams.narrow(hull):
            near = [masks for masks in near if masks[level] & hull[level]]
        clipped = {tuple(map(and_, masks, hull)) for masks in near}
        rest = surplus
        for masks in sorted(clipped, key=lambda masks: (-size(masks), masks)):
            if rest == EMPTY:
                return
            if diagrams.meets(rest, masks) and diagrams.contains(loose, masks):
                wide, free = masks, None
                if loose == surplus or diagrams.contains(surplus, masks):
                    wide, free = enlarged(diagrams, surplus, masks), self.impossible
                if loose != surplus:
                    wide = freed(diagrams, loose, wide, free)
                rest = diagrams.outside(rest, wide)
                yield Fitted(wide, rest)
        yield from boxes(diagrams, rest, surplus, self.impossible)

    def _twice_negative(self, hull: Masks, holes: Sequence[Masks]) -> bool:
        """Whether an exception would say "except where it is not": plain boxes read better."""
        return any(
            found.terms == ("*",) and found.except_
            for hole in holes
            for found in self.part(hole, within=hull).scenario.values()
        )

    def _relaxed(self, region: int) -> Masks:
        """The hull of a region, wider where that takes in nothing but impossible scenarios."""
        diagrams = self.diagrams
        hull = diagrams.hull(region)
        if self.impossible == EMPTY:
            return hull
        # What is beside the hull on a level has nothing of the region. On a level that is not
        # tested by what is impossible, it is as the hull itself, which is not impossible.
        for level in sorted(diagrams.tested(self.impossible)):
            full = diagrams.full[level]
            more = full & ~hull[level]
            if more:
                beside = (*hull[:level], more, *hull[level + 1 :])
                if diagrams.contains(self.impossible, beside):
                    hull = (*hull[:level], full, *hull[level + 1 :])
        return hull

    def _statements(self, masks: Masks, holes: Sequence[Masks], within: int) -> Iterator[Statement]:
        """A box less holes as one statement, or as two where its places read better apart."""
        places = self.space.coordinates[0]
        for mask in nameable(places, masks[0]):
            yield self._statement((mask, *masks[1:]), holes, within)

    def _statement(self, masks: Masks, holes: Sequence[Masks], within: int) -> Statement:
        diagrams = self.diagrams
        places = self.space.coordinates[0]
        clipped = [
            (mask, *(hole & wide for hole, wide in zip(cut[1:], masks[1:], strict=True)))
            for cut in holes
            if cut[0] & masks[0]
            for mask in nameable(places, cut[0] & masks[0])
        ]
        # A reader may be told of the first alone.
        clipped.sort(key=size, reverse=True)
        node = diagrams.inside(within, masks)
        return Statement(
            part=self.part(masks),
            except_=tuple(self.part(hole, within=masks) for hole in clipped),
            witness=self.witness(node),
            node=node,
            masks=masks,
            holes=tuple(clipped),
        )
