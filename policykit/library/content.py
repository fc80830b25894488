"""What a policy.yaml and a version file say, once they are free of errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal

from policykit.document import Document
from policykit.library.reach import Reach
from policykit.model import Clause
from policykit.records import NamedTuple
from policykit.scenarios.coordinates import Side
from policykit.scenarios.space import constrained, named_places
from policykit.vocabulary import Vocabulary


class Header(NamedTuple):
    """
    What does not change between the versions of a policy: its policy.yaml.

    `reports_on` is the policy whose practice it reports; empty but for a transparency report.
    """

    id: str
    kind: str
    title: str
    publisher: str
    url: str
    languages: tuple[str, ...]
    side: Side
    document: Document
    reports_on: str = ""


class Content:
    """
    A version file that is free of errors: its data, and its clauses in normal form. Immutable.

    What every look at it asks for (which places, fields and terms its clauses name) is worked out
    when it is first asked for.
    """

    __slots__ = ("_constrained", "_places", "_reach", "clauses", "data", "document", "number")

    def __init__(
        self,
        document: Document,
        data: Mapping[str, Any],
        number: str,
        clauses: tuple[Clause, ...],
    ) -> None:
        self.document = document
        self.data = data
        self.number = number
        self.clauses = clauses
        self._places: tuple[Vocabulary, frozenset[str]] | None = None
        self._constrained: dict[Callable[[Clause], bool], frozenset[str]] = {}
        self._reach: Reach | None = None

    @property
    def jurisdictions(self) -> Any:
        """The places that the whole version is for, as its author wrote them; None: everywhere."""
        return self.data.get("jurisdictions")

    def places(self, vocabulary: Vocabulary) -> frozenset[str]:
        """Every jurisdiction that is named anywhere."""
        if self._places is None or self._places[0] is not vocabulary:
            found = all_places(self.clauses, self.jurisdictions, vocabulary.place_conditions)
            self._places = (vocabulary, frozenset(found))
        return self._places[1]

    def constrained(self, governs: Callable[[Clause], bool]) -> frozenset[str]:
        """The fields that the clauses of a sort constrain, in some overlay or without."""
        found = self._constrained.get(governs)
        if found is None:
            fields: set[str] = set()
            for clause in self.clauses:
                if governs(clause):
                    fields |= constrained(clause.normal)
                    for patch in clause.overlays.values():
                        if patch:
                            fields |= constrained(patch)
            found = self._constrained[governs] = frozenset(fields)
        return found

    @property
    def reach(self) -> Reach:
        """Which clauses name which terms."""
        if self._reach is None:
            self._reach = Reach(self.clauses)
        return self._reach


class Start(NamedTuple):
    """The day a version starts (ISO 8601), and by which of its dates that is known."""

    day: str
    known_by: Literal["effective", "published", "observed"]


def start_of(data: Mapping[str, Any], effective: Any) -> Start | None:
    """When a version starts that takes effect on a day (or None): else published, else observed."""
    if effective:
        return Start(str(effective), "effective")
    if data.get("published"):
        return Start(str(data["published"]), "published")
    return Start(str(data["observed"]), "observed") if data.get("observed") else None


def first_start(data: Mapping[str, Any]) -> Start | None:
    """When a version starts where nothing says otherwise; None if it has no date."""
    effective = data.get("effective")
    if isinstance(effective, dict):
        effective = effective.get("default", min(effective.values()))
    return start_of(data, effective)


def first_date(data: Mapping[str, Any]) -> str:
    """The day of `first_start`; empty if the version has no date."""
    found = first_start(data)
    return found.day if found is not None else ""


UNDATED: Final = "9999-12-31"
"""The day as of which groups are read for a draft without a date: after all that is known."""


def start_day(data: Mapping[str, Any]) -> str:
    """The day (ISO 8601) as of which a version's groups of places are read: its start."""
    return first_date(data) or UNDATED


def earliest_start(data: Mapping[str, Any]) -> str:
    """The first day on which a version may be in force anywhere."""
    effective = data.get("effective")
    if not isinstance(effective, dict):
        return start_day(data)
    elsewhere = data.get("published") or data.get("observed")
    days = [*effective.values()]
    if "default" not in effective and elsewhere:
        days.append(elsewhere)
    return str(min(days))


def all_places(
    clauses: Sequence[Clause], of_version: Any, place_conditions: Sequence[str]
) -> set[str]:
    """Every jurisdiction that clauses name anywhere, and those of their version."""
    fields = ("destinations", *place_conditions)
    found: set[str] = set(codes_of(of_version))
    for clause in clauses:
        normal = clause.normal
        if "jurisdictions" in normal:
            found |= set(codes_of(normal["jurisdictions"]))
        found |= named_places(normal, fields)
        for code, patch in clause.overlays.items():
            found.add(code)
            if patch is not None:
                found |= named_places(patch, fields)
    return found


def codes_of(value: Any) -> Sequence[str]:
    """The codes in a `jurisdictions` field: a list, `{except: […]}`, or nothing."""
    if isinstance(value, dict):
        value = value.get("except")
    return value if isinstance(value, list) else ()
