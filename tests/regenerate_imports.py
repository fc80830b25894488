"""`python -m tests.regenerate_imports`: what each text in tests/importing becomes, to be read."""

from __future__ import annotations

from pathlib import Path

from policykit.editing.files import format_bytes
from policykit.importing import Origin, decode, format_of, next_version, parse

TEXTS = Path(__file__).parent / "importing"
EXPECTED = TEXTS / "expected"


def texts() -> list[Path]:
    return sorted(file for file in TEXTS.iterdir() if file.is_file())


def version(file: Path) -> str:
    """The version a text makes, below what was noticed."""
    source = file.read_bytes()
    kind = format_of(file.name, source[:4096].decode("ascii", "ignore"))
    parsed = parse(decode(source, html=kind == "html"), kind)
    language = parsed.language or "en"
    origin = Origin(parsed.dates or {"published": "2025-01-01"}, language)
    found = next_version(parsed, "acme/privacy", "1.0.0", origin, [language], [])
    canonical = format_bytes(found.yaml.encode(), file.name).after.decode()
    return "".join(f"# {notice}\n" for notice in found.notices) + canonical


if __name__ == "__main__":
    for text in texts():
        (EXPECTED / f"{text.name}.yaml").write_text(version(text), "utf-8")
