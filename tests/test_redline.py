"""What changed of a clause's words and fields: exact, minimal, readable, and what it means."""

from __future__ import annotations

import json
import pickle
import re
import subprocess
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from policykit.catalogue import ENGLISH, catalogue
from policykit.comparison import diff
from policykit.comparison import redline as module
from policykit.comparison.redline import Redline, pieces, redline, says_the_same
from policykit.render import markdown, text
from policykit.render import redline as shown
from policykit.schema import schema_text
from tests.conftest import ROOT
from tests.writing import version

SHARE: dict[str, Any] = {
    "id": "share",
    "kind": "disclosure",
    "personal_data": ["email_address"],
    "recipients": ["advertiser"],
}
GENERAL: dict[str, Any] = {"id": "general", "kind": "general"}
STATUS = "/proc/self/status"
ALPHABET = [
    "a",
    "b",
    "cd",
    " ",
    "  ",
    "\n",
    "\n\n",
    ",",
    "個",
    "人",
    "が",
    "か\u3099",
    "é",
    "e\u0301",
]
TEXTS = st.lists(st.sampled_from([*ALPHABET, "ก", "กิ", "\u3000", "x_*~"]), max_size=14).map("".join)


def before_of(found: Redline) -> str:
    return "".join(one.text for one in found if one.op != "added")


def after_of(found: Redline) -> str:
    return "".join(one.text for one in found if one.op != "removed")


def holds(before: str, after: str) -> Redline:
    """The law of every redline; returns it."""
    found = redline(before, after)
    assert (before_of(found), after_of(found)) == (before, after)
    assert all(one.text for one in found)
    ops = [one.op for one in found]
    assert not [pair for pair in pairwise(ops) if pair[0] == pair[1]]
    assert ("added", "removed") not in pairwise(ops)
    return found


@given(TEXTS, TEXTS)
def test_a_redline_is_exactly_both_texts(before: str, after: str) -> None:
    holds(before, after)


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_redline_of_any_characters_is_exactly_both_texts(before: str, after: str) -> None:
    holds(before, after)


def plain_words(text: str) -> list[str]:
    words = (piece.strip() for piece in pieces(text))
    return [unicodedata.normalize("NFC", word) for word in words if word]


def longest_common(old: list[str], new: list[str]) -> int:
    """The textbook's table: how many words can stay."""
    row = [0] * (len(new) + 1)
    for word in old:
        above = row
        row = [0]
        for place, other in enumerate(new):
            row.append(above[place] + 1 if word == other else max(above[place + 1], row[-1]))
    return row[-1]


@given(TEXTS, TEXTS)
def test_no_redline_keeps_more_words(before: str, after: str) -> None:
    old, new = plain_words(before), plain_words(after)
    olds, news = module._words(before)[1], module._words(after)[1]
    kept = sum(length for _, _, length in module._runs(before, after, olds, news))
    assert kept == longest_common(old, new)


def test_words_are_compared_and_white_space_goes_with_them() -> None:
    found = redline("on a court order to us", "on a judicial order to us")
    assert [tuple(one) for one in found] == [
        ("equal", "on a "),
        ("removed", "court "),
        ("added", "judicial "),
        ("equal", "order to us"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "edits"),
    [
        ("個人情報を提供しません。", "個人データを提供します。", ["情報", "データ", "せん", "す"]),
        ("ข้อมูลส่วนบุคคล", "ข้อมูลส่วนตัว", ["บุคคล", "ตัว"]),
        ("GDPRに基づく", "LGPDに基づく", ["GDPR", "LGPD"]),
        ("이메일 주소를 공유", "이메일 번호를 공유", ["주소를 ", "번호를 "]),
    ],
)
def test_scripts_without_spaces_are_compared_by_character(
    before: str, after: str, edits: list[str]
) -> None:
    assert [one.text for one in holds(before, after) if one.op != "equal"] == edits


def test_a_mark_stays_with_the_character_it_belongs_to() -> None:
    assert pieces("か\u3099く กิ่ง 葛\U000e0100城") == [
        "か\u3099",
        "く ",
        "กิ่",
        "ง ",
        "葛\U000e0100",
        "城",
    ]


def test_one_character_in_two_spellings_is_told_and_does_not_disturb() -> None:
    before, after = "the café is open now", "the cafe\u0301 is closed now"
    changed = [one.text for one in holds(before, after) if one.op != "equal"]
    assert changed == ["café", "cafe\u0301", "open ", "closed "]
    assert says_the_same("caf\u00e9  x", "cafe\u0301\nx ")
    assert not says_the_same("a b", "ab")


def lines(count: int, width: int, step: int = 7919) -> list[list[str]]:
    return [
        [f"w{(row * width + place) * step % 4001}" for place in range(width)]
        for row in range(count)
    ]


@pytest.mark.parametrize("join", ["\n", "\n\n", " "])
def test_a_long_text_is_aligned_by_paragraph_within_bounded_memory(join: str) -> None:
    old = lines(500, 100)
    new = [[*row] for row in old]
    for row in range(0, 500, 25):
        new[row][50] = "changed"
    new.insert(100, ["a", "whole", "new", "paragraph"])
    before, after = (join.join(" ".join(row) for row in rows) for rows in (old, new))
    found = holds(before, after)
    removed = sum(len(one.text.split()) for one in found if one.op == "removed")
    added = sum(len(one.text.split()) for one in found if one.op == "added")
    if join != " ":
        assert (removed, added) == (20, 24)
    else:
        # One paragraph of 50 000 words, in halves: few more than the fewest.
        assert 20 <= removed <= 60
        assert added == removed + 4


@pytest.mark.skipif(not Path(STATUS).exists(), reason="peaks are read from Linux's own count")
def test_long_texts_take_a_bounded_part_of_memory() -> None:
    code = (
        f"import re\nSTATUS = {STATUS!r}\n"
        "from policykit.comparison.redline import redline\n"
        "def text(words, step): return ' '.join(f'w{i * step % 4001}' for i in range(words))\n"
        "redline('a b', 'a c')\n"
        "def peak(): return int(re.search('VmHWM:\\\\s+(\\\\d+)', open(STATUS).read())[1])\n"
        "start = peak(); redline(text(20_000, 7919), text(20_000, 7907)); one = peak()\n"
        "redline(text(120_000, 7919), text(120_000, 7907))\n"
        "print((one - start) // 1024, (peak() - one) // 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    at_20_000, more = map(int, done.stdout.split())
    assert at_20_000 < 100
    assert more < 150  # the texts and words themselves; aligned whole it would be 1.8 GB


def test_nothing_is_imported_for_a_diff_in_which_no_words_changed() -> None:
    code = (
        "import sys, policykit\n"
        "policy = policykit.load('policies')['telegram/privacy']\n"
        "found = policykit.diff(policy.on('2024-09-22'), policy.on('2024-09-23'))\n"
        "print('rapidfuzz.distance' in sys.modules)\n"
        "found.as_json(); print('rapidfuzz.distance' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout == "False\nTrue\n"


# In a diff


def compared(before: list[dict[str, Any]], after: list[dict[str, Any]], **more: Any) -> Any:
    found = diff(version(before), version(after, "2.0.0"), **more)
    schema = json.loads(schema_text("diff"))
    jsonschema.Draft202012Validator(schema).validate(found.as_json())
    return found


def test_a_clause_has_a_redline_of_its_text_by_language_and_of_its_title() -> None:
    old = {**SHARE, "title": "Ads shown", "text": {"en": "we share", "de": "wir teilen"}}
    new = {**SHARE, "title": "Ads sold", "text": {"en": "we sell", "de": "wir teilen"}}
    (change,) = compared([old], [new]).clauses
    assert change.redline == {"en": redline("we share", "we sell")}
    assert change.title_redline == redline("Ads shown", "Ads sold")
    assert change.as_json() == {
        "id": "share",
        "change": "reworded",
        "fields": ["title", "text.en"],
        "meaning": "same",
        "title_redline": [
            {"op": "equal", "text": "Ads "},
            {"op": "removed", "text": "shown"},
            {"op": "added", "text": "sold"},
        ],
        "redline": {
            "en": [
                {"op": "equal", "text": "we "},
                {"op": "removed", "text": "share"},
                {"op": "added", "text": "sell"},
            ]
        },
    }


def test_a_clause_whose_words_stayed_has_no_redline() -> None:
    (change,) = compared([SHARE], [{**SHARE, "recipients": ["data_broker"]}]).clauses
    assert (change.redline, change.title_redline) == ({}, ())
    assert not {"redline", "title_redline"} & set(change.as_json())


def test_a_translation_that_comes_or_goes_is_said_as_such() -> None:
    old = {**SHARE, "text": {"en": "a", "fr": "f"}}
    new = {**SHARE, "text": {"en": "a", "de": "b"}}
    found = compared([old], [new])
    (change,) = found.clauses
    assert {name: [tuple(one) for one in words] for name, words in change.redline.items()} == {
        "de": [("added", "b")],
        "fr": [("removed", "f")],
    }
    said = text.diff(found, text.Style())
    assert "      de: translation added\n      fr: translation removed\n" in said
    first = compared([SHARE], [{**SHARE, "text": "x"}])
    assert "      en: text added\n" in text.diff(first, text.Style())
    assert "en: text added" in markdown.diff(first)


@pytest.mark.parametrize(
    ("before", "after"), [("a b\nc", "a  b c"), ("caf\u00e9", "cafe\u0301"), ("a", "a\n")]
)
def test_white_space_and_the_spelling_of_a_character_are_reported_and_are_no_rewording(
    before: str, after: str
) -> None:
    found = compared([{**GENERAL, "text": before}], [{**GENERAL, "text": after}])
    assert (found.unchanged, found.required_bump) == (False, "patch")
    assert [(one.change, one.meaning) for one in found.clauses] == [("reworded", "same")]
    assert found.reworded_alone == ()
    assert "en: the same words, but for white space or the encoding of a character" in text.diff(
        found, text.Style()
    )


def test_a_clause_that_moved_says_from_where_to_where() -> None:
    found = compared([{**SHARE, "section": "2"}], [{**SHARE, "section": "3.1"}])
    (change,) = found.clauses
    assert change.as_json()["values"] == {"section": {"before": "2", "after": "3.1"}}
    assert "share (3.1) moved: section (2 → 3.1)" in text.diff(found, text.Style())
    back = compared([{**SHARE, "section": "2"}], [SHARE])
    assert back.clauses[0].as_json()["values"] == {"section": {"before": "2"}}
    assert "share moved: section (2 → none)" in text.diff(back, text.Style())


def test_each_changed_field_has_both_values() -> None:
    old = {
        **SHARE,
        "text": "x",
        "when": {"offence": ["terrorism"], "violates_terms": True},
        "commitments": {"user_notice": "may"},
        "overlays": {"EU": {"text": "y"}},
    }
    new = {
        **SHARE,
        "text": "z",
        "when": {"offence": ["crime"]},
        "commitments": {"user_notice": "before", "legal_review": True},
        "overlays": {"EU": {"text": "w"}, "NO": None},
    }
    (change,) = compared([old], [new]).clauses
    values = change.as_json()["values"]
    assert values == {
        "when.offence": {"before": ["terrorism"], "after": ["crime"]},
        "when.violates_terms": {"before": True},
        "commitments.user_notice": {"before": "may", "after": "before"},
        "commitments.legal_review": {"after": True},
        "overlays.EU.text.en": {"before": "y", "after": "w"},
        "overlays.NO": {"after": None},
    }
    assert {*values, "text.en"} == set(change.fields)


def test_a_diff_with_redlines_can_be_pickled() -> None:
    found = compared([{**SHARE, "text": "a"}], [{**SHARE, "text": "b"}])
    assert pickle.loads(pickle.dumps(found)).as_json() == found.as_json()  # noqa: S301  our own


# What it means


def meanings(before: list[dict[str, Any]], after: list[dict[str, Any]], **more: Any) -> Any:
    found = compared(before, after, **more).clauses
    return [(one.id, one.change, one.meaning) for one in found]


BAN: dict[str, Any] = {
    "id": "never",
    "kind": "disclosure",
    "effect": "prohibited",
    "personal_data": ["contact_data"],
    "recipients": ["third_party"],
}
MOVED = {**SHARE, "recipients": ["data_broker"]}
NOTICE: dict[str, Any] = {"id": "n", "kind": "notice", "commitments": {"contact": "a@acme.example"}}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        # Words alone, and fields alone.
        ([{**SHARE, "text": "a"}], [{**SHARE, "text": "b"}], [("share", "reworded", "same")]),
        ([SHARE], [MOVED], [("share", "changed", "changed")]),
        # Fields that change nothing: shadowed, reordered, or of the same length of time.
        ([SHARE, BAN], [MOVED, BAN], [("share", "changed", "same")]),
        (
            [{**SHARE, "commitments": {"retention_max": "P12M"}}],
            [{**SHARE, "commitments": {"retention_max": "P1Y"}}],
            [("share", "changed", "same")],
        ),
        ([SHARE], [{**SHARE, "notes": "x", "text": "y"}], [("share", "changed", "same")]),
        ([SHARE], [{**SHARE, "legal_bases": ["consent"]}], [("share", "changed", "changed")]),
        # Clauses that come and go.
        ([SHARE], [SHARE, {**SHARE, "id": "b"}], [("b", "added", "same")]),
        ([SHARE], [SHARE, {**MOVED, "id": "b"}], [("b", "added", "changed")]),
        ([SHARE, {**MOVED, "id": "b"}], [SHARE], [("b", "removed", "changed")]),
        # Another's edit changed what this one was responsible for; its own words changed nothing.
        (
            [{**SHARE, "text": "a"}],
            [{**SHARE, "text": "b"}, {**BAN, "recipients": ["advertiser"]}],
            [("share", "reworded", "same"), ("never", "added", "changed")],
        ),
        # Merging: what went with the merged clause is told of it.
        (
            [SHARE, {**MOVED, "id": "b"}],
            [{**SHARE, "renamed_from": ["b"]}],
            [("share", "renamed", "changed"), ("share", "changed", "same")],
        ),
        (
            [SHARE],
            [{**SHARE, "id": "new", "renamed_from": ["share"]}],
            [("new", "renamed", "same")],
        ),
        ([{**SHARE, "section": "1"}], [{**SHARE, "section": "2"}], [("share", "moved", "same")]),
        # Clauses without a rule: only a reader can tell.
        (
            [{**GENERAL, "text": "a"}],
            [{**GENERAL, "text": "b"}],
            [("general", "reworded", "unstructured")],
        ),
        (
            [{**GENERAL, "title": "a"}],
            [{**GENERAL, "title": "b"}],
            [("general", "reworded", "same")],
        ),
        ([], [GENERAL], [("general", "added", "unstructured")]),
        # Promises and statements by clause.
        ([NOTICE], [{**NOTICE, "commitments": {"contact": "b"}}], [("n", "changed", "changed")]),
        ([{**GENERAL, "kind": "statement"}], [], [("general", "removed", "changed")]),
        (
            [{"id": "r", "kind": "right", "rights": ["access"]}],
            [{"id": "r", "kind": "right", "rights": ["access", "erasure"]}],
            [("r", "changed", "changed")],
        ),
    ],
)
def test_each_clause_says_whether_its_meaning_changed(before: Any, after: Any, said: Any) -> None:
    assert meanings(before, after) == said


def test_past_the_bound_the_meaning_of_a_rule_is_not_decided() -> None:
    assert meanings([SHARE, BAN], [MOVED, BAN], work=0) == [("share", "changed", "undecided")]


def test_words_without_meaning_and_meaning_without_words_are_both_said() -> None:
    old = [{**SHARE, "text": "a"}, {**MOVED, "id": "b", "text": "x"}, {**BAN, "text": "y"}]
    new = [{**SHARE, "text": "b"}, {**MOVED, "id": "b", "text": "x", "when": {"emergency": True}}]
    found = compared(old, new)
    assert (found.reworded_alone, found.changed_silently) == (("share",), ("b",))
    said = text.diff(found, text.Style())
    assert "share reworded: text.en (the meaning is the same)" in said
    assert "b changed: when (the text is the same)" in said
    assert "never removed\n" in said
    translated = compared([{**SHARE, "text": "a"}], [{**SHARE, "text": {"en": "a", "de": "b"}}])
    assert (translated.reworded_alone, translated.changed_silently) == ((), ())
    local = {**MOVED, "text": "a", "overlays": {"EU": {"text": "Other words there."}}}
    found = compared([{**SHARE, "text": "a"}], [local])
    assert found.changed_silently == ()
    assert "the text is the same" not in text.diff(found, text.Style())
    moved = {**MOVED, "text": {"en": "a", "de": "b"}}
    assert compared([{**SHARE, "text": "a"}], [moved]).changed_silently == ("share",)


# To be read


def read(found: Redline) -> str:
    words = shown.abridged(found, catalogue(ENGLISH))
    return words if isinstance(words, str) else shown.marked(words, colour=False)


LONG = " ".join(f"w{place}" for place in range(40))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("a b c", "a x c", "a [-b-]{+x+} c"),
        ("a b", "a", "a [-b-]"),
        ("a", "a b", "a {+b+}"),
        ("a\nb c", "a b d", "a b [-c-]{+d+}"),
        ("個人情報です", "個人データです", "個人[-情報-]{+データ+}です"),
        (f"{LONG} x", f"{LONG} y", "… w34 w35 w36 w37 w38 w39 [-x-]{+y+}"),
        (f"x {LONG}", f"y {LONG}", "[-x-]{+y+} w0 w1 w2 w3 w4 w5 …"),
        (
            f"x {LONG} x",
            f"y {LONG} y",
            "[-x-]{+y+} w0 w1 w2 w3 w4 w5 … w34 w35 w36 w37 w38 w39 [-x-]{+y+}",
        ),
    ],
)
def test_a_redline_is_abridged_for_a_reader(before: str, after: str, said: str) -> None:
    assert read(redline(before, after)) == said


def test_many_places_are_cut_and_counted() -> None:
    old, new = (" ".join(f"{name}{i} w" for i in range(15)) for name in "ab")
    said = read(redline(old, new))
    assert said.count("[-") == shown.MOST_PLACES
    assert said.endswith("… and 3 more places")


def test_colours_are_for_a_terminal_alone_and_close_on_every_line() -> None:
    found = compared(
        [{**SHARE, "text": LONG}], [{**SHARE, "text": f"{LONG.replace('w', 'v')} end"}]
    )
    plain, painted = text.diff(found, text.Style(60)), text.diff(found, text.Style(60, colour=True))
    assert "\x1b" not in plain
    assert "[-w0 w1" in plain
    lines = painted.splitlines()
    assert [line for line in lines if "\x1b[9;31m" in line and "w0" in line]
    assert [line for line in lines if "\x1b[4;32m" in line and "end" in line]
    for line in lines:
        assert line.count("\x1b[0m") == len(re.findall(r"\x1b\[(?!0m)[\d;]+m", line))


@given(TEXTS, TEXTS)
def test_markdown_shows_what_was_removed_and_added_and_nothing_else_as_such(
    before: str, after: str
) -> None:
    words = shown.abridged(redline(before, after), catalogue(ENGLISH)) if before != after else ""
    if isinstance(words, str):
        return
    html = (
        MarkdownIt("commonmark", {"html": True})
        .enable("strikethrough")
        .renderInline(markdown.redline(words))
    )
    for op, tags in (("removed", "s|del"), ("added", "strong")):
        marked = re.findall(rf"<(?:{tags})>(.*?)</(?:{tags})>", html)
        assert marked == [one.text for one in words if one.op == op], html
    assert "".join(re.sub(r"<[^>]+>", "", html).split()) == "".join(
        "".join(one.text.split()) for one in words
    )
