"""What is remembered, looked up or left out to save time changes no finding."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date, timedelta
from itertools import product
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policykit.findings import Finding
from policykit.jurisdictions import atlas
from policykit.library.compiled import Compiled, Written, governs_scenarios
from policykit.library.content import Content
from policykit.library.reading import read_version
from policykit.rules import lint
from policykit.rules.durations_in_text import _LANGUAGES, LANGUAGES, durations
from policykit.rules.phrases_in_text import Phrases, tokens
from policykit.scenarios.outcomes import PERMITTED, PROHIBITED, REQUIRED
from policykit.scenarios.space import subtract
from policykit.schema import schema_text
from tests.writing import content, header

TEXTS: Sequence[Any] = (
    {"en": "We keep it for 30 days und 14 Tage.", "de": "We keep it for 30 days und 14 Tage."},
    "We keep it for 12 months in Germany, France and the United States.",
    "Phone numbers and email addresses are shared within 30 days, in Jordan and in Chad.",
    "An IP address; the Bank of Ireland, Northern Ireland and the EU-US framework.",
    "Wir löschen nach 14 Tagen.",
    "Nothing is said here.",
    "We keep it for 12 months in Italy, and phone numbers and IP addresses for 18 months.",
    "Location data is kept outside the European Union, in California, for two weeks.",
)
CASES: Sequence[Any] = (
    {"emergency": True},
    {"instrument": ["emergency_request"]},
    {"offence": ["no_offence"], "suspicion": ["charged"]},
    {"personal_data": ["contact_data"]},
    {"purposes": ["marketing"]},
)
FIELDS: Mapping[str, Sequence[str]] = {
    "personal_data": ("contact_data", "email_address", "phone_number", "ip_address"),
    "recipients": ("third_party", "processor", "advertiser", "police", "public_authority"),
    "purposes": ("marketing", "security", "service_provision"),
}
OVERLAYS: Sequence[Any] = (
    {"DE": {"effect": "prohibited"}},
    {"FR": {"effect": "required"}},
    {"DE": {"effect": "prohibited", "personal_data": ["ip_address"]}},
    {"DE": {"personal_data": ["ip_address"]}},
    {"EU": None},
    {"FR": {"text": TEXTS[1]}},
)


def clause(dice: random.Random, number: int) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": f"c-{number}",
        "kind": dice.choice(["disclosure", "use", "retention", "general"]),
    }
    if dice.random() < 0.7:
        made["text"] = dice.choice(TEXTS)
    if made["kind"] == "general":
        return made
    for field, terms in FIELDS.items():
        if dice.random() < 0.6 and (field != "recipients" or made["kind"] == "disclosure"):
            made[field] = dice.sample(terms, dice.randint(1, 2))
    for effect, chance in (("prohibited", 0.4), ("required", 0.3)):
        if "effect" not in made and dice.random() < chance:
            made["effect"] = effect
    if dice.random() < 0.25:
        made["when"] = dice.choice(CASES)
    if dice.random() < 0.3:
        made["unless"] = dice.sample(CASES, dice.randint(1, 2))
    if dice.random() < 0.2:
        made["jurisdictions"] = dice.choice([["EU"], ["DE", "FR"], {"except": ["US"]}, ["US-CA"]])
    if dice.random() < 0.2:
        made["overlays"] = dice.choice(OVERLAYS)
    return made


def versions(seed: int) -> list[Content]:
    """Versions of one policy that repeat most of their clauses; those that have errors left out."""
    dice = random.Random(seed)
    base = [clause(dice, number) for number in range(dice.randint(2, 7))]
    found = []
    for minor in range(3):
        clauses = [one for one in base if dice.random() < 0.9] + [clause(dice, 100 + minor)]
        day = dice.choice(["2019-01-01", "2020-06-01", "2024-09-23"])
        more = {"jurisdictions": ["EU", "US"]} if dice.random() < 0.2 else {}
        text = json.dumps(content(clauses, f"1.{minor}.0", published=day, **more))
        read, findings = read_version(text, f"1.{minor}.0.yaml", header(), f"1.{minor}.0")
        assert read is not None or findings
        if read is not None:
            found.append(read)
    return found


def placed(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda one: (one.file, one.line, one.column, one.code))


@given(st.integers(0, 10**9))
def test_versions_together_have_the_findings_of_each_alone(seed: int) -> None:
    every = versions(seed)
    together = lint(header(), every, whole=False)
    apart = [one for version in every for one in lint(header(), [version], whole=False)]
    assert placed(together) == placed(apart)


ALONE = ("PK201", "PK203", "PK204", "PK205", "PK213", "PK214", "PK230", "PK231", "PK232")
"""Rules that look at one clause, whatever stands beside it."""


@given(st.integers(0, 10**9))
def test_a_clause_has_the_findings_that_it_has_alone(seed: int) -> None:
    every = versions(seed)
    together = [one for one in lint(header(), every, whole=False) if one.code in ALONE]
    apart = []
    for version in every:
        for data in version.data["clauses"]:
            text = json.dumps({**version.data, "clauses": [data]})
            read, findings = read_version(text, version.document.path, header(), version.number)
            assert read is not None, findings
            apart += [one for one in lint(header(), [read], whole=False) if one.code in ALONE]
    assert sorted((one.file, one.pointer, one.code, one.message) for one in together) == sorted(
        (one.file, one.pointer, one.code, one.message) for one in apart
    )


def test_a_permission_is_swallowed_though_an_overlay_requires_other_data() -> None:
    clauses: list[dict[str, Any]] = [
        {
            "id": "share",
            "kind": "disclosure",
            "personal_data": ["email_address"],
            "overlays": {"DE": {"effect": "required", "personal_data": ["ip_address"]}},
        },
        {
            "id": "never",
            "kind": "disclosure",
            "effect": "prohibited",
            "personal_data": ["contact_data"],
        },
    ]
    text = json.dumps(content(clauses))
    read, findings = read_version(text, "1.0.0.yaml", header(), "1.0.0")
    assert read is not None, findings
    assert [one.pointer for one in lint(header(), [read]) if one.code == "PK211"] == [
        "/clauses/share/id"
    ]


@given(st.integers(0, 10**9))
def test_what_prohibitions_leave_is_found_as_if_all_regions_were_worked_out(seed: int) -> None:
    for version in versions(seed):
        of = header()
        compiled = Compiled(
            [Written(version, of.side)],
            str(version.data["published"]),
            governs_scenarios,
            ("operation",),
        )
        covered: dict[tuple[str, int], list[Any]] = {}
        for rule in compiled.rules[0]:
            boxes = list(rule.boxes)
            for hole in compiled.space.impossible:
                boxes = subtract(boxes, hole)
            covered.setdefault((rule.clause.id, rule.strength), []).extend(boxes)
        over = {name: boxes for (name, power), boxes in covered.items() if power == PROHIBITED}
        swallowed, contradicted = set(), set()
        for (name, power), boxes in covered.items():
            others = {other: found for other, found in over.items() if other != name and found}
            rest = boxes
            for other, holes in others.items():
                own = boxes
                for hole in holes:
                    rest, own = subtract(rest, hole), subtract(own, hole)
                if power == REQUIRED and boxes and own != boxes:
                    contradicted.add((name, other))
            if power == PERMITTED and boxes and not rest:
                swallowed.add(name)
        found = lint(of, [version])
        assert {one.pointer.split("/")[2] for one in found if one.code == "PK211"} == swallowed, (
            version.data
        )
        pairs = [re.findall(r"'([^']+)'", one.message) for one in found if one.code == "PK212"]
        assert {(name, other) for name, other in pairs} == contradicted, version.data


WORDS = (
    "the",
    "IP",
    "ip",
    "address",
    "addresses",
    "Ireland",
    "Northern",
    "of",
    "’",
    "-",
    "Straße",
    "İ",
)
wordings = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
tables = st.lists(st.tuples(wordings, st.sampled_from(["", "a", "b"])), max_size=6)


def scanned(table: Sequence[tuple[str, str]], text: str, *, fold: bool) -> list[Any]:
    """The phrases of a text, looked for at each of its words."""

    def words(of: str) -> list[str]:
        return [one.word.casefold() if fold else one.word for one in tokens(of)]

    known: dict[tuple[str, ...], set[str]] = {}
    for phrase, meaning in table:
        known.setdefault(tuple(words(phrase)), set()).update({meaning} - {""})
    of_text, found, place = words(text), [], 0
    while place < len(of_text):
        for last in range(len(of_text), place, -1):
            meanings = known.get(tuple(of_text[place:last]))
            if meanings is not None:
                if meanings:
                    found.append((place, last, meanings))
                place = last - 1
                break
        place += 1
    return found


@given(tables, tables, wordings | st.text("IPip ad’.İß \n", max_size=20), st.booleans())
def test_phrases_are_found_as_by_looking_at_each_word(
    table: list[tuple[str, str]], more: list[tuple[str, str]], text: str, fold: bool
) -> None:
    first = Phrases(table, fold=fold)
    both = first.extended(more)
    for phrases, entries in ((first, table), (both, [*table, *more])):
        found = phrases.found(text)
        assert [(one.first, one.last, set(one.meanings)) for one in found] == scanned(
            entries, text, fold=fold
        )
        assert phrases.holds(text) == bool(found)


def stemless(language: str) -> Any:
    """The same language without the stems that a text is passed over by."""
    spoken = copy(_LANGUAGES[language])
    spoken.stems = ("",)
    return spoken


UNITS = (
    *("Seconds", "minute", "HOURS", "Days", "week", "months", "YEARS"),
    *("Sekunden", "MINUTE", "stündige", "Stunden", "Kalendertage", "tägige", "Wochen", "wöchige"),
    *("Monate", "JAHR", "DAY\u017f", "m\u0131nutes", "wee\u212as"),
)


def test_equal_words_in_two_languages_say_two_things() -> None:
    clauses = [{"id": "keep", "kind": "retention", "text": TEXTS[0]}]
    read, findings = read_version(json.dumps(content(clauses)), "1.0.0.yaml", header(), "1.0.0")
    assert read is not None, findings
    said = [one.message for one in lint(header(), [read]) if one.code == "PK230"]
    assert ["30 days" in said[0], "14 Tage" in said[1], len(said)] == [True, True, 2]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_text_that_is_passed_over_says_no_duration(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [
        " ".join(words)
        for words in product(("for", "nach", "§"), ("12", "a", "zwei"), UNITS, ("", "old"))
    ]
    passing_over = [list(durations(text, language)) for text in texts]
    monkeypatch.setattr(
        "policykit.rules.durations_in_text._LANGUAGES", {language: stemless(language)}
    )
    assert passing_over == [list(durations(text, language)) for text in texts]
    assert any(passing_over)


def test_groups_have_the_members_of_the_day_that_stands_for_another() -> None:
    periods = [one for group in atlas().groups.values() for one in group.members]
    days = {day for one in periods for day in (one.from_, one.until) if day is not None}
    around = (date.fromisoformat(day) + timedelta(step) for day in days for step in (-1, 0, 1))
    for day in sorted({one.isoformat() for one in around} | {"0001-01-01", "9999-12-31"}):
        alike = atlas().like(day)
        for group in atlas().groups:
            assert atlas().members(group, alike) == atlas().members(group, day), (group, day)


def patterns(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        own = {schema["pattern"]} if isinstance(schema.get("pattern"), str) else set()
        return own.union(*(patterns(one) for one in schema.values()))
    return set().union(*map(patterns, schema)) if isinstance(schema, list) else set()


@pytest.mark.parametrize("pattern", sorted(patterns(json.loads(schema_text("version")))))
def test_a_pattern_without_its_look_ahead_means_to_rust_what_it_means_to_python(
    pattern: str,
) -> None:
    assert pattern.endswith(r"$(?!\n)") or "$" not in pattern
    bare = {"pattern": pattern.replace(r"$(?!\n)", "$")}
    fast = jsonschema_rs.Draft202012Validator(bare, offline=True)
    good = [
        "a",
        "a-b",
        "a_b",
        "a/b",
        "1.2.3",
        "2024-01-01",
        "https://a.b",
        "abcdef0",
        "EUR",
        "US-CA",
    ]
    for text in (one + end for one in good for end in ("", "\n", "\r", " ", "\n\n", "é", "\u2028")):
        assert fast.is_valid(text) == (re.search(pattern, text) is not None), text
