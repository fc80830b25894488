"""
Data as YAML that a person can read and the project's reader reads back as the same data.

Long texts are folded at spaces (`>-`) or, where their lines are short, stand as they are (`|-`);
lists and maps that fit stand on one line.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from policykit.document import read

WIDTH: Final = 100
_PLAIN: Final = re.compile(r"[^\W\d_][\w ./()+@&'’“”–—;%!?-]*(?<! )")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_VERSION: Final = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?")
_WORDS: Final = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))


def schema_line(folder: Path, name: str) -> str:
    """
    The comment by which editors find a schema, for a file in `folder`; empty if there is none.

    A checkout of policykit has its schemas for editors in `policykit/schemas/editor`, somewhere
    above the folder; else they lie in `schemas` beside the publishers, where `init` puts them.
    """
    here = folder.absolute()
    file = f"{name}-1.json"
    places = [above / "policykit" / "schemas" / "editor" / file for above in here.parents]
    places += [above / "schemas" / file for above in here.parents[1:2]]
    for place in places:
        if place.is_file():
            relative = Path(os.path.relpath(place, here)).as_posix()
            return f"# yaml-language-server: $schema={relative}\n"
    return ""


def scalar(value: Any) -> str:
    """A value without parts, on one line."""
    if not isinstance(value, str):
        return json.dumps(value)
    if _DAY.fullmatch(value) or _VERSION.fullmatch(value):
        return value
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS and "  " not in value:
        return value
    return json.dumps(value, ensure_ascii=False)


def _flow(value: Any) -> str:
    """A value on one line, as in JSON but with plain words."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_name(key)}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return scalar(value)


def _name(key: str) -> str:
    return scalar(key) if not _DAY.fullmatch(key) else json.dumps(key)


def yaml_fields(data: Mapping[str, Any], indent: int = 0) -> Iterator[str]:
    """The lines of a map, each without its line end."""
    space = " " * indent
    for key, value in data.items():
        name = f"{space}{_name(key)}:"
        if isinstance(value, str):
            if "\n" in value or len(name) + 1 + len(scalar(value)) > WIDTH:
                yield from _long_text(name, value, indent + 2)
            else:
                yield f"{name} {scalar(value)}"
        elif len(line := f"{name} {_flow(value)}") <= WIDTH and "\\n" not in line:
            if isinstance(value, Mapping) and any(_is_long(one) for one in value.values()):
                yield name
                yield from yaml_fields(value, indent + 2)
            else:
                yield line
        elif isinstance(value, Mapping):
            yield name
            yield from yaml_fields(value, indent + 2)
        else:
            yield name
            yield from _items(value, indent + 2)


def _is_long(value: Any) -> bool:
    return isinstance(value, str) and "\n" in value


def _items(values: Sequence[Any], indent: int) -> Iterator[str]:
    space = " " * indent
    for value in values:
        if isinstance(value, Mapping) and value and len(space) + 2 + len(_flow(value)) > WIDTH:
            first, *rest = yaml_fields(value, indent + 2)
            yield f"{space}- {first.lstrip()}"
            yield from rest
        else:
            yield f"{space}- {_flow(value)}"


def _long_text(name: str, text: str, indent: int) -> Iterator[str]:
    """A text of several lines or one long one, in the most readable form that reads back."""
    space = " " * indent
    lines = text.split("\n")
    short = max(map(len, lines)) + indent <= WIDTH + 10
    as_it_is = short or any(line.startswith(("|", "```", "~~~")) for line in lines)
    for form in (_literal, _folded) if as_it_is else (_folded, _literal):
        mark, shown = form(lines)
        # An indicator of indentation counts from the map, which here begins its line.
        tried = [f"{name.strip()} {mark}", *(f"  {one}".rstrip() for one in shown), ""]
        document, findings = read("\n".join(tried))
        data = None if document is None or findings else document.data
        if isinstance(data, dict) and list(data.values()) == [text]:
            yield f"{name} {mark}"
            yield from (f"{space}{one}".rstrip() for one in shown)
            return
    yield f"{name} {json.dumps(text, ensure_ascii=False)}"


def _literal(lines: Sequence[str]) -> tuple[str, list[str]]:
    hint = "2" if lines[0].startswith(" ") else ""
    return f"|{hint}-", list(lines)


def _folded(lines: Sequence[str]) -> tuple[str, list[str]]:
    """
    Lines broken at single spaces.

    A line end of the text is a blank line, but for those beside an indented line, which YAML
    leaves as they are.
    """
    found: list[str] = []
    before: int | None = None
    for place, line in enumerate(lines):
        if not line:
            continue
        indented = line.startswith(" ")
        if before is not None:
            beside = indented or lines[before].startswith(" ")
            found += [""] * (place - before - (1 if beside else 0))
        found += [line] if indented else _wrapped(line)
        before = place
    return (">2-" if lines[0].startswith(" ") else ">-"), found


def _wrapped(line: str) -> Iterator[str]:
    """A line broken where one space stands between words."""
    width = WIDTH - 8
    current = ""
    for word in re.split(r"(?<=[^ ]) (?=[^ ])", line):
        if current and len(current) + 1 + len(word) > width:
            yield current
            current = word
        else:
            current = f"{current} {word}" if current else word
    yield current


def yaml_text(data: Mapping[str, Any], comments: Mapping[str, str], top: str = "") -> str:
    """
    A version as YAML.

    Parameters:
        data: the version's fields, `clauses` last.
        comments: by clause id, lines to stand above it.
        top: lines that stand first.

    """
    fields = {name: value for name, value in data.items() if name != "clauses"}
    lines = [*yaml_fields(fields), "", "clauses:"]
    for place, clause in enumerate(data["clauses"]):
        if place:
            lines.append("")
        lines += [f"  # {line}" for line in comments.get(clause["id"], "").split("\n") if line]
        first, *rest = yaml_fields(clause, 4)
        lines += [f"  - {first.lstrip()}", *rest]
    return top + "\n".join(lines) + "\n"
