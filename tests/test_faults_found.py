"""What the oracles found, each as the smallest case that showed it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policykit.comparison import diff
from policykit.document import read
from policykit.jurisdictions import Atlas
from policykit.library.content import Header
from policykit.library.policy import Version
from policykit.library.reading import read_version
from policykit.scenarios.coordinates import Side
from policykit.vocabulary import Impossible, Vocabulary, vocabulary
from tests.writing import content, header, problems, version

SHARE = {"id": "share", "kind": "disclosure", "recipients": ["advertiser"]}


def test_two_combinations_together_rule_out_what_neither_does_alone() -> None:
    # Whatever `emergency` is, marketing cannot be: no scenario is left that could change.
    ruled_out = tuple(
        Impossible({"purposes": (("marketing",), ()), "emergency": ((holds,), ())}, "it cannot be")
        for holds in (True, False)
    )
    shipped = vocabulary()
    words = Vocabulary(shipped.lists, shipped.conditions, shipped.commitments, ruled_out)
    document, _ = read("{}", "policy.yaml")
    assert document is not None
    of = Header("acme/privacy", "other", "P", "Acme", "", ("en",), Side(words, _atlas()), document)
    sides = []
    for number, clauses in (("1.0.0", []), ("2.0.0", [{**SHARE, "purposes": ["marketing"]}])):
        found, _ = read_version(json.dumps(content(clauses, number)), "x.yaml", of, number)
        assert found is not None
        sides.append(Version(of, found, "x.yaml"))
    assert diff(*sides).verdict == "equivalent"


def _atlas() -> Atlas:
    return header().side.atlas


def test_a_diff_for_a_part_of_a_country_speaks_of_that_part_alone() -> None:
    (change,) = diff(version([SHARE]), version([], "2.0.0"), jurisdiction="US-CA").disclosures
    assert change.jurisdictions.terms == ("US-CA",)


def test_overlays_that_fit_on_the_versions_own_day_fit_on_every_later_one() -> None:
    # With GB in the EU the overlays make a whole; a year later the second one stands alone.
    overlays = {
        "EU": {"commitments": {"legal_review": True}},
        "GB": {"commitments": {"legal_review": {"when": {"emergency": True}}}},
    }
    (found,) = problems([{**SHARE, "overlays": overlays}], published="2019-06-01")
    assert "'value' is missing as of 2020-02-01" in found
    # Read as of a day before the version's own, such a case promises nothing.
    overlays["HR"] = overlays.pop("GB")
    before = version([{**SHARE, "overlays": overlays}], published="2014-06-01")
    after = version([SHARE], "2.0.0", published="2015-06-01")
    assert diff(before, after, on="2012-06-01").verdict == "equivalent"


@pytest.mark.parametrize(("dropped", "bump"), [(True, "major"), (False, "minor")])
def test_what_the_lists_leave_out_is_counted_and_counts_for_the_version(
    monkeypatch: pytest.MonkeyPatch, *, dropped: bool, bump: str
) -> None:
    # Statements cut off at the most there may be are neither listed nor counted.
    monkeypatch.setattr("policykit.comparison.search.MOST_STATEMENTS", 0)
    ban = {"id": "never", "kind": "disclosure", "effect": "prohibited", "purposes": ["data_sale"]}
    versions = [version([SHARE, {**ban, "recipients": ["data_broker"]}]), version([SHARE])]
    found = diff(*(versions if dropped else reversed(versions)))
    assert found.disclosures == ()
    assert found.unsaid
    assert found.required_bump == bump


def test_a_group_that_the_later_words_have_emptied_names_nobody() -> None:
    def named(**members: object) -> Header:
        group = {"title": "Friends", "members": members}
        return header(vocabulary={"groups": {"friends": group}})

    left = {"until": "2020-01-31"}
    always = {"from": "1990-01-01"}
    many = named(BR=always, GB=always, NO=left)
    before = version([{**SHARE, "jurisdictions": ["friends"]}], of=many)
    (change,) = diff(before, version([], "2.0.0", of=named(NO=left))).disclosures
    assert change.jurisdictions.terms == ("BR", "GB")
    # Where only the earlier words have the group, it means what it meant.
    (change,) = diff(before, version([], "2.0.0")).disclosures
    assert change.jurisdictions.terms == ("friends",)


@pytest.mark.parametrize("backwards", [False, True])
def test_a_statement_that_becomes_a_rule_elsewhere_needs_no_version_here(
    *, backwards: bool
) -> None:
    said: dict[str, Any] = {"id": "one", "kind": "statement", "overlays": {"BR": None}}
    rule: dict[str, Any] = {"id": "one", "kind": "collection", "jurisdictions": ["FR"]}
    clauses = [rule, said] if backwards else [said, rule]
    before, after = version(clauses[:1]), version(clauses[1:], "2.0.0")
    assert diff(before, after, jurisdiction="BR").required_bump == "patch"
    assert diff(before, after).required_bump == ("minor" if backwards else "major")


@pytest.mark.parametrize("backwards", [False, True])
def test_a_statement_that_becomes_words_is_a_change_of_words_where_it_never_was(
    *, backwards: bool
) -> None:
    said: dict[str, Any] = {"id": "one", "kind": "statement", "overlays": {"BR": None}}
    words: dict[str, Any] = {"id": "one", "kind": "general"}
    clauses = [words, said] if backwards else [said, words]
    before, after = version(clauses[:1]), version(clauses[1:], "2.0.0")
    assert diff(before, after, jurisdiction="BR").required_bump == "minor"
    assert diff(before, after).required_bump == ("minor" if backwards else "major")
