"""Wikimedia: 2014 and 2025."""

from __future__ import annotations

from tests.known_changes.told import SHIPPED, Known, Outcome, Promise

# Known of the stored texts: notice within three business days of a request's arrival becomes ten
# calendar days before disclosure; a request has to be believed valid; invalid ones are fought.
# The two times are no more and no less than one another: one promise is given up and another
# made. Where notice is not owed now (a gag order, an emergency), it became weaker. That protection,
# contractors, edits without a login and how long data is kept were in the old text too is known as
# well: they must not be reported as new or gone.
WIKIMEDIA_2014 = Known(
    folder=SHIPPED,
    policy="wikimedia/privacy",
    before="1.0.0",
    after="2.0.0",
    verdict="mixed",
    bump="major",
    outcomes=[
        Outcome(
            "newly_permitted",
            "broader",
            {"+ legal-requests": "changed"},
            "In every country, Wikimedia may now disclose personal data to public authorities or "
            "civil litigants on legal process or a duty in law or regulation, if the person has "
            "not given explicit consent and the company believes that the demand is legally "
            "valid, except to civil litigants for the purpose of marketing or the sale of data. "
            "This was already so to law enforcement or judicial authorities on legal process.",
        ),
        Outcome(
            "newly_permitted",
            "broader",
            {"+ change-of-ownership": "added"},
            "In every country, Wikimedia may now disclose personal data to business successors "
            "for any purpose (other than marketing or the sale of data), if the person has not "
            "given explicit consent and the company is merged or sold.",
        ),
        Outcome(
            "newly_permitted",
            "broader",
            {"+ protection": "changed"},
            "In every country, Wikimedia may now disclose personal data to public authorities, "
            "internet providers or other users for finding and mending faults, security or legal "
            "claims (in each case other than aiming blocks, abuse investigation or protecting "
            "rights and property), other than on legal process or a duty in law or regulation, if "
            "the person has not given explicit consent.",
        ),
        Outcome(
            "newly_permitted",
            "broader",
            {"+ researchers": "added"},
            "In every country, Wikimedia may now disclose personal data to researchers for "
            "developing products or research, if the person has not given explicit consent.",
        ),
        Outcome(
            "newly_prohibited",
            "narrower",
            {"- permission": "overridden", "+ no-sale": "added"},
            "In every country, Wikimedia now promises not to disclose personal data to third "
            "parties for marketing or the sale of data, if the person has given explicit consent. "
            "Before, it was allowed to.",
        ),
        Outcome(
            "no_longer_permitted",
            "narrower",
            {"- legal-requests": "changed"},
            "In every country, the policy no longer lets Wikimedia disclose personal data to law "
            "enforcement or judicial authorities on legal process, if the person has not given "
            "explicit consent and the company does not believe that the demand is legally valid.",
        ),
        Outcome(
            "newly_prohibited",
            "promise_made",
            {"+ no-sale": "added"},
            "In every country, Wikimedia now promises not to disclose personal data to third "
            "parties for marketing or the sale of data, if the person has not given explicit "
            "consent.",
        ),
        Outcome(
            "newly_prohibited",
            "promise_made",
            {"+ no-third-party-tracking": "added"},
            "In every country, Wikimedia now promises not to collect behavioural data, if the "
            "data goes to ad networks or analytics providers.",
        ),
    ],
    promises=[
        Promise(
            "notice_attempt",
            "when_received",
            {"level": "before", "days": 10},
            "stronger",
            {"- legal-requests": "changed", "+ legal-requests": "changed"},
            "In every country, Wikimedia now promises to try to tell the person beforehand (at "
            "least 10 days), where both versions let it disclose personal data to law enforcement "
            "or judicial authorities on legal process, if there is no imminent danger of death or "
            "serious harm, telling the person is not forbidden, the person has not given explicit "
            "consent, the company believes that the demand is legally valid and the company is "
            "able to tell the person. Before, it promised to try to tell the person when a "
            "request arrives.",
        ),
        Promise(
            "notice_attempt",
            "when_received",
            "none",
            "weaker",
            {"- legal-requests": "changed", "+ legal-requests": "changed"},
            "In every country, Wikimedia withdraws its promise to try to tell the person when a "
            "request arrives, where both versions let it disclose personal data to law "
            "enforcement or judicial authorities on legal process, if the person has not given "
            "explicit consent, the company believes that the demand is legally valid and the "
            "company is able to tell the person, except where there is no imminent danger of "
            "death or serious harm and telling the person is not forbidden.",
        ),
        Promise(
            "notice_business_days",
            3,
            None,
            "weaker",
            {"- legal-requests": "changed", "+ legal-requests": "changed"},
            "In every country, Wikimedia withdraws its promise to tell the person within 3 "
            "business days, where both versions let it disclose personal data to law enforcement "
            "or judicial authorities on legal process, if the person has not given explicit "
            "consent, the company believes that the demand is legally valid and the company is "
            "able to tell the person.",
        ),
        Promise(
            "challenge_overbroad",
            "none",
            "will",
            "stronger",
            {"- legal-requests": "changed", "+ legal-requests": "changed"},
            "In every country, Wikimedia now promises to challenge overbroad requests, where both "
            "versions let it disclose personal data to law enforcement or judicial authorities on "
            "legal process, if the person has not given explicit consent and the company believes "
            "that the demand is legally valid.",
        ),
        Promise(
            "user_notice",
            "none",
            {"level": "before", "days": 10},
            "stronger",
            {"- legal-requests": "changed", "+ legal-requests": "changed"},
            "In every country, Wikimedia now promises notice to the person beforehand (at least "
            "10 days), where both versions let it disclose personal data to law enforcement or "
            "judicial authorities on legal process, if there is no imminent danger of death or "
            "serious harm, telling the person is not forbidden, the person has not given explicit "
            "consent, the company believes that the demand is legally valid and the company is "
            "able to tell the person.",
        ),
        Promise(
            "confidentiality",
            False,
            True,
            "stronger",
            {"- service-providers": "changed", "+ service-providers": "changed"},
            "In every country, Wikimedia now promises confidentiality of the data, where both "
            "versions let it disclose personal data to processors, if the person has not given "
            "explicit consent.",
        ),
        Promise(
            "consistent_with_policy",
            False,
            True,
            "stronger",
            {"- service-providers": "changed", "+ service-providers": "changed"},
            "In every country, Wikimedia now promises that the recipient uses the data only as "
            "the policy says, where both versions let it disclose personal data to processors, if "
            "the person has not given explicit consent.",
        ),
        Promise(
            "consent_by_use",
            False,
            True,
            "weaker",
            {"+ consent-by-use": "added"},
            "In every country, Wikimedia now applies the rule that use of the sites counts as "
            "consent (clause “Consent by use”, Introduction).",
        ),
        Promise(
            "comment_period_days",
            0,
            30,
            "stronger",
            {"+ changes": "added"},
            "In every country, Wikimedia now promises 30 days for comments on a change (clause "
            "“Changes of the policy”, 5.3).",
        ),
        Promise(
            "comment_languages",
            0,
            3,
            "stronger",
            {"+ changes": "added"},
            "In every country, Wikimedia now promises to put a change up for comment in 3 "
            "languages (clause “Changes of the policy”, 5.3).",
        ),
        Promise(
            "minor_change_notice_days",
            0,
            3,
            "stronger",
            {"+ changes": "added"},
            "In every country, Wikimedia now promises 3 days of notice before a minor change "
            "(clause “Changes of the policy”, 5.3).",
        ),
        Promise(
            "notice_channel",
            None,
            "The sites and a mailing list",
            "changed",
            {"+ changes": "added"},
            "In every country, Wikimedia now states the channel of notice: “The sites and a "
            "mailing list” (clause “Changes of the policy”, 5.3).",
        ),
    ],
    statements=[],
    clauses=[
        ("personal-information", "added", "unstructured", []),
        ("no-sale", "added", "changed", []),
        ("consent-by-use", "added", "changed", []),
        ("edits-without-login", "moved", "same", ["section"]),
        ("permission", "moved", "same", ["section"]),
        ("legal-requests", "moved", "same", ["section"]),
        (
            "legal-requests",
            "changed",
            "changed",
            [
                "recipients",
                "when.instrument",
                "when.believed_valid",
                "commitments.challenge_overbroad",
                "commitments.user_notice",
                "commitments.notice_attempt",
                "commitments.notice_attempt.unless",
                "commitments.notice_attempt.when",
                "commitments.notice_business_days",
                "notes",
                "title",
                "text.en",
            ],
        ),
        ("motions-against-subpoenas", "removed", "unstructured", []),
        ("change-of-ownership", "added", "changed", []),
        ("protection", "moved", "same", ["section"]),
        ("protection", "changed", "changed", ["purposes", "notes", "text.en"]),
        ("service-providers", "moved", "same", ["section"]),
        (
            "service-providers",
            "changed",
            "changed",
            [
                "commitments.confidentiality",
                "commitments.consistent_with_policy",
                "title",
                "text.en",
            ],
        ),
        ("researchers", "added", "changed", []),
        ("release-of-data", "moved", "same", ["section"]),
        ("release-of-data", "changed", "unstructured", ["notes", "title", "text.en"]),
        ("general-retention", "moved", "same", ["section"]),
        ("general-retention", "reworded", "same", ["text.en"]),
        ("no-third-party-tracking", "added", "changed", []),
        ("changes", "added", "changed", []),
    ],
)

# Known of the stored texts: edits without a login show a temporary account and the IP address no
# more, except where there is no such account; the sentence on consent by use is gone. Nothing
# that concerns legal requests moved.
WIKIMEDIA_2025 = Known(
    folder=SHIPPED,
    policy="wikimedia/privacy",
    before="3.0.0",
    after="4.0.0",
    verdict="mixed",
    bump="major",
    outcomes=[
        Outcome(
            "newly_permitted",
            "broader",
            {"+ edits-without-login": "changed"},
            "In every country, Wikimedia may now disclose temporary account names to the "
            "public, if the person has not given explicit consent, the person edits without an "
            "account and the edit is made under a temporary account.",
        ),
        Outcome(
            "no_longer_permitted",
            "narrower",
            {"- edits-without-login": "changed"},
            "In every country, the policy no longer lets Wikimedia disclose IP addresses to the "
            "public, if the person has not given explicit consent, the person edits without an "
            "account and the edit is made under a temporary account.",
        ),
    ],
    promises=[
        Promise(
            "consent_by_use",
            True,
            False,
            "stronger",
            {"- consent-by-use": "removed"},
            "In every country, Wikimedia no longer applies the rule that use of the sites "
            "counts as consent (clause “Consent by use”, Introduction).",
        ),
    ],
    statements=[],
    clauses=[
        ("consent-by-use", "removed", "changed", []),
        ("edits-without-login", "changed", "changed", ["personal_data", "when", "text.en"]),
    ],
)
