"""
What is said of each change: a message's id and arguments, in no language yet.

A message claims exactly what its entry covers: where, who, what, to whom, on what trigger, and
what is left out. Where something of it was so before, `new` has the parts that were not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from policykit.catalogue import catalogue
from policykit.comparison.lexicon import Lexicon
from policykit.comparison.messages import Message
from policykit.comparison.promises import ClausePromise
from policykit.library.policy import Version
from policykit.model import EVERYWHERE, OPERATIONS, Clause, Cover, Outcome
from policykit.scenarios.coordinates import Coordinate
from policykit.scenarios.covers import cover, extent
from policykit.scenarios.space import Space
from policykit.scenarios.statements import Part, Statement
from policykit.vocabulary import Commitment
from policykit.vocabulary.commitments import promises_nothing, same

if TYPE_CHECKING:
    from policykit.comparison.speaking import Speaker

_MAY_BE_NEW: Final = frozenset(("newly_permitted", "newly_required", "newly_prohibited"))
"""Changes whose sentence is true of what was already so: "may now", never "no longer"."""


class LeftOut(NamedTuple):
    """What a statement leaves out: what was so already, as the rest is now, and all else."""

    others: tuple[Part, ...]
    alike: tuple[Part, ...] = ()


class Words:
    """The words of a comparison or a version: its publisher, vocabularies, places."""

    def __init__(self, after: Version, before: Version, space: Space | None = None) -> None:
        self.who = after.publisher
        self.verbatim = tuple(version.data.get("text") == "verbatim" for version in (before, after))
        sides = (after.header.side, before.header.side)
        self.lexicon = Lexicon(tuple(side.vocabulary for side in sides), sides[0].atlas)
        self._space = space
        self._speakers: dict[str, Speaker] = {}

    def __getstate__(self) -> dict[str, Any]:
        # What is made while speaking is made again.
        return {**vars(self), "_space": None, "_speakers": {}}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Words):
            return NotImplemented
        return (self.who, self.verbatim) == (other.who, other.verbatim)

    def __hash__(self) -> int:
        return hash(self.who)

    def speaker(self, language: str) -> Speaker:
        """
        Who says these words in a language.

        Raises:
            UnknownLanguage: no catalogue is in it.

        """
        found = self._speakers.get(language)
        if found is None:
            from policykit.comparison.speaking import Speaker  # only when a sentence is asked for

            found = self._speakers[language] = Speaker(self, catalogue(language))
        return found

    # Messages

    def message(self, id_: str, **arguments: Any) -> Message:
        """A message in these words."""
        return Message(id_, arguments, self)

    def outcome(
        self,
        change: str,
        before: Outcome,
        statement: Statement,
        left_out: LeftOut,
        unnamed: Sequence[Sequence[str]],
    ) -> Message:
        """
        A change of outcome; `unnamed` are, by side, fields that nothing which allows it names.

        What is left out and was so already is not said to be an exception: the first sentence is
        true of it, and another one says what of the whole is new, or what of it is not.
        """
        if change not in _MAY_BE_NEW:
            left_out = LeftOut(statement.except_)
        told = len(statement.holes) == len(left_out.alike) == 1 and not left_out.others
        return self.message(
            change.replace("_", "-"),
            where=statement.part.jurisdictions,
            scenario=statement.part.scenario,
            **{"except": left_out.others},
            unnamed=unnamed[1],
            new=self._new(statement) if told else (),
            already=() if told else left_out.alike,
            before=before,
        )

    def commitment(
        self, kind: Commitment, before: Any, after: Any, statement: Statement
    ) -> Message:
        """A guarantee that moved, on scenarios that both versions allow."""
        return self._promise(
            kind,
            before,
            after,
            where=statement.part.jurisdictions,
            scenario=statement.part.scenario,
            **{"except": statement.except_},
            clause=None,
        )

    def clause_promise(self, move: ClausePromise, places: Cover) -> Message:
        """A commitment that moved in one clause."""
        clause = move.pair.after or move.pair.before
        assert clause is not None
        named = {"id": clause.id, "title": clause.title, "section": clause.section}
        return self._promise(
            move.kind,
            move.before,
            move.after,
            where=places,
            scenario={},
            **{"except": ()},
            clause=named,
        )

    def _promise(self, kind: Commitment, before: Any, after: Any, **more: Any) -> Message:
        return self.message(
            _of_promise(kind, before, after),
            commitment=kind.id,
            before=before,
            after=after,
            **more,
        )

    def statement(self, clause: Clause, change: str, places: Cover) -> Message:
        """A statement of fact made or withdrawn."""
        return self.message(
            f"statement-{change}",
            where=places,
            texts=clause.normal.get("text", {}),
            title=clause.title,
            id=clause.id,
            verbatim=self.verbatim[change == "made"],
            section=clause.section,
        )

    def right(self, right: str, change: str, statement: Statement) -> Message:
        """A right granted or withdrawn."""
        return self.message(
            f"right-{change}",
            where=statement.part.jurisdictions,
            right=right,
            scenario=statement.part.scenario,
            **{"except": statement.except_},
        )

    def _new(self, statement: Statement) -> tuple[Part, ...]:
        """
        What a box less one hole comes to: what lies outside of it in one coordinate or another.

        The parts overlap, so that each is said by one coordinate alone.
        """
        space = self._space
        assert space is not None
        hole = statement.except_[0]
        within = {"jurisdiction": statement.part.jurisdictions, **statement.part.scenario}
        inside = {"jurisdiction": hole.jurisdictions, **hole.scenario}
        if hole.jurisdictions == EVERYWHERE:
            del inside["jurisdiction"]
        found: list[Part] = []
        for field, cut in inside.items():
            coordinate = space.coordinates[space.position[field]]
            whole = _mask(coordinate, within.get(field, EVERYWHERE))
            rest = cover(coordinate, whole & ~_mask(coordinate, cut))
            found.append(
                Part(rest, {}) if field == "jurisdiction" else Part(EVERYWHERE, {field: rest})
            )
        return tuple(found)


def _of_promise(kind: Commitment, before: Any, after: Any) -> str:
    """Which message says that a commitment moved so."""
    if kind.type == "boolean" and kind.protects is not True:
        plain = isinstance(before, bool) and isinstance(after, bool)
        lifted = after is False if plain else after is kind.absent
        return "burden-lifted" if lifted else "burden-applied"
    gone, new = (
        not isinstance(value, list) and same(kind, value, kind.absent) for value in (after, before)
    )
    promised = bool(kind.says) or kind.type == "boolean"
    was_free, is_free = (promises_nothing(kind, value) for value in (before, after))
    if gone and was_free:
        return "possibility-ended"
    if new and is_free:
        return "possibility-stated"
    if gone:
        return "commitment-ended" if promised else "term-removed"
    if new:
        return "commitment-made" if promised else "term-stated"
    if not promised:
        return "term-changed"
    if was_free != is_free:
        return "commitment-loosened" if is_free else "commitment-bound"
    # Two values of one kind share their words: "every 3 months instead of every 6 months".
    alike = kind.instead and all(
        isinstance(value, str | int) and value not in kind.says for value in (before, after)
    )
    return "commitment-shifted" if alike else "commitment-replaced"


def _mask(coordinate: Coordinate, found: Cover) -> int:
    wanted = 0
    for term in found.terms:
        wanted |= coordinate.full if term == "*" else extent(coordinate, term)
    for term in found.except_:
        wanted &= ~extent(coordinate, term)
    return wanted


def operations_of(found: Cover) -> Sequence[str]:
    """The operations that a cover names, in the order of the format."""
    return [
        name
        for name in OPERATIONS
        if ("*" in found.terms or name in found.terms) and name not in found.except_
    ]
