"""
What an edit did to policies, measured by the commit it started from.

Policies are matched by their folder and versions by their number, never by likeness. What is the
same file in both is not looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from policykit.document import read
from policykit.findings import CODES, Finding, fingerprint
from policykit.library.commits import Commit
from policykit.library.content import Content, Header
from policykit.library.digest import digest
from policykit.library.files import DISK, HEADER, LOCK, folder_name
from policykit.library.lock import cut_off, own_words
from policykit.library.numbers import is_number, precedence
from policykit.library.policy import DRAFT, Version
from policykit.library.reading import read_header
from policykit.revisions import Base, GitFailed, Repository, UnknownRevision
from policykit.validation.meaning import meaning_findings
from policykit.validation.notice import notice_findings
from policykit.validation.numbering import Step, latest_below, step
from policykit.validation.releases import redefined, reworded_version
from policykit.validation.sides import (
    PolicyFiles,
    Versions,
    data_of,
    first_error,
    header_of,
    lock_of,
    object_name,
    profiles_of,
    said_in,
)

_OF_RELEASES: Final = ("PK402", "PK403", "PK404", "PK407", "PK410", "PK421")


class Against(NamedTuple):
    """
    What an edit did.

    `bases` has what each repository is compared with, `steps` what each edited version changed, by
    policy and number. `added` and `removed` are ids of policies that are on one side alone,
    `unsound` has for each edited document that has errors now the first of them. `unreadable` is
    what could not be read, of the commit or of what is here.
    """

    bases: tuple[Base, ...]
    findings: tuple[Finding, ...]
    steps: tuple[Step, ...]
    unreadable: tuple[tuple[str, str], ...]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unsound: tuple[Finding, ...] = ()

    @property
    def deciding(self) -> Step | None:
        """The first step whose number falls short, else the first there is."""
        return next((one for one in self.steps if one.falls_short), next(iter(self.steps), None))

    @property
    def of_releases(self) -> tuple[Finding, ...]:
        """What was done to released versions, to their lock and to the words they are in."""
        return tuple(one for one in self.findings if one.code in _OF_RELEASES)

    def as_json(self) -> dict[str, object]:
        """What `policykit.findings/1` has of it: `bases` and `changes`."""
        return {
            "bases": [one._asdict() for one in self.bases],
            "changes": [one.as_json() for one in self.steps],
        }


def against(paths: Iterable[str], revision: str, today: str | None = None) -> Against:
    """
    What differs between some folders and files and what they were.

    Parameters:
        paths: folders of policies, and files of them (which stand for the policy they are of).
        revision: the git revision whose merge base with HEAD is compared with.
        today: the day (ISO 8601) from which notice counts where a version says no other.

    Raises:
        NoRepository, UnknownRevision, GitFailed: there is nothing to compare with.

    """
    bases: dict[str, Base] = {}
    found: list[Finding] = []
    edits: list[_Edit] = []
    lost: list[tuple[str, str]] = []
    for path in dict.fromkeys(map(Path, paths)):
        root = path if path.is_dir() or not path.suffix else path.parent
        repository = Repository(root)
        base = repository.base(revision)
        _see_the_same_repository(root, repository, revision)
        bases.setdefault(base.commit, base)
        commit = Commit(root, repository, base.commit, revision)
        lost += [(str(place), why) for place, why in commit.unread if _ours(place.name)]
        edit = _Edit(root, commit, revision, today)
        found += edit.findings()
        lost += edit.lost
        edits.append(edit)
    return Against(
        tuple(bases.values()),
        tuple(dict.fromkeys(found)),
        tuple(step for edit in edits for step in edit.steps),
        tuple(dict.fromkeys(lost)),
        tuple(dict.fromkeys(name for edit in edits for name in edit.added)),
        tuple(dict.fromkeys(name for edit in edits for name in edit.removed)),
        tuple(dict.fromkeys(one for edit in edits for one in edit.unsound)),
    )


def _see_the_same_repository(root: Path, repository: Repository, revision: str) -> None:
    """
    See that policies are not in a submodule now that were in the repository around it.

    Raises:
        GitFailed: they are, so that nothing of them could be compared.

    """
    outer = repository.around()
    if outer is None:
        return
    try:
        commit = outer.base(revision).commit
    except UnknownRevision:
        return  # a revision of the submodule alone
    if outer.has_folder(commit, outer.path):
        raise GitFailed(
            f"{root} is in a submodule, and in {revision} of the repository around it a folder; "
            "what was edited cannot be told"
        )


def _ours(name: str) -> bool:
    return name.endswith((".yaml", LOCK))


class _Edit:
    """What was edited below one folder."""

    def __init__(self, root: Path, commit: Commit, revision: str, today: str | None) -> None:
        self.root = root
        self.commit = commit
        self.revision = revision
        self.day = today
        self.steps: list[Step] = []
        self.added: list[str] = []
        self.removed: list[str] = []
        self.unsound: list[Finding] = []
        self.lost: list[tuple[str, str]] = []

    def findings(self) -> Iterator[Finding]:
        """All that is to be said of it; fills the lists."""
        before = set(self.commit.folders(self.root))
        after = set(DISK.folders(self.root)) if self.root.is_dir() else set()
        new = [now for folder in sorted(after - before) if (now := self._now(folder))]
        gone = [self._then(folder) for folder in sorted(before - after)]
        self.added += [folder_name(one.path) for one in new]
        self.removed += [folder_name(one.path) for one in gone]
        kept = [now for folder in sorted(before & after) if (now := self._edited(folder))]
        self.commit.fetch([now.path / name for now in kept for name in self._others(now)])
        for now in kept:
            yield from self._of_policy(self._then(now.path, now), now)
        yield from self._come_and_gone(gone, new)

    def _names(self, folder: Path) -> list[str]:
        return [name for name in self.commit.names(folder) if _ours(name)]

    def _edited(self, folder: Path) -> PolicyFiles | None:
        """A policy as it is; None where nothing of it is other than in the commit."""
        now = self._now(folder)
        if now is None:
            return None
        names = self._names(folder)
        return now if self._others(now) or set(names) != set(now.files) else None

    def _others(self, now: PolicyFiles) -> list[str]:
        """The files of the commit that are others now, by git's names of them."""
        kept = now.kept
        return [name for name in self._names(now.path) if name not in kept]

    def _then(self, folder: Path, now: PolicyFiles | None = None) -> PolicyFiles:
        """A policy as the commit has it; what is the same now is not read from there."""
        kept = now.kept if now is not None else frozenset()
        files = {
            name: now.files[name] if now and name in kept else self.commit.content(folder / name)
            for name in self._names(folder)
        }
        return PolicyFiles(
            folder, files, {name: self.commit.shown(folder / name) for name in files}
        )

    def _now(self, folder: Path) -> PolicyFiles | None:
        """A policy as it is; None, and it is noted, where not all of it can be read."""
        path = folder
        try:
            names = sorted(name for name in DISK.names(folder) if _ours(name))
            files = {}
            for name in names:
                path = folder / name
                files[name] = DISK.content(path)
        except OSError as error:
            self.lost.append((str(path), error.strerror or str(error)))
            return None
        kept = frozenset(
            name
            for name in names
            if (known := self.commit.object_name(folder / name)) is not None
            and known == object_name(files[name], known)
        )
        return PolicyFiles(folder, files, {name: str(folder / name) for name in names}, kept)

    def _come_and_gone(
        self, gone: Sequence[PolicyFiles], new: Sequence[PolicyFiles]
    ) -> Iterator[Finding]:
        """Policies that are on one side alone; one that only moved is both."""
        texts = {one.path: said_in(one) for one in (*gone, *new)}
        moved: dict[Path, Path] = {}
        for old in gone:
            said = texts[old.path]
            same = [one for one in new if said and said.items() <= texts[one.path].items()]
            if same:
                moved[same[0].path] = old.path
        for one in new:
            old_path = moved.get(one.path)
            if old_path is not None:
                message = f"'{folder_name(old_path)}' of {self.revision} is here now"
                mend = "say so to those who ask for it by its old id, or move it back"
                marks = (folder_name(old_path), digest(texts[one.path]))
                yield self._at_header(one, "PK407", message, mend, *marks)
                yield from self._of_moved(next(each for each in gone if each.path == old_path), one)
            else:
                message = f"the policy is not in {self.revision}, so there is nothing to compare"
                yield self._at_header(one, "PK408", message, "", folder_name(one.path))
        for old in gone:
            if old.path not in moved.values():
                name = folder_name(old.path)
                message = f"'{name}' is in {self.revision}, and no longer here"
                mend = "bring it back; a policy that is no longer in force says so in a version"
                about = CODES["PK406"]
                mark = fingerprint("PK406", name, digest(texts[old.path]))
                file = str(old.path / HEADER)
                yield Finding(
                    "PK406", about.name, about.severity, message, mend, file, 1, 1, "", mark
                )

    def _of_profiles(self, before: Header, after: Header) -> Iterator[Finding]:
        """Profiles that a policy turned on itself, and does not any more."""
        old, new = ([*profiles_of(one)] for one in (before, after))
        for name in old:
            if name not in new:
                message = f"'{name}' is among the profiles in {self.revision}, and not here"
                mend = "bring it back, or have a waiver for it"
                at = ("profiles",) if new else ("id",)
                yield after.document.finding("PK412", at, message, mend, particulars=(name,))

    def _of_moved(self, then: PolicyFiles, now: PolicyFiles) -> Iterator[Finding]:
        """What else was edited in a policy that moved; its released versions are the same."""
        old, new = said_in(then), said_in(now)
        same = frozenset(name for name, one in old.items() if new.get(name) == one)
        before = then._replace(files={**then.files, **{name: now.files[name] for name in same}})
        yield from self._of_policy(before, now._replace(kept=same))

    @staticmethod
    def _at_header(now: PolicyFiles, code: str, message: str, mend: str, *about: str) -> Finding:
        """A finding about a policy: at the id in its policy.yaml, if that can be read."""
        document = now.document(HEADER)
        if document is not None and isinstance(document.data, dict) and "id" in document.data:
            return document.finding(code, ("id",), message, mend, particulars=about)
        kind = CODES[code]
        mark = fingerprint(code, folder_name(now.path), *about)
        file = str(now.path / HEADER)
        return Finding(code, kind.name, kind.severity, message, mend, file, 1, 1, "", mark)

    def _of_policy(self, then: PolicyFiles, now: PolicyFiles) -> Iterator[Finding]:
        policy = folder_name(now.path)
        # What is wrong with the files as they are, others say.
        header, wrong = header_of(now, policy)
        self.unsound += first_error(wrong)
        moved = then.path != now.path
        old_header, _ = header_of(then, folder_name(then.path))
        if old_header is None:
            yield self._unreadable(then, now, HEADER)
        yield from self._released(then, now)
        yield from self._of_lock(then, now, policy)
        if header is None:
            return
        if old_header is not None:
            yield from self._of_profiles(old_header, header)
        if moved and old_header is not None:
            old_header = old_header._replace(id=header.id)  # as its versions say now
        versions = Versions(now, header)
        for number in versions.numbers:
            if f"{number}.yaml" not in now.kept:
                self.unsound += first_error(versions.wrong(number))
        old = Versions(then, old_header) if old_header is not None else None
        if old is not None and old_header and own_words(old_header) != own_words(header):
            yield from redefined(old_header, header, old.every(), self.revision)
            for content in versions.every():
                before = old.get(content.number)
                if before is not None and before.document.data == content.document.data:
                    yield from reworded_version(old_header, header, content, self.revision)
        yield from self._steps(header, versions, old_header, old, now)

    def _released(self, then: PolicyFiles, now: PolicyFiles) -> Iterator[Finding]:
        """Numbered versions that are gone or say something else, and new ones below them."""
        numbers = [name for name in then.files if is_number(name.removesuffix(".yaml"))]
        for name in sorted(numbers, key=lambda name: precedence(name.removesuffix(".yaml"))):
            number = name.removesuffix(".yaml")
            if name not in now.files:
                message = f"{number} is in {self.revision}, and there is no {name} here"
                mend = "restore the file from history; what is new is a version of its own"
                yield self._at_header(
                    now, "PK403", message, mend, number, digest(data_of(then, name))
                )
                continue
            if now.files[name] == then.files[name]:
                continue
            before, after = then.document(name), now.document(name)
            if before is None:
                yield self._unreadable(then, now, name)
            elif after is not None and before.data != after.data:
                old, new = digest(before.data), digest(after.data)
                message = (
                    f"{number} is not what it is in {self.revision}: its digest is {new}, "
                    f"and was {old}"
                )
                mend = (
                    f"restore the file: `git checkout {self.commit.commit[:12]} -- {name}` in its "
                    "folder; and write what is new in draft.yaml"
                )
                yield after.finding("PK402", ("version",), message, mend, particulars=(old, new))
        last = max((name.removesuffix(".yaml") for name in numbers), key=precedence, default=None)
        for name in now.files:
            number = name.removesuffix(".yaml")
            if last is None or name in then.files or not is_number(number):
                continue
            document = now.document(name)
            if document is not None and precedence(number) < precedence(last):
                message = f"{number} is new, and {last} is in {self.revision}"
                mend = f"give it a number above {last}"
                marks = (digest(document.data),)
                yield document.finding("PK404", ("version",), message, mend, particulars=marks)

    def _unreadable(self, then: PolicyFiles, now: PolicyFiles, name: str) -> Finding:
        """That a document has errors in the commit."""
        policy = folder_name(then.path)
        if name == HEADER:
            _, findings = read_header(then.files[name], then.shown[name], policy)
        else:
            _, findings = read(then.files[name], then.shown[name])
        first = next((one for one in findings if one.severity == "error"), None)
        why = f": {first.message}" if first else ""
        place = f"{first.file}:{first.line}:{first.column}" if first else then.shown[name]
        message = f"{place} has errors{why}; what was edited in it cannot be told"
        mend = "compare with a commit in which it is sound, or have a waiver for this one edit"
        kind = CODES["PK409"]
        marks = (hashlib.sha256(side.files.get(name, b"")).hexdigest() for side in (then, now))
        mark = fingerprint("PK409", policy, name, *marks)
        file = str(now.path / (name if name in now.files else HEADER))
        return Finding("PK409", kind.name, kind.severity, message, mend, file, 1, 1, "", mark)

    def _of_lock(self, then: PolicyFiles, now: PolicyFiles, policy: str) -> Iterator[Finding]:
        """Releases that the lock of the commit has, and that of now does not begin with."""
        old = lock_of(then, folder_name(then.path))
        if old is None:
            if LOCK in then.files and then.files[LOCK] != now.files.get(LOCK):
                yield self._unreadable(then, now, LOCK)
            return
        new = lock_of(now, policy)
        if new is None and LOCK in now.files:
            return  # which others say
        if then.path == now.path:
            lacking = list(cut_off(new, old))
        else:  # of a policy that moved each entry says its new id, and so is another
            kept = {one.version for one in new.entries} if new is not None else set()
            lacking = [one for one in old.entries if one.version not in kept]
        if lacking:
            names = ", ".join(one.version for one in lacking)
            message = (
                f"the lock of {self.revision} has the release of {names}, and this one has not"
            )
            mend = "restore the lock from history; only `policykit release` writes it"
            marks = [one.chain for one in lacking]
            if new is None:
                yield self._at_header(now, "PK421", message, mend, *marks)
            else:
                yield new.document.finding(
                    "PK421", ("entries",), message, mend, of_key=True, particulars=marks
                )

    def _steps(
        self,
        header: Header,
        versions: Versions,
        old_header: Header | None,
        old: Versions | None,
        now: PolicyFiles,
    ) -> Iterator[Finding]:
        """What each new or edited version changed, and whether its notice is long enough."""
        new: list[Content] = []
        for number in versions.numbers:
            if f"{number}.yaml" in now.kept:
                continue
            content = versions.get(number)
            if content is None:
                continue
            earlier = old.get(number) if old is not None and number != DRAFT else None
            if earlier is not None and old_header is not None:
                if earlier.document.data == content.document.data:
                    continue
                before = Version(old_header, earlier, earlier.document.path)
            else:
                if number != DRAFT:
                    new.append(content)
                # A file that was renamed is gone, and still what the new one is measured by; and
                # where the policy's own words changed, the earlier version is in those it had.
                then = set(old.numbers if old is not None else ())
                if old_header is None or own_words(old_header) == own_words(header):
                    then -= set(versions.numbers)

                def either(number: str, then: Collection[str] = then) -> Content | None:
                    return old.get(number) if old and number in then else versions.get(number)

                base = latest_below([*versions.numbers, *then], either, number)
                if base is None:
                    continue
                of_base = old_header if old_header and base.number in then else header
                before = Version(of_base, base, base.document.path)
            made = step(before, Version(header, content, content.document.path))
            self.steps.append(made)
            # Of a released version that it was edited is what is wrong, not its number.
            if made.falls_short and earlier is None:
                yield made.finding()
            yield from meaning_findings(made)
        if new:
            yield from notice_findings(header, versions.every(), new, self.day)
