"""Random small worlds: their maps and their words. Plain data; the seed decides all."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import prod
from typing import Any, Final

Clause = dict[str, Any]

OPERATIONS: Final = ("collection", "use", "disclosure", "transfer", "retention")
SELECTORS: Final = ("personal_data", "data_subjects", "recipients", "purposes", "destinations")
TREES: Final = ("personal_data", "data_subjects", "recipients", "purposes")
MOST_SCENARIOS: Final = 12_000

COUNTRIES: Final = ("BR", "DE", "FR", "GB", "NO", "US")
PARTS: Final = {"US": {"US-CA": {}, "US-NY": {}}, "FR": {"FR-IDF": {"FR-75C": {}}, "FR-BRE": {}}}
"""Subdivisions that documents name, by what they lie in; all others are the rest of it."""

DAYS: Final = ("2019-06-01", "2020-01-31", "2020-02-01", "2021-06-01", "2022-01-01")


@dataclass(frozen=True, eq=False)
class Kind:
    """A commitment: its type, what protects, what absence means, how several combine."""

    type: str
    protects: Any
    absent: Any
    combine: str
    pool: tuple[Any, ...]
    words: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    days: tuple[tuple[str, str], ...] = ()


_PERIODS: Final = ("P7D", "P1W", "P30D", "P1M", "P90D", "P12M", "P1Y", "P365D", "P2Y")
_SUMS: Final = tuple(
    {"amount": amount, "currency": currency} for amount in (5, 9) for currency in ("EUR", "USD")
)
_NOTICE: Final = (
    "may",
    "after",
    "before",
    {"level": "before", "days": 10},
    {"level": "before", "days": 3},
    {"level": "after", "days": 5},
    {"level": "after", "days": 9},
)
KINDS: Final[dict[str, Kind]] = {
    "review": Kind("boolean", True, False, "alternative", (True, True, False)),
    "notice": Kind(
        "level",
        "later",
        "none",
        "alternative",
        _NOTICE,
        levels=("none", "may", "after", "before"),
        days=(("after", "fewer"), ("before", "more")),
    ),
    "report": Kind(
        "duration", "shorter", "never", "alternative", (*_PERIODS, "never"), words=("never",)
    ),
    "kept": Kind(
        "duration",
        "shorter",
        "permanent",
        "limit",
        (*_PERIODS, "as_needed", "permanent"),
        words=("as_needed", "permanent"),
    ),
    "copies": Kind("count", "less", None, "limit", (1, 2, 3)),
    "checks": Kind("count", "more", None, "alternative", (1, 2, 3)),
    "bond": Kind("money", "more", None, "alternative", _SUMS),
    "standard": Kind("text", "neither", None, "alternative", ("ISO", "NIST")),
    "tracked": Kind("boolean", "neither", False, "alternative", (True, False)),
    "warning": Kind("count", "more", 0, "clause", (0, 10, 30)),
    "cap": Kind("money", "more", None, "clause", _SUMS),
    "law": Kind("text", "neither", None, "clause", ("Delaware", "Texas")),
    "arbitration": Kind("boolean", False, False, "clause", (True, False)),
}


@dataclass
class Words:
    """What one version's words mean: terms by list as (broader, members), and the rest."""

    lists: dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]]
    conditions: dict[str, str]
    commitments: dict[str, Kind]
    groups: dict[str, list[tuple[str, str | None, str | None]]]
    aliases: dict[str, dict[str, str]] = field(default_factory=dict)
    impossible: list[dict[str, tuple[tuple[Any, ...], tuple[Any, ...]]]] = field(
        default_factory=list
    )


@dataclass
class World:
    """A map, and the words of two versions (often the same)."""

    countries: tuple[str, ...]
    parts: dict[str, Any]
    selectors: tuple[str, ...]
    words: tuple[Words, Words]


@dataclass
class Text:
    """A version: what stands in its file but for number and policy."""

    clauses: list[Clause]
    frame: dict[str, Any]


@dataclass
class Case:
    """Two versions in a world, and how they are compared."""

    world: World
    texts: tuple[Text, Text]
    on: str | None
    jurisdiction: str | None


class Dice:
    """Chance."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def chance(self, odds: float) -> bool:
        return self.random.random() < odds

    def one(self, pool: Sequence[Any]) -> Any:
        return self.random.choice(pool)

    def some(self, pool: Sequence[Any], most: int = 2) -> list[Any]:
        return self.random.sample(pool, self.random.randint(1, min(most, len(pool))))


# Worlds


def world(dice: Dice) -> World:
    """A world of its own."""
    countries = tuple(sorted(dice.random.sample(COUNTRIES, dice.random.randint(3, 5))))
    parts = {one: PARTS[one] for one in countries if one in PARTS and dice.chance(0.45)}
    while True:
        selectors = tuple(dice.random.sample(SELECTORS, dice.random.choice((1, 2, 2, 3))))
        before = _words(dice, countries, parts, selectors)
        after = before if dice.chance(0.55) else _evolved(dice, before, countries, selectors)
        if dice.chance(0.3):
            before, after = after, before
        made = World(countries, parts, selectors, (before, after))
        if _size(made) <= MOST_SCENARIOS:
            return made


def _words(
    dice: Dice, countries: tuple[str, ...], parts: dict[str, Any], selectors: tuple[str, ...]
) -> Words:
    lists = {
        name: _tree(dice, name[0], dice.random.randint(3, 5) if name in selectors else 1)
        for name in (*TREES, "rights", "legal_bases")
    }
    lists["legal_bases"] = {"contract": ((), ()), "duty": ((), ())}
    conditions: dict[str, str] = {}
    shapes = ["boolean", "tree", "boolean", "jurisdictions", "tree"]
    for number in range(dice.random.choice((1, 2, 2))):
        shape = dice.one(shapes)
        name = f"{shape[:4]}_{number}"
        conditions[name] = shape
        if shape == "tree":
            lists[name] = _tree(dice, f"x{number}", dice.random.randint(2, 4))
    aliases = {
        name: {f"old_{term}": term for term in dice.some(list(terms))}
        for name, terms in lists.items()
        if name in (*selectors, *conditions, "rights") and dice.chance(0.2)
    }
    names = dice.random.sample(list(KINDS), dice.random.randint(2, 4))
    words = Words(lists, conditions, {name: KINDS[name] for name in names}, {}, aliases)
    for number in range(dice.random.randint(1, 2)):
        words.groups[f"G{number}"] = _group(dice, countries, parts, tuple(words.groups))
    for _ in range(dice.random.choice((0, 0, 1, 1, 2))):
        _rule_out(dice, words, selectors)
    return words


def _tree(dice: Dice, stem: str, size: int) -> dict[str, Any]:
    terms: dict[str, Any] = {}
    for number in range(size):
        above = list(terms)
        broader = dice.some(above, 1 + dice.chance(0.25)) if above and dice.chance(0.7) else []
        terms[f"{stem}{number}"] = (tuple(broader), ())
    if size > 2 and dice.chance(0.25):
        terms[f"{stem}_all"] = ((), tuple(dice.some(list(terms), 3)))
    return terms


def _group(
    dice: Dice, countries: tuple[str, ...], parts: dict[str, Any], groups: tuple[str, ...]
) -> list[tuple[str, str | None, str | None]]:
    pool = [*countries, *(part for one in parts.values() for part in one)]
    found: list[tuple[str, str | None, str | None]] = []
    for member in dice.some(pool, 4):
        from_ = "2020-02-01" if dice.chance(0.2) else None
        until = "2020-01-31" if dice.chance(0.2) and from_ is None else None
        found.append((member, from_, until))
    if groups and dice.chance(0.2):
        found.append((dice.one(groups), None, None))
    return found


def _rule_out(dice: Dice, words: Words, selectors: tuple[str, ...]) -> None:
    """
    Declare a combination of two coordinates impossible.

    Combinations that share a coordinate can together rule out more than each does.
    """
    fields = [name for name, shape in words.conditions.items() if shape != "jurisdictions"]
    fields += [name for name in selectors if name in TREES]
    if len(fields) < 2:
        return
    found: dict[str, Any] = {}
    for name in dice.random.sample(fields, 2):
        if words.conditions.get(name) == "boolean":
            found[name] = ((dice.chance(0.5),), ())
        elif dice.chance(0.3):
            found[name] = (("*",), (dice.one(list(words.lists[name])),))
        else:
            found[name] = (tuple(dice.some(list(words.lists[name]))), ())
    words.impossible.append(found)


def _evolved(
    dice: Dice, words: Words, countries: tuple[str, ...], selectors: tuple[str, ...]
) -> Words:
    """The same words at another time: terms added, put between, moved, dropped; a condition."""
    found = replace(
        words,
        lists={name: dict(terms) for name, terms in words.lists.items()},
        conditions=dict(words.conditions),
        groups=dict(words.groups),
        impossible=list(words.impossible),
    )
    trees = [name for name, terms in found.lists.items() if name != "legal_bases" and terms]
    for _ in range(dice.random.randint(1, 3)):
        list_ = dice.one(trees)
        terms = found.lists[list_]
        plain = [name for name, (_, members) in terms.items() if not members]
        choice = dice.random.randrange(8)
        stem = plain[0][:-1]
        fresh = f"{stem}new{len(terms)}"
        if choice <= 1:
            terms[fresh] = (tuple(dice.some(plain, 1)) if dice.chance(0.8) else (), ())
        elif choice == 2:  # between a term and what is broader
            below = dice.one(plain)
            terms[fresh] = (terms[below][0], ())
            terms[below] = ((fresh,), ())
        elif choice == 3:
            terms[fresh] = ((), tuple(dice.some(plain, 2)))
        elif choice == 4 and len(plain) > 2:
            gone = plain[-1]
            ruled_out = {one for each in found.impossible for both in each.values() for one in both}
            retired = found.aliases.get(list_, {})
            inside = any(gone in (*above, *members) for above, members in terms.values())
            used = inside or gone in retired.values()
            if not used and not any(gone in one for one in ruled_out):
                del terms[gone]
        elif choice == 5 and len(plain) > 2:  # moved; only under an earlier one: no circles
            moved = dice.random.randrange(1, len(plain))
            if not any("new" in one for one in (*plain, *terms[plain[moved]][0])):
                terms[plain[moved]] = ((plain[dice.random.randrange(moved)],), ())
        elif choice == 6 and len(found.conditions) < 2:
            found.conditions["later"] = "boolean"
        elif choice == 7 and dice.chance(0.5):
            name = dice.one(list(found.groups))
            found.groups[name] = [*found.groups[name], (dice.one(countries), None, None)]
        if dice.chance(0.2):
            _rule_out(dice, found, selectors)
    return found


def _size(made: World) -> int:
    places = _places(made)
    sizes = [len(OPERATIONS), places]
    conditions = {**made.words[0].conditions, **made.words[1].conditions}
    for name in (*made.selectors, *conditions):
        if name == "destinations" or conditions.get(name) == "jurisdictions":
            sizes.append(places)
        elif conditions.get(name) == "boolean":
            sizes.append(2)
        else:
            lists = [words.lists.get(name, {}) for words in made.words]
            sizes.append(1 + len({**lists[0], **lists[1]}))
    return prod(sizes)


def _places(made: World) -> int:
    def count(parts: dict[str, Any]) -> int:
        return sum(1 + count(inner) for inner in parts.values())

    return len(made.countries) + count(made.parts) + 1


def codes(made: World, words: Words) -> list[str]:
    """Every place that a document may name."""

    def walk(parts: dict[str, Any]) -> list[str]:
        return [code for part, inner in parts.items() for code in (part, *walk(inner))]

    parts = [code for inner in made.parts.values() for code in walk(inner)]
    return [*made.countries, *parts, *words.groups, *words.groups]
