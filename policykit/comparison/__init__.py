"""
What changed between two versions: outcomes, commitments, rights, statements of fact, clauses.

Exact: a scenario is reported if and only if its outcome differs, and a guarantee if and only if
it moved on scenarios that both versions allow.

Source: docs/semantics.md.
"""

from policykit.comparison.across import PolicyComparison, compare
from policykit.comparison.changes import (
    ClauseChange,
    CommitmentChange,
    OutcomeChange,
    RightChange,
    StatementChange,
)
from policykit.comparison.compare import DifferentPolicies, diff, verdict
from policykit.comparison.history import Besides, Changelog, ChangelogEntry, changelog
from policykit.comparison.result import Membership, PolicyDiff, VersionName
from policykit.comparison.since import ChangesSince, changes_since

__all__ = [
    "Besides",
    "Changelog",
    "ChangelogEntry",
    "ChangesSince",
    "ClauseChange",
    "CommitmentChange",
    "DifferentPolicies",
    "Membership",
    "OutcomeChange",
    "PolicyComparison",
    "PolicyDiff",
    "RightChange",
    "StatementChange",
    "VersionName",
    "changelog",
    "changes_since",
    "compare",
    "diff",
    "verdict",
]
