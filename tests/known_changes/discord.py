"""Discord: March 2023, with the text that was announced and withdrawn, and September 2025."""

from __future__ import annotations

from tests.known_changes.told import SHIPPED, Known, Outcome, Promise

# Known of the outcry in March 2023: the announced text had lost what is said of calls and streams,
# that they are not stored. It permits nothing that was not permitted, so that the verdict is that
# permissions are the same.
DISCORD_ANNOUNCED = Known(
    folder=SHIPPED,
    policy="discord/privacy",
    before="2.0.0",
    after="3.0.0",
    verdict="equivalent",
    bump="major",
    outcomes=[
        Outcome(
            "no_longer_prohibited",
            "promise_dropped",
            {"- calls-not-stored": "removed"},
            "In every country, Discord withdraws its promise not to keep shared screens and "
            "streams or the content of voice and video calls.",
        ),
    ],
    promises=[
        Promise(
            "retention_max",
            "temporary",
            "as_needed",
            "changed",
            {"- stream-thumbnails": "removed", "+ general-retention": "changed"},
            "In every country, Discord now promises to keep the data only as long as it is "
            "needed, where both versions let it keep thumbnails. Before, it promised to keep the "
            "data only for a time.",
        ),
        Promise(
            "change_announced",
            True,
            False,
            "weaker",
            {"- calls-not-stored": "removed"},
            "In every country, Discord withdraws its promise of an announcement before a change "
            "(clause “Calls and streams are not stored”, Content you create).",
        ),
    ],
    statements=[],
    clauses=[
        ("calls-not-stored", "removed", "changed", []),
        ("stream-thumbnails", "removed", "changed", []),
        ("general-retention", "changed", "changed", ["unless.personal_data"]),
    ],
)

# Known of the same: the text that took effect has all of it again, as it was in 2022. It must not
# be reported as dropped, nor as new. Sellers and transcripts are new.
DISCORD_2023 = Known(
    folder=SHIPPED,
    policy="discord/privacy",
    before="2.0.0",
    after="4.0.0",
    verdict="broader",
    bump="major",
    outcomes=[
        Outcome(
            "newly_permitted",
            "broader",
            {"+ sellers": "added"},
            "In every country, Discord may now collect government IDs, bank account details and "
            "tax information, if the data is about sellers and the person sells something.",
        ),
        Outcome(
            "newly_permitted",
            "broader",
            {"+ investigation-transcripts": "added"},
            "In every country, Discord may now use user content for transcripts in investigations.",
        ),
    ],
    promises=[],
    statements=[],
    clauses=[
        ("sellers", "added", "changed", []),
        ("investigation-transcripts", "added", "changed", []),
    ],
)

# Known of the stored texts: Discord may, and no longer will, try to tell people of requests; its
# Dutch company is no longer the controller in the United Kingdom; sponsored content. Who gets
# data on which request is the same and must not be reported. Of the text of February 2026, which
# bears the same days: measurement of sponsored content, and encryption of calls.
DISCORD_2025 = Known(
    folder=SHIPPED,
    policy="discord/privacy",
    before="5.0.0",
    after="6.0.0",
    verdict="broader",
    bump="major",
    outcomes=[
        Outcome(
            "newly_permitted",
            "broader",
            {"+ sponsored-measurement": "added"},
            "In every country, Discord may now disclose personal data to analytics providers for "
            "ad measurement, if the person takes up sponsored content.",
        ),
        Outcome(
            "newly_permitted",
            "broader",
            {"+ data-from-others": "added"},
            "In every country, Discord may now collect behavioural data and demographic data, if "
            "the data comes from advertisers or data providers.",
        ),
        Outcome(
            "newly_permitted",
            "broader",
            {"+ sponsored-content": "added"},
            "In every country, Discord may now use personal data for sponsored content.",
        ),
    ],
    promises=[
        Promise(
            "notice_attempt",
            "before",
            "may",
            "weaker",
            {"- legal-requests": "changed", "+ legal-requests": "changed"},
            "In every country, Discord now states only that it may try to tell the person, "
            "where both versions let it disclose personal data to public authorities or civil "
            "litigants for any purpose (other than the sale of data, enforcing the terms or "
            "protecting rights and property), on legal process, if telling the person is not "
            "forbidden, the company believes that the law requires it and the company is able to "
            "tell the person. "
            "Before, it promised to try to tell the person beforehand.",
        ),
        Promise(
            "controller",
            "Discord Netherlands BV",
            "Discord Inc.",
            "changed",
            {"- european-controller": "changed", "+ european-controller": "changed"},
            "In the United Kingdom, Discord changes the controller from “Discord Netherlands "
            "BV” to “Discord Inc.” (clause “Controller in Europe”, Welcome).",
            "GB",
        ),
        Promise(
            "end_to_end_encryption",
            False,
            True,
            "stronger",
            {"+ calls-encrypted": "added"},
            "In every country, Discord now promises end-to-end encryption (clause “Encryption of "
            "calls”, How we protect your information).",
        ),
    ],
    statements=[],
    clauses=[
        (
            "european-controller",
            "changed",
            "changed",
            ["overlays.GB.commitments.controller", "text.en"],
        ),
        ("data-from-others", "added", "changed", []),
        ("sponsored-content", "added", "changed", []),
        ("sponsored-measurement", "added", "changed", []),
        ("legal-requests", "changed", "changed", ["commitments.notice_attempt", "text.en"]),
        ("emergencies", "moved", "same", ["section"]),
        ("emergencies", "reworded", "same", ["text.en"]),
        ("calls-encrypted", "added", "changed", []),
    ],
)
