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
from policykit.editing import Unmovable, formatted
from policykit.editing.fixing import spliced
from policykit.findings import CODES, Finding
from policykit.library.content import Content, Header
from policykit.library.digest import digest
from policykit.library.reading import read_header, read_version
from policykit.rules import lint, lint_header, profiles
from policykit.rules import rules as all_rules
from policykit.schema import schema_text
from policykit.validation.suppressions import suppressed

HEADER = """\
format: 1
id: acme/privacy
kind: privacy_policy
title: Privacy policy
publisher: Acme
"""
FIRST = """\
format: 1
policy: acme/privacy
version: 1.0.0
published: 2024-01-01
clauses:
  - {id: a, kind: general, text: One.}
"""
CLAUSES = FIRST.partition("clauses:\n")[0].encode() + b"clauses:\n"
"""What a version begins with, as far as its clauses."""
NAME = "hostile.yaml"
_LINE_END = re.compile(r"\r\n|\n|\r")
_LONGEST_KEY = 1024  # past which YAML wants `? ` before a key


def _own_words() -> dict[str, Any]:
    """A policy.yaml with a word of its own in each list, as the schema shows them."""
    schema = json.loads(schema_text("policy"))["properties"]["vocabulary"]["properties"]
    own = {name: one["examples"][0] for name, one in schema.items()}
    document, findings = read(HEADER)
    assert document is not None, findings
    assert isinstance(document.data, dict)
    return {**document.data, "languages": ["en", "de"], "vocabulary": own}


OWN_WORDS = _own_words()


@cache
def header(*, own_words: bool = False) -> Header:
    """The policy that versions are read with."""
    text = json.dumps(OWN_WORDS) if own_words else HEADER
    found, findings = read_header(text, "policy.yaml", "acme/privacy")
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


def whole(source: bytes | str) -> None:
    """All that is asked of an input."""
    document = reading(source)
    if document is not None:
        formatting(document)
    checking(source)


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


def canonical(document: Document) -> str:
    """The canonical form of a document; its own text, if a suppression has no place in that."""
    try:
        return formatted(document)
    except Unmovable:
        assert "policykit: ignore" in document.text
        return document.text


def formatting(document: Document) -> None:
    """The canonical form of a clean document says the same, and is its own canonical form."""
    text = canonical(document)
    again, findings = read(text, NAME)
    assert again is not None, findings
    assert not findings, findings
    assert same(again.data, document.data)
    assert canonical(again) == text


def checking(source: bytes | str) -> None:
    """As a policy.yaml and as a version, an input gives findings and never an exception."""
    made, findings = read_header(source, "policy.yaml", "acme/privacy")
    placed(source, findings)
    assert (made is None) == any(one.severity == "error" for one in findings)
    if made is not None:
        placed(source, lint_header(made))
        saying(made.document)
    of_version(source, header())


def of_version(source: bytes | str, of: Header) -> None:
    """As a version of a policy: checked, under every rule, mended, digested, in canonical form."""
    content, findings = read_version(source, "1.0.0.yaml", of, "1.0.0")
    placed(source, findings)
    assert (content is None) == any(one.severity == "error" for one in findings)
    if content is None:
        return
    found = lint(of, [_earlier(of), content], profiles())
    found = [one for one in found if one.file == "1.0.0.yaml"]
    placed(source, found)
    counting, aside = suppressed(content.document, found, {one.code for one in found})
    placed(source, [*counting, *aside])
    for one in counting:
        if one.edits:
            _, again = read(spliced(content.document.text, one.edits))
            assert not again, (one, again)
    saying(content.document)
    after, _ = read_version(canonical(content.document), "1.0.0.yaml", of, "1.0.0")
    assert after is not None
    assert after.clauses == content.clauses


def saying(document: Document) -> None:
    """What a document says has a digest that its canonical form has too."""
    formatting(document)
    again, _ = read(canonical(document))
    assert again is not None
    assert digest(again.data) == digest(document.data)


@cache
def _earlier(of: Header) -> Content:
    text = FIRST.replace("1.0.0", "0.9.0").replace("2024", "2023")
    found, findings = read_version(text, "0.9.0.yaml", of, "0.9.0")
    assert found is not None, findings
    return found
