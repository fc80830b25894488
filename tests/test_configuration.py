"""The configuration: where it is found, what it changes, and that nothing unknown passes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policykit.commands.main import main
from policykit.schema import schema_text
from tests.repositories import SHARE, acme, git, version, write

HERE = "policies/acme/privacy"
TWICE = version("1.0.0", SHARE, {**SHARE, "id": "again"})  # PK210, a warning


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a policy that has one warning."""
    folder = tmp_path / "work"
    write(folder, acme(TWICE))
    git(folder, "init", "-q")
    monkeypatch.chdir(folder)
    return folder


def codes(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, str]:
    capsys.readouterr()
    assert main(["validate", "-o", "json", *options]) in (0, 1)
    told = json.loads(capsys.readouterr().out)["findings"]
    return {one["code"]: one["severity"] for one in told}


def test_nothing_need_be_configured(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate"]) == 0
    assert codes(capsys) == {"PK210": "warning"}


@pytest.mark.parametrize(
    ("name", "table"), [("policykit.toml", ""), ("pyproject.toml", "[tool.policykit]\n")]
)
def test_what_it_says_counts(
    root: Path, name: str, table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root, {name: f'{table}fail-on = "warning"\n'})
    assert main(["validate"]) == 1
    assert main(["validate", "--fail-on", "error"]) == 0
    for level in ("error", "info"):
        write(root, {name: f'{table}severity = {{PK210 = "{level}"}}\n'})
        assert codes(capsys) == {"PK210": level}
        assert main(["validate"]) == int(level == "error")
    write(root, {name: f'{table}severity = {{equal-clauses = "off"}}\nprofiles = ["gdpr"]\n'})
    found = codes(capsys)
    assert "PK210" not in found
    assert {one for one in found if one.startswith("PK3")}


def test_the_nearest_one_counts_no_further_than_the_repository(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root.parent, {"policykit.toml": 'fail-on = "warning"\n'})
    assert main(["validate"]) == 0
    write(root, {"policykit.toml": 'fail-on = "warning"\n'})
    assert main(["validate"]) == 1
    monkeypatch.chdir(root / HERE)
    assert main(["validate"]) == 1
    assert main(["validate", "."]) == 1
    write(root, {f"{HERE}/policykit.toml": ""})
    assert main(["validate", "."]) == 0
    monkeypatch.chdir("/")
    assert main(["validate", str(root / "policies")]) == 1
    assert main(["validate", str(root / HERE / "1.0.0.yaml")]) == 0


def test_a_pyproject_of_something_else_is_none(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root, {"policykit.toml": 'fail-on = "warning"\n'})
    write(root, {"policies/pyproject.toml": "[project]\ndependencies = ['policykit-clauses']\n"})
    assert main(["validate", "policies"]) == 1
    write(root, {"policies/pyproject.toml": "not toml ["})
    assert main(["validate", "policies"]) == 1


def test_paths_of_two_configurations_ask_which(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root, {f"one/{name}": made for name, made in acme().items()})
    write(root, {"one/policykit.toml": "", "policykit.toml": ""})
    assert main(["validate", "one", "policies"]) == 2
    assert "different configurations (one/policykit.toml and policykit.toml)" in (
        capsys.readouterr().err
    )
    assert main(["validate", "one", "policies", "--config", "policykit.toml"]) == 0
    assert main(["validate", "--config", "nowhere.toml"]) == 2
    assert "nowhere.toml: there is no such file" in capsys.readouterr().err


def test_it_says_where_policies_and_waivers_are(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "policies").rename(root / "legal")
    write(root, {"policykit.toml": 'policies = "legal"\n', "sub/x.txt": ""})
    monkeypatch.chdir(root / "sub")
    capsys.readouterr()
    assert main(["validate"]) == 0
    assert "../legal/acme/privacy/1.0.0.yaml" in capsys.readouterr().out
    assert main(["decide", "acme/privacy", "--on", "2025-02-01", "--jurisdiction", "BR"]) == 0
    (root / "legal").rename(root / "gone")
    assert main(["validate"]) == 2
    assert "'policies' is legal, and there is no such folder" in capsys.readouterr().err
    write(root, {"policykit.toml": 'policies = "gone"\nwaivers = "w.yaml"\n'})
    assert main(["validate"]) == 2
    assert "'waivers' is w.yaml, and there is no such file" in capsys.readouterr().err
    write(root, {"w.yaml": "format: 1\nwaivers: no\n"})
    assert main(["validate"]) == 1
    assert "../w.yaml:2:" in capsys.readouterr().out


def test_comments_may_be_of_no_avail(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = root / HERE / "1.0.0.yaml"
    mark = "# policykit: ignore PK210 -- both are in the text\n"
    path.write_text(path.read_text().replace("- id: share", f"{mark}- id: share"))
    assert main(["validate", "--fail-on", "warning"]) == 0
    write(root, {"policykit.toml": "comments = false\n"})
    assert main(["validate", "--fail-on", "warning", "--jobs", "1"]) == 1
    assert codes(capsys) == {"PK210": "warning"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('polices = "x"', "policykit.toml:1:1: 'polices' is not a field here; did you mean"),
        ('\n  fail-on = "errors"', "policykit.toml:2:3: "),
        ("waiver-days = 0", "policykit.toml:1:1: 0 is not allowed"),
        ('profiles = "gdpr"', "policykit.toml:1:1: 'profiles' is a list"),
        ('profiles = ["gdpd"]', "policykit.toml:1:1: there is no profile 'gdpd'; did you mean"),
        ('[severity]\nPK210 = "of"', 'policykit.toml:2:1: "of" is not a value of'),
        ('[severity]\nPK999 = "off"', "policykit.toml:2:1: there is no finding 'PK999'"),
        ('[severity]\nPK402 = "off"', "policykit.toml:2:1: PK402 released-version-edited stays"),
        ('[severity]\nPK102 = "warning"', "PK102 unknown-term stays an error"),
        ('[severity]\nPK430 = "off"', "PK430 waiver-expired stays an error"),
        ("a = [", "policykit.toml: "),
        ("waiver-days = 2026-01-01", "policykit.toml:1:1: "),
    ],
)
def test_what_it_may_not_say_is_refused(
    root: Path, text: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root, {"policykit.toml": f"{text}\n"})
    assert main(["validate"]) == 2
    assert says in capsys.readouterr().err


def test_all_that_is_wrong_is_told_and_in_pyproject_where_it_stands(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '[project]\nname = "x"\npolicies = 3\n\n[tool.policykit]\npolicies = 1\nwaiver = "x"\n'
    write(root, {"pyproject.toml": text})
    assert main(["validate"]) == 2
    told = capsys.readouterr().err
    assert "pyproject.toml:6:1: " in told
    assert "pyproject.toml:7:1: 'waiver' is not a field here; did you mean 'waivers'?" in told


def test_what_is_no_text_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "policykit.toml").write_bytes(b"policies = '\xff'\n")
    assert main(["validate"]) == 2
    assert "byte 12 is not UTF-8" in capsys.readouterr().err


def test_its_schema_names_all_that_it_may_say() -> None:
    from policykit.commands.configuration import Settings

    known = {name.replace("-", "_") for name in json.loads(schema_text("config"))["properties"]}
    assert known == set(Settings._fields) - {"file", "folder"}
