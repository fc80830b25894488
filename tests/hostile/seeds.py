"""
Good documents to begin from, for the random tests and for the fuzzer.

They are versions of `acme/privacy`, so that what is put into them is met by the checks and the
rules, and not by the first fault of all: the examples of the rules and of the schemas, and the
clauses of the policies here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from policykit.document import read
from policykit.editing import formatted
from policykit.findings import CODES
from policykit.model import KINDS
from policykit.rules import rules
from policykit.schema import fields_of, schema_text
from tests.conftest import ROOT
from tests.hostile import laws
from tests.test_rules import completed, examples
from tests.writing import content


@cache
def documents() -> tuple[bytes, ...]:
    """Versions and a policy.yaml, as YAML over lines."""
    made = [*_versions(), laws.OWN_WORDS]
    return tuple(dict.fromkeys(text.encode() for text in map(_yaml, made)))


@cache
def clauses() -> tuple[bytes, ...]:
    """A clause each, as it stands in a version."""
    found = [clause for version in _versions() for clause in version["clauses"]]
    return tuple(dict.fromkeys(clause_lines(clause) for clause in found))


def clause_lines(clause: Any) -> bytes:
    """A clause as it stands in a version."""
    return (
        _yaml({"policy": "acme/privacy", "clauses": [clause]}).partition("clauses:\n")[2].encode()
    )


def _yaml(data: Any) -> str:
    document, findings = read(json.dumps(data))
    assert document is not None, findings
    return formatted(document)


def _versions() -> Iterator[dict[str, Any]]:
    for rule in rules():
        for _, example in examples(rule):
            yield from _of_example(example.data)
    for code in CODES.values():
        if code.code.startswith("PK1") and code.fails:
            document, _ = read(code.fails)
            assert document is not None
            yield from _of_example(document.data)
    shown = json.loads(schema_text("version"))["$defs"]
    for kind in KINDS:
        fields = {
            name: shown[name]["examples"][0]
            for name in fields_of(kind)
            if "examples" in shown.get(name, ())
        }
        for name, value in fields.items():
            yield content([{"id": "a", "kind": kind, name: value}])
        yield content([{**fields, "id": "a", "kind": kind}])
    for path in sorted(ROOT.glob("policies/*/*/[0-9]*.yaml")):
        document, _ = read(path.read_bytes())
        assert document is not None
        data: Any = document.data
        yield {**data, "policy": "acme/privacy", "version": "1.0.0"}


def _of_example(example: Any) -> Iterator[dict[str, Any]]:
    if isinstance(example, list):
        example = {"clauses": example}
    if "base" in example:
        example = completed(example)
    for one in example.get("versions") or [{**example.get("version", {}), **example}]:
        if one and "clauses" in one:
            more = {name: one[name] for name in one if name not in ("version", "policy", "clauses")}
            yield content(one["clauses"], **more)


def words() -> Iterator[str]:
    """What a fuzzer's dictionary should know: the fields and the first terms of every list."""
    yield from dict.fromkeys(name for kind in KINDS for name in fields_of(kind))
    for name, schema in json.loads(schema_text("policy"))["properties"].items():
        yield name
        yield from schema.get("properties", {})
