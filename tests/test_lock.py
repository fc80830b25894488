"""The lock proves what was released, and names what was changed, taken out, put in or moved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

import policykit
from policykit.commands.main import main
from policykit.findings import Finding
from policykit.library.digest import digest
from policykit.library.lock import entry_of, lock_text, own_words, read_lock
from tests.repositories import ENVIRONMENT, SHARE, acme, commit, repository, version, write

HERE = "policies/acme/privacy"
LOCK = f"{HERE}/policykit.lock"
WORDS = {"recipients": {"google": {"title": "Google", "broader": ["processor"]}}}
VERSIONS = (
    version("1.0.0", {**SHARE, "recipients": ["processor"]}),
    version("2.0.0", published="2025-06-01"),
    version("3.0.0", published="2025-09-01"),
)


def lock(root: Path, *numbers: str) -> str:
    """The lock of some versions of the policy as they are, in that order."""
    policy = policykit.load(root / "policies")["acme/privacy"]
    entries: list[Any] = []
    for number in numbers:
        before = entries[-1].chain if entries else ""
        entries.append(entry_of(policy[number].content, policy.header, before))
    words = own_words(policy.header)
    return lock_text(policy.id, entries, {digest(words): words})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A policy with three versions, all of them released."""
    write(tmp_path, acme(*VERSIONS, vocabulary=WORDS))
    write(tmp_path, {LOCK: lock(tmp_path, "1.0.0", "2.0.0", "3.0.0")})
    return tmp_path


def found(root: Path) -> list[Finding]:
    return policykit.validate(root / "policies")


def codes(root: Path) -> list[tuple[str, str]]:
    return [(each.code, Path(each.file).name) for each in found(root)]


def relock(root: Path, change: Callable[[Any], None]) -> None:
    """Change the lock's data."""
    data = yaml.safe_load((root / LOCK).read_text())
    change(data)
    write(root, {LOCK: data})


def test_what_was_released_is_proven(root: Path) -> None:
    assert found(root) == []
    entries = read_lock((root / LOCK).read_bytes(), "x", "acme/privacy")[0]
    assert entries is not None
    assert [one.version for one in entries.entries] == ["1.0.0", "2.0.0", "3.0.0"]
    assert entries.entries[0].content == digest(VERSIONS[0])
    assert entries.words == {digest(WORDS): WORDS}
    # How the file is spelled is not what it says.
    (root / HERE / "1.0.0.yaml").write_text(f"# old\n{yaml.safe_dump(VERSIONS[0])}")
    assert found(root) == []


def test_a_released_version_that_was_edited_is_named_with_both_digests(root: Path) -> None:
    edited = {**VERSIONS[1], "published": "2025-06-02"}
    write(root, {f"{HERE}/2.0.0.yaml": edited})
    (finding,) = found(root)
    assert (finding.code, finding.pointer) == ("PK402", "/version")
    assert digest(edited) in finding.message
    assert digest(VERSIONS[1]) in finding.message
    assert [each.code for each in policykit.validate(root / HERE / "2.0.0.yaml")] == ["PK402"]
    assert policykit.validate(root / HERE / "1.0.0.yaml") == []


def test_a_released_version_that_is_gone_is_named(root: Path) -> None:
    write(root, {f"{HERE}/2.0.0.yaml": None})
    assert codes(root) == [("PK403", "policykit.lock")]
    assert "2.0.0 was released" in found(root)[0].message


def test_what_is_not_released_has_a_number_above_what_is(root: Path) -> None:
    write(root, {f"{HERE}/2.5.0.yaml": version("2.5.0", published="2025-07-01")})
    assert codes(root) == [("PK404", "2.5.0.yaml")]
    write(root, {f"{HERE}/2.5.0.yaml": None})
    write(root, {f"{HERE}/3.0.1.yaml": version("3.0.1", published="2025-10-01")})
    assert codes(root) == []


def _edit(data: Any) -> None:
    data["entries"][1]["content"] = digest("another")


def _remove(data: Any) -> None:
    del data["entries"][1]


def _remove_first(data: Any) -> None:
    del data["entries"][0]


def _insert(data: Any) -> None:
    data["entries"].insert(1, {**data["entries"][2]})


def _swap(data: Any) -> None:
    data["entries"][0:2] = data["entries"][1::-1]


def _words(data: Any) -> None:
    data["words"] = {name: {} for name in data["words"]}


def _no_words(data: Any) -> None:
    del data["words"]


def _later(data: Any) -> None:
    data["entries"][2]["vocabulary"] = 99


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_edit, "the entry of 2.0.0 was changed"),
        (_remove, "the entry before 3.0.0 was taken out"),
        (_remove_first, "the entry before 2.0.0 was taken out"),
        (_insert, "3.0.0 was released right after 2.0.0, which does not stand before it"),
        (_swap, "1.0.0 was the first to be released, and 1 stand before it"),
        (_words, "the policy's own words of a release were changed in the lock"),
        (_no_words, "the policy's own words that 1.0.0 was released with are gone"),
        (_later, "3.0.0 was released with revision 99 of the shipped words"),
    ],
)
def test_what_was_done_to_a_lock_is_told(
    root: Path, change: Callable[[Any], None], said: str
) -> None:
    relock(root, change)
    assert any(said in each.message for each in found(root))
    assert {each.severity for each in found(root)} == {"error"}


@pytest.mark.parametrize(
    "text", ["", "a: [1", "format: 1\n", "format: 1\npolicy: a/b\nentries: [{}]\n", "[]\n"]
)
def test_a_lock_that_is_none(root: Path, text: str) -> None:
    write(root, {LOCK: text})
    assert found(root)
    for each in found(root):
        assert each.file.endswith("policykit.lock")
        assert "only `policykit release` writes it" in each.help


def test_a_lock_of_another_policy(root: Path) -> None:
    relock(root, lambda data: data.update(policy="acme/terms"))
    assert codes(root) == [("PK420", "policykit.lock")]


def test_own_words_that_come_are_no_change_and_those_that_move_are(root: Path) -> None:
    google = WORDS["recipients"]["google"]
    more = {"recipients": {"google": google, "amazon": {**google, "title": "Amazon"}}}
    write(root, acme(*VERSIONS, vocabulary=more))
    assert found(root) == []
    moved = {"recipients": {"google": {**google, "broader": ["advertiser"]}}}
    write(root, acme(*VERSIONS, vocabulary=moved))
    told = found(root)
    assert {each.code for each in told} == {"PK410"}
    assert "1.0.0 means something else since its release: " in told[0].message
    assert "Google" in told[0].message
    # 2.0.0 and 3.0.0 speak of advertisers, so Google is among those now.
    assert len(told) == 3


def test_a_lock_that_was_cut_off_shows_against_an_earlier_one(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    repository(root, {})
    write(root, {LOCK: lock(root, "1.0.0", "2.0.0")})
    assert found(root) == []
    told = policykit.validate(root / "policies", against="main")
    assert [each.code for each in told] == ["PK421"]
    assert "has the release of 3.0.0, and this one has not" in told[0].message
    write(root, {LOCK: None})
    told = policykit.validate(root / "policies", against="main")
    assert [each.code for each in told] == ["PK421"]
    assert "1.0.0, 2.0.0, 3.0.0" in told[0].message
    write(root, {LOCK: lock(root, "1.0.0", "2.0.0", "3.0.0")})
    commit(root, {f"{HERE}/4.0.0.yaml": version("4.0.0", published="2025-12-01")})
    write(root, {LOCK: lock(root, "1.0.0", "2.0.0", "3.0.0", "4.0.0")})
    assert policykit.validate(root / "policies", against="main") == []


def test_a_draft_that_still_has_the_number_it_was_copied_with_is_a_draft(root: Path) -> None:
    copied = version("3.0.0", {**SHARE, "recipients": ["data_broker"]}, published="2026-01-01")
    write(root, {f"{HERE}/draft.yaml": copied})
    assert found(root) == []
    policy = policykit.load(root / "policies")["acme/privacy"]
    assert list(policy) == ["1.0.0", "2.0.0", "3.0.0", "draft"]
    assert policy["3.0.0"].clauses[0].normal["recipients"] == ["advertiser"]


def test_of_a_release_that_another_followed_no_law_asks_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    dates = {"effective": "2025-01-01"}
    later = {"published": "2025-02-01", "effective": "2025-02-01"}
    write(
        tmp_path,
        acme(
            version("1.0.0", published="2025-01-01", **dates),
            version("2.0.0", {**SHARE, "recipients": ["processor"]}, **later),
        ),
    )

    def asked() -> set[str]:
        found = policykit.validate("policies", profiles=["gdpr"])
        return {Path(one.file).stem for one in found if one.code.startswith("PK3")}

    assert asked() == {"1.0.0", "2.0.0"}
    assert main(["release", "acme/privacy", "--today", "2025-02-01"]) == 0
    assert asked() == {"2.0.0"}
    write(
        tmp_path,
        {
            "policies/acme/privacy/draft.yaml": {
                key: value for key, value in version("3.0.0").items() if key != "version"
            }
        },
    )
    assert asked() == {"2.0.0", "draft"}
