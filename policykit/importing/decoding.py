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
# A comment is passed over, as by browsers: https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding
# It may end with the hyphens that it begins with, and one that has no end goes on to the end.
_META: Final = re.compile(
    rb"""<!(?=--).*?(?:-->|\Z)|<meta[\s/][^>]*?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""",
    re.I | re.S,
)
_DECLARED: Final = re.compile(rb"""\s*<\?xml[^>]+encoding\s*=\s*["']([A-Za-z0-9_.:-]+)""", re.I)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_MARKS_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SEVERAL_BYTES: Final = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})
_NOT_OF_FILES: Final = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape"})
"""What Python calls encodings of text, and is a way to write other text in ASCII."""

# What is UTF-8 beyond doubt, of a page that is so throughout and says it is in a set of 256. There,
# a character of UTF-8 is a letter or a sign and one to three signs behind it. `É®` and `É™` are
# found in true pages (“NESCAFÉ®”), so that it counts for something only if it is
# - punctuation, a currency or a symbol: `â€™`, or a pictograph: `ðŸ˜€`;
_SIGN: Final = re.compile("[\u2000-\u22ff\U0001f000-\U0001ffff]")
# - or two side by side, as all words of Greek, Russian, Arabic or Chinese have: `Ð½Ðµ`;
_RUN: Final = re.compile(r"[^\0-\x7f]{2}")
# - or, twice, a letter with an accent after a small letter: `rÃ©sumÃ©`, or a sign of Latin-1 not
#   after a capital: ` Â©`. No word goes on from a small letter with a capital and a sign; only one
#   in capitals ends with such a letter and a sign (“LATVIJĀ®”).
_WESTERN: Final = re.compile(r"(?<=[a-z])[\xc0-\u017f]|(?<![A-Z])[\xa0-\xbf]")
# Of a set with several bytes for a character, two of three bytes do: only a few characters of it
# can be such by chance. Those of two bytes do not, for they are a character each (`é` is `茅`).
_EASTERN: Final = re.compile(r"[\u0800-\uffff]")
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
            `<meta charset>`; else it is UTF-8. Nothing is guessed, but that a page is in UTF-8 that
            says otherwise, if it is UTF-8 throughout and what it says cannot be.
        notices: gets a line wherever a page that says otherwise can be read as UTF-8.

    Raises:
        NotImportable: it is too large, no text, or not in that encoding.

    """
    if len(source) > MOST_BYTES:
        message = f"the text is larger than {MOST_BYTES // 2**20} MiB"
        raise NotImportable(message, "import the policy alone, without what is embedded in it")
    for start, what in _NO_TEXT:
        if source.startswith(start):
            raise NotImportable(f"this is {what}, not a text", "save it as HTML, Markdown or text")
    if encoding:
        label, codec = encoding, _given(encoding, source)
    else:
        label, codec = _said(source, html=html)
        codec = _utf_8_instead(source, label, codec, [] if notices is None else notices)
    try:
        text = source.decode(codec)
        text.encode()  # UTF-7 can write halves of characters
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        byte = source[error.start] if error.start < len(source) else 0
        if not encoding and b"\0" in source[:1024]:
            raise NotImportable("this is no text", "save it as HTML, Markdown or text") from None
        message = f"line {line}: the byte 0x{byte:02X} is not {label}"
        raise NotImportable(message, _mend(source, codec)) from None
    except UnicodeError:  # a codec that says no more
        raise NotImportable(f"the text is not {label}", _mend(source, codec)) from None
    return text


def _utf_8_instead(source: bytes, label: str, codec: str, notices: list[str]) -> str:
    """UTF-8 for a page that says otherwise, if that is certain; else the codec of what it says."""
    if codec.startswith("utf") or source.isascii():
        return codec
    try:
        text = source.decode()
    except UnicodeDecodeError:
        return codec
    if codec in _SEVERAL_BYTES:
        counted = _EASTERN
        certain = _SIGN.search(text) is not None
    else:
        counted = _WESTERN
        certain = _SIGN.search(text) is not None or _RUN.search(text) is not None
    if certain or len(counted.findall(text)) >= _CERTAIN:
        notices.append(f"the page says it is in {label}, and was read as the UTF-8 that it is")
        return "utf-8"
    notices.append(
        f"the page says it is in {label}, and was read so, but it can be read as UTF-8 too: "
        "if its letters are wrong, say --encoding utf-8"
    )
    return codec


def _mend(source: bytes, failed: str) -> str:
    """How to go on with a file that is not in the encoding it was taken for."""
    try:
        source.decode()
    except UnicodeDecodeError:
        return MEND if failed != "cp1252" else "name its encoding with --encoding"
    return "it can be read as UTF-8: say --encoding utf-8"


def _said(source: bytes, *, html: bool) -> tuple[str, str]:
    """
    What a file says its encoding is, and the codec of that; UTF-8 if it does not.

    Raises:
        NotImportable: it is none that browsers know.

    """
    for mark, codec, name in _MARKS:
        if source.startswith(mark):
            return name, codec
    labels = []
    if html:
        declared = _DECLARED.match(source)
        named = [declared, *_META.finditer(source[:4096])]
        labels = [one.group(1).decode("ascii") for one in named if one is not None and one.group(1)]
    for label in labels:  # as browsers go on to the next
        codec = _of_browsers(label)
        if codec == "x-user-defined":  # as the HTML standard has it
            return label, "cp1252"
        if codec.startswith("utf-16"):
            # A page that could be read this far is not in UTF-16, whatever it says.
            return "UTF-8", "utf-8"
        if codec:
            return label, codec
    if labels:
        raise NotImportable(
            f"the page says it is in '{labels[0]}', which is no encoding of pages", MEND
        )
    return "UTF-8", "utf-8"


def _of_browsers(label: str) -> str:
    """The codec that browsers have for a label; empty if they have none."""
    from webencodings import lookup  # only where an encoding is named

    found = lookup(label)
    if found is None or found.name == "replacement":  # sets that they know and refuse
        return ""
    # Both are read alike: https://encoding.spec.whatwg.org/#gbk-decoder
    return "gb18030" if found.name == "gbk" else found.codec_info.name


def _given(label: str, source: bytes) -> str:
    """
    The codec of an encoding that was named: as browsers have it, else Python.

    Raises:
        NotImportable: there is none.

    """
    try:
        codec = _of_browsers(label)
        if codec in ("", "x-user-defined"):
            codec = codecs.lookup(label).name
            "".encode(codec)  # a codec of bytes to text, not of bytes to bytes
    except (LookupError, TypeError, ValueError):
        codec = ""
    if not codec or codec in _NOT_OF_FILES:
        raise NotImportable(f"there is no encoding '{label}'", MEND)
    # The mark knows better which of two bytes is the first.
    return "utf-16" if codec.startswith("utf-16") and source.startswith(_MARKS_16) else codec
