"""
What a rule is, and what it looks at.

A rule is one module: its docstring says why it is there, from where, and shows what fails and what
passes; the function below it finds. `policykit explain CODE`, `docs/rules.md` and the tests all
read that one module. To add a rule is to add its file.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, Literal

from policykit.document import Document
from policykit.findings import Code, Edit, Finding, Severity
from policykit.jurisdictions import Atlas
from policykit.library.compiled import Compiled, Written, governs_scenarios
from policykit.library.content import Content, Header, start_day
from policykit.model import Clause
from policykit.overlays import Variant
from policykit.records import NamedTuple
from policykit.vocabulary import Vocabulary

Path = tuple[str | int, ...]
Scope = Literal["clause", "version", "policy", "document"]


class Hit(NamedTuple):
    """
    A place that breaks a rule, and in which words.

    `help` replaces the rule's own mend where a better one is known. `particulars` tell two hits
    at one place apart. `edits` mend it, where the mend is certain.
    """

    path: Path
    message: str
    help: str = ""
    of_key: bool = False
    particulars: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()


class Rule(NamedTuple):
    """
    A rule.

    `of` says what `check` is called with: a `Subject` and one of its clauses (`clause`), a
    `Subject` (`version`), all subjects of a policy by version (`policy`), or a file, be it a
    version or a policy.yaml (`document`). `profiles` maps the
    profiles it belongs to to what they cite; empty: it always runs. A rule of profiles is called
    with those that are turned on besides, as a part of that map.
    """

    code: str
    name: str
    severity: Severity
    help: str
    of: Scope
    profiles: Mapping[str, str]
    check: Callable[..., Iterable[Any]]
    manual: str

    @property
    def about(self) -> str:
        """What it finds: the first paragraph of its manual, as one line."""
        return " ".join(self.manual.strip().split("\n\n", 1)[0].split())

    @property
    def as_code(self) -> Code:
        """The kind of finding it makes."""
        return Code(self.code, self.name, self.severity, self.about)


def rule(
    code: str,
    *,
    severity: Severity,
    help: str,  # noqa: A002  the finding's field
    of: Scope,
    profiles: Mapping[str, str] | None = None,
) -> Callable[[Callable[..., Iterable[Any]]], Rule]:
    """
    Make a rule of the function below; its name is the rule's, its module's docstring the manual.

    The function yields `Hit`s, for `of="policy"` pairs of a `Subject` and a `Hit`. With `profiles`
    its last argument is the part of them that is turned on.
    """

    def made(check: Callable[..., Iterable[Any]]) -> Rule:
        manual = sys.modules[check.__module__].__doc__ or ""
        name = check.__name__.replace("_", "-")
        return Rule(code, name, severity, help, of, dict(profiles or {}), check, manual)

    return made


class Words:
    """
    A policy's vocabulary, and which of its terms lie above one another; remembers.

    `memory` is for what rules work out once for all versions of the policy.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.memory: dict[Hashable, Any] = {}
        self._above: dict[str, dict[str, frozenset[str]]] = {}
        self._gathered: dict[str, dict[str, list[str]]] = {}

    def above(self, list_: str, term: str) -> frozenset[str]:
        """Every term of the list that covers this one, itself left out."""
        of_list = self._above.get(list_)
        if of_list is None:
            of_list = self._above[list_] = {}
        found = of_list.get(term)
        if found is None:
            terms = self.vocabulary.lists[list_]
            if list_ not in self._gathered:
                gathered: dict[str, list[str]] = {}
                for one in terms.values():
                    for member in one.members:
                        gathered.setdefault(member, []).append(one.id)
                self._gathered[list_] = gathered
            seen: set[str] = set()
            front = [term]
            while front:
                name = front.pop()
                known = terms.get(name)
                more = [*(known.broader if known else ()), *self._gathered[list_].get(name, ())]
                front += [one for one in more if one not in seen]
                seen.update(more)
            found = of_list[term] = frozenset(seen)
        return found

    def redundant(self, list_: str, terms: Sequence[str]) -> bool:
        """Whether one of some terms covers another."""
        named = set(terms)
        return any(not self.above(list_, term).isdisjoint(named) for term in terms)


class Subject:
    """
    One version that is free of errors, as rules look at it.

    `document` is the version file, `data` what it says as its author wrote it, `number` its SemVer
    (`draft` for a draft), `clauses` its clauses in normal form in the order of the document.
    What takes work (the clauses as regions of scenarios) is done when a rule first asks for it;
    `memory` is for what several rules work out once.
    """

    def __init__(self, header: Header, content: Content, words: Words) -> None:
        self.header = header
        self.content = content
        self.words = words
        self.memory: dict[Hashable, Any] = {}
        self.document: Document = content.document
        self.data: Mapping[str, Any] = content.data
        self.number: str = content.number
        self.clauses: tuple[Clause, ...] = content.clauses

    @property
    def vocabulary(self) -> Vocabulary:
        """The words it is written in, the policy's own among them."""
        return self.header.side.vocabulary

    @property
    def atlas(self) -> Atlas:
        """Countries, subdivisions and groups, the policy's own among them."""
        return self.header.side.atlas

    @property
    def day(self) -> str:
        """
        The day (ISO 8601) as of which groups are read: the version's start.

        A draft without a date will start after all that is known.
        """
        return start_day(self.data)

    def written(self, clause: Clause) -> Mapping[str, Any]:
        """A clause as its author wrote it."""
        found: Mapping[str, Any] = self.data["clauses"][clause.place]
        return found

    @cached_property
    def compiled(self) -> Compiled:
        """The clauses that govern scenarios, as boxes in one space."""
        written = Written(self.content, self.header.side)
        return Compiled([written], self.day, governs_scenarios, ("operation",))

    @cached_property
    def variants(self) -> Mapping[str, Sequence[Variant]]:
        """The variants of each clause, by its id."""
        return {clause.id: self.compiled.variants(0, clause) for clause in self.clauses}


def clause_path(clause: Clause, *steps: str | int) -> Path:
    """The path of a clause, or of a part of it, in its document."""
    return ("clauses", clause.place, *steps)


Checked = tuple[Subject, Hit]


def finding(made: Rule, document: Document, hit: Hit) -> Finding:
    """A hit as a finding in a document."""
    return document.finding(
        made.as_code,
        hit.path,
        hit.message,
        hit.help or made.help,
        of_key=hit.of_key,
        particulars=hit.particulars,
        edits=hit.edits,
    )


EVERYTHING: Final = "*"
"""In place of a profile: every rule there is."""


def applies(made: Rule, profiles: Sequence[str]) -> bool:
    """Whether a rule runs under some profiles."""
    return not made.profiles or bool(turned_on(made, profiles))


def turned_on(made: Rule, profiles: Sequence[str]) -> dict[str, str]:
    """The rule's own profiles among some, with what they cite."""
    return {
        name: cited
        for name, cited in made.profiles.items()
        if name in profiles or EVERYTHING in profiles
    }


def hits(
    made: Rule, subjects: Sequence[Subject], profiles: Sequence[str] = ()
) -> Iterator[tuple[Document, Hit]]:
    """Where the versions of a policy, in order, break a rule under some profiles."""
    asked = (turned_on(made, profiles),) if made.profiles else ()
    if made.of == "policy":
        for subject, hit in made.check(subjects, *asked):
            yield subject.document, hit
        return
    for subject in subjects:
        match made.of:
            case "document":
                found = made.check(subject.document, *asked)
            case "version":
                found = made.check(subject, *asked)
            case _:
                found = (
                    hit for clause in subject.clauses for hit in made.check(subject, clause, *asked)
                )
        for hit in found:
            yield subject.document, hit
