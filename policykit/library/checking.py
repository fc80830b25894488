"""The checks of a version that is well-formed by its schema: words, places, dates, overlays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from policykit.document import Document
from policykit.document.removal import replacement
from policykit.findings import MOST, Finding, near
from policykit.jurisdictions import Atlas
from policykit.library.content import Header, codes_of
from policykit.library.placing import check_places, check_starts
from policykit.model import REPORT, SELECTORS, Clause, NoSuchDay, civil_day, normal_form
from policykit.vocabulary import Vocabulary
from policykit.vocabulary.commitments import meant, problem
from policykit.vocabulary.commitments import mend as mend_of
from policykit.vocabulary.terms import Condition

TERM_FIELDS: Final[Mapping[str, str]] = {
    "personal_data": "personal_data",
    "data_subjects": "data_subjects",
    "recipients": "recipients",
    "purposes": "purposes",
    "legal_bases": "legal_bases",
    "rights": "rights",
}
"""Fields of a clause that hold terms, and the list the terms are of."""


class Checking:
    """The checks of one version that is well-formed by its schema."""

    def __init__(self, document: Document, header: Header, stem: str) -> None:
        self.document = document
        self.header = header
        self.words: Vocabulary = header.side.vocabulary
        self.atlas: Atlas = header.side.atlas
        self.stem = stem
        self.data: dict[str, Any] = dict(document.data) if isinstance(document.data, dict) else {}
        self.number: str = "draft" if stem == "draft" else self.data.get("version", "draft")
        self.aliased = self.words.any_aliases
        self.clauses: list[Clause] = []

    def check(self) -> Iterator[Finding]:
        """All findings; fills `clauses`."""
        yield from self.identity(self.data)
        yield from self.dates(self.data, self.clauses_of(self.data))
        of_version = list(self.places(("jurisdictions",), self.data.get("jurisdictions")))
        yield from of_version
        wrong = bool(of_version)
        seen: dict[str, int] = {}
        for index, data in enumerate(self.data["clauses"]):
            path = ("clauses", index)
            if data["id"] in seen:
                line = self.document.line_column(
                    self.document.offset(("clauses", seen[data["id"]], "id"))
                )[0]
                message = f"'{data['id']}' is the id of two clauses; the other is at line {line}"
                mend = "an id is one clause's for ever; choose another"
                yield self.finding("PK105", (*path, "id"), message, mend, data["id"])
                wrong = True
            seen.setdefault(data["id"], index)
            findings = list(islice(self.clause(path, data), MOST + 1))
            if findings:
                wrong = wrong or any(one.severity == "error" for one in findings)
                yield from findings
            self.clauses.append(self.normal(data, index))
        yield from self.renames(seen)
        if not wrong:
            yield from check_places(self.document, self.header, self.clauses)

    def check_parts(
        self, header: Mapping[str, Any], clauses: Mapping[int, Mapping[str, Any]]
    ) -> Iterator[Finding]:
        """
        What is wrong with name, words, places and days of a version that has faults of shape.

        Parameters:
            header: those of its fields that are well-formed, without `clauses`.
            clauses: by their places, those of the fields of each that are well-formed.

        """
        yield from self.identity(header)
        yield from self.dates(header, clauses)
        yield from self.places(("jurisdictions",), header.get("jurisdictions"))
        for place, data in clauses.items():
            yield from islice(self.clause(("clauses", place), data), MOST + 1)

    @staticmethod
    def clauses_of(data: Mapping[str, Any]) -> Mapping[int, Mapping[str, Any]]:
        """A version's clauses by their places."""
        return dict(enumerate(data["clauses"]))

    def renames(self, ids: Mapping[str, int]) -> Iterator[Finding]:
        """Earlier names: not a clause's own, not one that is still in use, not two clauses'."""
        taken: dict[str, str] = {}
        for index, data in enumerate(self.data["clauses"]):
            for place, name in enumerate(data.get("renamed_from", ())):
                path = ("clauses", index, "renamed_from", place)
                if name in ids:
                    message = f"'{name}' is the id of a clause of this version"
                    yield self.finding("PK105", path, message, "name ids it had before", name)
                elif name in taken:
                    message = f"'{taken[name]}' was renamed from '{name}' too"
                    yield self.finding("PK105", path, message, "one clause takes an id on", name)
                taken.setdefault(name, data["id"])

    def finding(
        self, code: str, path: Sequence[str | int], message: str, mend: str, *particulars: str
    ) -> Finding:
        """A finding about a value."""
        return self.document.finding(code, path, message, mend, particulars=particulars)

    def identity(self, data: Mapping[str, Any]) -> Iterator[Finding]:
        """The policy's id, the file's name and the version agree, as far as they are said."""
        if data.get("policy", self.header.id) != self.header.id:
            message = (
                f"this version says it is of '{data['policy']}', and lies in '{self.header.id}'"
            )
            mend = "move the file, or name the policy whose folder it is in"
            yield self.finding("PK110", ("policy",), message, mend)
        if self.stem == "draft":
            return
        if "version" not in self.data:
            mend = f"add `version: {self.stem}`" if self.stem else "add `version:`"
            yield self.finding("PK104", (), "'version' is missing", mend)
        elif self.stem and data.get("version", self.stem) != self.stem:
            message = f"the version is {data['version']} and the file is {self.stem}.yaml"
            mend = f"name the file {data['version']}.yaml"
            yield self.finding("PK110", ("version",), message, mend)
        if not any(field in self.data for field in ("published", "effective", "observed")):
            mend = "say when it was `published`, took effect (`effective`) or was first `observed`"
            yield self.finding("PK104", (), "a version has at least one date", mend)

    def dates(
        self, data: Mapping[str, Any], clauses: Mapping[int, Mapping[str, Any]]
    ) -> Iterator[Finding]:
        """Dates that exist; an effective map by places that exist."""
        for field in ("published", "observed", "withdrawn"):
            if field in data:
                yield from self.date((field,), data[field])
        yield from self.places(("first_seen",), data.get("first_seen"))
        if "first_seen" in data and "observed" not in data:
            mend = "say with `observed` on which day that was"
            yield self.finding("PK104", ("first_seen",), "'first_seen' without 'observed'", mend)
        effective = data.get("effective")
        if isinstance(effective, dict):
            findings: list[Finding] = []
            for code, day in effective.items():
                findings += self.date(("effective", code), day)
                if code != "default":
                    findings += self.place(("effective", code), code, of_key=True)
            yield from findings or check_starts(
                self.document, self.header, effective, self.of_version(data)
            )
        else:
            yield from self.date(("effective",), effective)
        yield from self.retrieved((), data)
        for place, clause in clauses.items():
            if "sources" in clause:
                yield from self.retrieved(("clauses", place), clause)

    def of_version(self, data: Mapping[str, Any]) -> Any:
        """The places of the version; None, as for everywhere, where one of them is none."""
        said = data.get("jurisdictions")
        return said if all(code in self.atlas for code in codes_of(said)) else None

    def retrieved(self, path: tuple[str | int, ...], data: Mapping[str, Any]) -> Iterator[Finding]:
        """The days of sources."""
        for index, source in enumerate(data.get("sources", ())):
            if "retrieved" in source:
                yield from self.date((*path, "sources", index, "retrieved"), source["retrieved"])

    def date(self, path: tuple[str | int, ...], value: Any) -> Iterator[Finding]:
        """A day that exists."""
        if isinstance(value, str):
            try:
                civil_day(value)
            except NoSuchDay:
                yield self.finding("PK111", path, f"there is no day {value}", "YYYY-MM-DD", value)

    def clause(self, path: tuple[str | int, ...], data: Mapping[str, Any]) -> Iterator[Finding]:
        """The words of one clause and of its overlays."""
        kind = data.get("kind", "")
        yield from self.fields(path, data, kind)
        if kind == "figure":
            yield from self.figure(path, data)
        if "jurisdictions" in data:
            yield from self.places((*path, "jurisdictions"), data["jurisdictions"])
        for code, patch in data["overlays"].items() if "overlays" in data else ():
            at = (*path, "overlays", code)
            yield from self.place(at, code, of_key=True)
            if isinstance(patch, dict):
                yield from self.fields(at, patch, kind)

    def figure(self, path: tuple[str | int, ...], data: Mapping[str, Any]) -> Iterator[Finding]:
        """A figure, in a document that has such, of days that follow each other."""
        if self.header.kind != REPORT:
            message = f"a figure stands in a {REPORT}, and this is of the kind {self.header.kind}"
            mend = "make a policy of that kind, which says with `reports_on` that it is about this"
            yield self.finding("PK101", (*path, "kind"), message, mend)
        period = data.get("period", {})
        findings: list[Finding] = []
        for end, day in period.items():
            findings += self.date((*path, "period", end), day)
        yield from findings
        if not findings and period.get("until", "9") < period.get("from", ""):
            message = f"the period ends on {period['until']}, before it begins"
            yield self.finding("PK111", (*path, "period", "until"), message, "mend one of the two")

    def fields(
        self, path: tuple[str | int, ...], data: Mapping[str, Any], kind: str
    ) -> Iterator[Finding]:
        """Terms, conditions and commitments of a clause of some kind, or of a patch to it."""
        if "operations" in data and data["operations"] and kind not in data["operations"]:
            message = f"'operations' leaves out '{kind}', which the clause is by its kind"
            mend = f"add {kind}, or give the clause the kind that is meant"
            yield self.finding("PK101", (*path, "operations"), message, mend)
        for field, list_ in TERM_FIELDS.items():
            if field in data and not self.all_known(self.words.lists[list_], data[field]):
                yield from self.terms((*path, field), list_, data[field])
        if "destinations" in data:
            yield from self.places((*path, "destinations"), data["destinations"])
        for field in ("when", "unless"):
            if field in data:
                yield from self.maps((*path, field), data[field])
        commitments = data.get("commitments")
        if isinstance(commitments, dict):
            for name, value in commitments.items():
                yield from self.commitment((*path, "commitments", name), name, value)

    def terms(self, path: tuple[str | int, ...], list_: str, terms: Any) -> Iterator[Finding]:
        """Terms of one list."""
        if not isinstance(terms, list):
            return
        known = self.words.lists[list_]
        for index, term in enumerate(terms):
            if not isinstance(term, str) or term in known:
                continue
            at = (*path, index)
            if self.words.retired(list_, term):
                now = self.words.resolve(list_, term)
                message = f"'{term}' has been retired; it is '{now}' now"
                edit = replacement(self.document, at, now)
                yield self.document.finding(
                    "PK109",
                    at,
                    message,
                    f"write '{now}'",
                    particulars=(term,),
                    edits=() if edit is None else (edit,),
                )
                continue
            what = _singular(list_)
            if term.startswith("other:"):
                message = f"'{term}' names what no term names; a clause cannot"
                mend = f"name '{term[6:]}' and take the known ones away with `unless`"
            else:
                message = f"'{term}' is no term of {what}"
                mend = self.mend(term, known, list_)
            yield self.finding("PK102", at, message, mend, term)

    @staticmethod
    def all_known(known: Mapping[str, Any], terms: Any) -> bool:
        """Whether it is a list of terms, which it nearly always is."""
        try:
            return isinstance(terms, list) and all(map(known.__contains__, terms))
        except TypeError:  # an item that is no text
            return False

    def mend(self, term: str, known: Mapping[str, Any], list_: str) -> str:
        """A near match in the list, else in another one."""
        hint = near(term, known)
        if hint:
            return f"did you mean '{hint[0]}'?"
        elsewhere = [name for name, terms in self.words.lists.items() if term in terms]
        if elsewhere:
            return f"'{term}' is a term of {', '.join(elsewhere)}"
        return "use a term of the vocabulary, or add your own under one in policy.yaml"

    def maps(self, path: tuple[str | int, ...], value: Any) -> Iterator[Finding]:
        """The maps of a `when` or an `unless`."""
        if isinstance(value, dict):
            yield from self.named(path, value)
        elif isinstance(value, list):
            for index, one in enumerate(value):
                if isinstance(one, dict):
                    yield from self.named((*path, index), one)

    def named(self, path: tuple[str | int, ...], named: Mapping[str, Any]) -> Iterator[Finding]:
        """Selectors and conditions, and their values."""
        for name, value in named.items():
            at = (*path, name)
            condition = self.words.conditions.get(name)
            if name in SELECTORS:
                if not isinstance(value, list):
                    message = f"'{name}' takes a list of terms"
                    yield self.finding("PK101", at, message, f"write a list: {name}: […]", name)
                elif name == "destinations":
                    yield from self.places(at, value)
                elif not self.all_known(self.words.lists[TERM_FIELDS[name]], value):
                    yield from self.terms(at, TERM_FIELDS[name], value)
            elif condition is None:
                hint = near(name, [*self.words.conditions, *SELECTORS])
                mend = f"did you mean '{hint[0]}'?" if hint else "add it to the policy's vocabulary"
                if name in ("jurisdiction", "jurisdictions"):
                    mend = "places stand in the clause's `jurisdictions`, or in `overlays`"
                message = f"'{name}' is no condition and no selector"
                yield self.document.finding(
                    "PK102", at, message, mend, of_key=True, particulars=(name,)
                )
            else:
                yield from self.value(at, condition, value)

    def value(
        self, path: tuple[str | int, ...], condition: Condition, value: Any
    ) -> Iterator[Finding]:
        """What a condition is asked for."""
        if condition.shape == "boolean":
            if not isinstance(value, bool):
                message = f"'{condition.id}' takes true or false"
                yield self.finding("PK101", path, message, "write true or false", condition.id)
        elif not isinstance(value, list):
            message = f"'{condition.id}' takes a list of terms"
            mend = f"write a list: {condition.id}: […]"
            yield self.finding("PK101", path, message, mend, condition.id)
        elif condition.shape == "tree":
            yield from self.terms(path, condition.list, value)
        else:
            yield from self.places(path, value)

    def commitment(self, path: tuple[str | int, ...], name: str, value: Any) -> Iterator[Finding]:
        """A commitment's name, its values and its cases."""
        kind = self.words.commitments.get(name)
        if kind is None:
            hint = near(name, self.words.commitments)
            mend = f"did you mean '{hint[0]}'?" if hint else "add it to the policy's vocabulary"
            message = f"'{name}' is no commitment"
            yield self.document.finding(
                "PK102", path, message, mend, of_key=True, particulars=(name,)
            )
            return
        if value is None:
            return
        cases = value if isinstance(value, list) else [value]
        for index, case in enumerate(cases):
            at = (*path, index) if isinstance(value, list) else path
            plain = case
            if isinstance(case, dict) and not {"value", "when", "unless"}.isdisjoint(case):
                for field in ("when", "unless"):
                    if field in case:
                        yield from self.maps((*at, field), case[field])
                if "value" not in case:
                    continue
                plain, at = case["value"], (*at, "value")
            wrong = problem(kind, plain)
            if wrong:
                said = meant(kind, plain)
                edit = replacement(self.document, at, said) if said else None
                yield self.document.finding(
                    "PK107",
                    at,
                    f"'{name}' {wrong}",
                    mend_of(kind, plain),
                    particulars=(name, str(plain)),
                    edits=() if edit is None else (edit,),
                )

    def places(self, path: tuple[str | int, ...], value: Any) -> Iterator[Finding]:
        """Codes of places: a list, or `{except: […]}`."""
        if isinstance(value, dict):
            yield from self.places((*path, "except"), value.get("except"))
        elif isinstance(value, list):
            for index, code in enumerate(value):
                if isinstance(code, str):
                    yield from self.place((*path, index), code)

    def place(
        self, path: tuple[str | int, ...], code: str, *, of_key: bool = False
    ) -> Iterator[Finding]:
        """One code of a place."""
        if code in self.atlas:
            return
        hint = self.atlas.meant(code)
        mend = f"did you mean '{hint[0]}'?" if hint else "use an ISO 3166 code or a group"
        message = f"'{code}' is no country, subdivision or group"
        yield self.document.finding(
            "PK106", path, message, mend, of_key=of_key, particulars=(code,)
        )

    def normal(self, data: Mapping[str, Any], index: int) -> Clause:
        """The clause in normal form, retired terms under their names of now."""
        language = self.header.languages[0]
        normal = normal_form(data, language)
        del normal["id"]
        normal.pop("overlays", None)
        normal = self.resolved(normal)
        overlays = {
            code: None if patch is None else self.resolved(normal_form(patch, language))
            for code, patch in data.get("overlays", {}).items()
        }
        return Clause(data["id"], data["kind"], index, normal, overlays)

    def resolved(self, normal: dict[str, Any]) -> dict[str, Any]:
        """The same with every retired term replaced."""
        if not self.aliased:
            return normal

        def walk(value: Any, field: str) -> Any:
            if isinstance(value, dict):
                return {name: walk(one, name) for name, one in value.items()}
            if isinstance(value, list):
                condition = self.words.conditions.get(field)
                list_ = TERM_FIELDS.get(field) or (condition.list if condition else "")
                return [
                    self.words.resolve(list_, one)
                    if list_ and isinstance(one, str) and self.words.retired(list_, one)
                    else walk(one, field)
                    for one in value
                ]
            return value

        return {name: walk(value, name) for name, value in normal.items()}


def _singular(list_: str) -> str:
    return list_.replace("_", " ")
