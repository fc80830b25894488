"""
Policies and their versions: read from a folder, found by address, in force on a day.

Source: design of the document format in docs/format.md.
"""

from __future__ import annotations

from policykit.lazily import lazily

TYPE_CHECKING = False  # typing's constant, without the time its import takes
if TYPE_CHECKING:
    from policykit.library.answer import Case, Decision, ImpossibleScenario
    from policykit.library.errors import (
        DifferentWords,
        InvalidDocument,
        NoReport,
        NotInForce,
        PolicyTwice,
        UnknownPolicy,
        UnknownVersion,
    )
    from policykit.library.policy import Library, Policy, Version, load
    from policykit.library.practice import Practice, transparency
    from policykit.library.prepared import PreparedQuestion
    from policykit.library.questions import BadQuestion

__all__ = [
    "BadQuestion",
    "Case",
    "Decision",
    "DifferentWords",
    "ImpossibleScenario",
    "InvalidDocument",
    "Library",
    "NoReport",
    "NotInForce",
    "Policy",
    "PolicyTwice",
    "Practice",
    "PreparedQuestion",
    "UnknownPolicy",
    "UnknownVersion",
    "Version",
    "load",
    "transparency",
]

__getattr__ = lazily(
    __name__,
    {
        "answer": "Case Decision ImpossibleScenario",
        "errors": "DifferentWords InvalidDocument NoReport NotInForce PolicyTwice UnknownPolicy "
        "UnknownVersion",
        "policy": "Library Policy Version load",
        "practice": "Practice transparency",
        "prepared": "PreparedQuestion",
        "questions": "BadQuestion",
    },
)
