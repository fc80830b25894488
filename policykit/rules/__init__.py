"""
Rules: what a version that is well-formed still gets wrong, one module a rule.

`rule.py` says what a rule is, `running.py` finds them all and runs them; every other module is one.
"""

from __future__ import annotations

from policykit.lazily import lazily

TYPE_CHECKING = False  # typing's constant, without the time its import takes
if TYPE_CHECKING:
    from policykit.rules.rule import Rule
    from policykit.rules.running import (
        UnknownCode,
        UnknownProfile,
        check_profiles,
        code_named,
        codes,
        header_rules,
        lint,
        lint_header,
        profiles,
        rule_of,
        rules,
        rules_asked,
    )

__all__ = [
    "Rule",
    "UnknownCode",
    "UnknownProfile",
    "check_profiles",
    "code_named",
    "codes",
    "header_rules",
    "lint",
    "lint_header",
    "profiles",
    "rule_of",
    "rules",
    "rules_asked",
]

__getattr__ = lazily(
    __name__,
    {
        "rule": "Rule",
        "running": "UnknownCode UnknownProfile check_profiles code_named codes header_rules lint lint_header profiles rule_of rules rules_asked",
    },
)
