"""The guide to importing, as written: its session, run in an empty folder."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.conftest import ROOT
from tests.running import command

GUIDE = (ROOT / "docs" / "importing.md").read_text("utf-8")


def test_the_session_of_the_guide_goes_as_it_says(tmp_path: Path) -> None:
    for name, content in re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", GUIDE, re.S):
        (tmp_path / name).write_text(content, "utf-8")
    (session,) = re.findall(r"<!-- session -->\n```console\n(.*?)```", GUIDE, re.S)
    steps = re.findall(r"\$ policykit (.*?)\n(.*?)(?=^\$ |\Z)", session, re.S | re.M)
    assert len(steps) == session.count("$ policykit ")
    for line, shown in steps:
        ran = command(*shlex.split(line), cwd=tmp_path)
        assert (ran.code, ran.out) == (0, shown), (line, ran.err)


def test_every_option_the_guide_names_is_one() -> None:
    helped = command("import", "--help").out + command("init", "--help").out
    helped += command("fmt", "--help").out
    for option in set(re.findall(r"--[a-z][a-z-]+", GUIDE)):
        assert option in helped, option
