"""
Privacy policies and terms as versioned YAML, and an exact diff of what they mean.

    library = policykit.load("policies")
    policy = library["telegram/privacy"]
    diff = policykit.diff(policy["1.0.0"], policy["2.0.0"])

Nothing is read, printed or looked up in the environment on import; names are loaded when first
used.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # typing's constant, without the time its import takes
if TYPE_CHECKING:
    from policykit.catalogue import UnknownLanguage
    from policykit.comparison import (
        Changelog,
        ChangelogEntry,
        ChangesSince,
        ClauseChange,
        CommitmentChange,
        DifferentPolicies,
        Membership,
        OutcomeChange,
        PolicyComparison,
        PolicyDiff,
        RightChange,
        StatementChange,
        changelog,
        changes_since,
        diff,
        verdict,
    )
    from policykit.comparison.across import compare
    from policykit.findings import Finding
    from policykit.jurisdictions import UnknownJurisdiction
    from policykit.library import (
        BadQuestion,
        Case,
        Decision,
        DifferentWords,
        ImpossibleScenario,
        InvalidDocument,
        Library,
        NoReport,
        NotInForce,
        Policy,
        PolicyTwice,
        Practice,
        PreparedQuestion,
        UnknownPolicy,
        UnknownVersion,
        Version,
        load,
        transparency,
    )
    from policykit.model import Clause, Cover, NoSuchDay
    from policykit.revisions import NoRepository, UnknownRevision
    from policykit.rules import UnknownProfile
    from policykit.scenarios.diagram import OutOfWork
    from policykit.scenarios.statements import Part
    from policykit.validation import Unreadable
    from policykit.validation.walking import validate

__version__ = "0.1.0"

_HOMES = {
    "BadQuestion": "policykit.library",
    "Case": "policykit.library",
    "Changelog": "policykit.comparison",
    "ChangelogEntry": "policykit.comparison",
    "ChangesSince": "policykit.comparison",
    "Clause": "policykit.model",
    "ClauseChange": "policykit.comparison",
    "CommitmentChange": "policykit.comparison",
    "Cover": "policykit.model",
    "Decision": "policykit.library",
    "DifferentPolicies": "policykit.comparison",
    "DifferentWords": "policykit.library",
    "Finding": "policykit.findings",
    "ImpossibleScenario": "policykit.library",
    "InvalidDocument": "policykit.library",
    "Library": "policykit.library",
    "Membership": "policykit.comparison",
    "NoReport": "policykit.library",
    "NoSuchDay": "policykit.model",
    "NoRepository": "policykit.revisions",
    "NotInForce": "policykit.library",
    "OutOfWork": "policykit.scenarios.diagram",
    "OutcomeChange": "policykit.comparison",
    "Part": "policykit.scenarios.statements",
    "Policy": "policykit.library",
    "PolicyComparison": "policykit.comparison",
    "PolicyDiff": "policykit.comparison",
    "PolicyTwice": "policykit.library",
    "Practice": "policykit.library",
    "PreparedQuestion": "policykit.library",
    "RightChange": "policykit.comparison",
    "StatementChange": "policykit.comparison",
    "UnknownJurisdiction": "policykit.jurisdictions",
    "UnknownLanguage": "policykit.catalogue",
    "UnknownPolicy": "policykit.library",
    "UnknownProfile": "policykit.rules",
    "UnknownRevision": "policykit.revisions",
    "UnknownVersion": "policykit.library",
    "Unreadable": "policykit.validation",
    "Version": "policykit.library",
    "changelog": "policykit.comparison",
    "changes_since": "policykit.comparison",
    "compare": "policykit.comparison",
    "diff": "policykit.comparison",
    "load": "policykit.library",
    "transparency": "policykit.library",
    "validate": "policykit.validation",
    "verdict": "policykit.comparison",
}

__all__ = [
    "BadQuestion",
    "Case",
    "Changelog",
    "ChangelogEntry",
    "ChangesSince",
    "Clause",
    "ClauseChange",
    "CommitmentChange",
    "Cover",
    "Decision",
    "DifferentPolicies",
    "DifferentWords",
    "Finding",
    "ImpossibleScenario",
    "InvalidDocument",
    "Library",
    "Membership",
    "NoReport",
    "NoRepository",
    "NoSuchDay",
    "NotInForce",
    "OutOfWork",
    "OutcomeChange",
    "Part",
    "Policy",
    "PolicyComparison",
    "PolicyDiff",
    "PolicyTwice",
    "Practice",
    "PreparedQuestion",
    "RightChange",
    "StatementChange",
    "UnknownJurisdiction",
    "UnknownLanguage",
    "UnknownPolicy",
    "UnknownProfile",
    "UnknownRevision",
    "UnknownVersion",
    "Unreadable",
    "Version",
    "__version__",
    "changelog",
    "changes_since",
    "compare",
    "diff",
    "load",
    "transparency",
    "validate",
    "verdict",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'policykit' has no attribute '{name}'")
    found: object = getattr(import_module(_HOMES[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
