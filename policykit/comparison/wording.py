"""
Sentences: a change in plain English, from its data alone.

A sentence says where, who, may what, which data, to whom, on what trigger; where something of it
was so before, a second one says what is new. Words for terms are the vocabulary's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from policykit.comparison.promises import ClausePromise
from policykit.jurisdictions import Atlas
from policykit.library.policy import Version
from policykit.model import EVERYWHERE, Clause, Cover, Outcome
from policykit.scenarios.coordinates import LIST_OF, REST, Coordinate
from policykit.scenarios.covers import cover, extent
from policykit.scenarios.space import Space
from policykit.scenarios.statements import Part, Statement
from policykit.vocabulary import Commitment, Vocabulary
from policykit.vocabulary.commitments import duration, same

_ACTS: Final[Mapping[str, str]] = {
    "newly_permitted": "{who} may now {act}",
    "newly_required": "{who} must now {act}",
    "no_longer_required": "{who} no longer has to {act}, but still may",
    "no_longer_permitted": "the policy no longer lets {who} {act}",
    "newly_prohibited": "{who} now promises not to {act}",
    "no_longer_prohibited": "{who} no longer promises not to {act}",
}
_BEFORE: Final[Mapping[tuple[str, Outcome], str]] = {
    ("newly_permitted", "prohibited"): "; it had promised not to",
    ("newly_required", "prohibited"): "; it had promised not to",
    ("newly_required", "permitted"): "; until now it was free to",
    ("newly_prohibited", "permitted"): "; until now it might",
    ("newly_prohibited", "required"): "; until now it had to",
    ("no_longer_permitted", "required"): "; until now it had to",
}
_NEW: Final[Mapping[str, str]] = {
    "newly_permitted": "This is new",
    "newly_required": "This is new",
    "newly_prohibited": "This is new",
    "no_longer_required": "This ends",
    "no_longer_permitted": "This ends",
    "no_longer_prohibited": "This ends",
}
_OTHERS: Final[Mapping[str, str]] = {
    "personal_data": "data that no term names",
    "data_subjects": "people whom no term names",
    "recipients": "recipients whom no term names",
    "purposes": "purposes that no term names",
    "destinations": "places without a code",
    "jurisdiction": "places without a code",
}


class Words:
    """The words of one comparison: the publisher's name, the vocabulary, the places."""

    def __init__(self, after: Version, before: Version, space: Space) -> None:
        self.who = after.publisher
        self.verbatim = after.data.get("text") == "verbatim"
        self.vocabularies: tuple[Vocabulary, ...] = (
            after.header.side.vocabulary,
            before.header.side.vocabulary,
        )
        self.atlas: Atlas = after.header.side.atlas
        self.space = space

    # Sentences

    def outcome(self, change: str, before: Outcome, statement: Statement, *, so_far: bool) -> str:
        """
        A change of outcome.

        With `so_far` what the statement leaves out already was as all of it is now, so that the
        first sentence is true of the whole and the second says what of it is new.
        """
        part = statement.part
        act = self.act(part.scenario)
        said = _ACTS[change].format(who=self.who, act=act)
        first = f"{self.where(part.jurisdictions)}, {said}"
        first += self.conditions(part.scenario)
        if so_far and len(statement.holes) == 1:
            first += _BEFORE.get((change, before), "")
            return f"{_sentence(first)} {self.remainder(statement, _NEW[change])}"
        return _sentence(first + self.exceptions(statement) + _BEFORE.get((change, before), ""))

    def commitment(self, kind: Commitment, before: Any, after: Any, statement: Statement) -> str:
        """A guarantee that moved, on scenarios that both versions allow."""
        part = statement.part
        said = self.promise(kind, before, after)
        act = self.act(part.scenario)
        text = (
            f"{self.where(part.jurisdictions)}, {self.who} {said}, where both versions let it {act}"
        )
        return _sentence(text + self.conditions(part.scenario) + self.exceptions(statement))

    def clause_promise(self, move: ClausePromise, places: Cover) -> str:
        """A commitment that moved in one clause."""
        clause = move.pair.after or move.pair.before
        assert clause is not None
        said = self.promise(move.kind, move.before, move.after)
        return _sentence(f"{self.where(places)}, {self.who} {said}{_in(clause)}")

    def statement(self, clause: Clause, change: str, places: Cover) -> str:
        """A statement of fact made or withdrawn."""
        words = next(iter(clause.normal.get("text", {}).values()), clause.title or clause.id)
        # Only the publisher's own words are put in quotation marks.
        said = f"“{words}”" if self.verbatim else words.strip().rstrip(".")
        verb = "now states" if change == "made" else "no longer states"
        number = f" ({clause.section})" if clause.section else ""
        return _sentence(f"{self.where(places)}, {self.who} {verb}: {said}{number}")

    def right(self, right: str, change: str, statement: Statement) -> str:
        """A right granted or withdrawn."""
        part = statement.part
        people = "people" if "data_subjects" not in part.scenario else ""
        about = self.list_of("data_subjects", part.scenario.get("data_subjects"), "and")
        verb = "now have" if change == "granted" else "no longer have"
        term = f"the right {self.term('rights', right)}"
        if right.startswith("other:"):
            term = "any right that no term names"
        text = f"{self.where(part.jurisdictions)}, {people or about} {verb} {term}"
        if "personal_data" in part.scenario:
            text += f" for {self.list_of('personal_data', part.scenario['personal_data'], 'and')}"
        return _sentence(text + self.conditions(part.scenario) + self.exceptions(statement))

    # Parts of sentences

    def where(self, places: Cover) -> str:
        """As in "In every country", "In Brazil and the EU except Germany"."""
        if places == EVERYWHERE:
            return "In every country"
        if places.terms == ("*",):
            return f"Outside {self.listed('jurisdiction', places.except_, 'and')}"
        return f"In {self.named('jurisdiction', places, 'and', 'except')}"

    def act(self, scenario: Mapping[str, Cover]) -> str:
        """As in "disclose IP addresses of users to public authorities for advertising"."""
        operations = self._operations(scenario["operation"])
        verbs = [self.term("operations", one) for one in operations]
        data = self.list_of("personal_data", scenario.get("personal_data"), "and")
        text = f"{_join(verbs, 'or')} {data or 'any personal data'}"
        if "data_subjects" in scenario:
            text += f" of {self.list_of('data_subjects', scenario['data_subjects'], 'and')}"
        recipients = self.list_of("recipients", scenario.get("recipients"), "or")
        if recipients:
            giving = set(operations) <= {"disclosure", "transfer"}
            text += f" to {recipients}" if giving else f", also through {recipients},"
        elif "disclosure" in operations:
            text += " to anyone"
        if "purposes" in scenario:
            text += f" for {self.list_of('purposes', scenario['purposes'], 'or')}"
        return text

    def _operations(self, found: Cover) -> list[str]:
        coordinate = self.space.coordinates[self.space.position["operation"]]
        return [str(atom) for atom in coordinate.of(_mask(coordinate, found))]

    def conditions(self, scenario: Mapping[str, Cover]) -> str:
        """As in " on a court order, if the person is a suspect and it is an emergency"."""
        adverbials: list[str] = []
        wheres: list[str] = []
        if "destinations" in scenario:
            places = self.named("destinations", scenario["destinations"], "or", "except")
            wheres.append(f"the data goes to, or is kept in, {places}")
        for field, found in scenario.items():
            if field in LIST_OF or field == "destinations":
                continue
            adverbial, where = self.condition(field, found)
            if adverbial:
                adverbials.append(adverbial)
            else:
                wheres.append(where)
        text = "".join(f" {one}" for one in adverbials)
        return f"{text}, if {_join(wheres, 'and')}" if wheres else text

    def condition(self, field: str, found: Cover) -> tuple[str, str]:
        """A condition as an adverbial ("on a court order"), or else as a clause after "if"."""
        condition = next(
            words.conditions[field] for words in self.vocabularies if field in words.conditions
        )
        if condition.shape == "boolean":
            yes = condition.where_true or f"“{condition.title}” applies"
            no = condition.where_false or f"“{condition.title}” does not apply"
            return "", yes if found.terms == (True,) else no
        if condition.shape == "tree" and not found.except_ and len(found.terms) == 1:
            term = self._lookup(condition.list, str(found.terms[0]))
            if term is not None and term.alone:
                return ("", term.alone) if condition.where else (term.alone, "")
        name = self.named(field, found, "or", "other than")
        if condition.adverbial:
            return condition.adverbial.format(name), ""
        pattern = condition.where or f"“{condition.title}” is {{}}"
        if found.terms == ("*",) and found.except_:
            return "", _negated(pattern).format(self.listed(field, found.except_, "or"))
        return "", pattern.format(name)

    def exceptions(self, statement: Statement) -> str:
        """What a statement leaves out, as the end of its sentence; empty if nothing."""
        if not statement.except_:
            return ""
        parts = [self.predicates(part) for part in statement.except_]
        if len(parts) == 1:
            return f", except {parts[0]}"
        listed = "; ".join(f"({place}) {one}" for place, one in enumerate(parts, 1))
        return f", except {listed}"

    def remainder(self, statement: Statement, new: str) -> str:
        """What a box less one hole comes to, coordinate by coordinate, in disjoint pieces."""
        hole = statement.except_[0]
        fields = list(hole.scenario)
        if hole.jurisdictions != EVERYWHERE:
            fields.insert(0, "jurisdiction")
        # What reads as "on …" comes last: "where the offence is terrorism, on a court order".
        fields.sort(key=self._is_adverbial)
        within = {**statement.part.scenario, "jurisdiction": statement.part.jurisdictions}
        inside = {**hole.scenario, "jurisdiction": hole.jurisdictions}
        pieces: list[str] = []
        held: list[str] = []
        for field in fields:
            coordinate = self.space.coordinates[self.space.position[field]]
            whole = _mask(coordinate, within.get(field, EVERYWHERE))
            rest = whole & ~_mask(coordinate, inside[field])
            left = self.predicate(field, cover(coordinate, rest))
            if held:
                same = " ".join(held).replace(" where ", " and ")
                left = f"and, {same}, {left}"
            pieces.append(left)
            held.append(self.predicate(field, inside[field]))
        return f"{new} {', '.join(pieces)}."

    def _is_adverbial(self, field: str) -> bool:
        return any(
            words.conditions[field].adverbial
            for words in self.vocabularies
            if field in words.conditions
        )

    def predicates(self, part: Part) -> str:
        """An exception: "for phone numbers on a court order where the offence is terrorism"."""
        fields: dict[str, Cover] = dict(part.scenario)
        if part.jurisdictions != EVERYWHERE:
            fields = {"jurisdiction": part.jurisdictions, **fields}
        ordered = sorted(fields, key=lambda field: field not in LIST_OF and field != "jurisdiction")
        first, *more = (self.predicate(field, fields[field]) for field in ordered)
        wheres = " ".join([first, *more]).split(" where ")
        return " and ".join([" where ".join(wheres[:2]), *wheres[2:]])

    def predicate(self, field: str, found: Cover) -> str:
        """One coordinate of an exception."""
        if field == "jurisdiction":
            where = self.where(found)
            return f"for people {where[0].lower()}{where[1:]}"
        if field == "operation":
            verbs = [self.term("operations", one) for one in self._operations(found)]
            return f"where it is to {_join(verbs, 'or')}"
        named = self.named(field, found, "or", "other than")
        match field:
            case "personal_data":
                return f"for {named}"
            case "data_subjects":
                return f"of {named}"
            case "recipients":
                return f"to {named}"
            case "purposes":
                return f"for the purpose of {named}"
            case "destinations":
                return f"where the data goes to, or is kept in, {named}"
        adverbial, where = self.condition(field, found)
        return adverbial or f"where {where}"

    def promise(self, kind: Commitment, before: Any, after: Any) -> str:
        """As in "now promises a transparency report every 3 months instead of every 6 months"."""
        if kind.type == "boolean" and isinstance(before, bool) and isinstance(after, bool):
            verb = "promises" if kind.protects is True else "applies"
            return f"now {verb} {kind.phrase}" if after else f"no longer {verb} {kind.phrase}"
        old, new = self.value(kind, before), self.value(kind, after)
        absent = [same(kind, value, kind.absent) for value in (before, after)]
        if kind.says and any(absent) and not isinstance(before, list | dict):
            return f"now promises {new}" if absent[0] else f"no longer promises {old}"
        if kind.says:
            shared = kind.says.get("*", "").partition("{}")[0]
            plain = not isinstance(before, list) and not isinstance(after, list)
            if shared and plain and old.startswith(shared) and new.startswith(shared):
                start = shared.rsplit(" ", 2)[1] if shared.endswith("every ") else ""
                old = f"{start} {old.removeprefix(shared)}".strip()
            return f"now promises {new} instead of {old}"
        if absent[1]:
            return f"no longer states {kind.phrase} ({old})"
        if absent[0]:
            return f"now states {kind.phrase}: {new}"
        return f"changed {kind.phrase} from {old} to {new}"

    def value(self, kind: Commitment, value: Any) -> str:
        """A commitment's value in words."""
        if isinstance(value, list):
            both = kind.combine == "limit"
            return _join([self.value(kind, one) for one in value], "and" if both else "or")
        if isinstance(value, Mapping):
            if "amount" in value:
                return f"{value['amount']} {value['currency']}"
            if "level" in value:
                level = self.value(kind, value["level"])
                return f"{level}, {value['days']} days" if "days" in value else level
            return "case by case"
        if value is None:
            return "nothing"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if value in kind.says:
            return kind.says[value]
        shown = period(value) if kind.type == "duration" else str(value)
        if kind.unit and kind.type == "count":
            shown = f"{shown} {kind.unit}"
        if "*" not in kind.says:
            return shown
        return kind.says["*"].format(shown).replace("every 1 ", "every ")

    # Names

    def list_of(self, field: str, found: Cover | None, joint: str) -> str:
        """A selector's cover; empty if it does not constrain."""
        return "" if found is None else self.named(field, found, joint, "other than")

    def named(self, field: str, found: Cover, joint: str, but: str) -> str:
        """A cover in words."""
        text = self.listed(field, found.terms, joint)
        if found.except_:
            text += f" {but} {self.listed(field, found.except_, joint)}"
        return text

    def listed(self, field: str, terms: Sequence[str | bool], joint: str) -> str:
        """Terms in words, joined."""
        return _join([self.word(field, str(term)) for term in terms], joint)

    def word(self, field: str, term: str) -> str:
        """One term, code or atom in words."""
        list_ = LIST_OF.get(field, "")
        if not list_ and field not in ("jurisdiction", "destinations"):
            condition = next(
                words.conditions[field] for words in self.vocabularies if field in words.conditions
            )
            if condition.shape == "tree":
                list_ = condition.list
        if term == "*":
            return _ANYTHING.get(field, "anything")
        if term == REST:
            return _OTHERS.get(field, "something that no term names")
        if not list_:
            if term.startswith("other:"):
                return f"the rest of {self.atlas.phrase(term[6:])}"
            return self.atlas.phrase(term)
        if term.startswith("other:"):
            return f"{self.term(list_, term[6:])} of another kind"
        return self.term(list_, term)

    def term(self, list_: str, term: str) -> str:
        """A term's phrase."""
        found = self._lookup(list_, term)
        return found.phrase if found is not None else term

    def _lookup(self, list_: str, term: str) -> Any:
        for words in self.vocabularies:
            found = words.lists.get(list_, {}).get(term)
            if found is not None:
                return found
        return None


_ANYTHING: Final[Mapping[str, str]] = {
    "personal_data": "any personal data",
    "data_subjects": "anyone",
    "recipients": "anyone",
    "purposes": "any purpose",
    "destinations": "any country",
}


def _negated(pattern: str) -> str:
    """A pattern that says the opposite: "the person is {}", "the person is not {}"."""
    for verb in (" is ", " has "):
        if f"{verb}{{}}" in pattern:
            return pattern.replace(f"{verb}{{}}", f"{verb}not {{}}")
    return f"it is not so that {pattern}"


def period(text: str) -> str:
    """An ISO 8601 duration in words: "18 months", "1 year and 6 days"."""
    measured = duration(text)
    if measured is None:
        return text
    months, seconds = measured
    counts: list[tuple[int, str]] = []
    if months and months % 12 == 0:
        counts.append((months // 12, "year"))
    elif months:
        counts.append((months, "month"))
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        if unit == "day" and text.startswith("PT"):
            continue
        count, seconds = divmod(seconds, size)
        if count:
            counts.append((count, unit))
    named = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in counts]
    return _join(named, "and") if named else "no time"


def _mask(coordinate: Coordinate, found: Cover) -> int:
    wanted = 0
    for term in found.terms:
        wanted |= coordinate.full if term == "*" else extent(coordinate, term)
    for term in found.except_:
        wanted &= ~extent(coordinate, term)
    return wanted


def _in(clause: Clause) -> str:
    name = f" in “{clause.title}”" if clause.title else f" in '{clause.id}'"
    return f"{name} ({clause.section})" if clause.section else name


def _sentence(text: str) -> str:
    return f"{text.rstrip(',').replace(',,', ',')}."


def _join(words: Sequence[str], joint: str) -> str:
    if len(words) < 3:
        return f" {joint} ".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"
