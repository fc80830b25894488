"""
Strict YAML with a position for every node.

Text becomes a `Document`: plain data (maps with text keys, lists, text, whole numbers, decimals,
booleans, null), the author's own spelling, and the line and column of every key and value. What
the reader will not take silently, it reports: see the PK0xx codes in `policykit.findings`.
"""

from __future__ import annotations

from policykit.lazily import lazily

TYPE_CHECKING = False  # typing's constant, without the time its import takes
if TYPE_CHECKING:
    from policykit.document.collector import collector_paused
    from policykit.document.document import Document, Path, Value
    from policykit.document.files import Limits, file_bytes
    from policykit.document.reader import read, read_file

__all__ = [
    "Document",
    "Limits",
    "Path",
    "Value",
    "collector_paused",
    "file_bytes",
    "read",
    "read_file",
]

__getattr__ = lazily(
    __name__,
    {
        "collector": "collector_paused",
        "document": "Document Path Value",
        "files": "Limits file_bytes",
        "reader": "read read_file",
    },
)
