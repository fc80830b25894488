"""One process of atheris: `python -m tests.fuzz.target FOLDER… -option=value…`, as of libFuzzer."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["policykit"]):
    # What the laws import, and what that imports only when it is called.
    import policykit.document.pure
    import policykit.document.syntax
    import policykit.editing.fixing
    import policykit.editing.format
    import policykit.library.compiled
    import policykit.rules
    import policykit.validation.suppressions

    policykit.rules.rules()

    from tests.hostile import laws

CLAUSE = (b"  - ", b"- ")
"""What an input starts with that is met as the clauses of a version."""


def one_input(source: bytes) -> None:
    """Hold one input to the laws."""
    if source.startswith(CLAUSE):
        laws.of_version(laws.CLAUSES + source, laws.header(own_words=True))
    else:
        laws.whole(source)


def main() -> None:
    """Fuzz until the options say that it is enough."""
    laws.header()
    laws.header(own_words=True)
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
