"""What the tests of `import` begin with, and look at."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from policykit.document import read
from tests.running import command


def imported(root: Path, name: str, text: str, day: str) -> Any:
    (root / name).write_text(text, "utf-8")
    return command("import", "acme/privacy", name, "--published", day, cwd=root)


def clauses(path: Path) -> dict[str, Any]:
    document, findings = read(path.read_bytes())
    assert document is not None
    assert not findings
    data: Any = document.data
    return {clause["id"]: clause for clause in data["clauses"]}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def begun(root: Path, *more: str) -> Path:
    ran = command("init", "acme/privacy", "--title", "Privacy at Acme", "--publisher", "Acme",
                    "--no-draft", *more, cwd=root)  # fmt: skip
    assert ran.code == 0, ran.err
    return root / "policies" / "acme" / "privacy"


def versions(root: Path) -> list[str]:
    folder = root / "policies" / "acme" / "privacy"
    return sorted(path.name for path in folder.iterdir() if path.name != "policy.yaml")


def state(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}
