"""z3 and the engine agree on policies of real size."""

from __future__ import annotations

import pytest

from tests.z3_oracle import check


@pytest.mark.parametrize("seed", range(10))
def test_a_solver_agrees_on_every_verdict_of_two_policies_of_200_clauses(seed: int) -> None:
    assert check(seed + 10_000) == ""
