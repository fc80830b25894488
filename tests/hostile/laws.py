"""
What holds of every input, whatever it says.

The corpus, the random tests and the fuzzer hold the reader and the checks to the same laws.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from policykit.document import Document, read
from policykit.document.syntax import Syntax
from policykit.editing import formatted
from policykit.findings import CODES, Finding
from policykit.library.content import Header
from policykit.library.reading import read_header, read_version
from policykit.rules import lint
from policykit.rules import rules as all_rules
from policykit.validation.suppressions import suppressed

HEADER = """\
format: 1
id: acme/privacy
kind: privacy_policy
title: Privacy policy
publisher: Acme
"""
NAME = "hostile.yaml"
_LINE_END = re.compile(r"\r\n|\n|\r")
_LONGEST_KEY = 1024  # past which YAML wants `? ` before a key


@cache
def header() -> Header:
    """The policy that versions are read with."""
    found, findings = read_header(HEADER, "policy.yaml", "acme/privacy")
    assert found is not None, findings
    return found


@cache
def _codes() -> frozenset[str]:
    return frozenset({*CODES, *(rule.code for rule in all_rules())})


def text_of(source: bytes | str) -> str:
    """The text in which lines are counted."""
    if isinstance(source, bytes):
        source = source.decode("utf-8", "replace")
    return source.removeprefix("\ufeff")


def placed(source: bytes | str, findings: Sequence[Finding]) -> None:
    """Every finding has a known code, words, and a place that the text has."""
    lines = _LINE_END.split(text_of(source))
    for one in findings:
        assert one.code in _codes(), one
        assert one.message, one
        assert len(one.message) < 2000, one
        assert 1 <= one.line <= len(lines), one
        assert 1 <= one.column <= len(lines[one.line - 1]) + 1, one
        json.dumps(one.as_json(), ensure_ascii=False).encode("utf-8", "surrogateescape")


def reading(source: bytes | str) -> Document | None:
    """
    What is read is plain data that another tool can be given; what is not has a finding.

    Returns the document if it was read cleanly.
    """
    document, findings = read(source, NAME)
    placed(source, findings)
    if document is None:
        assert findings
        return None
    places(document)
    if findings:
        return None
    Syntax(document.text)
    found = json.dumps(document.data, ensure_ascii=False, allow_nan=False)
    if _plainly_json(document.data, 0):
        again, wrong = read(found)
        assert again is not None, wrong
        assert not wrong, wrong
        assert same(again.data, document.data)
    return document


def same(one: Any, other: Any) -> bool:
    """Equal, and of the same types: 1, 1.0 and true are three things."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _plainly_json(value: Any, depth: int) -> bool:
    """Whether its JSON can be read back: YAML has short keys, and the reader a bound on depth."""
    if isinstance(value, dict):
        return all(
            len(json.dumps(key, ensure_ascii=False)) < _LONGEST_KEY
            and _plainly_json(one, depth + 1)
            for key, one in value.items()
        )
    if isinstance(value, list):
        return all(_plainly_json(one, depth + 1) for one in value)
    return True


def places(document: Document) -> None:
    """Every node stands somewhere in the text, and what stands there is how it is spelled."""
    size = len(document.text)
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), document.data)]
    looked = 0
    while waiting and looked < 200:
        path, value = waiting.pop()
        looked += 1
        for of_key in (False, True):
            assert 0 <= document.offset(path, of_key=of_key) <= size
            spelled = document.spelling(path, of_key=of_key)
            assert spelled in document.text
        if isinstance(value, dict):
            waiting += [((*path, key), one) for key, one in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, index), one) for index, one in enumerate(value)]


def formatting(document: Document) -> None:
    """The canonical form of a clean document says the same, and is its own canonical form."""
    text = formatted(document)
    again, findings = read(text, NAME)
    assert again is not None, findings
    assert not findings, findings
    assert same(again.data, document.data)
    assert formatted(again) == text


def checking(source: bytes | str) -> None:
    """As a policy.yaml and as a version, an input gives findings and never an exception."""
    made, findings = read_header(source, "policy.yaml", "acme/privacy")
    placed(source, findings)
    assert (made is None) == any(one.severity == "error" for one in findings)
    content, findings = read_version(source, "1.0.0.yaml", header(), "1.0.0")
    placed(source, findings)
    assert (content is None) == any(one.severity == "error" for one in findings)
    if content is not None:
        found = lint(header(), [content], ("gdpr",))
        placed(source, found)
        placed(source, [one for group in suppressed(content.document, found) for one in group])
