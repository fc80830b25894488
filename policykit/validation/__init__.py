"""Every finding in a set of documents: reading, shape, vocabulary, dates, overlays."""

from __future__ import annotations

from policykit.lazily import lazily

TYPE_CHECKING = False  # typing's constant, without the time its import takes
if TYPE_CHECKING:
    from policykit.validation.report import Report, Unreadable
    from policykit.validation.walking import validate, validate_all

__all__ = ["Report", "Unreadable", "validate", "validate_all"]

__getattr__ = lazily(
    __name__,
    {
        "report": "Report Unreadable",
        "walking": "validate validate_all",
    },
)
