"""`decide` asked again and again: the same answers, whoever asked what before."""

from __future__ import annotations

import random
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import policykit
from policykit.library.answering import Answering
from policykit.library.compiled import Written
from policykit.library.decision import Decider
from policykit.library.policy import Version
from tests.conftest import FROZEN
from tests.writing import version

SHARED: dict[str, Any] = {
    "id": "shared",
    "kind": "disclosure",
    "personal_data": ["email_address", "phone_number"],
    "recipients": ["police"],
    "when": {"emergency": True},
    "commitments": {"user_notice": [{"value": "before", "unless": {"gag_order": True}}]},
}
NEVER: dict[str, Any] = {
    "id": "never",
    "kind": "disclosure",
    "effect": "prohibited",
    "personal_data": ["phone_number"],
    "jurisdictions": ["BR"],
}


@pytest.fixture
def made() -> Version:
    return version([SHARED, NEVER])


def _question(**more: Any) -> dict[str, Any]:
    return {
        "personal_data": "email_address",
        "recipient": "police",
        "emergency": True,
        "gag_order": False,
        "jurisdiction": "DE",
        **more,
    }


def test_what_is_done_with_an_answer_does_not_change_the_next(made: Version) -> None:
    # A question about one scenario is answered from the boxes that are live, another the long way.
    coordinates = made._decider(None).space.coordinates
    whole = {one.id: one.atoms[-1] for one in coordinates} | _question(operation="disclosure")
    for question in [whole] * 3 + [_question()] * 3:
        found: Any = made.decide(**question)
        assert found.commitments == {"user_notice": "before"}
        found.commitments.clear()
    for _ in range(3):
        split = made.decide(**_question(personal_data=None))
        promised: list[Any] = [one.commitments for one in split.cases if one.commitments]
        assert promised
        promised[0].clear()


def test_a_boolean_is_what_python_takes_for_one(made: Version) -> None:
    for first, second in ((True, 1), (0, False)):
        assert made.decide(**_question(emergency=first)) == made.decide(
            **_question(emergency=second)
        )
    for value in ("true", 2, "yes"):
        with pytest.raises(policykit.BadQuestion, match="'emergency' is true or false, not"):
            made.decide(**_question(emergency=value))


def test_one_term_and_a_list_of_it_are_one_question(made: Version) -> None:
    one = made.decide(**_question())
    for value in (["email_address"], ("email_address",), {"email_address"}):
        assert made.decide(**_question(personal_data=value)) == one
    both = made.decide(**_question(personal_data=["email_address", "phone_number"]))
    assert (both.outcome, both.clauses) == ("permitted", ("shared",))
    split = made.decide(
        **_question(personal_data=["email_address", "phone_number"], jurisdiction="BR")
    )
    assert split.outcome == "depends"


def test_none_is_anything_and_nothing_is_remembered_of_it(made: Version) -> None:
    assert made.decide(**_question(recipient=None)).outcome == "depends"
    assert made.decide(**_question()).outcome == "permitted"
    assert made.decide(**_question(recipient=None)).outcome == "depends"
    with pytest.raises(policykit.BadQuestion, match="'recipients'"):
        made.decide(**_question(recipients=None))


def test_what_promises_nothing_beside_what_promises_is_the_weakest() -> None:
    bare = {key: value for key, value in SHARED.items() if key not in ("commitments", "when")}
    both = version([SHARED, {**bare, "id": "bare"}])
    found = both.decide(**_question())
    assert (found.clauses, found.commitments) == (("shared", "bare"), {})


def test_every_question_has_the_answer_that_the_diagrams_give(root: Path) -> None:
    """Whole questions are answered from the boxes that are live; these are the long way."""
    of = policykit.load(FROZEN)["telegram/privacy"]["2.0.0"]
    dice = random.Random(7)
    decider = _decider(of)
    asked = [
        {
            one.id: dice.choice(one.atoms)
            for one in decider.space.coordinates
            if dice.random() < share
        }
        for share in (1.0, 0.9, 0.5)
        for _ in range(60)
    ]
    expected = [_long_way(decider, question) for question in asked]
    order = list(range(len(asked))) * 2
    dice.shuffle(order)
    for place in order:
        question = dict(sorted(asked[place].items(), key=lambda _: dice.random()))
        assert _told(decider, question) == expected[place]


@pytest.mark.parametrize("remembered", [1, 10_000])
def test_threads_may_share_a_version(
    root: Path, remembered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Where little is remembered, what one thread has learnt another one may forget at once.
    monkeypatch.setattr("policykit.remembering.MOST_REMEMBERED", remembered)
    of = policykit.load(FROZEN)["telegram/privacy"]["2.0.0"]
    decider = _decider(of)
    data = next(one for one in decider.space.coordinates if one.id == "personal_data")
    asked = [{"personal_data": atom, "recipient": "police"} for atom in data.atoms] * 4
    alone = [_told(decider, question) for question in asked]
    shared = _decider(of)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(lambda question: _told(shared, question), asked)) == alone
    finally:
        sys.setswitchinterval(interval)


def test_an_answer_in_more_cases_than_a_reader_can_use_is_refused(
    made: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policykit.library.answering._MOST_CASES", 1)
    fresh = version([SHARED, NEVER, {**SHARED, "id": "more", "personal_data": ["ip_address"]}])
    with pytest.raises(policykit.OutOfWork, match="ask about less at once"):
        fresh.decide(recipient="police")


def _decider(of: Version) -> Decider:
    return Decider(of.policy_id, of.number, Written(of.content, of.header.side), "2024-09-23")


def _long_way(decider: Decider, question: dict[str, Any]) -> object:
    masks = list(decider.space.full)
    for name, value in {"operation": "disclosure", **question}.items():
        place, mask = decider._questions.mask(name, value)
        assert place is not None
        masks[place] = mask
    try:
        return Answering(decider, tuple(masks)).decision()
    except policykit.ImpossibleScenario as error:
        return str(error)


def _told(decider: Decider, question: dict[str, Any]) -> object:
    try:
        return decider.decide(question)
    except policykit.ImpossibleScenario as error:
        return str(error)
