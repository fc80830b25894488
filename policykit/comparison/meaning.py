"""Whether what changed of a clause took part in what changed in meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from policykit.comparison.changes import (
    ClauseChange,
    CommitmentChange,
    Meaning,
    OutcomeChange,
    RightChange,
    StatementChange,
)
from policykit.comparison.clauses import Pair, clause_changes, of_legal_bases, of_words
from policykit.comparison.fields import root
from policykit.library.compiled import governs_scenarios
from policykit.model import PLACEMENT, PROSE, RECORDS, Clause

_WITHOUT_MEANING: Final = (*PROSE, *PLACEMENT, *RECORDS)


class Responsible(NamedTuple):
    """The clauses, by id, that some change of meaning is due to; `whole` if the lists are."""

    before: frozenset[str]
    after: frozenset[str]
    whole: bool

    def has(self, before: Clause | None, after: Clause | None) -> bool:
        """Whether a clause is among them, on either side."""
        was = before is not None and before.id in self.before
        return was or (after is not None and after.id in self.after)


def responsible(
    changes: Iterable[OutcomeChange | CommitmentChange | RightChange],
    statements: Iterable[StatementChange],
    *,
    whole: bool,
) -> Responsible:
    """The clauses that changes name; `whole` says that nothing was left undecided or unsaid."""
    sides: tuple[set[str], set[str]] = (set(), set())
    for change in changes:
        for found, ids in zip(sides, change.clauses, strict=True):
            found.update(ids)
    for statement in statements:
        sides[statement.change == "made"].add(statement.id)
    return Responsible(frozenset(sides[0]), frozenset(sides[1]), whole)


def judged(pairs: Sequence[Pair], found: Responsible) -> Iterator[ClauseChange]:
    """What happened to each clause, and whether it took part in what changed in meaning."""
    for pair in pairs:
        for change in clause_changes([pair]):
            yield change._replace(meaning=_meaning(pair, change, found))


def _meaning(pair: Pair, change: ClauseChange, found: Responsible) -> Meaning:
    before, after = change.before, change.after
    match change.change:
        case "moved":
            return "same"
        case "renamed":
            # A clause that was merged into another may have taken something with it.
            return _of_rules(found, before, None) if before in pair.merged else "same"
        case "reworded" | "changed":
            only_words = all(root(path) in _WITHOUT_MEANING for path in change.fields)
        case _:
            only_words = False
    if not only_words:
        if any(one is not None and one.kind == "figure" for one in (before, after)):
            return "changed"
        if any(of_legal_bases(pair)) or found.has(before, after):
            return "changed"
        if not any(of_words(pair)):
            return _of_rules(found, before, after)
    return "unstructured" if any(of_words(pair)) else "same"


def _of_rules(found: Responsible, before: Clause | None, after: Clause | None) -> Meaning:
    """What can be said of rules: nothing, if they may be among what the lists leave out."""
    if found.has(before, after):
        return "changed"
    clauses = [clause for clause in (before, after) if clause is not None]
    if not found.whole and any(governs_scenarios(one) or one.kind == "right" for one in clauses):
        return "undecided"
    return "same"
