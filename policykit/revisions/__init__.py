"""Git revisions: what the files of a commit hold, read without a checkout."""

from policykit.revisions.plumbing import GitFailed
from policykit.revisions.repository import (
    AmbiguousRevision,
    Base,
    File,
    NoRepository,
    Repository,
    Tree,
    UnknownRevision,
    contents,
)

__all__ = [
    "AmbiguousRevision",
    "Base",
    "File",
    "GitFailed",
    "NoRepository",
    "Repository",
    "Tree",
    "UnknownRevision",
    "contents",
]
