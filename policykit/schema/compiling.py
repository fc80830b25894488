"""
Definitions as Python functions, which are made in a millisecond and need nothing else.

They accept what JSON Schema 2020-12 accepts, and know the keywords that the definitions of
documents have; any other is refused when a schema is compiled, so that none is overlooked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, Final

from policykit.document.unseen import SOMETHING, shows

Accepting = Callable[[Any], bool]


class NotCompiled(ValueError):
    """A keyword of JSON Schema that is not known here."""


class Compiler:
    """
    Makes functions of schemas.

    What is asked of a property is compiled when one is first seen: a document pays for what it
    holds.

    Parameters:
        definitions: what `#/$defs/…` refers to.

    """

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self._definitions = definitions
        self._made: dict[str, Accepting] = {}

    def compiled(self, schema: Mapping[str, Any]) -> Accepting:
        """
        What says whether a schema accepts a value.

        Raises:
            NotCompiled: something is asked that is not known here.

        """
        unknown = schema.keys() - _KNOWN
        if unknown:
            raise NotCompiled(", ".join(sorted(unknown)))
        tests = []
        asked = schema.get("type", [])
        types = [asked] if isinstance(asked, str) else asked
        # What asks something of values of the one type sees to the type as well.
        if types and (types != [asked] or _OF_TYPE.get(asked, frozenset()).isdisjoint(schema)):
            tests.append(_of_type(types))
        if not _OF_OBJECTS.isdisjoint(schema):
            tests.append(self._of_object(schema))
        if not _OF_ARRAYS.isdisjoint(schema):
            tests.append(self._of_array(schema))
        if "pattern" in schema:
            tests.append(_of_pattern(schema["pattern"], instead=schema.get("type") != "string"))
        if not _OF_NUMBERS.isdisjoint(schema):
            tests.append(_between(schema.get("minimum"), schema.get("maximum")))
        return _all([*tests, *self._general(schema)])

    def _general(self, schema: Mapping[str, Any]) -> Iterator[Accepting]:
        """What is asked of a value of any type."""
        if "$ref" in schema:
            yield self._referred(schema["$ref"].removeprefix("#/$defs/"))
        if "const" in schema:
            yield _one_of([schema["const"]])
        if "enum" in schema:
            yield _one_of(schema["enum"])
        if "not" in schema:
            yield _chosen(self.compiled(schema["not"]), _never, _always)
        if "anyOf" in schema:
            yield _any([self.compiled(one) for one in schema["anyOf"]])
        if "if" in schema:
            yield _chosen(*(self.compiled(schema.get(key, {})) for key in ("if", "then", "else")))

    def _referred(self, name: str) -> Accepting:
        if name not in self._made:
            self._made[name] = self.compiled(self._definitions[name])
        return self._made[name]

    def _of_object(self, schema: Mapping[str, Any]) -> Accepting:
        least = schema.get("minProperties", 0)
        required = frozenset(schema.get("required", ()))
        needed = schema.get("dependentRequired", {})
        properties = schema.get("properties", {})
        others = schema.get("additionalProperties", True)
        of_others = _never if others is False else self.compiled({} if others is True else others)
        of_names = self._of_each(schema.get("propertyNames", {}))
        tests: dict[str, Accepting] = {}
        instead = schema.get("type") != "object"

        def check(value: Any) -> bool:
            if not isinstance(value, dict):
                return instead
            if len(value) < least or not required <= value.keys():
                return False
            for name, inner in value.items():
                test = tests.get(name)
                if test is None:
                    if name in properties:
                        test = tests[name] = self.compiled(properties[name])
                    else:
                        test = of_others
                if not test(inner):
                    return False
            if not of_names(value):
                return False
            if needed:
                for name in needed.keys() & value.keys():
                    if not value.keys() >= set(needed[name]):
                        return False
            return True

        return check

    def _of_array(self, schema: Mapping[str, Any]) -> Accepting:
        least = schema.get("minItems", 0)
        unique = schema.get("uniqueItems", False)
        of_items = self._of_each(schema.get("items", {}))
        instead = schema.get("type") != "array"

        def check(value: Any) -> bool:
            if not isinstance(value, list):
                return instead
            return (
                len(value) >= least
                and of_items(value)
                and not (unique and len(value) > 1 and _repeats(value))
            )

        return check

    def _of_each(self, schema: Mapping[str, Any]) -> Accepting:
        """What says whether a schema accepts each of some values."""
        if schema.keys() - _SAYS_NOTHING == {"type", "pattern"} and schema["type"] == "string":
            found = re.compile(schema["pattern"]).search

            def match(values: Any) -> bool:
                try:
                    return None not in map(found, values)
                except TypeError:  # one is no text
                    return False

            return match
        test = self.compiled(schema)
        if test is _always:
            return _always

        def check(values: Any) -> bool:
            return all(map(test, values))

        return check


def _all(tests: Sequence[Accepting]) -> Accepting:
    if not tests:
        return _always
    if len(tests) == 1:
        return tests[0]

    def check(value: Any) -> bool:
        for test in tests:  # noqa: SIM110  a generator takes longer
            if not test(value):
                return False
        return True

    return check


def _any(tests: Sequence[Accepting]) -> Accepting:
    def check(value: Any) -> bool:
        return any(test(value) for test in tests)

    return check


def _chosen(condition: Accepting, then: Accepting, otherwise: Accepting) -> Accepting:
    def check(value: Any) -> bool:
        return then(value) if condition(value) else otherwise(value)

    return check


def _always(_: Any) -> bool:
    return True


def _never(_: Any) -> bool:
    return False


def _of_type(names: Sequence[str]) -> Accepting:
    """Whether a value is of one of some types; in JSON Schema 1.0 is an integer, true is none."""
    types = tuple(_TYPES[name] for name in names if name in _TYPES)
    whole, number = "integer" in names, "number" in names
    if not whole and not number:

        def is_one(value: Any) -> bool:
            return isinstance(value, types)

        return is_one

    def check(value: Any) -> bool:
        if isinstance(value, types):
            return True
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return number or (whole and (isinstance(value, int) or value.is_integer()))

    return check


def _of_pattern(pattern: str, *, instead: bool) -> Accepting:
    if pattern == SOMETHING:
        found: Callable[[str], object] = shows
    else:
        found = re.compile(pattern).search

    def check(value: Any) -> bool:
        return bool(found(value)) if isinstance(value, str) else instead

    return check


def _between(least: float | None, most: float | None) -> Accepting:
    def check(value: Any) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return True
        return (least is None or value >= least) and (most is None or value <= most)

    return check


def _one_of(allowed: Sequence[Any]) -> Accepting:
    if all(isinstance(one, str) for one in allowed):
        texts = frozenset(allowed)

        def check(value: Any) -> bool:
            return isinstance(value, str) and value in texts

    else:
        keys = frozenset(map(_key, allowed))

        def check(value: Any) -> bool:
            return _key(value) in keys

    return check


def _repeats(values: Sequence[Any]) -> bool:
    """Whether two of some values are the same."""
    try:
        if len(set(values)) == len(values):
            return False
    except TypeError:
        pass  # there are lists or maps among them
    return len(set(map(_key, values))) < len(values)


def _key(value: Any) -> Hashable:
    """What is equal for values that are the same in JSON: 1 and 1.0 are, 1 and true are not."""
    if isinstance(value, bool):
        return "boolean", value
    if isinstance(value, list):
        return "array", tuple(map(_key, value))
    if isinstance(value, dict):
        return "object", frozenset((name, _key(one)) for name, one in value.items())
    found: Hashable = value
    return found


_TYPES: Final[Mapping[str, type]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
}
_OF_OBJECTS: Final = frozenset(
    (
        "additionalProperties",
        "dependentRequired",
        "minProperties",
        "properties",
        "propertyNames",
        "required",
    )
)
_OF_ARRAYS: Final = frozenset(("items", "minItems", "uniqueItems"))
_OF_STRINGS: Final = frozenset(("pattern",))
_OF_NUMBERS: Final = frozenset(("maximum", "minimum"))
_OF_ANY: Final = frozenset(("$ref", "anyOf", "const", "else", "enum", "if", "not", "then", "type"))
_SAYS_NOTHING: Final = frozenset(
    ("$defs", "$id", "$schema", "default", "description", "examples", "title")
)
_KNOWN: Final = _OF_OBJECTS | _OF_ARRAYS | _OF_STRINGS | _OF_NUMBERS | _OF_ANY | _SAYS_NOTHING
_OF_TYPE: Final = {"object": _OF_OBJECTS, "array": _OF_ARRAYS, "string": _OF_STRINGS}
