"""What a page shows and what it hides: numbers, notes, tables, and words that are left out."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest

from policykit.importing import NotImportable, decode, parse
from policykit.importing.naming import kebab
from policykit.importing.numbers import numbered
from tests.imports import begun, clauses, imported
from tests.running import command


def text_of(page: str) -> str:
    (section,) = parse(f"<h2>H</h2>{page}", "html").sections
    return section.text


def notes_of(page: str) -> str:
    return "\n".join(parse(f"<h2>H</h2><p>Words.</p>{page}", "html").notices)


HIGH_AND_LOW = {
    "We keep logs for 30<sup>1</sup> days": "We keep logs for 30¹ days",
    "up to 10<sup>6</sup> records": "up to 10⁶ records",
    "10<sup>-3</sup> seconds": "10⁻³ seconds",
    "see<sup>1, 2</sup> and<sup>a</sup>": "see¹, ² andᵃ",
    "30<a href='#n'><sup>1</sup></a> days": "30[1] days",
    "30<sup><a href='#n'>[1]</a></sup> days": "30[1] days",
    "the 1<sup>st</sup> day": "the 1st day",
    "Acme<sup>TM</sup>": "Acme™",
    "Acme<sup>note</sup>": "Acme^note",
    "Acme<sup>see below</sup>": "Acme^(see below)",
    "of CO<sub>2</sub>": "of CO₂",
    "x<sub>max</sub>": "x_max",
    "<sup>Small print.</sup>": "Small print.",
    "<table><tr><td>a<td>30<sup>1</sup></table>": "| a | 30¹ |\n| --- | --- |",
    "<pre>10<sup>6</sup></pre>": "```\n10⁶\n```",
}


@pytest.mark.parametrize("page", HIGH_AND_LOW)
def test_what_stands_high_or_low_is_not_glued_to_the_word_before(page: str) -> None:
    assert text_of(f"<div>{page}</div>") == HIGH_AND_LOW[page]


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_a_note_at_a_heading_is_no_part_of_its_words_and_of_no_id(kind: str) -> None:
    begins, ends = ("<h2>", "</h2>") if kind == "html" else ("## ", "\n\n")
    page = f"{begins}Logs<sup>1</sup> of CO<sub>2</sub>{ends}x"
    (section,) = parse(page, kind).sections
    assert section.heading == "Logs¹ of CO₂"
    assert kebab(section.heading) == "logs-of-co2"
    assert kebab("Logs[^1]") == kebab("Logs[1]") == "logs"


LISTS = {
    "<ol type='a'><li>x<li>y, see (a)<li value='4'>z</ol>": "a. x\nb. y, see (a)\nd. z",
    "<ol type='I' start='3'><li>x<li>y</ol>": "III. x\nIV. y",
    "<ol style='list-style-type: lower-roman'><li>x<li>y</ol>": "i. x\nii. y",
    "<ol type='A' start='26'><li>x<li>y</ol>": "Z. x\nAA. y",
    "<ol start='0'><li>x<li>y</ol>": "0. x\n1. y",
    "<ol reversed><li>x<li>y</ol>": "2. x\n1. y",
    "<ol reversed start='9'><li>x<li>y</ol>": "9. x\n8. y",
    "<ol><li>x<ol type='a'><li>y</ol><li>z</ol>": "1. x\n   a. y\n2. z",
    "<ul><li>x</ul><ol><li>y</ol>": "- x\n\n1. y",
    "<ol><li>x</ol><ol><li>y</ol>": "1. x\n\n1. y",
    "<ul><li>x<ul><li>a</ul><ul><li>b</ul><li>y</ul>": "- x\n  - a\n\n  - b\n- y",
}


@pytest.mark.parametrize("page", LISTS)
def test_a_list_has_the_numbers_that_the_page_shows_and_is_one_by_itself(page: str) -> None:
    assert text_of(page) == LISTS[page]


@pytest.mark.parametrize(
    "tag", ["template", "iframe", "object", "video", "audio", "canvas", "select", "textarea", "svg"]
)
def test_words_that_are_left_out_are_said_to_be(tag: str) -> None:
    inner = {"select": "<option>hidden words", "svg": "<g><text>hidden words</text></g>"}
    said = notes_of(f"<{tag}>{inner.get(tag, 'hidden words')}</{tag}>")
    assert said == f"left out with their words: <{tag}>"
    in_a_form = notes_of(f"<form><{tag}>{inner.get(tag, 'hidden words')}</{tag}><input></form>")
    assert in_a_form == "left out with their words: <form>"
    assert not notes_of(f"<{tag}> </{tag}>")


def test_what_no_reader_is_shown_is_not_said_to_be_left_out() -> None:
    assert not notes_of("<svg><title>an icon</title><g></g></svg><style>p {}</style>")
    assert not notes_of("<template><script>go()</script></template><script>go()</script>")


SPANNED = """<table><tr><th rowspan="2">Data<th colspan="2">Terms<tr><th>in use<th>at rest
<tr><td>logs<td>a day<td>a week<tr><td colspan="99">no more</table>"""


def test_cells_over_rows_and_columns_leave_the_others_in_their_columns() -> None:
    assert text_of(SPANNED) == (
        "| Data | Terms |  |\n| --- | --- | --- |\n|  | in use | at rest |\n"
        "| logs | a day | a week |\n| no more |  |  |"
    )
    assert notes_of(SPANNED).startswith("cells over several rows or columns have their words in")
    last = "<table><tr><td>a<td rowspan=2>b<tr><td>c<tr><td>d<td>e<tr><td rowspan=0>f<td>g</table>"
    assert text_of(last) == "| a | b |\n| --- | --- |\n| c |  |\n| d | e |\n| f | g |"
    assert not notes_of("<table><tr><td rowspan=1>a<td>b</table>")


def test_a_table_in_a_table_is_written_as_text_and_that_is_said() -> None:
    page = "<table><tr><td>a<td><table><tr><td>1<td>2</table><tr><td>b<td>c</table>"
    assert re.findall(r"\w", text_of(page)) == ["a", "1", "2", "b", "c"]
    assert notes_of(page) == "a table with a table in it was written as text, cell by cell"


@pytest.mark.parametrize(
    "page",
    [
        "<table>one<tr><td>two<td>three</table>",
        "<table><tr>one<td>two<td>three</table>",
        "<table><tr><td>one</td>two<td>three</table>",
        "<table><tr><td>one<td>two</tr>three</table>",
        "<table><tr><td>one<td>two</tr><td>three</td></table>",
        "<table><tr><td>one<td>two</td><th><caption>three</caption></th></tr></table>",
    ],
)
def test_words_between_the_cells_of_a_table_are_not_lost(page: str) -> None:
    assert sorted(re.findall(r"\w+", text_of(page))) == ["one", "three", "two"]


NEEDED = (
    "\u0e01\u200b\u0e02 \u1100\u1160 a\u034fb \u180ec "
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
)


@pytest.mark.parametrize("kind", ["html", "markdown", "text"])
def test_what_a_document_may_have_is_imported_as_it_is(kind: str) -> None:
    references = "" if kind == "text" else "".join(f"&#x{ord(one):X};" for one in NEEDED)
    for signs in (NEEDED, references):
        if signs:
            parsed = parse(f"We sell {signs}.", kind)
            assert parsed.sections[0].text == f"We sell {NEEDED}."
            assert parsed.notices == ("no headings were found: the whole text is one clause",)


@pytest.mark.parametrize("sign", ["\u2800", "\u200c", "\u200e", "\u3164", "\u034f", "\ufe0f"])
def test_a_heading_or_a_text_that_shows_nothing_is_none(sign: str) -> None:
    page = f"<h1>{sign}</h1><p>{sign} {sign}</p><h2>1. Data</h2><p>{sign}</p><p>Yes.</p>"
    page += f"<h2>2. {sign}</h2><p>No.</p><h2>3. End</h2><p>{sign}</p>"
    parsed = parse(page, "html")
    assert [(one.heading, one.text) for one in parsed.sections] == [
        ("1. Data", "Yes."),
        (f"2. {sign}" if sign not in "\u2800\u3164" else "2.", "No."),
        ("3. End", ""),
    ]
    assert [one.title for one in numbered([one.heading for one in parsed.sections])] == [
        "Data",
        "",
        "End",
    ]
    text = f"# {sign}\n\n{sign}\n\n## A\n\n{sign}\n\n## B\n\nNo.\n"
    sections = parse(text, "markdown").sections
    assert [(one.heading, one.text) for one in sections if one.heading] == [("A", ""), ("B", "No.")]


HIDDEN = "\u202e\u2066\u115f\U000e0041"


@pytest.mark.parametrize("kind", ["html", "markdown", "text"])
def test_what_hides_words_or_turns_them_is_left_out_and_said(kind: str) -> None:
    references = "" if kind == "text" else "".join(f"&#x{ord(one):X};" for one in HIDDEN)
    for signs in (HIDDEN, references):
        if signs:
            parsed = parse(f"We sell {signs}no data. \u05d0\u200f می\u200cخواهم", kind)
            assert parsed.sections[0].text == "We sell no data. \u05d0\u200f می\u200cخواهم"
            assert parsed.notices[0] == (
                "left out, for nobody sees them or they turn the order of words: "
                "U+115F, U+202E, U+2066, U+E0041"
            )
    plain = parse("no\xad thing\u200b\u3164here", kind)
    assert plain.sections[0].text == "no thing here"
    assert "nobody sees" not in str(plain.notices)


NOTES = """\
# P

## Logs

We keep them for 30 days[^1] and [^Long].

## Sharing[^2]

Nobody[^1].

## Notes

[^1]: Except backups, see [^3].
and on.
[^2]: word
[^3]: Third, of [us].
[^long]: In two paragraphs,

    the second one.

[^none]: Unused.

[us]: https://acme.example
"""


def test_a_footnote_of_markdown_goes_with_what_refers_to_it() -> None:
    parsed = parse(NOTES, "markdown")
    _, logs, sharing, notes = (section.text for section in parsed.sections)
    first = "[^1]: Except backups, see [^3].\nand on."
    third = "[^3]: Third, of [us].\n[us]: https://acme.example"
    long = "[^long]: In two paragraphs,\n\n    the second one."
    assert logs == f"We keep them for 30 days[^1] and [^Long].\n\n{first}\n{long}\n{third}"
    assert sharing == f"Nobody[^1].\n\n[^2]: word\n{first}\n{third}"
    assert notes == "[^none]: Unused."
    assert parsed.notices == ("4 footnotes were put below what refers to them",)
    code = "## A\n\nx[^1]\n\n## B\n\n```\n[^1]: code\n```\n"
    assert "[^1]: code" in parse(code, "markdown").sections[1].text


def test_a_footnote_that_many_sections_refer_to_does_not_grow_past_all_measure() -> None:
    text = "".join(f"# H{place}\n\nx[^1]\n\n" for place in range(3000))
    with pytest.raises(NotImportable, match="with its notes below each section"):
        parse(f"{text}[^1]: {'word ' * 1000}", "markdown")


def test_a_table_wider_than_any_is_read_cell_by_cell() -> None:
    row = f"<tr>{'<td colspan=20 rowspan=9>x' * 200}"
    assert text_of(f"<table>{row}<tr><td>y</table>").count("|") == 3 * 201


OTHERWISE = (
    "the page says it is in {}, and was read so, but it can be read as UTF-8 too: "
    "if its letters are wrong, say --encoding utf-8"
)


@pytest.mark.parametrize("charset", ["windows-1252", "iso-8859-1", "ascii", "windows-1251"])
def test_a_page_in_utf_8_that_says_it_has_256_characters_is_read_as_utf_8(charset: str) -> None:
    words = "We don’t — ‘ever’ — sell it. Nous gardons à vie."
    page = f"<meta charset={charset}><p>{words}".encode()
    notices: list[str] = []
    assert words in decode(page, html=True, notices=notices)
    assert words in decode(page, html=True)
    assert notices == [f"the page says it is in {charset}, and was read as the UTF-8 that it is"]
    # What its author names is believed, and so is what is said of a page that may be in it.
    assert "don’t" not in decode(page, html=True, encoding="windows-1252", notices=notices)
    for rest in (b"", b"\xc2\xa9", "à vie, déjà lu".encode("cp1252"), b"\xc3\xa9\xc3\xa9\xe9"):
        source = f"<meta charset={charset}><p>".encode() + rest
        codec = charset.replace("windows-", "cp") if "windows" in charset else "cp1252"
        assert decode(source, html=True, notices=notices) == source.decode(codec)
    assert notices[1:] == [OTHERWISE.format(charset)]  # of the one that could be UTF-8


def test_the_encoding_that_a_page_is_wrong_about_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<meta charset=windows-1252><h1>P</h1><p>We don’t sell it.", "utf-8")
    header = "id: acme/privacy\nkind: privacy_policy\ntitle: P\npublisher: Acme\n"
    folder = tmp_path / "policies/acme/privacy"
    folder.mkdir(parents=True)
    (folder / "policy.yaml").write_text(f"format: 1\n{header}")
    ran = command("import", "acme/privacy", str(page), "--draft", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert "says it is in windows-1252, and was read as the UTF-8" in ran.out + ran.err
    assert "We don’t sell it." in (folder / "draft.yaml").read_text("utf-8")


def test_a_page_in_utf_8_that_says_otherwise_is_said_to_be_in_utf_8() -> None:
    page = "<meta charset=windows-1252><p>CAPÍTULO".encode()  # 0x8D is nothing there
    with pytest.raises(NotImportable) as caught:
        decode(page, html=True)
    assert caught.value.mend == "it can be read as UTF-8: say --encoding utf-8"
    assert "CAPÍTULO" in decode(page, html=True, encoding="utf-8")


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("windows-1252", "NESCAFÉ® and NESCAFÉ™, NESCAFÉ’s NESCAFÉ®"),
        ("iso-8859-1", "NESCAFÉ® and NESCAFÉ™"),
        ("iso-8859-1", "voilà\xa0» et café\xa0»"),
        ("windows-1252", "café”— and café”—"),
        ("windows-1252", "SMÅ® and SMÅ’s, LINJÄ® and LINJÄ™, IRMÃ® and IRMÃ®"),
        ("windows-1252", "MALMÖ® and INFORMACIÓ’"),
        ("windows-1257", "LATVIJĀ® and LATVIJĀ®"),
        ("windows-1252", "300 Å—a wavelength; 200 Å—another"),
        ("windows-1252", "habló”…” y habló”…”"),
        ("macintosh", "the “Éclair and l’État"),
        ("gb2312", "模茅 and 模茅"),
        ("shift_jis", "ﾃｨﾃｨ and ﾃｨ"),
    ],
)
def test_a_page_in_what_it_says_stays_so_if_it_may_be_utf_8_too(charset: str, words: str) -> None:
    codec = {"windows-1252": "cp1252", "iso-8859-1": "cp1252"}.get(charset, charset)
    source = f"<meta charset={charset}><p>{words}".encode(codec)
    source.decode()  # it may
    notices: list[str] = []
    assert decode(source, html=True, notices=notices).endswith(words)
    assert notices == [OTHERWISE.format(charset)]


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("windows-1252", "our partners’ data"),
        ("windows-1252", "a résumé"),
        ("windows-1250", "rač i noš"),
        ("windows-1252", "© 2025 Acme «à»"),
        ("windows-1252", "да"),
        ("windows-1251", "да"),
        ("iso-8859-9", "əş"),
        ("windows-1252", "隐私政策"),
        ("windows-1252", "smile 😀"),
        ("macintosh", "a résumé"),
        ("cp866", "our partners’ data"),
        ("koi8-r", "да"),
        ("gb2312", "隐私政策 收集信息 我们收集您的姓名地址电话"),
        ("gbk", "隐私政策"),
        ("gb18030", "隐私政策"),
        ("big5", "隱私政策"),
        ("euc-jp", "個人情報"),
        ("euc-kr", "개인정보"),
        ("shift_jis", "our partners’ data"),
        ("gb2312", "smile 😀"),
    ],
)
def test_a_page_that_can_only_be_utf_8_is_read_so_whatever_it_says(
    charset: str, words: str
) -> None:
    source = f"<meta charset={charset}><p>{words}".encode()
    notices: list[str] = []
    assert decode(source, html=True, notices=notices).endswith(words)
    assert notices == [f"the page says it is in {charset}, and was read as the UTF-8 that it is"]


@pytest.mark.parametrize("charset", ["windows-1252", "macintosh", "ibm866", "gb2312", "euc-jp"])
def test_a_single_letter_does_not_decide_and_is_told_of(charset: str) -> None:
    notices: list[str] = []
    said = decode(f"<meta charset={charset}><p>café".encode(), html=True, notices=notices)
    assert not said.endswith("café")
    assert notices == [OTHERWISE.format(charset)]
    for silent in ("caf\xe9".encode("latin-1"), b"cafe"):
        with contextlib.suppress(NotImportable):
            decode(
                f"<meta charset={charset}><p>".encode() + silent + b" ", html=True, notices=notices
            )
    assert len(notices) == 1


@pytest.mark.parametrize(
    ("label", "codec", "words"),
    [
        ("windows-874", "cp874", "นโยบาย"),
        ("dos-874", "cp874", "นโยบาย"),
        ("iso-8859-8-i", "iso8859-8", "פרטיות"),
        ("visual", "iso8859-8", "פרטיות"),
        ("windows-949", "cp949", "개인정보"),
        ("windows-31j", "cp932", "個人情報①"),
        ("x-sjis", "cp932", "個人情報①"),
        ("x-gbk", "gb18030", "隐私€"),
        ("gb2312", "gb18030", "隐私€"),
        ("cn-big5", "big5", "隱私"),
        ("x-x-big5", "big5", "隱私"),
        ("x-euc-jp", "euc-jp", "個人情報"),
        ("x-cp1252", "cp1252", "à vie"),
        ("x-user-defined", "cp1252", "à vie"),
        ("latin1", "cp1252", "“à vie”"),
        ("iso-8859-9", "cp1254", "“gizlilik”"),
        ("x-mac-cyrillic", "mac-cyrillic", "данные"),
        ("unicode-1-1-utf-8", "utf-8", "данные"),
        ("utf-16", "utf-8", "данные"),
    ],
)
def test_an_encoding_has_the_names_that_browsers_know(label: str, codec: str, words: str) -> None:
    source = f"<meta charset={label}><p>{words}".encode(codec)
    notices: list[str] = []
    assert decode(source, html=True, notices=notices).endswith(words)
    assert notices == []
    if label not in ("utf-16", "x-user-defined"):
        assert decode(source, html=False, encoding=label.upper()).endswith(words)


NO_PAGES = [
    "unicode-escape",
    "cp1140",
    "utf-7",
    "rot13",
    "hex",
    "idna",
    "hz-gb-2312",
    "iso-2022-kr",
]


@pytest.mark.parametrize("label", NO_PAGES)
def test_an_encoding_that_no_browser_has_is_not_obeyed(label: str) -> None:
    page = f"<meta charset={label}><p>+AOk- \\u00e9".encode()
    with pytest.raises(
        NotImportable, match=f"in '{label}', which is no encoding of pages"
    ) as caught:
        decode(page, html=True)
    assert caught.value.mend.startswith("name its encoding")
    # As browsers, that go on to the next.
    assert decode(b"<meta charset=utf-8>".join((page, b"")), html=True).startswith("<meta")


@pytest.mark.parametrize(
    ("label", "words"),
    [("cp1140", "à vie"), ("utf-7", "à vie"), ("iso-2022-kr", "개인"), ("utf-16", "à vie"),
     ("unicode", "à vie"), ("utf-16-be", "à vie")],
)  # fmt: skip
def test_an_encoding_of_python_can_be_named_by_who_imports(label: str, words: str) -> None:
    source = words.encode("utf-16" if label.startswith(("unicode", "utf-16")) else label)
    assert decode(source, html=False, encoding=label) == words


@pytest.mark.parametrize(
    "label", ["rot13", "hex", "base64", "unicode_escape", "raw-unicode-escape", "idna", "punycode",
              "undefined", "x-user-defined", "replacement", "a\0b", "\ud800"]
)  # fmt: skip
def test_what_is_no_encoding_of_files_cannot_be_named(label: str) -> None:
    with pytest.raises(NotImportable, match="there is no encoding"):
        decode(b"text", html=False, encoding=label)


def test_half_a_character_is_no_text() -> None:
    with pytest.raises(NotImportable, match="the text is not utf-7"):
        decode(b"+2AA-", html=False, encoding="utf-7")


@pytest.mark.parametrize("comment", ["<!-- {} -->", "<!--\n<p>\n{}\n-->", "<!--> <!-- {} -->"])
def test_what_a_comment_says_of_the_encoding_is_not_obeyed(comment: str) -> None:
    out = comment.format('<meta charset="utf-8">')
    page = f'{out}<meta charset="windows-1252"><p>à vie'.encode("cp1252")
    assert decode(page, html=True).endswith("à vie")
    assert decode("<!--><meta charset=windows-1252>à".encode("cp1252"), html=True).endswith("à")
    assert decode("<!-- <meta charset=windows-1252>à".encode(), html=True).endswith("à")


@pytest.mark.parametrize(
    "empty",
    ["## \u200b", "## &#x200b;", "## \u2800", "##", "##\u2800", "## ##", "<h2>\u2800</h2>",
     '## <a name="x"></a>'],
)  # fmt: skip
def test_a_markdown_heading_without_words_is_none(empty: str) -> None:
    sections = parse(f"# P\n\none\n\n{empty}\n\ntwo\n\n## Q\n\nthree\n", "markdown").sections
    assert [(one.heading, one.text) for one in sections if one.heading or one.text] == [
        ("P", "one\n\ntwo"),
        ("Q", "three"),
    ]


@pytest.mark.parametrize("charset", ["windows-1252", "iso-8859-1", "ascii", "shift_jis"])
def test_a_page_that_is_in_no_encoding_is_not_said_to_be_in_one(charset: str) -> None:
    neither = f"<meta charset={charset}><p>\x81\x8d".encode("latin-1")
    with pytest.raises(NotImportable) as caught:
        decode(neither + b"\x81\xff\xff", html=True)
    assert "utf-8" not in caught.value.mend
    assert charset == "shift_jis" or "windows-1252" not in caught.value.mend


def test_a_sentence_that_moved_is_traced_whatever_its_length(tmp_path: Path) -> None:
    begun(tmp_path)
    first = (
        "## Sharing\n\nWe share your address with processors who send our letters. "
        "We may share it with police.\n\n## End\n\n- Bye.\n- So long.\n"
    )
    second = first.replace(" We may", "\n\n## Police\n\nWe may").partition("## End")[0]
    second += "## Last\n\nIf that is all:\n\n- Bye.\n- So long.\n"
    imported(tmp_path, "one.md", first, "2025-02-01")
    ran = imported(tmp_path, "two.md", second, "2025-03-01")
    assert "  new: 2 (police, from sharing; last, from end)\n" in ran.out
    assert "  gone: 1 (end, now in last)\n" in ran.out


def test_dates_that_are_not_used_are_said_not_to_be(tmp_path: Path) -> None:
    begun(tmp_path)
    text = "## One\n\nText.\n"
    imported(tmp_path, "one.md", text, "2024-01-01")
    again = ("import", "acme/privacy", "one.md", "--version", "1.0.0")
    ran = command(*again, "--date", "2027-01-01", "--effective", "2027-02-01", cwd=tmp_path)
    assert (ran.code, ran.out, ran.err) == (
        0,
        "acme/privacy@1.0.0 says this already; nothing was written\n",
        "policykit: note: 1.0.0 keeps its dates (published 2024-01-01); not used: "
        "published 2027-01-01, effective 2027-02-01\n",
    )
    assert command(*again, "--date", "2024-01-01", cwd=tmp_path).err == ""


@pytest.mark.parametrize("document", ["privacy", "p", "terms-of-service"])
def test_the_way_to_begin_a_policy_that_is_unknown_works(document: str, tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("# Privacy\n\nText.\n", "utf-8")
    arguments = ("import", f"a/{document}", "one.md", "--date", "2025-01-01")
    ran = command(*arguments, cwd=tmp_path)
    assert ran.code == 2
    begin = ran.err.strip().rpartition("to make it: policykit ")[2].split()
    assert command(*begin, cwd=tmp_path).code == 0
    assert command(*arguments, cwd=tmp_path).code == 0
    assert clauses(tmp_path / "policies" / "a" / document / "1.0.0.yaml")


def test_comments_do_not_go_on_and_notes_do(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    imported(tmp_path, "one.md", "## One\n\nText.\n", "2025-02-01")
    file = folder / "1.0.0.yaml"
    said = file.read_text("utf-8").replace(
        "    title: One\n", "    # checked by HB\n    title: One\n    notes: Counsel agreed.\n"
    )
    file.write_text(said, "utf-8")
    imported(tmp_path, "two.md", "## One\n\nText.\n\n## Two\n\nMore.\n", "2025-03-01")
    after = (folder / "1.1.0.yaml").read_text("utf-8")
    assert "checked by HB" not in after
    assert clauses(folder / "1.1.0.yaml")["one"]["notes"] == "Counsel agreed."
