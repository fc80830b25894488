"""The engine agrees with going through every scenario, on random small worlds."""

from __future__ import annotations

import os

from tests.worlds.running import all_blocks

PAIRS = int(os.environ.get("POLICYKIT_ORACLE_PAIRS", "20000"))


def test_diff_decide_commitments_and_bump_agree_with_going_through_every_scenario() -> None:
    held = 0
    for block in all_blocks(PAIRS, min(2, os.cpu_count() or 1)):
        assert not block.trouble, block.trouble
        held += block.held
    assert held > 0.95 * PAIRS
