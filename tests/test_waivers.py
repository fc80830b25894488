"""Waivers: which findings a house lives with, for how long, and that no edit can waive itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import policykit
from policykit.commands.main import main
from policykit.editing.waiving import NotEditable, with_waivers, without
from policykit.findings import Finding
from policykit.render import json as as_json
from policykit.render import junit, sarif, text
from policykit.schema import schema_text
from policykit.validation import Report, validate_all
from policykit.validation.gate import Gate
from policykit.validation.waivers import Waiver, read_waivers
from tests.repositories import ENVIRONMENT, SHARE, acme, commit, git, repository, version, write

TODAY = "2026-03-01"
UNTIL = "2026-06-30"
WAIVERS = "policykit-waivers.yaml"
HERE = "policies/acme/privacy"
MORE = {**SHARE, "recipients": ["advertiser", "data_broker"]}
MOST = {**SHARE, "recipients": ["advertiser", "data_broker", "public_authority"]}
WHY = ["--reason", "the lawyers want it", "--approved-by", "dpo@example.com"]


@pytest.fixture(autouse=True)
def _plain_git(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository in which an edit widens a policy under a patch number."""
    root = repository(tmp_path / "work", acme())
    git(root, "checkout", "-q", "-b", "edit")
    commit(root, {f"{HERE}/1.0.1.yaml": version("1.0.1", MORE)})
    monkeypatch.chdir(root)
    return root


def validated(*more: str) -> int:
    return main(["validate", "--against", "main", "--today", TODAY, *more])


def waived(*more: str) -> int:
    return main(["waive", "--against", "main", "--today", TODAY, *more])


def findings(capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    validated("-o", "json", *more)
    told: Any = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(json.loads(schema_text("findings"))).validate(told)
    found: list[dict[str, Any]] = told["findings"]
    return found


def the(found: list[dict[str, Any]], code: str) -> dict[str, Any]:
    (one,) = [one for one in found if one["code"] == code]
    return one


def entry(**more: Any) -> dict[str, Any]:
    return {
        "fingerprint": "0" * 16,
        "code": "PK401",
        "reason": "because",
        "approved_by": "dpo",
        "expires": UNTIL,
        **more,
    }


def file_of(*entries: dict[str, Any]) -> dict[str, Any]:
    return {WAIVERS: {"format": 1, "waivers": list(entries)}}


def test_a_waived_finding_no_longer_fails_the_gate(
    short: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert validated() == 1
    shown = capsys.readouterr().out
    mark = the(findings(capsys), "PK401")["fingerprint"]
    assert f"fingerprint: {mark}" in shown
    assert waived(mark, *WHY, "--expires", UNTIL, "--ticket", "LEG-1") == 0
    assert (
        (short / WAIVERS)
        .read_text("utf-8")
        .endswith(
            f'  - fingerprint: "{mark}"\n    code: PK401\n    about: "acme/privacy@1.0.1"\n'
            '    reason: "the lawyers want it"\n    approved_by: "dpo@example.com"\n'
            f'    ticket: "LEG-1"\n    expires: "{UNTIL}"\n'
        )
    )
    assert f"waived until {UNTIL}: PK401, acme/privacy@1.0.1" in capsys.readouterr().out
    assert validated() == 0
    assert "(1 waived)" in capsys.readouterr().out
    told = the(findings(capsys), "PK401")
    assert told["waived_by"] == (
        f"the lawyers want it (approved by dpo@example.com, LEG-1, until {UNTIL})"
    )


def test_a_waiver_covers_one_change_and_no_other(
    short: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mark = the(findings(capsys), "PK401")["fingerprint"]
    assert waived(mark, *WHY, "--expires", UNTIL) == 0
    write(short, {f"{HERE}/1.0.1.yaml": version("1.0.1", MOST)})
    assert validated() == 1
    again = findings(capsys)
    assert the(again, "PK401")["waived_by"] is None
    assert the(again, "PK431")["severity"] == "warning"


def test_retention_waived_from_30_to_90_days_is_not_waived_from_90_to_365(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def kept(number: str, days: int) -> dict[str, Any]:
        clause = {
            "id": "keep",
            "kind": "retention",
            "personal_data": ["ip_address"],
            "text": "We keep it.",
            "commitments": {"retention_max": f"P{days}D"},
        }
        return version(number, clause)

    root = repository(tmp_path / "work", acme(kept("1.0.0", 30)))
    monkeypatch.chdir(root)
    write(root, {f"{HERE}/1.0.1.yaml": kept("1.0.1", 90)})
    mark = the(findings(capsys), "PK401")["fingerprint"]
    assert waived(mark, *WHY, "--expires", UNTIL) == 0
    assert validated() == 0
    commit(root, {})
    write(root, {f"{HERE}/1.0.2.yaml": kept("1.0.2", 365)})
    capsys.readouterr()
    told = [one for one in findings(capsys) if one["code"] == "PK401"]
    assert [one["waived_by"] is None for one in told if "1.0.2" in one["message"]] == [True]
    assert validated() == 1


def test_a_waiver_that_is_over_is_an_error_and_waives_nothing(
    short: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mark = the(findings(capsys), "PK401")["fingerprint"]
    write(short, file_of(entry(fingerprint=mark, expires=TODAY)))
    assert validated() == 0
    write(short, file_of(entry(fingerprint=mark, expires="2026-02-28")))
    assert validated() == 1
    capsys.readouterr()
    found = findings(capsys)
    assert the(found, "PK401")["waived_by"] is None
    assert "counted until 2026-02-28: because" in the(found, "PK430")["message"]
    assert the(found, "PK430")["file"] == WAIVERS
    assert the(found, "PK430")["line"] == 7


def test_a_renewed_waiver_takes_the_place_of_the_one_that_is_over(
    short: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mark = the(findings(capsys), "PK401")["fingerprint"]
    other = entry(fingerprint="1" * 16, code="PK405")
    write(short, file_of(entry(fingerprint=mark, expires="2026-02-28"), other))
    assert waived(mark, *WHY, "--expires", UNTIL) == 0
    entries = read_waivers((short / WAIVERS).read_bytes(), "")[0]
    assert entries is not None
    assert [one.fingerprint for one in entries.entries] == ["1" * 16, mark]
    assert validated() == 0


def test_what_waives_nothing_is_told_only_where_it_was_looked_for(
    short: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        short,
        file_of(
            entry(fingerprint="a" * 16),  # of an edit
            entry(fingerprint="b" * 16, code="PK210"),  # of a rule that is always asked
            entry(fingerprint="c" * 16, code="PK301"),  # of a rule of a profile
        ),
    )

    def unused(*options: str) -> list[str]:
        main(["validate", "--today", TODAY, "-o", "json", *options])
        told = json.loads(capsys.readouterr().out)["findings"]
        return [one["message"][-1] for one in told if one["code"] == "PK431"]

    assert unused() == ["b"]
    assert unused("--against", "main") == ["a", "b"]
    assert unused("--against", "main", "--profile", "gdpr") == ["a", "b", "c"]
    assert unused("--against", "main", "policies") == ["a", "b"]
    assert unused("--against", "main", ".") == ["a", "b"]
    assert unused("--against", "main", HERE) == []
    assert unused("--against", "main", f"{HERE}/1.0.1.yaml") == []


@pytest.mark.parametrize(
    ("made", "code", "says"),
    [
        ({"code": "PK405"}, "PK432", "the finding is PK401 version-too-small"),
        ({"code": "PK999"}, "PK432", "there is no finding PK999"),
        ({"code": "PK102"}, "PK432", "PK102 unknown-term cannot be waived"),
        ({"code": "PK421"}, "PK432", "cannot be waived"),
        ({"expires": "2026-02-30"}, "PK111", "there is no day 2026-02-30"),
        ({"expires": "2027-03-03"}, "PK433", "at most 366 days are allowed"),
        ({"reason": " "}, "PK101", ""),
        ({"approved_by": None}, "PK101", ""),
        ({"expiry": "2026-06-30"}, "PK103", "did you mean 'expires'?"),
    ],
)
def test_a_waiver_that_is_not_as_it_should_be_is_an_error(
    short: Path, capsys: pytest.CaptureFixture[str], made: dict[str, Any], code: str, says: str
) -> None:
    mark = the(findings(capsys), "PK401")["fingerprint"]
    write(short, file_of(entry(fingerprint=mark, **made)))
    assert validated() == 1
    capsys.readouterr()
    (told,) = [one for one in findings(capsys) if one["file"] == WAIVERS and one["code"] == code]
    assert told["severity"] == "error"
    assert says in told["message"] + told["help"]


def test_one_finding_has_one_waiver(short: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mark = the(findings(capsys), "PK401")["fingerprint"]
    write(short, file_of(entry(fingerprint=mark), entry(fingerprint=mark)))
    told = the(findings(capsys), "PK431")
    assert told["message"] == "the finding is waived already, in line 3"


def test_a_file_of_waivers_that_cannot_be_read_waives_nothing(
    short: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(short, {WAIVERS: "format: 1\nwaivers: [\n"})
    assert validated() == 1
    assert the(findings(capsys), "PK001")["file"] == WAIVERS
    (short / WAIVERS).unlink()
    (short / WAIVERS).mkdir()
    assert validated() == 3
    assert "Not a regular file" in capsys.readouterr().err


# --waivers-from


def test_an_edit_cannot_waive_itself(short: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mark = the(findings(capsys), "PK401")["fingerprint"]
    commit(short, file_of(entry(fingerprint=mark)))
    assert validated() == 0
    assert validated("--waivers-from", "main") == 1
    capsys.readouterr()
    told = the(findings(capsys, "--waivers-from", "main"), "PK401")
    assert told["waived_by"] is None
    assert "its waiver is not in main yet" in told["help"]
    git(short, "checkout", "-q", "main")
    commit(short, file_of(entry(fingerprint=mark)))
    git(short, "checkout", "-q", "edit")
    assert validated("--waivers-from", "main") == 0


def test_a_waiver_on_the_other_branch_counts_though_the_edit_has_none(
    short: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mark = the(findings(capsys), "PK401")["fingerprint"]
    git(short, "checkout", "-q", "main")
    commit(short, file_of(entry(fingerprint=mark)))
    git(short, "checkout", "-q", "edit")
    assert not (short / WAIVERS).exists()
    assert validated("--waivers-from", "main") == 0
    assert validated("--waivers-from", "main", "--today", "2026-07-01") == 1


@pytest.mark.parametrize("name", ["policykit.toml", "pyproject.toml"])
def test_an_edit_cannot_turn_off_what_finds_it(
    short: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    table = "[severity]" if name == "policykit.toml" else "[tool.policykit.severity]"
    commit(short, {name: f'{table}\nPK401 = "off"\n'})
    assert validated() == 0
    assert validated("--waivers-from", "main") == 1
    commit(short, {f"{HERE}/policykit.toml": '[severity]\nPK401 = "off"\n'})
    assert validated("--waivers-from", "main", "policies/acme/privacy") == 1
    capsys.readouterr()


def test_an_edit_cannot_point_the_gate_elsewhere(
    short: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = {f"elsewhere/{path.removeprefix('policies/')}": made for path, made in acme().items()}
    commit(short, {"policykit.toml": 'policies = "elsewhere"\n', **other})
    assert validated() == 0
    assert validated("--waivers-from", "main") == 1
    capsys.readouterr()


def test_what_is_wrong_with_the_waivers_of_the_other_branch_can_be_mended_by_an_edit(
    short: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(short, "checkout", "-q", "main")
    commit(short, {WAIVERS: "format: 1\nwaivers: {}\n"})
    git(short, "checkout", "-q", "edit")
    commit(short, {f"{HERE}/1.0.1.yaml": None, WAIVERS: "format: 1\nwaivers: []\n"})
    assert validated("--waivers-from", "main") == 0
    capsys.readouterr()
    told = the(findings(capsys, "--waivers-from", "main"), "PK434")
    assert told["file"] == f"main:{WAIVERS}"
    assert "nothing is waived by main" in told["message"]


def test_waivers_from_what_is_not_there_ends_the_run(
    short: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert validated("--waivers-from", "nowhere") == 3
    assert "there is no commit 'nowhere'" in capsys.readouterr().err


# waive


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ([], "say the fingerprint of a finding, or --prune"),
        (["xyz"], "'xyz' is no fingerprint"),
        (["{mark}", "--reason", "r", "--expires", UNTIL], "say --approved-by"),
        (["{mark}", "--approved-by", "r", "--expires", UNTIL], "say --reason"),
        (["{mark}", *WHY], "say --expires"),
        (["{mark}", *WHY, "--expires", "2026-02-30"], "2026-02-30"),
        (["{mark}", *WHY, "--expires", "2026-02-28"], "2026-02-28 is over"),
        (["{mark}", *WHY, "--expires", "2027-03-03"], "366 days, until 2027-03-02"),
        (["f" * 16, *WHY, "--expires", UNTIL], "nothing that is found has the fingerprint"),
    ],
)
def test_waive_asks_for_all_that_a_reviewer_needs(
    short: Path, capsys: pytest.CaptureFixture[str], options: list[str], says: str
) -> None:
    mark = the(findings(capsys), "PK401")["fingerprint"]
    assert waived(*(one.format(mark=mark) for one in options)) == 2
    assert says in capsys.readouterr().err
    assert not (short / WAIVERS).exists()


def test_waive_refuses_what_cannot_be_lived_with(
    short: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = short / f"{HERE}/1.0.1.yaml"
    path.write_text(path.read_text().replace("advertiser", "advertizer"))
    mark = the(findings(capsys), "PK102")["fingerprint"]
    assert waived(mark, *WHY, "--expires", UNTIL) == 2
    assert "PK102 unknown-term cannot be waived" in capsys.readouterr().err


def test_waive_says_what_is_waived_already(short: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mark = the(findings(capsys), "PK401")["fingerprint"]
    assert waived(mark, *WHY, "--expires", UNTIL) == 0
    assert waived(mark, *WHY, "--expires", UNTIL) == 2
    assert f"{mark} is waived already: the lawyers want it" in capsys.readouterr().err


def test_prune_takes_out_what_is_over_and_what_waives_nothing(
    short: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mark = the(findings(capsys), "PK401")["fingerprint"]
    kept = (
        f'  # the one that counts\n  - {{fingerprint: "{mark}", code: PK401, reason: "ä: #1",\n'
        f"     approved_by: x, expires: {UNTIL}}} # until summer\n"
    )
    (short / WAIVERS).write_text(
        "# ours\nformat: 1\nwaivers:\n"
        f'  - fingerprint: "{"1" * 16}"\n    code: PK401\n    reason: |\n      gone\n'
        f"    approved_by: x\n    expires: {UNTIL}\n"
        f"{kept}"
        f'  - fingerprint: "{"2" * 16}"\n    code: PK401\n    approved_by: x\n'
        "    expires: 2026-01-01\n    reason: >-\n      over\n\n# the end\n"
    )
    assert main(["waive", "--prune", "--against", "main", "--today", TODAY]) == 0
    assert (short / WAIVERS).read_text() == (f"# ours\nformat: 1\nwaivers:\n{kept}# the end\n")
    assert capsys.readouterr().out.count("taken out") == 2
    assert main(["waive", "--prune", "--against", "main", "--today", TODAY]) == 0
    assert "there is no waiver to take out\n" in capsys.readouterr().out


def made(number: int) -> Waiver:
    return Waiver(f"{number:016}", "PK401", "a/b@1.0.0", "r: #", "x", "", UNTIL, 0)


@pytest.mark.parametrize(
    "before",
    [
        "format: 1\nwaivers: []\n",
        "format: 1\nwaivers: [] # none\n",
        "format: 1\nwaivers:\n  []\n",
        "waivers: []\nformat: 1\n",
        "waivers:\n- {fingerprint: '0123456789abcdef', code: PK401, reason: r, approved_by: x, "
        "expires: 2026-06-30}\nformat: 1\n",
        "format: 1\nwaivers:\n    - fingerprint: '0123456789abcdef'\n      code: PK401\n"
        "      approved_by: x\n      expires: 2026-06-30\n      reason: r",
        "format: 1\r\nwaivers:\r\n  - fingerprint: '0123456789abcdef'\r\n    code: PK401\r\n"
        "    approved_by: x\r\n    expires: 2026-06-30\r\n    reason: r\r\n# end\r\n",
    ],
)
def test_entries_are_put_in_and_taken_out_and_all_else_stays(before: str) -> None:
    old, _ = read_waivers(before, "")
    assert old is not None
    after = with_waivers(before.encode(), [made(1), made(2)])
    new, wrong = read_waivers(after, "")
    assert new is not None
    assert not wrong
    told = [one._replace(place=0) for one in new.entries]
    assert told == [*(one._replace(place=0) for one in old.entries), made(1), made(2)]
    assert ("\r\n" in before) == (b"\r\n" in after)
    assert after.replace(b"\r\n", b"").count(b"\r") == 0
    count = len(old.entries)
    back = without(after, {count, count + 1})
    last, _ = read_waivers(back, "")
    assert last is not None
    assert last.entries == old.entries
    if "[]" not in before and before.endswith("\n"):
        assert back.decode() == before


def test_a_list_in_brackets_is_left_to_its_author() -> None:
    before = (
        b"format: 1\nwaivers: [{fingerprint: '0123456789abcdef', code: PK401, reason: r, "
        b"approved_by: x, expires: 2026-06-30}]\n"
    )
    with pytest.raises(NotEditable, match="in brackets"):
        with_waivers(before, [made(1)])
    with pytest.raises(NotEditable, match="in brackets"):
        without(before, {0})


# Reports and the library


def test_a_service_may_ask_with_waivers(short: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mark = the(findings(capsys), "PK401")["fingerprint"]
    write(short, file_of(entry(fingerprint=mark)))
    asked: Any = {"against": "main", "today": TODAY}
    assert "PK401" in {one.code for one in policykit.validate("policies", **asked)}
    left = policykit.validate("policies", **asked, waivers=WAIVERS)
    assert "PK401" not in {one.code for one in left}
    with pytest.raises(ValueError, match="which day `today` is"):
        policykit.validate("policies", against="main", waivers=WAIVERS)
    with pytest.raises(policykit.Unreadable, match="nowhere"):
        policykit.validate("policies", **asked, waivers="nowhere.yaml")


def test_every_report_tells_of_what_is_waived(tmp_path: Path) -> None:
    write(tmp_path, acme(version("1.0.0"), version("1.0.1", MORE)))
    (mark,) = (
        one.fingerprint for one in policykit.validate(tmp_path / "policies") if one.code == "PK401"
    )
    waivers, _ = read_waivers(json.dumps(file_of(entry(fingerprint=mark))[WAIVERS]), WAIVERS)
    report = validate_all(
        [tmp_path / "policies"], today=TODAY, gate=Gate(waivers=waivers, trusted=waivers)
    )
    assert isinstance(report, Report)
    told: Finding = report.waived[0]
    assert told.waived_by == f"because (approved by dpo, until {UNTIL})"
    (run,) = json.loads(sarif.findings(report))["runs"]
    (result,) = [one for one in run["results"] if one["ruleId"] == "PK401"]
    assert result["suppressions"] == [{"kind": "external", "justification": told.waived_by}]
    assert 'skipped message="because (approved by dpo' in junit.findings(report)
    assert "(1 waived)" in text.findings(report, text.Style())
    (one,) = [
        one for one in json.loads(as_json.findings(report))["findings"] if one["code"] == "PK401"
    ]
    assert one["waived_by"] == told.waived_by
