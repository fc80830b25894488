"""Faults that `make mutants` put in and nothing else found."""

from __future__ import annotations

from typing import Any

import pytest

import policykit
from policykit.comparison import diff
from policykit.jurisdictions import Atlas, atlas
from policykit.jurisdictions.atlas import Group, Membership
from policykit.library.compiled import check_words
from policykit.scenarios.coordinates import Side, coordinate
from policykit.scenarios.covers import cover, nameable
from policykit.scenarios.diagram import EMPTY
from policykit.scenarios.joint import Result
from policykit.scenarios.space import MOST_BOXES, Space, may_multiply
from policykit.vocabulary import vocabulary
from tests.test_overlay_findings import findings
from tests.test_short_names import flat, of
from tests.writing import header, version

DAY = "2024-09-23"
SIDE = Side(vocabulary(), atlas())


def test_few_places_are_named_together_though_one_is_a_part_of_a_country() -> None:
    places = coordinate("jurisdiction", (SIDE,), DAY, ["US-CA", "US-NY"])
    few = places.mask(0, ["BR", "DE", "US-CA"])
    assert nameable(places, few) == (few,)
    assert cover(places, few).terms == ("BR", "DE", "US-CA")
    twelve = places.mask(0, ["AR", "AU", "BO", "BR", "CA", "CL", "CO", "EC", "JP", "KR", "MX"])
    twelve |= places.mask(0, ["US-CA"])
    assert nameable(places, twelve) == (twelve,)
    california = places.mask(0, ["US-CA"])
    but_the_us = places.full & ~places.mask(0, ["US"])
    assert nameable(places, but_the_us | california) == (but_the_us, california)


def test_a_part_of_a_part_of_a_country_is_apart_from_what_leaves_it_out() -> None:
    places = coordinate("jurisdiction", (SIDE,), DAY, ["FR-75C"])
    france, region, paris = (places.mask(0, [code]) for code in ("FR", "FR-IDF", "FR-75C"))
    assert nameable(places, france & ~region | paris) == (france & ~region, paris)
    assert nameable(places, region & ~paris) == (region & ~paris,)
    assert nameable(places, paris) == (paris,)
    assert nameable(places, france) == (france,)
    assert nameable(places, places.full & ~france | paris) == (places.full & ~france, paris)


def test_many_terms_that_overlap_are_not_tried_in_pairs() -> None:
    pairs = {f"pair{one}{two}": one + two for one in "abcdefg" for two in "hgfedcb" if one < two}
    one = flat(**pairs)
    assert cover(one, of("abcdefgh")).terms == ("*",)
    assert cover(one, of("abcdefg")).except_ == ("h",)


def test_exceptions_that_may_multiply_are_counted_to_the_last() -> None:
    pair = {"emergency": True, "gag_order": True}
    assert MOST_BOXES == 2**12
    assert not may_multiply({"unless": [pair] * 12})
    assert may_multiply({"unless": [pair] * 13})
    assert not may_multiply({"unless": [{"emergency": True}, {}] * 40})
    assert not may_multiply({"when": [pair] * 2, "unless": [pair] * 11})
    assert may_multiply({"when": [pair] * 3, "unless": [pair] * 11})
    assert not may_multiply({"when": [], "unless": [pair] * 12})
    assert not may_multiply({"when": [pair] * 4096})
    assert may_multiply({"when": [pair] * 4097})
    assert not may_multiply({})


def test_terms_may_be_any_sequence_and_one_that_cuts_nothing_out_of_a_box_is_no_case() -> None:
    space = Space([SIDE], DAY, ["recipients", "emergency"], [])
    terms = ["advertiser", "processor"]
    assert space.mask(0, "recipients", tuple(terms)) == space.mask(0, "recipients", terms)
    assert space.box(0, {"recipients": []}) is None
    assert space.region(0, {"kind": "disclosure", "recipients": terms}, 0) == []
    assert space.region(0, {"kind": "disclosure", "recipients": []}, 1) == []


def test_a_field_that_is_nearly_known_is_asked_for() -> None:
    (near,) = findings("EU: {efect: required}")
    assert near.help == "did you mean 'effect'?"
    (far,) = findings("EU: {xyzzy: required}")
    assert far.help.startswith("known: ")
    assert ", effect, " in far.help


def test_a_finding_about_an_overlay_is_told_apart_by_what_it_is_about() -> None:
    pair = findings("EEA: {effect: required}", "EFTA: {effect: prohibited}")
    swapped = findings("EFTA: {effect: prohibited}", "EEA: {effect: required}")
    other = findings("EEA: {effect: required}", "CH: {effect: permitted}", "EFTA: {when: null}")
    assert [one.fingerprint for one in pair] == [one.fingerprint for one in swapped]
    assert other == [] or other[0].fingerprint != pair[0].fingerprint
    first = findings("EU: {recipients: null}")
    second = findings("EU: {purposes: null}")
    assert first[0].pointer == "/clauses/share/overlays/EU/recipients"
    assert second[0].pointer == "/clauses/share/overlays/EU/purposes"


SHARE: dict[str, Any] = {
    "id": "share",
    "kind": "disclosure",
    "personal_data": ["email_address"],
    "recipients": ["advertiser"],
}


def test_a_promise_on_top_of_an_equal_one_hides_no_permission() -> None:
    """A month and thirty days have no order, so each value counts for itself."""

    def promised(value: str) -> dict[str, Any]:
        return {"commitments": {"transparency_report_every": value}}

    duty = {"id": "duty", "kind": "security", "applies_to": ["disclosure"]}
    before = version([{**SHARE, **promised("P1M")}, {**duty, **promised("P1M")}])
    after = version([{**SHARE, **promised("P1M")}, {**duty, **promised("P30D")}], "2.0.0")
    found = diff(before, after)
    assert [(one.before, one.after) for one in found.commitments] == [("P1M", ["P1M", "P30D"])]


def test_a_group_that_two_sides_know_otherwise_is_read_as_each_knows_it() -> None:
    """Its name in a cover is the later side's; a day is that day for both."""
    shipped = vocabulary()
    countries = {code: code for code in ("AA", "BB", "CC")}

    def side(since: str) -> Side:
        members = (Membership("AA", None, None), Membership("BB", since, None))
        group = Group("UNION", "UNION", "UNION", members, "")
        return Side(shipped, Atlas(countries, {"UNION": group}, frozenset({"UNION"})))

    early, late = side("2020-01-01"), side("2022-01-01")
    places = coordinate("jurisdiction", (late, early), "2021-06-01", [])
    alone, both = places.mask(0, ["AA"]), places.mask(0, ["AA", "BB"])
    assert places.mask(0, ["UNION"]) == alone
    assert places.mask(1, ["UNION"]) == both
    assert places.names["UNION"] == both
    assert coordinate("jurisdiction", (early, late), "2021-06-01", []).names["UNION"] == alone


def test_an_overlay_that_a_broader_one_makes_useless_says_which() -> None:
    told = findings(
        "EU: {recipients: [processor], personal_data: [ip_address]}",
        "DE: {recipients: [processor]}",
    )
    assert [one.message for one in told] == [
        "the overlay for DE changes nothing: the one for EU says so already (line 14)"
    ]


# Decisions

FIRST = {"id": "first", "kind": "disclosure", "personal_data": ["email_address", "phone_number"]}


def test_a_decision_as_json_is_all_of_it() -> None:
    made = version([{**FIRST, "recipients": ["police"], "commitments": {"legal_review": True}}])
    one = made.decide(personal_data="email_address", recipient="police")
    assert one.as_json() == {
        "schema": "policykit.decision/1",
        "policy": "acme/privacy",
        "version": "1.0.0",
        "outcome": "permitted",
        "clauses": ["first"],
        "commitments": {"legal_review": True},
        "cases": [],
    }
    split = made.decide(personal_data=["email_address", "ip_address"], recipient="police")
    assert split.as_json()["cases"] == [
        {
            "scenario": {"personal_data": {"terms": ["email_address"]}},
            "outcome": "permitted",
            "clauses": ["first"],
            "commitments": {"legal_review": True},
        },
        {
            "scenario": {"personal_data": {"terms": ["ip_address"]}},
            "outcome": "unstated",
            "clauses": [],
            "commitments": {},
        },
    ]


def test_two_questions_that_meet_the_same_boxes_in_part_are_two() -> None:
    made = version([FIRST])
    lists = (["email_address", "ip_address"], ["email_address", "device_id"])
    for names in (lists, lists[::-1]):
        for asked in names:
            cases = made.decide(personal_data=asked).cases
            assert {term for one in cases for term in one.part.scenario["personal_data"].terms} == {
                *asked
            }


def test_what_rules_out_only_a_part_is_no_reason_where_something_rules_out_all() -> None:
    made = version([FIRST])
    with pytest.raises(policykit.ImpossibleScenario) as caught:
        made.decide(suspicion="charged", offence="no_offence", instrument="emergency_request")
    assert [one[:9] for one in caught.value.reasons] == ["A person "]


def test_a_split_that_would_take_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = version([FIRST, {**FIRST, "id": "second", "recipients": ["police"]}])
    asked: dict[str, Any] = {
        "personal_data": ["email_address", "ip_address"],
        "recipient": ["police", "public"],
    }
    assert made.decide(**asked).outcome == "depends"
    monkeypatch.setattr(
        "policykit.library.answering.difference",
        lambda *_: Result(EMPTY, 1),
    )
    with pytest.raises(policykit.OutOfWork):
        version([FIRST]).decide(**asked)


# Words

LEVELS = {
    "title": "Own",
    "type": "level",
    "protects": "later",
    "combine": "clause",
    "absent": "a",
    "levels": ["a", "b"],
}


def test_a_commitment_with_other_levels_is_another_word_wherever_it_stands() -> None:
    def own(**commitments: Any) -> Side:
        return header(vocabulary={"commitments": commitments}).side

    with pytest.raises(policykit.DifferentWords, match="one of a, b"):
        check_words([own(one=LEVELS), own(new=LEVELS, one={**LEVELS, "levels": ["a", "b", "c"]})])
    check_words([own(one=LEVELS), own(new=LEVELS, one=LEVELS)])
