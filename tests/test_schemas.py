"""The schemas: described throughout, one meaning however they are used, and those for editors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policykit.document import Document, read, read_file
from policykit.jurisdictions import atlas
from policykit.model import KINDS
from policykit.schema import NAMES, check_version, fields_of, schema_text, well_formed
from policykit.vocabulary import extend, vocabulary
from policykit.vocabulary.commitments import problem
from policykit.vocabulary.terms import LISTS
from tests import regenerate_format, regenerate_schemas
from tests.conftest import ROOT
from tests.running import policykit as run

SCHEMAS = {name: json.loads(schema_text(name)) for name in NAMES}
EDITOR = {name: regenerate_schemas.editor_schema(name) for name in regenerate_schemas.NAMES}
POLICIES = sorted(ROOT.glob("policies/*/*/*.yaml"))


def properties(schema: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every property that a schema gives a shape to, with its path."""
    if isinstance(schema, list):
        for index, one in enumerate(schema):
            yield from properties(one, f"{path}/{index}")
    if not isinstance(schema, dict):
        return
    for key, below in schema.items():
        if key == "properties":
            for name, shape in below.items():
                # Those of a condition on other fields refine what is described elsewhere.
                if not path.endswith(("/if", "/then")):
                    yield f"{path}/{name}", shape
                yield from properties(shape, f"{path}/{name}")
        elif key not in ("enum", "const", "examples", "default", "required"):
            yield from properties(below, f"{path}/{key}")


def resolved(schema: Any, whole: Any) -> Any:
    """The schema with what it refers to, its own words first."""
    while "$ref" in schema:
        target = whole
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
    return schema


@pytest.mark.parametrize("name", [*NAMES, *(f"editor/{name}" for name in EDITOR)])
def test_every_property_is_described_in_a_sentence(name: str) -> None:
    whole = EDITOR[name.partition("/")[2]] if "/" in name else SCHEMAS[name]
    seen = 0
    for path, shape in properties(whole):
        about = resolved(shape, whole).get("description", "")
        assert len(about) > 8, path
        assert about[-1] in ".)" or "Example: " in about, (path, about)
        seen += 1
    assert seen > 5
    assert whole["description"]


@pytest.mark.parametrize("name", ["policy", "version"])
def test_every_property_of_a_document_has_an_example(name: str) -> None:
    for path, shape in properties(SCHEMAS[name]):
        known = resolved(shape, SCHEMAS[name])
        if "const" not in known and known.get("type") != "object":
            assert known.get("examples"), path


@pytest.mark.parametrize("name", NAMES)
def test_every_example_and_default_is_what_its_schema_asks_for(name: str) -> None:
    whole = SCHEMAS[name]

    def walk(node: Any, path: str) -> None:
        if isinstance(node, list):
            for one in node:
                walk(one, path)
        elif isinstance(node, dict):
            part = {**node, "$defs": whole.get("$defs", {}), "$schema": whole["$schema"]}
            shown = node.get("examples", [])
            values = [*shown, *([node["default"]] if node.get("default") is not None else [])]
            for example in values if isinstance(shown, list) else ():
                errors = list(jsonschema.Draft202012Validator(part).iter_errors(example))
                assert not errors, (path, errors[0].message)
            for key, below in node.items():
                if key not in ("examples", "enum", "const", "default", "required"):
                    walk(below, f"{path}/{key}")

    walk(whole, "")


@pytest.mark.parametrize("name", regenerate_schemas.WITH_A_DIFF)
def test_a_schema_that_holds_a_diff_has_the_definitions_of_one(name: str) -> None:
    assert schema_text(name) == regenerate_schemas.text_with_a_diff(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_of_2020_12(name: str) -> None:
    assert SCHEMAS[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert not {"definitions", "dependencies", "additionalItems"} & set(_keywords(SCHEMAS[name]))


def test_every_kind_has_a_closed_set_of_fields_of_its_own() -> None:
    definitions = SCHEMAS["version"]["$defs"]
    for kind in KINDS:
        assert definitions[kind]["additionalProperties"] is False
        assert definitions[kind]["properties"]["kind"]["const"] == kind
    assert definitions["clause"]["properties"]["kind"]["enum"] == list(KINDS)
    assert "effect" in fields_of("use")
    assert "effect" not in fields_of("notice")


def test_a_policy_may_add_to_every_list_that_is_shipped() -> None:
    own = set(SCHEMAS["policy"]["properties"]["vocabulary"]["properties"])
    assert own == {*LISTS, "conditions", "commitments", "groups"} - {"operations"}


def test_the_examples_of_own_words_are_words_that_a_policy_may_add() -> None:
    own = SCHEMAS["policy"]["properties"]["vocabulary"]["properties"]
    for name, shape in own.items():
        document = Document("policy.yaml", "", {"vocabulary": {name: shape["examples"][0]}})
        _, _, findings = extend(vocabulary(), atlas(), document)
        assert findings == [], name


WORDS = st.sampled_from(["ip_address", "processor", "court_order", "DE", "x-y", "", "Not One", "a"])
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-1, 20), WORDS, st.just("P30D"))
NAMES_OF_PARTS = ["value", "when", "unless", "amount", "currency", "level", "days", "except", "url"]
NAMES_OF_ENTRIES = ["emergency", "instrument", "retention_max", "user_notice", "en", "EU"]
KEYS = st.sampled_from([*NAMES_OF_PARTS, *NAMES_OF_ENTRIES])
VALUES = st.recursive(
    LEAVES,
    lambda below: st.one_of(
        st.lists(below, max_size=3), st.dictionaries(KEYS, below, max_size=3), st.lists(WORDS)
    ),
    max_leaves=6,
)
FIELDS = sorted({field for kind in KINDS for field in fields_of(kind)} | {"recipient"})


@st.composite
def clauses(draw: st.DrawFn) -> Any:
    """Mostly well-formed clauses: fields from the schema's examples, and one at random."""
    definitions = SCHEMAS["version"]["$defs"]
    kind = draw(st.sampled_from([*KINDS, "nothing"]))
    clause: dict[str, Any] = {"id": "some-clause", "kind": kind}
    known = fields_of(kind if kind in KINDS else "use")
    for field in draw(st.lists(st.sampled_from(known), max_size=4)):
        if field != "kind":
            clause[field] = draw(
                st.sampled_from(resolved(definitions[field], SCHEMAS["version"])["examples"])
            )
    for field in draw(st.lists(st.sampled_from(FIELDS), max_size=1)):
        clause[field] = draw(VALUES)
    if draw(st.integers(0, 9)) == 0:
        del clause[draw(st.sampled_from(sorted(clause)))]
    return clause


def version_of(clause: Any) -> dict[str, Any]:
    return {"format": 1, "policy": "acme/privacy", "clauses": [clause]}


COMBINED = jsonschema_rs.Draft202012Validator(SCHEMAS["version"])
REFERENCE = jsonschema.Draft202012Validator(SCHEMAS["version"])
IN_EDITORS = jsonschema_rs.Draft7Validator(EDITOR["version"])


@given(clauses())
def test_the_combined_schema_and_the_one_of_the_kind_accept_the_same(clause: Any) -> None:
    whole = version_of(clause)
    kind = clause.get("kind")
    by_kind = kind in KINDS and well_formed(kind, clause)
    assert COMBINED.is_valid(whole) is by_kind
    assert REFERENCE.is_valid(whole) is by_kind


@given(clauses())
def test_an_editor_accepts_nothing_that_the_library_refuses(clause: Any) -> None:
    whole = version_of(clause)
    if IN_EDITORS.is_valid(whole):
        assert COMBINED.is_valid(whole)


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_shipped_documents_are_accepted_by_every_schema(path: Any) -> None:
    document, _ = read_file(str(path))
    assert document is not None
    name = "policy" if path.name == "policy.yaml" else "version"
    assert jsonschema_rs.Draft202012Validator(SCHEMAS[name]).is_valid(document.data)
    assert jsonschema.Draft202012Validator(SCHEMAS[name]).is_valid(document.data)
    errors = [*jsonschema.Draft7Validator(EDITOR[name]).iter_errors(document.data)]
    assert not errors, errors[0].message
    if name == "version":
        assert check_version(document) == []


@pytest.mark.parametrize("name", EDITOR)
def test_the_schemas_for_editors_are_what_make_schemas_writes(name: str) -> None:
    shipped = (regenerate_schemas.TARGET / f"{name}-1.json").read_text("utf-8")
    assert shipped == regenerate_schemas.as_text(EDITOR[name]), "run `make schemas`"
    jsonschema.Draft7Validator.check_schema(EDITOR[name])
    newer = {"$defs", "dependentRequired", "prefixItems", "unevaluatedProperties"}
    assert not newer & set(_keywords(EDITOR[name]))


VALUES_OF_COMMITMENTS: list[Any] = [
    *(
        True,
        False,
        0,
        10,
        -1,
        "P30D",
        "P",
        "PT",
        "P1Y2M",
        "P1YT3H",
        "p30d",
        "30 days",
        "",
        "some text",
    ),
    *({"amount": 1, "currency": "EUR"}, {"amount": 1}, {"level": "before", "days": 3}),
    *({"level": "none", "days": 3}, {"level": "sometime"}, {"days": 3}, {"level": "before"}),
]


@pytest.mark.parametrize("name", list(vocabulary().commitments))
def test_an_editor_takes_the_values_of_a_commitment_that_the_library_takes(name: str) -> None:
    commitment = vocabulary().commitments[name]
    for value in [*VALUES_OF_COMMITMENTS, *commitment.words, *commitment.levels]:
        clause = {"id": "a", "kind": "use", "commitments": {name: value}}
        taken = well_formed("use", clause) and not problem(commitment, value)
        assert IN_EDITORS.is_valid(version_of(clause)) is taken, value
        cased = {"id": "a", "kind": "use", "commitments": {name: [{"value": value}]}}
        assert IN_EDITORS.is_valid(version_of(cased)) is not bool(problem(commitment, value)), value


def _keywords(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, below in node.items():
            yield key
            if key not in ("enum", "const", "examples", "default", "required"):
                yield from _keywords(below)
    elif isinstance(node, list):
        for below in node:
            yield from _keywords(below)


def test_the_manual_is_what_make_docs_writes() -> None:
    shown = regenerate_format.TARGET.read_text("utf-8")
    again = regenerate_format.manual(regenerate_format.example(shown))
    assert shown == again, "run `make docs`"


def test_the_example_to_begin_with_is_in_the_canonical_style(tmp_path: Path) -> None:
    folder = tmp_path / "policies" / "acme" / "privacy"
    folder.mkdir(parents=True)
    shown = regenerate_format.TARGET.read_text("utf-8")
    for name, text in regenerate_format.example(shown).items():
        (folder / name).write_text(text, "utf-8")
    assert run("fmt", "--check", str(tmp_path)).code == 0
    assert run("validate", str(tmp_path)).code == 0


def test_the_manual_names_every_field_and_kind() -> None:
    shown = regenerate_format.TARGET.read_text("utf-8")
    for name in ("policy", "version"):
        for path, _ in properties(SCHEMAS[name]):
            field = path.rpartition("/")[2]
            assert f"`{field}`" in shown or f"`{{{field}: " in shown, path
    assert all(f"**`{kind}`**" in shown for kind in KINDS)


@pytest.mark.parametrize(
    ("fields", "message", "mend"),
    [
        ("kind: right", "'rights' is missing", "The rights that the clause grants"),
        ("kind: use, otherwise: true", "'effect' is missing", "`otherwise` is said only beside"),
        ("kind: use, jurisdictions: DE", "'jurisdictions' is a list or a map, not 'DE'", "[DE]"),
        ("kind: use, text: {not_one: x}", "'not_one' cannot be a name here", "BCP 47"),
        ("kind: use, operations: [tell]", "'tell' is not a value of 'operations'", "one of coll"),
        ("kind: use, id: A b", "'A b' is not well-formed", "kebab-case"),
        ("kind: use, id: A b", "'A b' is not well-formed", "did you mean 'a-b'?"),
        (
            "kind: use, personal_data: [E-Mail address]",
            "'E-Mail address' is not well-formed",
            "did you mean 'e_mail_address'?",
        ),
        (
            "kind: liability, commitments: {liability_cap: {amount: 1, currency: eur}}",
            "'eur' is not well-formed",
            "did you mean 'EUR'?",
        ),
        (
            "kind: use, sources: [{url: 'https://x.example', retrieved: 2025/2/3}]",
            "'2025/2/3' is not well-formed",
            "did you mean '2025-02-03'?",
        ),
        (
            "kind: use, when: {emergency: 'true'}",
            "'emergency' takes a list of terms, or true or false",
            "write true, unquoted",
        ),
        (
            "kind: use, commitments: {user_notice: {days: 3}}",
            "'days' is said only beside 'level'",
            "The level of notice",
        ),
        ("kind: use, commitments: {a: {value: null}}", "'value' is empty", "What is promised"),
        ("kind: general, text: '  '", "'text' is empty", "leave the field out"),
        *(
            (
                f"kind: general, {field}: '{signs}'",
                f"'{field}' holds nothing that can be seen",
                "leave the field out",
            )
            for field in ("title", "text")
            for signs in ("\u2800", "\u200c", " \u200e ", "\u034f\u180b", "\u061c \u200d\ufe0f")
        ),
    ],
)
def test_a_mistake_is_mended_in_the_schemas_words(fields: str, message: str, mend: str) -> None:
    own = fields if "id: " in fields else f"id: a, {fields}"
    text = f"format: 1\npolicy: acme/privacy\nclauses:\n  - {{{own}}}\n"
    document, _ = read(text)
    assert document is not None
    (found,) = check_version(document)
    assert (found.message, found.line) == (message, 4)
    assert mend in found.help


def test_all_that_is_wrong_is_said_at_once() -> None:
    text = (
        "format: 1\npolicy: acme/privacy\nclauses:\n"
        "  - {id: A, kind: rigth}\n  - {id: B_c}\n  - {kind: 3}\n"
        "  - {id: d, kind: use, personal_data: [name, name, username, name, username]}\n"
    )
    document, _ = read(text)
    assert document is not None
    said = [(one.line, one.column, one.message) for one in check_version(document)]
    assert said == [
        (4, 10, "'A' is not well-formed"),
        (4, 19, "'rigth' is no kind of clause"),
        (5, 5, "the clause has no 'kind'"),
        (5, 10, "'B_c' is not well-formed"),
        (6, 5, "'id' is missing"),
        (6, 12, "3 is no kind of clause"),
        (7, 46, "'name' is named twice"),
        (7, 62, "'name' is named twice"),
        (7, 68, "'username' is named twice"),
    ]
