"""The clauses of one version, made of the sections of a text and of the clauses before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from policykit.importing.matching import Matching, Piece, shared, wording
from policykit.importing.naming import KANA, PREAMBLES, Names, kebab
from policykit.importing.numbers import Number, numbered
from policykit.importing.sections import NotImportable, Section

_OWN: Final = ("id", "kind", "section", "title", "text")
"""The fields of a clause that its section gives it, and the kind."""
_NO_RULES: Final = frozenset((*_OWN, "notes", "sources", "renamed_from"))
_HEADED: Final = re.compile(r"\*\*([^*\n]+)\*\*(?:\n\n(.*))?", re.S)
CHANGED: Final = "text changed: check that the rules still say what it says"
CARRIED: Final = "no text of its own: check that the new text still says this"


class Building:
    """
    One version in the making; after `clauses`, its lists say what became of each clause.

    A clause has one title, in the governing language. A text in another language begins with its
    own heading, in bold.
    """

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
        self.governs = language == self.governing
        self.before: list[dict[str, Any]] = list(history[-1]["clauses"]) if history else []
        self.history = history
        self.numbers = numbered([section.heading for section in sections])
        self.comments: dict[str, str] = {}
        self.kept: list[str] = []
        self.changed: list[str] = []
        self.translated: list[str] = []
        self.new: list[str] = []
        self.gone: list[str] = []
        self.carried: list[str] = []
        self.retitled: dict[str, tuple[str, str]] = {}
        self.notices: list[str] = []
        self.renumbered = False

    def clauses(self) -> list[dict[str, Any]]:
        """One clause a section, and rules without a text beside the clause they stood behind."""
        found = self._translation() if self._is_translation() else self._matched()
        names = self._names(found)
        clauses = []
        for place, (number, section) in enumerate(zip(self.numbers, self.sections, strict=True)):
            if place in found:
                clauses.append(self._continued(self.before[found[place]], number, section))
            else:
                self.new.append(names[place])
                clauses.append(self._begun(names[place], number, section))
        return self._with_rules(clauses, set(found.values()))

    def _is_translation(self) -> bool:
        """Whether the clauses have texts, and none in this language."""
        texts = [one for clause in self.before for one in self._languages(clause)]
        return bool(texts) and self.language not in texts

    def _languages(self, clause: Mapping[str, Any]) -> list[str]:
        text = clause.get("text")
        if text is None:
            return []
        return list(text) if isinstance(text, Mapping) else [self.governing]

    def _translation(self) -> dict[int, int]:
        """
        Sections and clauses in their order: without words in common there is nothing else.

        Raises:
            NotImportable: there are not as many of the one as of the other.

        """
        worded = [place for place, one in enumerate(self.before) if {"text", "title"} & one.keys()]
        if len(worded) != len(self.sections):
            message = (
                f"the clauses have no text in '{self.language}', and there are {len(worded)} of "
                f"them and {len(self.sections)} sections: which is which cannot be told"
            )
            raise NotImportable(
                message, "give the text the same sections, or write its parts beside theirs by hand"
            )
        self.notices.append(
            f"the clauses had no text in '{self.language}': they were matched in order"
        )
        self.translated = [self.before[place]["id"] for place in worded]
        return dict(enumerate(worded))

    def _matched(self) -> dict[int, int]:
        matching = Matching(
            [self._piece(clause) for clause in self.before],
            [
                Piece(number.section, number.title, section.text)
                for number, section in zip(self.numbers, self.sections, strict=True)
            ],
        )
        found = matching.run()
        self.notices += matching.notices
        if self.sections[0].level == 0 and 0 not in found:
            # What a text begins with goes on as that, whatever it says now.
            first = next(
                (n for n, one in enumerate(self.before) if {"text", "title"} & set(one)), 0
            )
            if first < len(self.before) and first not in found.values():
                found |= {0: first} if self.before[first]["id"] in PREAMBLES else {}
        return found

    def _piece(self, clause: Mapping[str, Any]) -> Piece:
        """What is compared of a clause of the version before."""
        title, text = clause.get("title", ""), self._text_of(clause)
        headed = None if self.governs else _HEADED.fullmatch(text)
        if headed is not None:
            title, text = headed.group(1), headed.group(2) or ""
        return Piece(clause.get("section", ""), title, text)

    def _text_of(self, clause: Mapping[str, Any]) -> str:
        """A clause's text in the language that is imported."""
        text = clause.get("text", "")
        if isinstance(text, Mapping):
            return str(text.get(self.language, ""))
        return str(text) if self.governs else ""

    def _names(self, found: Mapping[int, int]) -> dict[int, str]:
        """Ids for the sections that continue no clause of the last version."""
        once = {}
        taken = set()
        for version in self.history:
            for clause in version["clauses"]:
                taken |= {clause["id"], *clause.get("renamed_from", ())}
                once[clause["id"]] = clause.get("title", "")
        used = {clause["id"] for clause in self.before}
        used |= {old for clause in self.before for old in clause.get("renamed_from", ())}
        # A section of another version that was gone for a while comes back under its id.
        back = {title: name for name, title in once.items() if title and name not in used}
        # Japanese, whatever the policy says its language is, is what is written with kana.
        kana = any(KANA.search(one.heading + one.text) for one in self.sections)
        names = Names(taken, "ja" if kana else self.language)
        called = any(kebab(number.title) == PREAMBLES[0] for number in self.numbers[1:])
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
                name = names.preamble(taken=called)
            else:
                name = names.new(number, above[-1][1] if above else "", place + 1)
            ids[place] = name
            if section.level:
                above.append((section.level, name))
        return ids

    def _begun(self, name: str, number: Number, section: Section) -> dict[str, Any]:
        """A clause that continues none."""
        made: dict[str, Any] = {"id": name, "kind": "general"}
        if number.section:
            made["section"] = number.section
        if number.title:
            made["title"] = number.title
        if section.text:
            made["text"] = section.text if self.governs else {self.language: section.text}
        return made

    def _continued(
        self, old: Mapping[str, Any], number: Number, section: Section
    ) -> dict[str, Any]:
        """A clause that goes on, with what people added to it."""
        name = old["id"]
        piece = self._piece(old)
        if piece.title != number.title and name not in self.translated:
            self.retitled[name] = (piece.title, number.title)
        self.renumbered |= self.governs and piece.section != number.section
        same = wording(piece.text) == wording(section.text)
        if name in self.translated:
            pass
        elif same:
            self.kept.append(name)
        else:
            self.changed.append(name)
        texts = dict.fromkeys(self._languages(old), "")
        if isinstance(old.get("text"), Mapping):
            texts = dict(old["text"])
        elif texts:
            texts = {self.governing: old["text"]}
        left = [one for one in texts if one != self.language]
        if not same and name in self.changed:
            texts = {}
            self.comments[name] = "\n".join(self._remarks(old, left))
        if not (same and texts.get(self.language) and self._headed_as(piece, number)):
            # What only sets the same words otherwise is no change: then the old text stays.
            texts[self.language] = self._text(number, section)
        made: dict[str, Any] = {"id": name, "kind": old["kind"]}
        numbered_as = number.section if self.governs else old.get("section", "")
        if numbered_as:
            made["section"] = numbered_as
        title = number.title if self.governs else old.get("title", "")
        if title:
            made["title"] = title
        texts = {one: text for one, text in texts.items() if text}
        if list(texts) == [self.governing] and not isinstance(old.get("text"), Mapping):
            made["text"] = texts[self.governing]
        elif texts:
            made["text"] = texts
        dropped = {"sources"} if name in self.changed else set()
        return made | {
            field: value for field, value in old.items() if field not in {*_OWN, *dropped}
        }

    def _headed_as(self, piece: Piece, number: Number) -> bool:
        return self.governs or piece.title == number.title

    def _text(self, number: Number, section: Section) -> str:
        """A section's text as a clause has it that has its title in the governing language."""
        if self.governs or not section.heading:
            return section.text
        return f"**{number.title or section.heading}**\n\n{section.text}".strip()

    def _remarks(self, old: Mapping[str, Any], left: Sequence[str]) -> Iterator[str]:
        """What to check in a clause whose text changed."""
        if old["kind"] != "general" or set(old) - _NO_RULES:
            yield CHANGED
        if left:
            yield f"the text in {', '.join(left)} was of the earlier wording: left out"
        if "sources" in old:
            yield "its sources were of the earlier wording: left out"

    def _with_rules(self, clauses: list[dict[str, Any]], matched: set[int]) -> list[dict[str, Any]]:
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

    def shared(self, clauses: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
        """Where the words of what is gone are now, and where those of what is new were before."""
        before = {one["id"]: self._text_of(one) for one in self.before}
        after = {one["id"]: self._text_of(one) for one in clauses}
        return shared(before, after, self.gone, self.new)

    def unchanged(self, clauses: Sequence[Mapping[str, Any]]) -> bool:
        """Whether the version before has the same sections, in the same words and order."""
        return bool(self.before) and not (
            self.changed
            or self.translated
            or self.new
            or self.gone
            or self.retitled
            or self.renumbered
            or [one["id"] for one in clauses] != [one["id"] for one in self.before]
        )
