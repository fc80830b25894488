"""The nineteen traps of comparing policies, one test each, in the order of the list."""

from __future__ import annotations

from typing import Any

import pytest

from policykit.comparison import diff
from policykit.library.content import Header
from policykit.vocabulary import vocabulary
from tests.writing import header, problems, version

Clauses = list[dict[str, Any]]
SHARE: dict[str, Any] = {
    "id": "share",
    "kind": "disclosure",
    "personal_data": ["email_address"],
    "recipients": ["advertiser"],
}


def compared(before: Clauses, after: Clauses, of: Header | None = None, **more: Any) -> Any:
    return diff(version(before, of=of), version(after, "2.0.0", of=of), **more)


def never(**more: Any) -> dict[str, Any]:
    return {"id": "never", "kind": "disclosure", "effect": "prohibited", **more}


def only(clause: dict[str, Any]) -> dict[str, Any]:
    return {name: clause[name] for name in ("personal_data", "recipients")}


def own(**words: Any) -> Header:
    return header(vocabulary=words)


def test_trap_1_unstated_and_prohibited_are_one_level_and_two_promises() -> None:
    hole = {"emergency": True}
    found = compared([{**SHARE, "unless": [hole]}], [SHARE, never(when=hole, **only(SHARE))])
    assert (found.verdict, found.required_bump) == ("equivalent", "minor")
    assert [one.direction for one in found.disclosures] == ["promise_made"]
    back = compared([SHARE, never(when=hole, **only(SHARE))], [{**SHARE, "unless": [hole]}])
    assert (back.verdict, back.required_bump) == ("equivalent", "major")


def test_trap_2_a_parent_is_broader_than_all_children_by_the_unnamed_rest() -> None:
    of = own(recipients={"x": {"title": "X", "broader": ["data_broker"]}})
    found = compared(
        [{**SHARE, "recipients": ["x"]}], [{**SHARE, "recipients": ["data_broker"]}], of
    )
    assert found.verdict == "broader"
    assert found.disclosures[0].scenario["recipients"].terms == ("other:data_broker",)


def test_trap_3_a_new_term_is_no_change_and_what_is_carved_out_of_the_rest_is() -> None:
    fresh = own(recipients={"x": {"title": "X", "broader": ["data_broker"]}})
    clauses: Clauses = [{**SHARE, "recipients": ["data_broker"]}]
    assert diff(version(clauses), version(clauses, "2.0.0", of=fresh)).unchanged
    rest = [{**clauses[0], "unless": [{"recipients": ["x"]}]}]
    found = diff(version(clauses), version(rest, "2.0.0", of=fresh))
    assert found.verdict == "narrower"
    assert found.disclosures[0].scenario["recipients"].terms == ("x",)
    # A term that moves changes what both of its broader terms mean.
    moved = own(recipients={"x": {"title": "X", "broader": ["processor"]}})
    found = diff(version(clauses, of=fresh), version(clauses, "2.0.0", of=moved))
    assert found.verdict == "narrower"
    assert found.disclosures[0].scenario["recipients"].terms == ("x",)


def test_trap_4_what_is_removed_can_broaden() -> None:
    prohibition = [SHARE, never(when={"emergency": True}, **only(SHARE))]
    assert compared(prohibition, [SHARE]).verdict == "broader"
    overlaid = [{**SHARE, "overlays": {"EU": {"effect": "prohibited"}}}]
    assert compared(overlaid, [SHARE]).verdict == "broader"
    limited = [{**SHARE, "commitments": {"retention_max": "P30D"}}]
    (change,) = compared(limited, [SHARE]).commitments
    assert (change.direction, change.after) == ("weaker", "permanent")


def test_trap_5_a_shadowed_edit_is_a_changed_clause_and_no_changed_meaning() -> None:
    ban = never(personal_data=["contact_data"], recipients=["third_party"])
    found = compared([SHARE, ban], [{**SHARE, "recipients": ["data_broker"]}, ban])
    assert (found.verdict, found.required_bump, found.unchanged) == ("equivalent", "patch", False)
    assert [(one.id, one.change) for one in found.clauses] == [("share", "changed")]


def test_trap_6_an_overlay_leaves_the_clause_as_it_is_elsewhere() -> None:
    found = compared([SHARE], [{**SHARE, "overlays": {"EU": {"recipients": ["data_broker"]}}}])
    assert found.verdict_in("DE") == "mixed"
    assert found.verdict_in("BR") == "equivalent"
    after = version([{**SHARE, "overlays": {"EU": {"recipients": ["data_broker"]}}}])
    asked = {"personal_data": "email_address", "recipient": "advertiser"}
    assert after.decide(jurisdiction="BR", **asked).outcome == "permitted"
    assert after.decide(jurisdiction="DE", **asked).outcome == "unstated"


def test_trap_7_an_overlay_that_permits_does_not_beat_a_prohibition() -> None:
    ban = never(**only(SHARE))
    local = {**SHARE, "effect": "prohibited", "overlays": {"DE": {"effect": "permitted"}}}
    found = version([ban, local]).decide(
        jurisdiction="DE", personal_data="email_address", recipient="advertiser"
    )
    assert (found.outcome, found.clauses) == ("prohibited", ("never",))


@pytest.mark.parametrize("order", [1, -1])
def test_trap_8_of_overlapping_groups_the_prohibition_wins_whatever_the_order(order: int) -> None:
    permits = {**SHARE, "jurisdictions": ["EU"]}
    prohibits = never(jurisdictions=["COE"], **only(SHARE))
    found = version([permits, prohibits][::order]).decide(
        jurisdiction="DE", personal_data="email_address", recipient="advertiser"
    )
    assert found.outcome == "prohibited"
    clash = {**SHARE, "overlays": {"FIVE_EYES": {"effect": "required"}, "COE": None}}
    assert [one.partition(" ")[0] for one in problems([clash])] == ["PK120"]


def test_trap_9_a_change_of_the_world_is_no_change_of_the_policy() -> None:
    clauses = [{**SHARE, "jurisdictions": ["EU"]}]
    before = version(clauses, published="2019-06-01")
    found = diff(before, version(clauses, "2.0.0", published="2021-06-01"))
    assert (found.verdict, found.unchanged) == ("equivalent", True)
    assert [(one.jurisdiction, one.change) for one in found.membership] == [("GB", "left")]


def test_trap_10_one_up_and_one_down_is_mixed_and_never_a_score() -> None:
    found = compared([SHARE], [{**SHARE, "recipients": ["data_broker"]}])
    assert found.verdict == "mixed"
    assert found.required_bump == "major"


def test_trap_11_what_cannot_occur_is_no_difference_and_no_witness() -> None:
    urgent = {**SHARE, "when": {"instrument": ["emergency_request"]}}
    in_need = {**urgent, "when": {"instrument": ["emergency_request"], "emergency": True}}
    assert compared([urgent], [in_need]).verdict == "equivalent"
    (change,) = compared([], [{**urgent, "unless": [{"consent": ["explicit"]}]}]).disclosures
    assert change.witness.get("emergency", True) is True


def test_trap_12_limits_have_a_direction_and_the_tightest_counts() -> None:
    def kept(value: str, **more: Any) -> dict[str, Any]:
        return {**SHARE, "commitments": {"retention_max": value}, **more}

    assert [one.direction for one in compared([kept("P30D")], [kept("P90D")]).commitments] == [
        "weaker"
    ]
    both = [kept("P30D"), {**kept("P90D"), "id": "again"}]
    assert not compared([kept("P30D")], both).commitments
    loosened = kept("P30D", overlays={"US": {"commitments": {"retention_max": "P1Y"}}})
    (change,) = compared([kept("P30D")], [loosened]).commitments
    assert (change.direction, change.jurisdictions.terms) == ("weaker", ("US",))


def test_trap_13_an_empty_list_null_and_a_missing_field_are_three_things() -> None:
    assert problems([SHARE]) == []
    assert len(problems([{**SHARE, "purposes": []}])) == 1
    assert len(problems([{**SHARE, "purposes": None}])) == 1
    any_purpose = version([SHARE]).decide(
        jurisdiction="BR", personal_data="email_address", recipient="advertiser", purpose="security"
    )
    assert any_purpose.outcome == "permitted"


@pytest.mark.parametrize("order", [1, -1])
def test_trap_14_a_prohibition_beats_a_requirement_whatever_the_order(order: int) -> None:
    clauses = [{**SHARE, "effect": "required"}, never(**only(SHARE))][::order]
    found = version(clauses).decide(
        jurisdiction="BR", personal_data="email_address", recipient="advertiser"
    )
    assert (found.outcome, found.clauses) == ("prohibited", ("never",))


def test_trap_15_where_a_person_lives_and_where_the_order_comes_from_are_two_things() -> None:
    ordered = {**SHARE, "when": {"authority_in": ["DE"]}}
    found = compared([SHARE], [ordered])
    assert found.verdict_in("DE") == found.verdict_in("BR") == "narrower"
    decided = version([ordered])
    asked = {"personal_data": "email_address", "recipient": "advertiser"}
    assert decided.decide(jurisdiction="BR", authority_in="DE", **asked).outcome == "permitted"
    assert decided.decide(jurisdiction="DE", authority_in="BR", **asked).outcome == "unstated"


def test_trap_16_a_bundle_is_a_term_of_its_own_under_all_that_it_bundles() -> None:
    of = own(
        personal_data={"both": {"title": "Both", "broader": ["phone_number", "location_data"]}}
    )
    lets = {**SHARE, "personal_data": ["phone_number", "location_data"]}
    found = compared([lets], [lets, never(personal_data=["both"], recipients=["advertiser"])], of)
    assert found.verdict == "narrower"
    assert found.disclosures[0].scenario["personal_data"].terms == ("both",)


def test_trap_17_what_may_be_unknown_has_a_third_value() -> None:
    checked = {"title": "Age checked", "shape": "tree", "terms": {"adult": {}, "minor": {}}}
    of = own(conditions={"age_checked": checked})
    found = compared(
        [{**SHARE, "when": {"age_checked": ["adult", "minor"]}}],
        [{**SHARE, "unless": [{"age_checked": ["minor"]}]}],
        of,
    )
    assert found.verdict == "mixed"
    broader = next(one for one in found.disclosures if one.direction == "broader")
    assert broader.scenario["age_checked"].terms == ("other:*",)


def test_trap_18_evidence_that_allows_less_when_it_is_stronger_is_taken_at_its_word() -> None:
    suspected = {**SHARE, "when": {"suspicion": ["suspect"]}}
    odd = {**suspected, "unless": [{"suspicion": ["confirmed_suspect"]}]}
    found = compared([suspected], [odd])
    assert found.verdict == "narrower"
    assert found.disclosures[0].scenario["suspicion"].terms == ("confirmed_suspect",)


def test_trap_19_exceptions_that_multiply_are_refused_with_the_clauses_name() -> None:
    named: list[tuple[str, Any]] = [
        (name, True if one.shape == "boolean" else [next(iter(vocabulary().lists[one.list]))])
        for name, one in vocabulary().conditions.items()
        if one.shape != "jurisdictions"
    ]
    # Each takes away a corner of three coordinates of its own: three boxes become of each box.
    holes = [dict(named[place : place + 3]) for place in range(0, 24, 3)]
    few = compared([SHARE], [{**SHARE, "unless": holes[:4]}])
    assert few.verdict == "narrower"
    (said,) = problems([{**SHARE, "unless": holes}])
    assert said.startswith("PK113")
    assert "'share'" in said
