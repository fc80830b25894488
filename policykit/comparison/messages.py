"""Messages: what a change says, as an id and arguments, apart from the words of any language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from policykit.catalogue import ENGLISH

if TYPE_CHECKING:
    from policykit.comparison.wording import Words

_OUTCOME: Final = ("where", "scenario", "except", "unnamed", "new", "already", "before")
_GUARANTEE: Final = (
    "where",
    "commitment",
    "before",
    "after",
    "scenario",
    "except",
    "clause",
)
_RIGHT: Final = ("where", "right", "scenario", "except")
_CONTRAST: Final = ("where", "lead", "rest", "leader", "scenario", "except")
_CONTRAST_OUTCOME: Final = (*_CONTRAST, "unnamed")
_PROMISES: Final = (*_CONTRAST, "commitment", "before", "after")
_STATEMENT: Final = ("where", "texts", "title", "id", "verbatim", "section")
_CLAUSE: Final = ("id", "section", "from", "fields")

ARGUMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "newly-permitted": _OUTCOME,
    "newly-required": _OUTCOME,
    "no-longer-required": _OUTCOME,
    "no-longer-permitted": _OUTCOME,
    "newly-prohibited": _OUTCOME,
    "no-longer-prohibited": _OUTCOME,
    "commitment-made": _GUARANTEE,
    "commitment-ended": _GUARANTEE,
    "commitment-shifted": _GUARANTEE,
    "commitment-replaced": _GUARANTEE,
    "commitment-loosened": _GUARANTEE,
    "commitment-bound": _GUARANTEE,
    "possibility-stated": _GUARANTEE,
    "possibility-ended": _GUARANTEE,
    "burden-applied": _GUARANTEE,
    "burden-lifted": _GUARANTEE,
    "term-stated": _GUARANTEE,
    "term-removed": _GUARANTEE,
    "term-changed": _GUARANTEE,
    "right-granted": _RIGHT,
    "right-withdrawn": _RIGHT,
    "statement-made": _STATEMENT,
    "statement-withdrawn": _STATEMENT,
    "contrast-permitted-unstated": _CONTRAST_OUTCOME,
    "contrast-permitted-prohibited": _CONTRAST_OUTCOME,
    "contrast-required-unstated": _CONTRAST_OUTCOME,
    "contrast-required-prohibited": _CONTRAST_OUTCOME,
    "contrast-required-permitted": _CONTRAST_OUTCOME,
    "contrast-prohibited-unstated": _CONTRAST_OUTCOME,
    "contrast-promises": _PROMISES,
    "contrast-promises-both": _PROMISES,
    "contrast-promises-possibility": _PROMISES,
    "contrast-possibility": _PROMISES,
    "contrast-applies": _PROMISES,
    "contrast-states": _PROMISES,
    "contrast-states-both": _PROMISES,
    "contrast-right": (*_CONTRAST, "right"),
    "contrast-statement": (*_STATEMENT, "lead", "rest", "leader"),
    "clause-added": _CLAUSE,
    "clause-removed": _CLAUSE,
    "clause-renamed": _CLAUSE,
    "clause-moved": _CLAUSE,
    "clause-reworded": _CLAUSE,
    "clause-changed": _CLAUSE,
    "membership-joined": ("member", "group", "day"),
    "membership-left": ("member", "group", "day"),
    "undecided": ("where",),
    "unsaid": ("kind", "scenarios"),
    "reason-undecided": (),
    "reason-legal-bases-with-clause": ("id",),
    "reason-legal-bases-changed": ("id",),
    "reason-clause-added": ("id",),
    "reason-clause-removed": ("id",),
    "reason-reworded": ("id",),
    "reason-overlays-changed": ("id",),
    "reason-fields-changed": ("id", "fields"),
    "reason-places-changed": (),
    "reason-among": ("ways",),
}
"""Every message and its arguments. An id never changes its meaning."""


class Message:
    """
    What is said of a change, in any language.

    `arguments` are data (covers, ids, values) and are not to be altered. Two messages are equal
    if they say the same of the same; `words` (whose names for things a sentence uses) is not
    compared. A sentence is made when it is first asked for.
    """

    __slots__ = ("_said", "arguments", "id", "words")

    def __init__(self, id_: str, arguments: Mapping[str, Any], words: Words) -> None:
        self.id = id_
        self.arguments = arguments
        self.words = words
        self._said: dict[str, str] = {}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Message):
            return NotImplemented
        return self.id == other.id and self.arguments == other.arguments

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"<Message {self.id}>"

    def sentence(self, language: str = ENGLISH) -> str:
        """
        The message in a language.

        Raises:
            UnknownLanguage: no catalogue is in it.

        """
        said = self._said.get(language)
        if said is None:
            said = self._said[language] = self.words.speaker(language).say(self)
        return said
