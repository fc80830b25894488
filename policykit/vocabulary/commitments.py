"""
Commitments: what a clause promises, and which of two values protects the person more.

Values are kept as the author wrote them; `compare` gives their order. Durations are ISO 8601; a
month is 28 to 31 days and a year 365 or 366, so that P12M is P1Y, P7D is P1W, and P12M and P365D
are incomparable.

Source: docs/semantics.md, "Commitments".
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from functools import cmp_to_key, lru_cache
from itertools import combinations
from typing import Any, Final, Literal

from policykit.document.scalars import YES_OR_NO
from policykit.records import NamedTuple
from policykit.vocabulary.currencies import currencies
from policykit.vocabulary.currencies import meant as currency_meant

Order = Literal[-1, 0, 1]
"""-1: protects less, 0: the same, 1: protects more."""

WAYS: Final[Mapping[str, tuple[str | bool, ...]]] = {
    "boolean": (True, False, "neither"),
    "duration": ("shorter", "longer", "neither"),
    "level": ("later", "neither"),
    "count": ("more", "less", "neither"),
    "money": ("more", "less", "neither"),
    "text": ("neither",),
}
"""What may protect the person, by type."""

# Nine digits are enough for any promise, and few enough to count with.
_DURATION: Final = re.compile(
    r"P(?!$)(?:(?P<years>[0-9]{1,9})Y)?(?:(?P<months>[0-9]{1,9})M)?(?:(?P<weeks>[0-9]{1,9})W)?"
    r"(?:(?P<days>[0-9]{1,9})D)?"
    r"(?:T(?!$)(?:(?P<hours>[0-9]{1,9})H)?(?:(?P<minutes>[0-9]{1,9})M)?(?:(?P<seconds>[0-9]{1,9})S)?)?"
)
_DAY: Final = 86_400
_UNLIMITED: Final = frozenset(("permanent", "unbounded", "never"))
"""Words that stand for no limit at all: longer than every duration and every other word."""


class Commitment(NamedTuple):
    """
    A kind of promise.

    `protects` says which way is better for the person: `shorter`, `longer`, `more`, `less`,
    `later` (in `levels`), True or False (of a boolean), or `neither`. `absent` is what it means
    that a clause does not state it. `combine`: `alternative` takes the weakest among the clauses
    that allow a scenario, `limit` the tightest that covers it, `clause` compares by clause id.
    `says` is what a sentence promises for a value (`*`: for any other), `instead` how a value
    reads after another one. At a level in `without_duty` the company says that it may do something,
    and promises nothing; `says` is then what follows "it may".
    """

    id: str
    title: str
    phrase: str
    type: Literal["boolean", "duration", "level", "count", "money", "text"]
    protects: str | bool
    absent: Any
    combine: Literal["alternative", "limit", "clause"]
    words: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    days: Mapping[str, str] = {}
    unit: str = ""
    description: str = ""
    says: Mapping[str, str] = {}
    instead: str = ""
    without_duty: tuple[str, ...] = ()


def commitment(name: str, entry: Mapping[str, Any]) -> Commitment:
    """A commitment from its entry in `commitments.yaml` or in a policy's own vocabulary."""
    title = entry.get("title", name)
    default: Any = False if entry["type"] == "boolean" else None
    return Commitment(
        id=name,
        title=title,
        phrase=entry.get("phrase", title[:1].lower() + title[1:]),
        type=entry["type"],
        protects=entry.get("protects", "neither"),
        absent=entry.get("absent", default),
        combine=entry.get("combine", "clause"),
        words=tuple(entry.get("words", ())),
        levels=tuple(entry.get("levels", ())),
        days=entry.get("days", {}),
        unit=entry.get("unit", ""),
        description=entry.get("description", ""),
        says=entry.get("says", {}),
        instead=entry.get("instead", ""),
        without_duty=tuple(entry.get("without_duty", ())),
    )


def problem(kind: Commitment, value: Any) -> str:
    """Why the commitment cannot take the value; empty if it can."""
    match kind.type:
        case "boolean":
            return "" if isinstance(value, bool) else "takes true or false"
        case "duration":
            if isinstance(value, str) and (value in kind.words or duration(value) is not None):
                return ""
            words = f", or {_listed(kind.words)}" if kind.words else ""
            return f"takes an ISO 8601 duration such as P30D or P1Y{words}"
        case "level":
            level, days = _level(value)
            if level not in kind.levels:
                return f"takes one of {_listed(kind.levels)}"
            if days is not None and level not in kind.days:
                return f"takes days only with {_listed(tuple(kind.days))}"
            return "" if days is None or _whole(days) else "takes a whole number of days"
        case "count":
            return "" if _whole(value) else f"takes a whole number of {kind.unit or 'things'}"
        case "money":
            if not isinstance(value, Mapping) or set(value) != {"amount", "currency"}:
                return "takes {amount: …, currency: …}"
            if not _whole(value["amount"]):
                return "takes a whole number as its amount"
            if value["currency"] in currencies():
                return ""
            return f"names '{value['currency']}', which is no currency of ISO 4217"
        case "text":
            return "" if isinstance(value, str) and value else "takes a text"


def mend(kind: Commitment, value: Any) -> str:
    """How to mend a value that the commitment cannot take."""
    if kind.type == "money" and isinstance(value, Mapping):
        code = value.get("currency")
        if isinstance(code, str) and code not in currencies():
            return currency_meant(code)
    if said := meant(kind, value):
        return f"did you mean {said}?"
    return kind.description


def meant(kind: Commitment, value: Any) -> str:
    """What a value that the commitment cannot take says in its form; empty if that is not clear."""
    if not isinstance(value, str):
        return ""
    if kind.type == "boolean":
        return YES_OR_NO.get(value.lower(), "")
    if kind.type == "duration":
        if duration(value.upper()) is not None:
            return value.upper()
        said = re.fullmatch(_SAID, value.strip().lower())
        if said is not None:
            number = "1" if said["number"] in ("a", "an", "one") else said["number"]
            time = "T" if said["unit"] in ("hour", "minute", "second") else ""
            return f"P{time}{number}{said['unit'][0].upper()}"
    if kind.type == "count" and (counted := re.fullmatch(_COUNTED, value.strip().lower())):
        return counted[1] if counted[2] in ("", kind.unit, f"{kind.unit}s") else ""
    if kind.type == "level":
        word = value.strip().lower().replace(" ", "_").replace("-", "_")
        return word if word in kind.levels else ""
    return ""


_COUNTED: Final = r"([0-9]{1,9}) ?([a-z ]*)"
_SAID: Final = (
    r"(?P<number>[0-9]{1,9}|an?|one)[ -]*(?P<unit>second|minute|hour|day|week|month|year)s?"
)


def _whole(value: Any) -> bool:
    """
    Whether it is a whole number that was written as one.

    To JSON Schema 1.0 and 1e16 are whole as well; here they are a slip of the pen, or more than
    a decimal number holds exactly.
    """
    return type(value) is int and value >= 0


def compare(kind: Commitment, one: Any, other: Any) -> Order | None:
    """
    How `one` protects the person beside `other`; None if they are incomparable.

    Either may be `kind.absent`.
    """
    if same(kind, one, other):
        return 0
    if kind.protects == "neither" or one is None or other is None:
        return _against_absence(kind, one, other)
    match kind.type:
        case "boolean":
            return 1 if one is kind.protects else -1
        case "duration":
            longer = _longer(kind, one, other)
            if longer is None:
                return None
            return longer if kind.protects == "longer" else _reverse(longer)
        case "level":
            return _compare_levels(kind, one, other)
        case "count":
            more: Order = 1 if one > other else -1
            return more if kind.protects == "more" else _reverse(more)
        case "money":
            if one["currency"] != other["currency"]:
                return None
            more = 1 if one["amount"] > other["amount"] else -1
            return more if kind.protects == "more" else _reverse(more)
        case "text":
            return None


def same(kind: Commitment, one: Any, other: Any) -> bool:
    """Whether two values mean the same: P12M is P1Y."""
    if kind.type == "duration" and isinstance(one, str) and isinstance(other, str):
        if one in _UNLIMITED and other in _UNLIMITED:
            return True
        measured = duration(one)
        if measured is not None:
            return measured == duration(other)
    if kind.type == "level":
        return _level(one) == _level(other)
    return type(one) is type(other) and bool(one == other)


def promises_nothing(kind: Commitment, value: Any) -> bool:
    """Whether the company only says that it may do something, in every case that the value has."""
    if isinstance(value, list):
        return bool(value) and all(promises_nothing(kind, one) for one in value)
    if isinstance(value, Mapping):
        return "value" in value and promises_nothing(kind, value["value"])
    return value in kind.without_duty


def canonical(kind: Commitment, value: Any) -> Any:
    """A hashable stand-in: equal for values that mean the same."""
    if kind.type == "duration" and isinstance(value, str):
        if value in _UNLIMITED:
            return "unlimited"
        return duration(value) or value
    if kind.type == "level":
        return _level(value)
    if isinstance(value, Mapping):
        return tuple(sorted(value.items()))
    return (type(value).__name__, value)


def ranked(kind: Commitment, values: Mapping[Hashable, Any]) -> Mapping[Hashable, int] | None:
    """
    The place of each value from the weakest up, by its canonical form.

    None if some two cannot be compared.
    """
    if any(compare(kind, a, b) is None for a, b in combinations(values.values(), 2)):
        return None
    by_strength = cmp_to_key(lambda a, b: compare(kind, values[a], values[b]) or 0)
    return {name: place for place, name in enumerate(sorted(values, key=by_strength))}


def weakest(kind: Commitment, values: Iterable[Any]) -> tuple[Any, ...]:
    """The values that none of the others is weaker than: usually one, more if incomparable."""
    return _extreme(kind, values, -1)


def strongest(kind: Commitment, values: Iterable[Any]) -> tuple[Any, ...]:
    """The values that none of the others is stronger than: usually one, more if incomparable."""
    return _extreme(kind, values, 1)


def _extreme(kind: Commitment, values: Iterable[Any], way: Order) -> tuple[Any, ...]:
    distinct: list[Any] = []
    for value in values:
        if not any(same(kind, value, other) for other in distinct):
            distinct.append(value)
    kept = [
        value
        for value in distinct
        if not any(compare(kind, other, value) == way for other in distinct)
    ]
    return tuple(sorted(kept, key=repr))


def compare_guarantees(
    kind: Commitment, before: tuple[Any, ...], after: tuple[Any, ...]
) -> Literal["weaker", "stronger", "changed"] | None:
    """
    How a guarantee moved; None if it did not.

    A guarantee is a set of values none of which is comparable with another. With `alternative`
    any of them may be what a person gets; with `limit` all of them hold.
    """
    if len(before) == len(after) and all(any(same(kind, a, b) for b in after) for a in before):
        return None
    if kind.combine == "limit":
        not_weaker = all(_some(kind, after, a, (0, 1)) for a in before)
        not_stronger = all(_some(kind, before, b, (0, 1)) for b in after)
    else:
        not_weaker = all(_some(kind, before, b, (0, -1)) for b in after)
        not_stronger = all(_some(kind, after, a, (0, -1)) for a in before)
    if not_weaker:
        return "stronger"
    return "weaker" if not_stronger else "changed"


def _some(kind: Commitment, values: tuple[Any, ...], beside: Any, orders: tuple[int, ...]) -> bool:
    return any(compare(kind, value, beside) in orders for value in values)


@lru_cache(maxsize=256)
def duration(text: str) -> tuple[int, int] | None:
    """An ISO 8601 duration as (months, seconds); None if it is none."""
    parts = parts_of_duration(text)
    if parts is None:
        return None
    part = {f"{unit}s": number for unit, number in parts}
    months = part["years"] * 12 + part["months"]
    days = part["weeks"] * 7 + part["days"]
    return months, days * _DAY + part["hours"] * 3600 + part["minutes"] * 60 + part["seconds"]


def parts_of_duration(text: str) -> list[tuple[str, int]] | None:
    """An ISO 8601 duration as (unit, number), years first; None if it is none."""
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    found = match.groupdict().items()
    return [(unit.removesuffix("s"), int(digits) if digits else 0) for unit, digits in found]


def _longer(kind: Commitment, one: str, other: str) -> Order | None:
    if one in _UNLIMITED or other in _UNLIMITED:
        return 1 if one in _UNLIMITED else -1
    left, right = duration(one), duration(other)
    if left is None or right is None:
        return None
    # What both have in common counts the same days, whichever months they are.
    months, seconds = left[0] - right[0], left[1] - right[1]
    least, most = _days_of(abs(months))
    low, high = (least, most) if months >= 0 else (-most, -least)
    if low * _DAY + seconds > 0:
        return 1
    return -1 if high * _DAY + seconds < 0 else None


def _days_of(months: int) -> tuple[int, int]:
    years, rest = divmod(months, 12)
    return years * 365 + rest * 28, years * 366 + rest * 31


def _level(value: Any) -> tuple[Any, int | None]:
    if isinstance(value, Mapping):
        level, days = value.get("level"), value.get("days")
        # Notice "before" with no days is notice before; "after 0 days" is at once.
        return level, None if level == "before" and days == 0 else days
    return value, None


def _compare_levels(kind: Commitment, one: Any, other: Any) -> Order:
    (level, days), (other_level, other_days) = _level(one), _level(other)
    if level != other_level:
        return 1 if kind.levels.index(level) > kind.levels.index(other_level) else -1
    # "Before" without a number of days promises none; "after" without one sets no limit.
    fewer = kind.days.get(level) == "fewer"
    if days is None or other_days is None:
        return 1 if days is not None else -1
    more: Order = 1 if days > other_days else -1
    return _reverse(more) if fewer else more


def _against_absence(kind: Commitment, one: Any, other: Any) -> Order | None:
    if kind.protects == "neither":
        return None
    if one is None:
        return -1
    return 1 if other is None else None


def _reverse(order: Order) -> Order:
    return 1 if order == -1 else -1


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(words[:-1]) + (" or " if len(words) > 1 else "") + words[-1] if words else ""
