"""What is found in the folder of a policy, or in a file: reading, rules, numbers, the lock."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policykit.findings import CODES, Finding, fingerprint
from policykit.library.content import Content, Header
from policykit.library.files import HEADER, LOCK, folder_name
from policykit.library.numbers import precedence
from policykit.library.reading import read_header, read_version
from policykit.rules import header_rules, lint, lint_header, rules_asked
from policykit.validation.report import Found

if TYPE_CHECKING:
    from policykit.library.lock import Lock


def of_file(path: Path, found: Found) -> None:
    """Look at one file; a version with the policy.yaml beside it."""
    if path.name == HEADER:
        header = _header(path, found)
        if header is not None:
            _rules_of_header(header, found)
    else:
        beside = path.parent / HEADER
        header = None
        if os.path.lexists(beside):
            # What is wrong in it is not asked for; that it could not be read, everyone must know.
            aside = Found((), found.instead)
            header = _header(beside, aside)
            found.lost.update(aside.lost)
        content = _version(path, header, found)
        if header is not None and content is not None:
            _rules(header, [content], found)
            lock = _lock(path.parent, header.id, found)
            entry = None if lock is None else lock.entry(content.number)
            if entry is not None:
                from policykit.validation.releases import edited  # only where there is a lock

                found.findings.update(dict.fromkeys(edited(entry, content)))


def headless(path: Path, found: Found) -> None:
    """Look at a version in a folder without a policy.yaml."""
    _version(path, None, found)


def of_folder(folder: Path, found: Found) -> None:
    """Look at all files of a policy."""
    header = _header(folder / HEADER, found)
    try:
        files = [file for file in folder.iterdir() if file.suffix in (".yaml", ".yml")]
    except OSError as error:
        found.lose(folder, error.strerror or str(error))
        return
    versions = sorted(
        (file for file in files if file.name != HEADER), key=lambda file: precedence(file.stem)
    )
    contents = [_version(file, header, found) for file in versions]
    if header is not None:
        _rules_of_header(header, found)
        good = [content for content in contents if content is not None]
        lock = _lock(folder, header.id, found)
        released = [one.version for one in lock.entries] if lock is not None else []
        over = sorted(released, key=precedence)[:-1]
        _rules(header, good, found, whole=len(good) == len(contents), over=over)
        if good[1:]:
            from policykit.validation.numbering import numbering  # only where there are two

            found.findings.update(dict.fromkeys(numbering(header, good, released)))
        if lock is not None:
            from policykit.validation.releases import Folder, proof  # as above

            stems = [file.stem for file in versions]
            of_policy = Folder(header, {one.number: one for one in good}, stems)
            found.findings.update(dict.fromkeys(proof(lock, of_policy)))


def _lock(folder: Path, policy: str, found: Found) -> Lock | None:
    """The lock of a policy; None if there is none, or it has errors."""
    path = folder / LOCK
    if not os.path.lexists(path):
        return None
    source = found.bytes_of(path)
    if source is None:
        return None
    from policykit.library.lock import read_lock  # as above

    lock, findings = read_lock(source, str(path), policy)
    found.add(path, findings)
    return lock


def _header(path: Path, found: Found) -> Header | None:
    source = found.bytes_of(path)
    if source is None:
        return None
    header, findings = read_header(source, str(path), folder_name(path.parent))
    found.add(path, findings)
    return header


def _version(path: Path, header: Header | None, found: Found) -> Content | None:
    source = found.bytes_of(path)
    if source is None:
        return None
    content, findings = read_version(source, str(path), header, path.stem)
    if header is None and not (path.parent / HEADER).is_file():
        findings = [*findings, _about_file(path, "PK112", "there is no policy.yaml beside it")]
    elif path.suffix == ".yml":
        findings = [*findings, _about_file(path, "PK110", "the file ends in .yml")]
    elif path.stem != "draft" and precedence(path.stem)[0]:
        message = f"'{path.name}' is not named for a version"
        findings = [*findings, _about_file(path, "PK110", message)]
    found.add(path, findings)
    return content


def _rules(
    header: Header,
    contents: Sequence[Content],
    found: Found,
    *,
    whole: bool = False,
    over: Collection[str] = (),
) -> None:
    """
    What the rules find in the versions of a policy; `whole` if those are all it has.

    Of versions that are `over`, released and followed by another, nobody is asked any more what a
    law asks a policy to state: they can be neither mended nor read again.
    """
    own: Any = header.document.at(("profiles",)) or ()
    wanted = tuple(dict.fromkeys((*own, *found.profiles)))
    by_file: dict[str, list[Finding]] = {}
    for finding in lint(header, contents, wanted, whole=whole):
        by_file.setdefault(finding.file, []).append(finding)
    asked = frozenset(made.code for made in rules_asked(wanted, whole=whole))
    for content in contents:
        document = content.document
        of_file = by_file.get(document.path, [])
        if content.number in over:
            of_laws = {made.code for made in rules_asked(wanted, whole=whole) if made.profiles}
            of_file = [one for one in of_file if one.code not in of_laws]
            found.judge(document, of_file, asked - of_laws)
        else:
            found.judge(document, of_file, asked)


def _rules_of_header(header: Header, found: Found) -> None:
    """What the rules find in a policy.yaml."""
    asked = frozenset(made.code for made in header_rules())
    found.judge(header.document, lint_header(header), asked)


_MENDS = {
    "PK112": "add the policy.yaml that says what does not change between versions",
    "PK110": "name the file for its version, such as 1.2.0.yaml, or draft.yaml",
}


def _about_file(path: Path, code: str, message: str) -> Finding:
    about = CODES[code]
    mark = fingerprint(code, folder_name(path.parent), path.name)
    mend = _MENDS[code]
    return Finding(code, about.name, about.severity, message, mend, str(path), 1, 1, "", mark)
