"""
What the command ends with, for everything that can become of a run.

0 done, 1 findings, 2 a wrong option or configuration, 3 a path or revision that is missing or
cannot be read, a document that is not valid for `diff` and `changelog`, output that cannot be
written; never 0 because something broke.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policykit.commands.main import main
from tests.repositories import ENVIRONMENT, SHARE, acme, commit, git, repository, version, write

HERE = "policies/acme/privacy"
MORE = {**SHARE, "recipients": ["advertiser", "data_broker"]}
BROKEN = "format: 1\nclauses: [\n"
FULL = Path("/dev/full")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a valid policy, in which the test runs."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    folder = repository(tmp_path / "work", acme())
    monkeypatch.chdir(folder)
    return folder


def run(folder: Path, *arguments: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "policykit", *arguments],
        cwd=folder,
        env={**os.environ, **ENVIRONMENT},
        check=False,
        **{"capture_output": True, **more},
    )


def unchanged(_: Path) -> None:
    """Nothing is done to the repository."""


def widened(folder: Path) -> None:
    write(folder, {f"{HERE}/1.0.1.yaml": version("1.0.1", MORE)})


def broken_now(folder: Path) -> None:
    write(folder, {f"{HERE}/1.0.0.yaml": BROKEN})


def broken_header(folder: Path) -> None:
    write(folder, {f"{HERE}/policy.yaml": BROKEN})


def broken_then(folder: Path) -> None:
    commit(folder, {f"{HERE}/2.0.0.yaml": BROKEN})
    write(folder, {f"{HERE}/2.0.0.yaml": version("2.0.0", MORE)})


def bad_configuration(folder: Path) -> None:
    write(folder, {"policykit.toml": "polices = 1\n"})


def bad_waivers(folder: Path) -> None:
    write(folder, {"policykit-waivers.yaml": "format: 1\n"})


def binary(folder: Path) -> None:
    (folder / HERE / "1.0.0.yaml").write_bytes(b"\xff\xfe\x00")


def dangling(folder: Path) -> None:
    (folder / HERE / "2.0.0.yaml").symlink_to("nowhere.yaml")


def a_folder(folder: Path) -> None:
    (folder / HERE / "2.0.0.yaml").mkdir()


def emptied(folder: Path) -> None:
    git(folder, "rm", "-qr", "policies")


VALIDATE = ("validate",)
AGAINST = ("validate", "--against", "main")
DIFF = ("diff", "--against", "main", "--fail-on", "broader")
HISTORY = ("changelog", "acme/privacy")


@pytest.mark.parametrize(
    ("prepare", "arguments", "code", "says"),
    [
        (unchanged, VALIDATE, 0, ""),
        (unchanged, AGAINST, 0, ""),
        (unchanged, DIFF, 0, ""),
        (unchanged, HISTORY, 0, ""),
        (widened, VALIDATE, 1, ""),
        (widened, AGAINST, 1, ""),
        (widened, DIFF, 1, ""),
        (widened, ("diff", "--against", "main"), 0, ""),
        (widened, HISTORY, 0, ""),
        # wrong options
        (unchanged, ("validat",), 2, "did you mean 'validate'?"),
        (unchanged, ("validate", "--agains", "main"), 2, "did you mean '--against'?"),
        (unchanged, ("validate", "--fail-on", "never"), 2, "invalid choice"),
        (unchanged, ("validate", "-o", "xml"), 2, "there is no format 'xml'"),
        (unchanged, ("validate", "-o", "json", "-o", "text"), 2, "two outputs"),
        (unchanged, ("validate", "--profile", "gdpd"), 2, "did you mean 'gdpr'?"),
        (unchanged, ("validate", "--today", "2026-02-30"), 2, "2026-02-30"),
        (unchanged, ("validate", "--jobs", "0"), 2, "'0' is not a number"),
        (unchanged, ("diff", "--against", "main", "--fail-on", "wider"), 2, "no kind of change"),
        (unchanged, ("diff", "acme/privacy@1.0.0", "acme/privacy@9.0.0"), 2, "no version 9.0.0"),
        (unchanged, ("diff", "acme/privacie@1.0.0..2.0.0"), 2, "did you mean 'acme/privacy'?"),
        (unchanged, ("decide", "acme/privacy", "--on", "1999-01-01"), 2, "1999-01-01"),
        (unchanged, ("changelog",), 2, "POLICY"),
        (unchanged, ("changelog", "acme/privacie"), 2, "did you mean 'acme/privacy'?"),
        (unchanged, (*HISTORY, "--jurisdiction", "XX"), 2, "'XX' is no country"),
        (unchanged, (*HISTORY, "--since", "9.0.0"), 2, "no version 9.0.0"),
        (unchanged, (*HISTORY, "--until", "2026-02-30"), 2, "2026-02-30"),
        (unchanged, (*HISTORY, "--audience", "all"), 2, "invalid choice"),
        (unchanged, (*HISTORY, "-o", "sarif"), 2, "there is no format 'sarif'"),
        # wrong configuration
        (bad_configuration, VALIDATE, 2, "did you mean 'policies'?"),
        (bad_configuration, AGAINST, 2, "did you mean 'policies'?"),
        (bad_configuration, DIFF, 2, "did you mean 'policies'?"),
        (bad_configuration, HISTORY, 2, "did you mean 'policies'?"),
        (unchanged, ("validate", "--config", "nowhere.toml"), 2, "there is no such file"),
        (bad_waivers, VALIDATE, 1, ""),
        # what is not there
        (unchanged, ("validate", "nowhere"), 3, "nowhere: No such file"),
        (unchanged, ("validate", "nowhere.yaml"), 3, "nowhere.yaml: No such file"),
        (emptied, ("validate", "."), 3, "holds no policy"),
        (unchanged, ("validate", "--against", "nowhere"), 3, "there is no commit 'nowhere'"),
        (unchanged, ("validate", "--against", "man"), 3, "did you mean 'main'?"),
        (unchanged, ("validate", "--against", ""), 3, "there is no commit ''"),
        (unchanged, ("validate", "--against", "HEAD~1"), 3, "there is no commit 'HEAD~1'"),
        (unchanged, ("diff", "--against", "nowhere"), 3, "there is no commit 'nowhere'"),
        (unchanged, ("diff", f"main:{HERE}/9.0.0.yaml", f"{HERE}/1.0.0.yaml"), 3, "No such file"),
        (unchanged, ("diff", "./a.yaml", "./b.yaml"), 3, "a.yaml: No such file"),
        (unchanged, ("diff", "--policies", "nowhere", "a@1.0.0..2.0.0"), 3, "no such folder"),
        (dangling, VALIDATE, 3, "2.0.0.yaml: No such file"),
        (dangling, AGAINST, 3, "2.0.0.yaml: No such file"),
        (dangling, DIFF, 3, "2.0.0.yaml: No such file"),
        (dangling, HISTORY, 3, "2.0.0.yaml: No such file"),
        (unchanged, ("changelog", "./nowhere"), 3, "nowhere/policy.yaml: No such file"),
        (unchanged, (*HISTORY, "--policies", "nowhere"), 3, "no such folder"),
        (a_folder, VALIDATE, 3, "2.0.0.yaml: Not a regular file"),
        (a_folder, AGAINST, 3, "2.0.0.yaml: Not a regular file"),
        (a_folder, HISTORY, 3, "2.0.0.yaml: Not a regular file"),
        # what is no policy, on either side
        (broken_now, VALIDATE, 1, ""),
        (broken_now, AGAINST, 1, ""),
        (broken_now, DIFF, 3, f"{HERE}/1.0.0.yaml:"),
        (broken_now, HISTORY, 3, f"{HERE}/1.0.0.yaml:"),
        (broken_header, VALIDATE, 1, ""),
        (broken_header, AGAINST, 1, ""),
        (broken_header, DIFF, 3, f"{HERE}/policy.yaml:"),
        (broken_header, HISTORY, 3, f"{HERE}/policy.yaml:"),
        (broken_then, VALIDATE, 0, ""),
        (broken_then, AGAINST, 1, ""),
        (broken_then, DIFF, 3, f"main:{HERE}/2.0.0.yaml:"),
        (binary, VALIDATE, 1, ""),
        (binary, AGAINST, 1, ""),
        (binary, HISTORY, 3, f"{HERE}/1.0.0.yaml:"),
        (emptied, ("validate", "--against", "main", "policies"), 3, "policies: No such file"),
        (emptied, ("diff", "--against", "main", "acme/privacy", "--policies", "policies"), 3, ""),
    ],
)
def test_what_a_run_ends_with(
    root: Path,
    capsys: pytest.CaptureFixture[str],
    prepare: Callable[[Path], None],
    arguments: tuple[str, ...],
    code: int,
    says: str,
) -> None:
    prepare(root)
    capsys.readouterr()
    try:
        ended = main(arguments)
    except SystemExit as stop:
        ended = int(stop.code or 0)
    told = capsys.readouterr()
    assert ended == code, told
    assert says in told.err
    assert "Traceback" not in told.err
    if code in (0, 1):
        assert not told.err
        assert told.out
    else:
        assert told.err.startswith(("policykit: ", "usage: "))


# Histories that are short


def test_a_shallow_clone_is_compared_with_the_tip_and_says_so(root: Path, tmp_path: Path) -> None:
    commit(root, {"x": "1"})
    git(root, "branch", "old")
    commit(root, {f"{HERE}/2.0.0.yaml": version("2.0.0", MORE)})
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{root}", str(clone))
    missing = run(clone, "validate", "--against", "origin/old")
    assert missing.returncode == 3
    fetch = "git fetch --depth=1 origin +refs/heads/old:refs/remotes/origin/old"
    assert f"run `{fetch}`" in missing.stderr.decode()
    git(clone, *fetch.split()[1:])
    told = run(clone, "validate", "--against", "origin/old")
    assert told.returncode == 0
    assert "the tip of origin/old; they have no commit in common, as far as" in told.stdout.decode()


def test_before_the_first_commit_there_is_nothing_to_compare_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    write(tmp_path, acme())
    for revision in ("main", "HEAD", "origin/main"):
        told = run(tmp_path, "validate", "--against", revision)
        assert told.returncode == 3
        assert f"there is no commit '{revision}'" in told.stderr.decode()
    assert run(tmp_path, "validate").returncode == 0


def test_the_first_commit_has_only_new_policies(tmp_path: Path) -> None:
    root = repository(tmp_path / "work", {"README": "x"})
    git(root, "checkout", "-q", "-b", "work")
    commit(root, acme())
    told = run(root, "validate", "--against", "main", "-o", "json")
    assert told.returncode == 0
    assert [one["code"] for one in json.loads(told.stdout)["findings"]] == ["PK408"]


def test_out_of_a_repository_there_is_none_to_compare_with(tmp_path: Path) -> None:
    write(tmp_path, acme())
    told = run(tmp_path, "validate", "--against", "main")
    assert told.returncode == 3
    assert "not in a git repository" in told.stderr.decode()


def test_without_git_it_is_git_that_is_missing(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    told = run(root, "validate", "--against", "main")
    assert told.returncode == 3
    assert "git could not be run" in told.stderr.decode()


# Where output goes


def test_a_reader_that_goes_away_is_no_success(root: Path) -> None:
    read, write_end = os.pipe()
    os.close(read)
    for arguments in (AGAINST, DIFF, HISTORY, ("rules",), ("--version",)):
        told = run(root, *arguments, stdout=write_end, stderr=subprocess.PIPE, capture_output=False)
        assert told.returncode == 3, arguments
        assert b"Traceback" not in told.stderr
        assert b"Exception ignored" not in told.stderr
    os.close(write_end)


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(("words", "code"), [(["validate", "nope"], 3), (["--nope"], 2)])
def test_where_nobody_can_be_told_why_the_code_is_the_same(words: list[str], code: int) -> None:
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "policykit", *words],
            stdout=subprocess.DEVNULL,
            stderr=full,
            check=False,
        )
    assert done.returncode == code


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_no_success(root: Path) -> None:
    with FULL.open("wb") as full:
        for arguments in (VALIDATE, AGAINST, DIFF, HISTORY, ("rules",)):
            told = run(root, *arguments, stdout=full, stderr=subprocess.PIPE, capture_output=False)
            assert told.returncode == 3, arguments
            assert b"No space left on device" in told.stderr
            assert b"Traceback" not in told.stderr
    told = run(root, "validate", "-o", "json:/dev/full")
    assert told.returncode == 3
    assert b"/dev/full: No space left on device" in told.stderr


def test_a_closed_standard_output_is_no_success(root: Path) -> None:
    told = subprocess.run(
        ["/bin/sh", "-c", f"exec {sys.executable} -m policykit validate >&-"],
        cwd=root,
        capture_output=True,
        check=False,
    )
    assert told.returncode == 3, told
    assert b"Traceback" not in told.stderr


ENDS: dict[str, str] = {
    "a handler": "import atexit; atexit.register(print, 'told')",
    "a profiler": "sys.setprofile(eval('lambda *_: None', {}))",
    "a tracer": "sys.settrace(eval('lambda *_: None', {}))",
    "a thread": "import threading; threading.Thread(target=waiting).start()",
}


@pytest.mark.parametrize("who", ["nobody", *ENDS])
def test_python_takes_apart_what_is_held_only_if_somebody_else_is_there(
    root: Path, who: str
) -> None:
    begun = (
        "import sys, time\n"
        "from policykit.commands.main import run\n"
        "class Held:\n"
        "    def __del__(self): print('taken apart')\n"
        "def waiting(): time.sleep(2); print('done')\n"
        f"held = Held(); sys.argv = ['policykit', 'validate']; {ENDS.get(who, 'pass')}; run()\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", begun],
        cwd=root,
        env={**os.environ, **ENVIRONMENT},
        capture_output=True,
        check=False,
        text=True,
    )
    assert told.returncode == 0, told
    assert told.stdout.startswith("2 files, no findings\n"), told
    assert ("taken apart" in told.stdout) == (who != "nobody")
    assert ("told" in told.stdout) == (who == "a handler")
    assert ("done" in told.stdout) == (who == "a thread")


def test_a_profile_of_a_run_is_told(root: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "cProfile", "-m", "policykit", "validate"],
        cwd=root,
        capture_output=True,
        check=False,
        text=True,
    )
    assert "function calls" in told.stdout, told


@pytest.mark.parametrize(
    "arguments",
    [
        ("validate", "-o", "json:out/x.json"),
        (*HISTORY, "-o", "html:out/x.html"),
        ("release", "acme/privacy"),
        ("fmt", "policies"),
        ("waive", "{mark}", "--reason", "r", "--approved-by", "a", "--expires", "2099-01-01"),
    ],
)
@pytest.mark.parametrize(("number", "why"), [(30, "Read-only file system"), (28, "No space left")])
def test_a_disk_that_takes_nothing_ends_with_3_and_stays_as_it_is(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    number: int,
    why: str,
) -> None:
    write(root, {"policykit.toml": "waiver-days = 36500\n", "out/.keep": ""})
    write(root, {f"{HERE}/1.0.1.yaml": version("1.0.1", MORE)})
    main(["validate", "-o", "json"])
    (mark,) = (
        one["fingerprint"]
        for one in json.loads(capsys.readouterr().out)["findings"]
        if one["code"] == "PK401"
    )
    if arguments[0] == "release":
        write(root, {f"{HERE}/1.0.1.yaml": None})
        draft = version("2.0.0", MORE)
        del draft["version"], draft["published"]
        write(root, {f"{HERE}/draft.yaml": draft})
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    real = open

    def refusing(file: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if set(mode) & set("wxa+"):
            raise OSError(number, os.strerror(number), str(file))
        return real(file, mode, *rest, **more)

    def refusing_low(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(number, os.strerror(number), str(path))
        return low(path, flags, *rest, **more)

    def refused(path: Any, *_: Any, **__: Any) -> None:
        raise OSError(number, os.strerror(number), str(path))

    low = os.open
    monkeypatch.setattr("builtins.open", refusing)
    monkeypatch.setattr(os, "open", refusing_low)
    monkeypatch.setattr(os, "mkdir", refused)
    ended = main([one.format(mark=mark) for one in arguments])
    monkeypatch.undo()
    told = capsys.readouterr()
    assert ended == 3, told
    assert why in told.err
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_what_may_not_be_read_ends_with_3(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(path: str) -> bytes:
        raise PermissionError(13, "Permission denied", path)

    for module in ("policykit.validation.report", "policykit.library.files"):
        monkeypatch.setattr(sys.modules[module], "file_bytes", refused)
    for arguments in (VALIDATE, AGAINST, DIFF, HISTORY):
        assert main(arguments) == 3
        assert "Permission denied" in capsys.readouterr().err


# What comes from outside, and what is our own fault


# What is started in the background is born deaf to interrupts, and so is what it starts.
HEARING = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


def test_an_interrupt_is_no_success(root: Path) -> None:
    many = {
        f"policies/a/p{n}/{name}": made
        for n in range(1500)
        for name, made in (
            ("policy.yaml", {**acme()[f"{HERE}/policy.yaml"], "id": f"a/p{n}"}),
            ("1.0.0.yaml", version("1.0.0", policy=f"a/p{n}")),
        )
    }
    write(root, many)
    slow = ["validate", "--no-cache"]
    for jobs in ("1", "2"):
        process = subprocess.Popen(
            [sys.executable, "-c", HEARING, "-m", "policykit", *slow, "--jobs", jobs],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        time.sleep(0.5)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert process.returncode not in (0, 1), (out[-200:], err)
        assert b"no findings" not in out


def test_a_fault_of_ours_is_4(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError("oops")

    monkeypatch.setattr(sys.modules["policykit.validation.walking"], "_of_path", fails)
    assert main(["validate"]) == 4
    assert "internal error: RuntimeError: oops" in capsys.readouterr().err
