"""
Findings as a JUnit report.

An error is a failure. A warning passes, with what it says as output; what was set aside or waived
is skipped.

Source: github.com/testmoapp/junitxml.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET  # only written with

from policykit.render.concise import line

if TYPE_CHECKING:
    from policykit.findings import Finding
    from policykit.validation import Report

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def findings(report: Report) -> str:
    """One test a finding, and one for each path that could not be read; else one that passes."""
    suite = ET.Element("testsuite", name="policykit validate")
    for one in (*report.findings, *report.set_aside, *report.waived):
        _case(suite, one)
    for path, why in report.unreadable:
        case = ET.SubElement(suite, "testcase", classname=_text(path), name="not read")
        ET.SubElement(case, "error", message=_text(why))
    if not len(suite):
        ET.SubElement(suite, "testcase", classname="policykit", name="validate")
    errors = [one for one in report.findings if one.severity == "error"]
    counts = {
        "tests": len(suite),
        "failures": len(errors),
        "errors": len(report.unreadable),
        "skipped": len(report.set_aside) + len(report.waived),
    }
    for name, count in counts.items():
        suite.set(name, str(count))
    suites = ET.Element("testsuites")
    suites.append(suite)
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _case(suite: ET.Element, finding: Finding) -> None:
    place = f"{finding.line}:{finding.column}"
    name = f"{finding.code} {finding.name} at {place}"
    case = ET.SubElement(
        suite, "testcase", classname=_text(finding.file), name=name, file=_text(finding.file)
    )
    said = _text(f"{line(finding)}\nhelp: {finding.help}")
    if finding.waived_by is not None:
        ET.SubElement(case, "skipped", message=_text(finding.waived_by))
    elif finding.severity == "error":
        failure = ET.SubElement(case, "failure", message=_text(finding.message), type=finding.code)
        failure.text = said
    else:
        ET.SubElement(case, "system-out").text = said


def _text(text: str) -> str:
    """A text without what XML cannot hold."""
    return _NOT_XML.sub("�", text)
