"""
The words that policies are written in: terms, conditions, commitments, impossible combinations.

One YAML file a list beside this module; each is read once. A policy may add its own words
under the shipped ones; `extend` makes the vocabulary of that policy.
"""

from policykit.vocabulary.commitments import Commitment, compare, weakest
from policykit.vocabulary.own import extend
from policykit.vocabulary.terms import (
    Condition,
    Impossible,
    Match,
    Standard,
    Term,
    UnknownTerm,
    Vocabulary,
    about_lists,
    standards,
    vocabulary,
)

__all__ = [
    "Commitment",
    "Condition",
    "Impossible",
    "Match",
    "Standard",
    "Term",
    "UnknownTerm",
    "Vocabulary",
    "about_lists",
    "compare",
    "extend",
    "standards",
    "vocabulary",
    "weakest",
]
