"""Changes of outcome: found, stated, and attributed to the clauses that cause them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Final

from policykit.comparison.changes import Direction, OutcomeChange
from policykit.comparison.pieces import MANY, Giving, pieces
from policykit.comparison.search import Search, Speaking
from policykit.comparison.witnesses import Ways
from policykit.comparison.wording import LeftOut
from policykit.model import EVERYWHERE, PERMISSION, Outcome, Verdict
from policykit.scenarios.boxes import coalesced, covered
from policykit.scenarios.diagram import Masks
from policykit.scenarios.outcomes import (
    OTHERWISE,
    OUTCOMES,
    PERMITTED,
    PROHIBITED,
    REQUIRED,
    Rule,
    outcome_entries,
)
from policykit.scenarios.space import subtract
from policykit.scenarios.statements import Part, Statement, Tier, size

_MOST_PIECES: Final = 64
"""Into how many boxes an exception is taken apart to see which of it was so already."""

_MOST_LOOKED_AT: Final = 12
"""How many exceptions, the largest first, are looked at so: a sentence lists fewer."""


_MISLEADING: Final = ("purposes",)
"""Fields of which a clause that does not name any allows what no reader would think of."""


def change_name(before: Outcome, after: Outcome) -> str:
    """What a change of outcome is called in the format."""
    if after == "required":
        return "newly_required"
    if PERMISSION[before] == 0:
        if after == "permitted":
            return "newly_permitted"
        return "newly_prohibited" if after == "prohibited" else "no_longer_prohibited"
    if after == "permitted":
        return "no_longer_required"
    return "newly_prohibited" if after == "prohibited" else "no_longer_permitted"


def direction_of(before: Outcome, after: Outcome) -> Direction:
    """The way a change of outcome goes, on its own axis."""
    old, new = PERMISSION[before], PERMISSION[after]
    if new != old:
        return "broader" if new > old else "narrower"
    return "promise_made" if after == "prohibited" else "promise_dropped"


def verdict_of(
    outcomes: Sequence[tuple[Outcome, Outcome]], open_: int = 0, seen: Ways | None = None
) -> Verdict:
    """
    One verdict on all changes of outcome; promises do not count.

    `open_` are places that are not decided, where changes may have been `seen` all the same.
    """
    ways: set[str] = {direction_of(before, after) for before, after in outcomes}
    if seen is not None:
        ways |= {name for name, mask in seen._asdict().items() if mask}
    if {"broader", "narrower"} <= ways:
        return "mixed"
    if open_:
        return "undecided"
    if "broader" in ways:
        return "broader"
    return "narrower" if "narrower" in ways else "equivalent"


def outcomes(search: Search) -> int:
    """The diagram of (before, after) outcomes, within the places asked about."""
    return search.difference(search.both, lambda _, rules: outcome_entries(rules), OUTCOMES)


def outcome_changes(search: Search, node: int) -> Iterator[OutcomeChange]:
    """The changes of a difference of outcomes, disclosures first, what is broader first."""
    diagrams = search.levels.diagrams
    # Disclosures apart; the other operations together, so that one cause is told once.
    disclosure = search.levels.slice("operation", _operation(search, "disclosure"))
    for part in (diagrams.inside(node, disclosure), diagrams.outside(node, disclosure)):
        for before, after in sorted(search.values(part), key=_by_direction):
            region = diagrams.where(part, (before, after))
            change = change_name(before, after)
            changes = _stated(search, region, before, after, node)
            yield from search.told(region, change, changes)


def _operation(search: Search, name: str) -> int:
    operations = search.space.coordinates[search.space.position["operation"]]
    return operations.masks[1][name]


def _stated(
    search: Search, region: int, before: Outcome, after: Outcome, differing: int
) -> Iterator[OutcomeChange]:
    change, direction = change_name(before, after), direction_of(before, after)
    old = _responsible(search, 0, region, before)
    new = _responsible(search, 1, region, after)
    more = direction in ("broader", "promise_made")

    def told() -> Iterator[Tier]:
        if search.altered(old, new) > MANY:
            giving = _giving(search, 0, before), _giving(search, 1, after)
            first, second = reversed(giving) if more else giving
            yield Tier(pieces(search, region, first, second), 0)
        yield from search.tiers(region, old, new, newest=more)

    for one in search.say(region, change, search.both, told()):
        sides, why = search.sides(old, new, one)
        yield OutcomeChange(
            change=change,
            direction=direction,
            before=before,
            after=after,
            jurisdictions=one.part.jurisdictions,
            scenario=one.part.scenario,
            except_=one.except_,
            witness=one.witness,
            clauses=sides,
            causes=why,
            message=search.words.outcome(
                change,
                before,
                one,
                _left_out(search, one, after, differing),
                (
                    _unnamed(search, 0, one, before, old),
                    _unnamed(search, 1, one, after, new),
                ),
            ),
        )


def _unnamed(
    search: Search, side: int, statement: Statement, outcome: Outcome, speaking: Sequence[Speaking]
) -> tuple[str, ...]:
    """
    The fields of a permission, of those in `_MISLEADING`, that no clause which gives it names.

    That "it may disclose … for the sale of data" would be read as what the policy says.
    """
    if outcome != "permitted":
        return ()
    rules = [rule for one in speaking for rule in one.rules]
    return tuple(
        field
        for field in _MISLEADING
        if "*" not in statement.part.scenario.get(field, EVERYWHERE).terms
        and not any(_names(search, side, rule, field, statement) for rule in rules)
    )


def _names(search: Search, side: int, rule: Rule, field: str, statement: Statement) -> bool:
    """Whether a rule gives some of a statement by atoms of a field that it names."""
    level = search.space.position[field]
    coordinate = search.space.coordinates[level]
    naming = [one for one in (rule.normal, *rule.normal.get("when", ())) if field in one]
    named = reduce(or_, (coordinate.mask(side, one[field]) for one in naming), 0)
    return any(
        not masks[level] & ~named
        and all(map(and_, masks, statement.masks))
        and search.levels.diagrams.meets(statement.node, masks)
        for masks in rule.boxes
    )


def _responsible(search: Search, side: int, region: int, outcome: Outcome) -> list[Speaking]:
    """What gives a region its outcome on one side, `otherwise` where nothing else does."""
    if outcome == "unstated":
        return []
    found = [search.speaking(side, region, lambda rule: rule.strength == _GIVING[outcome])]
    if outcome == "prohibited":
        diagrams = search.levels.diagrams
        rest = region
        for rule in found[0].rules:
            for masks in rule.boxes:
                rest = diagrams.outside(rest, masks)
        left = search.speaking(side, rest, lambda rule: rule.strength == OTHERWISE)
        found.append(left._replace(everywhere=False))
    return found


def _giving(search: Search, side: int, outcome: Outcome) -> Giving:
    """What gives one side an outcome."""
    powers = [_GIVING[outcome]] if outcome != "unstated" else []
    if outcome == "prohibited":
        powers.append(OTHERWISE)
    rules = search.both.rules[side]
    boxes = [(rule.strength, masks) for rule in rules if rule.strength for masks in rule.boxes]
    return Giving(boxes, powers)


def _by_direction(pair: tuple[Outcome, Outcome]) -> tuple[int, str, str]:
    order = ("broader", "narrower", "promise_dropped", "promise_made")
    return order.index(direction_of(*pair)), *pair


def _left_out(search: Search, statement: Statement, after: Outcome, differing: int) -> LeftOut:
    """What a statement leaves out, by whether it surely had, and has, the outcome of the rest."""
    strength = _GIVING.get(after)
    if strength is None or not statement.holes:
        return LeftOut(statement.except_)
    near = search.both.meeting(1, statement.masks)
    others: list[Masks] = []
    alike: list[Masks] = []
    for hole in statement.holes[:_MOST_LOOKED_AT]:
        had = _alike(search, hole, near, strength, differing)
        rest = _less(search, hole, had)
        if rest is None:
            others.append(hole)
        elif rest:
            others += rest
            alike += had
        else:
            alike.append(hole)
    others += statement.holes[_MOST_LOOKED_AT:]
    return LeftOut(_parts_of(search, others, statement), _parts_of(search, alike, statement))


def _parts_of(search: Search, boxes: Sequence[Masks], statement: Statement) -> tuple[Part, ...]:
    """Boxes within a statement in words, the largest first."""
    merged = coalesced([((0, ""), masks) for masks in boxes], len(statement.masks))
    found = sorted((masks for _, masks in merged), key=size, reverse=True)
    return tuple(search.levels.part(masks, statement.masks) for masks in found)


def _alike(
    search: Search, hole: Masks, rules: Sequence[Rule], strength: int, differing: int
) -> list[Masks]:
    """The parts of a box that rules of a strength cover, where nothing stronger or new is."""
    met = [rule for rule in rules if _meets(rule, hole)]
    stronger = [rule for rule in met if rule.strength > strength]
    meets = search.levels.diagrams.meets
    new = meets(differing, hole)
    parts = {
        tuple(map(and_, masks, hole))
        for rule in met
        if rule.strength == strength
        for masks in rule.boxes
    }
    if hole in parts:
        parts = parts if new or stronger else {hole}
    return sorted(
        part
        for part in parts
        if all(part)
        and not (new and meets(differing, part))
        and not any(_meets(one, part) for one in stronger)
    )


def _less(search: Search, hole: Masks, parts: Sequence[Masks]) -> list[Masks] | None:
    """
    A box less some parts of it, as boxes; none where only what cannot occur is left.

    None where there are too many of them to tell.
    """
    rest = [hole]
    for part in parts:
        rest = subtract(rest, part)
        if len(rest) > _MOST_PIECES:
            return None
    return [masks for masks in rest if not covered(masks, search.space.impossible)]


def _meets(rule: Rule, box: Masks) -> bool:
    return any(all(map(and_, masks, box)) for masks in rule.boxes)


_GIVING: Final[Mapping[Outcome, int]] = {
    "prohibited": PROHIBITED,
    "required": REQUIRED,
    "permitted": PERMITTED,
}
"""The strength that gives an outcome, whatever is weaker."""
