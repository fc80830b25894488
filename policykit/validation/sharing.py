"""
Work shared out among processes, its results in order.

A process of its own starts as a copy of this one, with all that has been read and remembered, and
sends back only what it found. Copying is safe only where nothing else runs in this process.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, Final, NoReturn, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


MANY: Final = 10**6
"""Bytes of policies from which sharing them out saves time: some tenths of a second of work."""


def can_share(size: int) -> bool:
    """
    Whether it is worth while to share out policies of so many bytes, and safe.

    It is under Linux, while this process has one thread.
    """
    if size < MANY or sys.platform != "linux":
        return False
    import threading  # not for little work

    return threading.active_count() == 1


def in_parts(items: Sequence[Item], sizes: Sequence[int], most: int) -> list[Sequence[Item]]:
    """The items, in order, as at most so many parts of about the same size, none of them empty."""
    parts: list[Sequence[Item]] = []
    total, begin, so_far = sum(sizes), 0, 0
    for end, size in enumerate(sizes, 1):
        so_far += size
        if so_far * most >= total * (len(parts) + 1) or end == len(items):
            parts.append(items[begin:end])
            begin = end
    return [part for part in parts if part]


def shared_out(
    work: Callable[[Sequence[Item]], Result], parts: Sequence[Sequence[Item]]
) -> list[Result]:
    """
    What some work gives for each part, all but the first part in a process of its own.

    A part whose process fails is worked on here, so that what goes wrong is seen where it would be
    without processes.
    """
    children = [_begun(work, part) for part in parts[1:]]
    try:
        found = [work(parts[0])]
        for part, child in zip(parts[1:], children, strict=True):
            ended = None if child is None else child.ended()
            found.append(work(part) if ended is None else ended[0])
    finally:
        for child in children:
            if child is not None:
                child.stop()
    return found


class _Child:
    """A process that sends its result through a pipe and ends."""

    def __init__(self, number: int, pipe: int) -> None:
        self._number = number
        self._pipe = pipe
        self._running = True

    def ended(self) -> tuple[Any] | None:
        """Its result, alone in a tuple; None if it failed."""
        with os.fdopen(self._pipe, "rb") as pipe:
            sent = pipe.read()
        self._running = False
        import pickle

        _, status = os.waitpid(self._number, 0)
        return None if status else (pickle.loads(sent),)  # noqa: S301  from our own process

    def stop(self) -> None:
        """End it, if it has not ended."""
        if self._running:
            import signal

            os.close(self._pipe)
            os.kill(self._number, signal.SIGKILL)
            os.waitpid(self._number, 0)


def _begun(work: Callable[[Sequence[Item]], Any], part: Sequence[Item]) -> _Child | None:
    """A process that works on a part; None where the system gives none."""
    try:
        reading, writing = os.pipe()
    except OSError:
        return None
    try:
        number = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        return None
    if not number:
        _work(work, part, writing)
    os.close(writing)
    return _Child(number, reading)


def _work(work: Callable[[Sequence[Item]], Any], part: Sequence[Item], writing: int) -> NoReturn:
    import pickle

    status = 1
    try:
        sent = pickle.dumps(work(part))
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(sent)
        status = 0
    finally:
        # Whatever went wrong is the parent's to find out; nothing of its buffers is written twice.
        os._exit(status)
