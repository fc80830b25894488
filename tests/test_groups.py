"""
Groups of countries as history has them, from their founding on.

The counts and days are written here once more, from what each organisation says of itself, so that
a day mistyped in the data fails by the name of the country.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from policykit.jurisdictions import atlas
from policykit.jurisdictions.atlas import group

JOINED: dict[str, dict[str, str]] = {
    "EU": {
        "1958-01-01": "BE DE FR IT LU NL",
        "1973-01-01": "DK GB IE",
        "1981-01-01": "GR",
        "1986-01-01": "ES PT",
        "1995-01-01": "AT FI SE",
        "2004-05-01": "CY CZ EE HU LT LV MT PL SI SK",
        "2007-01-01": "BG RO",
        "2013-07-01": "HR",
    },
    "EEA": {
        "1994-01-01": "AT BE DE DK ES FI FR GB GR IE IS IT LU NL NO PT SE",
        "1995-05-01": "LI",
        "2004-05-01": "CY CZ EE HU LT LV MT PL SI SK",
        "2007-08-01": "BG RO",
        "2014-04-12": "HR",
    },
    "EFTA": {
        "1960-05-03": "AT CH DK GB NO PT SE",
        "1970-03-01": "IS",
        "1986-01-01": "FI",
        "1991-09-01": "LI",
    },
    "SCHENGEN": {
        "1995-03-26": "BE DE ES FR LU NL PT",
        "1997-10-26": "IT",
        "1997-12-01": "AT",
        "2000-01-01": "GR",
        "2001-03-25": "DK FI IS NO SE",
        "2007-12-21": "CZ EE HU LT LV MT PL SI SK",
        "2008-12-12": "CH",
        "2011-12-19": "LI",
        "2023-01-01": "HR",
        "2024-03-31": "BG RO",
    },
    "COE": {
        "1949-05-05": "BE DK FR GB IE IT LU NL NO SE",
        "1949-08-09": "GR",
        "1950-03-07": "IS",
        "1950-04-13": "TR",
        "1950-07-13": "DE",
        "1956-04-16": "AT",
        "1961-05-24": "CY",
        "1963-05-06": "CH",
        "1965-04-29": "MT",
        "1974-11-28": "GR",
        "1976-09-22": "PT",
        "1977-11-24": "ES",
        "1978-11-23": "LI",
        "1988-11-16": "SM",
        "1989-05-05": "FI",
        "1990-11-06": "HU",
        "1991-11-26": "PL",
        "1992-05-07": "BG",
        "1993-05-14": "EE LT SI",
        "1993-06-30": "CZ SK",
        "1993-10-07": "RO",
        "1994-11-10": "AD",
        "1995-02-10": "LV",
        "1995-07-13": "AL MD",
        "1995-11-09": "MK UA",
        "1996-02-28": "RU",
        "1996-11-06": "HR",
        "1999-04-27": "GE",
        "2001-01-25": "AM AZ",
        "2002-04-24": "BA",
        "2003-04-03": "RS",
        "2004-10-05": "MC",
        "2007-05-11": "ME",
    },
    "FIVE_EYES": {"1946-03-05": "GB US", "1949-06-29": "CA", "1956-10-10": "AU NZ"},
}
"""By group, who is in it from which day on."""

LAST_DAY: dict[str, dict[str, str]] = {
    "EU": {"GB": "2020-01-31"},
    "EEA": {"GB": "2020-01-31"},
    "EFTA": {
        "DK": "1972-12-31",
        "GB": "1972-12-31",
        "PT": "1985-12-31",
        "AT": "1994-12-31",
        "FI": "1994-12-31",
        "SE": "1994-12-31",
    },
    "SCHENGEN": {},
    "COE": {"GR": "1969-12-12", "RU": "2022-03-16"},
    "FIVE_EYES": {},
}
"""By group, who was in it until which day."""

JOINING = [
    (name, code, day)
    for name, days in JOINED.items()
    for day, codes in days.items()
    for code in codes.split()
]
LEAVING = [(name, code, day) for name, days in LAST_DAY.items() for code, day in days.items()]


def away(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


@pytest.mark.parametrize(("name", "code", "day"), JOINING)
def test_a_country_is_in_from_its_first_day_and_not_the_day_before(
    name: str, code: str, day: str
) -> None:
    assert code in atlas().members(name, day)
    assert code not in atlas().members(name, away(day, -1))


@pytest.mark.parametrize(("name", "code", "day"), LEAVING)
def test_until_is_the_last_day_that_a_country_is_in(name: str, code: str, day: str) -> None:
    assert code in atlas().members(name, away(day, -1))
    assert code in atlas().members(name, day)
    assert code not in atlas().members(name, away(day, 1))
    assert (day, code, "left") in atlas().changes(name, away(day, -1), away(day, 1))


def test_nothing_else_is_in_the_data() -> None:
    for name, found in atlas().groups.items():
        told = {(one.member, one.from_) for one in found.members}
        assert told == {(code, day) for where, code, day in JOINING if where == name}
        left = {one.member: one.until for one in found.members if one.until}
        assert left == LAST_DAY[name]
    assert set(JOINED) == set(LAST_DAY) == set(atlas().groups)


@pytest.mark.parametrize(
    ("name", "day", "count"),
    [
        ("EU", "1957-12-31", 0),
        ("EU", "1958-01-01", 6),
        ("EU", "1973-01-01", 9),
        ("EU", "1981-01-01", 10),
        ("EU", "1986-01-01", 12),
        ("EU", "1995-01-01", 15),
        ("EU", "2004-05-01", 25),
        ("EU", "2007-01-01", 27),
        ("EU", "2013-06-30", 27),
        ("EU", "2013-07-01", 28),
        ("EU", "2020-01-31", 28),
        ("EU", "2020-02-01", 27),
        ("EEA", "1993-12-31", 0),
        ("EEA", "1994-01-01", 17),
        ("EEA", "1995-05-01", 18),
        ("EEA", "2004-05-01", 28),
        ("EEA", "2007-08-01", 30),
        ("EEA", "2014-04-12", 31),
        ("EEA", "2020-02-01", 30),
        ("EFTA", "1960-05-03", 7),
        ("EFTA", "1972-12-31", 8),
        ("EFTA", "1973-01-01", 6),
        ("EFTA", "1995-01-01", 4),
        ("SCHENGEN", "1995-03-26", 7),
        ("SCHENGEN", "2007-12-21", 24),
        ("SCHENGEN", "2022-12-31", 26),
        ("SCHENGEN", "2023-01-01", 27),
        ("SCHENGEN", "2024-03-31", 29),
        ("SCHENGEN", "2025-01-01", 29),
        ("COE", "1949-05-04", 0),
        ("COE", "1949-05-05", 10),
        ("COE", "2007-05-11", 47),
        ("COE", "2022-03-16", 47),
        ("COE", "2022-03-17", 46),
        ("FIVE_EYES", "2024-01-01", 5),
    ],
)
def test_groups_have_the_members_of_their_day(name: str, day: str, count: int) -> None:
    assert len(atlas().members(name, day)) == count


@pytest.mark.parametrize("day", ["1994-06-01", "2004-05-01", "2014-04-12", "2024-01-01"])
def test_the_eea_is_the_eu_and_efta_without_switzerland(day: str) -> None:
    union, free_trade = atlas().members("EU", day), atlas().members("EFTA", day)
    expected = union | free_trade - {"CH"}
    # Liechtenstein applied the agreement only from 1995-05-01.
    assert atlas().members("EEA", day) == expected - ({"LI"} if day < "1995-05-01" else set())


def test_a_membership_of_one_day_and_one_that_is_renewed() -> None:
    periods = {"DE": [{"from": "2020-01-01", "until": "2020-01-01"}, {"from": "2020-01-03"}]}
    places = atlas().extended([group("club", {"members": periods})])
    held = ["2019-12-31", "2020-01-01", "2020-01-02", "2020-01-03"]
    assert ["DE" in places.members("club", day) for day in held] == [False, True, False, True]
