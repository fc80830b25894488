"""Wikimedia: 2014 and 2025."""

from __future__ import annotations

from tests.known_changes.told import SHIPPED, Known, Outcome, Promise

# Known of the stored texts: notice within three business days of a request's arrival becomes ten
# calendar days before disclosure; a request has to be believed valid; invalid ones are fought.
# The two times are no more and no less than one another: one promise is given up and another
# made. Where notice is not owed now (a gag order, an emergency) and where the person has
# consented, it became weaker. The rest is what the new text has that the old one, as far as it is
# known, had not.
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
            {
                "+ permission": "changed",
                "+ legal-requests": "changed",
                "+ change-of-ownership": "added",
            },
            "In every country, Wikimedia may now disclose personal data (other than server log "
            "data) to anyone, if the person has given explicit consent, except to third parties "
            "for the purpose of marketing or the sale of data. This was already so for "
            "CheckUser data to law enforcement or courts on an enforceable request or a "
            "subpoena.",
        ),
        Outcome(
            "newly_permitted",
            "broader",
            {"+ legal-requests": "changed", "+ change-of-ownership": "added"},
            "In every country, Wikimedia may now disclose personal data to public authorities "
            "or third parties on a judicial order, a subpoena, an administrative order or a "
            "duty in law or regulation, if the person has not given explicit consent and the "
            "company believes that the demand is legally valid, except to third parties for the "
            "purpose of marketing or the sale of data. This was already so for server log data "
            "or CheckUser data to law enforcement or courts on a subpoena.",
        ),
        Outcome(
            "newly_permitted",
            "broader",
            {"+ legal-requests": "changed", "+ change-of-ownership": "added"},
            "In every country, Wikimedia may now disclose personal data to business successors "
            "for any purpose (other than marketing or the sale of data), if the person has not "
            "given explicit consent and the company is merged or sold.",
        ),
        Outcome(
            "newly_prohibited",
            "narrower",
            {"- permission": "changed", "+ no-sale": "added"},
            "In every country, Wikimedia now promises not to disclose server log data to third "
            "parties for marketing or the sale of data, if the person has given explicit "
            "consent. Before, it was allowed to.",
        ),
        Outcome(
            "no_longer_permitted",
            "narrower",
            {"- legal-requests": "changed"},
            "In every country, the policy no longer lets Wikimedia disclose server log data or "
            "CheckUser data to law enforcement or courts on an enforceable request or a "
            "subpoena, if the person has not given explicit consent, except on a subpoena where "
            "the company believes that the demand is legally valid.",
        ),
        Outcome(
            "newly_prohibited",
            "promise_made",
            {"+ no-sale": "added"},
            "In every country, Wikimedia now promises not to disclose personal data to third "
            "parties for marketing or the sale of data, except for server log data where the "
            "person has given explicit consent.",
        ),
        Outcome(
            "newly_permitted",
            "broader",
            {"+ general-retention": "added"},
            "In every country, Wikimedia may now keep personal data.",
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
            "least 10 days), where both versions let it disclose server log data and CheckUser "
            "data to law enforcement or courts on a subpoena, if there is no imminent danger of "
            "death or serious harm, telling the person is not forbidden, the person has not "
            "given explicit consent, the company believes that the demand is legally valid and "
            "the company is able to tell the person. Before, it promised to try to tell the "
            "person when a request arrives.",
        ),
        Promise(
            "notice_attempt",
            "when_received",
            "none",
            "weaker",
            {
                "- legal-requests": "changed",
                "+ permission": "changed",
                "+ legal-requests": "changed",
            },
            "In every country, Wikimedia withdraws its promise to try to tell the person when a "
            "request arrives, where both versions let it disclose CheckUser data to law "
            "enforcement or courts on an enforceable request or a subpoena, if the person has "
            "given explicit consent and the company is able to tell the person.",
        ),
        Promise(
            "notice_attempt",
            "when_received",
            "none",
            "weaker",
            {"- legal-requests": "changed", "+ legal-requests": "changed"},
            "In every country, Wikimedia withdraws its promise to try to tell the person when a "
            "request arrives, where both versions let it disclose server log data and CheckUser "
            "data to law enforcement or courts on a subpoena, if the person has not given "
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
            "business days, where both versions let it disclose server log data and CheckUser "
            "data to law enforcement or courts on a subpoena, if the person has not given "
            "explicit consent, the company believes that the demand is legally valid and the "
            "company is able to tell the person.",
        ),
        Promise(
            "notice_business_days",
            3,
            None,
            "weaker",
            {
                "- legal-requests": "changed",
                "+ permission": "changed",
                "+ legal-requests": "changed",
            },
            "In every country, Wikimedia withdraws its promise to tell the person within 3 "
            "business days, where both versions let it disclose CheckUser data to law "
            "enforcement or courts on an enforceable request or a subpoena, if the person has "
            "given explicit consent and the company is able to tell the person.",
        ),
        Promise(
            "challenge_overbroad",
            "none",
            "will",
            "stronger",
            {"- legal-requests": "changed", "+ legal-requests": "changed"},
            "In every country, Wikimedia now promises to challenge overbroad requests, where "
            "both versions let it disclose server log data and CheckUser data to law "
            "enforcement or courts on a subpoena, if the person has not given explicit consent "
            "and the company believes that the demand is legally valid.",
        ),
        Promise(
            "user_notice",
            "none",
            {"level": "before", "days": 10},
            "stronger",
            {"- legal-requests": "changed", "+ legal-requests": "changed"},
            "In every country, Wikimedia now promises notice to the person beforehand (at least "
            "10 days), where both versions let it disclose server log data and CheckUser data "
            "to law enforcement or courts on a subpoena, if there is no imminent danger of "
            "death or serious harm, telling the person is not forbidden, the person has not "
            "given explicit consent, the company believes that the demand is legally valid and "
            "the company is able to tell the person.",
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
        ("release-of-data", "removed", "unstructured", []),
        ("no-sale", "added", "changed", []),
        ("consent-by-use", "added", "changed", []),
        ("permission", "moved", "same", ["section"]),
        ("permission", "changed", "changed", ["personal_data", "text.en"]),
        ("legal-requests", "moved", "same", ["section"]),
        (
            "legal-requests",
            "changed",
            "changed",
            [
                "personal_data",
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
        ("change-of-ownership", "added", "changed", []),
        ("general-retention", "added", "changed", []),
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
