"""
How a version is named on a command line: `POLICY`, `POLICY@VERSION`, `POLICY@DATE`, a path.

A name is a policy's id first; a path starts with `/` or `.`, or ends in `.yaml`. `POLICY@draft`
is the draft, `POLICY` alone the highest numbered version. `REV:PATH` is a file as a git revision
has it, by its path from the root of the repository, or from here if it begins with `./`. `-` is a
version that is handed over, of the policy that it names.
"""

from __future__ import annotations

import os
import re
from typing import Final

from policykit.library.errors import UnknownVersion
from policykit.library.policy import DRAFT, Library, Version, read_version_file

GIVEN: Final = "-"
"""The address of a version that is handed over: on a command line, by standard input."""

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class BadAddress(ValueError):
    """An address that is none; `mend` says what one looks like."""

    def __init__(self, address: str, message: str, mend: str) -> None:
        super().__init__(address)
        self.address = address
        self.message = message
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.message}; {self.mend}"


def is_path(address: str) -> bool:
    """Whether an address is a path and not a policy's id."""
    return address.startswith(("/", "./", "../", ".\\")) or address.endswith(".yaml")


def in_revision(address: str) -> tuple[str, str] | None:
    """Revision and path of `REV:PATH`; None for any other address."""
    revision, colon, path = address.partition(":")
    # A file whose name has a colon is that file; `C:\\…` is a path.
    if not colon or len(revision) < 2 or not path.endswith(".yaml") or os.path.lexists(address):
        return None
    return revision, path


def span(address: str) -> tuple[str, str] | None:
    """The two addresses of `POLICY@OLD..NEW`; None for any other address."""
    policy, at, which = address.partition("@")
    old, dots, new = which.partition("..")
    if is_path(address) or not (at and dots and old and new):
        return None
    return f"{policy}@{old}", f"{policy}@{new}"


def find(
    address: str,
    library: Library | None,
    jurisdiction: str | None = None,
    given: bytes | None = None,
) -> Version:
    """
    The version at an address.

    Parameters:
        address: see the module.
        library: where policies are looked up; may be None if the address is a path.
        jurisdiction: whose version, where it differs by place on the day of `POLICY@DATE`.
        given: the text of the version that `-` is.

    Raises:
        BadAddress, NoSuchDay, UnknownPolicy, UnknownVersion, NotInForce: there is no such version.
        InvalidDocument: a document has errors.
        UnknownRevision: there is no such revision.
        OSError: a file cannot be read, or lies in no git repository.

    """
    if address == GIVEN:
        if given is None:
            raise BadAddress(address, f"'{address}' is nothing here", "name a version")
        if library is None:
            raise _homeless(address)
        return library.version_in(given, address)
    of_commit = in_revision(address)
    if of_commit is not None:
        return _read_of_commit(*of_commit)
    if is_path(address):
        return read_version_file(address)
    if library is None:
        raise _homeless(address)
    name, at, which = address.partition("@")
    policy = library[name]
    if not at:
        numbered = [number for number in policy if number != DRAFT]
        if not numbered:
            raise UnknownVersion(policy.id, "with a number", tuple(policy))
        return policy[numbered[-1]]
    if _DATE.fullmatch(which):
        return policy.on(which, jurisdiction)
    if not which:
        mend = "write POLICY@1.0.0, POLICY@2024-09-23 or POLICY@draft"
        raise BadAddress(address, f"'{address}' names no version", mend)
    return policy[which]


def _homeless(address: str) -> BadAddress:
    message = f"'{address}' names a policy, and there is no folder of policies"
    return BadAddress(address, message, "say --policies DIR, or name a file")


def _read_of_commit(revision: str, path: str) -> Version:
    from policykit.library.commits import commit_files, from_here  # git is run only for a revision

    file = from_here(path)
    return read_version_file(str(file), commit_files(file.parent, revision))
