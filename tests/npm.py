"""Packages of npm that tests need, each in one pinned version in a folder of the environment."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT


def installed(name: str, version: str) -> Path:
    """
    The folder of a package, installed through npm if it is not there yet.

    Without npm the test is skipped on a developer's machine, and fails in CI, where `.ci/run`
    installs it.
    """
    if shutil.which("npm") is None or shutil.which("node") is None:
        why = f"node and npm are not on the path; {name} needs both"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    folder = ROOT / ".venv" / f"{name}-{version}"
    package = folder / "node_modules" / name
    if not (package / "package.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [
                *("npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder)),
                f"{name}@{version}",
            ],
            capture_output=True,
            check=False,
            timeout=600,
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")
    return package
