"""
Python's search for cycles of objects, put off while something is made that has none.

The search runs each time so many objects have been made, and looks at all that are kept: a large
document, or many, would be looked at again and again for nothing. What is put off is made up for
right after.
"""

from __future__ import annotations

import gc
from _thread import allocate_lock  # at once, which threading is not
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_PAUSED: Final = allocate_lock()


@contextmanager
def collector_paused() -> Iterator[None]:
    """
    No search for cycles within the block, unless another block, in whatever thread, sees to that.

    The block that began the pause ends it, so that blocks of several threads that overlap never
    keep the search from running for long; whoever has turned it off finds it off.
    """
    if not (gc.isenabled() and _PAUSED.acquire(blocking=False)):
        yield
        return
    try:
        gc.disable()
        yield
    finally:
        gc.enable()
        _PAUSED.release()
