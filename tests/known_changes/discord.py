"""Discord: March 2023, with the text that was announced and withdrawn, and September 2025."""

from __future__ import annotations

from tests.known_changes.told import SHIPPED, Known, Outcome, Promise

# Known of the outcry in March 2023: the announced text had lost the promise not to store calls.
# It permits nothing that was not permitted, so that the verdict is that permissions are the same.
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
            "In every country, Discord withdraws its promise not to keep the content of voice "
            "and video calls.",
        ),
    ],
    promises=[
        Promise(
            "change_announced",
            True,
            False,
            "weaker",
            {"- calls-not-stored": "removed"},
            "In every country, Discord withdraws its promise of an announcement before a change "
            "(clause “Calls are not stored”, Content you create).",
        ),
    ],
    statements=[],
    clauses=[
        ("calls-not-stored", "removed", "changed", []),
    ],
)

# Known of the same: the text that took effect has the promise again, and for streams as well. It
# must not be reported as dropped. Transcripts, sellers and thumbnails are new.
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
            "In every country, Discord may now disclose government IDs and bank account details "
            "to payment providers for any purpose (other than the sale of data, enforcing the "
            "terms or protecting rights and property), if the data is about sellers and the "
            "person sells something. This was already so in these cases: (1) to Stripe or "
            "PayPal for the purpose of payment processing; (2) on an emergency request where "
            "the company believes in good faith that it must or may do so.",
        ),
        Outcome(
            "newly_permitted",
            "broader",
            {"+ stream-thumbnails": "added"},
            "In every country, Discord may now keep thumbnails.",
        ),
        Outcome(
            "newly_permitted",
            "broader",
            {"+ investigation-transcripts": "added"},
            "In every country, Discord may now use reported content for transcripts in "
            "investigations.",
        ),
        Outcome(
            "newly_prohibited",
            "promise_made",
            {"+ calls-not-stored": "changed"},
            "In every country, Discord now promises not to keep shared screens and streams.",
        ),
    ],
    promises=[],
    statements=[],
    clauses=[
        ("calls-not-stored", "changed", "changed", ["personal_data", "title", "text.en"]),
        ("stream-thumbnails", "added", "changed", []),
        ("sellers", "added", "changed", []),
        ("investigation-transcripts", "added", "changed", []),
    ],
)

# Known of the stored texts: Discord may, and no longer will, try to tell people of requests; its
# Dutch company is no longer the controller in the United Kingdom; sponsored content. Who gets
# data on which request is the same and must not be reported.
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
            {"+ data-from-others": "added", "+ sponsored-content": "added"},
            "In every country, Discord may now collect or use demographic data for sponsored "
            "content, if the data comes from data providers.",
        ),
        Outcome(
            "newly_permitted",
            "broader",
            {"+ data-from-others": "added", "+ sponsored-content": "added"},
            "In every country, Discord may now collect or use data on clicks on advertisements "
            "for sponsored content, if the data comes from advertisers.",
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
            "where both versions let it disclose personal data to public authorities for any "
            "purpose (other than the sale of data, enforcing the terms or protecting rights and "
            "property), on legal process, if telling the person is not forbidden, the company "
            "believes that the law requires it and the company is able to tell the person. "
            "Before, it promised to try to tell the person beforehand.",
        ),
        Promise(
            "controller",
            "Discord Netherlands BV",
            "Discord Inc.",
            "changed",
            {"- european-controller": "changed", "+ european-controller": "changed"},
            "In the United Kingdom, Discord changes the controller from “Discord Netherlands "
            "BV” to “Discord Inc.” (clause “Controller in Europe”, intro).",
            "GB",
        ),
    ],
    statements=[],
    clauses=[
        ("european-controller", "moved", "same", ["section"]),
        ("european-controller", "changed", "changed", ["overlays.GB", "notes", "text.en"]),
        ("data-from-others", "added", "changed", []),
        ("sponsored-content", "added", "changed", []),
        ("legal-requests", "changed", "changed", ["commitments.notice_attempt", "text.en"]),
        ("transfer-grounds", "added", "unstructured", []),
    ],
)
