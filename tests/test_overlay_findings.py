"""What is wrong with overlays, word for word: message, mend, both places, and where it points."""

from __future__ import annotations

import re
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from policykit.findings import Finding
from policykit.library.reading import read_version
from policykit.overlays.sameness import said, unordered
from policykit.overlays.variants import merge_patch
from policykit.vocabulary import vocabulary
from tests.writing import header

TEXT = """\
format: 1
policy: acme/privacy
version: 1.0.0
published: 2025-01-01
clauses:
  - id: share
    kind: disclosure
    personal_data: [email_address]
    recipients: [advertiser]
    jurisdictions: [EEA, CH, BR]
    commitments:
      legal_review: true
    overlays:
"""


def findings(*overlays: str, text: str = TEXT) -> list[Finding]:
    whole = text + "".join(f"      {one}\n" for one in overlays)
    _, found = read_version(whole, "1.0.0.yaml", header(), "1.0.0")
    return sorted(found, key=lambda one: (one.line, one.column, one.message))


@pytest.mark.parametrize(
    ("overlays", "expected"),
    [
        (
            ["EU: {id: x}"],
            "14:12 PK103 an overlay cannot change 'id' (line 6)",
        ),
        (
            ["EU: {renamed_from: [x]}"],
            "14:12 PK103 an overlay cannot change 'renamed_from'",
        ),
        (
            ["EU: {recipients: null, when: null}"],
            "14:12 PK124 null would let 'recipients', which the clause names at line 9, "
            "be anything in EU",
        ),
        (
            ["EU: {purposes: null}"],
            "14:12 PK124 null would let 'purposes' be anything in EU",
        ),
        (
            ["EU: {rights: [access]}"],
            "14:12 PK103 'rights' is not a field of a disclosure clause (line 7)",
        ),
        (
            ["US: {effect: required}"],
            "14:7 PK121 the clause never covers US: its jurisdictions are at line 10",
        ),
        (
            ["EEA: {effect: required}", "EFTA: {effect: prohibited}"],
            "15:7 PK120 'EEA' (line 14) and 'EFTA' (line 15) set effect differently, and both "
            "hold in IS",
        ),
        (
            ["EEA: {commitments: {legal_review: false}}", "EFTA: {commitments: null}"],
            "15:7 PK120 'EEA' (line 14) and 'EFTA' (line 15) set commitments differently, and "
            "both hold in IS",
        ),
        (
            ["EEA: null", "EFTA: {effect: prohibited}"],
            "15:7 PK120 'EEA' (line 14) and 'EFTA' (line 15) set the whole clause differently, "
            "and both hold in IS",
        ),
        (
            ["EU: null", "DE: {effect: required}"],
            "15:7 PK123 'DE' lies in 'EU', where the clause does not apply (line 14)",
        ),
        (
            ["EU: {effect: required}", "DE: {effect: required}"],
            "15:7 PK122 the overlay for DE changes nothing: the one for EU says so already "
            "(line 14)",
        ),
        (
            ["DE: {effect: required}", "EU: {effect: required}"],
            "14:7 PK122 the overlay for DE changes nothing: the one for EU says so already "
            "(line 15)",
        ),
        (
            ["DE: {recipients: [advertiser]}"],
            "14:7 PK122 the overlay for DE changes nothing: the clause says so already (line 9)",
        ),
        (
            ["DE: {commitments: {legal_review: true}}"],
            "14:7 PK122 the overlay for DE changes nothing: the clause says so already (line 12)",
        ),
        (
            ["DE: {effect: permitted}"],
            "14:7 PK122 the overlay for DE changes nothing: the clause is so already (line 6)",
        ),
        (
            ["DE: {when: null}"],
            "14:7 PK122 the overlay for DE changes nothing: the clause is so already (line 6)",
        ),
    ],
)
def test_a_finding_says_what_and_where(overlays: list[str], expected: str) -> None:
    (found,) = findings(*overlays)
    assert f"{found.line}:{found.column} {found.code} {found.message}" == expected
    assert found.help
    assert "  " not in found.message


def test_a_place_outside_the_version_is_told_by_the_versions_places() -> None:
    text = TEXT.replace("    jurisdictions: [EEA, CH, BR]\n", "").replace(
        "clauses:", "jurisdictions: [BR]\nclauses:"
    )
    (found,) = findings("US: {effect: required}", text=text)
    assert found.message == "the clause never covers US: the version's jurisdictions are at line 5"


def test_each_pair_each_place_and_each_field_is_told_of_once() -> None:
    three = findings("EU: null", "DE: {effect: required}", "FR: {effect: prohibited}", "BR: null")
    assert [(one.code, one.line) for one in three] == [("PK123", 15), ("PK123", 16)]
    fields = findings("EU: {recipients: null, purposes: null, effect: required}")
    assert [one.message.partition(",")[0] for one in fields] == [
        "null would let 'recipients'",
        "null would let 'purposes' be anything in EU",
    ]
    pairs = findings(
        "EEA: {effect: required, purposes: [advertising]}",
        "EFTA: {effect: prohibited, purposes: [analytics]}",
        "SCHENGEN: {effect: permitted}",
    )
    codes = [(one.code, one.message.partition(" set ")[0]) for one in pairs]
    assert codes == [
        ("PK120", "'EEA' (line 14) and 'EFTA' (line 15)"),
        ("PK120", "'EEA' (line 14) and 'SCHENGEN' (line 16)"),
    ]  # EFTA lies in SCHENGEN, and is narrower


@pytest.mark.parametrize(
    "overlays",
    [
        ["EEA: {effect: required}", "EFTA: {effect: required}"],
        ["EEA: {effect: required}", "EFTA: {purposes: [advertising]}"],
        ["EEA: {effect: required}", "DE: {effect: prohibited}"],
        ["EU: {effect: required}", "EFTA: {effect: prohibited}"],
        ["EU: null", "EFTA: {effect: prohibited}"],
        ["EU: {effect: required}", "DE: {effect: permitted}", "BR: null"],
        [
            "EEA: {effect: required}",
            "EFTA: {effect: prohibited}",
            *(f"{code}: {{effect: permitted}}" for code in ("IS", "NO", "LI")),
        ],
    ],
)
def test_overlays_that_go_together_have_no_finding(overlays: list[str]) -> None:
    assert findings(*overlays) == []


def test_a_narrower_overlay_settles_only_what_it_sets() -> None:
    both = ["EEA: {effect: required}", "EFTA: {effect: prohibited}"]
    other = [f"{code}: {{purposes: [advertising]}}" for code in ("IS", "NO", "LI")]
    (found,) = findings(*both, *other)
    assert found.code == "PK120"
    whole = [f"{code}: null" for code in ("IS", "NO", "LI")]
    assert findings(*both, *whole) == []


def test_one_for_the_same_places_settles_nothing() -> None:
    found = findings(
        "EEA: {effect: required}", "EFTA: {effect: prohibited}", "LI: {effect: permitted}"
    )
    assert [one.message.rpartition(" ")[2] for one in found] == ["IS"]
    # Germany's lies in one of the two alone, and is not between them.
    found = findings(
        "EEA: {effect: required}", "EFTA: {effect: prohibited}", "DE: {effect: permitted}"
    )
    assert [one.code for one in found] == ["PK120"]


def test_a_collision_is_settled_by_what_sets_the_same_field_of_a_field() -> None:
    kept = "{commitments: {legal_review: false}}", "{commitments: {legal_review: true}}"
    both = [f"EEA: {kept[0]}", f"EFTA: {kept[1]}"]
    other = [f"{code}: {{commitments: {{revocable: true}}}}" for code in ("IS", "NO", "LI")]
    (found,) = findings(*both, *other)
    assert " set commitments.legal_review.value differently" in found.message
    deeper = [f"{code}: {kept[0]}" for code in ("IS", "NO", "LI")]
    assert [one for one in findings(*both, *deeper) if one.code == "PK120"] == []


THREE = ("IS", "NO", "LI")  # in both the EEA and the EFTA


@pytest.mark.parametrize(
    ("one", "other", "narrower"),
    [
        ("{commitments: {legal_review: false}}", "{commitments: {legal_review: null}}", "true"),
        ("{commitments: {legal_review: false}}", "{commitments: null}", "true"),
        ("{commitments: {legal_review: null}}", "{commitments: {legal_review: false}}", "true"),
    ],
)
def test_a_collision_with_a_removal_is_settled_by_what_is_set_anew(
    one: str, other: str, narrower: str
) -> None:
    pair = [f"EEA: {one}", f"EFTA: {other}"]
    settled = [f"{code}: {{commitments: {{legal_review: {narrower}}}}}" for code in THREE]
    assert [found.code for found in findings(*pair)] == ["PK120"]
    assert [found.code for found in findings(*pair, *settled[:2])] == ["PK120"]
    assert findings(*pair, *settled) == []


def test_a_collision_with_a_removal_is_open_while_a_part_of_it_is() -> None:
    pair = ["EEA: {commitments: {legal_review: {value: false, when: {consent: [no_consent]}}}}"]
    pair += ["EFTA: {commitments: {legal_review: null}}"]
    part = [f"{code}: {{commitments: {{legal_review: {{value: true}}}}}}" for code in THREE]
    assert "PK120" in {found.code for found in findings(*pair, *part)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{purposes: [advertising, analytics]}", "{purposes: [analytics, advertising]}"),
        (
            "{when: [{consent: [parental_consent]}, {consent: [no_consent]}]}",
            "{when: [{consent: [no_consent]}, {consent: [parental_consent]}]}",
        ),
        ("{commitments: {retention_max: P12M}}", "{commitments: {retention_max: P1Y}}"),
        ("{effect: permitted, purposes: [analytics]}", "{effect: null, purposes: [analytics]}"),
        (
            "{commitments: {legal_review: null}}",
            "{commitments: {legal_review: null}, effect: permitted}",
        ),
    ],
)
def test_what_comes_to_the_same_in_either_order_is_no_collision(one: str, other: str) -> None:
    assert findings(f"EEA: {one}", f"EFTA: {other}") == []


@given(st.data())
def test_overlays_without_a_collision_come_to_the_same_in_any_order(data: st.DataObject) -> None:
    """Of all orders in which what contains another comes before it, as the format says."""
    values = st.sampled_from(
        [
            "{commitments: null}",
            "{commitments: {legal_review: null}}",
            "{commitments: {legal_review: false}}",
            "{commitments: {legal_review: false, revocable: true}}",
            "{commitments: {revocable: false}}",
            "{effect: required}",
            "{effect: prohibited, commitments: {revocable: null}}",
        ]
    )
    codes = data.draw(st.lists(st.sampled_from(list(_HOLDING)), min_size=2, unique=True))
    overlays = {code: data.draw(values) for code in codes}
    written = [f"{code}: {value}" for code, value in overlays.items()]
    collided = any(one.code == "PK120" for one in findings(*written))
    patches = {code: YAML(typ="safe").load(value) for code, value in overlays.items()}
    for place in ("DE", "IS", "CH"):
        here = [code for code in codes if place in _HOLDING[code]]
        ends = set()
        for order in permutations(here):
            if any(_HOLDING[a] < _HOLDING[b] for n, b in enumerate(order) for a in order[:n]):
                continue
            clause: Any = {"commitments": {"legal_review": True, "revocable": True}}
            for code in order:
                clause = merge_patch(clause, patches[code])
            clause = {name: value for name, value in clause.items() if value != {}}
            ends.add(unordered(clause))
        assert collided or len(ends) == 1


_HOLDING = {
    "EEA": {"DE", "IS", "NO", "LI", "EU"},
    "EFTA": {"CH", "IS", "NO", "LI"},
    "SCHENGEN": {"DE", "CH", "IS", "NO", "LI"},
    "EU": {"DE", "EU"},
    "IS": {"IS"},
    "NO": {"NO"},
    "LI": {"LI"},
    "DE": {"DE"},
}
"""Which places stand for which, so that sets hold each other as the groups do (EU: its others)."""


def test_every_pair_is_looked_at_though_one_before_it_is_apart() -> None:
    found = findings(
        "BR: {effect: required}", "EEA: {effect: required}", "EFTA: {effect: prohibited}"
    )
    assert [one.code for one in found] == ["PK120"]
    found = findings(
        "EEA: {effect: required}", "BR: {effect: required}", "EFTA: {effect: prohibited}"
    )
    assert [one.code for one in found] == ["PK120"]


def test_one_that_changes_nothing_beside_a_removal_is_told_of() -> None:
    found = findings("EEA: {purposes: [advertising]}", "DE: {purposes: [advertising]}", "CH: null")
    assert [(one.code, one.line) for one in found] == [("PK122", 15)]
    found = findings("EEA: {effect: permitted}", "DE: null")
    assert [(one.code, one.line) for one in found] == [("PK122", 14)]


def test_what_another_place_says_is_no_reason() -> None:
    (found,) = findings("BR: {purposes: [analytics]}", "DE: {purposes: null, effect: permitted}")[
        :1
    ]
    assert found.code == "PK124"
    (found,) = findings("BR: {effect: required}", "DE: {effect: permitted}")
    assert found.message.endswith("changes nothing: the clause is so already (line 6)")


def test_findings_are_told_apart_by_what_they_are_about() -> None:
    """A fingerprint survives moving, and not another overlay beside it."""
    one = findings("EEA: {effect: required}", "EFTA: {effect: prohibited}")
    other = findings("EEA: {effect: required}", "SCHENGEN: {effect: prohibited}")
    assert one[0].pointer == other[0].pointer == "/clauses/share/overlays"
    assert one[0].fingerprint != other[0].fingerprint
    below = findings("EU: null", "DE: {effect: required}")
    wider = findings("EEA: null", "DE: {effect: required}")
    assert below[0].pointer == wider[0].pointer == "/clauses/share/overlays/DE"
    assert below[0].fingerprint != wider[0].fingerprint
    alone = findings("DE: {commitments: null, effect: required, otherwise: true}")
    among = findings(
        "EU: {purposes: [advertising]}",
        "DE: {commitments: null, effect: required, otherwise: true}",
    )
    assert alone[0].pointer == among[0].pointer
    assert alone[0].fingerprint != among[0].fingerprint


def test_an_overlay_that_leaves_an_ill_formed_clause_is_named() -> None:
    found = findings("EU: {commitments: null, effect: required, otherwise: true}")
    assert {one.code for one in found} == {"PK125"}
    assert [(one.line, one.column) for one in found] == [(14, 7)] * len(found)
    assert all(one.message.startswith("the overlay leaves an ill-formed clause: ") for one in found)


CLAUSE: dict[str, Any] = {
    "kind": "disclosure",
    "personal_data": ["email_address", "ip_address"],
    "when": [{"emergency": True}, {"offence": ["crime", "fraud"]}],
    "commitments": {"retention_max": {"value": "P1Y"}, "user_notice": {"value": "before"}},
}


@pytest.mark.parametrize(
    "more",
    [
        {"effect": "permitted", "purposes": ["advertising"]},
        {"purposes": ["advertising"], "effect": "permitted"},
        {"otherwise": False, "purposes": ["advertising"]},
        {"operations": ["disclosure"], "purposes": ["advertising"]},
    ],
)
def test_what_goes_without_saying_is_left_out_and_what_follows_is_not(more: dict[str, Any]) -> None:
    kinds = vocabulary().commitments
    assert said({**more, **CLAUSE}, kinds) == said({"purposes": ["advertising"], **CLAUSE}, kinds)
    assert said({**more, **CLAUSE}, kinds) != said(CLAUSE, kinds)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"personal_data": ["ip_address", "email_address"]}, True),
        ({"personal_data": ["ip_address"]}, False),
        ({"when": [{"offence": ["fraud", "crime"]}, {"emergency": True}]}, True),
        ({"when": [{"offence": ["fraud", "crime"]}, {"emergency": False}]}, False),
        ({"when": [{"emergency": True}]}, False),
        ({"effect": "required"}, False),
        ({"otherwise": True}, False),
        ({"operations": ["use"]}, False),
        ({"operations": ["disclosure", "use"]}, False),
        ({"commitments": {**CLAUSE["commitments"], "retention_max": {"value": "P12M"}}}, True),
        ({"commitments": {**CLAUSE["commitments"], "retention_max": {"value": "P13M"}}}, False),
        ({"commitments": {"user_notice": {"value": "before"}}}, False),
        ({"commitments": dict(reversed(CLAUSE["commitments"].items()))}, True),
    ],
)
def test_clauses_that_say_the_same_have_one_stand_in(change: dict[str, Any], same: bool) -> None:
    kinds = vocabulary().commitments
    assert (said({**CLAUSE, **change}, kinds) == said(CLAUSE, kinds)) is same


def test_cases_count_in_their_order_with_their_conditions() -> None:
    kinds = vocabulary().commitments
    first = {"value": "P1Y", "when": [{"emergency": True}]}
    second = {"value": "P2Y"}

    def stand_in(*cases: Any, name: str = "retention_max") -> Any:
        return said({"kind": "use", "commitments": {name: [*cases]}}, kinds)

    assert stand_in(first, second) == stand_in({**first, "value": "P12M"}, second)
    assert stand_in(first, second) != stand_in(second, first)
    assert stand_in(first, second) != stand_in(first)
    assert stand_in(first) != stand_in({"value": "P1Y"})
    assert stand_in({"when": [{"emergency": True}]}) != stand_in(first)
    assert said({"kind": "use", "commitments": {"retention_max": second}}, kinds) == stand_in(
        second
    )
    # Of a commitment that nobody knows a value is what is written.
    assert stand_in(first, name="x") != stand_in({**first, "value": "P12M"}, name="x")
    assert stand_in("P1Y") != stand_in("P12M")


def test_the_order_of_terms_means_nothing_and_that_of_other_lists_does() -> None:
    assert unordered(["a", "b"]) == unordered(["b", "a"])
    assert unordered([1, 2]) != unordered([2, 1])
    assert unordered(["a", 1]) != unordered([1, "a"])
    assert unordered(1) != unordered(True)
    assert unordered({"a": 1, "b": 2}) == unordered({"b": 2, "a": 1})


@pytest.mark.parametrize(
    ("written", "where", "mend"),
    [
        ("DE:", "14:10", "`DE: null`"),
        ("DE: # commitments: {legal_review: false}", "14:10", "; what stands"),
        ("DE: #effect: prohibited", "14:10", "; what stands behind a # is a comment"),
        ("DE:\n        # effect: prohibited", "14:10", "`DE: null`"),
        ("DE: {commitments: {legal_review: }}", "14:40", "`legal_review: null`"),
        (
            "DE:\n        commitments:\n          # legal_review: false",
            "15:21",
            "`commitments: null`",
        ),
    ],
)
def test_only_a_null_that_is_written_takes_something_away(
    written: str, where: str, mend: str
) -> None:
    (found,) = findings(written)
    assert (found.code, found.message.partition("'")[2].endswith("is empty")) == ("PK101", True)
    assert mend in found.help
    assert f"{found.line}:{found.column}" == where


def test_a_null_that_is_written_takes_away() -> None:
    for null in ("null", "~", "Null"):
        assert findings(f"DE: {null}") == []
        assert findings(f"DE: {{commitments: {{legal_review: {null}}}}}") == []


def test_a_collision_names_a_place_of_any_of_its_parts() -> None:
    pair = ["EEA: {effect: required}", "EFTA: {effect: prohibited}"]
    for code in ("IS", "NO", "LI"):
        found = findings(*pair, f"{code}: {{purposes: [advertising]}}")
        (told,) = [one for one in found if one.code == "PK120"]
        assert told.message.endswith("both hold in IS"), code


def test_a_clause_that_is_dropped_is_not_one_that_says_nothing_new() -> None:
    codes = [one.code for one in findings("EEA: null", "EFTA: {effect: permitted}")]
    assert "PK120" in codes
    narrower = [f"{code}: {{purposes: [advertising]}}" for code in THREE]
    codes = [one.code for one in findings("EEA: null", "EFTA: {effect: prohibited}", *narrower)]
    assert "PK120" in codes


def test_no_commitments_left_are_none() -> None:
    assert findings("EEA: {commitments: {legal_review: null}}", "EFTA: {commitments: null}") == []


def test_what_lies_in_one_of_two_alone_settles_nothing_between_them() -> None:
    groups = {"d": ["FR", "DE", "IT"], "a": ["DE", "ES"], "n": ["DE", "FR"]}
    assert pairs_apart(groups) == {("a", "d"), ("a", "n")}
    # Nor does one for the very same places as both.
    same = {"d": ["DE"], "a": ["DE"], "n": ["DE"]}
    assert pairs_apart(same) == {("a", "d"), ("a", "n"), ("d", "n")}
    within = {"d": ["FR", "DE"], "a": ["DE", "ES"], "n": ["DE"]}
    assert pairs_apart(within) == set()


def pairs_apart(groups: dict[str, list[str]]) -> set[tuple[str, ...]]:
    """Which of some groups, each with a patch of its own, collide."""
    own = {name: {"title": name, "members": members} for name, members in groups.items()}
    of = header(vocabulary={"groups": own})
    days = zip(groups, ("P1Y", "P2Y", "P3Y"), strict=True)
    patches = [f"      {name}: {{commitments: {{retention_max: {one}}}}}\n" for name, one in days]
    text = TEXT.replace("    jurisdictions: [EEA, CH, BR]\n", "") + "".join(patches)
    _, found = read_version(text, "1.0.0.yaml", of, "1.0.0")
    assert {one.code for one in found} <= {"PK120"}, found
    return {tuple(sorted(re.findall(r"'(\w+)' \(line", one.message))) for one in found}
