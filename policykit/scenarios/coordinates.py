"""
Coordinates: each a finite list of atoms, and what every term means in it.

An atom is a term without narrower ones, or the unnamed rest of one that has them (`other:crime`),
or what lies outside every term (`other:*`). A set of atoms is a whole number, bit i for atom i.

Two vocabularies are compared over their common refinement: an atom that one of them does not
know belongs, there, to the rest of its nearest known broader terms. So adding a term changes no
meaning.

Source: docs/semantics.md, "Scenario".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from policykit.jurisdictions import Atlas
from policykit.jurisdictions.atlas import FIRST_EXAMPLES
from policykit.model import SELECTORS, SINGULAR
from policykit.records import NamedTuple
from policykit.vocabulary import Term, Vocabulary
from policykit.vocabulary.terms import Shape

REST: Final = "other:*"
"""The atom outside every term of a coordinate."""

LIST_OF: Final[Mapping[str, str]] = {
    "operation": "operations",
    "personal_data": "personal_data",
    "data_subjects": "data_subjects",
    "recipients": "recipients",
    "purposes": "purposes",
    "rights": "rights",
}
"""The vocabulary's list of each field that is no condition."""


class Side(NamedTuple):
    """The words one version is written in: its vocabulary and its atlas."""

    vocabulary: Vocabulary
    atlas: Atlas


class Coordinate:
    """
    One coordinate of a space.

    `field` is its name in a clause and in a scenario (`recipients`), `id` its name in a witness
    and a question (`recipient`). `atoms` are in reading order. `masks[side]` gives the atoms of
    each term as that side understands it; `names` those that a cover may use. `typical` lists
    atoms in the order in which an example should prefer them, `blank` those an example prefers
    where nothing is said of the coordinate.
    """

    __slots__ = (
        "atoms",
        "blank",
        "field",
        "full",
        "id",
        "index",
        "masks",
        "names",
        "shape",
        "typical",
    )

    def __init__(
        self,
        field: str,
        shape: Shape,
        atoms: Sequence[str | bool],
        masks: Sequence[Mapping[str | bool, int]],
        names: Mapping[str | bool, int],
        typical: Sequence[str | bool],
        blank: Sequence[str | bool],
    ) -> None:
        self.field = field
        self.id = SINGULAR.get(field, field)
        self.shape = shape
        self.atoms = tuple(atoms)
        self.index = {atom: place for place, atom in enumerate(self.atoms)}
        self.full = (1 << len(self.atoms)) - 1
        self.masks = tuple(masks)
        self.names = names
        self.typical = tuple(typical)
        self.blank = tuple(blank)

    def mask(self, side: int, terms: Iterable[str | bool]) -> int:
        """The atoms that any of the terms covers, as the side understands them."""
        masks = self.masks[side]
        found = 0
        for term in terms:
            found |= self.full if term == "*" else masks[term]
        return found

    def of(self, mask: int) -> list[str | bool]:
        """The atoms in a set, in reading order."""
        return [atom for place, atom in enumerate(self.atoms) if mask >> place & 1]

    def example(self, mask: int) -> str | bool:
        """The atom of a set that is most telling as an example."""
        return _example(self, mask)


# The same sets are met again and again, in one comparison and in the next.
@lru_cache(maxsize=4096)
def _example(coordinate: Coordinate, mask: int) -> str | bool:
    if mask == coordinate.full:
        return (*coordinate.blank, *coordinate.typical)[0]
    return next(atom for atom in coordinate.typical if mask >> coordinate.index[atom] & 1)


def coordinate(field: str, sides: Sequence[Side], day: str, places: Iterable[str]) -> Coordinate:
    """
    The coordinate of a field, over the common refinement of all sides' words.

    Parameters:
        field: `operation`, `jurisdiction`, a selector or a condition.
        sides: one or two.
        day: the day as of which groups are read (ISO 8601).
        places: jurisdictions that are named anywhere; a subdivision is told apart only if it, or
            one that lies in it, is named.

    """
    if not _is_of_places(field, sides):
        return _of_words(field, tuple(sides))
    atlases = tuple(side.atlas for side in sides)
    # Only subdivisions are told apart, and most days have the members of a day that was asked for.
    apart = frozenset(place for place in places if "-" in place)
    same = all(atlas is atlases[0] for atlas in atlases)
    return _of_places(field, atlases, atlases[0].like(day) if same else day, apart)


def _is_of_places(field: str, sides: Sequence[Side]) -> bool:
    if field in ("jurisdiction", "destinations"):
        return True
    conditions = [side.vocabulary.conditions.get(field) for side in sides]
    return any(one is not None and one.shape == "jurisdictions" for one in conditions)


# Many versions are looked at in the same words: their coordinates are the same.
@lru_cache(maxsize=256)
def _of_words(field: str, sides: tuple[Side, ...]) -> Coordinate:
    conditions = [side.vocabulary.conditions.get(field) for side in sides]
    shapes = {condition.shape for condition in conditions if condition is not None}
    if "boolean" in shapes:
        masks: dict[str | bool, int] = {False: 1, True: 2}
        return Coordinate(
            field, "boolean", (False, True), [masks] * len(sides), masks, (True, False), (False,)
        )
    name = LIST_OF.get(field) or next(
        condition.list for condition in conditions if condition is not None
    )
    return _of_terms(field, [side.vocabulary.lists.get(name, {}) for side in sides])


def _of_terms(field: str, lists: Sequence[Mapping[str, Term]]) -> Coordinate:
    union: dict[str, Term] = {}
    for terms in lists:
        union.update(terms)
    graph = {name: term for name, term in union.items() if not term.members}
    # What is broader on any side has a rest, though another side may have nothing under it.
    inner = {above for terms in lists for term in terms.values() for above in term.broader}
    closed = field == "operation"
    atoms: list[str | bool] = [f"other:{name}" if name in inner else name for name in graph]
    if not closed:
        atoms.append(REST)
    bit: dict[str | bool, int] = {atom: 1 << place for place, atom in enumerate(atoms)}
    same = all(terms is lists[0] for terms in lists)
    sides = [_extents(graph, terms, inner, bit) for terms in (lists[:1] if same else lists)]
    if same:
        sides = sides * len(lists)
    names = dict(sides[-1])
    for other in sides[:-1]:
        for known, mask in other.items():
            names.setdefault(known, mask)
    leaves = [atom for atom in atoms if atom in graph]
    rests = [atom for atom in atoms if atom not in graph]
    none = [name for name, term in graph.items() if term.none]
    blank = [atom for atom in (*none, REST) if atom in bit]
    return Coordinate(field, "tree", atoms, sides, names, [*leaves, *rests], blank)


def _extents(
    graph: Mapping[str, Term],
    known: Mapping[str, Term],
    inner: set[str],
    bit: Mapping[str | bool, int],
) -> dict[str | bool, int]:
    """What each term of one side means, in atoms of the union."""
    extents: dict[str | bool, int] = {name: 0 for name, term in known.items() if not term.members}
    upward: dict[str, set[str]] = {}
    for name in graph:
        own = bit[f"other:{name}" if name in inner else name]
        for nearest in (name,) if name in extents else _nearest(name, graph, known):
            if nearest not in upward:
                upward[nearest] = _upward(nearest, known, upward)
            for above in upward[nearest]:
                extents[above] |= own
    extents |= {atom: mask for atom, mask in bit.items() if str(atom).startswith("other:")}
    for name, term in known.items():
        if term.members:
            extents[name] = _gathered(name, known, extents)
    return extents


def _nearest(name: str, graph: Mapping[str, Term], known: Mapping[str, Term]) -> set[str]:
    """The term itself if the side knows it, else the nearest broader ones that it knows."""
    found: set[str] = set()
    front, seen = [name], set()
    while front:
        term = front.pop()
        if term in seen:
            continue
        seen.add(term)
        if term in known and not known[term].members:
            found.add(term)
        else:
            front += graph[term].broader
    return found


def _upward(name: str, known: Mapping[str, Term], upward: Mapping[str, Iterable[str]]) -> set[str]:
    """A term and every broader one; `upward` has those of some terms already."""
    found: set[str] = set()
    front = [name]
    while front:
        term = front.pop()
        if term in upward:
            found.update(upward[term])
        elif term not in found:
            found.add(term)
            front += known[term].broader
    return found


def _gathered(name: str, known: Mapping[str, Term], extents: Mapping[str | bool, int]) -> int:
    mask = 0
    front, seen = [name], set()
    while front:
        term = front.pop()
        if term in seen:
            continue
        seen.add(term)
        if known[term].members:
            front += known[term].members
        else:
            mask |= extents[term]
    return mask


@lru_cache(maxsize=256)
def _of_places(
    field: str, atlases: tuple[Atlas, ...], day: str, places: frozenset[str]
) -> Coordinate:
    atlas = atlases[-1]
    below = _told_apart(atlases, day, places)
    atoms: list[str | bool] = []
    extents: dict[str, list[str]] = {}

    def tell(code: str) -> list[str]:
        """Adds the atoms of a country or a subdivision, those of its parts first."""
        inside = [atom for part in below.get(code, ()) for atom in tell(part)]
        own = f"other:{code}" if inside else code
        atoms.append(own)
        extents[code] = [*inside, own]
        return extents[code]

    for country in atlas.countries:
        tell(country)
    atoms.append(REST)
    bit = {atom: 1 << place for place, atom in enumerate(atoms)}
    codes: dict[str | bool, int] = dict(bit)
    for code, inside in extents.items():
        codes[code] = sum(bit[atom] for atom in inside)
    masks = []
    for one in atlases:
        meaning = dict(codes)
        for group in one.groups:
            meaning[group] = 0
            for member in one.members(group, day):
                meaning[group] |= codes[member]
        masks.append(meaning)
    # Only those that are named are told apart, so `other:US` here is more than the rest that
    # ISO 3166-2 leaves: a cover says "US except US-CA" instead.
    own_rests = {f"other:{code}" for code in below}
    # A group means what it means in the later words, even where it has lost all its members.
    known = dict(masks[-1])
    for meaning in masks[:-1]:
        for name, mask in meaning.items():
            known.setdefault(name, mask)
    names = {name: mask for name, mask in known.items() if mask and name not in own_rests}
    first = [code for code in FIRST_EXAMPLES if code in bit]
    rests = [atom for atom in atoms if str(atom).startswith("other:")]
    others = [atom for atom in atoms if atom not in first and atom not in rests]
    return Coordinate(field, "jurisdictions", atoms, masks, names, [*first, *others, *rests], ())


def _told_apart(atlases: Sequence[Atlas], day: str, places: Iterable[str]) -> dict[str, list[str]]:
    """
    The subdivisions that are told apart, by what they lie in, in the order of their codes.

    Those are the ones that are named, and what they lie in: with FR-75C also FR-IDF. All others
    are the rest of the nearest of these, `other:FR-IDF`, or of their country, `other:FR`.
    """
    atlas = atlases[-1]
    named = set(places)
    for one in atlases:
        for group in one.groups:
            named |= one.members(group, day)
    found: dict[str, set[str]] = {}
    for code in named:
        if atlas.is_subdivision(code):
            line = atlas.lineage(code)
            for part, whole in pairwise(line):
                found.setdefault(whole, set()).add(part)
    return {whole: sorted(inside) for whole, inside in sorted(found.items())}


def in_reading_order(fields: Iterable[str], sides: Sequence[Side]) -> list[str]:
    """Fields in the order of the format: operation, rights, selectors, then conditions."""
    wanted = set(fields)
    conditions = [name for side in sides for name in side.vocabulary.conditions]
    order = dict.fromkeys(("operation", "rights", *SELECTORS, *conditions))
    return [field for field in order if field in wanted]
