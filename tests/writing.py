"""Documents for tests, written as data: JSON is YAML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from policykit.library.content import Header
from policykit.library.policy import Version
from policykit.library.reading import read_header, read_version

HEADER: dict[str, Any] = {
    "format": 1,
    "id": "acme/privacy",
    "kind": "privacy_policy",
    "title": "Acme Privacy Policy",
    "publisher": "Acme",
}


def header(**more: Any) -> Header:
    found, findings = read_header(json.dumps({**HEADER, **more}), "policy.yaml", "acme/privacy")
    assert found is not None, findings
    return found


def content(clauses: list[dict[str, Any]], number: str = "1.0.0", **more: Any) -> dict[str, Any]:
    dates = (
        {} if {"published", "effective", "observed"} & set(more) else {"published": "2025-01-01"}
    )
    return {
        "format": 1,
        "policy": "acme/privacy",
        "version": number,
        **dates,
        **more,
        "clauses": clauses,
    }


def version(
    clauses: list[dict[str, Any]],
    number: str = "1.0.0",
    of: Header | None = None,
    **more: Any,
) -> Version:
    of = of or header()
    text = json.dumps(content(clauses, number, **more))
    found, findings = read_version(text, f"{number}.yaml", of, number)
    assert found is not None, [(one.message, one.pointer) for one in findings]
    return Version(of, found, f"{number}.yaml")


def problems(clauses: list[dict[str, Any]], of: Header | None = None, **more: Any) -> list[str]:
    text = json.dumps(content(clauses, **more), indent=1)
    _, findings = read_version(text, "1.0.0.yaml", of or header(), "1.0.0")
    return [f"{one.code} {one.message}" for one in findings]


def folder(root: Path, versions: dict[str, list[dict[str, Any]]], **more: Any) -> Path:
    """A folder of policies with one policy in it; returns the folder."""
    place = root / "policies" / "acme" / "privacy"
    place.mkdir(parents=True)
    (place / "policy.yaml").write_text(json.dumps({**HEADER, **more}))
    for place_in_time, (number, clauses) in enumerate(versions.items(), 1):
        data = content(clauses, number, published=f"2025-0{place_in_time}-01")
        (place / f"{number}.yaml").write_text(json.dumps(data, indent=1))
    return root / "policies"
