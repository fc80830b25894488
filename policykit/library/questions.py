"""What a question names: coordinates by their singular names, and terms as sets of atoms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from policykit.findings import near
from policykit.model import SINGULAR
from policykit.scenarios.coordinates import LIST_OF, Coordinate, Side
from policykit.scenarios.space import Space
from policykit.vocabulary import UnknownTerm

DEFAULT_OPERATION: Final = "disclosure"
"""The operation that is asked about where none is named."""


class BadQuestion(ValueError):
    """A question that names what does not exist; `near` holds what may have been meant."""

    def __init__(self, name: str, message: str, near: Sequence[str] = ()) -> None:
        super().__init__(name, message)
        self.name = name
        self.message = message
        self.near = tuple(near)

    def __str__(self) -> str:
        hint = f"; did you mean '{self.near[0]}'?" if self.near else ""
        return f"{self.message}{hint}"


class Questions:
    """What may be asked of one version."""

    def __init__(self, space: Space, side: Side) -> None:
        self.space = space
        self.side = side

    def mask(self, name: str, value: Any) -> tuple[int | None, int]:
        """
        What is asked about on a coordinate: its level in the space, and a set of atoms.

        The level is None where no rule tells anything apart; None asks about everything.

        Raises:
            BadQuestion: there is no such coordinate or term.

        """
        field = self._field(name)
        place = self.space.position.get(field)
        if value is None:
            return place, 0 if place is None else self.space.full[place]
        terms = list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
        if not terms:
            raise BadQuestion(name, f"'{name}' asks about nothing")
        checked = [self._term(name, field, term) for term in terms]
        if place is None:
            return None, 0
        coordinate = self.space.coordinates[place]
        return place, coordinate.mask(0, [self._known(coordinate, one) for one in checked])

    def _field(self, name: str) -> str:
        """The clause's field for a coordinate's singular name."""
        fields = {singular: field for field, singular in SINGULAR.items() if field != "rights"}
        conditions = self.side.vocabulary.conditions
        if name == "jurisdiction" or name in conditions:
            return name
        if name in fields:
            return fields[name]
        known = ["jurisdiction", *fields, *conditions]
        raise BadQuestion(name, f"there is no coordinate '{name}'", near(name, known))

    def _term(self, name: str, field: str, term: Any) -> str | bool:
        """A term of a coordinate, checked."""
        words, atlas = self.side
        condition = words.conditions.get(field)
        if condition is not None and condition.shape == "boolean":
            if term not in (True, False):
                raise BadQuestion(name, f"'{name}' is true or false, not {term!r}")
            return bool(term)
        if not isinstance(term, str):
            raise BadQuestion(name, f"'{name}' is a term, not {term!r}")
        bare = term.removeprefix("other:")
        if field in ("jurisdiction", "destinations") or (
            condition is not None and condition.shape == "jurisdictions"
        ):
            if term == "*" or bare == "*" or bare in atlas:
                return term
            hint = atlas.meant(bare)
            raise BadQuestion(name, f"'{term}' is no country, subdivision or group", hint)
        list_ = condition.list if condition is not None else LIST_OF[field]
        if term == "*" or bare == "*":
            return term
        try:
            return term.replace(bare, words.resolve(list_, bare))
        except UnknownTerm as error:
            raise BadQuestion(name, f"'{term}' is no term of {list_}", error.near) from None

    def _known(self, coordinate: Coordinate, term: str | bool) -> str | bool:
        """The term as the space has it: what no clause tells apart is the rest around it."""
        if term == "*" or term in coordinate.masks[0]:
            return term
        name = str(term).removeprefix("other:")
        if coordinate.shape == "jurisdictions":
            lineage = self.side.atlas.lineage(name)
            around = next(one for one in lineage if one in coordinate.masks[0])
            rest = f"other:{around}"
            return rest if rest in coordinate.masks[0] and name != around else around
        # `other:` of a term without narrower ones is the term itself.
        return name
