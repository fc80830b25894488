"""The project as others get it, and tools that its tests cannot do without."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT


def checkout(folder: Path) -> Path:
    """The project's files in another folder: those that git has, and those not yet added to it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if name.startswith(("tests/", "benchmarks/")) or not (ROOT / name).is_file():
            continue
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    return folder


def block(name: str, **stands_for: str) -> str:
    """
    A block of docs/ci.md, with what its placeholders stand for in place of them.

    `ORIGIN` is the address of the project; the others are called as they are written.
    """
    guide = (ROOT / "docs" / "ci.md").read_text("utf-8")
    found = re.findall(f"<!-- (?:file|run): {name} -->\\n```[a-z]+\\n(.*?)```", guide, re.DOTALL)
    (text,) = (str(one) for one in found)
    for address in ("git+https://HOST/OWNER/policykit@REF", "https://HOST/OWNER/policykit"):
        text = text.replace(address, stands_for.get("ORIGIN", address))
    for placeholder, value in stands_for.items():
        text = text.replace(placeholder, value)
    return text


def needs(tool: str) -> None:
    """
    Skip a test on a developer's machine that has not this tool.

    In CI it fails: `.ci/run` installs it there.
    """
    if shutil.which(tool) is None:
        why = f"{tool} is not on the path"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
