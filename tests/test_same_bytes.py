"""The same output whatever the hash seed, the locale, the working directory or the workers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from policykit.commands.changelog import FORMATS as HISTORIES
from policykit.commands.comparing import FORMATS as DIFFS
from policykit.commands.validate import FORMATS
from tests.repositories import ENVIRONMENT, SHARE, acme, git, repository, version, write

HERE = "policies/acme/privacy"
KEEP = {
    "id": "keep",
    "kind": "retention",
    "personal_data": ["ip_address", "phone_number", "email_address"],
    "text": "Wir behalten sie für „lange“ – 30 Tage.",
    "commitments": {"retention_max": "P30D"},
}
WIDE = {
    **SHARE,
    "recipients": ["advertiser", "data_broker", "law_enforcement"],
    "personal_data": ["email_address", "ip_address"],
    "overlays": {"EU": {"recipients": ["advertiser"]}, "BR": None},
}
AGAIN = {**WIDE, "id": "again"}
SEEDS = [str(seed) for seed in range(10)]
RUNS = [(seed, "C.UTF-8" if int(seed) % 2 else "C") for seed in SEEDS]


def scratch(folder: Path) -> Path:
    """A repository in which an edit has findings of many kinds, in two policies."""
    files = acme(version("1.0.0", SHARE, KEEP))
    other = {
        name.replace("privacy", "terms"): made
        for name, made in acme(version("1.0.0", policy="acme/terms")).items()
    }
    other["policies/acme/terms/policy.yaml"]["id"] = "acme/terms"
    dates = {
        "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
        "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
    }
    os.environ.update(dates)
    try:
        root = repository(folder, {**files, **other})
    finally:
        for name in dates:
            del os.environ[name]
    git(root, "checkout", "-q", "-b", "edit")
    longer = {**KEEP, "commitments": {"retention_max": "P90D"}}
    write(
        root,
        {
            f"{HERE}/1.0.1.yaml": version("1.0.1", WIDE, longer, published="2025-02-01"),
            "policies/acme/terms/1.0.1.yaml": version("1.0.1", WIDE, AGAIN, policy="acme/terms"),
            "policykit-waivers.yaml": "format: 1\nwaivers: []\n",
        },
    )
    return root


def outputs(
    root: Path, folder: Path, seed: str, locale: str, cwd: Path, *, where: str, jobs: str = "1"
) -> dict[str, bytes]:
    """Everything that one run of `validate`, `diff` and `changelog` each write, by format."""
    environment = {
        **os.environ,
        **ENVIRONMENT,
        "PYTHONHASHSEED": seed,
        "LC_ALL": locale,
        "LANG": locale,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    folder.mkdir()
    edit = ["--against", "main", where]
    history = ["acme/privacy", "--audience", "legal", "--jurisdiction", "EU", "--policies", where]
    for command, formats in (
        (["validate", "--jobs", jobs, "--today", "2026-02-01", *edit], FORMATS),
        (["diff", *edit], DIFFS),
        (["changelog", *history], HISTORIES),
    ):
        asked = [word for one in formats for word in ("-o", f"{one}:{folder / command[0]}-{one}")]
        done = subprocess.run(
            [sys.executable, "-m", "policykit", *command, *asked],
            cwd=cwd,
            env=environment,
            capture_output=True,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        assert not done.stdout
        assert not done.stderr
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scratch(tmp_path_factory.mktemp("one") / "work")


def test_hash_seeds_and_locales_change_nothing(root: Path, tmp_path: Path) -> None:
    first = outputs(root, tmp_path / "first", "0", "C", root, where="policies")
    assert len(first) == len(FORMATS) + len(DIFFS) + len(HISTORIES)
    assert all(first.values())
    assert b"1.0.1 is a patch version" in first["validate-text"]
    assert b"In the EU, Acme may now disclose" in first["changelog-text"]
    for seed, locale in RUNS[1:]:
        made = outputs(root, tmp_path / seed, seed, locale, root, where="policies")
        assert made == first, seed


def test_the_working_directory_changes_nothing(root: Path, tmp_path: Path) -> None:
    where = str(root / "policies")
    here = outputs(root, tmp_path / "here", "1", "C", root, where=where)
    assert outputs(root, tmp_path / "there", "2", "C", root / HERE, where=where) == here
    assert outputs(root, tmp_path / "top", "3", "C", Path("/"), where=where) == here


def test_where_the_repository_lies_changes_nothing(root: Path, tmp_path: Path) -> None:
    other = scratch(tmp_path / "an other place")
    here = outputs(root, tmp_path / "here", "1", "C", root, where="policies")
    assert outputs(other, tmp_path / "there", "2", "C", other, where="policies") == here


def test_the_number_of_workers_changes_nothing(root: Path, tmp_path: Path) -> None:
    one = outputs(root, tmp_path / "one", "1", "C", root, where="policies")
    assert outputs(root, tmp_path / "two", "2", "C", root, where="policies", jobs="2") == one
