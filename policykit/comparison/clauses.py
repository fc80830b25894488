"""Clauses paired by id, never by position or likeness, and the fields that changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from policykit.comparison.result import ClauseChange
from policykit.model import OPERATIONS, PLACEMENT, PROSE, RECORDS, SELECTORS, Bump, Clause


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
    new = {clause.id: clause for clause in after}
    taken: set[str] = set()
    found: list[Pair] = []
    for clause in after:
        names = [clause.id, *(name for name in clause.renamed_from if name not in new)]
        olds = [old[name] for name in names if name in old and name not in taken]
        taken |= {one.id for one in olds}
        found.append(Pair(olds[0] if olds else None, clause, tuple(olds[1:])))
    place = 0
    for clause in before:
        if clause.id in taken:
            place = 1 + next(i for i, pair in enumerate(found) if clause in pair.olds())
        else:
            found.insert(place, Pair(clause, None))
            place += 1
    return found


def clause_changes(found: Sequence[Pair]) -> Iterator[ClauseChange]:
    """What happened to each clause; nothing for one that is as it was."""
    for before, after, merged in found:
        for one in merged:
            assert after is not None
            yield ClauseChange(after.id, "renamed", ("id",), one.id, after.section)
        if before is None:
            assert after is not None
            yield ClauseChange(after.id, "added", (), section=after.section)
            continue
        if after is None:
            yield ClauseChange(before.id, "removed", (), section=before.section)
            continue
        if before.id != after.id:
            yield ClauseChange(after.id, "renamed", ("id",), before.id, after.section)
        fields = changed_fields(before, after)
        placement = tuple(field for field in fields if _root(field) in PLACEMENT)
        words = tuple(field for field in fields if _root(field) in PROSE)
        rest = tuple(field for field in fields if field not in placement and field not in words)
        if placement:
            yield ClauseChange(after.id, "moved", placement, section=after.section)
        if rest:
            yield ClauseChange(after.id, "changed", (*rest, *words), section=after.section)
        elif words:
            yield ClauseChange(after.id, "reworded", words, section=after.section)


def changed_fields(before: Clause, after: Clause) -> tuple[str, ...]:
    """Paths of the fields that differ, in the order of the clause."""
    old = {**before.normal, "overlays": before.overlays}
    new = {**after.normal, "overlays": after.overlays}
    renamed = before.id != after.id
    found = _paths(old, new, "")
    return tuple(field for field in found if not (renamed and field == "renamed_from"))


def _paths(old: Any, new: Any, path: str) -> Iterator[str]:
    if old == new and type(old) is type(new):
        return
    # A `when` of one map is that map; its conditions are the fields a reader knows.
    lists = isinstance(old, list) and isinstance(new, list)
    if _root(path) in ("when", "unless") and lists and len(old) == len(new) == 1:
        old, new = old[0], new[0]
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in dict.fromkeys((*new, *old)):
            inner = path if name == "value" and path else f"{path}.{name}".lstrip(".")
            if name not in old or name not in new:
                yield from _only(old.get(name, new.get(name)), inner)
            else:
                yield from _paths(old[name], new[name], inner)
    else:
        yield path


def _only(value: Any, path: str) -> Iterator[str]:
    """Paths of a value that one side has alone: one level of a map, the path of anything else."""
    if isinstance(value, Mapping) and value and path in ("commitments", "text", "overlays"):
        for name in value:
            yield f"{path}.{name}"
    elif value not in (None, "", [], {}) or path.startswith("overlays."):
        yield path


def _root(field: str) -> str:
    return field.partition(".")[0]


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
            if _root(field) == "overlays" or field in ("when", "unless"):
                return ()
            touched |= set(field.split("."))
    return tuple(field for field in SELECTORS if field not in touched)


def structured(clause: Clause) -> bool:
    """Whether the clause says something in fields that a comparison understands."""
    normal = clause.normal
    return clause.kind in OPERATIONS or clause.kind == "right" or bool(normal.get("commitments"))


def bump_of_clauses(found: Sequence[Pair]) -> Iterator[tuple[Bump, str]]:
    """What clause changes alone require, beyond what they do to outcomes and promises."""
    for before, after, _ in found:
        clause = after or before
        assert clause is not None
        if before is None or after is None:
            if "legal_bases" in clause.normal:
                yield "minor", f"the legal bases of '{clause.id}' came or went with it"
            if clause.kind not in OPERATIONS and clause.kind not in ("right", "statement"):
                yield "minor", f"the clause '{clause.id}' was {'added' if after else 'removed'}"
            continue
        roots = {_root(field) for field in changed_fields(before, after)}
        if _legal_bases(before) != _legal_bases(after):
            yield "minor", f"the legal bases of '{clause.id}' changed"
        plain = not (structured(before) and structured(after))
        if plain and _reworded(before, after):
            yield "minor", f"'{clause.id}' was reworded, and its words are its only meaning"
        if clause.kind == "statement" and "overlays" in roots:
            yield "minor", f"'{clause.id}' changed its overlays"
        if clause.kind == "statement" or structured(before) or structured(after):
            continue
        meaning = roots - {*PROSE, *PLACEMENT, *RECORDS}
        if _places(before) == _places(after):
            meaning -= {"jurisdictions"}
        if meaning:
            yield "minor", f"'{clause.id}' changed its {', '.join(sorted(meaning))}"


def _reworded(before: Clause, after: Clause) -> bool:
    """Whether the words changed in a language that both have: a translation is no rewording."""
    old, new = before.normal.get("text", {}), after.normal.get("text", {})
    return any(old[language] != new[language] for language in old if language in new)


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
