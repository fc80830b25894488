"""Names of sets: every one stands for exactly its set, in the words anyone would expand it by."""

from __future__ import annotations

import random
from functools import reduce
from operator import or_

import pytest

from policykit.jurisdictions import atlas
from policykit.jurisdictions.atlas import parts
from policykit.scenarios.coordinates import Side, coordinate
from policykit.scenarios.covers import cover, extent, nameable
from policykit.vocabulary import vocabulary
from tests.oracle import said

DAY = "2024-09-23"
SIDE = Side(vocabulary(), atlas())
FIELDS = [
    "personal_data",
    "recipients",
    "purposes",
    "instrument",
    "offence",
    "suspicion",
    "trigger",
]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("seed", range(60))
def test_a_cover_holds_exactly_its_atoms(field: str, seed: int) -> None:
    one = coordinate(field, (SIDE,), DAY, ())
    dice = random.Random(f"{field}{seed}")
    names = list(one.names)
    mask = 0
    for name in dice.sample(names, dice.randint(1, 5)):
        mask |= one.names[name]
    for name in dice.sample(names, dice.randint(0, 4)):
        mask &= ~one.names[name]
    if seed % 3 == 0:
        mask = one.full & ~mask
    if not mask:
        return
    found = cover(one, mask).as_json()
    for place, atom in enumerate(one.atoms):
        assert said(found, field, atom, DAY) == bool(mask >> place & 1), (found, atom)


@pytest.mark.parametrize("seed", range(60))
def test_a_cover_of_places_holds_exactly_its_places(seed: int) -> None:
    dice = random.Random(seed)
    parts = ["US-CA", "US-NY", "DE-BY"]
    one = coordinate("jurisdiction", (SIDE,), DAY, parts)
    pool = [
        "EU",
        "EEA",
        "EFTA",
        "SCHENGEN",
        "COE",
        "FIVE_EYES",
        "US",
        "DE",
        "BR",
        "NO",
        "GB",
        *parts,
    ]
    mask = 0
    for name in dice.sample(pool, dice.randint(1, 4)):
        mask |= one.names[name]
    for name in dice.sample(pool, dice.randint(0, 3)):
        mask &= ~one.names[name]
    if seed % 3 == 0:
        mask = one.full & ~mask
    if not mask:
        return
    found = [cover(one, part) for part in nameable(one, mask)]
    assert sum(len(name.terms) + len(name.except_) for name in found) < 60
    for place, atom in enumerate(one.atoms):
        # Beside every code of ISO 3166-2 the rest of the US is each of its other parts.
        asked = {"other:US": "US-TX", "other:DE": "DE-BE"}.get(str(atom), atom)
        held = [said(name.as_json(), "jurisdiction", asked, DAY) for name in found]
        assert any(held) == bool(mask >> place & 1), (found, atom)


def test_names_are_those_a_reader_would_choose() -> None:
    offence = coordinate("offence", (SIDE,), DAY, ())
    crime, terrorism = offence.names["crime"], offence.names["terrorism"]
    assert cover(offence, crime & ~terrorism).as_json() == {
        "terms": ["crime"],
        "except": ["terrorism"],
    }
    places = coordinate("jurisdiction", (SIDE,), DAY, ())
    union = places.names["EU"]
    assert cover(places, union & ~places.names["DE"]).as_json() == {
        "terms": ["EU"],
        "except": ["DE"],
    }
    assert cover(places, places.full & ~union).as_json() == {"terms": ["*"], "except": ["EU"]}


NESTED = ["FR-75C", "FR-67", "FR-68", "FR-BRE", "GB-LND", "US-CA"]


@pytest.mark.parametrize("field", ["jurisdiction", "destinations"])
@pytest.mark.parametrize("seed", range(60))
def test_a_cover_of_places_within_places_holds_exactly_its_places(field: str, seed: int) -> None:
    dice = random.Random(seed)
    one = coordinate(field, (SIDE,), DAY, NESTED)
    mask = 0
    for place, atom in enumerate(one.atoms):
        nested = str(atom).removeprefix("other:")[:2] in ("FR", "GB", "US")
        mask |= dice.randint(0, 1) << place if nested else 0
    if seed % 3 == 0:
        mask |= one.names["EU"] & ~one.names["FR"]
    if not mask:
        return
    found = [cover(one, part) for part in nameable(one, mask)]
    if field == "destinations":
        found = [cover(one, mask)]
        terms, except_ = found[0]
        wide = [one.full if name == "*" else extent(one, name) for name in terms]
        assert reduce(or_, wide) & ~reduce(or_, [extent(one, n) for n in except_], 0) == mask
    told = {str(atom).removeprefix("other:") for atom in one.atoms}
    for place, atom in enumerate(one.atoms):
        # Of the rest of a place every part that is not told apart fares as the set says.
        code = str(atom).removeprefix("other:")
        asked = [part for part in parts(code) if part not in told] if code != atom else [str(atom)]
        for part in (asked or [str(atom)])[:10] if code != "*" else []:
            held = [said(name.as_json(), "jurisdiction", part, DAY) for name in found]
            assert any(held) == bool(mask >> place & 1), (found, atom, part)


def test_a_region_less_a_department_and_a_country_less_a_region_have_names() -> None:
    places = coordinate("jurisdiction", (SIDE,), DAY, ["FR-75C"])
    region, paris = places.names["FR-IDF"], places.names["FR-75C"]
    assert cover(places, region & ~paris).as_json() == {"terms": ["FR-IDF"], "except": ["FR-75C"]}
    assert cover(places, places.names["FR"] & ~region).as_json() == {
        "terms": ["FR"],
        "except": ["FR-IDF"],
    }
    apart = nameable(places, places.names["FR"] & ~region | paris)
    assert [cover(places, part).as_json() for part in apart] == [
        {"terms": ["FR"], "except": ["FR-IDF"]},
        {"terms": ["FR-75C"]},
    ]
    # One name for it has to list the region's other departments.
    listed = cover(places, places.names["FR"] & ~region | paris)
    assert listed.terms == ("FR",)
    assert "FR-77" in listed.except_
    assert "FR-75C" not in listed.except_


def test_a_group_is_not_named_for_the_sake_of_one_country() -> None:
    one = coordinate("jurisdiction", (SIDE,), DAY, ())
    mask = reduce(or_, (one.names[name] for name in ("EEA", "GB", "CH")))
    assert cover(one, mask).terms == ("CH", "EEA", "GB")
    assert cover(one, one.names["EEA"] | one.names["SCHENGEN"]).terms == ("CH", "EEA")
