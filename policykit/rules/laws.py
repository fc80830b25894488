"""
What the law of a place asks a policy to state: the laws, and a version as it reads where one holds.

A law is asked only of a privacy policy, only in its own places, and only of versions that start on
or after the day from which it applies (a version that was older and still in force on that day is
not asked; a draft without a date is). Whether the law binds this controller at all, by size,
establishment or kind of business, is no field of the format: turning the profile on says so.

What is looked at are the fields of clauses, never their words: a text that states a thing and a
clause without the field for it is reported, and a field that is there is believed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from policykit.model import OPERATIONS, Clause
from policykit.overlays.variants import places_mask
from policykit.records import NamedTuple
from policykit.rules.rule import Hit, Path, Subject, clause_path
from policykit.scenarios.coordinates import Coordinate


class Law(NamedTuple):
    """
    A law: the profile that stands for it, where it holds, since when, and where it can be read.

    `place` is a code of the atlas, `phrase` what it is called after "in", `since` the first day
    (ISO 8601) on which the duty to inform applied.
    """

    profile: str
    title: str
    place: str
    phrase: str
    since: str
    url: str
    about: str = ""


LAWS: Final[Mapping[str, Law]] = {
    law.profile: law
    for law in (
        Law(
            "gdpr",
            "Regulation (EU) 2016/679 (General Data Protection Regulation)",
            "EEA",
            "the EEA",
            "2018-05-25",
            "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
            "Art. 99(2); in Iceland, Liechtenstein and Norway since 20 July 2018 by Decision of the "
            "EEA Joint Committee No 154/2018, a difference of weeks that is not made here.",
        ),
        Law(
            "uk-gdpr",
            "UK GDPR (Regulation (EU) 2016/679 as it forms part of the law of the United Kingdom)",
            "GB",
            "the United Kingdom",
            "2021-01-01",
            "https://www.legislation.gov.uk/eur/2016/679/contents",
            "From the end of the transition period, 31 December 2020 at 23:00. Until then the "
            "Regulation itself applied there; `gdpr` asks it of the United Kingdom as long as that "
            "was in the EEA, until 31 January 2020, and between the two days no profile does.",
        ),
        Law(
            "lgpd",
            "Lei nº 13.709/2018 (Lei Geral de Proteção de Dados Pessoais)",
            "BR",
            "Brazil",
            "2020-09-18",
            "https://www.planalto.gov.br/ccivil_03/_ato2015-2018/2018/lei/l13709.htm",
        ),
        Law(
            "ccpa",
            "California Consumer Privacy Act of 2018, Cal. Civ. Code § 1798.100 and following",
            "US-CA",
            "California",
            "2020-01-01",
            "https://leginfo.legislature.ca.gov/faces/codes_displayText.xhtml?division=3.&part=4."
            "&lawCode=CIV&title=1.81.5",
            "Numbered as amended by the California Privacy Rights Act of 2020; what that act added "
            "is asked from 1 January 2023.",
        ),
        Law(
            "dpdp",
            "Digital Personal Data Protection Act, 2023 (India, No. 22 of 2023)",
            "IN",
            "India",
            "2027-05-13",
            "https://www.indiacode.nic.in/handle/123456789/22037",
            "Sections 5, 6(4), 8(9) and 13 come into force eighteen months after notification "
            "G.S.R. 843(E) of 13 November 2025; some count from a day later. Until then nothing is "
            "asked.",
        ),
        Law(
            "nfadp",
            "Federal Act on Data Protection of 25 September 2020 (Switzerland, SR 235.1)",
            "CH",
            "Switzerland",
            "2023-09-01",
            "https://www.fedlex.admin.ch/eli/cc/2022/491/en",
        ),
    )
}
"""The laws there are profiles of, by profile."""

CPRA: Final = {"ccpa": "2023-01-01"}
"""Since when what the California Privacy Rights Act added is asked: § 1798.185 and Prop. 24, s. 31."""

HANDLING: Final = ("collection", "use", "disclosure")
"""The operations that need a purpose and a ground of their own; the others go with them."""


TRANSFER_TOOLS: Final = (
    "adequacy_decision",
    "standard_contractual_clauses",
    "binding_corporate_rules",
    "apec_cbpr",
    "derogation",
)
"""Legal bases of a transfer: Regulation (EU) 2016/679, Art. 45 to 49, and what other laws have."""


class Standing(NamedTuple):
    """A clause as it reads in some places (a mask of the jurisdiction coordinate)."""

    clause: Clause
    normal: Mapping[str, Any]
    places: int

    def does(self, *operations: str) -> bool:
        """Whether it permits or requires one of the operations."""
        return self.speaks_of(*operations) and not self.prohibits

    def speaks_of(self, *operations: str) -> bool:
        """Whether it is a rule about one of the operations."""
        if self.clause.kind not in OPERATIONS:
            return False
        return any(one in operations for one in self.normal.get("operations", [self.clause.kind]))

    @property
    def prohibits(self) -> bool:
        """Whether it says what is not done."""
        return self.normal.get("effect") == "prohibited"

    def named(self, field: str) -> tuple[str, ...]:
        """The terms that a selector names, in the clause or in every case of its `when`."""
        terms = self.normal.get(field)
        cases = self.normal.get("when") or ()
        if not terms and cases and all(field in case for case in cases):
            terms = dict.fromkeys(term for case in cases for term in case[field])
        return tuple(terms or ())

    def promises(self, *commitments: str) -> bool:
        """Whether it gives one of the commitments a value, in whatever case."""
        return any(one in self.normal.get("commitments", ()) for one in commitments)


States = Callable[[Standing], bool]


class Notice:
    """
    A version as it reads where one law holds.

    `places` are those the version speaks to among the law's own, `standing` the clauses there, in
    the order of the document; one that reads differently in two places is there twice.
    """

    def __init__(self, subject: Subject, law: Law, cited: str) -> None:
        self.subject = subject
        self.law = law
        self.cited = cited
        self.coordinate: Coordinate = subject.compiled.space.coordinates[0]
        own = subject.atlas.members(law.place, subject.day)
        self._members = {code: self._mask(code) for code in sorted(own)}
        everywhere = places_mask(subject.document.at(("jurisdictions",)), self.coordinate, 0)
        self.whole = _union(self._members.values())
        self.places = self.whole & everywhere
        self.standing = tuple(
            Standing(clause, variant.normal, variant.places & self.places)
            for clause in subject.clauses
            for variant in subject.variants[clause.id]
            if variant.places & self.places
        )

    def _mask(self, code: str) -> int:
        """The places of a code; of the rest of its country where no clause tells it apart."""
        masks = self.coordinate.masks[0]
        country = code.partition("-")[0]
        found = masks.get(code, masks.get(f"other:{country}"))
        return masks[country] if found is None else found

    def inside(self, destinations: Sequence[str]) -> bool:
        """Whether every one of some destinations lies where the law holds."""
        return not self.coordinate.mask(0, destinations) & ~self.whole

    def where(self, states: States) -> int:
        """The places in which a clause states something."""
        return _union(one.places for one in self.standing if states(one))

    def without(self, states: States) -> int:
        """The places in which no clause states something."""
        return self.places & ~self.where(states)

    def covers(self, list_: str, broad: Collection[str], term: str) -> bool:
        """Whether one of some terms is the term or stands above it."""
        return term in broad or not self.subject.words.above(list_, term).isdisjoint(broad)

    def grants(self, right: str) -> States:
        """Whether a clause grants a right."""

        def granted(one: Standing) -> bool:
            rights = one.normal.get("rights", ()) if one.clause.kind == "right" else ()
            return self.covers("rights", rights, right)

        return granted

    def called(self, places: int) -> str:
        """What some of the law's places are called after "in": "the EEA", "DE and FR"."""
        if places == self.whole:
            return self.law.phrase
        lacking = self._codes(places)
        others = self._codes(self.whole & ~places)
        if len(lacking) > len(others):
            return f"{self.law.phrase} except {listed(others)}"
        return listed(lacking)

    def _codes(self, places: int) -> list[str]:
        found = []
        for code, mask in self._members.items():
            if mask & ~places == 0:
                found.append(code)
            else:
                parts = [str(part) for part in self.coordinate.of(mask & places)]
                found += [f"the rest of {one[6:]}" if ":" in one else one for one in parts]
        return found

    def of_version(
        self, places: int, what: str, *particulars: str, path: Path = ()
    ) -> Iterator[Hit]:
        """That the version does not state something in some places; nothing if there are none."""
        if places:
            yield self._hit(path, "the policy", places, what, particulars)

    def of_clause(
        self, clause: Clause, places: int, what: str, *particulars: str, field: str = ""
    ) -> Iterator[Hit]:
        """That a clause does not state something in some places; nothing if there are none."""
        if places:
            path = clause_path(clause, field) if field in clause.normal else clause_path(clause)
            yield self._hit(path, f"'{clause.id}'", places, what, particulars)

    def of_clauses(
        self,
        lacks: States,
        what: str,
        *particulars: str,
        within: int = -1,
        field: str = "",
    ) -> Iterator[Hit]:
        """That clauses do not state something, one hit a clause, of their places within some."""
        found: dict[int, int] = {}
        for one in self.standing:
            if lacks(one):
                found[one.clause.place] = found.get(one.clause.place, 0) | one.places & within
        for place, lacking in found.items():
            clause = self.subject.clauses[place]
            yield from self.of_clause(clause, lacking, what, *particulars, field=field)

    def of_each(self, operations: Sequence[str], states: States, what: str) -> Iterator[Hit]:
        """
        That clauses which do one of the operations do not state something, one hit a clause.

        Where no clause does any of them, that the version does not.
        """
        yield from self.of_version(self.without(lambda one: one.does(*operations)), what)
        yield from self.of_clauses(lambda one: one.does(*operations) and not states(one), what)

    def _hit(self, path: Path, who: str, places: int, what: str, particulars: Sequence[str]) -> Hit:
        message = f"for people in {self.called(places)}, {who} does not state {what} ({self.cited})"
        return Hit(path, message, particulars=(self.law.profile, *particulars))


def notices(
    subject: Subject, asked: Mapping[str, str], since: Mapping[str, str] | None = None
) -> Iterator[Notice]:
    """
    A version as it reads under each law that is asked.

    Parameters:
        subject: a version.
        asked: the profiles that are turned on, with what the rule cites of each.
        since: the first day by profile where a provision is younger than its law.

    """
    if subject.header.kind != "privacy_policy" or subject.data.get("withdrawn"):
        return
    for profile, cited in asked.items():
        law = LAWS[profile]
        if subject.day >= max(law.since, (since or {}).get(profile, "")):
            notice = Notice(subject, law, cited)
            if notice.places:
                yield notice


def abroad(notice: Notice, basis: str) -> bool:
    """Whether a legal basis is one that lets data go to a third country, and no ground to have it."""
    return any(notice.covers("legal_bases", (tool,), basis) for tool in TRANSFER_TOOLS)


def _union(masks: Any) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def listed(words: Sequence[str], word: str = "and") -> str:
    """Words as a sentence lists them: "DE, FR and IT"."""
    return f" {word} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
