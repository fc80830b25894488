"""A prepared question: the answers and refusals of `decide`, whoever asked what before."""

from __future__ import annotations

import pickle
import random
import sys
from collections.abc import Mapping, Sized
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import policykit
from policykit import Version
from tests.conftest import FROZEN, ROOT
from tests.writing import header, version

PLAN = {
    "title": "Plan",
    "shape": "tree",
    "terms": {"paid": {}, "free": {}, "trial": {"broader": ["free"]}},
}
OWN = {"conditions": {"plan": PLAN, "night": {"title": "Night", "shape": "boolean"}}}
SHARE: dict[str, Any] = {
    "id": "share",
    "kind": "disclosure",
    "personal_data": ["email_address", "phone_number"],
    "recipients": ["police"],
    "when": {"plan": ["free"]},
    "commitments": {"user_notice": [{"value": "before", "unless": {"gag_order": True}}]},
}
NEVER: dict[str, Any] = {
    "id": "never",
    "kind": "disclosure",
    "effect": "prohibited",
    "personal_data": ["phone_number"],
    "jurisdictions": ["EU"],
    "unless": {"night": True},
}
SUSPECTS: dict[str, Any] = {
    "id": "suspects",
    "kind": "disclosure",
    "recipients": ["law_enforcement"],
    "personal_data": ["health_data"],
    "when": {"offence": ["terrorism"], "suspicion": ["charged"]},
}
VALUES: Mapping[str, list[Any]] = {
    "operation": ["disclosure", "use", "retention"],
    "jurisdiction": ["DE", "BR", "EU", "EEA", "US-CA", "other:EU", "*", {"FR", "BR"}],
    "personal_data": ["email_address", "phone_number", "contact_data", "ip_address"],
    "recipient": ["police", "law_enforcement", "advertiser", ("police", "advertiser")],
    "purpose": ["marketing", "security", ["marketing", "*"]],
    "gag_order": [True, False, 1, 0, 1.0, [True, False], (1,)],
    "night": [True, False, 1, 0, [False]],
    "plan": ["paid", "trial", "free", ["paid", "trial"], frozenset({"free"})],
    "offence": ["terrorism", "no_offence", "fraud"],
    "suspicion": ["charged", "confirmed_suspect"],
}
WRONG: Mapping[str, list[Any]] = {
    "jurisdiction": ["XX", [], 1, True, {"DE": 1}, [["DE"]]],
    "personal_data": ["email_adress", 1, ["ip_address", "nothing"]],
    "purpose": ["nothing", True],
    "gag_order": ["true", 2, "*", {}, [[True]]],
    "night": ["yes", 0.5],
    "plan": [True, "gold", ()],
}


@pytest.fixture
def made() -> Version:
    return ours()


@cache
def ours() -> Version:
    return version([SHARE, NEVER, SUSPECTS], of=header(vocabulary=OWN))


def told(ask: Any) -> object:
    """What is answered, or refused."""
    try:
        return ask()
    except (ValueError, policykit.OutOfWork) as error:
        return type(error), str(error)


def same(
    of: Version,
    questions: list[dict[str, Any]],
    dice: random.Random,
    day: str | None,
    *,
    anew: bool = False,
) -> None:
    """
    Asks questions about the same coordinates, some of them fixed, the others in any order.

    What is expected are the answers of another version, or of a new one each time (`anew`).
    """
    alone = Version(of.header, of.content, of.path)
    first = questions[0]
    fixed = {name: value for name, value in first.items() if dice.random() < 0.3}
    names = [name for name in first if name not in fixed]
    dice.shuffle(names)
    ask: Any = told(partial(of.prepare, *names, on=day, **fixed))
    if not isinstance(ask, policykit.PreparedQuestion):
        assert ask == told(partial(of.decide, on=day, **fixed))
        return
    for question in questions * 2:
        values = {name: question[name] for name in names}
        alone = Version(of.header, of.content, of.path) if anew else alone
        expected = told(partial(alone.decide, on=day, **fixed, **values))
        found = told(partial(ask, *values.values()))
        assert found == expected, (ask, values)


@given(st.integers(0, 10**9))
def test_a_prepared_question_has_the_answers_of_decide(seed: int) -> None:
    dice = random.Random(seed)
    names = dice.sample(list(VALUES), dice.randint(0, len(VALUES)))
    questions = [
        {name: dice.choice([*VALUES[name], None]) for name in names}
        for _ in range(dice.randint(1, 6))
    ]
    wrong = [name for name in names if name in WRONG]
    for question in questions:
        if wrong and dice.random() < 0.3:
            name = dice.choice(wrong)
            question[name] = dice.choice(WRONG[name])
    # A version that nobody asked before, or one that many did.
    of = version([SHARE, NEVER, SUSPECTS], of=ours().header) if seed % 2 else ours()
    same(of, questions, dice, dice.choice([None, "2016-01-01", "2025-01-01"]), anew=True)


@pytest.mark.parametrize("policy", sorted(policykit.load(ROOT / "policies")))
def test_it_has_them_on_the_shipped_policies(policy: str) -> None:
    dice = random.Random(policy)
    of = dice.choice(policykit.load(ROOT / "policies")[policy].history())
    decider = of._decider(None)
    coordinates = {one.id: one.atoms for one in decider.space.coordinates}
    for share in (0.0, 0.1, 0.7):
        names = [name for name in coordinates if dice.random() >= share]
        atoms = [{name: dice.choice(coordinates[name]) for name in names} for _ in range(20)]
        same(of, atoms, dice, None)


def test_the_values_are_given_in_the_order_of_the_coordinates(made: Version) -> None:
    ask = made.prepare("recipient", "personal_data", plan="free", jurisdiction="BR")
    assert ask("police", "email_address").outcome == "permitted"
    with pytest.raises(policykit.BadQuestion, match="'email_address' is no term of recipients"):
        ask("email_address", "police")


def test_a_question_may_be_prepared_whole_or_open(made: Version) -> None:
    whole = {"recipient": "police", "plan": "paid", "personal_data": "phone_number"}
    assert made.prepare(**whole)() == made.decide(**whole)
    assert made.prepare()() == made.decide()
    assert made.prepare(*whole)(*whole.values()) == made.decide(**whole)


def test_what_does_not_exist_or_stands_twice_is_refused_at_once(made: Version) -> None:
    for asked, fixed, message in (
        (["recipients"], {}, "no coordinate 'recipients'; did you mean 'recipient'?"),
        (["recipient"], {"plann": "free"}, "no coordinate 'plann'; did you mean 'plan'?"),
        (["recipient"], {"plan": "gold"}, "'gold' is no term of plan"),
        (["recipient"], {"night": 2}, "'night' is true or false, not 2"),
        (["recipient"], {"plan": []}, "'plan' asks about nothing"),
        (["recipient", "plan", "recipient"], {}, "'recipient' is asked about twice"),
        (["recipient", "plan"], {"plan": "free"}, "'plan' is asked about twice"),
        (["on"], {}, "no coordinate 'on'"),
    ):
        with pytest.raises(policykit.BadQuestion) as caught:
            made.prepare(*asked, **fixed)
        assert message in str(caught.value)
    with pytest.raises(policykit.NoSuchDay, match="2025-99-99"):
        made.prepare("recipient", on="2025-99-99")


def test_too_few_values_and_too_many_are_refused(made: Version) -> None:
    ask = made.prepare("recipient", "plan", night=True)
    ask("police", "free")
    for values in ((), ("police",), ("police", "free", True), (["police"],)):
        with pytest.raises(
            TypeError, match=rf"recipient, plan, .* takes 2 values, not {len(values)}"
        ):
            ask(*values)
    with pytest.raises(TypeError, match="takes 1 value, not 0"):
        made.prepare("recipient")()
    with pytest.raises(TypeError, match="plan"):
        ask("police", plan="free")  # type: ignore[call-arg]  # by position alone


def test_what_cannot_occur_is_refused_each_time_it_is_asked(made: Version) -> None:
    ask = made.prepare("offence", suspicion="charged")
    for _ in range(2):
        with pytest.raises(policykit.ImpossibleScenario):
            ask("no_offence")
        assert ask("terrorism") == made.decide(offence="terrorism", suspicion="charged")


def test_a_value_that_equals_another_is_no_other_value(made: Version) -> None:
    ask = made.prepare("night", "recipient", personal_data="phone_number", plan="free")
    at_night = [ask(value, "police") for value in (True, 1, 1.0, [True], (1,))]
    assert {one.outcome for one in at_night} == {"permitted"}
    by_day = [ask(value, "police") for value in (False, 0, 0.0, [0])]
    assert {one.outcome for one in by_day} == {"depends"}
    for value in (2, "true", "1"):
        with pytest.raises(policykit.BadQuestion, match="'night' is true or false"):
            ask(value, "police")
    # What is a value of one coordinate is none of another.
    for value in (True, 1):
        with pytest.raises(policykit.BadQuestion, match="'recipient' is a term, not"):
            ask(True, value)


def test_the_day_is_that_of_the_question(made: Version) -> None:
    asked = {"personal_data": "phone_number", "recipient": "police", "plan": "free"}
    for day, outcome in (("2025-01-01", "permitted"), ("2016-01-01", "depends")):
        ask = made.prepare("jurisdiction", on=day, night=False, **asked)
        assert (
            ask("GB").outcome
            == made.decide(on=day, jurisdiction="GB", night=False, **asked).outcome
        )
        assert (ask("GB").outcome == "prohibited") is (outcome == "depends")


def test_a_list_that_is_changed_afterwards_changes_no_question(made: Version) -> None:
    plans, data = ["paid"], ["email_address"]
    ask = made.prepare("personal_data", recipient="police", jurisdiction="BR", plan=plans)
    assert ask(data).outcome == "unstated"
    plans[0] = "free"
    assert ask(data).outcome == "unstated"
    again = made.prepare("personal_data", recipient="police", jurisdiction="BR", plan="free")
    assert again(data).outcome == "permitted"
    data[0] = "ip_address"
    assert again(data).outcome == "unstated"


def test_what_is_done_with_an_answer_does_not_change_the_next(made: Version) -> None:
    asked = ("personal_data", "recipient", "gag_order", "plan", "jurisdiction")
    ask = made.prepare(*asked)
    promising = ("email_address", "police", False, "free", "BR")
    for _ in range(3):
        found: Any = ask(*promising)
        assert found.commitments == {"user_notice": "before"}
        found.commitments.clear()
    split: tuple[Any, ...] = ("email_address", "police", False, None, "BR")
    for _ in range(3):
        promised: list[Any] = [one.commitments for one in ask(*split).cases if one.commitments]
        assert promised == [{"user_notice": "before"}]
        promised[0].clear()
    assert made.decide(**dict(zip(asked, split, strict=True))) == ask(*split)


def test_an_answer_that_promises_nothing_is_the_same_for_all_and_cannot_be_changed(
    made: Version,
) -> None:
    ask = made.prepare("recipient", personal_data="ip_address")
    found: Any = ask("advertiser")
    for change in (
        lambda: found.commitments.update(user_notice="before"),
        lambda: found.commitments.setdefault("user_notice", "before"),
        lambda: found.commitments.__setitem__("user_notice", "before"),
        lambda: found.commitments.__ior__({"user_notice": "before"}),
    ):
        with pytest.raises(TypeError, match="an answer cannot be changed"):
            change()
        for other in (
            ask("advertiser"),
            made.decide(recipient="advertiser", personal_data="ip_address"),
        ):
            assert other.commitments == {}
    copied = pickle.loads(pickle.dumps(found))  # noqa: S301  our own bytes
    assert copied == found
    copied.commitments["user_notice"] = "before"
    assert ask("advertiser").commitments == {}


def test_an_amount_that_is_promised_is_not_that_of_the_version() -> None:
    words = {
        "conditions": {"plan": PLAN},
        "commitments": {
            "damages": {
                "title": "Damages",
                "type": "money",
                "protects": "more",
                "combine": "alternative",
            }
        },
    }
    amount = {"amount": 100, "currency": "EUR"}
    of = version([{**SHARE, "commitments": {"damages": amount}}], of=header(vocabulary=words))
    ask = of.prepare("personal_data", recipient="police", plan="free")
    for answer in (
        ask,
        lambda data: of.decide(personal_data=data, recipient="police", plan="free"),
    ):
        for _ in range(2):
            found: Any = answer("email_address")
            assert found.commitments == {"damages": amount}
            found.commitments["damages"]["amount"] = 0


def test_it_says_what_it_asks_and_cannot_be_changed(made: Version) -> None:
    ask = made.prepare("jurisdiction", "recipient", on="2024-09-23", plan="free", night=True)
    assert repr(ask) == (
        "<PreparedQuestion acme/privacy@1.0.0 on 2024-09-23: "
        "jurisdiction, recipient, plan='free', night=True>"
    )
    assert isinstance(ask, policykit.PreparedQuestion)
    for name in ("asked", "plan"):
        with pytest.raises(AttributeError):
            setattr(ask, name, ())


def test_a_question_outlives_what_its_version_remembers(made: Version) -> None:
    ask = made.prepare("recipient", on="2020-01-01", plan="free")
    for year in range(2000, 2020):
        made.decide(on=f"{year}-01-01", recipient="police")
    assert ask("police") == made.decide(on="2020-01-01", recipient="police", plan="free")


def test_only_so_much_is_remembered(made: Version, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policykit.remembering.MOST_REMEMBERED", 5)
    of = version([SHARE, NEVER], of=made.header)
    ask = of.prepare("jurisdiction", "night", recipient="police", plan="free")
    codes = ["DE", "FR", "BR", "US", "IN", "JP", "ES", "IT"]
    for code in codes:
        for night in (True, False):
            expected = version([SHARE, NEVER], of=made.header).decide(
                jurisdiction=code, night=night, recipient="police", plan="free"
            )
            assert ask(code, night) == expected
            assert len(ask._answers) <= 5
    for names in range(8):
        some = dict.fromkeys(list(VALUES)[:names])
        of.decide(**some)
    (decider,) = of._deciders.values()
    memories: list[Sized] = [
        decider._kinds,
        decider._shared,
        decider._answers,
        *decider._tables.values(),
    ]
    assert max(len(one) for one in memories) <= 5


@pytest.mark.parametrize("remembered", [1, 10_000])
def test_threads_may_share_it(remembered: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # Where little is remembered, what one thread has learnt another one may forget at once.
    monkeypatch.setattr("policykit.remembering.MOST_REMEMBERED", remembered)
    of = policykit.load(FROZEN)["telegram/privacy"]["2.0.0"]
    (data,) = (one for one in of._decider(None).space.coordinates if one.id == "personal_data")
    rows = [(atom, place) for atom in data.atoms for place in ("BR", "DE", ["BR", "DE"])] * 3
    alone = [
        of.decide(personal_data=one, jurisdiction=place, recipient="police") for one, place in rows
    ]
    shared = policykit.load(FROZEN)["telegram/privacy"]["2.0.0"]
    ask = shared.prepare("personal_data", "jurisdiction", recipient="police")
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(lambda row: ask(*row), rows)) == alone
    finally:
        sys.setswitchinterval(interval)


def test_what_is_done_with_a_case_reaches_no_other_answer() -> None:
    version = policykit.load(ROOT / "policies")["discord/privacy"]["6.0.0"]
    for ask in (version.decide, version.prepare()):
        first = ask()
        shown = first.as_json()
        assert any(case.except_ for case in first.cases)
        for case in first.cases:
            for part in (case.part, *case.except_):
                part.scenario.clear()  # type: ignore[attr-defined]  # a map that nobody should change
            case.commitments.clear()  # type: ignore[attr-defined]  # as above
        assert ask().as_json() == shown


def test_the_name_of_a_coordinate_is_a_text() -> None:
    version = policykit.load(ROOT / "policies")["discord/privacy"]["6.0.0"]
    for name in (1, None, ("recipient",)):
        with pytest.raises(policykit.BadQuestion, match="the name of a coordinate is a text"):
            version.prepare(name)  # type: ignore[arg-type]  # what is refused
