"""
Make `ahead.json` of the YAML files of a folder that is shipped: what they say, which loads faster.

Run it as `make ahead` after one was edited; `test_ahead.py` notices when it is due. Until then the
file itself is read, and nothing is different but the time it takes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from policykit.document import read
from policykit.document.ahead import AHEAD, made_of

PACKAGE: Final = Path(__file__).resolve().parent.parent / "policykit"
FOLDERS: Final = ("vocabulary", "jurisdictions")


def entries(folder: str) -> dict[str, Any]:
    """What each YAML file of a folder says, by its name, with a checksum."""
    found = {}
    for path in sorted((PACKAGE / folder).glob("*.yaml")):
        source = path.read_bytes()
        document, findings = read(source, str(path))
        assert document is not None, findings
        assert not findings, findings
        found[path.name] = made_of(source, document.data)
    return found


def text(folder: str) -> str:
    """The text of the file."""
    return json.dumps(entries(folder), ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write them."""
    for folder in FOLDERS:
        (PACKAGE / folder / AHEAD).write_text(text(folder), "utf-8", newline="\n")
        sys.stdout.write(f"{folder}/{AHEAD}\n")


if __name__ == "__main__":
    main()
