"""
Rights that the law asks a notice to name, and no clause of kind `right` grants.

Each law has its own list, and the finding names what is missing of it. A broader right of the
vocabulary grants the narrower ones; conditions of a right are not weighed. The right to withdraw
consent is asked here where the law names it always (Brazil, India), else by PK309; the right to
complain by PK308, those about sale by PK313 and PK314. Not seen: Art. 18, I and VIII of the
Brazilian law (confirmation, and what follows from refusing consent), which no term stands for, and
the manner in which a right is used, which the Indian act asks for. The Swiss act lists no rights
that a notice has to name, and has no part in this rule.

Why: a right that nobody hears of is not used.

Source: Regulation (EU) 2016/679, Art. 13(2)(b) and 14(2)(c), Art. 13(2)(b) of the UK GDPR; Lei
13.709/2018, Art. 9, VII, "with explicit mention" of those in Art. 18; Cal. Civ. Code §
1798.130(a)(5)(A), which names §§ 1798.100, .105, .106 (since 1 January 2023), .110, .115 and .125;
Digital Personal Data Protection Act 2023, s. 5(1)(ii), which names ss. 6(4) and 13.

Fails::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    without: [your-rights]
Passes::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    clauses:
      - {id: your-rights, kind: right, rights: [access, rectification, erasure, restriction, objection, portability]}
      - {id: more-rights, kind: right, rights: [know_recipients, non_discrimination, grievance]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from policykit.rules.laws import CPRA, listed, notices
from policykit.rules.rule import Hit, Subject, rule

_OF_THE_GDPR: Final = dict.fromkeys(
    ("access", "rectification", "erasure", "restriction", "objection", "portability"), ""
)
RIGHTS: Final[Mapping[str, Mapping[str, str]]] = {
    "gdpr": _OF_THE_GDPR,
    "uk-gdpr": _OF_THE_GDPR,
    "lgpd": {
        "access": "Art. 18, II",
        "rectification": "Art. 18, III",
        "erasure": "Art. 18, IV and VI",
        "portability": "Art. 18, V",
        "know_recipients": "Art. 18, VII",
        "withdraw_consent": "Art. 18, IX",
        "objection": "Art. 18, § 2",
    },
    "ccpa": {
        "access": "§§ 1798.100, 1798.110",
        "erasure": "§ 1798.105",
        "rectification": "§ 1798.106",
        "know_recipients": "§ 1798.115",
        "non_discrimination": "§ 1798.125",
    },
    "dpdp": {"withdraw_consent": "s. 6(4)", "grievance": "s. 13"},
}
"""The rights each law asks a notice to name, with the place of each."""


@rule(
    "PK305",
    severity="warning",
    help="add them to a clause of kind `right`",
    of="version",
    profiles={
        "gdpr": "Regulation (EU) 2016/679, Art. 13(2)(b)",
        "uk-gdpr": "UK GDPR, Art. 13(2)(b)",
        "lgpd": "Lei 13.709/2018, Art. 9, VII",
        "ccpa": "Cal. Civ. Code § 1798.130(a)(5)(A)",
        "dpdp": "Digital Personal Data Protection Act 2023, s. 5(1)(ii)",
    },
)
def missing_rights(subject: Subject, asked: Mapping[str, str]) -> Iterator[Hit]:
    """Once for all rights that are missing in the same places."""
    terms = subject.vocabulary.lists["rights"]
    for notice in notices(subject, asked):
        places = RIGHTS[notice.law.profile]
        found: dict[int, list[str]] = {}
        for right in places:
            if right == "rectification" and subject.day < CPRA.get(notice.law.profile, ""):
                continue
            lacking = notice.without(notice.grants(right))
            found.setdefault(lacking, []).append(right)
        for lacking, rights in found.items():
            named = [
                terms[right].phrase + (f" ({places[right]})" if places[right] else "")
                for right in rights
            ]
            yield from notice.of_version(lacking, f"the right {listed(named, 'or')}", *rights)
