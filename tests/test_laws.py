"""What every comparison keeps, whatever is compared: laws on random small worlds."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policykit.comparison import PolicyDiff, diff
from tests.worlds import engine
from tests.worlds.checking import readable
from tests.worlds.documents import Writer
from tests.worlds.making import OPERATIONS, SELECTORS, Case, Clause, Text, Words, World
from tests.worlds.output import told
from tests.worlds.space import Space

SEEDS = st.integers(0, 10**9)
LISTS = (*SELECTORS, "operations", "applies_to", "rights", "jurisdictions")
LAW = settings(max_examples=60, deadline=None)


def alike(seed: int) -> Case:
    """A case in which both versions have the same words, and are read everywhere on one day."""
    made, _ = readable(seed)
    words = made.world.words[0]
    made = replace(made, world=replace(made.world, words=(words, words)), jurisdiction=None)
    assume(engine.versions(made) is not None)
    return replace(made, on="2021-06-01")


def compared(made: Case) -> PolicyDiff:
    versions = engine.versions(made)
    assume(versions is not None)
    assert versions is not None
    return diff(*versions, on=made.on)


def without_renames(made: Case) -> Case:
    """The case without `renamed_from`, which only ever looks back."""
    before, after = (
        Text(
            [
                {name: clause[name] for name in clause if name != "renamed_from"}
                for clause in clauses
            ],
            frame,
        )
        for clauses, frame in ((text.clauses, text.frame) for text in made.texts)
    )
    return replace(made, texts=(before, after))


def with_texts(made: Case, before: list[Clause], after: list[Clause], **frame: Any) -> Case:
    """The case with other clauses; both versions have the frame of the first."""
    frame = frame or made.texts[0].frame
    return replace(made, texts=(Text(before, frame), Text(after, frame)))


def space(made: Case) -> Space:
    assert made.on is not None
    return Space(made.world, made.on, made.world.words)


@LAW
@given(SEEDS)
def test_a_version_beside_itself_is_unchanged(seed: int) -> None:
    made = alike(seed)
    clauses = made.texts[0].clauses
    found = compared(with_texts(made, clauses, clauses))
    assert (found.unchanged, found.verdict, found.required_bump) == (True, "equivalent", "patch")
    assert found.kinds() == frozenset()


@LAW
@given(SEEDS)
def test_swapping_the_versions_inverts_every_direction(seed: int) -> None:
    made = without_renames(alike(seed))
    swapped = replace(made, texts=(made.texts[1], made.texts[0]))
    there, back = compared(made), compared(swapped)
    here = space(made)
    inverse = {(now, was): part for (was, now), part in told(there, here).items()}
    assert told(back, here) == inverse
    flip = {"broader": "narrower", "narrower": "broader"}
    assert back.verdict == flip.get(there.verdict, there.verdict)
    ways = {"weaker": "stronger", "stronger": "weaker", "changed": "changed"}
    moves = {(one.commitment, ways[one.direction]) for one in there.commitments}
    assert moves == {(one.commitment, one.direction) for one in back.commitments}
    turned = {"granted": "withdrawn", "withdrawn": "granted"}
    assert {turned[one.change] for one in there.rights} == {one.change for one in back.rights}
    told_back = {"made": "withdrawn", "withdrawn": "made"}
    assert {told_back[one.change] for one in there.statements} == {
        one.change for one in back.statements
    }


@LAW
@given(SEEDS)
def test_the_order_of_clauses_terms_and_keys_means_nothing(seed: int) -> None:
    made = alike(seed)
    dice = random.Random(seed)
    clauses = made.texts[0].clauses
    other = [shuffled(dice, clause) for clause in dice.sample(clauses, len(clauses))]
    # Read on its own day, on which overlays that no order settles are refused.
    found = compared(with_texts(made, clauses, other, published="2021-06-01"))
    assert (found.verdict, found.required_bump) == ("equivalent", "patch"), found.bump_reasons
    assert not [*found.disclosures, *found.processing, *found.commitments]
    assert not [*found.rights, *found.statements]


def shuffled(dice: random.Random, value: Any, field: str = "") -> Any:
    """The same with keys, terms and maps in another order; cases of a commitment keep theirs."""
    if isinstance(value, dict):
        items = [(name, shuffled(dice, one, name)) for name, one in value.items()]
        if field == "commitments":
            items = [(name, value[name]) for name in value]
        return dict(dice.sample(items, len(items)))
    if isinstance(value, list):
        return dice.sample([shuffled(dice, one) for one in value], len(value))
    return value


@LAW
@given(SEEDS)
def test_splitting_and_merging_processing_clauses_means_nothing(seed: int) -> None:
    made = alike(seed)
    dice = random.Random(seed)
    whole = [one for one in made.texts[0].clauses if one["kind"] in OPERATIONS]
    by_clause = {name for name, one in words(made).commitments.items() if one.combine == "clause"}
    for place, clause in enumerate(whole):
        kept = {name: one for name, one in clause.items() if name != "legal_bases"}
        stated = clause.get("commitments", {})
        kept["commitments"] = {
            name: value for name, value in stated.items() if name not in by_clause
        }
        if not kept["commitments"]:
            del kept["commitments"]
        kept.pop("overlays", None)
        whole[place] = kept
    parts = [part for clause in whole for part in split(dice, clause)]
    for before, after in ((whole, parts), (parts, whole)):
        found = compared(with_texts(made, before, after, published="2021-06-01"))
        assert (found.verdict, found.required_bump) == ("equivalent", "patch"), found.bump_reasons
        assert not [*found.disclosures, *found.processing, *found.commitments]


def words(made: Case) -> Words:
    return made.world.words[0]


def split(dice: random.Random, clause: Clause) -> list[Clause]:
    """A clause as several, along up to two coordinates."""
    parts = [clause]
    fields = [one for one in LISTS if isinstance(clause.get(one), list) and len(clause[one]) > 1]
    if isinstance(clause.get("when"), list) and len(clause["when"]) > 1:
        fields.append("when")
    for field in dice.sample(fields, min(2, len(fields))):
        parts = [{**part, field: [one]} for part in parts for one in part[field]]
    return [{**part, "id": f"{clause['id']}-part-{place}"} for place, part in enumerate(parts)]


@LAW
@given(SEEDS)
def test_renaming_terms_everywhere_means_nothing(seed: int) -> None:
    made = alike(seed)
    named = {
        term: f"z{place}_{term}"
        for terms in words(made).lists.values()
        for place, term in enumerate(sorted({*terms}, reverse=True))
    }
    other = replace(
        made,
        world=renamed_world(made.world, named),
        texts=(renamed_text(made.texts[0], named), renamed_text(made.texts[1], named)),
    )
    one, two = compared(made), compared(other)
    assert told(one, space(made)) == told(two, space(other))
    assert (one.verdict, one.required_bump) == (two.verdict, two.required_bump)
    assert {(move.commitment, move.direction) for move in one.commitments} == {
        (move.commitment, move.direction) for move in two.commitments
    }
    assert {move.change for move in one.rights} == {move.change for move in two.rights}


def renamed_world(world: World, named: dict[str, str]) -> World:
    old = world.words[0]

    def terms(value: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(named.get(one, one) for one in value)

    lists = {
        name: {
            named[term]: (terms(broader), terms(members))
            for term, (broader, members) in entries.items()
        }
        for name, entries in old.lists.items()
    }
    impossible = [
        {field: (terms(one), terms(except_)) for field, (one, except_) in each.items()}
        for each in old.impossible
    ]
    aliases = {
        name: {retired: named[now] for retired, now in entries.items()}
        for name, entries in old.aliases.items()
    }
    fresh = replace(old, lists=lists, impossible=impossible, aliases=aliases)
    return replace(world, words=(fresh, fresh))


def renamed_text(text: Text, named: dict[str, str]) -> Text:
    def walk(value: Any, field: str = "") -> Any:
        if isinstance(value, dict):
            return {name: walk(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return [walk(one, field) for one in value]
        if isinstance(value, str) and field not in ("id", "kind", "value", "text", "section"):
            return named.get(value, value)
        return value

    return Text([walk(clause) for clause in text.clauses], text.frame)


@LAW
@given(SEEDS)
def test_a_permission_more_is_never_narrower(seed: int) -> None:
    made = alike(seed)
    clauses = made.texts[0].clauses
    more = {**Writer(seed, made.world, 0).processing("more"), "effect": "permitted"}
    more.pop("otherwise", None)
    more.pop("overlays", None)
    found = compared(with_texts(made, clauses, [*clauses, more], published="2021-06-01"))
    assert found.verdict in ("equivalent", "broader")
    assert not {one.direction for one in (*found.disclosures, *found.processing)} & {
        "narrower",
        "promise_made",
    }


@LAW
@given(SEEDS)
def test_what_changes_over_two_steps_changes_in_one_of_them(seed: int) -> None:
    made = alike(seed)
    start, middle = (text.clauses for text in made.texts)
    end = Writer(seed, made.world, 0).edited(middle)
    frame = {"published": "2021-06-01"}
    here = space(made)
    first, second, whole = (
        changed(compared(with_texts(made, before, after, **frame)), here)
        for before, after in ((start, middle), (middle, end), (start, end))
    )
    assert whole & ~(first | second) == 0


def changed(found: PolicyDiff, here: Space) -> int:
    united = 0
    for part in told(found, here).values():
        united |= part
    return united
