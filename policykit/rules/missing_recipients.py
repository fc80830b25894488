"""
A disclosure that does not say to whom; or a policy that says neither who receives data nor that
nobody does.

Looked for is `recipients` of each clause that discloses, in the clause or in every case of its
`when`. Without such a clause, any other rule that permits something and names recipients will do,
or a prohibition to disclose anything to anyone. The Regulation asks for recipients "if any", Swiss
law "if applicable": a policy that keeps silent may have none, so the finding says what is not
stated and no more. California speaks of third parties alone; service providers are not told apart
here. Not seen: recipients that only the text names.

Why: who receives data decides what may become of it; a field left out means anyone.

Source: Regulation (EU) 2016/679, Art. 13(1)(e) and 14(1)(e), the same points of the UK GDPR; Lei
13.709/2018, Art. 9, V (shared use and its purpose); Cal. Civ. Code § 1798.110(c)(4), to be disclosed
as § 1798.130(a)(5)(B) says; SR 235.1, Art. 19(2)(c).

Fails::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    clauses:
      - {id: hosting, kind: disclosure, personal_data: [name, email_address, usage_data], purposes: [infrastructure], legal_bases: [legitimate_interest]}
Passes::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    without: [hosting, abroad]
    clauses:
      - {id: nobody, kind: disclosure, effect: prohibited}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policykit.model import OPERATIONS
from policykit.rules.laws import Standing, notices
from policykit.rules.rule import Hit, Subject, rule


@rule(
    "PK303",
    severity="warning",
    help="name them in `recipients`; that there are none is a `disclosure` that is `prohibited`",
    of="version",
    profiles={
        "gdpr": "Regulation (EU) 2016/679, Art. 13(1)(e)",
        "uk-gdpr": "UK GDPR, Art. 13(1)(e)",
        "lgpd": "Lei 13.709/2018, Art. 9, V",
        "ccpa": "Cal. Civ. Code §§ 1798.110(c)(4), 1798.130(a)(5)(B)",
        "nfadp": "Federal Act on Data Protection (SR 235.1), Art. 19(2)(c)",
    },
)
def missing_recipients(subject: Subject, asked: Mapping[str, str]) -> Iterator[Hit]:
    """Clauses that disclose each by itself; silence once."""
    for notice in notices(subject, asked):
        silent = notice.without(_speaks)
        yield from notice.of_version(silent, "who receives data, or that nobody does")
        yield from notice.of_clauses(
            lambda one: one.does("disclosure") and not one.named("recipients"),
            "who receives data",
        )


def _speaks(one: Standing) -> bool:
    if one.prohibits:
        limited = one.named("recipients") or one.named("purposes") or one.named("personal_data")
        return one.speaks_of("disclosure") and not limited
    return one.does("disclosure") or (one.does(*OPERATIONS) and bool(one.named("recipients")))
