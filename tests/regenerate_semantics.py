"""
What the examples of docs/semantics.md come out as: `python -m tests.regenerate_semantics`.

An example is a fenced block `yaml example` with the clauses `before` and `after`, which are
compared; or with `after` and what is done with it: it is asked (`ask`), compared with an `other`
policy, in force for a person who agreed to `before`, with `between` between them (`since`), or told
of in the history of these three (`changelog`). The block behind it is what policykit says; this is
where that is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from policykit.comparison import changelog, compare, diff
from policykit.comparison.wording import Words
from policykit.library import Policy, Version
from policykit.library.reading import read_header
from policykit.render import changelog as history
from policykit.render import comparison, text
from tests.conftest import ROOT
from tests.writing import HEADER, version

TARGET: Final = ROOT / "docs" / "semantics.md"
_EXAMPLE: Final = re.compile(r"```yaml example\n(.*?)```\n\n```text\n.*?```\n", re.DOTALL)
_WIDE: Final = text.Style(width=98)


def renewed(page: str) -> str:
    """The page with what its examples come out as."""

    def written(found: re.Match[str]) -> str:
        said = "\n".join(outcome(yaml.safe_load(found[1])))
        return f"```yaml example\n{found[1]}```\n\n```text\n{said}\n```\n"

    return _EXAMPLE.sub(written, page)


def outcome(example: dict[str, Any]) -> Iterator[str]:
    """What an example comes out as, line by line."""
    after = version(example["after"], "2.0.0", published="2025-03-01")
    if "ask" in example:
        for question in example["ask"]:
            yield from _answer(after, question)
    elif "other" in example:
        beta = {**HEADER, "id": "beta/privacy", "title": "Beta Privacy Policy", "publisher": "Beta"}
        of, _ = read_header(json.dumps(beta), "policy.yaml", "")
        other = version(example["other"], "1.0.0", of, policy="beta/privacy")
        yield from comparison.text(compare(after, other), _WIDE).rstrip("\n").split("\n")
    elif "since" in example:
        yield from _since(example, after)
    elif "changelog" in example:
        found = changelog(_policy(example, after), **example["changelog"])
        yield from history.text(found, _WIDE, "reader").rstrip("\n").split("\n")
    else:
        between = diff(version(example["before"]), after)
        # Below title, versions and a blank line.
        yield from text.diff(between, _WIDE).rstrip("\n").split("\n")[3:]


def _policy(example: dict[str, Any], after: Version) -> Policy:
    versions = {
        "1.0.0": version(example["before"], "1.0.0", published="2025-01-01"),
        "1.1.0": version(example["between"], "1.1.0", published="2025-02-01"),
        "2.0.0": after,
    }
    return Policy(after.header, versions, "")


def _since(example: dict[str, Any], after: Version) -> Iterator[str]:
    found = _policy(example, after).changes_since(on="2025-04-01", **example["since"])
    yield f"in force: {found.in_force.number}; since: " + ", ".join(
        one.number for one in found.since
    )
    yield f"needs consent: {str(found.needs_consent).lower()}; verdict there: {found.diff.verdict}"


def _answer(of: Version, question: dict[str, Any]) -> Iterator[str]:
    found = of.decide(**question)
    asked = ", ".join(f"{name}={value}" for name, value in question.items())
    yield f"{asked}:"
    space = of._deciders[None].space
    lines = text.decision(found, _WIDE, Words(of, of, space)).rstrip("\n").split("\n")
    yield lines[0].split(" (")[0]
    yield from lines[1:]


if __name__ == "__main__":
    TARGET.write_text(renewed(TARGET.read_text("utf-8")), "utf-8")
