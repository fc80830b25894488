"""
Sentences: a message in one language, from its arguments alone.

A sentence says where, who may what, which data, to whom, on what trigger. How a language puts that
is in its catalogue; here is only what is said, and what could be misread and so is set apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from policykit.catalogue import Catalogue, lookup
from policykit.comparison.messages import Message
from policykit.comparison.naming import FEW, Named, names
from policykit.comparison.values import Values
from policykit.comparison.wording import operations_of
from policykit.model import EVERYWHERE, SELECTORS, Cover
from policykit.scenarios.coordinates import REST
from policykit.scenarios.statements import Part

if TYPE_CHECKING:
    from policykit.comparison.wording import Words

_MOST_CASES: Final = 8
"""How many exceptions a sentence lists; of more it says how many there are."""

EVERYTHING: Final = Cover(("*",))
_GIVING: Final = frozenset(("disclosure", "transfer"))
"""Operations that give data to a recipient, so that "to" says who gets it."""


class Speaker:
    """One language, with the names that one comparison uses."""

    def __init__(self, words: Words, catalogue: Catalogue) -> None:
        self.words = words
        self.catalogue = catalogue
        self.names = names(words.lexicon, catalogue)
        self.values = Values(self.names, catalogue)
        self._slots: Mapping[str, Callable[[Mapping[str, Any], str], str]] = {
            "where": lambda said, _: self.names.where(said["where"]),
            "who": lambda _, __: words.who,
            "act": lambda said, way: self.act(said["scenario"], way),
            "conditions": lambda said, _: self.conditions(said["scenario"]),
            "exceptions": lambda said, _: self._exceptions(said),
            "value": lambda said, way: self._value(said, "after", way),
            "old": lambda said, way: self._value(said, "before", way),
            "name": lambda said, _: self.values.said(self._kind(said)).phrase,
            "scope": lambda said, _: self._scope(said),
            "people": lambda said, _: self._people(said["scenario"]),
            "right": lambda said, _: self._right(said["right"]),
            "unnamed": lambda said, _: self._unnamed(said),
            "data": lambda said, _: self._data(said["scenario"]),
            "section": lambda said, _: f" ({said['section']})" if said["section"] else "",
            "clause": lambda said, _: self.clause(said["id"], said["section"]),
            "fields": lambda said, _: ", ".join(said["fields"]),
            "ways": lambda said, _: ", ".join(catalogue.label(way) for way in said["ways"]),
            "member": lambda said, _: self.names.place(said["member"]),
            "group": lambda said, _: self.names.place(said["group"]),
            "kind": lambda said, _: self._kind_of_change(said["kind"]),
            "scenarios": lambda said, _: catalogue.number(said["scenarios"]),
        }

    def say(self, message: Message) -> str:
        """A message as a sentence."""
        said = {**message.arguments, "change": message.id}
        text, done = "", ""
        for literal, argument, way in self.catalogue.messages[message.id]:
            text += literal
            if argument == "words":
                # Somebody else's words stay as they are.
                done += self.catalogue.contracted(text) + self._quoted(said)
                text = ""
            elif argument in ("new", "before"):
                text += self._tail(argument, said)
            elif argument in self._slots:
                text += self._slots[argument](said, way)
            elif argument:
                text += str(said[argument])
        # Clauses stand in a list, and begin with an id.
        if message.id.startswith(("clause-", "reason-")):
            return text
        return self.catalogue.finished(done + self.catalogue.contracted(text))

    # What happens

    def act(self, scenario: Mapping[str, Cover], mode: str) -> str:
        """As in "disclose IP addresses of users to public authorities for advertising"."""
        joints = self.catalogue.modes[mode]
        operations = operations_of(scenario["operation"])
        verbs = [self.names.term("operations", one) for one in operations]
        text = self.catalogue.joined(verbs, joints["verbs"])
        told = _told(scenario)
        for field in ("personal_data", "data_subjects", "recipients", "purposes"):
            found = scenario.get(field) if field in told else None
            anyone = field == "recipients" and field not in scenario and "disclosure" in operations
            if found is None and (field == "personal_data" or anyone):
                found = EVERYTHING
            if found is not None:
                joint = joints["data" if field in ("personal_data", "data_subjects") else "others"]
                named = self.names.named(field, found, joint, each=True, all_=joints[field])
                text += self.names.field(field)["act"].format(named)
        return text

    def conditions(self, scenario: Mapping[str, Cover]) -> str:
        """As in " on a court order, if the person is a suspect and there is a threat"."""
        told = _told(scenario) if "operation" in scenario else {"personal_data", "data_subjects"}
        adverbials, clauses = self._split(scenario, told)
        text = ""
        for said in adverbials:
            # Behind a purpose, or a right, "on an order" would seem to belong to that.
            apart = said.opposite or "purposes" in told or "operation" not in scenario
            way = "adverbial-set-off" if apart else "adverbial"
            text += self.catalogue.pattern(way, adverbial=said.text)
        if not clauses:
            return text
        listed = self.catalogue.joined(clauses, "and")
        if len(clauses) > 1 and any("," in one for one in clauses):
            first = "; ".join(clauses[:-1])
            listed = self.catalogue.pattern("conditions-and", conditions=first, last=clauses[-1])
        return text + self.catalogue.pattern("conditions", conditions=listed)

    def _split(
        self, scenario: Mapping[str, Cover], told: frozenset[str] | set[str]
    ) -> tuple[list[Named], list[str]]:
        """What a scenario says beyond what is told: adverbials, and clauses after "if"."""
        adverbials: list[Named] = []
        clauses: list[str] = []
        for field, found in scenario.items():
            if field in told or field in ("operation", "rights"):
                continue
            if field in SELECTORS:
                named = self.names.named(field, found, "or", inline=True)
                clauses.append(self.names.field(field)["condition"].format(named))
                continue
            for said in self.names.condition(field, found):
                if said.adverbial:
                    adverbials.append(said)
                else:
                    clauses.append(said.text)
        return adverbials, clauses

    def _unnamed(self, said: Mapping[str, Any]) -> str:
        """That nothing of what allows it names a purpose: it may be read as if that did."""
        return "".join(self.catalogue.tail(f"unnamed-{field}") for field in said["unnamed"])

    # What is left out, or new

    def _exceptions(self, said: Mapping[str, Any]) -> str:
        parts: Sequence[Part] = said["except"]
        if not parts:
            return ""
        cases = [self.case(part, said["scenario"]) for part in parts]
        if len(cases) == 1:
            listed = ";" in self.conditions(said["scenario"])
            return self.catalogue.tail("except-apart" if listed else "except-one", case=cases[0])
        return self.catalogue.tail("except-many", cases=self._numbered(cases))

    def _tail(self, argument: str, said: Mapping[str, Any]) -> str:
        if argument == "before":
            change = str(said["change"]).replace("-", "_")
            new = "new-" if said["new"] or said["already"] else ""
            return self.catalogue.tail(f"before-{new}{change}-{said['before']}")
        text = ""
        for tail in ("new", "already"):
            cases = [self.case(part, said["scenario"]) for part in said[tail]]
            if len(cases) == 1:
                text += self.catalogue.tail(f"{tail}-one", case=cases[0])
            elif cases:
                text += self.catalogue.tail(f"{tail}-many", cases=self._numbered(cases))
        return text

    def _numbered(self, cases: Sequence[str]) -> str:
        """Cases by number, the largest first; a sentence has room for only so many."""
        most = len(cases) if len(cases) <= _MOST_CASES + 1 else _MOST_CASES
        listed = "; ".join(
            self.catalogue.tail("case", number=str(number), case=one)
            for number, one in enumerate(cases[:most], 1)
        )
        if most == len(cases):
            return listed
        return self.catalogue.tail("cases-more", cases=listed, count=str(len(cases) - most))

    def case(self, part: Part, within: Mapping[str, Cover] | None = None) -> str:
        """
        A box as an exception: "for phone numbers on a court order where it is an emergency".

        `within` is the scenario that it is taken out of.
        """
        act = {**(within or {}), **part.scenario}.get("operation")
        apart = {"destinations"}
        if act is not None and not set(operations_of(act)) <= _GIVING:
            # "To the police" says who gets it; of a use that must be said otherwise.
            apart.add("recipients")
        pieces: list[str] = []
        if part.jurisdictions != EVERYWHERE:
            where = self.names.where(part.jurisdictions)
            pieces.append(self.names.field("jurisdiction")["case"].format(where))
        if "operation" in part.scenario:
            named = [
                self.catalogue.operations[one] for one in operations_of(part.scenario["operation"])
            ]
            listed = self.catalogue.joined(named, "or")
            pieces.append(self.names.field("operation")["case"].format(listed))
        for field in ("personal_data", "data_subjects", "recipients", "purposes"):
            if field in part.scenario and field not in apart:
                named_ = self.names.named(field, part.scenario[field], "or", each=True)
                pieces.append(self.names.field(field)["case"].format(named_))
        adverbials, clauses = self._split(part.scenario, {*SELECTORS} - apart)
        pieces += [one.text for one in adverbials]
        if clauses:
            listed = self.catalogue.joined(clauses, "and")
            pieces.append(self.catalogue.pattern("whether", condition=listed))
        return " ".join(pieces)

    # Promises, rights, statements, clauses

    def _kind(self, said: Mapping[str, Any]) -> Any:
        return self.words.lexicon.commitment(said["commitment"])

    def _value(self, said: Mapping[str, Any], side: str, way: str = "") -> str:
        value = said[side]
        kind = self._kind(said)
        text = self.values.value(kind, value, short=way == "instead", bare=way == "bare")
        return self.catalogue.of(text) if way == "of" else text

    def _scope(self, said: Mapping[str, Any]) -> str:
        if "lead" in said:
            return self._scope_of_both(said)
        clause = said["clause"]
        if clause is not None:
            title = self.catalogue.quoted(clause["title"] or clause["id"])
            way = "scope-clause-numbered" if clause["section"] else "scope-clause"
            return self.catalogue.tail(way, clause=title, section=clause["section"])
        act = self.act(said["scenario"], "may")
        text = self.catalogue.tail("scope-guarantee", act=act)
        return text + self.conditions(said["scenario"]) + self._exceptions(said)

    def _scope_of_both(self, said: Mapping[str, Any]) -> str:
        """Where two policies allow what a promise is about; empty if that is no scenario."""
        if not said["scenario"]:
            return ""
        text = self.catalogue.tail("scope-contrast", act=self.act(said["scenario"], "may"))
        return text + self.conditions(said["scenario"]) + self._exceptions(said)

    def clause(self, id_: str, section: str) -> str:
        """A clause's name and its number, if it has one."""
        if not section:
            return id_
        return self.catalogue.tail("with-section", clause=id_, section=section)

    def _people(self, scenario: Mapping[str, Cover]) -> str:
        people = self.catalogue.patterns["people"]
        if "data_subjects" in scenario:
            return self.names.named("data_subjects", scenario["data_subjects"], "and", all_=people)
        return people

    def _right(self, right: str) -> str:
        whole = right.removeprefix("other:")
        if right == REST:
            return self.names.word("rights", right)
        named = self.names.alone("rights", whole)
        if not named:
            term = self.names.term("rights", whole)
            named = self.catalogue.pattern("right", right=term)
        if whole == right:
            return named
        return self.catalogue.pattern("other-kind", term=named)

    def _data(self, scenario: Mapping[str, Cover]) -> str:
        if "personal_data" not in scenario:
            return ""
        data = self.names.named("personal_data", scenario["personal_data"], "and")
        return self.catalogue.pattern("right-data", data=data)

    def _quoted(self, said: Mapping[str, Any]) -> str:
        texts: Mapping[str, str] = said["texts"]
        own = lookup(self.catalogue.asked, texts)
        text = next(iter(texts.values()), "") if own is None else texts[own]
        if not text:
            return str(said["title"] or said["id"])
        # Only the publisher's own words are put in quotation marks.
        return self.catalogue.quoted(text) if said["verbatim"] else text.strip().rstrip(".")

    def _kind_of_change(self, kind: str) -> str:
        if kind in self.catalogue.labels:
            return self.catalogue.label(kind)
        return self.values.said(self.words.lexicon.commitment(kind)).phrase


def _told(scenario: Mapping[str, Cover]) -> frozenset[str]:
    """The selectors that the act itself names; the others are conditions."""
    told = {"personal_data", "purposes"} & set(scenario)
    if "recipients" in scenario and set(operations_of(scenario["operation"])) <= _GIVING:
        told.add("recipients")
    data = scenario.get("personal_data")
    if "data_subjects" in scenario and (
        data is None or len(data.terms) == 1 or len(data.terms) > FEW
    ):
        # Of several kinds of data, "of users" might be said of the last alone.
        told.add("data_subjects")
    return frozenset(told)
