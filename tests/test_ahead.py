"""What was made ahead of the YAML that is shipped is what that says, and no other is ever told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policykit.document import ahead
from policykit.document.ahead import AHEAD, shipped
from tests import regenerate_ahead
from tests.regenerate_ahead import FOLDERS, PACKAGE


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_was_made_ahead_is_what_the_files_say(folder: str) -> None:
    text = (PACKAGE / folder / AHEAD).read_text("utf-8")
    assert text == regenerate_ahead.text(folder), "run `make ahead`"


@pytest.mark.parametrize("folder", FOLDERS)
def test_json_holds_all_that_the_yaml_does(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [path.name for path in (PACKAGE / folder).glob("*.yaml")]
    found = {name: shipped(str(PACKAGE / folder), name) for name in names}
    monkeypatch.setattr(ahead, "_made", lambda _: {})
    for name in names:
        read_anew = shipped(str(PACKAGE / folder), name)
        assert repr(found[name]) == repr(read_anew)  # the same order and the same types


def test_an_edited_file_is_read_itself(tmp_path: Path) -> None:
    shutil.copy(PACKAGE / "vocabulary" / AHEAD, tmp_path)
    source = (PACKAGE / "vocabulary" / "consent.yaml").read_bytes()
    (tmp_path / "consent.yaml").write_bytes(source)
    before = shipped(str(tmp_path), "consent.yaml")
    (tmp_path / "consent.yaml").write_bytes(source.replace(b"title: ", b"title: A", 1))
    after = shipped(str(tmp_path), "consent.yaml")
    assert after["title"] == f"A{before['title']}"
    (tmp_path / "more.yaml").write_text("a: 1\n")
    assert shipped(str(tmp_path), "more.yaml") == {"a": 1}
    (tmp_path / "more.yaml").write_text("a: 1\na: 2\n")
    with pytest.raises(ValueError, match=r"the shipped more\.yaml cannot be read"):
        shipped(str(tmp_path), "more.yaml")


def test_nothing_is_read_as_yaml_where_nothing_was_edited(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("policykit.document.reader.read", refuse)
    for folder in FOLDERS:
        for path in (PACKAGE / folder).glob("*.yaml"):
            shipped(str(PACKAGE / folder), path.name)
