"""Merging overlays, and the variants of a clause that result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policykit.model import Clause
from policykit.records import NamedTuple
from policykit.scenarios.coordinates import Coordinate


class Variant(NamedTuple):
    """A clause as it reads in some places: its normal form, and the overlays that made it."""

    places: int
    normal: Mapping[str, Any]
    overlays: tuple[str, ...] = ()


def merge_patch(target: Any, patch: Any) -> Any:
    """
    The target with a JSON Merge Patch applied; neither is changed.

    Source: RFC 7396, section 2.
    """
    if not isinstance(patch, Mapping):
        return patch
    merged = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge_patch(merged.get(name), value)
    return merged


def patched(normal: Mapping[str, Any], patch: Mapping[str, Any]) -> Mapping[str, Any]:
    """A clause's normal form with an overlay merged in; no commitments left is no field left."""
    merged: dict[str, Any] = merge_patch(normal, patch)
    if merged.get("commitments") == {}:
        del merged["commitments"]
    return merged


def places_mask(value: Any, place: Coordinate, side: int) -> int:
    """The atoms of a `jurisdictions` field: a list, `{except: […]}`, or None for everywhere."""
    if value is None:
        return place.full
    if isinstance(value, Mapping):
        return place.full & ~place.mask(side, value["except"])
    return place.mask(side, value)


def clause_places(clause: Clause, everywhere: int, place: Coordinate, side: int) -> int:
    """Where a clause exists, within the places of its version."""
    return everywhere & places_mask(clause.normal.get("jurisdictions"), place, side)


def broad_to_narrow(clause: Clause, place: Coordinate, side: int) -> list[tuple[str, int]]:
    """The clause's overlays with their places, larger sets first, else as they stand."""
    extents = [(code, place.mask(side, (code,))) for code in clause.overlays]
    # If one set contains another it is larger, so this order respects inclusion.
    return sorted(extents, key=lambda item: -item[1].bit_count())


def applied(
    clause: Clause, everywhere: int, place: Coordinate, side: int
) -> list[tuple[int, tuple[str, ...]]]:
    """The clause's places, split by which overlays apply there, broad to narrow."""
    parts: list[tuple[int, tuple[str, ...]]] = [
        (clause_places(clause, everywhere, place, side), ())
    ]
    for code, extent in broad_to_narrow(clause, place, side):
        parts = [
            part
            for mask, codes in parts
            for part in ((mask & extent, (*codes, code)), (mask & ~extent, codes))
            if part[0]
        ]
    return [part for part in parts if part[0]]


def variants(clause: Clause, everywhere: int, place: Coordinate, side: int) -> list[Variant]:
    """
    The clause as it reads in each of its places; disjoint, and none where it does not apply.

    Parameters:
        clause: in normal form, its overlays free of errors.
        everywhere: the places of its version.
        place: the jurisdiction coordinate.
        side: whose words the codes are.

    """
    if not clause.overlays:
        mask = clause_places(clause, everywhere, place, side)
        return [Variant(mask, clause.normal)] if mask else []
    found = []
    for mask, codes in applied(clause, everywhere, place, side):
        normal: Any = clause.normal
        for code in codes:
            patch = clause.overlays[code]
            if patch is None:
                break
            normal = patched(normal, patch)
        else:
            found.append(Variant(mask, normal, codes))
    return found
