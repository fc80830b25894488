"""Ways to slip an edit past the gate, each of which did once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import policykit
from policykit.commands.main import main
from policykit.library import PolicyTwice
from policykit.revisions import AmbiguousRevision, GitFailed, Repository
from tests.repositories import ENVIRONMENT, SHARE, acme, commit, git, header, repository, version

HERE = "policies/acme/privacy"
TODAY = "2026-06-01"
MORE = {**SHARE, "recipients": ["advertiser", "data_broker"]}
NOTICE = {
    "id": "changes",
    "kind": "change",
    "text": "We tell you thirty days before.",
    "commitments": {"change_notice_days": 30},
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one policy, on a branch of its own."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    folder = repository(tmp_path / "work", acme(version("1.0.0", SHARE, NOTICE)))
    git(folder, "checkout", "-q", "-b", "edit")
    monkeypatch.chdir(folder)
    return folder


def codes(root: Path, **more: Any) -> set[str]:
    found = policykit.validate(root / "policies", against="main", today=TODAY, **more)
    return {one.code for one in found}


def test_a_link_in_place_of_the_folder_is_no_new_folder(root: Path) -> None:
    (root / "policies").rename(root / "real")
    (root / "policies").symlink_to("real")
    path = root / "real/acme/privacy/1.0.0.yaml"
    path.write_text(path.read_text().replace("- advertiser", "- data_broker"))
    assert "PK402" in codes(root)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "…")
    assert "PK402" in codes(root)
    assert main(["diff", "--against", "main", "--fail-on", "broader"]) == 1


def test_a_link_that_was_one_before_is_followed(root: Path) -> None:
    (root / "policies").rename(root / "real")
    (root / "policies").symlink_to("real")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "…")
    git(root, "branch", "-f", "main")
    path = root / "real/acme/privacy/1.0.0.yaml"
    path.write_text(path.read_text().replace("- advertiser", "- data_broker"))
    assert "PK402" in codes(root)
    assert "PK408" not in codes(root)


def test_a_submodule_in_place_of_the_folder_is_refused(root: Path, tmp_path: Path) -> None:
    inner = {
        name.removeprefix("policies/"): made for name, made in acme(version("1.0.0", MORE)).items()
    }
    other = repository(tmp_path / "other", inner)
    git(root, "rm", "-rq", "policies")
    git(root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other), "policies")
    git(root, "commit", "-qm", "…")
    with pytest.raises(GitFailed, match="in main of the repository around it a folder"):
        codes(root)
    assert main(["validate", "--against", "main"]) == 3
    assert main(["diff", "--against", "main", "--fail-on", "any"]) == 3
    git(root, "branch", "-f", "main")
    assert codes(root) == set(), "a submodule that was one before is compared in itself"


def test_a_tag_is_not_taken_for_the_branch_of_its_name(root: Path) -> None:
    git(root, "update-ref", "refs/remotes/origin/main", "main")
    commit(root, {f"{HERE}/1.0.1.yaml": version("1.0.1", MORE)})
    git(root, "tag", "origin/main")
    assert main(["validate", "--against", "origin/main"]) == 3
    with pytest.raises(AmbiguousRevision, match="say refs/remotes/origin/main"):
        Repository(root).commit("origin/main")
    for revision in ("refs/remotes/origin/main", "main"):
        assert main(["validate", "--against", revision, "--today", TODAY]) == 1
    git(root, "tag", "-f", "origin/main", "main")
    assert Repository(root).commit("origin/main"), "of one commit either is as good"


def test_two_folders_of_one_policy_are_an_error(root: Path) -> None:
    other = {f"policies/zz/{name.removeprefix('policies/')}": made for name, made in acme().items()}
    commit(root, other)
    assert "PK115" in codes(root)
    with pytest.raises(PolicyTwice, match="'acme/privacy' is in policies/acme/privacy and in"):
        policykit.load("policies")
    assert main(["diff", "acme/privacy@1.0.0..1.0.0"]) == 3


OWN = {
    "title": "Own servers",
    "type": "boolean",
    "protects": True,
    "absent": False,
    "combine": "alternative",
    "phrase": "own servers",
}


@pytest.mark.parametrize(
    "change", [{"absent": True}, {"protects": False}, {"combine": "limit"}, {"protects": "neither"}]
)
def test_a_commitment_of_the_policys_own_is_not_turned_around(
    root: Path, change: dict[str, Any]
) -> None:
    stated = {**SHARE, "commitments": {"own_servers": True}}
    words = {"commitments": {"own_servers": OWN}}
    commit(root, acme(version("1.0.0", stated), vocabulary=words))
    git(root, "branch", "-f", "main")
    again = {"commitments": {"own_servers": {**OWN, "title": "Servers of our own"}}}
    commit(root, {f"{HERE}/policy.yaml": header(vocabulary=again)})
    assert codes(root) == set()
    turned = {"commitments": {"own_servers": {**OWN, **change}}}
    commit(
        root,
        {
            f"{HERE}/policy.yaml": header(vocabulary=turned),
            f"{HERE}/1.0.1.yaml": version("1.0.1", SHARE, published="2026-06-01"),
        },
    )
    assert "PK410" in codes(root)


def test_what_was_waived_of_own_words_is_that_change_alone(root: Path) -> None:
    def words(*data: str) -> dict[str, Any]:
        logs = {"title": "Logs", "members": list(data)}
        return {"personal_data": {"logdata": logs}}

    share = {**SHARE, "personal_data": ["logdata"]}
    commit(root, acme(version("1.0.0", share), vocabulary=words("ip_address")))
    git(root, "branch", "-f", "main")

    def mark(*data: str) -> str:
        commit(root, {f"{HERE}/policy.yaml": header(vocabulary=words(*data))})
        found = policykit.validate("policies", against="main", today=TODAY)
        (one,) = [one.fingerprint for one in found if one.code == "PK410"]
        return one

    assert mark("ip_address", "user_agent") != mark("ip_address", "user_agent", "health_data")


def test_what_was_waived_of_notice_is_that_version_alone(root: Path) -> None:
    def mark(*clauses: dict[str, Any], **dates: str) -> str:
        commit(root, {f"{HERE}/2.0.0.yaml": version("2.0.0", *clauses, **dates)})
        found = policykit.validate("policies", against="main", today=TODAY)
        (one,) = [one.fingerprint for one in found if one.code == "PK405"]
        return one

    dates = {"published": "2026-06-01", "effective": "2026-06-30"}
    less = {**SHARE, "recipients": ["data_broker"]}
    assert mark(less, NOTICE, **dates) != mark(MORE, NOTICE, **dates)


def test_a_version_in_between_does_not_end_a_promise_that_is_in_force(root: Path) -> None:
    commit(
        root,
        {
            f"{HERE}/2.0.0.yaml": version(
                "2.0.0", SHARE, published="2026-06-01", effective="2026-07-01"
            ),
            f"{HERE}/3.0.0.yaml": version(
                "3.0.0", MORE, published="2026-06-30", effective="2026-07-01"
            ),
        },
    )
    found = policykit.validate("policies", against="main", today=TODAY)
    (told,) = [one for one in found if one.code == "PK405"]
    assert told.file.endswith("3.0.0.yaml")
    assert told.message == "1 day of notice, and 'changes' of 1.0.0 promises 30"
    commit(
        root,
        {
            f"{HERE}/3.0.0.yaml": version(
                "3.0.0", MORE, published="2026-08-01", effective="2026-08-02"
            )
        },
    )
    assert "PK405" not in codes(root), "1.0.0 is over then, and 2.0.0 promises nothing"


def test_a_pre_release_that_takes_effect_owes_notice(root: Path) -> None:
    made = version("2.0.0-rc.1", MORE, published="2026-06-01", effective="2026-06-02")
    commit(root, {f"{HERE}/2.0.0-rc.1.yaml": made})
    assert "PK405" in codes(root)


@pytest.mark.parametrize("with_lock", [True, False])
def test_a_policy_that_moves_takes_its_lock_with_it(root: Path, with_lock: bool) -> None:
    assert main(["release", "acme/privacy"]) == 0
    commit(root, {})
    git(root, "branch", "-f", "main")
    new = root / "policies/acme/notice"
    (root / HERE).rename(new)
    for path in new.glob("*.yaml"):
        path.write_text(path.read_text().replace("acme/privacy", "acme/notice"))
    (new / "policykit.lock").unlink()
    if with_lock:
        assert main(["release", "acme/notice"]) == 0
    assert ("PK421" in codes(root)) != with_lock


def test_a_diff_since_a_revision_is_not_blind_to_releases(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = {"personal_data": {"logdata": {"title": "Logs", "members": ["ip_address"]}}}
    share = {**SHARE, "personal_data": ["logdata"]}
    commit(root, acme(version("1.0.0", share), version("1.0.1", share), vocabulary=words))
    git(root, "branch", "-f", "main")
    words["personal_data"]["logdata"]["members"] = ["ip_address", "user_agent"]
    commit(root, {f"{HERE}/policy.yaml": header(vocabulary=words)})
    capsys.readouterr()
    assert main(["diff", "--against", "main"]) == 0
    told = capsys.readouterr().out
    assert "PK410 released-meaning-changed" in told
    assert "No version of a policy is new or edited" not in told
    assert main(["diff", "--against", "main", "--fail-on", "narrower"]) == 1
    git(root, "reset", "-q", "--hard", "main")
    commit(root, {f"{HERE}/1.0.1.yaml": None})
    capsys.readouterr()
    assert main(["diff", "--against", "main", "--exit-code", "-o", "json"]) == 1
    assert [one["code"] for one in json.loads(capsys.readouterr().out)["releases"]] == ["PK403"]


def test_an_output_is_no_file_of_a_policy_and_two_are_not_one(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (root / HERE / "1.0.0.yaml").read_bytes()
    for name in ("1.0.0.yaml", "policy.yaml", "policykit.lock", "9.0.0.yml"):
        assert main(["validate", "-o", f"html:{HERE}/{name}"]) == 2
        assert "is among the files of a policy" in capsys.readouterr().err
    assert main(["validate", "-o", "text:a.txt", "-o", "json:./a.txt"]) == 2
    assert "two outputs would both go to a.txt" in capsys.readouterr().err
    assert (root / HERE / "1.0.0.yaml").read_bytes() == before


def test_prune_of_some_policies_leaves_the_waivers_of_others(root: Path) -> None:
    other = {name.replace("privacy", "terms"): made for name, made in acme().items()}
    other["policies/acme/terms/policy.yaml"]["id"] = "acme/terms"
    other["policies/acme/terms/1.0.0.yaml"] = version(
        "1.0.0", SHARE, {**SHARE, "id": "again"}, policy="acme/terms"
    )
    commit(root, other)
    found = policykit.validate("policies")
    (mark,) = [one.fingerprint for one in found if one.code == "PK210"]
    why = ["--reason", "r", "--approved-by", "a", "--expires", "2026-12-01", "--today", TODAY]
    assert main(["waive", mark, *why]) == 0
    before = Path("policykit-waivers.yaml").read_bytes()
    assert main(["waive", "--prune", "--policies", HERE, "--today", TODAY]) == 0
    assert Path("policykit-waivers.yaml").read_bytes() == before
    assert main(["waive", "--prune", "--today", TODAY]) == 0
    assert Path("policykit-waivers.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"policykit-waivers.yaml": "format: 1\nwaivers:\n"}, 3),
        ({"policykit.toml": "waiver-days = 999999999\n"}, 2),
    ],
)
def test_what_is_odd_is_told_and_is_no_fault_of_ours(
    root: Path, files: dict[str, str], code: int
) -> None:
    commit(root, {**files, f"{HERE}/1.0.1.yaml": version("1.0.1", MORE)})
    found = policykit.validate("policies")
    mark = next(one.fingerprint for one in found if one.code == "PK401")
    why = ["--reason", "r", "--approved-by", "a", "--expires", "2026-12-01", "--today", TODAY]
    assert main(["waive", mark, *why]) == code


def test_a_configuration_that_is_no_file_is_not_taken_for_none(root: Path) -> None:
    (root / "policykit.toml").mkdir()
    assert main(["validate"]) == 3
    (root / "policykit.toml").rmdir()
    (root / "policykit.toml").symlink_to("nowhere.toml")
    assert main(["validate"]) == 3


def test_a_number_of_thousands_of_digits_is_only_a_number(root: Path) -> None:
    lock = {
        "format": 1,
        "policy": "acme/privacy",
        "entries": [
            {
                "version": f"{'9' * 5000}.0.0",
                "content": f"sha256:{'0' * 64}",
                "words": f"sha256:{'0' * 64}",
                "vocabulary": 1,
                "before": "",
                "chain": f"sha256:{'0' * 64}",
            }
        ],
        "words": {},
    }
    commit(root, {f"{HERE}/policykit.lock": json.dumps(lock)})
    assert main(["validate"]) == 1


def test_a_profile_is_not_dropped_unseen(root: Path) -> None:
    commit(root, {f"{HERE}/policy.yaml": header(profiles=["gdpr", "lgpd"])})
    git(root, "branch", "-f", "main")
    assert "PK412" not in codes(root)
    commit(root, {f"{HERE}/policy.yaml": header(profiles=["lgpd"])})
    assert "PK412" in codes(root)
    commit(root, {f"{HERE}/policy.yaml": header()})
    assert "PK412" in codes(root)
