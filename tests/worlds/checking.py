"""The engine's answers on a case, held against the definitions."""

from __future__ import annotations

import random

from policykit.comparison import diff
from policykit.library.policy import Version
from tests.worlds import engine
from tests.worlds.comparing import Comparison
from tests.worlds.deciding import Decisions
from tests.worlds.documents import case
from tests.worlds.making import Case
from tests.worlds.output import expect
from tests.worlds.reading import Ambiguous, Reading
from tests.worlds.space import Space

ATTEMPTS = 40


def readable(seed: int) -> tuple[Case, tuple[Version, Version]]:
    """The first case of a seed whose versions are free of errors."""
    for attempt in range(ATTEMPTS):
        made = case(seed * ATTEMPTS + attempt)
        found = engine.versions(made)
        if found is not None:
            return made, found
    raise AssertionError(f"no case of seed {seed} can be read")


def check(made: Case, versions: tuple[Version, Version], dice: random.Random) -> bool:
    """
    Hold everything that the engine says of a case against the definitions.

    Returns:
        False if the definitions leave open what it means (overlays without an order).
    Raises:
        Disagreement: they differ.

    """
    found = diff(*versions, on=made.on, jurisdiction=made.jurisdiction)
    starts = [one.start() or "" for one in versions]
    expect(found.on, made.on or max(starts), "on")
    space = Space(made.world, found.on, made.world.words)
    try:
        readings = tuple(Reading(space, side, text) for side, text in enumerate(made.texts))
        Comparison(made, versions, found, space, (readings[0], readings[1])).check()
        for side in (0, 1):
            Decisions(made, versions[side], side, found.on, dice).check()
    except Ambiguous:
        return False
    return True
