"""
The schemas, and the parts of them that documents are checked against.

They are the files in `policykit/schemas/`. A clause is checked against the definition of its own
kind, a patch in an overlay against one that is made from it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from policykit.findings import near

_HERE: Final = Path(__file__).parent.parent / "schemas"

NAMES: Final = (
    "policy",
    "version",
    "lock",
    "waivers",
    "config",
    "vocabulary",
    "diff",
    "diffs",
    "comparison",
    "since",
    "changelog",
    "findings",
    "decision",
    "terms",
    "transparency",
    "coverage",
)
"""The schemas there are; each is a file NAME-1.json."""

WHOLE: Final = ("policy", "lock", "waivers", "config")
"""Those that a document is checked against whole."""

FOR_EDITORS: Final = ("policy", "version")
"""Those that have an edition for editors: draft-07, and they offer the vocabulary's words."""


class UnknownSchema(LookupError):
    """A name that is no schema's, or that of one without an edition for editors."""

    def __init__(self, name: str, there_are: Sequence[str] = NAMES) -> None:
        super().__init__(name)
        self.name = name
        self.there_are = tuple(there_are)

    def __str__(self) -> str:
        hint = near(self.name, self.there_are)
        mend = f"did you mean '{hint[0]}'?" if hint else f"there are {', '.join(self.there_are)}"
        which = "schema" if self.there_are == NAMES else "schema for editors"
        return f"there is no {which} '{self.name}'; {mend}"


def schema_text(name: str, *, editor: bool = False) -> str:
    """
    The text of a schema; with `editor` of its edition for editors.

    Raises:
        UnknownSchema: there is none of that name.

    """
    there_are = FOR_EDITORS if editor else NAMES
    if name not in there_are:
        raise UnknownSchema(name, there_are)
    folder = _HERE / "editor" if editor else _HERE
    return (folder / f"{name}-1.json").read_text("utf-8")


@cache
def whole_schema(name: str) -> Any:
    """A schema, as data."""
    return json.loads(schema_text(name))


@cache
def definition(name: str) -> Any:
    """
    The schema (2020-12) of a whole document (`WHOLE`), a version's `header`, or a kind.

    Of a kind there is one besides for what an overlay may say of its fields: `patch_of`.
    """
    if name in WHOLE:
        return {"$defs": {}, **whole_schema(name)}
    version = whole_schema("version")
    definitions = version["$defs"]
    if name == "header":
        items = {"type": "object", "description": "A clause is a map: `- id: …`, `kind: …`."}
        clauses = {**version["properties"]["clauses"], "items": items}
        return {**version, "properties": {**version["properties"], "clauses": clauses}}
    if name.startswith(_PATCH):
        kind = definitions[name.removeprefix(_PATCH)]
        loose = {key: one for key, one in kind.items() if key not in ("if", "then")}
        return {"$schema": version["$schema"], **_loosened(loose), "$defs": definitions}
    return {"$schema": version["$schema"], **definitions[name], "$defs": definitions}


_PATCH: Final = "patch:"
_REPLACED: Final = ("when", "unless")
"""Fields that a patch replaces, for in the normal form they are lists."""


def patch_of(kind: str) -> str:
    """The name of the definition of a patch to a kind of clause, in which no null is left."""
    return _PATCH + kind


def _loosened(schema: Any) -> Any:
    """
    The schema of what may be merged into a value: no field of a map needs be there.

    What a patch replaces (a list, a `when`) is whole.
    """
    if (name := schema.get("$ref", "").rpartition("/")[2]) in _REPLACED:
        return schema
    if name:
        beside = {key: one for key, one in schema.items() if key != "$ref"}
        return _loosened({**whole_schema("version")["$defs"][name], **beside})
    made = dict(schema)
    for key in ("minProperties", "dependentRequired"):
        made.pop(key, None)
    if "properties" in made:
        made.pop("required", None)
        made["properties"] = {
            key: one if key in _REPLACED else _loosened(one)
            for key, one in made["properties"].items()
        }
    for key in ("additionalProperties", "then", "else"):
        if isinstance(made.get(key), Mapping):
            made[key] = _loosened(made[key])
    return made


@cache
def spelled_out(name: str) -> Any:
    """
    As `definition`, with what a reference refers to in its place, where nothing stands beside it.

    It accepts the same and says the same is wrong; `jsonschema` takes half of the time for it.
    """
    part = definition(name)
    definitions = part["$defs"]

    def spelled(schema: Any) -> Any:
        if isinstance(schema, Mapping):
            if list(schema) == ["$ref"]:
                return spelled(definitions[schema["$ref"].rpartition("/")[2]])
            return {key: spelled(one) for key, one in schema.items()}
        return [spelled(one) for one in schema] if isinstance(schema, list) else schema

    return {key: spelled(one) if key != "$defs" else one for key, one in part.items()}


def fields_of(kind: str) -> tuple[str, ...]:
    """The fields that a kind of clause has."""
    return tuple(definition(kind)["properties"])


def described(schema: Mapping[str, Any]) -> str:
    """What a schema, or the definition it refers to, says that it is."""
    while "description" not in schema and "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema = whole_schema("version")["$defs"].get(name) or whole_schema("policy")["$defs"][name]
    return str(schema.get("description", ""))
