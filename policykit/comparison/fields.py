"""The fields of a clause that changed, by path, with their values on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from policykit.model import PROSE, Clause


class Absent:
    """What a field is on a side that does not have it."""


ABSENT: Final = Absent()


class FieldChange(NamedTuple):
    """A field that differs: its path, as in `when.offence`, and both values (or `ABSENT`)."""

    path: str
    before: Any
    after: Any

    def as_json(self) -> dict[str, object]:
        """`{"before": …, "after": …}`, without the side that does not have the field."""
        sides = {"before": self.before, "after": self.after}
        return {side: self._plain(value) for side, value in sides.items() if value is not ABSENT}

    def _plain(self, value: Any) -> Any:
        """A commitment without cases is its value, as the author wrote it."""
        whole = self.root == "commitments" and self.path.count(".") == 1
        only = whole and isinstance(value, dict) and set(value) == {"value"}
        return value["value"] if only else value

    @property
    def root(self) -> str:
        """The field of the clause that the path leads into."""
        return root(self.path)


def field_changes(before: Clause, after: Clause) -> tuple[FieldChange, ...]:
    """The fields that differ, in the order of the clause."""
    if before.normal == after.normal and before.overlays == after.overlays:
        return ()
    old = {**before.normal, "overlays": before.overlays}
    new = {**after.normal, "overlays": after.overlays}
    renamed = before.id != after.id
    found = _changes(old, new, "")
    return tuple(one for one in found if not (renamed and one.path == "renamed_from"))


def changed_fields(before: Clause, after: Clause) -> tuple[str, ...]:
    """Paths of the fields that differ, in the order of the clause."""
    return tuple([one.path for one in field_changes(before, after)])


def root(path: str) -> str:
    """The field of the clause that a path leads into."""
    return path.partition(".")[0]


def is_prose(path: str) -> bool:
    """Whether a path leads to the clause's own words, which a redline shows."""
    return root(path) in PROSE


def _changes(old: Any, new: Any, path: str) -> Iterator[FieldChange]:
    """What differs between two values that do."""
    # A `when` of one map is that map; its conditions are the fields a reader knows.
    lists = isinstance(old, list) and isinstance(new, list)
    if path in ("when", "unless") and lists and len(old) == len(new) == 1:
        old, new = old[0], new[0]
    if not (isinstance(old, dict) and isinstance(new, dict)):
        yield FieldChange(path, old, new)
        return
    for name in dict.fromkeys((*new, *old)):
        one, other = old.get(name, ABSENT), new.get(name, ABSENT)
        if one == other and type(one) is type(other):
            continue
        inner = path if name == "value" and path else f"{path}.{name}".lstrip(".")
        if one is ABSENT:
            yield from (FieldChange(way, ABSENT, value) for way, value in _only(other, inner))
        elif other is ABSENT:
            yield from (FieldChange(way, value, ABSENT) for way, value in _only(one, inner))
        else:
            yield from _changes(one, other, inner)


def _only(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Paths of a value that one side has alone: one level of a map, the path of anything else."""
    if isinstance(value, dict) and value and path in ("commitments", "text", "overlays"):
        for name in value:
            yield f"{path}.{name}", value[name]
    elif value not in (None, "", [], {}) or path.startswith("overlays."):
        yield path, value
