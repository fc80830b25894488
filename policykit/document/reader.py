"""
Bytes to `Document`, through the events of libyaml and a builder of our own.

PyYAML's constructor is not used: its C composer crashes on deep nesting, its resolver is YAML
1.1's (`NO` is false), its maps keep the last of two equal keys. Events have none of these, and
draining them costs less than half of what `CSafeLoader` takes.
"""

from __future__ import annotations

from array import array

from policykit.document.builder import Builder, finding_at, too_many
from policykit.document.collector import collector_paused
from policykit.document.document import Document, Lines
from policykit.document.files import DEFAULT_LIMITS, Limits, file_bytes
from policykit.document.unseen import first_unseen, unseen, without_unseen
from policykit.findings import Edit, Finding


def read(
    source: bytes | str, path: str = "<text>", limits: Limits = DEFAULT_LIMITS
) -> tuple[Document | None, list[Finding]]:
    """
    Read one YAML document.

    Parameters:
        source: the text, or its bytes in UTF-8, with or without a byte order mark.
        path: the name that findings report it under.
        limits: the bounds past which it is refused.

    Returns:
        The document and the findings, in the order of the text. The document is None only if
        the text could not be read to its end. With findings it is there to be looked at
        further, never to be believed.

    """
    if isinstance(source, bytes):
        text, finding = _decode(source, path, limits)
        if finding is not None:
            return None, [finding]
    else:
        text = source.removeprefix("\ufeff")
    if first_unseen(text) < len(text):
        return _without_unseen(text, path, limits)
    with collector_paused():
        return Builder(text, path, limits).build()


def _without_unseen(text: str, path: str, limits: Limits) -> tuple[Document | None, list[Finding]]:
    """
    The characters that cannot be seen, and what is found in the text without them.

    Those that carry nothing are mended by taking them out, where the text then says the same.
    Behind a NUL nothing is looked at: such a text is most often UTF-16 that was read as UTF-8.
    """
    from policykit.document.removal import says_nothing  # only for a mistake

    whole = Lines(text)
    findings: list[Finding] = []
    dropped = array("I")
    empty = says_nothing(text)
    for at in unseen(text):
        place = whole.at(at)
        if len(findings) == limits.findings:
            findings.append(too_many(path, place, limits))
            return None, findings
        message = f"the character U+{ord(text[at]):04X} cannot be seen"
        if at in empty:
            found = finding_at("PK003", path, place, message, "remove it")
            findings.append(found._replace(edits=(Edit(at, at + 1, ""),)))
        else:
            mend = "remove it; write a line break as a line break and a tab as spaces"
            findings.append(finding_at("PK003", path, place, message, mend))
        if text[at] == "\0":
            return None, findings
        dropped.append(at - len(dropped))
    seen = without_unseen(text)
    with collector_paused():
        builder = Builder(seen, path, limits, Lines(seen, dropped))
        builder.findings += findings
        document, every = builder.build()
    # What is no YAML without them may be some with what should stand there.
    if document is None:
        return None, findings
    return document, sorted(every, key=lambda one: (one.line, one.column))


def read_file(path: str, limits: Limits = DEFAULT_LIMITS) -> tuple[Document | None, list[Finding]]:
    """
    Read one YAML document from a file.

    Raises:
        OSError: the file is missing, is not a regular file, or cannot be read.

    """
    return read(file_bytes(path, limits), path, limits)


def _decode(source: bytes, path: str, limits: Limits) -> tuple[str, Finding | None]:
    if len(source) > limits.size:
        message = f"the file is larger than {limits.size // 2**20} MiB"
        return "", finding_at("PK009", path, (1, 1), message, "split the document")
    for mark, encoding in (
        (b"\xff\xfe\x00\x00", "UTF-32"),
        (b"\x00\x00\xfe\xff", "UTF-32"),
        (b"\xff\xfe", "UTF-16"),
        (b"\xfe\xff", "UTF-16"),
    ):
        if source.startswith(mark):
            message = f"the file is {encoding}, not UTF-8"
            return "", finding_at("PK002", path, (1, 1), message, "save it as UTF-8")
    body = source.removeprefix(b"\xef\xbb\xbf")
    try:
        return body.decode(), None
    except UnicodeDecodeError as error:
        before = body[: error.start].decode("utf-8", "replace")
        place = Lines(before).at(len(before))
        byte = body[error.start] if error.start < len(body) else 0
        message = f"the byte 0x{byte:02X} is not UTF-8"
        return "", finding_at("PK002", path, place, message, "save the file as UTF-8")
