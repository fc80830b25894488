"""All rules there are, and their findings in the versions of a policy."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from importlib import import_module

from policykit.findings import CODES, Code, Finding, near
from policykit.library.content import Content, Header
from policykit.rules.rule import Rule, Subject, Words, applies, finding, hits


class UnknownCode(LookupError):
    """A code of no finding."""

    def __init__(self, code: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.near = near

    def __str__(self) -> str:
        hint = f"; did you mean '{self.near[0]}'?" if self.near else ""
        return f"there is no finding '{self.code}'{hint}"


class UnknownProfile(LookupError):
    """A name that is no profile of rules."""

    def __init__(self, profile: str) -> None:
        super().__init__(profile)
        self.profile = profile

    def __str__(self) -> str:
        hint = near(self.profile, profiles())
        mend = f"did you mean '{hint[0]}'?" if hint else f"there are {', '.join(profiles())}"
        return f"there is no profile '{self.profile}'; {mend}"


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by code. A module of this package that makes a `Rule` is one."""
    package = __name__.rpartition(".")[0]
    found: dict[str, Rule] = {}
    for file in sorted(os.listdir(os.path.dirname(__file__))):
        name, extension = os.path.splitext(file)
        if extension != ".py" or name == "__init__":
            continue
        for made in vars(import_module(f"{package}.{name}")).values():
            if isinstance(made, Rule):
                if made.code in found or made.code in CODES:
                    raise ValueError(f"{made.code} is listed twice")
                found[made.code] = made
    return tuple(found[code] for code in sorted(found))


@cache
def profiles() -> tuple[str, ...]:
    """Every profile that a policy or a flag can turn on, by name."""
    return tuple(sorted({name for made in rules() for name in made.profiles}))


@cache
def codes() -> dict[str, Code]:
    """Every kind of finding, the rules' own among them, by code."""
    every = {**CODES, **{made.code: made.as_code for made in rules()}}
    return {code: every[code] for code in sorted(every)}


def rule_of(code: str) -> Rule | None:
    """The rule of a code; None if it is no rule's."""
    return next((made for made in rules() if made.code == code), None)


def code_named(name: str) -> Code:
    """
    The kind of finding of a code (`PK204`) or a name (`swallowed-permission`).

    Raises:
        UnknownCode: there is none.

    """
    every = codes()
    found = every.get(name.upper()) or next(
        (one for one in every.values() if one.name == name), None
    )
    if found is None:
        raise UnknownCode(name, near(name, [*every, *(one.name for one in every.values())]))
    return found


def check_profiles(wanted: Sequence[str]) -> None:
    """
    See that there are such profiles.

    Raises:
        UnknownProfile: there is none of that name.

    """
    for one in wanted:
        if one not in profiles():
            raise UnknownProfile(one)


def rules_asked(wanted: Sequence[str] = (), *, whole: bool = True) -> list[Rule]:
    """The rules that `lint` asks under some profiles, of all versions of a policy or of some."""
    return [made for made in rules() if applies(made, wanted) and (whole or made.of != "policy")]


def lint(
    header: Header,
    versions: Sequence[Content],
    wanted: Sequence[str] = (),
    *,
    whole: bool = True,
) -> list[Finding]:
    """
    What the rules find in the versions of a policy.

    Parameters:
        header: the policy.
        versions: contents free of errors, the earliest first.
        wanted: the profiles that are turned on besides the default one.
        whole: whether these are all versions that the policy has; if not, no rule is asked that
            looks at a history.

    Returns:
        Findings, by rule; sort them by place.

    Raises:
        UnknownProfile: there is none of that name.

    """
    check_profiles(wanted)
    words = Words(header.side.vocabulary)
    subjects = [Subject(header, content, words) for content in versions]
    return [
        finding(made, document, hit)
        for made in rules_asked(wanted, whole=whole)
        for document, hit in hits(made, subjects, wanted)
    ]


def header_rules() -> list[Rule]:
    """The rules that look at a policy.yaml."""
    return [made for made in rules() if made.of == "document" and not made.profiles]


def lint_header(header: Header) -> list[Finding]:
    """What the rules find in a policy.yaml that is free of errors."""
    document = header.document
    return [finding(made, document, hit) for made in header_rules() for hit in made.check(document)]
