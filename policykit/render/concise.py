"""Findings one a line, as compilers print them, for `grep` and for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policykit.findings import Finding
    from policykit.validation import Report


def findings(report: Report) -> str:
    """`file:line:column: severity CODE message`; nothing where nothing was found."""
    return "".join(f"{line(one)}\n" for one in report.findings)


def line(finding: Finding) -> str:
    """One finding."""
    place = f"{finding.file}:{finding.line}:{finding.column}"
    return f"{place}: {finding.severity} {finding.code} {' '.join(finding.message.split())}"
