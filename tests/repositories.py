"""Scratch git repositories for tests."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.com",
}


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, and give what it printed."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, **ENVIRONMENT},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def write(folder: Path, files: Mapping[str, Any]) -> None:
    """Write files, what is no text as YAML; None takes one away."""
    for name, content in files.items():
        path = folder / name
        if content is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            content if isinstance(content, str) else yaml.safe_dump(content, sort_keys=False),
            "utf-8",
        )


def repository(folder: Path, files: Mapping[str, Any], branch: str = "main") -> Path:
    """A repository with one commit."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", branch)
    commit(folder, files)
    return folder


def commit(folder: Path, files: Mapping[str, Any], message: str = "…") -> str:
    """Write files and commit them; the commit's name."""
    write(folder, files)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def header(policy: str = "acme/privacy", **more: Any) -> dict[str, Any]:
    """A policy.yaml."""
    return {
        "format": 1,
        "id": policy,
        "kind": "privacy_policy",
        "title": "Acme Privacy Policy",
        "publisher": "Acme",
        **more,
    }


SHARE: dict[str, Any] = {
    "id": "share",
    "kind": "disclosure",
    "text": "We give your e-mail address to advertisers.",
    "personal_data": ["email_address"],
    "recipients": ["advertiser"],
}


def version(
    number: str, *clauses: Mapping[str, Any], policy: str = "acme/privacy", **more: Any
) -> dict[str, Any]:
    """A version file."""
    dates = (
        {} if {"published", "effective", "observed"} & set(more) else {"published": "2025-01-01"}
    )
    return {
        "format": 1,
        "policy": policy,
        "version": number,
        **dates,
        **more,
        "clauses": [dict(one) for one in clauses or (SHARE,)],
    }


def acme(*versions: Mapping[str, Any], **of: Any) -> dict[str, Any]:
    """The files of a policy."""
    folder = "policies/acme/privacy"
    made = {f"{folder}/{one['version']}.yaml": one for one in versions or (version("1.0.0"),)}
    return {f"{folder}/policy.yaml": header(**of), **made}
