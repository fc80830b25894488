"""Why a clause is responsible for a change, and sentences with more exceptions than they list."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.policies import WORKLOADS
from policykit.catalogue import languages
from policykit.comparison import PolicyDiff, diff
from policykit.jurisdictions import atlas
from tests import z3_oracle
from tests.sentences import clause, share
from tests.writing import header, version

Clauses = list[dict[str, Any]]

WIDE = share(id_="wide", personal_data=["contact_data"])
NEVER = share(id_="never", effect="prohibited", personal_data=["email_address"])
BRAZIL = header(vocabulary={"groups": {"away": {"title": "Away", "members": ["BR"]}}})


def compared(before: Clauses, after: Clauses, **more: Any) -> PolicyDiff:
    return diff(
        version(before, **more.get("old", {})), version(after, "2.0.0", **more.get("new", {}))
    )


def causes(found: PolicyDiff) -> list[tuple[dict[str, str], dict[str, str]]]:
    listed: Any = [*found.disclosures, *found.processing, *found.commitments, *found.rights]
    told = [one.as_json()["causes"] for one in listed]
    return [(one["before"], one["after"]) for one in told]


CASES: dict[str, tuple[Clauses, Clauses, list[tuple[dict[str, str], dict[str, str]]]]] = {
    "added": ([], [WIDE], [({}, {"wide": "added"})]),
    "removed": ([WIDE], [], [({"wide": "removed"}, {})]),
    "changed": (
        [share(id_="wide", personal_data=["email_address"])],
        [WIDE],
        [({}, {"wide": "changed"})],
    ),
    "removed, and another so exposed": (
        [WIDE, NEVER],
        [WIDE],
        [({"never": "removed"}, {"wide": "exposed"})],
    ),
    "added, and another so overridden": (
        [WIDE],
        [WIDE, NEVER],
        [({"wide": "overridden"}, {"never": "added"})],
    ),
    "one for another": (
        [share(id_="old", effect="required")],
        [share(id_="new")],
        [({"old": "removed"}, {"new": "added"})],
    ),
    "renamed, and the same beside one removed": (
        [WIDE, NEVER],
        [{**WIDE, "id": "broad", "renamed_from": ["wide"]}],
        [({"never": "removed"}, {"broad": "exposed"})],
    ),
    "a guarantee": (
        [share(commitments={"legal_review": True})],
        [share(), clause(id_="idle", personal_data=["name"], recipients=["police"])],
        [({}, {"idle": "added"}), ({"share": "changed"}, {"share": "changed"})],
    ),
    "a clause's own promise": (
        [{"id": "late", "kind": "change", "commitments": {"change_notice_days": 30}}],
        [{"id": "late", "kind": "change", "commitments": {"change_notice_days": 10}}],
        [({"late": "changed"}, {"late": "changed"})],
    ),
    "a right": (
        [clause("right", "see", rights=["access"])],
        [],
        [({"see": "removed"}, {})],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_clause_responsible_has_its_cause(name: str) -> None:
    before, after, expected = CASES[name]
    assert causes(compared(before, after)) == expected


def test_a_clause_that_reaches_elsewhere_without_a_change_of_its_own() -> None:
    found = compared(
        [WIDE], [WIDE], old={"jurisdictions": ["FR"]}, new={"jurisdictions": ["FR", "DE"]}
    )
    assert causes(found) == [({}, {"wide": "frame"})]


DATA = [
    "name",
    "username",
    "email_address",
    "phone_number",
    "ip_address",
    "calendar_events",
    "session_cookie",
    "user_agent",
    "bank_account",
    "location_history",
    "health_data",
    "government_id",
]


@pytest.mark.parametrize(("holes", "more"), [(8, 0), (9, 0), (10, 2), (12, 4)])
def test_a_sentence_lists_so_many_exceptions_and_counts_the_rest(holes: int, more: int) -> None:
    """The first ones reach into one country, the others into two: the largest are listed."""
    countries = atlas().members("EU", "2024-01-01")
    names = sorted(countries)
    never = [
        share(
            id_=f"never-{place}",
            effect="prohibited",
            personal_data=[data],
            jurisdictions=names[2 * place : 2 * place + (1 if place < more else 2)],
        )
        for place, data in enumerate(DATA[:holes])
    ]
    everything = clause(id_="all", recipients=["police"])
    found = compared(never, [*never, everything])
    (one,) = (change for change in found.disclosures if change.change == "newly_permitted")
    assert len(one.except_) == holes
    listed: Any = one.as_json()["except"]
    assert len(listed) == holes
    for language in languages():
        sentence = one.sentence_in(language)
        assert f"({holes - more})" in sentence
        assert f"({holes - more + 1})" not in sentence
        assert (str(more) in sentence.rsplit(";", 1)[1]) == bool(more)
    if more:
        assert one.sentence.endswith(
            f"; and {more} smaller cases, all of them listed in the JSON report."
        )
        (small, large) = (f"in {atlas().phrase(names[2 * place])}" for place in (0, more))
        assert large in one.sentence
        assert small not in one.sentence


def test_of_clauses_that_are_all_others_each_is_told_in_few_statements() -> None:
    """What takes hundreds of plain boxes is told box by box of its clause, with what is cut out."""
    before, after = WORKLOADS["rewrite"](40, 1)
    found = diff(*map(z3_oracle.version, (before, after), ("1.0.0", "2.0.0")), on=z3_oracle.DAY)
    told = [*found.disclosures, *found.processing]
    assert found.unsaid == ()
    assert len(told) <= 2 * (len(before) + len(after))


def test_changes_come_broader_first_and_no_two_of_them_in_any_order() -> None:
    from policykit.comparison.outcomes import _by_direction, direction_of

    outcomes: tuple[Any, ...] = ("unstated", "permitted", "required", "prohibited")
    pairs = [(one, other) for one in outcomes for other in outcomes if one != other]
    keys = [_by_direction(pair) for pair in pairs]
    assert len(set(keys)) == len(pairs)
    ways = [direction_of(*pair) for pair in sorted(pairs, key=_by_direction)]
    assert list(dict.fromkeys(ways)) == ["broader", "narrower", "promise_dropped", "promise_made"]
    assert ways == sorted(ways, key=list(dict.fromkeys(ways)).index)


def test_all_that_a_statement_leaves_out_is_among_what_its_sentence_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from policykit.comparison import outcomes
    from tests.worlds.checking import readable

    said: list[Any] = []
    looked = 0
    real_parts, real_left_out = outcomes._parts_of, outcomes._left_out

    def parts_of(search: Any, boxes: Any, statement: Any) -> Any:
        said.append(list(boxes))
        return real_parts(search, boxes, statement)

    def left_out(search: Any, statement: Any, after: Any, differing: int) -> Any:
        nonlocal looked
        said.clear()
        found = real_left_out(search, statement, after, differing)
        if said:
            diagrams = search.levels.diagrams
            told = diagrams.union([diagrams.box(masks) for boxes in said for masks in boxes])
            every = diagrams.union([diagrams.box(masks) for masks in statement.holes])
            rest = diagrams.less(every, diagrams.either(told, search.levels.impossible))
            assert rest == diagrams.less(every, every), "an exception is in neither list"
            looked += len(statement.holes) > 1
        return found

    monkeypatch.setattr(outcomes, "_parts_of", parts_of)
    monkeypatch.setattr(outcomes, "_left_out", left_out)
    for seed in range(80):
        made, versions = readable(seed)
        diff(*versions, on=made.on, jurisdiction=made.jurisdiction)
    assert looked
