"""The hooks of .pre-commit-hooks.yaml, run by pre-commit as docs/ci.md configures it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.checkout import block, checkout
from tests.conftest import ROOT
from tests.repositories import ENVIRONMENT, SHARE, acme, commit, git, repository, version

HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
HERE = "policies/acme/privacy"
MORE = {**SHARE, "recipients": ["advertiser", "data_broker"]}
WIDER = version("1.0.1", MORE, published="2025-06-01")


class Hooked(NamedTuple):
    """A clone of a policies' repository, with the hooks in it."""

    folder: Path
    environment: dict[str, str]

    def pre_commit(self, *arguments: str) -> tuple[int, str]:
        return self.run(sys.executable, "-m", "pre_commit", *arguments)

    def run(self, *command: str) -> tuple[int, str]:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            check=False,
            timeout=600,
        )
        return done.returncode, (done.stdout + done.stderr).decode()

    def stage(self, name: str, data: Any) -> None:
        text = data if isinstance(data, str) else yaml.safe_dump(data, sort_keys=False)
        (self.folder / name).write_text(text, "utf-8")
        git(self.folder, "add", "--", name)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where pre-commit keeps what it installs: once for all tests here."""
    home = tmp_path_factory.mktemp("pre-commit")
    kept = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, **ENVIRONMENT, "PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never"}


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a repository of hooks."""
    return repository(checkout(tmp_path_factory.mktemp("hooks")), {})


@pytest.fixture
def hooked(tmp_path: Path, hooks: Path, environment: dict[str, str]) -> Hooked:
    config = block("pre-commit", ORIGIN=str(hooks), REF=git(hooks, "rev-parse", "HEAD"))
    upstream = repository(tmp_path / "upstream", {**acme(), ".pre-commit-config.yaml": config})
    git(tmp_path, "clone", "-q", str(upstream), "work")
    found = Hooked(tmp_path / "work", environment)
    code, said = found.run(sys.executable, "-m", "policykit", "fmt")
    assert code == 0, said
    commit(found.folder, {}, "formatted")
    return found


def test_the_hooks_are_what_pre_commit_takes_for_hooks(hooks: Path, hooked: Hooked) -> None:
    code, said = hooked.pre_commit("validate-manifest", str(hooks / ".pre-commit-hooks.yaml"))
    assert (code, said) == (0, "")
    assert [one["id"] for one in HOOKS] == [
        "policykit-validate",
        "policykit-fmt",
        "policykit-against",
    ]


def test_sound_policies_pass_every_hook(hooked: Hooked) -> None:
    code, said = hooked.pre_commit("run", "--all-files")
    assert code == 0, said
    assert said.count("Passed") == 3, said
    assert git(hooked.folder, "status", "--porcelain") == ""


def test_what_permits_more_under_a_patch_number_is_not_committed(hooked: Hooked) -> None:
    assert hooked.pre_commit("install")[0] == 0
    before = git(hooked.folder, "rev-parse", "HEAD")
    hooked.stage(f"{HERE}/1.0.1.yaml", WIDER)
    hooked.run(sys.executable, "-m", "policykit", "fmt")
    git(hooked.folder, "add", "-A")
    code, said = hooked.run("git", "commit", "-m", "wider")
    assert code == 1, said
    assert "2.0.0" in said
    assert "data brokers" in said
    assert git(hooked.folder, "rev-parse", "HEAD") == before
    git(hooked.folder, "rm", "-q", "-f", f"{HERE}/1.0.1.yaml")
    hooked.stage(f"{HERE}/2.0.0.yaml", {**WIDER, "version": "2.0.0"})
    hooked.run(sys.executable, "-m", "policykit", "fmt")
    git(hooked.folder, "add", "-A")
    code, said = hooked.run("git", "commit", "-m", "wider")
    assert code == 0, said
    assert git(hooked.folder, "rev-parse", "HEAD") != before
    assert git(hooked.folder, "config", "core.bare") == "false"


def test_what_is_pushed_is_judged_too(hooked: Hooked) -> None:
    assert hooked.pre_commit("install", "--hook-type", "pre-push")[0] == 0
    commit(hooked.folder, {f"{HERE}/1.0.1.yaml": WIDER})
    code, said = hooked.run("git", "push", "-q", "origin", "HEAD:refs/heads/edit")
    assert code == 1, said
    assert "2.0.0" in said


def test_a_file_that_is_not_in_order_is_written_anew_and_fails(hooked: Hooked) -> None:
    data = version("1.1.0", published="2025-06-01")
    hooked.stage(f"{HERE}/1.1.0.yaml", {"clauses": data.pop("clauses"), **data})
    code, said = hooked.pre_commit("run", "policykit-fmt")
    assert code == 1
    assert "files were modified by this hook" in said
    written = (hooked.folder / HERE / "1.1.0.yaml").read_text("utf-8")
    assert written.startswith("format: 1")
    git(hooked.folder, "add", "-A")
    assert hooked.pre_commit("run", "policykit-fmt")[0] == 0


def test_what_is_no_policy_wakes_no_hook(hooked: Hooked) -> None:
    hooked.stage("README.md", "more")
    code, said = hooked.pre_commit("run")
    assert (code, said.count("no files to check")) == (0, 3)


@pytest.mark.parametrize("name", ["policy.yaml", "policykit.lock", "1.0.0.yaml"])
def test_an_edit_of_any_file_of_a_policy_has_the_whole_policy_judged(
    hooked: Hooked, name: str
) -> None:
    hooked.stage(f"{HERE}/{name}", "format: 1\n")
    code, said = hooked.pre_commit("run", "policykit-validate")
    assert code == 1, said
    assert name in said


def test_a_commit_that_only_deletes_wakes_no_hook_as_the_guide_says(hooked: Hooked) -> None:
    git(hooked.folder, "rm", "-q", f"{HERE}/1.0.0.yaml")
    code, said = hooked.pre_commit("run")
    assert (code, said.count("no files to check")) == (0, 3)
