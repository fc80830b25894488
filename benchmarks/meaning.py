"""The exact diff beside solvers and structural diffs, and decisions beside engines for them."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from itertools import islice
from typing import Any, Final, NamedTuple

import yaml
from deepdiff import DeepDiff
from nested_diff import Differ

import policykit
from benchmarks.measuring import Table, Work, medians
from benchmarks.peers import Cedar, Scan, cudd, question, z3_numbers, z3_one_hot
from benchmarks.policies import POLICY, WORKLOADS, Clauses, header, text
from policykit.comparison.clauses import clause_changes, pairs
from policykit.comparison.outcomes import outcomes
from policykit.comparison.search import Search
from policykit.library.compiled import WORK
from policykit.library.content import Header
from policykit.library.decision import Decider
from policykit.library.policy import Version
from policykit.library.reading import read_header, read_version

DAY = "2022-01-01"
MANY = range(1, 16)
SEEDS = range(1, 6)
FEW = range(1, 4)
_LARGE: Final = 5000


class Pair(NamedTuple):
    """Two versions, loaded."""

    before: Version
    after: Version


def meanings(table: Table) -> None:
    """All of it."""
    for part in (edits, refactorings, rewrites, growth, structures, decisions):
        part(table)
        _z3.cache_clear()  # it keeps both versions of each pair


def pair(workload: str, size: int, seed: int) -> Pair:
    """A workload as loaded versions, not compared yet: `medians` runs each side once untimed."""
    made = WORKLOADS[workload](size, seed)
    of = _header()
    return Pair(_loaded(of, made.before, "1.0.0"), _loaded(of, made.after, "2.0.0"))


def _header() -> Header:
    of, findings = read_header(header(), "policy.yaml", POLICY)
    assert of is not None, findings
    return of


def _loaded(of: Header, clauses: Clauses, number: str) -> Version:
    content, findings = read_version(text(clauses, number), f"{number}.yaml", of, number)
    assert content is not None, findings[:3]
    return Version(of, content, number)


def _verdict(pair: Pair) -> int:
    """Every region that differs, by outcome before and after."""
    search = Search(pair.before, pair.after, DAY, None, WORK)
    node = outcomes(search)
    assert not search.undecided
    return node


def _mixed(pair: Pair) -> None:
    """The verdict alone, of a pair of which both ways are true."""
    assert policykit.verdict(pair.before, pair.after, on=DAY) == "mixed"


def _whole(pair: Pair) -> dict[str, object]:
    """Statements, witnesses, clauses, redlines and sentences."""
    return policykit.diff(pair.before, pair.after).as_json()


def _beside(
    table: Table,
    what: str,
    goals: Mapping[str, tuple[float, Callable[[Pair], Work]]],
    ours: Callable[[Pair], object],
    pairs_: Iterator[Pair],
    rounds: int,
) -> None:
    """A row for each peer: the median over some pairs of the ratio of medians, and each ratio."""
    ratios: dict[str, list[tuple[float, float, float]]] = {name: [] for name in goals}
    for one in pairs_:
        for name, (_, peer) in goals.items():
            mine, theirs = medians(partial(ours, one), peer(one), rounds, warm=rounds > 1)
            ratios[name].append((mine / theirs, mine, theirs))
    for name, (goal, _) in goals.items():
        found = sorted(ratios[name])
        middle = found[len(found) // 2]
        each = " ".join(f"{ratio:.2f}" for ratio, _, _ in ratios[name])
        shown = f"{middle[1] * 1e3:>9.2f} ms {middle[2] * 1e3:>10.2f} ms"
        table.ratio("M", what, name, goal, middle[0], shown)
        print(f"    seeds 1 to {len(found)}: {each}")


@cache
def _z3(one: Pair) -> Work:
    """The faster of two encodings."""
    asked = question(one.before, one.after, DAY)
    as_bits, as_numbers = partial(z3_one_hot, asked), partial(z3_numbers, asked)
    bits, numbers = medians(as_bits, as_numbers, 1)
    return as_bits if bits < numbers else as_numbers


def _cudd(one: Pair) -> Work:
    return partial(cudd, question(one.before, one.after, DAY))


def _deepdiff(one: Pair, **how: Any) -> Work:
    return partial(DeepDiff, one.before.data, one.after.data, **how)


def edits(table: Table) -> None:
    """Five edits: the verdict with every region, and the whole diff."""
    # What five edits change is a matter of luck: the middle of few documents says little.
    for size, seeds, rounds in ((200, MANY, 5), (1000, SEEDS, 5), (_LARGE, FEW, 1)):
        some = [pair("edit5", size, seed) for seed in seeds]
        solvers: dict[str, tuple[float, Callable[[Pair], Work]]] = {
            "z3, yes or no": (0.2, _z3),
            "CUDD": (1.0, _cudd),
        }
        what = f"regions, 5 edits of {size} clauses"
        if size == _LARGE:  # CUDD takes minutes
            slow = {"CUDD": solvers.pop("CUDD")}
            _beside(table, what, slow, _verdict, iter(some[:1]), rounds)
        _beside(table, what, solvers, _verdict, iter(some), rounds)
        peers: Mapping[str, tuple[float, Callable[[Pair], Work]]] = {
            "z3, yes or no": (1 / 3, _z3),
            "deepdiff, without order": (0.2, partial(_deepdiff, ignore_order=True)),
            "deepdiff, in order": (0.2, _deepdiff),
        }
        _beside(table, f"whole diff, 5 edits of {size}", peers, _whole, iter(some), rounds)


def refactorings(table: Table) -> None:
    """Clauses split, merged, renamed and shuffled, and nothing changed."""
    for workload, goal in (("refactor", 0.1), ("refactor_several", 1 / 3)):
        for size in (200, 1000):
            some = (pair(workload, size, seed) for seed in FEW)
            what = f"equivalence, {workload.replace('_', ' ')}, {size}"
            _beside(table, what, {"z3, proof": (goal, _z3)}, _verdict, some, 3)


def rewrites(table: Table) -> None:
    """Nothing is as it was: all of it listed, or cut and flagged."""
    some = [pair("rewrite", 200, seed) for seed in FEW]
    _beside(table, "whole diff, rewrite of 200", {"z3": (30, _z3)}, _whole, iter(some), 1)
    large = [pair("rewrite", 1000, seed) for seed in FEW]
    _beside(table, "verdict, rewrite of 1000", {"z3": (5, _z3)}, _mixed, iter(large), 1)
    for size, one in ((1000, large[0]), (5000, pair("rewrite", 5000, 1))):
        start = time.perf_counter()
        told = policykit.diff(one.before, one.after)
        seconds = time.perf_counter() - start
        assert told.verdict == "mixed"
        assert told.undecided is not None or told.unsaid
        print(
            f"    whole diff, rewrite of {size}: {seconds:.1f} s, {told.verdict}, "
            f"{len(told.disclosures) + len(told.processing)} statements, cut"
        )


def growth(table: Table) -> None:
    """Five edits cost no more than in proportion to the clauses."""
    times = {}
    for size in (50, 5000):
        some = [pair("edit5", size, seed) for seed in SEEDS]
        times[size] = statistics.median(
            medians(partial(_whole, one), lambda: None, 3)[0] for one in some
        )
    shown = f"{times[5000] * 1e3:>9.2f} ms {times[50] * 1e3:>10.2f} ms"
    table.ratio(
        "M",
        "whole diff of 5 edits, 5 000 clauses",
        "50 clauses",
        100,
        times[5000] / times[50],
        shown,
    )


def structures(table: Table) -> None:
    """D1 to D3: the changes of clauses alone, with moves, fields and redlines."""
    made = WORKLOADS["edit5pct"](200, 1)
    of = _header()
    before, after = _loaded(of, made.before, "1.0.0"), _loaded(of, made.after, "2.0.0")
    by_id = [{one["id"]: one for one in data["clauses"]} for data in (before.data, after.data)]
    old, new = text(made.before, "1.0.0"), text(made.after, "2.0.0")

    def ours() -> object:
        found = clause_changes(pairs(before.clauses, after.clauses))
        return [change.as_json() for change in found]

    def deep() -> object:
        return DeepDiff(before.data["clauses"], after.data["clauses"], group_by="id")

    def nested() -> object:
        return Differ().diff(*by_id)

    def read_both() -> None:
        for source, number in ((old, "1.0.0"), (new, "2.0.0")):
            read_version(source, f"{number}.yaml", of, number)

    def from_text() -> None:
        read_both()
        ours()

    def theirs_from_text() -> None:
        loaded: Any = [yaml.load(source, yaml.CSafeLoader) for source in (old, new)]
        DeepDiff(loaded[0]["clauses"], loaded[1]["clauses"], group_by="id")

    table.row("D1", "changes of 200 clauses", "deepdiff, grouped by id", 0.02, ours, deep)
    table.row("D1", "the same", "nested_diff, by id", 0.25, ours, nested)
    name = "2 x CSafeLoader, then deepdiff"
    table.row("D2", "the same from text", name, 0.3, from_text, theirs_from_text)
    table.row("D3", "the same, loaded", "reading both", 0.25, ours, read_both)


def decisions(table: Table) -> None:
    """Q1 to Q3: whole questions to 200 clauses with selectors alone, and with all conditions."""
    made = WORKLOADS["edit5"](200, 1).after
    bare = [
        {key: value for key, value in clause.items() if key not in ("when", "unless", "overlays")}
        for clause in made
    ]
    of = _header()
    _asked(table, _loaded(of, bare, "2.0.0"), goals=True)
    _asked(table, _loaded(of, made, "2.0.0"), goals=False)


def _asked(table: Table, one: Version, *, goals: bool) -> None:
    one.decide(on=DAY, personal_data="email_address", recipient="police", jurisdiction="DE")
    (decider,) = one._deciders.values()
    asked = _questions(decider, 500, seed=1)
    cedar, scan = Cedar(decider.space, decider.rules), Scan(decider.space, decider.rules)
    few = asked[:50]
    texts = {clause.id: clause.normal.get("text") for clause in one.clauses}
    places = {clause.id: clause.place for clause in one.clauses}
    names = tuple(asked[0])
    rows = [tuple(scenario.values()) for scenario in asked]
    prepared = one.prepare(*names, on=DAY)
    # To a version that was not asked anything: other scenarios each round, and before the first.
    rounds = 5
    unasked = _questions(decider, len(asked) * (rounds + 1), seed=2)
    others = iter([tuple(scenario.values()) for scenario in unasked])
    new = Version(one.header, one.content, one.path).prepare(*names, on=DAY)

    def ours() -> None:
        for scenario in asked:
            one.decide(on=DAY, **scenario)

    def rows_again() -> None:
        for row in rows:
            prepared(*row)

    def other_rows() -> None:
        for row in islice(others, len(asked)):
            new(*row)

    def reasons() -> None:
        for scenario in asked:
            for name in one.decide(on=DAY, **scenario).clauses:
                document = one.content.document
                place = document.line_column(document.offset(("clauses", places[name])))
                assert texts[name]
                assert place

    def theirs() -> None:
        for scenario in few:
            cedar.ask(scenario)

    def scanned() -> None:
        for scenario in asked:
            scan.ask(scenario)

    many, size = len(asked) / len(few), len(decider.space.coordinates)
    scanning = "a scan of frozen sets"
    for goal_id, what, goal, work, peer, peer_name, share in (
        ("Q1", "a decision, with the clauses", 0.005, ours, theirs, "cedarpy, handles", many),
        ("Q2", "a prepared one, asked before", 0.1, rows_again, scanned, scanning, 1.0),
        ("", "a prepared one, never asked before", None, other_rows, scanned, scanning, 1.0),
        ("", "by keywords, asked before", None, ours, scanned, scanning, 1.0),
        ("Q3", "a decision, with texts and places", 0.05, reasons, theirs, "cedarpy", many),
    ):
        mine, other = medians(work, peer, rounds)
        mine, other = mine / len(asked), other * share / len(asked)
        shown = f"{mine * 1e6:>9.2f} us {other * 1e6:>10.2f} us"
        if goals and goal is not None:
            table.ratio(
                goal_id, f"{what}, {size} coordinates", peer_name, goal, mine / other, shown
            )
        else:
            print(f"    {what}, {size} coordinates {shown}  {mine / other:.4f} {peer_name}")


def _questions(decider: Decider, count: int, seed: int) -> list[dict[str, Any]]:
    """Scenarios, half of them where some rule speaks."""
    dice = random.Random(seed)
    found: list[dict[str, Any]] = []
    boxes = [masks for rule in decider.rules for masks in rule.boxes]
    while len(found) < count:
        masks = dice.choice(boxes) if len(found) % 2 else decider.space.full
        scenario = {
            one.id: dice.choice(one.of(mask))
            for one, mask in zip(decider.space.coordinates, masks, strict=True)
        }
        try:
            decider.decide(scenario)
        except policykit.ImpossibleScenario:
            continue
        found.append(scenario)
    return found
