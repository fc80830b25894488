"""
A policy's text as it is published (Markdown, HTML, plain) becomes a version of the format.

Text in, YAML out: `parse` finds the sections, `next_version` gives each the id of the clause it
continues (or a new one) and says what was kept, changed, new and gone. Nothing here reads a clock.
"""

from policykit.importing.decoding import MOST_BYTES, decode, format_of
from policykit.importing.sections import FORMATS, NotImportable, Parsed, Section
from policykit.importing.text import parse
from policykit.importing.versions import Imported, Origin, next_version
from policykit.importing.writing import schema_line, yaml_fields, yaml_text

__all__ = [
    "FORMATS",
    "MOST_BYTES",
    "Imported",
    "NotImportable",
    "Origin",
    "Parsed",
    "Section",
    "decode",
    "format_of",
    "next_version",
    "parse",
    "schema_line",
    "yaml_fields",
    "yaml_text",
]
