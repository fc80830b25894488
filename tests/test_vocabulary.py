"""The shipped words: every list a graph without circles, every date and group as history has it."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

import policykit
from policykit.document import read_file
from policykit.jurisdictions import atlas
from policykit.library.digest import digest
from policykit.schema import NAMES, schema_text
from policykit.vocabulary import UnknownTerm, Vocabulary, compare, standards, vocabulary
from policykit.vocabulary.commitments import WAYS, problem
from policykit.vocabulary.revision import REVISION
from policykit.vocabulary.terms import LISTS


@pytest.mark.parametrize("name", sorted(vocabulary().lists))
def test_every_broader_term_exists_and_nothing_stands_under_itself(name: str) -> None:
    terms = vocabulary().lists[name]
    for term in terms.values():
        front, seen = list(term.broader), set()
        while front:
            above = front.pop()
            assert above in terms, (term.id, above)
            assert above != term.id
            if above not in seen:
                seen.add(above)
                front += terms[above].broader


def test_every_term_reads_inside_a_sentence() -> None:
    for terms in vocabulary().lists.values():
        for term in terms.values():
            assert term.title
            assert term.phrase
            assert term.description


FILES = sorted(Path(policykit.__file__).parent.glob("vocabulary/*.yaml"))
GROUPS = Path(policykit.__file__).parent / "jurisdictions" / "groups.yaml"


def file_data(path: Path) -> Any:
    document, findings = read_file(str(path))
    assert document is not None
    assert findings == []
    return document.data


@pytest.mark.parametrize("path", [*FILES, GROUPS], ids=lambda path: path.stem)
def test_every_shipped_file_is_as_its_schema_says(path: Path) -> None:
    schema = json.loads(schema_text("vocabulary"))
    errors = jsonschema.Draft202012Validator(schema).iter_errors(file_data(path))
    assert [(list(error.absolute_path), error.message) for error in errors] == []
    validator = jsonschema_rs.validator_for(schema, offline=True)
    assert validator.is_valid(file_data(path))


@pytest.mark.parametrize(
    ("file", "path", "value"),
    [
        ("recipients.yaml", ("terms", "court", "broader"), "judicial_authority"),
        ("recipients.yaml", ("terms", "court", "phrase"), None),
        ("recipients.yaml", ("terms", "court", "dpv"), {"near": "dpv:X"}),
        ("recipients.yaml", ("terms", "court", "colour"), "red"),
        ("recipients.yaml", ("terms", "court", "members"), ["police"]),
        ("recipients.yaml", ("terms", "Court"), {"title": "C", "phrase": "c", "description": "C"}),
        ("conditions.yaml", ("conditions", "offence", "shape"), "boolean"),
        ("commitments.yaml", ("commitments", "user_notice", "levels"), None),
        ("impossible.yaml", ("impossible", 0, "reason"), None),
        ("standards.yaml", ("standards", "dpv", "version"), None),
    ],
)
def test_a_file_that_is_not_so_is_refused(file: str, path: tuple[Any, ...], value: Any) -> None:
    schema = json.loads(schema_text("vocabulary"))
    data = file_data(GROUPS.parent.parent / "vocabulary" / file)
    whole = json.loads(json.dumps(data))
    node = whole
    for step in path[:-1]:
        node = node[step]
    if value is None:
        del node[path[-1]]
    else:
        node[path[-1]] = value
    assert not jsonschema.Draft202012Validator(schema).is_valid(whole)
    assert not jsonschema_rs.validator_for(schema, offline=True).is_valid(whole)


def test_every_file_is_read_and_every_list_can_have_words_of_a_policy() -> None:
    others = {"conditions.yaml", "commitments.yaml", "impossible.yaml", "standards.yaml"}
    assert {path.name for path in FILES} == {*LISTS.values(), *others}
    for name, file in LISTS.items():
        assert file_data(FILES[0].parent / file)["list"] == name
    own = json.loads(schema_text("policy"))["properties"]["vocabulary"]["properties"]
    assert set(own) == {*LISTS, "conditions", "commitments", "groups"} - {"operations"}


@pytest.mark.parametrize("name", sorted(vocabulary().lists))
def test_no_two_terms_of_a_list_read_the_same(name: str) -> None:
    terms = vocabulary().lists[name].values()
    for said in (
        [term.phrase.lower() for term in terms],
        [term.title.lower() for term in terms],
        [term.alone for term in terms if term.alone],
    ):
        assert sorted(said) == sorted(set(said))


def test_a_level_without_duty_is_a_level_that_has_words() -> None:
    free = {kind.id: kind.without_duty for kind in vocabulary().commitments.values()}
    assert {name for name, levels in free.items() if levels} == {
        kind.id for kind in vocabulary().commitments.values() if "may" in kind.levels
    }
    for kind in vocabulary().commitments.values():
        assert set(kind.without_duty) <= set(kind.levels) & set(kind.says) - {kind.absent}


@pytest.mark.parametrize("name", sorted(vocabulary().lists))
def test_no_broader_term_is_named_twice_over(name: str) -> None:
    terms = vocabulary().lists[name]

    def above(term: str) -> set[str]:
        return {one for up in terms[term].broader for one in (up, *above(up))}

    for term in terms.values():
        for one in term.broader:
            others = {up for other in term.broader if other != one for up in above(other)}
            assert one not in others, (term.id, one)


def test_a_retired_name_leads_to_a_term_and_is_no_term_itself() -> None:
    words = vocabulary()
    for name, terms in words.lists.items():
        every = [alias for term in terms.values() for alias in term.aliases]
        assert len(every) == len(set(every))
        assert not set(every) & set(terms)
        for alias, now in words.aliases(name).items():
            assert words.resolve(name, alias) == now
            assert words.retired(name, alias)


def test_a_retired_name_of_a_list_is_resolved() -> None:
    shipped = vocabulary()
    terms = dict(shipped.lists["recipients"])
    terms["court"] = terms["court"]._replace(aliases=("tribunal",))
    lists = {**shipped.lists, "recipients": terms}
    words = Vocabulary(lists, shipped.conditions, shipped.commitments, ())
    assert words.resolve("recipients", "tribunal") == "court"
    assert words.retired("recipients", "tribunal")
    assert not words.retired("recipients", "court")
    with pytest.raises(UnknownTerm, match="did you mean 'court'"):
        words.resolve("recipients", "cort")


def test_every_match_is_with_a_standard_of_a_pinned_version() -> None:
    pinned = standards()
    count = 0
    for terms in vocabulary().lists.values():
        for term in terms.values():
            for match in term.matches:
                count += 1
                assert match.kind in ("exact", "close")
                assert pinned[match.standard].version
                prefixes = pinned[match.standard].prefixes
                if prefixes:
                    iri = pinned[match.standard].iri(match.concept)
                    assert iri is not None, (term.id, match)
                    assert iri.startswith("https://w3id.org/dpv")
                else:
                    assert re.fullmatch(r"[a-z_.]+", match.concept)
    assert count > 150


def test_every_impossible_combination_names_what_there_is() -> None:
    words = vocabulary()
    for combination in words.impossible:
        for field, (terms, except_) in combination.when.items():
            condition = words.conditions[field]
            for term in (*terms, *except_):
                known = (True, False) if condition.shape == "boolean" else ("*",)
                assert term in known or term in words.lists[condition.list]


def test_every_commitment_can_take_what_its_absence_means_and_says_what_it_can() -> None:
    for kind in vocabulary().commitments.values():
        assert kind.protects in WAYS[kind.type], kind.id
        assert kind.absent is None or problem(kind, kind.absent) == "", kind.id
        assert kind.absent is not None or kind.type != "boolean", kind.id
        assert set(kind.days) <= set(kind.levels), kind.id
        assert set(kind.says) <= {"*", *kind.words, *kind.levels}, kind.id
        assert set(kind.levels) <= set(kind.says) or not kind.levels or not kind.says, kind.id


def test_a_number_of_days_after_a_request_arrives_is_better_the_fewer() -> None:
    notice = vocabulary().commitments["user_notice"]
    soon = {"level": "when_received", "days": 3}
    assert problem(notice, soon) == ""
    assert compare(notice, soon, {"level": "when_received", "days": 5}) == 1
    assert compare(notice, soon, "before") == -1


def test_conditions_name_lists_that_exist_and_commitments_what_they_need() -> None:
    words = vocabulary()
    for condition in words.conditions.values():
        assert condition.shape != "tree" or condition.list in words.lists
        assert condition.adverbial or condition.where or condition.where_true
    for commitment in words.commitments.values():
        assert commitment.type != "level" or commitment.levels
        assert commitment.combine in ("alternative", "limit", "clause")


def test_every_membership_starts_before_it_ends() -> None:
    for group in atlas().groups.values():
        assert group.source
        for member in group.members:
            assert member.member in atlas()
            assert member.from_ is not None
            start = date.fromisoformat(member.from_)
            assert member.until is None or start <= date.fromisoformat(member.until)


def test_norway_is_norway() -> None:
    assert "NO" in atlas()
    assert "NO" in atlas().members("EEA", "2024-01-01")
    assert atlas().phrase("NO") == "Norway"


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_a_schema_for_both_validators(name: str) -> None:
    schema = json.loads(schema_text(name))
    jsonschema.validators.validator_for(schema).check_schema(schema)
    jsonschema_rs.validator_for(schema, offline=True)


REVISIONS = {
    1: "sha256:b2a2ad5379da6beea2b40c42220bca5a20bac6c5676f7dfc2943c7c6b292c4cf",
    2: "sha256:6945451d01fda2375a77995d5c8b9c553b7d187380c5992f6c8c042356709722",
}
"""What the shipped words mean in each revision; a lock says with which a version was released."""


def test_what_the_shipped_words_mean_changes_only_with_their_revision() -> None:
    words = vocabulary()
    meaning = {
        "lists": {
            name: {one.id: [sorted(one.broader), sorted(one.members)] for one in terms.values()}
            for name, terms in words.lists.items()
        },
        "conditions": {one.id: [one.shape, one.list] for one in words.conditions.values()},
        "commitments": {
            one.id: [one.type, one.protects, one.combine, repr(one.absent), list(one.levels)]
            for one in words.commitments.values()
        },
        "impossible": sorted(repr(sorted(one.when.items())) for one in words.impossible),
        "groups": {
            one.id: sorted(repr(member) for member in one.members)
            for one in atlas().groups.values()
        },
    }
    assert REVISIONS.keys() == set(range(1, REVISION + 1))
    assert digest(meaning) == REVISIONS[REVISION], "add a revision, and raise REVISION"
