"""A file's bytes as text: what it is written in, and in which encoding."""

from __future__ import annotations

import codecs
import re
from typing import Final

from policykit.importing.sections import NotImportable

MOST_BYTES: Final = 10 * 2**20
"""As large as a version may be; a saved page has its scripts and images beside the text."""

_ENDINGS: Final = {
    ".md": "markdown",
    ".mdx": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "text",
    ".text": "text",
}
_HTML: Final = re.compile(
    r"(?:\s|<\?xml[^>]*\?>|<!--.*?-->)*"
    r"<(?:!doctype\s+html|(?:html|head|body|main|article|section|div|h[1-6]|p|meta|title)[\s>])",
    re.I | re.S,
)
_NO_TEXT: Final = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a Word or OpenDocument file, or another archive"),
    (b"\xd0\xcf\x11\xe0", "a Word file"),
    (b"{\\rtf", "a rich text file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"From: <Saved by ", "a web archive (MHTML)"),
)
_META: Final = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.I)
_DECLARED: Final = re.compile(rb"""\s*<\?xml[^>]+encoding\s*=\s*["']([A-Za-z0-9_.:-]+)""", re.I)
# What browsers take for a label: https://encoding.spec.whatwg.org/#names-and-labels
_AS_BROWSERS: Final = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
}
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES: Final = {"utf-8": "UTF-8", "cp1252": "windows-1252"}
_ONE_BYTE: Final = ("cp125", "cp874", "iso8859", "koi8")
_NO_TAIL: Final = bytes((*range(0x80), *range(0xC0, 0x100)))
"""All bytes but those that end a character of UTF-8."""
_CERTAIN: Final = 2
MEND: Final = "name its encoding, as in --encoding windows-1252, or save it as UTF-8"


def format_of(path: str, text: str) -> str:
    """The kind of a text: HTML if it begins so, else by its file's name, else Markdown."""
    kind = next((kind for end, kind in _ENDINGS.items() if path.lower().endswith(end)), "")
    if kind != "markdown" and _HTML.match(text):
        return "html"
    return kind or "markdown"


def decode(
    source: bytes, *, html: bool, encoding: str = "", notices: list[str] | None = None
) -> str:
    """
    The text of a file.

    Parameters:
        source: its bytes.
        html: whether it is a page.
        encoding: what it is in, if that is known. Else its byte order mark says so, or a page's
            `<meta charset>`; else it is UTF-8. Nothing is guessed, but that a page that says it is
            in a set of 256 characters and reads as UTF-8 throughout is in UTF-8.
        notices: gets a line where that was done.

    Raises:
        NotImportable: it is too large, no text, or not in that encoding.

    """
    if len(source) > MOST_BYTES:
        message = f"the text is larger than {MOST_BYTES // 2**20} MiB"
        raise NotImportable(message, "import the policy alone, without what is embedded in it")
    for start, what in _NO_TEXT:
        if source.startswith(start):
            raise NotImportable(f"this is {what}, not a text", "save it as HTML, Markdown or text")
    codec = _codec(encoding) if encoding else _said(source, html=html)
    if not encoding and codec.startswith(_ONE_BYTE) and _is_utf_8(source):
        if notices is not None:
            said = _NAMES.get(codec, codec)
            notices.append(f"the page says it is in {said}, and was read as the UTF-8 that it is")
        codec = "utf-8"
    try:
        return source.decode(codec)
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        byte = source[error.start] if error.start < len(source) else 0
        if not encoding and b"\0" in source[:1024]:
            raise NotImportable("this is no text", "save it as HTML, Markdown or text") from None
        message = f"line {line}: the byte 0x{byte:02X} is not {_NAMES.get(codec, codec)}"
        raise NotImportable(message, _mend(source, codec)) from None
    except UnicodeError:  # a codec that says no more
        raise NotImportable(f"the text is not {codec}", _mend(source, codec)) from None


def _is_utf_8(source: bytes) -> bool:
    """
    Whether bytes are UTF-8 beyond doubt.

    In a set of 256 characters they would be a letter and a sign, or two signs, that no text has
    side by side (`Ã©`, `â€™`), time and again and nothing else. One such pair may be a coincidence.
    """
    if len(source.translate(None, _NO_TAIL)) < _CERTAIN:
        return False
    try:
        source.decode()
    except UnicodeDecodeError:
        return False
    return True


def _mend(source: bytes, failed: str) -> str:
    """How to go on with a file that is not in the encoding it was taken for."""
    try:
        source.decode()
    except UnicodeDecodeError:
        return MEND if failed != "cp1252" else "name its encoding with --encoding"
    return "it can be read as UTF-8: say --encoding utf-8"


def _said(source: bytes, *, html: bool) -> str:
    """What a file says its encoding is; UTF-8 if it does not."""
    for mark, codec in _MARKS:
        if source.startswith(mark):
            return codec
    named = (_DECLARED.match(source) or _META.search(source[:4096])) if html else None
    if named is None:
        return "utf-8"
    codec = _codec(named.group(1).decode("ascii"))
    # A page that could be read this far is not in UTF-16, whatever it says.
    return "utf-8" if codec.startswith("utf-16") else codec


def _codec(label: str) -> str:
    """
    The codec of a label, as browsers have it.

    Raises:
        NotImportable: there is none.

    """
    try:
        info = codecs.lookup(label)
        "".encode(info.name)  # a codec of bytes to text, not of bytes to bytes
    except (LookupError, TypeError, ValueError):
        raise NotImportable(f"there is no encoding '{label}'", MEND) from None
    return _AS_BROWSERS.get(info.name, info.name)
