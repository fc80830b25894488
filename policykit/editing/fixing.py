"""
Findings mended by the edits they carry: splices, byte for byte the same elsewhere.

After each round everything is checked again. A mend that brings a new error is taken back, and
its file keeps what it had.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from policykit.document import file_bytes
from policykit.findings import Edit, Finding
from policykit.validation.validate import Report, validate_all

_ROUNDS: Final = 10
"""A mend may make room for another; that ends, and this is past where it does."""
_MARK: Final = b"\xef\xbb\xbf"
_READING: Final = "PK0"


class Mended(NamedTuple):
    """A file with mends: its bytes before and after, and what was mended."""

    path: str
    before: bytes
    after: bytes
    findings: tuple[Finding, ...]


class Kept(NamedTuple):
    """A file whose mends would have brought these errors, and which is left as it was."""

    path: str
    errors: tuple[Finding, ...]


def fix(
    paths: Iterable[str | os.PathLike[str]], profiles: Sequence[str] = ()
) -> tuple[list[Mended], list[Kept]]:
    """
    The mends of everything at some paths that is certain to be mended; nothing is written.

    Parameters:
        paths: folders and files, as for `validate`.
        profiles: sets of rules that run besides those that always do, as for `validate`.

    Returns:
        The files that change and those that had to be left alone, by path. A file with a finding
        of reading is neither.

    Raises:
        OSError: a file went away while it was read.

    """
    where = list(paths)
    files: dict[str, str] = {}
    before: dict[str, bytes] = {}
    now: dict[str, bytes] = {}
    done: dict[str, list[Finding]] = {}
    kept: dict[str, tuple[Finding, ...]] = {}
    report = validate_all(where, profiles)
    for _ in range(_ROUNDS):
        round_: dict[str, tuple[bytes, list[Finding]]] = {}
        for path, found in _mendable(report).items():
            file = os.path.realpath(path)
            if file not in kept and file not in round_:
                files.setdefault(file, path)
                source = before.setdefault(file, file_bytes(path))
                round_[file] = _spliced(now.get(file, source), found)
        if not round_:
            break
        # All at once; one by one only if that goes wrong, to see which file it is.
        whole = {**now, **{file: mended for file, (mended, _) in round_.items()}}
        again = validate_all(where, profiles, whole)
        if not _new_errors(report, again):
            now, report = whole, again
            for file, (_, which) in round_.items():
                done.setdefault(file, []).extend(which)
            continue
        for file, (mended, which) in round_.items():
            again = validate_all(where, profiles, {**now, file: mended})
            errors = _new_errors(report, again)
            if errors:
                kept[file] = errors
                if now.pop(file, None) is not None:
                    report = validate_all(where, profiles, now)
            else:
                now[file] = mended
                report = again
                done.setdefault(file, []).extend(which)
    return (
        [
            Mended(files[file], before[file], now[file], tuple(done[file]))
            for file in sorted(now)
            if now[file] != before[file]
        ],
        [Kept(files[file], errors) for file, errors in sorted(kept.items())],
    )


def spliced(text: str, edits: Iterable[Edit]) -> str:
    """A text with edits made; they must not overlap."""
    out: list[str] = []
    at = 0
    for start, end, new in sorted(edits):
        out += (text[at:start], new)
        at = end
    return "".join((*out, text[at:]))


def _spliced(source: bytes, findings: Sequence[Finding]) -> tuple[bytes, list[Finding]]:
    """A file's bytes with the edits of findings made, and the findings whose edits they were."""
    mark = _MARK if source.startswith(_MARK) else b""
    edits: list[Edit] = []
    done = []
    for finding in findings:
        # Of two mends of one place the first is made; a second round sees whether both are needed.
        if not any(_touch(one, other) for one in finding.edits for other in edits):
            edits += finding.edits
            done.append(finding)
    return mark + spliced(source.decode("utf-8-sig"), edits).encode(), done


def _touch(one: Edit, other: Edit) -> bool:
    """Whether two edits change one character, or put text in one place."""
    if one.start == other.start:
        return True
    return one.start < other.end and other.start < one.end


def _mendable(report: Report) -> dict[str, list[Finding]]:
    """By file, in document order, the findings with mends; none of a file that is hardly YAML."""
    unread = {one.file for one in report.findings if one.code.startswith(_READING)}
    found: dict[str, list[Finding]] = {}
    for one in report.findings:
        if one.edits and one.waived_by is None and one.file not in unread:
            found.setdefault(one.file, []).append(one)
    return found


def _new_errors(before: Report, after: Report) -> tuple[Finding, ...]:
    """Errors of the second report that the first does not have; what cannot be read is one too."""
    known = Counter(one.fingerprint for one in before.findings if one.severity == "error")
    found = []
    for one in after.findings:
        if one.severity == "error":
            if not known[one.fingerprint]:
                found.append(one)
            else:
                known[one.fingerprint] -= 1
    return tuple(found)
