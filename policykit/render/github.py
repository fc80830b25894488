"""
Findings as annotations of GitHub Actions.

GitHub shows ten errors, ten warnings and ten notices of a step; where there are more of a kind, the
tenth says how many, and the others are lines of the log.

Source: docs.github.com, "Workflow commands for GitHub Actions"; github.com/actions/toolkit, #734.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from policykit.findings import SEVERITIES
from policykit.render.concise import line

if TYPE_CHECKING:
    from policykit.findings import Finding, Severity
    from policykit.validation import Report

_SHOWN: Final = 10
_COMMANDS: Final[Mapping[Severity, str]] = {
    "error": "error",
    "warning": "warning",
    "info": "notice",
}


def findings(report: Report) -> str:
    """Annotations, errors first; nothing where nothing was found."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    for severity in reversed(SEVERITIES):
        kind = [one for one in report.findings if one.severity == severity]
        shown = kind if len(kind) <= _SHOWN else kind[: _SHOWN - 1]
        yield from (_annotation(one) for one in shown)
        rest = kind[len(shown) :]
        if rest:
            more = f"and {len(rest)} more; the log of this step has them"
            yield f"::{_COMMANDS[severity]} title=policykit::{more}"
            yield from (line(one) for one in rest)


def _annotation(finding: Finding) -> str:
    about = {
        "file": finding.file,
        "line": str(finding.line),
        "col": str(finding.column),
        "title": f"{finding.code} {finding.name}",
    }
    properties = ",".join(f"{name}={_property(value)}" for name, value in about.items())
    help_ = f"\nhelp: {finding.help}" if finding.help else ""
    return f"::{_COMMANDS[finding.severity]} {properties}::{_data(finding.message + help_)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
