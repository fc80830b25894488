"""Documents to measure with: Telegram's clauses, repeated under other ids."""

from __future__ import annotations

import random
from pathlib import Path

ROOT = Path(__file__).parent.parent
TELEGRAM = ROOT / "tests" / "frozen" / "policies" / "telegram" / "privacy"

VALID = 81
"""A seed of which `version(20)` gives no finding: no clause is in it twice."""

_HEAD = """\
format: 1
policy: telegram/privacy
version: 2.0.0
published: 2024-09-23
clauses:
"""


def _blocks() -> list[str]:
    body = (TELEGRAM / "2.0.0.yaml").read_text("utf-8").partition("\nclauses:\n")[2]
    return [f"  - id: {block}" for block in body.split("  - id: ")[1:]]


def version(count: int, seed: int = 0) -> bytes:
    """A version file of a number of clauses."""
    dice = random.Random(seed)
    blocks = _blocks()
    found = []
    for number in range(count):
        block = dice.choice(blocks)
        name = block.partition("\n")[0].removeprefix("  - id: ").strip()
        found.append(block.replace(name, f"{name}-{number}", 1))
    return f"{_HEAD}{''.join(found)}".encode()


def header() -> bytes:
    """The policy.yaml that the version files go with."""
    return (TELEGRAM / "policy.yaml").read_bytes()


def tree(root: Path, policies: int, versions: int, clauses: int = 5) -> Path:
    """A folder of policies, each with a number of version files; returns it."""
    for number in range(policies):
        name = f"publisher-{number}/privacy"
        folder = root / name
        folder.mkdir(parents=True)
        head = header().replace(b"id: telegram/privacy", f"id: {name}".encode(), 1)
        (folder / "policy.yaml").write_bytes(head)
        for place in range(versions):
            body = version(clauses, number * versions + place)
            body = body.replace(b"policy: telegram/privacy", f"policy: {name}".encode(), 1)
            body = body.replace(b"version: 2.0.0", f"version: {place + 1}.0.0".encode(), 1)
            (folder / f"{place + 1}.0.0.yaml").write_bytes(body)
    return root
