"""How much of each policy is there, and how sure it is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import policykit
from policykit.comparison.coverage import Coverage, coverage
from policykit.schema import schema_text
from tests.conftest import ROOT
from tests.repositories import write
from tests.running import command
from tests.test_transparency import POLICY, version

RULE = {"id": "rule", "kind": "use", "personal_data": ["email_address"]}
WORDS = {"id": "words", "kind": "general", "text": "Words."}
CANARY = {"id": "canary", "kind": "statement", "text": "Never."}


def source(confidence: str | None) -> dict[str, Any]:
    said = {} if confidence is None else {"confidence": confidence}
    return {"url": "https://acme.example", "retrieved": "2024-01-01", **said}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(root: Path, *versions: dict[str, Any], released: tuple[str, ...] = ()) -> Coverage:
    folder = "policies/acme/privacy"
    files = {f"{folder}/{one.get('version', 'draft')}.yaml": one for one in versions}
    write(root, {f"{folder}/policy.yaml": POLICY, **files})
    return coverage(policykit.load()["acme/privacy"], released)


def test_versions_days_and_clauses_are_counted(root: Path) -> None:
    one = found(
        root,
        version("1.0.0", "2024-01-01"),
        version("2.0.0", {"EU": "2024-03-01", "default": "2024-02-01"}, jurisdictions=["EEA"])
        | {"clauses": [RULE, WORDS, {**CANARY, "overlays": {"DE": None}}]},
        version("3.0.0", "2025-01-01", withdrawn="2024-12-01"),
        {name: value for name, value in version("", "").items() if name in ("format", "policy")}
        | {"clauses": [RULE]},
        released=("1.0.0",),
    )
    assert (one.versions, one.withdrawn, one.released) == (3, 1, 1)
    assert (one.first, one.last) == ("2024-01-01", "2024-02-01")
    assert (one.clauses, one.structured) == (3, 2)
    assert one.places == ("DE", "EEA", "EU")
    assert sum(one.sure.values()) == 5


def test_a_clause_is_as_sure_as_its_surest_source_or_as_its_version_surely_is(root: Path) -> None:
    own = [
        {**RULE, "id": "own", "sources": [source("press"), source("verified")]},
        {**RULE, "id": "none", "sources": [source(None)]},
        {**RULE, "id": "bare"},
    ]
    both = [source("verified"), source("inferred")]
    one = found(root, version("1.0.0", "2024-01-01", sources=both) | {"clauses": own})
    assert one.sure == {"verified": 1, "inferred": 2, "press": 0, "unsaid": 0}
    one = found(root, version("1.0.0", "2024-01-01") | {"clauses": own})
    assert one.sure == {"verified": 1, "inferred": 0, "press": 0, "unsaid": 2}


def test_what_the_command_prints() -> None:
    said = command("coverage", "--policies", str(ROOT / "policies"))
    assert said.code == 0
    assert len(re.findall("^[a-z]+/[a-z-]+ ", said.out, re.MULTILINE)) == 14
    said = command("coverage", "--policies", str(ROOT / "policies"), "signal/privacy", "-o", "json")
    data = json.loads(said.out)
    Draft202012Validator(json.loads(schema_text("coverage"))).validate(data)
    assert [one["policy"] for one in data["policies"]] == ["signal/privacy"]
    said = command("coverage", "--policies", str(ROOT / "policies"), "acme/nothing")
    assert (said.code, said.out) == (2, "")


def test_the_table_of_the_shipped_policies_is_as_the_command_prints_it() -> None:
    said = command("coverage", "--policies", str(ROOT / "policies"), "-o", "markdown")
    assert said.out in (ROOT / "policies" / "README.md").read_text("utf-8")
