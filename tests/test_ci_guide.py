"""docs/ci.md: what it has to copy does what it says, tried as it is written."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from policykit.commands.main import main
from policykit.commands.validate import FORMATS
from policykit.document import read
from policykit.schema import check_waivers
from tests.checkout import block, checkout
from tests.conftest import ROOT
from tests.repositories import (
    ENVIRONMENT,
    SHARE,
    acme,
    commit,
    git,
    header,
    repository,
    version,
    write,
)

GUIDE = (ROOT / "docs" / "ci.md").read_text("utf-8")
ACTION: Any = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
HERE = "policies/acme/privacy"
MORE = {**SHARE, "recipients": ["advertiser", "data_broker"]}
WIDER = {f"{HERE}/1.0.1.yaml": version("1.0.1", MORE, published="2025-06-01")}
AS_MAJOR = {f"{HERE}/2.0.0.yaml": version("2.0.0", MORE, published="2025-06-01")}


class Machine(NamedTuple):
    """Where CI runs: an environment of its own, and what there is to install."""

    environment: dict[str, str]
    project: str

    def run(self, script: str, place: Path, *options: str, **more: str) -> tuple[int, str]:
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", *options, "-c", script],
            cwd=place,
            env={**self.environment, **more},
            capture_output=True,
            check=False,
            timeout=600,
        )
        return done.returncode, (done.stdout + done.stderr).decode()


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """It has a wheel of the project: to build one for each test takes minutes."""
    folder = tmp_path_factory.mktemp("machine")
    subprocess.run([sys.executable, "-m", "venv", str(folder / "python")], check=True)
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("GIT_", "CI"))}
    kept.pop("PYTHONPATH", None)
    path = f"{folder / 'python' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    found = Machine({**kept, **ENVIRONMENT, "PATH": path}, "")
    checkout(folder / "project")
    code, said = found.run("pip wheel -q --no-deps -w wheel ./project", folder)
    assert code == 0, said
    (wheel,) = (folder / "wheel").iterdir()
    return found._replace(project=str(wheel))


class Change(NamedTuple):
    """What somebody proposes: a clone of it, and where it parted from main."""

    origin: Path
    work: Path
    base: str

    def propose(self, files: dict[str, Any], depth: int = 1, *, merged: bool = False) -> Path:
        """A clone with the change, as CI checks it out: detached, without branches of origin."""
        git(self.work, "checkout", "-q", "-B", "change", self.base)
        commit(self.work, files, "change")
        if merged:
            git(self.work, "checkout", "-q", "--detach", "main")
            git(self.work, "merge", "-q", "--no-ff", "-m", "merge", "change")
        git(self.work, "push", "-q", "-f", str(self.origin), "HEAD:refs/changes/7", "main:main")
        place = self.work.parent / f"clone-{len(list(self.work.parent.iterdir()))}"
        place.mkdir()
        git(place, "init", "-q")
        git(place, "remote", "add", "origin", self.origin.as_uri())
        git(place, "fetch", "-q", "--no-tags", f"--depth={depth}", "origin", "refs/changes/7")
        git(place, "checkout", "-q", "--detach", "FETCH_HEAD")
        return place


@pytest.fixture
def change(tmp_path: Path) -> Change:
    work = repository(tmp_path / "work", acme())
    base = git(work, "rev-parse", "HEAD")
    git(tmp_path, "init", "-q", "--bare", "origin.git")
    # The base has moved on since: that is nothing of what is proposed.
    other = {
        "policies/globex/privacy/policy.yaml": header("globex/privacy"),
        "policies/globex/privacy/1.0.0.yaml": version("1.0.0", policy="globex/privacy"),
    }
    commit(work, other, "another policy")
    return Change(tmp_path / "origin.git", work, base)


def test_the_action_is_used_with_what_it_takes() -> None:
    workflow: Any = yaml.safe_load(block("action"))
    (job,) = workflow["jobs"].values()
    assert job["steps"][-1] == {"uses": "OWNER/policykit@REF"}
    assert workflow["permissions"] == {"contents": "read", "pull-requests": "write"}
    table = GUIDE[GUIDE.index("| input |") : GUIDE.index("Outputs: ")]
    assert set(re.findall("^\\| `([a-z-]+)`", table, re.MULTILINE)) == set(ACTION["inputs"])
    named = GUIDE[GUIDE.index("Outputs: ") :].partition("\n\n")[0]
    assert set(ACTION["outputs"]) <= set(re.findall("`([a-z-]+)`", named))


@pytest.mark.parametrize(("files", "code"), [(WIDER, 1), (AS_MAJOR, 0)])
def test_the_plain_steps_run_as_written(
    machine: Machine, change: Change, tmp_path: Path, files: dict[str, Any], code: int
) -> None:
    workflow: Any = yaml.safe_load(block("steps", ORIGIN=machine.project))
    (job,) = workflow["jobs"].values()
    place = change.propose(files, merged=True)
    told = {**job["env"], "GITHUB_BASE_REF": "main"}
    told["GITHUB_STEP_SUMMARY"] = str(tmp_path / "summary")
    *scripts, last = (one["run"] for one in job["steps"] if "run" in one)
    ended, said = 0, ""
    for script in scripts:
        ended, said = machine.run(script, place, "-e", **told)
    assert ended == code, said
    assert ("::error file=" in said) == bool(code)
    assert machine.run(last, place, "-e", **told)[0] == 0
    summary = (tmp_path / "summary").read_text("utf-8")
    assert summary.startswith("<!-- policykit -->")
    assert "data brokers" in summary
    assert "globex" not in summary


@pytest.mark.parametrize("depth", [1, 20])
@pytest.mark.parametrize(("files", "code"), [(WIDER, 1), (AS_MAJOR, 0)])
def test_the_job_of_gitlab_runs_as_written(
    machine: Machine, change: Change, files: dict[str, Any], code: int, depth: int
) -> None:
    job: Any = yaml.safe_load(block("gitlab", ORIGIN=machine.project))["policykit"]
    place = change.propose(files, depth)
    told = {
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": change.base,
    }
    # The lines of a script are one script there, in which the first that fails ends it.
    script = "\n".join(job["script"])
    ended, said = machine.run(script, place, "-eo", "pipefail", **job["variables"], **told)
    assert ended == code, said
    assert "globex" not in said
    reports = job["artifacts"]["reports"]
    quality = json.loads((place / reports["codequality"]).read_text("utf-8"))
    assert any("PK411" in one["description"] for one in quality)
    assert (place / reports["junit"]).read_text("utf-8").startswith("<?xml")


@pytest.mark.parametrize(("files", "code"), [(WIDER, 1), (AS_MAJOR, 0)])
def test_the_shell_of_any_other_ci_runs_as_written(
    machine: Machine, change: Change, files: dict[str, Any], code: int
) -> None:
    place = change.propose(files, depth=50)
    ended, said = machine.run(block("any"), place, "-e", POLICYKIT=machine.project)
    assert ended == code, said
    assert "globex" not in said
    made = json.loads((place / "policykit.json").read_text("utf-8"))
    assert made["bases"][0]["merge_base"] is True
    assert made["bases"][0]["commit"] == change.base


def test_a_missing_base_is_3_and_the_command_that_is_told_brings_it(
    machine: Machine, change: Change
) -> None:
    place = change.propose(WIDER, merged=True)
    machine.run('python -m pip install "$POLICYKIT"', place, POLICYKIT=machine.project)
    code, said = machine.run("policykit validate --against=origin/main", place)
    assert code == 3
    (told,) = re.findall("`(git fetch [^`]*)`", said)
    assert machine.run(told, place)[0] == 0
    assert machine.run("policykit validate --against=origin/main", place)[0] == 1


def test_what_is_installed_has_the_completions(machine: Machine, tmp_path: Path) -> None:
    assert machine.run('python -m pip install "$P"', tmp_path, P=machine.project)[0] == 0
    for script in (ROOT / "policykit" / "completions").iterdir():
        shell = script.suffix.removeprefix(".")
        assert machine.run(f"policykit completion {shell}", tmp_path) == (0, script.read_text())


def test_the_guide_names_every_format() -> None:
    named = re.search("as many reports as you name: (.*?);", GUIDE, re.DOTALL)
    assert named is not None
    assert set(re.findall("`([a-z]+)`", named.group(1))) == set(FORMATS)


def test_the_waivers_have_the_shape_of_waivers() -> None:
    document, findings = read(block("waivers").encode(), "policykit-waivers.yaml")
    assert document is not None
    assert [*findings, *check_waivers(document)] == []


def test_the_command_for_diffs_in_git_runs_as_written(machine: Machine, tmp_path: Path) -> None:
    root = repository(tmp_path / "work", acme())
    write(root, {".gitattributes": "policies/**/*.yaml diff=policykit\n"})
    assert ".gitattributes" in GUIDE
    code, said = machine.run(block("git-diff"), root)
    assert code == 0, said
    assert git(root, "config", "diff.policykit.command") == "policykit git-diff"
    asked = git(root, "check-attr", "diff", f"{HERE}/1.0.0.yaml")
    assert asked.endswith("diff: policykit")


def test_the_configuration_counts_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    twice = version("1.0.0", SHARE, {**SHARE, "id": "again"})
    write(tmp_path, {f"legal/{name}": made for name, made in acme(twice).items()})
    write(tmp_path, {"policykit.toml": block("configuration")})
    write(tmp_path, {"legal/waivers.yaml": {"format": 1, "waivers": []}})
    monkeypatch.chdir(tmp_path)
    main(["validate", "-o", "json"])
    told = capsys.readouterr()
    assert not told.err
    codes = {one["code"] for one in json.loads(told.out)["findings"]}
    assert "PK210" not in codes
    assert any(code.startswith("PK3") for code in codes)


def test_a_finding_is_waived_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = repository(tmp_path / "work", acme())
    git(root, "update-ref", "refs/remotes/origin/main", "HEAD")
    commit(root, WIDER)
    monkeypatch.chdir(root)
    main(["validate", "--against", "origin/main", "-o", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    (mark,) = (one["fingerprint"] for one in found if one["code"] == "PK401")
    (command,) = re.findall(r"```text\n(policykit waive .*?)```", GUIDE, re.DOTALL)
    words = shlex.split(command.replace("\\\n", " "))[1:]
    assert re.fullmatch("[0-9a-f]{16}", words[1])
    words[1] = mark
    assert main([*words, "--today", "2026-12-01"]) == 0
    assert main(["validate", "--against", "origin/main", "--today", "2026-12-01"]) == 0
    (prune,) = re.findall("`policykit (waive --prune[^`]*)`", GUIDE)
    assert main([*shlex.split(prune), "--today", "2026-12-01"]) == 0
