"""
The command `policykit`: its parser, and what its exit codes mean.

0 done; 1 findings, or a change that was asked to fail; 2 a wrong option, policy, version, date or
term; 3 a path that is missing or cannot be read, or a document that is not valid; 4 an error of
our own. A gate never passes because something broke.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from policykit import __version__
from policykit.commands import decide, diff, schema, validate
from policykit.commands.asking import Broken, Usage

USAGE = 2
BROKEN = 3
OURS = 4
INTERRUPTED = 130

_COMMANDS = (validate, diff, decide, schema)


def run() -> NoReturn:
    """Run the command line of this process and exit."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # The same bytes whatever the locale.
        getattr(stream, "reconfigure", lambda **_: None)(encoding="utf-8", errors="replace")
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Nobody reads on; what was not written cannot be claimed to have been.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        return _failed(BROKEN, _os_error(error))
    return code


def _run(arguments: Sequence[str]) -> int:
    options = _parser(arguments).parse_args(arguments)
    try:
        code: int = options.run(options)
    except Usage as error:
        return _failed(USAGE, str(error))
    except Broken as error:
        return _failed(BROKEN, str(error))
    except (OSError, KeyboardInterrupt):
        raise
    except Exception as error:
        return _translated(error)
    return code


def _translated(error: Exception) -> int:
    """An error of the library as a line on stderr and an exit code."""
    from policykit.commands.asking import bad_document, bad_use  # noqa: PLC0415  only on failure

    if isinstance(error, bad_use()):
        return _failed(USAGE, str(error))
    if isinstance(error, bad_document()):
        return _failed(BROKEN, str(error))
    import traceback  # noqa: PLC0415  only on failure

    if os.environ.get("POLICYKIT_TRACEBACK"):
        traceback.print_exc()
    place = traceback.extract_tb(error.__traceback__)[-1]
    name = os.path.basename(place.filename)
    return _failed(
        OURS,
        f"internal error: {type(error).__name__}: {error} ({name}:{place.lineno}); "
        "set POLICYKIT_TRACEBACK=1 for the whole of it",
    )


def _os_error(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}"


def _failed(code: int, message: str) -> int:
    print(f"policykit: {message}", file=sys.stderr)  # noqa: T201
    return code


class _Parser(argparse.ArgumentParser):
    """A parser that says what a mistyped option or command may have meant."""

    def error(self, message: str) -> NoReturn:
        from policykit.commands.asking import meant  # noqa: PLC0415  only on failure

        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}{meant(self, message)}\n")


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="policykit",
        description="Privacy policies and terms as versioned YAML: validate them, and say exactly "
        "what changed, in which country, for whom.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"policykit {__version__}")
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", dest="command", required=True
    )
    wanted = next((one for one in arguments if not one.startswith("-")), "")
    for module in _COMMANDS:
        name = module.__name__.rpartition(".")[2]
        command = commands.add_parser(
            name, help=module.SUMMARY, description=module.ABOUT, allow_abbrev=False
        )
        if name == wanted:
            module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser
