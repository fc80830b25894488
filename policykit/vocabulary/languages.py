"""
Languages: the codes of ISO 639 that have two letters, with which BCP 47 tags begin.

The table is generated from pycountry (`make iso639`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

_TABLE: Final = Path(__file__).parent / "languages.json"


@cache
def languages() -> Mapping[str, str]:
    """Codes and names; read when a policy names its languages."""
    table: dict[str, str] = json.loads(_TABLE.read_text("utf-8"))
    return table


def is_language(tag: str) -> bool:
    """Whether a tag begins with a language; of those with three letters any does."""
    first = tag.partition("-")[0]
    return len(first) != 2 or first == "en" or first in languages()


def language_meant(name: str) -> str:
    """The code of the language that has a name; empty if none has."""
    called = name.casefold()
    return next((code for code, one in languages().items() if one.casefold() == called), "")
