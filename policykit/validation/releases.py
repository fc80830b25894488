"""Whether what was released is still what it was: a policy's lock, held against its versions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from policykit.findings import Finding
from policykit.library.content import Content, Header
from policykit.library.digest import digest
from policykit.library.errors import DifferentWords
from policykit.library.lock import (
    Entry,
    Lock,
    chain_faults,
    content_digest,
    header_with,
    own_words,
    reworded,
)
from policykit.library.numbers import is_number, precedence
from policykit.library.policy import Version
from policykit.library.reading import read_version

if TYPE_CHECKING:
    from policykit.comparison import PolicyDiff

_BRING_BACK: Final = "restore the file from history"


class Folder(NamedTuple):
    """
    A policy as far as its folder could be read.

    `contents` are the versions without errors, `stems` the names of all version files.
    """

    header: Header
    contents: Mapping[str, Content]
    stems: Collection[str]


def proof(lock: Lock, found: Folder) -> Iterator[Finding]:
    """What is wrong with a lock, or with what it says was released."""
    yield from chain_faults(lock)
    for place, entry in enumerate(lock.entries):
        content = found.contents.get(entry.version)
        if content is not None:
            yield from edited(entry, content)
        elif entry.version not in found.stems:
            message = f"{entry.version} was released, and there is no {entry.version}.yaml"
            yield lock.document.finding(
                "PK403", ("entries", place), message, _BRING_BACK, particulars=(entry.version,)
            )
    yield from put_between(lock, found.contents.values())
    yield from _reworded(lock, found)


def edited(entry: Entry, content: Content) -> Iterator[Finding]:
    """That a version's content is not what was released, if it is not."""
    now = content_digest(content)
    if now != entry.content:
        message = (
            f"{entry.version} is not what was released: its digest is {now}, "
            f"and that of the release is {entry.content}"
        )
        mend = "restore the file from history, and write what is new in draft.yaml"
        yield content.document.finding(
            "PK402", ("version",), message, mend, particulars=(entry.content, now)
        )


def put_between(lock: Lock, contents: Collection[Content]) -> Iterator[Finding]:
    """Versions that are not released and have a number below one that is."""
    last = max((one.version for one in lock.entries), key=precedence, default=None)
    for content in contents:
        number = content.number
        if last is None or lock.entry(number) is not None or not is_number(number):
            continue
        if precedence(number) < precedence(last):
            message = f"{number} was never released, and {last} was"
            mend = f"give it a number above {last}"
            yield content.document.finding("PK404", ("version",), message, mend)


def _reworded(lock: Lock, found: Folder) -> Iterator[Finding]:
    """Released versions that mean something else since the policy's own words changed."""
    headers: dict[str, Header | None] = {}
    for entry in reworded(lock, found.header):
        content = found.contents.get(entry.version)
        if content is None:
            continue
        if entry.words not in headers:
            headers[entry.words] = header_with(found.header, lock.words[entry.words])
        yield from reworded_version(headers[entry.words], found.header, content, "its release")


def reworded_version(
    before: Header | None, after: Header, content: Content, since: str
) -> Iterator[Finding]:
    """That a version means something else in the words of now, if it does."""
    from policykit.comparison import diff  # only where the policy's own words changed

    reasons: Sequence[str]
    old = None
    if before is not None:
        source = content.document.text
        old, _ = read_version(source, content.document.path, before, content.number)
    if before is None or old is None:
        reasons = ("what it meant then cannot be told any more.",)
    else:
        try:
            found = diff(
                Version(before, old, old.document.path),
                Version(after, content, content.document.path),
            )
        except DifferentWords as error:
            reasons = (f"{error}.",)
        else:
            if found.unchanged:
                return
            reasons = [*_sentences(found)] or ["it cannot be compared."]
    message = f"{content.number} means something else since {since}: {reasons[0]}"
    if len(reasons) > 1:
        message += f" And {len(reasons) - 1} more."
    mend = "give the new meaning a new word, and leave the one that was released as it was"
    words = (digest(own_words(one)) if one is not None else "" for one in (before, after))
    marks = (content.number, content_digest(content), *words)
    yield after.document.finding(
        "PK410", ("vocabulary",), message, mend, of_key=True, particulars=marks
    )


_SAID_OF_IT: Final = frozenset(("title", "description", "phrase", "wording", "sources", "notes"))
"""What a definition says to readers; all else is what the word means."""


def redefined(
    before: Header, after: Header, contents: Sequence[Content], since: str
) -> Iterator[Finding]:
    """Conditions and commitments of the policy's own that released versions name, defined anew."""
    for kind in ("conditions", "commitments"):
        old, new = (own_words(one).get(kind) or {} for one in (before, after))
        for name in old:
            if name not in new or _meaning(old[name]) == _meaning(new[name]):
                continue
            named = [one.number for one in contents if re.search(rf"\b{name}\b", one.document.text)]
            if is_number((named or [""])[0]):
                message = (
                    f"'{name}', which {named[0]} names, is defined otherwise than in {since}: what "
                    "it promised or asked for is something else"
                )
                mend = "define a new word, and leave the one that was released as it was"
                yield after.document.finding(
                    "PK410",
                    ("vocabulary", kind, name),
                    message,
                    mend,
                    of_key=True,
                    particulars=(digest(old[name]), digest(new[name])),
                )


def _meaning(definition: Any) -> Any:
    if not isinstance(definition, Mapping):
        return definition
    return {name: value for name, value in definition.items() if name not in _SAID_OF_IT}


def _sentences(found: PolicyDiff) -> Iterator[str]:
    for changes in (found.disclosures, found.processing, found.commitments, found.rights):
        yield from (one.sentence for one in changes)
