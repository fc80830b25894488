"""
A text that was read becomes the next version of a policy: one clause a section.

What people added to a clause (its kind, its rules) goes on with the section that continues it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from policykit.document import read
from policykit.importing.matching import Matching, Piece, wording
from policykit.importing.naming import Names
from policykit.importing.numbers import Number, numbered
from policykit.importing.sections import Parsed, Section
from policykit.importing.writing import yaml_text

_OWN: Final = ("id", "kind", "section", "title", "text")
"""The fields of a clause that its section gives it, and the kind."""
_NO_RULES: Final = frozenset((*_OWN, "notes", "sources", "renamed_from"))
_OF_VERSION: Final = ("title", "publisher", "jurisdictions")
CHANGED: Final = "text changed: check that the rules still say what it says"
CARRIED: Final = "no text of its own: check that the new text still says this"


class NotReadBack(RuntimeError):
    """The YAML that was made does not say what was meant: an error of ours, so nothing is kept."""


class Origin(NamedTuple):
    """What is known of a text: its dates by field, its language, where it was found and when."""

    dates: Mapping[str, str]
    language: str
    url: str = ""
    retrieved: str = ""


class Imported(NamedTuple):
    """
    A version made of a text.

    `yaml` is the file, `data` what it says. The others name clauses by id: `kept` with the same
    words, `changed`, `new`, `gone`; `carried` are rules without a text of their own. `retitled`
    gives the heading before and after. `unchanged` if the last version says all of it already.
    """

    yaml: str
    data: Mapping[str, Any]
    kept: tuple[str, ...]
    changed: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    carried: tuple[str, ...]
    retitled: Mapping[str, tuple[str, str]]
    unchanged: bool
    notices: tuple[str, ...]


def next_number(last: str | None) -> str:
    """The number after `last`: the next minor one; 1.0.0 where there is none."""
    found = re.match(r"([0-9]+)\.([0-9]+)\.", last or "")
    return f"{found.group(1)}.{int(found.group(2)) + 1}.0" if found else "1.0.0"


def next_version(
    parsed: Parsed,
    policy: str,
    number: str | None,
    origin: Origin,
    languages: Sequence[str],
    history: Sequence[Mapping[str, Any]],
    top: str = "",
) -> Imported:
    """
    The version that a text makes.

    Parameters:
        parsed: the text.
        policy: the id of the policy.
        number: the version's number; None for a draft.
        origin: dates, language and source of the text.
        languages: the policy's languages, the governing one first.
        history: the data of the versions there are, the last one last; ids are continued from
            that one, and never taken from another clause of any.
        top: lines to stand first in the file.

    Raises:
        NotReadBack: the YAML does not read back.

    """
    before = history[-1] if history else {}
    building = _Building(parsed.sections, origin.language, languages, history)
    clauses = building.clauses()
    data: dict[str, Any] = {"format": 1, "policy": policy}
    if number is not None:
        data["version"] = number
    data["text"] = "verbatim"
    data |= {field: origin.dates[field] for field in sorted(origin.dates, reverse=True)}
    data |= {field: before[field] for field in _OF_VERSION if field in before}
    if origin.url:
        source = {"url": origin.url}
        data["sources"] = [source | ({"retrieved": origin.retrieved} if origin.retrieved else {})]
    data["clauses"] = clauses
    text = yaml_text(data, building.comments, top)
    document, findings = read(text, "the imported version")
    if document is None or findings or document.data != data:
        what = findings[0].message if findings else "a text is read back otherwise"
        raise NotReadBack(f"the version that was made does not read back: {what}")
    return Imported(
        yaml=text,
        data=data,
        kept=tuple(building.kept),
        changed=tuple(building.changed),
        new=tuple(building.new),
        gone=tuple(building.gone),
        carried=tuple(building.carried),
        retitled=building.retitled,
        unchanged=building.unchanged(clauses),
        notices=(*parsed.notices, *building.notices),
    )


class _Building:
    """The clauses of one version, made of sections and of the clauses before."""

    def __init__(
        self,
        sections: Sequence[Section],
        language: str,
        languages: Sequence[str],
        history: Sequence[Mapping[str, Any]],
    ) -> None:
        self.sections = sections
        self.language = language
        self.governing = languages[0]
        self.before: list[dict[str, Any]] = list(history[-1]["clauses"]) if history else []
        self.history = history
        self.numbers = numbered([section.heading for section in sections])
        self.comments: dict[str, str] = {}
        self.kept: list[str] = []
        self.changed: list[str] = []
        self.new: list[str] = []
        self.gone: list[str] = []
        self.carried: list[str] = []
        self.retitled: dict[str, tuple[str, str]] = {}
        self.notices: list[str] = []
        self.renumbered = False

    def clauses(self) -> list[dict[str, Any]]:
        """One clause a section, and rules without a text beside the clause they stood behind."""
        matching = Matching(
            [self.piece(clause) for clause in self.before],
            [
                Piece(number.section, number.title, section.text)
                for number, section in zip(self.numbers, self.sections, strict=True)
            ],
        )
        found = matching.run()
        self.notices += matching.notices
        names = self.names(found)
        clauses = []
        for place, (number, section) in enumerate(zip(self.numbers, self.sections, strict=True)):
            if place in found:
                clauses.append(self.continued(self.before[found[place]], number, section))
            else:
                clauses.append(
                    self.clause({"id": names[place], "kind": "general"}, number, section)
                )
                self.new.append(names[place])
        return self.with_rules(clauses, set(found.values()))

    def piece(self, clause: Mapping[str, Any]) -> Piece:
        """What is compared of a clause of the version before."""
        return Piece(clause.get("section", ""), clause.get("title", ""), self.text_of(clause))

    def text_of(self, clause: Mapping[str, Any]) -> str:
        """A clause's text in the language that is imported."""
        text = clause.get("text", "")
        if isinstance(text, Mapping):
            return str(text.get(self.language, ""))
        return str(text) if self.language == self.governing else ""

    def names(self, found: Mapping[int, int]) -> dict[int, str]:
        """Ids for the sections that continue no clause of the last version."""
        once = {}
        taken = set()
        for version in self.history:
            for clause in version["clauses"]:
                taken |= {clause["id"], *clause.get("renamed_from", ())}
                once[clause["id"]] = clause.get("title", "")
        used = {clause["id"] for clause in self.before}
        used |= {old for clause in self.before for old in clause.get("renamed_from", ())}
        # A section of an earlier version that was gone for a while comes back under its id.
        back = {title: name for name, title in once.items() if title and name not in used}
        names = Names(taken)
        ids: dict[int, str] = {}
        above: list[tuple[int, str]] = []
        for place, (number, section) in enumerate(zip(self.numbers, self.sections, strict=True)):
            while above and above[-1][0] >= section.level:
                above.pop()
            if place in found:
                name = str(self.before[found[place]]["id"])
            elif number.title in back:
                name = back.pop(number.title)
            elif section.level == 0:
                name = names.preamble()
            else:
                name = names.new(number, above[-1][1] if above else "", place + 1)
            ids[place] = name
            if section.level:
                above.append((section.level, name))
        return ids

    def clause(self, base: Mapping[str, Any], number: Number, section: Section) -> dict[str, Any]:
        """A clause with the section's number, heading and text."""
        made: dict[str, Any] = {"id": base["id"], "kind": base["kind"]}
        if number.section:
            made["section"] = number.section
        if number.title:
            made["title"] = number.title
        if section.text:
            plain = self.language == self.governing
            made["text"] = section.text if plain else {self.language: section.text}
        return made | {field: value for field, value in base.items() if field not in _OWN}

    def continued(self, old: Mapping[str, Any], number: Number, section: Section) -> dict[str, Any]:
        """A clause that goes on, with what people added to it."""
        made = self.clause(old, number, section)
        name = old["id"]
        before = self.text_of(old)
        title = old.get("title", "")
        if title != number.title:
            self.retitled[name] = (title, number.title)
        self.renumbered |= old.get("section", "") != number.section
        others = old["text"] if isinstance(old.get("text"), Mapping) else {}
        if wording(before) == wording(section.text):
            self.kept.append(name)
            if others and section.text:
                made["text"] = {**others, self.language: section.text}
            elif isinstance(old.get("text"), str) and self.language != self.governing:
                made["text"] = {self.governing: old["text"], **made.get("text", {})}
            return made
        self.changed.append(name)
        remarks = []
        if old["kind"] != "general" or set(old) - _NO_RULES:
            remarks.append(CHANGED)
        left = [language for language in others if language != self.language]
        if left:
            remarks.append(f"the text in {', '.join(left)} was of the earlier wording: left out")
        if made.pop("sources", None) is not None:
            remarks.append("its sources were of the earlier wording: left out")
        self.comments[name] = "\n".join(remarks)
        return made

    def with_rules(self, clauses: list[dict[str, Any]], matched: set[int]) -> list[dict[str, Any]]:
        """The clauses, and each rule without a text behind the one it stood behind."""
        behind: dict[str, list[dict[str, Any]]] = {}
        last = ""
        for place, old in enumerate(self.before):
            if place in matched:
                last = old["id"]
            elif "text" not in old and old["kind"] != "general":
                behind.setdefault(last, []).append(dict(old))
                self.carried.append(old["id"])
                self.comments[old["id"]] = CARRIED
            else:
                self.gone.append(old["id"])
        result = behind.get("", [])
        for clause in clauses:
            result.append(clause)
            result += behind.get(clause["id"], [])
        return result

    def unchanged(self, clauses: Sequence[Mapping[str, Any]]) -> bool:
        """Whether the version before has the same sections, in the same words and order."""
        return bool(self.before) and not (
            self.changed
            or self.new
            or self.gone
            or self.retitled
            or self.renumbered
            or [one["id"] for one in clauses] != [one["id"] for one in self.before]
        )
