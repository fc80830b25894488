"""
Currencies: the codes of ISO 4217, those that are money now and those that once were.

The table is generated from pycountry (`make iso4217`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from policykit.findings import near

_TABLE: Final = Path(__file__).parent / "currencies.json"

_OFTEN: Final = ("EUR", "USD", "GBP", "JPY", "CNY", "CHF", "INR", "BRL", "CAD", "AUD")
"""What a mistyped code most often means, where it is as near to others."""

_CALLED: Final[Mapping[str, str]] = {"RMB": "CNY", "UKP": "GBP", "NTD": "TWD", "STG": "GBP"}
"""What some currencies are called that have another code."""


@cache
def currencies() -> Mapping[str, str]:
    """Codes and names; read when money is first met."""
    table: dict[str, str] = json.loads(_TABLE.read_text("utf-8"))
    return table


def meant(code: str) -> str:
    """How to mend a code that is no currency's."""
    hint = _CALLED.get(code) or next(iter(near(code, dict.fromkeys((*_OFTEN, *currencies())))), "")
    return f"did you mean '{hint}'?" if hint else "use a code of ISO 4217, such as EUR"
