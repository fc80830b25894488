"""
What every version of the shipped policies changed, as it is printed: for reading by eye.

`python -m tests.corpus.golden` writes the files below `tests/golden/corpus`, one a step. A step is
from the version in force before, everywhere; one that was announced and withdrawn is a step that
nobody took. Read what changes there before it is committed: a person vouches for each of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import policykit
from policykit.library.numbers import precedence
from policykit.render import text
from policykit.render.text import Style
from tests.conftest import ROOT

GOLDEN = ROOT / "tests" / "golden" / "corpus"
WIDTH = 100


class Step(NamedTuple):
    """Two versions of which the later one followed the other, or was to."""

    before: policykit.Version
    after: policykit.Version

    @property
    def file(self) -> Path:
        """Where what it changed is written down."""
        name = f"{self.before.number}..{self.after.number}.text"
        return GOLDEN / self.after.policy_id.replace("/", "-") / name

    @property
    def shown(self) -> str:
        """What it changed, as `policykit diff` prints it."""
        return text.diff(policykit.diff(self.before, self.after), Style(WIDTH))


def steps() -> Iterator[Step]:
    """Every step of every shipped policy."""
    library = policykit.load(ROOT / "policies")
    for policy in (library[name] for name in library):
        kept = sorted(
            (one for one in policy.versions.values() if one.number != "draft"),
            key=lambda one: precedence(one.number),
        )
        for place, version in enumerate(kept[1:], 1):
            yield Step(next(one for one in kept[place - 1 :: -1] if not one.withdrawn), version)


def main() -> None:
    """Write the golden files."""
    written = set()
    for step in steps():
        step.file.parent.mkdir(parents=True, exist_ok=True)
        step.file.write_text(step.shown, "utf-8")
        written.add(step.file)
    for file in GOLDEN.glob("*/*.text"):
        if file not in written:
            file.unlink()


if __name__ == "__main__":
    main()
