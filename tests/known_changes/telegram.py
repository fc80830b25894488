"""Telegram: August 2018 and September 2024."""

from __future__ import annotations

from tests.known_changes.told import OLDER, SHIPPED, Known, Outcome, Promise

# Said by the press on 28 and 29 August 2018: instead of never sharing anything, phone numbers and
# IP addresses go to authorities on a court order over terrorism, with a report every six months.
# The report is new like the permission, so that no guarantee moved. What is said of secret chats
# only has another number, and the promise on them must not be reported.
TELEGRAM_2018 = Known(
    folder=OLDER,
    policy="telegram/privacy",
    before="1.0.0",
    after="2.0.0",
    verdict="broader",
    bump="major",
    outcomes=[
        Outcome(
            "newly_permitted",
            "broader",
            {"- never-shared": "removed", "+ law-enforcement": "added"},
            "In every country, Telegram may now disclose phone numbers and IP addresses to "
            "public authorities on a court order, if the offence is terrorism and the person is "
            "a confirmed suspect. Before, it promised not to.",
        ),
        Outcome(
            "no_longer_prohibited",
            "promise_dropped",
            {"- never-shared": "removed"},
            "In every country, Telegram withdraws its promise not to disclose any data to "
            "public authorities or third parties, except for phone numbers or IP addresses to "
            "public authorities on a court order where the offence is terrorism and the person "
            "is a confirmed suspect.",
        ),
    ],
    promises=[],
    statements=[
        (
            "zero-bytes",
            "withdrawn",
            "In every country, Telegram no longer states: Not one byte of user data has gone to "
            "third parties or governments so far (1).",
        ),
        (
            "never-disclosed",
            "made",
            "In every country, Telegram now states: Up to now Telegram has never disclosed data "
            "on such an order (8.3).",
        ),
    ],
    clauses=[
        ("never-shared", "removed", "changed", []),
        ("zero-bytes", "removed", "changed", []),
        ("law-enforcement", "added", "changed", []),
        ("never-disclosed", "added", "changed", []),
        ("secret-chats", "moved", "same", ["section"]),
    ],
)

# Said by Telegram's own list of changes and by its founder: any suspect whose conduct violates
# the terms instead of terror suspects, orders of judicial authorities instead of courts, a legal
# review, a report every three months instead of six, "never disclosed" gone. The data and the
# recipients are the same, and nothing beside 8.3 moved.
TELEGRAM_2024 = Known(
    folder=SHIPPED,
    policy="telegram/privacy",
    before="1.0.0",
    after="2.0.0",
    verdict="mixed",
    bump="major",
    outcomes=[
        Outcome(
            "newly_permitted",
            "broader",
            {"+ law-enforcement": "changed"},
            "In every country, Telegram may now disclose phone numbers and IP addresses to "
            "public authorities on a judicial order, if the offence is a crime, the person is a "
            "confirmed suspect and the conduct violates the terms. This is new in each of these "
            "cases: (1) on a judicial order (other than a court order); (2) where the offence is "
            "a crime other than terrorism.",
        ),
        Outcome(
            "no_longer_permitted",
            "narrower",
            {"- law-enforcement": "changed"},
            "In every country, the policy no longer lets Telegram disclose phone numbers or IP "
            "addresses to public authorities on a court order, if the offence is terrorism, the "
            "person is a confirmed suspect and the conduct does not violate the terms.",
        ),
    ],
    promises=[
        Promise(
            "transparency_report_every",
            "P6M",
            "P3M",
            "stronger",
            {"- law-enforcement": "changed", "+ law-enforcement": "changed"},
            "In every country, Telegram now promises a transparency report every 3 months "
            "instead of every 6 months, where both versions let it disclose phone numbers and "
            "IP addresses to public authorities on a court order, if the offence is terrorism, "
            "the person is a confirmed suspect and the conduct violates the terms.",
        ),
        Promise(
            "legal_review",
            False,
            True,
            "stronger",
            {"- law-enforcement": "changed", "+ law-enforcement": "changed"},
            "In every country, Telegram now promises a legal review of each request, where both "
            "versions let it disclose phone numbers and IP addresses to public authorities on a "
            "court order, if the offence is terrorism, the person is a confirmed suspect and "
            "the conduct violates the terms.",
        ),
    ],
    statements=[
        (
            "never-disclosed",
            "withdrawn",
            "In every country, Telegram no longer states: Up to now Telegram has never "
            "disclosed data on such an order (8.3).",
        ),
    ],
    clauses=[
        (
            "law-enforcement",
            "changed",
            "changed",
            [
                "when.instrument",
                "when.offence",
                "when.violates_terms",
                "commitments.legal_review",
                "commitments.transparency_report_every",
                "sources",
                "text.en",
            ],
        ),
        ("never-disclosed", "removed", "changed", []),
    ],
)
