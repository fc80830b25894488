"""
`jsonschema`, which words our findings, `jsonschema-rs`, which is fast, and our own functions, which
are there at once, accept the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry

from policykit.document import read
from policykit.model import KINDS
from policykit.schema import accepting, definition, patch_of, schema_text, spelled_out
from policykit.schema.accepting import FEW, expect_many, in_python, in_rust
from policykit.schema.compiling import Compiler, NotCompiled
from tests.conftest import ROOT
from tests.hostile.cases import FILES

PATCHES = tuple(map(patch_of, KINDS))
NAMES = ("policy", "lock", "waivers", "config", "header", *KINDS, *PATCHES)
WHOLE = ("policy", "version", "vocabulary")


@cache
def _schema(name: str) -> Any:
    return json.loads(schema_text(name)) if name in ("version", "vocabulary") else definition(name)


@cache
def _slow(name: str) -> Any:
    return Draft202012Validator(_schema(name), registry=Registry())


@cache
def _spelled_out(name: str) -> Any:
    return Draft202012Validator(spelled_out(name), registry=Registry())


@cache
def _fast(name: str) -> Any:
    return jsonschema_rs.Draft202012Validator(_schema(name), offline=True)


def agree(name: str, value: Any) -> bool:
    """Whether a value is accepted, which all must say."""
    slow = _slow(name).is_valid(value)
    assert _fast(name).is_valid(value) == slow, (name, value)
    if name not in ("version", "vocabulary"):
        assert in_python(name)(value) == slow, (name, value)
        wrong = [
            [one.message for one in of(name).iter_errors(value)] for of in (_slow, _spelled_out)
        ]
        assert wrong[0] == wrong[1], (name, value)
        # Of a kind it is asked only for clauses that say to be of it.
        of_kind = isinstance(value, dict) and value.get("kind") == name
        if name not in KINDS or of_kind:
            assert in_rust(name)(value) == slow, (name, value)
    return bool(slow)


def documents() -> Iterator[Any]:
    """What the policies, the vocabulary and the corpus say, as far as it can be read."""
    for folder in ("policies", "policykit/vocabulary", "policykit/jurisdictions", "tests"):
        for path in sorted((ROOT / folder).rglob("*.yaml")):
            found, findings = read(path.read_bytes())
            if found is not None and not findings:
                yield found.data
    yield from (case.value() for case in FILES if case.value is not None)


def clauses() -> list[dict[str, Any]]:
    """Every clause of the policies."""
    return [
        clause
        for path in sorted(ROOT.glob("policies/*/*/*.yaml"))
        for clause in _clauses(read(path.read_bytes())[0])
    ]


def _clauses(document: Any) -> list[dict[str, Any]]:
    found = document.data.get("clauses", [])
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("name", [*NAMES, "version", "vocabulary"])
def test_both_agree_on_every_document_there_is(name: str) -> None:
    for value in documents():
        agree(name, value)


@pytest.mark.parametrize("name", KINDS)
def test_both_agree_on_every_clause_as_if_it_were_of_any_kind(name: str) -> None:
    accepted = [agree(name, {**clause, "kind": name}) for clause in clauses()]
    assert accepted


def test_every_clause_of_the_policies_is_accepted_as_what_it_is() -> None:
    assert all(agree(clause["kind"], clause) for clause in clauses())


odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([1.0, -0.0, 0.5, 1e16, 1e300, 5e-324, -1.0, 2**53 - 1, 1 - 2**53]),
    st.sampled_from(["", "a", "EU", "2024-02-30", "P1Y", "\n", "é", "e\u0301", "a\n", "x" * 300]),
    st.sampled_from([[], {}, [[]], {"": None}, ["a", "a"], [1, 1.0], [1, True], {"except": []}]),
    st.text(max_size=4),
).map(deepcopy)  # a later step may change what it put in


def _strings(schema: Any) -> Iterator[Any]:
    """Every part of a schema that asks something of how a text is spelled."""
    if isinstance(schema, dict):
        if "pattern" in schema or "maxLength" in schema:
            yield schema
        if isinstance(schema.get("patternProperties"), dict):
            yield from ({"pattern": one} for one in schema["patternProperties"])
        for one in schema.values():
            yield from _strings(one)
    elif isinstance(schema, list):
        for one in schema:
            yield from _strings(one)


TWISTS = (
    *("{}\n", "\n{}", "{}\r", "{}\r\n", "{}\n\n", "{}\x85", "{}\u2028", "{}\0", " {}", "{} "),
    *("{}a", "{}1", "{}-", "{}.", "{}_", "{}\u0301", "{}\u0660", "{}\uff11", "{}\U0001d7d8", "{}K"),
    *("\u2800{}", "{}\u200c \u200e", "\u3164\uffa0{}\u034f", "{}\u115f\xad", "{}\U000e0100"),
    *("{}\u212a", "{}\u017f", "{}é", "{}ß", "{}\U00010400", "a{}", "{0}{0}", "{0}\n{0}", "{0}/{0}"),
)


def _twisted(text: str) -> Iterator[str]:
    yield text
    yield from (twist.format(text) for twist in TWISTS)
    yield from (text.upper(), text.lower(), text.swapcase(), text[1:], text[:-1], text * 200)
    # Digits and letters of other scripts, to a pattern that says [0-9] or \\d.
    yield "".join(chr(0x660 + int(one)) if one in "0123456789" else one for one in text)
    yield "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


@pytest.mark.parametrize("name", ["policy", "version", "vocabulary", "findings"])
def test_both_agree_on_every_text_that_is_nearly_of_a_pattern(name: str) -> None:
    parts = [*_strings(json.loads(schema_text(name)))]
    assert parts
    known = {"", "a", "A", "1", "EU", "US-CA", "2024-01-01", "1.0.0", "P30D", "en-GB", "a-b", "a_b"}
    known |= {"https://x.org/a", "0" * 16, "acme/privacy", "X" * 200, "x" * 1000}
    for part in parts:
        asked = {word: part[word] for word in ("pattern", "minLength", "maxLength") if word in part}
        slow = Draft202012Validator(asked)
        fast = jsonschema_rs.Draft202012Validator(asked, offline=True)
        ours = Compiler({}).compiled(asked) if asked.keys() == {"pattern"} else slow.is_valid
        shown = {one for one in part.get("examples", ()) if isinstance(one, str)}
        for text in {twisted for one in known | shown for twisted in _twisted(one)}:
            assert slow.is_valid(text) == fast.is_valid(text) == ours(text), (asked, text)


@pytest.mark.parametrize("number", [0, 1, -1, 1.0, 1e15, 1e16, 1e300, 0.5, -0.0, 5e-324, 2**53 - 1])
def test_both_agree_on_what_is_a_whole_number(number: float) -> None:
    for asked in ({"type": "integer", "minimum": 0}, {"const": 1}, {"enum": [0, 1, True]}):
        slow = Draft202012Validator(asked).is_valid(number)
        assert jsonschema_rs.Draft202012Validator(asked, offline=True).is_valid(number) == slow
        assert Compiler({}).compiled(asked)(number) == slow
    clause = {"id": "a", "kind": "liability", "commitments": {}}
    money, notice = {"amount": number, "currency": "EUR"}, {"level": "x", "days": number}
    for commitment in (number, money, notice):
        agree("liability", {**clause, "commitments": {"a": commitment}})


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, Any]:
    """A document or a clause of the policies with something in it that does not belong there."""
    value = draw(st.sampled_from([*clauses(), *_headers()]))
    made = json.loads(json.dumps(value))
    for _ in range(draw(st.integers(1, 3))):
        node, steps = made, draw(st.integers(0, 5))
        for _ in range(steps):
            inner = list(node.values()) if isinstance(node, dict) else node
            below = [one for one in inner if isinstance(one, dict | list)]
            if not below:
                break
            node = draw(st.sampled_from(below))
        if isinstance(node, list):
            place = draw(st.integers(0, len(node)))
            node[place : place + draw(st.integers(0, 1))] = [draw(odd)]
        elif node and draw(st.booleans()):
            key = draw(st.sampled_from(sorted(node)))
            node[key] = draw(odd)
        else:
            node[draw(st.one_of(st.text(max_size=3), st.sampled_from(["when", "EU"])))] = draw(odd)
    name = made.get("kind") if "clauses" not in made else "version"
    return (name if name in KINDS else draw(st.sampled_from(NAMES))), made


@cache
def _headers() -> tuple[Any, ...]:
    found: list[Any] = []
    for path in sorted(ROOT.glob("policies/*/*/*.yaml")):
        document, _ = read(path.read_bytes())
        assert document is not None
        data: Any = document.data
        # Of a version a few clauses are enough, and a hundred times faster.
        found.append({**data, "clauses": data["clauses"][:2]} if "clauses" in data else data)
    return tuple(found)


@given(mutated())
def test_both_agree_on_mutated_documents(made: tuple[str, Any]) -> None:
    name, value = made
    for one in {name, *(WHOLE if "clauses" in value or "publisher" in value else ())}:
        agree(one, value)


words = st.sampled_from([*"ab", "a-b", "\n", ""])
scalars = st.one_of(st.none(), st.booleans(), st.sampled_from([0, 1, 1.0, -1, 0.5]), words)
values = st.recursive(
    scalars, lambda one: st.lists(one, max_size=3) | st.dictionaries(words, one, max_size=3)
)
types = st.sampled_from(["object", "array", "string", "integer", "number", "boolean", "null"])


def _asking(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Schemas of every keyword that is compiled."""
    return st.fixed_dictionaries(
        {},
        optional={
            "$ref": st.just("#/$defs/a"),
            "additionalProperties": inner | st.booleans(),
            "anyOf": st.lists(inner, min_size=1, max_size=2),
            "const": scalars,
            "dependentRequired": st.dictionaries(words, st.lists(words, max_size=2, unique=True)),
            "description": st.just("It says nothing."),
            "else": inner,
            "enum": st.lists(scalars, min_size=1, max_size=3),
            "if": inner,
            "items": inner,
            "maximum": st.integers(-1, 1),
            "minItems": st.integers(0, 2),
            "minProperties": st.integers(0, 2),
            "minimum": st.integers(-1, 1),
            "not": inner,
            "pattern": st.sampled_from(["^a", "b", "^[a-z]+(-[a-z]+)*$(?!\\n)"]),
            "properties": st.dictionaries(words, inner, max_size=2),
            "propertyNames": inner,
            "required": st.lists(words, max_size=2, unique=True),
            "then": inner,
            "type": types | st.lists(types, min_size=1, max_size=2, unique=True),
            "uniqueItems": st.booleans(),
        },
    )


asking = st.recursive(_asking(st.just({})), _asking, max_leaves=4)


@given(asking, _asking(st.just({})), st.lists(values, max_size=6))
def test_a_schema_of_all_keywords_is_compiled_to_what_it_means(
    schema: Any, referred: Any, some: list[Any]
) -> None:
    referred.pop("$ref", None)  # to itself
    ours = Compiler({"a": referred}).compiled(schema)
    slow = Draft202012Validator({**schema, "$defs": {"a": referred}})
    for value in some:
        assert ours(value) == slow.is_valid(value), (schema, referred, value)


@pytest.mark.parametrize("name", NAMES)
def test_every_definition_is_compiled(name: str) -> None:
    whole = definition(name)
    made = Compiler(whole["$defs"])

    def compiled(schema: Any) -> None:
        made.compiled(schema)
        for one in schema.get("properties", {}).values():
            compiled(one)

    compiled(whole)
    for key, one in whole["$defs"].items():
        if key != "clause":  # which is asked for by its kind
            compiled(one)


def test_what_is_not_known_is_not_compiled() -> None:
    unknown: list[Any] = [{"maxLength": 1}, {"items": {"contains": {}}}, {"allOf": []}]
    for schema in unknown:
        with pytest.raises(NotCompiled, match=r"maxLength|contains|allOf"):
            Compiler({}).compiled(schema)


def test_many_values_are_looked_at_in_rust(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accepting._Values, "asked", 0)
    assert accepting.accepts("use") is in_python("use")
    for _ in range(FEW):
        accepting.accepts("header")
    assert accepting.accepts("use") is in_rust("use")
    monkeypatch.setattr(accepting._Values, "asked", 0)
    expect_many()
    assert accepting.accepts("use") is in_rust("use")
