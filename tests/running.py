"""The command line, run as a user runs it."""

from __future__ import annotations

import gc
import io
import json
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import jsonschema

from policykit.commands.main import main
from policykit.schema import schema_text


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    def json(self, schema: str) -> Any:
        """The output as JSON, checked against its schema."""
        found = json.loads(self.out)
        validator = jsonschema.Draft202012Validator(json.loads(schema_text(schema)))
        errors = [error.message for error in validator.iter_errors(found)]
        assert not errors, errors
        return found


class Kept(io.TextIOWrapper):
    """What is printed, kept."""

    def __init__(self) -> None:
        self.bytes = io.BytesIO()
        super().__init__(self.bytes)

    def said(self) -> str:
        self.flush()
        return self.bytes.getvalue().decode()


def command(*arguments: str, cwd: Path | None = None) -> Ran:
    """The same as `policykit`, in this process: to start Python a thousand times takes minutes."""
    out, err, collecting = Kept(), Kept(), gc.get_threshold()
    with (
        chdir(cwd or Path.cwd()),
        redirect_stdout(out),
        redirect_stderr(err),
        Path(os.devnull).open() as nothing,
        mock.patch.object(sys, "stdin", nothing),
    ):
        try:
            code = main(arguments)
        except SystemExit as ended:  # as argparse ends
            code = int(ended.code or 0)
        finally:
            gc.set_threshold(*collecting)
    return Ran(code, out.said(), err.said())


def policykit(*arguments: str, cwd: Path | None = None, **environment: str) -> Ran:
    """What the command does in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "policykit", *arguments],
        stdin=subprocess.DEVNULL,  # a terminal's, and `init` would ask
        capture_output=True,
        cwd=cwd,
        env={**os.environ, **environment},
        check=False,
        timeout=120,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
