"""Whether something is well-formed: `jsonschema-rs` says so in microseconds."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from policykit.model import KINDS
from policykit.schema.definitions import WHOLE, definition, patch_of, whole_schema


@cache
def accepts(name: str) -> Callable[[Any], bool]:
    """What says whether a value is what a definition asks for."""
    part = definition(name)
    if name in KINDS or name in _PATCHES:
        # The kind was read to come here, and kinds that differ in nothing else share a validator.
        properties = {**part["properties"], "kind": {}}
        part = {**part, "description": "", "properties": properties}
    definitions = name if name in WHOLE else "version"
    return _compiled(definitions, json.dumps({**part, "$defs": {}}))


_PATCHES: Final = frozenset(map(patch_of, KINDS))


@cache
def _compiled(definitions: str, part: str) -> Callable[[Any], bool]:
    from jsonschema_rs import Draft202012Validator  # not needed by every command

    reached = _reached(part, whole_schema(definitions).get("$defs", {}))
    whole = json.dumps({**json.loads(part), "$defs": reached})
    # To Python `$` is before a last line end too, which the patterns therefore exclude; to Rust it
    # is the end alone, and without the look ahead a pattern is a finite automaton.
    whole = whole.replace('$(?!\\\\n)"', '$"')
    return Draft202012Validator(json.loads(whole), offline=True).is_valid


def _reached(part: str, definitions: Mapping[str, Any]) -> dict[str, Any]:
    """The definitions that a schema refers to, and those that they refer to."""
    found: dict[str, Any] = {}
    waiting = _REFERENCE.findall(part)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = definitions[name]
            waiting += _REFERENCE.findall(json.dumps(found[name]))
    return found


_REFERENCE: Final = re.compile(r'"#/\$defs/(\w+)"')


def well_formed(name: str, value: Any) -> bool:
    """Whether a value is what a definition asks for."""
    return accepts(name)(value)
