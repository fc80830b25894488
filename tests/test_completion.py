"""`policykit completion`: the scripts are the parser's, and complete in real shells."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from policykit.commands.completion import SHELLS
from policykit.commands.parsing import parser
from tests.checkout import needs
from tests.regenerate_completions import FOLDER, scripts
from tests.running import command

BASH = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
$(complete -p policykit | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
printf '%s\\n' "${COMPREPLY[@]}"
"""
# A completion of zsh needs a terminal: a second zsh in one, in which Tab is pressed.
ZSH = r"""
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "PROMPT= RPROMPT=; fpath=($1 \$fpath); autoload -Uz compinit; compinit -D -u"
zpty -w z "zstyle ':completion:*' list-separator '#'; LISTMAX=0; bindkey '^I' list-choices"
zpty -w z 'print be''gin'
zpty -r z got '*begin*'
zpty -n -w z "$2"$'\t'
sleep 1
zpty -n -w z $'\x15exit\n'
while zpty -r z got; do print -rn -- "$got"; done
"""


def script(shell: str) -> Path:
    return FOLDER / f"policykit.{shell}"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with something to complete."""
    (tmp_path / "policies").mkdir()
    (tmp_path / "post.md").write_text("")
    return tmp_path


def ran(place: Path, *arguments: str) -> list[str]:
    done = subprocess.run(
        arguments, cwd=place, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")


def in_bash(place: Path, *words: str) -> set[str]:
    asked = ("bash", "--norc", "--noprofile", "-c", BASH, "bash", str(script("bash")), *words)
    return set(ran(place, *asked)) - {""}


def in_fish(place: Path, line: str) -> set[str]:
    asked = ("fish", "--no-config", "-c", f"source '{script('fish')}'; complete -C '{line}'")
    return {one.partition("\t")[0] for one in ran(place, *asked)} - {""}


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_that_of_the_parser(shell: str) -> None:
    made = scripts()[shell]
    assert script(shell).read_text("utf-8") == made, "run `make completions`"
    said = command("completion", shell)
    assert (said.code, said.out, said.err) == (0, made, "")


def test_a_shell_that_there_is_no_script_for_is_told_which_there_are() -> None:
    said = command("completion", "tcsh")
    assert (said.code, said.out) == (2, "")
    assert "bash" in said.err


def test_a_command_line_adds_the_arguments_of_its_own_command_alone() -> None:
    assert "--fail-on" in _help("validate", ["validate"])
    assert "--jurisdiction" not in _help("diff", ["--help"])
    assert "--jurisdiction" in _help("diff", ["validate"], whole=True)
    with pytest.raises(KeyError):
        _help("diff", ["validate"])


def _help(name: str, arguments: list[str], *, whole: bool = False) -> str:
    top = parser(arguments, whole=whole)
    (commands,) = (one for one in top._actions if isinstance(one.choices, dict))
    choices = commands.choices
    assert isinstance(choices, dict)
    text: str = choices[name].format_help()
    return text


def test_bash_completes_commands_options_words_and_files(place: Path) -> None:
    assert in_bash(place, "policykit", "va") == {"validate"}
    assert {"--against", "--fail-on"} <= in_bash(place, "policykit", "validate", "--")
    assert in_bash(place, "policykit", "validate", "--fail-on", "") == {"error", "info", "warning"}
    assert in_bash(place, "policykit", "validate", "-o", "s") == {"sarif"}
    assert in_bash(place, "policykit", "validate", "po") == {"policies", "post.md"}
    assert in_bash(place, "policykit", "validate", "policies", "po") == {"policies", "post.md"}
    assert in_bash(place, "policykit", "diff", "--policies", "po") == {"policies"}
    assert in_bash(place, "policykit", "completion", "") == set(SHELLS)


def test_fish_completes_commands_options_words_and_files(place: Path) -> None:
    needs("fish")
    ran(place, "fish", "--no-execute", str(script("fish")))
    assert in_fish(place, "policykit va") == {"validate"}
    assert {"--against", "--fail-on"} <= in_fish(place, "policykit validate --")
    words = in_fish(place, "policykit validate --fail-on ")
    assert words == {"error", "info", "warning"}
    assert in_fish(place, "policykit validate -o s") == {"sarif"}
    assert {"policies/", "post.md"} <= in_fish(place, "policykit validate po")
    assert in_fish(place, "policykit diff --policies po") == {"policies/"}
    assert in_fish(place, "policykit completion ") == set(SHELLS)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("policykit ", ["validate", "completion", "import"]),
        ("policykit validate --fail", ["--fail-on"]),
        ("policykit validate --fail-on ", ["error", "info", "warning"]),
        ("policykit validate po", ["policies", "post.md"]),
        ("policykit completion ", list(SHELLS)),
    ],
)
def test_zsh_completes_commands_options_words_and_files(
    place: Path, line: str, shown: list[str]
) -> None:
    needs("zsh")
    ran(place, "zsh", "-n", str(script("zsh")))
    functions = place.parent / f"{place.name}-functions"
    functions.mkdir()
    (functions / "_policykit").write_text(script("zsh").read_text("utf-8"), "utf-8")
    said = "\n".join(ran(place, "zsh", "-f", "-c", ZSH, "zsh", str(functions), line))
    listed = said.partition(line)[2]
    assert not [one for one in shown if one not in listed], said
