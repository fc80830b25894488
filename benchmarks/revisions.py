"""D4, E1, G1: what was edited among many files, one field set, all files of a revision."""

from __future__ import annotations

import io
import os
import subprocess
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

import policykit
from benchmarks.documents import tree, version
from benchmarks.measuring import Table
from policykit.document import read
from policykit.editing.releasing import with_fields
from policykit.library.commits import Commit
from policykit.revisions import Repository
from policykit.validation.against import against

_ENVIRONMENT = {
    **os.environ,
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.com",
}
EDITED = 50


def revisions(table: Table) -> None:
    """All of it, in a scratch repository."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        policies = tree(root / "policies", 20, 50)
        _git(root, "init", "-q")
        _git(root, "add", "-A")
        _git(root, "commit", "-qm", "…")
        files = sorted(policies.glob("*/*/*.0.0.yaml"))
        for path in files[:: len(files) // EDITED]:
            text = path.read_text("utf-8")
            path.write_text(text.replace("published: 2024-09-23", "published: 2024-09-24"), "utf-8")
        _git(root, "commit", "-qam", "…")
        table.row(
            "D4",
            f"what {EDITED} edits among 1 000 files changed",
            "loading both revisions",
            0.12,
            partial(_edits, policies),
            partial(_both, policies),
            rounds=3,
        )
        table.row(
            "G1",
            "1 000 files of a revision",
            "git ls-tree, cat-file --batch",
            1.2,
            partial(_contents, policies),
            partial(_raw, root),
        )
    source = version(200)
    table.row(
        "E1",
        "set one field of 200 clauses",
        "ruamel.yaml, load and dump",
        0.06,
        partial(_set, source),
        partial(_round_trip, source),
        rounds=5,
    )


def _git(root: Path, *arguments: str) -> bytes:
    return subprocess.run(
        ["git", *arguments], cwd=root, env=_ENVIRONMENT, capture_output=True, check=True
    ).stdout


def _edits(policies: Path) -> None:
    found = against([str(policies)], "HEAD~1")
    assert len(found.steps) == EDITED


def _both(policies: Path) -> None:
    for revision in ("HEAD~1", "HEAD"):
        library = policykit.load(policies, revision=revision)
        for name in library:
            assert len(library[name]) == 50


def _contents(policies: Path) -> None:
    repository = Repository(policies)
    commit = Commit(policies, repository, repository.commit("HEAD"), "HEAD")
    paths = [path / name for path in commit.folders(policies) for name in commit.names(path)]
    commit.fetch(paths)
    assert sum(len(commit.content(path)) > 0 for path in paths) == 1020


def _raw(root: Path) -> None:
    """What any tool has to ask of git, and its answer taken apart."""
    tree_ = _git(root, "ls-tree", "-r", "-z", "HEAD:policies")
    names = [line.split()[2] for line in tree_.split(b"\0") if line]
    told = subprocess.run(
        ["git", "cat-file", "--batch"],
        cwd=root,
        input=b"\n".join(names) + b"\n",
        capture_output=True,
        check=True,
    ).stdout
    at, found = 0, []
    for _ in names:
        end = told.index(b"\n", at)
        size = int(told[at:end].split()[2])
        found.append(told[end + 1 : end + 1 + size])
        at = end + size + 2
    assert len(found) == 1020


def _set(source: bytes) -> None:
    document, _ = read(source)
    assert document is not None
    assert with_fields(document, source, {"published": "2024-10-01"}) != source


def _round_trip(source: bytes) -> None:
    yaml: Any = YAML(typ="rt")
    data = yaml.load(source)
    data["published"] = "2024-10-01"
    yaml.dump(data, io.BytesIO())
