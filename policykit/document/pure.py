"""
The events of a PyYAML that was built without libyaml: the same ones, ten times slower.

What it takes and what it refuses differs from libyaml in little: it passes over directives that
it does not know, and names a fault of an escape a character or two before.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml.scanner import ScannerError


class Parser(yaml.Loader):
    """PyYAML's own parser, which is asked for events alone."""

    def scan_flow_scalar_non_spaces(self, double: bool, start_mark: Any) -> Any:
        """As there, but an escape past the last character is a fault of the text."""
        try:
            return super().scan_flow_scalar_non_spaces(double, start_mark)
        except (ValueError, OverflowError):
            raise ScannerError(
                "while scanning a double-quoted scalar",
                start_mark,
                "found an escape for no character",
                self.get_mark(),
            ) from None
