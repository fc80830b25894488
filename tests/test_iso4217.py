"""Currencies: the shipped table is pycountry's and what was money once; a clause names no other."""

from __future__ import annotations

import json
from typing import Any

import pycountry
import pytest

from policykit.library.reading import read_version
from policykit.vocabulary.currencies import currencies
from tests.regenerate_iso4217 import NO_MONEY, TARGET, WITHDRAWN, table
from tests.writing import content, header, problems, version


def cap(currency: str, **more: Any) -> dict[str, Any]:
    promised = {"liability_cap": {"amount": 100, "currency": currency}}
    return {"id": "liability", "kind": "liability", "commitments": promised, **more}


def test_the_shipped_table_is_what_pycountry_says_and_what_was_withdrawn() -> None:
    assert TARGET.read_bytes().decode("utf-8") == table(), "run `make iso4217`"


def test_a_withdrawn_currency_is_in_no_current_list() -> None:
    assert WITHDRAWN.keys().isdisjoint(one.alpha_3 for one in pycountry.currencies)
    assert NO_MONEY.isdisjoint(currencies())


@pytest.mark.parametrize("code", sorted(currencies()))
def test_every_currency_may_be_named(code: str) -> None:
    assert problems([cap(code)]) == []


@pytest.mark.parametrize(
    ("code", "mend"),
    [
        ("EUX", "did you mean 'EUR'?"),
        ("USB", "did you mean 'USD'?"),
        ("UKP", "did you mean 'GBP'?"),
        ("RMB", "did you mean 'CNY'?"),
        ("QQQ", "use a code of ISO 4217, such as EUR"),
    ],
)
def test_what_is_no_currency_is_an_error_with_a_mend(code: str, mend: str) -> None:
    text = json.dumps(content([cap(code)]))
    (found,) = read_version(text, "1.0.0.yaml", header(), "1.0.0")[1]
    assert found.code == "PK107"
    assert found.message == (f"'liability_cap' names '{code}', which is no currency of ISO 4217")
    assert found.help == mend


def test_a_case_an_overlay_and_a_commitment_of_the_policys_own_are_asked_too() -> None:
    case = {"value": {"amount": 1, "currency": "QQQ"}, "when": {"emergency": True}}
    cases = {"commitments": {"liability_cap": [case]}}
    assert [one[:5] for one in problems([{**cap("EUR"), **cases}])] == ["PK107"]
    patch = {"DE": {"commitments": {"liability_cap": {"amount": 1, "currency": "QQQ"}}}}
    assert [one[:5] for one in problems([cap("EUR", overlays=patch)])] == ["PK107"]
    fee = {"fee": {"title": "Fee", "type": "money", "protects": "less"}}
    of = header(vocabulary={"commitments": fee})
    own = {"id": "a", "kind": "general", "commitments": {"fee": {"amount": 1, "currency": "QQQ"}}}
    assert [one[:5] for one in problems([own], of)] == ["PK107"]


def test_money_of_another_currency_is_changed_and_neither_weaker_nor_stronger() -> None:
    from policykit.comparison import diff

    changed = diff(version([cap("EUR")]), version([cap("HRK")], "2.0.0"))
    assert [one.direction for one in changed.commitments] == ["changed"]
