"""Clauses paired by id, never by position or likeness, and the fields that changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from policykit.comparison.changes import ClauseChange
from policykit.comparison.fields import changed_fields, root
from policykit.comparison.redline import says_the_same
from policykit.model import OPERATIONS, PLACEMENT, PROSE, RECORDS, SELECTORS, Bump, Clause

Reason: TypeAlias = tuple[str, Mapping[str, Any]]
"""The id of the message that says why, and its arguments."""


class Pair(NamedTuple):
    """
    A clause before and after; None where it does not exist.

    `merged` are further clauses of before that the later one names in `renamed_from`.
    """

    before: Clause | None
    after: Clause | None
    merged: tuple[Clause, ...] = ()

    def olds(self) -> tuple[Clause, ...]:
        """All clauses of before that are this one now."""
        return (() if self.before is None else (self.before,)) + self.merged

    @property
    def id(self) -> str:
        """The clause's id, the later one if it was renamed."""
        clause = self.after or self.before
        assert clause is not None
        return clause.id

    def ids(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The clause's id on each side, if it exists there."""
        return (
            tuple(clause.id for clause in self.olds()),
            (self.after.id,) if self.after else (),
        )


def pairs(before: Sequence[Clause], after: Sequence[Clause]) -> list[Pair]:
    """
    Clauses of both sides, paired by id or by a declared rename, in the order of the later version.

    A removed clause comes where it stood, behind the clause it stood behind.
    """
    old = {clause.id: clause for clause in before}
    place_of = {clause.id: place for place, clause in enumerate(after) if clause.id in old}
    found: list[Pair] = []
    for place, clause in enumerate(after):
        first, merged = old.get(clause.id), []
        if "renamed_from" in clause.normal:
            names = [one for one in clause.renamed_from if one in old and one not in place_of]
            place_of.update(dict.fromkeys(names, place))
            merged = [old[name] for name in names]
            if first is None and merged:
                first = merged.pop(0)
        found.append(Pair(first, clause, tuple(merged)))
    if len(place_of) == len(old):  # nothing was removed
        return found
    # What stood behind a clause that is still there comes behind it, the rest first of all.
    removed: dict[int, list[Pair]] = {}
    place = -1
    for clause in before:
        if clause.id in place_of:
            place = place_of[clause.id]
        else:
            removed.setdefault(place, []).append(Pair(clause, None))
    ordered = removed.get(-1, [])
    for place, pair in enumerate(found):
        ordered.append(pair)
        ordered += removed.get(place, ())
    return ordered


def touched(found: Sequence[Pair]) -> list[Pair]:
    """The pairs but those of a clause that is on both sides as it was, to the letter."""
    return [
        pair
        for pair in found
        if pair.before is None
        or pair.after is None
        or pair.merged
        or pair.before.id != pair.after.id
        or pair.before.normal != pair.after.normal
        or list(pair.before.overlays.items()) != list(pair.after.overlays.items())
    ]


def clause_changes(found: Sequence[Pair]) -> Iterator[ClauseChange]:
    """What happened to each clause; nothing for one that is as it was."""
    for before, after, merged in found:
        for one in merged:
            assert after is not None
            yield ClauseChange(after.id, "renamed", ("id",), one.id, after.section, one, after)
        if before is None or after is None:
            clause = after or before
            assert clause is not None
            change: Literal["added", "removed"] = "added" if before is None else "removed"
            yield ClauseChange(clause.id, change, (), None, clause.section, before, after)
            continue
        fields = changed_fields(before, after)
        if not fields and before.id == after.id:
            continue
        ends = (after.section, before, after)
        if before.id != after.id:
            yield ClauseChange(after.id, "renamed", ("id",), before.id, *ends)
        placement = tuple(field for field in fields if root(field) in PLACEMENT)
        words = tuple(field for field in fields if root(field) in PROSE)
        rest = tuple(field for field in fields if field not in placement and field not in words)
        if placement:
            yield ClauseChange(after.id, "moved", placement, None, *ends)
        if rest:
            yield ClauseChange(after.id, "changed", (*rest, *words), None, *ends)
        elif words:
            yield ClauseChange(after.id, "reworded", words, None, *ends)


def untouched(found: Sequence[Pair]) -> tuple[str, ...]:
    """Selectors that no clause changed; none if a processing clause was added or removed."""
    touched: set[str] = set()
    for before, after, _ in found:
        if before is None or after is None:
            clause = after or before
            if clause is not None and clause.kind in OPERATIONS:
                return ()
            continue
        for field in changed_fields(before, after):
            # A field that changed as a whole may have changed any selector inside.
            if root(field) == "overlays" or field in ("when", "unless"):
                return ()
            touched |= set(field.split("."))
    return tuple(field for field in SELECTORS if field not in touched)


def structured(clause: Clause) -> bool:
    """Whether the clause says something in fields that a comparison understands."""
    normal = clause.normal
    return clause.kind in OPERATIONS or clause.kind == "right" or bool(normal.get("commitments"))


def bump_of_clauses(found: Sequence[Pair]) -> Iterator[tuple[Bump, str, Mapping[str, Any]]]:
    """
    What clause changes alone require, beyond what they do to outcomes and promises.

    Each with the id of the message that says why, and its arguments.
    """
    for pair in found:
        for id_, arguments in (*of_legal_bases(pair), *of_words(pair)):
            yield "minor", id_, arguments


def of_legal_bases(pair: Pair) -> Iterator[Reason]:
    """What happened to the legal bases that a clause declares, if anything."""
    before, after, _ = pair
    if before is None or after is None:
        clause = after or before
        if clause is not None and "legal_bases" in clause.normal:
            yield "reason-legal-bases-with-clause", {"id": clause.id}
        return
    if _legal_bases(before) != _legal_bases(after):
        yield "reason-legal-bases-changed", {"id": after.id}


def of_words(pair: Pair) -> Iterator[Reason]:
    """What changed of a clause that only a reader can tell the meaning of."""
    before, after, _ = pair
    if before is None or after is None:
        clause = after or before
        assert clause is not None
        if clause.kind not in OPERATIONS and clause.kind not in ("right", "statement"):
            id_ = "reason-clause-added" if after else "reason-clause-removed"
            yield id_, {"id": clause.id}
        return
    roots = {root(field) for field in changed_fields(before, after)}
    if not (structured(before) and structured(after)) and _reworded(before, after):
        yield "reason-reworded", {"id": after.id}
    stated = before.kind == after.kind == "statement"
    if stated and "overlays" in roots:
        yield "reason-overlays-changed", {"id": after.id}
    if stated or structured(before) or structured(after):
        return
    meaning = roots - {*PROSE, *PLACEMENT, *RECORDS}
    if _places(before) == _places(after):
        meaning -= {"jurisdictions"}
    if meaning:
        yield "reason-fields-changed", {"id": after.id, "fields": sorted(meaning)}


def _reworded(before: Clause, after: Clause) -> bool:
    """Whether words changed in a language that both have: neither translation nor white space."""
    old, new = before.normal.get("text", {}), after.normal.get("text", {})
    return any(not says_the_same(old[one], new[one]) for one in old if one in new)


def _legal_bases(clause: Clause) -> dict[str, frozenset[str] | None]:
    """What a clause and its overlays name as legal bases, whatever the order."""
    stated = {"": clause.normal, **clause.overlays}
    return {
        code: None if normal["legal_bases"] is None else frozenset(normal["legal_bases"])
        for code, normal in stated.items()
        if normal and "legal_bases" in normal
    }


def _places(clause: Clause) -> tuple[bool, frozenset[str]]:
    """A clause's `jurisdictions`, whatever the order they are named in."""
    named = clause.normal.get("jurisdictions") or ()
    if isinstance(named, Mapping):
        return True, frozenset(named["except"])
    return False, frozenset(named)
