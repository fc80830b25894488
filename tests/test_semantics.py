"""The definitions: one worked example each, that comes out as the page says."""

from __future__ import annotations

import re

from tests.regenerate_semantics import TARGET, renewed

PAGE = TARGET.read_text("utf-8")
NO_EXAMPLE = {"Algorithm"}


def test_every_example_comes_out_as_it_says() -> None:
    assert renewed(PAGE) == PAGE, "run `make docs`"


def test_every_definition_has_an_example() -> None:
    sections = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    assert len(sections) > 8
    for section in sections:
        name = section.split("\n", 1)[0]
        assert ("```yaml example\n" in section) != (name in NO_EXAMPLE), name
