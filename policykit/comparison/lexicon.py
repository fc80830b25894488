"""The words that both sides of a comparison know: terms, conditions, commitments, places."""

from __future__ import annotations

from typing import NamedTuple

from policykit.jurisdictions import Atlas
from policykit.vocabulary import Commitment, Condition, Term, Vocabulary


class Lexicon(NamedTuple):
    """Vocabularies, that of the later side first, and the places of the later side."""

    vocabularies: tuple[Vocabulary, ...]
    atlas: Atlas

    def term(self, list_: str, term: str) -> Term | None:
        """A term as the later side has it, else as the earlier one has."""
        for words in self.vocabularies:
            found = words.lists.get(list_, {}).get(term)
            if found is not None:
                return found
        return None

    def condition(self, field: str) -> Condition:
        """A condition as the later side has it, else as the earlier one has."""
        return next(
            words.conditions[field] for words in self.vocabularies if field in words.conditions
        )

    def commitment(self, name: str) -> Commitment:
        """A commitment as the later side has it, else as the earlier one has."""
        return next(
            words.commitments[name] for words in self.vocabularies if name in words.commitments
        )

    def is_own(self, list_: str, name: str) -> bool:
        """Whether a word is the policy's own, and no catalogue knows it."""
        return any(
            (list_, name) in words.own or ("conditions", list_) in words.own
            for words in self.vocabularies
        )
