"""Promises that belong to a clause rather than to scenarios: commitments by clause, statements."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from policykit.comparison.clauses import Pair
from policykit.library.compiled import Compiled, governs_scenarios
from policykit.model import Clause
from policykit.overlays import Variant
from policykit.vocabulary import Vocabulary
from policykit.vocabulary.commitments import Commitment, canonical, compare

Moved = Literal["weaker", "stronger", "changed"]


class ClausePromise(NamedTuple):
    """A commitment of one clause that moved in some places."""

    kind: Commitment
    before: Any
    after: Any
    direction: Moved
    places: int
    pair: Pair


class StatementMove(NamedTuple):
    """A statement of fact that was made or withdrawn in some places."""

    pair: Pair
    change: Literal["made", "withdrawn"]
    places: int


def by_clause(clause: Clause, kind: Commitment) -> bool:
    """Whether the commitment is compared clause by clause."""
    return kind.combine == "clause" or not governs_scenarios(clause)


def clause_promises(
    found: Sequence[Pair],
    both: Compiled,
    words: tuple[Vocabulary, Vocabulary],
    within: int,
) -> Iterator[ClausePromise]:
    """Commitments that moved, clause by clause, one for each set of places that fare alike."""
    for pair in found:
        clauses = [*pair.olds(), *(() if pair.after is None else (pair.after,))]
        names: dict[str, None] = {}
        for clause in clauses:
            for normal in (clause.normal, *clause.overlays.values()):
                names.update(dict.fromkeys((normal or {}).get("commitments", {}) or {}))
        for name in names:
            kind = words[1].commitments.get(name) or words[0].commitments[name]
            if all(by_clause(clause, kind) for clause in clauses):
                yield from _moves(
                    pair,
                    kind,
                    [one for clause in pair.olds() for one in both.variants(0, clause)],
                    both.variants(1, pair.after) if pair.after else (),
                    within,
                )


def _moves(
    pair: Pair, kind: Commitment, old: Sequence[Variant], new: Sequence[Variant], within: int
) -> Iterator[ClausePromise]:
    moved: dict[Hashable, tuple[Any, Any, Moved, int]] = {}
    for (value, places), (other, other_places) in (
        (one, two) for one in _values(kind, old, within) for two in _values(kind, new, within)
    ):
        common = places & other_places
        if not common:
            continue
        direction = direction_of(kind, value, other)
        if direction is not None:
            key = (promise_key(kind, value), promise_key(kind, other))
            so_far = moved[key][3] if key in moved else 0
            moved[key] = (
                shown_cases(kind, value),
                shown_cases(kind, other),
                direction,
                so_far | common,
            )
    for before, after, direction, places in moved.values():
        yield ClausePromise(kind, before, after, direction, places, pair)


Cases: TypeAlias = tuple[Mapping[str, Any], ...]
"""What a clause promises: values with their conditions, the first that applies."""


def _values(kind: Commitment, read: Sequence[Variant], within: int) -> list[tuple[Cases, int]]:
    """The cases a clause promises, by place; places where it promises nothing have none."""
    found: list[tuple[Cases, int]] = []
    rest = within
    for variant in read:
        stated = variant.normal.get("commitments", {}).get(kind.id)
        if stated is not None:
            cases = tuple(stated) if isinstance(stated, list) else (stated,)
            found.append((cases, variant.places & within))
            rest &= ~variant.places
    return [*found, ((), rest)]


def direction_of(kind: Commitment, old: Cases, new: Cases) -> Moved | None:
    """Which way a promise moved, by cases; None if it is the same."""
    absent: Mapping[str, Any] = {"value": kind.absent}
    if not old and len(new) > 1:
        return "stronger" if _all(kind, new, 1) else "changed"
    if not new and len(old) > 1:
        return "weaker" if _all(kind, old, 1) else "changed"
    left, right = (old or (absent,)), (new or (absent,))
    alike = len(left) == len(right) and all(
        a.get(part) == b.get(part)
        for a, b in zip(left, right, strict=False)
        for part in ("when", "unless")
    )
    if not alike and not (old and new):
        # One side promises nothing at all: a promise with a condition is still more than none.
        only = old or new
        better = _all(kind, only, 1)
        if not better:
            return "changed"
        return "stronger" if new else "weaker"
    if not alike:
        return "changed"
    orders = {compare(kind, b["value"], a["value"]) for a, b in zip(left, right, strict=True)}
    orders.discard(0)
    if not orders:
        return None
    if orders == {1}:
        return "stronger"
    return "weaker" if orders == {-1} else "changed"


def _all(kind: Commitment, cases: Cases, order: int) -> bool:
    return all(compare(kind, case["value"], kind.absent) == order for case in cases)


def promise_key(kind: Commitment, cases: Cases) -> Hashable:
    """What a promise is told apart by: P1Y is P12M."""
    return tuple(
        (canonical(kind, case["value"]), repr(case.get("when")), repr(case.get("unless")))
        for case in cases
    )


def shown_cases(kind: Commitment, cases: Cases) -> Any:
    """A promise as it is reported: its value, where there is one without conditions."""
    if not cases:
        return kind.absent
    if len(cases) == 1 and len(cases[0]) == 1:
        return cases[0]["value"]
    return [dict(case) for case in cases]


def statement_moves(found: Sequence[Pair], both: Compiled, within: int) -> Iterator[StatementMove]:
    """Statements of fact that were made or withdrawn, with their places."""
    for pair in found:
        here = within & _stated(both, 0, pair.olds())
        there = within & _stated(both, 1, () if pair.after is None else (pair.after,))
        if here & ~there:
            yield StatementMove(pair, "withdrawn", here & ~there)
        if there & ~here:
            yield StatementMove(pair, "made", there & ~here)


def _stated(both: Compiled, side: int, clauses: Sequence[Clause]) -> int:
    found = 0
    for clause in clauses:
        if clause.kind == "statement":
            for variant in both.variants(side, clause):
                found |= variant.places
    return found
