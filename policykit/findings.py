"""
What is wrong in a document, where, and how to mend it.

A `Finding` is a record: a code that never changes its meaning, a place, and words. Codes are
listed once, in `CODES`; whoever reports one names the code and gives the particulars.

Source: design of the project, "Findings" and "A message" in CONTRIBUTING.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

Severity = Literal["error", "warning", "info"]
SEVERITIES: Final[tuple[Severity, ...]] = ("info", "warning", "error")


class Code(NamedTuple):
    """A kind of finding: its stable code, its readable name, and how bad it is."""

    code: str
    name: str
    severity: Severity
    about: str


class Edit(NamedTuple):
    """A stretch of a text, by character offsets (the end is outside), and what replaces it."""

    start: int
    end: int
    text: str


class Finding(NamedTuple):
    """
    One thing wrong (or worth saying) in one document.

    `line` and `column` count from 1, columns in characters. `pointer` is the node's path with
    clauses named by their id, `/clauses/law-enforcement/recipients/0`; empty for the whole file.
    `fingerprint` is 16 hex digits that survive re-indentation and moving: it hashes code,
    document, pointer without list positions, and the particulars, never words or lines.
    `edits` mend it, where the mend is certain; `validate --fix` makes them.
    """

    code: str
    name: str
    severity: Severity
    message: str
    help: str
    file: str
    line: int
    column: int
    pointer: str
    fingerprint: str
    waived_by: str | None = None
    edits: tuple[Edit, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The finding as an entry of `policykit.findings/1`."""
        shown = self._asdict()
        del shown["edits"]
        return shown


def _table(*codes: Code) -> dict[str, Code]:
    table = {code.code: code for code in codes}
    if len(table) != len(codes):
        raise ValueError("a code is listed twice")
    return table


CODES: Final[dict[str, Code]] = _table(
    # PK0xx: the text is not the YAML that this project reads.
    Code("PK001", "yaml-syntax", "error", "The text is not well-formed YAML."),
    Code("PK002", "encoding", "error", "The file is not UTF-8."),
    Code("PK003", "control-character", "error", "A character that no reader can see."),
    Code("PK004", "duplicate-key", "error", "A map names one key twice."),
    Code("PK005", "several-documents", "error", "A file holds more than one YAML document."),
    Code("PK006", "tag", "error", "An explicit YAML tag."),
    Code("PK007", "alias", "error", "An alias that is unknown, recursive or expands too far."),
    Code("PK008", "too-deep", "error", "Maps and lists are nested too deeply."),
    Code("PK009", "too-large", "error", "The file is larger than a policy can be."),
    Code("PK010", "key-not-text", "error", "A key that is not text."),
    Code("PK011", "merge-key", "error", "A merge key, which YAML 1.2 does not have."),
    Code("PK012", "directive", "error", "A YAML directive other than %YAML 1.2."),
    Code("PK013", "empty", "error", "The file holds no document."),
    Code("PK014", "number", "error", "A number that JSON cannot carry exactly."),
    # PK1xx: the document is not shaped like a policy, or names what does not exist.
    Code("PK101", "shape", "error", "A value that the format does not allow in this place."),
    Code("PK102", "unknown-term", "error", "A word that is in no vocabulary."),
    Code("PK103", "unknown-field", "error", "A field that the format does not know here."),
    Code("PK104", "missing-field", "error", "A field that the format asks for."),
    Code("PK105", "duplicate-id", "error", "Two clauses or terms of one name."),
    Code("PK106", "unknown-jurisdiction", "error", "A code of no country, subdivision or group."),
    Code("PK107", "commitment-value", "error", "A value that the commitment cannot take."),
    Code("PK108", "own-vocabulary", "error", "A policy's own term, condition or group is wrong."),
    Code("PK109", "retired-term", "warning", "A term that has been retired for another."),
    Code("PK110", "wrong-place", "error", "Name, folder and content of a file disagree."),
    Code("PK111", "date", "error", "A date that does not exist, or that contradicts another."),
    Code("PK112", "missing-header", "error", "A version without its policy.yaml, or the reverse."),
    Code("PK113", "too-many-cases", "error", "Exceptions of one clause multiply past a bound."),
    # PK12x: overlays.
    Code("PK120", "overlay-collision", "error", "Two overlays set one thing differently."),
    Code("PK121", "overlay-unreachable", "error", "An overlay for places the clause never covers."),
    Code("PK122", "overlay-without-effect", "error", "An overlay that changes nothing."),
    Code("PK123", "overlay-below-removal", "error", "An overlay below one that drops the clause."),
    Code("PK124", "overlay-null-selector", "error", "An overlay that would drop a selector."),
    Code("PK125", "overlay-result", "error", "A clause that an overlay leaves ill-formed."),
    # PK13x: suppressions.
    Code("PK130", "suppression", "error", "A comment that is to ignore a finding, ill-formed."),
    Code("PK131", "unused-suppression", "warning", "A comment that ignores nothing."),
)


def fingerprint(code: str, *particulars: str) -> str:
    """First 64 bits of SHA-256 over the code and its particulars, as 16 hex digits."""
    return hashlib.sha256("\0".join((code, *particulars)).encode()).hexdigest()[:16]


def near(word: str, choices: Iterable[str]) -> tuple[str, ...]:
    """The choices a mistyped word may have meant, best first; empty if none is close."""
    from rapidfuzz import process  # only to word a mistake
    from rapidfuzz.distance import DamerauLevenshtein

    pool = list(choices)
    found = process.extract(
        word,
        pool,
        scorer=DamerauLevenshtein.normalized_similarity,
        processor=lambda text: text.lower().replace("-", "_").replace(" ", "_"),
        score_cutoff=0.6,
        limit=3,
    )
    return tuple(choice for choice, _, _ in found)
