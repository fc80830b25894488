"""What someone who accepted a version has not agreed to."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import policykit
from policykit.library import NotInForce, Policy, UnknownVersion
from policykit.schema import schema_text
from tests.writing import HEADER, content

SHARE: dict[str, Any] = {
    "id": "share",
    "kind": "disclosure",
    "personal_data": ["email_address"],
    "recipients": ["advertiser"],
}
NEVER: dict[str, Any] = {
    "id": "never",
    "kind": "disclosure",
    "effect": "prohibited",
    "recipients": ["data_broker"],
    "purposes": ["data_sale"],
}
RIGHT: dict[str, Any] = {"id": "right", "kind": "right", "rights": ["access"]}
CLAIM: dict[str, Any] = {"id": "claim", "kind": "statement", "text": "No orders so far."}


def policy(root: Path, versions: dict[str, Any]) -> Policy:
    """A policy of versions: number → (clauses, what else the file says)."""
    place = root / "policies" / "acme" / "privacy"
    place.mkdir(parents=True)
    (place / "policy.yaml").write_text(json.dumps(HEADER))
    for number, (clauses, more) in versions.items():
        data = content(clauses, number, **more)
        if number == "draft":
            del data["version"]
        (place / f"{number}.yaml").write_text(json.dumps(data))
    return policykit.load(root / "policies")["acme/privacy"]


@pytest.fixture
def acme(tmp_path: Path) -> Policy:
    return policy(
        tmp_path,
        {
            "1.0.0": ([SHARE, NEVER, RIGHT, CLAIM], {"effective": "2024-01-01"}),
            "1.1.0": (
                [SHARE, NEVER, RIGHT],
                {"effective": {"default": "2024-03-01", "EU": "2024-05-01"}},
            ),
            "1.2.0": (
                [SHARE, {**SHARE, "id": "more", "recipients": ["public"]}, RIGHT],
                {"effective": "2024-06-01", "withdrawn": "2024-05-20"},
            ),
            "2.0.0": (
                [
                    {**SHARE, "overlays": {"BR": {"recipients": ["advertiser", "public"]}}},
                    {**RIGHT, "jurisdictions": {"except": ["BR"]}},
                ],
                {"effective": "2024-07-01"},
            ),
            "draft": ([], {"effective": "2024-08-01"}),
        },
    )


def numbers(found: policykit.ChangesSince) -> list[str]:
    return [one.number for one in found.since]


def test_it_says_what_got_worse_for_people_there(acme: Policy) -> None:
    found = acme.changes_since("1.0.0", jurisdiction="BR", on="2024-10-01")
    assert (found.accepted.number, found.in_force.number) == ("1.0.0", "2.0.0")
    assert numbers(found) == ["1.1.0", "2.0.0"]
    assert [one.scenario["recipients"].terms for one in found.broader] == [("public",)]
    assert [one.clauses.before for one in found.promise_dropped] == [("never",)]
    assert sorted(one.change for one in found.withdrawn) == ["withdrawn", "withdrawn"]
    assert found.weaker == ()
    assert (found.needs_consent, found.diff.on) == (True, "2024-10-01")


SCHEMA = jsonschema.Draft202012Validator(json.loads(schema_text("since")))


def test_it_has_a_json_with_the_entries_of_the_diff(acme: Policy) -> None:
    found = acme.changes_since("1.0.0", jurisdiction="BR", on="2024-10-01")
    shown: Any = found.as_json()
    SCHEMA.validate(shown)
    lists = ("broader", "promise_dropped", "weaker", "withdrawn")
    entries = {name: shown.pop(name) for name in lists}
    diff = shown.pop("diff")
    assert shown == {
        "schema": "policykit.since/1",
        "accepted": {"policy": "acme/privacy", "version": "1.0.0"},
        "in_force": {"policy": "acme/privacy", "version": "2.0.0"},
        "jurisdiction": "BR",
        "on": "2024-10-01",
        "since": ["1.1.0", "2.0.0"],
        "needs_consent": True,
    }
    assert diff == found.diff.as_json()
    assert [one["clauses"]["after"] for one in entries["broader"]] == [["share"]]
    assert entries["broader"][0] in diff["disclosures"]
    assert entries["promise_dropped"][0] in diff["disclosures"]
    assert entries["withdrawn"] == [*diff["rights"], *diff["statements"]]
    assert entries["weaker"] == []


def test_its_json_is_in_a_language_and_for_everywhere_too(acme: Policy) -> None:
    shown: Any = acme.changes_since("1.1.0", on=date(2024, 10, 1)).as_json("es-MX")
    SCHEMA.validate(shown)
    assert "jurisdiction" not in shown
    assert (shown["language"], shown["on"]) == ("es", "2024-10-01")
    assert shown["broader"][0]["sentence"].startswith("En Brasil, Acme puede ahora")
    with pytest.raises(policykit.UnknownLanguage):
        acme.changes_since("1.0.0", "DE", on="2024-04-01").as_json("xx")
    SCHEMA.validate(acme.changes_since("1.0.0", "DE", on="2024-04-01").as_json())


def test_only_the_changes_of_that_place_count(acme: Policy) -> None:
    there = acme.changes_since("1.1.0", jurisdiction="IN", on=date(2024, 10, 1))
    assert (there.broader, there.withdrawn) == ((), ())
    assert [one.direction for one in there.promise_dropped] == ["promise_dropped"]
    assert acme.changes_since("1.1.0", jurisdiction="BR", on="2024-10-01").broader
    everywhere = acme.changes_since("1.1.0", on="2024-10-01")
    assert [one.jurisdictions.terms for one in everywhere.broader] == [("BR",)]


def test_what_is_in_force_is_asked_there_and_then(acme: Policy) -> None:
    assert acme.changes_since("1.0.0", "BR", on="2024-04-01").in_force.number == "1.1.0"
    in_germany = acme.changes_since("1.0.0", "DE", on="2024-04-01")
    assert (in_germany.in_force.number, in_germany.since) == ("1.0.0", ())
    assert (in_germany.needs_consent, in_germany.diff.unchanged) == (False, True)
    assert numbers(acme.changes_since("1.0.0", "DE", on="2024-05-01")) == ["1.1.0"]


def test_withdrawn_versions_and_drafts_are_never_between(acme: Policy) -> None:
    assert [one.number for one in acme.history("BR")] == ["1.0.0", "1.1.0", "2.0.0"]
    found = acme.changes_since("1.1.0", "BR", on="2024-06-15")
    assert (found.in_force.number, found.since, found.needs_consent) == ("1.1.0", (), False)


def test_a_withdrawn_version_may_have_been_accepted(acme: Policy) -> None:
    found = acme.changes_since("1.2.0", "BR", on="2024-10-01")
    assert (numbers(found), found.broader) == (["2.0.0"], ())


def test_what_was_accepted_ahead_is_compared_as_it_is(acme: Policy) -> None:
    found = acme.changes_since("2.0.0", "BR", on="2024-06-15")
    assert (found.in_force.number, found.since) == ("1.1.0", ())
    assert (found.broader, found.diff.verdict, found.needs_consent) == ((), "narrower", False)


def test_what_was_taken_back_in_between_is_no_change(tmp_path: Path) -> None:
    more = [SHARE, {**SHARE, "id": "more", "recipients": ["public"]}]
    days = ("2024-01-01", "2024-02-01", "2024-03-01")
    clauses = ([SHARE], more, [SHARE])
    versions = {
        f"{major}.0.0": (one, {"effective": day})
        for major, (one, day) in enumerate(zip(clauses, days, strict=True), 1)
    }
    found = policy(tmp_path, versions).changes_since("1.0.0", on="2024-06-01")
    assert (numbers(found), found.needs_consent) == (["2.0.0", "3.0.0"], False)


def test_a_weaker_commitment_needs_consent(tmp_path: Path) -> None:
    clauses = [[{**SHARE, "commitments": {"retention_max": one}}] for one in ("P30D", "P90D")]
    versions = {
        "1.0.0": (clauses[0], {"effective": "2024-01-01"}),
        "2.0.0": (clauses[1], {"effective": "2024-02-01"}),
    }
    found = policy(tmp_path, versions).changes_since("1.0.0", on="2024-06-01")
    assert [one.commitment for one in found.weaker] == ["retention_max"]
    assert found.needs_consent
    shown: Any = found.as_json()
    SCHEMA.validate(shown)
    assert [one["commitment"] for one in shown["weaker"]] == ["retention_max"]


@pytest.mark.parametrize("version", ["9.9.9", "draft"])
def test_a_version_that_nobody_can_have_accepted_is_an_error(acme: Policy, version: str) -> None:
    with pytest.raises(UnknownVersion, match=r"it has: 1\.0\.0, 1\.1\.0, 1\.2\.0, 2\.0\.0"):
        acme.changes_since(version, on="2024-10-01")


def test_a_day_before_the_first_version_and_no_day_are_errors(acme: Policy) -> None:
    with pytest.raises(NotInForce):
        acme.changes_since("1.0.0", on="2020-01-01")
    with pytest.raises(policykit.NoSuchDay):
        acme.changes_since("1.0.0", on="soon")
    with pytest.raises(policykit.UnknownJurisdiction):
        acme.changes_since("1.0.0", "XX", on="2024-10-01")


def test_the_day_of_telegrams_change(root: Path) -> None:
    telegram = policykit.load(root / "policies")["telegram/privacy"]
    accepted = telegram.on("2024-09-22").number
    assert not telegram.changes_since(accepted, "BR", on="2024-09-22").needs_consent
    found = telegram.changes_since(accepted, "BR", on="2024-09-23")
    assert found.needs_consent
    assert [one.clauses.after for one in found.broader] == [("law-enforcement",)]
    assert all(one.sentence.startswith("In Brazil,") for one in found.broader)
