"""The strict reader: what plain scalars mean, where nodes stand, and what it will not take."""

from __future__ import annotations

import json
import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from policykit.document import Limits, read, read_file
from policykit.document.syntax import Node
from policykit.findings import Edit

UNSEEN = (
    "\xad\u115f\u1160\u200b\u202a\u202e\u2060\u2064\u2066\u2069\u206f\u3164\uffa0\ufff9\U000e0041"
    "\ufdd0"
)
NEEDED = "\xa0\u034f\u061c\u180e\u200c\u200d\u200e\u200f\ufe0f\U000e0100"


def data(text: str | bytes) -> Any:
    document, findings = read(text)
    assert document is not None
    assert not findings, findings
    return document.data


def codes(text: str | bytes) -> list[str]:
    return [one.code for one in read(text)[1]]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("yes", "yes"),
        ("2024-09-23", "2024-09-23"),
        ("2024-09-23T10:00:00Z", "2024-09-23T10:00:00Z"),
        ("1.10", 1.1),
        ("12:30", "12:30"),
        ("190:20:30", "190:20:30"),
        ("010", 10),
        ("08", 8),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b101", "0b101"),
        ("1_000", "1_000"),
        ("1e3", 1000.0),
        ("-7", -7),
        ("+7", 7),
        ("-", None),
        (".5", 0.5),
        ("=", "="),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("Null", None),
        ("'1'", "1"),
        ('"true"', "true"),
    ],
)
def test_a_plain_scalar_means_what_the_core_schema_says(typed: str, value: Any) -> None:
    if typed == "-":
        assert data("a:\n") == {"a": None}
        return
    found = data(f"a: {typed}\n")["a"]
    assert found == value
    assert type(found) is type(value)


def test_values_keys_and_items_know_their_line_and_column() -> None:
    document, _ = read("a:\n  - x\n  - {b: 'y'}\nc: 1.10 # d\n")
    assert document is not None

    def place(path: tuple[str | int, ...], *, of_key: bool = False) -> tuple[int, int]:
        return document.line_column(document.offset(path, of_key=of_key))

    assert place(("a", 0)) == (2, 5)
    assert place(("a", 1, "b")) == (3, 9)
    assert place(("a", 1, "b"), of_key=True) == (3, 6)
    assert place(("c",)) == (4, 4)
    assert document.spelling(("c",)) == "1.10"
    assert document.spelling(("a", 1, "b")) == "'y'"
    assert document.spelling(("a",), of_key=True) == "a"


@pytest.mark.parametrize("sign", NEEDED)
def test_what_a_script_needs_is_read_though_it_is_not_seen(sign: str) -> None:
    assert data(f"a: b{sign}c") == data(f'a: "b\\U{ord(sign):08x}c"') == {"a": f"b{sign}c"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them_and_columns_in_characters(end: str) -> None:
    document, _ = read(f"\ufeffü: 𝒳é{end}b: [ñ, here]{end}")
    assert document is not None
    assert document.line_column(document.offset(("b", 1))) == (2, 8)


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: b: c", "PK001", 1, 5),
        ("a:\n\t- b", "PK001", 2, 1),
        ("a: 'x", "PK001", 1, 6),
        ("a: [1", "PK001", 1, 6),
        ('a: "\\ud800"', "PK001", 1, 7),
        (b"a: \xe9\n", "PK002", 1, 4),
        (b"\xef\xbb\xbfa: b\nc: \xff", "PK002", 2, 4),
        (b"\xff\xfea\x00", "PK002", 1, 1),
        ("a: \x00", "PK003", 1, 4),
        ("a: 'b\u2028'", "PK003", 1, 6),
        ("a: b\u0085", "PK003", 1, 5),
        ('a: "\\0"', "PK003", 1, 4),
        *((f"a: b{sign}", "PK003", 1, 5) for sign in UNSEEN),
        *((f'a: "b\\U{ord(sign):08x}"', "PK003", 1, 4) for sign in UNSEEN),
        ("a: 1\nb: 2\na: 3", "PK004", 3, 1),
        ("{a: 1, a: 2}", "PK004", 1, 8),
        ("---\na: 1\n---\nb: 2\n", "PK005", 3, 1),
        ("a: !!str x", "PK006", 1, 4),
        ("a: !x [1]", "PK006", 1, 4),
        ("a: ! x", "PK006", 1, 4),
        ("a: *b", "PK007", 1, 4),
        ("a: &b [*b]", "PK007", 1, 8),
        ("[" * 100_000, "PK008", 1, 65),
        ("{a: " * 100_000, "PK008", 1, 257),
        ("- " * 300_000, "PK008", 1, 129),
        ("? " * 300_000, "PK008", 1, 129),
        ("1: x", "PK010", 1, 1),
        ("true: x", "PK010", 1, 1),
        ("? [a]\n: b", "PK010", 1, 3),
        ("<<: {a: 1}", "PK011", 1, 1),
        ("%YAML 1.1\n---\na: 1", "PK012", 1, 1),
        ("%TAG ! tag:x,2000:\n---\na: 1", "PK012", 1, 1),
        ("", "PK013", 1, 1),
        ("# only a comment\n", "PK013", 1, 1),
        ("a: 9007199254740992", "PK014", 1, 4),
        ("a: -.inf", "PK014", 1, 4),
        ("a: .nan", "PK014", 1, 4),
        ("a: 1e999", "PK014", 1, 4),
        ("a: " + "9" * 1_000_000, "PK014", 1, 4),
    ],
)
def test_what_is_not_taken_is_said_with_its_place(
    text: str | bytes, code: str, line: int, column: int
) -> None:
    _, findings = read(text, "x.yaml")
    assert [(one.code, one.line, one.column) for one in findings] == [(code, line, column)]
    assert findings[0].file == "x.yaml"
    assert len(findings[0].message) < 200


def test_a_duplicate_key_names_both_places() -> None:
    _, (finding,) = read("a: 1\nb: 2\na: 3")
    assert "line 1, column 1" in finding.message


def test_several_findings_come_in_one_reading() -> None:
    assert codes("a: !t 1\n1: x\na: 2\n<<: 3\n") == ["PK006", "PK010", "PK004", "PK011"]


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\n"
        + "".join(
            f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n"
            for i in range(9)
        ),
        "a: &a [" + "x, " * 20_000 + "]\nb: [" + "*a, " * 20_000 + "]",
    ],
)
def test_aliases_may_not_expand_past_a_bound(bomb: str) -> None:
    assert codes(bomb) == ["PK007"]


def test_a_modest_alias_is_taken() -> None:
    assert data("a: &x [1, 2]\nb: *x\n") == {"a": [1, 2], "b": [1, 2]}


def test_a_file_over_the_limit_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"a: " + b"x" * 100)
    _, (finding,) = read_file(str(file), Limits(size=50))
    assert finding.code == "PK009"


@pytest.mark.parametrize("kind", ["folder", "pipe", "loop", "nothing"])
def test_only_a_regular_file_is_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.yaml"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "loop":
        path.symlink_to(path)
    with pytest.raises(OSError, match=r".+"):
        read_file(str(path))


def _same(one: Any, other: Any) -> bool:
    """Equal, and of the same types: 1, 1.0 and true are three things."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


words = st.text("abcNOyes ñ-_.'\"#:{}[],&*!|>%@`0123456789+eEoxt~\n", max_size=12)
trees = st.recursive(
    st.one_of(words, st.integers(-(10**6), 10**6), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(words, inner, max_size=4)),
    max_leaves=12,
)


@given(trees)
def test_what_another_tool_writes_is_read_back(tree: Any) -> None:
    stream = StringIO()
    writer = YAML(typ="safe", pure=True)
    writer.version = "1.2"
    writer.dump(tree, stream)
    text = stream.getvalue()
    if tree is None:
        return
    found, findings = read(text)
    if found is None:
        # libyaml follows YAML 1.1 here: in a flow list, a plain scalar may not start with ':'.
        assert [one.code for one in findings] == ["PK001"]
        return
    assert _same(found.data, tree), text


@given(st.text("ab:- \n{}[],'\"#&*!|>?%@0.1~<\t", max_size=40))
def test_any_text_is_read_or_refused_and_what_is_read_agrees_with_ruamel(text: str) -> None:
    document, findings = read(text)
    if document is None or findings:
        assert findings
        return
    reader = YAML(typ="safe", pure=True)
    try:
        expected = reader.load(text)
    except YAMLError:
        return  # ruamel refuses some indentation that libyaml takes
    assert document.data == expected


pieces = st.sampled_from(
    [
        "a: ",
        "b: ",
        "- ",
        "? ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        ": ",
        "\n",
        "\n  ",
        "&x ",
        "*x",
        "'q'",
        "v",
        "1",
    ]
)


@given(st.lists(pieces, max_size=14).map("".join) | trees.map(json.dumps))
def test_every_node_is_where_its_events_say_that_it_is(text: str) -> None:
    document, findings = read(text)
    if document is None or findings:
        return
    tree = document.syntax()

    def look(path: tuple[str | int, ...], node: Node) -> None:
        assert document.offset(path) == node.start, (text, path)
        for place, entry in enumerate(node.entries):
            inner = (*path, place if entry.key is None else entry.key.value)
            if entry.key is not None and entry.key.kind == "scalar":
                assert document.offset(inner, of_key=True) == entry.key.start, (text, inner)
            if entry.key is None or entry.key.kind == "scalar":
                if entry.value.kind == "alias":
                    assert document.offset(inner) == entry.value.start, (text, inner)
                else:
                    look(inner, entry.value)

    look((), tree.root)


def test_what_is_dropped_leaves_the_others_where_they_are() -> None:
    text = (
        "a: &x {k: [1, {l: m}]}\nb: *x\na: {y: [2, 3], z: *x}\n1: [4, *x]\n"
        "? [c, {d: e}]\n: {f: g}\nh: {i: j, i: [k], l: *x}\nm: [n]\n"
    )
    document, findings = read(text)
    assert document is not None
    assert [one.code for one in findings] == ["PK004", "PK010", "PK010", "PK004"]
    places = {("h",): "{i: j", ("h", "i"): "j", ("h", "l"): "*x}", ("m", 0): "n]", ("b",): "*x"}
    for path, spelled in places.items():
        assert text[document.offset(path) :].startswith(spelled)
    assert text[document.offset(("m",), of_key=True) :].startswith("m: ")
    # What an alias repeats is where its anchor is.
    assert text[document.offset(("b", "k", 1, "l")) :].startswith("m}")


def test_a_place_in_what_was_dropped_is_that_of_its_alias() -> None:
    document, _ = read("a: 1\na: &x [2]\nb: *x\n")
    assert document is not None
    assert document.at(("b", 0)) == 2
    assert document.offset(("b", 0)) == len("a: 1\na: &x [2]\nb: ")


def test_of_many_entries_named_twice_each_names_its_first() -> None:
    first = "".join(f"k{n}: [1, 2, 3, 4]\n" for n in range(9_000))
    again = "".join(f"k{n}: x\nn{n}: x\n" for n in range(900))
    _, findings = read(first + again)
    assert len(findings) == 900
    assert findings[-1].message.endswith("line 900, column 1")


def test_an_equal_key_is_kept_once() -> None:
    found = data("- {name: a}\n- {name: b}\n")
    assert next(iter(found[0])) is next(iter(found[1]))


def test_plain_scalars_that_may_be_more_than_a_text_are_known() -> None:
    document, _ = read("no: [yes, 1, 2024-01-01, 'off', word, ~, \"7\", -]\nb: on # n\n")
    assert document is not None
    assert {"no", "yes", "1", "2024-01-01", "~", "on"} <= set(document.plains)
    assert {"off", "7", "n"}.isdisjoint(document.plains)


def test_every_character_that_cannot_be_seen_is_found_and_what_else_is_wrong() -> None:
    text = 'a: "x\u200by"\n\u00adb: {c\u202e: 1, c: 2, d: "\\u202e\\u200b"}\nf: g\u2060'
    document, findings = read(text)
    assert [(one.code, one.line, one.column) for one in findings] == [
        ("PK003", 1, 6),
        ("PK003", 2, 1),
        ("PK003", 2, 7),
        ("PK004", 2, 13),
        ("PK003", 2, 22),
        ("PK003", 2, 22),
        ("PK003", 3, 5),
    ]
    assert document is not None
    assert document.data == {"a": "xy", "b": {"c": 1, "d": "\u202e\u200b"}, "f": "g"}
    assert document.line_column(document.offset(("b", "d"), of_key=True)) == (2, 19)
    assert document.finding("PK101", (), "", edits=[Edit(0, 1, "")]).edits == ()


def test_what_cannot_be_seen_is_told_up_to_the_limit() -> None:
    document, findings = read("a: " + "\u200b" * 5, limits=Limits(findings=3))
    assert document is None
    assert [(one.code, one.column) for one in findings] == [
        *(("PK003", column) for column in (4, 5, 6)),
        ("PK015", 7),
    ]


def test_a_text_that_is_no_yaml_without_what_cannot_be_seen_is_told_of_that_alone() -> None:
    for text in ("a: b\u2028c: d\u200b\n", "a: [\u200b\u00ad"):
        document, findings = read(text)
        assert document is None
        assert [one.code for one in findings] == ["PK003"] * 2
    assert len(read("\0a\0:\0 \0b\u200b")[1]) == 1
