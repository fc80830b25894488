"""Telegram: September 2024. What else is known of it is in tests/corpus/test_telegram.py."""

from __future__ import annotations

from tests.known_changes.told import SHIPPED, Known, Outcome, Promise

# Said by Telegram's own list of changes and by its founder: any suspect whose conduct violates
# the terms instead of terror suspects, orders of judicial authorities instead of courts, a legal
# review, a report every three months instead of six, "never disclosed" gone (in Germany it had gone
# before). The data and the recipients are the same, and nothing beside 8.3 moved.
TELEGRAM_2024 = Known(
    folder=SHIPPED,
    policy="telegram/privacy",
    before="10.0.0",
    after="11.0.0",
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
            "Outside Germany, Telegram no longer states: Up to now Telegram has never disclosed "
            "data on such an order (8.3).",
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
