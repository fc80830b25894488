"""Telegram: what held on which day in which place, and what others said of it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

import policykit
from policykit.comparison import PolicyDiff
from policykit.library import Library, Policy, Version
from tests.conftest import ROOT


@cache
def library() -> Library:
    return policykit.load(ROOT / "policies")


def privacy() -> Policy:
    return library()["telegram/privacy"]


NUMBERS = [
    "1.0.0",  # before 14 August 2018
    "2.0.0",  # 14 August 2018
    "2.1.0",  # 25 March 2019
    "3.0.0",  # 24 March 2021
    "3.0.1",  # 26 October 2021
    "4.0.0",  # 19 June 2022
    "4.1.0",  # 23 June 2022
    "5.0.0",  # 8 September 2022
    "6.0.0",  # 3 February 2023
    "7.0.0",  # 24 April 2023
    "7.1.0",  # 31 May 2023
    "8.0.0",  # 19 October 2023, in Germany
    "8.1.0",  # 18 February 2024, in the EU
    "9.0.0",  # 31 March 2024
    "10.0.0",  # 15 July 2024
    "11.0.0",  # 23 September 2024
    "12.0.0",  # 29 September 2024
    "12.1.0",  # 28 December 2024
    "13.0.0",  # 21 May 2025, in Germany
    "14.0.0",  # 9 July 2025
    "15.0.0",  # 24 July 2025
    "16.0.0",  # 21 August 2026, in the EU
]
BEFORE, AFTER = NUMBERS[1:15], NUMBERS[15:]
"""The versions with the rule of August 2018, and those with the rule of September 2024."""

PLACES = ["IN", "BR", "DE", "FR", "US", "US-CA", "RU", "KR", "GB", "other:*"]


@cache
def step(before: str, after: str) -> PolicyDiff:
    return policykit.diff(privacy()[before], privacy()[after])


def told(entries: Any) -> list[str]:
    return [one.sentence for one in entries]


def outcome(number: str, place: str | None = None, **question: Any) -> str:
    if place is not None:
        question["jurisdiction"] = place
    return privacy()[number].decide(**question).outcome


def changed_in(diff: PolicyDiff) -> set[tuple[str, ...]]:
    """Where all that a diff reports is so."""
    entries: list[Any] = [
        *diff.disclosures,
        *diff.processing,
        *diff.commitments,
        *diff.rights,
        *diff.statements,
    ]
    assert entries
    return {
        (*one.jurisdictions.terms, *(f"-{no}" for no in one.jurisdictions.except_))
        for one in entries
    }


def clause(version: Version, name: str) -> Any:
    (found,) = (one for one in version.data["clauses"] if one["id"] == name)
    return found


# The whole history


def test_the_versions_are_those_that_are_known() -> None:
    assert list(privacy()) == NUMBERS


@pytest.mark.parametrize(
    ("day", "place", "number"),
    [
        ("2018-08-13", None, "1.0.0"),
        ("2018-08-14", None, "2.0.0"),
        ("2018-08-28", None, "2.0.0"),
        ("2019-03-25", None, "2.1.0"),
        ("2021-03-23", None, "2.1.0"),
        ("2021-03-24", None, "3.0.0"),
        ("2021-10-26", None, "3.0.1"),
        ("2022-06-22", None, "4.0.0"),
        ("2022-06-23", None, "4.1.0"),
        ("2022-09-08", None, "5.0.0"),
        ("2023-04-24", None, "7.0.0"),
        ("2023-05-31", None, "7.1.0"),
        ("2024-09-22", None, "10.0.0"),
        ("2024-09-23", None, "11.0.0"),
        ("2024-09-23", "BR", "11.0.0"),
        ("2024-09-23", "FR", "11.0.0"),
        ("2024-09-22", "DE", "10.0.0"),
        ("2024-09-23", "DE", "11.0.0"),
        ("2024-09-29", "DE", "12.0.0"),
    ],
)
def test_each_version_is_in_force_from_its_day(day: str, place: str | None, number: str) -> None:
    """In August 2018 the press spoke of it two weeks late; the day of the policy itself counts."""
    assert privacy().on(day, jurisdiction=place).number == number


DAYS = dict(
    zip(
        NUMBERS,
        [
            "2017-09-11",  # a copy that somebody else stored
            "2018-08-14",  # the press spoke of it on the 28th
            "2019-03-25",
            "2021-03-24",
            "2021-10-26",
            "2022-06-19",
            "2022-06-23",
            "2022-09-08",
            "2023-02-03",  # 2022, said the policy's own list of changes until August 2026
            "2023-04-24",
            "2023-05-31",
            "2023-10-19",
            "2024-02-18",
            "2024-03-31",
            "2024-07-15",
            "2024-09-23",
            "2024-09-29",
            "2024-12-28",
            "2025-05-21",
            "2025-07-09",
            "2025-07-24",
            "2026-08-21",
        ],
        strict=True,
    )
)


@pytest.mark.parametrize("place", ["BR", "FR", "GB", "IN", "US"])
@pytest.mark.parametrize(("before", "after"), list(pairwise(NUMBERS)))
def test_a_version_gives_way_on_the_day_of_the_next(before: str, after: str, place: str) -> None:
    eve = (date.fromisoformat(DAYS[after]) - timedelta(days=1)).isoformat()
    assert privacy().on(eve, jurisdiction=place).number == before
    assert privacy().on(DAYS[after], jurisdiction=place).number == after


@pytest.mark.parametrize(
    "name",
    [
        "contacts",
        "recovery-email",
        "payments",
        "no-card-data",
        "payment-token",
        "shipping",
        "saved-shipping-details",
        "supergroup-admin-log",
    ],
)
def test_what_the_text_before_august_2018_had_already_is_not_told_as_new(name: str) -> None:
    assert {one.change for one in step("1.0.0", "2.0.0").clauses if one.id == name} == {"moved"}
    told_by = [*step("1.0.0", "2.0.0").disclosures, *step("1.0.0", "2.0.0").processing]
    assert not [one for one in told_by if name in one.clauses.after]


def test_no_version_came_of_the_poll_of_germans_in_autumn_2022() -> None:
    """They were asked whether serious crimes should do; the rule stayed for two years."""
    for day in ("2022-08-29", "2022-09-06", "2024-09-22"):
        version = privacy().on(day, jurisdiction="DE")
        asked = {**ORDER, "personal_data": "ip_address", "jurisdiction": "DE"}
        assert version.decide(offence="fraud", **asked).outcome == "unstated"
    assert {"2022-08-30", "2022-09-05"}.isdisjoint(DAYS.values())


def test_no_version_tells_a_sentence_of_the_policy_as_its_own() -> None:
    assert {privacy()[number].data["text"] for number in NUMBERS} == {"summary"}


# Authorities


ORDER: dict[str, Any] = {
    "recipient": "public_authority",
    "instrument": "court_order",
    "suspicion": "confirmed_suspect",
    "violates_terms": True,
}
AUTHORITY: dict[str, Any] = {"recipient": "public_authority"}


def test_before_august_2018_nothing_went_to_authorities_and_then_terror_suspects_did() -> None:
    found = step("1.0.0", "2.0.0")
    assert outcome("1.0.0", **AUTHORITY) == "prohibited"
    assert (
        "In every country, Telegram may now disclose phone numbers and IP addresses to public "
        "authorities on a court order, if the offence is terrorism and the person is a confirmed "
        "suspect. Before, it promised not to." in told(found.disclosures)
    )
    (dropped,) = (one for one in found.disclosures if one.direction == "promise_dropped")
    assert dropped.sentence.startswith(
        "In every country, Telegram withdraws its promise not to disclose any data to public "
        "authorities or third parties."
    )
    assert [(one.id, one.change) for one in found.statements] == [
        ("zero-bytes", "withdrawn"),
        ("never-disclosed", "made"),
    ]


def test_the_half_yearly_report_came_with_the_permission_that_it_belongs_to() -> None:
    """Before, nothing was allowed, so that there is no guarantee that could have moved."""
    moved = {one.commitment for one in step("1.0.0", "2.0.0").commitments}
    assert "transparency_report_every" not in moved
    answer = privacy()["2.0.0"].decide(personal_data="ip_address", offence="terrorism", **ORDER)
    assert answer.commitments == {"transparency_report_every": "P6M"}


def test_what_only_got_another_number_in_august_2018_is_said_to_have_moved() -> None:
    found = {(one.id, one.change): one.meaning for one in step("1.0.0", "2.0.0").clauses}
    assert found["secret-chats", "moved"] == "same"
    assert not [
        one for one in step("1.0.0", "2.0.0").processing if "secret" in one.sentence.lower()
    ]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("data", ["ip_address", "phone_number"])
def test_no_text_before_september_2024_let_telegram_name_other_suspects(
    place: str, data: str
) -> None:
    """In October 2024 it was said that this had been possible since 2018 in most countries."""
    fraud = {**ORDER, "personal_data": data, "offence": "fraud"}
    terror = {**ORDER, "personal_data": data, "offence": "terrorism"}
    assert outcome("1.0.0", place, **fraud) == outcome("1.0.0", place, **terror) == "prohibited"
    assert {outcome(number, place, **fraud) for number in BEFORE} == {"unstated"}
    assert {outcome(number, place, **terror) for number in BEFORE} == {"permitted"}
    assert {outcome(number, place, **fraud) for number in AFTER} == {"permitted"}


@pytest.mark.parametrize("data", ["message_content", "email_address", "name", "contact_list"])
def test_no_text_ever_named_other_data_for_authorities(data: str) -> None:
    asked = {**ORDER, "personal_data": data, "offence": "terrorism"}
    assert {outcome(number, **asked) for number in NUMBERS[1:]} == {"unstated"}


def test_only_a_court_order_on_terror_was_enough_before_september_2024() -> None:
    terror = {**ORDER, "personal_data": "ip_address", "offence": "terrorism"}
    for more in ({"instrument": "search_warrant"}, {"instrument": "court_order"}):
        assert outcome("10.0.0", **{**terror, **more}) == "permitted"
    for less in (
        {"instrument": "production_order"},
        {"instrument": "subpoena"},
        {"instrument": "voluntary_request"},
        {"suspicion": "not_a_suspect"},
    ):
        assert outcome("10.0.0", **{**terror, **less}) == "unstated"


@pytest.mark.parametrize("number", NUMBERS[1:])
def test_the_rule_was_one_for_all_countries_before_it_was_said_to_be_unified(number: str) -> None:
    law = clause(privacy()[number], "law-enforcement")
    assert not {"jurisdictions", "overlays"} & set(law)
    asked = {**ORDER, "personal_data": "ip_address"}
    assert outcome(number, offence="terrorism", **asked) == "permitted"
    assert outcome(number, offence="fraud", **asked) == (
        "permitted" if number in AFTER else "unstated"
    )


def test_the_change_of_september_2024_is_one_for_every_country() -> None:
    found = step("10.0.0", "11.0.0")
    assert [(one.jurisdictions.terms, one.verdict) for one in found.jurisdictions] == [
        (("*",), "mixed")
    ]
    assert [(one.change, one.jurisdictions.terms) for one in found.disclosures] == [
        ("newly_permitted", ("*",)),
        ("no_longer_permitted", ("*",)),
    ]
    assert found.processing == ()
    assert {one.commitment: (one.before, one.after) for one in found.commitments} == {
        "legal_review": (False, True),
        "transparency_report_every": ("P6M", "P3M"),
    }
    assert {one.verdict_in(place) for one in (found,) for place in PLACES[:-1]} == {"mixed"}


def test_nothing_but_their_own_rule_ever_let_authorities_have_data() -> None:
    for number in NUMBERS[1:]:
        told_by = privacy()[number].decide(**AUTHORITY, personal_data="phone_number").clauses
        assert told_by == ("law-enforcement",), number


@pytest.mark.parametrize("pair", list(pairwise(NUMBERS[1:])), ids="..".join)
def test_the_rule_for_authorities_moved_once_only(pair: tuple[str, str]) -> None:
    law = [
        one for one in step(*pair).clauses if one.id == "law-enforcement" and one.meaning != "same"
    ]
    assert bool(law) == (pair == ("10.0.0", "11.0.0"))


def test_never_disclosed_was_still_said_when_thousands_of_requests_had_been_fulfilled() -> None:
    """Practice is not policy: India alone, 6,992 from January to September 2024."""
    version = privacy().on("2024-09-22", jurisdiction="IN")
    assert "never-disclosed" in {one["id"] for one in version.data["clauses"]}
    (figures,) = (one for one in version.data["sources"] if "transparency" in one["url"])
    assert "6,992 from India" in figures["note"]


# The German page


def test_never_disclosed_was_gone_from_the_german_page_eleven_months_before() -> None:
    found = step("7.1.0", "8.0.0")
    assert privacy()["8.0.0"].start() == "2023-10-19"
    assert [(one.id, one.change, one.jurisdictions.terms) for one in found.statements] == [
        ("never-disclosed", "withdrawn", ("DE",))
    ]
    (gone,) = step("10.0.0", "11.0.0").statements
    assert (gone.id, gone.change) == ("never-disclosed", "withdrawn")
    assert (gone.jurisdictions.terms, gone.jurisdictions.except_) == (("*",), ("DE",))


def test_the_rule_of_the_german_page_was_the_english_one_but_for_the_statement() -> None:
    for number in ("8.0.0", "10.0.0", "11.0.0"):
        for offence in ("terrorism", "fraud"):
            asked = {**ORDER, "personal_data": "ip_address", "offence": offence}
            answers = {
                (found.outcome, tuple(found.commitments.items()))
                for place in ("DE", "FR", "BR")
                for found in [privacy()[number].decide(jurisdiction=place, **asked)]
            }
            assert len(answers) == 1, number


@pytest.mark.parametrize("pair", [("7.1.0", "8.0.0"), ("12.1.0", "13.0.0")])
def test_what_the_german_page_alone_did_changed_germany_alone(pair: tuple[str, str]) -> None:
    assert changed_in(step(*pair)) == {("DE",)}
    assert step(*pair).verdict_in("DE") != "equivalent"
    assert {step(*pair).verdict_in(place) for place in ("FR", "BR", "GB")} == {"equivalent"}
    assert privacy()[pair[1]].start() in ("2023-10-19", "2025-05-21")


def test_whoever_lives_in_france_has_nothing_to_accept_when_the_german_page_catches_up() -> None:
    here, there = (
        privacy().changes_since("12.1.0", place, on="2025-05-21") for place in ("FR", "DE")
    )
    assert (here.diff.verdict, here.needs_consent) == ("equivalent", False)
    assert there.needs_consent


SOUND = {"recipient": "google", "purpose": "transcription", "trigger": "premium_transcription"}


@pytest.mark.parametrize(
    ("number", "place", "voice", "video"),
    [
        ("3.0.1", None, "unstated", "unstated"),
        ("4.0.0", None, "permitted", "prohibited"),
        ("6.0.0", None, "permitted", "permitted"),
        ("8.0.0", "FR", "permitted", "permitted"),
        ("8.0.0", "DE", "unstated", "unstated"),
        ("12.1.0", "DE", "unstated", "unstated"),
        ("13.0.0", "DE", "permitted", "prohibited"),
        ("13.0.0", "FR", "permitted", "permitted"),
    ],
)
def test_transcription_came_to_germany_three_years_late_and_without_video(
    number: str, place: str | None, voice: str, video: str
) -> None:
    assert outcome(number, place, personal_data="voice_message_audio", **SOUND) == voice
    assert outcome(number, place, personal_data="video_message_audio", **SOUND) == video


@pytest.mark.parametrize("name", ["birthday", "birthday-audience", "business-profile"])
def test_optional_data_came_to_germany_fourteen_months_late(name: str) -> None:
    for number in ("9.0.0", "12.1.0"):
        assert clause(privacy()[number], name)["overlays"] == {"DE": None}
    assert "overlays" not in clause(privacy()["13.0.0"], name)
    assert {one.jurisdictions.except_ for one in step("8.1.0", "9.0.0").disclosures} == {("DE",)}


# The EU page


def test_the_line_on_the_digital_services_act_is_for_the_eu_alone() -> None:
    found = step("8.0.0", "8.1.0")
    assert privacy()["8.1.0"].start() == "2024-02-18"
    assert changed_in(found) == {("EU",)}
    assert [one.commitment for one in found.commitments] == ["incorporates"]
    assert (found.verdict, found.required_bump) == ("equivalent", "minor")


def test_that_the_crawler_saw_the_eu_page_in_december_2025_is_no_change() -> None:
    """It has no 3.7 and no entry of 31 March 2024: another edition, and not a later one."""
    for place in ("FR", "DE", "GB", "BR"):
        assert privacy().on("2025-12-10", jurisdiction=place).number == "15.0.0"
        assert privacy().changes_since("15.0.0", place, on="2025-12-31").since == ()
    starts = {privacy()[number].start() for number in NUMBERS}
    assert not [day for day in starts if day is not None and "2025-07-24" < day < "2026-08-21"]


def test_estimation_of_ages_is_for_the_united_kingdom_alone() -> None:
    found = step("14.0.0", "15.0.0")
    assert changed_in(found) == {("GB",)}
    scan = {"operation": "use", "personal_data": "face_scan", "purpose": "age_check"}
    given = {"consent": "explicit", "required_by_law": True}
    assert outcome("15.0.0", "GB", **scan, **given) == "permitted"
    assert outcome("15.0.0", "FR", **scan, **given) == "unstated"
    kept = {"operation": "retention", "personal_data": "face_scan"}
    assert outcome("15.0.0", "GB", **kept) == "prohibited"
    sold = {"operation": "use", "personal_data": "age_estimate", "purpose": "profiling"}
    assert outcome("15.0.0", "GB", **sold) == "prohibited"


PLACED: dict[str, Any] = {
    "operation": "use",
    "purpose": "local_advertising",
    "data_subject": "other:user",
    "service": "other:public_channels",
    "large_audience": True,
}


@pytest.mark.parametrize("place", ["DE", "FR", "IE"])
def test_the_promise_of_no_advertising_narrows_in_the_eu(place: str) -> None:
    for data in ("ip_address", "phone_prefix"):
        asked = {**PLACED, "personal_data": data}
        assert outcome("15.0.0", place, **asked) == "prohibited"
        assert outcome("16.0.0", place, **asked) == "permitted"
        assert outcome("16.0.0", place, **{**asked, "large_audience": False}) == "unstated"
        assert outcome("16.0.0", place, **{**asked, "data_subject": "premium_user"}) == "prohibited"
        given = privacy()["16.0.0"].decide(jurisdiction=place, **asked)
        assert given.commitments["not_disclosed_to_advertisers"] is True
    ads = {"operation": "use", "purpose": "targeted_advertising"}
    followed = {**ads, "personal_data": "channels_followed", "data_subject": "other:user"}
    assert outcome("16.0.0", place, **followed) == "permitted"
    for kept in ("private_chat_messages", "secret_chat_messages", "contact_phone_number"):
        assert outcome("16.0.0", place, **ads, personal_data=kept) == "prohibited"
    assert outcome("15.0.0", place, **ads, personal_data="biography") == "prohibited"
    assert outcome("16.0.0", place, **ads, personal_data="biography") == "unstated"


@pytest.mark.parametrize("place", ["BR", "US", "GB", "other:*"])
def test_it_is_not_said_to_narrow_where_the_page_was_not_seen(place: str) -> None:
    for data in ("ip_address", "channels_followed", "biography"):
        assert outcome("16.0.0", place, **{**PLACED, "personal_data": data}) == "prohibited"
    assert changed_in(step("15.0.0", "16.0.0")) == {("EU",)}
    assert "has not been stored" in privacy()["16.0.0"].data["notes"]


def test_the_new_advertising_is_a_dropped_promise_and_needs_consent_in_germany() -> None:
    since = privacy().changes_since("15.0.0", "DE", on="2026-08-21")
    assert since.needs_consent
    assert [one.direction for one in since.promise_dropped] == ["promise_dropped"]
    assert not privacy().changes_since("15.0.0", "BR", on="2026-08-21").needs_consent


# Everything else


def test_either_side_can_delete_messages_from_march_2019_on() -> None:
    (found,) = step("2.0.0", "2.1.0").commitments
    assert (found.commitment, found.before, found.after) == ("one_to_one_deletion", False, True)


def test_sections_that_were_renumbered_in_2021_changed_in_nothing_else() -> None:
    found = step("2.1.0", "3.0.0")
    assert [(one.id, one.change, one.fields, one.meaning) for one in found.clauses] == [
        ("contacts", "moved", ("section",), "same"),
        ("contacts-minimum", "moved", ("section",), "same"),
        ("live-location", "added", (), "changed"),
        ("cookies", "moved", ("section",), "same"),
        ("cookies-no-profiling", "moved", ("section",), "same"),
    ]
    assert {one.clauses.after for one in found.disclosures} == {("live-location",)}


def test_that_the_united_kingdom_left_the_eea_is_no_change_of_the_policy() -> None:
    assert privacy()["2.1.0"].start() == "2019-03-25"
    found = step("2.1.0", "3.0.0")
    assert [(one.group, one.jurisdiction, one.change, one.day) for one in found.membership] == [
        ("EEA", "GB", "left", "2020-01-31")
    ]
    assert {one.jurisdictions.terms for one in found.disclosures} == {("*",)}


def test_sponsored_messages_by_topic_left_the_promise_on_data_as_it_was() -> None:
    found = step("3.0.0", "3.0.1")
    assert (found.verdict, found.required_bump) == ("equivalent", "patch")
    assert [(one.id, one.meaning) for one in found.clauses] == [("no-ads", "same")]


@pytest.mark.parametrize(
    ("number", "address", "limited"),
    [
        ("3.0.1", "unstated", None),
        ("4.0.0", "permitted", None),
        ("4.1.0", "permitted", True),
        ("6.0.0", "unstated", True),
    ],
)
def test_google_might_see_an_ip_address_for_a_translation_for_half_a_year(
    number: str, address: str, limited: bool | None
) -> None:
    asked: dict[str, Any] = {
        "recipient": "google",
        "purpose": "translation",
        "trigger": "asks_translation",
        "feature_enabled": True,
    }
    assert outcome(number, personal_data="ip_address", **asked) == address
    answer = privacy()[number].decide(personal_data="message_text", **asked)
    assert answer.commitments.get("recipient_use_limited") is limited


def test_the_change_of_2023_that_the_policy_itself_put_under_2022() -> None:
    live = {
        "recipient": "google",
        "purpose": "translation",
        "trigger": "live_translation",
        "personal_data": "message_text",
    }
    for day, expected in (
        ("2022-02-03", "unstated"),
        ("2023-02-02", "unstated"),
        ("2023-02-03", "permitted"),
    ):
        assert privacy().on(day).decide(**live).outcome == expected, day


def test_a_login_email_may_be_asked_for_and_serves_for_codes_alone() -> None:
    email = {"operation": "use", "personal_data": "login_email"}
    assert outcome("4.1.0", **email, purpose="login_codes") == "unstated"
    assert outcome("5.0.0", **email, purpose="login_codes") == "permitted"
    assert outcome("5.0.0", **email, purpose="direct_marketing") == "prohibited"
    assert outcome("5.0.0", **email, purpose="service_improvement") == "prohibited"


def test_the_representative_went_from_london_to_brussels_and_a_company_was_added() -> None:
    found = step("6.0.0", "7.0.0")
    moved = {one.commitment: (one.before, one.after) for one in found.commitments}
    assert moved["representative"] == (
        "Telegram UK Holdings Ltd, London",
        "European Data Protection Office (EDPO), Brussels",
    )
    assert [one.scenario["recipients"].terms for one in found.disclosures] == [("telegraph_inc",)]
    assert outcome("6.0.0", **{"recipient": "telegraph_inc"}, personal_data="name") == "unstated"


def test_a_bought_post_is_kept_for_good() -> None:
    asked = {
        "operation": "retention",
        "personal_data": "paid_post_copy",
        "trigger": "unlocks_paid_post",
        "jurisdiction": "BR",
    }
    before, after = (privacy()[number].decide(**asked) for number in ("9.0.0", "10.0.0"))
    assert (before.outcome, after.outcome) == ("permitted", "permitted")
    assert before.commitments["retention_max"] == "as_needed"
    assert "retention_max" not in after.commitments  # permanent, which is no promise
    (found,) = step("9.0.0", "10.0.0").commitments
    assert (found.before, found.after, found.direction) == ("as_needed", "permanent", "weaker")


def test_idle_accounts_are_kept_three_times_as_long_and_in_germany_later() -> None:
    for pair, where in ((("11.0.0", "12.0.0"), ("*", "-DE")), (("12.1.0", "13.0.0"), ("DE",))):
        (found,) = (
            one for one in step(*pair).commitments if one.commitment == "inactivity_deletion_after"
        )
        assert (found.before, found.after, found.direction) == ("P6M", "P18M", "weaker")
        place = found.jurisdictions
        assert (*place.terms, *(f"-{no}" for no in place.except_)) == where


def test_microsoft_translates_outside_germany() -> None:
    asked = {
        "recipient": "microsoft",
        "purpose": "translation",
        "trigger": "live_translation",
        "personal_data": "message_text",
    }
    assert outcome("13.0.0", "FR", **asked) == "unstated"
    assert outcome("14.0.0", "FR", **asked) == "permitted"
    assert outcome("14.0.0", "DE", **asked) == "unstated"


# The terms of service


def terms() -> Policy:
    return library()["telegram/terms"]


def between(before: str, after: str) -> PolicyDiff:
    return policykit.diff(terms()[before], terms()[after])


@pytest.mark.parametrize(
    ("day", "place", "number"),
    [
        ("2020-12-09", None, "1.0.0"),
        ("2022-06-19", None, "1.1.0"),
        ("2023-02-04", None, "1.2.0"),
        ("2023-12-25", None, "2.0.0"),
        ("2024-02-18", None, "2.1.0"),
        ("2024-05-09", None, "2.2.0"),
        ("2024-09-22", None, "2.2.0"),
        ("2024-09-23", "FR", "2.3.0"),
        ("2024-09-22", "DE", "2.2.0"),
        ("2024-09-23", "DE", "2.3.0"),
        ("2025-12-13", "FR", "2.3.0"),
        ("2026-02-03", "DE", "2.3.0"),
        ("2026-02-04", "DE", "2.4.0"),
    ],
)
def test_the_terms_of_each_day(day: str, place: str | None, number: str) -> None:
    """That the crawler saw the EU page in December 2025 is no change here either."""
    assert terms().on(day, jurisdiction=place).number == number


def test_no_version_of_the_terms_needs_more_or_less_than_its_number() -> None:
    numbers = ["1.0.0", "1.1.0", "1.2.0", "2.0.0", "2.1.0", "2.2.0", "2.3.0", "2.4.0"]
    assert list(terms()) == numbers
    bumps = [between(*pair).required_bump for pair in pairwise(numbers)]
    assert bumps == ["minor", "minor", "major", "minor", "minor", "minor", "minor"]


def ages(before: str, after: str) -> list[tuple[Any, ...]]:
    return [
        (one.before, one.after, one.jurisdictions.terms)
        for one in between(before, after).commitments
        if one.commitment == "minimum_age"
    ]


def test_the_minimum_age_rose_in_the_eu_first_and_then_in_the_united_kingdom() -> None:
    assert ages("2.0.0", "2.1.0") == [(16, 18, ("EU",))]
    assert ages("2.1.0", "2.2.0") == [(16, 18, ("GB",))]
    assert ages("2.2.0", "2.4.0") == []


@pytest.mark.parametrize(
    ("place", "since"), [("FR", "2.1.0"), ("DE", "2.1.0"), ("GB", "2.2.0"), ("BR", None)]
)
def test_who_lives_elsewhere_is_asked_for_no_age(place: str, since: str | None) -> None:
    rose = [
        after
        for before, after in pairwise(terms())
        for one in terms()
        .changes_since(before, place, on=terms()[after].start() or "")
        .diff.commitments
        if one.commitment == "minimum_age" and (one.before, one.after) == (16, 18)
    ]
    assert rose == ([since] if since else [])


def test_premium_came_with_thirty_days_of_notice_and_later_with_payment_by_the_year() -> None:
    came = {one.commitment: one for one in between("1.0.0", "1.1.0").commitments}
    assert came["change_notice_days"].sentence.startswith(
        "In every country, Telegram now promises 30 days of notice before a change if the service "
        "is the paid tier"
    )
    assert came["recurring_payment_every"].after == "P1M"
    (moved,) = between("1.1.0", "1.2.0").commitments
    assert "1 year if the person has chosen to pay by the year; otherwise 1 month" in moved.sentence


def test_a_refund_lets_telegram_tell_the_seller_what_was_bought() -> None:
    asked = {"recipient": "app_store", "trigger": "asks_refund"}
    for data in ("account_status", "premium_purchases"):
        assert terms()["1.2.0"].decide(personal_data=data, **asked).outcome == "unstated"
        assert terms()["2.0.0"].decide(personal_data=data, **asked).outcome == "permitted"
    assert terms()["2.0.0"].decide(personal_data="phone_number", **asked).outcome == "unstated"


def test_the_fourth_rule_came_with_the_rule_for_authorities_that_it_widens() -> None:
    found = between("2.2.0", "2.3.0")
    assert [(one.id, one.change, one.meaning) for one in found.clauses] == [
        ("no-illegal-activity", "added", "changed")
    ]
    assert "now states what users must not do" in found.commitments[0].sentence
    for place in ("BR", "DE"):
        law, rule = (
            policy[number].start(place)
            for policy, number in ((privacy(), "11.0.0"), (terms(), "2.3.0"))
        )
        assert law == rule
    public = {one["id"] for one in terms()["2.3.0"].data["clauses"] if "public" in one["id"]}
    assert public == {"no-violence-in-public", "no-illegal-pornography-in-public"}


def test_scraping_was_seen_to_be_forbidden_on_the_eu_page_alone() -> None:
    assert clause(terms()["2.4.0"], "no-scraping")["jurisdictions"] == ["EU"]
    assert changed_in(between("2.3.0", "2.4.0")) == {("EU",)}
