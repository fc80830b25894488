"""`init` blames the option that is at fault, and writes nothing then."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import policykit

SOUND = {"--title": "A", "--publisher": "B", "--kind": "other"}


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--language", "EN", "'EN'; did you mean 'en'?"),
        ("--language", "English", "'English'; did you mean 'en'?"),
        ("--language", "pt_BR", "'pt_BR'; did you mean 'pt-BR'?"),
        ("--language", "xx", "'xx' is no language; write it as in en or pt-BR"),
        ("--url", "https://a.example/x y", "'https://a.example/x y' is no address; write %20"),
        ("--url", "HTTPS://a.example", "'HTTPS://a.example' is no address; did you mean https://"),
        ("--url", "a.example", "'a.example' is no address; it begins with https://"),
        ("--url", "https://a.exa\u200bmple", "the character U+200B cannot be seen"),
        ("--title", "a\u202eb", "the character U+202E cannot be seen"),
        ("--publisher", "a\u202eb", "the character U+202E cannot be seen"),
    ],
)
def test_a_wrong_option_is_named(tmp_path: Path, option: str, value: str, says: str) -> None:
    words = [word for pair in {**SOUND, option: value}.items() for word in pair]
    ran = policykit("init", "acme/privacy", *words, cwd=tmp_path)
    assert ran.code == 2
    assert ran.err.startswith(f"policykit: {option}: {says}")
    assert not list(tmp_path.iterdir())


def test_each_of_several_languages_is_looked_at(tmp_path: Path) -> None:
    words = [word for pair in SOUND.items() for word in pair]
    ran = policykit("init", "acme/privacy", *words, "--language", "de", "DE", cwd=tmp_path)
    assert ran.err == "policykit: --language: 'DE'; did you mean 'de'?\n"
