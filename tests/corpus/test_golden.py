"""Every step of the shipped policies is told as a person has read it."""

from __future__ import annotations

import pytest

from tests.corpus.golden import GOLDEN, Step, steps

STEPS = list(steps())


@pytest.mark.parametrize(
    "step", STEPS, ids=lambda step: f"{step.after.policy_id}@{step.after.number}"
)
def test_what_changed_reads_as_the_golden_file(step: Step) -> None:
    assert step.shown == step.file.read_text("utf-8")


def test_there_is_a_file_for_each_step_and_no_other() -> None:
    assert {step.file for step in STEPS} == set(GOLDEN.glob("*/*.text"))
