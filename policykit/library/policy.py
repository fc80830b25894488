"""A library of policies in a folder, a policy, and one version of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from policykit.document import read
from policykit.findings import near
from policykit.library.answer import Decision
from policykit.library.compiled import Written
from policykit.library.content import Content, Header, Start, first_start, start_day, start_of
from policykit.library.decision import Decider
from policykit.library.errors import (
    InvalidDocument,
    NotInForce,
    PolicyTwice,
    UnknownPolicy,
    UnknownVersion,
)
from policykit.library.files import DISK, HEADER, Files, folder_name
from policykit.library.numbers import precedence
from policykit.library.prepared import PreparedQuestion
from policykit.library.reading import read_header, read_version
from policykit.model import Clause, civil_day

if TYPE_CHECKING:
    from policykit.comparison import ChangesSince

DRAFT: Final = "draft"
_FEW: Final = 8


class Version:
    """
    One version of a policy. Immutable, and safe to share between threads.

    `number` is its SemVer, `draft` for a draft; `clauses` are in the order of the document.
    """

    __slots__ = ("_deciders", "content", "header", "path")

    def __init__(self, header: Header, content: Content, path: str) -> None:
        self.header = header
        self.content = content
        self.path = path
        self._deciders: dict[str | None, Decider] = {}

    def __repr__(self) -> str:
        return f"<Version {self.policy_id}@{self.number}>"

    @property
    def policy_id(self) -> str:
        """The id of the policy, publisher/document."""
        return self.header.id

    @property
    def number(self) -> str:
        """The version's number; `draft` for a draft."""
        return self.content.number

    @property
    def data(self) -> Mapping[str, Any]:
        """The version file's own data."""
        data: Mapping[str, Any] = self.content.data
        return data

    @property
    def title(self) -> str:
        """The document's title in this version."""
        return str(self.data.get("title", self.header.title))

    @property
    def publisher(self) -> str:
        """The publisher in this version."""
        return str(self.data.get("publisher", self.header.publisher))

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses, in the order of the document."""
        return self.content.clauses

    @property
    def withdrawn(self) -> str | None:
        """The day announced text was withdrawn before it took effect, if it was."""
        day = self.data.get("withdrawn")
        return None if day is None else str(day)

    def start(self, jurisdiction: str | None = None) -> str | None:
        """
        The day the version starts (ISO 8601) for people in a jurisdiction, or by default.

        Effective there, else published, else observed; None for one without a date. Of an
        `effective` map the narrowest entry that holds the jurisdiction counts.
        """
        found = self.dated(jurisdiction)
        return None if found is None else found.day

    def dated(self, jurisdiction: str | None = None) -> Start | None:
        """The start, as `start` gives it, and by which date it is known."""
        effective = self.data.get("effective")
        if jurisdiction is not None and isinstance(effective, Mapping):
            return start_of(self.data, self._effective_in(effective, jurisdiction))
        return first_start(self.data)

    def _effective_in(self, effective: Mapping[str, str], jurisdiction: str) -> str | None:
        atlas = self.header.side.atlas
        best = ""
        for code, day in effective.items():
            # Of places that overlap one lies in the other, else the version has an error; a group
            # of one member is broader than the member.
            if code == "default" or not atlas.covers(code, jurisdiction, day):
                continue
            narrower = not best or atlas.covers(best, code, day)
            if narrower and not (best and code in atlas.groups and atlas.covers(code, best, day)):
                best = code
        return effective[best] if best else effective.get("default")

    def decide(self, *, on: str | None = None, **question: Any) -> Decision:
        """
        May this datum go to this recipient, under these conditions?

        Parameters:
            on: the day (ISO 8601) as of which groups of countries are read; default: the start.
            question: coordinates by singular name (`jurisdiction`, `personal_data`, `recipient`,
                …, conditions); `operation` is disclosure unless said. A term stands for all it
                covers; a coordinate left out may be anything.

        Returns:
            The outcome if it is the same throughout, else `depends` with the exact split.

        Raises:
            BadQuestion: a coordinate or a term that does not exist.
            ImpossibleScenario: a combination that the vocabulary rules out.
            NoSuchDay: `on` is no day.
            OutOfWork: so much is asked about that the split would take too long, or is too long.
        Source: docs/semantics.md, "Decision".

        """
        decider = self._deciders.get(on) or self._decider(on)
        return decider.decide(question)

    def prepare(self, *asked: str, on: str | None = None, **fixed: Any) -> PreparedQuestion:
        """
        A question to ask again and again, with other values for some of its coordinates.

        `prepare("recipient", operation="use")` is called with a recipient, and answers what
        `decide(recipient=…, operation="use")` does, sooner.

        Parameters:
            asked: the coordinates whose values are given when it is asked, in that order.
            on: the day (ISO 8601) as of which groups of countries are read; default: the start.
            fixed: coordinates with the values that they have each time, as `decide` takes them.

        Returns:
            The question. Threads may share it; it keeps what it needs to answer, and some answers.

        Raises:
            BadQuestion: a coordinate or a term that does not exist, or a coordinate named twice.
            NoSuchDay: `on` is no day.
        Source: docs/semantics.md, "Decision".

        """
        return PreparedQuestion(self._deciders.get(on) or self._decider(on), asked, fixed)

    def _decider(self, on: str | None) -> Decider:
        day = start_day(self.data) if on is None else civil_day(on)
        if len(self._deciders) >= _FEW:
            self._deciders.clear()
        written = Written(self.content, self.header.side)
        decider = self._deciders[on] = Decider(self.policy_id, self.number, written, day)
        return decider


class Policy:
    """A policy and its versions: a map from number to `Version`, in the order of the numbers."""

    __slots__ = ("header", "path", "versions")

    def __init__(self, header: Header, versions: Mapping[str, Version], path: str) -> None:
        self.header = header
        self.versions = versions
        self.path = path

    def __repr__(self) -> str:
        return f"<Policy {self.id}: {', '.join(self.versions)}>"

    @property
    def id(self) -> str:
        """The policy's id, publisher/document."""
        return self.header.id

    @property
    def title(self) -> str:
        """The document's title."""
        return self.header.title

    @property
    def publisher(self) -> str:
        """Who publishes it."""
        return self.header.publisher

    def __getitem__(self, number: str) -> Version:
        try:
            return self.versions[number]
        except KeyError:
            raise UnknownVersion(self.id, number, tuple(self.versions)) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.versions)

    def __len__(self) -> int:
        return len(self.versions)

    def on(self, day: str | date, jurisdiction: str | None = None) -> Version:
        """
        The version in force on a day, for people in a jurisdiction.

        The one with the latest start not after the day that was not withdrawn; of two that start
        the same day the higher number. Drafts are never in force.

        Raises:
            NotInForce: the day is before the first version.
            NoSuchDay: `day` is no day.
            UnknownJurisdiction: the code is none.

        """
        wanted = day.isoformat() if isinstance(day, date) else civil_day(day)
        if jurisdiction is not None:
            self.header.side.atlas.members(jurisdiction, wanted)
        starts = self._starts(jurisdiction)
        reached = [one for one in starts if one[0] <= wanted]
        if not reached:
            first = min(starts, default=None)
            number, start = (first[2].number, first[0]) if first else ("", "")
            raise NotInForce(self.id, wanted, number, start)
        return max(reached)[2]

    def _starts(self, jurisdiction: str | None) -> list[tuple[str, int, Version]]:
        """The versions that may be in force, with their start and their place by number."""
        return [
            (start, place, version)
            for place, version in enumerate(self.versions.values())
            if version.number != DRAFT
            and version.withdrawn is None
            and (start := version.start(jurisdiction)) is not None
        ]

    def history(self, jurisdiction: str | None = None) -> tuple[Version, ...]:
        """
        The versions in the order in which they start for people in a jurisdiction.

        Without drafts, and without versions that were withdrawn or have no date.
        """
        return tuple(version for _, _, version in sorted(self._starts(jurisdiction)))

    def changes_since(
        self, version: str, jurisdiction: str | None = None, *, on: str | date
    ) -> ChangesSince:
        """
        What someone who accepted a version has not agreed to.

        Parameters:
            version: the number of the version that they accepted.
            jurisdiction: where they live; it decides what is in force, and which changes count.
            on: the day that is asked about (ISO 8601).

        Returns:
            The version in force then and there, the versions that came in between, and the exact
            changes from the accepted one to it; none if that is the accepted one. Where what was
            accepted starts later than what is in force, the changes are those that what is in
            force still makes against it.

        Raises:
            UnknownVersion: there is no such version, or it is a draft, which nobody accepts.
            NotInForce: the day is before the first version.
            NoSuchDay: `on` is no day.
            UnknownJurisdiction: the code is none.

        """
        # A question that needs a comparison, which is the room above: loaded when it is asked.
        above = import_module("policykit.comparison")
        found: ChangesSince = above.changes_since(self, version, jurisdiction, on=on)
        return found


class Library:
    """
    The policies in a folder, by id. Each is read when it is first asked for.

    Iteration gives ids in order.
    """

    __slots__ = ("_files", "_folders", "_read", "path")

    def __init__(self, path: str, folders: Mapping[str, Path], files: Files = DISK) -> None:
        self.path = path
        self._folders = folders
        self._files = files
        self._read: dict[str, Policy] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._folders)

    def __len__(self) -> int:
        return len(self._folders)

    def __contains__(self, policy: object) -> bool:
        return policy in self._folders

    def folder(self, policy: str) -> Path:
        """
        The folder of a policy.

        Raises:
            UnknownPolicy: there is none.

        """
        if policy not in self._folders:
            raise UnknownPolicy(policy, near(policy, self._folders), tuple(self._folders))
        return self._folders[policy]

    def __getitem__(self, policy: str) -> Policy:
        """
        The policy with an id.

        Raises:
            UnknownPolicy: there is none.
            InvalidDocument: its policy.yaml or one of its versions has errors.

        """
        found = self._read.get(policy)
        if found is None:
            found = self._read[policy] = read_policy(self.folder(policy), self._files)
        return found

    def reports(self) -> dict[str, list[str]]:
        """
        The transparency reports there are: the policies they are on, and the ids of those on each.

        Raises:
            InvalidDocument: a policy.yaml has errors.

        """
        found: dict[str, list[str]] = {}
        for name, folder in self._folders.items():
            read_already = self._read.get(name)
            header = read_already.header if read_already else _header(folder, self._files)
            if header.reports_on:
                found.setdefault(header.reports_on, []).append(name)
        return found

    def version_in(self, source: bytes, shown: str) -> Version:
        """
        A version that is no file of its policy's folder: of the policy that it names.

        Parameters:
            source: its bytes.
            shown: the name that findings report it under.

        Raises:
            UnknownPolicy: it names none of these.
            InvalidDocument: it has errors, or the policy.yaml has.

        """
        document, _ = read(source, shown)
        data = None if document is None else document.data
        name = data.get("policy") if isinstance(data, dict) else None
        if not isinstance(name, str):
            raise InvalidDocument(shown, read_version(source, shown, None, "")[1])
        header = _header(self.folder(name), self._files)
        content, findings = read_version(source, shown, header, "")
        if content is None:
            raise InvalidDocument(shown, findings)
        return Version(header, content, shown)


def load(path: str | os.PathLike[str] = "policies", revision: str | None = None) -> Library:
    """
    A library of the policies below a folder: every folder with a policy.yaml is one.

    Parameters:
        path: the folder.
        revision: a git revision, such as `origin/main`, to read the folder as it is there. Git is
            only read, and a folder that is no longer on disk may be named.

    Raises:
        FileNotFoundError: there is no such folder, there.
        NotADirectoryError: it is a file.
        NoRepository: `revision`, and the folder is in no git repository.
        UnknownRevision: there is no such revision in it.
        PolicyTwice: two folders are of one policy.

    """
    root = Path(path)
    if revision is not None:
        from policykit.library.commits import commit_files  # git is run only for a revision

        files: Files = commit_files(root, revision)
    elif not root.exists():
        raise FileNotFoundError(2, "No such folder", str(path))
    elif not root.is_dir():
        raise NotADirectoryError(20, "Not a folder", str(path))
    else:
        files = DISK
    found: dict[str, Path] = {}
    for folder in files.folders(root):
        name = folder_name(folder)
        if name in found:
            raise PolicyTwice(name, [str(found[name]), str(folder)])
        found[name] = folder
    return Library(files.shown(root) if revision else str(path), found, files)


def version_files(folder: Path, files: Files = DISK) -> list[Path]:
    """The version files of a policy, drafts last, in the order of their numbers."""
    found = [folder / name for name in files.names(folder) if _is_version(name)]
    return sorted(found, key=lambda file: precedence(file.stem))


def _is_version(name: str) -> bool:
    return name.endswith(".yaml") and name not in (HEADER, ".yaml")


def read_policy(folder: Path, files: Files = DISK) -> Policy:
    """
    Read a policy's folder whole.

    Raises:
        InvalidDocument: a document has errors.
        OSError: a file cannot be read.

    """
    header = _header(folder, files)
    versions: dict[str, Version] = {}
    for file in version_files(folder, files):
        version = _version(files.content(file), file, header, files)
        versions[version.number] = version
    return Policy(header, versions, files.shown(folder))


def read_version_file(path: str, files: Files = DISK) -> Version:
    """
    Read one version file, with the policy.yaml beside it.

    Raises:
        InvalidDocument: one of the two has errors.
        OSError: one of the two cannot be read.

    """
    file = Path(path)
    source = files.content(file)
    return _version(source, file, _header(file.parent, files), files)


def _header(folder: Path, files: Files) -> Header:
    path = folder / HEADER
    shown = files.shown(path)
    header, findings = read_header(files.content(path), shown, folder_name(folder))
    if header is None:
        raise InvalidDocument(shown, findings)
    return header


def _version(source: bytes, file: Path, header: Header, files: Files) -> Version:
    shown = files.shown(file)
    content, findings = read_version(source, shown, header, file.stem)
    if content is None:
        raise InvalidDocument(shown, findings)
    return Version(header, content, shown)
