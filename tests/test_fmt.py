from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policykit.document import Limits, read
from policykit.editing import Unmovable, formatted
from policykit.editing.files import format_bytes
from policykit.editing.format import same
from policykit.editing.patch import unified
from policykit.editing.placing import judge_of
from policykit.library.reading import read_version
from policykit.rules import lint
from policykit.rules.running import rules_asked
from policykit.validation import validate_all
from policykit.validation.suppressions import suppressed
from tests.conftest import ROOT
from tests.running import command
from tests.writing import HEADER, header


def canonical(text: str) -> str:
    document, findings = read(text)
    assert document is not None
    assert not findings
    return formatted(document)


def check_laws(text: str) -> bool:
    """Whether the text is readable; fails where a law of formatting does."""
    document, findings = read(text)
    if document is None or findings:
        return False
    once = formatted(document)
    again, findings = read(once)
    assert again is not None
    assert not findings
    assert same(document.data, again.data), "says something else"
    # Comments in these texts are unlike anything else in them.
    marks = re.compile(r"#[cef][0-9]+")
    assert Counter(marks.findall(text)) == Counter(marks.findall(once)), "lost a comment"
    assert formatted(again) == once, "is not idempotent"
    return True


VALUES = [
    "", "a", "b c", "NO", "on", "1", "1.10", "2024-01-01", '"q: x"', "'it''s'", "null", "~", "true",
    "http://a.b/c", '"a\\nb"', '""', "010", "0o17", "0x1F", "12:30", "*x", "&x", "&x v", "[]", "{}",
    "[a, b]", "{a: 1, b: 2}", '"m\n         n"', "p\n         q", "|2-\n          t",
    "|-\n          t\n           u\n\n          v", ">\n         t\n\n\n         u",
    "|+\n         t\n\n", "[{a: [b, {c: d}]}]", '"y"', "[a: b]", '"\\\\"', "-a", "?a", "1_000",
    "[a, #c7\n          b]", "{a: 1, #c8\n          #c9\n          b: 2}", "- d", ">-",
]  # fmt: skip
KEYS = ["format", "policy", "id", "clauses", "kind", "notes", "when", "x", '"NO"', "section", "a b"]


def messy(chance: random.Random, indent: int = 0, depth: int = 0) -> list[str]:
    """Lines of a document as no author should write it; often not readable at all."""
    lines: list[str] = []
    margin = " " * indent
    items = chance.random() < 0.4
    for key in chance.sample(KEYS, chance.randint(1, 4)):
        for _ in range(chance.choice([0, 0, 1, 2])):
            place = " " * chance.choice([indent, indent, chance.randint(0, 8)])
            lines.append(chance.choice(["", f"{place}#c{chance.randint(0, 99)}"]))
        beside = chance.choice(["", "", f" #e{chance.randint(0, 99)}"])
        head = f"{margin}-" if items else f"{margin}{key}:"
        if depth < 4 and chance.random() < 0.45:
            below = messy(chance, indent + chance.choice([2, 2, 3, 4]), depth + 1)
            first = below[0].lstrip()
            if items and first and not first.startswith("#") and chance.random() < 0.7:
                lines += [head + below[0][indent + 1 :], *below[1:]]
            else:
                lines += [head + chance.choice([beside, beside, " &x"]), *below]
        else:
            lines.append(f"{head} {chance.choice(VALUES)}{beside}")
    if chance.random() < 0.3:
        lines.append(f"{' ' * chance.randint(0, indent + 3)}#f{chance.randint(0, 99)}")
    return lines


def test_no_messy_document_changes_its_meaning_or_loses_a_comment() -> None:
    readable = 0
    for seed in range(3000):
        chance = random.Random(seed)
        text = "\n".join(messy(chance)) + chance.choice(["\n", ""])
        if chance.random() < 0.2:
            text = text.replace("\n", "\r\n")
        readable += check_laws(text)
    assert readable > 800


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), st.text(max_size=30)
)
DATA = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=15,
)


@settings(max_examples=300)
@given(st.dictionaries(st.text(max_size=8), DATA, max_size=5))
def test_any_data_is_the_same_data_in_canonical_form(data: dict[str, object]) -> None:
    import json

    check_laws(json.dumps(data))
    check_laws(json.dumps(data, indent=3, ensure_ascii=False))


@settings(max_examples=300)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), min_size=1, max_size=3))
def test_any_text_survives_its_quotes(texts: list[str]) -> None:
    import json

    check_laws(
        "a: " + json.dumps(texts) + "\nb:\n" + "".join(f"- {json.dumps(t)}\n" for t in texts)
    )


HEAD = "format: 1\npolicy: acme/privacy\nversion: 1.0.0\npublished: 2025-01-01\nclauses:\n"
IGNORE = "# policykit: ignore PK201 -- both"
FIELDS = [
    "recipients: [police, law_enforcement]",
    "recipients: [police,\n  law_enforcement]",
    "recipients:\n- police\n- law_enforcement",
    "recipients:\n  - police\n  - law_enforcement",
    "personal_data: [email_address, contact_data]",
    "personal_data: [\n  email_address,\n      contact_data\n  ]",
    "personal_data: [email_address, contact_data, phone_number, postal_address, ip_address, "
    "device_id, name, username]",
    "text: We may do so.",
    "text: We share with partner #1 and nobody else",
    "text: We share with\n  partner #1 and nobody else",
    "text: We may\n  do so within 3 weeks.",
    "text: >-\n  We may\n  do so.",
    "jurisdictions: [NO, SE, DE]",
    "when: {emergency: true,\n  instrument: [court_order, judicial_order]}",
    "when:\n  emergency: true\n  instrument: [court_order, judicial_order]",
    "overlays: {DE: {recipients: [advertiser, third_party]}}",
    "overlays:\n  DE:\n    recipients: [advertiser, third_party]",
]


def suppressing(chance: random.Random) -> str:
    """A version with suppressions wherever they may stand, and many places that they could mean."""
    lines: list[str] = []
    for name in "abc"[: chance.randint(1, 3)]:
        fields = {one.partition(":")[0]: one for one in chance.sample(FIELDS, chance.randint(1, 5))}
        clause = [f"id: {name}", "kind: disclosure", *fields.values()]
        chance.shuffle(clause)
        if chance.random() < 0.3:
            flow = [one for one in clause if one.count("\n") < 1 or one[-1] in "]}"]
            glue = chance.choice([", ", ",\n"])
            text = f"{{{glue.join(flow)}}}" if "\n- " not in glue.join(flow) else f"{{id: {name}}}"
        else:
            text = "\n".join(clause)
        lines += [f"  - {text}".replace("\n", "\n    ")]
    lines = "\n".join(lines).split("\n")
    margin = chance.choice([0, 2])
    lines = [line[margin:] for line in lines]
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(lines))
        ignored = chance.choice([IGNORE, IGNORE, "# policykit: ignore PK233 -- Norwegian", "# why"])
        if chance.random() < 0.5:
            lines.insert(at, f"{' ' * chance.choice([0, 2, 4, 6])}{ignored}")
        elif "#" not in lines[at]:
            lines[at] += f" {ignored}"
    return HEAD + "\n".join(lines) + "\n"


def judged(text: str) -> Counter[tuple[str, str, str | None]] | None:
    """What validation finds, where, and what is set aside; None of a text that is not valid."""
    of = header()
    found, _ = read_version(text, "1.0.0.yaml", of, "1.0.0")
    if found is None:
        return None
    asked = {made.code for made in rules_asked(whole=False)}
    counting, aside = suppressed(found.document, lint(of, [found], whole=False), asked)
    # Quotes that are added mend PK233; everything else stays.
    return Counter(
        (one.code, one.pointer, one.waived_by) for one in counting if one.code != "PK233"
    ) + Counter((one.code, one.pointer, one.waived_by) for one in aside)


@pytest.mark.parametrize("asked", [False, True])
def test_no_finding_changes_and_no_suppression_is_about_anything_else(
    tmp_path: Path, asked: bool
) -> None:
    """Without the rules no suppression is about other nodes, with them more files have a form."""
    readable = refused = set_aside = 0
    judge = judge_of(str(in_folder(tmp_path, ""))) if asked else None
    for seed in range(500 if asked else 1500):
        text = suppressing(random.Random(seed))
        before = judged(text)
        if before is None:
            continue
        readable += 1
        document, _ = read(text)
        assert document is not None
        try:
            once = formatted(document, judge)
        except Unmovable:
            refused += 1
            continue
        assert judged(once) == before, text
        assert canonical(once) == once, text
        set_aside += any(waived for _, _, waived in before)
    assert readable > (250 if asked else 800)
    assert refused < readable * (0.1 if asked else 0.5)
    assert set_aside > (30 if asked else 100)


def in_folder(root: Path, version: str) -> Path:
    """A version of Acme's in a folder with its policy.yaml."""
    import json

    folder = root / "policies" / "acme" / "privacy"
    folder.mkdir(parents=True)
    (folder / "policy.yaml").write_text(json.dumps(HEADER))
    (folder / "1.0.0.yaml").write_text(version)
    return folder / "1.0.0.yaml"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (  # what it sets aside is about the clause
            "  - kind: disclosure # policykit: ignore PK217 -- r\n    id: a\n",
            "  # policykit: ignore PK217 -- r\n  - id: a\n    kind: disclosure\n",
        ),
        (  # it sets aside what is found about one of a list
            "  - id: a\n    kind: disclosure\n    recipients: [\n"
            f"      police, {IGNORE}\n      law_enforcement]\n",
            "  - id: a\n    kind: disclosure\n    recipients:\n"
            f"      - police  {IGNORE}\n      - law_enforcement\n",
        ),
        (  # it sets nothing aside, and there is nothing that it could
            f"  - kind: disclosure {IGNORE}\n    id: a\n    recipients: [police]\n",
            f"  - id: a\n    kind: disclosure  {IGNORE}\n    recipients: [police]\n",
        ),
    ],
)
def test_a_suppression_goes_where_it_sets_aside_what_it_did(
    tmp_path: Path, before: str, after: str
) -> None:
    file = in_folder(tmp_path, HEAD + before)
    found = [(one.fingerprint, one.waived_by) for one in validate_all([file]).set_aside]
    assert command("fmt", str(file)).code == 0
    assert file.read_text() == HEAD.replace("clauses:", "\nclauses:") + after
    report = validate_all([file])
    assert [(one.fingerprint, one.waived_by) for one in report.set_aside] == found
    assert command("fmt", "--check", str(file)).code == 0


@pytest.mark.parametrize(
    "clause",
    [
        # It would set aside a finding that counts.
        "  - id: a\n    kind: disclosure\n"
        f"    recipients: [police,\n      law_enforcement\n    ] {IGNORE}\n",
        # PK222 looks at the whole history, which is not asked.
        "  - kind: disclosure # policykit: ignore PK222 -- r\n"
        "    id: a\n    recipients: [police]\n",
        # A version with an error is not asked.
        f"  - kind: disclosure {IGNORE}\n    id: a\n    recipients: [polise]\n",
    ],
)
def test_a_suppression_that_may_set_aside_more_is_no_reason_to_guess(
    tmp_path: Path, clause: str
) -> None:
    file = in_folder(tmp_path, HEAD + clause)
    ran = command("fmt", str(file))
    assert ran.code == 1
    assert "would be about more or about less" in ran.err
    assert file.read_text() == HEAD + clause


def test_a_suppression_of_a_policy_yaml_goes_where_it_sets_aside_what_it_did(
    tmp_path: Path,
) -> None:
    file = in_folder(tmp_path, HEAD).parent / "policy.yaml"
    ignored = "# policykit: ignore PK233 -- Norwegian"
    lines = "format: 1\nid: acme/privacy\nkind: privacy_policy\ntitle: A\npublisher: A\n"
    file.write_text(f"{lines}languages: [\n  en,\n  no, {ignored}\n  nn]\n")
    assert command("fmt", str(file)).code == 0
    listed = f"languages:\n  - en\n  - no  {ignored}\n  - nn\n"
    assert file.read_text() == lines + listed
    assert len(validate_all([file]).set_aside) == 1


def test_a_clause_of_an_unknown_kind_begins_with_its_id() -> None:
    # A map in place of the clauses, seen before, is no reason to take clauses for its fields.
    canonical(HEAD + "  a: {b: c}\n")
    text = f"{HEAD}  - text: One.\n    kind: Disclosure\n    recipients: [police]\n    id: a\n"
    ordered = "  - id: a\n    kind: Disclosure\n    text: One.\n    recipients: [police]\n"
    assert canonical(text) == f"{HEAD}\n{ordered}".replace("\nclauses:\n\n", "\n\nclauses:\n")


@pytest.mark.parametrize(
    ("clauses", "canonical_form"),
    [
        (
            "  - {id: a, kind: disclosure, recipients: [police, law_enforcement],\n"
            f"     personal_data: [email_address, contact_data]}} {IGNORE}\n",
            "  - id: a\n    kind: disclosure\n"
            f"    personal_data: [email_address, contact_data]  {IGNORE}\n"
            "    recipients: [police, law_enforcement]\n",
        ),
        (
            "  - id: a\n    kind: disclosure\n"
            f"    recipients: [police,\n      law_enforcement] {IGNORE}\n",
            "  - id: a\n    kind: disclosure\n"
            f"    recipients:\n      - police\n      - law_enforcement  {IGNORE}\n",
        ),
        (
            "  - id: a\n    kind: disclosure\n"
            f"    recipients: [{', '.join(['police'] * 20)}] {IGNORE}\n",
            f"  - id: a\n    kind: disclosure\n    {IGNORE}\n    recipients:\n"
            + "      - police\n" * 20,
        ),
        (
            "  - id: a\n    kind: transfer\n    destinations: ['NO', SE]\n    jurisdictions: [NO]"
            " # policykit: ignore PK233 -- Norway\n",
            "  - id: a\n    kind: transfer\n    jurisdictions: [NO]"
            '  # policykit: ignore PK233 -- Norway\n    destinations: ["NO", SE]\n',
        ),
    ],
)
def test_a_suppression_stays_with_what_begins_on_its_line(
    clauses: str, canonical_form: str
) -> None:
    assert canonical(HEAD + clauses).partition("clauses:\n")[2] == canonical_form


@pytest.mark.parametrize("margin", ["", "  ", "    ", "      "])
def test_a_comment_above_the_first_clause_stays_there(margin: str) -> None:
    text = f"{HEAD}{margin}# why\n  - id: a\n    kind: general\n"
    assert canonical(text).partition("clauses:\n")[2].startswith("  # why\n  - id: a\n")


def test_a_file_with_a_suppression_that_has_no_place_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "1.0.0.yaml"
    source = f"{HEAD}  - kind: disclosure {IGNORE}\n    id: a\n    recipients: [police]\n"
    file.write_text(source)
    for options in ([], ["--check"], ["--diff"]):
        ran = command("fmt", *options, str(file))
        assert (ran.code, ran.out) == (1, "")
        assert f"1.0.0.yaml:6: in canonical form `{IGNORE}` would be about more" in ran.err
    assert file.read_text() == source


def test_the_policies_and_the_vocabulary_keep_the_laws() -> None:
    files = [*ROOT.glob("policies/**/*.yaml"), *ROOT.glob("policykit/**/*.yaml")]
    assert len(files) > 10
    for file in files:
        assert check_laws(file.read_text("utf-8")), file


def test_the_policies_are_canonical(root: Path) -> None:
    assert command("fmt", "--check").code == 0


MESSY = """\
# Acme's policy
# kept by legal

policy: acme/privacy   # which policy
# the format
format:   1
version: "2.0.0"
published:    2024-09-23
notes: a plain text
   over two lines   # about the notes


clauses:   # all of them
# 1 Data
- kind: disclosure   # what it is
  # the name for ever
  id: share
  section: 3.1.1
  recipients:
     - advertiser
     -   processor # b
     # end of the recipients
  personal_data:
   - ip_address
   - phone_number
  overlays: {"NO": null, EU: {commitments: {user_notice: before}, recipients: [ "on", 'NO' ]}}
  title: 'It''s here'

  unless: [{emergency: True}]
  # end of the clause
-
  # 2 above the id
  id: keep
  kind: retention
  text: |
     literal
       more indented
# the end
"""
TIDY = """\
# Acme's policy
# kept by legal

# the format
format: 1
policy: acme/privacy  # which policy
version: 2.0.0
published: 2024-09-23
notes: >-  # about the notes
  a plain text
  over two lines

clauses:  # all of them
  # 1 Data
  # the name for ever
  - id: share
    kind: disclosure  # what it is
    section: "3.1.1"
    title: It's here
    personal_data: [ip_address, phone_number]
    recipients:
      - advertiser
      - processor  # b
      # end of the recipients
    unless: [{emergency: true}]
    overlays: {"NO": null, EU: {recipients: ["on", "NO"], commitments: {user_notice: before}}}
    # end of the clause

  # 2 above the id
  - id: keep
    kind: retention
    text: |
      literal
        more indented
# the end
"""


def test_a_messy_version_becomes_a_tidy_one_with_its_comments_in_place() -> None:
    assert canonical(MESSY) == TIDY


@pytest.mark.parametrize(
    "word", ["NO", "on", "y", "12:30", "1_000", "1.10", "null", "=", "<<", "~"]
)
def test_a_text_that_somebody_would_misread_is_quoted(word: str) -> None:
    assert canonical(f"a: '{word}'\n") == f'a: "{word}"\n'


@pytest.mark.parametrize("word", ["2024-09-23", "1.0.0", "P3M", "https://a.example/b", "it's", "é"])
def test_a_text_that_nobody_misreads_is_plain(word: str) -> None:
    assert canonical(f'a: "{word}"\n') == f"a: {word}\n"


@pytest.mark.parametrize("sign", ["\u200d", "\u200e", "\u2800", "\xa0", "\ufe0f", "\U000e0100"])
def test_what_cannot_be_seen_stays_an_escape_where_it_is_one(sign: str) -> None:
    number = f"\\u{ord(sign):04x}" if ord(sign) < 2**16 else f"\\U{ord(sign):08x}"
    assert canonical(f'a: "b\\U{ord(sign):08X}c"\n') == f'a: "b{number}c"\n'
    assert canonical(f'a: "b{number}\n  \\"c\\""\n') == f'a: "b{number} \\"c\\""\n'
    assert canonical(f'a: ["b{number}c"]\n"k{number}k": 1\n').count(number) == 2
    assert canonical(f'a: "b{sign}c"\n') == f"a: b{sign}c\n"


def test_what_a_script_needs_stays_an_escape_too() -> None:
    for typed in (r"\u0e01\u200b\u0e02", r"\u1100\u1160", r"\u115f\u1161"):
        made = canonical(f'a: "{typed}"\n')
        assert [one for one in ("\\u200b", "\\u1160", "\\u115f") if one in typed] == re.findall(
            r"\\u\w{4}", made
        )
    flag = r"\U000e0067\U000e0062\U000e0065\U000e007f"
    assert canonical(f'a: "\U0001f3f4{flag}"\n') == f'a: "\U0001f3f4{flag}"\n'


def test_an_alias_stays_below_its_anchor() -> None:
    text = "policy: &p acme/privacy\nformat: 1\nversion: *p\n"
    assert canonical(text) == "format: 1\npolicy: &p acme/privacy\nversion: *p\n"
    first = "policy: &p acme/privacy\nclauses: []\nformat: *p\n"
    assert canonical(first).index("&p") < canonical(first).index("*p")


def test_long_lists_go_over_lines_and_short_ones_do_not() -> None:
    assert canonical("a:\n- b\n- c\n") == "a: [b, c]\n"
    words = [f"word_number_{number}" for number in range(12)]
    assert canonical(f"a: [{', '.join(words)}]\n") == "a:\n" + "".join(f"  - {w}\n" for w in words)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_line_ends_and_byte_order_mark_are_kept(mark: bytes, line_end: bytes) -> None:
    source = mark + line_end.join((b"b:  1", b"a: [x,", b"  z]"))
    after = format_bytes(source, "x.yaml").after
    assert after == mark + line_end.join((b"b: 1", b"a: [x, z]", b""))


def test_hostile_texts_take_bounded_time() -> None:
    for text in (
        "a: 1\n" + "# c\n" * 20_000,
        "a: [" + "b, # c\n# d\n" * 8_000 + "]",
        ("- " * 60 + "a\n") * 500,
        "[" * 50 + ",".join(["abc"] * 20_000) + "]" * 50,
        "a: &x [" + "b, " * 90 + "]\n" + "".join(f"k{n}: *x\n" for n in range(90)),
    ):
        start = time.monotonic()
        canonical(text)
        assert time.monotonic() - start < 30


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n"]), max_size=30),
    st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n"]), max_size=30),
    st.sampled_from(["", "a", "end"]),
)
def test_a_diff_says_what_changed(before: list[str], after: list[str], end: str) -> None:
    one, other = "".join(before), "".join(after) + end
    assert applied(one, unified(one, other, "x")) == other


def applied(text: str, diff: str) -> str:
    """The text with a unified diff applied, by the letter of the format."""
    if not diff:
        return text
    old = re.findall(r"[^\n]*\n|[^\n]+", text)
    out: list[str] = []
    at = 0
    for line in re.findall(r"[^\n]*\n", diff)[2:]:
        if line.startswith("@@"):
            found = re.match(r"@@ -(\d+)(?:,(\d+))? ", line)
            assert found is not None
            start = int(found[1]) - (0 if found[2] == "0" else 1)
            out += old[at:start]
            at = start
        elif line.startswith("\\"):
            out[-1] = out[-1].removesuffix("\n")
        elif line.startswith("+"):
            out.append(line[1:])
        else:
            assert old[at].rstrip("\n") == line[1:].rstrip("\n")
            if line.startswith(" "):
                out.append(old[at])
            at += 1
    return "".join((*out, *old[at:]))


def test_git_takes_the_diff(tmp_path: Path) -> None:
    file = tmp_path / "1.0.0.yaml"
    file.write_text(MESSY.rstrip("\n"))
    diff = command("fmt", "--diff", "1.0.0.yaml", cwd=tmp_path)
    assert diff.code == 0
    subprocess.run(["git", "apply", "-"], input=diff.out.encode(), cwd=tmp_path, check=True)
    assert file.read_text() == TIDY


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    folder = tmp_path / "policies" / "acme" / "privacy"
    folder.mkdir(parents=True)
    (folder / "policy.yaml").write_text("id: acme/privacy\nformat: 1\n")
    (folder / "2.0.0.yaml").write_text(MESSY)
    (tmp_path / "policies" / "other.yaml").write_text("b:   1\n")
    return tmp_path


def test_files_are_rewritten_and_named(policies: Path) -> None:
    ran = command("fmt", cwd=policies)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines() == [
        "policies/acme/privacy/2.0.0.yaml: formatted",
        "policies/acme/privacy/policy.yaml: formatted",
    ]
    assert (policies / "policies/acme/privacy/2.0.0.yaml").read_text() == TIDY
    assert (policies / "policies/other.yaml").read_text() == "b:   1\n"
    assert command("fmt", cwd=policies).err == ""


def test_check_lists_and_writes_nothing(policies: Path) -> None:
    ran = command("fmt", "--check", "policies", cwd=policies)
    assert ran.code == 1
    assert len(ran.out.splitlines()) == 2
    assert (policies / "policies/acme/privacy/2.0.0.yaml").read_text() == MESSY


@pytest.mark.parametrize("source", ["a: [\n", "", "a: 1\na: 2\n", "a: !!str 1\n"])
def test_a_file_that_is_not_readable_is_reported_and_left_alone(
    policies: Path, source: str
) -> None:
    file = policies / "policies/acme/privacy/2.0.0.yaml"
    file.write_text(source)
    ran = command("fmt", str(file), cwd=policies)
    assert ran.code == 1
    assert "PK0" in ran.err
    assert file.read_text() == source


def test_a_file_is_not_made_larger_than_what_is_read(tmp_path: Path) -> None:
    file = tmp_path / "1.0.0.yaml"
    source = b"a: " + b"b" * (Limits().size - 3)  # and no line end, which would be one byte more
    file.write_bytes(source)
    ran = command("fmt", str(file))
    assert ran.code == 1
    assert "PK009" in ran.err
    assert file.read_bytes() == source


def test_a_missing_path_is_exit_3(tmp_path: Path) -> None:
    assert command("fmt", "nowhere", cwd=tmp_path).code == 3


def test_a_read_only_file_is_exit_3(policies: Path) -> None:
    file = policies / "policies/acme/privacy/2.0.0.yaml"
    file.chmod(0o444)
    ran = command("fmt", cwd=policies)
    assert ran.code == 3
    assert "read-only" in ran.err
    assert file.read_text() == MESSY
    assert "policy.yaml: formatted" in ran.err


def test_stdin_goes_to_stdout(root: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "policykit", "fmt", "-"],
        input=MESSY.encode(),
        capture_output=True,
        check=True,
    )
    assert ran.stdout.decode() == TIDY


def test_a_form_that_would_say_something_else_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from policykit.editing import NotFormatted
    from policykit.editing import format as room

    monkeypatch.setattr(room, "spelled", lambda text, **_: f"{text}x")
    with pytest.raises(NotFormatted, match="say something else"):
        canonical("a: b\n")


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("text: #1 partner\n", "text: #1 partner\n"),
        ("text:   #1 partner\n", "text: #1 partner\n"),
        ("overlays: {DE: , FR: {effect: }}\n", "overlays: {DE: , FR: {effect: }}\n"),
        ("sources:\n  - {url: }\n", "sources:\n  - {url: }\n"),
        ("personal_data:\n  -\n  - x\n", "personal_data:\n  -\n  - x\n"),
        ("text:  # to be written\n", "text:  # to be written\n"),
        ("- a:\n- \n-   #7\n", "- a:\n-\n- #7\n"),
        ("a: &x\nb: {c: , d: *x}\n", "a: &x\nb: {c: , d: *x}\n"),
        ("a: ~\nb: null #7\n", "a: null\nb: null  #7\n"),
    ],
)
def test_a_value_that_is_left_out_stays_so_and_a_null_is_one(typed: str, tidy: str) -> None:
    assert canonical(typed) == tidy
    assert canonical(tidy) == tidy


def test_a_yes_that_should_be_true_is_as_wrong_in_quotes_and_as_well_told(policies: Path) -> None:
    # To our reader it is a text, to one of YAML 1.1 it is not: quotes say what it is here, as of
    # any text, and leave it to `validate` to say what it should be.
    file = policies / "policies/acme/privacy/3.0.0.yaml"
    file.write_text(
        "format: 1\npolicy: acme/privacy\nversion: 3.0.0\npublished: 2027-01-01\nclauses:\n"
        "  - {id: a, kind: disclosure, effect: prohibited, otherwise: yes}\n"
        "  - id: b\n    kind: general\n    text: #1 partner\n"
    )

    def told() -> list[tuple[str, str, str]]:
        found = command("validate", str(file), "-o", "json").json("findings")["findings"]
        return [(one["code"], one["message"], one["help"]) for one in found]

    before = told()
    assert ("PK101", "'yes' is not true or false", "did you mean true?") in before
    assert any("put quotes around the text" in one[2] for one in before)
    assert command("fmt", str(file)).code == 0
    assert 'otherwise: "yes"' in file.read_text()
    assert [(code, mend) for code, _, mend in told()] == [(code, mend) for code, _, mend in before]
