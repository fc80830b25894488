"""A command line of words alone means what `argparse` makes of it, and is read without that."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from policykit.commands.parsing import parser
from policykit.commands.plain import plain
from tests.conftest import ROOT


@pytest.mark.parametrize(
    "words", [[], ["policies"], ["a", "b c", ""], ["validate"], ["diff"], ["@a"], ["é"]]
)
def test_words_alone_are_read_as_argparse_reads_them(words: list[str]) -> None:
    arguments = ["validate", *words]
    found = plain(arguments)
    assert found is not None
    asked = {name: one for name, one in vars(found).items() if not name.startswith("_")}
    assert asked == vars(parser(arguments).parse_args(arguments))


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        [""],
        ["diff", "a"],
        ["valid"],
        ["--help"],
        ["validate", "--fix"],
        ["validate", "a", "-o", "json"],
        ["validate", "--", "a"],
        ["validate", "-"],
        ["--", "validate"],
    ],
)
def test_whatever_else_is_for_argparse(arguments: list[str]) -> None:
    assert plain(arguments) is None


FEW = frozenset(
    [
        *("argparse", "hashlib", "jsonschema", "jsonschema_rs", "orjson", "threading"),
        *("policykit.comparison", "policykit.library.lock", "policykit.library.policy"),
    ]
)


def test_a_valid_file_is_looked_at_without_what_only_few_runs_need(tmp_path: Path) -> None:
    folder = tmp_path / "telegram" / "privacy"
    folder.mkdir(parents=True)
    for name in ("policy.yaml", "2.0.0.yaml"):  # and no lock
        shutil.copy(ROOT / "policies" / "telegram" / "privacy" / name, folder)
    program = (
        "import sys; from policykit.commands.main import main\n"
        "assert main(['validate', sys.argv[1]]) == 0\n"
        "print(*sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, folder / "2.0.0.yaml"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.startswith("1 file, no findings\n")
    assert FEW.isdisjoint(done.stdout.split())
