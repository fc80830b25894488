"""
An unquoted value that tools of YAML 1.1 take for something else.

Why: this format is YAML 1.2, where `NO` is Norway and `on` a word. PyYAML, Ansible and many other
tools still read YAML 1.1: to them `jurisdictions: [NO]` is `[false]`, a text in the language `no`
has the key `false`, `12:30` is the number 750, `1_000` is 1000 and `010` is 8. Policies are read
right here either way; quotes keep them right elsewhere. Numbers, which quotes would turn into
texts, are spelled so that both read one value. Dates are left alone, for the format is full of them.

Source: https://yaml.org/type/bool.html and https://yaml.org/type/int.html (YAML 1.1) beside
https://yaml.org/spec/1.2.2/#103-core-schema.

Fails::
    - {id: nordic, kind: transfer, personal_data: [email_address], destinations: [NO, SE]}
Passes::
    - {id: nordic, kind: transfer, personal_data: [email_address], destinations: ["NO", SE]}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from policykit.document import Document
from policykit.document.scalars import LARGEST, NUMERIC_START, Unrepresentable, plain
from policykit.findings import Edit
from policykit.rules.rule import Hit, Path, rule

_BOOLEAN: Final = {
    spelling: truth
    for word, truth in (
        ("y", True),
        ("yes", True),
        ("on", True),
        ("n", False),
        ("no", False),
        ("off", False),
    )
    for spelling in (word, word.capitalize(), word.upper())
}
# Where a plain scalar may stand alone: first in its line, behind a mark or an anchor, and before
# the end of the line, a mark or a comment.
_ALONE: Final = (
    r"(?m)(?:^[ \t]*|[:?-][ \t]+|[\[{,][ \t]*)(?:&[^\s,\[\]{}]+[ \t]+)?"
    rf"(?P<scalar>{'|'.join(sorted(_BOOLEAN, key=len, reverse=True))}|[-+.]?[0-9][\w.:+-]*)"
    r"(?=[ \t]*(?:$|[\r,\]}]|[ \t]#|:[ \t\r]|:$))"
)
_ANCHOR: Final = r"&[^\s,\[\]{}]+(?:[ \t\r\n]|#[^\r\n]*)+"
_BINARY: Final = r"[-+]?0b[01_]+"
_OCTAL: Final = r"[-+]?0[0-7_]+"
_DECIMAL: Final = re.compile(r"[-+]?(?:0|[1-9][0-9_]*)")
_HEX: Final = r"[-+]?0x[0-9a-fA-F_]+"
_SIXTIES: Final = r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
_FLOAT: Final = r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?"
_MOMENT: Final = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[Tt][0-9]{1,2}:[0-9]{2}:[0-9]{2}.*"


@rule(
    "PK233",
    severity="info",
    help="put it in quotes, which mean the same everywhere",
    of="document",
)
def unquoted_for_others(document: Document) -> Iterator[Hit]:
    """Keys and values, wherever they stand in a version or a policy.yaml."""
    readings = {
        scalar: reading
        for scalar in document.plains
        if (scalar in _BOOLEAN or scalar[:1] in NUMERIC_START) and (reading := elsewhere(scalar))
    }
    if not readings:
        return
    places: dict[int, str] = {}
    for match in re.finditer(_ALONE, document.text):
        if match["scalar"] in readings:
            places[match.start("scalar")] = match["scalar"]
    wanted = [plain(scalar) for scalar in set(places.values())]
    texts = {one for one in wanted if isinstance(one, str)}
    numbers = {one for one in wanted if not isinstance(one, str)}
    for path, value, of_key in _scalars((), document.data):
        if value in texts if isinstance(value, str) else value in numbers:
            # An alias repeats what stands elsewhere: each place once.
            start = _behind_anchor(document.text, document.offset(path, of_key=of_key))
            scalar = places.pop(start, "")
            if scalar:
                yield _hit(path, start, scalar, readings[scalar], of_key=of_key)


def elsewhere(scalar: str) -> str:
    """What YAML 1.1 takes a plain scalar for, in words; empty if for the same as YAML 1.2."""
    if scalar in _BOOLEAN:
        return f"{_BOOLEAN[scalar]}".lower()
    if ":" in scalar and re.fullmatch(_MOMENT, scalar):
        return "a moment in time"
    try:
        here = plain(scalar)
    except Unrepresentable:  # reported by the reader
        return ""
    there = _number(scalar)
    if isinstance(here, str):
        return "" if there is None else f"the number {_shown(there)}"
    if there is None:
        return "a text"
    return "" if there == here else f"the number {_shown(there)}"


def _shown(number: float) -> str:
    return str(int(number)) if abs(number) <= LARGEST and number == int(number) else str(number)


def _number(scalar: str) -> int | float | None:
    """The number that YAML 1.1 reads; None if it reads none."""
    bare = scalar.replace("_", "")
    digits = bare.lstrip("+-")
    sign = -1 if bare.startswith("-") else 1
    if len(digits) > 400:
        return None  # beyond every number that both could mean
    # Each is looked for only behind a sign of it: most plain scalars are whole numbers and days.
    if _DECIMAL.fullmatch(scalar):
        return sign * int(digits)
    if "b" in scalar and re.fullmatch(_BINARY, scalar):
        return sign * int(digits[2:] or "0", 2)
    if digits.startswith("0") and re.fullmatch(_OCTAL, scalar):
        return sign * int(digits, 8)
    if "x" in scalar and re.fullmatch(_HEX, scalar):
        return sign * int(digits[2:] or "0", 16)
    if scalar.count(".") == 1 and re.fullmatch(_FLOAT, scalar):
        return float(bare)
    if ":" in scalar and re.fullmatch(_SIXTIES, scalar) and ("." in scalar or digits[0] != "0"):
        total = 0.0
        for part in digits.split(":"):
            total = total * 60 + float(part)
        return sign * total
    return None


def _scalars(path: Path, value: Any) -> Iterator[tuple[Path, Any, bool]]:
    """Every key and every value that is no container: path, value, whether it is the key."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield (*path, key), key, True
            yield from _scalars((*path, key), one)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _scalars((*path, index), one)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield path, value, False


def _behind_anchor(text: str, start: int) -> int:
    """Where a node's scalar starts: behind its anchor, if it has one."""
    anchor = re.compile(_ANCHOR).match(text, start)
    return anchor.end() if anchor else start


def _hit(path: Path, start: int, scalar: str, reading: str, *, of_key: bool) -> Hit:
    here = plain(scalar)
    message = f"{scalar} is the text '{here}' here, and {reading} to tools of YAML 1.1"
    mend, replaced = "", f'"{scalar}"'
    if not isinstance(here, str):
        message = f"{scalar} is the number {here} here, and {reading} to tools of YAML 1.1"
        replaced = _shown(here) if isinstance(here, int | float) else ""
        sure = not elsewhere(replaced) and plain(replaced) == here
        replaced = replaced if sure else ""
        mend = f"write {replaced}" if replaced else "write it as a whole number without an exponent"
    edits = (Edit(start, start + len(scalar), replaced),) if replaced else ()
    return Hit(path, message, mend, of_key=of_key, particulars=(scalar,), edits=edits)
