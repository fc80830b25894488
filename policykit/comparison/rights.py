"""Rights granted and withdrawn, by right and by place."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Literal

from policykit.comparison.changes import RightChange, Sides
from policykit.comparison.search import Search
from policykit.library.compiled import Compiled, Written
from policykit.model import Clause
from policykit.scenarios.boxes import Entry
from policykit.scenarios.covers import union
from policykit.scenarios.diagram import EMPTY
from policykit.scenarios.outcomes import OUTCOMES, PERMITTED, Said
from policykit.scenarios.statements import tiers


def right_changes(search: Search) -> Iterator[RightChange]:
    """All rights that were granted or withdrawn."""
    written = (
        Written(search.before.content, search.before.header.side),
        Written(search.after.content, search.after.header.side),
    )
    if not any(clause.kind == "right" for one in written for clause in one.content.clauses):
        return
    both = Compiled(written, search.day, _is_right, ("rights",), search.work, search.asked)
    levels = both.levels
    diagrams = levels.diagrams

    def entries(_: int, rules: Sequence[Said]) -> list[Entry]:
        return [((PERMITTED, ""), masks) for rule in rules for masks in rule.boxes]

    # Coordinates may come in another order than those of the outcomes; places do not.
    node = search.difference(both, entries, OUTCOMES)
    level = both.space.position["rights"]
    rights = both.space.coordinates[level]
    changes: tuple[tuple[Literal["granted", "withdrawn"], Hashable], ...] = (
        ("withdrawn", ("permitted", "unstated")),
        ("granted", ("unstated", "permitted")),
    )
    for change, pair in changes:
        region = diagrams.where(node, pair)
        classes: dict[int, int] = {}
        for atom in rights.atoms:
            bit = 1 << rights.index[atom]
            part = diagrams.cofactor(region, level, bit)
            if part != EMPTY:
                classes[part] = classes.get(part, 0) | bit
        for part, mask in classes.items():
            for one in search.say(part, change, both, tiers(part, ())):
                for right in union(rights, mask) or ():
                    sides = Sides(*_granting(both, one.node, level, rights.names[right]))
                    yield RightChange(
                        right=str(right),
                        change=change,
                        jurisdictions=one.part.jurisdictions,
                        scenario=one.part.scenario,
                        except_=one.except_,
                        clauses=sides,
                        causes=search.causes(both, sides),
                        message=search.words.right(str(right), change, one),
                    )


def _granting(both: Compiled, node: int, level: int, rights: int) -> Iterator[tuple[str, ...]]:
    for side in both.close:
        ids: dict[str, None] = {}
        for rule in side:
            for masks in rule.boxes:
                if masks[level] & rights and both.levels.diagrams.meets(node, masks):
                    ids[rule.clause.id] = None
        yield tuple(ids)


def _is_right(clause: Clause) -> bool:
    return clause.kind == "right"
