"""A fingerprint: the same wherever a finding moves, and another for every other finding."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policykit import validate
from policykit.document import read
from policykit.findings import Finding, in_order, told_apart
from policykit.library.reading import read_version
from policykit.rules import lint
from tests.writing import HEADER, content, header

# What the shape of the document gets wrong; then nothing else is looked at.
SHAPES: list[dict[str, Any]] = [
    {"id": "a", "kind": "disclosure", "recipients": "processor"},
    {"id": "b", "kind": "disclosure", "recipient": ["processor"], "purpose": ["marketing"]},
    {"id": "c", "kind": "use", "personal_data": ["name", "name"], "otherwise": True},
    {"kind": "use", "recipients": 4},
    {"kind": "use", "recipients": 5},
    {"id": "d", "kind": "rigth", "rights": ["access"]},
    {"id": "e", "kind": "use", "recipients": [], "purposes": []},
]
# Words and overlays that are wrong; then no rule is asked.
WORDS: list[dict[str, Any]] = [
    {"id": "a", "kind": "use", "personal_data": ["email_adress"], "purposes": ["markting"]},
    {"id": "b", "kind": "use", "personal_data": ["email_adress"], "jurisdictions": ["UK"]},
    {"id": "b", "kind": "use", "personal_data": ["name"]},
    {"id": "b", "kind": "use", "personal_data": ["username"]},
    {"id": "c", "kind": "use", "when": [{"instrument": ["x"]}, {"instrument": ["x"]}]},
    {"id": "d", "kind": "use", "commitments": {"retention_max": "soon", "no_such": True}},
]
OVERLAYS: list[dict[str, Any]] = [
    {"id": "a", "kind": "use", "overlays": {"EU": {"effect": "required"}, "SCHENGEN": None}},
    {
        "id": "b",
        "kind": "use",
        "personal_data": ["name"],
        "overlays": {"FR": {"personal_data": None}, "DE": {"effect": "permitted"}},
    },
    {"id": "c", "kind": "use", "jurisdictions": ["BR"], "overlays": {"DE": None, "IT": None}},
    {"id": "d", "kind": "use", "overlays": {"EU": None, "DE": {"effect": "required"}}},
    {"id": "e", "kind": "use", "overlays": {"EU": {"effect": "permitted"}}},
]
# What rules find.
RULES: list[dict[str, Any]] = [
    {"id": "a", "kind": "disclosure", "personal_data": ["name", "identity_data", "user_id"]},
    {"id": "b", "kind": "disclosure", "personal_data": ["user_id", "identity_data", "name"]},
    {"id": "c", "kind": "disclosure", "effect": "prohibited"},
    {"id": "d", "kind": "general"},
    {"id": "e", "kind": "retention", "text": "Kept for 3 days, 4 days and 3 days in India."},
    {"id": "f", "kind": "use", "personal_data": ["name"], "unless": [{"emergency": True}] * 2},
    {"id": "g", "kind": "use", "sources": [{"url": "https://x.example/"}] * 2, "text": {"de": "x"}},
    {"id": "h", "kind": "disclosure", "effect": "required", "recipients": ["police"]},
]
POOLS = [SHAPES, WORDS, OVERLAYS, RULES]


def findings(text: str) -> list[Finding]:
    """All that is found in a version."""
    of = header(languages=["en", "fr"])
    found, wrong = read_version(text, "policies/acme/privacy/1.0.0.yaml", of, "1.0.0")
    more = [] if found is None else lint(of, [found], ["gdpr"])
    return told_apart(in_order([*wrong, *more]))


def marks(text: str) -> list[tuple[str, str]]:
    return sorted((one.code, one.fingerprint) for one in findings(text))


def rendered(value: Any, chance: random.Random, indent: int = 0) -> Iterator[str]:
    """The lines of a value, in any style there is."""
    step = chance.randint(1, 4)
    for name, one in value.items() if isinstance(value, dict) else enumerate(value):
        start = (
            f"{' ' * indent}{json.dumps(name)}: "
            if isinstance(value, dict)
            else f"{' ' * indent}- "
        )
        if chance.random() < 0.3:
            yield from ["", f"{' ' * chance.randint(0, 9)}# a remark"][: chance.randint(1, 2)]
        if isinstance(one, dict | list) and one and chance.random() < 0.7:
            yield start.rstrip()
            yield from rendered(one, chance, indent + step)
        else:
            yield start + json.dumps(one)


def shuffled(data: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The same version, its clauses and their fields in another order."""
    clauses = [dict(chance.sample(list(clause.items()), len(clause))) for clause in data["clauses"]]
    overlays = [
        {
            **one,
            "overlays": dict(chance.sample(list(one["overlays"].items()), len(one["overlays"]))),
        }
        if "overlays" in one
        else one
        for one in clauses
    ]
    chance.shuffle(overlays)
    return {**data, "clauses": overlays}


@given(st.sampled_from(POOLS), st.data(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_it_survives_reindenting_moving_and_remarks(
    pool: list[dict[str, Any]], data: st.DataObject, chance: random.Random
) -> None:
    clauses = data.draw(st.permutations(pool))[: data.draw(st.integers(1, len(pool)))]
    whole = content(clauses)
    first = marks(json.dumps(whole))
    assert first
    for made in (whole, shuffled(whole, chance)):
        text = "\n".join(rendered(made, chance)) + "\n"
        assert read(text)[1] == []
        assert marks(text) == first


@pytest.mark.parametrize("pool", POOLS)
def test_no_two_findings_share_one(pool: list[dict[str, Any]]) -> None:
    found = findings(json.dumps(content(pool), indent=1))
    assert len(found) >= len(pool)
    places = {(one.fingerprint): (one.line, one.column, one.code, one.message) for one in found}
    assert len(places) == len(found)


def test_a_finding_of_the_whole_folder_is_told_apart_from_all_others(tmp_path: Path) -> None:
    place = tmp_path / "policies" / "acme" / "privacy"
    place.mkdir(parents=True)
    (place / "policy.yaml").write_text(json.dumps(HEADER))
    for number, clauses in (("1.0.0", RULES), ("1.1.0", RULES), ("1.2.0", WORDS)):
        (place / f"{number}.yaml").write_text(json.dumps(content(clauses, number), indent=1))
    (place / "1.3.0.yaml").write_text("a: 1\na: 2\na: 3\nb: [\n")
    found = validate(tmp_path, profiles=["gdpr", "uk-gdpr"])
    assert len({one.fingerprint for one in found}) == len(found)


def test_what_reading_finds_moves_too() -> None:
    first = read("a: 1\na: 2\n", "policies/acme/privacy/1.0.0.yaml")[1]
    moved = read("# one\n\n  \na: 1\n# two\na: 2\n", "/elsewhere/acme/privacy/1.0.0.yaml")[1]
    assert [one.fingerprint for one in first] == [one.fingerprint for one in moved]
    other = read("b: 1\nb: 2\n", "policies/acme/privacy/1.0.0.yaml")[1]
    assert first[0].fingerprint != other[0].fingerprint


def test_a_fingerprint_is_for_ever() -> None:
    # Waivers name it: whoever changes how it is made breaks them.
    clause = {"id": "share", "kind": "disclosure", "recipients": ["law_enforcment"]}
    (found,) = findings(json.dumps(content([clause])))
    assert found.fingerprint == "3fd017d85293d7eb"
