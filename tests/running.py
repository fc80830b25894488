"""The command line, run as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema

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


def policykit(*arguments: str, cwd: Path | None = None, **environment: str) -> Ran:
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
