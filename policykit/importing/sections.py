"""What every kind of text becomes: sections with a heading and a text, in order."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

FORMATS: Final = ("markdown", "html", "text")
MOST_BYTES: Final = 2 * 2**20
"""Larger than any policy: the longest known have some 300 kB."""
MOST_SECTIONS: Final = 20_000
MOST_LINES: Final = 100_000
"""The longest known have some 6000; a reader of Markdown needs a kilobyte or two for each."""

_ENDINGS: Final = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "text",
    ".text": "text",
}
_META: Final = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.I)
_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ODD_ENDS: Final = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff\ufffe\uffff]")


class NotImportable(ValueError):
    """A text that cannot be imported; `message` says what is wrong, `mend` how to mend it."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.message}; {self.mend}"


class Section(NamedTuple):
    """
    A heading and the text up to the next one.

    `level` is 1 to 6, 0 for what stands before the first heading (its heading is empty, or the
    document's own title). `text` is Markdown, without blank lines at its ends.
    """

    level: int
    heading: str
    text: str


class Parsed(NamedTuple):
    """
    A text that was read.

    `title` is what the document calls itself, where that is certain; `dates` are those that its
    front matter names (`published`, `effective`); `notices` say what was changed or left out.
    """

    title: str
    dates: Mapping[str, str]
    sections: tuple[Section, ...]
    notices: tuple[str, ...]


def format_of(path: str, text: str) -> str:
    """The kind of a text, by the ending of its file's name, else by how it begins."""
    for ending, kind in _ENDINGS.items():
        if path.lower().endswith(ending):
            return kind
    start = text.lstrip()[:200].lower()
    return "html" if start.startswith(("<!doctype html", "<html", "<body", "<main")) else "markdown"


def decode(source: bytes, *, html: bool) -> str:
    """
    The text of a file: UTF-8, or for HTML what its `<meta charset>` says.

    Raises:
        NotImportable: it is too large, or not in that encoding.

    """
    if len(source) > MOST_BYTES:
        message = f"the text is larger than {MOST_BYTES // 2**20} MiB"
        raise NotImportable(message, "import the policy alone, without what is embedded in it")
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotImportable("the text is UTF-16, not UTF-8", "save it as UTF-8")
    encoding = "utf-8-sig"
    named = _META.search(source[:1024]) if html else None
    if named is not None and not source.startswith(codecs.BOM_UTF8):
        encoding = _codec(named.group(1).decode("ascii"))
    try:
        return source.decode(encoding)
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        byte = source[error.start] if error.start < len(source) else 0
        name = "UTF-8" if encoding == "utf-8-sig" else encoding
        message = f"line {line}: the byte 0x{byte:02X} is not {name}"
        raise NotImportable(message, "save the text as UTF-8") from None


def _codec(label: str) -> str:
    """The codec that browsers take for a label."""
    known = label.lower()
    if known in ("iso-8859-1", "latin1", "us-ascii", "ascii"):
        return "cp1252"  # as the HTML standard has it
    try:
        info = codecs.lookup(known)
        "".encode(info.name)  # a codec of bytes to text, not of bytes to bytes
    except (LookupError, TypeError, ValueError):
        raise NotImportable(
            f"the page says it is in '{label}', which is no known encoding", "save it as UTF-8"
        ) from None
    return "utf-8-sig" if info.name.startswith(("utf-8", "utf-16")) else info.name


def tidied(text: str, notices: list[str]) -> str:
    """
    A text whose lines end in line feeds and that has no characters that cannot be seen.

    Spaces at the ends of lines go too; tabs become spaces.

    Raises:
        NotImportable: there is a NUL in it, so that it is no text; or it has too many lines.

    """
    text = text.removeprefix("\ufeff")
    nul = text.find("\0")
    if nul >= 0:
        line = text.count("\n", 0, nul) + 1
        raise NotImportable(f"line {line}: a NUL; this is no text", "save it as UTF-8 text")
    if _ODD_ENDS.search(text):
        notices.append("form feeds and Unicode line ends became plain line ends")
    text = _LINE_ENDS.sub("\n", text)
    if text.count("\n") > MOST_LINES:
        message = f"the text has more than {MOST_LINES} lines"
        raise NotImportable(message, "import the policy alone")
    text, removed = _UNSEEN.subn("", text)
    if removed:
        notices.append(f"{_count(removed, 'character')} that cannot be seen left out")
    return "\n".join(line.rstrip(" \t") for line in text.expandtabs(4).split("\n"))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def trimmed(lines: Iterable[str]) -> str:
    """Lines as one text, without blank lines and rules (`---`) at its ends."""
    kept = list(lines)
    while kept and _BLANK.fullmatch(kept[-1]):
        kept.pop()
    start = 0
    while start < len(kept) and _BLANK.fullmatch(kept[start]):
        start += 1
    text = "\n".join(line.rstrip() for line in kept[start:])
    bare = text.lstrip(" ")
    return bare if len(text) - len(bare) < 4 else text  # four spaces would be code in Markdown


_BLANK: Final = re.compile(r"\s*|\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})")


def one_line(text: str) -> str:
    """A text with every run of white space as one space."""
    return " ".join(text.split())
