"""The engine agrees with going through every scenario, on random small worlds."""

from __future__ import annotations

import os

import pytest

from tests.worlds.running import all_blocks

PAIRS = int(os.environ.get("POLICYKIT_ORACLE_PAIRS", "20000"))


def test_diff_decide_commitments_and_bump_agree_with_going_through_every_scenario() -> None:
    held = 0
    for block in all_blocks(PAIRS, min(2, os.cpu_count() or 1)):
        assert not block.trouble, block.trouble
        held += block.held
    assert held > 0.95 * PAIRS


def test_what_many_clauses_share_is_exact_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Told where boxes of both sides meet, as a large change is, however small the change is."""
    for module in ("outcomes", "guarantees"):
        monkeypatch.setattr(f"policykit.comparison.{module}.MANY", -1)
    for block in all_blocks(2000, min(2, os.cpu_count() or 1), 2_000_000):
        assert not block.trouble, block.trouble
