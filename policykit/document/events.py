"""The events of a text: by libyaml, or by PyYAML where that was built without it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from yaml import events

try:
    from yaml._yaml import CParser  # type: ignore[import-not-found,unused-ignore]  # the stubs lack it

    new_parser: Any = CParser
except ImportError:
    from policykit.document import pure

    new_parser = pure.Parser


def events_of(text: str) -> Iterator[Any]:
    """
    The events of a text, for those who edit it; what it says comes from `read` alone.

    Raises:
        yaml.YAMLError: the text has findings.

    """
    parser = new_parser(text)
    while (event := parser.get_event()) is not None:
        yield event


def scalar_ends(text: str) -> dict[int, int]:
    """Where each scalar of a readable text ends, by where it starts."""
    parser = new_parser(text)
    ends: dict[int, int] = {}
    try:
        while (event := parser.get_event()) is not None:
            if type(event) is events.ScalarEvent:
                start, end = event.start_mark, event.end_mark
                if start is not None and end is not None:
                    ends[start.index] = end.index
    except yaml.YAMLError:
        pass  # what comes before the fault still has its spelling
    return ends
