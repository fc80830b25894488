"""
Where a suppression goes that the canonical form would make be about other nodes.

Moved above what it is about, it may be about more nodes, and yet set the same findings aside. That
is what counts, so the rules are asked: a place is good if they find the same as before.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

from policykit.document import Document, file_bytes
from policykit.editing.comments import Unmovable
from policykit.findings import Finding, in_order
from policykit.library.files import HEADER, folder_name
from policykit.library.reading import read_header, read_version
from policykit.rules import header_rules, lint, lint_header, profiles, rule_of, rules_asked
from policykit.validation.suppressions import Suppression, suppressed

Lift = Literal["field", "clause"]
"""Above what a comment is moved."""
Found = Counter[tuple[str, str | None]]
"""Findings by their fingerprints, each with the reason that sets it aside."""
Judge = Callable[[str], Found | None]

_MOST: Final = 20
"""How many comments are tried in other places; each is judged a few times."""
_QUOTED: Final = "PK233"
"""What quotes mend, which are ours to add."""


def settled(
    document: Document,
    moved: Sequence[Suppression],
    canonical: Callable[[Mapping[int, Lift]], tuple[str, Sequence[Suppression]]],
    judge: Judge,
) -> str:
    """
    The canonical form in which the rules find what they find in a document.

    Parameters:
        document: it.
        moved: the suppressions that its canonical form has about other nodes.
        canonical: its canonical form with some comments, by their offsets, moved; and `moved`.
        judge: what the rules find in a text; None where they cannot be asked.

    Raises:
        Unmovable: there is none, or nobody knows.

    """
    before = judge(document.text) if len(moved) <= _MOST else None
    if before is None:
        raise unmovable(document, moved[0])
    lifted: dict[int, Lift] = {}
    for one in moved:
        tried: list[tuple[int, Lift | None]] = []
        lifts: tuple[Lift | None, ...] = (None, "field", "clause")
        for lift in lifts:
            places = lifted if lift is None else {**lifted, one.offset: lift}
            text, wrong = canonical(places)
            differences = _differences(before, judge(text), wrong)
            if not differences:
                return text
            tried.append((differences, lift))
        _, lift = min(tried, key=lambda found: found[0])
        if lift is not None:
            lifted[one.offset] = lift
    raise unmovable(document, moved[0])


def unmovable(document: Document, one: Suppression) -> Unmovable:
    """That there is no place for a suppression."""
    line, _ = document.line_column(one.offset)
    return Unmovable(document.path, line, document.text[one.offset : one.end])


def _differences(before: Found, after: Found | None, wrong: Sequence[Suppression]) -> int:
    # What a rule finds that looks at a policy's whole history is not known from one file.
    unknown = [one for one in wrong if any(_of_history(code) for code in one.codes)]
    different = (
        before.total() + 1 if after is None else ((before - after) + (after - before)).total()
    )
    return different + len(unknown)


def _of_history(code: str) -> bool:
    made = rule_of(code)
    return made is not None and made.of == "policy"


def judge_of(path: str) -> Judge:
    """What every rule finds in a text that is to stand at a path; None where it has errors."""

    def judge(text: str) -> Found | None:
        place = Path(path)
        beside = place.parent / HEADER
        try:
            source = text if place.name == HEADER else file_bytes(os.fspath(beside))
        except OSError:
            return None
        header, _ = read_header(source, os.fspath(beside), folder_name(place.parent))
        if header is None:
            return None
        if place.name == HEADER:
            asked = {made.code for made in header_rules()}
            return _counted(header.document, lint_header(header), asked)
        content, _ = read_version(text, path, header, place.stem)
        if content is None:
            return None
        asked = {made.code for made in rules_asked(profiles(), whole=False)}
        found = lint(header, [content], profiles(), whole=False)
        return _counted(content.document, found, asked)

    return judge


def _counted(document: Document, findings: Sequence[Finding], asked: set[str]) -> Found:
    counting, aside = suppressed(document, in_order(list(findings)), asked)
    return Counter(
        (one.fingerprint, one.waived_by)
        for one in (*counting, *aside)
        if one.waived_by or one.code != _QUOTED
    )
