"""The languages that a policy may name."""

from __future__ import annotations

import json

import pytest

from policykit.library.reading import read_header
from policykit.vocabulary.languages import languages
from tests.regenerate_iso639 import TARGET, table
from tests.writing import HEADER


def test_the_table_is_what_pycountry_says() -> None:
    assert TARGET.read_text("utf-8") == table(), "run `make iso639`"
    assert len(languages()) > 180


def said(*tags: str) -> list[str]:
    text = json.dumps({**HEADER, "languages": [*tags]})
    return [
        f"{one.code} {one.message}; {one.help}" for one in read_header(text, "policy.yaml", "")[1]
    ]


def test_a_language_is_one_that_there_is() -> None:
    assert said("en", "pt-BR", "zh-Hant", "yue", "gsw-CH", "no") == []
    (found,) = said("xx")
    assert found.startswith("PK101 'xx' is no language of ISO 639; ")


@pytest.mark.parametrize(
    ("typed", "meant"), [("English", "en"), ("EN", "en"), ("greek", "el"), ("pt_BR", "pt-br")]
)
def test_a_language_by_another_name_is_told_its_tag(typed: str, meant: str) -> None:
    (found,) = said(typed)
    assert found.startswith("PK101 ")
    assert f"did you mean '{meant}'?" in found
