"""
A clause that collects, uses or discloses data and names no purpose.

Looked for is `purposes`, in the clause or in every case of its `when`. Where no clause collects,
uses or discloses anything, the version itself is reported. California asks for the purpose of
collection, use and sale, not of every disclosure: there clauses that disclose are left out. Not
seen: whether the purpose is specific enough, and one that only the text names.

Why: a field left out is no limit: without a purpose the clause allows every purpose.

Source: Regulation (EU) 2016/679, Art. 13(1)(c) and 14(1)(c), the same points of the UK GDPR; Lei
13.709/2018, Art. 9, I and V; Cal. Civ. Code §§ 1798.100(a)(1) (until 2023: (b)) and
1798.110(c)(3); Digital Personal Data Protection Act 2023, s. 5(1)(i); SR 235.1, Art. 19(2)(b).

Fails::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    clauses:
      - {id: sign-up, kind: collection, personal_data: [name, email_address], legal_bases: [contract]}
Passes::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    clauses:
      - {id: sign-up, kind: collection, personal_data: [name, email_address], purposes: [service_provision], legal_bases: [contract]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policykit.rules.laws import HANDLING, notices
from policykit.rules.rule import Hit, Subject, rule


@rule(
    "PK302",
    severity="warning",
    help="say what for in `purposes`",
    of="version",
    profiles={
        "gdpr": "Regulation (EU) 2016/679, Art. 13(1)(c)",
        "uk-gdpr": "UK GDPR, Art. 13(1)(c)",
        "lgpd": "Lei 13.709/2018, Art. 9, I",
        "ccpa": "Cal. Civ. Code §§ 1798.100(a)(1), 1798.110(c)(3)",
        "dpdp": "Digital Personal Data Protection Act 2023, s. 5(1)(i)",
        "nfadp": "Federal Act on Data Protection (SR 235.1), Art. 19(2)(b)",
    },
)
def missing_purpose(subject: Subject, asked: Mapping[str, str]) -> Iterator[Hit]:
    """Each clause by itself."""
    for notice in notices(subject, asked):
        what = "for what purpose data is handled"
        operations = ("collection", "use") if notice.law.profile == "ccpa" else HANDLING
        yield from notice.of_each(operations, lambda one: bool(one.named("purposes")), what)
