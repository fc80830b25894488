"""The corpus of hostile inputs: each gives exactly what is expected, in bounded time and memory."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policykit.commands.main import main
from policykit.document import builder, events, pure, read, read_file
from policykit.library.reading import read_version
from tests.conftest import ROOT
from tests.hostile import laws, seeds
from tests.hostile.cases import CASES, FILES, Case
from tests.running import policykit

MEGABYTE = 2**20


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What came of every case, read and validated as a version and as a policy.yaml."""
    folder = tmp_path_factory.mktemp("hostile")
    command = [sys.executable, "-m", "tests.hostile.worker", str(folder)]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=False, timeout=1800)
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_there_are_as_many_inputs_as_were_asked_for_and_each_has_its_expectation() -> None:
    assert len(FILES) + len(CASES) >= 150
    assert len({case.name for case in (*FILES, *CASES)}) == len(FILES) + len(CASES)
    folder = ROOT / "tests" / "hostile" / "inputs"
    assert {path.stem for path in folder.glob("*.json")} == {case.name for case in FILES}
    assert all((case.value is None) == bool(case.findings) for case in (*FILES, *CASES))


WAYS = ("read", "version", "policy", "mend", "format", "import")
"""What `tests.hostile.worker` does with each case."""


def test_every_case_ran_every_way_without_a_traceback_or_a_crash(ran: list[dict[str, Any]]) -> None:
    assert len(ran) == len(WAYS) * (len(FILES) + len(CASES))
    assert [one for one in ran if "trace" in one] == []


@pytest.mark.parametrize("way", WAYS)
def test_what_came_of_it_is_what_was_to_come(ran: list[dict[str, Any]], way: str) -> None:
    assert [one for one in ran if one["way"] == way and not one["as_expected"]] == []


def test_time_and_memory_are_bounded(ran: list[dict[str, Any]]) -> None:
    # A second of the processor up to a megabyte, and as much again for each one more; more for
    # those that do more: what is mended is read twice; `fmt` runs twice, over up to half a million
    # nodes a megabyte; `import` thrice. Where machines are slow, or busy, seconds are longer.
    seconds = {"mend": 2, "format": 20, "import": 10}
    for one in ran:
        most = seconds.get(one["way"], 1) * one["size"] / MEGABYTE
        most = max(2 if one["way"] in seconds else 1, most)
        assert one["seconds"] <= most * one.get("slowness", 1), one
        assert one["megabytes"] <= 300, one


SAYING = {
    "diff": ("acme/privacy@1.0.0..2.0.0",),
    "decide": ("acme/privacy", "--on", "2025-01-01", "--jurisdiction", "BR"),
    "terms": ("police", "--policy", "acme/privacy"),
}


@pytest.mark.parametrize("command", SAYING)
@pytest.mark.parametrize("name", ["policy.yaml", "2.0.0.yaml"])
def test_no_command_says_anything_of_a_policy_with_a_hostile_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, name: str
) -> None:
    place = tmp_path / "acme" / "privacy"
    place.mkdir(parents=True)
    for case in FILES:
        files = {"policy.yaml": laws.HEADER, "1.0.0.yaml": laws.FIRST}
        for file, text in {**files, "2.0.0.yaml": laws.FIRST.replace("1.0.0", "2.0.0")}.items():
            (place / file).write_text(text)
        (place / name).write_bytes(case.source())
        code = main([command, *SAYING[command], "--policies", str(tmp_path)])
        out, err = capsys.readouterr()
        assert (code, out) == (3, ""), (case.name, out, err)
        assert name in err, case.name


def test_the_command_itself_ends_with_findings_for_the_whole_corpus(tmp_path: Path) -> None:
    for case in FILES:
        folder = tmp_path / case.name / "acme" / "privacy"
        folder.mkdir(parents=True)
        (folder / "policy.yaml").write_text(laws.HEADER)
        (folder / "1.0.0.yaml").write_bytes(case.source())
    ran = policykit("validate", str(tmp_path), "-o", "json")
    assert (ran.code, ran.err) == (1, "")
    found = {Path(one["file"]).parts[-4] for one in ran.json("findings")["findings"]}
    assert found == {case.name for case in FILES}


@pytest.mark.parametrize("case", [*FILES, *CASES], ids=lambda case: case.name)
def test_without_libyaml_no_value_is_another_and_nothing_wrong_is_taken(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = case.source()
    if len(source) > 300_000:
        return  # ten times slower, no more: a megabyte would take its time, and prove nothing else
    for module in (events, builder):
        monkeypatch.setattr(module, "new_parser", pure.Parser)
    document, findings = read(source, laws.NAME)
    laws.placed(source, findings)
    if case.value is not None:
        assert not findings
        assert document is not None
        assert repr(document.data) == repr(case.value())
    elif case.name != "directive-unknown":  # which the specification bids to pass over
        assert findings
        if case.findings[0][0] not in ("PK001", "PK003", "PK012"):
            assert {one.code for one in findings} == {code for code, _, _ in case.findings}


def test_where_pyyaml_has_no_libyaml_the_command_says_the_same() -> None:
    program = (
        "import sys\n"
        "sys.modules['yaml._yaml'] = None\n"
        "from policykit.commands.main import main\n"
        "from policykit.document import events, pure\n"
        "assert events.new_parser is pure.Parser\n"
        "sys.exit(main(['diff', 'telegram/privacy@2024-09-22..2024-09-23', '-o', 'json']))\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, cwd=ROOT, check=True)
    with_it = policykit("diff", "telegram/privacy@2024-09-22..2024-09-23", "-o", "json")
    assert ran.stdout.decode() == with_it.out


# Files that are no ordinary files.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A policy with one good version."""
    made = tmp_path / "acme" / "privacy"
    made.mkdir(parents=True)
    (made / "policy.yaml").write_text(laws.HEADER)
    (made / "1.0.0.yaml").write_text(laws.FIRST)
    return made


def _make(path: Path, kind: str) -> None:
    path.unlink(missing_ok=True)
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "link to itself":
            path.symlink_to(path)
        case "two links in a circle":
            path.symlink_to(path.with_name("other"))
            path.with_name("other").symlink_to(path)
        case "link to nothing":
            path.symlink_to(path.with_name("nothing"))
        case "link to a device":
            path.symlink_to("/dev/zero")
        case "link to its folder":
            path.symlink_to(path.parent)
        case "link to a terminal":
            path.symlink_to("/dev/tty")


KINDS = (
    "folder",
    "pipe",
    "link to itself",
    "two links in a circle",
    "link to nothing",
    "link to a device",
    "link to its folder",
    "link to a terminal",
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["policy.yaml", "2.0.0.yaml"])
def test_what_is_no_file_cannot_be_read_and_the_gate_does_not_pass(
    folder: Path, name: str, kind: str
) -> None:
    _make(folder / name, kind)
    with pytest.raises(OSError, match=r".+"):
        read_file(str(folder / name))
    for path in (folder, folder / name):
        ran = policykit("validate", str(path))
        # Without a policy.yaml it is a policy that lacks one; a link to a folder is that folder.
        lacking = name == "policy.yaml" and "folder" in kind
        seen = lacking and (path == folder or kind == "link to its folder")
        assert ran.code == (1 if seen else 3), (path, ran)
        assert "internal error" not in ran.err
        assert "Traceback" not in ran.err


def test_a_file_that_may_not_be_read_is_an_error(folder: Path) -> None:
    # Root reads everything, so the user is given up, once all that is needed has been loaded.
    program = (
        "import os, sys\n"
        "from policykit.commands.main import main\n"
        "main(['validate', sys.argv[1]])\n"
        "os.chmod(sys.argv[1] + '/1.0.0.yaml', 0)\n"
        "os.getuid() or (os.setgid(65534), os.setuid(65534))\n"
        "sys.exit(main(['validate', sys.argv[1]]))\n"
    )
    with tempfile.TemporaryDirectory() as open_to_all:
        os.chmod(open_to_all, 0o755)  # noqa: S103  the user that is left must get to the file
        copy = Path(open_to_all) / "acme" / "privacy"
        shutil.copytree(folder, copy)
        ran = subprocess.run(
            [sys.executable, "-c", program, str(copy)],
            capture_output=True,
            cwd=ROOT,
            check=False,
            text=True,
        )
    assert ran.returncode == 3, ran
    assert "1.0.0.yaml: Permission denied" in ran.stderr


def test_folders_that_link_in_a_circle_are_walked_once(folder: Path) -> None:
    (folder / "again").symlink_to(folder.parent.parent)
    (folder.parent / "here").symlink_to(folder.parent)
    ran = policykit("validate", str(folder.parent.parent))
    assert (ran.code, ran.err) == (0, ""), ran


@pytest.mark.parametrize("change", ["grows", "shrinks", "vanishes", "is rewritten"])
def test_a_file_that_changes_while_it_is_read_is_read_as_it_was_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a: 1\n")
    really = os.read
    changed = False

    def changing(descriptor: int, wanted: int) -> bytes:
        nonlocal changed
        if not changed:
            changed = True
            match change:
                case "grows":
                    path.write_text("a: 1\nb: 2\n")
                case "shrinks":
                    os.truncate(path, 2)
                case "vanishes":
                    path.unlink()
                case _:
                    path.with_name("y").write_text("c: 3\n")
                    path.with_name("y").rename(path)
        return really(descriptor, wanted)

    monkeypatch.setattr(os, "read", changing)
    document, findings = read_file(str(path))
    expected = {"grows": {"a": 1, "b": 2}, "shrinks": {"a": None}}.get(change, {"a": 1})
    assert document is not None
    assert (document.data, findings) == (expected, [])


@pytest.mark.parametrize(
    "name",
    [b"2.0.0\n.yaml", b"caf\xe9.yaml", b"\xff\xfe.yaml", b"\x1b[31m.yaml", b"-.yaml", b"%s.yaml"],
)
def test_names_of_files_that_are_no_text_are_findings_too(folder: Path, name: bytes) -> None:
    Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_text("a: [\n")
    for form in ("text", "json"):
        done = subprocess.run(
            [sys.executable, "-m", "policykit", "validate", os.fspath(folder), "-o", form],
            capture_output=True,
            cwd=ROOT,
            check=False,
        )
        assert (done.returncode, done.stderr) == (1, b""), done
        assert b"PK001" in done.stdout


# Random ones, held to the laws of `tests.hostile.laws`.

SEEDS = [
    *(source for case in FILES if len(source := case.source()) < 2000),
    laws.HEADER.encode(),
    *seeds.documents(),
    *(path.read_bytes() for path in sorted(ROOT.glob("policykit/vocabulary/*.yaml"))),
]
SCRAPS = [b"\n", b"  ", b"\t", b": ", b"- ", b"? ", b"[", b"]", b"{", b"}", b"&a ", b"*a", b"!x "]
SCRAPS += [b"'", b'"', b"|\n", b">-\n", b"#", b" #", b"\\", b"%", b"---\n", b"<<: ", b"\r", b"\x00"]
SCRAPS += [b"\xff", b"\xef\xbb\xbf", b"\xc2\x85", b"null", b"1e999", b"-0", b"", b"~", b".inf"]


@st.composite
def mutations(draw: st.DrawFn, sources: Sequence[bytes]) -> bytes:
    """A document of this project with a few scraps put in, or in the place of something."""
    source = draw(st.sampled_from(sources))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(source)))
        end = min(len(source), at + draw(st.integers(0, 12)))
        source = source[:at] + draw(st.sampled_from(SCRAPS)) + source[end:]
    return source


@st.composite
def patched(draw: st.DrawFn) -> bytes:
    """A version of one clause, whose lines are those of a few clauses of one kind, mixed."""
    first = draw(st.sampled_from(seeds.clauses())).splitlines(keepends=True)
    other = draw(st.sampled_from(seeds.clauses())).splitlines(keepends=True)
    at = draw(st.integers(0, len(first)))
    return laws.CLAUSES + b"".join([*first[:at], *draw(st.permutations(other))[:3], *first[at:]])


@given(st.one_of(st.binary(max_size=60), st.text(max_size=60)))
def test_whatever_is_read_obeys_the_laws(source: bytes | str) -> None:
    laws.whole(source)


@given(mutations(SEEDS))
def test_a_mutated_document_is_read_and_checked_by_the_laws(source: bytes) -> None:
    laws.whole(source)


@given(st.one_of(mutations(seeds.clauses()).map(lambda one: laws.CLAUSES + one), patched()))
def test_a_mutated_clause_is_checked_by_the_laws(source: bytes) -> None:
    laws.of_version(source, laws.header(own_words=True))


def test_the_seeds_reach_the_rules() -> None:
    reached = 0
    for clause in seeds.clauses():
        laws.of_version(laws.CLAUSES + clause, laws.header(own_words=True))
        content, _ = read_version(laws.CLAUSES + clause, "", laws.header(own_words=True), "1.0.0")
        reached += content is not None
    assert reached > 200
