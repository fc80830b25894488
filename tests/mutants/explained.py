"""The survivors that docs/testing.md explains."""

from __future__ import annotations

from tests.mutants.sources import ROOT, Mutant

Key = tuple[str, str, str]
"""Module, function and change; not the line, which moves."""


def key(mutant: Mutant) -> Key:
    """By what a mutant is found in the list."""
    return mutant.module.removeprefix("policykit/"), mutant.where, mutant.change


def explained() -> dict[Key, str]:
    """
    The list in docs/testing.md: rows of a module and function, a change, and a reason.

    A change that occurs several times in a function is explained for all.
    """
    found: dict[Key, str] = {}
    for line in (ROOT / "docs" / "testing.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.replace("\\|", "\0").strip("|").split(" | ")]
        if len(cells) == 4 and cells[0].endswith(".py`"):
            module, where, change = (cell.strip("`").replace("\0", "|") for cell in cells[:3])
            found[module, where, change] = cells[3]
    return found
