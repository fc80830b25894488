"""`diff --against`, a version on standard input, and the diff driver that git runs."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

from policykit.commands.main import main
from policykit.schema import schema_text
from tests.repositories import ENVIRONMENT, SHARE, acme, commit, git, repository, version, write

HERE = "policies/acme/privacy"
MORE = {**SHARE, "recipients": ["advertiser", "data_broker"]}
SAYS = "In every country, Acme may now disclose email addresses to data brokers."


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one policy, in which the test runs."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    folder = repository(tmp_path / "work", acme())
    monkeypatch.chdir(folder)
    return folder


def told(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["diff", "--against", "main", "-o", "json", *options]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(json.loads(schema_text("diffs"))).validate(found)
    one = jsonschema.Draft202012Validator(json.loads(schema_text("diff")))
    for made in found["diffs"]:
        one.validate(made)
    return found


def hand(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))


def test_nothing_is_edited(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = git(root, "rev-parse", "HEAD")
    assert main(["diff", "--against", "main", "--exit-code"]) == 0
    assert capsys.readouterr().out == (
        f"Compared with {head[:12]}, where this work parted from main.\n\n"
        "No version of a policy is new or edited.\n"
    )
    assert told(capsys)["diffs"] == []
    assert main(["diff", "--against", "main", "--lang", "es"]) == 0
    assert "donde este trabajo se separó de main." in capsys.readouterr().out


def test_each_new_and_edited_version_is_told(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terms = {
        name.replace("privacy", "terms"): made
        for name, made in acme(version("1.0.0", policy="acme/terms")).items()
    }
    terms["policies/acme/terms/policy.yaml"]["id"] = "acme/terms"
    commit(root, terms)
    draft = {**version("1.0.0", MORE), "version": None}
    del draft["version"]
    write(
        root,
        {
            f"{HERE}/2.0.0.yaml": version("2.0.0", MORE),
            "policies/acme/terms/draft.yaml": {**draft, "policy": "acme/terms"},
        },
    )
    found = told(capsys)
    names = [(one["after"]["policy"], one["after"]["version"]) for one in found["diffs"]]
    assert names == [("acme/privacy", "2.0.0"), ("acme/terms", "draft")]
    assert found["diffs"][0]["disclosures"][0]["sentence"] == SAYS
    for path in ("acme/terms", "policies/acme/terms", "./policies/acme/terms"):
        (one,) = told(capsys, path)["diffs"]
        assert one["after"]["policy"] == "acme/terms"
    assert main(["diff", "--against", "main"]) == 0
    assert capsys.readouterr().out.count("may now disclose email addresses") == 2
    assert main(["diff", "--against", "main", "--exit-code"]) == 1
    assert main(["diff", "--against", "main", "--fail-on", "broader"]) == 1
    assert main(["diff", "--against", "main", "--fail-on", "narrower"]) == 0
    assert main(["diff", "--against", "main", "--fail-on", "broader", "--jurisdiction", "BR"]) == 1


def test_policies_that_come_and_go_are_named_and_fail_only_what_asks(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(root / HERE)
    other = acme(version("1.0.0", MORE, policy="acme/other"))
    write(root, {name.replace("privacy", "other"): made for name, made in other.items()})
    path = root / "policies/acme/other/policy.yaml"
    path.write_text(path.read_text().replace("acme/privacy", "acme/other"))
    found = told(capsys)
    assert found["added"] == ["acme/other"]
    assert found["removed"] == ["acme/privacy"]
    assert main(["diff", "--against", "main"]) == 0
    assert "New policies: acme/other\n\nPolicies that are gone: acme/privacy" in (
        capsys.readouterr().out
    )
    assert told(capsys, "acme/privacy")["removed"] == ["acme/privacy"]
    assert main(["diff", "--against", "main", "--exit-code"]) == 1
    assert main(["diff", "--against", "main", "--fail-on", "removed"]) == 1
    assert main(["diff", "--against", "main", "--fail-on", "broader"]) == 0


@pytest.mark.parametrize("name", ["2.0.0.yaml", "policy.yaml", "1.0.0.yaml"])
def test_what_cannot_be_read_now_ends_with_3(
    root: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    write(root, {f"{HERE}/{name}": "format: 1\nclauses: [\n"})
    assert main(["diff", "--against", "main", "--fail-on", "broader"]) == 3
    out = capsys.readouterr()
    assert not out.out
    assert f"{HERE}/{name}:" in out.err


def test_what_cannot_be_read_in_the_commit_ends_with_3(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(root, {f"{HERE}/2.0.0.yaml": "format: 1\nclauses: [\n"})
    write(root, {f"{HERE}/2.0.0.yaml": version("2.0.0", MORE)})
    assert main(["diff", "--against", "main"]) == 3
    assert f"main:{HERE}/2.0.0.yaml:" in capsys.readouterr().err


def test_what_is_no_edit_of_mine_is_not_held_against_it(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(root, {f"{HERE}/2.0.0.yaml": "format: 1\nclauses: [\n"})
    write(root, {f"{HERE}/3.0.0.yaml": version("3.0.0", MORE)})
    (one,) = told(capsys)["diffs"]
    assert one["before"]["version"] == "1.0.0"


def test_a_file_that_cannot_be_opened_is_told_in_the_report(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / f"{HERE}/2.0.0.yaml").symlink_to("nowhere.yaml")
    assert main(["validate", "--against", "main", "-o", "json"]) == 3
    out = capsys.readouterr()
    assert json.loads(out.out)["status"] == "error"
    assert out.err == f"policykit: {HERE}/2.0.0.yaml: No such file or directory\n"
    assert main(["diff", "--against", "main"]) == 3
    assert f"{HERE}/2.0.0.yaml: No such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["diff"], "name two versions"),
        (["diff", "a", "b", "c"], "name two versions"),
        (["diff", "-", "-"], "'-' is said twice"),
        (["diff", "acme/privacy"], "name two versions"),
    ],
)
def test_what_is_named_wrongly_ends_with_2(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert main(arguments) == 2
    assert says in capsys.readouterr().err


# A version on standard input


def test_a_version_may_be_handed_over(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = json.dumps(version("2.0.0", MORE))
    for addresses in (["acme/privacy@1.0.0", "-"], [f"{HERE}/1.0.0.yaml", "-"]):
        hand(monkeypatch, text)
        assert main(["diff", *addresses]) == 0
        assert SAYS in " ".join(capsys.readouterr().out.split())
    hand(monkeypatch, text)
    assert main(["decide", "-", "--jurisdiction", "BR", "--recipient", "data_broker"]) == 0
    assert "depends" in capsys.readouterr().out
    hand(monkeypatch, text)
    assert main(["compare", "acme/privacy", "-", "--on", "2025-02-01", "--exit-code"]) == 1


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("a: [", 3, "-:"),
        ("", 3, "-:"),
        ("a: 1", 3, "-:1:1: PK103"),
        ("policy: acme/privacie", 2, "did you mean 'acme/privacy'?"),
        ("policy: acme/privacy", 3, "-:1:1: PK104"),
    ],
)
def test_what_is_handed_over_may_be_no_version(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    text: str,
    code: int,
    says: str,
) -> None:
    hand(monkeypatch, text)
    assert main(["diff", "acme/privacy", "-"]) == code
    assert says in capsys.readouterr().err


def test_without_policies_nothing_says_what_it_is_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    hand(monkeypatch, "policy: a/b")
    assert main(["diff", "./a.yaml", "-"]) in (2, 3)
    assert capsys.readouterr().err


# In git


@pytest.fixture
def driver(root: Path) -> Path:
    """The repository with the driver of docs/ci.md."""
    command = f"{sys.executable} -m policykit git-diff"
    git(root, "config", "diff.policykit.command", command)
    commit(root, {".gitattributes": "policies/**/*.yaml diff=policykit\n"})
    return root


def test_git_diff_says_what_an_edit_means(driver: Path) -> None:
    write(driver, {f"{HERE}/1.0.0.yaml": version("1.0.0", MORE)})
    shown = git(driver, "diff")
    assert shown.startswith(f"diff --policykit a/{HERE}/1.0.0.yaml b/{HERE}/1.0.0.yaml\nAcme")
    assert SAYS in " ".join(shown.split())
    assert SAYS in " ".join(git(driver / "policies", "diff").split())


def test_git_diff_measures_a_new_version_by_the_one_before(driver: Path) -> None:
    write(driver, {f"{HERE}/2.0.0.yaml": version("2.0.0", MORE)})
    git(driver, "add", "-A")
    shown = git(driver, "diff", "--cached")
    assert "1.0.0 (from 2025-01-01) → 2.0.0 (from 2025-01-01)" in shown
    assert SAYS in " ".join(shown.split())
    git(driver, "commit", "-qm", "…")
    assert SAYS in " ".join(git(driver, "show", "--ext-diff").split())


def test_git_diff_shows_the_lines_of_all_else(driver: Path) -> None:
    first = driver / HERE / "1.0.0.yaml"
    write(driver, {f"{HERE}/policy.yaml": (driver / HERE / "policy.yaml").read_text() + "# x\n"})
    first.write_text(first.read_text() + "oops\n")
    write(driver, {f"{HERE}/2.0.0.yaml": version("2.0.0", MORE), "policies/a/b/1.0.0.yaml": "a: 1"})
    git(driver, "add", "-A")
    shown = git(driver, "diff", "--cached")
    assert "\n+# x\n" in f"{shown}\n"
    assert "\n+oops\n" in shown
    assert "\n+a: 1" in shown
    git(driver, "commit", "-qm", "…")
    git(driver, "rm", "-q", f"{HERE}/2.0.0.yaml")
    assert "\n-version: 2.0.0\n" in git(driver, "diff", "--cached")


def test_git_diff_of_a_moved_version_and_of_a_conflict(driver: Path) -> None:
    git(driver, "mv", f"{HERE}/1.0.0.yaml", f"{HERE}/2.0.0.yaml")
    path = driver / f"{HERE}/2.0.0.yaml"
    path.write_text(path.read_text().replace("version: 1.0.0", "version: 2.0.0"))
    git(driver, "add", "-A")
    assert "Nothing changed." in git(driver, "diff", "--cached", "-M10")
    git(driver, "commit", "-qm", "…")
    for branch, word in (("one", "They"), ("other", "You")):
        git(driver, "checkout", "-q", "-b", branch, "main~")
        first = driver / f"{HERE}/1.0.0.yaml"
        first.write_text(first.read_text().replace("text: We", f"text: {word}"))
        git(driver, "commit", "-qam", "…")
    subprocess.run(["git", "merge", "one"], cwd=driver, capture_output=True, check=False)
    assert f"* Unmerged path {HERE}/1.0.0.yaml" in git(driver, "diff", "--cached")


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_every_format_says_it_of_several_policies(
    root: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def shown(*options: str) -> str:
        capsys.readouterr()
        assert main(["diff", "--against", "main", "-o", form, *options]) == 0
        return capsys.readouterr().out

    assert "No version of a policy is new or edited" in shown()
    other = acme(version("1.0.0", policy="acme/other"))
    files = {name.replace("privacy", "other"): made for name, made in other.items()}
    files["policies/acme/other/policy.yaml"]["id"] = "acme/other"
    files["policies/acme/other/policy.yaml"]["title"] = "Other <b>"
    commit(root, files)
    widened = version("2.0.0", MORE, policy="acme/other")
    again = version("2.0.0")
    write(root, {f"{HERE}/2.0.0.yaml": again, "policies/acme/other/2.0.0.yaml": widened})
    out = shown()
    assert "where this work parted from main" in out
    assert "may now disclose email addresses to data brokers" in out
    assert "Nothing changed" in out
    assert "Other <b>" not in out
    assert "donde este trabajo" in shown("--lang", "es")
