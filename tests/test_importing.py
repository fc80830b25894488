"""`init` and `import`: a published text becomes a version, the next one keeps its ids."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from policykit.importing import NotImportable, parse
from tests.imports import begun, clauses, imported, state, versions, words
from tests.regenerate_imports import EXPECTED, texts, version
from tests.running import command, policykit

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
    ran = command(
        "init", "acme/privacy", "--title", "Privacy at Acme", "--publisher", "Acme",
        "--kind", "privacy_policy", "--date", "2025-01-01", "--policies", "policies", cwd=root,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    return root / "policies" / "acme" / "privacy"


def test_what_init_writes_validates_and_is_never_written_over(tmp_path: Path) -> None:
    folder = started(tmp_path)
    assert command("validate", "policies", cwd=tmp_path).out == "2 files, no findings\n"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    again = command("init", "acme/privacy", "--title", "Other", "--publisher", "Acme",
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
    assert command("validate", "policies", cwd=tmp_path).out == "2 files, no findings\n"


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
    ran = command("import", "acme/terms", "one.md", "--published", "2025-01-01", cwd=tmp_path)
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
@pytest.mark.parametrize("text", ["", " \n", "---\n", "\u200b\xad", "<p></p><!-- x -->", "***"])
def test_a_text_without_words_is_refused(kind: str, text: str) -> None:
    if "<" not in text or kind == "html":
        with pytest.raises(NotImportable, match=r"holds no words|is empty"):
            parse(text, kind)


def test_a_page_nested_past_all_measure_is_refused() -> None:
    with pytest.raises(NotImportable, match="nested too deeply"):
        parse("<div>" * 3000 + "words", "html")


def test_more_headings_than_any_policy_has_are_refused() -> None:
    for text, kind in (("# a\n" * 30_000, "markdown"), ("**a**\n\n" * 30_000, "markdown")):
        with pytest.raises(NotImportable, match="more than 20000"):
            parse(text, kind)


@pytest.mark.parametrize("file", texts(), ids=lambda file: file.name)
def test_a_text_becomes_what_a_person_has_read(file: Path) -> None:
    assert version(file) == (EXPECTED / f"{file.name}.yaml").read_text("utf-8")


@pytest.mark.parametrize("file", texts(), ids=lambda file: file.name)
def test_what_is_imported_validates_is_canonical_and_comes_only_once(
    file: Path, tmp_path: Path
) -> None:
    begun(tmp_path)
    arguments = ("import", "acme/privacy", str(file), "--date", "2025-01-01")
    ran = command(*arguments, cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert command("validate", cwd=tmp_path).out == "2 files, no findings\n"
    checked = command("fmt", "--check", cwd=tmp_path)
    assert (checked.code, checked.out) == (0, "")
    for day in ("2025-01-01", "2026-01-01"):
        again = command(*arguments[:-1], day, cwd=tmp_path)
        assert (again.code, again.out) == (
            0,
            "acme/privacy@1.0.0 says this already; nothing was written\n",
        )
    assert versions(tmp_path) == ["1.0.0.yaml"]


def on_a_terminal(root: Path, typed: str, *arguments: str) -> tuple[int, str]:
    """Run a command with a terminal to answer on; its code, and what it asked."""
    ours, its = os.openpty()
    os.write(ours, typed.encode())
    try:
        done = subprocess.run(
            [sys.executable, "-m", "policykit", *arguments],
            stdin=its,
            capture_output=True,
            cwd=root,
            check=False,
            timeout=60,
            start_new_session=True,
        )
    finally:
        os.close(ours)
        os.close(its)
    return done.returncode, done.stderr.decode()


def test_what_no_option_says_is_asked_and_enter_takes_what_is_offered(tmp_path: Path) -> None:
    code, asked = on_a_terminal(
        tmp_path, "\n\nPrivacy at Acme\n\nen de\n", "init", "acme-bikes/privacy"
    )
    assert code == 0, asked
    assert "Who publishes it? [Acme Bikes]" in asked
    file = tmp_path / "policies" / "acme-bikes" / "privacy" / "policy.yaml"
    assert file.read_text("utf-8").endswith(
        "kind: privacy_policy\ntitle: Privacy at Acme\npublisher: Acme Bikes\nlanguages: [en, de]\n"
    )
    assert command("validate", cwd=tmp_path).code == 0


def test_nothing_is_asked_where_the_options_say_all_that_is_needed(tmp_path: Path) -> None:
    code, asked = on_a_terminal(
        tmp_path, "", "init", "acme/privacy", "--title", "Privacy", "--publisher", "Acme"
    )
    assert code == 0
    assert "?" not in asked


def test_every_question_without_an_answer_is_named_at_once(tmp_path: Path) -> None:
    ran = command("init", "acme-bikes/notes", cwd=tmp_path)
    assert ran.code == 2
    assert ran.err == (
        "policykit: there is no terminal to ask on; say what is missing, as in "
        "--publisher 'Acme Bikes' --kind other --title 'Acme Bikes Notes'\n"
    )
    assert not (tmp_path / "policies").exists()


def two_versions(root: Path) -> Path:
    folder = begun(root)
    assert imported(root, "one.md", FIRST, "2025-02-01").code == 0
    assert imported(root, "two.md", SECOND, "2025-03-01").code == 0
    (root / "other.md").write_text(FIRST.replace("partners", "friends"), "utf-8")
    return folder


REFUSED = {
    "an older text": (
        ["other.md", "--date", "2025-01-01"], 2,
        "acme/privacy@1.0.0, which starts on 2025-02-01, is there already, and this text would "
        "start on 2025-01-01; a higher number starts later: say a --version below 1.0.0, or mend "
        "the date",
    ),
    "another text of the same day": (
        ["other.md", "--date", "2025-03-01"], 2,
        "acme/privacy@1.1.0, which starts on 2025-03-01, is there already and says otherwise; to "
        "import that day's text anew, first remove policies/acme/privacy/1.1.0.yaml; for a second "
        "text of that day say its number, as in --version 1.2.0",
    ),
    "a number that is taken": (
        ["other.md", "--date", "2025-04-01", "--version", "1.1.0"], 2,
        "policies/acme/privacy/1.1.0.yaml is there already and is not overwritten; say another "
        "--version, or remove it first",
    ),
    "a number and a day that disagree": (
        ["other.md", "--date", "2025-01-01", "--version", "1.0.1"], 2,
        "1.0.1 would start on 2025-01-01, before 1.0.0, which starts on 2025-02-01",
    ),
    "a low number and a late day": (
        ["other.md", "--date", "2025-04-01", "--version", "0.9.0"], 2,
        "0.9.0 would start on 2025-04-01, after 1.0.0, which starts on 2025-02-01",
    ),
    "no date": (
        ["other.md"], 2,
        "a version has a date; say --date for the day it was published, --effective or --observed "
        "for another, or --draft",
    ),
    "no day": (["other.md", "--date", "2025-02-30"], 2,
               "there is no day '2025-02-30'; write YYYY-MM-DD"),
    "a language the policy has not": (
        ["other.md", "--date", "2025-04-01", "--language", "de"], 2,
        "'acme/privacy' has texts in en, not in 'de'; add it to `languages` in policy.yaml",
    ),
    "a number for a draft": (["other.md", "--draft", "--version", "2.0.0"], 2,
                             "a draft has no number; leave out --version or --draft"),
    "no number": (["other.md", "--date", "2025-04-01", "--version", "two"], 2,
                  "--version: 'two' is no version number; write it as in 1.2.0"),
    "no address": (["other.md", "--date", "2025-04-01", "--url", "acme.example"], 2,
                   "--url: 'acme.example' is no address; it begins with https://"),
    "no file": (["none.md", "--date", "2025-04-01"], 3, "none.md: No such file or directory"),
    "a folder": (["policies", "--date", "2025-04-01"], 3, "policies: Not a regular file"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_imported_is_said_with_a_mend_and_changes_nothing(
    case: str, tmp_path: Path
) -> None:
    two_versions(tmp_path)
    before = state(tmp_path)
    arguments, code, message = REFUSED[case]
    ran = command("import", "acme/privacy", *arguments, cwd=tmp_path)
    assert (ran.code, ran.out, ran.err.splitlines()[-1]) == (code, "", f"policykit: {message}")
    assert state(tmp_path) == before


NO_TEXT = {
    "empty": (b"", "the text holds no words; name the file that has the policy in it"),
    "binary": (bytes(range(256)), "this is no text; save it as HTML, Markdown or text"),
    "nuls": (b"a\0b", "line 1: a NUL; this is no text; save it as UTF-8 text"),
    "pdf": (b"%PDF-1.7 ...", "this is a PDF, not a text; save it as HTML, Markdown or text"),
    "word": (b"PK\x03\x04...", "this is a Word or OpenDocument file, or another archive, not a "
             "text; save it as HTML, Markdown or text"),
    "large": (b"a " * 5_500_000, "the text is larger than 10 MiB; import the policy alone, without "
              "what is embedded in it"),
    "windows-1252": ("# One\n\ntwo “three”\n".encode("cp1252"), "line 3: the byte 0x93 is not "
                     "UTF-8; name its encoding, as in --encoding windows-1252, or save it as "
                     "UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize("case", NO_TEXT)
def test_a_file_that_is_no_text_is_said_to_be_none(case: str, tmp_path: Path) -> None:
    begun(tmp_path)
    content, message = NO_TEXT[case]
    (tmp_path / "file").write_bytes(content)
    before = state(tmp_path)
    ran = command("import", "acme/privacy", "file", "--date", "2025-04-01", cwd=tmp_path)
    assert (ran.code, ran.out, ran.err) == (3, "", f"policykit: file: {message}\n")
    assert state(tmp_path) == before


def test_an_encoding_can_be_named_and_a_wrong_name_is_said(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    (tmp_path / "file.txt").write_bytes("Nous gardons “peu”.\n".encode("cp1252"))
    arguments = ("import", "acme/privacy", "file.txt", "--date", "2025-04-01", "--encoding")
    ran = command(*arguments, "windows-9999", cwd=tmp_path)
    assert ran.code == 3
    assert "there is no encoding 'windows-9999'; name its encoding, as in" in ran.err
    assert command(*arguments, "windows-1252", cwd=tmp_path).code == 0
    assert "Nous gardons “peu”." in (folder / "1.0.0.yaml").read_text("utf-8")


def test_a_version_that_cannot_be_read_stops_an_import_and_stays(tmp_path: Path) -> None:
    folder = two_versions(tmp_path)
    (folder / "1.1.0.yaml").write_text("format: 1\nclauses: [\n", "utf-8")
    before = state(tmp_path)
    ran = command("import", "acme/privacy", "other.md", "--date", "2025-04-01", cwd=tmp_path)
    assert ran.code == 3
    assert "1.1.0.yaml" in ran.err
    assert state(tmp_path) == before


def test_drafts_are_left_alone_and_an_example_is_called_one(tmp_path: Path) -> None:
    command("init", "acme/privacy", "--title", "T", "--publisher", "Acme", cwd=tmp_path)
    ran = imported(tmp_path, "one.md", FIRST, "2025-02-01")
    assert "draft.yaml is still the example that `init` wrote; remove it if you need it" in ran.err
    draft = tmp_path / "policies" / "acme" / "privacy" / "draft.yaml"
    before = draft.read_bytes()
    ran = command("import", "acme/privacy", "one.md", "--draft", cwd=tmp_path)
    assert ran.code == 2
    assert "draft.yaml is there already and is not overwritten; release or remove it" in ran.err
    assert draft.read_bytes() == before
    draft.unlink()
    (tmp_path / "two.md").write_text(SECOND, "utf-8")
    assert command("import", "acme/privacy", "two.md", "--draft", cwd=tmp_path).code == 0
    again = command("import", "acme/privacy", "two.md", "--draft", cwd=tmp_path)
    assert (again.code, again.out) == (
        0, "acme/privacy@draft says this already; nothing was written\n",
    )  # fmt: skip
    late = imported(tmp_path, "two.md", SECOND, "2025-03-01")
    assert "note: draft.yaml is left as it is" in late.err
    assert late.code == 0


def test_the_number_is_what_the_change_needs(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    imported(tmp_path, "one.md", FIRST, "2025-02-01")
    moved = imported(tmp_path, "two.md", FIRST.replace("2.1 Law", "2.9 Law"), "2025-03-01")
    assert "wrote policies/acme/privacy/1.0.1.yaml" in moved.out
    assert "a patch version" in moved.out
    first = folder / "1.0.1.yaml"
    text = first.read_text("utf-8")
    rule = "  - id: law-enforcement\n    kind: right\n    rights: [access]\n"
    first.write_text(text.replace("  - id: law-enforcement\n    kind: general\n", rule), "utf-8")
    gone = re.sub(r"### 2.1.*?(?=### 2.2)", "", FIRST, flags=re.S)
    ran = imported(tmp_path, "three.md", gone, "2025-04-01")
    assert "wrote policies/acme/privacy/2.0.0.yaml" in ran.out, ran.out + ran.err
    assert "a major version: " in ran.out
    chosen = (tmp_path / "four.md").write_text(FIRST.replace("partners", "friends"), "utf-8")
    assert chosen
    ran = command("import", "acme/privacy", "four.md", "--date", "2025-05-01", "--version",
                    "2.0.1", cwd=tmp_path)  # fmt: skip
    assert "the change needs a m" in ran.out


def test_an_earlier_text_takes_the_ids_of_its_neighbour(tmp_path: Path) -> None:
    folder = two_versions(tmp_path)
    ran = command("import", "acme/privacy", "other.md", "--date", "2025-01-01", "--version",
                    "0.9.0", cwd=tmp_path)  # fmt: skip
    assert ran.code == 0, ran.err
    assert set(clauses(folder / "0.9.0.yaml")) == set(clauses(folder / "1.0.0.yaml"))
    assert command("validate", cwd=tmp_path).out == "4 files, no findings\n"


def test_a_dry_run_prints_the_version_and_writes_nothing(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    (tmp_path / "one.md").write_text(FIRST, "utf-8")
    arguments = ("import", "acme/privacy", "one.md", "--date", "2025-02-01")
    dry = command(*arguments, "--dry-run", cwd=tmp_path)
    assert dry.code == 0
    assert versions(tmp_path) == []
    assert dry.err == "would write policies/acme/privacy/1.0.0.yaml: 6 clauses\n"
    command(*arguments, cwd=tmp_path)
    assert (folder / "1.0.0.yaml").read_text("utf-8") == dry.out


def test_standard_input_is_taken_for_what_it_begins_with(tmp_path: Path) -> None:
    begun(tmp_path)
    arguments = ("import", "acme/privacy", "-", "--draft", "--dry-run")
    for text in (HTML, FIRST):
        done = subprocess.run(
            [sys.executable, "-m", "policykit", *arguments],
            input=text.encode(),
            capture_output=True,
            cwd=tmp_path,
            check=True,
        )
        assert b"id: law-enforcement" in done.stdout


def test_a_source_is_dated(tmp_path: Path) -> None:
    folder = begun(tmp_path, "--url", "https://acme.example/privacy")
    (tmp_path / "one.md").write_text(FIRST, "utf-8")
    arguments = ("import", "acme/privacy", "one.md", "--draft", "--dry-run")
    assert "sources" not in command(*arguments, cwd=tmp_path).out
    dated = command(*arguments, "--retrieved", "2025-02-03", cwd=tmp_path)
    assert "sources: [{url: https://acme.example/privacy, retrieved: 2025-02-03}]" in dated.out
    told = command(*arguments, "--url", "https://acme.example/old", cwd=tmp_path)
    assert re.search(r"url: https://acme.example/old, retrieved: 20\d\d-\d\d-\d\d}", told.out)
    assert folder.is_dir()


def test_split_merged_and_moved_text_is_traced(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    kept = "We keep the name that you give us for as long as there is an account for it."
    sold = "We have never sold what you tell us, and we will not do it in any year to come."
    asked = "Ask us at any time what we know of you, and we shall tell you within a month or so."
    first = f"# P\n\n## Data\n\n{kept}\n\n{sold}\n\n## Questions\n\n{asked}\n"
    first += "\n## End\n\nBye.\n"
    second = f"# P\n\n## End\n\nBye.\n\n## Data\n\n{kept}\n\n{asked}\n\n## No sale\n\n{sold}\n"
    imported(tmp_path, "one.md", first, "2025-02-01")
    ran = imported(tmp_path, "two.md", second, "2025-03-01")
    assert "  new: 1 (no-sale, from data)\n" in ran.out
    assert "  gone: 1 (questions, now in data)\n" in ran.out
    assert list(clauses(folder / "1.1.0.yaml")) == ["introduction", "end", "data", "no-sale"]


def test_a_clause_with_the_same_words_keeps_the_very_text(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    imported(tmp_path, "one.md", FIRST, "2025-02-01")
    set_otherwise = FIRST.replace("- partners", "* partners").replace("Who we are", "Who\nwe are")
    ran = imported(tmp_path, "two.md", set_otherwise, "2025-03-01")
    assert "says this already" in ran.out
    changed = set_otherwise.replace("court orders", "warrants")
    imported(tmp_path, "three.md", changed, "2025-03-01")
    diff = command("diff", "acme/privacy@1.0.0", "acme/privacy@1.1.0", cwd=tmp_path).out
    (changes,) = diff.partition("Clauses\n")[2:]
    assert changes.startswith("  law-enforcement (2.1) reworded: text.en")
    assert changes.endswith("[-court orders.-]{+warrants.+}\n")
    assert changes.count("\n") == 2
    assert clauses(folder / "1.1.0.yaml")["others"] == clauses(folder / "1.0.0.yaml")["others"]


def test_a_translation_is_put_beside_its_text(tmp_path: Path) -> None:
    folder = begun(tmp_path, "--language", "en", "de")
    imported(tmp_path, "one.md", FIRST, "2025-02-01")
    german = "# Datenschutz\n\nWer wir sind.\n\n" + "".join(
        f"## {heading}\n\nText von {heading}.\n\n"
        for heading in ("Was wir sammeln", "Teilen", "Polizei", "Andere", "Übersicht")
    )
    few = german.partition("## Polizei")[0]
    (tmp_path / "few.md").write_text(few, "utf-8")
    arguments = ("--date", "2025-02-01", "--language", "DE")
    ran = command("import", "acme/privacy", "few.md", *arguments, cwd=tmp_path)
    assert ran.code == 3
    assert "there are 6 of them and 3 sections: which is which cannot be told" in ran.err
    (tmp_path / "de.md").write_text(german, "utf-8")
    ran = command("import", "acme/privacy", "de.md", *arguments, cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert "wrote policies/acme/privacy/1.0.1.yaml" in ran.out
    assert "translated: 6" in ran.out
    law = clauses(folder / "1.0.1.yaml")["law-enforcement"]
    assert law["title"] == "Law enforcement"
    assert law["text"] == {
        "en": "We answer court orders.",
        "de": "**Polizei**\n\nText von Polizei.",
    }
    assert command("validate", cwd=tmp_path).code == 0
    again = command("import", "acme/privacy", "de.md", *arguments, cwd=tmp_path)
    assert "acme/privacy@1.0.1 says this already" in again.out
    later = german.replace("Text von Polizei", "Anderes von Polizei")
    (tmp_path / "later.md").write_text(later, "utf-8")
    ran = command("import", "acme/privacy", "later.md", "--date", "2025-06-01", "--language",
                    "de", cwd=tmp_path)  # fmt: skip
    assert "changed: 1 (law-enforcement)" in ran.out, ran.out


def test_a_text_that_says_another_language_is_noticed(tmp_path: Path) -> None:
    begun(tmp_path)
    page = HTML.replace("<html>", '<html lang="fr-CA">')
    (tmp_path / "page.html").write_text(page, "utf-8")
    ran = command("import", "acme/privacy", "page.html", "--draft", cwd=tmp_path)
    assert "note: the text says it is in 'fr-CA' and was taken for 'en'; see --language" in ran.err


def test_what_is_imported_does_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    begun(tmp_path)
    file = str(EXPECTED.parent / "site-page.html")
    ran = {
        policykit("import", "acme/privacy", file, "--draft", "--dry-run", cwd=tmp_path,
                  PYTHONHASHSEED=str(seed))
        for seed in range(3)
    }  # fmt: skip
    assert len(ran) == 1
