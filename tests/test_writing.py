from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest

from policykit.editing import ChangedMeanwhile, create, create_folder, replace, rewrite

FAULTS = ("open", "write", "fsync", "close", "replace", "fchmod", "link", "rename", "mkdir")


def failing_at(monkeypatch: pytest.MonkeyPatch, fault: str, call: int) -> None:
    """From here on, one call of the system fails: the one with this number, from 0."""
    real = getattr(os, fault)
    calls = 0

    def failing(*arguments, **named):
        nonlocal calls
        calls += 1
        if calls == call + 1:
            if fault == "close":
                real(*arguments, **named)
            raise OSError(28, "No space left on device")
        return real(*arguments, **named)

    monkeypatch.setattr(os, fault, failing)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("call", range(3))
def test_a_failure_at_any_step_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, call: int
) -> None:
    file = tmp_path / "policy.yaml"
    file.write_bytes(b"old")
    failing_at(monkeypatch, fault, call)
    try:
        rewrite(file, b"old", b"new" * 1000)
    except OSError:
        monkeypatch.undo()
        assert file.read_bytes() == b"old"
    else:
        monkeypatch.undo()
        assert file.read_bytes() == b"new" * 1000
    assert os.listdir(tmp_path) == ["policy.yaml"]


def test_short_writes_are_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "policy.yaml"
    file.write_bytes(b"old")
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(data)[:2]))
    assert rewrite(file, b"old", b"a longer text")
    assert file.read_bytes() == b"a longer text"


def test_the_mode_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_bytes(b"old")
    file.chmod(0o640)
    rewrite(file, b"old", b"new")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    target = tmp_path / "elsewhere" / "policy.yaml"
    target.write_bytes(b"old")
    link = tmp_path / "policy.yaml"
    link.symlink_to(target)
    rewrite(link, b"old", b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_nothing_is_written_when_nothing_changed(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_bytes(b"old")
    before = file.stat()
    assert not rewrite(file, b"old", b"old")
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_file_that_changed_since_it_was_read_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_bytes(b"somebody else's")
    with pytest.raises(ChangedMeanwhile, match="has changed since it was read"):
        rewrite(file, b"old", b"new")
    assert file.read_bytes() == b"somebody else's"
    assert os.listdir(tmp_path) == ["policy.yaml"]


def test_a_read_only_file_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_bytes(b"old")
    file.chmod(0o444)
    with pytest.raises(PermissionError, match="read-only"):
        rewrite(file, b"old", b"new")
    assert file.read_bytes() == b"old"


def test_a_read_only_folder_is_named_by_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "policy.yaml"
    file.write_bytes(b"old")
    real = os.open

    def refusing(path, flags, *more, **named):
        # As the system refuses everybody but root.
        if flags & os.O_CREAT:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, flags, *more, **named)

    monkeypatch.setattr(os, "open", refusing)
    with pytest.raises(PermissionError) as caught:
        rewrite(file, b"old", b"new")
    assert caught.value.filename == str(file)
    assert file.read_bytes() == b"old"


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("call", range(3))
@pytest.mark.parametrize("write", [create, replace])
def test_a_new_file_is_there_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write, fault: str, call: int
) -> None:
    file = tmp_path / "policy.yaml"
    failing_at(monkeypatch, fault, call)
    try:
        write(file, b"new" * 1000)
    except OSError:
        monkeypatch.undo()
        assert os.listdir(tmp_path) == []
    else:
        monkeypatch.undo()
        assert os.listdir(tmp_path) == ["policy.yaml"]
        assert file.read_bytes() == b"new" * 1000


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("call", range(7))
def test_a_folder_is_there_with_all_its_files_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, call: int
) -> None:
    failing_at(monkeypatch, fault, call)
    try:
        create_folder(tmp_path / "acme", {"policy.yaml": b"one", "draft.yaml": b"two"})
    except OSError:
        monkeypatch.undo()
        assert os.listdir(tmp_path) == []
    else:
        monkeypatch.undo()
        assert os.listdir(tmp_path) == ["acme"]
        assert sorted(os.listdir(tmp_path / "acme")) == ["draft.yaml", "policy.yaml"]


@pytest.mark.parametrize("there", ["file", "folder", "link to nowhere"])
def test_what_is_there_is_never_created_over(tmp_path: Path, there: str) -> None:
    place = tmp_path / "policy.yaml"
    if there == "file":
        place.write_bytes(b"old")
    elif there == "folder":
        place.mkdir()
    else:
        place.symlink_to(tmp_path / "nowhere")
    for make in (lambda: create(place, b"new"), lambda: create_folder(place, {"a": b"new"})):
        with pytest.raises(FileExistsError) as caught:
            make()
        assert caught.value.filename == str(place)
    assert os.listdir(tmp_path) == ["policy.yaml"]
    assert there != "file" or place.read_bytes() == b"old"


def test_a_replaced_file_keeps_its_mode_and_a_new_one_has_the_usual(tmp_path: Path) -> None:
    file = tmp_path / "diff.json"
    before = os.umask(0o027)
    try:
        replace(file, b"one")
        assert stat.S_IMODE(file.stat().st_mode) == 0o640
        file.chmod(0o604)
        replace(file, b"two")
        create(tmp_path / "other", b"three")
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o604
    assert stat.S_IMODE((tmp_path / "other").stat().st_mode) == 0o640
    assert file.read_bytes() == b"two"


def test_a_pipe_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        replace(pipe, b"new")
        assert os.read(reader, 10) == b"new"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_replaced_link_stays_a_link(tmp_path: Path) -> None:
    target = tmp_path / "target"
    link = tmp_path / "link"
    link.symlink_to(target)
    replace(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_nothing_else_in_the_package_writes_files(root: Path) -> None:
    own = root / "policykit" / "editing" / "writing.py"
    writes = re.compile(
        r"write_text|write_bytes|tempfile|os\.replace|O_CREAT|open\([^)]*[\"'][wax]"
    )
    for module in (root / "policykit").rglob("*.py"):
        # A pipe between processes is no file.
        text = module.read_text("utf-8").replace('open(writing, "wb")', "")
        assert module == own or not writes.search(text), module
