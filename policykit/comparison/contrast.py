"""What is said of two policies side by side: who leads in what, and how the other stands to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from policykit.comparison.clauses import structured
from policykit.comparison.messages import Message
from policykit.comparison.wording import LeftOut, Words
from policykit.library.policy import Version
from policykit.model import PERMISSION, Clause, Cover, Outcome
from policykit.scenarios.space import Space
from policykit.scenarios.statements import Statement
from policykit.vocabulary import Commitment
from policykit.vocabulary.commitments import promises_nothing, same

AFTER: Final[dict[str, Outcome]] = {
    "newly_permitted": "permitted",
    "newly_required": "required",
    "no_longer_required": "permitted",
    "no_longer_permitted": "unstated",
    "newly_prohibited": "prohibited",
    "no_longer_prohibited": "unstated",
}
"""The outcome that each change of outcome comes to."""


def names_of(one: Version, other: Version) -> tuple[str, str]:
    """What two policies are called in a sentence: by publisher, and by more where that is one."""
    if one.policy_id == other.policy_id:
        return f"{one.publisher} {one.number}", f"{other.publisher} {other.number}"
    if one.publisher != other.publisher:
        return one.publisher, other.publisher
    if one.title != other.title:
        return f"{one.publisher} ({one.title})", f"{other.publisher} ({other.title})"
    return f"{one.publisher} ({one.policy_id})", f"{other.publisher} ({other.policy_id})"


class Contrast(Words):
    """The words of one comparison of two policies."""

    def __init__(self, one: Version, other: Version, space: Space) -> None:
        super().__init__(other, one, space)
        self.names = names_of(one, other)
        # Clauses of which only a reader can tell whether both say the same.
        self.untold = any(
            not structured(clause) and clause.kind != "statement"
            for version in (one, other)
            for clause in version.clauses
        )
        self.texts = tuple(version.data.get("text") == "verbatim" for version in (one, other))

    def contrast(self, id_: str, leader: int, **arguments: Any) -> Message:
        """A message in which one of both leads (0: the one, 1: the other)."""
        return self.message(
            id_, lead=self.names[leader], rest=self.names[1 - leader], leader=leader, **arguments
        )

    def outcome(
        self,
        change: str,
        before: Outcome,
        statement: Statement,
        left_out: LeftOut,
        unnamed: Sequence[Sequence[str]],
    ) -> Message:
        """Scenarios in which the two policies say different things; nothing of it is new."""
        outcomes = (before, AFTER[change])
        weights = [(PERMISSION[one], one == "prohibited") for one in outcomes]
        leader = int(weights[1] > weights[0])
        return self.contrast(
            f"contrast-{outcomes[leader]}-{outcomes[1 - leader]}",
            leader,
            where=statement.part.jurisdictions,
            scenario=statement.part.scenario,
            unnamed=unnamed[leader],
            **{"except": statement.except_},
        )

    def commitment(
        self, kind: Commitment, before: Any, after: Any, statement: Statement
    ) -> Message:
        """Guarantees that differ, where both policies allow something."""
        return self.promise(
            kind,
            (before, after),
            where=statement.part.jurisdictions,
            scenario=statement.part.scenario,
            **{"except": statement.except_},
        )

    def policy_promise(self, kind: Commitment, values: tuple[Any, Any], places: Cover) -> Message:
        """A commitment, of no scenario, that the policies do not make alike."""
        return self.promise(kind, values, where=places, scenario={}, **{"except": ()})

    def promise(self, kind: Commitment, values: tuple[Any, Any], **more: Any) -> Message:
        """Two values of one commitment."""
        absent = [
            not isinstance(value, list) and same(kind, value, kind.absent) for value in values
        ]
        if kind.type == "boolean":
            absent = [value is not True for value in values]
        leader = int(absent[0])
        way = "promises" if kind.says or kind.type == "boolean" else "states"
        if kind.type == "boolean" and kind.protects is not True:
            way = "applies"
        id_ = f"contrast-{way}" if any(absent) else f"contrast-{way}-both"
        free = [promises_nothing(kind, value) for value in values]
        if any(absent) and any(free):
            id_ = "contrast-possibility"
        elif free[0] != free[1]:
            id_, leader = "contrast-promises-possibility", int(free[0])
        return self.contrast(
            id_,
            leader,
            commitment=kind.id,
            before=values[1 - leader],
            after=values[leader],
            **more,
        )

    def right(self, right: str, change: str, statement: Statement) -> Message:
        """A right that one of both grants."""
        return self.contrast(
            "contrast-right",
            int(change == "granted"),
            where=statement.part.jurisdictions,
            right=right,
            scenario=statement.part.scenario,
            **{"except": statement.except_},
        )

    def statement(self, clause: Clause, change: str, places: Cover) -> Message:
        """A statement of fact that one of both makes in these words."""
        leader = int(change == "made")
        return self.contrast(
            "contrast-statement",
            leader,
            where=places,
            texts=clause.normal.get("text", {}),
            title=clause.title,
            id=clause.id,
            verbatim=self.texts[leader],
            section=clause.section,
        )
