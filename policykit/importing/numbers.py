"""
The number that a heading carries: `8.3. Law enforcement` is section 8.3.

A number is certain if it has a dot inside (`8.3`), or a mark behind it (`8.`, `8)`, `8:`), or a
word or sign before it (`Article 5`, `Section 4(b)`, `§ 5`, `第5条`). A bare figure, a Roman numeral
and a letter are numbers only where another heading carries the one before or after: `1 Data`,
`2 Cookies`, but `7 days to change your mind` alone is a title.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

from policykit.document.unseen import shows

_LETTERS: Final = r"(?:\s?\((?:[a-z]|[ivx]{1,5}|[0-9]{1,2})\)){0,3}"
_WORDED: Final = re.compile(
    r"((?:§+|(?:section|sec|article|art|clause|paragraph|part|chapter|annex|appendix|schedule|"
    r"exhibit|artikel|abschnitt|paragraf|kapitel|anlage|anhang|artículo|sección|cláusula|artigo|"
    r"seção|articolo|sezione|annexe|rozdział|статья|раздел|глава|пункт|стаття|розділ|madde|bölüm|"
    r"άρθρο|المادة|סעיף|điều|bab|pasal)\b)"
    r"\.?\s*(?:[0-9]{1,3}(?:\.[0-9]{1,3})*[a-z]?(?![0-9a-z])|(?-i:[IVXLC]{1,7}|[A-Z])\b)"
    + _LETTERS
    + r")\s*[.):–—-]*\s*(.*)",
    re.I | re.S,
)
_NUMERAL: Final = r"[0-9〇零一二三四五六七八九十百]{1,6}"
_EASTERN: Final = re.compile(
    rf"((?:第|제)\s?{_NUMERAL}\s?(?:[条條章节節項项款編编部]|조|장|절|항)|"
    rf"[一二三四五六七八九十]{{1,3}}(?=[、.])|\([一二三四五六七八九十]{{1,3}}\)(?=\s*\w))"
    r"[、.:]?\s*(.*)",
    re.S,
)
_DOTTED: Final = re.compile(
    r"((?:[A-Z]\.)?[0-9]{1,3}(?:\.[0-9]{1,3})+(?:\.?[a-z])?" + _LETTERS + r"|"
    r"[0-9]{1,3}\s?\([a-z]\)|[A-Z]\.[0-9]{1,3})"
    r"(?:[.):、]|\s*[–—-]\s)?(?!\.?[0-9A-Za-z%])\s*(.*)",
    re.S,
)
_MARKED: Final = re.compile(
    r"\(?([0-9]{1,3}[a-z]?)(?:[.):、]|\s+[–—-])(?:(?:\s+|(?=[^\x00-\u02ff]))(.*))?", re.S
)
_BARE: Final = re.compile(r"([0-9]{1,3})\s+(.+)", re.S)
_LETTERED: Final = re.compile(r"\(?([IVXLC]{1,7}|[ivxlc]{1,7}|[A-Za-z])[.):]\s+(.+)", re.S)
_ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_WIDE: Final = str.maketrans("（）．：", "().:")


class Number(NamedTuple):
    """A section's number as it stands, and the rest of the heading."""

    section: str
    title: str


def leading(heading: str) -> Number | None:
    """The number a heading certainly carries."""
    narrow = _narrow(heading)
    for form in (_WORDED, _EASTERN, _DOTTED, _MARKED):
        found = form.fullmatch(narrow)
        if found is not None:
            title = "" if found.group(2) is None else heading[found.start(2) :].strip()
            return Number(
                " ".join(heading[found.start(1) : found.end(1)].split()), _unwrapped(title)
            )
    return None


def _narrow(heading: str) -> str:
    """A heading with figures of every script and full-width marks as ASCII, one for one."""
    if heading.isascii():
        return heading
    figures = (str(unicodedata.decimal(one)) if one.isdecimal() else one for one in heading)
    return "".join(figures).translate(_WIDE)


def _unwrapped(title: str) -> str:
    """A title without the brackets around the whole of it, as laws of Japan and Korea have it."""
    inner = title[1:-1]
    around = (title[:1], title[-1:]) in (("（", "）"), ("(", ")"), ("【", "】"))
    return inner.strip() if around and not set(inner) & set("（）()【】") else title


def depth(section: str) -> int:
    """How deep a number is: 1 for `8`, 2 for `8.3`."""
    return 1 + section.count(".")


def numbered(headings: Sequence[str]) -> list[Number]:
    """Number and title of each heading of a document; the number is empty where there is none."""
    certain = [leading(heading) for heading in headings]
    possible = [
        {} if sure is not None else _possible(heading)
        for heading, sure in zip(headings, certain, strict=True)
    ]
    seen = {key for one in possible for key in one}
    found = []
    for heading, sure, candidates in zip(headings, certain, possible, strict=True):
        number = sure
        if number is None:
            for (form, value), candidate in candidates.items():
                if (form, value - 1) in seen or (form, value + 1) in seen:
                    number = candidate
                    break
        known = number or Number("", heading)
        found.append(known if shows(known.title) else known._replace(title=""))
    return found


def _possible(heading: str) -> dict[tuple[str, int], Number]:
    """The numbers a heading may carry, by form and value."""
    bare = _BARE.fullmatch(heading)
    if bare is not None:
        return {("figure", int(bare.group(1))): Number(bare.group(1), bare.group(2))}
    lettered = _LETTERED.fullmatch(heading)
    if lettered is None:
        return {}
    mark, title = lettered.groups()
    found = {}
    if set(mark.upper()) <= set(_ROMAN) and (mark.isupper() or mark.islower()):
        found["roman" if mark.isupper() else "small roman", _roman(mark.upper())] = Number(
            mark, title
        )
    if len(mark) == 1:
        found["capital" if mark.isupper() else "letter", ord(mark)] = Number(mark, title)
    return found


def _roman(numeral: str) -> int:
    values = [_ROMAN[letter] for letter in numeral]
    return sum(
        -value if any(later > value for later in values[place + 1 :]) else value
        for place, value in enumerate(values)
    )
