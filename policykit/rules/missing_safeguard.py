"""
Data that goes to a third country, and nothing says on what ground it may.

Looked for, in each clause that transfers data, and in each that discloses it to `destinations`
outside the places of the law, is one of `legal_bases` for transfers: an adequacy decision, standard
contractual clauses, binding corporate rules, a derogation, or a policy's own term under one of
them. A transfer without `destinations` may go anywhere. Not seen: whether the decision still
stands, and how to get a copy of the safeguards.

Why: what protects people at home does not go with the data; the safeguard is all there is.

Source: Regulation (EU) 2016/679, Art. 13(1)(f) and 14(1)(f), the same points of the UK GDPR: the
existence or absence of an adequacy decision, or a reference to the safeguards.

Fails::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    clauses:
      - {id: abroad, kind: transfer, recipients: [processor], destinations: [US]}
Passes::
    base: complete-notice    # all that six laws ask: tests/complete_notice.yaml
    clauses:
      - {id: abroad, kind: transfer, recipients: [processor], destinations: [US], legal_bases: [eu_us_dpf]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policykit.rules.laws import Notice, Standing, States, abroad, notices
from policykit.rules.rule import Hit, Subject, rule


@rule(
    "PK310",
    severity="warning",
    help="name the ground in `legal_bases`, such as `standard_contractual_clauses`",
    of="version",
    profiles={
        "gdpr": "Regulation (EU) 2016/679, Art. 13(1)(f)",
        "uk-gdpr": "UK GDPR, Art. 13(1)(f)",
    },
)
def missing_safeguard(subject: Subject, asked: Mapping[str, str]) -> Iterator[Hit]:
    """Each clause by itself."""
    for notice in notices(subject, asked):
        yield from notice.of_clauses(_unsafe(notice), "on what ground data goes to a third country")


def _unsafe(notice: Notice) -> States:
    def unsafe(one: Standing) -> bool:
        named = one.named("destinations")
        leaves = not notice.inside(named) if named else one.does("transfer")
        bases = one.normal.get("legal_bases", ())
        safe = any(abroad(notice, basis) for basis in bases)
        return leaves and one.does("disclosure", "transfer") and not safe

    return unsafe
