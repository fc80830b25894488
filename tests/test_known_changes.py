"""
What is known to have changed in three real policies, and what a diff says of it.

Each change is one that the publisher, the press or the stored texts speak of, written down in
`tests/known_changes`. A diff has to say all of it and nothing else: the lists there are whole, and
what is not in them must not be reported.
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest

import policykit
from policykit.comparison import PolicyDiff
from policykit.library import Library, Version
from policykit.library.reading import read_version
from tests.conftest import ROOT
from tests.known_changes.discord import DISCORD_2023, DISCORD_2025, DISCORD_ANNOUNCED
from tests.known_changes.telegram import TELEGRAM_2024
from tests.known_changes.told import SHIPPED, Causes, Known, Outcome, Promise
from tests.known_changes.wikimedia import WIKIMEDIA_2014, WIKIMEDIA_2025

KNOWN = {
    "Telegram, September 2024": TELEGRAM_2024,
    "Wikimedia, 2014": WIKIMEDIA_2014,
    "Wikimedia, 2025": WIKIMEDIA_2025,
    "Discord, announced in February 2023": DISCORD_ANNOUNCED,
    "Discord, March 2023": DISCORD_2023,
    "Discord, September 2025": DISCORD_2025,
}


def library(folder: str = SHIPPED) -> Library:
    return policykit.load(ROOT / folder)


def compared(known: Known) -> PolicyDiff:
    policy = library(known.folder)[known.policy]
    return policykit.diff(policy[known.before], policy[known.after])


def causes(entry: Any) -> Causes:
    sides = entry["causes"]
    return {
        **{f"- {name}": why for name, why in sides["before"].items()},
        **{f"+ {name}": why for name, why in sides["after"].items()},
    }


def place(cover: Any) -> str:
    assert set(cover) == {"terms"}
    return "everywhere" if cover["terms"] == ["*"] else ", ".join(cover["terms"])


@pytest.mark.parametrize("name", KNOWN)
def test_a_known_change_comes_out_as_it_is_known(name: str) -> None:
    known = KNOWN[name]
    found: Any = compared(known).as_json()
    assert (found["verdict"], found["required_bump"]) == (known.verdict, known.bump)
    assert [
        Outcome(one["change"], one["direction"], causes(one), one["sentence"])
        for one in (*found["disclosures"], *found["processing"])
    ] == known.outcomes
    assert [
        Promise(
            one["commitment"],
            one["before"],
            one["after"],
            one["direction"],
            causes(one),
            one["sentence"],
            place(one["jurisdictions"]),
        )
        for one in found["commitments"]
    ] == known.promises
    assert [
        (one["id"], one["change"], one["sentence"]) for one in found["statements"]
    ] == known.statements
    assert [
        (one["id"], one["change"], one["meaning"], one["fields"]) for one in found["clauses"]
    ] == known.clauses
    assert found["rights"] == found["membership"] == []


@pytest.mark.parametrize("name", KNOWN)
def test_the_permissions_of_a_known_change_are_the_same_everywhere(name: str) -> None:
    known = KNOWN[name]
    found: Any = compared(known).as_json()
    assert found["jurisdictions"] == [{"jurisdictions": {"terms": ["*"]}, "verdict": known.verdict}]
    moved = [*found["disclosures"], *found["processing"]]
    assert {place(one["jurisdictions"]) for one in moved} <= {"everywhere"}


@pytest.mark.parametrize("name", KNOWN)
def test_both_versions_decide_each_witness_as_the_diff_says(name: str) -> None:
    known = KNOWN[name]
    policy = library(known.folder)[known.policy]
    found = compared(known)
    for change in (*found.disclosures, *found.processing):
        witness: dict[str, Any] = dict(change.witness)
        assert policy[known.before].decide(**witness).outcome == change.before
        assert policy[known.after].decide(**witness).outcome == change.after


@pytest.mark.parametrize("name", ["telegram/privacy", "wikimedia/privacy", "discord/privacy"])
def test_each_number_is_raised_just_as_far_as_the_change_needs(name: str) -> None:
    policy = library()[name]
    taken = [one for one in (policy[number] for number in policy) if one.withdrawn is None]
    assert len(taken) > 1
    for before, after in pairwise(taken):
        old, new = (one.number.split(".") for one in (before, after))
        raised = "major" if new[0] != old[0] else "minor" if new[1] != old[1] else "patch"
        assert raised == policykit.diff(before, after).required_bump, after.number


# Discord: what was announced and never took effect


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2023-02-24", "2.0.0"),
        ("2023-03-12", "2.0.0"),
        ("2023-03-26", "2.0.0"),
        ("2023-03-27", "4.0.0"),
        ("2025-09-28", "5.0.0"),
        ("2025-09-29", "6.0.0"),
    ],
)
def test_discords_withdrawn_text_was_never_in_force(day: str, number: str) -> None:
    assert library()["discord/privacy"].on(day).number == number


def test_whoever_accepted_discords_text_of_2022_lost_no_promise_on_calls() -> None:
    since = library()["discord/privacy"].changes_since("2.0.0", "US", on="2023-03-27")
    assert [one.number for one in since.since] == ["4.0.0"]
    assert not [one for one in since.diff.processing if one.direction == "promise_dropped"]


@pytest.mark.parametrize("where", ["DE", "NO", "GB", "US"])
def test_discords_controller_moved_in_the_united_kingdom_alone(where: str) -> None:
    policy = library()["discord/privacy"]
    since = policy.changes_since("5.0.0", where, on="2025-09-29").diff
    moved = [one for one in since.commitments if one.commitment == "controller"]
    assert [(one.before, one.after) for one in moved] == (
        [("Discord Netherlands BV", "Discord Inc.")] if where == "GB" else []
    )


# Wikimedia: crawls in which nothing changed


def again(version: Version, **edit: Any) -> Version:
    """The same version with something otherwise, read anew."""
    text = json.dumps({**version.data, **edit})
    content, findings = read_version(text, version.path, version.header, version.number)
    assert content is not None, findings
    return Version(version.header, content, version.path)


CRAWL = {
    "url": "https://github.com/OpenTermsArchive/contrib-versions",
    "commit": "00b6ab682bffc7eb43a626844ca5edd0878121a8",
    "path": "Wikimedia Foundation/Privacy Policy.md",
}


@pytest.mark.parametrize(
    "edit",
    [
        {"sources": [CRAWL]},
        {"notes": "Only how far the translations have come is otherwise."},
        {"observed": "2025-11-01"},
        {"sources": [CRAWL], "notes": "The same.", "observed": "2025-11-01"},
    ],
    ids=["source", "notes", "day", "all"],
)
def test_a_crawl_with_other_percentages_of_translation_changes_nothing(
    edit: dict[str, Any],
) -> None:
    latest = library()["wikimedia/privacy"]["4.0.0"]
    found: Any = policykit.diff(latest, again(latest, **edit)).as_json()
    assert (found["verdict"], found["unchanged"]) == ("equivalent", True)
    assert found["required_bump"] == "patch"
    assert not [name for name, value in found.items() if isinstance(value, list) and value]


REWORDED = "On a legal request, personal information may go to authorities and others."


@pytest.mark.parametrize(
    ("id_", "text", "change"),
    [
        ("legal-requests", {"en": REWORDED}, ("reworded", "same", "patch")),
        ("legal-grounds", {"en": REWORDED}, ("reworded", "unstructured", "minor")),
    ],
)
def test_other_words_are_told_and_count_only_where_they_are_all_there_is(
    id_: str, text: dict[str, str], change: tuple[str, str, str]
) -> None:
    latest = library()["wikimedia/privacy"]["4.0.0"]
    clauses = [{**one, "text": text} if one["id"] == id_ else one for one in latest.data["clauses"]]
    found = policykit.diff(latest, again(latest, clauses=clauses))
    (one,) = found.clauses
    assert (one.id, one.change, one.meaning, found.required_bump) == (id_, *change)
    assert (found.verdict, found.disclosures, found.commitments) == ("equivalent", (), ())
