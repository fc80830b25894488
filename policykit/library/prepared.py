"""A question that is asked again and again, each time with other values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from policykit.library.answer import Decision
from policykit.library.decision import Decider, Kind, hashable
from policykit.library.questions import BadQuestion
from policykit.remembering import remember


class PreparedQuestion:
    """
    A question with some values that are the same each time, and others that are given each time.

    Made by `Version.prepare`, and called with the values. Immutable, and safe to share between
    threads: what it remembers of one answer never changes another.
    """

    __slots__ = ("_answers", "_decider", "_kind")

    def __init__(self, decider: Decider, asked: Sequence[str], fixed: Mapping[str, Any]) -> None:
        for place, name in enumerate(asked):
            if not isinstance(name, str):
                raise BadQuestion(str(name), f"the name of a coordinate is a text, not {name!r}")
            if name in fixed or name in asked[:place]:
                raise BadQuestion(name, f"'{name}' is asked about twice")
        values = dict(zip(fixed, hashable(fixed.values()), strict=True))
        self._decider = decider
        self._kind = Kind(decider, tuple(asked), values)
        self._answers: dict[tuple[Any, ...], Decision] = {}

    def __repr__(self) -> str:
        of, kind = self._decider, self._kind
        said = [*kind.asked, *(f"{name}={value!r}" for name, value in kind.fixed.items())]
        return f"<PreparedQuestion {of.policy}@{of.version} on {of.day}: {', '.join(said)}>"

    def __call__(self, *values: Any) -> Decision:
        """
        The answer, with a value for each coordinate that is asked about, in their order.

        Parameters:
            values: each as `Version.decide` takes it: a term, a list of terms, true or false, or
                None for anything.

        Returns:
            What `Version.decide` answers to the same coordinates and values.

        Raises:
            BadQuestion: a term that does not exist.
            ImpossibleScenario: a combination that the vocabulary rules out.
            OutOfWork: so much is asked about that the split would take too long, or is too long.
            TypeError: more values or fewer than there are coordinates to give.

        """
        try:
            found = self._answers.get(values)
        except TypeError:  # a list of terms
            values, found = hashable(values), None
        if found is None:
            names = self._kind.asked
            if len(values) != len(names):
                counted = f"{len(names)} value{'' if len(names) == 1 else 's'}"
                raise TypeError(f"{self} takes {counted}, not {len(values)}")
            found = self._decider.find(self._kind, values)
            remember(self._answers, values, found)
        return found if not found.commitments and not found.cases else found.apart()
