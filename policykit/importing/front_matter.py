"""What stands between `---` at the top of a Markdown text: its title, its dates, its language."""

from __future__ import annotations

import re
from typing import Any, Final

from policykit.document import read
from policykit.importing.sections import Parsed, one_line

_FRONT: Final = re.compile(r"\s*(---|\+\+\+) *\n(.*?)^(?:\1|\.\.\.) *$\n?", re.S | re.M)
_DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ][0-9:.+Z -]*)?")
_NAMES: Final = {
    "published": ("published", "date"),
    "effective": ("effective", "effective_date", "effectiveDate"),
}
_LANGUAGE: Final = ("lang", "language")


def front_matter(text: str, notices: list[str]) -> tuple[Parsed, str]:
    """A text without sections yet that has what the front matter says, and the text below it."""
    nothing = Parsed("", {}, (), ())
    found = _FRONT.match(text)
    if found is None:
        return nothing, text
    below = text[found.end() :]
    data = _yaml(found.group(2)) if found.group(1) == "---" else _toml(found.group(2))
    if data is None:
        if not any(re.match(r"[\w-]+\s*[:=]", line) for line in found.group(2).split("\n")):
            return nothing, text  # two rules with a text between them
        notices.append("the front matter cannot be read and was left out")
        return nothing, below
    title = data.get("title")
    dates: dict[str, str] = {}
    used = {"title", *_LANGUAGE}
    for field, names in _NAMES.items():
        days = {_DAY.sub(r"\1", str(data[name]), count=1) for name in names if name in data}
        if len(days) == 1 and _DAY.fullmatch(next(iter(days))):
            dates[field] = days.pop()
            used |= set(names)
    rest = [one_line(str(name)) for name in data if name not in used]
    if rest:
        notices.append(f"front matter that is no text of the policy: {', '.join(rest)[:200]}")
    languages = [data[name] for name in _LANGUAGE if isinstance(data.get(name), str)]
    return (
        nothing._replace(
            title=one_line(title) if isinstance(title, str) else "",
            dates=dates,
            language=one_line(languages[0]) if languages else "",
        ),
        below,
    )


def _yaml(source: str) -> dict[str, Any] | None:
    document, findings = read(source, "front matter")
    data = None if document is None or findings else document.data
    return data if isinstance(data, dict) else None


def _toml(source: str) -> dict[str, Any] | None:
    import tomllib  # only for those who write it so

    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError:
        return None
