"""
The shortest exact name of a set of atoms, in the words of the vocabulary.

A name is a union of terms less a union of terms: "crime except terrorism", "EU except DE". What is
in `except` lies outside the set and what is in `terms` covers it, so that a graph in which a term
has several broader ones can make a name longer, never wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import inf
from typing import Final

from policykit.jurisdictions import atlas
from policykit.jurisdictions.atlas import parts
from policykit.model import Cover
from policykit.scenarios.coordinates import Coordinate

_EXCEPTION: Final = 1.25
"""What a term in `except` costs beside one in `terms`: plain unions read better."""

_REST: Final = 0.5
"""What `other:x` costs more than a term: "crime except terrorism" reads better than its parts."""


def cover(coordinate: Coordinate, mask: int) -> Cover:
    """
    A name of the set. Of booleans and of everything it is the obvious one.

    Raises:
        ValueError: the set is empty; an empty set has no name.

    """
    if not mask:
        raise ValueError("an empty set has no name")
    return _cover(coordinate, mask)


@lru_cache(maxsize=4096)
def _cover(coordinate: Coordinate, mask: int) -> Cover:
    if coordinate.shape == "boolean":
        return Cover(tuple(coordinate.of(mask)))
    if mask == coordinate.full:
        return Cover(("*",))
    names = coordinate.names
    best = _with_parts(coordinate, mask)
    cost = _cost(best)
    # One or two broad terms that overlap the set, less what they have too much.
    bases: list[tuple[tuple[str | bool, ...], int]] = [(("*",), coordinate.full)]
    overlapping = [
        (name, extent)
        for name, extent in names.items()
        if (extent & mask).bit_count() > 1 and extent & ~mask
    ]
    bases += [((name,), extent) for name, extent in overlapping]
    if len(overlapping) <= 40:
        bases += [
            ((one, two), a | b)
            for place, (one, a) in enumerate(overlapping)
            for two, b in overlapping[place + 1 :]
            if a & ~b and b & ~a
        ]
    for base, extent in bases:
        surplus = extent & ~mask
        if not surplus or len(base) + _EXCEPTION >= cost:
            continue
        # A name in `except` cuts all of `terms`, so it may touch nothing that is wanted.
        except_ = tuple(union(coordinate, surplus, (cost - len(base)) / _EXCEPTION) or ())
        if not except_ or len(base) + _EXCEPTION * len(except_) >= cost:
            continue
        missing = mask & ~extent
        most = cost - len(base) - _EXCEPTION * len(except_)
        more = union(coordinate, missing, most) if missing else []
        if more is None:
            continue
        terms = (*base, *more)
        found = Cover(_ordered(coordinate, terms), except_)
        if _cost(found) < cost:
            best, cost = found, _cost(found)
    return best


def _with_parts(coordinate: Coordinate, mask: int) -> Cover:
    """A plain union; of places, a country of which parts are left out is the country less them."""
    plain = union(coordinate, mask)
    if plain is not None:
        return Cover(tuple(plain))
    whole, left_out = mask, 0
    for atom in coordinate.atoms:
        country = coordinate.names.get(str(atom).removeprefix("other:"), 0)
        if str(atom).startswith("other:") and mask >> coordinate.index[atom] & 1:
            left_out |= country & ~whole
            whole |= country
    terms, except_ = union(coordinate, whole), _listed(coordinate, left_out)
    if terms is None:
        raise ValueError("a set of atoms that no union of terms makes up")
    return Cover(tuple(terms), tuple(except_))


def _listed(coordinate: Coordinate, mask: int) -> list[str | bool]:
    """A union of places; the rest of one, all but FR-75C of FR-IDF, is each of its other parts."""
    found = union(coordinate, mask)
    if found is not None:
        return found
    rests, untold = 0, []
    for atom in coordinate.atoms:
        code = str(atom).removeprefix("other:")
        if mask >> coordinate.index[atom] & 1 and code != atom and coordinate.names[code] & ~mask:
            rests |= 1 << coordinate.index[atom]
            others = [part for part in parts(code) if part not in coordinate.names]
            untold += others or [str(atom)]
    told = union(coordinate, mask & ~rests) if mask & ~rests else []
    if told is None:
        raise ValueError("a set of places that no union of codes makes up")
    return list(_ordered(coordinate, [*told, *untold]))


def extent(coordinate: Coordinate, name: str | bool) -> int:
    """
    The atoms of a name in a cover.

    A place that the coordinate does not tell apart is only ever named together with all others
    that make up the rest around it, so each stands for that rest.
    """
    if name in coordinate.names:
        return coordinate.names[name]
    lineage = atlas().lineage(str(name).removeprefix("other:"))
    around = next(one for one in lineage if one in coordinate.names)
    return 1 << coordinate.index[f"other:{around}"]


def nameable(coordinate: Coordinate, mask: int) -> Sequence[int]:
    """
    The set, or the parts of it that read better apart.

    Everywhere but the US, and California: no one cover says that without listing countries. France
    but Île-de-France, and Paris: what is in `except` leaves no place for a part of it.
    """
    return [mask] if coordinate.shape != "jurisdictions" else _nameable(coordinate, mask)


@lru_cache(maxsize=1024)
def _nameable(coordinate: Coordinate, mask: int) -> tuple[int, ...]:
    found: list[int] = []
    for layer in _layers(coordinate, mask):
        if len(cover(coordinate, layer).terms) <= _MANY:
            found.append(layer)
            continue
        stray = 0
        for atom in coordinate.atoms:
            country = str(atom)[:2]
            rest = coordinate.index.get(f"other:{country}")
            if "-" in str(atom) and rest is not None and not layer >> rest & 1:
                stray |= layer & 1 << coordinate.index[atom]
        found += [part for part in (layer & ~stray, stray) if part]
    return tuple(found)


def _layers(coordinate: Coordinate, mask: int) -> list[int]:
    """
    The set in as many parts as it goes in and out of places on the way to a place within.

    Alone, each part is places less places.
    """
    layers: dict[int, int] = {}
    for place, atom in enumerate(coordinate.atoms):
        if not mask >> place & 1:
            continue
        depth, inside = 0, True
        for rest in _rests_around(coordinate, atom):
            held = bool(mask >> rest & 1)
            depth += inside and not held
            inside = held
        # Out of the set at the outermost is where every part starts, and no step into it.
        outermost = [*_rests_around(coordinate, atom)][-1:]
        depth -= any(not mask >> rest & 1 for rest in outermost)
        layers[depth] = layers.get(depth, 0) | 1 << place
    return [layers[depth] for depth in sorted(layers)]


def _rests_around(coordinate: Coordinate, atom: str | bool) -> list[int]:
    """The rests of the places that an atom lies in, as places in the order, nearest first."""
    own = str(atom).removeprefix("other:")
    found = []
    for code in atlas().lineage(own) if "-" in own else ():
        rest = coordinate.index.get(f"other:{code}")
        if code != own and rest is not None:
            found.append(rest)
    return found


_MANY: Final = 12
"""Terms of a cover beyond which it is looked whether two covers say it shorter."""


def union(coordinate: Coordinate, mask: int, most: float = inf) -> list[str | bool] | None:
    """
    Terms whose union is exactly the set: the broadest that fit, none that adds nothing.

    None where no union of terms makes it up, and where it is seen early to take more than `most`.
    """
    broad, single = _by_extent(coordinate)
    inside = [item for item in broad if not item[1] & ~mask]
    alone = mask
    for _, extent in inside:
        alone &= ~extent
    if alone.bit_count() > most:
        return None
    chosen: list[tuple[str | bool, int]] = []
    rest = mask
    while True:
        best = max(inside, key=lambda item: (item[1] & rest).bit_count(), default=None)
        if best is None or not best[1] & rest:
            break
        chosen.append(best)
        rest &= ~best[1]
    # What is left no term covers together with anything else.
    while rest:
        low = rest & -rest
        name = single.get(low)
        if name is None:
            return None
        chosen.append((name, low))
        rest ^= low
    for item in list(chosen):
        others = 0
        for other in chosen:
            if other is not item:
                others |= other[1]
        own = item[1] & ~others
        if not own:
            chosen.remove(item)
        elif coordinate.shape == "jurisdictions" and not _is_rest(single.get(own, "other:")):
            # A group for the sake of one country is that country: Switzerland, not Schengen.
            chosen[chosen.index(item)] = (single[own], own)
    return list(_ordered(coordinate, [name for name, _ in chosen]))


def _is_rest(name: str | bool) -> bool:
    return str(name).startswith("other:")


@lru_cache(maxsize=256)
def _by_extent(
    coordinate: Coordinate,
) -> tuple[Sequence[tuple[str | bool, int]], Mapping[int, str | bool]]:
    """The terms of several atoms, the broadest first, and those of one by their atom's bit."""
    several, single = [], dict[int, str | bool]()
    for name, extent in coordinate.names.items():
        if extent & extent - 1:
            several.append((name, extent))
        elif extent:
            single.setdefault(extent, name)
    several.sort(key=lambda item: -item[1].bit_count())
    return several, single


def _cost(name: Cover) -> float:
    rests = sum(map(_is_rest, (*name.terms, *name.except_)))
    return len(name.terms) + _EXCEPTION * len(name.except_) + _REST * rests


def _ordered(coordinate: Coordinate, terms: Sequence[str | bool]) -> tuple[str | bool, ...]:
    """By the first atom they cover, broader first; a code of a group before its members."""
    if coordinate.shape == "jurisdictions":
        return tuple(sorted(terms, key=str))

    def place(term: str | bool) -> tuple[int, int, str]:
        extent = coordinate.full if term == "*" else coordinate.names[term]
        return ((extent & -extent).bit_length(), -extent.bit_count(), str(term))

    return tuple(sorted(terms, key=place))
