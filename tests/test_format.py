"""What is wrong in a document: each mistake one finding, with its place and its mend."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import policykit
from policykit.library.reading import read_header, read_version
from tests.conftest import FROZEN
from tests.running import policykit as run
from tests.writing import HEADER, content, folder, header, problems, version

TELEGRAM = FROZEN / "telegram" / "privacy"
SHARE: dict[str, Any] = {
    "id": "share",
    "kind": "disclosure",
    "personal_data": ["email_address"],
    "recipients": ["advertiser"],
}
LIABLE: dict[str, Any] = {"id": "liable", "kind": "liability"}


def test_the_shipped_policies_are_clean(root: Path) -> None:
    assert policykit.validate(root / "policies") == []


def test_a_mistyped_term_is_quoted_with_its_place_and_what_was_meant(tmp_path: Path) -> None:
    copy = tmp_path / "telegram" / "privacy"
    shutil.copytree(TELEGRAM, copy)
    text = (copy / "2.0.0.yaml").read_text("utf-8")
    old = "personal_data: [ip_address, phone_number]"
    line = text[: text.index(old)].count("\n") + 1
    (copy / "2.0.0.yaml").write_text(text.replace(old, old.replace("ip_address", "ip_adress")))
    ran = run("validate", str(tmp_path))
    assert ran.code == 1
    assert f"2.0.0.yaml:{line}:21: error PK102 unknown-term\n" in ran.out
    assert "'ip_adress' is no term of personal data" in ran.out
    assert "at clauses › law-enforcement › personal_data › 0" in ran.out
    assert "help: did you mean 'ip_address'?" in ran.out
    (finding,) = run("validate", str(tmp_path), "-o", "json").json("findings")["findings"]
    assert (finding["line"], finding["column"]) == (line, 21)
    assert finding["pointer"] == "/clauses/law-enforcement/personal_data/0"


@pytest.mark.parametrize(
    ("word", "value", "mend"),
    [
        (
            "instrument",
            ["court_order"],
            "it stands inside of `when`, as in `when: {instrument: …}`",
        ),
        ("gag_order", True, "it stands inside of `when`, as in `when: {gag_order: …}`"),
        ("retention_max", "P30D", "it stands inside of `commitments`, as in `commitments: {reten"),
    ],
)
def test_a_condition_or_commitment_that_stands_bare_is_told_where_it_belongs(
    word: str, value: Any, mend: str
) -> None:
    text = json.dumps(content([{**SHARE, word: value}]), indent=1)
    _, (finding,) = read_version(text, "1.0.0.yaml", header(), "1.0.0")
    assert finding.message == f"'{word}' is not a field here"
    assert finding.help.startswith(mend)


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ({**SHARE, "recipient": ["advertiser"]}, "PK103 'recipient' is not a field here"),
        ({**SHARE, "kind": "disclosur"}, 'PK101 "disclosur" is no kind of clause'),
        ({"id": "a"}, "PK104 the clause has no 'kind'"),
        ({"kind": "use"}, "PK104 'id' is missing"),
        ({**SHARE, "personal_data": []}, "PK101 'personal_data' is empty"),
        ({**SHARE, "title": " "}, "PK101 'title' is empty"),
        ({**SHARE, "title": ""}, "PK101 'title' is empty"),
        ({**SHARE, "text": "\u00a0\n "}, "PK101 'text' is empty"),
        ({**SHARE, "text": {"en": " "}}, "PK101 'en' is empty"),
        ({**SHARE, "personal_data": "x"}, "PK101 'personal_data' is a list, not a single value"),
        (
            {**SHARE, "operations": ["collection", "use"]},
            "PK101 'operations' leaves out 'disclosure', which the clause is by its kind",
        ),
        ({**SHARE, "section": 8.3}, "PK101 8.3 is a number, and 'section' is a text"),
        ({**SHARE, "id": "Share It"}, 'PK101 "Share It" is not well-formed'),
        ({**SHARE, "effect": "forbidden"}, "PK101 \"forbidden\" is not a value of 'effect'"),
        ({**SHARE, "otherwise": True}, "PK104 'effect' is missing"),
        ({**SHARE, "rights": ["access"]}, "PK103 'rights' is not a field here"),
        (
            {**SHARE, "recipients": ["email_address"]},
            "PK102 'email_address' is no term of recipients",
        ),
        (
            {**SHARE, "when": {"offense": ["crime"]}},
            "PK102 'offense' is no condition and no selector",
        ),
        ({**SHARE, "when": {"emergency": ["x"]}}, "PK101 'emergency' takes true or false"),
        ({**SHARE, "when": {"offence": True}}, "PK101 'offence' takes a list of terms"),
        ({**SHARE, "when": {}}, "PK101 'when' is empty"),
        ({**SHARE, "unless": [{"offence": ["crme"]}]}, "PK102 'crme' is no term of offence"),
        (
            {**SHARE, "recipients": ["other:processor"]},
            'PK101 "other:processor" is not well-formed',
        ),
        (
            {**LIABLE, "commitments": {"liability_cap": {"amount": 1e16, "currency": "EUR"}}},
            "PK107 'liability_cap' takes a whole number as its amount",
        ),
        (
            {**LIABLE, "commitments": {"liability_cap": {"amount": 100.0, "currency": "EUR"}}},
            "PK107 'liability_cap' takes a whole number as its amount",
        ),
        (
            {**SHARE, "commitments": {"user_notice": {"level": "before", "days": 2.0}}},
            "PK107 'user_notice' takes a whole number of days",
        ),
        ({**SHARE, "jurisdictions": ["UK"]}, "PK106 'UK' is no country, subdivision or group"),
        (
            {**SHARE, "destinations": ["Norway"]},
            "PK106 'Norway' is no country, subdivision or group",
        ),
        ({**SHARE, "commitments": {"retention": "P1Y"}}, "PK102 'retention' is no commitment"),
        (
            {**SHARE, "commitments": {"legal_review": "yes"}},
            "PK107 'legal_review' takes true or false",
        ),
        (
            {**SHARE, "commitments": {"retention_max": "1 year"}},
            "PK107 'retention_max' takes an ISO 8601",
        ),
        (
            {**SHARE, "commitments": {"user_notice": "soon"}},
            "PK107 'user_notice' takes one of none",
        ),
        (
            {**SHARE, "sources": [{"url": "https://x.org", "retrieved": "2024-02-30"}]},
            "PK111 there is no day",
        ),
        (
            {"id": "s", "kind": "statement", "commitments": {}},
            "PK103 'commitments' is not a field here",
        ),
        (
            {"id": "g", "kind": "general", "recipients": ["processor"]},
            "PK101 'recipients' is said only beside 'applies_to'",
        ),
    ],
)
def test_one_mistake_is_one_finding(clause: dict[str, Any], expected: str) -> None:
    (found,) = problems([clause])
    assert found.startswith(expected)


@pytest.mark.parametrize(
    ("overlays", "expected"),
    [
        ({"EU": {"id": "x"}}, "PK103 an overlay cannot change 'id'"),
        (
            {"EU": {"recipients": None}},
            "PK124 null would let 'recipients', which the clause names at line ",
        ),
        ({"EUX": {"effect": "required"}}, "PK106 'EUX' is no country"),
        (
            {
                "EU": {"effect": "permitted", "purposes": ["advertising"]},
                "DE": {"purposes": ["advertising"]},
            },
            "PK122 the overlay for DE changes nothing",
        ),
        ({"EU": None, "DE": {"effect": "required"}}, "PK123 'DE' lies in 'EU'"),
        ({"EU": {"effect": "required"}, "COE": {"effect": "prohibited"}}, ""),
        (
            {"EFTA": {"effect": "required"}, "EEA": {"effect": "prohibited"}},
            "PK120 'EFTA' (line ",
        ),
        ({"EFTA": {"effect": "required"}, "EEA": {"effect": "required"}}, ""),
        (
            {
                "EFTA": {"commitments": {"legal_review": True}},
                "EEA": {"commitments": {"revocable": True}},
            },
            "",
        ),
        ({"EU": {"rights": ["access"]}}, "PK103 'rights' is not a field of a disclosure clause"),
        (
            {"EU": {"operations": ["use"]}},
            "PK101 'operations' leaves out 'disclosure', which the clause is by its kind",
        ),
        ({"EU": {"efect": "required"}}, "PK103 'efect' is not a field of a disclosure clause"),
        ({"EFTA": None, "EEA": None}, ""),
        ({"EU": {"personal_data": ["email_adress"]}}, "PK102 'email_adress' is no term"),
    ],
)
def test_overlays_are_checked(overlays: dict[str, Any], expected: str) -> None:
    found = problems([{**SHARE, "overlays": overlays}])
    if not expected:
        assert found == []
    else:
        assert len(found) == 1
        assert found[0].startswith(expected)


def test_a_narrower_overlay_settles_a_collision() -> None:
    members = ["NO", "IS", "LI"]
    both = {"EFTA": {"effect": "required"}, "EEA": {"effect": "prohibited"}}
    settled = {**both, **{code: {"effect": "permitted"} for code in members}}
    assert problems([{**SHARE, "overlays": settled}]) == []
    missing = {code: patch for code, patch in settled.items() if code != "LI"}
    (found,) = problems([{**SHARE, "overlays": missing}])
    assert "both hold in LI" in found


def test_an_overlay_that_the_clause_never_reaches_is_an_error() -> None:
    clause = {**SHARE, "jurisdictions": ["BR"], "overlays": {"EU": {"effect": "required"}}}
    (found,) = problems([clause])
    assert found.startswith("PK121 the clause never covers EU: its jurisdictions are at line ")


OVERLAYS = """\
format: 1
policy: acme/privacy
version: 1.0.0
published: 2025-01-01
clauses:
  - id: keep
    kind: retention
    personal_data: [ip_address]
    jurisdictions: [EEA, BR]
    commitments:
      retention_max: P1Y
    overlays:
      EEA: {commitments: {backup_max: P1M}}
      EU: %s
"""


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        (
            "{commitments: {retention_max: P1Y}}",
            "changes nothing: the clause says so already (line 11)",
        ),
        ("{commitments: {backup_max: P1M}}", "the one for EEA says so already (line 13)"),
        (
            "{personal_data: null}",
            "'personal_data', which the clause names at line 8, be anything in EU",
        ),
        ("{kind: use}", "an overlay cannot change 'kind' (line 7)"),
        ("{rights: [access]}", "'rights' is not a field of a retention clause (line 7)"),
    ],
)
def test_what_is_wrong_with_an_overlay_names_both_places(patch: str, expected: str) -> None:
    _, findings = read_version(OVERLAYS % patch, "1.0.0.yaml", header(), "1.0.0")
    (found,) = findings
    assert found.line == 14
    assert expected in found.message


def test_an_overlay_outside_the_versions_places_names_those() -> None:
    text = OVERLAYS.replace("    jurisdictions: [EEA, BR]\n", "").replace(
        "clauses:", "jurisdictions: [BR, NO]\nclauses:"
    )
    _, findings = read_version(text % "{commitments: {retention_max: P2Y}}", "x", header(), "1.0.0")
    assert [one.message for one in findings] == [
        "the clause never covers EU: the version's jurisdictions are at line 5"
    ]


def test_a_patch_replaces_what_it_names_and_nothing_by_accident() -> None:
    base = {
        **SHARE,
        "when": {"offence": ["crime"], "emergency": True},
        "commitments": {"user_notice": {"value": "may", "unless": [{"gag_order": True}]}},
    }
    patch = {"when": {"offence": ["fraud"]}, "commitments": {"user_notice": "before"}}
    whole = version([{**base, "overlays": {"DE": patch}}])
    ask = {"personal_data": "email_address", "recipient": "advertiser", "offence": "fraud"}
    assert whole.decide(jurisdiction="DE", emergency=False, **ask).outcome == "permitted"
    assert whole.decide(jurisdiction="FR", emergency=False, **ask).outcome == "unstated"
    free = whole.decide(jurisdiction="DE", gag_order=False, **ask)
    assert free.commitments == {"user_notice": "before"}
    assert whole.decide(jurisdiction="DE", gag_order=True, **ask).commitments == {}


def test_an_overlay_may_drop_the_last_commitment() -> None:
    kept = {**SHARE, "commitments": {"legal_review": True}}
    assert problems([{**kept, "overlays": {"DE": {"commitments": {"legal_review": None}}}}]) == []


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ([{**SHARE, "renamed_from": ["share"]}], "PK105 'share' is the id of a clause"),
        (
            [{**SHARE, "renamed_from": ["old"]}, {**SHARE, "id": "b", "renamed_from": ["old"]}],
            "PK105 'share' was renamed from 'old' too",
        ),
    ],
)
def test_an_id_is_handed_on_once(clauses: list[dict[str, Any]], expected: str) -> None:
    (found,) = problems(clauses)
    assert found.startswith(expected)


@pytest.mark.parametrize(
    "fault",
    [
        [{**SHARE, "id": "b", "kind": "Disclosure"}],
        [{**SHARE, "id": "b", "section": 8.1}],
        ["b"],
    ],
)
def test_a_fault_of_shape_hides_no_unknown_word_elsewhere(fault: list[Any]) -> None:
    overlays = {"DX": {"when": 3}, "DE": {"purposes": ["advertisng"]}}
    clause = {**SHARE, "recipients": ["advertisr"], "section": 8.1, "overlays": overlays}
    source = {"sources": [{"url": "https://x.org", "retrieved": "2024-02-30"}]}
    found = problems([clause, {**LIABLE, **source}, *fault], jurisdictions=["UK"], title=3)
    for expected in (
        "PK102 'advertisr' is no term of recipients",
        "PK102 'advertisng' is no term of purposes",
        "PK106 'DX' is no country, subdivision or group",
        "PK106 'UK' is no country, subdivision or group",
        "PK111 there is no day 2024-02-30",
    ):
        assert found.count(expected) == 1, (expected, found)
    assert len(found) == 5 + 3 + 1


def test_ids_are_one_clauses_alone() -> None:
    (found,) = problems([SHARE, SHARE])
    assert found.startswith("PK105 'share' is the id of two clauses")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"policy": "acme/terms"}, "PK110 this version says it is of 'acme/terms'"),
        ({"version": "2.0.0"}, "PK110 the version is 2.0.0 and the file is 1.0.0.yaml"),
        ({"version": "1.0"}, 'PK101 "1.0" is not well-formed'),
        ({"published": "2024-13-01"}, "PK111 there is no day 2024-13-01"),
        ({"published": "23.9.2024"}, 'PK101 "23.9.2024" is not well-formed'),
        ({"effective": {"default": "2024-01-01", "XX": "2024-02-01"}}, "PK106 'XX' is no country"),
        ({"format": 2}, "PK101 'format' is 1 here"),
        ({"format": 1.0}, "PK101 1.0 is not the whole number 1"),
    ],
)
def test_a_versions_frame_is_checked(more: dict[str, Any], expected: str) -> None:
    text = json.dumps({**content([SHARE]), **more})
    _, findings = read_version(text, "1.0.0.yaml", header(), "1.0.0")
    assert len(findings) == 1
    assert f"{findings[0].code} {findings[0].message}".startswith(expected)


def test_a_header_of_another_format_is_no_header() -> None:
    found, findings = read_header(json.dumps({**HEADER, "format": 1.0}), "policy.yaml", "")
    assert found is None
    assert [one.message for one in findings] == ["1.0 is not the whole number 1"]


def test_a_version_without_clauses_says_nothing_and_can_be_compared() -> None:
    assert problems([]) == []


def test_a_version_has_a_date_and_a_draft_needs_none() -> None:
    data = {**content([SHARE])}
    del data["published"]
    _, (finding,) = read_version(json.dumps(data), "1.0.0.yaml", header(), "1.0.0")
    assert finding.message == "a version has at least one date"
    del data["version"]
    draft, findings = read_version(json.dumps(data), "draft.yaml", header(), "draft")
    assert draft is not None
    assert findings == []
    assert draft.number == "draft"


@pytest.mark.parametrize(
    ("vocabulary", "expected"),
    [
        ({"recipients": {"police": {"broader": ["recipient"]}}}, "'police' is a shipped term"),
        ({"recipients": {"google": {"title": "G"}}}, "'google' stands under no shipped term"),
        (
            {"recipients": {"google": {"broader": ["procesor"]}}},
            "'procesor' is no term of recipients",
        ),
        (
            {"recipients": {"a": {"broader": ["b"]}, "b": {"broader": ["a"]}}},
            "'a' stands under itself",
        ),
        ({"recipient": {"google": {"broader": ["processor"]}}}, "'recipient' is not a field here"),
        ({"conditions": {"emergency": {"title": "E", "shape": "boolean"}}}, "'emergency' is taken"),
        (
            {"commitments": {"legal_review": {"title": "L", "type": "boolean"}}},
            "'legal_review' is a shipped",
        ),
        ({"groups": {"EU": {"members": ["DE"]}}}, "'EU' is a shipped code"),
        ({"groups": {"QQ": {"members": ["DE"]}}}, "'QQ' reads like a code of ISO 3166"),
        ({"groups": {"g": {"members": {"DE": {"from": "2020-13-01"}}}}}, "there is no day"),
        (
            {"commitments": {"c": {"title": "C", "type": "boolean", "protects": "shorter"}}},
            "what protects",
        ),
        (
            {
                "commitments": {
                    "c": {"title": "C", "type": "count", "protects": "more", "absent": "P3D"}
                }
            },
            "absence cannot mean 'P3D'",
        ),
        ({"groups": {"europe": {"members": ["EEA", "UK"]}}}, "'UK' is no country"),
    ],
)
def test_a_policys_own_words_are_checked(vocabulary: dict[str, Any], expected: str) -> None:
    text = json.dumps({**HEADER, "vocabulary": vocabulary})
    found, findings = read_header(text, "policy.yaml", "acme/privacy")
    assert found is None
    assert findings[0].message.startswith(expected)


def test_a_policys_own_words_can_be_used() -> None:
    own = header(
        vocabulary={
            "recipients": {"google": {"title": "Google LLC", "broader": ["processor"]}},
            "personal_data": {"server_log": {"members": ["ip_address", "user_agent"]}},
            "trigger": {"asks_google": {"title": "Asks Google", "broader": ["user_action"]}},
            "conditions": {
                "premium": {"title": "Premium", "shape": "boolean"},
                "plan": {
                    "title": "Plan",
                    "shape": "tree",
                    "terms": {"paid": {}, "gold": {"broader": ["paid"]}},
                },
            },
            "groups": {"europe": {"members": ["EEA", "GB", "CH"], "assumed": True}},
        }
    )
    clause = {
        "id": "a",
        "kind": "disclosure",
        "personal_data": ["server_log"],
        "recipients": ["google"],
        "jurisdictions": ["europe"],
        "when": {"premium": True, "trigger": ["asks_google"], "plan": ["paid"]},
    }
    found = version([clause], of=own)
    ask: dict[str, Any] = {
        "recipient": "google",
        "premium": True,
        "trigger": "asks_google",
        "plan": "gold",
    }
    assert found.decide(jurisdiction="CH", personal_data="ip_address", **ask).outcome == "permitted"
    assert found.decide(jurisdiction="CH", personal_data="server_log", **ask).outcome == "permitted"
    assert found.decide(jurisdiction="CH", personal_data="device_data", **ask).outcome == "depends"
    assert found.decide(jurisdiction="BR", personal_data="ip_address", **ask).outcome == "unstated"


def test_findings_come_in_document_order_and_survive_indentation(tmp_path: Path) -> None:
    clauses = [{**SHARE, "recipients": ["advertisr"]}, {**SHARE, "id": "b", "purposes": ["x"]}]
    where = folder(tmp_path, {"1.0.0": clauses})
    before = policykit.validate(where)
    assert [one.pointer for one in before] == [
        "/clauses/share/recipients/0",
        "/clauses/b/purposes/0",
    ]
    file = where / "acme" / "privacy" / "1.0.0.yaml"
    data = json.loads(file.read_text())
    data["clauses"].reverse()
    file.write_text(json.dumps(data, indent=4))
    after = policykit.validate(where)
    assert {one.fingerprint for one in before} == {one.fingerprint for one in after}
    assert [one.pointer for one in after] == [
        "/clauses/b/purposes/0",
        "/clauses/share/recipients/0",
    ]


def test_a_version_in_force_goes_by_place_and_is_never_withdrawn_or_a_draft(tmp_path: Path) -> None:
    where = folder(tmp_path, {"1.0.0": [SHARE], "2.0.0": [SHARE], "3.0.0": [SHARE]})
    place = where / "acme" / "privacy"
    edits: dict[str, dict[str, Any]] = {
        "2.0.0": {"effective": {"default": "2025-06-01", "EU": "2025-09-01", "DE": "2025-10-01"}},
        "3.0.0": {"effective": "2025-07-01", "withdrawn": "2025-06-20"},
    }
    for number, more in edits.items():
        data = json.loads((place / f"{number}.yaml").read_text())
        (place / f"{number}.yaml").write_text(json.dumps({**data, **more}))
    draft = {name: value for name, value in content([SHARE]).items() if name != "version"}
    (place / "draft.yaml").write_text(json.dumps(draft))
    policy = policykit.load(where)["acme/privacy"]
    assert list(policy) == ["1.0.0", "2.0.0", "3.0.0", "draft"]
    assert policy.on("2025-08-01").number == "2.0.0"
    assert policy.on("2025-08-01", jurisdiction="BR").number == "2.0.0"
    assert policy.on("2025-08-01", jurisdiction="FR").number == "1.0.0"
    assert policy.on("2025-09-01", jurisdiction="FR").number == "2.0.0"
    assert policy.on("2025-09-01", jurisdiction="DE").number == "1.0.0"
    with pytest.raises(policykit.NotInForce, match=r"the first, 1\.0\.0, starts on 2025-01-01"):
        policy.on("2024-12-31")
