"""The house: its rooms, what is banned in it, and that the documents speak of what is there."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import policykit
from policykit.findings import CODES
from tests.conftest import ROOT

PACKAGE = ROOT / "policykit"
MODULES = sorted(PACKAGE.rglob("*.py"))


def test_no_module_is_called_by_what_says_nothing() -> None:
    vague = {"utils", "util", "core", "base", "helpers", "manager", "common", "misc"}
    assert not [path for path in MODULES if path.stem in vague]


def test_nothing_below_the_commands_prints_or_asks_for_the_time_or_the_environment() -> None:
    for path in MODULES:
        if "commands" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("environ", "getenv", "today", "now"), path
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "print", path


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys, policykit; print(sorted({'yaml','jsonschema','rapidfuzz'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_every_public_name_is_there_and_can_be_used_twice() -> None:
    for _ in range(2):
        for name in policykit.__all__:
            assert getattr(policykit, name) is not None
    assert callable(policykit.diff)
    assert callable(policykit.validate)


def test_every_code_is_used_and_every_used_code_is_listed() -> None:
    text = "".join(path.read_text("utf-8") for path in MODULES if path.name != "findings.py")
    unused = {code for code in CODES if f'"{code}"' not in text}
    assert not unused


def test_no_machine_path_is_in_the_project() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    for name in listed.stdout.split("\0"):
        path = Path(ROOT, name)
        if name and path.is_file() and path.suffix in (".py", ".md", ".toml", ".yaml", ".json", ""):
            text = path.read_text("utf-8", "replace")
            assert "/" + "work/" not in text, name
            assert "/" + "root/" not in text, name
