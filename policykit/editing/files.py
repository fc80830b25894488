"""One file's canonical form: its bytes before and after, line ends and byte order mark kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from policykit.document import Limits, read
from policykit.editing.format import formatted
from policykit.findings import Finding
from policykit.library.files import HEADER
from policykit.library.numbers import precedence

if TYPE_CHECKING:
    from policykit.editing.placing import Found, Judge

_MARK: Final = b"\xef\xbb\xbf"


class Formatted(NamedTuple):
    """A file's bytes, what they would be in canonical form, and why they cannot be."""

    before: bytes
    after: bytes
    findings: tuple[Finding, ...]

    @property
    def changes(self) -> bool:
        """Whether the canonical form differs."""
        return self.before != self.after


def format_bytes(source: bytes, path: str) -> Formatted:
    """
    The canonical form of a file's bytes.

    Parameters:
        source: the bytes.
        path: the name findings report them under.

    Returns:
        Before and after; with findings of reading, of before or of after, the two are equal.

    Raises:
        NotFormatted: the canonical form would mean something else; a fault of ours.
        Unmovable: a suppression would set aside something else.

    """
    document, findings = read(source, path)
    if document is None or findings:
        return Formatted(source, source, tuple(findings))
    mark = _MARK if source.startswith(_MARK) else b""
    after = mark + formatted(document, _judge(path)).encode()
    if len(after) > Limits().size:
        # A file at the very limit, which its canonical form would be past.
        return Formatted(source, source, tuple(read(after, path)[1]))
    return Formatted(source, after, ())


def _judge(path: str) -> Judge:
    def judge(text: str) -> Found | None:
        from policykit.editing.placing import judge_of  # the rules take their time to load

        return judge_of(path)(text)

    return judge


def yaml_files(path: str | os.PathLike[str]) -> Iterator[Path]:
    """
    The files of policies at a path: itself if it is no folder, else all below it, in order.

    Those are each policy.yaml and the YAML files beside it, and version files without one.
    """
    root = Path(path)
    if not root.is_dir():
        yield root
        return
    for folder, below, names in os.walk(root):
        below[:] = sorted(name for name in below if not name.startswith("."))
        ours = HEADER in names
        for name in sorted(names):
            stem, suffix = os.path.splitext(name)
            version = suffix == ".yaml" and precedence(stem)[0] == 0
            if version or (ours and suffix in (".yaml", ".yml") and not name.startswith(".")):
                yield Path(folder, name)
