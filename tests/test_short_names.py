"""The name of a set is the one that costs least: terms, then exceptions, then rests."""

from __future__ import annotations

import pytest

from policykit.model import Cover
from policykit.scenarios.coordinates import Coordinate
from policykit.scenarios.covers import cover, union

LETTERS = "abcdefgh"


def flat(**names: str) -> Coordinate:
    """Eight atoms, each a term, and terms that hold several."""
    bits = {letter: 1 << place for place, letter in enumerate(LETTERS)}
    broad = {name: sum(bits[letter] for letter in held) for name, held in names.items()}
    masks: dict[str | bool, int] = {}
    masks.update(broad)
    masks.update(bits)
    return Coordinate("purposes", "tree", LETTERS, [masks], masks, LETTERS, ())


def of(letters: str) -> int:
    return sum(1 << LETTERS.index(letter) for letter in letters)


@pytest.mark.parametrize(
    ("names", "letters", "terms", "except_"),
    [
        ({}, "abcdefgh", "*", ""),
        ({}, "a", "a", ""),
        ({}, "hba", "a b h", ""),
        # One exception costs more than one term, and less than two.
        ({"abc": "abc"}, "ab", "a b", ""),
        ({"abcd": "abcd"}, "abc", "abcd", "d"),
        ({"abcde": "abcde"}, "abc", "a b c", ""),
        ({"abcdef": "abcdef"}, "abcd", "abcdef", "e f"),
        ({}, "bcdefgh", "*", "a"),
        ({}, "cdefgh", "*", "a b"),
        ({}, "defgh", "*", "a b c"),
        ({}, "efgh", "e f g h", ""),
        # Whole terms stand for their atoms, the broadest first, none that adds nothing.
        ({"ab": "ab", "abc": "abc"}, "abc", "abc", ""),
        ({"ab": "ab", "abc": "abc"}, "ab", "ab", ""),
        ({"abc": "abc", "cde": "cde", "bcd": "bcd"}, "abcde", "abc cde", ""),
        # What is excepted may be a term of several.
        ({"abcdef": "abcdef", "ef": "ef"}, "abcd", "abcdef", "ef"),
        ({"abcdefg": "abcdefg", "ef": "ef"}, "abcd", "abcdefg", "ef g"),
        # Two terms less what both have too much.
        ({"abcd": "abcd", "defg": "defg"}, "abcefg", "abcd defg", "d"),
        ({"abcd": "abcd", "efgh": "efgh"}, "abcefg", "*", "d h"),
        # A term less what it has too much, and what it lacks.
        ({"abcde": "abcde"}, "abcdg", "abcde g", "e"),
        ({"abcd": "abcd", "gh": "gh"}, "abcgh", "abcd gh", "d"),
    ],
)
def test_a_set_has_its_shortest_name(
    names: dict[str, str], letters: str, terms: str, except_: str
) -> None:
    found = cover(flat(**names), of(letters))
    assert found == Cover(tuple(terms.split()), tuple(except_.split()))


def test_an_empty_set_has_no_name() -> None:
    with pytest.raises(ValueError, match="an empty set has no name"):
        cover(flat(), 0)


def test_a_union_is_given_up_where_it_takes_more_than_it_may() -> None:
    one = flat(ab="ab")
    assert union(one, of("abcd"), 3) == ["ab", "c", "d"]
    assert union(one, of("abcd"), 2) == ["ab", "c", "d"]
    assert union(one, of("abcd"), 1) is None
    assert union(one, 0) == []
    unnamed = Coordinate("purposes", "tree", "ab", [{"a": 1}], {"a": 1}, "ab", ())
    assert union(unnamed, 2) is None
    with pytest.raises(ValueError, match="no union of terms"):
        cover(Coordinate("purposes", "tree", "abc", [{"a": 1}], {"a": 1}, "abc", ()), 2)


def test_terms_stand_by_the_first_atom_they_cover_and_broader_ones_first() -> None:
    one = flat(zz="gh", yy="bcd", xx="bcdefg")
    assert cover(one, of("abcdgh")).terms == ("a", "yy", "zz")
    assert cover(one, of("bcdefgh")).terms == ("xx", "zz")
    assert cover(one, of("bcdefg")).terms == ("xx",)


def test_a_rest_costs_more_than_a_term() -> None:
    atoms = ("a", "b", "other:x", "c")
    masks: dict[str | bool, int] = {"a": 1, "b": 2, "other:x": 4, "x": 7, "c": 8}
    one = Coordinate("purposes", "tree", atoms, [masks], masks, atoms, ())
    # "a, other:x" would cost 2.5, "x except b" costs 2.25; "x except b" with c 3.25.
    assert cover(one, 5) == Cover(("x",), ("b",))
    assert cover(one, 3) == Cover(("a", "b"))
    assert cover(one, 4) == Cover(("other:x",))
    assert cover(one, 13) == Cover(("*",), ("b",))

    many = ("a", "b", "c", "other:x", "d", "e", "f", "g")
    bits: dict[str | bool, int] = {atom: 1 << place for place, atom in enumerate(many)}
    masks = {**bits, "x": 0b1111111}
    wide = Coordinate("purposes", "tree", many, [masks], masks, many, ())
    # "a, b, c, other:x" costs 4.5, "x except d, e, f" 4.75.
    assert cover(wide, 0b1111) == Cover(("a", "b", "c", "other:x"))


def test_a_term_that_others_make_up_is_left_out_and_of_equals_the_broader_is_taken() -> None:
    assert union(flat(bcde="bcde", abc="abc", **{"def": "def"}), of("abcdef")) == ["abc", "def"]
    assert union(flat(abc="abc", cd="cd", bcd="bcd"), of("abcd")) == ["abc", "bcd"]


def test_of_booleans_each_value_is_named() -> None:
    masks: dict[str | bool, int] = {False: 1, True: 2}
    one = Coordinate("emergency", "boolean", (False, True), [masks], masks, (True, False), (False,))
    assert cover(one, 1) == Cover((False,))
    assert cover(one, 2) == Cover((True,))
    assert cover(one, 3) == Cover((False, True))
    assert one.example(3) is False
    assert one.example(2) is True
