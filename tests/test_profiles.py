"""Profiles: each law is asked only in its places, from its day on, of what it covers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from policykit.findings import Finding
from policykit.jurisdictions import atlas
from policykit.library.reading import read_version
from policykit.rules import lint, profiles, rules
from policykit.rules.laws import LAWS
from policykit.rules.missing_rights import RIGHTS
from policykit.vocabulary import vocabulary
from tests.test_rules import completed, findings_of
from tests.writing import header

LAW_RULES = [made for made in rules() if made.code.startswith("PK3")]
PLACE = {"gdpr": "DE", "uk-gdpr": "GB", "lgpd": "BR", "ccpa": "US-CA", "dpdp": "IN", "nfadp": "CH"}
ELSEWHERE = {
    name: [code for code in PLACE.values() if code != here] for name, here in PLACE.items()
}


def notice(**more: Any) -> Any:
    return {"base": "complete-notice", **more}


def found(example: Any, profile: str) -> list[Finding]:
    return [one for one in findings_of(example, profile) if one.code.startswith("PK3")]


def codes(example: Any, profile: str) -> list[str]:
    return sorted(one.code for one in found(example, profile))


def message(example: Any, profile: str, code: str) -> str:
    (one,) = [one for one in found(example, profile) if one.code == code]
    return one.message


EMPTY: dict[str, Any] = {"clauses": [{"id": "intro", "kind": "general", "text": "Welcome."}]}


def empty(**version: Any) -> dict[str, Any]:
    return {**EMPTY, "version": {"published": "2027-06-01", **version}}


# What there is


def test_every_profile_is_a_law_and_every_law_has_rules() -> None:
    assert set(profiles()) == set(LAWS) == set(PLACE)


def test_every_law_has_a_place_a_day_and_an_address() -> None:
    for name, law in LAWS.items():
        assert law.profile == name
        assert law.place in atlas()
        assert law.url.startswith("https://")
        assert len(law.since) == len("2018-05-25")


def test_every_right_that_is_asked_is_a_word() -> None:
    for asked in RIGHTS.values():
        assert set(asked) <= set(vocabulary().lists["rights"])


@pytest.mark.parametrize("made", LAW_RULES, ids=lambda made: made.code)
def test_a_rule_cites_the_act_and_the_place_in_it(made: Any) -> None:
    acts: Mapping[str, str] = {
        "gdpr": "Regulation (EU) 2016/679, Art. ",
        "uk-gdpr": "UK GDPR, Art. ",
        "lgpd": "Lei 13.709/2018, Art. ",
        "ccpa": "Cal. Civ. Code §",
        "dpdp": "Digital Personal Data Protection Act 2023, s. ",
        "nfadp": "Federal Act on Data Protection (SR 235.1), Art. ",
    }
    assert made.profiles
    for profile, cited in made.profiles.items():
        assert cited.startswith(acts[profile])
        assert cited[len(acts[profile]) :].strip(" §")[0].isdigit()


# Only there


@pytest.mark.parametrize("profile", sorted(LAWS))
def test_the_complete_notice_states_all_that_a_law_asks(profile: str) -> None:
    assert found(notice(), profile) == []


@pytest.mark.parametrize("profile", sorted(LAWS))
def test_an_empty_notice_states_nothing_that_a_law_asks(profile: str) -> None:
    conditional = {"PK309", "PK310", "PK311", "PK314"}
    of_law = {made.code for made in LAW_RULES if profile in made.profiles} - conditional
    assert codes(empty(), profile) == sorted(of_law)


@pytest.mark.parametrize("profile", sorted(LAWS))
def test_no_law_is_asked_unless_its_profile_is_on(profile: str) -> None:
    assert found(empty(), "") == []
    cited = {one.message for one in found(empty(), profile)}
    assert all(LAWS[profile].phrase in one for one in cited)


@pytest.mark.parametrize("profile", sorted(LAWS))
def test_a_version_for_other_places_is_not_asked(profile: str) -> None:
    assert found(empty(jurisdictions=ELSEWHERE[profile]), profile) == []
    assert found(empty(jurisdictions=[PLACE[profile]]), profile) != []
    whole = "EEA" if profile == "gdpr" else PLACE[profile]
    assert found(empty(jurisdictions={"except": [whole]}), profile) == []


@pytest.mark.parametrize("profile", sorted(LAWS))
def test_a_clause_that_does_not_exist_there_states_nothing_there(profile: str) -> None:
    here = PLACE[profile]
    gone = {"id": "contact", "kind": "general", "commitments": {"contact": "a@b.example"}}
    for clause in (
        {**gone, "overlays": {here: None}},
        {**gone, "jurisdictions": {"except": [here]}},
        {**gone, "jurisdictions": ELSEWHERE[profile]},
        {**gone, "overlays": {here: {"commitments": None, "text": "Write to us."}}},
    ):
        assert codes(notice(clauses=[clause]), profile) == ["PK307"]
        for other in set(LAWS) - {profile, "gdpr"}:
            assert codes(notice(clauses=[clause]), other) == []


@pytest.mark.parametrize("profile", sorted(LAWS))
def test_an_overlay_that_adds_what_is_missing_states_it_there(profile: str) -> None:
    patch = {"commitments": {"contact": "a@b.example"}}
    place = "EEA" if profile == "gdpr" else PLACE[profile]
    clause = {"id": "contact", "kind": "general", "text": "Write.", "overlays": {place: patch}}
    assert codes(notice(clauses=[clause]), profile) == []
    for other in set(LAWS) - {profile}:
        assert codes(notice(clauses=[clause]), other) == ["PK307"]


@pytest.mark.parametrize("profile", sorted(LAWS))
def test_a_version_that_starts_before_the_law_is_not_asked(profile: str) -> None:
    since = LAWS[profile].since
    year = str(int(since[:4]) - 1)
    assert found(empty(published=year + since[4:]), profile) == []
    assert found(empty(published=since), profile) != []


def test_what_a_later_act_added_is_asked_from_its_own_day() -> None:
    before, after = "2022-12-31", "2023-01-01"
    sold = {
        "id": "sale",
        "kind": "disclosure",
        "personal_data": ["email_address"],
        "recipients": ["data_broker"],
        "purposes": ["data_sale"],
    }
    example = notice(without=["no-sale", "opt-out", "keeping"], clauses=[sold])
    assert codes({**example, "version": {"published": before}}, "ccpa") == []
    assert codes({**example, "version": {"published": after}}, "ccpa") == ["PK304", "PK314"]
    rights = {"id": "your-rights", "kind": "right", "rights": ["access", "erasure"]}
    more = {"id": "more", "kind": "right", "rights": ["know_recipients", "non_discrimination"]}
    example = notice(clauses=[rights, more])
    assert codes({**example, "version": {"published": before}}, "ccpa") == []
    assert codes({**example, "version": {"published": after}}, "ccpa") == ["PK305"]


def test_members_are_those_of_the_day_of_the_version() -> None:
    def asked(day: str, code: str) -> bool:
        return found(empty(published=day, jurisdictions=[code]), "gdpr") != []

    assert asked("2019-01-01", "GB")
    assert not asked("2020-02-01", "GB")
    assert asked("2020-02-01", "NO")
    assert not asked("2020-02-01", "CH")


@pytest.mark.parametrize("kind", ["terms_of_service", "law_enforcement_guidelines", "other"])
def test_only_privacy_policies_are_asked(kind: str) -> None:
    assert found({**empty(), "policy": {"kind": kind}}, "gdpr") == []
    assert found({**empty(), "policy": {"kind": "privacy_policy"}}, "gdpr") != []


def test_an_announced_text_that_never_took_effect_is_not_asked() -> None:
    assert found(empty(withdrawn="2027-06-02"), "gdpr") == []


@pytest.mark.parametrize("profile", sorted(LAWS))
def test_a_draft_without_a_date_is_asked(profile: str) -> None:
    text = (
        "format: 1\npolicy: acme/privacy\njurisdictions: [EU, GB, BR, US, IN, CH]\n"
        "clauses:\n  - {id: intro, kind: general, text: Welcome.}\n"
    )
    draft, findings = read_version(text, "draft.yaml", header(), "draft")
    assert draft is not None, findings
    assert [one.code for one in lint(header(), [draft], [profile])]


# What a finding says


def test_a_finding_names_all_the_places_or_the_few_or_the_rest() -> None:
    def contact(**more: Any) -> str:
        clause = {"id": "contact", "kind": "general", "commitments": {"contact": "x"}, **more}
        return message(notice(clauses=[clause]), "gdpr", "PK307")

    cited = (
        "the policy does not state where people can turn (Regulation (EU) 2016/679, Art. 13(1)(a))"
    )
    assert contact(jurisdictions=["BR"]) == f"for people in the EEA, {cited}"
    assert contact(overlays={"DE": None, "FR": None, "IT": None}) == (
        f"for people in DE, FR and IT, {cited}"
    )
    assert contact(jurisdictions=["DE"]) == f"for people in the EEA except DE, {cited}"
    assert contact(overlays={"DE-BY": None}) == f"for people in DE-BY, {cited}"
    assert contact(jurisdictions={"except": ["DE"]}, overlays={"FR": None}) == (
        f"for people in DE and FR, {cited}"
    )


def test_a_state_that_no_clause_tells_apart_reads_as_its_country_does() -> None:
    clause = {"id": "contact", "kind": "general", "commitments": {"contact": "x"}}
    gone = notice(clauses=[{**clause, "overlays": {"US": None}}])
    assert codes(gone, "ccpa") == ["PK307"]
    texas = notice(clauses=[{**clause, "overlays": {"US-TX": None}}])
    assert codes(texas, "ccpa") == []
    rest = notice(clauses=[{**clause, "jurisdictions": ["US-TX"]}])
    assert codes(rest, "ccpa") == ["PK307"]


def test_rights_missing_in_the_same_places_are_one_finding() -> None:
    rights = {
        "id": "your-rights",
        "kind": "right",
        "rights": ["access", "rectification", "erasure"],
    }
    more = {
        "id": "more",
        "kind": "right",
        "rights": ["restriction", "objection"],
        "overlays": {"FR": {"rights": ["restriction", "objection", "portability"]}},
    }
    assert message(notice(clauses=[rights, more]), "gdpr", "PK305") == (
        "for people in the EEA except FR, the policy does not state the right to data portability"
        " (Regulation (EU) 2016/679, Art. 13(2)(b))"
    )
    assert message(notice(clauses=[rights, more]), "lgpd", "PK305") == (
        "for people in Brazil, the policy does not state the right to data portability"
        " (Art. 18, V) or to know the recipients (Art. 18, VII) (Lei 13.709/2018, Art. 9, VII)"
    )


def test_the_broadest_right_grants_all() -> None:
    every = {"id": "your-rights", "kind": "right", "rights": ["right"]}
    assert codes(notice(clauses=[every], without=["complaint", "withdrawal"]), "gdpr") == []


def test_findings_of_two_laws_at_one_place_are_told_apart() -> None:
    marks = {
        one.fingerprint
        for profile in ("gdpr", "uk-gdpr", "lgpd", "nfadp")
        for one in found(notice(without=["who-we-are"]), profile)
    }
    assert len(marks) == 4


def test_each_clause_without_a_ground_is_named_where_it_stands() -> None:
    clauses = [
        {
            "id": "hosting",
            "kind": "disclosure",
            "personal_data": ["name"],
            "recipients": ["processor"],
            "purposes": ["infrastructure"],
            "legal_bases": ["standard_contractual_clauses"],
        },
        {"id": "statistics", "kind": "use", "purposes": ["analytics"]},
    ]
    pointers = [one.pointer for one in found(notice(clauses=clauses), "gdpr")]
    assert pointers == ["/clauses/statistics", "/clauses/hosting"]


def test_a_prohibition_needs_neither_ground_nor_purpose() -> None:
    never = {"id": "never", "kind": "use", "effect": "prohibited", "personal_data": ["health_data"]}
    assert codes(notice(clauses=[never]), "gdpr") == []


def test_a_purpose_in_every_case_of_when_is_stated_and_in_one_is_not() -> None:
    clause = {"id": "statistics", "kind": "use", "legal_bases": ["contract"]}
    both = {"when": [{"purposes": ["analytics"]}, {"purposes": ["security"], "emergency": True}]}
    one = {"when": [{"purposes": ["analytics"]}, {"emergency": True}]}
    assert codes(notice(clauses=[{**clause, **both}]), "gdpr") == []
    assert codes(notice(clauses=[{**clause, **one}]), "gdpr") == ["PK302"]


def test_california_asks_no_purpose_of_a_disclosure() -> None:
    clause = {"id": "hosting", "kind": "disclosure", "recipients": ["processor"]}
    example = notice(clauses=[clause])
    assert codes(example, "ccpa") == []
    assert codes(example, "nfadp") == codes(example, "dpdp") == ["PK302"]


def test_a_transfer_inside_the_places_of_the_law_needs_no_safeguard() -> None:
    def sent(*places: str) -> list[str]:
        clause = {"id": "abroad", "kind": "transfer", "recipients": ["processor"]}
        return codes(notice(clauses=[{**clause, "destinations": list(places)}]), "gdpr")

    assert sent("IE", "NO") == []
    assert sent("IE", "US") == ["PK310"]
    assert sent("GB") == ["PK310"]
    told: dict[str, Any] = {
        "id": "hosting",
        "kind": "disclosure",
        "recipients": ["processor"],
        "purposes": ["infrastructure"],
        "legal_bases": ["contract"],
        "destinations": ["US"],
    }
    assert codes(notice(clauses=[told]), "gdpr") == ["PK310"]
    told["legal_bases"].append("eu_us_dpf")
    assert codes(notice(clauses=[told]), "gdpr") == []


def test_retention_is_asked_of_the_data_that_is_collected() -> None:
    def kept(*data: str, **more: Any) -> Any:
        clause: dict[str, Any] = {"id": "keeping", "kind": "retention", **more}
        clause.setdefault("commitments", {"retention_max": "P1Y"})
        return notice(clauses=[{**clause, "personal_data": list(data)} if data else clause])

    for some in (kept(), kept("personal_data"), kept("name", "contact_data")):
        assert codes(some, "gdpr") == []
    assert "how long 'email_address' is kept" in message(kept("name"), "gdpr", "PK304")
    criterion = kept("name", "email_address", commitments={"retention_max": "while_active"})
    assert codes(criterion, "gdpr") == []
    unsaid = kept("name", commitments={"encrypted_at_rest": True})
    assert "the policy does not state how long data is kept" in message(unsaid, "gdpr", "PK304")


def test_sensitive_data_that_is_sold_asks_for_a_right_more() -> None:
    sold = {
        "id": "sale",
        "kind": "disclosure",
        "personal_data": ["live_location"],
        "recipients": ["data_broker"],
        "purposes": ["data_rental"],
    }
    one = {"id": "opt-out", "kind": "right", "rights": ["opt_out_of_sale"]}
    example = notice(without=["no-sale"], clauses=[sold, one])
    assert "the right to limit the use of sensitive data" in message(example, "ccpa", "PK314")
    plain = notice(without=["no-sale"], clauses=[{**sold, "personal_data": ["email_address"]}, one])
    assert codes(plain, "ccpa") == []


def test_what_a_company_does_itself_is_no_sale() -> None:
    own = {
        "id": "statistics",
        "kind": "use",
        "personal_data": ["usage_data"],
        "purposes": ["targeted_advertising"],
        "legal_bases": ["contract"],
    }
    assert codes(notice(without=["opt-out"], clauses=[own]), "ccpa") == []
    shared = {**own, "id": "ads", "kind": "disclosure", "recipients": ["advertiser"]}
    assert codes(notice(without=["opt-out"], clauses=[own, shared]), "ccpa") == ["PK314"]


def test_a_prohibition_that_takes_in_every_sale_says_that_there_is_none() -> None:
    def said(**fields: Any) -> bool:
        never = {"id": "no-sale", "kind": "disclosure", "effect": "prohibited", **fields}
        return "PK313" not in codes(notice(without=["hosting", "abroad"], clauses=[never]), "ccpa")

    assert said()
    assert said(recipients=["third_party"])
    assert said(purposes=["data_rental"])
    assert not said(recipients=["advertiser"])
    assert not said(recipients=["third_party"], purposes=["advertising"])
    assert not said(kind="use")


def test_only_a_prohibition_without_limits_says_that_nobody_receives_data() -> None:
    def said(**fields: Any) -> bool:
        never = {"id": "no-sale", "kind": "disclosure", "effect": "prohibited", **fields}
        return "PK303" not in codes(notice(without=["hosting", "abroad"], clauses=[never]), "gdpr")

    assert said()
    assert not said(recipients=["advertiser"])
    assert not said(personal_data=["health_data"])
    assert not said(kind="use")


def test_a_prohibition_that_names_consent_rests_on_none() -> None:
    never: dict[str, Any] = {"id": "statistics", "kind": "use", "effect": "prohibited"}
    never |= {"personal_data": ["health_data"], "legal_bases": ["consent"]}
    assert codes(notice(without=["withdrawal"], clauses=[never]), "gdpr") == []


def test_what_stands_above_the_example_is_the_whole_notice() -> None:
    whole = completed(notice())
    less = completed(notice(without=["contact"]))
    assert len(whole["clauses"]) == len(less["clauses"]) + 1
    with pytest.raises(KeyError):
        completed(notice(without=["no-such-clause"]))
