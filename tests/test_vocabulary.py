"""The shipped words: every list a graph without circles, every date and group as history has it."""

from __future__ import annotations

import json
from datetime import date

import jsonschema
import jsonschema_rs
import pytest

from policykit.jurisdictions import atlas
from policykit.schema import NAMES, schema_text
from policykit.vocabulary import vocabulary


@pytest.mark.parametrize("name", sorted(vocabulary().lists))
def test_every_broader_term_exists_and_nothing_stands_under_itself(name: str) -> None:
    terms = vocabulary().lists[name]
    for term in terms.values():
        front, seen = list(term.broader), set()
        while front:
            above = front.pop()
            assert above in terms, (term.id, above)
            assert above != term.id
            if above not in seen:
                seen.add(above)
                front += terms[above].broader


def test_every_term_reads_inside_a_sentence() -> None:
    for terms in vocabulary().lists.values():
        for term in terms.values():
            assert term.title
            assert term.phrase
            assert term.description


def test_conditions_name_lists_that_exist_and_commitments_what_they_need() -> None:
    words = vocabulary()
    for condition in words.conditions.values():
        assert condition.shape != "tree" or condition.list in words.lists
        assert condition.adverbial or condition.where or condition.where_true
    for commitment in words.commitments.values():
        assert commitment.type != "level" or commitment.levels
        assert commitment.combine in ("alternative", "limit", "clause")


@pytest.mark.parametrize(
    ("group", "day", "count"),
    [
        ("EU", "1957-12-31", 0),
        ("EU", "1958-01-01", 6),
        ("EU", "1990-01-01", 12),
        ("EU", "2005-01-01", 25),
        ("EU", "2013-06-30", 27),
        ("EU", "2013-07-01", 28),
        ("EU", "2020-01-31", 28),
        ("EU", "2020-02-01", 27),
        ("EEA", "2021-01-01", 30),
        ("EFTA", "2000-01-01", 4),
        ("COE", "2023-01-01", 46),
        ("FIVE_EYES", "2024-01-01", 5),
    ],
)
def test_groups_have_the_members_of_their_day(group: str, day: str, count: int) -> None:
    assert len(atlas().members(group, day)) == count


def test_every_membership_starts_before_it_ends() -> None:
    for group in atlas().groups.values():
        assert group.source
        for member in group.members:
            assert member.member in atlas()
            assert member.from_ is not None
            start = date.fromisoformat(member.from_)
            assert member.until is None or start <= date.fromisoformat(member.until)


def test_norway_is_norway() -> None:
    assert "NO" in atlas()
    assert "NO" in atlas().members("EEA", "2024-01-01")
    assert atlas().phrase("NO") == "Norway"


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_a_schema_for_both_validators(name: str) -> None:
    schema = json.loads(schema_text(name))
    jsonschema.validators.validator_for(schema).check_schema(schema)
    jsonschema_rs.validator_for(schema, offline=True)
