"""
The languages that reports are written in: one YAML file each, message by message.

A message's id and arguments are data; what stands here is only how a language says it.
"""

from policykit.catalogue.catalogue import (
    Catalogue,
    UnknownLanguage,
    catalogue,
    language_for,
    languages,
    lookup,
)
from policykit.model import ENGLISH

__all__ = [
    "ENGLISH",
    "Catalogue",
    "UnknownLanguage",
    "catalogue",
    "language_for",
    "languages",
    "lookup",
]
