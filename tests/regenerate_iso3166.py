"""
Make the shipped tables of countries and subdivisions from what pycountry says.

Of subdivisions that lie in another one (FR-75C in FR-IDF) a third table names that one; those that
it leaves out lie straight in their country. A fourth has the codes of three letters, so that
whoever types one is told the other. Each language of the catalogue but English has a table of the
names that iso-codes translates; what reads badly there is put right under `places` in its file.

Run it as `make iso3166` after an update of pycountry; `test_iso3166.py` notices when it is due.
The tables say what a country is called in a sentence, after "in": ISO 3166 writes names for an
alphabetical list ("Congo, The Democratic Republic of the"), and leaves the article out.
"""

import gettext
import json
import re
import sys
import unicodedata
from pathlib import Path

import pycountry

from policykit.jurisdictions.atlas import IN_TEXTS

CATALOGUE = Path(__file__).resolve().parent.parent / "policykit" / "catalogue"
TARGET = Path(__file__).resolve().parent.parent / "policykit" / "jurisdictions"

# Named as pycountry names them, with the article that English wants in running text.
WITH_ARTICLE = frozenset(
    {
        "AE",  # United Arab Emirates
        "AX",  # Åland Islands
        "BS",  # Bahamas
        "CC",  # Cocos (Keeling) Islands
        "CF",  # Central African Republic
        "CK",  # Cook Islands
        "DO",  # Dominican Republic
        "FO",  # Faroe Islands
        "GB",  # United Kingdom
        "GM",  # Gambia
        "IM",  # Isle of Man
        "IO",  # British Indian Ocean Territory
        "KM",  # Comoros
        "KY",  # Cayman Islands
        "MH",  # Marshall Islands
        "MP",  # Northern Mariana Islands
        "MV",  # Maldives
        "NL",  # Netherlands
        "PH",  # Philippines
        "SB",  # Solomon Islands
        "SC",  # Seychelles
        "TC",  # Turks and Caicos Islands
        "TF",  # French Southern Territories
        "UM",  # United States Minor Outlying Islands
        "US",  # United States
    }
)

# Called something else in running text than in pycountry's `common_name` or `name`.
OTHER_NAMES = {
    "BN": "Brunei",
    "CD": "the Democratic Republic of the Congo",
    "CG": "the Republic of the Congo",
    "FK": "the Falkland Islands",
    "FM": "the Federated States of Micronesia",
    "MF": "Saint Martin",
    "PN": "the Pitcairn Islands",
    "PS": "Palestine",
    "RU": "Russia",
    "SX": "Sint Maarten",
    "VA": "Vatican City",
    "VG": "the British Virgin Islands",
    "VI": "the U.S. Virgin Islands",
}

# What ISO 3166-2 adds to a name and nobody says: a second name or an older code in brackets
# ("Stockholms län [SE-01]"), a dagger, the mark that a Moroccan code lies in Western Sahara.
NOT_THE_NAME = re.compile(r"\s*(?:\[[^\]]*\]|†|\(EH(?:-partial)?\))")

# "Durham, County"; but not "San Andrés, Providencia y Santa Catalina", which is a list.
INVERTED = re.compile(r"(?P<name>[^,(]+), (?P<before>(?:(?! and | y )[^,(])+)(?P<after> \(.*\))?")


def tables() -> dict[str, str]:
    """
    The text of each table, by the name of its file.
    """
    subdivisions = {part.code: _subdivision_name(part.name) for part in pycountry.subdivisions}
    return {
        "alpha_3.json": _as_json(
            {country.alpha_3: country.alpha_2 for country in pycountry.countries}
        ),
        "countries.json": _as_json(
            {country.alpha_2: _country_name(country) for country in pycountry.countries}
        ),
        "subdivisions.json": _as_json(subdivisions),
        "subdivisions_in_texts.json": _as_json(
            {code: name for code, name in subdivisions.items() if code.startswith(IN_TEXTS)}
        ),
        "subdivision_parents.json": _as_json(
            {
                part.code: part.parent_code
                for part in pycountry.subdivisions
                if part.parent_code is not None
            }
        ),
    }


def translated() -> dict[str, str]:
    """
    The text of each language's table of places, by the language.
    """
    languages = sorted(path.stem for path in CATALOGUE.glob("*.yaml") if path.stem != "en")
    return {language: _as_json(_places_in(language)) for language in languages}


def _places_in(language: str) -> dict[str, str]:
    """
    Every country, and the subdivisions that the language calls otherwise than their own does.
    """
    countries, parts = (
        gettext.translation(domain, pycountry.LOCALES_DIR, languages=[language], fallback=True)
        for domain in ("iso3166-1", "iso3166-2")
    )
    found = {
        one.alpha_2: _subdivision_name(countries.gettext(getattr(one, "common_name", one.name)))
        for one in pycountry.countries
    }
    for part in pycountry.subdivisions:
        name = parts.gettext(part.name)
        if name != part.name:
            found[part.code] = _subdivision_name(name)
    return found


def pycountry_name(country: "pycountry.db.Country") -> str:
    """
    The shortest name that pycountry has for a country.
    """
    return _tidied(getattr(country, "common_name", country.name))


def _country_name(country: "pycountry.db.Country") -> str:
    if country.alpha_2 in OTHER_NAMES:
        return OTHER_NAMES[country.alpha_2]
    article = "the " if country.alpha_2 in WITH_ARTICLE else ""
    return article + pycountry_name(country)


def _subdivision_name(name: str) -> str:
    """
    The name without ISO's remarks, and in the order in which it is said.
    """
    said = NOT_THE_NAME.sub("", _tidied(name))
    if inverted := INVERTED.fullmatch(said):
        after = inverted["after"] or ""
        said = f"{inverted['before']} {inverted['name']}{after}"
    return said


def _tidied(name: str) -> str:
    """
    The name in composed letters, with single plain spaces between its words and none around it.
    """
    # One name has an overline (U+0305) where its neighbours have a macron (U+0304).
    return " ".join(unicodedata.normalize("NFC", name.replace("\u0305", "\u0304")).split())


def _as_json(names: dict[str, str]) -> str:
    """
    One entry a line, by code, with letters as they are.
    """
    return json.dumps(names, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def main() -> None:
    """
    Write the tables where the package ships them, and say which.
    """
    for name, text in tables().items():
        (TARGET / name).write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{name}\n")
    for language, text in translated().items():
        (CATALOGUE / "places" / f"{language}.json").write_text(text, "utf-8", newline="\n")
        sys.stdout.write(f"places/{language}.json\n")


if __name__ == "__main__":
    main()
