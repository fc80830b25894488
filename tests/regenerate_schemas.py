"""
Make the schemas for editors, `policykit/schemas/editor/`, from the library's and the vocabulary;
and the definitions in those of outputs that hold a diff (changes since a version, a changelog).

Run it as `make schemas` after either changed; `test_schemas.py` notices when it is due. They are
draft-07, which every editor knows, and say more than the library's: the words of the vocabulary are
offered with what they mean, and a shipped commitment takes only values of its type. A word that is
not shipped passes, since it may be the policy's own: `policykit validate` decides that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from policykit.document import read
from policykit.jurisdictions import atlas
from policykit.model import SELECTORS
from policykit.schema import schema_text
from policykit.vocabulary import Commitment, Condition, Term, vocabulary
from policykit.vocabulary.currencies import currencies

TARGET: Final = Path(__file__).resolve().parent.parent / "policykit" / "schemas" / "editor"
NAMES: Final = ("policy", "version")
WITH_A_DIFF: Final = ("since", "changelog")
"""Outputs that hold a whole diff, whose definitions they have."""

DURATION: Final = (
    "^P(?!$)([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?(T(?!$)([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$(?!\\n)"
)

Schema = dict[str, Any]


def editor_schema(name: str) -> Schema:
    """The schema of a document, for editors."""
    whole = json.loads(schema_text(name))
    definitions: Schema = whole["$defs"]
    spelled = definitions["places"]["items"]
    groups = ((code, group.title) for code, group in atlas().groups.items())
    offered = {"place": _offered([*groups, *atlas().countries.items()], spelled)}
    definitions["places"] = {**definitions["places"], "items": _to("place")}
    words = definitions["words" if name == "policy" else "terms"]
    for list_, terms in vocabulary().lists.items():
        described = [(term.id, _meaning(term)) for term in terms.values()]
        offered[f"word_of_{list_}"] = _offered(described, words["items"])
    (_offer_in_policy if name == "policy" else _offer_in_version)(whole, words)
    whole["$defs"] = {**definitions, **offered}
    made = _rewritten(whole, whole["$defs"])
    made["definitions"] = _reached(made)
    # An editor heads every hover with the title of the nearest schema that has one.
    del made["title"], made["$schema"], made["$id"]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": "Made by `make schemas` from policykit/schemas and the vocabulary.",
        **made,
    }


def as_text(schema: Schema) -> str:
    """The text of the file."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def schema_with_a_diff(name: str) -> Schema:
    """The schema of an output that holds a diff, with all that it takes from the diff's own."""
    whole: Schema = json.loads(schema_text(name))
    diff: Schema = json.loads(schema_text("diff"))
    definitions = diff.pop("$defs")
    for key in ("$schema", "$id", "title"):
        del diff[key]
    return {**whole, "$defs": {**definitions, "diff": diff}}


def text_with_a_diff(name: str) -> str:
    """The text of its file."""
    return json.dumps(schema_with_a_diff(name), indent=2, ensure_ascii=False) + "\n"


def _offer_in_policy(whole: Schema, words: Schema) -> None:
    """Own terms stand under, or gather, words of their own list."""
    definitions = whole["$defs"]
    for list_, field in whole["properties"]["vocabulary"]["properties"].items():
        if list_ not in vocabulary().lists:
            continue
        term = definitions["term"]
        of_list = {
            key: {**words, **_without_reference(term["properties"][key]), "items": _word(list_)}
            for key in ("broader", "members")
        }
        definitions[f"term_of_{list_}"] = {**term, "properties": {**term["properties"], **of_list}}
        terms = {**definitions["terms"], "additionalProperties": _to(f"term_of_{list_}")}
        definitions[f"terms_of_{list_}"] = terms
        field["$ref"] = f"#/$defs/terms_of_{list_}"


def _offer_in_version(whole: Schema, words: Schema) -> None:
    """Selectors, conditions, commitments and kinds offer what the vocabulary has."""
    definitions = whole["$defs"]
    for list_ in vocabulary().lists:
        if list_ in definitions:
            described = _without_reference(definitions[list_])
            definitions[list_] = {**words, **described, "items": _word(list_)}
    money = definitions["measure"]["properties"]
    definitions["amount"] = money["amount"]
    definitions["currency"] = {
        **{key: money["currency"][key] for key in ("description", "examples")},
        **{"enum": list(currencies()), "enumDescriptions": list(currencies().values())},
    }
    kinds = definitions["clause"]["properties"]["kind"]
    kinds["enumDescriptions"] = [definitions[kind]["description"] for kind in kinds["enum"]]
    definitions["selection"]["properties"] = {
        **{selector: _to(selector) for selector in SELECTORS},
        **{
            name: _condition(condition, words)
            for name, condition in vocabulary().conditions.items()
        },
    }
    definitions["commitments"]["properties"] = {
        name: _commitment(commitment, definitions["case"])
        for name, commitment in vocabulary().commitments.items()
    }


def _condition(condition: Condition, words: Schema) -> Schema:
    about = f"{condition.title}. {condition.description}".strip()
    match condition.shape:
        case "boolean":
            return {"description": f"{about} true or false.", "type": "boolean"}
        case "jurisdictions":
            return {"description": f"{about} A list of places.", "$ref": "#/$defs/places"}
        case "tree":
            # The last is a leaf, which is an example that is always sensible.
            terms = vocabulary().lists[condition.list].values()
            example = [term.id for term in terms if not term.none][-1]
            described = {
                "description": f"{about} A list of terms, any of which is meant.",
                "examples": [[example]],
            }
            return {**words, **described, "items": _word(condition.list)}


def _commitment(commitment: Commitment, case: Schema) -> Schema:
    values = commitment_values(commitment)
    about = f"{commitment.title}. {commitment.description}".strip()
    cased = {**case["properties"], "value": {**case["properties"]["value"], "anyOf": values}}
    del cased["value"]["not"]
    one = {**case, "properties": cased}
    return {
        "description": f"{about} {takes(commitment)}",
        "anyOf": [*values, one, {"type": "array", "minItems": 1, "items": one}],
    }


def takes(commitment: Commitment) -> str:
    """A sentence on what values a commitment takes."""
    listed = ", ".join(commitment.words or commitment.levels)
    match commitment.type:
        case "boolean":
            return "true or false."
        case "duration":
            return f"A duration such as P30D or P1Y{f', or {listed}' if listed else ''}."
        case "level":
            days = "; or {level: …, days: …} with " if commitment.days else ""
            return f"One of {listed}{days}{' or '.join(commitment.days)}."
        case "count":
            return f"A whole number of {commitment.unit or 'things'}."
        case "money":
            return "Money, {amount, currency}."
        case "text":
            return "A text."


def commitment_values(commitment: Commitment) -> list[Schema]:
    """Schemas of which a plain value of the commitment has to fulfil one."""
    whole_number = {"type": "integer", "minimum": 0}
    match commitment.type:
        case "boolean":
            return [{"type": "boolean"}]
        case "duration":
            about = "An ISO 8601 duration such as P30D, P3M or P1Y."
            measured = {"type": "string", "pattern": DURATION, "description": about}
            return [*([{"enum": list(commitment.words)}] if commitment.words else ()), measured]
        case "level":
            plain: list[Schema] = [{"enum": list(commitment.levels)}]
            if not commitment.days:
                return plain
            level = {"description": "The level.", "enum": list(commitment.levels)}
            with_days = {"enum": list(commitment.days)}
            return [
                *plain,
                {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["level"],
                    "properties": {
                        "level": level,
                        "days": {"description": "Whole days before or after.", **whole_number},
                    },
                    "if": {"required": ["days"]},
                    "then": {"properties": {"level": with_days}},
                },
            ]
        case "count":
            return [whole_number]
        case "money":
            return [
                {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["amount", "currency"],
                    "properties": {
                        "amount": {"$ref": "#/$defs/amount"},
                        "currency": {"$ref": "#/$defs/currency"},
                    },
                }
            ]
        case "text":
            return [{"type": "string", "minLength": 1}]


def _offered(words: Iterable[tuple[str, str]], otherwise: Schema) -> Schema:
    """Words to offer, each with what it means; any other that is spelled as one passes."""
    known = dict(words)
    enumerated = {"enum": list(known), "enumDescriptions": list(known.values())}
    # Described once, outside: a hover joins what the alternatives that match say.
    spelled = {
        "type": "string",
        "pattern": otherwise["pattern"],
        "patternErrorMessage": otherwise["description"],
    }
    return {"description": otherwise["description"], "anyOf": [enumerated, spelled]}


def _meaning(term: Term) -> str:
    under = f" Narrower than {', '.join(term.broader)}." if term.broader else ""
    return f"{term.title}. {term.description}{under}".strip()


def _word(list_: str) -> Schema:
    return _to(f"word_of_{list_}")


def _to(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _without_reference(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key != "$ref"}


def _rewritten(schema: Any, definitions: Schema) -> Any:
    """The schema in draft-07, examples and defaults in words: editors insert them as values."""
    if isinstance(schema, list):
        return [_rewritten(one, definitions) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("$ref"), str) and len(schema) > 1:
        # Beside a `$ref` draft-07 reads nothing.
        target = definitions[schema["$ref"].rpartition("/")[2]]
        return _rewritten({**target, **_without_reference(schema)}, definitions)
    made: Schema = {}
    for key, value in schema.items():
        match key:
            case "$defs":
                made["definitions"] = _each(value, definitions)
            case "$ref":
                made["$ref"] = value.replace("#/$defs/", "#/definitions/")
            case "dependentRequired":
                made["dependencies"] = value
            case "properties":
                made["properties"] = _each(value, definitions)
            case "examples" | "default":
                pass
            case "enum" | "const" | "required" | "enumDescriptions":
                made[key] = value
            case _:
                made[key] = _rewritten(value, definitions)
    if "examples" in schema and "description" in schema:
        made["description"] = f"{schema['description']} Example: {in_yaml(schema['examples'][0])}"
    if "pattern" in schema and "description" in schema:
        made["patternErrorMessage"] = schema["description"]
    return made


def _each(schemas: Schema, definitions: Schema) -> Schema:
    return {name: _rewritten(schema, definitions) for name, schema in schemas.items()}


def _reached(schema: Schema) -> Schema:
    """The definitions that the schema refers to, in their order."""
    definitions = schema["definitions"]
    found: set[str] = set()
    waiting: list[Any] = [{**schema, "definitions": {}}]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).rpartition("/")[2]
            if name in definitions and name not in found:
                found.add(name)
                waiting.append(definitions[name])
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
    return {name: part for name, part in definitions.items() if name in found}


def in_yaml(value: Any) -> str:
    """A value as YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {in_yaml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(in_yaml(one) for one in value) + "]"
    if isinstance(value, str):
        document, findings = read(f"- {value}\n- [{value}]")
        plain = document is not None and not findings and document.data == [value, [value]]
        return value if plain else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)


def main() -> None:
    for name in WITH_A_DIFF:
        (TARGET.parent / f"{name}-1.json").write_text(text_with_a_diff(name), "utf-8")
    TARGET.mkdir(exist_ok=True)
    for name in NAMES:
        (TARGET / f"{name}-1.json").write_text(as_text(editor_schema(name)), "utf-8")


if __name__ == "__main__":
    main()
