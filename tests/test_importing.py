"""`init` and `import`: a published text becomes a version, the next one keeps its ids."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from policykit.document import read
from policykit.importing import NotImportable, parse
from tests.running import policykit

FIRST = """\
# Privacy at Acme

Who we are and what this says.

## 1. What we collect

We keep your **email address**.

| what | why |
| --- | --- |
| address | billing |

## 2. Sharing

### 2.1 Law enforcement

We answer court orders.

### 2.2 Others

- partners
- nobody else

## Übersicht

Done: see [the site](https://example.com).
"""
SECOND = (
    FIRST.replace("## 2. Sharing", "## 2. Your choices\n\nYou can leave.\n\n## 3. Sharing")
    .replace("2.1 Law", "3.1 Law")
    .replace("2.2 Others", "3.2 Other recipients")
    .replace("We answer court orders.", "We answer court orders and warrants.")
)


def started(root: Path) -> Path:
    ran = policykit(
        "init", "acme/privacy", "--title", "Privacy at Acme", "--publisher", "Acme",
        "--kind", "privacy_policy", "--date", "2025-01-01", "--policies", "policies", cwd=root,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    return root / "policies" / "acme" / "privacy"


def imported(root: Path, name: str, text: str, day: str) -> Any:
    (root / name).write_text(text, "utf-8")
    return policykit("import", "acme/privacy", name, "--published", day, cwd=root)


def clauses(path: Path) -> dict[str, Any]:
    document, findings = read(path.read_bytes())
    assert document is not None
    assert not findings
    data: Any = document.data
    return {clause["id"]: clause for clause in data["clauses"]}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_what_init_writes_validates_and_is_never_written_over(tmp_path: Path) -> None:
    folder = started(tmp_path)
    assert policykit("validate", "policies", cwd=tmp_path).out == "2 files, no findings\n"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    again = policykit("init", "acme/privacy", "--title", "Other", "--publisher", "Acme",
                      "--kind", "other", "--policies", "policies", cwd=tmp_path)  # fmt: skip
    assert again.code == 2
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_text_becomes_one_clause_a_section(tmp_path: Path) -> None:
    folder = started(tmp_path)
    (folder / "1.0.0.yaml").unlink()
    ran = imported(tmp_path, "one.md", FIRST, "2025-02-01")
    assert ran.code == 0, ran.err
    found = clauses(folder / "1.0.0.yaml")
    sections = {name: clause.get("section") for name, clause in found.items()}
    assert sections["what-we-collect"] == "1"
    assert sections["law-enforcement"] == "2.1"
    assert found["law-enforcement"]["text"].strip() == "We answer court orders."
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", name) for name in found)
    said = " ".join(
        f"{one.get('section', '')} {one.get('title', '')} {one.get('text', '')}"
        for one in found.values()
    )
    assert sorted(words(FIRST)) == sorted(words(said))
    assert policykit("validate", "policies", cwd=tmp_path).out == "2 files, no findings\n"


def test_the_next_text_keeps_ids_and_the_rules_that_were_added(tmp_path: Path) -> None:
    folder = started(tmp_path)
    (folder / "1.0.0.yaml").unlink()
    imported(tmp_path, "one.md", FIRST, "2025-02-01")
    first = folder / "1.0.0.yaml"
    text = first.read_text("utf-8")
    before = "  - id: law-enforcement\n    kind: general\n"
    assert before in text
    after = "  - id: law-enforcement\n    kind: disclosure\n    recipients: [law_enforcement]\n"
    first.write_text(text.replace(before, after), "utf-8")
    ran = imported(tmp_path, "two.md", SECOND, "2025-03-01")
    assert ran.code == 0, ran.err
    found = clauses(folder / "1.1.0.yaml")
    assert set(found) - set(clauses(first)) == {"your-choices"}
    assert set(clauses(first)) - set(found) == set()
    law = found["law-enforcement"]
    assert (law["kind"], law["recipients"], law["section"]) == (
        "disclosure", ["law_enforcement"], "3.1",
    )  # fmt: skip
    assert "warrants" in law["text"]
    assert found["others"]["title"] == "Other recipients"
    same = imported(tmp_path, "two.md", SECOND, "2025-04-01")
    assert same.code == 0
    assert not (folder / "1.2.0.yaml").exists()


def test_an_unknown_policy_is_said_with_the_way_to_begin_one(tmp_path: Path) -> None:
    started(tmp_path)
    (tmp_path / "one.md").write_text(FIRST, "utf-8")
    ran = policykit("import", "acme/terms", "one.md", "--published", "2025-01-01", cwd=tmp_path)
    assert ran.code == 2
    assert "policykit init acme/terms" in ran.err


HTML = """<!doctype html><html><head><title>x</title><style>p {}</style></head><body>
<nav>Home</nav><main><h1>Privacy at Acme</h1><p>Who we are and what this says.</p>
<h2>1. What we collect</h2><p>We keep your <b>email address</b>.</p>
<h2>2. Sharing</h2><h3>2.1 Law enforcement</h3><p>We answer court orders.</p></main>
<footer>Imprint</footer><script>alert(1)</script></body></html>"""
PLAIN = """Privacy at Acme

Who we are and what this says.

1. What we collect

We keep your email address.

2. Sharing

2.1 Law enforcement

We answer court orders.
"""


def test_html_and_plain_text_have_the_same_sections() -> None:
    found = [
        [(one.heading, one.text.replace("**", "")) for one in parse(text, kind).sections]
        for text, kind in ((HTML, "html"), (PLAIN, "text"))
    ]
    assert found[0] == found[1]
    assert "Home" not in str(found[0])
    assert "alert" not in str(found[0])


@pytest.mark.parametrize("kind", ["markdown", "html", "text"])
@pytest.mark.parametrize(
    "text",
    [
        "# 概要\n\n本文\n\n# 概要\n\n本文二\n",
        "# 😀\n\nwords\n",
        "no heading at all\n" * 50,
        "# a\n" * 3000,
        "# one\n\n\x0b\u2028\x85 two\n",
    ],
)
def test_odd_texts_have_sections(kind: str, text: str) -> None:
    assert parse(text, kind).sections


@pytest.mark.parametrize("kind", ["markdown", "html", "text"])
def test_an_empty_text_is_refused(kind: str) -> None:
    with pytest.raises(NotImportable):
        parse(" \n", kind)


def test_a_page_nested_past_all_measure_is_refused() -> None:
    with pytest.raises(NotImportable, match="nested too deeply"):
        parse("<div>" * 3000 + "words", "html")
