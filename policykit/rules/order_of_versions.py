"""
A version that starts before one with a lower number.

Why: in force is what started last, so the higher number would be replaced by the lower one.

Source: docs/format.md, "version"; semver.org, 2.0.0, section 11.

Fails::
    versions:
      - {version: 1.0.0, published: 2025-02-01, clauses: [{id: intro, kind: general, text: Who we are.}]}
      - {version: 1.1.0, published: 2025-01-01, clauses: [{id: intro, kind: general, text: We.}]}
Passes::
    versions:
      - {version: 1.0.0, published: 2025-01-01, clauses: [{id: intro, kind: general, text: Who we are.}]}
      - {version: 1.1.0, published: 2025-02-01, clauses: [{id: intro, kind: general, text: We.}]}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policykit.library.content import first_date
from policykit.rules.rule import Checked, Hit, Subject, rule


@rule(
    "PK220",
    severity="error",
    help="mend the date, or give the version a number that fits",
    of="policy",
)
def order_of_versions(subjects: Sequence[Subject]) -> Iterator[Checked]:
    """Withdrawn versions never took effect, and a draft has no number yet."""
    last: Subject | None = None
    for subject in subjects:
        start = first_date(subject.data)
        if subject.data.get("withdrawn") or not start or subject.number == "draft":
            continue
        if last is not None and start < first_date(last.data):
            message = (
                f"{subject.number} starts on {start}, before {last.number}, "
                f"which starts on {first_date(last.data)}"
            )
            yield subject, Hit(("version",), message, particulars=(last.number,))
        else:
            last = subject
