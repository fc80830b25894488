"""
How a scalar is spelled: without quotes unless somebody could misread it.

A text is quoted where our reader would take it for something else, where YAML's punctuation asks
for it, and where a reader of YAML 1.1 (PyYAML, most editors) would not see a text: `NO`, `on`,
`12:30`, `1_000`. A date stays plain, as lawyers write it. Quotes are double, or single around a
text with double quotes or backslashes in it. A character that cannot be seen and was written as an
escape stays one.
"""

from __future__ import annotations

import re
from typing import Final

import yaml.resolver

from policykit.document.scalars import Unrepresentable
from policykit.document.scalars import plain as plain_value

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INDICATORS: Final = frozenset(",[]{}#&*!|>'\"%@`")
# What is read and cannot be seen: spaces of other widths, joiners, marks, selectors of variants,
# and what is read where a script needs it: fillers and tags.
_INVISIBLE: Final = re.compile(
    "[\xa0\u034f\u061c\u115f\u1160\u1680\u180b-\u180f\u2000-\u200f\u202f\u205f\u2800\u3000"
    "\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef]"
)
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def escaped(source: str, text: str) -> frozenset[str]:
    """What cannot be seen in a text that its spelling in double quotes has as escapes only."""
    if "\\" not in source:
        return frozenset()
    return frozenset(sign for sign in _INVISIBLE.findall(text) if sign not in source)


def spelled(
    text: str,
    *,
    flow: bool,
    always: bool = False,
    misread: bool = False,
    unseen: frozenset[str] = frozenset(),
) -> str:
    """
    A text on one line.

    `flow` inside of brackets and braces, `always` in quotes, `misread` without them even where a
    reader of YAML 1.1 sees no text, `unseen` what is to be an escape.
    """
    if unseen:
        escapes = {**_ESCAPES, **{sign: _numeric(sign) for sign in unseen}}
        return f'"{"".join(escapes.get(sign, sign) for sign in text)}"'
    if not always and _plain_is_safe(text, flow=flow) and (misread or not _misread(text)):
        return text
    if ('"' in text or "\\" in text) and not any(sign in text for sign in "'\n\r\t"):
        return f"'{text}'"
    return f'"{"".join(_ESCAPES.get(sign, sign) for sign in text)}"'


def _numeric(sign: str) -> str:
    number = ord(sign)
    return f"\\u{number:04x}" if number < 2**16 else f"\\U{number:08x}"


def constant(spelling: str) -> str | None:
    """Null, a boolean or a number, unquoted, in its one spelling; None for a text."""
    value = plain_value(spelling)
    if isinstance(value, str):
        return None
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    # 010 is ten here and eight in YAML 1.1, 0o10 a text there; a hexadecimal is the same in both.
    if isinstance(value, int) and "x" not in spelling:
        return str(value)
    return spelling


def _plain_is_safe(text: str, *, flow: bool) -> bool:
    if not text or text != text.strip() or any(sign in text for sign in "\n\r\t"):
        return False
    if text[0] in _INDICATORS or text.startswith(("---", "...")):
        return False
    if text[0] in "-?:" and (flow or text[1:2] in ("", " ")):
        return False
    if ": " in text or " #" in text or text.endswith(":"):
        return False
    if flow and (any(sign in text for sign in ",[]{}") or ":?" in text):
        return False
    try:
        ours = plain_value(text)
    except Unrepresentable:
        return False
    return isinstance(ours, str)


def _misread(text: str) -> bool:
    """Whether YAML 1.1 sees something other than a text, dates aside."""
    if text in ("y", "Y", "n", "N"):
        return True
    resolvers = yaml.resolver.Resolver.yaml_implicit_resolvers
    return not _DATE.fullmatch(text) and any(
        pattern.match(text) for _, pattern in resolvers.get(text[0], ())
    )
