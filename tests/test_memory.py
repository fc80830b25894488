"""What was found before is told again only of folders that are as they were, byte for byte."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import policykit
from policykit.commands import validate as command
from policykit.commands.main import main
from policykit.validation import Report, validate_all
from policykit.validation import memory as remembering
from policykit.validation.memory import Memory
from tests.repositories import SHARE, acme, version, write

HERE = "policies/acme/privacy"
ASIDE = {**SHARE, "id": "again"}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three policies with warnings, something set aside and an error."""
    for name in ("privacy", "terms", "cookies"):
        files = acme(version("1.0.0", SHARE, ASIDE, policy=f"acme/{name}"))
        files[f"{HERE}/policy.yaml"]["id"] = f"acme/{name}"
        write(tmp_path, {path.replace("privacy", name): made for path, made in files.items()})
    path = tmp_path / "policies/acme/terms/1.0.0.yaml"
    mark = "# policykit: ignore PK210 -- both are in the text\n"
    path.write_text(path.read_text().replace("- id: share", f"{mark}- id: share"))
    path = tmp_path / "policies/acme/cookies/1.0.0.yaml"
    path.write_text(path.read_text().replace("advertiser", "advertizer"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def looked(source: bytes = b"", **more: Any) -> tuple[Report, Memory]:
    memory = Memory(source, ["x"])
    return validate_all(["policies"], memory=memory, **more), memory


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that are really looked at."""
    from policykit.validation import looking as module

    seen: list[Path] = []
    real = module.of_folder

    def of_folder(folder: Path, found: Any) -> None:
        seen.append(folder)
        real(folder, found)

    monkeypatch.setattr(module, "of_folder", of_folder)
    return seen


def test_what_has_not_changed_is_told_again_and_not_looked_at(
    root: Path, counted: list[Path]
) -> None:
    plain = validate_all(["policies"])
    assert plain.set_aside
    assert {one.severity for one in plain.findings} == {"error", "warning"}
    counted.clear()
    first, memory = looked()
    assert first == plain
    assert len(counted) == 3
    assert memory.changed
    counted.clear()
    again, known = looked(memory.content)
    assert again == plain
    assert not counted
    assert not known.changed
    assert json.loads(known.content) == json.loads(memory.content)


def edited(path: Path) -> None:
    path.write_text(path.read_text().replace("We give", "We gave"))


def touched_back(path: Path) -> None:
    about = path.stat()
    edited(path)
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))


def gone(path: Path) -> None:
    path.unlink()


def added(path: Path) -> None:
    (path.parent / "2.0.0.yaml").write_text("format: 1\n")


def locked(path: Path) -> None:
    (path.parent / "policykit.lock").write_text("{}\n")


def of_another_name(path: Path) -> None:
    (path.parent / "3.0.0.yml").write_text("format: 1\n")


def retitled(path: Path) -> None:
    header = path.parent / "policy.yaml"
    header.write_text(header.read_text().replace("title: Acme", "title: Acne"))


@pytest.mark.parametrize(
    "change", [edited, touched_back, gone, added, locked, of_another_name, retitled]
)
def test_what_changed_in_any_way_is_looked_at_anew(
    root: Path, counted: list[Path], change: Callable[[Path], None]
) -> None:
    _, memory = looked()
    change(root / HERE / "1.0.0.yaml")
    counted.clear()
    again, _ = looked(memory.content)
    assert [str(one) for one in counted] == [HERE]
    assert again == validate_all(["policies"])


def test_another_question_knows_nothing(root: Path, counted: list[Path]) -> None:
    _, memory = looked()
    counted.clear()
    validate_all(["policies"], memory=Memory(memory.content, ["y"]))
    assert len(counted) == 3
    counted.clear()
    validate_all(["./policies"], memory=Memory(memory.content, ["x"]))
    validate_all([root / "policies"], memory=Memory(memory.content, ["x"]))
    assert len(counted) == 3, "only what is named as it was is known"


def test_another_policykit_knows_nothing(
    root: Path, counted: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, memory = looked()
    monkeypatch.setattr(remembering, "_self_name", lambda: "another")
    counted.clear()
    looked(memory.content)
    assert len(counted) == 3


def test_each_file_of_this_package_is_part_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"a.py": "", "deep/b.yaml": ""})
    monkeypatch.setattr(policykit, "__file__", str(tmp_path / "__init__.py"))
    names = [remembering._self_name()]
    for change in ({"a.py": "1"}, {"deep/b.yaml": "1"}, {"deep/c.json": ""}):
        write(tmp_path, change)
        names.append(remembering._self_name())
    os.utime(tmp_path / "a.py", ns=(1, 1))
    names.append(remembering._self_name())
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "source",
    [b"{", b"[]", b"\xff", b'{"of": 1}', b"null"],
)
def test_a_memory_that_cannot_be_read_knows_nothing(root: Path, source: bytes) -> None:
    assert looked(source)[0] == validate_all(["policies"])


@pytest.mark.parametrize("held", [None, [], ["k"], ["k", 1, 1, 1], "text"])
def test_an_entry_that_cannot_be_read_is_looked_at_anew(root: Path, held: Any) -> None:
    _, memory = looked()
    made = json.loads(memory.content)
    key = made["folders"][HERE][0]
    if isinstance(held, list) and held:
        held = [key, *held[1:]]
    made["folders"][HERE] = held
    assert looked(json.dumps(made).encode())[0] == validate_all(["policies"])


def test_what_changes_while_it_is_looked_at_is_not_remembered(
    root: Path, monkeypatch: pytest.MonkeyPatch, counted: list[Path]
) -> None:
    path = root / HERE / "1.0.0.yaml"
    real = Memory.recall

    def recall(self: Memory, folder: Path) -> Any:
        found = real(self, folder)
        if str(folder) == HERE:
            edited(path)
        return found

    monkeypatch.setattr(Memory, "recall", recall)
    _, memory = looked()
    monkeypatch.setattr(Memory, "recall", real)
    assert HERE not in json.loads(memory.content)["folders"]


def test_workers_remember_the_same(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    module = sys.modules["policykit.validation.walking"]
    monkeypatch.setattr(module, "can_share", lambda _: True)
    one, first = looked(workers=1)
    two, second = looked(workers=2)
    assert two == one
    assert json.loads(second.content) == json.loads(first.content)


def test_what_cannot_be_read_is_never_remembered(root: Path) -> None:
    (root / HERE / "2.0.0.yaml").symlink_to("nowhere.yaml")
    report, memory = looked()
    assert report.unreadable
    again, _ = looked(memory.content)
    assert again == report


# On the command line


def test_the_command_keeps_what_it_found_of_much(
    root: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    counted: list[Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    cache = tmp_path_factory.mktemp("cache") / "deep"
    monkeypatch.setenv("POLICYKIT_CACHE", str(cache))
    assert main(["validate"]) == 1
    assert not cache.exists(), "of little nothing is kept"
    monkeypatch.setattr(command, "MANY", 1)
    assert main(["validate", "--no-cache"]) == 1
    assert not cache.exists()
    shown = [capsys.readouterr().out]
    assert main(["validate"]) == 1
    shown.append(capsys.readouterr().out)
    (kept,) = cache.iterdir()
    counted.clear()
    before = kept.read_bytes()
    assert main(["validate"]) == 1
    assert not counted
    assert kept.read_bytes() == before
    shown.append(capsys.readouterr().out)
    assert shown[1] == shown[2]
    assert shown[0].endswith(shown[1])
    assert main(["validate", "--profile", "gdpr"]) == 1
    assert len(counted) == 3
    counted.clear()
    assert main(["validate", "--no-cache"]) == 1
    assert len(counted) == 3
    monkeypatch.setenv("POLICYKIT_CACHE", "")
    counted.clear()
    assert main(["validate"]) == 1
    assert len(counted) == 3


def test_a_cache_that_cannot_be_written_is_no_failure(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "MANY", 1)
    write(root, {"file": ""})
    monkeypatch.setenv("POLICYKIT_CACHE", str(root / "file"))
    assert main(["validate"]) == 1
    assert not capsys.readouterr().err


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("linux", {"HOME": "/h"}, "/h/.cache/policykit"),
        ("linux", {"HOME": "/h", "XDG_CACHE_HOME": "/x"}, "/x/policykit"),
        ("darwin", {"HOME": "/h"}, "/h/Library/Caches/policykit"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/policykit"),
        ("linux", {"POLICYKIT_CACHE": "/own", "HOME": "/h"}, "/own"),
        ("linux", {"POLICYKIT_CACHE": "", "HOME": "/h"}, None),
        ("linux", {}, None),
        ("darwin", {}, None),
        ("win32", {}, None),
    ],
)
def test_where_it_is_kept(
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    environment: dict[str, str],
    folder: str | None,
) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "POLICYKIT_CACHE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", platform)
    assert command._cache_folder() == folder
