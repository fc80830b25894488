"""What a policy says on the day before a text takes effect, and on that day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from policykit.library import Policy


def around(policy: Policy, day: str, place: str, question: Mapping[str, Any]) -> tuple[str, str]:
    """The outcomes for somebody in a place, by what is in force the day before and on the day."""
    eve = date.fromisoformat(day) - timedelta(days=1)
    before, after = (
        policy.on(one, place).decide(jurisdiction=place, **question).outcome for one in (eve, day)
    )
    return before, after
