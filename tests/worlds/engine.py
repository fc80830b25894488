"""Worlds and documents in the engine's own types."""

from __future__ import annotations

import json
from typing import Any

from policykit.document import read
from policykit.jurisdictions import Atlas
from policykit.jurisdictions.atlas import Group, Membership
from policykit.library.content import Header
from policykit.library.policy import Version
from policykit.library.reading import read_version
from policykit.scenarios.coordinates import Side
from policykit.vocabulary import Commitment, Condition, Impossible, Term, Vocabulary
from policykit.vocabulary import vocabulary as shipped
from tests.worlds.making import Case, Text, Words, World
from tests.writing import content

_DOCUMENT, _ = read("{}", "policy.yaml")


def side(world: World, words: Words) -> Side:
    """The words of one version."""
    lists: dict[str, dict[str, Term]] = {"operations": dict(shipped().lists["operations"])}
    for name, terms in words.lists.items():
        retired = words.aliases.get(name, {})
        lists[name] = {
            key: Term(
                key,
                key,
                key,
                broader,
                members,
                aliases=tuple(old for old, new in retired.items() if new == key),
            )
            for key, (broader, members) in terms.items()
        }
    vocabulary = Vocabulary(
        lists,
        {
            name: Condition(
                name,
                name,
                shape,  # type: ignore[arg-type]  # a world has it as text
                name if shape == "tree" else "",
            )
            for name, shape in words.conditions.items()
        },
        {
            name: Commitment(
                name,
                name,
                name,
                kind.type,  # type: ignore[arg-type]  # a world has it as text
                kind.protects,
                kind.absent,
                kind.combine,  # type: ignore[arg-type]  # and this
                kind.words,
                kind.levels,
                dict(kind.days),
            )
            for name, kind in words.commitments.items()
        },
        tuple(Impossible(one, "it cannot be") for one in words.impossible),
    )
    groups = {
        name: Group(name, name, name, tuple(Membership(*one) for one in members), "")
        for name, members in words.groups.items()
    }
    countries = {one: one for one in world.countries}
    return Side(vocabulary, Atlas(countries, groups, frozenset(groups)))


def sides(world: World) -> tuple[Side, Side]:
    """The words of both versions; one object where they are the same."""
    before = side(world, world.words[0])
    after = before if world.words[0] is world.words[1] else side(world, world.words[1])
    return before, after


def version(text: Text, words: Side, number: str) -> Version | None:
    """A version as the library reads it; None if it has errors."""
    assert _DOCUMENT is not None
    header = Header("acme/privacy", "privacy_policy", "P", "Acme", "", ("en",), words, _DOCUMENT)
    source = json.dumps(content(text.clauses, number, **text.frame))
    found, _ = read_version(source, f"{number}.yaml", header, number)
    return None if found is None else Version(header, found, f"{number}.yaml")


def versions(case: Case) -> tuple[Version, Version] | None:
    """Both versions; None if one has errors."""
    words = sides(case.world)
    before = version(case.texts[0], words[0], "1.0.0")
    after = version(case.texts[1], words[1], "2.0.0") if before is not None else None
    return None if before is None or after is None else (before, after)


def errors(text: Text, words: Side) -> list[Any]:
    """What is wrong with a text, for a report."""
    assert _DOCUMENT is not None
    header = Header("acme/privacy", "privacy_policy", "P", "Acme", "", ("en",), words, _DOCUMENT)
    _, findings = read_version(
        json.dumps(content(text.clauses, **text.frame)), "x", header, "1.0.0"
    )
    return [(one.code, one.message) for one in findings]
