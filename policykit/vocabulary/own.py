"""A policy's own words: added under the shipped ones, never instead of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from policykit.document import Document
from policykit.findings import Finding, near
from policykit.jurisdictions import Atlas
from policykit.jurisdictions.atlas import group as group_of
from policykit.model import NoSuchDay, civil_day
from policykit.vocabulary.commitments import WAYS, Commitment, commitment, problem
from policykit.vocabulary.terms import Condition, Term, Vocabulary, condition, term

Steps: TypeAlias = tuple[str | int, ...]

MOST_WORDS: Final = 1000
"""How many words a policy may add: each is compared with the others."""

_NOT_LISTS: Final = ("conditions", "commitments", "groups")


def extend(
    shipped: Vocabulary, atlas: Atlas, document: Document
) -> tuple[Vocabulary, Atlas, list[Finding]]:
    """
    The vocabulary and the atlas of a policy, from the `vocabulary` of its `policy.yaml`.

    Parameters:
        shipped, atlas: what the policy adds to.
        document: a policy.yaml that is well-formed by its schema.

    Returns:
        Both with the policy's own words, less those that a finding names.

    """
    own: Any = document.at(("vocabulary",))
    if not isinstance(own, Mapping) or not own:
        return shipped, atlas, []
    adding = _Adding(shipped, atlas, document)
    if sum(len(words) for words in own.values() if isinstance(words, Mapping)) > MOST_WORDS:
        message = f"a policy adds at most {MOST_WORDS} words of its own"
        adding.note(("vocabulary",), message, "keep those that its clauses use", of_key=True)
        return shipped, atlas, adding.findings
    adding.conditions(own.get("conditions") or {})
    for name, terms in own.items():
        if name not in _NOT_LISTS:
            adding.terms(name, terms)
    adding.commitments(own.get("commitments") or {})
    adding.groups(own.get("groups") or {})
    return (*adding.result(), adding.findings)


class _Adding:
    """Additions to one vocabulary, checked one by one."""

    def __init__(self, shipped: Vocabulary, atlas: Atlas, document: Document) -> None:
        self.shipped = shipped
        self.atlas = atlas
        self.document = document
        self.findings: list[Finding] = []
        self.lists: dict[str, dict[str, Term]] = {}
        self.own_conditions: dict[str, Condition] = {}
        self.own_commitments: dict[str, Commitment] = {}
        self.own_groups: dict[str, Any] = {}

    def result(self) -> tuple[Vocabulary, Atlas]:
        """The vocabulary and the atlas with what was accepted."""
        shipped = self.shipped
        lists = {name: dict(terms) for name, terms in shipped.lists.items()}
        for name, terms in self.lists.items():
            lists[name] = {**lists.get(name, {}), **terms}
        added = {(name, key) for name, terms in self.lists.items() for key in terms}
        added |= {("conditions", key) for key in self.own_conditions}
        added |= {("commitments", key) for key in self.own_commitments}
        vocabulary = Vocabulary(
            lists,
            {**shipped.conditions, **self.own_conditions},
            {**shipped.commitments, **self.own_commitments},
            shipped.impossible,
            frozenset(added),
        )
        groups = (group_of(name, entry) for name, entry in self.own_groups.items())
        return vocabulary, self.atlas.extended(groups)

    def note(
        self, path: tuple[str | int, ...], message: str, mend: str, *, of_key: bool = False
    ) -> None:
        """Note a finding."""
        self.findings.append(
            self.document.finding(
                "PK108", path, message, mend, of_key=of_key, particulars=(message,)
            )
        )

    def terms(self, name: str, entries: Mapping[str, Mapping[str, Any]]) -> None:
        """Add terms to a shipped list."""
        if name not in self.shipped.lists or name == "operations":
            lists = [key for key in self.shipped.lists if key != "operations"]
            hint = near(name, [*lists, *_NOT_LISTS])
            mend = f"did you mean '{hint[0]}'?" if hint else f"the lists are {', '.join(lists)}"
            self.note(("vocabulary", name), f"there is no list '{name}'", mend, of_key=True)
            return
        shipped = self.shipped.lists[name]
        accepted: dict[str, Term] = {}
        for key, entry in entries.items():
            path: Steps = ("vocabulary", name, key)
            if key in shipped or self.shipped.retired(name, key):
                message = f"'{key}' is a shipped term of {name}; a policy may not redefine it"
                self.note(path, message, "use the shipped one, or choose another id", of_key=True)
            elif "members" not in entry and "broader" not in entry:
                message = f"'{key}' stands under no shipped term"
                mend = "say `broader: [a shipped term]`, or `members: […]` for one that gathers"
                self.note(path, message, mend, of_key=True)
            else:
                accepted[key] = term(key, entry)
        self.lists[name] = self._rooted(name, shipped, accepted)

    def _rooted(
        self, name: str, shipped: Mapping[str, Term], accepted: dict[str, Term]
    ) -> dict[str, Term]:
        """The terms that lead to existing ones, without a cycle."""
        known = {**shipped, **accepted}
        for key, entry in list(accepted.items()):
            for field, names in (("broader", entry.broader), ("members", entry.members)):
                for index, other in enumerate(names):
                    path: Steps = ("vocabulary", name, key, field, index)
                    if other not in known:
                        hint = near(other, known)
                        mend = f"did you mean '{hint[0]}'?" if hint else "name a term of the list"
                        self.note(path, f"'{other}' is no term of {name}", mend)
                        accepted.pop(key, None)
                    elif field == "broader" and known[other].members:
                        message = f"'{other}' only gathers terms; nothing can stand under it"
                        self.note(path, message, "name one of its members")
                        accepted.pop(key, None)
        for key in list(accepted):
            if key in accepted and self._above(known, key, key):
                message = f"'{key}' stands under itself"
                mend = "break the circle at one of its terms"
                self.note(("vocabulary", name, key), message, mend, of_key=True)
                del accepted[key]
        # What hung on a term that was refused is refused with it, silently: its cause is named.
        while True:
            known = {**shipped, **accepted}
            orphans = [
                key
                for key, entry in accepted.items()
                if any(other not in known for other in (*entry.broader, *entry.members))
            ]
            if not orphans:
                return accepted
            for key in orphans:
                del accepted[key]

    @staticmethod
    def _above(known: Mapping[str, Term], start: str, target: str) -> bool:
        seen: set[str] = set()
        front = [*known[start].broader, *known[start].members]
        while front:
            name = front.pop()
            if name == target:
                return True
            if name in known and name not in seen:
                seen.add(name)
                front += [*known[name].broader, *known[name].members]
        return False

    def conditions(self, entries: Mapping[str, Mapping[str, Any]]) -> None:
        """Add conditions of the policy's own, with their terms."""
        taken = {*self.shipped.conditions, *self.shipped.lists, *_RESERVED}
        for key, entry in entries.items():
            path = ("vocabulary", "conditions", key)
            if key in taken:
                message = f"'{key}' is taken; a policy may not redefine it"
                self.note(path, message, "choose another id", of_key=True)
                continue
            self.own_conditions[key] = condition(key, entry)
            self.idle(path, entry, entry["shape"], {"terms": "tree"})
            if entry["shape"] == "tree":
                terms = {name: term(name, one or {}) for name, one in entry["terms"].items()}
                for name, one in list(terms.items()):
                    for index, other in enumerate(one.broader):
                        if other not in terms:
                            where: Steps = (*path, "terms", name, "broader", index)
                            self.note(where, f"'{other}' is no term of {key}", "name one above")
                            terms.pop(name, None)
                    if name in terms and self._above(terms, name, name):
                        self.note(
                            (*path, "terms", name),
                            f"'{name}' stands under itself",
                            "break the circle",
                        )
                        del terms[name]
                self.lists[key] = terms

    def commitments(self, entries: Mapping[str, Mapping[str, Any]]) -> None:
        """Add commitments of the policy's own."""
        for key, entry in entries.items():
            if key in self.shipped.commitments:
                message = f"'{key}' is a shipped commitment; a policy may not redefine it"
                at = ("vocabulary", "commitments", key)
                self.note(at, message, "use it, or choose another id", of_key=True)
                continue
            path = ("vocabulary", "commitments", key)
            if key in _IN_CASES:
                message = f"'{key}' says in which case a value is promised"
                self.note(path, message, "choose another id", of_key=True)
                continue
            made = commitment(key, entry)
            self.idle(path, entry, made.type, _OF_TYPE)
            if made.combine == "limit" and made.protects == "neither":
                message = "`combine: limit` asks for the tightest value, and none is tighter"
                mend = "say which way `protects`, or `combine: clause`"
                self.note((*path, "combine"), message, mend)
            ways = WAYS[made.type]
            if made.protects not in ways or type(made.protects) is not type(
                next((way for way in ways if way == made.protects), made.protects)
            ):
                shown = " or ".join(str(way).lower() for way in ways)
                message = f"what protects in a {made.type} is {shown}"
                self.note((*path, "protects"), message, f"say `protects:` and {shown}")
            elif made.absent is not None and problem(made, made.absent):
                message = (
                    f"absence cannot mean {made.absent!r}: '{key}' {problem(made, made.absent)}"
                )
                self.note((*path, "absent"), message, "name a value that it can take")
            else:
                self.own_commitments[key] = made

    def idle(
        self, path: Steps, entry: Mapping[str, Any], which: str, of: Mapping[str, str]
    ) -> None:
        """Note the fields of an entry that say something only in entries of another type."""
        for field, type_ in of.items():
            if field in entry and type_ != which:
                message = f"'{field}' says nothing of a {which}"
                self.note(
                    (*path, field), message, f"it is for a {type_}; leave it out", of_key=True
                )

    def periods(self, path: Steps, members: Any) -> bool:
        """Whether the periods of a group's members are days in order."""
        if not isinstance(members, Mapping):
            return True
        sound = True
        for code, period in members.items():
            days = [period[name] for name in ("from", "until") if name in period]
            wrong = next((day for day in days if not _is_day(day)), None)
            if wrong is not None or days != sorted(days):
                message = f"there is no day {wrong}" if wrong else "`from` is after `until`"
                self.note((*path, "members", code), message, "first and last day, YYYY-MM-DD")
                sound = False
        return sound

    def groups(self, entries: Mapping[str, Mapping[str, Any]]) -> None:
        """Add groups of jurisdictions of the policy's own."""
        for key, entry in entries.items():
            path = ("vocabulary", "groups", key)
            if key in self.atlas or key == "*":
                message = f"'{key}' is a shipped code; a policy may not redefine it"
                self.note(path, message, "choose another id", of_key=True)
                continue
            if key in ("default", "except"):
                message = f"'{key}' is a word of the format where places stand"
                self.note(path, message, "choose another id", of_key=True)
                continue
            if re.fullmatch(_LIKE_ISO, key):
                message = f"'{key}' reads like a code of ISO 3166"
                self.note(path, message, "choose another id, such as `europe`", of_key=True)
                continue
            wrong = not self.periods(path, entry["members"])
            for index, member in _members(entry["members"]):
                if member not in self.atlas and member not in self.own_groups:
                    message = f"'{member}' is no country, subdivision or group above this one"
                    hint = self.atlas.meant(member)
                    mend = "groups name ISO 3166 codes and groups that stand before them"
                    mend = f"did you mean '{hint[0]}'? {mend}" if hint else mend
                    self.note((*path, "members", index), message, mend)
                    wrong = True
            if not wrong:
                self.own_groups[key] = entry


_LIKE_ISO: Final = r"[A-Z]{2}(-[A-Z0-9]{1,3})?"
_RESERVED: Final = (
    "operation",
    "jurisdiction",
    "data_subject",
    "recipient",
    "purpose",
    "destination",
    "on",
    "value",
)
_IN_CASES: Final = ("value", "when", "unless")
"""Fields of a case, by which it is told from a value."""

_OF_TYPE: Final[Mapping[str, str]] = {"levels": "level", "words": "duration", "unit": "count"}
"""Fields that say something of commitments of one type alone."""


def _is_day(text: str) -> bool:
    try:
        return bool(civil_day(text))
    except NoSuchDay:
        return False


def _members(members: Any) -> Iterator[tuple[str | int, str]]:
    if isinstance(members, Mapping):
        yield from ((key, key) for key in members)
    else:
        yield from enumerate(members)
