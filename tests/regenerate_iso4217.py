"""
Make the shipped table of currencies from what pycountry says, and the withdrawn ones below.

Run it as `make iso4217` after an update of pycountry; `test_iso4217.py` notices when it is due. A
currency that ISO withdraws, and that pycountry then leaves out, is added to `WITHDRAWN`: a policy
of the time when it was money goes on meaning it.
"""

import json
import sys
from pathlib import Path
from typing import Final

import pycountry

TARGET: Final = (
    Path(__file__).resolve().parent.parent / "policykit" / "vocabulary" / "currencies.json"
)

NO_MONEY: Final = frozenset(("XTS", "XXX"))
"""Codes for testing and for no currency at all."""

# ISO 4217, list three (codes for historic denominations): those withdrawn since 1999.
WITHDRAWN: Final = {
    "AFA": "Afghani",
    "ANG": "Netherlands Antillean Guilder",
    "ATS": "Schilling",
    "AZM": "Azerbaijanian Manat",
    "BEF": "Belgian Franc",
    "BGL": "Lev",
    "BGN": "Bulgarian Lev",
    "BYB": "Belarusian Ruble",
    "BYR": "Belarusian Ruble",
    "CSD": "Serbian Dinar",
    "CUC": "Peso Convertible",
    "CYP": "Cyprus Pound",
    "DEM": "Deutsche Mark",
    "EEK": "Kroon",
    "ESP": "Spanish Peseta",
    "FIM": "Markka",
    "FRF": "French Franc",
    "GHC": "Cedi",
    "GRD": "Drachma",
    "HRK": "Croatian Kuna",
    "IEP": "Irish Pound",
    "ITL": "Italian Lira",
    "LTL": "Lithuanian Litas",
    "LUF": "Luxembourg Franc",
    "LVL": "Latvian Lats",
    "MGF": "Malagasy Franc",
    "MRO": "Ouguiya",
    "MTL": "Maltese Lira",
    "MZM": "Mozambique Metical",
    "NLG": "Netherlands Guilder",
    "PTE": "Portuguese Escudo",
    "ROL": "Romanian Leu",
    "RUR": "Russian Ruble",
    "SDD": "Sudanese Dinar",
    "SIT": "Tolar",
    "SKK": "Slovak Koruna",
    "SLL": "Leone",
    "SRG": "Surinam Guilder",
    "STD": "Dobra",
    "TMM": "Turkmenistan Manat",
    "TRL": "Old Turkish Lira",
    "VEB": "Bolivar",
    "VEF": "Bolivar",
    "YUM": "New Dinar",
    "ZMK": "Zambian Kwacha",
    "ZWD": "Zimbabwe Dollar",
    "ZWL": "Zimbabwe Dollar",
}


def table() -> str:
    """The text of the table: one code a line, with its name."""
    current = {one.alpha_3: one.name for one in pycountry.currencies if one.alpha_3 not in NO_MONEY}
    names = {**WITHDRAWN, **current}
    return json.dumps(names, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def main() -> None:
    """Write the table where the package ships it."""
    TARGET.write_text(table(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{TARGET.name}\n")


if __name__ == "__main__":
    main()
