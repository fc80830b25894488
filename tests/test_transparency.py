"""Transparency reports: figures, what is wrong in them, and the versions in force at the time."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import policykit
from policykit.library.periods import Periods, unreported
from policykit.model import EVERYWHERE, Cover
from policykit.render import html, text
from policykit.render.text import Style
from policykit.schema import schema_text
from tests.conftest import ROOT
from tests.repositories import write
from tests.running import command
from tests.test_growth import steps

POLICY = {
    "format": 1,
    "id": "acme/privacy",
    "kind": "privacy_policy",
    "title": "Acme Privacy",
    "publisher": "Acme",
}
REPORT = {
    "format": 1,
    "id": "acme/transparency",
    "kind": "transparency_report",
    "reports_on": "acme/privacy",
    "title": "Acme Transparency",
    "publisher": "Acme",
}


def version(number: str, day: Any, **more: Any) -> dict[str, Any]:
    clauses = [{"id": "intro", "kind": "general", "text": f"Text of {number}."}]
    return {
        "format": 1,
        "policy": "acme/privacy",
        "version": number,
        "effective": day,
        "clauses": clauses,
        **more,
    }


def figure(name: str, place: str | None, since: str, until: str, **counts: int) -> dict[str, Any]:
    where = {} if place is None else {"jurisdictions": place.split()}
    period = {"from": since, "until": until}
    return {"id": name, "kind": "figure", **where, "period": period, "counts": counts}


def report(*clauses: dict[str, Any], number: str = "1.0.0", day: str = "2025-02-01") -> Any:
    return {
        "format": 1,
        "policy": "acme/transparency",
        "version": number,
        "published": day,
        "clauses": list(clauses),
    }


def half(**counts: int) -> dict[str, Any]:
    return figure("t", "FR", "2024-01-01", "2024-06-30", **counts)


VERSIONS = {
    "policies/acme/privacy/policy.yaml": POLICY,
    "policies/acme/privacy/1.0.0.yaml": version("1.0.0", "2024-02-01"),
    "policies/acme/privacy/2.0.0.yaml": version(
        "2.0.0", {"default": "2024-05-15", "DE": "2024-08-01"}
    ),
    "policies/acme/privacy/3.0.0.yaml": version("3.0.0", "2024-06-01", withdrawn="2024-05-20"),
}
FRANCE = Cover(("FR",))
QUARTERS = [
    figure("fr-q1", "FR", "2024-01-01", "2024-03-31", requests_fulfilled=4, users_affected=9),
    figure("fr-q2", "FR", "2024-04-01", "2024-06-30", requests_fulfilled=6, users_affected=8),
    figure("fr-half", "FR", "2024-01-01", "2024-06-30", requests_fulfilled=10, users_affected=15),
    figure("de-q2", "DE", "2024-04-01", "2024-06-30", requests_received=7),
    figure("all-q3", None, "2024-07-01", "2024-09-30", requests_received=100),
]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(
        tmp_path,
        {
            **VERSIONS,
            "policies/acme/transparency/policy.yaml": REPORT,
            "policies/acme/transparency/1.0.0.yaml": report(*QUARTERS),
        },
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(jurisdiction: str | None = None, on: str | None = None) -> policykit.Practice:
    return policykit.transparency(policykit.load(), "acme/privacy", jurisdiction, on=on)


def stretches(practice: policykit.Practice, name: str) -> list[tuple[str | None, str, str]]:
    (one,) = (figure for figure in practice.figures if figure.clause == name)
    return [tuple(stretch) for stretch in one.in_force]  # type: ignore[misc]  # of three


def test_it_validates(root: Path) -> None:
    assert policykit.validate("policies") == []


def test_a_figure_has_the_versions_in_force_there_in_its_days(root: Path) -> None:
    practice = found()
    # Before the first version there was none; a withdrawn one never was in force.
    assert stretches(practice, "fr-q1") == [
        (None, "2024-01-01", "2024-01-31"),
        ("1.0.0", "2024-02-01", "2024-03-31"),
    ]
    assert stretches(practice, "fr-q2") == [
        ("1.0.0", "2024-04-01", "2024-05-14"),
        ("2.0.0", "2024-05-15", "2024-06-30"),
    ]
    # The second version began later in Germany.
    assert stretches(practice, "de-q2") == [("1.0.0", "2024-04-01", "2024-06-30")]
    assert stretches(practice, "all-q3") == [("2.0.0", "2024-07-01", "2024-09-30")]


def test_a_version_that_starts_on_the_first_or_the_last_day_is_among_them(root: Path) -> None:
    days = [
        figure("first", "FR", "2024-05-15", "2024-05-31", users_affected=1),
        figure("last", "FR", "2024-05-01", "2024-05-15", users_affected=1),
        figure("before", "FR", "2024-05-01", "2024-05-14", users_affected=1),
    ]
    write(root, {"policies/acme/transparency/1.0.0.yaml": report(*days)})
    practice = found()
    assert stretches(practice, "first") == [("2.0.0", "2024-05-15", "2024-05-31")]
    assert stretches(practice, "last")[1:] == [("2.0.0", "2024-05-15", "2024-05-15")]
    assert [one[0] for one in stretches(practice, "before")] == ["1.0.0"]


def test_of_two_versions_that_start_on_one_day_the_higher_counts(root: Path) -> None:
    write(root, {"policies/acme/privacy/2.1.0.yaml": version("2.1.0", "2024-05-15")})
    assert [one[0] for one in stretches(found(), "fr-q2")] == ["1.0.0", "2.1.0"]


def test_totals_count_no_day_twice(root: Path) -> None:
    practice = found("FR")
    totals = {(one.jurisdictions, one.versions): dict(one.counts) for one in practice.totals}
    assert totals == {
        (FRANCE, (None, "1.0.0")): {"requests_fulfilled": 4, "users_affected": 9},
        (FRANCE, ("1.0.0", "2.0.0")): {"requests_fulfilled": 6, "users_affected": 8},
        (EVERYWHERE, ("2.0.0",)): {"requests_received": 100},
    }
    # Without the second quarter the half counts, and the first quarter within it does not.
    write(root, {"policies/acme/transparency/1.0.0.yaml": report(QUARTERS[0], QUARTERS[2])})
    (total,) = found().totals
    assert dict(total.counts) == {"requests_fulfilled": 10, "users_affected": 15}
    assert (total.since, total.until) == ("2024-01-01", "2024-06-30")


def test_a_total_speaks_of_no_day_that_no_figure_is_about(root: Path) -> None:
    figures = [
        figure("june", "FR", "2024-06-01", "2024-06-30", requests_received=5, users_affected=1),
        figure("july", "FR", "2024-07-01", "2024-07-31", requests_received=7),
        figure("september", "FR", "2024-09-01", "2024-09-30", requests_received=2),
    ]
    write(root, {"policies/acme/transparency/1.0.0.yaml": report(*figures)})
    assert [(one.since, one.until, dict(one.counts)) for one in found().totals] == [
        ("2024-06-01", "2024-06-30", {"users_affected": 1}),
        ("2024-06-01", "2024-07-31", {"requests_received": 12}),
        ("2024-09-01", "2024-09-30", {"requests_received": 2}),
    ]


def test_a_period_is_made_of_those_that_fill_it() -> None:
    year = ("2024-01-01", "2024-12-31")
    half, other = ("2024-01-01", "2024-06-30"), ("2024-07-01", "2024-12-31")
    month = ("2024-01-01", "2024-01-31")

    def parts(*spans: tuple[str, str], whole: tuple[str, str] = year) -> list[tuple[str, str]]:
        return Periods(spans).parts(whole)

    assert parts(other, month, half) == parts(other, month, half, year) == [half, other]
    assert parts(half) == parts(half, ("2024-07-02", "2024-12-31")) == []
    assert parts(year) == []
    assert parts(half, ("2024-07-01", "2025-01-31")) == []
    # Where the longest leads nowhere, a shorter one may.
    assert parts(half, ("2024-01-01", "2024-09-30"), other) == [half, other]
    last = ("9999-07-01", "9999-12-31")
    first = ("9999-01-01", "9999-06-30")
    assert parts(first, last, whole=("9999-01-01", "9999-12-31")) == [first, last]


def test_days_at_both_ends_of_the_calendar_are_days(root: Path) -> None:
    ends = [
        figure("first", "FR", "0001-01-01", "0001-12-31", users_affected=1),
        figure("last", "FR", "9999-01-01", "9999-12-31", users_affected=1),
        figure("end", "FR", "9999-12-31", "9999-12-31", users_affected=1),
        figure("ever", "FR", "0001-01-01", "9999-12-31", users_affected=4),
    ]
    write(root, {"policies/acme/transparency/1.0.0.yaml": report(*ends)})
    assert policykit.validate("policies") == []
    (total,) = found().totals
    assert (total.since, total.until) == ("0001-01-01", "9999-12-31")
    assert stretches(found(), "first") == [(None, "0001-01-01", "0001-12-31")]


def test_what_lies_across_two_parts_takes_none_of_them_away(root: Path) -> None:
    across = figure("across", "FR", "2024-02-01", "2024-06-15", requests_fulfilled=5)
    write(root, {"policies/acme/transparency/1.0.0.yaml": report(*QUARTERS[:3], across)})
    assert sum(one.counts["requests_fulfilled"] for one in found().totals) == 10


def test_figures_of_several_places_are_counted_together(root: Path) -> None:
    month = ("2024-07-01", "2024-07-31")
    places = [
        figure("two", "FR DE", *month, users_affected=5),
        figure("all", None, *month, users_affected=9),
        figure("rest", None, *month, users_affected=2) | {"jurisdictions": {"except": ["EU"]}},
    ]
    write(root, {"policies/acme/transparency/1.0.0.yaml": report(*places)})
    assert policykit.validate("policies") == []
    two, rest = Cover(("DE", "FR")), Cover(("*",), ("EU",))
    assert [one.jurisdictions for one in found().figures] == [EVERYWHERE, rest, two]
    assert {one.jurisdictions: one.counts["users_affected"] for one in found().totals} == {
        EVERYWHERE: 9,
        rest: 2,
        two: 5,
    }
    # The second version began later in Germany: it is not known which requests were before.
    assert stretches(found(), "two") == [("1.0.0", *month), ("2.0.0", *month)]
    assert {one.clause for one in found("FR").figures} == {"two", "all"}
    assert {one.clause for one in found("BR").figures} == {"all", "rest"}
    assert {one.clause for one in found("EU").figures} == {"two", "all"}
    said = command("transparency", "acme/privacy").out
    assert "Germany, France (DE, FR)" in said
    assert "under 1.0.0 and 2.0.0, not alike in these places" in said
    assert "Everywhere but the EU (all but EU)" in said


def test_a_version_may_say_where_all_its_figures_are(root: Path) -> None:
    here = report(QUARTERS[4]) | {"jurisdictions": ["EU"]}
    write(root, {"policies/acme/transparency/1.0.0.yaml": here})
    assert [one.jurisdictions for one in found().figures] == [Cover(("EU",))]
    assert found("BR").figures == ()


def test_a_group_of_the_reports_own_is_no_word_of_the_policy(root: Path) -> None:
    groups = {"groups": {"near": {"title": "Nearby", "members": ["FR", "DE"]}}}
    near = figure("near", "near", "2024-07-01", "2024-07-31", users_affected=5)
    write(root, {"policies/acme/transparency/policy.yaml": {**REPORT, "vocabulary": groups}})
    write(root, {"policies/acme/transparency/1.0.0.yaml": report(near)})
    assert {one.version for one in found().figures[0].in_force} == {"1.0.0", "2.0.0"}
    assert found("FR").figures == found("near").figures == found().figures
    assert found("BR").figures == ()
    assert "Nearby (near)" in command("transparency", "acme/privacy").out
    # On a day on which nobody belongs to it, it is not everybody.
    later = {"near": {"title": "Nearby", "members": {"FR": {"from": "2025-01-01"}}}}
    own = {**REPORT, "vocabulary": {"groups": later}}
    write(root, {"policies/acme/transparency/policy.yaml": own})
    assert [one.jurisdictions for one in found().figures] == [Cover(("near",))]
    assert found("FR").figures == ()


def test_of_several_reports_each_figure_says_whose_it_is(root: Path) -> None:
    other = {**REPORT, "id": "acme/more"}
    day = {"default": "2025-02-01", "DE": "2025-03-01"}
    more = report(QUARTERS[0]) | {"policy": "acme/more", "effective": day}
    del more["published"]
    assert "by acme" not in command("transparency", "acme/privacy").out
    write(root, {"policies/acme/more/policy.yaml": other, "policies/acme/more/1.0.0.yaml": more})
    said = command("transparency", "acme/privacy").out
    assert said.count("by acme/more") == 2
    assert "acme/more 1.0.0: Acme Transparency, effective 2025-02-01\n" in said


def test_so_many_figures_take_no_more_work_each(root: Path) -> None:
    """Of each day of years, and their sum; looked through for each other, four times as much."""

    def work(count: int) -> int:
        days = [(date(2016, 1, 1) + timedelta(one)).isoformat() for one in range(count)]
        daily = [figure(f"d{at}", "FR", day, day, users_affected=1) for at, day in enumerate(days)]
        whole = figure("whole", "FR", days[0], days[-1], users_affected=count)
        write(root, {"policies/acme/transparency/1.0.0.yaml": report(*daily, whole)})
        practice = policykit.transparency(policykit.load(), "acme/privacy")
        assert sum(one.counts["users_affected"] for one in practice.totals) == count
        return steps(lambda _: list(practice.totals).clear(), "")

    assert work(1000) < 2.3 * work(500)


def test_a_place_has_its_own_figures_and_those_of_places_around_and_in_it(root: Path) -> None:
    places = [
        figure("eu", "EU", "2024-07-01", "2024-07-31", users_affected=3),
        figure("by", "DE-BY", "2024-07-01", "2024-07-31", users_affected=1),
        figure("us", "US", "2024-07-01", "2024-07-31", users_affected=5),
        figure("two", "BR AR", "2024-07-01", "2024-07-31", users_affected=5),
    ]
    write(root, {"policies/acme/transparency/1.0.0.yaml": report(*places)})
    assert {one.clause for one in found("DE").figures} == {"eu", "by"}
    assert {one.clause for one in found("AR").figures} == {"two"}
    order = ["AR BR", "DE-BY", "EU", "US"]
    assert [one.jurisdictions for one in found().figures] == [
        Cover(tuple(one.split())) for one in order
    ]
    with pytest.raises(policykit.UnknownJurisdiction):
        found("XX")


def test_the_report_is_the_one_that_was_out_on_the_day(root: Path) -> None:
    later = report(*QUARTERS[:2], number="1.1.0", day="2025-06-01")
    write(root, {"policies/acme/transparency/1.1.0.yaml": later})
    assert len(found().figures) == 2
    assert len(found(on="2025-05-31").figures) == len(QUARTERS)
    with pytest.raises(policykit.NoReport, match="by 2024-12-31"):
        found(on="2024-12-31")


def test_where_there_is_no_report_it_says_what_there_are_reports_on(root: Path) -> None:
    with pytest.raises(policykit.NoReport, match="there are reports on: acme/privacy"):
        policykit.transparency(policykit.load(), "acme/transparency")
    said = command("transparency", "acme/transparency")
    assert (said.code, said.out) == (2, "")
    said = command("transparency", "acme/nothing")
    assert said.code == 2
    assert "there is no policy" in said.err


def test_what_is_a_total_and_what_is_missing_is_said(root: Path) -> None:
    later = figure("fr-q4", "FR", "2024-10-01", "2024-12-31", users_affected=1)
    write(root, {"policies/acme/transparency/1.0.0.yaml": report(*QUARTERS[:3], later)})
    lines = command("transparency", "acme/privacy").out.splitlines()
    wholes = [line for line in lines if "(total)" in line]
    assert [line[:34] for line in wholes] == ["  2024-01-01 to 2024-06-30 (total)"]
    assert "  no figure for 2024-07-01 to 2024-09-30" in lines
    assert unreported([("2024-01-01", "2024-06-30"), ("2024-02-01", "2024-03-31")]) == []


def test_where_figures_are_from_is_said(root: Path) -> None:
    sources = [{"url": f"https://acme.example/{name}"} for name in ("a", "b", "a")]
    made = {**report(*QUARTERS), "sources": sources}
    write(root, {"policies/acme/transparency/1.0.0.yaml": made})
    _, first, *others = command("transparency", "acme/privacy").out.splitlines()
    assert first == "  acme/transparency 1.0.0: Acme Transparency, published 2025-02-01"
    assert others[:3] == ["    from https://acme.example/a", "    from https://acme.example/b", ""]


def test_a_report_that_is_a_draft_is_to_be_released(root: Path) -> None:
    place = root / "policies" / "acme" / "transparency"
    (place / "1.0.0.yaml").rename(place / "draft.yaml")
    said = command("transparency", "acme/privacy")
    assert (said.code, said.out) == (2, "")
    assert "has no version with a number yet; `policykit release` makes" in said.err
    assert "there are reports" not in said.err


def test_what_the_command_prints(root: Path) -> None:
    said = command("transparency", "acme/privacy", "--jurisdiction", "FR")
    assert said.code == 0
    assert "France (FR)" in said.out
    assert "4 requests fulfilled" in said.out.replace("\N{NO-BREAK SPACE}", " ")
    assert "under 1.0.0, 2.0.0 from 2024-05-15" in said.out
    _, all_places, france = (part.split("By country")[0] for part in _parts(said.out))
    assert "100 requests received" in all_places
    assert "received" not in france
    said = command("transparency", "acme/privacy", "-o", "json")
    schema = json.loads(schema_text("transparency"))
    Draft202012Validator(schema).validate(json.loads(said.out))
    assert json.loads(said.out) == found().as_json()


def _parts(text: str) -> list[str]:
    return text.replace("\N{NO-BREAK SPACE}", " ").split("\n\n")[:3]


@pytest.mark.parametrize(
    ("clauses", "code", "place"),
    [
        ([figure("a", "FR", "2024-04-01", "2024-03-31", users_affected=1)], "PK111", "until"),
        ([figure("a", "FR", "2024-02-30", "2024-03-31", users_affected=1)], "PK111", "from"),
        ([figure("a", "XX", "2024-01-01", "2024-03-31", users_affected=1)], "PK106", "0"),
        ([figure("a", "FR", "2024-01-01", "2024-03-31", users_affected=-1)], "PK101", "affected"),
        ([figure("a", "FR", "2024-01-01", "2024-03-31")], "PK101", "counts"),
        ([figure("a", "FR", "2024-01-01", "2024-03-31", users=1)], "PK103", "users"),
        ([*QUARTERS[:2], half(requests_fulfilled=11)], "PK218", "requests_fulfilled"),
        ([*QUARTERS[:2], half(users_affected=18)], "PK218", "users_affected"),
        ([*QUARTERS[:2], half(users_affected=8)], "PK218", "users_affected"),
        ([QUARTERS[0], {**QUARTERS[0], "id": "again"}], "PK218", "requests_fulfilled"),
    ],
)
def test_what_is_wrong_with_figures(
    root: Path, clauses: list[dict[str, Any]], code: str, place: str
) -> None:
    write(root, {"policies/acme/transparency/1.0.0.yaml": report(*clauses)})
    findings = policykit.validate("policies/acme/transparency")
    assert code in {one.code for one in findings if place in one.pointer}, findings


def test_a_figure_stands_in_a_report_and_a_report_says_what_it_is_on(root: Path) -> None:
    def codes(header: dict[str, Any], clause: dict[str, Any]) -> set[str]:
        write(root, {"policies/acme/transparency/policy.yaml": header})
        write(root, {"policies/acme/transparency/1.0.0.yaml": report(clause)})
        return {one.code for one in policykit.validate("policies/acme/transparency")}

    words = {"id": "a", "kind": "general", "text": "Words."}
    silent = {name: one for name, one in REPORT.items() if name != "reports_on"}
    assert codes(REPORT, words) == set()
    assert codes({**silent, "kind": "other"}, QUARTERS[0]) == {"PK101"}
    assert codes(silent, words) == {"PK104"}
    assert codes({**REPORT, "kind": "other"}, words) == {"PK101"}
    assert codes({**REPORT, "reports_on": REPORT["id"]}, words) == {"PK101"}


def test_figures_that_come_or_change_need_a_minor_version(root: Path) -> None:
    more = report(*QUARTERS[:2], number="2.0.0", day="2025-06-01")
    restated = {**QUARTERS[0], "counts": {"users_affected": 1}}
    told = (
        "2024-04-01 to 2024-06-30: requests fulfilled: 6, users affected: 8",
        "2024-01-01 to 2024-03-31: requests fulfilled: 4, users affected: 9 (before: 1)",
    )
    others = (report(*QUARTERS[:1]), report(restated, QUARTERS[1]))
    for other, said in zip(others, told, strict=True):
        write(root, {"policies/acme/transparency/1.0.0.yaml": other})
        write(root, {"policies/acme/transparency/2.0.0.yaml": more})
        of = policykit.load()["acme/transparency"]
        diff = policykit.diff(of["1.0.0"], of["2.0.0"])
        assert (diff.verdict, diff.required_bump) == ("equivalent", "minor")
        assert [one.meaning for one in diff.clauses] == ["changed"]
        assert f"Counted: FR, {said}" in text.diff(diff, Style())
        assert f"Cifras: FR, del {said[:10]}" in text.diff(diff, Style(), "es")
        assert f"{said}</bdi>" in html.diff(diff, "en")
        assert "lang" not in html.diff(diff, "en").partition("Counted:")[2].partition("</p>")[0]


def test_what_telegram_reports() -> None:
    """203 fulfilled requests in Brazil and 6 992 in India from January to September 2024."""
    library = policykit.load(ROOT / "policies")
    practice = policykit.transparency(library, "telegram/privacy")
    counts = {
        (one.jurisdictions.terms[0], one.since, one.until): dict(one.counts)
        for one in practice.figures
    }
    months = ("2024-01-01", "2024-09-30")
    assert counts["BR", *months] == {"requests_fulfilled": 203, "users_affected": 369}
    assert counts["IN", *months] == {"requests_fulfilled": 6992, "users_affected": 15590}
    assert counts["KR", *months]["requests_fulfilled"] == 0
    # Nobody's requests were fulfilled under the new rule alone before it was in force.
    for one in practice.figures:
        if one.until < "2024-09-23":
            assert all(stretch.until < "2024-09-23" for stretch in one.in_force)
    third = next(one for one in practice.figures if one.clause == "in-2024-q3")
    number = library["telegram/privacy"].on("2024-09-23", "IN").number
    assert (number, "2024-09-23") in {(one.version, one.since) for one in third.in_force}
    assert third.counts["requests_fulfilled"] == 2380
