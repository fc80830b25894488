"""What the README says is what happens: its commands, their output, its code."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.running import policykit

README = (ROOT / "README.md").read_text("utf-8")
OUTPUT = re.compile(r"<!-- output: policykit (?P<command>.*?) -->\n```text\n(?P<text>.*?)```", re.S)
CODE = re.compile(r"<!-- run -->\n```python\n(?P<code>.*?)```", re.S)


def test_the_readme_shows_what_make_demo_prints(root: Path) -> None:
    ((command, shown),) = OUTPUT.findall(README)
    assert policykit(*shlex.split(command), cwd=root).out == shown
    recipe = (root / "Makefile").read_text("utf-8")
    assert f"$(BIN)/policykit {command}\n" in recipe


def test_the_readme_opens_with_the_two_commands() -> None:
    assert README.index("make demo") < README.index("make test") < README.index("## ")


def test_the_python_of_the_readme_runs_as_written(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = CODE.findall(README)
    scope: dict[str, Any] = {}
    exec(compile(code, str(root / "README.md"), "exec"), scope)  # noqa: S102  it is our README
    printed = capsys.readouterr().out
    assert "Telegram may now disclose" in printed
    diff, after = scope["diff"], scope["after"]
    assert (diff.verdict, diff.verdict_in("BR"), diff.required_bump) == ("mixed", "mixed", "major")
    since = scope["since"]
    assert (since.in_force.number, since.needs_consent) == ("11.0.0", True)
    assert since.broader[0].sentence in printed
    decision = after.decide(
        jurisdiction="BR",
        personal_data="ip_address",
        recipient="law_enforcement",
        instrument="court_order",
        offence="fraud",
        suspicion="confirmed_suspect",
        violates_terms=True,
    )
    assert (decision.outcome, decision.clauses) == ("permitted", ("law-enforcement",))
    assert scope["ask"](*scope["row"]) == after.decide(
        jurisdiction="BR", personal_data="phone_number", recipient="police"
    )


def test_the_commands_of_the_readme_run(root: Path) -> None:
    shell = re.findall(r"```sh\n(policykit .*?)```", README, re.S)
    assert shell
    for block in shell:
        ran = policykit(*shlex.split(block.replace("\\\n", " "))[1:], cwd=root)
        assert (ran.code, ran.err) == (0, "")


def test_the_history_that_the_readme_shows_is_what_is_printed(root: Path) -> None:
    ((command, shown),) = re.findall(
        r"```sh\npolicykit (changelog .*?)\n```\n\n```text\n(.*?)```", README, re.S
    )
    assert policykit(*shlex.split(command), cwd=root).out == shown


def test_the_example_of_the_format_is_a_policy_that_validates(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "format.md").read_text("utf-8")
    place = tmp_path / "policies" / "acme" / "privacy"
    place.mkdir(parents=True)
    files = re.findall(r"<!-- file: (\S+) -->\n```yaml\n(.*?)```", text, re.S)
    assert [name for name, _ in files] == ["policy.yaml", "1.0.0.yaml"]
    for name, content in files:
        (place / name).write_text(content, "utf-8")
    ran = policykit("validate", cwd=tmp_path)
    assert (ran.code, ran.out) == (0, "2 files, no findings\n")
    asked = ["--jurisdiction", "DE", "--personal-data", "ip_address", "--recipient", "police"]
    ran = policykit(
        "decide", "acme/privacy@1.0.0", *asked, "--instrument", "court_order", cwd=tmp_path
    )
    assert ran.out.startswith("permitted")


def test_every_file_the_documents_link_to_is_there(root: Path) -> None:
    for document in [root / "README.md", root / "CONTRIBUTING.md", *root.glob("docs/**/*.md")]:
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text("utf-8")):
            assert (document.parent / link).exists(), (document.name, link)
