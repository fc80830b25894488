"""
A space of scenarios, and the boxes that clauses cover in it.

Only coordinates that something constrains are part of a space: on any other, all scenarios fare
alike. Which combinations are impossible is part of the space, the same for both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from policykit.model import OPERATIONS, SELECTORS
from policykit.scenarios.coordinates import Coordinate, Side, coordinate, in_reading_order
from policykit.scenarios.diagram import Masks

_REGION: Final = ("operation", "rights", *SELECTORS)

MOST_BOXES: Final = 4096
"""How many boxes one clause may fall into before its exceptions are refused."""


class TooManyCases(Exception):
    """The exceptions of a clause multiply into more than `MOST_BOXES` boxes."""


class Space:
    """
    Coordinates in the order in which they are tested, jurisdiction first.

    `sides` are the words of the versions that are looked at together, `day` (ISO 8601) the day
    as of which groups of countries are read, `reading` the coordinates in the order of the format.
    """

    __slots__ = (
        "coordinates",
        "day",
        "full",
        "impossible",
        "places",
        "position",
        "reading",
        "sides",
    )

    def __init__(
        self,
        sides: Sequence[Side],
        day: str,
        fields: Sequence[str],
        places: Iterable[str],
    ) -> None:
        self.sides = tuple(sides)
        self.day = day
        self.places = frozenset(places)
        self.coordinates: tuple[Coordinate, ...] = tuple(
            coordinate(field, self.sides, day, self.places) for field in ("jurisdiction", *fields)
        )
        self.position = {one.field: place for place, one in enumerate(self.coordinates)}
        self.reading: tuple[Coordinate, ...] = (
            self.coordinates[0],
            *(self.coordinates[self.position[field]] for field in in_reading_order(fields, sides)),
        )
        self.full: Masks = tuple(one.full for one in self.coordinates)
        self.impossible = self._impossible()

    def _impossible(self) -> tuple[Masks, ...]:
        found = []
        for side, (vocabulary, _) in enumerate(self.sides):
            for combination in vocabulary.impossible:
                # On a coordinate that is not part of the space some other value is possible.
                if all(field in self.position for field in combination.when):
                    masks = list(self.full)
                    for field, (terms, except_) in combination.when.items():
                        place = self.position[field]
                        one = self.coordinates[place]
                        masks[place] = one.mask(side, terms) & ~one.mask(side, except_)
                    found.append(tuple(masks))
        return tuple(dict.fromkeys(found))

    def mask(self, side: int, field: str, value: Any) -> int:
        """The atoms that a field's value in a clause names: a list of terms, or a boolean."""
        terms = value if isinstance(value, list | tuple) else [value]
        return self.coordinates[self.position[field]].mask(side, terms)

    def box(self, side: int, named: Mapping[str, Any], start: Masks | None = None) -> Masks | None:
        """The box of a map of selectors and conditions; None if it is empty."""
        masks = list(start if start is not None else self.full)
        for field, value in named.items():
            place = self.position[field]
            masks[place] &= self.mask(side, field, value)
            if not masks[place]:
                return None
        return tuple(masks)

    def region(self, side: int, normal: Mapping[str, Any], places: int) -> list[Masks]:
        """
        The boxes that a clause's normal form covers in some places.

        Raises:
            TooManyCases: its exceptions multiply past `MOST_BOXES`.

        """
        masks = [places, *self.full[1:]]
        position, coordinates = self.position, self.coordinates
        for field in _REGION:
            place = position.get(field)
            if place is not None:
                terms = operations(normal) if field == "operation" else normal.get(field)
                if terms is not None:
                    masks[place] = coordinates[place].mask(side, terms)
        return self.cases(side, normal, [tuple(masks)]) if all(masks) else []

    def cases(self, side: int, normal: Mapping[str, Any], start: list[Masks]) -> list[Masks]:
        """`start`, less what `when` does not admit and `unless` takes away."""
        boxes = start
        when = normal.get("when")
        if when:
            boxes = [
                found
                for box in start
                for named in _maps(when)
                if (found := self.box(side, named, box)) is not None
            ]
        for named in _maps(normal.get("unless")):
            hole = self.box(side, named)
            if hole is not None:
                boxes = subtract(boxes, hole)
        return boxes


def operations(normal: Mapping[str, Any]) -> Sequence[str]:
    """The operations that a clause's normal form speaks of."""
    named: Sequence[str] | None = normal.get("operations", normal.get("applies_to"))
    if named is not None:
        return named
    kind = normal.get("kind")
    return [kind] if kind in OPERATIONS else list(OPERATIONS)


def subtract(boxes: Iterable[Masks], hole: Masks) -> list[Masks]:
    """
    The boxes less another box, as boxes; disjoint if they were.

    Raises:
        TooManyCases: the result has more than `MOST_BOXES`.

    """
    found: list[Masks] = []
    for box in boxes:
        for mask, cut in zip(box, hole, strict=True):
            if not mask & cut:
                found.append(box)
                break
        else:
            for level, (mask, cut) in enumerate(zip(box, hole, strict=True)):
                if mask & ~cut:
                    found.append((*box[:level], mask & ~cut, *box[level + 1 :]))
                    box = (*box[:level], mask & cut, *box[level + 1 :])  # noqa: PLW2901
        if len(found) > MOST_BOXES:
            raise TooManyCases
    return found


def may_multiply(normal: Mapping[str, Any]) -> bool:
    """
    Whether a clause's exceptions could at all fall into more than `MOST_BOXES` boxes.

    A box less one exception is at most as many boxes as the exception names coordinates.
    """
    most = max(1, len(_maps(normal.get("when"))))
    if "unless" in normal:
        for named in _maps(normal["unless"]):
            most *= max(1, len(named))
    return most > MOST_BOXES


def constrained(normal: Mapping[str, Any]) -> set[str]:
    """The fields that a clause's normal form constrains, those of its commitments' cases too."""
    found = {field for field in SELECTORS if field in normal}
    for named in _all_maps(normal):
        found |= set(named)
    return found


def _maps(value: Any) -> Sequence[Mapping[str, Any]]:
    if value is None:
        return ()
    return (value,) if isinstance(value, dict) else value


def named_places(normal: Mapping[str, Any], place_fields: Iterable[str]) -> set[str]:
    """The jurisdictions that a clause's normal form names in those fields."""
    found: set[str] = set()
    for named in (normal, *_all_maps(normal)):
        for field in place_fields:
            if isinstance(named.get(field), list):
                found |= {place for place in named[field] if isinstance(place, str)}
    return found


def _all_maps(normal: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every map of selectors and conditions in a clause or a patch, its commitments' too."""
    for field in ("when", "unless"):
        yield from _maps(normal.get(field))
    for value in (normal.get("commitments") or {}).values():
        for case in value if isinstance(value, list) else [value]:
            if isinstance(case, dict):
                for field in ("when", "unless"):
                    yield from _maps(case.get(field))
