"""
Data that is sold or shared for advertising, and nothing says that people may opt out.

Looked for, where a clause discloses data for `data_sale` or `targeted_advertising` or a narrower
purpose, is the right `opt_out_of_sale`; where such a clause names data that the act calls sensitive
(a government identifier, the precise location, the content of messages, biometric or health data,
religious belief), the right `limit_sensitive_use` besides. Not seen: the links that the act asks
for, a sale by another name, and sensitive data that no term or only a combination stands for. What
the act asked before 1 January 2023 is not.

Why: the right to stop a sale has to be described in the policy itself.

Source: Cal. Civ. Code §§ 1798.120(b), 1798.121(a) and 1798.135(c)(2); "sensitive personal information":
§ 1798.140(ae).

Fails::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    without: [no-sale, opt-out]
    clauses:
      - {id: sale, kind: disclosure, personal_data: [email_address], recipients: [data_broker], purposes: [data_sale]}
Passes::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    without: [no-sale]
    clauses:
      - {id: sale, kind: disclosure, personal_data: [precise_location], recipients: [data_broker], purposes: [data_sale]}
      - {id: opt-out, kind: right, rights: [opt_out_of_sale, limit_sensitive_use]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from policykit.rules.laws import CPRA, Notice, Standing, States, notices
from policykit.rules.rule import Hit, Subject, rule

SALE: Final = ("data_sale", "targeted_advertising")
SENSITIVE: Final = (
    "government_id",
    "precise_location",
    "message_content",
    "biometric_data",
    "health_data",
    "religious_belief",
)


@rule(
    "PK314",
    severity="warning",
    help="add `opt_out_of_sale`, or `limit_sensitive_use`, to a clause of kind `right`",
    of="version",
    profiles={
        "ccpa": "Cal. Civ. Code §§ 1798.120(b), 1798.121(a), 1798.135(c)(2)",
    },
)
def missing_opt_out(subject: Subject, asked: Mapping[str, str]) -> Iterator[Hit]:
    """Each clause that sells or shares."""
    for notice in notices(subject, asked, CPRA):
        for right, what, data in (
            ("opt_out_of_sale", "the right to opt out of the sale and sharing of data", ()),
            ("limit_sensitive_use", "the right to limit the use of sensitive data", SENSITIVE),
        ):
            yield from notice.of_clauses(
                _selling(notice, data),
                what,
                right,
                within=notice.without(notice.grants(right)),
                field="purposes",
            )


def _selling(notice: Notice, data: tuple[str, ...]) -> States:
    """Clauses that sell or share some data; any data if none is given."""

    def sells(one: Standing) -> bool:
        terms = one.named("personal_data")
        return (
            one.does("disclosure")
            and any(notice.covers("purposes", SALE, term) for term in one.named("purposes"))
            and (not data or any(notice.covers("personal_data", data, term) for term in terms))
        )

    return sells
