"""
Findings as a Code Quality report of GitLab.

Source: docs.gitlab.com, "Code Quality", "Code Quality report format".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from policykit.render.json import dumped

if TYPE_CHECKING:
    from policykit.findings import Severity
    from policykit.validation import Report

_SEVERITIES: Final[Mapping[Severity, str]] = {
    "error": "major",
    "warning": "minor",
    "info": "info",
}


def findings(report: Report) -> str:
    """A JSON array; the description begins with the code, for GitLab shows no other field of it."""
    return dumped(
        [
            {
                "description": f"{one.code} {one.name}: {one.message}",
                "check_name": one.code,
                "fingerprint": one.fingerprint,
                "severity": _SEVERITIES[one.severity],
                "location": {"path": one.file.removeprefix("./"), "lines": {"begin": one.line}},
            }
            for one in report.findings
        ]
    )
