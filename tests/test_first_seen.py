"""An edition that was seen for the first time is told as a difference, not as a change of a day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import policykit
from policykit.render import html, markdown, text
from policykit.render.text import Style
from tests.conftest import ROOT
from tests.repositories import write
from tests.test_transparency import POLICY, version

CANARY = {"id": "canary", "kind": "statement", "text": "Never."}
MAY = "may have been so before"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def policy(root: Path, **more: Any) -> policykit.Policy:
    later = {"clauses": [{**CANARY, "overlays": {"DE": None}}], "observed": "2025-02-01", **more}
    folder = "policies/acme/privacy"
    write(
        root,
        {
            f"{folder}/policy.yaml": POLICY,
            f"{folder}/1.0.0.yaml": version("1.0.0", "2025-01-01") | {"clauses": [CANARY]},
            f"{folder}/2.0.0.yaml": version("2.0.0", "2025-02-01") | later,
        },
    )
    return policykit.load()["acme/privacy"]


def test_every_report_says_that_it_may_have_been_so_before(root: Path) -> None:
    of = policy(root, first_seen=["DE"])
    diff = policykit.diff(of["1.0.0"], of["2.0.0"])
    assert [one.change for one in diff.statements] == ["withdrawn"]
    assert diff.required_bump == "major"
    assert diff.as_json()["first_seen"] == ["DE"]
    said = text.diff(diff, Style())
    assert "as it stands in Germany was first seen with this version" in " ".join(said.split())
    assert MAY in markdown.diff(diff, "en")
    assert MAY in html.diff(diff, "en")
    assert "puede haberlo sido antes" in " ".join(text.diff(diff, Style(), "es").split())


def test_without_it_nothing_is_said(root: Path) -> None:
    of = policy(root)
    diff = policykit.diff(of["1.0.0"], of["2.0.0"])
    assert "first_seen" not in diff.as_json()
    assert MAY not in " ".join(text.diff(diff, Style()).split())


@pytest.mark.parametrize(
    ("place", "told"), [("DE", True), ("DE-BY", True), ("EU", True), ("FR", False)]
)
def test_it_is_said_to_whom_it_is_about(root: Path, place: str, told: bool) -> None:
    of = policy(root, first_seen=["DE"])
    diff = policykit.diff(of["1.0.0"], of["2.0.0"], jurisdiction=place)
    assert bool(diff.first_seen) == told


def test_places_that_are_none_and_a_missing_day_are_found(root: Path) -> None:
    def codes(**more: Any) -> set[str]:
        with pytest.raises(policykit.InvalidDocument):
            policy(root, **more)
        return {one.code for one in policykit.validate("policies")}

    assert codes(first_seen=["XX"]) == {"PK106"}
    assert codes(first_seen=["DE"], observed=None) >= {"PK101"}
    assert codes(first_seen=[]) == {"PK101"}


def test_it_needs_the_day_on_which_it_was_observed(root: Path) -> None:
    folder = root / "policies" / "acme" / "privacy"
    policy(root)
    data = version("2.0.0", "2025-02-01") | {"clauses": [CANARY], "first_seen": ["DE"]}
    write(root, {"policies/acme/privacy/2.0.0.yaml": data})
    found = policykit.validate(folder)
    assert [(one.code, one.pointer) for one in found] == [("PK104", "/first_seen")]


def test_telegram_s_german_page_was_first_seen_in_october_2023() -> None:
    of = policykit.load(ROOT / "policies")["telegram/privacy"]
    german = of.on("2023-10-19", "DE")
    assert german.data["first_seen"] == ["DE"]
    history = policykit.changelog(of, "DE")
    (entry,) = (one for one in history.entries if one.version.number == german.number)
    assert entry.diff is not None
    assert entry.diff.first_seen == ("DE",)
