"""`release`: number, dates and lock, all of it or nothing, whatever fails on the way."""

from __future__ import annotations

import builtins
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import policykit
from policykit.commands.main import main
from policykit.editing import together
from policykit.editing.releasing import (
    NothingToRelease,
    TooSmall,
    Unreleasable,
    prepare,
)
from policykit.library.digest import digest
from policykit.library.lock import read_lock
from tests.conftest import ROOT
from tests.repositories import SHARE, acme, version, write

HERE = "policies/acme/privacy"
TODAY = "2026-03-01"
MORE = {**SHARE, "recipients": ["advertiser", "data_broker"]}
DRAFT = """\
# What comes next.
format: 1
policy: acme/privacy  # for ever
text: summary

clauses:
  # The one that pays for it all.
  - id: share
    kind: disclosure
    text: We give your e-mail address to advertisers and data brokers.
    personal_data: [email_address]   # not the phone number
    recipients: [advertiser, data_broker]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A policy with one released version and a draft that permits more."""
    write(tmp_path, acme())
    folder = tmp_path / HERE
    prepare(folder, TODAY).write()
    write(folder, {"draft.yaml": DRAFT})
    return folder


def state(folder: Path, *, litter: bool = True) -> dict[str, bytes]:
    """All that is in the folder of policies; without `litter` what no reader looks at is out."""
    top = folder.parent.parent
    found = {
        str(path.relative_to(top)): path.read_bytes() for path in top.rglob("*") if path.is_file()
    }
    return {name: text for name, text in found.items() if litter or "/." not in name}


def numbers(folder: Path) -> list[str]:
    lock, findings = read_lock((folder / "policykit.lock").read_bytes(), "x", "acme/privacy")
    assert lock is not None, findings
    return [one.version for one in lock.entries]


def test_the_draft_gets_number_and_dates_and_keeps_its_comments(folder: Path) -> None:
    made = prepare(folder, TODAY, effective="2026-04-01")
    assert made.numbers == ("2.0.0",)
    made.write()
    expected = DRAFT.replace(
        "# for ever\n",
        "# for ever\nversion: 2.0.0\npublished: 2026-03-01\neffective: 2026-04-01\n",
    )
    assert (folder / "2.0.0.yaml").read_text() == expected
    assert sorted(os.listdir(folder)) == [
        "1.0.0.yaml",
        "2.0.0.yaml",
        "policy.yaml",
        "policykit.lock",
    ]
    assert numbers(folder) == ["1.0.0", "2.0.0"]
    assert policykit.validate(folder.parent.parent) == []


def test_what_is_already_said_stays_and_what_is_asked_replaces_it(folder: Path) -> None:
    said = "version: 9.9.9 # soon\npublished: 2026-02-01\neffective: 2026-02-02  # or so\n"
    write(folder, {"draft.yaml": DRAFT.replace("text: summary\n", f"{said}text: summary\n")})
    prepare(folder, TODAY, effective="2026-05-01").write()
    text = (folder / "2.0.0.yaml").read_text()
    assert "version: 2.0.0 # soon\npublished: 2026-02-01\neffective: 2026-05-01  # or so" in text


def test_dates_stand_below_a_number_that_is_there(folder: Path) -> None:
    write(
        folder, {"draft.yaml": DRAFT.replace("text: summary\n", "text: summary\nversion: 1.9.0\n")}
    )
    prepare(folder, TODAY).write()
    text = (folder / "2.0.0.yaml").read_text()
    assert "text: summary\nversion: 2.0.0\npublished: 2026-03-01\n" in text


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_stay(folder: Path, line_end: str, mark: str) -> None:
    text = (mark + DRAFT).replace("\n", line_end)
    (folder / "draft.yaml").write_bytes(text.encode())
    prepare(folder, TODAY).write()
    made = (folder / "2.0.0.yaml").read_bytes().decode()
    added = "version: 2.0.0\npublished: 2026-03-01\n".replace("\n", line_end)
    assert made == text.replace(f"# for ever{line_end}", f"# for ever{line_end}{added}")


@pytest.mark.parametrize(
    ("bump", "number"), [(None, "2.0.0"), ("major", "2.0.0"), ("minor", ""), ("patch", "")]
)
def test_a_bump_that_is_too_small_is_refused(folder: Path, bump: Any, number: str) -> None:
    if number:
        assert prepare(folder, TODAY, bump=bump).numbers == (number,)
        return
    before = state(folder)
    with pytest.raises(TooSmall, match=r"needs a major one, 2\.0\.0: .*data brokers"):
        prepare(folder, TODAY, bump=bump)
    assert state(folder) == before


def test_a_larger_bump_than_needed_is_taken(folder: Path) -> None:
    text = DRAFT.replace(", data_broker]", "]").replace(" and data brokers", "")
    write(folder, {"draft.yaml": text})
    assert prepare(folder, TODAY).numbers == ("1.0.1",)
    assert prepare(folder, TODAY, bump="minor").numbers == ("1.1.0",)


def test_a_number_is_above_versions_that_were_withdrawn(folder: Path) -> None:
    gone = version("2.0.0", MORE, published="2025-06-01", withdrawn="2025-06-02")
    write(folder, {"2.0.0.yaml": gone})
    made = prepare(folder, TODAY)
    assert made.numbers == ("2.0.0", "2.0.1")
    made.write()
    assert [one for one in policykit.validate(folder) if one.severity == "error"] == []


def test_what_validate_would_not_pass_is_not_released(folder: Path) -> None:
    write(folder, {"1.0.1.yaml": version("1.0.1", MORE, published="2025-06-01")})
    with pytest.raises(Unreleasable, match=r"1\.0\.1\.yaml:3:.* PK401"):
        prepare(folder, TODAY)
    write(folder, {"1.0.1.yaml": None, "1.0.0.yaml": version("1.0.0", MORE)})
    with pytest.raises(Unreleasable, match="PK402"):
        prepare(folder, TODAY)
    write(folder, {"1.0.0.yaml": version("1.0.0"), "draft.yaml": "a: [1"})
    with pytest.raises(policykit.InvalidDocument, match=r"draft\.yaml"):
        prepare(folder, TODAY)
    write(folder, {"draft.yaml": None})
    with pytest.raises(NothingToRelease):
        prepare(folder, TODAY)


def test_notice_that_is_promised_is_kept(tmp_path: Path) -> None:
    notice = {"id": "n", "kind": "change", "text": "…", "commitments": {"change_notice_days": 30}}
    write(tmp_path, acme(version("1.0.0", SHARE, notice)))
    folder = tmp_path / HERE
    write(folder, {"draft.yaml": DRAFT})
    with pytest.raises(Unreleasable, match="PK405"):
        prepare(folder, TODAY)
    assert prepare(folder, TODAY, effective="2026-03-31").numbers == ("1.0.0", "2.0.0")


def test_of_what_was_observed_before_nobody_knows_what_notice_was_given(tmp_path: Path) -> None:
    notice = {"id": "n", "kind": "change", "text": "…", "commitments": {"change_notice_days": 30}}
    first, later = version("1.0.0", SHARE, notice), version("2.0.0", SHARE)
    seen = {name: one for name, one in later.items() if name != "published"}
    days = {"effective": "2025-06-01", "observed": "2025-06-02"}
    write(tmp_path, acme(first, {**seen, **days}))
    assert prepare(tmp_path / HERE, TODAY).numbers == ("1.0.0", "2.0.0")
    for more in ({"observed": TODAY}, {"published": "2025-05-31"}):
        write(tmp_path / HERE, {"2.0.0.yaml": {**seen, **days, **more}})
        with pytest.raises(Unreleasable, match="PK405"):
            prepare(tmp_path / HERE, TODAY)


def test_a_history_is_put_into_a_lock_in_its_order(tmp_path: Path) -> None:
    days = {"1.0.0": "2025-01-01", "1.0.1": "2025-02-01", "2.0.0": "2025-03-01"}
    versions = [version(number, published=day) for number, day in days.items()]
    write(
        tmp_path,
        acme(
            *versions, vocabulary={"recipients": {"us": {"title": "Us", "broader": ["processor"]}}}
        ),
    )
    made = prepare(tmp_path / HERE, TODAY)
    assert (made.numbers, made.step) == (("1.0.0", "1.0.1", "2.0.0"), None)
    made.write()
    assert policykit.validate(tmp_path / "policies") == []
    assert prepare_fails(tmp_path / HERE)


def prepare_fails(folder: Path) -> bool:
    with pytest.raises(NothingToRelease):
        prepare(folder, TODAY)
    return True


def test_a_first_draft_is_version_one(tmp_path: Path) -> None:
    write(tmp_path, acme())
    folder = tmp_path / HERE
    write(folder, {"1.0.0.yaml": None, "draft.yaml": DRAFT})
    assert prepare(folder, TODAY).numbers == ("1.0.0",)


@pytest.mark.parametrize(
    "text",
    [
        '{format: 1, policy: acme/privacy, clauses: [{id: a, kind: general, text: "A."}]}',
        "format: 1\nclauses: [{id: a, kind: general, text: A.}]\npolicy: acme/privacy",
    ],
)
def test_a_layout_that_cannot_be_kept_is_refused(folder: Path, text: str) -> None:
    write(folder, {"draft.yaml": text})
    before = state(folder)
    with pytest.raises(Unreleasable, match="without touching what is around it"):
        prepare(folder, TODAY)
    assert state(folder) == before


def test_a_file_that_changed_meanwhile_is_not_overwritten(folder: Path) -> None:
    made = prepare(folder, TODAY)
    write(folder, {"draft.yaml": DRAFT + "# one more\n"})
    before = state(folder)
    with pytest.raises(OSError, match="changed since it was read"):
        made.write()
    assert state(folder) == before


CALLS = ("open", "write", "fsync", "replace", "link", "unlink", "mkdir", "symlink", "rename")


class Faults:
    """Lets the nth call that changes something on the disk fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: BaseException, at: int) -> None:
        self.seen = 0
        for module, name in (*((os, name) for name in CALLS), (builtins, "open")):
            whole: Any = getattr(module, name)

            def failing(*arguments: Any, whole: Any = whole, **more: Any) -> Any:
                self.seen += 1
                if self.seen == at:
                    raise error
                return whole(*arguments, **more)

            monkeypatch.setattr(module, name, failing)


@pytest.mark.parametrize("exchanged", [True, False])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_whatever_fails_leaves_the_old_state_or_the_new_one(
    folder: Path, error: BaseException, exchanged: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not exchanged:
        monkeypatch.setattr(together, "_exchanger", lambda: None)
    old = state(folder)
    made = prepare(folder, TODAY)
    new = {f"acme/privacy/{name}": text for name, text in made.after.items() if text is not None}
    kept = {name: text for name, text in old.items() if not name.endswith("draft.yaml")}
    failed = 0
    for at in range(1, 200):
        with monkeypatch.context() as patched:
            faults = Faults(patched, error, at)
            try:
                made.write()
            except type(error):
                failed += 1
        # What cannot be cleared away lies hidden, and is no part of any policy.
        now = state(folder, litter=False)
        assert now in (old, {**kept, **new}), (at, sorted(now))
        if faults.seen < at:
            break
        if now != old:
            # Back to the start.
            for name in set(now) - set(old):
                (folder.parent.parent / name).unlink()
            for name, text in old.items():
                (folder.parent.parent / name).write_bytes(text)
    else:
        pytest.fail("it never ended")
    assert failed


def _run(
    folder: Path, *arguments: str, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "policykit", "release", *arguments],
        cwd=cwd or folder.parent.parent.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


KILLED = """
import builtins, os, signal, sys
from policykit.editing.releasing import prepare
left = int(sys.argv[2])
def dying(whole):
    def call(*arguments, **more):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(*arguments, **more)
    return call
made = prepare(sys.argv[1], "2026-03-01")
for name in ("open", "write", "fsync", "replace", "link", "unlink", "mkdir", "symlink", "rename"):
    setattr(os, name, dying(getattr(os, name)))
builtins.open = dying(open)
made.write()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="folders change places under Linux only")
def test_a_process_that_is_killed_leaves_the_old_state_or_the_new_one(folder: Path) -> None:
    old = {path.name: path.read_bytes() for path in folder.iterdir()}
    made = prepare(folder, TODAY)
    new = {name: text for name, text in {**old, **made.after}.items() if text is not None}
    states = set()
    for at in range(60):
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(folder), str(at)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
        )
        now = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert now in (old, new), at
        states.add(now == new)
        assert list(policykit.load(folder.parent.parent)) == ["acme/privacy"]
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        if now == new:
            break
    assert states == {True, False}


def test_the_command(folder: Path) -> None:
    dry = _run(folder, "acme/privacy", "--today", TODAY, "--dry-run")
    assert (dry.returncode, numbers(folder)) == (0, ["1.0.0"])
    assert dry.stdout.startswith("would release acme/privacy 2.0.0\nmajor: 1.0.0 → 2.0.0\n")
    small = _run(folder, "acme/privacy", "--bump", "minor", "--today", TODAY)
    assert (small.returncode, small.stdout) == (2, "")
    assert "needs a major one, 2.0.0" in small.stderr
    done = _run(folder, "acme/privacy", "--today", TODAY)
    assert (done.returncode, numbers(folder)) == (0, ["1.0.0", "2.0.0"])
    assert "data brokers" in done.stdout
    assert f"\npublished {TODAY}\n" in done.stdout
    again = _run(folder, "acme/privacy")
    assert again.returncode == 2
    assert "has no draft, and all its versions are released" in again.stderr
    assert "copy the last to draft.yaml, without its `version` and its days" in again.stderr
    assert _run(folder, "acme/nothing").returncode == 2
    assert _run(folder, "acme/privacy", "--effective", "soon").returncode == 2


def test_the_days_that_a_draft_brought_along_are_told(folder: Path) -> None:
    days = "published: 2026-02-01\neffective: {default: 2026-04-01, EU: 2026-05-01}\n"
    write(folder, {"draft.yaml": DRAFT.replace("text: summary\n", f"text: summary\n{days}")})
    done = _run(folder, "acme/privacy", "--today", TODAY, "--dry-run")
    said = "\npublished 2026-02-01, effective 2026-04-01, in EU 2026-05-01\n"
    assert (done.returncode, said in done.stdout) == (0, True), done


@pytest.mark.parametrize("kind", ["privacy_policy", "transparency_report"])
def test_the_example_that_init_wrote_is_never_released(tmp_path: Path, kind: str) -> None:
    about = ["--reports-on", "beta/privacy"] if kind == "transparency_report" else []
    names = ["beta/it", "--title", "It", "--publisher", "Beta", "--kind", kind, *about]
    policies = tmp_path / "policies"
    assert main(["init", *names, "--policies", str(policies)]) == 0
    old = state(policies / "beta" / "it")
    for more in ([], ["--dry-run"]):
        done = _run(policies / "beta" / "it", "beta/it", *more)
        assert (done.returncode, done.stdout) == (2, "")
        assert "is still the example that `init` wrote" in done.stderr
    assert state(policies / "beta" / "it") == old


def test_who_stands_in_the_folder_still_stands_there(folder: Path) -> None:
    inode = folder.stat().st_ino
    done = _run(folder, "acme/privacy", "--policies", "../..", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert folder.stat().st_ino == inode
    assert numbers(folder) == ["1.0.0", "2.0.0"]


def test_other_files_links_and_modes_stay(folder: Path) -> None:
    (folder / "notes").mkdir()
    (folder / "notes" / "why.txt").write_text("because")
    (folder / "link").symlink_to("policy.yaml")
    (folder / "policykit.lock").chmod(0o640)
    folder.chmod(0o750)
    prepare(folder, TODAY).write()
    assert (folder / "notes" / "why.txt").read_text() == "because"
    assert os.readlink(folder / "link") == "policy.yaml"
    assert (folder / "policykit.lock").stat().st_mode & 0o777 == 0o640
    assert folder.stat().st_mode & 0o777 == 0o750
    assert not [path for path in folder.parent.iterdir() if path.name.startswith(".")]


def test_a_folder_that_cannot_be_written_to_stays_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_: Any, **__: Any) -> Any:
        raise OSError(30, "Read-only file system")

    made = prepare(folder, TODAY)
    old = state(folder)
    for name in ("mkdir", "link", "replace", "rename"):
        monkeypatch.setattr(os, name, read_only)
    with pytest.raises(OSError, match="Read-only"):
        made.write()
    monkeypatch.undo()
    assert state(folder) == old


def test_the_digest_in_the_lock_is_that_of_the_file(folder: Path) -> None:
    prepare(folder, TODAY).write()
    lock, _ = read_lock((folder / "policykit.lock").read_bytes(), "x", "acme/privacy")
    assert lock is not None
    data = yaml.safe_load((folder / "2.0.0.yaml").read_text().replace("2026-03-01", "'2026-03-01'"))
    assert lock.entries[1].content == digest(data)
