"""
A policy that says neither that data is sold nor that it is not.

Looked for is a rule that names the purpose `data_sale`, or a narrower one, whatever its effect; or a
prohibition to disclose data, to anyone or to third parties, for any purpose. Not seen: a
`statement` that data was not sold, which has words alone, and the categories sold in the last
twelve months.

Why: a business that did not sell data has to disclose that fact, too.

Source: Cal. Civ. Code § 1798.115(c)(1), to be disclosed as § 1798.130(a)(5)(C)(i) says.

Fails::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    without: [no-sale]
Passes::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    clauses:
      - {id: no-sale, kind: disclosure, effect: prohibited, purposes: [data_sale]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policykit.model import OPERATIONS
from policykit.rules.laws import Notice, Standing, States, notices
from policykit.rules.rule import Hit, Subject, rule


@rule(
    "PK313",
    severity="warning",
    help="name the purpose `data_sale` in a clause; that there is none is a `disclosure` that is `prohibited`",
    of="version",
    profiles={
        "ccpa": "Cal. Civ. Code §§ 1798.115(c)(1), 1798.130(a)(5)(C)(i)",
    },
)
def missing_sale(subject: Subject, asked: Mapping[str, str]) -> Iterator[Hit]:
    """Once."""
    for notice in notices(subject, asked):
        yield from notice.of_version(notice.without(_speaking(notice)), "whether data is sold")


def _speaking(notice: Notice) -> States:
    def speaks(one: Standing) -> bool:
        purposes = one.named("purposes")
        if any(notice.covers("purposes", ("data_sale",), purpose) for purpose in purposes):
            return one.speaks_of(*OPERATIONS)
        recipients = one.named("recipients")
        everyone = not recipients or notice.covers("recipients", recipients, "third_party")
        return one.prohibits and one.speaks_of("disclosure") and not purposes and everyone

    return speaks
