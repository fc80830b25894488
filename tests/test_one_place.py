"""Adding a term, a group, a rule, a language is one file; all else follows. Tried on a copy."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.writing import HEADER, content

RULE = '''\
"""
A clause whose title is shouted.

Why: shouting does not read well.

Source: this test.

Fails::
    - {id: share, kind: general, title: SHARING, text: We share.}
Passes::
    - {id: share, kind: general, title: Sharing, text: We share.}
"""

from policykit.rules.rule import Hit, clause_path, rule


@rule("PK299", severity="info", help="write it in lower case", of="clause")
def shouted_title(subject, clause):
    """Titles in capitals."""
    if clause.title.isupper():
        yield Hit(clause_path(clause, "title"), f"'{clause.title}' is shouted")
'''


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "policykit", tmp_path / "policykit")
    return tmp_path


def changed(copy: Path) -> list[str]:
    """The files of the copy that differ from ours."""
    files = [path for path in sorted((copy / "policykit").rglob("*")) if path.is_file()]
    return [
        path.relative_to(copy / "policykit").as_posix()
        for path in files
        if path.suffix != ".pyc" and not _same(path, ROOT / path.relative_to(copy))
    ]


def _same(one: Path, other: Path) -> bool:
    return other.exists() and one.read_bytes() == other.read_bytes()


def run(copy: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "policykit", *arguments],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def policy(copy: Path, **clause: object) -> str:
    folder = copy / "policies" / "acme" / "privacy"
    folder.mkdir(parents=True)
    (folder / "policy.yaml").write_text(json.dumps(HEADER))
    data = content([{"id": "share", "kind": "disclosure", "recipients": ["processor"], **clause}])
    (folder / "1.0.0.yaml").write_text(json.dumps(data))
    return str(copy / "policies")


def appended(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def test_a_term_is_one_entry_in_its_list(copy: Path) -> None:
    place = policy(copy, recipients=["star_gazer"])
    assert "'star_gazer' is no term of recipients" in run(copy, "validate", place)
    appended(
        copy / "policykit" / "vocabulary" / "recipients.yaml",
        "  star_gazer:\n    title: Star gazer\n    phrase: star gazers\n"
        "    broader: [third_party]\n    description: Somebody who looks at stars.\n",
    )
    assert changed(copy) == ["vocabulary/recipients.yaml"]
    assert "no findings" in run(copy, "validate", place)


def test_a_group_is_one_entry(copy: Path) -> None:
    place = policy(copy, jurisdictions=["NORDIC"])
    assert "'NORDIC' is no country" in run(copy, "validate", place)
    appended(
        copy / "policykit" / "jurisdictions" / "groups.yaml",
        "  NORDIC:\n    title: Nordic Council\n    phrase: the Nordic countries\n"
        "    source: https://www.norden.org\n"
        "    members:\n      DK: {from: 1952-03-15}\n      SE: {from: 1952-03-15}\n",
    )
    assert changed(copy) == ["jurisdictions/groups.yaml"]
    assert "no findings" in run(copy, "validate", place)


def test_a_language_is_one_file(copy: Path) -> None:
    place = policy(copy)
    asked = ("diff", "acme/privacy@1.0.0..1.0.0", "--policies", place, "--lang", "xx")
    assert "there is no language 'xx'; there are en, es" in run(copy, *asked)
    spanish = (copy / "policykit" / "catalogue" / "es.yaml").read_text("utf-8")
    text = spanish.replace("Nada ha cambiado.", "Nihil mutatum est.")
    (copy / "policykit" / "catalogue" / "xx.yaml").write_text(text, "utf-8")
    assert changed(copy) == ["catalogue/xx.yaml"]
    assert "Nihil mutatum est." in run(copy, *asked)
    assert "en, es, xx" in run(copy, "diff", "--help")


def test_a_rule_is_one_module(copy: Path) -> None:
    place = policy(copy, title="SHARING")
    assert "no findings" in run(copy, "validate", place)
    (copy / "policykit" / "rules" / "shouted_title.py").write_text(RULE)
    assert changed(copy) == ["rules/shouted_title.py"]
    assert "PK299 shouted-title" in run(copy, "validate", place)
    assert "Why: shouting does not read well." in run(copy, "explain", "shouted-title")
    assert "PK299" in run(copy, "rules", "-o", "markdown")
