"""Every finding in a set of documents: reading, shape, vocabulary, dates, overlays."""

from policykit.validation.validate import Report, Unreadable, validate, validate_all

__all__ = ["Report", "Unreadable", "validate", "validate_all"]
