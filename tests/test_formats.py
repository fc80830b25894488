"""Reports of `validate` in the formats of platforms, held against their schemas and parsers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from junitparser import Error, Failure, JUnitXml, Skipped

from policykit.commands.main import main
from policykit.findings import Finding
from policykit.render import concise, github, gitlab, junit, sarif
from policykit.validation import Report, validate_all
from tests.conftest import ROOT
from tests.repositories import SHARE, acme, version, write

SARIF = json.loads((ROOT / "tests" / "published" / "sarif-2.1.0.json").read_text("utf-8"))
ODD = "a,b:c/100 %/é\r\n.yaml"


def finding(number: int = 1, severity: Any = "error", **more: Any) -> Finding:
    made = Finding(
        "PK101",
        "shape",
        severity,
        f"message {number}: 100 %\nsecond line, with: colons <&>\x07",
        "mend it",
        f"policies/acme/privacy/{number}.0.0.yaml",
        number,
        2,
        "/clauses/share/text",
        f"{number:016x}",
    )
    return made._replace(**more)


NOTHING = Report((), 3, ())
SOME = Report(
    (finding(1), finding(2, "warning"), finding(3, "info", file=ODD), finding(4, pointer="")),
    4,
    (("gone.yaml", "No such file"),),
    (finding(5, waived_by="the lawyers want both"),),
)
MANY = Report((*(finding(n, "warning") for n in range(1, 5003)), finding(5003)), 1, ())


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    """A report of a policy with an error, a warning and something set aside."""
    aside = {**SHARE, "id": "again"}
    write(tmp_path, acme(version("1.0.0", SHARE, aside, {**SHARE, "id": "x", "kind": "disclosur"})))
    path = tmp_path / "policies/acme/privacy/2.0.0.yaml"
    write(tmp_path, {str(path): version("2.0.0", SHARE, aside)})
    mark = "# policykit: ignore PK210 -- both are in the text\n"
    path.write_text(path.read_text().replace("- id: share", f"{mark}- id: share"))
    monkeypatch.chdir(tmp_path)
    report = validate_all(["policies"])
    assert report.findings
    assert report.set_aside
    return report


@pytest.mark.parametrize("report", [NOTHING, SOME, MANY], ids=["nothing", "some", "many"])
def test_sarif_is_as_its_schema_says(report: Report) -> None:
    made = json.loads(sarif.findings(report))
    jsonschema.Draft7Validator(SARIF).validate(made)
    (run,) = made["runs"]
    assert len(run["results"]) == min(len(report.findings) + len(report.set_aside), 5000)
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert len(result["partialFingerprints"]["policykit/v1"]) == 16


def test_sarif_of_what_was_found(real: Report) -> None:
    made = json.loads(sarif.findings(real))
    jsonschema.Draft7Validator(SARIF).validate(made)
    (run,) = made["runs"]
    waived = [one["suppressions"] for one in run["results"] if "suppressions" in one]
    assert waived == [[{"kind": "inSource", "justification": "both are in the text"}]]
    uris = {
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]
    }
    assert uris <= {f"policies/acme/privacy/{number}.0.0.yaml" for number in (1, 2)}


def test_sarif_says_what_failed_and_names_files_as_uris_and_keeps_the_worst() -> None:
    (run,) = json.loads(sarif.findings(SOME))["runs"]
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == (
        "gone.yaml: No such file"
    )
    uri = run["results"][2]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[!-~]+", uri)
    assert unquote(uri) == ODD
    (run,) = json.loads(sarif.findings(MANY))["runs"]
    assert run["results"][0]["level"] == "error"
    assert "3 more" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


COMMAND = re.compile(r"::(error|warning|notice)(?: ([^:]*))?::(.*)")


def test_annotations_are_commands_of_one_line_and_ten_of_a_kind() -> None:
    lines = github.findings(SOME).splitlines()
    parsed = [COMMAND.fullmatch(one) for one in lines]
    kinds = [one.group(1) for one in parsed if one is not None]
    assert kinds == ["error", "error", "warning", "notice"]
    for one in parsed:
        assert one is not None
        about = dict(pair.split("=") for pair in one.group(2).split(","))
        assert list(about) == ["file", "line", "col", "title"]
    assert "file=a%2Cb%3Ac/100 %25/é%0D%0A.yaml" in lines[3]
    assert "100 %25%0Asecond line, with: colons" in lines[0]
    lines = github.findings(MANY).splitlines()
    warnings = [one for one in lines if one.startswith("::warning")]
    assert len(warnings) == 10
    assert "and 4993 more" in warnings[-1]
    assert lines[0].startswith("::error")
    assert len(lines) == 5003 + 1
    assert github.findings(NOTHING) == ""


def test_code_quality_has_every_field_that_gitlab_asks_for() -> None:
    made = json.loads(gitlab.findings(SOME))
    for one in made:
        assert set(one) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert one["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert one["location"]["lines"]["begin"] >= 1
        assert one["description"].startswith("PK101 shape: ")
    assert len({one["fingerprint"] for one in made}) == len(made) == len(SOME.findings)
    assert json.loads(gitlab.findings(NOTHING)) == []


def test_junit_counts_errors_as_failures_and_nothing_else() -> None:
    (suite,) = JUnitXml.fromstring(junit.findings(SOME).encode())
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (6, 2, 1, 1)
    results = [type(one) for case in suite for one in case.result]
    assert results == [Failure, Failure, Skipped, Error]
    (suite,) = JUnitXml.fromstring(junit.findings(NOTHING).encode())
    assert (suite.tests, suite.failures) == (1, 0)


def test_junit_of_what_was_found(real: Report) -> None:
    (suite,) = JUnitXml.fromstring(junit.findings(real).encode())
    errors = [one for one in real.findings if one.severity == "error"]
    assert suite.failures == len(errors) > 0


def test_concise_is_one_line_a_finding() -> None:
    lines = concise.findings(SOME).splitlines()
    assert len(lines) == 5  # the odd file name has a line break of its own
    assert lines[0] == (
        "policies/acme/privacy/1.0.0.yaml:1:2: error PK101 message 1: 100 % second line, with: "
        "colons <&>\x07"
    )
    assert concise.findings(NOTHING) == ""


def test_platforms_know_files_from_the_root_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {".git/HEAD": "", **acme(version("1.0.0", {**SHARE, "kind": "disclosur"}))})
    file = "policies/acme/privacy/1.0.0.yaml"
    for where, path in ((tmp_path / "policies/acme", "."), (Path("/"), str(tmp_path / "policies"))):
        monkeypatch.chdir(where)
        assert main(["validate", "-o", "github", path]) == 1
        assert f"::error file={file},line=" in capsys.readouterr().out
        assert main(["validate", "-o", "gitlab", path]) == 1
        assert json.loads(capsys.readouterr().out)[0]["location"]["path"] == file
        assert main(["validate", "-o", "sarif", path]) == 1
        (run,) = json.loads(capsys.readouterr().out)["runs"]
        place = run["results"][0]["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == file
