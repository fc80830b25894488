"""
The corpus: inputs made to break a reader, and exactly what is to come of each.

Small ones are files in `inputs/`, with what is expected in a file of the same name ending in
`.json`: the `value` that is read, or the `findings` as code, line and column. The large ones are
made here. Those that are kinds of files, not texts, are in `tests/test_hostile.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

INPUTS: Final = Path(__file__).parent / "inputs"
MB: Final = 10**6


class Case(NamedTuple):
    """An input, and the findings (code, line, column) or the value that is to come of it."""

    name: str
    source: Callable[[], bytes]
    findings: tuple[tuple[str, int, int], ...] = ()
    value: Callable[[], Any] | None = None


def _of_file(path: Path) -> Case:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    if "value" in expected:
        return Case(path.stem, path.read_bytes, value=lambda: expected["value"])
    return Case(path.stem, path.read_bytes, tuple(tuple(one) for one in expected["findings"]))


FILES: Final = tuple(_of_file(path) for path in sorted(INPUTS.glob("*.yaml")))


def _bad(name: str, make: Callable[[], str | bytes], *findings: tuple[str, int, int]) -> Case:
    return Case(name, lambda: _bytes(make()), findings)


def _good(name: str, make: Callable[[], str | bytes], value: Callable[[], Any]) -> Case:
    return Case(name, lambda: _bytes(make()), value=value)


def _bytes(made: str | bytes) -> bytes:
    return made.encode() if isinstance(made, str) else made


def _laughs() -> str:
    lists = (
        f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)
    )
    return "a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\n" + "".join(lists)


def _merges() -> str:
    return "a: &a {k: v}\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in _pairs(18))


def _pairs(count: int) -> list[tuple[str, str]]:
    names = ["a", *(f"n{i}" for i in range(count))]
    return list(pairwise(names))


def _ladder(depth: int, step: str) -> str:
    return "".join(f"{' ' * i}{step}\n" for i in range(depth))


def _nested(depth: int) -> Any:
    made: Any = "a"
    for _ in range(depth):
        made = [made]
    return made


def _keys(count: int, start: int = 0) -> str:
    return "".join(f"k{i}: {i}\n" for i in range(start, start + count))


def _thousand(code: str, column: int, line: Callable[[int], int]) -> tuple[Any, ...]:
    """As many findings as there may be, and the one that says that there are more."""
    return (
        *((code, line(i), column) for i in range(1000)),
        ("PK015", line(1000), column),
    )


CASES: Final = (
    # Nested without end, in every shape there is.
    _bad("deep-lists", lambda: "[" * 100_000, ("PK008", 1, 65)),
    _bad("deep-lists-closed", lambda: "[" * 100_000 + "]" * 100_000, ("PK008", 1, 65)),
    _bad("deep-maps", lambda: "{a: " * 100_000, ("PK008", 1, 257)),
    _bad("deep-maps-closed", lambda: "{a: " * 100_000 + "}" * 100_000, ("PK008", 1, 257)),
    _bad("deep-braces", lambda: "{" * 100_000, ("PK008", 1, 65)),
    _bad("deep-lists-past-libyaml-s-own-bound", lambda: "[" * 1_001, ("PK008", 1, 65)),
    _bad("deep-lists-as-a-value", lambda: "a: " + "[" * 100_000, ("PK008", 1, 67)),
    # Where a key must be, too much before its colon; the same though libyaml 0.2.6 gives up first.
    _bad("deep-lists-as-a-key", lambda: "a: 1\n" + "[" * 100_000, ("PK001", 2, 1026)),
    _bad("deep-lists-as-a-key-cut", lambda: "a: 1\n" + "[" * 1_010, ("PK001", 2, 1011)),
    _bad("deep-lists-as-a-key-ended", lambda: "a: 1\n" + "[" * 1_010 + "\nb:", ("PK001", 3, 1)),
    _bad(
        "deep-lists-behind-other-faults",
        lambda: "a: 1\na: 2\nb: !x " + "[" * 100_000,
        *(("PK004", 2, 1), ("PK006", 3, 4), ("PK008", 3, 70)),
    ),
    _bad("deep-mixed", lambda: "[{a: " * 50_000, ("PK008", 1, 161)),
    _bad("deep-dashes", lambda: "- " * 100_000, ("PK008", 1, 129)),
    _bad("deep-question-marks", lambda: "? " * 100_000, ("PK008", 1, 129)),
    _bad("deep-dashes-and-question-marks", lambda: "- ? " * 50_000, ("PK008", 1, 129)),
    _bad("deep-keys-in-brackets", lambda: "[? " * 50_000, ("PK008", 1, 97)),
    _bad("deep-pairs", lambda: "{? " * 100_000, ("PK008", 1, 193)),
    _bad("deep-block-maps", lambda: _ladder(1_000, "a:"), ("PK008", 65, 65)),
    _bad("deep-block-lists", lambda: _ladder(1_000, "-"), ("PK008", 65, 65)),
    _bad("deep-anchors", lambda: "&a [" * 50_000, ("PK008", 1, 257)),
    _good(
        "deep-as-allowed",
        lambda: "[" * 64 + "]" * 64,
        lambda: json.loads("[" * 64 + "]" * 64),
    ),
    _good(
        "deep-folded-text",
        lambda: "a: >-\n" + "".join(f"{' ' * (i + 1)}x\n" for i in range(1_000)),
        lambda: {"a": "x\n" + "\n".join(" " * i + "x" for i in range(1, 1_000))},
    ),
    # Aliases of aliases, a long list many times, and keys that merge (as lists, merges being none).
    _bad("alias-laughs", _laughs, ("PK007", 5, 8)),
    _bad(
        "alias-quadratic",
        lambda: "a: &a [" + "x, " * 9_000 + "]\nb: [" + "*a, " * 9_000 + "]\n",
        ("PK007", 2, 9),
    ),
    _bad("alias-doubling", _merges, ("PK007", 12, 12)),
    _bad(
        "alias-of-merges",
        lambda: (
            "a: &a {k: v}\n" + "".join(f"{b}: &{b} {{<<: [*{a}, *{a}]}}\n" for a, b in _pairs(9))
        ),
        *(("PK011", line, 10) for line in range(2, 11)),
    ),
    _good(
        "anchors-many",
        lambda: "".join(f"- &a{i} x\n- *a{i}\n" for i in range(5_000)),
        lambda: ["x"] * 10_000,
    ),
    _good(
        "alias-long-name",
        lambda: f"- &{'a' * 100_000} x\n- *{'a' * 100_000}\n",
        lambda: ["x", "x"],
    ),
    # Long ones.
    _good("long-plain", lambda: "a: " + "b" * MB, lambda: {"a": "b" * MB}),
    _good(
        "long-plain-words", lambda: "a: " + "b " * (MB // 2), lambda: {"a": ("b " * (MB // 2))[:-1]}
    ),
    _good("long-quoted", lambda: f'a: "{"b" * MB}"', lambda: {"a": "b" * MB}),
    _good(
        "long-escapes", lambda: 'a: "' + "\\t" * (MB // 2) + '"', lambda: {"a": "\t" * (MB // 2)}
    ),
    _good(
        "long-single-quotes",
        lambda: "a: '" + "''" * (MB // 2) + "'",
        lambda: {"a": "'" * (MB // 2)},
    ),
    _good("long-block", lambda: "a: |\n" + "  b\n" * 250_000, lambda: {"a": "b\n" * 250_000}),
    _good(
        "long-folded", lambda: "a: >-\n" + "  b\n" * 250_000, lambda: {"a": " ".join("b" * 250_000)}
    ),
    _good(
        "long-plain-10-mb",
        lambda: "a: " + "b" * (10 * 2**20 - 4) + "\n",
        lambda: {"a": "b" * (10 * 2**20 - 4)},
    ),
    _good(
        "long-block-10-mb",
        lambda: "a: |\n" + "  bcdefgh\n" * MB,
        lambda: {"a": "bcdefgh\n" * MB},
    ),
    _bad("long-past-the-limit", lambda: "a: " + "b" * 10 * 2**20, ("PK009", 1, 1)),
    _bad("long-comment", lambda: "#" * MB, ("PK013", 1, 1)),
    _bad("long-comments", lambda: "#\n" * (MB // 2), ("PK013", 1, 1)),
    _bad("long-blank", lambda: "\n" * MB, ("PK013", 1, 1)),
    _bad("long-spaces", lambda: " " * MB, ("PK013", 1, 1)),
    _bad("long-tag", lambda: "a: !" + "b" * MB + " c", ("PK006", 1, 4)),
    _bad("long-quote-never-closed", lambda: "a: '" + "b\n" * (MB // 2), ("PK001", MB // 2 + 1, 1)),
    _bad("long-integer", lambda: "a: " + "9" * MB, ("PK014", 1, 4)),
    _bad("long-hexadecimal", lambda: "a: 0x" + "f" * MB, ("PK014", 1, 4)),
    _bad("long-octal", lambda: "a: 0o" + "7" * MB, ("PK014", 1, 4)),
    _bad("long-exponent", lambda: "a: 1e" + "9" * MB, ("PK014", 1, 4)),
    _good("long-zeros", lambda: "a: " + "0" * MB + "7", lambda: {"a": 7}),
    _good("long-decimal", lambda: "a: 0." + "3" * MB, lambda: {"a": 1 / 3}),
    _good(
        "long-sexagesimal", lambda: "a: 1" + ":30" * 200_000, lambda: {"a": "1" + ":30" * 200_000}
    ),
    _bad("long-unseen-at-the-end", lambda: "a: " + "b" * MB + "\0", ("PK003", 1, MB + 4)),
    _bad("long-bad-byte-at-the-end", lambda: b"a: " + b"b" * MB + b"\xff", ("PK002", 1, MB + 4)),
    # Many of one thing.
    _bad("many-keys", lambda: _keys(100_000), ("PK009", 1, 1)),
    _good(
        "many-keys-as-allowed", lambda: _keys(20_000), lambda: {f"k{i}": i for i in range(20_000)}
    ),
    _bad("many-items", lambda: "-\n" * 500_000, ("PK009", 1, 1)),
    _bad("many-items-in-brackets", lambda: "[" + "a," * 500_000 + "]", ("PK009", 1, 1)),
    _good(
        "many-lists-of-many",
        lambda: "".join(f"k{i}: [" + "a," * 10_000 + "]\n" for i in range(20)),
        lambda: {f"k{i}": ["a"] * 10_000 for i in range(20)},
    ),
    _good(
        "many-maps-in-brackets",
        lambda: "[" + "{a: b}," * 19_999 + "]",
        lambda: [{"a": "b"} for _ in range(19_999)],
    ),
    _good("many-deep-dashes", lambda: ("- " * 62 + "a\n") * 3_000, lambda: [_nested(61)] * 3_000),
    _good(
        "many-deep-brackets",
        lambda: ("- " + "[" * 62 + "a" + "]" * 62 + "\n") * 2_000,
        lambda: [_nested(62)] * 2_000,
    ),
    _good("many-comments", lambda: "a: 1\n" + "# c\n" * 250_000 + "b: 2", lambda: {"a": 1, "b": 2}),
    _good(
        "many-comments-beside",
        lambda: "".join(f"k{i}: {i} # c\n" for i in range(19_000)),
        lambda: {f"k{i}": i for i in range(19_000)},
    ),
    _good(
        "many-comments-deep",
        lambda: "  - - - a # c\n    # d\n  # e\n" * 18_000,
        lambda: [[["a"]]] * 18_000,
    ),
    _good(
        "many-comments-in-brackets",
        lambda: ("- " + "[\n" * 60 + "a # c\n" + "]\n" * 60) * 1_500,
        lambda: [_nested(60)] * 1_500,
    ),
    _good(
        "many-block-texts",
        lambda: "- |\n  b c\n  d\n" * 19_000,
        lambda: ["b c\nd\n"] * 19_000,
    ),
    _good("many-blank-lines", lambda: "a: 1\n" + "\n" * MB + "b: 2", lambda: {"a": 1, "b": 2}),
    _good(
        "many-anchors-in-use",
        lambda: "- &a [b]\n" + "- *a\n" * 4_000,
        lambda: [["b"]] * 4_001,
    ),
    _bad(
        "many-documents",
        lambda: "--- a\n" * 100_000,
        ("PK005", 2, 1),
    ),
    _bad(
        "many-duplicates",
        lambda: "".join(f"k{i}:\nk{i}:\n" for i in range(60_000)),
        *_thousand("PK004", 1, lambda i: 2 * i + 2),
    ),
    _bad(
        "many-duplicates-far-apart",
        lambda: _keys(45_000) + _keys(45_000),
        *_thousand("PK004", 1, lambda i: 45_001 + i),
    ),
    _bad("many-keys-not-text", lambda: "1:\n" * 300_000, *_thousand("PK010", 1, lambda i: i + 1)),
    _bad("many-tags", lambda: "- !t\n" * 200_000, *_thousand("PK006", 3, lambda i: i + 1)),
    _bad("many-merges", lambda: "<<:\n" * 200_000, *_thousand("PK011", 1, lambda i: i + 1)),
    _bad(
        "many-unknown-aliases", lambda: "- *a\n" * 200_000, *_thousand("PK007", 3, lambda i: i + 1)
    ),
    _bad("many-infinities", lambda: "- .inf\n" * 140_000, *_thousand("PK014", 3, lambda i: i + 1)),
    _bad("many-glued-comments", lambda: "- ''#\n" * 9_000, *_thousand("PK001", 5, lambda i: i + 1)),
    _bad(
        "many-directives",
        lambda: "".join(f"%TAG !a{i}! x:\n" for i in range(9_000)) + "---\na: 1\n",
        ("PK012", 1, 1),
    ),
)
