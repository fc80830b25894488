"""
Findings as SARIF 2.1.0.

Source: docs.oasis-open.org/sarif/sarif/v2.1.0; docs.github.com, "SARIF support for code scanning",
of whose results GitHub keeps 5 000 of a run.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from policykit import __version__
from policykit.findings import SEVERITIES
from policykit.render.json import dumped
from policykit.rules import codes

if TYPE_CHECKING:
    from policykit.findings import Finding, Severity
    from policykit.validation import Report

_MOST: Final = 5000
_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final[Mapping[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}


def findings(report: Report) -> str:
    """One run; of more than 5 000 results the worst are kept, and a notification says so."""
    every = [*report.findings, *report.set_aside, *report.waived]
    elsewhere = {one.fingerprint for one in report.waived}
    if len(every) > _MOST:
        every.sort(key=lambda one: (one.waived_by is not None, -SEVERITIES.index(one.severity)))
    kept = every[:_MOST]
    named = sorted({one.code for one in kept})
    notifications = [
        {"level": "error", "message": {"text": f"{path}: {why}"}} for path, why in report.unreadable
    ]
    if len(every) > _MOST:
        message = f"{len(every) - _MOST} more findings are left out"
        notifications.append({"level": "warning", "message": {"text": message}})
    run = {
        "tool": {
            "driver": {
                "name": "policykit",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(code) for code in named],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not report.unreadable,
                "toolExecutionNotifications": notifications,
            }
        ],
        "results": [
            _result(one, named.index(one.code), external=one.fingerprint in elsewhere)
            for one in kept
        ],
    }
    return dumped({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str) -> dict[str, Any]:
    about = codes()[code]
    return {
        "id": code,
        "name": about.name,
        "shortDescription": {"text": about.about},
        "fullDescription": {"text": about.why or about.about},
        "help": {"text": f"`policykit explain {code}` tells more."},
        "defaultConfiguration": {"level": _LEVELS[about.severity]},
    }


def _result(finding: Finding, index: int, *, external: bool) -> dict[str, Any]:
    help_ = f"\n{finding.help}" if finding.help else ""
    place: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(finding.file)},
            "region": {"startLine": finding.line, "startColumn": finding.column},
        }
    }
    if finding.pointer:
        place["logicalLocations"] = [{"fullyQualifiedName": finding.pointer, "kind": "element"}]
    result = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message + help_},
        "locations": [place],
        "partialFingerprints": {"policykit/v1": finding.fingerprint},
    }
    if finding.waived_by is not None:
        result["suppressions"] = [
            {
                "kind": "external" if external else "inSource",
                "justification": finding.waived_by,
            }
        ]
    return result


def _uri(file: str) -> str:
    """A path as a URI: relative where the path is."""
    path = quote(file.replace("\\", "/"), errors="replace")
    return f"file://{path}" if path.startswith("/") else path.removeprefix("./")
