"""What a question is answered with: an outcome, the clauses that decide, what is promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, Final, Literal, NoReturn

from policykit.model import EVERYWHERE, Outcome
from policykit.records import NamedTuple
from policykit.scenarios.statements import Part, scenario_json


class ImpossibleScenario(ValueError):
    """A combination that cannot occur, with the vocabulary's reasons."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(*reasons)
        self.reasons = tuple(reasons)

    def __str__(self) -> str:
        return f"what is asked cannot occur: {' '.join(self.reasons)}"


class Case(NamedTuple):
    """A part of the question that has one answer."""

    part: Part
    except_: tuple[Part, ...]
    outcome: Outcome
    clauses: tuple[str, ...]
    commitments: Mapping[str, Any]

    def apart(self) -> Case:
        """The same, with maps of its own."""
        part, except_, outcome, clauses, commitments = self
        parts = tuple(one._replace(scenario=dict(one.scenario)) for one in (part, *except_))
        return Case(parts[0], parts[1:], outcome, clauses, _copy(commitments))

    def as_json(self) -> dict[str, object]:
        """An entry of `cases`."""
        shown: dict[str, object] = {}
        if self.part.jurisdictions != EVERYWHERE:
            shown["jurisdictions"] = self.part.jurisdictions.as_json()
        shown["scenario"] = scenario_json(self.part.scenario)
        if self.except_:
            shown["except"] = [part.as_json() for part in self.except_]
        return {
            **shown,
            "outcome": self.outcome,
            "clauses": list(self.clauses),
            "commitments": dict(self.commitments),
        }


class Decision(NamedTuple):
    """
    The answer to a question.

    `outcome` is `depends` where it is not the same throughout; `cases` then has the exact split
    and is empty otherwise. `clauses` are those that decide, by id, in document order.
    `commitments` are what is guaranteed wherever the question is answered with yes: the weakest
    value, left out where nothing is promised.
    """

    policy: str
    version: str
    outcome: Outcome | Literal["depends"]
    clauses: tuple[str, ...]
    commitments: Mapping[str, Any]
    cases: tuple[Case, ...] = ()

    def apart(self) -> Decision:
        """The same, with maps of its own."""
        policy, version, outcome, clauses, commitments, cases = self
        if cases:
            cases = tuple(one.apart() for one in cases)
        return Decision(policy, version, outcome, clauses, _copy(commitments), cases)

    def as_json(self) -> dict[str, object]:
        """The decision as `policykit.decision/1`."""
        return {
            "schema": "policykit.decision/1",
            "policy": self.policy,
            "version": self.version,
            "outcome": self.outcome,
            "clauses": list(self.clauses),
            "commitments": dict(self.commitments),
            "cases": [case.as_json() for case in self.cases],
        }

    def __hash__(self) -> int:
        return hash((self.policy, self.version, self.outcome, self.clauses))


def _copy(commitments: Mapping[str, Any]) -> dict[str, Any]:
    """What is promised, with nothing in it that others hold: an amount is a map."""
    return {
        name: value if isinstance(value, (str, int)) else deepcopy(value)
        for name, value in commitments.items()
    }


class _Nothing(dict[str, Any]):
    """What an answer promises that promises nothing: one map for all of them, which stays empty."""

    __slots__ = ()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("an answer cannot be changed")

    __setitem__ = setdefault = update = __ior__ = _refuse

    def __reduce__(self) -> tuple[type[dict[str, Any]], tuple[()]]:
        return dict, ()


NOTHING: Final = _Nothing()
"""The promises of an answer without any; whoever tries to change them is refused."""
