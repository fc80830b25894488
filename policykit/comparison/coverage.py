"""How much of each policy is there, how sure it is, and how much of it a comparison understands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from policykit.comparison.clauses import structured
from policykit.library.content import codes_of
from policykit.library.policy import DRAFT, Policy, Version
from policykit.model import Clause

CONFIDENCE: Final = ("verified", "inferred", "press", "unsaid")
"""How sure a clause is, the surest first; `unsaid` where no source says it."""


class Coverage(NamedTuple):
    """
    What there is of one policy.

    `versions` counts those that have a number, `withdrawn` those of them that never took effect;
    `first` and `last` are the days (ISO 8601) on which the first and the last one start. `released`
    counts those in the lock. `clauses` are those of the last version, `structured` those of them
    whose meaning a comparison knows; the words of the others are their meaning. `sure` counts the
    clauses of all versions by how sure they are (see `CONFIDENCE`): by the surest of a clause's own
    sources, else by the least sure one of its version's. `places` are the places that differ
    anywhere, `languages` those of the texts.
    """

    policy: str
    title: str
    kind: str
    versions: int
    withdrawn: int
    released: int
    first: str | None
    last: str | None
    clauses: int
    structured: int
    sure: Mapping[str, int]
    places: tuple[str, ...]
    languages: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """As an entry of `policykit.coverage/1`."""
        return {**self._asdict(), "sure": dict(self.sure), "places": list(self.places)} | {
            "languages": list(self.languages)
        }


def coverage(policy: Policy, released: Collection[str] = ()) -> Coverage:
    """
    What there is of a policy.

    Parameters:
        policy: the policy.
        released: the numbers that its lock has.

    """
    versions = [one for one in policy.versions.values() if one.number != DRAFT]
    history = policy.history()
    last = history[-1] if history else None
    clauses = () if last is None else last.clauses
    sure = dict.fromkeys(CONFIDENCE, 0)
    for version in versions:
        for clause in version.clauses:
            sure[_confidence(version, clause)] += 1
    return Coverage(
        policy=policy.id,
        title=policy.title,
        kind=policy.header.kind,
        versions=len(versions),
        withdrawn=sum(one.withdrawn is not None for one in versions),
        released=sum(one.number in released for one in versions),
        first=history[0].start() if history else None,
        last=None if last is None else last.start(),
        clauses=len(clauses),
        structured=sum(map(_understood, clauses)),
        sure=sure,
        places=tuple(sorted({place for one in versions for place in _places(one)})),
        languages=policy.header.languages,
    )


def _understood(clause: Clause) -> bool:
    return structured(clause) or clause.kind in ("statement", "figure")


def _confidence(version: Version, clause: Clause) -> str:
    own = _levels(clause.normal.get("sources", ()))
    if own:
        return min(own, key=CONFIDENCE.index)
    # Which of its sources has the clause is not said, so that the least sure one counts.
    return max(_levels(version.data.get("sources", ())), key=CONFIDENCE.index, default="unsaid")


def _levels(sources: Iterable[Mapping[str, Any]]) -> list[str]:
    return [one["confidence"] for one in sources if "confidence" in one]


def _places(version: Version) -> Iterator[str]:
    """The places for which something differs in a version."""
    effective: Any = version.data.get("effective")
    if isinstance(effective, Mapping):
        yield from (code for code in effective if code != "default")
    yield from codes_of(version.data.get("jurisdictions"))
    for clause in version.clauses:
        if clause.kind != "figure":
            yield from codes_of(clause.normal.get("jurisdictions"))
            yield from clause.overlays
