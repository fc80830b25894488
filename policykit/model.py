"""
The words of the format: kinds, operations, selectors, outcomes, directions; and a clause.

Nothing here reads, checks or compares. The names are those of the document format.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal

from policykit.records import NamedTuple

Outcome = Literal["prohibited", "required", "permitted", "unstated"]
Verdict = Literal["equivalent", "broader", "narrower", "mixed", "undecided"]
Bump = Literal["major", "minor", "patch"]

OPERATIONS: Final = ("collection", "use", "disclosure", "transfer", "retention")
"""The processing kinds of a clause; each names an operation."""

OTHER_KINDS: Final = (
    "right",
    "notice",
    "eligibility",
    "conduct",
    "enforcement",
    "dispute",
    "liability",
    "security",
    "change",
    "statement",
    "figure",
    "general",
)
KINDS: Final = OPERATIONS + OTHER_KINDS

REPORT: Final = "transparency_report"
"""The kind of a document that says what was done, as opposed to what may be."""

SELECTORS: Final = ("personal_data", "data_subjects", "recipients", "purposes", "destinations")
"""Fields of a clause that say whose data goes where; a field left out does not constrain."""

SINGULAR: Final[Mapping[str, str]] = {
    "operation": "operation",
    "rights": "right",
    "personal_data": "personal_data",
    "data_subjects": "data_subject",
    "recipients": "recipient",
    "purposes": "purpose",
    "destinations": "destination",
}
"""What a field is called in a witness and a question; a condition keeps its name."""

PERMISSION: Final[Mapping[str, int]] = {
    "prohibited": 0,
    "unstated": 0,
    "permitted": 1,
    "required": 2,
}
"""The level of an outcome on the axis of permission."""

UNPATCHABLE: Final = ("id", "kind", "jurisdictions", "overlays", "renamed_from")
"""Fields of a clause that no overlay may change."""

PROSE: Final = ("title", "text")
"""Fields that carry words for people and no meaning for the comparison."""

PLACEMENT: Final = ("section",)
"""Fields that say where in the document a clause stands."""

RECORDS: Final = ("sources", "notes", "renamed_from")
"""Fields that record where a clause comes from."""


class NoSuchDay(ValueError):
    """A text that is no day of the calendar in the form YYYY-MM-DD."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"there is no day '{self.text}'; write YYYY-MM-DD"


def civil_day(text: str) -> str:
    """
    The text, if it is a day: YYYY-MM-DD, one that the calendar has.

    Raises:
        NoSuchDay: it is none.

    """
    try:
        sound = date.fromisoformat(text).isoformat() == text
    except (TypeError, ValueError):
        sound = False
    if not sound:
        raise NoSuchDay(str(text))
    return text


class Clause(NamedTuple):
    """
    A clause in its normal form.

    In the normal form a plain commitment is `{value: …}`, a `when` map is a list of one, and a
    text is a map by language. `normal` holds every field but `id`, `kind` and `overlays`;
    `overlays` maps jurisdictions to patches (None: the clause does not apply there), in the
    order of the document. `place` is the clause's place in its version, from 0.
    """

    id: str
    kind: str
    place: int
    normal: Mapping[str, Any]
    overlays: Mapping[str, Mapping[str, Any] | None]

    @property
    def title(self) -> str:
        """The clause's heading; empty if it has none."""
        return str(self.normal.get("title", ""))

    @property
    def section(self) -> str:
        """The number the publisher gives it; empty if it has none."""
        return str(self.normal.get("section", ""))

    def text(self, language: str) -> str:
        """The words in one language (BCP 47); empty if there are none."""
        return str(self.normal.get("text", {}).get(language, ""))

    @property
    def renamed_from(self) -> tuple[str, ...]:
        """Ids that the clause had in earlier versions."""
        return tuple(self.normal.get("renamed_from", ()))

    def __hash__(self) -> int:
        return hash((self.id, self.kind, self.place))


class Cover(NamedTuple):
    """A set of terms: the union of `terms` less the union of `except_`; `*` is everything."""

    terms: tuple[str | bool, ...]
    except_: tuple[str | bool, ...] = ()

    def as_json(self) -> dict[str, object]:
        """`{"terms": […], "except": […]}`; `except` is left out where it is empty."""
        shown: dict[str, object] = {"terms": list(self.terms)}
        if self.except_:
            shown["except"] = list(self.except_)
        return shown


EVERYWHERE: Final = Cover(("*",))

ENGLISH: Final = "en"
"""The language of all output that names no other."""


def normal_form(data: Mapping[str, Any], language: str) -> dict[str, Any]:
    """
    The normal form of a clause's fields, or of a patch to them; `language` is that of a bare text.

    The result shares what it does not change with `data`.
    """
    normal = dict(data)
    if isinstance(normal.get("text"), str):
        normal["text"] = {language: normal["text"]}
    if isinstance(normal.get("when"), dict):
        normal["when"] = [normal["when"]]
    if isinstance(normal.get("unless"), dict):
        normal["unless"] = [normal["unless"]]
    commitments = normal.get("commitments")
    if isinstance(commitments, dict):
        normal["commitments"] = {name: _case(value) for name, value in commitments.items()}
    return normal


def _case(value: Any) -> Any:
    if value is None or isinstance(value, list):
        return value
    if isinstance(value, dict) and ("value" in value or "when" in value or "unless" in value):
        return value
    return {"value": value}
