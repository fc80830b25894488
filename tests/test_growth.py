"""
Work grows with the size of a document and no faster, whatever its shape.

What is counted is lines of Python run and functions of C called, in checking a document and one
twice as large: never seconds. Texts, whose work is in long searches of C, are measured by a ratio
of times, with a wide margin.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

import pytest

from policykit.document import read
from policykit.editing import formatted
from policykit.findings import told_apart
from policykit.importing import NotImportable, parse
from policykit.library.reading import read_header, read_version
from policykit.rules import lint, lint_header, profiles, rules_asked
from policykit.validation.suppressions import suppressed
from tests.hostile import laws

HEAD = laws.CLAUSES.decode()


def validated(text: str) -> None:
    """All that `validate` does with a version."""
    of = laws.header()
    content, _ = read_version(text, "1.0.0.yaml", of, "1.0.0")
    if content is not None:
        found = lint(of, [content], profiles())
        suppressed(
            content.document, told_apart(found), {one.code for one in rules_asked(profiles())}
        )


def headed(text: str) -> None:
    """All that `validate` does with a policy.yaml."""
    header, _ = read_header(text, "policy.yaml", "acme/privacy")
    if header is not None:
        told_apart(lint_header(header))


def canonical(text: str) -> None:
    """All that `fmt` does with a file."""
    document, findings = read(text)
    assert document is not None
    assert not findings
    formatted(document)


def imported(kind: str) -> Callable[[str], None]:
    def run(text: str) -> None:
        with suppress(NotImportable):  # that is an answer too; what counts is when it comes
            parse(text, kind)

    return run


def steps(run: Callable[[str], None], text: str) -> int:
    """How many lines of Python are run, each as often as it is, and functions of C called."""
    count = 0

    def line(_frame: FrameType, _event: str, _: Any) -> Any:
        nonlocal count
        count += 1
        return line

    def call(_frame: FrameType, event: str, _: Any) -> None:
        nonlocal count
        count += event == "c_call"

    before = sys.gettrace(), sys.getprofile()
    sys.settrace(line)
    sys.setprofile(call)
    try:
        run(text)
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
    return count


def _clauses(line: str) -> Callable[[int], str]:
    return lambda n: HEAD + "".join(line.format(i=i) for i in range(n))


def _within(line: str, above: str, many: str) -> Callable[[int], str]:
    return lambda n: HEAD + line + above + "".join(many.format(i=i) for i in range(n))


USE = "  - id: a\n    kind: use\n    personal_data: [name]\n"
SHAPES: dict[str, tuple[Callable[[str], None], int, Callable[[int], str]]] = {
    "tiny clauses": (validated, 200, _clauses("  - {{id: a{i}, kind: general}}\n")),
    "clauses that all say the same": (
        validated,
        100,
        _clauses("  - {{id: a{i}, kind: use, personal_data: [name], purposes: [analytics]}}\n"),
    ),
    "clauses that permit and prohibit": (
        validated,
        60,
        _clauses(
            "  - {{id: a{i}, kind: disclosure, personal_data: [name], recipients: [processor]}}\n"
            "  - {{id: b{i}, kind: disclosure, effect: prohibited, recipients: [advertiser]}}\n"
        ),
    ),
    "ids that are there already": (
        validated,
        200,
        _clauses("  - {{id: a, kind: general}}\n"),
    ),
    "clauses of no kind": (validated, 200, _clauses("  - {{id: a{i}, kind: x{i}}}\n")),
    "clauses that are none": (validated, 200, _clauses("  - {i}\n")),
    "clauses without anything": (validated, 200, _clauses("  - {{}}\n")),
    "fields that are none": (
        validated,
        200,
        _within("  - id: a\n    kind: use\n", "", "    x{i}: 1\n"),
    ),
    "terms that are none": (
        validated,
        200,
        _within("  - id: a\n    kind: use\n", "    personal_data:\n", "      - nme{i}\n"),
    ),
    "terms that are none, in many clauses": (
        validated,
        100,
        _clauses("  - {{id: a{i}, kind: use, personal_data: [nme{i}]}}\n"),
    ),
    "conditions that are none": (validated, 150, _within(USE, "    when:\n", "      x{i}: [a]\n")),
    "cases": (validated, 100, _within(USE, "    when:\n", "      - {{emergency: true}}\n")),
    "exceptions": (validated, 100, _within(USE, "    unless:\n", "      - {{emergency: true}}\n")),
    "commitments that are none": (
        validated,
        150,
        _within(USE, "    commitments:\n", "      x{i}: true\n"),
    ),
    "promises by case": (
        validated,
        50,
        _within(
            USE,
            "    commitments:\n      user_notice:\n",
            "        - {{value: before, when: {{emergency: true}}}}\n",
        ),
    ),
    "overlays of places that are none": (
        validated,
        100,
        _within(USE, "    overlays:\n", "      X{i}: {{title: X}}\n"),
    ),
    "places that are none": (
        validated,
        200,
        _within(USE, "    jurisdictions:\n", "      - X{i}\n"),
    ),
    "earlier ids": (validated, 200, _within(USE, "    renamed_from:\n", "      - b{i}\n")),
    "sources": (
        validated,
        150,
        _within(USE, "    sources:\n", "      - {{url: 'https://x.org/{i}'}}\n"),
    ),
    "languages": (validated, 150, _within(USE, "    text:\n", "      x{i}: One.\n")),
    "suppressions": (
        validated,
        100,
        _clauses("  # policykit: ignore PK201 -- because\n  - {{id: a{i}, kind: general}}\n"),
    ),
    "words of one's own": (
        headed,
        100,
        lambda n: (
            laws.HEADER
            + "vocabulary:\n  recipients:\n"
            + "".join(f"    r{i}: {{title: R{i}, broader: [processor]}}\n" for i in range(n))
        ),
    ),
    "groups": (
        headed,
        100,
        lambda n: (
            laws.HEADER
            + "vocabulary:\n  groups:\n"
            + "".join(f"    g{i}: {{title: G{i}, members: [DE, FR]}}\n" for i in range(n))
        ),
    ),
    "comments, in canonical form": (canonical, 500, lambda n: "a: 1\n" + "# c\n" * n + "b: 2\n"),
    "comments beside, in canonical form": (
        canonical,
        300,
        lambda n: "".join(f"k{i}: {i} # c\n" for i in range(n)),
    ),
    "deep lists, in canonical form": (canonical, 30, lambda n: ("- " * 60 + "a\n") * n),
    "deep brackets, in canonical form": (
        canonical,
        30,
        lambda n: ("- " + "[" * 60 + "a # c\n" + "]" * 60 + "\n") * n,
    ),
    "clauses, in canonical form": (
        canonical,
        150,
        _clauses("  # c\n  - title: x\n    kind: general # d\n    id: a{i}\n"),
    ),
    "aliases, in canonical form": (canonical, 200, lambda n: "- &a [b]\n" + "- *a\n" * n),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_size_is_no_more_than_a_little_over_twice_the_work(shape: str) -> None:
    run, size, make = SHAPES[shape]
    run(make(2 * size))  # what is worked out once and kept is worked out now
    small, large = steps(run, make(size)), steps(run, make(2 * size))
    assert large <= 2.4 * small, (small, large)


TEXTS = {
    "digits": "1 2 3 4 ",
    "digits without an end": "1234567890",
    "numbers of units": "30 days or 7 ",
    "units": "days ",
    "names of countries": "Germany, France and ",
    "words like them": "germany ",
    "letters": "aB",
    "commas": "a, ",
    "and": "and ",
    "lines": "a\n      ",
    "hyphens": "a-b-",
    "brackets": "((",
    "spaces": "a  ",
    "accents": "e\u0301",
}


def _text(words: str, times: int) -> str:
    return f"{HEAD}  - id: a\n    kind: retention\n    text: |\n      {words * times}\n"


def _many(run: Callable[[str], None], make: Callable[[int], str], size: int) -> None:
    """Eight times the text takes nearer to eight times the time than to sixty-four times."""
    tried = []
    for _ in range(3):
        spent = []
        for times in (size, 8 * size):
            text = make(times)
            begun = time.process_time()
            run(text)
            spent.append(time.process_time() - begun)
        tried.append(spent[1] / spent[0])
        if tried[-1] < 24:
            return
    pytest.fail(f"eight times the size takes {min(tried):.0f} times as long")


@pytest.mark.parametrize("words", TEXTS)
def test_long_texts_are_looked_at_in_time_that_grows_with_them(words: str) -> None:
    one = TEXTS[words]
    validated(_text(one, 10))
    _many(validated, lambda times: _text(one, times), 16_000 // len(one))


MARKUP = ["a\n", "\n", "#\n", "- a\n", "> ", "A B\n\n", "1. A\n\n"]
MARKUP += ["<!-- ", "<?xml ", "<b>", "[a](", "*a "]


@pytest.mark.parametrize("line", ["# a{blank}b", "##a{blank}b", "a{blank}b", "**a{blank}b**"])
def test_a_line_of_many_blanks_is_read_in_time_that_grows_with_it(line: str) -> None:
    _many(imported("markdown"), lambda times: line.format(blank=" " * times), 2_000)


@pytest.mark.parametrize("kind", ["text", "markdown", "html"])
@pytest.mark.parametrize("words", MARKUP)
def test_published_texts_are_read_in_time_that_grows_with_them(kind: str, words: str) -> None:
    run = imported(kind)
    run("a\n")
    _many(run, lambda times: words * times, 6_000 // len(words))
