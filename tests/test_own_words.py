"""A policy's own words: all there are in one document, and what they may not be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import policykit
from policykit.library.policy import read_policy
from policykit.library.reading import read_header
from policykit.vocabulary import vocabulary
from tests.writing import HEADER

POLICY = """\
format: 1
id: acme/privacy
kind: privacy_policy
title: Acme Privacy Policy
publisher: Acme
vocabulary:
  personal_data:
    server_log_data: {title: Server log data, members: [ip_address, user_agent, drone_id]}
    drone_id: {title: Drone number, phrase: drone numbers, broader: [device_id]}
    gait: {title: Gait, broader: [biometric_data, behavioural_data]}
  data_subjects:
    pilot: {title: Pilot, broader: [user]}
  recipients:
    google: {title: Google LLC, broader: [processor]}
    google_ads: {title: Google Ads, broader: [google, advertiser]}
    big_tech: {title: Big tech, members: [google, amazon]}
    amazon: {title: Amazon, broader: [processor]}
  purposes:
    mapping: {title: Mapping, broader: [service_provision]}
  legal_bases:
    local_law: {title: Local law, broader: [legal_obligation]}
  rights:
    human_review: {title: Review by a person, broader: [no_automated_decision]}
  instrument:
    notarial_request: {title: Request of a notary, broader: [voluntary_request]}
  offence:
    drone_theft: {title: Theft of drones, broader: [crime]}
  suspicion:
    person_of_interest: {title: Person of interest, broader: [suspect]}
  consent:
    toggle: {title: Consent by a switch, broader: [explicit]}
  trigger:
    bankruptcy: {title: Bankruptcy, broader: [legal_proceedings]}
  investigation:
    tax_audit: {title: Tax audit, broader: [civil]}
  service:
    flights: {title: Flights, broader: [messaging]}
  origin:
    trade_fair: {title: Trade fair, broader: [from_person]}
  conduct:
    no_fly: {title: Flying where one may not, broader: [misuse]}
  conditions:
    paying:
      title: Paying
      shape: boolean
      wording: {where_true: the person pays, where_false: the person does not pay}
    weather:
      title: Weather
      shape: tree
      terms:
        bad: {title: Bad weather}
        storm: {title: Storm, broader: [bad]}
        fair: {title: Fair weather}
    flown_in: {title: Flown in, shape: jurisdictions}
  commitments:
    export_within: {title: Export within, type: duration, protects: shorter, combine: alternative}
    insured: {title: Insured, type: boolean, protects: true}
    fine: {title: Fine, type: money, protects: less}
    copies: {title: Copies, type: count, protects: more, unit: copies}
    warning: {title: Warning, type: level, protects: later, levels: [none, lamp, siren]}
    motto: {title: Motto, type: text}
  groups:
    europe: {members: [EEA, GB, CH], assumed: true, title: Europe, phrase: Europe}
    skies: {members: {europe: {}, BR: {from: 2024-01-01, until: 2026-12-31}}}
"""
VERSION = """\
format: 1
policy: acme/privacy
version: 1.0.0
published: 2025-01-01
clauses:
  - id: logs
    kind: disclosure
    personal_data: [server_log_data, gait]
    data_subjects: [pilot]
    recipients: [big_tech]
    purposes: [mapping]
    destinations: [skies]
    legal_bases: [local_law]
    when:
      instrument: [notarial_request]
      offence: [drone_theft]
      suspicion: [person_of_interest]
      consent: [toggle]
      trigger: [bankruptcy]
      investigation: [tax_audit]
      service: [flights]
      origin: [trade_fair]
      conduct: [no_fly]
      paying: true
      weather: [bad]
      flown_in: [europe]
    unless: [{weather: [storm], recipients: [google_ads]}]
    commitments:
      export_within: P30D
      insured: true
      fine: {amount: 5, currency: EUR}
      copies: 3
      warning: lamp
      motto: Fly high.
    jurisdictions: [skies]
    overlays:
      europe: {commitments: {warning: siren}}
  - id: review
    kind: right
    rights: [human_review]
"""
LATER = [
    ("version: 1.0.0", "version: 2.0.0"),
    ("published: 2025-01-01", "published: 2025-06-01"),
    ("weather: [bad]", "weather: [bad, fair]"),
    ("P30D", "P10D"),
    ("copies: 3", "copies: 2"),
    ("amount: 5", "amount: 9"),
    ("warning: lamp", "warning: none"),
    ("insured: true", "insured: false"),
    ("Fly high", "Fly low"),
    ("rights: [human_review]", "rights: [access]"),
]
ASKED: dict[str, Any] = {
    "jurisdiction": "DE",
    "personal_data": "drone_id",
    "data_subject": "pilot",
    "recipient": "amazon",
    "purpose": "mapping",
    "destination": "CH",
    "instrument": "notarial_request",
    "offence": "drone_theft",
    "suspicion": "person_of_interest",
    "consent": "toggle",
    "trigger": "bankruptcy",
    "investigation": "tax_audit",
    "service": "flights",
    "origin": "trade_fair",
    "conduct": "no_fly",
    "paying": True,
    "weather": "storm",
    "flown_in": "FR",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("own") / "acme" / "privacy"
    place.mkdir(parents=True)
    (place / "policy.yaml").write_text(POLICY)
    (place / "1.0.0.yaml").write_text(VERSION)
    later = VERSION
    for old, new in LATER:
        assert old in later
        later = later.replace(old, new)
    (place / "2.0.0.yaml").write_text(later)
    return place


def test_every_list_has_words_here_and_they_validate(folder: Path) -> None:
    own = read_policy(folder).header.side.vocabulary.own
    lists = {*vocabulary().lists, "conditions", "commitments"} - {"operations"}
    assert {name for name, _ in own} >= lists
    assert policykit.validate(folder) == []


def test_they_decide(folder: Path) -> None:
    version = read_policy(folder)["1.0.0"]
    decided = version.decide(**ASKED)
    assert decided.outcome == "permitted"
    assert decided.commitments["export_within"] == "P30D"
    for changed in (
        {"recipient": "google_ads"},  # taken out in a storm
        {"recipient": "advertiser"},
        {"personal_data": "email_address"},
        {"paying": False},
        {"weather": "fair"},
        {"flown_in": "BR"},
        {"jurisdiction": "JP"},
        {"offence": "fraud"},
        {"consent": "explicit"},
    ):
        assert version.decide(**{**ASKED, **changed}).outcome in ("unstated", "depends")
    assert version.decide(**{**ASKED, "personal_data": "ip_address"}).outcome == "permitted"
    assert version.decide(**{**ASKED, "weather": "bad"}).outcome == "permitted"


def test_a_group_within_a_group_is_read_as_of_the_day(folder: Path) -> None:
    version = read_policy(folder)["1.0.0"]
    in_brazil = {**ASKED, "jurisdiction": "BR"}
    assert version.decide(on="2026-12-31", **in_brazil).outcome == "permitted"
    assert version.decide(on="2027-01-01", **in_brazil).outcome == "unstated"


def test_they_are_compared(folder: Path) -> None:
    policy = read_policy(folder)
    found: Any = policykit.diff(policy["1.0.0"], policy["2.0.0"]).as_json()
    assert (found["verdict"], found["required_bump"]) == ("broader", "major")
    (change,) = found["disclosures"]
    scenario = change["scenario"]
    assert change["jurisdictions"] == {"terms": ["skies"]}
    assert scenario["recipients"] == {"terms": ["big_tech"]}
    assert scenario["personal_data"] == {"terms": ["server_log_data", "gait"]}
    assert scenario["weather"] == {"terms": ["fair"]}
    assert scenario["flown_in"] == {"terms": ["europe"]}
    moved = {one["commitment"]: one["direction"] for one in found["commitments"]}
    assert moved == {
        "export_within": "stronger",
        "insured": "weaker",
        "fine": "weaker",
        "copies": "weaker",
        "warning": "weaker",
        "motto": "changed",
    }
    changed = {(one["right"], one["change"]) for one in found["rights"]}
    assert changed == {("human_review", "withdrawn"), ("access", "granted")}
    witness = change["witness"]
    asked = {name: witness[name] for name in witness}
    assert policy["2.0.0"].decide(**asked).outcome == "permitted"
    assert policy["1.0.0"].decide(**asked).outcome == "unstated"


def refused(words: dict[str, Any]) -> list[str]:
    text = json.dumps({**HEADER, "vocabulary": words})
    _, findings = read_header(text, "policy.yaml", "acme/privacy")
    assert {one.code for one in findings} <= {"PK108"}
    return [one.message for one in findings]


@pytest.mark.parametrize("name", sorted(set(vocabulary().lists) - {"operations"}))
def test_no_list_lets_a_shipped_word_be_redefined(name: str) -> None:
    shipped = next(iter(vocabulary().lists[name]))
    (message,) = refused({name: {shipped: {"title": "Other", "broader": [shipped]}}})
    assert message == f"'{shipped}' is a shipped term of {name}; a policy may not redefine it"
    (message,) = refused({name: {"dangling": {"title": "D", "broader": ["no_such_term"]}}})
    assert message == f"'no_such_term' is no term of {name}"
    (message,) = refused({name: {"gathers": {"title": "D", "members": ["no_such_term"]}}})
    assert message == f"'no_such_term' is no term of {name}"
    circle = {
        "one": {"title": "One", "broader": ["two"]},
        "two": {"title": "Two", "broader": ["one"]},
    }
    assert any("stands under itself" in message for message in refused({name: circle}))
    gathered = {
        "one": {"title": "One", "members": ["two"]},
        "two": {"title": "Two", "members": ["one"]},
    }
    assert any("stands under itself" in message for message in refused({name: gathered}))
    (message,) = refused({name: {"orphan": {"title": "Orphan"}}})
    assert message == "'orphan' stands under no shipped term"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            {"conditions": {"instrument": {"title": "I", "shape": "boolean"}}},
            "'instrument' is taken; a policy may not redefine it",
        ),
        (
            {"conditions": {"recipients": {"title": "I", "shape": "boolean"}}},
            "'recipients' is taken; a policy may not redefine it",
        ),
        (
            {"commitments": {"user_notice": {"title": "U", "type": "boolean"}}},
            "'user_notice' is a shipped commitment; a policy may not redefine it",
        ),
        (
            {"groups": {"EU": {"members": ["DE"]}}},
            "'EU' is a shipped code; a policy may not redefine it",
        ),
        (
            {"groups": {"DE": {"members": ["AT"]}}},
            "'DE' is a shipped code; a policy may not redefine it",
        ),
        ({"groups": {"QX": {"members": ["AT"]}}}, "'QX' reads like a code of ISO 3166"),
        (
            {"groups": {"a": {"members": ["a"]}}},
            "'a' is no country, subdivision or group above this one",
        ),
        (
            {"groups": {"a": {"members": {"DE": {"from": "2025-02-30"}}}}},
            "there is no day 2025-02-30",
        ),
        ({"groups": {"default": {"members": ["AT"]}}}, "'default' is a word of the format"),
        ({"groups": {"except": {"members": ["AT"]}}}, "'except' is a word of the format"),
        (
            {"commitments": {"value": {"title": "V", "type": "text"}}},
            "'value' says in which case a value is promised",
        ),
        (
            {"commitments": {"c": {"title": "C", "type": "duration", "levels": ["a", "b"]}}},
            "'levels' says nothing of a duration",
        ),
        (
            {"commitments": {"c": {"title": "C", "type": "count", "words": ["a"]}}},
            "'words' says nothing of a count",
        ),
        (
            {"commitments": {"c": {"title": "C", "type": "text", "unit": "days"}}},
            "'unit' says nothing of a text",
        ),
        (
            {"commitments": {"c": {"title": "C", "type": "text", "combine": "limit"}}},
            "`combine: limit` asks for the tightest value, and none is tighter",
        ),
        (
            {"commitments": {"c": {"title": "C", "type": "count", "combine": "limit"}}},
            "`combine: limit` asks for the tightest value, and none is tighter",
        ),
        (
            {"conditions": {"c": {"title": "C", "shape": "boolean", "terms": {"a": {}}}}},
            "'terms' says nothing of a boolean",
        ),
    ],
)
def test_what_is_shipped_stays_what_it_is(words: dict[str, Any], message: str) -> None:
    (found,) = refused(words)
    assert found.startswith(message)


@pytest.mark.parametrize("field", ["levels", "words"])
def test_a_level_or_a_word_is_named_once(field: str) -> None:
    type_ = "level" if field == "levels" else "duration"
    entry = {"title": "C", "type": type_, field: ["a", "a", "b"]}
    text = json.dumps({**HEADER, "vocabulary": {"commitments": {"c": entry}}})
    (found,) = read_header(text, "policy.yaml", "acme/privacy")[1]
    assert found.message == "'a' is named twice"
