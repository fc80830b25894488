"""What places are called that have another name or code here, to say which code is meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CALLED: Final[Mapping[str, str]] = {
    # By another code: the EU's own habits among them.
    "uk": "GB",
    "el": "GR",
    "eu27": "EU",
    "eu28": "EU",
    "uae": "AE",
    # By another English name, or an earlier one.
    "america": "US",
    "britain": "GB",
    "burma": "MM",
    "cape verde": "CV",
    "czech republic": "CZ",
    "europe": "EU",
    "great britain": "GB",
    "holland": "NL",
    "ivory coast": "CI",
    "korea": "KR",
    "macau": "MO",
    "macedonia": "MK",
    "republic of korea": "KR",
    "russian federation": "RU",
    "swaziland": "SZ",
    "turkey": "TR",
    "united states of america": "US",
    "vatican": "VA",
    # By the name at home, where it is another one.
    "belgien": "BE",
    "belgique": "BE",
    "belgië": "BE",
    "brasil": "BR",
    "danmark": "DK",
    "deutschland": "DE",
    "eesti": "EE",
    "españa": "ES",
    "hrvatska": "HR",
    "italia": "IT",
    "latvija": "LV",
    "lietuva": "LT",
    "magyarország": "HU",
    "méxico": "MX",
    "nederland": "NL",
    "norge": "NO",
    "polska": "PL",
    "românia": "RO",
    "schweiz": "CH",
    "slovenija": "SI",
    "slovensko": "SK",
    "suisse": "CH",
    "suomi": "FI",
    "sverige": "SE",
    "svizzera": "CH",
    "česko": "CZ",
    "österreich": "AT",
    "ελλάδα": "GR",
    "българия": "BG",
}
"""In lower case, words apart by a space."""
