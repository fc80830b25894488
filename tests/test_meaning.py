"""The traps of comparing policies, and the laws that a comparison keeps."""

from __future__ import annotations

import pickle
import random
from typing import Any

import pytest

from policykit.comparison import diff
from policykit.library import DifferentWords
from policykit.vocabulary import vocabulary
from tests.test_oracle import pair
from tests.writing import header, problems, version

Clauses = list[dict[str, Any]]
SHARE = {
    "id": "share",
    "kind": "disclosure",
    "personal_data": ["email_address"],
    "recipients": ["advertiser"],
}


def compared(before: Clauses, after: Clauses, **more: Any) -> Any:
    return diff(version(before), version(after, "2.0.0"), **more)


def changes(before: Clauses, after: Clauses) -> list[tuple[str, str]]:
    found = compared(before, after)
    return [(one.change, one.direction) for one in (*found.disclosures, *found.processing)]


def never(**more: Any) -> dict[str, Any]:
    return {"id": "never", "kind": "disclosure", "effect": "prohibited", **more}


def test_silence_to_prohibition_is_a_promise_and_no_narrowing() -> None:
    found = compared([SHARE], [SHARE, never(purposes=["data_sale"], recipients=["data_broker"])])
    assert (found.verdict, found.required_bump) == ("equivalent", "minor")
    assert [one.change for one in found.disclosures] == ["newly_prohibited"]
    assert [one.direction for one in found.disclosures] == ["promise_made"]


def test_a_lost_prohibition_is_a_dropped_promise_and_a_major_version() -> None:
    found = compared([SHARE, never(purposes=["data_sale"])], [SHARE])
    assert (found.verdict, found.required_bump) == ("broader", "major")
    alone = compared([never(purposes=["data_sale"])], [])
    assert (alone.verdict, alone.required_bump) == ("equivalent", "major")
    assert [one.change for one in alone.disclosures] == ["no_longer_prohibited"]


def test_permit_unless_and_permit_with_a_prohibition_permit_the_same() -> None:
    hole = {"emergency": True}
    found = compared([{**SHARE, "unless": [hole]}], [SHARE, never(when=hole, **_only(SHARE))])
    assert found.verdict == "equivalent"
    assert [one.direction for one in found.disclosures] == ["promise_made"]


def _only(clause: dict[str, Any]) -> dict[str, Any]:
    return {name: clause[name] for name in ("personal_data", "recipients")}


def test_a_parent_is_broader_than_all_its_children() -> None:
    offences = vocabulary().lists["offence"].values()
    children = [term.id for term in offences if "crime" in term.broader]
    before = [{**SHARE, "when": {"offence": children}}]
    found = compared(before, [{**SHARE, "when": {"offence": ["crime"]}}])
    assert found.verdict == "broader"
    assert found.disclosures[0].scenario["offence"].terms == ("other:crime",)


def test_a_field_left_out_is_broader_than_every_root() -> None:
    before = [{**SHARE, "when": {"offence": ["crime", "no_offence"]}}]
    assert compared(before, [SHARE]).verdict == "broader"


def test_a_term_of_the_policys_own_makes_its_parent_no_other_thing() -> None:
    own = header(
        vocabulary={"recipients": {"google": {"title": "Google LLC", "broader": ["processor"]}}}
    )
    clauses = [{"id": "a", "kind": "disclosure", "recipients": ["processor"]}]
    found = diff(version(clauses), version(clauses, "2.0.0", of=own))
    assert (found.verdict, found.unchanged) == ("equivalent", True)
    after = [{**clauses[0], "unless": [{"recipients": ["google"]}]}]
    narrower = diff(version(clauses), version(after, "2.0.0", of=own))
    assert narrower.verdict == "narrower"
    assert narrower.disclosures[0].scenario["recipients"].terms == ("google",)


def test_removing_an_overlay_can_broaden() -> None:
    overlaid = {**SHARE, "overlays": {"EU": {"effect": "prohibited"}}}
    found = compared([overlaid], [SHARE])
    assert found.verdict == "broader"
    assert found.verdict_in("DE") == "broader"
    assert found.verdict_in("EU") == "broader"
    assert found.verdict_in("BR") == "equivalent"
    assert found.jurisdictions[0].jurisdictions.terms == ("EU",)


def test_an_overlay_that_drops_the_clause_drops_it_there_alone() -> None:
    found = compared([SHARE], [{**SHARE, "overlays": {"NO": None}}])
    assert found.verdict == "narrower"
    assert found.jurisdictions[0].jurisdictions.terms == ("NO",)
    assert "In Norway, the policy no longer lets Acme disclose" in found.disclosures[0].sentence


def test_a_shadowed_edit_changes_words_and_no_meaning() -> None:
    ban = never(personal_data=["contact_data"], recipients=["third_party"])
    found = compared([SHARE, ban], [{**SHARE, "recipients": ["data_broker"]}, ban])
    assert (found.verdict, found.required_bump, found.unchanged) == ("equivalent", "patch", False)
    assert [(one.id, one.change) for one in found.clauses] == [("share", "changed")]


def test_prohibited_otherwise_yields_to_a_permission_and_plain_prohibited_does_not() -> None:
    assert changes([SHARE], [SHARE, never(otherwise=True, **_only(SHARE))]) == []
    assert changes([SHARE], [SHARE, never(**_only(SHARE))]) == [("newly_prohibited", "narrower")]


def test_required_is_a_level_above_permitted() -> None:
    must = {**SHARE, "effect": "required"}
    assert changes([SHARE], [must]) == [("newly_required", "broader")]
    assert changes([must], [SHARE]) == [("no_longer_required", "narrower")]
    assert changes([must], []) == [("no_longer_permitted", "narrower")]
    assert changes([must], [must, never(**_only(SHARE))]) == [("newly_prohibited", "narrower")]


def test_one_up_and_one_down_is_mixed_never_a_net_score() -> None:
    found = compared([SHARE], [{**SHARE, "recipients": ["data_broker"]}])
    assert found.verdict == "mixed"


def test_impossible_scenarios_never_show() -> None:
    suspects = {**SHARE, "when": {"suspicion": ["suspect"]}}
    ban = {**suspects, "unless": [{"offence": ["no_offence"]}]}
    assert compared([suspects], [ban]).verdict == "equivalent"
    urgent = {**SHARE, "when": {"instrument": ["emergency_request"]}}
    assert (
        compared(
            [urgent], [{**urgent, "when": {"instrument": ["emergency_request"], "emergency": True}}]
        ).verdict
        == "equivalent"
    )


def test_a_country_that_leaves_a_group_is_no_change_of_the_policy() -> None:
    clauses = [{**SHARE, "jurisdictions": ["EU"]}]
    before = version(clauses, published="2019-06-01")
    after = version(clauses, "2.0.0", published="2021-06-01")
    found = diff(before, after)
    assert (found.verdict, found.unchanged) == ("equivalent", True)
    assert [one.as_json() for one in found.membership] == [
        {"jurisdiction": "GB", "group": "EU", "left": "2020-01-31"}
    ]


def test_two_effective_days_of_a_group_are_read_on_one_day() -> None:
    before = version([{**SHARE, "jurisdictions": ["EU"]}], published="2019-06-01")
    after = version([{**SHARE, "jurisdictions": ["EU", "GB"]}], "2.0.0", published="2021-06-01")
    assert diff(before, after).verdict == "broader"
    assert diff(before, after, on="2019-07-01").verdict == "equivalent"


def test_parts_of_a_country_are_told_apart_where_they_are_named() -> None:
    found = compared([SHARE], [{**SHARE, "jurisdictions": {"except": ["US-CA"]}}])
    assert found.verdict_in("US-CA") == "narrower"
    assert found.verdict_in("US-TX") == found.verdict_in("BR") == "equivalent"
    assert found.jurisdictions[0].jurisdictions.terms == ("US-CA",)
    rest = compared([{**SHARE, "jurisdictions": ["US-CA"]}], [{**SHARE, "jurisdictions": ["US"]}])
    cover = rest.jurisdictions[0].jurisdictions
    assert (cover.terms, cover.except_) == (("US",), ("US-CA",))


@pytest.mark.parametrize(
    ("name", "before", "after", "direction"),
    [
        ("transparency_report_every", "P6M", "P3M", "stronger"),
        ("transparency_report_every", "P3M", None, "weaker"),
        ("retention_max", "P12M", "P1Y", None),
        ("retention_max", "P7D", "P1W", None),
        ("retention_max", "P12M", "P365D", "changed"),
        ("retention_max", "P30D", "P90D", "weaker"),
        ("retention_max", None, "as_needed", "stronger"),
        ("retention_max", "as_needed", "P1Y", "changed"),
        ("retention_max", "permanent", None, None),
        ("user_notice", "before", "may", "weaker"),
        ("user_notice", {"level": "before", "days": 10}, {"level": "before", "days": 3}, "weaker"),
        ("user_notice", {"level": "after", "days": 10}, {"level": "after", "days": 3}, "stronger"),
        ("user_notice", "when_received", {"level": "before", "days": 10}, "stronger"),
        ("legal_review", None, True, "stronger"),
        ("end_to_end_encryption", True, False, "weaker"),
    ],
)
def test_a_promise_on_scenarios_moves_the_way_that_protects(
    name: str, before: Any, after: Any, direction: str | None
) -> None:
    def clause(value: Any) -> dict[str, Any]:
        return {**SHARE, **({} if value is None else {"commitments": {name: value}})}

    found = compared([clause(before)], [clause(after)])
    assert [one.direction for one in found.commitments] == ([direction] if direction else [])
    wanted = {"weaker": "major", "stronger": "minor", "changed": "minor", None: "patch"}[direction]
    assert found.required_bump == wanted


@pytest.mark.parametrize(
    ("name", "before", "after", "direction"),
    [
        ("change_notice_days", 30, 10, "weaker"),
        ("change_notice_days", None, 10, "stronger"),
        ("minimum_age", 16, 18, "changed"),
        ("arbitration", None, True, "weaker"),
        (
            "liability_cap",
            {"amount": 100, "currency": "USD"},
            {"amount": 200, "currency": "USD"},
            "stronger",
        ),
        (
            "liability_cap",
            {"amount": 100, "currency": "USD"},
            {"amount": 200, "currency": "EUR"},
            "changed",
        ),
        (
            "liquidated_damages",
            {"amount": 5, "currency": "USD"},
            {"amount": 9, "currency": "USD"},
            "weaker",
        ),
        ("governing_law", "Delaware", "Delaware", None),
    ],
)
def test_a_promise_of_a_clause_is_compared_by_clause(
    name: str, before: Any, after: Any, direction: str | None
) -> None:
    def clause(value: Any) -> dict[str, Any]:
        stated = {} if value is None else {"commitments": {name: value}}
        return {"id": "terms", "kind": "general", **stated}

    found = compared([clause(before)], [clause(after)])
    assert [one.direction for one in found.commitments] == ([direction] if direction else [])


def test_one_notice_clause_governs_all_routes() -> None:
    notice = {
        "id": "notice",
        "kind": "notice",
        "applies_to": ["disclosure"],
        "commitments": {"user_notice": "before"},
    }
    found = compared([SHARE], [SHARE, notice])
    assert [one.direction for one in found.commitments] == ["stronger"]
    weak = {**SHARE, "id": "weak", "commitments": {"user_notice": "may"}}
    assert [one.direction for one in compared([weak], [weak, notice]).commitments] == ["stronger"]


def test_a_second_way_without_the_promise_weakens_it() -> None:
    kept = {**SHARE, "commitments": {"legal_review": True}}
    found = compared([kept], [kept, {**SHARE, "id": "again"}])
    assert [one.direction for one in found.commitments] == ["weaker"]


def test_a_promise_by_case_is_weaker_only_in_the_case() -> None:
    before = {**SHARE, "commitments": {"user_notice": "before"}}
    case = {"value": "before", "unless": [{"gag_order": True}]}
    (change,) = compared([before], [{**SHARE, "commitments": {"user_notice": case}}]).commitments
    assert change.direction == "weaker"
    assert change.scenario["gag_order"].terms == (True,)


def test_rights_are_granted_and_withdrawn_by_place() -> None:
    before = [{"id": "r", "kind": "right", "rights": ["access", "erasure"]}]
    after = [
        {
            "id": "r",
            "kind": "right",
            "rights": ["access"],
            "overlays": {"EU": {"rights": ["access", "erasure", "portability"]}},
        }
    ]
    found = compared(before, after)
    rows = [(one.right, one.change, one.jurisdictions) for one in found.rights]
    assert [(right, change) for right, change, _ in rows] == [
        ("erasure", "withdrawn"),
        ("portability", "granted"),
    ]
    assert rows[0][2].except_ == ("EU",)
    assert rows[1][2].terms == ("EU",)
    assert found.required_bump == "major"
    assert "no longer have the right" in found.rights[0].sentence


def test_a_warrant_canary_that_goes_is_a_major_version() -> None:
    canary = {"id": "canary", "kind": "statement", "title": "No orders received"}
    found = compared([canary], [])
    assert [(one.id, one.change) for one in found.statements] == [("canary", "withdrawn")]
    assert found.required_bump == "major"


def test_clause_changes_go_by_id() -> None:
    before: Clauses = [
        {**SHARE, "section": "1", "text": "a b"},
        {"id": "old", "kind": "general", "text": "same"},
        {"id": "gone", "kind": "conduct", "text": "x"},
    ]
    after: Clauses = [
        {"id": "new", "kind": "general", "text": "same", "renamed_from": ["old"]},
        {**SHARE, "section": "2", "text": "a c"},
        {"id": "fresh", "kind": "conduct", "text": "x"},
    ]
    found = compared(before, after)
    assert sorted((one.id, one.change, one.fields) for one in found.clauses) == [
        ("fresh", "added", ()),
        ("gone", "removed", ()),
        ("new", "renamed", ("id",)),
        ("share", "moved", ("section",)),
        ("share", "reworded", ("text.en",)),
    ]


@pytest.mark.parametrize(
    ("before", "after", "bump"),
    [
        ([{**SHARE, "text": "a"}], [{**SHARE, "text": "b"}], "patch"),
        ([{**SHARE, "section": "1"}], [{**SHARE, "section": "2"}], "patch"),
        (
            [{"id": "g", "kind": "general", "text": "a"}],
            [{"id": "g", "kind": "general", "text": "b"}],
            "minor",
        ),
        ([{**SHARE, "legal_bases": ["consent"]}], [SHARE], "minor"),
        ([], [{"id": "g", "kind": "general", "text": "a"}], "minor"),
        ([SHARE], [{**SHARE, "notes": "x"}], "patch"),
    ],
)
def test_the_bump_follows_the_meaning(before: Clauses, after: Clauses, bump: str) -> None:
    assert compared(before, after).required_bump == bump


def test_splitting_a_clause_means_nothing() -> None:
    whole: dict[str, Any] = {
        **SHARE,
        "personal_data": ["email_address", "phone_number"],
        "recipients": ["advertiser", "researcher"],
    }
    parts = [
        {
            **whole,
            "id": f"p-{data}-{to}".replace("_", "-"),
            "personal_data": [data],
            "recipients": [to],
        }
        for data in whole["personal_data"]
        for to in whole["recipients"]
    ]
    found = compared([whole], parts)
    assert (found.verdict, found.required_bump) == ("equivalent", "patch")
    assert not found.disclosures


def test_merging_clauses_that_are_named_means_nothing() -> None:
    before: Clauses = [
        {"id": "a", "kind": "change", "commitments": {"change_notice_days": 30}},
        {"id": "b", "kind": "change", "commitments": {"comment_period_days": 10}},
    ]
    both = {"change_notice_days": 30, "comment_period_days": 10}
    after = [{"id": "c", "kind": "change", "commitments": both, "renamed_from": ["a", "b"]}]
    found = compared(before, after)
    assert (found.commitments, found.required_bump) == ((), "patch")
    named = [(one.change, one.renamed_from) for one in found.clauses if one.change == "renamed"]
    assert sorted(named) == [("renamed", "a"), ("renamed", "b")]
    assert not [one for one in found.clauses if one.change in ("removed", "added")]


SEEDS = range(40)


@pytest.mark.parametrize("seed", SEEDS)
def test_swapping_the_sides_inverts_every_direction(seed: int) -> None:
    _, _, before, after = pair(seed + 5_000)
    there, back = diff(before, after), diff(after, before)
    inverse = {"broader": "narrower", "narrower": "broader"}
    assert back.verdict == inverse.get(there.verdict, there.verdict)
    mirror = {
        **inverse,
        "promise_made": "promise_dropped",
        "promise_dropped": "promise_made",
    }
    ways = {mirror[one.direction] for one in (*there.disclosures, *there.processing)}
    assert ways == {one.direction for one in (*back.disclosures, *back.processing)}
    flipped = {"weaker": "stronger", "stronger": "weaker", "changed": "changed"}
    assert {(one.commitment, flipped[one.direction]) for one in there.commitments} == {
        (one.commitment, one.direction) for one in back.commitments
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_clauses_and_terms_means_nothing(seed: int) -> None:
    clauses, _, before, _ = pair(seed + 6_000)
    dice = random.Random(seed)
    shuffled = []
    for clause in dice.sample(clauses, len(clauses)):
        items = list(clause.items())
        dice.shuffle(items)
        shuffled.append(
            {name: value[::-1] if name == "personal_data" else value for name, value in items}
        )
    found = diff(before, version(shuffled, "2.0.0"))
    assert (found.verdict, found.required_bump) == ("equivalent", "patch")
    assert not [*found.disclosures, *found.processing, *found.commitments, *found.rights]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_permission_more_is_never_narrower(seed: int) -> None:
    clauses, _, before, _ = pair(seed + 7_000)
    found = diff(before, version([*clauses, {**SHARE, "id": "more"}], "2.0.0"))
    assert found.verdict in ("equivalent", "broader")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_version_is_equivalent_to_itself(seed: int) -> None:
    clauses, _, before, _ = pair(seed + 8_000)
    found = diff(before, version(clauses, "2.0.0"))
    assert (found.unchanged, found.verdict) == (True, "equivalent")


def test_past_the_bound_on_work_nothing_is_claimed() -> None:
    _, _, before, after = pair(3)
    found = diff(before, after, work=1)
    assert found.verdict == "undecided"
    assert found.required_bump == "major"
    assert found.verdict_in("BR") == "undecided"
    assert "undecided" in found.kinds()
    assert found.as_json()["undecided"]


def test_a_clause_that_goes_in_some_places_is_never_unchanged() -> None:
    words = {"id": "g", "kind": "liability", "text": "x"}
    found = compared([words], [{**words, "overlays": {"EU": None}}])
    assert (found.unchanged, found.required_bump) == (False, "minor")
    assert [one.fields for one in found.clauses] == [("overlays.EU",)]


def test_a_document_for_fewer_places_is_a_change_of_meaning() -> None:
    words = [{"id": "g", "kind": "general", "text": "x"}]
    found = diff(version(words), version(words, "2.0.0", jurisdictions=["EU"]))
    assert (found.frame, found.required_bump) == (("jurisdictions",), "minor")


@pytest.mark.parametrize(
    ("before", "after", "bump"),
    [
        ({"text": "x"}, {"text": {"en": "x", "de": "y"}}, "patch"),
        ({"text": "x"}, {"text": {"en": "z", "de": "y"}}, "minor"),
        ({"text": "x"}, {"text": "x", "overlays": {"EU": {"text": {"en": "z"}}}}, "minor"),
    ],
)
def test_a_translation_is_no_rewording(before: Any, after: Any, bump: str) -> None:
    frame = {"id": "s", "kind": "statement"}
    assert compared([{**frame, **before}], [{**frame, **after}]).required_bump == bump


def test_legal_bases_that_change_in_an_overlay_are_reported() -> None:
    based = {**SHARE, "legal_bases": ["consent"]}
    other = {**based, "overlays": {"EU": {"legal_bases": ["contract"]}}}
    assert compared([based], [other]).required_bump == "minor"
    again = {**SHARE, "id": "new", "legal_bases": ["contract"]}
    assert compared([based], [again]).required_bump == "minor"


def test_notice_before_with_no_days_is_notice_before() -> None:
    def clause(value: Any) -> dict[str, Any]:
        return {**SHARE, "commitments": {"user_notice": value}}

    same = compared([clause("before")], [clause({"level": "before", "days": 0})])
    assert (same.commitments, same.required_bump) == ((), "patch")


def test_exceptions_of_one_clause_are_one_statement() -> None:
    holes = [
        {"consent": ["explicit"], "emergency": True},
        {"offence": ["terrorism"], "emergency": False},
        {"purposes": ["advertising"], "gag_order": True},
    ]
    found = compared([], [{**SHARE, "unless": holes}])
    assert [len(one.except_) for one in found.disclosures] == [3]


def test_a_sentence_claims_nothing_of_what_it_leaves_out() -> None:
    found = compared([SHARE], [SHARE, never(otherwise=True)])
    (change,) = found.disclosures
    assert change.sentence == (
        "In every country, Acme now promises not to disclose any data to anyone, except "
        "for email addresses to advertisers."
    )


def test_a_diff_and_a_decision_can_be_pickled() -> None:
    found = compared([SHARE], [{**SHARE, "jurisdictions": ["EU"]}])
    again = pickle.loads(pickle.dumps(found))  # noqa: S301  our own bytes
    assert again.verdict_in("BR") == "narrower"
    decision = version([SHARE]).decide(jurisdiction="BR")
    assert pickle.loads(pickle.dumps(decision)) == decision  # noqa: S301  our own bytes


def test_only_the_publishers_own_words_are_quoted() -> None:
    canary = {"id": "c", "kind": "statement", "title": "Canary", "text": "None received."}
    said = diff(version([canary]), version([], "2.0.0")).statements[0].sentence
    assert said == "In every country, Acme no longer states: None received."
    verbatim = diff(version([canary], text="verbatim"), version([], "2.0.0", text="verbatim"))
    assert "states: “None received.”" in verbatim.statements[0].sentence


def test_one_word_for_two_things_is_refused() -> None:
    tree = {"title": "C", "shape": "tree", "terms": {"x": {}}}
    one = header(vocabulary={"conditions": {"c": {"title": "C", "shape": "boolean"}}})
    other = header(vocabulary={"conditions": {"c": tree}})
    with pytest.raises(DifferentWords, match="'c' is a boolean before and a tree after"):
        diff(version([SHARE], of=one), version([SHARE], "2.0.0", of=other))


def test_a_day_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="2025-99-99"):
        compared([SHARE], [SHARE], on="2025-99-99")
    with pytest.raises(ValueError, match="2025-99-99"):
        version([SHARE]).decide(on="2025-99-99")


def test_a_prohibition_is_no_clause_that_promises() -> None:
    kept = {**SHARE, "commitments": {"legal_review": True}}
    ban = never(otherwise=True, commitments={"legal_review": True})
    (change,) = compared([SHARE, ban], [kept, ban]).commitments
    assert (change.clauses.before, change.clauses.after) == (("share",), ("share",))


def test_a_clause_that_prohibits_in_two_ways_is_named_once() -> None:
    ban = never(otherwise=True, overlays={"EU": {"otherwise": False}})
    (change,) = compared([ban], []).disclosures
    assert change.clauses.before == ("never",)


def test_a_term_with_narrower_ones_on_one_side_alone_has_a_rest_on_both() -> None:
    under = {"y": {"title": "Y", "broader": ["processor"]}, "x": {"title": "X", "broader": ["y"]}}
    beside = {"x": {"title": "X", "broader": ["processor"]}}
    before = [{"id": "a", "kind": "disclosure", "recipients": ["y"]}]
    found = diff(
        version(
            [{**before[0], "unless": [{"recipients": ["x"]}]}],
            of=header(vocabulary={"recipients": under}),
        ),
        version([], "2.0.0", of=header(vocabulary={"recipients": beside})),
    )
    (change,) = found.disclosures
    assert change.scenario["recipients"].terms == ("other:y",)


def test_a_condition_that_must_not_hold_is_a_field_that_changed() -> None:
    ban = never(personal_data=["contact_data"], recipients=["third_party"])
    on = {**SHARE, "when": {"consent": ["explicit"]}}
    off = {**SHARE, "when": {"consent": ["explicit"], "emergency": False}}
    found = compared([on, ban], [off, ban])
    assert [(one.id, one.fields) for one in found.clauses] == [("share", ("when.emergency",))]
    assert not found.unchanged


def test_the_order_of_legal_bases_means_nothing() -> None:
    based = {**SHARE, "legal_bases": ["consent", "contract"]}
    found = compared([based], [{**based, "legal_bases": ["contract", "consent"]}])
    assert found.required_bump == "patch"


def test_an_overlay_that_leaves_a_commitment_without_a_value_is_refused() -> None:
    patch = {"commitments": {"legal_review": {"unless": None}}}
    found = problems([{**SHARE, "overlays": {"EU": patch}}])
    assert [one.partition(" ")[0] for one in found] == ["PK125"]
