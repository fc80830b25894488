"""`validate --against`: what an edit did, told by the commit that it started from."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
import yaml

import policykit
from policykit.commands.main import main
from policykit.findings import Finding
from policykit.schema import schema_text
from tests.conftest import FROZEN, ROOT
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

HERE = "policies/acme/privacy"
TELEGRAM = "policies/telegram/privacy"
MORE = {**SHARE, "recipients": ["advertiser", "data_broker"]}
NOTICE = {
    "id": "changes",
    "kind": "change",
    "text": "We tell you thirty days before.",
    "commitments": {"change_notice_days": 30},
}


@pytest.fixture(autouse=True)
def _plain_git(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one policy of one version, in which the test runs."""
    root = repository(tmp_path / "work", acme())
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def telegram(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with Telegram's policy."""
    root = tmp_path / "work"
    shutil.copytree(FROZEN.parent / TELEGRAM, root / TELEGRAM)
    repository(root, {})
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_an_edit_that_has_errors_is_not_said_to_be_none(
    one: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:

    (one / HERE / "2.0.0.yaml").write_text("format: 1\n")
    assert main(["validate", "--against", "main", "-o", form]) == 1
    told = capsys.readouterr().out
    assert "has errors; what it means can be told once they are mended" in told
    assert "new or edited" not in told


def found(root: Path, revision: str = "main", **more: Any) -> list[Finding]:
    return policykit.validate(root / "policies", against=revision, **more)


def codes(root: Path, revision: str = "main", **more: Any) -> list[str]:
    """What is found, but for what only says what changed."""
    return [each.code for each in found(root, revision, **more) if each.code != "PK411"]


class Run(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        made = json.loads(self.out)
        jsonschema.validate(made, json.loads(schema_text("findings")))
        return made


def run(root: Path, *arguments: str) -> Run:
    done = subprocess.run(
        [sys.executable, "-m", "policykit", *arguments],
        cwd=root,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


def edited(root: Path, number: str, *changes: tuple[str, str], day: str = "2026-12-01") -> Path:
    """The last version of Telegram's policy as another one, with texts replaced."""
    text = (root / TELEGRAM / "2.0.0.yaml").read_text("utf-8")
    for old, new in (("version: 2.0.0", f"version: {number}"), ("2024-09-23", day), *changes):
        assert old in text
        text = text.replace(old, new)
    path = root / TELEGRAM / f"{number}.yaml"
    path.write_text(text, "utf-8")
    return path


EMAIL = (
    "personal_data: [ip_address, phone_number]",
    "personal_data: [ip_address, phone_number, email_address]",
)


def test_more_data_under_a_patch_number_fails_and_names_the_version_and_what_is_permitted(
    telegram: Path,
) -> None:
    edited(telegram, "2.0.1", EMAIL)
    done = run(telegram, "validate", "--against", "main")
    assert done.code == 1
    said = " ".join(done.out.split())
    assert "needs a major version, 3.0.0" in said
    assert "Telegram may now disclose email addresses to public authorities" in said
    told = run(telegram, "validate", "--against", "main", "-o", "json").json
    assert told["required_version"] == "3.0.0"
    assert [one["code"] for one in told["findings"]] == ["PK401", "PK411"]
    assert told["bases"][0]["commit"] == git(telegram, "rev-parse", "main")


def test_the_same_as_a_major_version_passes(telegram: Path) -> None:
    edited(telegram, "3.0.0", EMAIL)
    assert run(telegram, "validate", "--against", "main").code == 0
    assert codes(telegram) == []


@pytest.mark.parametrize("number", ["2.0.1", "3.0.0"])
def test_a_version_that_was_renamed_is_measured_by_what_it_was(telegram: Path, number: str) -> None:
    edited(telegram, number, EMAIL)
    (telegram / TELEGRAM / "2.0.0.yaml").unlink()
    short = [("PK401", number)] if number == "2.0.1" else []
    told = [(one.code, Path(one.file).stem) for one in found(telegram) if one.code != "PK411"]
    assert told == [*short, ("PK403", "policy")]
    assert any("3.0.0" in one.message for one in found(telegram)) or not short


@pytest.mark.parametrize(
    "change",
    [
        ("after a legal review", "after its legal review"),
        ('section: "8.3"', 'section: "8.9"'),
    ],
)
def test_a_word_and_a_number_of_a_section_are_a_patch(
    telegram: Path, change: tuple[str, str]
) -> None:
    edited(telegram, "2.0.1", change)
    done = run(telegram, "validate", "--against", "main", "-o", "json")
    assert (done.code, done.json["changes"][0]["required_bump"]) == (0, "patch")
    assert not done.json["changes"][0]["sentences"]


def test_a_clause_in_two_is_a_patch(telegram: Path) -> None:
    path = edited(telegram, "2.0.1")
    data = yaml.safe_load(path.read_text("utf-8"))
    (place,) = (
        at for at, clause in enumerate(data["clauses"]) if clause["id"] == "law-enforcement"
    )
    whole = data["clauses"][place]
    data["clauses"][place] = {**whole, "personal_data": ["ip_address"]}
    other = {**whole, "id": "law-enforcement-phone", "personal_data": ["phone_number"]}
    data["clauses"].insert(place + 1, other)
    data["published"] = "2026-12-01"
    data.pop("effective", None)
    path.write_text(yaml.safe_dump(json.loads(json.dumps(data, default=str)), sort_keys=False))
    # Each half is warned of what its text, a copy, says of the other.
    assert {each.code for each in found(telegram)} == {"PK232"}
    done = run(telegram, "validate", "--against", "main", "-o", "json")
    assert (done.code, done.json["changes"][0]["required_bump"]) == (0, "patch")


def test_a_released_file_that_was_edited_fails_and_both_digests_are_named(one: Path) -> None:
    from policykit.library.digest import digest

    commit(one, acme(version("1.0.0", MORE)), "edit")
    (finding,) = (each for each in found(one, "main~1") if each.code == "PK402")
    assert finding.severity == "error"
    for data in (version("1.0.0"), version("1.0.0", MORE)):
        assert digest(data) in finding.message
    # What only looks otherwise is no edit.
    commit(one, {f"{HERE}/1.0.0.yaml": "# new\n" + yaml.safe_dump(version("1.0.0"))})
    assert codes(one, "main~2") == []


def test_what_an_edit_would_do_to_a_released_version_is_said(one: Path) -> None:
    commit(one, acme(version("1.0.0", MORE)), "edit")
    told = run(one, "validate", "--against", "main~1", "-o", "json").json["changes"]
    assert [(each["before"], each["after"], each["verdict"]) for each in told] == [
        ("1.0.0", "1.0.0", "broader")
    ]
    assert "data brokers" in told[0]["sentences"][0]


def test_a_draft_is_told_the_version_it_needs(one: Path) -> None:
    draft = {**version("1.0.0", MORE)}
    del draft["version"], draft["published"]
    commit(one, {f"{HERE}/draft.yaml": draft})
    told = run(one, "validate", "--against", "main~1", "-o", "json").json
    assert told["required_version"] == "2.0.0"
    assert codes(one, "main~1") == []


def test_notice_that_is_too_short_is_an_error_that_no_comment_sets_aside(one: Path) -> None:
    first = version("1.0.0", SHARE, NOTICE)
    commit(one, acme(first), "notice")
    new = version("2.0.0", MORE, NOTICE, published="2026-01-01", effective="2026-01-11")
    text = yaml.safe_dump(new, sort_keys=False)
    short = text.replace("effective:", "# policykit: ignore PK222 -- no\neffective:")
    (one / HERE / "2.0.0.yaml").write_text(short)
    told = [each for each in found(one) if each.code in ("PK222", "PK405")]
    assert [(each.code, each.severity) for each in told] == [("PK405", "error")]
    assert "10 days of notice, and 'changes' of 1.0.0 promises 30" in told[0].message
    (one / HERE / "2.0.0.yaml").write_text(text.replace("2026-01-11", "2026-01-31"))
    assert "PK405" not in codes(one)


def test_notice_counts_from_today_where_a_version_does_not_say_when_it_was_published(
    one: Path,
) -> None:
    commit(one, acme(version("1.0.0", SHARE, NOTICE)), "notice")
    new = version("2.0.0", MORE, NOTICE, effective="2026-01-31")
    commit(one, {f"{HERE}/2.0.0.yaml": new})
    assert "PK405" not in codes(one, "main~1", today="2026-01-01")
    assert "PK405" in codes(one, "main~1", today="2026-01-02")


def test_of_a_version_that_means_the_same_nobody_is_owed_notice(one: Path) -> None:
    """A typing error may be mended at once, also in a version that was announced and is to come."""
    first = version("1.0.0", SHARE, NOTICE)
    commit(one, acme(first), "notice")
    mended = version("1.0.1", {**SHARE, "text": "Mended."}, NOTICE, published="2026-01-01")
    write(one, {f"{HERE}/1.0.1.yaml": mended})
    assert codes(one) == []
    days = {"published": "2026-01-02", "effective": "2026-02-10"}
    commit(one, {f"{HERE}/2.0.0.yaml": version("2.0.0", MORE, NOTICE, **days)}, "announced")

    def again(**more: Any) -> list[str]:
        text = {**MORE, "text": "Mended again.", **more.pop("clause", {})}
        made = version("2.0.1", text, NOTICE, **{**days, "published": "2026-02-09", **more})
        write(one, {f"{HERE}/2.0.1.yaml": made})
        return [each for each in codes(one) if each == "PK405"]

    assert again() == []
    # But it cannot come sooner than what was announced, and nothing may change besides.
    assert again(effective="2026-01-20") == ["PK405"]
    assert set(again(clause={"personal_data": ["health_data"]})) == {"PK405"}


def test_policies_come_go_and_move(one: Path) -> None:
    (one / "policies/acme").rename(one / "policies/globex")
    for path in (one / "policies/globex/privacy").iterdir():
        path.write_text(path.read_text().replace("acme/privacy", "globex/privacy"))
    assert codes(one) == ["PK407"]
    terms = version("1.0.0", MORE, policy="globex/terms")
    commit(
        one,
        {
            "policies/globex/terms/policy.yaml": header("globex/terms"),
            "policies/globex/terms/1.0.0.yaml": terms,
        },
    )
    assert sorted(codes(one, "main~1")) == ["PK407", "PK408"]
    shutil.rmtree(one / "policies/globex/privacy")
    assert sorted(codes(one, "main~1")) == ["PK406", "PK408"]
    assert run(one, "validate", "--against", "main~1").code == 1


def test_numbers_below_what_is_released_and_versions_that_are_gone(one: Path) -> None:
    commit(one, acme(version("1.0.0"), version("2.0.0", published="2025-06-01")))
    commit(one, {f"{HERE}/1.1.0.yaml": version("1.1.0", published="2025-03-01")})
    assert codes(one, "main~1") == ["PK404"]
    commit(one, {f"{HERE}/1.1.0.yaml": None, f"{HERE}/2.0.0.yaml": None})
    assert codes(one, "main~2") == ["PK403"]


@pytest.mark.parametrize("name", ["policy.yaml", "1.0.0.yaml"])
def test_what_cannot_be_read_on_one_side_is_a_finding(one: Path, name: str) -> None:
    good = (one / HERE / name).read_text()
    commit(one, {f"{HERE}/{name}": "a: [1"}, "broken")
    (one / HERE / name).write_text(good)
    told = [each for each in found(one) if each.severity == "error"]
    assert [each.code for each in told] == ["PK409"]
    assert f"main:{HERE}/{name}:1" in told[0].message
    assert run(one, "validate", "--against", "main").code == 1
    (one / HERE / name).write_text("a: [1")
    commit(one, {}, "still")
    assert run(one, "validate", "--against", "main~2").code == 1


def test_own_words_that_move_change_what_was_released(one: Path) -> None:
    words = {"recipients": {"google": {"title": "Google", "broader": ["processor"]}}}
    clauses = ({**SHARE, "recipients": ["processor"]},)
    commit(one, acme(version("1.0.0", *clauses), vocabulary=words), "words")
    more = {"recipients": {**words["recipients"], "amazon": {**words["recipients"]["google"]}}}
    commit(one, acme(version("1.0.0", *clauses), vocabulary=more), "one more word is no change")
    assert codes(one, "main~1") == []
    moved = {"recipients": {"google": {"title": "Google", "broader": ["advertiser"]}}}
    commit(one, acme(version("1.0.0", *clauses), vocabulary=moved), "moved")
    assert codes(one, "main~2") == ["PK410"]


def test_changes_stand_at_the_clause_that_caused_them_or_the_nearest_that_is_left(
    one: Path,
) -> None:
    other = {**SHARE, "id": "sell", "recipients": ["data_broker"]}
    last = {"id": "end", "kind": "general", "text": "That is all."}
    commit(one, acme(version("1.0.0", SHARE, other, last)))
    commit(one, {f"{HERE}/2.0.0.yaml": version("2.0.0", SHARE, last, published="2026-01-01")})
    (told,) = (each for each in found(one, "main~1") if each.code == "PK411")
    assert told.pointer == "/clauses/share"
    assert "(it was in 'sell' of 1.0.0)" in told.message
    assert told.severity == "info"


def test_an_edit_that_is_not_committed_counts_and_what_others_did_since_does_not(one: Path) -> None:
    git(one, "checkout", "-q", "-b", "work")
    git(one, "checkout", "-q", "main")
    commit(one, acme(version("1.0.0"), version("2.0.0", MORE, published="2026-01-01")))
    git(one, "checkout", "-q", "work")
    (one / HERE / "1.0.1.yaml").write_text(yaml.safe_dump(version("1.0.1", MORE)))
    assert codes(one) == ["PK401"]
    assert any("a major version, 2.0.0" in each.message for each in found(one))


def test_what_there_is_nothing_to_compare_with(one: Path, tmp_path: Path) -> None:
    done = run(one, "validate", "--against", "nope")
    assert (done.code, done.out) == (3, "")
    assert "there is no commit 'nope'" in done.err
    empty = tmp_path / "empty"
    shutil.copytree(one / "policies", empty / "policies")
    done = run(empty, "validate", "--against", "main")
    assert done.code == 3
    assert "not in a git repository" in done.err
    git(empty, "init", "-q", "-b", "main")
    assert run(empty, "validate", "--against", "HEAD").code == 3
    assert run(one, "validate", "--against", "main", "--today", "soon").code == 2
    assert run(one, "validate", "gone", "--against", "main").code == 3


def test_a_shallow_clone_is_compared_with_the_tip_and_says_so(one: Path, tmp_path: Path) -> None:
    git(one, "checkout", "-q", "-b", "work")
    commit(one, {f"{HERE}/1.0.1.yaml": version("1.0.1", MORE)})
    git(one, "checkout", "-q", "main")
    commit(one, {"README": "moved on"})
    git(tmp_path, "clone", "-q", "--depth=1", "-b", "work", f"file://{one}", "shallow")
    here = tmp_path / "shallow"
    git(here, "fetch", "-q", "--depth=1", "origin", "+refs/heads/main:refs/remotes/origin/main")
    done = run(here, "validate", "--against", "origin/main")
    assert done.code == 1
    assert "the tip of origin/main" in done.out
    assert "as far as the history here reaches" in " ".join(done.out.split())


def test_one_file_stands_for_its_policy(one: Path) -> None:
    commit(one, {f"{HERE}/1.0.1.yaml": version("1.0.1", MORE)})
    told = policykit.validate(f"{HERE}/1.0.1.yaml", against="main~1")
    assert [each.code for each in told] == ["PK401", "PK411"]


def test_what_else_was_edited_in_a_policy_that_moved_is_told(one: Path) -> None:
    words = {"recipients": {"friend": {"title": "Friend", "broader": ["advertiser"]}}}
    commit(one, acme(version("1.0.0"), vocabulary=words))
    new = "policies/acme/notice"
    (one / HERE).rename(one / new)
    for path in (one / new).iterdir():
        path.write_text(path.read_text().replace("acme/privacy", "acme/notice"))
    assert codes(one) == ["PK407"]
    text = (one / new / "1.0.0.yaml").read_text()
    (one / new / "1.0.1.yaml").write_text(
        text.replace("version: 1.0.0", "version: 1.0.1").replace("- email_address", "- ip_address")
    )
    told = {each.code for each in found(one)}
    assert {"PK401", "PK407", "PK411"} <= told
    (one / new / "1.0.1.yaml").rename(one / new / "draft.yaml")
    draft = one / new / "draft.yaml"
    draft.write_text(draft.read_text().replace("version: 1.0.1\n", ""))
    told = {each.code for each in found(one)}
    assert told - {"PK232"} == {"PK407", "PK411"}
    draft.unlink()
    header_ = one / new / "policy.yaml"
    header_.write_text(header_.read_text().replace("- advertiser", "- public_authority"))
    assert set(codes(one)) == {"PK407", "PK410"}


def test_what_did_not_change_is_not_read(one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from policykit.revisions import contents

    read: list[int] = []
    whole = contents

    def counted(files: list[Any]) -> list[bytes]:
        read.append(len(files))
        return whole(files)

    monkeypatch.setattr("policykit.library.commits.contents", counted)
    others = {
        f"policies/acme/p{n}/{name.rpartition('/')[2]}": {
            **made,
            **({"id": f"acme/p{n}"} if "id" in made else {"policy": f"acme/p{n}"}),
        }
        for n in range(9)
        for name, made in acme().items()
    }
    commit(one, others)
    commit(one, {f"{HERE}/{n}.0.0.yaml": version(f"{n}.0.0") for n in range(2, 9)})
    import policykit.validation.against as looking
    from policykit.validation import sides

    parsed: list[str] = []
    from policykit.library.reading import read_version as real

    def parse(source: bytes, path: str, *rest: Any) -> Any:
        parsed.append(path)
        return real(source, path, *rest)

    monkeypatch.setattr(sides, "read_version", parse)
    commit(one, {f"{HERE}/5.0.0.yaml": version("5.0.0", MORE)})
    edit = looking.against(["policies"], "main~1")
    assert [step.name for step in edit.steps] == ["acme/privacy 5.0.0, edited"]
    assert sum(read) == 1, "of the commit what was edited is read, and nothing else"
    assert parsed == [f"{HERE}/5.0.0.yaml", f"main~1:{HERE}/5.0.0.yaml"]
    read.clear()
    parsed.clear()
    commit(one, {f"{HERE}/draft.yaml": {**version("9.0.0", MORE), "version": None}})
    (one / HERE / "draft.yaml").write_text(
        (one / HERE / "draft.yaml").read_text().replace("version: null\n", "")
    )
    assert [step.name for step in looking.against(["policies"], "main~1").steps] == [
        "acme/privacy 8.0.0 → draft"
    ]
    assert sum(read) == 0
    assert parsed == [f"{HERE}/draft.yaml", f"{HERE}/8.0.0.yaml"]
