"""
Is a document shaped like a policy?

The schemas are the files in `policykit/schemas/`; those for editors are made from them. A clause is
checked against the definition of its own kind, so that one mistake gives one finding.
`jsonschema-rs` says in microseconds that a clause is well-formed; only of one that is not does
`jsonschema` say why, in our words, and the schema's own description says how to mend it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from policykit.document import Document
from policykit.document.removal import removal, replacement
from policykit.findings import Edit, Finding, near
from policykit.model import KINDS

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_HERE: Final = Path(__file__).parent / "schemas"

NAMES: Final = (
    "policy",
    "version",
    "vocabulary",
    "diff",
    "comparison",
    "findings",
    "decision",
    "terms",
)
"""The schemas there are; each is a file NAME-1.json."""

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
def _schema(name: str) -> Any:
    return json.loads(schema_text(name))


@cache
def _part(name: str) -> Any:
    """The schema of a whole policy.yaml, of a version's header, or of one kind of clause."""
    if name == "policy":
        return _schema("policy")
    version = _schema("version")
    definitions = version["$defs"]
    if name == "header":
        items = {"type": "object", "description": "A clause is a map: `- id: …`, `kind: …`."}
        clauses = {**version["properties"]["clauses"], "items": items}
        return {**version, "properties": {**version["properties"], "clauses": clauses}}
    return {"$schema": version["$schema"], **definitions[name], "$defs": definitions}


def definition(name: str) -> Any:
    """The schema (2020-12) of a whole policy.yaml (`policy`), a version's `header`, or a kind."""
    return _part(name)


@cache
def spelled_out(name: str) -> Any:
    """
    As `definition`, with what a reference refers to in its place, where nothing stands beside it.

    It accepts the same and says the same is wrong; `jsonschema` takes half of the time for it.
    """
    part = _part(name)
    definitions = part["$defs"]

    def spelled(schema: Any) -> Any:
        if isinstance(schema, Mapping):
            if list(schema) == ["$ref"]:
                return spelled(definitions[schema["$ref"].rpartition("/")[2]])
            return {key: spelled(one) for key, one in schema.items()}
        return [spelled(one) for one in schema] if isinstance(schema, list) else schema

    return {key: spelled(one) if key != "$defs" else one for key, one in part.items()}


@cache
def _accepts(name: str) -> Callable[[Any], bool]:
    part = _part(name)
    if name in KINDS:
        # The kind was read to come here, and kinds that differ in nothing else share a validator.
        properties = {**part["properties"], "kind": {}}
        part = {**part, "description": "", "properties": properties}
    definitions = "version" if name != "policy" else name
    return _compiled(definitions, json.dumps({**part, "$defs": {}}))


@cache
def _compiled(definitions: str, part: str) -> Callable[[Any], bool]:
    from jsonschema_rs import Draft202012Validator  # not needed by every command

    reached = _reached(part, _schema(definitions)["$defs"])
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


def fields_of(kind: str) -> tuple[str, ...]:
    """The fields that a kind of clause has."""
    return tuple(_part(kind)["properties"])


def check_policy(document: Document) -> list[Finding]:
    """What a policy.yaml's shape lacks, in document order."""
    return document.at_most(_of_policy(document, document.data))


def check_version(document: Document) -> list[Finding]:
    """What a version file's shape lacks, in document order."""
    return document.at_most(_of_version(document, document.data))


def _of_policy(document: Document, data: Any) -> Iterator[Finding]:
    yield from _of_format(document, data)
    yield from _check("policy", document, (), data)


def _of_version(document: Document, data: Any) -> Iterator[Finding]:
    yield from _of_format(document, data)
    yield from _check("header", document, (), data)
    clauses = data.get("clauses") if isinstance(data, dict) else None
    for index, clause in enumerate(clauses if isinstance(clauses, list) else ()):
        if isinstance(clause, dict):
            kind = clause.get("kind")
            if kind not in KINDS or not _accepts(kind)(clause):
                yield from _check_clause(document, ("clauses", index), clause)


def _of_format(document: Document, data: Any) -> Iterator[Finding]:
    """A format of 1.0, which JSON Schema takes for 1."""
    number = data.get("format") if isinstance(data, dict) else None
    if isinstance(number, float) and number == 1:
        message = f"{_typed(document, ('format',))} is not the whole number 1"
        yield document.finding("PK101", ("format",), message, "write `format: 1`")


def _check_clause(
    document: Document, path: tuple[str | int, ...], clause: Mapping[str, Any]
) -> Iterator[Finding]:
    kind = clause.get("kind")
    if kind not in KINDS:
        # Which fields it may have nobody can say; an id it has in any case.
        name = {"id": clause["id"]} if "id" in clause else {}
        yield from _check("general", document, path, {**name, "kind": "general"})
        if "kind" not in clause:
            mend = f"say `kind:` and one of {', '.join(KINDS)}"
            yield document.finding("PK104", path, "the clause has no 'kind'", mend)
            return
        hint = near(kind, KINDS) if isinstance(kind, str) else ()
        mend = f"did you mean '{hint[0]}'?" if hint else f"one of {', '.join(KINDS)}"
        message = f"{_typed(document, (*path, 'kind'))} is no kind of clause"
        particulars = (str(kind),)
        yield document.finding("PK101", (*path, "kind"), message, mend, particulars=particulars)
        return
    yield from _check(str(kind), document, path, clause)


def well_formed(name: str, value: Any) -> bool:
    """Whether a value is what a definition asks for; `name` is a kind of clause."""
    return _accepts(name)(value)


def shape_errors(name: str, value: Any) -> list[str]:
    """Why a value is not what a definition asks for, in short sentences without a place."""
    document = Document("", "", value)
    return [finding.message for finding in _explain(name, document, (), value, placed=False)]


def _check(
    name: str, document: Document, path: tuple[str | int, ...], value: Any
) -> Iterator[Finding]:
    if not _accepts(name)(value):
        yield from _explain(name, document, path, value)


def _explain(
    name: str,
    document: Document,
    path: tuple[str | int, ...],
    value: Any,
    *,
    placed: bool = True,
) -> Iterator[Finding]:
    from jsonschema import Draft202012Validator  # only to word a mistake
    from referencing import Registry

    validator = Draft202012Validator(spelled_out(name), registry=Registry())
    missing: set[tuple[str | int, ...]] = set()
    for error in validator.iter_errors(value):
        at = (*path, *error.absolute_path)
        if error.validator == "required":
            if at in missing:
                continue
            missing.add(at)
        yield from _word(error, document, at, placed=placed)


def _word(
    error: ValidationError, document: Document, at: tuple[str | int, ...], *, placed: bool
) -> Iterator[Finding]:
    instance: Any = error.instance
    schema: Any = error.schema
    about = schema.get("description", "") if isinstance(schema, Mapping) else ""
    typed = _typed(document, at) if placed else _plain(instance)
    where = f"'{at[-1]}'" if at and isinstance(at[-1], str) else "this"

    def finding(
        code: str,
        message: str,
        mend: str,
        *,
        path: tuple[str | int, ...] = at,
        of_key: bool = False,
        particulars: Sequence[str] = (),
        edit: Callable[[], Edit | None] = lambda: None,
    ) -> Finding:
        if not placed:
            path = ()
        made = edit() if placed else None
        return document.finding(
            code,
            path,
            message,
            mend,
            of_key=of_key,
            particulars=(message, *particulars),
            edits=(made,) if made else (),
        )

    def in_brackets() -> Edit | None:
        bare = isinstance(instance, str) and document.spelling(at) == instance
        word = bare and re.fullmatch(r"[\w-]+", instance)
        return replacement(document, at, f"[{instance}]") if word else None

    if "propertyNames" in error.absolute_schema_path:
        yield finding(
            "PK101",
            f"'{instance}' cannot be a name here",
            about or "names are snake_case words of the vocabulary, or codes of places",
            path=(*at, str(instance)),
            of_key=True,
        )
        return
    match error.validator:
        case "additionalProperties":
            known = list(schema.get("properties", {}))
            for key in instance:
                if key in known:
                    continue
                hint = near(key, known)
                mend = f"did you mean '{hint[0]}'?" if hint else f"known here: {', '.join(known)}"
                message = f"'{key}' is not a field here"
                yield finding("PK103", message, mend, path=(*at, key), of_key=True)
        case "required":
            absent = [key for key in schema["required"] if key not in instance]
            for key in absent:
                note = _described(schema.get("properties", {}).get(key, {}))
                yield finding("PK104", f"'{key}' is missing", note or f"add `{key}:`")
        case "type":
            expected: Any = error.validator_value
            wanted = expected if isinstance(expected, list) else [expected]
            if wanted == ["boolean"] and about.startswith("A list of terms"):
                mend = f"write a list: [{instance}]" if isinstance(instance, str) else about
                message = f"{where} takes a list of terms, or true or false"
                if instance in ("true", "false"):
                    bare = partial(replacement, document, at, instance)
                    yield finding("PK101", message, f"write {instance}, unquoted", edit=bare)
                else:
                    yield finding("PK101", message, mend, edit=in_brackets)
                return
            if wanted == ["object"] and about.startswith("A list"):
                mend = f"write a list: [{instance}]" if isinstance(instance, str) else about
                yield finding("PK101", f"{where} is a list or a map, not {typed}", mend)
                return
            number = isinstance(instance, int | float) and not isinstance(instance, bool)
            if "string" in wanted and number:
                text = _typed(document, at) if placed else str(instance)
                mend = f'put it in quotes: "{text.strip(chr(39))}"'
                message = f"{text} is a number, and {where} is a text"
                quoted = partial(replacement, document, at, f'"{text}"')
                yield finding("PK101", message, mend, edit=quoted)
            elif "array" in wanted and isinstance(instance, str):
                mend = f"write a list: [{instance}]"
                message = f"{where} is a list, not a single value"
                yield finding("PK101", message, mend, edit=in_brackets)
            else:
                words = " or ".join(_TYPES.get(word, str(word)) for word in wanted)
                yield finding("PK101", f"{typed} is not {words}", about)
        case "enum":
            allowed: Any = error.validator_value
            choices = [str(choice) for choice in allowed]
            hint = near(instance, choices) if isinstance(instance, str) else ()
            mend = f"did you mean '{hint[0]}'?" if hint else f"one of {', '.join(choices)}"
            named = [step for step in at if isinstance(step, str)]
            of = f"'{named[-1]}'" if named else "this"
            yield finding("PK101", f"{typed} is not a value of {of}", mend)
        case "const":
            yield finding("PK101", f"{where} is {error.validator_value!r} here, not {typed}", about)
        case "minItems" | "minProperties" | "minLength":
            mend = "leave the field out to say nothing"
            yield finding("PK101", f"{where} is empty", mend)
        case "uniqueItems":
            for place in _repeated(instance):
                item, path = instance[place], (*at, place)
                gone = partial(removal, document, path)
                words = f"'{item}' is named twice"
                yield finding("PK101", words, "remove one", path=path, edit=gone)
        case "dependentRequired":
            needs: Any = error.validator_value
            for key, others in needs.items():
                absent = [other for other in others if other not in instance]
                # The library tells of one field at a time; its words name the one it means.
                if key in instance and absent and f"of {key!r}" in error.message:
                    message = f"'{key}' is said only beside '{absent[0]}'"
                    mend = _described(schema.get("properties", {}).get(absent[0], {})) or about
                    yield finding("PK101", message, mend, path=(*at, key), of_key=True)
        case "not" if instance is None:
            yield finding("PK101", f"{where} is empty", about)
        case "not" if isinstance(instance, Mapping):
            excluded: Any = error.validator_value
            both = " and ".join(f"'{key}'" for key in excluded.get("required", ()))
            yield finding("PK101", f"{both} do not go together", about)
        case "pattern":
            respelled = _respelled(instance, str(error.validator_value))
            mend = about or "use lower-case letters, digits and _"
            if respelled:
                mend = f"did you mean '{respelled}'? {mend}"
            yield finding("PK101", f"{typed} is not well-formed", mend)
        case _:
            yield finding("PK101", f"{typed} is not allowed here", about)


def _repeated(items: Sequence[Any]) -> Iterator[int]:
    """Where something stands in a list that stands there before."""
    seen: set[str] = set()
    for place, item in enumerate(items):
        # Numbers that JSON Schema takes for one: 1 and 1.0.
        same = float(item) if isinstance(item, int) and not isinstance(item, bool) else item
        key = json.dumps(same, sort_keys=True)
        if key in seen:
            yield place
        seen.add(key)


def _respelled(text: str, pattern: str) -> str:
    """The text in the letters and with the marks that a pattern wants; empty if that is no help."""
    words = text.strip().lower()
    day = re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", words)
    padded = "-".join((day[1], day[2].zfill(2), day[3].zfill(2))) if day else ""
    for one in (padded, re.sub(r"[\s-]+", "_", words), re.sub(r"[\s_]+", "-", words), text.upper()):
        if one and len(one) < 100 and re.search(pattern, one):
            return one
    return ""


def _described(schema: Mapping[str, Any]) -> str:
    """What a schema, or the definition it refers to, says that it is."""
    while "description" not in schema and "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema = _schema("version")["$defs"].get(name) or _schema("policy")["$defs"][name]
    return str(schema.get("description", ""))


_TYPES: Final = {
    "string": "a text",
    "array": "a list",
    "object": "a map",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
}


def _typed(document: Document, path: tuple[str | int, ...]) -> str:
    """What the author typed, quoted once; a map or a list by what it is."""
    value = document.at(path)
    if isinstance(value, Mapping):
        return "a map"
    if isinstance(value, list):
        return "a list"
    text = document.spelling(path)
    if not text:
        return "nothing"
    if len(text) > 60:
        text = f"{text[:57]}…"
    return text if text[0] in "'\"" or not isinstance(value, str) else f"'{text}'"


def _plain(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}…"
