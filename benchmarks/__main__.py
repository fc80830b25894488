"""
`make bench`: what is measured, beside whom, and the goal.

Ours and the peer's runs alternate; a figure is the ratio of medians. Machines are noisy, so a goal
counts as missed only a quarter above it. Nothing here is a test: times are no matter of right.
"""

from __future__ import annotations

import gc
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import yaml

import policykit
from policykit.document import read
from policykit.schema import check_version, schema_text

ROOT = Path(__file__).parent.parent
TELEGRAM = ROOT / "policies" / "telegram" / "privacy"
ROUNDS = 9
SLACK = 1.25


def clauses_text(count: int) -> str:
    """A version file of Telegram's clauses, repeated under other ids to a given number."""
    head, _, body = (TELEGRAM / "2.0.0.yaml").read_text("utf-8").partition("\nclauses:\n")
    blocks = [f"  - id: {block}" for block in body.split("  - id: ")[1:]]
    dice = random.Random(0)  # noqa: S311  the same documents every time
    found = []
    for number in range(count):
        block = dice.choice(blocks)
        name = block.partition("\n")[0].removeprefix("  - id: ").strip()
        found.append(block.replace(name, f"{name}-{number}", 1))
    return f"{head}\nclauses:\n{''.join(found)}"


def medians(ours: Callable[[], object], peer: Callable[[], object]) -> tuple[float, float]:
    """Median seconds of both, run alternately with the collector paused."""
    times: tuple[list[float], list[float]] = ([], [])
    ours(), peer()
    for _ in range(ROUNDS):
        for side, run in zip(times, (ours, peer), strict=True):
            gc.collect()
            gc.disable()
            start = time.perf_counter()
            run()
            side.append(time.perf_counter() - start)
            gc.enable()
    return statistics.median(times[0]), statistics.median(times[1])


def row(name: str, peer_name: str, goal: float, ours: Callable[[], object], peer: Any) -> bool:
    """Measure, print and judge one figure."""
    mine, theirs = medians(ours, peer)
    ratio = mine / theirs
    verdict = "ok" if ratio <= goal * SLACK else "MISSED"
    print(
        f"{name:<44}{mine * 1e3:>9.2f} ms  {theirs * 1e3:>9.2f} ms  {ratio:>6.3f} x  "
        f"goal {goal:<5} {verdict:<7} {peer_name}"
    )
    return verdict == "ok"


def process(*command: str) -> Callable[[], object]:
    """A run of a whole process."""
    return lambda: subprocess.run(command, capture_output=True, check=True, cwd=ROOT)


def main() -> int:
    """Run all, and say how many goals were reached."""
    results = []
    for count in (20, 200, 2000):
        text = clauses_text(count).encode()
        results.append(
            row(
                f"read {count} clauses, with positions",
                "yaml.load(CSafeLoader)",
                0.4 if count == 2000 else 0.6,
                lambda text=text: read(text),
                lambda text=text: yaml.load(text, yaml.CSafeLoader),
            )
        )
    document, _ = read(clauses_text(200))
    assert document is not None
    validator = jsonschema.Draft202012Validator(json.loads(schema_text("version")))
    results.append(
        row(
            "check the shape of 200 valid clauses",
            "jsonschema, the same schema",
            0.02,
            lambda: check_version(document),
            lambda: list(validator.iter_errors(document.data)),
        )
    )
    python = sys.executable
    results += [
        row(
            "policykit --version",
            "python -c pass",
            1.5,
            process(python, "-m", "policykit", "--version"),
            process(python, "-c", "pass"),
        ),
        row(
            "policykit validate policies (105 clauses)",
            "import yaml, jsonschema; load them",
            1.5,
            process(python, "-m", "policykit", "validate", "policies"),
            process(
                python,
                "-c",
                "import yaml, jsonschema, glob\n"
                "for f in glob.glob('policies/*/*/*.yaml'):\n"
                "    yaml.load(open(f), yaml.CSafeLoader)",
            ),
        ),
    ]
    policy = policykit.load(ROOT / "policies")["telegram/privacy"]
    before, after = policy["1.0.0"], policy["2.0.0"]
    mine, _ = medians(lambda: policykit.diff(before, after), lambda: None)
    question = {"jurisdiction": "BR", "personal_data": "ip_address", "recipient": "police"}
    after.decide(**question)
    answer, _ = medians(lambda: after.decide(**question), lambda: None)
    print(f"\nTelegram, loaded: diff {mine * 1e3:.1f} ms, decide {answer * 1e3:.2f} ms")
    print(f"{sum(results)} of {len(results)} goals reached")
    return 0


if __name__ == "__main__":
    sys.exit(main())
