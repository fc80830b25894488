"""Sentences: a golden file of every kind of change, complete languages, laws of what is said."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import policykit
from policykit.catalogue import UnknownLanguage, catalogue, languages, lookup
from policykit.comparison import PolicyDiff, diff
from policykit.comparison.messages import ARGUMENTS, Message
from policykit.comparison.naming import names
from policykit.comparison.speaking import Speaker
from policykit.comparison.wording import Words
from policykit.document import read_file
from policykit.jurisdictions import atlas
from policykit.model import EVERYWHERE, Cover, Outcome
from policykit.scenarios.statements import Part
from policykit.vocabulary import vocabulary
from tests.sentences import CASES, GOLDEN, clause, compared, messages, never, said, share
from tests.test_oracle import pair
from tests.writing import header, version

OTHERS = [one for one in languages() if one != "en"]
FOLDER = Path(policykit.__file__).parent / "catalogue"


# Golden files


@pytest.mark.parametrize("language", languages())
def test_every_kind_of_change_reads_as_its_golden_file(language: str) -> None:
    found = said(language)
    assert sorted(found) == sorted(ARGUMENTS), "a message of which no case is an example"
    stored = {path.stem: path.read_text("utf-8") for path in (GOLDEN / language).glob("*.text")}
    assert found == stored, "`python -m tests.sentences` writes them; then read them"


def test_a_sentence_is_one_or_more_whole_sentences() -> None:
    for name in CASES:
        for message in messages(name, compared(name)):
            for language in languages():
                text = message.sentence(language)
                assert "  " not in text
                assert ".." not in text
                assert not re.search(r"[{}]| [,.;]|,,|\(\)", text), text
                assert text.count("(") == text.count(")")
                if not message.id.startswith(("clause-", "reason-")):
                    assert text[0].isupper()
                    assert text[-1] in ".”»"


# Complete languages


def data(language: str) -> Any:
    document, findings = read_file(str(FOLDER / f"{language}.yaml"))
    assert document is not None
    assert findings == []
    return document.data


def slots(value: Any) -> Any:
    """What a template takes, whatever the words and their order."""
    if isinstance(value, Mapping):
        return {key: slots(one) for key, one in value.items()}
    if isinstance(value, list):
        return [slots(one) for one in value]
    return sorted({name for _, name, _, _ in Formatter().parse(value) if name is not None})


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("section", ["messages", "labels", "tails", "patterns", "lists", "counts"])
def test_no_message_is_missing_and_no_argument_is_left_out(language: str, section: str) -> None:
    assert slots(data(language)[section]) == slots(data("en")[section])


@pytest.mark.parametrize("language", OTHERS)
def test_the_rest_of_the_grammar_is_there(language: str) -> None:
    here, english = data(language), data("en")
    assert set(english) | {"terms", "commitments", "places"} == set(here)
    for section in ("modes", "own-condition"):
        assert slots(here[section]).keys() == slots(english[section]).keys()
    assert set(here["modes"]["may"]) == set(english["modes"]["may"])
    assert set(here["operations"]) == set(english["operations"])
    for field, words in english["fields"].items():
        assert set(here["fields"][field]) - {"each"} == set(words), field


@pytest.mark.parametrize("language", OTHERS)
def test_every_term_condition_and_commitment_has_words(language: str) -> None:
    here, english, words = data(language), data("en"), vocabulary()
    assert {name: set(terms) for name, terms in here["terms"].items()} == {
        name: set(terms) for name, terms in words.lists.items()
    }
    for list_, terms in words.lists.items():
        alone = {name for name, one in here["terms"][list_].items() if isinstance(one, dict)}
        assert alone == {term.id for term in terms.values() if term.alone}
    assert set(here["conditions"]) == set(words.conditions)
    for condition in words.conditions.values():
        said = set(here["conditions"][condition.id])
        if condition.shape == "boolean":
            assert said == {"true", "false"}
        else:
            assert bool(condition.adverbial) == ("adverbial" in said)
            extra = said - {"adverbial", "where", "each"}
            assert extra == set(english["conditions"][condition.id])
            assert len(said & {"adverbial", "where"}) == 1
    assert set(here["commitments"]) == set(words.commitments)
    for kind in words.commitments.values():
        found = here["commitments"][kind.id]
        assert set(found.get("says", {})) == set(kind.says), kind.id
        assert ("instead" in found) == bool(kind.instead), kind.id
        assert slots(found.get("says", {})) == slots(kind.says)


@pytest.mark.parametrize("language", OTHERS)
def test_every_country_and_every_group_has_a_name(language: str) -> None:
    named = catalogue(language).places
    assert set(atlas().countries) <= set(named)
    assert set(atlas().groups) <= set(named)
    assert all(code in atlas() for code in named)
    assert not [name for name in named.values() if "," in name and name.count(",") > 1]


@pytest.mark.parametrize("language", OTHERS)
def test_the_names_of_places_are_those_of_the_generated_table(language: str) -> None:
    from tests.regenerate_iso3166 import translated

    table = FOLDER / "places" / f"{language}.json"
    assert table.read_text("utf-8") == translated()[language]
    corrected = data(language)["places"]
    generated = json.loads(table.read_text("utf-8"))
    assert not [code for code, name in corrected.items() if generated.get(code) == name]


@pytest.mark.parametrize("language", languages())
def test_no_two_words_of_a_list_read_the_same(language: str) -> None:
    speaker = Words(version([share()]), version([share()])).speaker(language)
    for list_, terms in vocabulary().lists.items():
        named = [speaker.names.term(list_, name) for name in terms]
        assert len(set(named)) == len(named), (list_, sorted(named))


def test_every_message_has_a_template_whose_slots_are_filled() -> None:
    for language in languages():
        assert set(catalogue(language).messages) == set(ARGUMENTS)


def test_a_language_that_there_is_not_is_an_error() -> None:
    with pytest.raises(UnknownLanguage, match="there is no language 'xx'; there are en, es"):
        compared("new permission").disclosures[0].sentence_in("xx")


@pytest.mark.parametrize(
    ("asked", "tags", "wanted"),
    [
        ("es", ["en", "es"], "es"),
        ("es-MX", ["en", "es"], "es"),
        ("es-MX", ["es", "es-MX"], "es-MX"),
        ("es-mx", ["es", "es-MX"], "es-MX"),
        ("ES", ["en", "es"], "es"),
        ("es-MX", ["es-419", "en"], None),
        ("es", ["es-MX"], None),
        (
            "zh-Hant-CN-x-private1-private2",
            ["zh-Hant-CN-x-private1", "zh"],
            "zh-Hant-CN-x-private1",
        ),
        ("zh-Hant-CN-x-private1-private2", ["zh-Hant-CN-x", "zh-Hant"], "zh-Hant"),
        ("zh-Hant-CN-x-private1-private2", ["zh-Hant-CN", "zh"], "zh-Hant-CN"),
        ("x-private", ["x", "en"], None),
        ("esp", ["es"], None),
        ("xx-es", ["es"], None),
        ("es-", ["es"], None),
        ("es_MX", ["es"], None),
        ("es-ñ", ["es"], None),
        ("es\n", ["es"], None),
        ("*", ["en"], None),
        ("", ["en"], None),
    ],
)
def test_a_narrower_language_is_served_by_what_it_is_a_part_of(
    asked: str, tags: list[str], wanted: str | None
) -> None:
    """Source: RFC 4647, section 3.4."""
    assert lookup(asked, tags) == wanted


@pytest.mark.parametrize(("asked", "served"), [("es-MX", "es"), ("EN-gb", "en")])
def test_all_is_said_in_the_language_that_serves_a_narrower_one(asked: str, served: str) -> None:
    for name in CASES:
        for message in messages(name, compared(name)):
            assert message.sentence(asked) == message.sentence(served)
    found = compared("new permission")
    assert found.as_json(asked) == found.as_json(served)


def test_a_statement_is_quoted_in_the_language_that_serves_the_one_asked_for() -> None:
    texts = {"en": "Never.", "es": "Nunca.", "es-MX": "Jamás."}
    of = header(languages=[*texts])
    canary = clause("statement", "canary", text=texts)
    found = diff(version([], "1.0.0", of), version([canary], "2.0.0", of))
    (change,) = found.statements
    for asked, wanted in (
        ("es-MX", "Jamás"),
        ("es-AR", "Nunca"),
        ("es", "Nunca"),
        ("en-GB", "Never"),
    ):
        assert change.sentence_in(asked).endswith(f": {wanted}.")


# Laws


PAIRS = 120


@pytest.fixture(scope="module")
def diffs() -> list[PolicyDiff]:
    random_ones = [diff(*pair(seed)[2:]) for seed in range(PAIRS)]
    return [*random_ones, *(compared(name) for name in CASES)]


def of_scenarios(found: PolicyDiff) -> Iterator[Any]:
    yield from (*found.disclosures, *found.processing, *found.commitments, *found.rights)


def words_of(speaker: Speaker, field: str, found: Cover) -> Iterator[str]:
    """What a sentence has to mention for a cover."""
    names = speaker.names
    if field == "operation":
        return
    for term in (*found.terms, *found.except_):
        if term == "*":
            continue
        if isinstance(term, bool):
            yield names.wording(field).yes if term else names.wording(field).no
        elif field in (*speaker.catalogue.fields, "jurisdiction"):
            yield names.word(field, term)
        else:
            alone = names.alone(field, term)
            if found.terms == ("*",) and alone:
                yield names.wording(field).some
            else:
                yield alone or names.word(field, term)


def words_of_part(speaker: Speaker, part: Part) -> Iterator[str]:
    for field, found in {"jurisdiction": part.jurisdictions, **part.scenario}.items():
        yield from words_of(speaker, field, found)


def plain(text: str) -> str:
    """Without what the start of a sentence and a contraction change."""
    return text.lower().replace(" al ", " a el ").replace(" del ", " de el ")


@pytest.mark.parametrize("language", languages())
def test_a_sentence_mentions_all_that_its_entry_covers(
    diffs: list[PolicyDiff], language: str
) -> None:
    checked = 0
    for found in diffs:
        speaker = found.words.speaker(language)
        for entry in of_scenarios(found):
            text = plain(entry.sentence_in(language))
            parts = [Part(entry.jurisdictions, entry.scenario)]
            arguments = entry.message.arguments
            parts += arguments.get("new") or arguments["except"]
            parts += arguments.get("already", ())
            for part in parts:
                for word in words_of_part(speaker, part):
                    assert plain(word) in text, (word, text)
                    checked += 1
    assert checked > 1000


@pytest.mark.parametrize("language", languages())
def test_different_entries_have_different_sentences(diffs: list[PolicyDiff], language: str) -> None:
    meant: dict[tuple[str, str], Message] = {}
    for found in diffs:
        for entry in of_scenarios(found):
            text = entry.sentence_in(language)
            first = meant.setdefault((found.words.who, text), entry.message)
            assert first == entry.message, (text, first.arguments, entry.message.arguments)
    assert len(meant) > 300


def box(**scenario: Any) -> dict[str, Cover]:
    return {"operation": Cover(("disclosure",)), **scenario}


@pytest.mark.parametrize("language", languages())
def test_different_covers_of_a_condition_read_differently(language: str) -> None:
    words = Words(version([share()]), version([share()]))
    for condition in vocabulary().conditions.values():
        if condition.shape == "boolean":
            covers = [Cover((True,)), Cover((False,))]
        elif condition.shape == "tree":
            names = list(vocabulary().lists[condition.list])
            inner = {
                above
                for one in vocabulary().lists[condition.list].values()
                for above in one.broader
            }
            atoms = [*names, *(f"other:{name}" for name in inner), "other:*"]
            covers = [Cover((one,)) for one in atoms]
            covers += [Cover(("*",), (one,)) for one in atoms]
            covers += [Cover((one, names[-1])) for one in names[:-1]]
            # A term that says there is nothing has no part to leave out.
            some = [name for name in names[1:] if not vocabulary().lists[condition.list][name].none]
            covers += [Cover((one,), (names[0],)) for one in some]
            covers += [Cover(("*",), (one, names[-1])) for one in names[:-1]]
        else:
            covers = [
                Cover(("US",)),
                Cover(("US", "EU")),
                Cover(("EU",), ("DE",)),
                Cover(("*",), ("US",)),
            ]
        told: dict[str, Cover] = {}
        for cover in covers:
            text = words.speaker(language).conditions(box(**{condition.id: cover}))
            assert text not in told, (text, told.get(text), cover)
            told[text] = cover


@pytest.mark.parametrize("language", languages())
def test_what_follows_a_list_is_not_read_as_part_of_it(language: str) -> None:
    """An exception inside the act stands in brackets; so does a list of more than five."""
    words = Words(version([share()]), version([share()]))
    many = Cover(("phone_number", "name", "username", "files", "cookies", "votes"), ("photo",))
    for data_ in (Cover(("personal_data",), ("ip_address",)), many):
        act = words.speaker(language).act(
            box(personal_data=data_, recipients=Cover(("police",))), "may"
        )
        assert re.search(r"\([^()]+\) (to|a) ", act), act


CHANGES: list[tuple[Outcome, Outcome, str]] = [
    ("prohibited", "permitted", "Before, it promised not to."),
    ("prohibited", "required", "Before, it promised not to."),
    ("permitted", "required", "Before, it was free to."),
    ("permitted", "prohibited", "Before, it was allowed to."),
    ("required", "prohibited", "Before, it had to."),
    ("required", "unstated", "Before, it had to."),
    ("unstated", "permitted", ""),
    ("permitted", "unstated", ""),
]


@pytest.mark.parametrize(("before", "after", "tail"), CHANGES)
def test_a_sentence_says_what_was_before(before: Outcome, after: Outcome, tail: str) -> None:
    sides: dict[str, list[dict[str, Any]]] = {
        "unstated": [],
        "permitted": [share()],
        "required": [share(effect="required")],
        "prohibited": [never()],
    }
    found = diff(version(sides[before]), version(sides[after], "2.0.0"))
    (change,) = found.disclosures
    assert change.sentence.endswith(tail or "to the police.")


def test_a_withdrawn_statement_is_quoted_if_it_was_the_publishers_own_words() -> None:
    canary = {"id": "c", "kind": "statement", "text": "None received."}
    found = diff(version([canary], text="verbatim"), version([], "2.0.0", text="summary"))
    assert found.statements[0].sentence.endswith("no longer states: “None received.”.")
    found = diff(version([canary], text="summary"), version([], "2.0.0", text="verbatim"))
    assert found.statements[0].sentence.endswith("no longer states: None received.")


def test_what_is_new_is_not_claimed_of_what_was_another_change() -> None:
    """In an emergency the police were promised not to get it; of the rest nothing was said."""
    found = diff(
        version([never(recipients=["police"], when={"emergency": True})]),
        version([share(recipients=["law_enforcement"])], "2.0.0"),
    )
    sentences = {one.before: one.sentence for one in found.disclosures}
    assert sentences["unstated"] == (
        "In every country, Acme may now disclose IP addresses to law enforcement, except to the "
        "police where there is an imminent danger of death or serious harm."
    )
    assert sentences["prohibited"] == (
        "In every country, Acme may now disclose IP addresses to the police, if there is an "
        "imminent danger of death or serious harm. Before, it promised not to."
    )


def test_no_longer_is_only_said_of_what_was() -> None:
    """What a clause still says in part is left out, and not called new."""
    found = diff(
        version([share(recipients=["public_authority"])]),
        version(
            [
                share(
                    when={"emergency": True, "offence": ["fraud"]}, recipients=["public_authority"]
                )
            ],
            "2.0.0",
        ),
    )
    (change,) = found.disclosures
    assert change.sentence.endswith(
        ", except where the offence is fraud and there is an imminent danger of death or serious "
        "harm."
    )
    assert change.jurisdictions == EVERYWHERE


@pytest.mark.parametrize(
    ("text", "english", "spanish"),
    [
        ("P3M", "3 months", "3 meses"),
        ("P1Y6M", "1 year and 6 months", "1 año y 6 meses"),
        ("P1D", "1 day", "1 día"),
        ("P2W", "2 weeks", "2 semanas"),
        ("PT36H", "36 hours", "36 horas"),
        (
            "P1Y2M3DT4H5M6S",
            "1 year, 2 months, 3 days, 4 hours, 5 minutes and 6 seconds",
            "1 año, 2 meses, 3 días, 4 horas, 5 minutos y 6 segundos",
        ),
        ("P0D", "no time", "ningún tiempo"),
    ],
)
def test_a_duration_reads_in_the_units_it_is_written_in(
    text: str, english: str, spanish: str
) -> None:
    words = Words(version([share()]), version([share()]))
    assert words.speaker("en").values.period(text) == english
    assert words.speaker("es").values.period(text) == spanish


@pytest.mark.parametrize(
    ("words", "joint", "wanted"),
    [
        (["Francia", "Irlanda"], "and", "Francia e Irlanda"),
        (["Francia", "hielo"], "and", "Francia y hielo"),
        (["Francia", "Yemen"], "and", "Francia y Yemen"),
        (["siete", "ocho"], "or", "siete u ocho"),
        (["a", "b", "c"], "nor", "a, b ni c"),
    ],
)
def test_spanish_joins_words_by_their_sound(words: list[str], joint: str, wanted: str) -> None:
    assert catalogue("es").joined(words, joint) == wanted


def test_each_case_of_what_is_new_is_said_by_one_coordinate(diffs: list[PolicyDiff]) -> None:
    """All but what lies in a hole in every coordinate lies outside of it in some coordinate."""
    checked = 0
    for found in diffs:
        for entry in (*found.disclosures, *found.processing):
            if new := entry.message.arguments.get("new"):
                (hole,) = entry.except_
                cut = {*hole.scenario, *(["at"] if hole.jurisdictions != EVERYWHERE else [])}
                said = [
                    [*one.scenario, *(["at"] if one.jurisdictions != EVERYWHERE else [])]
                    for one in new
                ]
                assert sorted(said) == sorted([field] for field in cut)
                checked += len(said) > 1
    assert checked > 1


def test_nobody_promises_what_it_only_says_that_it_may_do() -> None:
    for name in CASES:
        for entry in compared(name).commitments:
            assert not re.search(r"promise(s|d)? that it may", entry.sentence), entry.sentence


def test_sentences_are_made_when_they_are_asked_for_and_once() -> None:
    (change,) = compared("new permission").disclosures
    assert change.message._said == {}
    assert change.sentence is change.sentence
    assert list(change.message._said) == ["en"]


def test_a_policy_says_its_own_words_by_their_title_in_another_language() -> None:
    (change,) = compared("words of its own").disclosures
    assert "Google LLC" in change.sentence_in("es")
    assert "«Season» es Winter" in change.sentence_in("es")


def test_what_was_so_already_is_no_exception() -> None:
    """Of what a new permission leaves out, some was permitted and some never is."""
    before = [share(id_="log", personal_data=["access_log"], recipients=["internet_provider"])]
    none = clause(id_="none", effect="prohibited", recipients=["police"], purposes=["data_sale"])
    wide = clause(id_="wide", recipients=["third_party", "public_authority"])
    found = diff(version(before), version([*before, none, wide], "2.0.0"))
    (sentence,) = (one.sentence for one in found.disclosures if one.change == "newly_permitted")
    assert sentence == (
        "In every country, Acme may now disclose any data to public authorities or third "
        "parties, except to the police for the purpose of the sale of data. This was already so "
        "for access logs to internet providers."
    )
    spanish = next(
        one.sentence_in("es") for one in found.disclosures if one.change == "newly_permitted"
    )
    assert "Ya era así" in spanish


def test_names_are_kept_for_the_next_comparison_in_the_same_words_and_never_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = (diff(version([]), version([share()], "2.0.0")) for _ in range(2))
    kept = first.words.speaker("en").names
    assert kept is second.words.speaker("en").names
    assert kept is not first.words.speaker("es").names
    assert kept is not compared("words of its own").words.speaker("en").names
    # Where few are kept the sentences are the same.
    names.cache_clear()
    monkeypatch.setattr("policykit.remembering.MOST_REMEMBERED", 2)
    stored = (GOLDEN / "en" / "newly-permitted.text").read_text("utf-8")
    assert said("en")["newly-permitted"] == stored
    few = diff(version([]), version([share()], "2.0.0")).words.speaker("en").names
    assert 0 < len(few._named) <= 2
    names.cache_clear()
