"""What was found, kept to be given again: as much of it as there is room for."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final, TypeVar

MOST_REMEMBERED: Final = 10_000
"""How much one memory keeps: answers, terms of a coordinate, names of sets."""

_Key = TypeVar("_Key", bound=Hashable)
_Found = TypeVar("_Found")


def remember(memory: dict[_Key, _Found], key: _Key, found: _Found) -> None:
    """Keep what was found; where too much is kept, forget the rest."""
    if len(memory) >= MOST_REMEMBERED:
        memory.clear()
    memory[key] = found
