"""Every field, given every wrong type that YAML has: a finding, never an exception."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import policykit
from policykit.library.policy import Version
from policykit.library.reading import read_header, read_version
from policykit.model import KINDS, SELECTORS
from policykit.overlays import merge_patch
from policykit.rules import lint, profiles
from policykit.schema import definition, fields_of, schema_text
from policykit.vocabulary import vocabulary
from tests.writing import HEADER, content, header

VALUES: list[Any] = [None, True, 3, 3.5, "x", [], ["x"], {}, {"x": "y"}]
INNER: list[Any] = [*VALUES, [None], [3], [True], [[]], [{}], {"x": None}, {"value": None}]
OF = header()


def found(clause: Any, **more: Any) -> list[str]:
    """The findings of a version; one without any can be compared, and all rules look at it."""
    data = {**content([clause]), **more}
    content_, findings = read_version(json.dumps(data), "1.0.0.yaml", OF, "1.0.0")
    if content_ is not None:
        version = Version(OF, content_, "1.0.0.yaml")
        assert policykit.diff(version, version).verdict == "equivalent"
        lint(OF, [content_], tuple(profiles()))
    else:
        assert findings
    return [f"{one.code} {one.message}" for one in findings]


def least(kind: str) -> dict[str, Any]:
    more = {"applies_to": ["use"]} if "applies_to" in fields_of(kind) else {}
    return {"id": "a", "kind": kind, "text": "Words.", **more}


def ill_formed(kind: str, clause: Any) -> bool:
    return not Draft202012Validator(definition(kind)).is_valid(clause)


WHOLE: dict[str, Any] = {
    **least("disclosure"),
    "title": "T",
    "personal_data": ["email_address"],
    "when": [{"instrument": ["court_order"]}, {"emergency": True}],
    "unless": {"consent": ["explicit"]},
    "commitments": {
        "legal_review": {
            "value": True,
            "when": {"emergency": False},
            "unless": {"gag_order": True},
        },
        "user_notice": [{"value": "before", "unless": {"gag_order": True}}, {"value": "after"}],
    },
}


def test_null_anywhere_in_an_overlay() -> None:
    """It takes away what the clause says, or is a finding."""

    def nulls(value: Any) -> Iterator[Any]:
        yield None
        if isinstance(value, dict):
            for name, one in value.items():
                for inner in nulls(one):
                    yield {name: inner}

    patches = list(nulls({field: WHOLE[field] for field in sorted(WHOLE) if field != "id"}))
    assert {"commitments": {"legal_review": {"when": None}}} in patches
    for patch in patches:
        found({**WHOLE, "overlays": {"DE": patch}})


CLAUSE_FIELDS = sorted({field for kind in KINDS for field in fields_of(kind)} | {"nonsense"})


@pytest.mark.parametrize("kind", ["disclosure", "notice", "right", "statement"])
def test_in_a_clause(kind: str) -> None:
    for field, value in product(CLAUSE_FIELDS, VALUES):
        clause = {**least(kind), field: value}
        assert bool(found(clause)) >= ill_formed(kind, clause), (field, value)


@pytest.mark.parametrize("kind", ["disclosure", "notice", "right", "statement"])
def test_in_an_overlay(kind: str) -> None:
    for field, value in product(CLAUSE_FIELDS, VALUES):
        base = least(kind)
        wrong = ill_formed(kind, merge_patch(base, {field: value}))
        said = found({**base, "overlays": {"DE": {field: value}}})
        assert bool(said) >= wrong, (field, value, said)


CONDITIONS = vocabulary().conditions
PROMISES = {one.type: name for name, one in vocabulary().commitments.items()}


@pytest.mark.parametrize("field", ["when", "unless"])
@pytest.mark.parametrize("name", [*SELECTORS, "emergency", "instrument", "authority_in"])
def test_in_a_condition(field: str, name: str) -> None:
    assert name in SELECTORS or name in CONDITIONS
    for value, listed in product(INNER, (False, True)):
        said: Any = [{name: value}] if listed else {name: value}
        clause = {**least("disclosure"), field: said}
        patched = {**least("disclosure"), "overlays": {"DE": {field: said}}}
        right = value is True and name == "emergency"
        for one in (clause, patched):
            assert found(one) or right, (one,)


@pytest.mark.parametrize("name", PROMISES.values())
def test_in_a_commitment(name: str) -> None:
    for value in INNER:
        for one in (
            value,
            {"value": value},
            {"value": "x", "when": value},
            {"level": value},
            {"level": "before", "days": value},
            {"amount": value, "currency": "EUR"},
            {"amount": 3, "currency": value},
        ):
            clause = {**least("disclosure"), "commitments": {name: one}}
            assert bool(found(clause)) >= ill_formed("disclosure", clause), clause
            found({**least("disclosure"), "overlays": {"DE": {"commitments": {name: one}}}})


HEAD = json.loads(schema_text("version"))["properties"]


@pytest.mark.parametrize("field", [*HEAD, "nonsense"])
def test_in_the_head_of_a_version(field: str) -> None:
    whole = Draft202012Validator(json.loads(schema_text("version")))
    for value in INNER:
        data = {**content([least("general")]), field: value}
        assert bool(found(least("general"), **{field: value})) >= (not whole.is_valid(data)), value


@pytest.mark.parametrize("places", [["UK"], ["de"], ["Germany"], {"except": ["UK"]}, ["x"]])
def test_a_place_that_the_versions_head_does_not_know(places: Any) -> None:
    (said,) = found(least("general"), jurisdictions=places)
    assert said.startswith("PK106 ")


@pytest.mark.parametrize("field", ["effective", "sources"])
def test_one_level_down_in_the_head_of_a_version(field: str) -> None:
    for value in INNER:
        inner: Any = {"default": value, "DE": value}
        if field == "sources":
            inner = [{"url": value, "retrieved": value}]
        assert found(least("general"), **{field: inner}) or value is None, value


POLICY = json.loads(schema_text("policy"))["properties"]
OWN: dict[str, dict[str, Any]] = {
    "recipients": {"title": "T", "phrase": "t", "broader": ["processor"], "members": ["police"]},
    "conditions": {"title": "T", "shape": "tree", "terms": {"a": {"title": "A"}}, "wording": {}},
    "commitments": {
        "title": "T",
        "type": "level",
        "levels": ["a", "b"],
        "absent": "a",
        "protects": "later",
        "combine": "limit",
        "words": ["w"],
        "days": {"a": "fewer"},
        "unit": "things",
    },
    "groups": {"title": "T", "members": ["DE"], "assumed": True, "phrase": "t"},
}


def test_in_a_policys_head() -> None:
    whole = Draft202012Validator(json.loads(schema_text("policy")))
    for field, value in product([*POLICY, "nonsense"], INNER):
        data = {**HEADER, field: value}
        made, findings = read_header(json.dumps(data), "policy.yaml", "acme/privacy")
        assert (made is None) == bool(findings)
        assert bool(findings) >= (not whole.is_valid(data)), (field, value)


@pytest.mark.parametrize("list_", OWN)
def test_in_a_policys_own_words(list_: str) -> None:
    whole = Draft202012Validator(json.loads(schema_text("policy")))
    for field, value in product([*OWN[list_], None, "nonsense"], INNER):
        entry = value if field is None else {**OWN[list_], field: value}
        data = {**HEADER, "vocabulary": {list_: {"own": entry}}}
        _, findings = read_header(json.dumps(data), "policy.yaml", "acme/privacy")
        assert bool(findings) >= (not whole.is_valid(data)), (field, value)
