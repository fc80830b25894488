"""The second part of CHANGELOG.md is what the policies say."""

from __future__ import annotations

from tests.corpus.log import TARGET, text


def test_the_table_of_versions_is_up_to_date() -> None:
    whole = TARGET.read_text("utf-8")
    assert whole == text(whole), "run `python -m tests.corpus.log`"
