"""Many cases on several processes, and the smallest document that still shows a disagreement."""

from __future__ import annotations

import gc
import json
import multiprocessing
import random
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from typing import Any, NamedTuple

from policykit.jurisdictions.atlas import parents, subdivisions
from policykit.library.answer import ImpossibleScenario
from policykit.library.policy import Version
from policykit.schema import schema_text
from tests.worlds import engine
from tests.worlds.checking import check, readable
from tests.worlds.making import Case, Text

BLOCK = 250
SAMPLE = 100
"""Of so many cases one has its outputs checked against the JSON schemas."""


class Block(NamedTuple):
    """What a block of seeds gave: how many were held, left open, and the first disagreement."""

    held: int
    open: int
    trouble: str


def run(first: int) -> Block:
    """The cases of `BLOCK` seeds from one on."""
    held = open_ = 0
    for seed in range(first, first + BLOCK):
        made, versions = readable(seed)
        trouble = wrong(made, seed, versions)
        if trouble is None:
            open_ += 1
        elif trouble:
            return Block(held, open_, report(seed, made, trouble))
        else:
            held += 1
        if seed % SAMPLE == 0:
            valid(versions, made)
    gc.collect()
    return Block(held, open_, "")


def wrong(made: Case, seed: int, known: tuple[Version, Version] | None = None) -> str | None:
    """
    What the engine gets wrong about a case; empty if nothing, None if the case is open.

    `known` are its versions, where they have been read.
    """
    versions = known or engine.versions(made)
    if versions is None:
        return None
    try:
        return "" if check(made, versions, random.Random(seed)) else None
    except Exception as error:  # a crash is as wrong as a wrong answer
        return f"{type(error).__name__}: {error}"


def valid(versions: Any, made: Case) -> None:
    """The outputs have the shape that the schemas promise."""
    from jsonschema import Draft202012Validator

    from policykit.comparison import diff

    found = diff(*versions, on=made.on, jurisdiction=made.jurisdiction)
    outputs = {"diff": found.as_json()}
    with suppress(ImpossibleScenario):  # a world in which nothing can occur
        outputs["decision"] = versions[1].decide(on=found.on).as_json()
    for name, output in outputs.items():
        validator = Draft202012Validator(json.loads(schema_text(name)))
        validator.validate(json.loads(json.dumps(output)))


def all_blocks(pairs: int, processes: int, first: int = 0) -> Iterator[Block]:
    """The blocks of so many cases, as they come; nothing after the first disagreement."""
    assert subdivisions()
    assert parents()  # both are read once, before the processes part
    starts = range(first, first + pairs, BLOCK)
    # What a block leaves behind is little: to look for it once a block is enough.
    with multiprocessing.get_context("fork").Pool(processes, _start) as pool:
        for block in pool.imap_unordered(run, starts):
            yield block
            if block.trouble:
                pool.terminate()
                return


def _start() -> None:
    """What the process was born with is not looked at again for what is no longer used."""
    gc.disable()
    gc.freeze()


def report(seed: int, made: Case, trouble: str) -> str:
    """A disagreement that can be had again, on the smallest documents that show it."""
    small = shrunk(made, seed, trouble.partition(":")[0])
    lines = [f"seed {seed}: {wrong(small, seed)}", f"world: {small.world}"]
    lines.append(f"on: {small.on}, jurisdiction: {small.jurisdiction}")
    for name, text in zip(("before", "after"), small.texts, strict=True):
        lines += [f"{name}: {json.dumps(text.frame)}", *map(json.dumps, text.clauses)]
    return "\n".join(lines)


def shrunk(made: Case, seed: int, kind: str) -> Case:
    """The case less every clause and field that the disagreement does not need."""
    while True:
        for smaller in _smaller(made):
            found = wrong(smaller, seed)
            if found and found.startswith(kind):
                made = smaller
                break
        else:
            return made


def _smaller(made: Case) -> Iterator[Case]:
    for side, text in enumerate(made.texts):
        for place in range(len(text.clauses)):
            yield _with(made, side, [*text.clauses[:place], *text.clauses[place + 1 :]])
    if made.on is not None:
        yield replace(made, on=None)
    if made.jurisdiction is not None:
        yield replace(made, jurisdiction=None)
    for side, text in enumerate(made.texts):
        for path in [*_paths(text.clauses)]:
            yield _with(made, side, _without(text.clauses, path))
        if "jurisdictions" in text.frame:
            frame = {name: one for name, one in text.frame.items() if name != "jurisdictions"}
            texts = [*made.texts]
            texts[side] = Text(text.clauses, frame)
            yield replace(made, texts=(texts[0], texts[1]))


def _with(made: Case, side: int, clauses: Any) -> Case:
    texts = [*made.texts]
    texts[side] = Text(clauses, made.texts[side].frame)
    return replace(made, texts=(texts[0], texts[1]))


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in items:
        if path and key not in ("id", "kind"):
            yield (*path, key)
        if isinstance(one, dict | list):
            yield from _paths(one, (*path, key))


def _without(value: Any, path: tuple[Any, ...]) -> Any:
    found = deepcopy(value)
    node = found
    for key in path[:-1]:
        node = node[key]
    del node[path[-1]]
    return found
