"""
Make the shipped table of languages from what pycountry says: those that ISO 639 gives two letters.

Run it as `make iso639` after an update of pycountry; `test_iso639.py` notices when it is due.
"""

import json
import sys
from pathlib import Path
from typing import Final

import pycountry

TARGET: Final = Path(__file__).resolve().parent.parent / "policykit" / "vocabulary/languages.json"

# Called otherwise by those who write a policy than by ISO 639.
CALLED: Final = {"el": "Greek", "km": "Khmer", "ms": "Malay", "ne": "Nepali", "sw": "Swahili"}


def table() -> str:
    """The text of the table: one code a line, with its name."""
    names = {
        one.alpha_2: CALLED.get(one.alpha_2, one.name)
        for one in pycountry.languages
        if hasattr(one, "alpha_2")
    }
    return json.dumps(names, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def main() -> None:
    """Write the table."""
    TARGET.write_text(table(), "utf-8", newline="\n")
    sys.stdout.write(f"{TARGET.name}\n")


if __name__ == "__main__":
    main()
