"""One process of atheris: `python -m tests.fuzz.target FOLDER… -option=value…`, as of libFuzzer."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["policykit"]):
    import policykit.document.document
    import policykit.document.reader
    import policykit.document.scalars
    import policykit.document.syntax
    import policykit.library.checking
    import policykit.library.reading
    import policykit.overlays.checks
    import policykit.rules
    import policykit.schema
    import policykit.validation.suppressions
    import policykit.vocabulary.own

    policykit.rules.rules()

from tests.hostile import laws


def one_input(source: bytes) -> None:
    """Hold one input to the laws."""
    laws.reading(source)
    laws.checking(source)


def main() -> None:
    """Fuzz until the options say that it is enough."""
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
