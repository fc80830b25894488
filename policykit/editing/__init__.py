"""
Files changed with care: their canonical form, the mends of findings, and how they are written.

What a file says is always what `policykit.document.read` says it does, before and after. A file is
replaced as a whole or left as it was.
"""

from policykit.editing.comments import Unmovable
from policykit.editing.format import NotFormatted, formatted
from policykit.editing.writing import ChangedMeanwhile, create, create_folder, replace, rewrite

__all__ = [
    "ChangedMeanwhile",
    "NotFormatted",
    "Unmovable",
    "create",
    "create_folder",
    "formatted",
    "replace",
    "rewrite",
]
