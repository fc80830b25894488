"""
Findings mended by the edits they carry: splices, byte for byte the same elsewhere.

After each round everything is checked again. A mend that brings a new error is left out, and the
others are made. Of a file that cannot be read only what nobody sees and what says nothing is taken
out, before all else; what is found in it once it can be read was there before.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from policykit.document import file_bytes
from policykit.findings import Edit, Finding
from policykit.validation import Report, validate_all

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
    """A finding whose mend would have brought these errors, and which is left as it was."""

    path: str
    finding: Finding
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
        The files that change, by path, and the findings that had to be left alone. Of a file with
        a finding of reading, only such findings are mended.

    Raises:
        OSError: a file went away while it was read.

    """
    where = list(paths)
    files: dict[str, str] = {}
    before: dict[str, bytes] = {}
    now: dict[str, bytes] = {}
    done: dict[str, list[Finding]] = {}
    kept: dict[tuple[str, str], Kept] = {}
    report = validate_all(where, profiles)
    for _ in range(_ROUNDS):
        round_: dict[str, tuple[bytes, list[Finding]]] = {}
        mendable, among = _mendable(report)
        for path, every in mendable.items():
            file = os.path.realpath(path)
            found = [one for one in every if (file, one.fingerprint) not in kept]
            if found and file not in round_:
                files.setdefault(file, path)
                source = before.setdefault(file, file_bytes(path))
                round_[file] = now.get(file, source), found
        if not round_:
            break
        # All at once; one by one only if that goes wrong, to see which mend it is.
        made = {file: _spliced(source, found) for file, (source, found) in round_.items()}
        whole = {**now, **{file: mended for file, (mended, _) in made.items()}}
        again = validate_all(where, profiles, whole)
        if not _new_errors(report, again, among):
            now, report = whole, again
            for file, (_, which) in made.items():
                done.setdefault(file, []).extend(which)
            continue
        for file, (source, found) in round_.items():
            good: list[Finding] = []
            parts = [found]
            while parts:
                part = parts.pop()
                mended, which = _spliced(source, [*good, *part])
                again = validate_all(where, profiles, {**now, file: mended})
                errors = _new_errors(report, again, among)
                if not errors:
                    good = which
                    now[file] = mended
                    report = again
                elif len(part) > 1:
                    middle = len(part) // 2
                    parts += part[middle:], part[:middle]
                else:
                    kept[file, part[0].fingerprint] = Kept(files[file], part[0], errors)
            done.setdefault(file, []).extend(good)
    return (
        [
            Mended(files[file], before[file], now[file], tuple(done[file]))
            for file in sorted(now)
            if now[file] != before[file]
        ],
        [kept[key] for key in sorted(kept)],
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


def _mendable(report: Report) -> tuple[dict[str, list[Finding]], str]:
    """
    By file, in document order, the findings with mends, and which errors these must not bring.

    Those of reading come first and alone, and must not bring others of reading: what is wrong
    besides is known only when they are mended, in the file and in those that are read with it.
    """
    unread = {one.file for one in report.findings if one.code.startswith(_READING)}
    found: dict[str, list[Finding]] = {}
    of_reading: dict[str, list[Finding]] = {}
    for one in report.findings:
        if one.edits and one.code.startswith(_READING):
            of_reading.setdefault(one.file, []).append(one)
        elif one.edits and one.waived_by is None and one.file not in unread:
            found.setdefault(one.file, []).append(one)
    return (of_reading, _READING) if of_reading else (found, "")


def _new_errors(before: Report, after: Report, among: str) -> tuple[Finding, ...]:
    """
    Errors of the second report that the first does not have; what cannot be read is one too.

    `among` is what the codes of those begin with that are looked at.
    """
    known = Counter(_told(one) for one in before.findings if one.severity == "error")
    found = []
    for one in after.findings:
        if one.severity == "error" and one.code.startswith(among):
            if not known[_told(one)]:
                found.append(one)
            else:
                known[_told(one)] -= 1
    return tuple(found)


def _told(finding: Finding) -> tuple[str, ...]:
    """
    What makes an error the same one as before, wherever it has moved.

    Not its fingerprint, for that names the version, whose number may be what was mended.
    """
    steps = (step for step in finding.pointer.split("/") if not step.isdecimal())
    return finding.file, finding.code, "/".join(steps), _LINE.sub("", finding.message)


_LINE: Final = re.compile(r"line [0-9]+")
