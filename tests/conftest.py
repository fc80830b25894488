"""What all tests share: hypothesis takes the same examples every time, and as long as it needs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("policykit", derandomize=True, deadline=None)
settings.load_profile("policykit")

ROOT = Path(__file__).parent.parent
FROZEN = ROOT / "tests" / "frozen" / "policies"
"""Two versions of Telegram's policy that stay as they are, whatever becomes of the shipped one."""

LONG = ("test_worlds.py", "test_z3.py", "test_hostile.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes comes first: `make test` shares files out among all cores."""
    items.sort(key=lambda item: item.path.name not in LONG)


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's folder, which is also where the test runs."""
    monkeypatch.chdir(ROOT)
    return ROOT
