"""
Why something is not well-formed, in our words, and how to mend it.

`jsonschema` says what is wrong with what was not accepted (`accepting.py`); the schema's own
description says how to mend it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from policykit.document import Document
from policykit.document.diagnosis import lost_words, mend_of_comment, unusual_space
from policykit.document.removal import removal, replacement, unbracketed
from policykit.document.scalars import YES_OR_NO
from policykit.document.unseen import SOMETHING
from policykit.findings import Edit, Finding, near
from policykit.jurisdictions import atlas
from policykit.schema.definitions import described, spelled_out
from policykit.schema.respelling import (
    as_list,
    in_a_list,
    in_small_scheme,
    is_place,
    may_be_boolean,
    respelled,
    respelling,
    true_or_false,
)
from policykit.vocabulary import vocabulary
from policykit.vocabulary.languages import language_meant

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


def explain(
    name: str,
    document: Document,
    path: tuple[str | int, ...],
    value: Any,
    *,
    placed: bool = True,
) -> Iterator[Finding]:
    """
    What a definition does not accept in a value, and how to mend each.

    With `placed` the value stands at the path in the document; else findings have no place.
    """
    from jsonschema import Draft202012Validator  # only to word a mistake
    from referencing import Registry

    validator = Draft202012Validator(spelled_out(name), registry=Registry())
    missing: set[tuple[str | int, ...]] = set()
    errors = list(validator.iter_errors(value))
    mistyped = [error.absolute_path for error in errors if error.validator == "type"]
    for error in errors:
        at = (*path, *error.absolute_path)
        # What lacks an entry has a finding already, and so has a null of the wrong type.
        lacks = error.validator in ("required", "minProperties")
        if placed and lacks and id(document.at(at)) in document.lacking:
            continue
        if error.validator == "not" and error.instance is None and error.absolute_path in mistyped:
            continue
        if error.validator == "required":
            if at in missing:
                continue
            missing.add(at)
        yield from _word(error, document, at, placed=placed)


def _holder(word: str, known: Sequence[str]) -> str:
    """The field, of those known in a place, that a condition or a commitment belongs into."""
    words = vocabulary()
    if "when" in known and word in words.conditions:
        return "when"
    return "commitments" if "commitments" in known and word in words.commitments else ""


def _word(
    error: ValidationError, document: Document, at: tuple[str | int, ...], *, placed: bool
) -> Iterator[Finding]:
    instance: Any = error.instance
    schema: Any = error.schema
    about = schema.get("description", "") if isinstance(schema, Mapping) else ""
    shown = typed(document, at) if placed else _plain(instance)
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
        listed = as_list(instance)
        return replacement(document, at, listed) if listed else None

    if "propertyNames" in error.absolute_schema_path:
        places = atlas().meant(str(instance)) if is_place(at) else ()
        code = f"did you mean '{places[0]}'? " if places else ""
        yield finding(
            "PK101",
            f"'{instance}' cannot be a name here",
            code + about or "names are snake_case words of the vocabulary, or codes of places",
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
                if holder := _holder(key, known):
                    mend = f"it stands inside of `{holder}`, as in `{holder}: {{{key}: …}}`"
                if " " in key and instance[key] is None:
                    mend = "a text with a comma in it needs quotes around it inside of {…}"
                elif unusual := unusual_space(key):
                    mend = f"write a space of the keyboard, not {unusual}"
                message = f"'{key}' is not a field here"
                yield finding("PK103", message, mend, path=(*at, key), of_key=True)
        case "required":
            absent = [key for key in schema["required"] if key not in instance]
            for key in absent:
                note = described(schema.get("properties", {}).get(key, {}))
                yield finding("PK104", f"'{key}' is missing", note or f"add `{key}:`")
        case "type":
            expected: Any = error.validator_value
            wanted = expected if isinstance(expected, list) else [expected]
            empty = instance is None and placed and "string" in wanted
            if empty and (lost := _behind_nothing(document, at)):
                yield finding("PK101", f"{where} is empty", mend_of_comment(lost))
                return
            if wanted == ["boolean"] and about.startswith("A list of terms"):
                mend = in_a_list(instance, at) or about
                message = f"{where} takes a list of terms, or true or false"
                name = str(at[-1]) if at else ""
                if isinstance(instance, str) and (meant := true_or_false(name, instance)):
                    bare = partial(replacement, document, at, meant)
                    yield finding("PK101", message, f"write {meant}, unquoted", edit=bare)
                else:
                    yield finding("PK101", message, mend, edit=in_brackets)
                return
            if wanted == ["object"] and about.startswith("A list"):
                mend = in_a_list(instance, at) or about
                message = f"{where} is a list or a map, not {shown}"
                yield finding("PK101", message, mend, edit=in_brackets)
                return
            number = isinstance(instance, int | float) and not isinstance(instance, bool)
            if "string" in wanted and number:
                text = typed(document, at) if placed else str(instance)
                pattern = schema.get("pattern", "")
                meant = text if re.search(pattern, text) else respelled(text, pattern)
                message = f"{text} is a number, and {where} is a text"
                if not meant:
                    yield finding("PK101", message, about)
                elif meant != text:
                    mend = f"did you mean {meant}?"
                    whole = partial(replacement, document, at, meant)
                    yield finding("PK101", message, mend, edit=whole)
                else:
                    quoted = partial(replacement, document, at, f'"{text}"')
                    yield finding("PK101", message, f'put it in quotes: "{text}"', edit=quoted)
            elif _is_condition(at) and isinstance(instance, bool) and may_be_boolean(at[-2]):
                message = f"'{at[-2]}' takes true or false, not a list"
                mend = f"write {str(instance).lower()}, without brackets"
                whole = partial(unbracketed, document, at[:-1], str(instance).lower())
                yield finding("PK101", message, mend, edit=whole)
            elif "array" in wanted and isinstance(instance, str):
                mend = in_a_list(instance, at) or about
                message = f"{where} is a list, not a single value"
                yield finding("PK101", message, mend, edit=in_brackets)
            elif wanted == ["boolean"] and (meant := YES_OR_NO.get(str(instance).lower(), "")):
                bare = partial(replacement, document, at, meant)
                yield finding(
                    "PK101", f"{shown} is not true or false", f"did you mean {meant}?", edit=bare
                )
            else:
                words = " or ".join(_TYPES.get(word, str(word)) for word in wanted)
                yield finding("PK101", f"{shown} is not {words}", about)
        case "enum":
            allowed: Any = error.validator_value
            choices = [str(choice) for choice in allowed]
            hint = near(instance, choices) if isinstance(instance, str) else ()
            mend = f"did you mean '{hint[0]}'?" if hint else f"one of {', '.join(choices)}"
            same = partial(respelling, document, at, hint)
            named = [step for step in at if isinstance(step, str)]
            of = f"'{named[-1]}'" if named else "this"
            yield finding("PK101", f"{shown} is not a value of {of}", mend, edit=same)
        case "const":
            yield finding("PK101", f"{where} is {error.validator_value!r} here, not {shown}", about)
        case "minItems" | "minProperties":
            mend = "leave the field out to say nothing"
            yield finding("PK101", f"{where} is empty", mend)
        case "pattern" if error.validator_value == SOMETHING:
            what = "holds nothing that can be seen" if instance.strip() else "is empty"
            yield finding("PK101", f"{where} {what}", "leave the field out to say nothing")
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
                    mend = described(schema.get("properties", {}).get(absent[0], {})) or about
                    yield finding("PK101", message, mend, path=(*at, key), of_key=True)
        case "not" if instance is None:
            yield finding("PK101", f"{where} is empty", about)
        case "not" if isinstance(instance, Mapping):
            excluded: Any = error.validator_value
            both = " and ".join(f"'{key}'" for key in excluded.get("required", ()))
            yield finding("PK101", f"{both} do not go together", about)
        case "pattern":
            mend = about or "use lower-case letters, digits and _"
            tag = language_meant(instance) if "languages" in at else ""
            pattern = str(error.validator_value)
            if is_place(at):
                places = atlas().meant(instance)
                tag = places[0] if places else ""
            elif "://" in instance and re.search(pattern, small := in_small_scheme(instance)):
                message, mend = f"{shown} is not well-formed", f"did you mean '{small}'?"
                whole = partial(replacement, document, at, f'"{small}"')
                yield finding("PK101", message, mend, edit=whole)
                return
            if meant := tag or respelled(instance, pattern):
                mend = f"did you mean '{meant}'? {mend}"
            elif "://" in instance and " " in instance:
                mend = f"write %20 for a space in an address, or take it out. {mend}"
            yield finding("PK101", f"{shown} is not well-formed", mend)
        case _:
            yield finding("PK101", f"{shown} is not allowed here", about)


def _behind_nothing(document: Document, at: tuple[str | int, ...]) -> str:
    """What became a comment in the place of a value; empty where the value is a null or no text."""
    if document.spelling(at):
        return ""
    start = document.offset(at)
    return lost_words(document.text[start:].partition("\n")[0])


def _is_condition(at: Sequence[str | int]) -> bool:
    """Whether a path leads to an item of the list that a condition is given."""
    return len(at) > 2 and isinstance(at[-1], int) and ("when" in at[:-2] or "unless" in at[:-2])


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


_TYPES: Final = {
    "string": "a text",
    "array": "a list",
    "object": "a map",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
}


def typed(document: Document, path: tuple[str | int, ...]) -> str:
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
