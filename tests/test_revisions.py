"""Policies as a git revision has them: every kind of repository, and nothing written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import policykit
from policykit.revisions import GitFailed, NoRepository, Repository, UnknownRevision
from tests.repositories import SHARE, acme, commit, git, repository, version

ID = "acme/privacy"
MORE = {**SHARE, "recipients": ["advertiser", "data_broker"]}


@pytest.fixture(autouse=True)
def _plain_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A repository whose second commit has a second version."""
    root = repository(tmp_path / "plain", acme())
    commit(root, acme(version("1.0.0"), version("2.0.0", MORE)))
    return root


def test_a_revision_has_what_it_had(two: Path) -> None:
    now, then = (policykit.load(two / "policies", revision=one) for one in ("main", "main~1"))
    assert list(now[ID]) == ["1.0.0", "2.0.0"]
    assert list(then[ID]) == ["1.0.0"]
    assert then[ID]["1.0.0"].path == "main~1:policies/acme/privacy/1.0.0.yaml"
    assert policykit.diff(then[ID]["1.0.0"], now[ID]["2.0.0"]).verdict == "broader"


def test_what_is_on_disk_does_not_matter_and_is_left_as_it_is(two: Path) -> None:
    (two / "policies/acme/privacy/1.0.0.yaml").write_text("no: [policy")
    commit(two, {}, "broken")
    before = git(two, "status", "--porcelain", "-b"), sorted(two.rglob("*"))
    assert policykit.load(two / "policies", revision="HEAD~1")[ID]["1.0.0"].clauses
    assert (git(two, "status", "--porcelain", "-b"), sorted(two.rglob("*"))) == before
    with pytest.raises(policykit.InvalidDocument, match=r"^HEAD:policies/acme/.*/1\.0\.0\.yaml:1"):
        policykit.load(two / "policies", revision="HEAD")[ID]


def test_a_folder_may_be_named_that_is_gone_and_any_above_or_below_policies(two: Path) -> None:
    commit(two, dict.fromkeys(acme(version("1.0.0"), version("2.0.0"))))
    assert not (two / "policies/acme/privacy/1.0.0.yaml").exists()
    for folder in ("policies", "policies/acme", "policies/acme/privacy", "."):
        assert list(policykit.load(two / folder, revision="HEAD~1")) == [ID]
    with pytest.raises(FileNotFoundError, match="No such folder in HEAD~1"):
        policykit.load(two / "elsewhere", revision="HEAD~1")


@pytest.mark.parametrize("name", ["feature/x", "-dash", "ümläut", "a.b@c", "with'quote", "1.0.0"])
def test_odd_names_of_branches(two: Path, name: str) -> None:
    git(two, "update-ref", f"refs/heads/{name}", "HEAD~1")
    assert list(policykit.load(two / "policies", revision=name)[ID]) == ["1.0.0"]


def test_paths_with_spaces_and_beyond_ascii(tmp_path: Path) -> None:
    files = {f"meine Dokumente/é {name}": one for name, one in acme().items()}
    root = repository(tmp_path / "ein Ordner ü", files)
    found = policykit.load(root / "meine Dokumente" / "é policies", revision="HEAD")
    assert list(found[ID]) == ["1.0.0"]


def test_a_worktree(two: Path, tmp_path: Path) -> None:
    git(two, "worktree", "add", "-q", str(tmp_path / "tree"), "-b", "other", "HEAD~1")
    found = policykit.load(tmp_path / "tree" / "policies", revision="main")
    assert list(found[ID]) == ["1.0.0", "2.0.0"]


def test_a_bare_repository(two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(two), "bare.git")
    found = policykit.load(tmp_path / "bare.git" / "policies", revision="main")
    assert list(found[ID]) == ["1.0.0", "2.0.0"]
    monkeypatch.chdir(tmp_path / "bare.git")
    assert list(policykit.load("policies", revision="main~1")[ID]) == ["1.0.0"]


def test_a_hook_may_be_told_where_the_repository_is(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(two)
    monkeypatch.setenv("GIT_DIR", ".git")
    assert Repository(".").commit("main") == git(two, "rev-parse", "main")


def test_a_shallow_clone_says_what_to_fetch(two: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{two}", "shallow")
    here = tmp_path / "shallow"
    old = git(two, "rev-parse", "main~1")
    with pytest.raises(UnknownRevision) as caught:
        policykit.load(here / "policies", revision=old)
    assert caught.value.fetch == f"git fetch --depth=1 origin {old}"
    git(here, *caught.value.fetch.split()[1:])
    assert list(policykit.load(here / "policies", revision=old)[ID]) == ["1.0.0"]
    base = Repository(here).base(old)
    assert (base.commit, base.merge_base, base.shallow) == (old, False, True)


def test_a_branch_that_was_not_fetched(two: Path, tmp_path: Path) -> None:
    git(two, "branch", "release/1", "main~1")
    git(tmp_path, "clone", "-q", "--single-branch", f"file://{two}", "single")
    here = tmp_path / "single"
    with pytest.raises(UnknownRevision) as caught:
        Repository(here).commit("origin/release/1")
    git(here, *caught.value.fetch.split()[1:])
    assert Repository(here).commit("origin/release/1") == git(two, "rev-parse", "main~1")
    with pytest.raises(UnknownRevision, match=r"did you mean 'origin/release/1'\?"):
        Repository(here).commit("release/1")


def test_a_partial_clone_fetches_what_is_asked_for(two: Path, tmp_path: Path) -> None:
    git(two, "config", "uploadpack.allowFilter", "true")
    git(two, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", "--no-checkout", f"file://{two}", "partial")
    here = tmp_path / "partial"
    assert list(policykit.load(here / "policies", revision="origin/main~1")[ID]) == ["1.0.0"]
    git(here, "remote", "set-url", "origin", f"file://{tmp_path}/gone")
    with pytest.raises(GitFailed):
        policykit.load(here / "policies", revision="origin/main")[ID]


def test_a_submodule_has_its_own_history_and_is_part_of_what_is_around_it(
    two: Path, tmp_path: Path
) -> None:
    around = repository(tmp_path / "around", {"README": "all"})
    git(around, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(two), "sub")
    commit(around, {}, "add")
    git(around / "sub", "checkout", "-q", "main~1")
    commit(around, {}, "back")
    for root, revision, numbers in (
        (around / "sub" / "policies", "origin/main", ["1.0.0", "2.0.0"]),
        (around, "main", ["1.0.0"]),
        (around, "main~1", ["1.0.0", "2.0.0"]),
    ):
        assert list(policykit.load(root, revision=revision)[ID]) == numbers
    bare = tmp_path / "bare.git"
    git(tmp_path, "clone", "-q", "--bare", str(around), str(bare))
    with pytest.raises(FileNotFoundError, match="in a submodule that is not here, in main"):
        policykit.load(bare / "sub" / "policies", revision="main")


def test_links_are_followed_to_files_of_the_folder(two: Path) -> None:
    here = two / "policies/acme/privacy"
    (here / "3.0.0.yaml").symlink_to("2.0.0.yaml")
    (here / "4.0.0.yaml").symlink_to("/etc/hostname")
    commit(two, {})
    tree = Repository(two / "policies").tree(git(two, "rev-parse", "HEAD"))
    assert tree.files["acme/privacy/3.0.0.yaml"] == tree.files["acme/privacy/2.0.0.yaml"]
    assert [name for name, _ in tree.unread] == ["acme/privacy/4.0.0.yaml"]


def test_where_histories_part_is_the_base(two: Path) -> None:
    git(two, "checkout", "-q", "-b", "work", "main~1")
    commit(two, {"policies/acme/privacy/1.1.0.yaml": version("1.1.0")})
    base = Repository(two).base("main")
    assert (base.commit, base.merge_base) == (git(two, "rev-parse", "main~1"), True)
    git(two, "checkout", "-q", "--orphan", "fresh")
    commit(two, {})
    base = Repository(two).base("main")
    assert (base.commit, base.merge_base) == (git(two, "rev-parse", "main"), False)


def test_what_is_no_revision_and_no_repository(two: Path, tmp_path: Path) -> None:
    for name in ("", "nope", "main\nmain", "main:policies", "0" * 40):
        with pytest.raises(UnknownRevision):
            Repository(two).commit(name)
    with pytest.raises(UnknownRevision, match=r"did you mean 'main'\?"):
        Repository(two).commit("mian")
    (tmp_path / "none").mkdir()
    with pytest.raises(NoRepository, match="not in a git repository"):
        policykit.load(tmp_path / "none", revision="main")


def test_where_there_is_no_git(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitFailed, match="git could not be run"):
        policykit.load(two, revision="main")


def test_a_file_is_addressed_by_revision_and_path(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from policykit.library.addresses import find

    path = "policies/acme/privacy/1.0.0.yaml"
    git(two, "mv", path, "policies/acme/privacy/0.1.0.yaml")
    monkeypatch.chdir(two / "policies")
    for address in (f"main:{path}", f"HEAD~1:{path}", "main:./acme/privacy/1.0.0.yaml"):
        found = find(address, None)
        assert (found.policy_id, found.number) == (ID, "1.0.0")
    assert find(f"main:{path}", None).path == f"main:{path}"
    with pytest.raises(UnknownRevision):
        find(f"nope:{path}", None)
    with pytest.raises(FileNotFoundError):
        find("main:policies/acme/privacy/9.0.0.yaml", None)
    (two / "policies/a:b.yaml").write_text("no: policy")
    with pytest.raises(FileNotFoundError, match=r"policy\.yaml"):
        find("a:b.yaml", None)
