"""
action.yml, run: its steps in order, in bash, with what GitHub gives them.

The API is a server of this machine; `policykit` is installed by the action's own step, once.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
import yaml

from policykit.schema import schema_text
from tests.checkout import checkout
from tests.conftest import ROOT
from tests.repositories import (
    ENVIRONMENT,
    SHARE,
    acme,
    commit,
    git,
    repository,
    version,
)

ACTION: Any = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS: list[Any] = ACTION["runs"]["steps"]
EXPRESSION = re.compile(r"\$\{\{ ([a-z_.-]+) \}\}")
MARKER = "<!-- policykit -->"
HERE = "policies/acme/privacy"
MORE = {**SHARE, "recipients": ["advertiser", "data_broker"]}
WIDER = version("1.0.1", MORE, published="2025-06-01")
WIDER_AS_MAJOR = version("2.0.0", MORE, published="2025-06-01")


class Api(ThreadingHTTPServer):
    """The part of GitHub's API that comments are made of."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.comments: list[dict[str, Any]] = []
        self.asked: list[tuple[str, str]] = []
        self.refused: int | None = None
        self.refused_for: tuple[str, ...] = ("POST", "PATCH")
        self.login: str | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def has(self, body: str, login: str = "github-actions[bot]", kind: str = "Bot") -> int:
        """Put a comment there."""
        number = len(self.comments) + 1
        author = {"login": login, "type": kind}
        self.comments.append({"id": number, "body": body, "user": author})
        return number

    @property
    def ours(self) -> list[str]:
        return [one["body"] for one in self.comments if one["body"].startswith(MARKER)]


class _Answer(BaseHTTPRequestHandler):
    server: Api

    def log_message(self, *_: Any) -> None:  # the log of a test is for what fails
        pass

    def _answer(self, code: int, data: Any, **headers: str) -> None:
        made = json.dumps(data).encode()
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(made)))
        self.end_headers()
        self.wfile.write(made)

    def _any(self) -> None:
        api, method = self.server, self.command
        length = int(self.headers.get("Content-Length") or 0)
        sent = json.loads(self.rfile.read(length) or b"null")
        api.asked.append((method, self.path))
        assert self.headers["Authorization"] == "Bearer the-token"
        if api.refused and method in api.refused_for:
            self._answer(api.refused, {"message": "no"}, Location=f"{api.url}/away")
            return
        path, _, query = self.path.partition("?")
        if path == "/user":
            self._answer(*((200, {"login": api.login}) if api.login else (403, {})))
        elif method == "GET" and path == "/repos/acme/policies/issues/7/comments":
            asked = dict(one.split("=") for one in query.split("&"))
            size, page = int(asked["per_page"]), int(asked["page"])
            assert size <= 100
            self._answer(200, api.comments[(page - 1) * size : page * size])
        elif method == "POST" and path == "/repos/acme/policies/issues/7/comments":
            self._answer(201, {"id": api.has(sent["body"])})
        elif method == "PATCH" and path.startswith("/repos/acme/policies/issues/comments/"):
            (one,) = (each for each in api.comments if each["id"] == int(path.rpartition("/")[2]))
            one["body"] = sent["body"]
            self._answer(200, one)
        else:
            self._answer(404, {})

    do_GET = do_POST = do_PATCH = _any  # noqa: N815  as http.server calls them


class Job(NamedTuple):
    """What a run of the action came to."""

    code: int
    log: str
    outputs: Mapping[str, str]
    summary: str
    folder: Path


class Runner:
    """A machine that runs the action on a pull request."""

    def __init__(self, folder: Path, action: Path, python: str, api: Api) -> None:
        self.folder, self.action, self.python, self.api = folder, action, python, api
        self.origin = folder / "origin.git"
        self.work = repository(folder / "author", {"README.md": ""})
        for number in range(2):
            commit(self.work, {"README.md": f"{number}"})
        commit(self.work, acme())
        git(folder, "clone", "-q", "--bare", str(self.work), str(self.origin))
        git(self.work, "remote", "add", "origin", str(self.origin))
        self.runs = 0

    def base(self, branch: str) -> None:
        """Give the branch that the pull request is for another name."""
        git(self.work, "push", "-q", "origin", f"main:refs/heads/{branch}")

    def pull_request(self, files: Mapping[str, Any], base: str = "main") -> str:
        """Push a commit to the pull request; the merge that GitHub makes of it."""
        git(self.work, "checkout", "-q", "-B", "pull", "main")
        commit(self.work, files, "edit")
        git(self.work, "checkout", "-q", "--detach", "main")
        git(self.work, "merge", "-q", "--no-ff", "-m", "merge", "pull")
        merged = git(self.work, "rev-parse", "HEAD")
        git(self.work, "push", "-q", "-f", "origin", "HEAD:refs/pull/7/merge")
        return merged

    def checked_out(self, revision: str, depth: int = 1) -> Path:
        """What actions/checkout leaves: one commit, detached, and no branch of origin."""
        self.runs += 1
        place = self.folder / f"work space {self.runs}"
        place.mkdir()
        git(place, "init", "-q")
        git(place, "remote", "add", "origin", self.origin.as_uri())
        if depth:
            git(place, "fetch", "-q", "--no-tags", f"--depth={depth}", "origin", revision)
        else:
            every = "+refs/heads/*:refs/remotes/origin/*"
            git(place, "fetch", "-q", "origin", revision, every)
        git(place, "checkout", "-q", "--detach", revision)
        return place

    def run(
        self,
        place: Path,
        inputs: Mapping[str, str] | None = None,
        event: str = "pull_request",
        base: str = "main",
        **environment: str,
    ) -> Job:
        """Run the action."""
        temp = self.folder / f"temp {self.runs}-{len(list(self.folder.iterdir()))}"
        temp.mkdir()
        told: dict[str, Any] = {"pull_request": {"number": 7}} if event.startswith("pull") else {}
        (temp / "event.json").write_text(json.dumps(told))
        given = {
            name: one.get("default", "").replace("${{ github.token }}", "the-token")
            for name, one in ACTION["inputs"].items()
        }
        unknown = set(inputs or {}) - set(given)
        assert not unknown
        known = {f"inputs.{name}": text for name, text in {**given, **(inputs or {})}.items()}
        known |= {"github.action_path": str(self.action)}
        known |= {"steps.python.outputs.python-path": sys.executable}
        shared = {
            **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            **ENVIRONMENT,
            "NO_PROXY": "127.0.0.1",
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": self.api.url,
            "GITHUB_BASE_REF": base if event.startswith("pull_request") else "",
            "GITHUB_EVENT_NAME": event,
            "GITHUB_EVENT_PATH": str(temp / "event.json"),
            "GITHUB_REPOSITORY": "acme/policies",
            "RUNNER_TEMP": str(temp),
            **environment,
        }
        code, log, summary = 0, "", ""
        for number, step in enumerate(STEPS):
            if "run" not in step:
                continue
            if step.get("id") == "install" and self.python:
                known["steps.install.outputs.python"] = self.python
                continue
            files = {
                f"GITHUB_{name}": temp / f"{name.lower()}-{number}"
                for name in ("OUTPUT", "STEP_SUMMARY", "ENV", "PATH_FILE")
            }
            for path in files.values():
                path.write_text("")
            script = temp / f"step-{number}.sh"
            script.write_text(step["run"])
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
                cwd=place,
                env={
                    **shared,
                    **{name: str(path) for name, path in files.items()},
                    **{name: evaluated(text, known) for name, text in step["env"].items()},
                },
                capture_output=True,
                text=True,
                check=False,
                timeout=600,
            )
            log += done.stdout + done.stderr
            summary += files["GITHUB_STEP_SUMMARY"].read_text("utf-8")
            assert not files["GITHUB_ENV"].read_text()
            for name, value in outputs(files["GITHUB_OUTPUT"].read_text("utf-8")).items():
                known[f"steps.{step['id']}.outputs.{name}"] = value
            code = done.returncode
            if code:
                break
        told_outputs = {
            name: evaluated(one["value"], known) for name, one in ACTION["outputs"].items()
        }
        assert "the-token" not in log
        assert "Traceback" not in log, log
        return Job(code, log, told_outputs, summary, temp)


def evaluated(text: str, known: Mapping[str, str]) -> str:
    """A text with its expressions; what is not known is empty, as there."""
    return EXPRESSION.sub(lambda found: known.get(found.group(1), ""), str(text))


def outputs(text: str) -> dict[str, str]:
    """What a step wrote to GITHUB_OUTPUT."""
    found, lines = {}, iter(text.splitlines())
    for line in lines:
        single = re.fullmatch("([^=<]+)=(.*)", line)
        if single:
            found[single.group(1)] = single.group(2)
            continue
        name, _, end = line.partition("<<")
        value: list[str] = []
        while (more := next(lines)) != end:
            value.append(more)
        found[name] = "\n".join(value)
    return found


@pytest.fixture(autouse=True)
def _plain_git(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="module")
def action(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The action's repository as a runner has it."""
    return checkout(tmp_path_factory.mktemp("an action"))


@pytest.fixture(scope="module")
def installed(action: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The Python that the action's own step put policykit into."""
    folder = tmp_path_factory.mktemp("in stalled")
    (step,) = (one for one in STEPS if one.get("id") == "install")
    known = {"github.action_path": str(action), "steps.python.outputs.python-path": sys.executable}
    said = folder / "output"
    # A module of the repository that is judged must not be what is installed with.
    (folder / "pip.py").write_text("raise SystemExit('hijacked')")
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder,
        env={
            **os.environ,
            **{name: evaluated(text, known) for name, text in step["env"].items()},
            "GITHUB_OUTPUT": str(said),
            "RUNNER_TEMP": str(folder),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return outputs(said.read_text())["python"]


@pytest.fixture
def api() -> Iterator[Api]:
    with Api() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def runner(tmp_path: Path, action: Path, installed: str, api: Api) -> Runner:
    return Runner(tmp_path, action, installed, api)


def test_every_input_and_output_is_described_and_none_is_pasted_into_a_script() -> None:
    assert ACTION["runs"]["using"] == "composite"
    for one in (*ACTION["inputs"].values(), *ACTION["outputs"].values()):
        assert one["description"].endswith(".")
    assert all("default" in one for one in ACTION["inputs"].values())
    for step in STEPS:
        assert "${{" not in step.get("run", "")
        assert ("run" in step) == (step.get("shell") == "bash")
    used = set(EXPRESSION.findall(yaml.safe_dump(STEPS, width=10_000)))
    asked = {one.removeprefix("inputs.") for one in used if one.startswith("inputs.")}
    assert asked == set(ACTION["inputs"])


def test_what_is_not_the_runner_s_is_pinned_to_a_major_version() -> None:
    assert [one["uses"] for one in STEPS if "uses" in one] == ["actions/setup-python@v6"]


def test_a_pull_request_without_policies_passes_and_gets_no_comment(
    runner: Runner, api: Api
) -> None:
    job = runner.run(runner.checked_out(runner.pull_request({"README.md": "more"})))
    assert job.code == 0, job.log
    assert (job.outputs["status"], job.outputs["errors"], job.outputs["warnings"]) == (
        "ok",
        "0",
        "0",
    )
    assert job.outputs["required-version"] == ""
    assert api.comments == []
    assert job.summary.startswith(MARKER)
    report = json.loads(Path(job.outputs["report"]).read_text("utf-8"))
    jsonschema.validate(report, json.loads(schema_text("findings")))
    assert report["bases"][0]["revision"] == "origin/main"


def test_what_permits_more_under_a_patch_number_fails_and_the_comment_says_why(
    runner: Runner, api: Api
) -> None:
    files = {f"{HERE}/1.0.1.yaml": WIDER}
    job = runner.run(runner.checked_out(runner.pull_request(files)))
    assert job.code == 1, job.log
    assert job.outputs["status"] == "findings"
    assert job.outputs["errors"] == "1"
    assert job.outputs["required-version"] == "2.0.0"
    assert f"::error file={HERE}/1.0.1.yaml" in job.log
    (body,) = api.ours
    assert "2.0.0" in body
    assert "data brokers" in body
    assert body in job.summary


def test_a_version_that_means_the_same_is_told_too(runner: Runner, api: Api) -> None:
    reworded = {**SHARE, "text": "Advertisers get your e-mail address."}
    patch = {f"{HERE}/1.0.1.yaml": version("1.0.1", reworded, published="2025-06-01")}
    job = runner.run(runner.checked_out(runner.pull_request(patch)))
    assert (job.code, job.outputs["status"]) == (0, "ok"), job.log
    assert job.outputs["required-version"] == "1.0.1"
    assert len(api.ours) == 1


def test_the_next_push_brings_the_same_comment_up_to_date_until_nothing_is_wrong(
    runner: Runner, api: Api
) -> None:
    for number in range(150):  # more than a page of what people say
        api.has(f"{number}", "someone", "User")
    api.has(f"{MARKER}\nquoted", "someone", "User")
    wider = {f"{HERE}/1.0.1.yaml": WIDER}
    assert runner.run(runner.checked_out(runner.pull_request(wider))).code == 1
    assert len(api.ours) == 2
    said = api.ours[1]
    job = runner.run(runner.checked_out(runner.pull_request(wider)))
    assert (job.code, api.ours[1]) == (1, said)
    assert [method for method, _ in api.asked if method != "GET"] == ["POST"]
    major = {f"{HERE}/2.0.0.yaml": WIDER_AS_MAJOR}
    job = runner.run(runner.checked_out(runner.pull_request(major)))
    assert (job.code, job.outputs["status"]) == (0, "ok"), job.log
    assert "data brokers" in api.ours[1]
    job = runner.run(runner.checked_out(runner.pull_request({"README.md": "more"})))
    assert job.code == 0
    assert "✅" in api.ours[1]
    assert api.ours[0] == f"{MARKER}\nquoted"
    assert len(api.ours) == 2
    assert {method for method, _ in api.asked} == {"GET", "POST", "PATCH"}


def test_a_comment_of_the_person_whose_token_it_is_is_brought_up_to_date(
    runner: Runner, api: Api
) -> None:
    api.has(f"{MARKER}\nold", "someone else", "User")
    api.has(f"{MARKER}\nold", "me", "User")
    api.login = "me"
    runner.run(runner.checked_out(runner.pull_request({f"{HERE}/1.0.1.yaml": WIDER})))
    assert api.ours[0] == f"{MARKER}\nold"
    assert "data brokers" in api.ours[1]
    assert len(api.ours) == 2


@pytest.mark.parametrize("code", [401, 403, 404])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_token_that_may_not_comment_changes_nothing_about_the_gate(
    runner: Runner, api: Api, code: int, method: str
) -> None:
    api.refused, api.refused_for = code, (method,)
    job = runner.run(runner.checked_out(runner.pull_request({f"{HERE}/1.0.1.yaml": WIDER})))
    assert job.code == 1
    assert job.log.count("::notice title=policykit::") == 1
    assert "data brokers" in job.summary
    assert api.comments == []


def test_an_api_that_is_down_or_sends_the_token_elsewhere_is_a_warning(
    runner: Runner, api: Api
) -> None:
    place = runner.checked_out(runner.pull_request({f"{HERE}/2.0.0.yaml": WIDER_AS_MAJOR}))
    for code in (302, 307, 500):
        api.refused = code
        job = runner.run(place)
        assert job.code == 0
        assert "::warning title=policykit::the comment was not written" in job.log
    assert not [path for _, path in api.asked if "away" in path]
    job = runner.run(place, GITHUB_API_URL="http://127.0.0.1:1")
    assert job.code == 0
    assert "::warning title=policykit::the comment was not written" in job.log


def test_without_a_token_or_a_wish_for_it_there_is_no_comment(runner: Runner, api: Api) -> None:
    place = runner.checked_out(runner.pull_request({f"{HERE}/1.0.1.yaml": WIDER}))
    job = runner.run(place, {"token": ""})
    assert job.code == 1
    assert "::notice title=policykit::there is no token" in job.log
    job = runner.run(place, {"comment": "false"})
    assert job.code == 1
    assert "::notice title=policykit::" not in job.log
    assert api.asked == []


def test_a_push_is_validated_and_compared_with_nothing(runner: Runner, api: Api) -> None:
    place = runner.checked_out(runner.pull_request({f"{HERE}/2.0.0.yaml": WIDER_AS_MAJOR}))
    job = runner.run(place, event="push")
    assert job.code == 0
    assert "::notice title=policykit::this is no pull request" in job.log
    assert "bases" not in json.loads(Path(job.outputs["report"]).read_text("utf-8"))
    assert api.asked == []


def test_a_push_can_be_compared_with_the_commit_before_it(runner: Runner) -> None:
    before = git(runner.work, "rev-parse", "main")
    place = runner.checked_out(runner.pull_request({f"{HERE}/1.0.1.yaml": WIDER}))
    job = runner.run(place, {"against": before}, event="push")
    assert (job.code, job.outputs["required-version"]) == (1, "2.0.0")


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_any_depth_of_a_clone_will_do(runner: Runner, depth: int) -> None:
    place = runner.checked_out(runner.pull_request({f"{HERE}/1.0.1.yaml": WIDER}), depth)
    job = runner.run(place)
    assert (job.code, job.outputs["required-version"]) == (1, "2.0.0"), job.log
    shallow = git(place, "rev-parse", "--is-shallow-repository")
    assert shallow == ("true" if depth else "false")
    # No more is fetched than is needed, and what was whole stays so.
    fetched = git(place, "rev-list", "--count", "origin/main")
    assert fetched == ("1" if depth else "4")


def test_a_base_that_is_gone_is_an_error_that_says_so_and_no_pass(runner: Runner, api: Api) -> None:
    place = runner.checked_out(runner.pull_request({"README.md": "more"}))
    job = runner.run(place, base="gone")
    assert job.code == 3
    assert job.outputs["status"] == "error"
    assert re.search("::error title=policykit::.*origin/gone", job.log)
    assert "origin/gone" in api.ours[0]


@pytest.mark.parametrize(
    ("inputs", "code", "said"),
    [
        ({"paths": "nowhere"}, 3, "nowhere"),
        ({"fail-on": "everything"}, 2, "everything"),
        ({"args": "--no-such-option"}, 2, "--no-such-option"),
        ({"args": "'unfinished"}, 2, "args: No closing quotation"),
        ({"args": "-o text"}, 2, "stdout"),
    ],
)
def test_what_cannot_be_judged_is_an_error_that_says_why(
    runner: Runner, api: Api, inputs: dict[str, str], code: int, said: str
) -> None:
    place = runner.checked_out(runner.pull_request({"README.md": "more"}))
    job = runner.run(place, inputs)
    assert (job.code, job.outputs["status"]) == (code, "error"), job.log
    assert said in "".join(line for line in job.log.splitlines() if line.startswith("::error"))
    assert said in api.ours[0]
    assert said in job.summary
    assert "✅" not in api.ours[0] + job.summary


def test_what_checks_out_the_base_instead_of_the_pull_request_is_an_error(runner: Runner) -> None:
    here = git(runner.work, "rev-parse", "main")
    job = runner.run(runner.checked_out(here), event="pull_request_target", GITHUB_SHA=here)
    assert (job.code, job.outputs["status"]) == (2, "error")
    assert "run this on pull_request" in job.log


def test_more_arguments_are_split_as_a_shell_does_and_win(runner: Runner) -> None:
    place = runner.checked_out(runner.pull_request({f"{HERE}/1.0.1.yaml": WIDER}))
    inputs = {"args": "-o 'sarif:a b.sarif' --today=2025-05-01\n--profile gdpr"}
    job = runner.run(place, inputs)
    assert job.code == 1
    assert json.loads((place / "a b.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert "PK3" in job.log


def test_paths_are_one_a_line_and_the_least_severity_is_the_caller_s(runner: Runner) -> None:
    other = {name.replace("policies/", "other policies/"): one for name, one in acme(WIDER).items()}
    place = runner.checked_out(runner.pull_request({f"{HERE}/1.0.1.yaml": WIDER, **other}))
    assert runner.run(place, {"paths": "other policies\n"}).outputs["errors"] == "0"
    assert runner.run(place, {"paths": f"\n  other policies\n {HERE}\n"}).outputs["errors"] == "1"
    new = {name.replace("privacy", "terms"): one for name, one in acme(WIDER).items()}
    new["policies/acme/terms/policy.yaml"]["id"] = "acme/terms"
    new["policies/acme/terms/1.0.1.yaml"] = {**WIDER, "policy": "acme/terms"}
    major = runner.checked_out(runner.pull_request({f"{HERE}/2.0.0.yaml": WIDER_AS_MAJOR, **new}))
    assert runner.run(major).code == 0
    assert runner.run(major, {"fail-on": "info"}).code == 1


HOSTILE = "$(touch run)`touch run`;touch run"


@pytest.mark.parametrize("name", ["paths", "against", "fail-on", "args", "comment", "waivers-from"])
def test_no_input_is_run_or_expanded(runner: Runner, name: str) -> None:
    place = runner.checked_out(runner.pull_request({"README.md": "more"}))
    for text in (
        HOSTILE,
        f'"; {HOSTILE} #',
        f"x\n{HOSTILE}\nstatus=ok",
        "-o",
        "${{ github.token }}",
    ):
        job = runner.run(place, {name: text})
        assert (job.code, job.outputs["status"]) != (1, "ok")
        assert (job.outputs["status"] == "ok") == (name == "comment")
    assert not [path for path in runner.folder.rglob("run") if path.is_file()]


def test_no_name_of_a_branch_or_a_file_is_run_or_taken_for_a_command(
    runner: Runner, api: Api
) -> None:
    branch = "$(touch${IFS}run)`id`;'\"&&%0A"
    runner.base(branch)
    odd = {
        f"{HERE}/$(touch run).yaml": WIDER,
        f"{HERE}/::error::'\"\n::set-output name=status::ok\n.yaml": WIDER,
        f"{HERE}/1.0.1.yaml": WIDER,
    }
    place = runner.checked_out(runner.pull_request(odd))
    job = runner.run(place, base=branch)
    assert (job.code, job.outputs["status"]) == (1, "findings"), job.log
    assert job.outputs["required-version"] == "2.0.0"
    assert not [line for line in job.log.splitlines() if line.startswith("::set-output")]
    assert not [path for path in runner.folder.rglob("run") if path.is_file()]
    assert len(api.ours) == 1


def test_what_cannot_be_read_is_told_without_its_name_being_taken_for_a_command(
    runner: Runner, api: Api
) -> None:
    loop = runner.work / HERE / "9.0.0\n::add-mask::a\n.yaml"
    loop.symlink_to(loop.name)
    job = runner.run(runner.checked_out(runner.pull_request({})))
    assert (job.code, job.outputs["status"]) == (3, "error"), job.log
    assert "::add-mask::a" in job.log.splitlines()
    assert "add-mask" not in commands(job.log)
    assert "error" in commands(job.log)
    assert "❌" in api.ours[0]


def commands(log: str) -> set[str]:
    """The commands that a runner takes a log to give."""
    found, stopped = set(), ""
    for line in log.splitlines():
        given = re.match("::([a-z-]+)[ :]", line)
        if stopped:
            stopped = "" if line == f"::{stopped}::" else stopped
        elif line.startswith("::stop-commands::"):
            stopped = line.removeprefix("::stop-commands::")
        elif given:
            found.add(given.group(1))
    return found


def test_no_module_of_the_repository_is_imported(runner: Runner) -> None:
    bad = "raise SystemExit('hijacked')"
    names = ("policykit/__init__.py", "json.py", "shlex.py", "yaml/__init__.py", "sitecustomize.py")
    place = runner.checked_out(runner.pull_request(dict.fromkeys(names, bad)))
    job = runner.run(place)
    assert job.code == 0, job.log
    assert "hijacked" not in job.log


def test_a_pull_request_cannot_waive_itself(runner: Runner) -> None:
    """The waiver is as `policykit waive` writes it; on the base it would count."""
    place = runner.checked_out(runner.pull_request({f"{HERE}/1.0.1.yaml": WIDER}))
    report = json.loads(Path(runner.run(place).outputs["report"]).read_text("utf-8"))
    (short,) = (one for one in report["findings"] if one["code"] == "PK401")
    waiver = {
        "fingerprint": short["fingerprint"],
        "code": "PK401",
        "reason": "agreed with counsel",
        "approved_by": "dpo@example.com",
        "expires": "2026-12-31",
    }
    waivers = {"policykit-waivers.yaml": {"format": 1, "waivers": [waiver]}}
    wider = {f"{HERE}/1.0.1.yaml": WIDER}
    asked = {"args": "--today 2026-12-01"}
    itself = runner.run(runner.checked_out(runner.pull_request({**wider, **waivers})), asked)
    assert (itself.code, itself.outputs["errors"]) == (1, "1"), itself.log
    git(runner.work, "checkout", "-q", "main")
    commit(runner.work, waivers)
    git(runner.work, "push", "-q", "origin", "main")
    granted = runner.run(runner.checked_out(runner.pull_request(wider)), asked)
    assert (granted.code, granted.outputs["errors"]) == (0, "0"), granted.log


def test_a_summary_is_no_longer_than_github_takes(action: Path, tmp_path: Path) -> None:
    code = (
        "import runpy; gate = runpy.run_path('.github/gate.py');"
        "gate['_summarise']('é\\n'.encode() * 600_000)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=action,
        env={**os.environ, "GITHUB_STEP_SUMMARY": str(tmp_path / "summary")},
        check=False,
    )
    assert done.returncode == 0
    said = (tmp_path / "summary").read_bytes()
    assert len(said) <= 1024 * 1024
    assert said.decode().endswith("é\n\n… and more: the report has all of it.\n")
