"""
Documents to what they mean: terms, places, commitments and dates checked, clauses in normal form.

Everything wrong is a finding. A header or a version is made only of a document without errors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from policykit.document import Document, collector_paused, read
from policykit.findings import Finding, in_order
from policykit.jurisdictions import atlas
from policykit.library.checking import Checking
from policykit.library.content import Content, Header
from policykit.model import REPORT
from policykit.scenarios.coordinates import Side
from policykit.schema import check_policy, check_version, sound_parts
from policykit.vocabulary import extend, vocabulary
from policykit.vocabulary.languages import is_language


def read_header(source: bytes | str, path: str, folder: str) -> tuple[Header | None, list[Finding]]:
    """
    Read a policy.yaml.

    Parameters:
        source: its text or bytes.
        path: the name findings report it under.
        folder: the folder it lies in, as publisher/document; empty if that is not known.

    Returns:
        The header, None if there are errors, and the findings in document order.

    """
    document, findings = read(source, path)
    if document is None or (findings and not isinstance(document.data, dict)):
        return None, findings
    findings = findings + check_policy(document)
    if findings:
        return None, in_order(findings)
    data: Any = document.data
    if folder and not _is_folder(data["id"], folder):
        message = f"the policy calls itself '{data['id']}' and lies in '{folder}'"
        mend = "name the folder publisher/document as the id, or the id as the folder"
        findings.append(document.finding("PK110", ("id",), message, mend))
    for place, tag in enumerate(data.get("languages", ())):
        if not is_language(tag):
            message = f"'{tag}' is no language of ISO 639"
            mend = "name it by its BCP 47 tag, such as en or pt-BR"
            findings.append(document.finding("PK101", ("languages", place), message, mend))
    findings += _practice(document, data)
    side, own = _side(document)
    findings += own
    header = Header(
        id=data["id"],
        kind=data["kind"],
        title=data["title"],
        publisher=data["publisher"],
        url=data.get("url", ""),
        languages=tuple(data.get("languages", ("en",))),
        side=side,
        document=document,
        reports_on=data.get("reports_on", ""),
    )
    return (None if _errors(findings) else header), in_order(findings)


def _side(document: Document) -> tuple[Side, list[Finding]]:
    words, places, findings = extend(vocabulary(), atlas(), document)
    return Side(words, places), findings


def _practice(document: Document, data: Mapping[str, Any]) -> Iterator[Finding]:
    """A transparency report says whose practice it reports, and nothing else does."""
    if data["kind"] == REPORT and "reports_on" not in data:
        message = "'reports_on' is missing"
        mend = "name the policy whose practice it reports, as in `reports_on: acme/privacy`"
        yield document.finding("PK104", (), message, mend)
    elif "reports_on" in data and data["kind"] != REPORT:
        message = f"'reports_on' is what a {REPORT} says, and this is of the kind {data['kind']}"
        mend = f"leave it out, or write `kind: {REPORT}`"
        yield document.finding("PK101", ("reports_on",), message, mend, of_key=True)
    elif data.get("reports_on") == data["id"]:
        message = f"'{data['id']}' reports on itself"
        mend = "name the policy whose practice it reports"
        yield document.finding("PK101", ("reports_on",), message, mend)


def _is_folder(name: str, folder: str) -> bool:
    return folder == name or folder.endswith(f"/{name}")


def read_version(
    source: bytes | str, path: str, header: Header | None, stem: str
) -> tuple[Content | None, list[Finding]]:
    """
    Read a version file.

    Parameters:
        source: its text or bytes.
        path: the name findings report it under.
        header: the policy it belongs to; None if that has errors (then only the shape is checked).
        stem: the file's name without `.yaml`, `draft` for a draft; empty if it has none.

    Returns:
        The content, None if there are errors, and the findings in document order.

    """
    with collector_paused():
        return _read_version(source, path, header, stem)


def _read_version(
    source: bytes | str, path: str, header: Header | None, stem: str
) -> tuple[Content | None, list[Finding]]:
    document, findings = read(source, path)
    if document is None or (findings and not isinstance(document.data, dict)):
        return None, findings
    findings = findings + check_version(document)
    if header is None:
        return None, in_order(findings)
    reading = Checking(document, header, stem)
    if findings:
        data: Any = document.data
        if isinstance(data, dict):
            findings += reading.check_parts(*sound_parts(data))
        return None, in_order(document.at_most(findings))
    findings += document.at_most(reading.check())
    if _errors(findings):
        return None, in_order(findings)
    return Content(document, reading.data, reading.number, tuple(reading.clauses)), in_order(
        findings
    )


def _errors(findings: Sequence[Finding]) -> bool:
    return any(finding.severity == "error" for finding in findings)
