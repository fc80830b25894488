"""
The lock of a policy: which versions were released, as what, each chained to the one before.

An entry digests a version's content, the policy's own words and the revision of the shipped ones,
with the digest of the entry before. So none can be changed, taken out, put in or moved unseen, but
for the last ones taken off together, which a comparison with an earlier lock shows.

Source: docs/format.md, "A draft, a release and policykit.lock".
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from policykit.document import Document, read
from policykit.findings import Finding
from policykit.library.content import Content, Header
from policykit.library.digest import canonical, digest
from policykit.schema import check_lock
from policykit.vocabulary.revision import REVISION

_START: Final = ""
_NOTHING: Final = '""'
_RESTORE: Final = "restore the lock from history; only `policykit release` writes it"


class Entry(NamedTuple):
    """
    One released version.

    `content` and `words` are digests of the version file's data and of the policy's own words,
    `vocabulary` the revision of the shipped ones, `before` the digest of the entry before (empty
    for the first) and `chain` that of this one.
    """

    version: str
    content: str
    words: str
    vocabulary: int
    before: str
    chain: str

    @property
    def own_chain(self) -> str:
        """What `chain` is, if nothing was changed."""
        shown = self._asdict()
        del shown["chain"]
        return digest(shown)


class Lock(NamedTuple):
    """The entries, oldest first, and the policy's own words of each release, by digest."""

    policy: str
    entries: tuple[Entry, ...]
    words: Mapping[str, Any]
    document: Document

    def entry(self, version: str) -> Entry | None:
        """The entry of a version; None if it was not released."""
        return next((one for one in self.entries if one.version == version), None)


def own_words(header: Header) -> Any:
    """The policy's own words, as its policy.yaml has them."""
    return header.document.at(("vocabulary",)) or {}


def content_digest(content: Content) -> str:
    """The digest of a version's content: of its data, whatever its spelling and its comments."""
    return digest(content.document.data)


def entry_of(content: Content, header: Header, before: str) -> Entry:
    """The entry of a version that is released now."""
    made = Entry(
        content.number,
        content_digest(content),
        digest(own_words(header)),
        REVISION,
        before,
        "",
    )
    return made._replace(chain=made.own_chain)


def read_lock(source: bytes, path: str, policy: str) -> tuple[Lock | None, list[Finding]]:
    """
    Read a lock.

    Parameters:
        source: its bytes.
        path: the name findings report it under.
        policy: the id of the policy it lies beside; empty if that is not known.

    Returns:
        The lock, None if it is not shaped like one, and what is wrong with it.

    """
    document, findings = read(source, path)
    if document is not None and not findings:
        findings = check_lock(document)
    if document is None or findings:
        return None, [_as_lock(one) for one in findings]
    data: Any = document.data
    if policy and data["policy"] != policy:
        message = f"this lock is of '{data['policy']}', and lies beside '{policy}'"
        return None, [document.finding("PK420", ("policy",), message, _RESTORE)]
    entries = tuple(Entry(**one) for one in data["entries"])
    return Lock(data["policy"], entries, data.get("words", {}), document), []


def _as_lock(finding: Finding) -> Finding:
    """A finding of reading or shape, with how to mend a lock."""
    return finding._replace(help=f"{finding.help}; {_RESTORE}" if finding.help else _RESTORE)


def chain_faults(lock: Lock) -> Iterator[Finding]:
    """What was changed, taken out, put in or moved in a lock."""
    by_chain = {one.chain: one for one in lock.entries}
    seen: set[str] = set()
    before = _START
    for place, entry in enumerate(lock.entries):
        path = ("entries", place)
        for message in _faults_of(entry, before, place, by_chain, seen):
            yield _fault(lock, path, message, entry.version)
        seen.add(entry.version)
        before = entry.chain
        if entry.words not in lock.words:
            message = f"the policy's own words that {entry.version} was released with are gone"
            yield _fault(lock, (*path, "words"), message, entry.version)
        if entry.vocabulary > REVISION:
            message = (
                f"{entry.version} was released with revision {entry.vocabulary} of the shipped "
                f"words, and this policykit has {REVISION}"
            )
            mend = "use the policykit that released it, or a later one"
            yield lock.document.finding("PK422", (*path, "vocabulary"), message, mend)
    for name, words in lock.words.items():
        if name != digest(words):
            message = "the policy's own words of a release were changed in the lock"
            yield _fault(lock, ("words", name), message, name)


def _faults_of(
    entry: Entry, before: str, place: int, by_chain: Mapping[str, Entry], seen: Collection[str]
) -> Iterator[str]:
    """What is wrong with one entry, given the digest of the one that stands before it."""
    number = entry.version
    if number in seen:
        yield f"{number} is released twice"
    if entry.chain != entry.own_chain:
        yield (
            f"the entry of {number} was changed: its digest is {entry.own_chain}, "
            f"and it says {entry.chain}"
        )
    elif entry.before != before:
        follows = by_chain.get(entry.before)
        if entry.before == _START:
            yield f"{number} was the first to be released, and {place} stand before it"
        elif follows is None:
            yield f"the entry before {number} was taken out, or changed"
        else:
            yield (
                f"{number} was released right after {follows.version}, which does not stand "
                "before it: entries were moved, or others put between"
            )


def _fault(lock: Lock, path: tuple[str | int, ...], message: str, *about: str) -> Finding:
    return lock.document.finding("PK421", path, message, _RESTORE, particulars=(message, *about))


def cut_off(lock: Lock | None, base: Lock) -> list[Entry]:
    """The entries of an earlier lock that this one does not begin with."""
    now = lock.entries if lock is not None else ()
    for place, entry in enumerate(base.entries):
        if place >= len(now) or now[place] != entry:
            return list(base.entries[place:])
    return []


def lock_text(policy: str, entries: Sequence[Entry], words: Mapping[str, Any]) -> str:
    """
    The text of a lock.

    `words` has the policy's own words by digest; only those that an entry names are written.
    """
    named = {one.words for one in entries}
    lines = [
        "# What was released, and as what: written by `policykit release`, proven by `validate`.",
        "format: 1",
        f"policy: {policy}",
        "entries:",
    ]
    for one in entries:
        lines += [
            f"  - version: {one.version}",
            f"    content: {one.content}",
            f"    words: {one.words}",
            f"    vocabulary: {one.vocabulary}",
            f"    before: {one.before or _NOTHING}",
            f"    chain: {one.chain}",
        ]
    lines.append("words:")
    for name in sorted(named):
        # JSON is YAML, and one long line shows that it is not to be edited.
        lines.append(f"  {name}: {canonical(words[name]).decode()}")
    return "\n".join((*lines, ""))


def reworded(lock: Lock, header: Header) -> list[Entry]:
    """The entries that were released with other words of the policy's own than it has now."""
    now = digest(own_words(header))
    return [one for one in lock.entries if one.words != now and one.words in lock.words]


def header_with(header: Header, words: Any) -> Header | None:
    """The policy as it was with other words of its own; None if those do not fit any more."""
    from policykit.library.reading import read_header  # only where words changed

    data: Any = header.document.data
    whole = {name: value for name, value in data.items() if name != "vocabulary"}
    if words:
        whole["vocabulary"] = words
    made, _ = read_header(json.dumps(whole), header.document.path, "")
    return made
