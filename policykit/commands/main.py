"""
The command `policykit`: its parser, and what its exit codes mean.

0 done; 1 findings, or a change that was asked to fail; 2 a wrong option, policy, version, date or
term; 3 a path that is missing or cannot be read, or a document that is not valid; 4 an error of
our own. A gate never passes because something broke.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys

from policykit import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

USAGE = 2
BROKEN = 3
OURS = 4
INTERRUPTED = 130


def run() -> NoReturn:
    """Run the command line of this process and exit."""
    code = main(sys.argv[1:])
    if _nothing_is_left():
        os._exit(code)
    sys.exit(code)


def _nothing_is_left() -> bool:
    """
    Whether all that Python would still do is to take apart what is held, a fifth of a short run.

    Whoever watches this process, waits for its end or shares it is left to Python, and so is what
    a stream does not take.
    """
    threads = sys.modules.get("threading")
    monitoring = getattr(sys, "monitoring", None)  # from Python 3.12 on
    if (
        atexit._ncallbacks()
        or (threads is not None and threads.active_count() > 1)
        or sys.gettrace() is not None
        or sys.getprofile() is not None
        or (monitoring is not None and any(map(monitoring.get_tool, range(6))))
        or sys.flags.inspect
        or sys.flags.dev_mode
    ):
        return False
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):  # ValueError: it was closed
        return False
    return True


def main(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    if sys.stderr is None:  # closed by whoever started this: nothing can be said there
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    if sys.stdout is None:
        return _failed(BROKEN, "standard output is closed")
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
    if list(arguments) == ["--version"]:
        print(f"policykit {__version__}")  # noqa: T201  what was asked for
        return 0
    # A run ends soon, and nearly all it makes it keeps: looking for cycles would cost a third.
    gc.set_threshold(200_000)
    from policykit.commands.plain import plain  # not for --version

    options = plain(arguments)
    if options is None:
        from policykit.commands.parsing import parser

        options = parser(arguments).parse_args(arguments)
    from policykit.commands.asking import Broken, Usage  # not for --help

    try:
        code: int = options.run(options)
    except Usage as error:
        return _failed(USAGE, str(error))
    except Broken as error:
        return _failed(BROKEN, str(error))
    except (OSError, KeyboardInterrupt):
        raise
    except Exception as error:  # whatever it is becomes an exit code; 4 if it is our fault
        return _translated(error)
    return code


def _translated(error: Exception) -> int:
    """An error of the library as a line on stderr and an exit code."""
    from policykit.commands.asking import bad_document, bad_use  # only on failure

    if isinstance(error, bad_use()):
        return _failed(USAGE, str(error))
    if isinstance(error, bad_document()):
        return _failed(BROKEN, str(error))
    import traceback  # only on failure

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
    from contextlib import suppress  # only on failure

    with suppress(OSError):  # nobody can be told why; the code says what
        print(f"policykit: {message}", file=sys.stderr)  # noqa: T201  diagnostics go to stderr
    return code
