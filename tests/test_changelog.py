"""The history of a policy: what people in a place met, in which order, compared with what."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest

import policykit
from policykit.commands import changelog as command
from policykit.comparison import Changelog, ChangelogEntry
from policykit.jurisdictions import UnknownJurisdiction
from policykit.library import NotInForce, Policy, UnknownVersion
from policykit.library.content import Start
from policykit.model import Cover, NoSuchDay
from policykit.render import changelog as shown
from policykit.render.text import WORSE, Style
from policykit.schema import schema_text
from tests.conftest import ROOT
from tests.running import Ran
from tests.running import command as run
from tests.test_oracle import pair
from tests.test_since import policy

VALIDATOR = jsonschema.Draft202012Validator(json.loads(schema_text("changelog")))
CORPUS = policykit.load(ROOT / "policies")
AUDIENCES: tuple[Any, ...] = command.AUDIENCES
PLACES = (None, "DE", "BR", "GB", "US-CA", "EU")

SHARE: dict[str, Any] = {
    "id": "share",
    "kind": "disclosure",
    "section": "1",
    "title": "Whom we tell",
    "personal_data": ["email_address"],
    "recipients": ["advertiser"],
    "text": "To advertisers.",
}
NEVER: dict[str, Any] = {
    "id": "never",
    "kind": "disclosure",
    "effect": "prohibited",
    "recipients": ["data_broker"],
}
ACCESS: dict[str, Any] = {"id": "access", "kind": "right", "rights": ["access"]}
CLAIM: dict[str, Any] = {"id": "claim", "kind": "statement", "text": "No orders so far."}
CHILDREN: dict[str, Any] = {
    "id": "children",
    "kind": "general",
    "section": "9",
    "title": "Children",
    "text": "Parents agree.",
}
KEEP: dict[str, Any] = {
    "id": "keep",
    "kind": "retention",
    "personal_data": ["email_address"],
    "commitments": {"retention_max": "P30D"},
}
BRAZIL: dict[str, Any] = {**CHILDREN, "id": "brazil", "title": "Brazil", "jurisdictions": ["BR"]}


@pytest.fixture
def acme(tmp_path: Path) -> Policy:
    """A policy in whose history there is one of everything."""
    moved = {**SHARE, "section": "2", "text": "To advertisers alone."}
    renamed = {**moved, "id": "tell", "renamed_from": ["share"]}
    sources = [
        {"url": "https://acme.example/privacy", "retrieved": "2024-09-02", "commit": "ab12cd34"}
    ]
    return policy(
        tmp_path,
        {
            "1.0.0": ([SHARE, NEVER, ACCESS, CLAIM, KEEP], {"observed": "2024-01-15"}),
            "1.0.1": ([moved, NEVER, ACCESS, CLAIM, KEEP], {"published": "2024-02-01"}),
            "1.0.2": ([renamed, NEVER, ACCESS, CLAIM, KEEP], {"published": "2024-03-01"}),
            "1.1.0": (
                [renamed, NEVER, ACCESS, CLAIM, KEEP, CHILDREN, BRAZIL],
                {"effective": {"default": "2024-04-01", "EU": "2024-05-01"}},
            ),
            "2.0.0": (
                [{**renamed, "recipients": ["third_party"]}, ACCESS],
                {"published": "2024-06-01", "effective": "2024-08-01", "withdrawn": "2024-07-01"},
            ),
            "2.1.0": ([renamed, ACCESS], {"effective": "2024-09-01"}),
            "3.0.0": (
                [
                    {**renamed, "overlays": {"BR": {"recipients": ["advertiser", "public"]}}},
                    NEVER,
                    CLAIM,
                    {**KEEP, "commitments": {"retention_max": "P1Y"}},
                    CHILDREN,
                    {**BRAZIL, "text": "Both parents agree."},
                ],
                {"effective": "2024-09-01", "sources": sources},
            ),
            "draft": ([], {"effective": "2025-01-01"}),
        },
    )


def by_number(found: Changelog) -> dict[str, ChangelogEntry]:
    return {one.version.number: one for one in found.entries}


def of_one(root: Path, before: list[Any], after: list[Any], place: str | None) -> ChangelogEntry:
    """The second of two versions, in a place."""
    made = {"1.0.0": (before, {"published": "2024-01-01"})}
    made["2.0.0"] = (after, {"published": "2024-02-01"})
    return policykit.changelog(policy(root, made), place).entries[0]


def text(found: Changelog, audience: Any = "reader", language: str = "en") -> str:
    return shown.text(found, Style(), audience, language)


def block(whole: str, number: str) -> str:
    """What a text says of one version."""
    lines = whole.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(f"{number},"))
    rest = lines[start + 1 :]
    ends = (place for place, line in enumerate(rest) if line[:1].isdigit())
    return "\n".join([lines[start], *rest[: next(ends, len(rest))]])


# Which versions, in which order, compared with what


def test_every_version_with_a_number_has_one_entry_the_newest_first(acme: Policy) -> None:
    wanted = {
        None: ["3.0.0", "2.1.0", "2.0.0", "1.1.0", "1.0.2", "1.0.1", "1.0.0"],
        "DE": ["3.0.0", "2.1.0", "2.0.0", "1.1.0", "1.0.2", "1.0.1", "1.0.0"],
    }
    for place, numbers in wanted.items():
        found = policykit.changelog(acme, place)
        assert [one.version.number for one in found.entries] == numbers
        assert (found.policy, found.jurisdiction) == ("acme/privacy", place)
    assert by_number(policykit.changelog(acme, "DE"))["1.1.0"].day == "2024-05-01"
    assert by_number(policykit.changelog(acme, "BR"))["1.1.0"].day == "2024-04-01"


def test_an_entry_is_known_by_the_date_that_counts_there(tmp_path: Path) -> None:
    dates = {"effective": {"DE": "2024-01-01", "FR": "2024-02-01"}, "published": "2024-01-01"}
    of = policy(tmp_path, {"1.0.0": ([SHARE], dates), "1.1.0": ([], {"observed": "2024-03-01"})})
    known = {
        None: Start("2024-01-01", "effective"),
        "DE": Start("2024-01-01", "effective"),
        "FR": Start("2024-02-01", "effective"),
        "BR": Start("2024-01-01", "published"),
    }
    for place, start in known.items():
        found = by_number(policykit.changelog(of, place))
        assert found["1.0.0"].starts == start
        assert found["1.1.0"].starts == Start("2024-03-01", "observed")
    assert text(policykit.changelog(of, "BR")).count("published on 2024-01-01") == 1
    assert "1.0.0, effective from 2024-02-01" in text(policykit.changelog(of, "FR"))
    assert "1.1.0, first seen on 2024-03-01" in text(policykit.changelog(of, "FR"))


def dated(seed: int, root: Path) -> Policy:
    """Versions whose dates are at random, by place too, and that may be withdrawn."""
    dice = random.Random(seed)

    def day() -> str:
        return (date(2024, 1, 1) + timedelta(dice.randrange(12))).isoformat()

    made = {}
    for number in range(1, 8):
        dates: dict[str, Any] = {dice.choice(["published", "observed"]): day()}
        if dice.random() < 0.7:
            codes = dice.sample(["default", "EU", "DE", "BR"], dice.randint(1, 3))
            dates["effective"] = day() if dice.random() < 0.5 else {code: day() for code in codes}
        if dice.random() < 0.2:
            dates = {"effective": day()} if dice.random() < 0.5 else dates
            dates["withdrawn"] = day()
        made[f"{number}.0.0"] = ([{**KEEP, "commitments": {"retention_max": f"P{number}D"}}], dates)
    return policy(root, made)


@pytest.mark.parametrize("seed", range(40))
def test_each_is_compared_with_what_was_in_force_there_before_it(seed: int, tmp_path: Path) -> None:
    of = dated(seed, tmp_path)
    for place in (None, "DE", "FR", "BR", "JP", "EU"):
        found = policykit.changelog(of, place)
        assert sorted(one.version.number for one in found.entries) == [*of]
        days = [one.day for one in found.entries]
        assert days == sorted(days, reverse=True)
        bases = {one.compared_with for one in found.entries if one.compared_with is not None}
        assert all(one.took_force for one in found.entries if one.version in bases)
        for one in found.entries:
            until = date.fromisoformat(one.day) - timedelta(one.version.withdrawn is None)
            assert one.compared_with == in_force(of, until, place)
            there = in_force(of, date.fromisoformat(one.day), place)
            if one.version.withdrawn is None:
                assert one.took_force == (there is one.version)
                assert one.superseded_by == (None if one.took_force or not there else there.number)


def in_force(of: Policy, day: date, place: str | None) -> policykit.Version | None:
    try:
        return of.on(day, place)
    except NotInForce:
        return None


def test_one_version_alone_is_the_first_that_is_known(tmp_path: Path) -> None:
    never = {"published": "2024-01-01", "withdrawn": "2024-01-02"}
    somewhere = {"effective": {"DE": "2024-02-01"}}
    made = {"1.0.0": ([KEEP], never), "1.0.1": ([KEEP], never), "1.1.0": ([KEEP], somewhere)}
    of = policy(tmp_path, {**made, "1.1.1": ([KEEP], {"published": "2024-03-01"})})
    for place in (None, "DE", "BR"):
        said = text(policykit.changelog(of, place))
        assert said.count("first version known") == 1
        assert "first version known, with 1 clause" in " ".join(block(said, "1.0.0").split())
    begun = "no known version was in force before it, which has 1 clause"
    assert said.count(begun) == 1
    assert begun in block(said, "1.1.1")
    # Whatever is shown of it.
    assert begun in text(policykit.changelog(of, "BR", since="1.1.1"))


def test_a_version_without_clauses_says_nothing_anywhere(tmp_path: Path) -> None:
    days = {"published": "2024-02-01"}
    of = policy(tmp_path, {"1.0.0": ([], {"published": "2024-01-01"}), "2.0.0": ([BRAZIL], days)})
    said = text(policykit.changelog(of))
    assert "1.0.0, published on 2024-01-01: no clause of it applies anywhere\n" in said
    before = ([KEEP], {"published": "2024-01-01"})
    (tmp_path / "other").mkdir()
    gone = policy(tmp_path / "other", {"1.0.0": before, "2.0.0": ([], days)})
    told = text(policykit.changelog(gone))
    assert "  No clause of it applies anywhere.\n" in told


def test_a_history_that_is_asked_for_again_takes_no_more_memory(acme: Policy) -> None:
    policykit.changelog(acme, "DE")
    held = [len(one.content._constrained) for one in acme.versions.values()]
    for place in ("DE", "BR", None):
        policykit.changelog(acme, place)
    assert [len(one.content._constrained) for one in acme.versions.values()] == held


def test_its_diffs_are_those_of_diff_on_the_day_it_starts_there(acme: Policy) -> None:
    for place in (None, "DE", "BR"):
        for one in policykit.changelog(acme, place).entries:
            if one.compared_with is None:
                assert (one.diff, one.verdict, one.required_bump) == (None, None, None)
                continue
            assert one.starts is not None
            wanted = policykit.diff(
                one.compared_with, one.version, on=one.starts.day, jurisdiction=place
            )
            assert one.diff == wanted
            assert one.verdict == wanted.verdict


def test_what_was_withdrawn_stands_where_it_was_announced_and_nothing_is_compared_with_it(
    acme: Policy,
) -> None:
    found = by_number(policykit.changelog(acme, "DE"))
    one = found["2.0.0"]
    assert (one.day, one.took_force, one.announced) == ("2024-06-01", False, "2024-06-01")
    assert one.compared_with is acme["1.1.0"]
    assert one.verdict == "mixed"
    assert found["3.0.0"].compared_with is acme["1.1.0"]
    told = block(text(policykit.changelog(acme, "DE")), "2.0.0")
    head = "2.0.0, announced on 2024-06-01 for 2024-08-01, withdrawn on 2024-07-01 and never in"
    assert told.startswith(f"{head} force\n  Change  would have been major, compared with 1.1.0\n")
    assert "In Germany, Acme may now disclose email addresses to data brokers. " in told


@pytest.mark.parametrize(
    ("dates", "day", "head"),
    [
        (
            {"published": "2024-06-01", "withdrawn": "2024-07-01"},
            "2024-06-01",
            "2.0.0, announced on 2024-06-01, withdrawn on 2024-07-01 and never in force",
        ),
        (
            {"observed": "2024-05-30", "effective": "2024-08-01", "withdrawn": "2024-07-01"},
            "2024-05-30",
            "2.0.0, announced on 2024-05-30 for 2024-08-01, withdrawn on 2024-07-01 and never in "
            "force",
        ),
        (
            {"effective": "2024-08-01", "withdrawn": "2024-07-01"},
            "2024-07-01",
            "2.0.0, planned for 2024-08-01, withdrawn on 2024-07-01 and never in force",
        ),
        (
            {"effective": {"BR": "2024-08-01"}, "withdrawn": "2024-07-01"},
            "2024-07-01",
            "2.0.0, withdrawn on 2024-07-01 and never in force",
        ),
    ],
)
def test_what_was_withdrawn_says_what_is_known_of_it(
    tmp_path: Path, dates: Any, day: str, head: str
) -> None:
    first = ([SHARE], {"published": "2024-01-01"})
    found = policykit.changelog(policy(tmp_path, {"1.0.0": first, "2.0.0": ([], dates)}), "DE")
    one = by_number(found)["2.0.0"]
    assert (one.day, one.took_force) == (day, False)
    assert text(found).splitlines()[3].startswith(head)


def test_of_two_of_one_day_the_lower_number_never_was_in_force(acme: Policy) -> None:
    found = policykit.changelog(acme)
    one = by_number(found)["2.1.0"]
    assert (one.took_force, one.superseded_by) == (False, "3.0.0")
    assert one.compared_with is by_number(found)["3.0.0"].compared_with is acme["1.1.0"]
    head = "2.1.0, dated 2024-09-01 and never in force: 3.0.0 started the same day\n"
    assert block(text(found), "2.1.0").startswith(f"{head}  Change  would have been major")


def test_a_version_without_a_start_there_is_said_to_have_none(tmp_path: Path) -> None:
    made = {
        "1.0.0": ([SHARE], {"published": "2024-01-01"}),
        "2.0.0": ([], {"effective": {"EU": "2024-02-01"}}),
        "3.0.0": ([SHARE], {"published": "2024-03-01"}),
    }
    found = policykit.changelog(policy(tmp_path, made), "BR")
    one = by_number(found)["2.0.0"]
    assert (one.starts, one.took_force, one.diff, one.day) == (None, False, None, "2024-02-01")
    assert by_number(found)["3.0.0"].nothing_changed
    assert "\n2.0.0, without a start in Brazil" in text(found)
    shown_: Any = found.as_json()
    VALIDATOR.validate(shown_)
    assert (shown_["entries"][1]["starts"], shown_["entries"][1]["known_by"]) == (None, None)


# The first, and a place that is not reached


def test_the_first_version_says_how_many_clauses_it_has_there_and_lists_none(acme: Policy) -> None:
    for audience in AUDIENCES:
        told = block(text(policykit.changelog(acme), audience), "1.0.0")
        line = "1.0.0, first seen on 2024-01-15: first version known, with 5 clauses"
        assert told.splitlines()[0] == line
        assert "share" not in told
    assert by_number(policykit.changelog(acme, "DE"))["1.1.0"].clauses == 6
    assert by_number(policykit.changelog(acme, "BR"))["1.1.0"].clauses == 7


def test_a_version_that_does_not_reach_a_place_says_so(tmp_path: Path) -> None:
    only = {"jurisdictions": ["EU"]}
    made = {
        "1.0.0": ([SHARE], {"published": "2024-01-01", **only}),
        "1.0.1": ([{**SHARE, "section": "2"}], {"published": "2024-02-01", **only}),
        "2.0.0": ([SHARE], {"published": "2024-03-01"}),
        "3.0.0": ([{**SHARE, "jurisdictions": ["EU"]}], {"published": "2024-04-01"}),
    }
    found = policykit.changelog(policy(tmp_path, made), "BR")
    assert [one.clauses for one in found.entries] == [0, 1, 0, 0]
    told = text(found)
    no = "no clause of it applies in Brazil"
    assert f"\n1.0.0, published on 2024-01-01: {no}\n" in told
    assert f"\n1.0.1, published on 2024-02-01: in Brazil nothing changed; {no}\n" in told
    assert "In Brazil, Acme may now disclose" in block(told, "2.0.0")
    assert block(told, "3.0.0").endswith("\n  No clause of it applies in Brazil.\n")
    assert "applies" not in text(policykit.changelog(policy(tmp_path / "again", made), "DE"))


# What changed nothing, or only words, or only elsewhere


def test_what_changed_nothing_in_meaning_is_a_line_that_counts(acme: Policy) -> None:
    told = shown.text(policykit.changelog(acme, "DE"), Style(120), "reader")
    same = "in Germany nothing changed in meaning"
    assert (
        f"\n1.0.2, published on 2024-03-01: {same} (1 clause renamed)\n"
        f"1.0.1, published on 2024-02-01: {same} (1 clause moved, 1 clause reworded)\n"
        "1.0.0, first seen" in told
    )
    assert not re.search(r"\b(tell|share)\b", told)
    assert by_number(policykit.changelog(acme))["1.0.1"].nothing_changed


CASES: Mapping[str, tuple[list[Any], list[Any], str | None, Any]] = {
    "nothing at all": ([SHARE], [SHARE], None, (True, "patch", {})),
    "sources": (
        [SHARE],
        [{**SHARE, "notes": "Section 1 of the web page."}],
        None,
        (True, "patch", {"same_meaning": {"recorded": 1}}),
    ),
    "words and notes": (
        [SHARE],
        [{**SHARE, "notes": "n", "text": "Others."}],
        None,
        (True, "patch", {"same_meaning": {"reworded": 1}}),
    ),
    "a clause that says what another says": (
        [SHARE],
        [SHARE, {**SHARE, "id": "again"}],
        None,
        (True, "patch", {"same_meaning": {"added": 1}}),
    ),
    "words that are the only meaning": (
        [SHARE, CHILDREN],
        [SHARE, {**CHILDREN, "text": "Both parents agree."}],
        "DE",
        (False, "minor", {"untold": ["children"]}),
    ),
    "those of a clause that is elsewhere": (
        [SHARE, BRAZIL],
        [SHARE, {**BRAZIL, "text": "Both parents agree."}],
        "DE",
        (True, "patch", {}),
    ),
    "those of a clause that is there alone": (
        [SHARE, BRAZIL],
        [SHARE, {**BRAZIL, "text": "Both parents agree."}],
        "BR",
        (False, "minor", {"untold": ["brazil"]}),
    ),
    "fields elsewhere": (
        [SHARE],
        [{**SHARE, "overlays": {"BR": {"recipients": ["public"]}}}],
        "DE",
        (True, "patch", {}),
    ),
    "fields elsewhere and words everywhere": (
        [SHARE],
        [{**SHARE, "text": "Others.", "overlays": {"BR": {"recipients": ["public"]}}}],
        "DE",
        (True, "patch", {"same_meaning": {"reworded": 1}}),
    ),
    "fields elsewhere and another section": (
        [SHARE],
        [{**SHARE, "section": "3", "overlays": {"BR": {"recipients": ["public"]}}}],
        "DE",
        (True, "patch", {"same_meaning": {"moved": 1}}),
    ),
    "words there alone": (
        [SHARE],
        [{**SHARE, "overlays": {"DE": {"text": {"en": "Others."}}}}],
        "DE",
        (True, "patch", {"same_meaning": {"reworded": 1}}),
    ),
    "words there alone, looked at from elsewhere": (
        [SHARE],
        [{**SHARE, "overlays": {"DE": {"text": {"en": "Others."}}}}],
        "BR",
        (True, "patch", {}),
    ),
    "other legal bases": (
        [SHARE],
        [{**SHARE, "legal_bases": ["consent"]}],
        "DE",
        (False, "minor", {"legal_bases": ["share"]}),
    ),
    "a clause that comes elsewhere": ([SHARE], [SHARE, BRAZIL], "DE", (True, "patch", {})),
    "a clause that goes elsewhere": ([SHARE, BRAZIL], [SHARE], "DE", (True, "patch", {})),
    "a clause that is renamed elsewhere": (
        [SHARE, BRAZIL],
        [SHARE, {**BRAZIL, "id": "brasil", "renamed_from": ["brazil"]}],
        "DE",
        (True, "patch", {}),
    ),
    "a clause that is renamed there": (
        [SHARE, BRAZIL],
        [SHARE, {**BRAZIL, "id": "brasil", "renamed_from": ["brazil"]}],
        "BR",
        (True, "patch", {"same_meaning": {"renamed": 1}}),
    ),
    "other legal bases elsewhere, and words everywhere": (
        [SHARE],
        [{**SHARE, "text": "Others.", "overlays": {"BR": {"legal_bases": ["consent"]}}}],
        "DE",
        (True, "patch", {"same_meaning": {"reworded": 1}}),
    ),
    "other legal bases by an overlay of the place": (
        [SHARE],
        [{**SHARE, "text": "Others.", "overlays": {"DE": {"legal_bases": ["consent"]}}}],
        "DE",
        (False, "minor", {"legal_bases": ["share"]}),
    ),
    "a clause that reaches less of a place": (
        [SHARE, {**CHILDREN, "jurisdictions": ["EU"]}],
        [SHARE, {**CHILDREN, "jurisdictions": ["DE"]}],
        "EU",
        (False, "minor", {"untold": ["children"]}),
    ),
    "a clause that reaches less, where it still does": (
        [SHARE, {**CHILDREN, "jurisdictions": ["EU"]}],
        [SHARE, {**CHILDREN, "jurisdictions": ["DE"]}],
        "DE",
        (True, "patch", {}),
    ),
    "words in a place whose parts read otherwise, and fields elsewhere": (
        [{**SHARE, "overlays": {"DE": {"recipients": ["public"]}}}],
        [
            {
                **SHARE,
                "text": "Others.",
                "overlays": {"DE": {"recipients": ["public"]}, "BR": {"recipients": ["court"]}},
            }
        ],
        "EU",
        (True, "patch", {"same_meaning": {"reworded": 1}}),
    ),
    "a clause that is told of, with other legal bases elsewhere": (
        [SHARE],
        [{**SHARE, "recipients": ["public"], "overlays": {"BR": {"legal_bases": ["consent"]}}}],
        "DE",
        (False, "major", {}),
    ),
    "a clause that is told of": ([SHARE, KEEP], [KEEP], "DE", (False, "minor", {})),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_beside_the_sentences_is_what_happened_to_clauses_there(
    name: str, tmp_path: Path
) -> None:
    before, after, place, (nothing, bump, besides) = CASES[name]
    one = of_one(tmp_path, before, after, place)
    assert (one.nothing_changed, one.required_bump) == (nothing, bump)
    lists: dict[str, Any] = {"untold": [], "legal_bases": [], "undecided": []}
    assert one.besides.as_json() == {"same_meaning": {}, **lists, **besides}


def test_an_overlay_of_the_place_is_among_the_fields_that_changed_there(tmp_path: Path) -> None:
    overlays = {"DE": {"recipients": ["public"]}, "BR": {"purposes": ["advertising"]}}
    after = {**SHARE, "text": "Others.", "overlays": overlays}
    for place, fields in (("DE", ("overlays", "text.en")), ("FR", ("text.en",))):
        one = of_one(tmp_path / place, [SHARE], [after], place)
        (change,) = one.changed
        roots = tuple(dict.fromkeys(path.split(".")[0] for path in change.fields))
        assert roots == tuple(dict.fromkeys(path.split(".")[0] for path in fields)), change.fields


def test_clauses_without_fields_are_named_by_their_titles_and_not_called_the_same(
    acme: Policy,
) -> None:
    told = {place: block(text(policykit.changelog(acme, place)), "1.1.0") for place in ("DE", "BR")}
    line = "\n  No sentence here tells what these mean: “Children” (9) added"
    assert told["DE"].endswith(f"{line}.\n")
    assert told["BR"].endswith(f"{line}; “Brazil” (9) added.\n")
    assert "equivalent: the same permissions" in told["DE"]


def test_beside_sentences_the_rest_is_counted(tmp_path: Path) -> None:
    more = {**KEEP, "commitments": {"retention_max": "P1Y"}}
    after = [{**SHARE, "section": "2", "legal_bases": ["consent"]}, more]
    told = text(
        policykit.changelog(
            policy(
                tmp_path,
                {
                    "1.0.0": ([SHARE, KEEP], {"published": "2024-01-01"}),
                    "2.0.0": (after, {"published": "2024-02-01"}),
                },
            )
        )
    )
    assert "\n  Other legal bases: “Whom we tell” (2) changed.\n" in told
    assert "\n  Without a change of meaning: 1 clause moved.\n" in told


def test_what_changed_of_the_document_itself_is_told(tmp_path: Path) -> None:
    made = {
        "1.0.0": ([SHARE, BRAZIL], {"published": "2024-01-01"}),
        "1.0.1": (
            [SHARE, {**BRAZIL, "text": "Both."}],
            {"published": "2024-02-01", "title": "Acme Notice"},
        ),
    }
    found = policykit.changelog(policy(tmp_path, made), "DE")
    one = found.entries[0]
    # The diff counts the words of a clause in Brazil.
    assert one.diff is not None
    assert (one.nothing_changed, one.required_bump) == (False, "patch")
    assert one.diff.required_bump == "minor"
    assert "\n  Of the document itself changed: title.\n" in text(found)


def test_other_places_of_the_whole_document_are_a_minor_change(tmp_path: Path) -> None:
    only = [{**SHARE, "jurisdictions": ["DE"]}]
    made = {
        "1.0.0": (only, {"published": "2024-01-01", "jurisdictions": ["EU"]}),
        "1.1.0": (only, {"published": "2024-02-01", "jurisdictions": ["EU", "BR"]}),
    }
    one = policykit.changelog(policy(tmp_path, made)).entries[0]
    assert one.diff is not None
    assert (one.nothing_changed, one.required_bump) == (False, "minor")
    assert one.diff.required_bump == "minor"


def test_what_is_undecided_or_not_listed_is_told_and_never_nothing(acme: Policy) -> None:
    found = policykit.changelog(acme, "BR", since="3.0.0", work=1)
    (one,) = found.entries
    assert (one.verdict, one.nothing_changed, one.required_bump) == ("undecided", False, "major")
    assert "Not everything that changed in Brazil was found" in text(found)
    assert "Not decided whether the meaning changed: “Whom we tell” (2) changed; " in text(found)
    VALIDATOR.validate(found.as_json())
    quiet = by_number(policykit.changelog(acme, "BR"))["1.0.2"]
    assert quiet.diff is not None
    for change in ({"unsaid": (("newly_permitted", 3),)}, {"undecided": Cover(("BR",))}):
        assert not quiet._replace(diff=quiet.diff._replace(**change)).nothing_changed


def test_who_joined_or_left_a_group_is_told_where_it_concerns_people(tmp_path: Path) -> None:
    clause = {**SHARE, "overlays": {"EU": {"recipients": ["public"]}}}
    made = {
        "1.0.0": ([clause], {"published": "2019-01-01"}),
        "1.0.1": ([{**clause, "section": "2"}], {"published": "2021-01-01"}),
    }
    of = policy(tmp_path, made)
    line = "The United Kingdom left the EU; its last day in it was 2020-01-31."
    for place in (None, "GB", "GB-ENG", "EU", "DE", "BR"):
        told = line in text(policykit.changelog(of, place))
        assert told == (place not in ("DE", "BR")), place


# Laws


@pytest.mark.parametrize("seed", range(60))
def test_what_is_said_of_a_place_agrees_with_the_diff_of_the_whole_world(seed: int) -> None:
    *_, before, after = pair(seed)
    of = Policy(before.header, {"1.0.0": before, "2.0.0": after}, "")
    if before.start() == after.start():
        after.content.data["published"] = "2026-01-01"  # type: ignore[index]  # data of a test's own
    whole = policykit.changelog(of).entries[0]
    assert whole.diff is not None
    assert whole.changed == whole.diff.clauses
    assert whole.required_bump == whole.diff.required_bump
    for place in ("DE", "BR", "US", "US-CA", "EU"):
        one = policykit.changelog(of, place).entries[0]
        assert one.verdict == whole.diff.verdict_in(place)
        assert one.diff is not None
        if one.nothing_changed:
            assert one.verdict == "equivalent"
            assert not any((one.diff.commitments, one.diff.rights, one.diff.statements))
        if one.required_bump == "major":
            assert whole.required_bump == "major"
        # What an entry leaves out of a diff's clauses has no part in what sentences tell.
        there = {change.id for change in one.changed}
        for change in one.diff.clauses:
            if change.id not in there and change.meaning == "changed":
                assert change.change != "added"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", sorted(CORPUS))
def test_the_shipped_policies_have_histories_in_every_language(
    name: str, place: str | None
) -> None:
    found = policykit.changelog(CORPUS[name], place)
    assert {one.version.number for one in found.entries} == set(CORPUS[name])
    for language in ("en", "es-MX"):
        made: Any = found.as_json(language)
        VALIDATOR.validate(made)
        assert made.get("language") == (None if language == "en" else "es")
        for audience in AUDIENCES:
            told = shown.text(found, Style(80), audience, language)
            assert all(len(line) <= 80 or " " not in line.strip() for line in told.splitlines())
            everywhere = ("In every country", "En todos los países")
            if place is not None:
                assert not any(one in told for one in everywhere)


def test_telegrams_history_says_what_is_known_of_it() -> None:
    found = policykit.changelog(CORPUS["telegram/privacy"], "BR", since="2024-09-01")
    one = next(one for one in found.entries if one.verdict == "mixed" and one.day < "2024-10-01")
    assert "In Brazil, Telegram may now disclose phone numbers and IP addresses" in text(found)
    diff = one.diff
    assert diff is not None
    assert {change.change for change in diff.disclosures} == {
        "newly_permitted",
        "no_longer_permitted",
    }


def test_figures_are_told_of_as_what_no_sentence_tells() -> None:
    of = CORPUS["telegram/transparency"]
    found = policykit.changelog(of).entries[0]
    assert (found.nothing_changed, found.required_bump) == (False, "minor")
    assert found.besides.legal_bases == ()
    assert len(found.besides.untold) > 100
    line = r"\n  No sentence here tells what these mean: \d+ clauses added, \d+ clauses changed\."
    for audience in AUDIENCES:
        told = text(policykit.changelog(of), audience)
        assert re.search(line, told.replace("\n    ", " ")) or re.search(line, told)
        assert "; and " in told or audience == "reader"


def test_discord_announced_a_text_that_never_took_effect() -> None:
    entries = policykit.changelog(CORPUS["discord/privacy"], "DE").entries
    ((place, one),) = ((place, one) for place, one in enumerate(entries) if not one.took_force)
    assert (one.day, one.version.withdrawn) == ("2023-02-24", "2023-03-12")
    assert one.compared_with is entries[place - 1].compared_with is entries[place + 1].version


# A part of it


@pytest.mark.parametrize(
    ("since", "until", "wanted"),
    [
        (None, "1.0.1", ["1.0.1", "1.0.0"]),
        ("2.0.0", None, ["3.0.0", "2.1.0", "2.0.0"]),
        ("1.0.2", "1.1.0", ["1.1.0", "1.0.2"]),
        ("2024-05-01", "2024-06-01", ["2.0.0", "1.1.0"]),
        (date(2024, 5, 2), "2.0.0", ["2.0.0"]),
        ("2024-09-01", None, ["3.0.0", "2.1.0"]),
        ("2.1.0", "2.1.0", ["2.1.0"]),
        ("3.0.0", "1.0.0", []),
        ("2030-01-01", None, []),
    ],
)
def test_a_part_begins_and_ends_with_what_is_named(
    acme: Policy, since: Any, until: Any, wanted: list[str]
) -> None:
    whole = by_number(policykit.changelog(acme, "DE"))
    found = policykit.changelog(acme, "DE", since=since, until=until)
    assert [one.version.number for one in found.entries] == wanted
    assert all(one == whole[one.version.number] for one in found.entries)
    made: Any = found.as_json()
    VALIDATOR.validate(made)
    assert made["since"] == (None if since is None else str(since))
    if not wanted:
        for told in (text(found), text(found, "legal"), shown.markdown(found, "reader")):
            assert told.endswith("There is no version here.\n")


def test_a_policy_without_a_number_has_an_empty_history(tmp_path: Path) -> None:
    of = policy(tmp_path, {"draft": ([SHARE], {})})
    assert policykit.changelog(of, "DE").entries == ()
    with pytest.raises(UnknownJurisdiction):
        policykit.changelog(of, "XX")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"jurisdiction": "XX"}, UnknownJurisdiction),
        ({"since": "9.0.0"}, UnknownVersion),
        ({"until": "draft"}, UnknownVersion),
        ({"until": "2024-02-30"}, NoSuchDay),
    ],
)
def test_bad_use_is_an_error(acme: Policy, arguments: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        policykit.changelog(acme, **arguments)


def test_it_cannot_be_changed(acme: Policy) -> None:
    found = policykit.changelog(acme)
    for one in (found, found.entries[0], found.entries[0].besides):
        with pytest.raises(AttributeError):
            one.diff = None  # type: ignore[misc, union-attr]  # that it cannot be set is tried


# What is shown


def test_json_has_all_that_any_audience_reads(acme: Policy) -> None:
    found = policykit.changelog(acme, "BR", since="1.1.0")
    made: Any = found.as_json()
    VALIDATOR.validate(made)
    head = {name: value for name, value in made.items() if name != "entries"}
    assert head == {
        "schema": "policykit.changelog/1",
        "policy": "acme/privacy",
        "jurisdiction": "BR",
        "since": "1.1.0",
        "until": None,
    }
    first = made["entries"][0]
    diff = first.pop("diff")
    assert diff == found.entries[0].diff.as_json()  # type: ignore[union-attr]  # it has one
    assert {**first, "diff": None} == {
        "version": "3.0.0",
        "day": "2024-09-01",
        "took_force": True,
        "starts": "2024-09-01",
        "known_by": "effective",
        "announced": None,
        "withdrawn": None,
        "superseded_by": None,
        "clauses": 6,
        "compared_with": "1.1.0",
        "verdict": "broader",
        "required_bump": "major",
        "nothing_changed": False,
        "besides": {
            "same_meaning": {},
            "untold": ["brazil"],
            "legal_bases": [],
            "undecided": [],
        },
        "sources": [
            {"url": "https://acme.example/privacy", "retrieved": "2024-09-02", "commit": "ab12cd34"}
        ],
        "diff": None,
    }


def test_readers_get_sentences_and_lawyers_what_is_behind_them(acme: Policy) -> None:
    found = policykit.changelog(acme, "BR", since="3.0.0")
    reader, legal = (" ".join(text(found, one).split()) for one in AUDIENCES)
    changes = found.entries[0].diff
    assert changes is not None
    sentences = [one.sentence for one in changes.disclosures]
    sentences += [one.sentence for one in changes.commitments]
    sentences += [one.sentence for one in changes.rights]
    assert len(sentences) == 3
    for one in sentences:
        assert one in reader
        assert one in legal
    for said in (
        "Why Disclosures: newly permitted (1); Commitments: weaker (1); Rights: withdrawn (1)",
        "Dates effective 2024-09-01",
        "clauses: tell (changed) in the later version",
        "clauses: keep (changed) in the earlier version; keep (changed) in the later version",
        "clauses: access (removed) in the earlier version",
        "example: operation=disclosure, jurisdiction=BR",
        "Clauses tell (2) changed: overlays",
        "brazil (9) reworded: text.en (its words are its meaning)",
        "Sources https://acme.example/privacy, ab12cd34, retrieved 2024-09-02",
    ):
        assert said in legal, said
        assert said not in reader, said


def test_dates_by_place_are_told_by_place(acme: Policy) -> None:
    told = block(text(policykit.changelog(acme, "BR"), "legal"), "1.1.0")
    assert "  Dates   effective 2024-04-01, effective in the EU 2024-05-01\n" in told
    assert "  Why     the clause “children” was added; the clause “brazil” was added\n" in told
    told = block(text(policykit.changelog(acme, "DE"), "legal"), "1.1.0")
    assert "  Why     the clause “children” was added\n" in told


def test_the_audiences_are_those_of_the_command() -> None:
    assert get_args(shown.Audience) == AUDIENCES


GOLDEN = ROOT / "tests" / "golden"


def golden(found: Changelog) -> dict[str, str]:
    return {
        "changelog.text": text(found),
        "changelog.legal.text": text(found, "legal"),
        "changelog.es.text": text(found, "legal", "es"),
        "changelog.markdown": shown.markdown(found, "legal"),
        "changelog.html": shown.html(found, "legal"),
    }


def test_a_history_reads_as_its_golden_files(acme: Policy) -> None:
    for name, made in golden(policykit.changelog(acme, "BR")).items():
        assert made == (GOLDEN / name).read_text("utf-8"), name


def test_a_heading_is_bold_and_what_is_lost_is_red_where_a_terminal_has_colours(
    acme: Policy,
) -> None:
    found = policykit.changelog(acme)
    told = shown.text(found, Style(80, colour=True), "reader")
    assert "\x1b[1m1.0.0, first seen on 2024-01-15\x1b[0m: first version known" in told
    assert "\x1b[31m  newly permitted\x1b[0m" in told
    plain = told.replace("\x1b[0m", "").replace("\x1b[1m", "").replace("\x1b[31m", "")
    assert plain.replace("\x1b[32m", "") == shown.text(found, Style(80), "reader")


def test_a_history_in_markdown_is_whole_however_long(acme: Policy) -> None:
    found = policykit.changelog(acme)
    entries = [
        one
        if one.diff is None
        else one._replace(diff=one.diff._replace(disclosures=one.diff.disclosures * 1_000))
        for one in found.entries
    ]
    made = shown.markdown(found._replace(entries=tuple(entries)), "reader")
    assert len(made) > 65_536
    assert made.count("\n## ") == len(entries)
    changes = sum(len(one.diff.disclosures) for one in entries if one.diff is not None)
    assert made.count("\n- **") > changes > 3_000


def test_many_clauses_that_no_sentence_tells_of_are_counted(tmp_path: Path) -> None:
    many = [{**CHILDREN, "id": f"c{number}", "title": f"T{number}"} for number in range(20)]
    made = {
        "1.0.0": ([SHARE, *many[:1]], {"published": "2024-01-01"}),
        "1.1.0": ([SHARE, {**many[0], "text": "Both."}, *many[1:]], {"published": "2024-02-01"}),
        "1.2.0": ([SHARE, *many[7:]], {"published": "2024-03-01"}),
    }
    found = policykit.changelog(policy(tmp_path, made))
    told = " ".join(text(found, "legal").split())
    no = "No sentence here tells what these mean"
    assert f"{no}: 19 clauses added, 1 clause reworded." in told or (
        f"{no}: 1 clause reworded, 19 clauses added." in told
    )
    assert f"{no}: “T0” (9) removed; “T1” (9) removed;" in told
    assert "; and 8 more " in told


def test_readers_are_not_told_of_our_records(tmp_path: Path) -> None:
    after = [{**SHARE, "notes": "Read again.", "section": "1"}]
    made = {
        "1.0.0": ([SHARE], {"published": "2024-01-01"}),
        "1.0.1": (after, {"published": "2024-02-01"}),
    }
    found = policykit.changelog(policy(tmp_path, made))
    assert "1.0.1, published on 2024-02-01: nothing changed\n" in text(found)
    legal = "nothing changed in meaning (1 clause with other notes or sources)"
    assert legal in text(found, "legal")


# The command


@pytest.fixture
def place(acme: Policy, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = Path(acme.path).parents[2]
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["acme/privacy"], 0, ""),
        (["acme/privacy", "--jurisdiction", "BR", "--audience", "legal"], 0, ""),
        (["policies/acme/privacy/", "--lang", "es"], 0, ""),
        (["./policies/acme/privacy"], 0, ""),
        ([], 2, "POLICY"),
        (["acme/privacie"], 2, "there is no policy 'acme/privacie'; did you mean 'acme/privacy'?"),
        (["acme/privacy", "--jurisdiction", "XX"], 2, "'XX' is no country"),
        (["acme/privacy", "--jurisdiction", "UK"], 2, "did you mean 'GB'?"),
        (["acme/privacy", "--since", "9.0.0"], 2, "'acme/privacy' has no version 9.0.0"),
        (["acme/privacy", "--since", "draft"], 2, "has no version draft"),
        (["acme/privacy", "--until", "2024-02-30"], 2, "there is no day '2024-02-30'"),
        (["acme/privacy", "--audience", "child"], 2, "invalid choice"),
        (["acme/privacy", "--lang", "xx"], 2, "there are en, es"),
        (["acme/privacy", "-o", "sarif"], 2, "there is no format 'sarif' here"),
        (["acme/privacy@2.0.0"], 2, "say acme/privacy --until 2.0.0"),
        (["./policies/acme/privacy/1.0.0.yaml"], 2, "say the policy's id, or its folder"),
        (["acme/privacy", "--policies", "nowhere"], 3, "nowhere: no such folder"),
        (["./nowhere"], 3, "nowhere/policy.yaml: No such file"),
        (["policies"], 3, "policies/policy.yaml: No such file"),
        (["acme/privacy", "-o", "json:nowhere/x.json"], 3, "nowhere/x.json: No such file"),
    ],
)
def test_exit_codes_are_those_of_the_others(
    place: Path, arguments: list[str], code: int, said: str
) -> None:
    ran = run("changelog", *arguments)
    assert (ran.code, "Traceback" in ran.err) == (code, False), ran.err
    assert said in ran.err
    assert bool(ran.out) == (not code)


def test_a_document_that_is_not_valid_is_3(place: Path) -> None:
    file = place / "policies" / "acme" / "privacy" / "1.0.1.yaml"
    file.write_text("format: 1\nclauses: [\n")
    ran = run("changelog", "acme/privacy")
    assert (ran.code, ran.out) == (3, "")
    assert "1.0.1.yaml:3:1: PK001" in ran.err


def test_outside_of_policies_it_says_where_they_are_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("changelog", "acme/privacy")
    assert ran.code == 2
    assert "say --policies DIR, or name the policy's folder" in ran.err


def outputs(*arguments: str) -> Ran:
    asked = [word for one in ("json", "markdown", "html") for word in ("-o", f"{one}:out.{one}")]
    return run("changelog", "acme/privacy", *arguments, "-o", "text", *asked)


def test_it_prints_what_the_library_says_in_every_format(place: Path, acme: Policy) -> None:
    asked = ("--jurisdiction", "BR", "--since", "2024-05-01", "--until", "2.1.0", "--lang", "es")
    ran = outputs(*asked, "--audience", "legal")
    found = policykit.changelog(acme, "BR", since="2024-05-01", until="2.1.0")
    assert ran.out == text(found, "legal", "es")
    made = json.loads((place / "out.json").read_text("utf-8"))
    VALIDATOR.validate(made)
    assert made == found.as_json("es")
    assert (place / "out.markdown").read_text("utf-8") == shown.markdown(found, "legal", "es")
    assert (place / "out.html").read_text("utf-8") == shown.html(found, "legal", "es")
    assert outputs(*asked).out == text(found, "reader", "es")


WORSE_HEADINGS = {"newly permitted", "no longer prohibited", "weaker", "withdrawn"}


def is_worse(entry: ChangelogEntry) -> bool:
    """Whether people lost something by a version, or nobody can tell."""
    if entry.diff is None:
        return False
    found = entry.diff
    lost: list[str] = [one.direction for one in (*found.disclosures, *found.processing)]
    lost += [one.direction for one in found.commitments]
    lost += [one.change for one in found.rights]
    lost += [one.change for one in found.statements]
    return bool(WORSE & {*lost} or entry.besides.untold)


@pytest.mark.parametrize("where", PLACES)
def test_what_got_worse_is_told_alone_and_what_nobody_can_tell_with_it(
    acme: Policy, where: str | None
) -> None:
    for one in (acme, CORPUS["telegram/privacy"]):
        found = policykit.changelog(one, where)
        lines = shown.text(found, Style(), "reader", worse=True).splitlines()
        headings = {line.strip() for line in lines if re.fullmatch(r"    [a-z][a-z ]+", line)}
        assert headings <= WORSE_HEADINGS
        told = [line.partition(",")[0] for line in lines if line[:1].isdigit()]
        assert told == [entry.version.number for entry in found.entries if is_worse(entry)]


def test_where_nothing_got_worse_that_is_said(tmp_path: Path) -> None:
    made = {"1.0.0": ([SHARE], {"published": "2024-01-01"})}
    made["2.0.0"] = ([], {"published": "2024-02-01"})
    better = policykit.changelog(policy(tmp_path, made))
    said = "For people in every country nothing got worse here."
    assert shown.text(better, Style(), "reader", worse=True).splitlines()[1:] == [said]
    assert shown.markdown(better, "reader", worse=True).splitlines()[2:] == [said]
    assert said in shown.html(better, "reader", worse=True)


def test_worse_alone_is_asked_for_on_the_command_line(place: Path, acme: Policy) -> None:
    ran = outputs("--worse", "--jurisdiction", "BR")
    found = policykit.changelog(acme, "BR")
    assert ran.out == shown.text(found, Style(), "reader", worse=True)
    assert ran.out.splitlines()[1] == "What got worse for people in Brazil, newest first"
    assert json.loads((place / "out.json").read_text("utf-8")) == found.as_json()
    made = (place / "out.markdown").read_text("utf-8")
    assert made == shown.markdown(found, "reader", worse=True)
    assert (place / "out.html").read_text("utf-8") == shown.html(found, "reader", worse=True)


def test_a_text_loads_no_other_format_and_help_loads_nothing_that_compares(place: Path) -> None:
    code = (
        "import sys; from policykit.commands.main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print(sorted(one for one in sys.modules if one.startswith('policykit.')), file=sys.stderr)"
    )

    def loaded(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
        )
        return done.stderr

    told = loaded("changelog", "acme/privacy")
    assert "'policykit.render.changelog'" in told
    assert "'policykit.render.html'" not in told
    helped = loaded("changelog", "--help")
    assert "'policykit.commands.changelog'" in helped
    assert "'policykit.comparison" not in helped
    assert "policykit.commands.changelog" not in loaded("diff", "--help")
