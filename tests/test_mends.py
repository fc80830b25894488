"""What a finding says to do is what its author meant, and `--fix` does it where that is certain."""

from __future__ import annotations

from pathlib import Path

import pytest

from policykit.document import read
from policykit.editing.fixing import fix, spliced
from policykit.findings import Finding
from policykit.jurisdictions import atlas
from policykit.library.reading import read_header, read_version
from tests.running import policykit as run
from tests.writing import HEADER, header

HEAD = "format: 1\npolicy: acme/privacy\nversion: 1.0.0\npublished: 2025-01-15\n"


def only(text: str) -> Finding:
    _, findings = read_version(text, "1.0.0.yaml", header(), "1.0.0")
    (found,) = findings
    return found


def of_clause(text: str) -> str:
    return f"{HEAD}clauses:\n  - id: a\n    kind: disclosure\n    {text}\n"


CERTAIN = [
    ("when: {emergency: yes}", "write true, unquoted", "when: {emergency: true}"),
    ("when: {emergency: 'Off'}", "write false, unquoted", "when: {emergency: false}"),
    ("when: {emergency: NO}", "write false, unquoted", "when: {emergency: false}"),
    ("when: {authority_in: NO}", "write a list: [NO]", "when: {authority_in: [NO]}"),
    ("when: {own: NO}", "write a list: [NO]", "when: {own: [NO]}"),
    (
        "unless: [{emergency: [true]}]",
        "write true, without brackets",
        "unless: [{emergency: true}]",
    ),
    (
        "recipients: police, processor",
        "write a list: [police, processor]",
        "recipients: [police, processor]",
    ),
    (
        "recipients: police and processor",
        "write a list: [police, processor]",
        "recipients: [police, processor]",
    ),
    (
        'personal_data: "ip_address;email_address, and name"',
        "write a list: [ip_address, email_address, name]",
        "personal_data: [ip_address, email_address, name]",
    ),
    (
        'recipients: "police, processor"',
        "write a list: [police, processor]",
        "recipients: [police, processor]",
    ),
    ("effect: Prohibited", "did you mean 'prohibited'?", "effect: prohibited"),
    (
        "commitments: {change_notice_days: 30 days}",
        "did you mean 30?",
        "commitments: {change_notice_days: 30}",
    ),
    (
        "commitments: {notice_business_days: '3 Business Days'}",
        "did you mean 3?",
        "commitments: {notice_business_days: 3}",
    ),
    (
        "commitments: {user_notice: Before}",
        "did you mean before?",
        "commitments: {user_notice: before}",
    ),
    (
        "effect: prohibited\n    otherwise: yes",
        "did you mean true?",
        "effect: prohibited\n    otherwise: true",
    ),
    (
        'sources: [{url: "HTTPS://Acme.example/"}]',
        "did you mean 'https://Acme.example/'?",
        'sources: [{url: "https://Acme.example/"}]',
    ),
    ("jurisdictions: EU", "write a list: [EU]", "jurisdictions: [EU]"),
    ("section: 8.10", 'put it in quotes: "8.10"', 'section: "8.10"'),
    (
        "commitments: {processor_contract: yes}",
        "did you mean true?",
        "commitments: {processor_contract: true}",
    ),
    (
        "commitments: {retention_max: 30 days}",
        "did you mean P30D?",
        "commitments: {retention_max: P30D}",
    ),
    (
        "commitments: {retention_max: an hour}",
        "did you mean PT1H?",
        "commitments: {retention_max: PT1H}",
    ),
    ("commitments: {retention_max: p1y}", "did you mean P1Y?", "commitments: {retention_max: P1Y}"),
]


@pytest.mark.parametrize(("typed", "mend", "mended"), CERTAIN)
def test_a_mend_that_is_certain_is_said_and_made(typed: str, mend: str, mended: str) -> None:
    found = only(of_clause(typed))
    assert found.help == mend
    assert spliced(of_clause(typed), found.edits) == of_clause(mended)


@pytest.mark.parametrize(
    ("old", "new", "mend", "mended"),
    [
        ("2025-01-15", "20250115", "did you mean 2025-01-15?", "2025-01-15"),
        ("1.0.0", "1.10", "did you mean 1.10.0?", "1.10.0"),
        ("1.0.0", "1", "did you mean 1.0.0?", "1.0.0"),
        ("1.0.0", "v1.0.0", "did you mean '1.0.0'? ", ""),
        ("1.0.0", "v2.1", "did you mean '2.1.0'? ", ""),
        ("format: 1", "format: 0x1", "write `format: 1`", "format: 1"),
        ("format: 1", "format: 01", "write `format: 1`", "format: 1"),
        ("format: 1", "format: +1", "write `format: 1`", "format: 1"),
        ("format: 1", "format: 1.0", "write `format: 1`", "format: 1"),
    ],
)
def test_a_head_that_is_spelled_otherwise_is_told_how(
    old: str, new: str, mend: str, mended: str
) -> None:
    text = f"{HEAD}clauses: [{{id: a, kind: general, text: One.}}]\n"
    found = only(text.replace(old, new, 1))
    assert found.help.startswith(mend)
    assert bool(found.edits) == bool(mended)
    if mended:
        assert spliced(text.replace(old, new, 1), found.edits) == text.replace(old, mended, 1)


def test_a_kind_in_other_letters_is_mended_and_a_like_one_is_not() -> None:
    text = of_clause("recipients: [police]").replace("kind: d", "kind: D")
    assert spliced(text, only(text).edits) == of_clause("recipients: [police]")
    like = only(text.replace("Disclosure", "discloure"))
    assert (like.help, like.edits) == ("did you mean 'disclosure'?", ())


def test_a_number_as_format_is_a_finding_in_a_policys_head_too() -> None:
    text = "format: 0o1\nid: acme/privacy\nkind: other\ntitle: Acme\npublisher: Acme\n"
    (found,) = read_header(text, "policy.yaml", "acme/privacy")[1]
    assert found.message == "0o1 is not the whole number 1"
    assert read_header(text.replace("0o1", "1") + "notes: '01'\n", "policy.yaml", "")[1] == []


@pytest.mark.parametrize(
    ("typed", "says", "never"),
    [
        ("recipients: [NO]", "A word of the vocabulary", "did you mean"),
        ('sources: [{url: "http://acme.example/ x"}]', "write %20 for a space", "did you mean"),
        ("recipients: [5]", "A word of the vocabulary", "quotes"),
        ("recipients: |\n      police", "write a list: [police]", "\n"),
        ("recipients: the police", "write a list: […]", "the"),
        ("jurisdictions: the Netherlands", "write a list: [NL]", "the"),
        ("jurisdictions: [the Netherlands]", "did you mean 'NL'? ", "the_netherlands"),
        ("destinations: [South Korea]", "did you mean 'KR'? ", "south_korea"),
        ("overlays: {the Netherlands: null}", "did you mean 'NL'? ", "the_netherlands"),
        ("when: {authority_in: [the UK]}", "did you mean 'GB'? ", "the_uk"),
        ("commitments: {change_notice_days: 2 weeks}", "How many days", "did you mean"),
        ("effect: prohibits", "did you mean 'prohibited'?", "\n"),
    ],
)
def test_no_mend_is_said_that_would_not_mend(typed: str, says: str, never: str) -> None:
    found = only(of_clause(typed))
    assert found.help.startswith(says)
    assert never not in found.help


def test_a_text_with_a_comma_inside_of_braces_is_told_of_quotes() -> None:
    found = only(f"{HEAD}clauses: [{{id: a, kind: general, text: We keep it, and delete it}}]\n")
    assert found.message == "'and delete it' is not a field here"
    assert found.help == "a text with a comma in it needs quotes around it inside of {…}"


def test_one_mend_that_brings_an_error_leaves_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "acme" / "privacy"
    folder.mkdir(parents=True)
    lines = "\n".join(f"{name}: {value}" for name, value in HEADER.items())
    (folder / "policy.yaml").write_text(f"{lines}\n")
    clause = of_clause("section: 8.10\n    recipients: processor\n    when: {emergency: yes}")
    text = clause.replace("version: 1.0.0", "version: 1.10")
    (folder / "1.1.0.yaml").write_text(text)
    mended, kept = fix([tmp_path])
    assert [[one.code for one in file.findings] for file in mended] == [["PK101"] * 3]
    whole = clause.replace("8.10", '"8.10"').replace("processor", "[processor]")
    whole = whole.replace("yes", "true").replace("version: 1.0.0", "version: 1.10")
    assert mended[0].after.decode() == whole
    assert [(one.finding.line, one.errors[0].code) for one in kept] == [(3, "PK110")]
    ran = run("validate", str(tmp_path), "--fix")
    assert "1.1.0.yaml:3:10: PK101 left as it was, because its mend would bring" in ran.err
    assert (folder / "1.1.0.yaml").read_text() == whole


QUOTE = "the text goes on behind a closing quote"
DASH = "put a space behind the '-' that starts an item"
DEEPER = "start this line in the column of the field above"


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("- id: a\n\tkind: b\n", "indent with spaces, never with tabs"),
        ("\t- id: a\n", "indent with spaces, never with tabs"),
        ("a:\n  - b: c\n\t\td: e\n", "indent with spaces, never with tabs"),
        ("-id: a\n kind: b\n", DASH),
        ("c:\n  -id: a\n   kind: b\n", DASH),
        ("- id: a\n  kind: b\n    text: One.\n", DEEPER),
        ("id: a\n  kind: b\n", DEEPER),
        ('- id: a\n  text: "We" are.\n', QUOTE),
        ("- id: a\n  text: 'It's us'\n", QUOTE),
        ("a: ['It's us', b]\n", QUOTE),
        ("- 'a' b\n", QUOTE),
        ("- id: a\n  text: a: b\n", "a text with ': ' in it needs quotes around it"),
        ("a: b\nc: d: e\n", "a text with ': ' in it needs quotes around it"),
        (
            "- id: a\n  kind:\u00a0b\n  c: d\n",
            "write a space of the keyboard, not U+00A0 (no-break",
        ),
        ("- a: b\n\u3000 c: d\n", "write a space of the keyboard, not U+3000 (ideographic space)"),
        ("a: [b\nc: d\n", "a list in brackets is never closed"),
        ('a: "b\n', "a quote or bracket above is never closed"),
        ("a: 'b' # it's\nc: [d\n", "a list in brackets is never closed"),
    ],
)
def test_what_is_no_yaml_is_told_by_its_cause(text: str, mend: str) -> None:
    document, (found,) = read(text)
    assert document is None
    assert found.help.startswith(mend)


LOST = "a '#' behind a space starts a comment, here {}: put quotes around the text"


@pytest.mark.parametrize(
    ("typed", "lost"),
    [
        ("text: #1 partner gets it", "#1 partner gets it"),
        ("title: #1", "#1"),
        ("text: One\n      two\n      #three\n      four", "#three"),
        ("text: One #two\n      three", "#two"),
        ("text: It's one #two\n      three: four", "#two"),
        ('sources: [{url: "https://a.example/", note: Page #4}]', "#4}]"),
        ('sources: [{url: "https://a.example/",\n      note: Page #4}]\n    title: T', "#4}]"),
    ],
)
def test_words_that_became_a_comment_are_told_of_its_sign(typed: str, lost: str) -> None:
    assert only(of_clause(typed)).help == LOST.format(lost)


@pytest.mark.parametrize(
    "typed",
    [
        "text: # to come",
        "recipients: #police",
        "text: One\n      #kind: general\n      two",
        'title: "T #1"\n      text: One.',
        "#words\n      text: One.",
        "sources: [{note: 'Page #4'}\n    title: T",
    ],
)
def test_a_comment_that_is_one_is_not_taken_for_lost_words(typed: str) -> None:
    assert "starts a comment" not in only(of_clause(typed)).help


def test_a_space_that_is_none_is_named_where_it_became_part_of_a_name() -> None:
    _, findings = read_version(
        f"{HEAD}clauses:\n  - id: a\n\u00a0\u00a0\u00a0\u00a0kind: general\n", "x", header(), ""
    )
    assert any("not U+00A0 (no-break space)" in one.help for one in findings)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("USA", "US"),
        ("usa", "US"),
        ("DEU", "DE"),
        ("UK", "GB"),
        ("EL", "GR"),
        ("EU27", "EU"),
        ("England", "GB-ENG"),
        ("Germany", "DE"),
        ("the_Netherlands", "NL"),
        ("US-CAL", "US-CA"),
        ("USA-CA", "US-CA"),
        ("US-California", "US-CA"),
        ("de", "DE"),
        ("EUX", "EU"),
        ("Deutschland", "DE"),
        ("Europe", "EU"),
        ("European_Union", "EU"),
        ("ENG", "GB-ENG"),
        ("Turkey", "TR"),
    ],
)
def test_a_place_by_another_name_is_told_its_code(typed: str, meant: str) -> None:
    assert atlas().meant(typed)[0] == meant
    found = only(of_clause(f"jurisdictions: [{typed}]"))
    assert found.help == f"did you mean '{meant}'?"


def test_a_member_of_an_own_group_is_told_its_code() -> None:
    lines = "".join(f"{name}: {value}\n" for name, value in HEADER.items())
    text = f"{lines}vocabulary: {{groups: {{isles: {{members: [IE, UK]}}}}}}\n"
    (found,) = read_header(text, "policy.yaml", "acme/privacy")[1]
    assert found.help.startswith("did you mean 'GB'? ")


@pytest.mark.parametrize(
    "typed",
    [
        "text: {1: x}",
        "overlays: {1: {}}",
        "when: {1: x}",
        "commitments: {retention_max: [{1: x}]}",
        "sources: [{<<: {}, note: x}]",
    ],
)
def test_a_key_that_cannot_be_one_is_the_only_finding_of_its_map(typed: str) -> None:
    assert only(of_clause(typed)).code in ("PK010", "PK011")


def test_a_clause_or_a_head_with_such_a_key_has_no_second_finding_either() -> None:
    clause = "clauses:\n  - &x {id: a, kind: general, text: T}\n"
    assert only(f"{HEAD}{clause}  - {{<<: *x, id: b}}\n").code == "PK011"
    assert only(f"{HEAD}effective: {{1: 2025-02-01}}\n{clause}").code == "PK010"
    assert only(f"{HEAD}{clause}  - {{text: {{}}, id: b, kind: general}}\n").code == "PK101"


def test_a_null_that_should_be_a_map_has_one_finding() -> None:
    lines = "".join(f"{name}: {value}\n" for name, value in HEADER.items())
    for value in ("null", ""):
        text = f"{lines}vocabulary: {{recipients: {{own: {value}}}}}\n"
        (found,) = read_header(text, "policy.yaml", "acme/privacy")[1]
        assert found.message == f"{value or 'nothing'} is not a map"


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("terms", "uk"), "there is no list or term 'uk'; did you mean 'GB'?"),
        (("terms", "jurisdictions/Germany"), "did you mean 'DE'?"),
        (("explain", "GDPR"), "'GDPR' is a profile, a set of rules; `policykit rules` lists them"),
    ],
)
def test_a_word_of_another_command_is_told_what_it_is(command: tuple[str, ...], says: str) -> None:
    ran = run(*command)
    assert ran.code == 2
    assert says in ran.err
