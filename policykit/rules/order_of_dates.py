"""
Dates of one version that contradict each other.

Why: a text takes effect, is seen and is withdrawn after it was published. A version that is in
force before anybody could read it is either mistyped, or something to say aloud in `notes`.

Source: docs/format.md, "published", "effective", "observed", "withdrawn".

Fails::
    versions:
      - {version: 1.0.0, published: 2025-02-01, effective: 2025-01-01, clauses: [{id: intro, kind: general, text: Who we are.}]}
Passes::
    versions:
      - {version: 1.0.0, published: 2025-01-01, effective: 2025-02-01, clauses: [{id: intro, kind: general, text: Who we are.}]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policykit.rules.rule import Hit, Path, Subject, rule

_WORDS = {
    "effective": "took effect",
    "observed": "was first observed",
    "withdrawn": "was withdrawn",
}


@rule("PK221", severity="warning", help="mend one of the two dates", of="version")
def order_of_dates(subject: Subject) -> Iterator[Hit]:
    """Nothing comes before the publication."""
    published = subject.data.get("published")
    if not published:
        return
    for path, day in _days(subject.data):
        if day < published:
            what = _WORDS[str(path[0])]
            message = f"the version {what} on {day}, before it was published on {published}"
            yield Hit(path, message, particulars=(str(path[-1]),))


def _days(data: Mapping[str, object]) -> Iterator[tuple[Path, str]]:
    for field in _WORDS:
        value = data.get(field)
        if isinstance(value, Mapping):
            for code, day in value.items():
                yield (field, code), str(day)
        elif value:
            yield (field,), str(value)
