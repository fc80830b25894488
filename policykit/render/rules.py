"""Kinds of findings as text, JSON and the manual `docs/rules.md`."""

from __future__ import annotations

import re
from typing import Final

from policykit.findings import Code
from policykit.render.json import dumped
from policykit.render.text import Style
from policykit.rules import codes, profiles, rule_of
from policykit.rules.laws import LAWS

_FAMILIES: Final = (
    ("PK0", "Reading", "What keeps a text from being read. Nothing else is checked then."),
    ("PK1", "Format", "What keeps a document from being a policy: shapes, words, places, dates."),
    ("PK2", "Rules", "What a policy that is well-formed still gets wrong. These always run."),
    (
        "PK3",
        "Profiles",
        "What a law asks a privacy notice to state. A profile runs where policy.yaml says "
        "`profiles: [gdpr]`, or `validate --profile gdpr` asks, and only for the places where the "
        "law applies. A finding says what the document does not state, not that a law is broken.",
    ),
    (
        "PK4",
        "Edits and releases",
        "What an edit did to a policy that others go by: numbers of versions always, the lock "
        "where there is one, all of it with `validate --against REV`. No comment sets these aside.",
    ),
)

_HEADER: Final = """\
# Findings

Every finding has a code that never changes its meaning. `policykit rules` lists them,
`policykit explain CODE` prints one of the sections below; this page is printed by
`policykit rules -o markdown`, from the same source.

A finding of a rule (PK2xx, PK3xx) can be ignored where it stands, with a reason:

```yaml
  # policykit: ignore PK211 -- the prohibition is a slogan; the lawyers want both
  - id: share
```

On a line of its own the comment is about the line below and all that is indented under it: above a
clause about the whole clause, above `clauses:` about all of them. At the end of a clause, indented
with it, it is about nothing. At the end of a line it is about what stands on that line: behind
`- id: share` about the id alone, behind `recipients:` alone about the whole list below; behind the
last line of a text, about that text. It may name several codes, by commas; each that ignores
nothing is reported (PK131), unless its rule was not asked. It works in policy.yaml too. Findings of
reading and format cannot be ignored. `policykit fmt` never changes what a comment sets aside.
"""


def listing(style: Style) -> str:
    """Every kind of finding, one a line, and the profiles."""
    lines = []
    for prefix, title, _ in _FAMILIES:
        family = [code for code in codes().values() if code.code.startswith(prefix)]
        if family:
            lines += [style.strong(title)]
        for code in family:
            found = rule_of(code.code)
            where = f" [{', '.join(found.profiles)}]" if found and found.profiles else ""
            name = f"{code.code}  {code.severity:<7}  {code.name:<24}"
            lines.append(style.wrapped(f"{code.about}{where}", f"  {name}  ", " " * 45))
    if profiles():
        lines.append(f"profiles: {', '.join(profiles())}")
    return "\n".join(lines) + "\n"


def as_json() -> str:
    """Every kind of finding as a list of records."""
    return dumped(
        [
            {
                "code": code.code,
                "name": code.name,
                "severity": code.severity,
                "about": code.about,
                "profiles": dict(made.profiles) if (made := rule_of(code.code)) else {},
            }
            for code in codes().values()
        ]
    )


def explanation(code: Code, style: Style) -> str:
    """One kind of finding for a terminal."""
    head = style.strong(f"{code.code} {code.name}")
    return f"{head} ({code.severity})\n\n{_body(code)}"


def section(code: Code) -> str:
    """One kind of finding as Markdown."""
    body = re.sub(
        r"^(Fails|Passes)::\n((?:(?:    .*)?\n)+)",
        lambda match: f"{match[1]}:\n\n```yaml\n{_outdented(match[2])}\n```\n\n",
        _body(code),
        flags=re.MULTILINE,
    )
    return f"### {code.code} {code.name}\n\n*{code.severity}*. {body.rstrip()}\n"


def manual() -> str:
    """`docs/rules.md`: every kind of finding, explained."""
    parts = [_HEADER]
    for prefix, title, about in _FAMILIES:
        family = [code for code in codes().values() if code.code.startswith(prefix)]
        if family:
            laws = f"\n{_laws()}" if prefix == "PK3" else ""
            parts.append(f"## {title}\n\n{about}\n{laws}")
            parts += [section(code) for code in family]
    return "\n".join(parts)


def _body(code: Code) -> str:
    made = rule_of(code.code)
    if made is None:
        parts = [code.about, f"Why: {code.why}"]
        if code.fails:
            example = "".join(f"    {line}\n" for line in code.fails.splitlines())
            parts.append(f"Fails::\n{example}")
        return "\n\n".join(parts).rstrip() + "\n"
    cited = "".join(
        f"- {name} ({LAWS[name].phrase}, from {LAWS[name].since}): {cites}\n"
        for name, cites in made.profiles.items()
    )
    parts = [made.manual.strip(), f"Mend: {made.help}."]
    if cited:
        parts.append(f"Profiles:\n\n{cited}")
    return "\n\n".join(parts).rstrip() + "\n"


def _laws() -> str:
    lines = [
        f"- `{law.profile}`: [{law.title}]({law.url}), for people in {law.phrase}, asked of "
        f"versions that start on or after {law.since}.{f' {law.about}' if law.about else ''}"
        for law in LAWS.values()
    ]
    return "\n".join(lines) + "\n"


def _outdented(block: str) -> str:
    return "\n".join(line[4:] for line in block.rstrip().splitlines())
