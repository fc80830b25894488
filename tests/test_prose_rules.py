"""What a text says and the fields do not: durations, places, kinds of data."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from policykit.library.reading import read_version
from policykit.rules import lint
from tests.writing import content, header

KEEP = {
    "id": "keep",
    "kind": "retention",
    "personal_data": ["ip_address"],
    "commitments": {"retention_max": "P1Y"},
}


def codes(text: str, **more: Any) -> set[str]:
    of = header()
    source = json.dumps(content([{**KEEP, "text": text, **more}]), ensure_ascii=False)
    found, findings = read_version(source, "1.0.0.yaml", of, "1.0.0")
    assert found is not None, findings
    return {one.code for one in lint(of, [found]) if one.code.startswith("PK23")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IP addresses are kept for 12 months.", set()),
        ("IP addresses are kept for one year.", set()),
        ("IP addresses are kept for a year.", set()),
        ("IP addresses are kept for 18 months.", {"PK230"}),
        ("IP addresses are kept for thirty days.", {"PK230"}),
        ("IP addresses are kept for P1Y.", set()),
        ("For people who are 16 years old.", set()),
        ("People under 13 may not use it.", set()),
        ("Nothing is said here.", set()),
        ("IP addresses are kept in India.", {"PK231"}),
        ("IP addresses are kept in Indiana Jones films.", set()),
        ("IP addresses are kept outside the European Economic Area.", set()),
        ("IP addresses are kept in the European Economic Area.", {"PK231"}),
        ("IP addresses are kept by Jordan.", set()),
        ("IP addresses are kept in Jordan.", {"PK231"}),
        ("IP addresses are kept by the Bank of Ireland.", set()),
        ("German law applies.", set()),
        ("IP addresses and phone numbers are kept.", {"PK232"}),
        ("An IP address is kept.", set()),
        ("Names are kept.", set()),
    ],
)
def test_a_text_against_its_fields(text: str, expected: set[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "promised", "expected"),
    [
        ("We tell you within 3 business days.", {"notice_business_days": 3}, set()),
        ("We tell you within three working days.", {"notice_business_days": 3}, set()),
        ("We tell you within 3 days.", {"notice_business_days": 3}, {"PK230"}),
        ("We answer within 10 working days.", {"response_within": "P10D"}, {"PK230"}),
        ("We answer within 10 calendar days.", {"response_within": "P10D"}, set()),
        ("We answer within a fortnight.", {"response_within": "P14D"}, set()),
        ("We answer within two fortnights.", {"response_within": "P4W"}, set()),
        ("We keep it for half a year.", {"retention_max": "P6M"}, set()),
        ("We keep it for half a decade.", {"retention_max": "P5Y"}, set()),
        ("We keep it for a decade.", {"retention_max": "P10Y"}, set()),
        ("We keep it for 24h.", {"retention_max": "P1D"}, set()),
        ("We keep it for 6 mos.", {"retention_max": "P6M"}, set()),
        ("We keep it for 2 wks.", {"retention_max": "P14D"}, set()),
        ("We keep it for half an hour.", {"retention_max": "PT30M"}, set()),
    ],
)
def test_a_duration_is_stated_in_its_own_measure(
    text: str, promised: dict[str, Any], expected: set[str]
) -> None:
    assert codes(text, commitments=promised) == expected


@pytest.mark.parametrize("sign", ["\u200c", "\u200d", "\u200e", "\u034f", "\ufe0f", "\U000e0148"])
def test_signs_that_show_nothing_hide_no_words(sign: str) -> None:
    for text, code in (
        ("IP addresses are kept for 18 months.", "PK230"),
        ("IP addresses are kept in Jordan.", "PK231"),
        ("IP addresses and phone numbers are kept.", "PK232"),
    ):
        for place in range(1, len(text)):
            assert codes(text[:place] + sign + text[place:]) == {code}, place


def test_email_is_e_mail_to_some() -> None:
    text = "We also read your e-mail addresses."
    assert codes(text) == {"PK232"}
    assert codes(text, personal_data=["email_address"]) == set()


def test_what_the_fields_say_is_no_finding() -> None:
    assert codes("Kept in Germany.", destinations=["EEA"]) == set()
    assert codes("Kept in Germany.", jurisdictions=["DE"]) == set()
    assert codes("Kept in the UK.", jurisdictions=["GB"]) == set()
    assert codes("Kept in the US.", jurisdictions=["US-CA"]) == set()
    assert codes("Kept in Germany.", overlays={"DE": {"effect": "required"}}) == set()
    assert codes("We keep phone numbers.", personal_data=["contact_data"]) == set()
    assert codes("Kept for 30 days.", commitments={"retention_max": "P30D"}) == set()


def test_words_alone_and_other_languages_are_not_read() -> None:
    clause = {"id": "intro", "kind": "general", "text": "Kept in India for 18 months."}
    found, _ = read_version(json.dumps(content([clause])), "1.0.0.yaml", header(), "1.0.0")
    assert found is not None
    assert lint(header(), [found]) == []


def test_what_a_prohibition_leaves_out_is_asked_for() -> None:
    text = "No phone numbers and no IP addresses."
    assert codes(text, effect="permitted") == set()
    assert codes(text, effect="prohibited") == {"PK232"}


def test_a_place_where_a_prohibition_holds_is_asked_for() -> None:
    text = "We do not store IP addresses in China."
    assert codes(text, effect="permitted") == set()
    assert codes(text, effect="prohibited") == {"PK231"}


def test_what_other_tools_misread_is_quoted() -> None:
    of = header()
    text = (
        "format: 1\npolicy: acme/privacy\nversion: 1.0.0\npublished: 2025-01-01\nclauses:\n"
        "  - id: keep\n    kind: retention\n    personal_data: [ip_address]\n"
        "    jurisdictions: [NO, SE]\n"
    )
    found, _ = read_version(text, "1.0.0.yaml", of, "1.0.0")
    assert found is not None
    (one,) = lint(of, [found])
    assert (one.code, one.severity, one.line) == ("PK233", "info", 9)
    (edit,) = one.edits
    assert text[: edit.start] + edit.text + text[edit.end :] == text.replace("NO", '"NO"')


@pytest.mark.parametrize(
    ("language", "text", "hits"),
    [
        ("en", "You must be 16 years old", 0),
        ("en", "children under 13 years", 0),
        ("en", "kept for a year", 1),
        ("en", "twice a year", 0),
        ("en", "in the past 12 months", 0),
        ("en", "24 hours a day, 7 days a week", 0),
        ("en", "thirty (30) days", 1),
        ("en", "one hundred and eighty days", 1),
        ("en", "for a year and a half", 0),
        ("en", "1.5 years", 0),
        ("en", "In 2024 days were counted", 0),
        ("en", "$5 a month", 0),
        ("en", "one day we may stop", 0),
        ("en", "within one day", 1),
        ("en", "a two second factor", 0),
        ("en", "for a second time", 0),
        ("en", "within 72 hours", 1),
        ("en", "P12M", 1),
        ("en", "PDF P2P PT", 0),
        ("en", "5 business days", 1),
        ("en", "within a fortnight", 1),
        ("en", "for two fortnights", 1),
        ("en", "for half a year", 1),
        ("en", "within half an hour", 1),
        ("en", "half a year ago", 0),
        ("en", "one and a half years", 0),
        ("en", "for a decade", 1),
        ("en", "kept for 2 wks", 1),
        ("en", "kept for 6 mos.", 1),
        ("en", "kept for 24h", 1),
        ("en", "kept for 24 h.", 1),
        ("en", "kept for 45 secs", 1),
        ("en", "kept for 30 sec", 1),
        ("en", "section 3, hours apart", 0),
        ("en", "3 most recent, 4 homes, 5 sections", 0),
        ("en", "within 10-business-day windows", 1),
        ("de", "für ein halbes Jahr", 1),
        ("de", "binnen 10 Werktagen", 1),
        ("en", "8 years ago", 0),
        ("en", "16-year-olds", 0),
        ("en", "ninety-day period", 1),
        ("en", "1,000 days", 1),
        ("en", "12-month", 1),
        ("en", "30 days' notice", 1),
        ("en", "two and a half years", 0),
        ("en", "Bank of Ireland", 0),
        ("en", "people in Northern Ireland", 1),
        ("en", "Indiana", 1),
        ("en", "in Indiana and Ireland", 2),
        ("en", "Jordan may read it", 0),
        ("en", "kept in Jordan", 1),
        ("en", "kept in Niger, Nigeria and Chad", 3),
        ("en", "Michael Jordan", 0),
        ("en", "New Jersey", 1),
        ("en", "Acme Germany GmbH", 0),
        ("en", "EU-US framework", 0),
        ("en", "Residents of California may ask", 1),
        ("en", "Government of India", 0),
        ("en", "guinea pigs in Papua New Guinea", 1),
        ("en", "turkey", 0),
        ("en", "Northern Ireland's courts", 1),
        ("en", "in Germany. Telegram keeps it", 1),
        ("en", "European Union's rules", 1),
        ("en", "the Republic of Ireland", 1),
        ("en", "phone numbers", 1),
        ("en", "Phone number", 1),
        ("en", "names, files and media", 0),
        ("en", "phone, number", 0),
        ("en", "recovery IP\naddresses", 1),
        ("en", "contact data", 0),
        ("en", "personal data", 0),
        ("en", "18 years or older", 0),
        ("en", "persons of 16 years and above", 0),
        ("en", "aged between 13 and 16 years", 0),
        ("en", "kept for a year and a day", 0),
        ("en", "for 1 1/2 years", 0),
        ("en", "once a day we sync", 0),
        ("en", "nine out of ten days", 0),
        ("en", "at least three years of imprisonment", 0),
        ("en", "five years' imprisonment", 0),
        ("en", "24-hour support", 0),
        ("en", "within 2 hrs", 1),
        ("en", "kept for 1 yr", 1),
        ("en", "from 30 to 90 days", 1),
        ("en", "within one month, extended by two further months", 2),
        ("en", "retention period: 24 months", 1),
        ("en", "stored in the US", 1),
        ("en", "stored in the U.S. and the U.K.", 2),
        ("en", "in the United States (U.S.)", 1),
        ("en", "U.S.-based servers", 1),
        ("en", "US law enforcement", 1),
        ("en", "costs 5 US dollars", 0),
        ("en", "tell us", 0),
        ("en", "BY WRITING TO US.", 0),
        ("en", "CONTACT US AT ANY TIME", 0),
        ("en", "UK GDPR", 0),
        ("en", "the U.S. Department of Commerce", 0),
        ("en", "a Delaware corporation", 0),
        ("en", "outside of the European Union and Switzerland", 0),
        ("en", "outside the EEA, Switzerland or the UK, and in India", 1),
        ("en", "users in Great Britain", 1),
        ("en", "Czech Republic and Republic of Korea", 2),
        ("en", "in Turkey", 1),
        ("en", "turkey sandwiches", 0),
        ("en", "Turkey sandwich", 0),
        ("en", "of Guinea pigs and Brazil nuts", 0),
        ("en", "Turkey requires it", 1),
        ("en", "Write to 1 Market Street, San Francisco, California 94105", 0),
        ("en", "Write to San Francisco, California 94105, United States.", 0),
        ("en", "Acme, Hauptstraße 1, 10115 Berlin, Germany", 0),
        ("en", "Acme, Dublin 2, Ireland", 0),
        ("en", "Acme, London SW1A 1AA, United Kingdom", 0),
        ("en", "kept in Dublin, Ireland", 1),
        ("en", "kept in San Francisco, United States", 1),
        ("en", "Acme Ltd, 5 Baker Street, London, United Kingdom", 0),
        ("en", "Write to Hauptstraße 12a, Berlin, Germany.", 0),
        ("en", "kept by 5 partners, Berlin, Germany", 1),
        ("en", "kept in 2019, Munich, Germany", 1),
        ("en", "complain to the Data Protection Commission, Ireland", 0),
        ("en", "Acme Ltd, Ireland", 0),
        ("en", "We do not operate in China.", 0),
        ("en", "We never share your data with anyone in China.", 0),
        ("en", "We do not sell data, and keep it in China.", 1),
        ("en", "We do not keep data only in China.", 1),
        ("en", "We do not encrypt data in China.", 1),
        ("en", "Not in China, but we operate in India.", 2),
        ("en", "We do not operate in China. Data is kept in China.", 1),
        ("en", "Lebanon bologna", 0),
        ("en", "In 2019, Ireland was added", 1),
        ("en", "on 1 March 2019, Ireland was added", 1),
        ("en", "kept in California 2019 and after", 1),
        ("en", "Courts of Ireland", 0),
        ("en", "before the courts of England and Wales", 0),
        ("en", "under the laws of the United States", 0),
        ("en", "the laws of Ireland apply to data kept in India", 1),
        ("en", "the authorities of Ireland", 1),
        ("en", "Europe is large", 0),
        ("en", "your health data", 1),
        ("en", "telephone numbers", 0),
        ("en", "email addresses, not phone numbers", 0),
        ("en", "email addresses, but not your phone numbers, IP addresses or postal addresses", 0),
        ("en", "no phone numbers, but IP addresses", 1),
        ("en", "not only phone numbers", 1),
        ("en", "We do not share phone numbers", 1),
        ("en", "email addresses without the IP address", 0),
        ("en", "We share email addresses and never phone numbers.", 0),
        ("en", "We share email addresses but never your phone number or IP address.", 0),
        ("en", "We never share phone numbers.", 1),
        ("en", "email addresses other than phone numbers", 0),
        ("en", "email addresses rather than phone numbers", 0),
        ("en", "email addresses instead of phone numbers", 0),
        ("en", "data other than phone numbers and IP addresses", 0),
        ("en", "all data except for your phone number", 0),
        ("en", "more than phone numbers", 1),
        ("en", "We share no data other than phone numbers.", 1),
        ("en", "nothing except phone numbers", 1),
        ("en", "We share nothing. All is kept except phone numbers.", 0),
        ("de", "18 Jahre oder älter", 0),
        ("de", "fünf Jahre Freiheitsstrafe", 0),
        ("de", "zwölf Monate", 1),
        ("de", "für ein Jahr", 1),
        ("de", "30-tägige Frist", 1),
        ("de", "16 Jahre alt", 0),
        ("de", "in den letzten 12 Monaten", 0),
        ("de", "eines Tages", 0),
        ("de", "vierundzwanzig Stunden", 1),
        ("de", "vor 2 Jahren", 0),
        ("de", "innerhalb eines Monats", 1),
    ],
)
def test_a_text_says_what_its_clause_does_not(language: str, text: str, hits: int) -> None:
    clause = {"id": "c", "kind": "retention", "personal_data": ["email_address"], "text": text}
    of = header(languages=[language])
    found, findings = read_version(json.dumps(content([clause])), "1.0.0.yaml", of, "1.0.0")
    assert found is not None, findings
    assert sum(one.code.startswith("PK23") for one in lint(of, [found])) == hits


@pytest.mark.parametrize("text", ["Ireland " * 20_000, "in France. " + "by Jordan . " * 10_000])
def test_the_places_of_a_long_text_are_found_in_time_that_grows_with_it(text: str) -> None:
    started = time.perf_counter()
    codes(text)
    assert time.perf_counter() - started < 3  # 0.1 s; looking far back at each name took 5 s
