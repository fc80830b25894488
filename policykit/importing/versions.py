"""
A text that was read becomes the next version of a policy: one clause a section.

What people added to a clause (its kind, its rules) goes on with the section that continues it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from policykit.document import read
from policykit.importing.building import Building
from policykit.importing.sections import Parsed
from policykit.importing.writing import yaml_text

_OF_VERSION: Final = ("title", "publisher", "jurisdictions")


class NotReadBack(RuntimeError):
    """The YAML that was made does not say what was meant: an error of ours, so nothing is kept."""


class Origin(NamedTuple):
    """What is known of a text: its dates by field, its language, where it was found and when."""

    dates: Mapping[str, str]
    language: str
    url: str = ""
    retrieved: str = ""


class Imported(NamedTuple):
    """
    A version made of a text.

    `yaml` is the file, `data` what it says. The others name clauses by id: `kept` with the same
    words, `changed`, `translated` (they had no text in this language), `new` and `gone`; `carried`
    are rules without a text of their own. `retitled` gives the heading before and after;
    `shared` pairs a clause before with a new one, or one that is gone with one after, where half
    of the new or the gone one's words are in the other. `unchanged` if the version before says
    all of it already.
    """

    yaml: str
    data: Mapping[str, Any]
    kept: tuple[str, ...]
    changed: tuple[str, ...]
    translated: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    carried: tuple[str, ...]
    retitled: Mapping[str, tuple[str, str]]
    shared: tuple[tuple[str, str], ...]
    unchanged: bool
    notices: tuple[str, ...]
    comments: Mapping[str, str]
    top: str

    def numbered(self, number: str) -> Imported:
        """The same with another number."""
        data = {name: number if name == "version" else self.data[name] for name in self.data}
        return self._replace(data=data, yaml=_written(data, self.comments, self.top))


def next_version(
    parsed: Parsed,
    policy: str,
    number: str | None,
    origin: Origin,
    languages: Sequence[str],
    history: Sequence[Mapping[str, Any]],
    top: str = "",
) -> Imported:
    """
    The version that a text makes.

    Parameters:
        parsed: the text.
        policy: the id of the policy.
        number: the version's number; None for a draft.
        origin: dates, language and source of the text.
        languages: the policy's languages, the governing one first.
        history: the data of the versions there are, the one it continues last; ids are continued
            from that one, and never taken from another clause of any.
        top: lines to stand first in the file.

    Raises:
        NotImportable: the clauses have no text in this language, and other sections.
        NotReadBack: the YAML does not read back.

    """
    before = history[-1] if history else {}
    building = Building(parsed.sections, origin.language, languages, history)
    clauses = building.clauses()
    data: dict[str, Any] = {"format": 1, "policy": policy}
    if number is not None:
        data["version"] = number
    data["text"] = before.get("text", "verbatim") if building.translated else "verbatim"
    data |= {field: origin.dates[field] for field in sorted(origin.dates, reverse=True)}
    data |= {field: before[field] for field in _OF_VERSION if field in before}
    sources = [dict(one) for one in before.get("sources", ())] if building.translated else []
    if origin.url:
        source = {"url": origin.url}
        source |= {"retrieved": origin.retrieved} if origin.retrieved else {}
        sources += [] if source in sources else [source]
    if sources:
        data["sources"] = sources
    data["clauses"] = clauses
    return Imported(
        yaml=_written(data, building.comments, top),
        data=data,
        kept=tuple(building.kept),
        changed=tuple(building.changed),
        translated=tuple(building.translated),
        new=tuple(building.new),
        gone=tuple(building.gone),
        carried=tuple(building.carried),
        retitled=building.retitled,
        shared=tuple(building.shared(clauses)),
        unchanged=building.unchanged(clauses),
        notices=(*parsed.notices, *building.notices),
        comments=building.comments,
        top=top,
    )


def _written(data: Mapping[str, Any], comments: Mapping[str, str], top: str) -> str:
    text = yaml_text(data, comments, top)
    document, findings = read(text, "the imported version")
    if document is None or findings or document.data != data:
        what = findings[0].message if findings else "a text is read back otherwise"
        raise NotReadBack(f"the version that was made does not read back: {what}")
    return text
