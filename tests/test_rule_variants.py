"""The rules beyond their own examples: overlays, places, lists of `when`, own words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policykit.library.reading import read_version
from policykit.rules import lint
from tests.writing import content, header

WORDS = {
    "recipients": {"google": {"title": "Google", "broader": ["processor"]}},
    "personal_data": {"log": {"title": "Log data", "members": ["ip_address", "user_agent"]}},
    "groups": {"dach": {"members": ["DE", "AT", "CH"]}},
}

WHO = {"recipients": ["processor"]}


def share(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "kind": "disclosure", **more}


def never(name: str, **more: Any) -> dict[str, Any]:
    return share(name, effect="prohibited", **more)


def must(name: str, **more: Any) -> dict[str, Any]:
    return share(name, effect="required", **more)


def found(clauses: list[dict[str, Any]], languages: Any = ("en",), **more: Any) -> list[str]:
    """Codes with pointers of all that is found."""
    of = header(vocabulary=WORDS, languages=list(languages))
    text = json.dumps(content(clauses, **more))
    made, findings = read_version(text, "1.0.0.yaml", of, "1.0.0")
    assert made is not None, findings
    every = [*findings, *lint(of, [made])]
    return sorted(f"{one.code} {one.pointer.removeprefix('/clauses/')}" for one in every)


NAME, ORDER = ["name"], {"instrument": ["court_order"]}
WIDER = {"instrument": ["judicial_order"]}
EMERGENCY = [{"emergency": True}, {"emergency": False}]


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        # PK211: where, by whom, by how many, in whose words
        (
            [
                share("a", personal_data=NAME, jurisdictions=["DE"]),
                never("b", jurisdictions=["EU"]),
            ],
            ["PK211 a/id"],
        ),
        ([share("a", personal_data=NAME), never("b", jurisdictions=["EU"])], []),
        (
            [
                share("a", recipients=["police"], jurisdictions=["dach"]),
                never("b", jurisdictions=["COE"]),
            ],
            ["PK211 a/id"],
        ),
        (
            [
                share("a", personal_data=NAME, jurisdictions=["DE"]),
                share(
                    "b",
                    recipients=["processor"],
                    overlays={"EU": {"effect": "prohibited", "recipients": ["recipient"]}},
                ),
            ],
            [],
        ),
        (
            [
                share("a", personal_data=NAME, recipients=["processor"], jurisdictions=["DE"]),
                share(
                    "b",
                    personal_data=["email_address"],
                    overlays={"EU": {"effect": "prohibited", "personal_data": NAME}},
                ),
            ],
            ["PK211 a/id"],
        ),
        ([share("a", personal_data=NAME, when=EMERGENCY), never("b")], ["PK211 a/id"]),
        (
            [
                share("a", personal_data=NAME),
                *(never(f"b{i}", when=one) for i, one in enumerate(EMERGENCY)),
            ],
            ["PK211 a/id"],
        ),
        ([share("a", recipients=["google"]), never("b", recipients=["processor"])], ["PK211 a/id"]),
        (
            [share("a", personal_data=["log"]), never("b", personal_data=["device_data"])],
            ["PK211 a/id"],
        ),
        ([share("a", personal_data=NAME), never("b", otherwise=True)], []),
        (
            [
                share("a", personal_data=NAME),
                {**never("b", operations=["use", "disclosure"]), "kind": "use"},
            ],
            ["PK211 a/id"],
        ),
        (
            [
                share("a", personal_data=NAME, overlays={"DE": {"personal_data": ["log"]}}),
                never("b", personal_data=["log"]),
            ],
            ["PK211 a/overlays/DE"],
        ),
        (
            [
                share("a", personal_data=NAME, overlays={"DE": {"legal_bases": ["consent"]}}),
                never("b", jurisdictions=["DE"]),
            ],
            [],
        ),
        # PK212
        (
            [must("a", recipients=["police"]), never("b", recipients=["public_authority"])],
            ["PK212 a/id"],
        ),
        (
            [must("a", recipients=["law_enforcement"]), never("b", recipients=["police"])],
            ["PK212 a/id"],
        ),
        (
            [
                must("a", recipients=["police"]),
                share(
                    "b", recipients=["public_authority"], overlays={"DE": {"effect": "prohibited"}}
                ),
            ],
            ["PK212 a/id"],
        ),
        (
            [
                share("a", personal_data=NAME, overlays={"FR": {"effect": "required"}}),
                never("b", jurisdictions=["EU"]),
            ],
            ["PK212 a/id"],
        ),
        (
            [must("a", personal_data=NAME, jurisdictions=["FR"]), never("b", jurisdictions=["DE"])],
            [],
        ),
        ([must("a", when=ORDER), never("b", unless=[WIDER])], []),
        # PK213
        ([share("a", when=ORDER, unless=[WIDER])], ["PK213 a/unless"]),
        ([share("a", personal_data=NAME, unless=EMERGENCY)], ["PK213 a/unless"]),
        (
            [share("a", when={"authority_in": ["DE"]}, unless=[{"authority_in": ["EU"]}])],
            ["PK213 a/unless"],
        ),
        (
            [share("a", recipients=["google"], unless=[{"recipients": ["processor"]}])],
            ["PK213 a/unless"],
        ),
        (
            [
                share(
                    "a",
                    personal_data=NAME,
                    overlays={"DE": {"unless": [{"personal_data": ["identity_data"]}]}},
                )
            ],
            ["PK213 a/overlays/DE/unless"],
        ),
        ([share("a", personal_data=NAME, unless=[WIDER], overlays={"DE": {"when": ORDER}})], []),
        (
            [
                {
                    "id": "a",
                    "kind": "notice",
                    "applies_to": ["disclosure"],
                    "personal_data": NAME,
                    "unless": [{"personal_data": ["identity_data"]}],
                    "commitments": {"user_notice": "before"},
                }
            ],
            ["PK213 a/unless"],
        ),
        # PK214
        (
            [share("a", when={"offence": ["fraud"]}, unless=[{"offence": ["terrorism"]}])],
            ["PK214 a/unless/0"],
        ),
        ([share("a", personal_data=NAME, unless=[ORDER, WIDER])], ["PK214 a/unless/0"]),
        ([share("a", personal_data=NAME, unless=[WIDER, ORDER])], ["PK214 a/unless/1"]),
        ([share("a", personal_data=NAME, unless=[ORDER, ORDER])], ["PK214 a/unless/1"]),
        ([share("a", personal_data=NAME, unless={"personal_data": ["log"]})], ["PK214 a/unless"]),
        (
            [
                share(
                    "a",
                    personal_data=NAME,
                    overlays={"DE": {"unless": [{"personal_data": ["log"]}]}},
                )
            ],
            ["PK214 a/overlays/DE/unless/0"],
        ),
        (
            [
                share(
                    "a",
                    personal_data=NAME,
                    unless=[ORDER],
                    overlays={"DE": {"when": {"offence": ["fraud"]}}},
                )
            ],
            [],
        ),
        # PK215
        ([share("a", when=[ORDER, WIDER])], ["PK215 a/when/0"]),
        ([share("a", when=[WIDER, {**ORDER, "emergency": True}])], ["PK215 a/when/1"]),
        ([share("a", when=[ORDER, {"emergency": True}])], []),
        (
            [share("a", when={"instrument": ["emergency_request"], "emergency": False})],
            ["PK215 a/when"],
        ),
        (
            [share("a", when={"suspicion": ["charged"], "offence": ["no_offence"]})],
            ["PK215 a/when"],
        ),
        ([share("a", overlays={"DE": {"when": [ORDER, WIDER]}})], ["PK215 a/overlays/DE/when/0"]),
        (
            [
                share(
                    "a",
                    recipients=["google"],
                    when=[{"recipients": ["google"]}, {"recipients": ["processor"]}],
                )
            ],
            ["PK215 a/when/1"],
        ),
        # PK203 and PK216
        (
            [
                share(
                    "a",
                    commitments={
                        "user_notice": [{"value": "after"}, {"value": "before", "when": ORDER}]
                    },
                )
            ],
            ["PK203 a/commitments/user_notice/1"],
        ),
        (
            [
                share(
                    "a",
                    commitments={
                        "user_notice": [
                            {"value": "after", "when": WIDER},
                            {"value": "before", "when": ORDER},
                        ]
                    },
                )
            ],
            ["PK216 a/commitments/user_notice/1"],
        ),
        (
            [
                share(
                    "a",
                    when=ORDER,
                    commitments={"user_notice": {"value": "before", "unless": [WIDER]}},
                )
            ],
            ["PK216 a/commitments/user_notice"],
        ),
        (
            [
                share(
                    "a",
                    when={"emergency": True},
                    commitments={
                        "user_notice": [
                            {"value": "before", "when": {"emergency": False}},
                            {"value": "after"},
                        ]
                    },
                )
            ],
            ["PK216 a/commitments/user_notice/0"],
        ),
        (
            [
                share(
                    "a",
                    overlays={
                        "DE": {
                            "commitments": {
                                "user_notice": {"value": "before", "when": ORDER, "unless": [WIDER]}
                            }
                        }
                    },
                )
            ],
            ["PK216 a/overlays/DE/commitments/user_notice"],
        ),
        (
            [
                share(
                    "a",
                    commitments={
                        "user_notice": [
                            {"value": "before", "when": ORDER},
                            {"value": "after", "when": WIDER},
                        ]
                    },
                )
            ],
            [],
        ),
        # PK201: words and places
        ([share("a", recipients=["google", "processor"])], ["PK201 a/recipients/0"]),
        ([share("a", personal_data=["log", "ip_address"])], ["PK201 a/personal_data/1"]),
        (
            [share("a", when={"instrument": ["judicial_order", "court_order"]})],
            ["PK201 a/when/instrument/1"],
        ),
        (
            [share("a", unless=[{"recipients": ["police", "law_enforcement"]}])],
            ["PK201 a/unless/0/recipients/0"],
        ),
        (
            [
                share(
                    "a",
                    recipients=["police"],
                    overlays={"DE": {"recipients": ["public_authority", "court"]}},
                )
            ],
            ["PK201 a/overlays/DE/recipients/1"],
        ),
        (
            [
                share(
                    "a",
                    commitments={
                        "user_notice": {
                            "value": "before",
                            "unless": [{"instrument": ["court_order", "judicial_order"]}],
                        }
                    },
                )
            ],
            ["PK201 a/commitments/user_notice/unless/0/instrument/0"],
        ),
        ([share("a")], ["PK217 a"]),
        ([must("a", title="A", text="We disclose.")], ["PK217 a"]),
        ([share("a", legal_bases=["consent"])], ["PK217 a"]),
        ([share("a", operations=["disclosure", "use"])], ["PK217 a"]),
        ([never("a")], []),
        ([share("a", when={"emergency": True})], []),
        ([share("a", unless=[{"emergency": True}])], []),
        ([share("a", jurisdictions=["DE"])], []),
        ([share("a", commitments={"user_notice": "before"})], []),
        ([share("a", data_subjects=["child_user"])], []),
        ([{"id": "a", "kind": "general", "text": "A."}], []),
        ([share("a", **WHO, legal_bases=["legal_obligation", "consent"])], []),
        ([share("a", destinations=["EU", "DE"])], ["PK201 a/destinations/1"]),
        ([share("a", jurisdictions=["US-CA", "US"])], ["PK201 a/jurisdictions/0"]),
        ([share("a", jurisdictions=["FR-IDF", "FR-75C"])], ["PK201 a/jurisdictions/1"]),
        (
            [share("a", jurisdictions={"except": ["DE", "dach"]})],
            ["PK201 a/jurisdictions/except/0"],
        ),
        ([share("a", when={"authority_in": ["EEA", "EU"]})], ["PK201 a/when/authority_in/1"]),
        ([share("a", jurisdictions=["EU", "GB", "dach", "US-CA"])], []),
        # PK210
        (
            [share("a", personal_data=NAME, effect="permitted"), share("b", personal_data=NAME)],
            ["PK210 b/id"],
        ),
        ([share("a", when=ORDER), share("b", when=[ORDER])], ["PK210 b/id"]),
        (
            [
                share("a", overlays={"DE": {"effect": "required"}}),
                share("b", overlays={"DE": {"effect": "required"}}),
            ],
            ["PK210 b/id"],
        ),
        ([share("a", overlays={"DE": {"effect": "required"}}), share("b", **WHO)], []),
        (
            [
                share("a", jurisdictions={"except": ["DE", "FR"]}),
                share("b", jurisdictions={"except": ["FR", "DE"]}),
            ],
            ["PK210 b/id"],
        ),
        (
            [
                {"id": name, "kind": "retention", "commitments": {"retention_max": period}}
                for name, period in (("a", "P12M"), ("b", "P1Y"))
            ],
            ["PK210 b/id"],
        ),
        (
            [
                {"id": name, "kind": "retention", "commitments": {"retention_max": period}}
                for name, period in (("a", "P365D"), ("b", "P1Y"))
            ],
            [],
        ),
        ([{"id": name, "kind": "general", "text": "The same."} for name in "ab"], ["PK210 b/id"]),
        (
            [{"id": name, "kind": "general", "title": "Part"} for name in "ab"]
            + [{"id": "c", "kind": "general", "text": "x"}],
            [],
        ),
        # PK206
        ([share("a", **WHO, sources=[{"url": "https://acme.example/"}])], ["PK206 a/sources/0"]),
        ([share("a", **WHO, sources=[{"url": "https://acme.example/", "commit": "e7fb3b5"}])], []),
    ],
)
def test_a_rule_sees_it_and_no_other_does(
    clauses: list[dict[str, Any]], expected: list[str]
) -> None:
    assert found(clauses) == expected


def test_a_place_is_redundant_only_if_it_lies_in_the_other_for_good() -> None:
    clause = share("a", jurisdictions=["EU", "GB", "HR"])
    assert found([clause], published="2012-01-01") == []
    assert found([clause], published="2014-01-01") == ["PK201 a/jurisdictions/2"]
    assert found([clause], published="2020-01-31") == ["PK201 a/jurisdictions/2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ({"text": {"en": "One.", "de": "Eins."}}, []),
        ({"text": {"en": "One."}}, ["PK204 a/text"]),
        ({"text": "One."}, ["PK204 a/text"]),
        ({}, []),
        (
            {"text": {"en": "One.", "de": "Eins."}, "overlays": {"FR": {"text": {"en": "Two."}}}},
            ["PK204 a/overlays/FR/text"],
        ),
        ({"text": {"en": "One.", "de": "Eins.", "fr": "Un."}}, ["PK205 a/text/fr"]),
    ],
)
def test_a_text_in_every_declared_language(text: Any, expected: list[str]) -> None:
    assert found([share("a", personal_data=NAME, **text)], languages=("en", "de")) == expected


def noticed(clause: dict[str, Any], **after: Any) -> list[str]:
    """What is said of the notice of a second version, which changes something, with the pointer."""
    of = header(vocabulary=WORDS)
    made = []
    changes = {"id": "changes", "kind": "change", **clause}
    for number, dates, more in (
        ("1.0.0", {"published": "2025-01-01"}, []),
        ("2.0.0", after, [{"id": "more", "kind": "use", "personal_data": [NAME[0]]}]),
    ):
        data = content([changes, *more], number, **dates)
        one, findings = read_version(json.dumps(data), f"{number}.yaml", of, number)
        assert one is not None, findings
        made.append(one)
    return [f"{one.pointer} {one.message}" for one in lint(of, made) if one.code == "PK222"]


def days(count: Any) -> dict[str, Any]:
    return {"commitments": {"change_notice_days": count}}


DATES = {"published": "2025-03-01", "effective": "2025-03-11"}


@pytest.mark.parametrize(
    ("clause", "after", "expected"),
    [
        (days(30), DATES, ["/effective 10 days of notice, and 'changes' of 1.0.0 promises 30"]),
        (days(10), DATES, []),
        (days(30), {"published": "2025-03-01"}, ["/published 0 days of notice, and "]),
        (days(30), {"observed": "2025-03-11"}, []),
        (days(30), {**DATES, "withdrawn": "2025-03-05"}, []),
        (days({"value": 30, "unless": [{"emergency": True}]}), DATES, []),
        (days([{"value": 30, "when": {"emergency": False}}, {"value": 5}]), DATES, []),
        ({**days(30), "jurisdictions": ["DE"]}, DATES, ["/effective 10 days of notice, and "]),
        (
            {"overlays": {"DE": days(30)}},
            DATES,
            ["/effective 10 days of notice, and 'changes' of 1.0.0 promises 30 in DE"],
        ),
        (
            {**days(5), "overlays": {"dach": days(30)}},
            {
                "published": "2025-03-01",
                "effective": {"default": "2025-03-11", "dach": "2025-04-01"},
            },
            [],
        ),
        (
            {**days(5), "overlays": {"dach": days(30)}},
            {"published": "2025-03-01", "effective": {"default": "2025-04-11", "DE": "2025-03-11"}},
            ["/effective/DE 10 days of notice, and 'changes' of 1.0.0 promises 30"],
        ),
        (
            {**days(5), "overlays": {"dach": days(30)}},
            {"published": "2025-03-01", "effective": {"default": "2025-03-11", "BR": "2025-03-02"}},
            [
                "/effective/BR 1 day of notice, and 'changes' of 1.0.0 promises 5",
                "/effective/default 10 days of notice, and 'changes' of 1.0.0 promises 30 in DE",
            ],
        ),
        (
            {**days(30), "overlays": {"US-CA": days(45)}},
            {
                "published": "2025-03-01",
                "effective": {"default": "2025-04-05", "US-NY": "2025-03-02"},
            },
            [
                "/effective/US-NY 1 day of notice, and ",
                "/effective/default 35 days of notice, and 'changes' of 1.0.0 promises 45 in",
            ],
        ),
    ],
)
def test_notice_is_owed_by_place(
    clause: dict[str, Any], after: dict[str, Any], expected: list[str]
) -> None:
    found_ones = noticed(clause, **after)
    assert len(found_ones) == len(expected), found_ones
    for one, start in zip(found_ones, expected, strict=True):
        assert one.startswith(start)
