"""Which anchor each alias of a text stands for, as its nodes are or will be written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policykit.document.syntax import Node


def nodes(node: Node) -> Iterator[Node]:
    """A node and all inside of it, keys too, as they stand in the text."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        for entry in reversed(one.entries):
            waiting.append(entry.value)
            if entry.key is not None:
                waiting.append(entry.key)


def targets(written: Iterable[Node]) -> dict[int, int | None]:
    """Which node each alias stands for, both by identity."""
    anchored: dict[str, int] = {}
    found: dict[int, int | None] = {}
    for node in written:
        if node.kind == "alias":
            found[id(node)] = anchored.get(node.value)
        elif node.anchor:
            anchored[node.anchor] = id(node)
    return found
