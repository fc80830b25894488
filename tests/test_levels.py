"""How a set of scenarios becomes statements: bounds, exceptions, and what is not said twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policykit.model import EVERYWHERE, Cover
from policykit.scenarios.diagram import EMPTY, Masks
from policykit.scenarios.space import Space
from policykit.scenarios.statements import (
    FEW,
    SOME,
    Levels,
    Part,
    Piece,
    Tier,
    size,
    smaller_tiers,
    tiers,
)
from tests.test_survivors import DAY, SIDE

PLAIN = Levels(Space([SIDE], DAY, ["personal_data", "recipients"], []), 10**7)
FULL = PLAIN.space.full


def bits(*numbers: int) -> int:
    return sum(1 << number for number in numbers)


def apart(number: int, width: int = 1) -> Masks:
    """One of some boxes of which no two can be told as one."""
    wide = bits(*range(width))
    return (FULL[0], wide << (number * 3), wide << (number * 3))


def union(levels: Levels, *boxes: Masks) -> int:
    return levels.diagrams.union([levels.diagrams.box(masks) for masks in boxes])


def test_no_more_holes_are_cut_than_may_be() -> None:
    every = [apart(number) for number in range(3)]
    surplus = union(PLAIN, *every)
    for edges in (every, every[:1], []):
        holes, rest = PLAIN._holes(FULL, surplus, frozenset(edges)).first(2)
        assert len(holes) == 2
        assert rest != EMPTY
        holes, rest = PLAIN._holes(FULL, surplus, frozenset(edges)).first(3)
        assert sorted(holes) == sorted(every)
        assert rest == EMPTY


def test_what_takes_more_exceptions_than_may_be_is_not_told_so() -> None:
    every = [apart(number) for number in range(3)]
    region = PLAIN.diagrams.less(PLAIN.diagrams.box(FULL), union(PLAIN, *every))
    assert PLAIN._told(region, region, frozenset(every), 2) == []
    (told,) = PLAIN._told(region, region, frozenset(every), 3)
    assert sorted(told[1]) == sorted(every)


def test_of_edges_one_in_another_the_wider_is_cut_and_no_other() -> None:
    wide, other = apart(0, 2), apart(1)
    narrow = (FULL[0], bits(0), bits(0))
    surplus = union(PLAIN, wide, other)
    holes, rest = PLAIN._holes(FULL, surplus, frozenset([narrow, other, wide])).first(5)
    assert rest == EMPTY
    assert holes == [wide, other]
    assert size(wide) > size(other)


def test_what_no_tier_tells_is_told_in_plain_boxes() -> None:
    region = union(PLAIN, apart(0), apart(1))
    said, rest = PLAIN.statements(region, [], 10)
    assert rest == EMPTY
    assert sorted(one.masks for one in said) == sorted([apart(0), apart(1)])
    few, left = PLAIN.statements(region, [], 1)
    assert len(few) == 1
    assert left != EMPTY


def test_what_was_left_of_the_work_is_not_more_afterwards() -> None:
    levels = Levels(PLAIN.space, 10**7)
    region = union(levels, apart(0), apart(1))
    levels.diagrams.work = 500
    pieces = [Piece(levels.diagrams.box(apart(number)), (apart(number), ())) for number in (0, 1)]
    levels.statements(region, [Tier(pieces, 5)], 10)
    assert 0 < levels.diagrams.work <= 500


def test_what_is_said_is_not_said_again() -> None:
    one, other = apart(0), apart(1)
    pieces = [
        Piece(PLAIN.diagrams.box(masks), (masks, ())) for masks in (one, one, other, one, other)
    ]
    said, rest = PLAIN.statements(union(PLAIN, one, other), [Tier(pieces, 5)], 10)
    assert [statement.masks for statement in said] == [one, other]
    assert rest == EMPTY
    last = apart(2)
    again = [Piece(PLAIN.diagrams.box(one), (one, ()))] * 2
    said, _ = PLAIN.statements(union(PLAIN, one, last), [Tier(again, 5)], 10)
    assert [statement.masks for statement in said] == [one, last]


def test_of_many_pieces_none_is_said_twice() -> None:
    places = PLAIN.space.full[0]
    one = [(bits(number), *apart(1)[1:]) for number in range(40) if places >> number & 1]
    assert len(one) == 40
    wide = (sum(masks[0] for masks in one[10:20]), *apart(1)[1:])
    pieces = [Piece(PLAIN.diagrams.box(masks), (masks, ())) for masks in (*one, wide, *one)]
    said, rest = PLAIN.statements(union(PLAIN, *one), [Tier(pieces, 5)], 100)
    assert [statement.masks for statement in said] == one
    assert rest == EMPTY
    # What several say together, before they are taken out, and what only one of them says.
    five = sum(masks[0] for masks in one[:5]), *apart(1)[1:]
    pieces = [Piece(PLAIN.diagrams.box(masks), (masks, ())) for masks in (*one[:5], five)]
    said, _ = PLAIN.statements(union(PLAIN, *one), [Tier(pieces, 5)], 5)
    assert [statement.masks for statement in said] == one[:5]
    # Only some of what a piece says is new.
    few = [Piece(PLAIN.diagrams.box(masks), (masks, ())) for masks in (one[10], wide, one[11])]
    said, rest = PLAIN.statements(union(PLAIN, *one[10:20]), [Tier(few, 5)], 100)
    assert {statement.masks for statement in said} == {one[10], wide}
    assert rest == EMPTY


def test_what_one_tier_leaves_the_next_one_tells() -> None:
    hole = apart(0)
    node = PLAIN.diagrams.less(PLAIN.diagrams.box(FULL), PLAIN.diagrams.box(hole))
    tiers_ = [Tier([], 5), Tier([Piece(node, (FULL, [hole]))], 5)]
    (statement,), rest = PLAIN.statements(node, tiers_, 10)
    assert (statement.masks, statement.holes) == (FULL, (hole,))
    assert rest == EMPTY


def shown(made: Iterable[Tier]) -> list[tuple[list[int], int]]:
    return [([piece.node for piece in tier.pieces], tier.most) for tier in made]


def test_a_set_is_told_at_once_by_its_causes_by_clauses_and_by_boxes() -> None:
    assert shown(tiers(5, [])) == [([5], SOME)]
    assert shown(tiers(5, [7])) == [([7], SOME)]
    assert shown(tiers(5, [7, 8])) == [([5], 2), ([7, 8], SOME)]
    many = [*range(7, 7 + FEW + 1)]
    assert shown(tiers(5, many, most=9)) == [([5], FEW), (many, 9)]
    assert shown(smaller_tiers([7], iter([8, 9]))) == [([7], SOME), ([8, 9], 1000)]


def test_a_tier_that_is_not_needed_is_not_made() -> None:
    one = apart(0)

    def told() -> Iterator[Tier]:
        yield Tier([Piece(PLAIN.diagrams.box(one), (one, ()))], 5)
        raise AssertionError

    said, rest = PLAIN.statements(PLAIN.diagrams.box(one), told(), 10)
    assert [statement.masks for statement in said] == [one]
    assert rest == EMPTY


def test_the_largest_exception_comes_first() -> None:
    holes = [apart(0), apart(1, 2)]
    for given in (holes, holes[::-1]):
        statement = PLAIN._statement(FULL, given, PLAIN.diagrams.box(FULL))
        assert statement.holes == (apart(1, 2), apart(0))


SUSPECTED = Levels(Space([SIDE], DAY, ["suspicion", "offence", "recipients"], []), 10**7)


def named(levels: Levels, **terms: list[str]) -> Masks:
    masks = levels.space.box(0, terms)
    assert masks is not None
    return masks


def test_a_hull_takes_in_what_is_impossible_and_nothing_else() -> None:
    levels = SUSPECTED
    full = levels.space.full
    # Who is a suspect is so of something: with no offence every other suspicion is impossible.
    innocent = named(levels, suspicion=["not_a_suspect"], offence=["no_offence"])
    level = levels.space.position["suspicion"]
    wide = (*innocent[:level], full[level], *innocent[level + 1 :])
    assert levels._relaxed(levels.diagrams.box(innocent)) == wide
    some = named(levels, suspicion=["not_a_suspect"], offence=["crime"])
    assert levels._relaxed(levels.diagrams.box(some)) == some
    for masks in (innocent, some):
        narrow = (*masks[:-1], masks[-1] & bits(0, 2))
        hull = levels._relaxed(levels.diagrams.box(narrow))
        allowed = levels.diagrams.either(levels.diagrams.box(narrow), levels.impossible)
        assert levels.diagrams.less(levels.diagrams.box(hull), allowed) == EMPTY
        assert all(wider & given == given for wider, given in zip(hull, narrow, strict=True))


def test_a_part_says_of_its_operation_in_any_case_and_of_nothing_else_that_may_be_anything() -> (
    None
):
    levels = Levels(Space([SIDE], DAY, ["operation", "recipients"], []), 10**7)
    part = levels.part(levels.space.full)
    assert list(part.scenario) == ["operation"]
    assert part.jurisdictions == EVERYWHERE


def test_what_constrains_nothing_is_left_out_of_json() -> None:
    some = Cover(("BR",), ())
    assert Part(EVERYWHERE, {}).as_json() == {}
    assert Part(some, {}).as_json() == {"jurisdictions": some.as_json()}
    assert Part(EVERYWHERE, {"recipients": some}).as_json() == {
        "scenario": {"recipients": some.as_json()}
    }
