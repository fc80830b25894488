from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from policykit.editing import ChangedMeanwhile, rewrite

FAULTS = ("open", "write", "fsync", "close", "replace", "fchmod")


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("call", range(3))
def test_a_failure_at_any_step_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, call: int
) -> None:
    file = tmp_path / "policy.yaml"
    file.write_bytes(b"old")
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
