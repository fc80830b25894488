"""Values of commitments in one language: durations, levels, sums, and promises case by case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from policykit.catalogue import ENGLISH, Catalogue
from policykit.comparison.naming import Names
from policykit.model import Cover
from policykit.vocabulary import Commitment
from policykit.vocabulary.commitments import parts_of_duration


class Said(NamedTuple):
    """How a language says a commitment: its name, its values, and a value after "instead of"."""

    phrase: str
    says: Mapping[str, str]
    instead: str


class Values:
    """What commitments and their values are called in one language."""

    def __init__(self, names: Names, catalogue: Catalogue) -> None:
        self.names = names
        self.catalogue = catalogue

    def said(self, kind: Commitment) -> Said:
        """The words of a commitment; of a policy's own its title, where only English has more."""
        if self.catalogue.language == ENGLISH:
            return Said(kind.phrase, kind.says, kind.instead)
        own = self.names.lexicon.is_own("commitments", kind.id)
        found = None if own else self.catalogue.commitments.get(kind.id)
        if found is None:
            return Said(self.catalogue.quoted(kind.title), {}, "")
        return Said(found["phrase"], found.get("says", {}), found.get("instead", ""))

    def value(
        self, kind: Commitment, value: Any, *, short: bool = False, bare: bool = False
    ) -> str:
        """
        A value in words: "a transparency report every 3 months".

        With `short`, as it reads after another of its kind: "every 6 months". With `bare`, one
        that promises nothing as it reads after "it may": "tell the person".
        """
        if isinstance(value, list):
            if value and isinstance(value[0], Mapping) and "value" in value[0]:
                return self._cases(kind, value, bare=bare)
            # Several hold at once, or any of them may: no one is known to be the weakest.
            joint = "and" if kind.combine == "limit" else "or"
            return self.catalogue.joined([self.value(kind, one) for one in value], joint)
        if isinstance(value, Mapping):
            if "value" in value:
                return self._cases(kind, [value], bare=bare)
            if "amount" in value:
                return self._money(value)
            return self._level(kind, value)
        said = self.said(kind)
        if value is None or value is False:
            return said.says.get("none", self.catalogue.patterns["nothing"])
        if value is True:
            return said.phrase
        if value in said.says:
            text = said.says[value]
            if value in kind.without_duty and not bare:
                return self.catalogue.pattern("without-duty", value=text)
            return text
        shown = self._plain(kind, value)
        template = said.instead if short and said.instead else said.says.get("*", "{}")
        text = template.format(shown)
        return self.catalogue.rounded(text)

    def owed(self, kind: Commitment, value: Any) -> str:
        """A commitment that is owed, whatever its kind: "the minimum age: 16 years"."""
        text = self.value(kind, value)
        if self.said(kind).says or isinstance(value, bool):
            return text
        return f"{self.said(kind).phrase}: {text}"

    def _plain(self, kind: Commitment, value: Any) -> str:
        if kind.type == "duration":
            return self.period(str(value))
        if kind.type == "count":
            number = int(value)
            return (
                self.catalogue.count(kind.unit, number)
                if kind.unit
                else self.catalogue.number(number)
            )
        return self.catalogue.quoted(str(value))

    def period(self, text: str) -> str:
        """An ISO 8601 duration in words, in the units it is written in: "1 year and 6 months"."""
        parts = parts_of_duration(text)
        if parts is None:
            return self.catalogue.quoted(text.replace("_", " "))
        named = [self.catalogue.count(unit, number) for unit, number in parts if number]
        return self.catalogue.joined(named, "and") or self.catalogue.patterns["no-time"]

    def _money(self, value: Mapping[str, Any]) -> str:
        amount = value["amount"]
        shown = self.catalogue.number(amount) if isinstance(amount, int) else str(amount)
        sign = self.catalogue.currencies.get(value["currency"])
        if sign is not None:
            return sign.format(shown)
        return self.catalogue.pattern("money", amount=shown, currency=value["currency"])

    def _level(self, kind: Commitment, value: Mapping[str, Any]) -> str:
        level = self.value(kind, value["level"])
        if value.get("days") is None:
            return level
        fewer = kind.days.get(value["level"]) == "fewer"
        days = self.catalogue.count("day", value["days"])
        return self.catalogue.pattern(
            "level-days-fewer" if fewer else "level-days-more", level=level, days=days
        )

    def _cases(self, kind: Commitment, cases: list[Mapping[str, Any]], *, bare: bool) -> str:
        """Values with their conditions, of which the first that applies counts."""
        said = ""
        for case in cases:
            text = self.value(kind, case["value"], bare=bare)
            for field, pattern in (("when", "case-when"), ("unless", "case-unless")):
                if case.get(field):
                    text = self.catalogue.pattern(
                        pattern, value=text, conditions=self._any_of(case[field])
                    )
            said = self.catalogue.pattern("case-next", cases=said, case=text) if said else text
        return said

    def _any_of(self, maps: Any) -> str:
        """Maps of selectors and conditions, any one of which suffices."""
        alternatives = [
            self._all_of(one) for one in ([maps] if isinstance(maps, Mapping) else maps)
        ]
        if len(alternatives) == 1:
            return alternatives[0]
        return self.catalogue.pattern("one-of", clauses="; ".join(alternatives))

    def _all_of(self, named: Mapping[str, Any]) -> str:
        clauses = []
        for field, value in named.items():
            cover = Cover(tuple(value) if isinstance(value, list | tuple) else (value,))
            condition = self.names.field(field).get("condition")
            if condition is not None:
                clauses.append(condition.format(self.names.named(field, cover, "or", inline=True)))
            else:
                clauses += [
                    self.catalogue.pattern("it-is", adverbial=one.text)
                    if one.adverbial
                    else one.text
                    for one in self.names.condition(field, cover)
                ]
        return self.catalogue.joined(clauses, "and")
