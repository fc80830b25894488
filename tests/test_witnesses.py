"""What scenarios found at random prove, and what is said where the bound on work is reached."""

from __future__ import annotations

from typing import Any

import pytest

import policykit
from benchmarks.policies import WORKLOADS
from policykit.comparison import diff, verdict
from policykit.comparison.result import PolicyDiff
from policykit.comparison.search import Search
from policykit.comparison.witnesses import witnessed
from policykit.library.compiled import WORK
from tests import z3_oracle
from tests.test_meaning import SHARE, never
from tests.test_oracle import pair
from tests.writing import header, version

SEEDS = range(60)
DAY = "2022-01-01"
WAYS = {"broader": {"broader"}, "narrower": {"narrower"}, "mixed": {"broader", "narrower"}}


def ways_of(verdict: str) -> set[str]:
    return WAYS.get(verdict, set())


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_seen_is_true_and_enough_where_much_changed(seed: int) -> None:
    _, _, before, after = pair(seed + 20_000)
    found = diff(before, after, on=DAY)
    search = Search(before, after, DAY, None, WORK)
    seen = witnessed(search, search.within)
    operations = {one.operation: one.verdict for one in found.operations}
    for name, ways in seen.items():
        told = {way for way, mask in ways._asdict().items() if mask}
        assert told <= ways_of(operations.get(name, "equivalent")), name
    for code, mask in search.space.coordinates[0].masks[1].items():
        told = {
            way for ways in seen.values() for way, places in ways._asdict().items() if places & mask
        }
        if not str(code).startswith("other:"):
            assert told <= ways_of(found.verdict_in(str(code))), code


@pytest.mark.parametrize("seed", SEEDS)
def test_the_verdict_alone_is_that_of_the_diff(seed: int) -> None:
    _, _, before, after = pair(seed + 30_000)
    for jurisdiction in (None, "EU", "US-CA"):
        whole = diff(before, after, on=DAY, jurisdiction=jurisdiction)
        assert verdict(before, after, on=DAY, jurisdiction=jurisdiction) == whole.verdict


def test_the_verdict_alone_can_be_left_open() -> None:
    before = version([SHARE])
    after = version([SHARE, {**SHARE, "id": "more", "recipients": ["data_broker"]}], "2.0.0")
    assert verdict(before, after, work=0) == "undecided"
    assert verdict(before, after) == "broader"


def test_the_verdict_alone_raises_what_the_diff_raises() -> None:
    one = version([SHARE])
    with pytest.raises(policykit.NoSuchDay):
        verdict(one, one, on="soon")
    with pytest.raises(policykit.UnknownJurisdiction):
        verdict(one, one, jurisdiction="XX")
    with pytest.raises(policykit.DifferentPolicies):
        verdict(one, version([SHARE], of=header()._replace(id="acme/terms"), policy="acme/terms"))


@pytest.mark.parametrize("work", [0, 20, 100, 400])
@pytest.mark.parametrize("seed", SEEDS)
def test_past_the_bound_whatever_is_said_is_true(seed: int, work: int) -> None:
    _, _, before, after = pair(seed + 40_000)
    whole, cut = diff(before, after, on=DAY), diff(before, after, on=DAY, work=work)
    assert cut.verdict in (whole.verdict, "undecided")
    for code in ("DE", "FR", "BR", "US", "US-CA", "EU", "GB"):
        assert cut.verdict_in(code) in (whole.verdict_in(code), "undecided")
    of_whole = {one.operation: one.verdict for one in whole.operations}
    for one in cut.operations:
        assert one.verdict in (of_whole.get(one.operation, "equivalent"), "undecided")
    if cut.undecided is None:
        assert cut.as_json() == whole.as_json()
        return
    assert "undecided" in cut.kinds()
    assert cut.required_bump == "major"
    assert not cut.unchanged
    assert listed(cut) <= listed(whole)


def listed(found: PolicyDiff) -> set[Any]:
    """The kinds of change that the lists have."""
    outcomes = {(one.before, one.after) for one in (*found.disclosures, *found.processing)}
    promises = {(one.commitment, str(one.before), str(one.after)) for one in found.commitments}
    return outcomes | promises


def bound(monkeypatch: pytest.MonkeyPatch, left: int) -> None:
    """Let telling what was found take so much work at most."""
    first = Search.__init__

    def bounded(self: Search, *arguments: Any) -> None:
        first(self, *arguments)
        self._to_tell = left

    monkeypatch.setattr(Search, "__init__", bounded)


@pytest.mark.parametrize("left", [0, 3, 30])
@pytest.mark.parametrize("seed", SEEDS)
def test_past_the_bound_of_telling_what_is_left_is_counted(
    seed: int, left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, before, after = pair(seed + 50_000)
    whole = diff(before, after, on=DAY)
    bound(monkeypatch, left)
    cut = diff(before, after, on=DAY)
    assert (cut.verdict, cut.required_bump) == (whole.verdict, whole.required_bump)
    assert cut.undecided is None
    kinds = {one.change for one in (*whole.disclosures, *whole.processing)}
    kinds |= {one.commitment for one in whole.commitments if "operation" in one.scenario}
    kinds |= {one.change for one in whole.rights}
    unsaid = {kind for kind, scenarios in cut.unsaid if scenarios}
    assert unsaid <= kinds
    if not unsaid:
        assert cut.as_json() == whole.as_json()
    assert cut.unchanged == whole.unchanged


def test_a_gate_is_told_of_what_is_open_though_the_verdict_is_known() -> None:
    before = version([SHARE, never(recipients=["data_broker"])])
    after = version([{**SHARE, "recipients": ["police"]}], "2.0.0")
    found = diff(before, after, work=0)
    assert (found.verdict, found.verdict_in("BR")) == ("mixed", "mixed")
    assert {"undecided", "mixed", "broader", "narrower", "any"} <= found.kinds()
    assert found.as_json()["undecided"]
    (one,) = found.operations
    assert (one.operation, one.verdict) == ("disclosure", "mixed")


def test_rights_are_told_though_outcomes_are_left_open() -> None:
    right = {"id": "erase", "kind": "right", "rights": ["erasure"], "text": "Ask, and it goes."}
    before = version([SHARE, never(recipients=["data_broker"]), right])
    after = version([{**SHARE, "recipients": ["police"]}], "2.0.0")
    found = diff(before, after, work=10)
    assert found.undecided is not None
    assert not found.disclosures
    assert [(one.right, one.change) for one in found.rights] == [("erasure", "withdrawn")]


def test_what_takes_more_work_than_is_left_is_not_listed_but_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bound(monkeypatch, 200)
    made = WORKLOADS["rewrite"](20, 1)
    before, after = map(z3_oracle.version, made, ("1.0.0", "2.0.0"))
    found = diff(before, after, on=z3_oracle.DAY)
    assert found.verdict == "mixed"
    assert found.disclosures
    assert any(change == "newly_permitted" and count > 10**9 for change, count in found.unsaid)
