"""Every shipped version is released, and every lock proves what it has."""

from __future__ import annotations

import pytest

import policykit
from policykit.library.files import LOCK
from policykit.library.lock import read_lock
from tests.conftest import ROOT

LIBRARY = policykit.load(ROOT / "policies")


@pytest.mark.parametrize("name", list(LIBRARY))
def test_every_version_is_in_the_lock(name: str) -> None:
    path = LIBRARY.folder(name) / LOCK
    lock, findings = read_lock(path.read_bytes(), str(path), name)
    assert lock is not None, findings
    assert [one.version for one in lock.entries] == list(LIBRARY[name])


def test_the_policies_are_clean_and_nothing_is_set_aside() -> None:
    assert policykit.validate(ROOT / "policies", today="2026-12-01") == []
    for file in (ROOT / "policies").rglob("*.yaml"):
        assert "policykit: ignore" not in file.read_text("utf-8"), file
