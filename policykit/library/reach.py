"""How far clauses reach, as far as can be seen from their places and selectors alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from policykit.model import OPERATIONS, SELECTORS, Clause
from policykit.scenarios.diagram import Masks
from policykit.scenarios.space import Space

_COORDINATES: Final[Mapping[str, str]] = {
    "jurisdictions": "jurisdiction",
    "operations": "operation",
    "rights": "rights",
    **{field: field for field in SELECTORS},
}
"""The coordinate of each field that is looked at."""


class Reach:
    """
    The clauses of a version by the terms they name: which of them may reach into a box?

    So a clause that is far from all that changed costs little: it is not made into boxes. Clauses
    are bits, bit i for the one in place i.
    """

    __slots__ = ("_clauses", "_free", "_named")

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = clauses
        # By field, the clauses that name each term, in the clause itself or in an overlay.
        self._named: dict[str, dict[str, int]] = {field: {} for field in _COORDINATES}
        # By field, those that do not constrain it.
        self._free = dict.fromkeys(_COORDINATES, 0)
        for place, clause in enumerate(clauses):
            bit = 1 << place
            self._note(bit, _COORDINATES, clause.normal, clause.kind)
            for patch in clause.overlays.values():
                if patch:
                    fields = [field for field in _COORDINATES if field in patch]
                    self._note(bit, fields, patch, clause.kind)

    def _note(self, bit: int, fields: Iterable[str], normal: Mapping[str, Any], kind: str) -> None:
        """What a clause, or an overlay of it, names of some fields."""
        for field in fields:
            terms = normal.get(field)
            if terms is None and field == "operations":
                terms = normal.get("applies_to") or ([kind] if kind in OPERATIONS else None)
            if isinstance(terms, list | tuple):
                named = self._named[field]
                for term in terms:
                    named[term] = named.get(term, 0) | bit
            else:
                self._free[field] |= bit

    def into(self, space: Space, side: int, boxes: Iterable[Masks]) -> set[str]:
        """The clauses, by id, that may have a scenario in common with any of a side's boxes."""
        looked_at = [
            (space.position[coordinate], field)
            for field, coordinate in _COORDINATES.items()
            if coordinate in space.position
        ]
        everything = (1 << len(self._clauses)) - 1
        meeting: dict[tuple[str, int], int] = {}
        found = 0
        for masks in {tuple([box[level] for level, _ in looked_at]) for box in boxes}:
            near = everything
            for (level, field), mask in zip(looked_at, masks, strict=True):
                coordinate = space.coordinates[level]
                if mask != coordinate.full:
                    bits = meeting.get((field, mask))
                    if bits is None:
                        extents = coordinate.masks[side]
                        bits = self._free[field]
                        for term, named in self._named[field].items():
                            if extents[term] & mask:
                                bits |= named
                        meeting[field, mask] = bits
                    near &= bits
            found |= near
        names = set()
        while found:
            place = found.bit_length() - 1
            found ^= 1 << place
            names.add(self._clauses[place].id)
        return names
