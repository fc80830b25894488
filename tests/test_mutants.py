"""The mutation tester makes what it says, finds what can be found, and its list is kept."""

from __future__ import annotations

import ast
from collections import Counter

import pytest

from tests.mutants.explained import explained, key
from tests.mutants.operators import said
from tests.mutants.sources import MODULES, ROOT, code_of, functions, mutants, text_of, watched


@pytest.mark.parametrize("module", MODULES)
def test_every_mutant_of_a_module_is_another_module(module: str) -> None:
    original = compile(text_of(module), str(ROOT / module), "exec", dont_inherit=True)
    known = {name for name, _ in functions(original)}
    found = mutants(module)
    assert len(found) > 50
    for mutant in found[:: len(found) // 20]:
        made = code_of(mutant)
        assert made != original
        if mutant.function is not None:
            assert mutant.function in known
            changed = {name for name, code in functions(made) if code not in original.co_consts}
            assert mutant.function in changed or "." in mutant.function[0]
    assert {name for name, _ in functions(watched(module))} == known


def test_what_survived_and_is_explained_is_still_there() -> None:
    there = {key(mutant) for module in MODULES for mutant in mutants(module)}
    assert explained()
    assert explained().keys() <= there
    assert all(explained().values())


def test_faults_of_every_sort_are_put_in() -> None:
    changes = Counter(one.change for one in mutants("policykit/scenarios/space.py"))
    for change in (
        "mask & cut → mask | cut",
        "~cut → cut",
        "if not mask & cut → if True",
        "found.append(box) → (nothing)",
        "4096 → 4097",
        "max(1, len(named)) → min(1, len(named))",
        "start is not None → start is None",
        "level + 1 → level - 1",
        "return tuple(masks) → return None",
        "('when', 'unless') → ('unless',)",
    ):
        assert changes[change], change


def test_a_change_is_said_in_one_line() -> None:
    assert said(ast.parse("f(\n  1,\n  2)").body[0]) == "f(1, 2)"
    assert len(said(ast.parse("+".join("abcdefgh" * 10)).body[0])) < 100
