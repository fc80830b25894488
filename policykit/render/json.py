"""Records as JSON: the machine contract, `policykit schema NAME` prints the schema of each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from policykit.catalogue import ENGLISH
from policykit.findings import in_order

if TYPE_CHECKING:  # who shows findings need not load what compares
    from policykit.comparison import PolicyDiff
    from policykit.library import Decision
    from policykit.validation import Report


def diff(found: PolicyDiff, language: str = ENGLISH) -> str:
    """`policykit.diff/1`, its sentences in a language."""
    return dumped(found.as_json(language))


def decision(found: Decision) -> str:
    """`policykit.decision/1`."""
    return dumped(found.as_json())


def findings(report: Report) -> str:
    """`policykit.findings/1`."""
    status = "error" if report.unreadable else "findings" if report.findings else "ok"
    edit = report.against
    step = None if edit is None else edit.deciding
    shown: dict[str, object] = {
        "schema": "policykit.findings/1",
        "status": status,
        "required_version": None if step is None else step.required,
        "findings": [
            finding.as_json()
            for finding in in_order([*report.findings, *report.set_aside, *report.waived])
        ],
    }
    if edit is not None:
        shown |= edit.as_json()
    return dumped(shown)


def dumped(value: Any) -> str:
    """JSON text, two spaces deep, characters as they are, keys in the order of the contract."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
