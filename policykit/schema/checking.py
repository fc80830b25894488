"""The checks of shape: of a policy.yaml, of a version, of its clauses and their overlays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from policykit.document import Document
from policykit.document.removal import replacement
from policykit.findings import Finding, near
from policykit.model import KINDS, UNPATCHABLE
from policykit.schema.accepting import accepts
from policykit.schema.definitions import fields_of, patch_of

_Path = tuple[str | int, ...]

_LEAST: Final[Mapping[str, Any]] = {
    "format": 1,
    "policy": "a/b",
    "clauses": [{"id": "a", "kind": "general"}],
}
"""The least that a version says, beside which each of its fields is looked at alone."""


def check_policy(document: Document) -> list[Finding]:
    """What a policy.yaml's shape lacks, in document order."""
    return document.at_most(_of_policy(document, document.data))


def check_version(document: Document) -> list[Finding]:
    """What a version file's shape lacks, in document order."""
    return document.at_most(_of_version(document, document.data))


def check_lock(document: Document) -> list[Finding]:
    """What a policykit.lock's shape lacks, in document order."""
    return document.at_most(_check("lock", document, (), document.data))


def check_waivers(document: Document) -> list[Finding]:
    """What the shape of a file of waivers lacks, in document order."""
    return document.at_most(_check("waivers", document, (), document.data))


def check_config(document: Document) -> list[Finding]:
    """What the shape of a configuration lacks, in document order."""
    return document.at_most(_check("config", document, (), document.data))


def shape_errors(name: str, value: Any) -> list[str]:
    """Why a value is not what a definition asks for, in short sentences without a place."""
    from policykit.schema.wording import explain  # only to say what is wrong

    document = Document("", "", value)
    return [finding.message for finding in explain(name, document, (), value, placed=False)]


def sound_parts(data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[int, dict[str, Any]]]:
    """
    What of a version with faults of shape has none: its fields, and by place those of its clauses.

    A clause of no known kind has none; an overlay that has faults is None. The version's `clauses`
    are not among its fields.
    """
    header = {
        name: value
        for name, value in data.items()
        if name != "clauses" and accepts("header")({**_LEAST, name: value})
    }
    listed = data.get("clauses")
    clauses = {
        place: _sound_fields(clause)
        for place, clause in enumerate(listed if isinstance(listed, list) else ())
        if isinstance(clause, dict) and clause.get("kind") in KINDS
    }
    return header, clauses


def _sound_fields(clause: Mapping[str, Any]) -> dict[str, Any]:
    kind = clause["kind"]
    least: dict[str, Any] = {"id": "a", "kind": kind}
    if "applies_to" in fields_of(kind):
        least["applies_to"] = ["use"]  # a selector may stand beside it
    found = {name: one for name, one in clause.items() if accepts(kind)({**least, name: one})}
    if "overlays" in found:
        found["overlays"] = {
            code: patch if _sound_patch(kind, patch) else None
            for code, patch in found["overlays"].items()
        }
    return found


def _sound_patch(kind: str, patch: Mapping[str, Any] | None) -> bool:
    if patch is None or any(name in patch for name in UNPATCHABLE):
        return False
    return accepts(patch_of(kind))(_without_nulls(patch))


def _of_policy(document: Document, data: Any) -> Iterator[Finding]:
    yield from _of_format(document, data)
    yield from _check("policy", document, (), data)


def _of_version(document: Document, data: Any) -> Iterator[Finding]:
    yield from _of_format(document, data)
    yield from _check("header", document, (), data)
    clauses = data.get("clauses") if isinstance(data, dict) else None
    for index, clause in enumerate(clauses if isinstance(clauses, list) else ()):
        if isinstance(clause, dict):
            kind = clause.get("kind")
            if kind not in KINDS or not accepts(kind)(clause):
                yield from _check_clause(document, ("clauses", index), clause)
            if "overlays" in clause and kind in KINDS:
                yield from _of_overlays(document, ("clauses", index), clause)


def _of_format(document: Document, data: Any) -> Iterator[Finding]:
    """A format of 1.0, which JSON Schema takes for 1, or of 0x1 or 01, which YAML does."""
    number = data.get("format") if isinstance(data, dict) else None
    if isinstance(number, bool) or not isinstance(number, int | float) or number != 1:
        return
    # To look for the spelling takes as long as to read the text; hardly one has such a number.
    if isinstance(number, int) and not any(map(_ODD_ONE.fullmatch, document.plains)):
        return
    from policykit.schema.wording import typed  # as above

    spelled = typed(document, ("format",))
    if spelled != "1":
        edit = replacement(document, ("format",), "1")
        yield document.finding(
            "PK101",
            ("format",),
            f"{spelled} is not the whole number 1",
            "write `format: 1`",
            edits=(edit,) if edit else (),
        )


_ODD_ONE: Final = re.compile(r"(?:\+0*|0[xo]0*|0+)1")
"""A whole number that is 1 and is not written so."""


def _check_clause(document: Document, path: _Path, clause: Mapping[str, Any]) -> Iterator[Finding]:
    kind = clause.get("kind")
    if kind not in KINDS:
        # Which fields it may have nobody can say; an id it has in any case.
        name = {"id": clause["id"]} if "id" in clause else {}
        yield from _check("general", document, path, {**name, "kind": "general"})
        if "kind" not in clause and id(clause) in document.lacking:
            return  # which is told already
        if "kind" not in clause:
            mend = f"say `kind:` and one of {', '.join(KINDS)}"
            yield document.finding("PK104", path, "the clause has no 'kind'", mend)
            return
        hint = near(kind, KINDS) if isinstance(kind, str) else ()
        mend = f"did you mean '{hint[0]}'?" if hint else f"one of {', '.join(KINDS)}"
        from policykit.schema.respelling import respelling
        from policykit.schema.wording import typed

        message = f"{typed(document, (*path, 'kind'))} is no kind of clause"
        edit = respelling(document, (*path, "kind"), hint)
        yield document.finding(
            "PK101",
            (*path, "kind"),
            message,
            mend,
            particulars=(str(kind),),
            edits=(edit,) if edit else (),
        )
        return
    yield from _check(str(kind), document, path, clause)


def _of_overlays(document: Document, path: _Path, clause: Mapping[str, Any]) -> Iterator[Finding]:
    """What the overlays of a clause say: fields of its kind, and in each what it may hold."""
    overlays = clause["overlays"]
    for code, patch in overlays.items() if isinstance(overlays, dict) else ():
        yield from _left_out(document, (*path, "overlays", code), patch)
        if isinstance(patch, dict):
            yield from _of_patch(document, path, (*path, "overlays", code), patch, clause["kind"])


def _left_out(document: Document, path: _Path, value: Any) -> Iterator[Finding]:
    """What an overlay drops because nothing is written, where `null` may not be what was meant."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _left_out(document, (*path, name), one)
    elif value is None and not document.spelling(path):
        mend = f"say what holds there, or write `{path[-1]}: null` to take it away there"
        if "#" in document.text[document.offset(path) :].partition("\n")[0]:
            mend += "; what stands behind a # is a comment"
        yield document.finding("PK101", path, f"'{path[-1]}' is empty", mend)


def _of_patch(
    document: Document, clause: _Path, path: _Path, patch: Mapping[str, Any], kind: str
) -> Iterator[Finding]:
    known = fields_of(kind)

    def line(field: str) -> str:
        at = (*clause, field)
        if document.at(at) is None:
            return ""
        return f" (line {document.line_column(document.offset(at, of_key=True))[0]})"

    for field in patch:
        at = (*path, field)
        if field not in known:
            hint = near(field, known)
            mend = f"did you mean '{hint[0]}'?" if hint else f"known: {', '.join(known)}"
            message = f"'{field}' is not a field of a {kind} clause{line('kind')}"
            yield document.finding("PK103", at, message, mend, of_key=True)
        elif field in UNPATCHABLE:
            message = f"an overlay cannot change '{field}'{line(field)}"
            mend = "write a clause of its own"
            yield document.finding("PK103", at, message, mend, of_key=True)
    said = {name: one for name, one in patch.items() if name in known and name not in UNPATCHABLE}
    yield from _check(patch_of(kind), document, path, _without_nulls(said))


def _without_nulls(patch: Mapping[str, Any]) -> dict[str, Any]:
    """A patch without the nulls that drop a field; those inside what is replaced are values."""
    return {
        name: _without_nulls(one)
        if isinstance(one, dict) and name not in ("when", "unless")
        else one
        for name, one in patch.items()
        if one is not None
    }


def _check(name: str, document: Document, path: _Path, value: Any) -> Iterator[Finding]:
    if not accepts(name)(value):
        from policykit.schema.wording import explain  # as above

        yield from explain(name, document, path, value)
