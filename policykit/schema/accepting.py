"""
Whether something is well-formed: few values by functions of our own, many by `jsonschema-rs`.

Ours take 8 microseconds for a clause, those of `jsonschema-rs` 2; but to load and to compile them
takes as long as 1 700 clauses do here, and 10 MiB. Both accept the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from policykit.model import KINDS
from policykit.schema.compiling import Compiler
from policykit.schema.definitions import WHOLE, definition, patch_of, whole_schema

FEW: Final = 3000
"""
So many values are looked at by our own functions.

More than would be fastest: a large file alone does without the memory of the others.
"""


class _Values:
    """How many were asked about."""

    asked = 0


def accepts(name: str) -> Callable[[Any], bool]:
    """What says whether a value is what a definition asks for; asked for anew with each value."""
    _Values.asked += 1
    return in_rust(name) if _Values.asked > FEW else in_python(name)


def expect_many() -> None:
    """There is much to look at: what takes long to load is loaded now, by one for all."""
    _Values.asked = FEW


def well_formed(name: str, value: Any) -> bool:
    """Whether a value is what a definition asks for."""
    return accepts(name)(value)


@cache
def in_python(name: str) -> Callable[[Any], bool]:
    """What says so at once."""
    part = definition(name)
    return Compiler(part["$defs"]).compiled(part)


@cache
def in_rust(name: str) -> Callable[[Any], bool]:
    """What says so fast once it is there."""
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
    from jsonschema_rs import Draft202012Validator  # only where there is much to look at

    reached = _reached(part, whole_schema(definitions).get("$defs", {}))
    whole = json.dumps({**json.loads(part), "$defs": reached})
    # To Python `$` is before a last line end too, which the patterns therefore exclude; to Rust it
    # is the end alone, and without the look ahead a pattern is a finite automaton.
    whole = whole.replace('$(?!\\\\n)"', '$"')
    return Draft202012Validator(json.loads(whole), offline=True).is_valid


def _reached(part: str, definitions: Mapping[str, Any]) -> dict[str, Any]:
    """The definitions that a schema refers to, and those that they refer to."""
    found: dict[str, Any] = {}
    waiting = re.findall(_REFERENCE, part)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = definitions[name]
            waiting += re.findall(_REFERENCE, json.dumps(found[name]))
    return found


_REFERENCE: Final = r'"#/\$defs/(\w+)"'
