"""
The canonical order of fields: that of the properties in the schemas.

Two things are ours: what speaks about a clause, and not for it, comes last in it, and the longest
part of a file (`vocabulary`, `clauses`) comes last there. A map
whose names are the author's own (commitments, conditions, languages, terms) keeps its order.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from policykit.model import KINDS
from policykit.schema import fields_of, schema_text

_LAST: Final = ("overlays", "renamed_from", "sources", "notes")
"""Fields of a clause that come last, in this order."""
LONGEST: Final = ("vocabulary", "clauses")
"""Fields of a file that come last."""


class Place:
    """A place in the format: what the schemas allow there."""

    __slots__ = ("_fields", "_schema", "_whole", "clause", "clauses", "inside", "known", "quoted")

    def __init__(
        self,
        whole: Any = None,
        schema: Any = None,
        *,
        clauses: bool = False,
        clause: bool = False,
        inside: bool = False,
        quoted: bool = False,
        fields: tuple[str, ...] = (),
    ) -> None:
        self._whole = whole
        self._schema = schema
        self._fields = fields
        self.clauses = clauses
        self.clause = clause
        self.inside = inside
        self.quoted = quoted
        self.known = whole is not None

    @staticmethod
    def of(data: Any) -> Place:
        """The whole of a document: a version, a policy.yaml, or something else."""
        if not isinstance(data, Mapping):
            return Place()
        if "clauses" in data or "policy" in data:
            return _whole("version")
        return _whole("policy") if "id" in data else Place()

    def order(self, names: list[str]) -> list[int]:
        """Positions of the names in canonical order; those that the format does not know last."""
        known = self._fields or tuple(dict.fromkeys(self._properties()))
        rank = {name: place for place, name in enumerate(known)}
        return sorted(range(len(names)), key=lambda at: rank.get(names[at], len(rank)))

    def field(self, name: str) -> Place:
        """The place of a field's value."""
        if self.clause and name == "overlays":
            return Place(self._whole, inside=True, fields=(), schema=_Overlays(self._fields))
        if isinstance(self._schema, _Overlays):
            return Place(
                self._whole, self._clause_schema(), inside=True, fields=self._schema.fields
            )
        found = [
            one["properties"][name]
            if name in one.get("properties", {})
            else one.get("additionalProperties")
            for one in _parts(self._whole, self._schema)
        ]
        schema = {"allOf": [one for one in found if isinstance(one, Mapping)]}
        top = self._schema is self._whole and self._whole is not None
        return Place(
            self._whole,
            schema,
            clauses=top and name == "clauses",
            inside=self.inside or self.clause,
            # 3.10 is a number and 3.1.1 is not: sections of one file look alike only in quotes.
            quoted=self.clause and name == "section",
        )

    def item(self, data: Any) -> Place:
        """The place of an item that says `data`."""
        if self.clauses:
            kind = data.get("kind") if isinstance(data, Mapping) else None
            fields = fields_of(kind) if isinstance(kind, str) and kind in KINDS else ()
            fields = tuple(name for name in fields if name not in _LAST)
            fields = (*fields, *_LAST) if fields else ()
            return Place(self._whole, self._clause_schema(), clause=True, fields=fields)
        found = [one.get("items") for one in _parts(self._whole, self._schema)]
        schema = {"allOf": [one for one in found if isinstance(one, Mapping)]}
        return Place(self._whole, schema, inside=self.inside)

    def _clause_schema(self) -> Any:
        found = [
            one.get("items")
            for part in _parts(self._whole, self._whole)
            for one in _parts(self._whole, part.get("properties", {}).get("clauses"))
        ]
        return {"allOf": [one for one in found if isinstance(one, Mapping)]}

    def _properties(self) -> Iterator[str]:
        for one in _parts(self._whole, self._schema):
            yield from one.get("properties", {})


class _Overlays:
    """The maps of patches of a clause with these fields."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        self.fields = fields


@cache
def _whole(name: str) -> Place:
    schema = json.loads(schema_text(name))
    fields = [name for name in schema["properties"] if name not in LONGEST]
    return Place(schema, schema, fields=(*fields, *LONGEST))


def _parts(whole: Any, schema: Any) -> Iterator[Mapping[str, Any]]:
    """A schema and all it is put together from, each once."""
    seen: list[Any] = []
    open_ = [schema]
    while open_:
        one = open_.pop(0)
        if not isinstance(one, Mapping) or any(one is other for other in seen):
            continue
        seen.append(one)
        yield one
        reference = one.get("$ref", "")
        if reference.startswith("#/"):
            found = whole
            for step in reference[2:].split("/"):
                found = found.get(step, {})
            open_.append(found)
        for word in ("allOf", "anyOf", "oneOf"):
            open_ += one.get(word, ())
        open_ += [one[word] for word in ("then", "else") if word in one]
