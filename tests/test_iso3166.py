"""
The shipped ISO 3166 tables are pycountry's, and read as English.
"""

import json
import re
import unicodedata

import pycountry
import pytest

from policykit.jurisdictions import atlas
from policykit.jurisdictions.atlas import parts
from tests.regenerate_iso3166 import (
    OTHER_NAMES,
    TARGET,
    WITH_ARTICLE,
    pycountry_name,
    tables,
)

FILES = [
    "alpha_3.json",
    "countries.json",
    "subdivision_parents.json",
    "subdivisions.json",
    "subdivisions_in_texts.json",
]


def shipped(file: str) -> dict[str, str]:
    """
    The table as the package ships it; a code given twice is an error.
    """

    def once(pairs: list[tuple[str, str]]) -> dict[str, str]:
        assert len(dict(pairs)) == len(pairs), f"{file} gives a code twice"
        return dict(pairs)

    text = (TARGET / file).read_text(encoding="utf-8")
    table: dict[str, str] = json.loads(text, object_pairs_hook=once)
    return table


@pytest.fixture(scope="module")
def countries() -> dict[str, str]:
    return shipped("countries.json")


@pytest.fixture(scope="module")
def subdivisions() -> dict[str, str]:
    return shipped("subdivisions.json")


def test_the_tables_are_the_three_files():
    assert sorted(tables()) == FILES


@pytest.mark.parametrize("file", FILES)
def test_the_shipped_table_is_what_pycountry_says(file):
    as_shipped = (TARGET / file).read_bytes().decode("utf-8")
    # Not `assert a == b`: what matters is which entries differ, not two texts of 5,000 lines.
    if as_shipped != tables()[file]:
        here, there = as_shipped.splitlines(), tables()[file].splitlines()
        lines = sorted(set(here) ^ set(there)) or ["(only the order or the line ends)"]
        pytest.fail(f"{file} differs; run `make iso3166`: " + "\n".join(lines[:20]))


def test_the_tables_are_the_same_each_time():
    assert tables() == tables()


@pytest.mark.parametrize("file", FILES)
def test_entries_are_one_a_line_and_sorted_by_code(file):
    lines = tables()[file].split("\n")
    assert (lines[0], lines[-2], lines[-1]) == ("{", "}", "")
    codes = [re.fullmatch(r'  "([A-Z0-9-]+)": ".+",?', line) for line in lines[1:-2]]
    assert all(codes)
    found = [match[1] for match in codes if match]
    assert found == sorted(set(found))


def test_there_are_249_countries_with_two_letter_codes(countries):
    assert len(countries) == 249
    assert all(re.fullmatch("[A-Z]{2}", code) for code in countries)


def test_every_subdivision_pycountry_has_is_there(subdivisions):
    assert set(subdivisions) == {part.code for part in pycountry.subdivisions}
    assert all(re.fullmatch("[A-Z]{2}-[A-Z0-9]{1,3}", code) for code in subdivisions)


def test_every_subdivision_lies_in_a_country_of_the_table(countries, subdivisions):
    assert {code.partition("-")[0] for code in subdivisions} <= set(countries)


def test_a_subdivision_lies_in_one_of_its_own_country_and_never_in_itself(subdivisions):
    parents = shipped("subdivision_parents.json")
    assert len(parents) > 1000
    for code, above in parents.items():
        assert {code, above} <= set(subdivisions)
        assert code[:2] == above[:2]
        line = [code]
        while line[-1] in parents:
            line.append(parents[line[-1]])
            assert len(line) == len(set(line)) <= 3, line


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("FR-75C", ("FR-75C", "FR-IDF", "FR")),
        ("FR-67", ("FR-67", "FR-6AE", "FR-GES", "FR")),
        ("ES-B", ("ES-B", "ES-CT", "ES")),
        ("GB-BKM", ("GB-BKM", "GB-ENG", "GB")),
        ("US-CA", ("US-CA", "US")),
        ("NO", ("NO",)),
    ],
)
def test_a_place_lies_in_what_iso_says(code, line):
    assert atlas().lineage(code) == line


def test_the_parts_of_a_place_are_those_that_lie_straight_in_it():
    assert len(parts("FR-IDF")) == 8
    assert "FR-75C" in parts("FR-IDF")
    assert parts("FR-6AE") == ("FR-67", "FR-68")
    assert "FR-67" not in parts("FR-GES")
    assert "FR-IDF" in parts("FR")
    assert "FR-75C" not in parts("FR")
    assert parts("US-CA") == ()


@pytest.mark.parametrize("file", ["countries.json", "subdivisions.json"])
def test_names_are_composed_text_with_single_plain_spaces(file):
    for code, name in shipped(file).items():
        assert name == " ".join(name.split()) != "", code
        assert name == unicodedata.normalize("NFC", name), code
        assert name.isprintable(), code
        assert not re.search(r"[\[\]†\u0305]", name), code


def test_no_two_countries_have_one_name(countries):
    assert len(set(countries.values())) == len(countries)


def test_no_country_has_the_name_of_an_alphabetical_list(countries):
    with_comma = {code for code, name in countries.items() if "," in name}
    assert with_comma == {"BQ", "SH"}, "names of three islands each; others are inverted names"
    assert not [name for name in countries.values() if re.search(" of( the)?$", name)]


def test_an_article_is_small_and_at_the_start(countries):
    assert not [name for name in countries.values() if name.startswith("The ")]
    lower = {code for code, name in countries.items() if not name[0].isupper()}
    assert all(countries[code].startswith("the ") for code in lower)


def test_no_override_is_idle(countries):
    assert not WITH_ARTICLE & set(OTHER_NAMES)
    assert WITH_ARTICLE | set(OTHER_NAMES) <= set(countries)
    plain = {country.alpha_2: pycountry_name(country) for country in pycountry.countries}
    for code, name in OTHER_NAMES.items():
        assert name.removeprefix("the ") != plain[code], f"{code} needs no name of its own any more"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("BO", "Bolivia"),
        ("BS", "the Bahamas"),
        ("CD", "the Democratic Republic of the Congo"),
        ("CZ", "Czechia"),
        ("GB", "the United Kingdom"),
        ("IR", "Iran"),
        ("KP", "North Korea"),
        ("KR", "South Korea"),
        ("NL", "the Netherlands"),
        ("NO", "Norway"),
        ("RU", "Russia"),
        ("TR", "Türkiye"),
        ("TW", "Taiwan"),
        ("US", "the United States"),
        ("VN", "Vietnam"),
    ],
)
def test_a_country_is_called_what_a_newspaper_calls_it(countries, code, name):
    assert countries[code] == name


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("BE-BRU", "Région de Bruxelles-Capitale"),
        ("CO-SAP", "San Andrés, Providencia y Santa Catalina"),
        ("DE-BY", "Bayern"),
        ("GB-BCP", "Bournemouth, Christchurch and Poole"),
        ("GB-DUR", "County Durham"),
        ("GB-WLS", "Wales"),
        ("JO-AM", "Al ‘Āşimah"),
        ("MA-OUD", "Oued Ed-Dahab"),
        ("MD-GA", "Unitatea teritorială autonomă Găgăuzia (UTAG)"),
        ("MK-801", "Aerodrom"),
        ("SE-AB", "Stockholms län"),
        ("US-CA", "California"),
    ],
)
def test_a_subdivision_is_called_what_people_call_it(subdivisions, code, name):
    assert subdivisions[code] == name
