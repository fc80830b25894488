"""What an edit means, as `validate --against` and `diff --against` say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from policykit.catalogue import ENGLISH, catalogue
from policykit.render.json import dumped
from policykit.render.text import Style, concerns_text
from policykit.render.text import diff as diff_text

if TYPE_CHECKING:
    from policykit.comparison import PolicyDiff
    from policykit.revisions import Base
    from policykit.validation.against import Against
    from policykit.validation.numbering import Step


def compared_with(base: Base) -> str:
    """What an edit is measured by, for a reader."""
    short = base.commit[:12]
    if base.merge_base:
        return f"{short}, where this work parted from {base.revision}"
    why = ", as far as the history here reaches" if base.shallow else ""
    return f"{short}, the tip of {base.revision}; they have no commit in common{why}"


def verdict_of(step: Step) -> str:
    """What a step does to what is permitted, in a few words."""
    if step.diff is None:
        return "it cannot be compared"
    words = catalogue(ENGLISH)
    label = words.label
    if step.diff.unchanged:
        return label("nothing-changed")
    concerns = concerns_text(step.diff, words)
    also = f"; also {concerns}" if concerns else ""
    return f"{label(step.diff.verdict)}: {label(f'{step.diff.verdict}-means')}{also}"


def need_of(step: Step) -> str:
    """The version that a step needs."""
    if step.before.number == step.after.number:
        return f"as a version of its own it would be a {step.bump} one, {step.required}"
    return f"needs a {step.bump} version, {step.required}"


def too_small(step: Step) -> str:
    """That the number of a step falls short, and which one does not."""
    return f"{step.after.policy_id} {step.after.number} has to be {step.required}"


def nothing_told(edit: Against) -> str:
    """Why nothing is said of what an edit means."""
    if edit.unsound:
        return "what was edited has errors; what it means can be told once they are mended"
    return "no version of a policy is new or edited"


def edit_lines(edit: Against, style: Style) -> Iterator[str]:
    """An edit for a terminal."""
    for base in edit.bases:
        yield f"compared with {compared_with(base)}"
    if not edit.steps:
        yield nothing_told(edit)
    for step in edit.steps:
        yield style.strong(step.name)
        for line in (verdict_of(step), need_of(step)):
            yield style.wrapped(line, "  ", "  ")
        for sentence in step.sentences:
            yield style.wrapped(f"- {sentence}", "  ", "    ")


def compared(base: Base, language: str) -> str:
    """What an edit is measured by, as a sentence in a language."""
    name = "compared-with-base" if base.merge_base else "compared-with-tip"
    return catalogue(language).label(name, commit=base.commit[:12], revision=base.revision)


def text(edit: Against, found: Sequence[PolicyDiff], style: Style, language: str = ENGLISH) -> str:
    """What every new or edited version changed, one below the other."""
    label = catalogue(language).label
    parts = ["".join(f"{compared(base, language)}.\n" for base in edit.bases)]
    parts += [f"{line}\n" for line in come_and_gone(edit, language)]
    parts += [diff_text(one, style, language) for one in found]
    if len(parts) == 1:
        parts.append(f"{label('nothing-edited')}\n")
    return "\n".join(parts)


def json(edit: Against, found: Sequence[PolicyDiff], language: str = ENGLISH) -> str:
    """`policykit.diffs/1`."""
    return dumped(
        {
            "schema": "policykit.diffs/1",
            "bases": [base._asdict() for base in edit.bases],
            "added": list(edit.added),
            "removed": list(edit.removed),
            "releases": [one.as_json() for one in edit.of_releases],
            "diffs": [one.as_json(language) for one in found],
        }
    )


def come_and_gone(edit: Against, language: str) -> Iterator[str]:
    """Policies that are on one side alone, and what was done to releases."""
    label = catalogue(language).label
    for name, policies in (("policies-added", edit.added), ("policies-removed", edit.removed)):
        if policies:
            yield f"{label(name)}: {', '.join(policies)}"
    for one in edit.of_releases:
        yield f"{one.file}:{one.line}: {one.code} {one.name}: {one.message}"
