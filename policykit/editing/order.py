"""
The canonical order of fields: that of the properties in the schemas.

A clause of an unknown kind begins with `id` and `kind`, and keeps the rest as it is.

Two things are ours: what speaks about a clause, and not for it, comes last in it, and the longest
part of a file (`vocabulary`, `clauses`) comes last there. A map
whose names are the author's own (commitments, conditions, languages, terms) keeps its order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
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

    __slots__ = (
        "_below",
        "_fields",
        "_items",
        "_parts",
        "_patches",
        "_properties",
        "_whole",
        "clause",
        "clauses",
        "inside",
        "known",
        "quoted",
    )

    def __init__(
        self,
        whole: Any = None,
        schema: Any = None,
        *,
        clauses: bool = False,
        clause: bool = False,
        inside: bool = False,
        quoted: bool = False,
        patches: bool = False,
        fields: tuple[str, ...] = (),
    ) -> None:
        self.clauses = clauses
        self.clause = clause
        self.inside = inside
        self.quoted = quoted
        self.known = whole is not None
        self._whole = whole
        self._patches = patches
        self._parts = tuple(_parts(whole, schema))
        self._properties = {name: None for one in self._parts for name in one.get("properties", ())}
        self._fields = {name: rank for rank, name in enumerate(fields or self._properties)}
        self._below: dict[str | None, Place] = {}
        self._items: dict[str | None, Place] = {}

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
        rank = self._fields
        return sorted(range(len(names)), key=lambda at: rank.get(names[at], len(rank)))

    def field(self, name: str) -> Place:
        """The place of a field's value."""
        # Names that are the author's own share one place, so that there are few of them.
        known = name if name in self._properties else None
        if known not in self._below:
            self._below[known] = self._field(known)
        return self._below[known]

    def item(self, kind: str) -> Place:
        """The place of an item; of a clause, of this kind."""
        known = kind if self.clauses and kind in KINDS else None
        if known not in self._items:
            self._items[known] = self._item(known)
        return self._items[known]

    def _field(self, name: str | None) -> Place:
        if self._patches:
            # A patch has the fields of the clause that it is in.
            return Place(self._whole, self._clause(), inside=True, fields=tuple(self._fields))
        if self.clause and name == "overlays":
            return Place(self._whole, inside=True, patches=True, fields=tuple(self._fields))
        found = [
            one["properties"][name]
            if name is not None and name in one.get("properties", {})
            else one.get("additionalProperties")
            for one in self._parts
        ]
        return Place(
            self._whole,
            _all(found),
            clauses=self is _whole("version") and name == "clauses",
            inside=self.inside or self.clause,
            # 3.10 is a number and 3.1.1 is not: sections of one file look alike only in quotes.
            quoted=self.clause and name == "section",
        )

    def _item(self, kind: str | None) -> Place:
        if not self.clauses:
            return Place(
                self._whole, _all(one.get("items") for one in self._parts), inside=self.inside
            )
        # What other fields a clause has is not known of a kind that there is not.
        fields: tuple[str, ...] = ("id", "kind")
        if kind is not None:
            fields = (*(name for name in fields_of(kind) if name not in _LAST), *_LAST)
        return Place(self._whole, self._clause(), clause=True, fields=fields)

    def _clause(self) -> Any:
        clauses = _whole("version").field("clauses")
        return _all(one.get("items") for one in clauses._parts)


def _all(schemas: Iterable[Any]) -> Any:
    return {"allOf": [one for one in schemas if isinstance(one, Mapping)]}


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
