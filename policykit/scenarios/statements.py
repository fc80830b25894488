"""
A set of scenarios as few statements: each a box less exceptions, named by the vocabulary.

One statement for each cause where that is possible. What the statements cover together is exactly
the set, give or take impossible combinations; what could not be put in few words is counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from math import prod
from operator import and_
from typing import Final, TypeAlias

from policykit.model import EVERYWHERE, Cover
from policykit.records import NamedTuple
from policykit.scenarios.covers import cover, nameable
from policykit.scenarios.diagram import EMPTY, Diagrams, Masks, OutOfWork
from policykit.scenarios.fitting import boxes, enlarged
from policykit.scenarios.space import Space

_FEW: Final = 24
"""How many exceptions a statement may have where what it says can be told in smaller sets."""

_SOME: Final = 100
"""How many it may have in any case."""

_MANY: Final = 1000
"""How many a statement of one box may have; in plain boxes it would be far longer."""

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


class Tier(NamedTuple):
    """Sets that are told one by one, each with so many exceptions at most, or not at all."""

    pieces: Iterable[Piece]
    most: int


def tiers(
    node: int, causes: Sequence[int], clauses: Sequence[int] = (), boxes: Iterable[int] = ()
) -> Iterator[Tier]:
    """
    How a set is told: by its causes, by what each of some clauses has of it, by their boxes.

    What cannot be told so in few exceptions is told by the next. The boxes may be made lazily.
    """
    if len(causes) > 1:
        # All at once only if that needs no more exceptions than there are causes.
        yield Tier((Piece(node),), min(_FEW, len(causes)))
    yield Tier(map(Piece, causes or (node,)), _FEW if clauses else _SOME)
    yield Tier(map(Piece, clauses), _SOME)
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


class Levels:
    """The diagrams over a space, and sets of scenarios as words and examples."""

    def __init__(self, space: Space, work: int) -> None:
        self.space = space
        self.diagrams = Diagrams(space.full)
        self.impossible = self.diagrams.union(
            [self.diagrams.box(masks) for masks in space.impossible]
        )
        self.diagrams.work = work

    def slice(self, field: str, mask: int) -> int:
        """All scenarios with these atoms on one coordinate."""
        level = self.space.position[field]
        full = self.space.full
        return self.diagrams.box((*full[:level], mask, *full[level + 1 :]))

    def part(self, masks: Masks, within: Masks | None = None) -> Part:
        """A box in words; of an exception only what it says beyond the box it is `within`."""
        jurisdictions = EVERYWHERE
        scenario: dict[str, Cover] = {}
        position = self.space.position
        for coordinate in self.space.reading:
            level = position[coordinate.field]
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
        diagrams = self.diagrams
        chosen: dict[str, str | bool] = {}
        for level, coordinate in enumerate(self.space.coordinates):
            if diagrams.level[node] == level:
                edges = diagrams.edges[node]
                mask = 0
                for part, _ in edges:
                    mask |= part
            else:
                edges, mask = (), coordinate.full
            atom = coordinate.example(mask)
            chosen[coordinate.id] = atom
            bit = 1 << coordinate.index[atom]
            node = next((child for part, child in edges if part & bit), node)
        named = {one.id: chosen[one.id] for one in self.space.reading}
        if "operation" in named:
            return {"operation": named.pop("operation"), **named}
        return named

    def statements(
        self,
        node: int,
        tiers: Iterable[Tier],
        most: int,
        edges: Collection[Masks] = (),
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
        said: list[Statement] = []
        rest = node

        def tell(masks: Masks, holes: Sequence[Masks], within: int, gone: int) -> None:
            nonlocal rest
            made = [*self._statements(masks, holes, within)]
            if len(said) + len(made) > most:
                raise _Enough
            rest = diagrams.less(rest, gone)
            said.extend(made)

        with suppress(_Enough, OutOfWork):
            for piece, limit in ((piece, tier.most) for tier in tiers for piece in tier.pieces):
                if rest == EMPTY:
                    break
                if piece.cut is None:
                    region = diagrams.both(rest, piece.node)
                    for masks, holes in self._told(region, node, edges, limit):
                        tell(masks, holes, node, diagrams.box(masks))
                elif diagrams.overlap(rest, piece.node):
                    tell(*piece.cut, piece.node, piece.node)
            plain, _ = boxes(diagrams, rest, node, self.impossible, most - len(said))
            for masks in plain:
                tell(masks, (), node, diagrams.box(masks))
        return said, rest

    def _told(self, region: int, node: int, edges: Collection[Masks], limit: int) -> list[Cut]:
        """A region as boxes less exceptions; nothing where that takes too many of them."""
        diagrams = self.diagrams
        if region == EMPTY:
            return []
        hull = self._relaxed(region)
        allowed = diagrams.either(node, self.impossible)
        surplus = diagrams.less(diagrams.box(hull), allowed)
        holes, uncut = self._holes(hull, surplus, edges, limit)
        return [] if uncut != EMPTY else self._fewest(region, node, hull, holes)

    def _fewest(self, region: int, node: int, hull: Masks, holes: Sequence[Masks]) -> list[Cut]:
        """A region as its hull less holes, or as plain boxes where those are fewer."""
        most = min(len(holes) + self._twice_negative(hull, holes), _PLAIN)
        if most > 1:
            plain, missed = boxes(self.diagrams, region, node, self.impossible, most)
            if missed == EMPTY:
                return [(masks, ()) for masks in plain]
        return [(hull, holes)]

    def _holes(
        self, hull: Masks, surplus: int, edges: Collection[Masks], limit: int
    ) -> tuple[list[Masks], int]:
        """
        What a hull takes in too much, as boxes.

        Returns:
            At most `limit` of them, and what they leave of it (EMPTY if nothing).

        """
        diagrams = self.diagrams
        loose = diagrams.either(surplus, self.impossible)
        found: list[Masks] = []
        rest = surplus
        if rest == EMPTY:
            return found, rest
        clipped = {tuple(map(and_, masks, hull)) for masks in edges}
        by_size = sorted(
            (masks for masks in clipped if all(masks)),
            key=lambda masks: (-size(masks), masks),
        )
        for masks in by_size:
            if rest == EMPTY or len(found) == limit:
                return found, rest
            if diagrams.meets(rest, masks) and diagrams.contains(loose, masks):
                wide = masks
                if loose == surplus or diagrams.contains(surplus, masks):
                    wide = enlarged(diagrams, surplus, masks)
                if loose != surplus:
                    wide = enlarged(diagrams, loose, wide, whole=True)
                found.append(wide)
                rest = diagrams.less(rest, diagrams.box(wide))
        more, rest = boxes(diagrams, rest, surplus, self.impossible, limit - len(found))
        return [*found, *more], rest

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
        inside = diagrams.either(region, self.impossible)
        for level, full in enumerate(diagrams.full):
            more = full & ~hull[level]
            if more and diagrams.contains(inside, (*hull[:level], more, *hull[level + 1 :])):
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
        node = diagrams.both(within, diagrams.box(masks))
        return Statement(
            part=self.part(masks),
            except_=tuple(self.part(hole, within=masks) for hole in clipped),
            witness=self.witness(node),
            node=node,
            masks=masks,
            holes=tuple(clipped),
        )
