"""
Whether a name in a text is that of a place: not part of a longer name, an address or a thing.

What stands around it tells, a few words on either side, so that the work grows with the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from policykit.rules.phrases_in_text import Found, Phrases, Token, tokens

_AMBIGUOUS: Final = frozenset(
    ("Chad", "Georgia", "Guinea", "Israel", "Jersey", "Jordan", "Mali", "Victoria", "Washington")
)
"""Names that people and things also have."""

_MONEY: Final = frozenset(("dollar", "dollars", "cent", "cents", "pound", "pounds", "$"))
"""What follows a country's name in the name of its money."""

_OF_PLACE: Final = frozenset(
    ["in", "within", "inside", "outside", "across", "throughout", "from", "into", "of"]
)
_LITTLE: Final = frozenset(
    [
        *("a", "across", "all", "and", "any", "are", "as", "at", "between", "both", "by"),
        *("every", "for", "from", "if", "in", "inside", "into", "is", "its", "least", "most"),
        *("near", "of", "on", "or", "our", "outside", "per", "since", "than", "that", "the"),
        *("these", "this", "throughout", "to", "under", "until", "via", "when", "where"),
        *("which", "within", "your"),
    ]
)
"""Words that stand before a name without being part of it, at the start of a sentence too."""

_OF_A_COUNTRY: Final = frozenset(
    [
        "authorities",
        "citizens",
        "consumers",
        "customers",
        "individuals",
        "inhabitants",
        "members",
        "nationals",
        "part",
        "parts",
        "people",
        "persons",
        "residents",
        "subscribers",
        "users",
        "visitors",
    ]
)
"""What "of" may join with a name so that the name still means the place."""

_OF_LAW: Final = frozenset(("court", "courts", "law", "laws", "legislation", "statutes"))
"""What "of" joins with a name so that it means whose law holds, and no place of data or people."""

_THING: Final = frozenset(
    [
        *("bacon", "breast", "burger", "burgers", "cabinet", "cabinets", "club", "cow", "cows"),
        *("font", "fonts", "ham", "hat", "hats", "nut", "nuts", "pepper", "peppers", "pig", "pigs"),
        *("plate", "plates", "sandwich", "sandwiches", "shirt", "shirts", "tea", "teas"),
        *("almond", "almonds", "bologna", "carpet", "carpets"),
    ]
)
"""What follows a name in the name of a thing."""

_POSTCODE: Final = r"(?!(?:19|20)[0-9]{2}$)[0-9]{4,6}"
"""A number that is no year."""

_YEAR: Final = r"(?:19|20)[0-9]{2}"

_PLACED: Final = frozenset(("based", "hosted", "located", "resident", "wide"))
"""What a dash may join with a name so that the name still means the place."""

_DASHES: Final = frozenset("-‐‑–&")

_OFFICE: Final = frozenset(
    [
        *("Agency", "Authority", "Board", "Bureau", "Commission", "Commissioner", "Committee"),
        *("Company", "Corporation", "Council", "Court", "Department", "Directorate", "GmbH", "Inc"),
        *("Inspectorate", "Institute", "LLC", "Limited", "Ltd", "Ministry", "Office", "Ombudsman"),
        *("Tribunal", "University"),
    ]
)
"""What ends the name of an office or a company; the place behind its comma is where it sits."""

_HAPPENS: Final = frozenset(
    [
        *("collect", "disclose", "export", "hold", "host", "keep", "market", "move", "offer"),
        *("operate", "process", "sell", "send", "share", "store", "transfer", "work"),
    ]
)
"""What does not happen in a place behind "not" or "never" and one of these."""

_TURNS: Final = frozenset(
    [
        *(",", ".", ";", ":", "!", "?", "and", "but", "because", "beyond", "except", "if", "only"),
        *("other", "outside", "unless", "until", "when", "where", "which", "who", "without"),
    ]
)
"""What a denial does not reach past."""


def places(names: Phrases, text: str) -> Iterator[Found]:
    """The names of a table that a text has as those of places."""
    every = names.found(text)
    of_text = tokens(text) if every else []
    behind = beyond = 0
    for found in every:
        if _part_of_a_name(of_text, found) or _in_an_address(of_text, found):
            continue
        elsewhere = _outside(of_text, found) or _of_law(of_text, found)
        if elsewhere or (beyond and _in_a_row(of_text, beyond, found)):
            beyond = found.last
            continue
        if found.words in _AMBIGUOUS and not _placed(of_text, found, behind):
            continue
        behind = found.last
        yield found


def _part_of_a_name(of_text: Sequence[Token], found: Found) -> bool:
    before, after = (
        of_text[max(0, found.first - 3) : found.first],
        of_text[found.last : found.last + 2],
    )
    based = len(after) > 1 and after[0].word in _DASHES and after[1].word in _PLACED
    if (
        not based
        and after
        and (
            after[0].word in _DASHES
            or after[0].word[0].isupper()
            or after[0].word in _MONEY
            or after[0].word in _THING
        )
    ):
        return True
    if before and before[-1].word.lower() in ("a", "an"):
        return True  # "a Delaware corporation"
    if found.words.isupper() and before and len(before[-1].word) > 1 and before[-1].word.isupper():
        return True  # "BY WRITING TO US"
    if before and before[-1].word.lower() == "the":
        before = before[:-1]
    if not before:
        return False
    last = before[-1].word
    if last == "of" and len(before) > 1:
        owner = before[-2].word
        return owner[0].isupper() and owner.lower() not in _OF_A_COUNTRY
    return last in _DASHES or (last[0].isupper() and last.lower() not in _LITTLE)


def _outside(of_text: Sequence[Token], found: Found) -> bool:
    before = [one.word.lower() for one in of_text[max(0, found.first - 3) : found.first]]
    return "outside" in before and set(before[before.index("outside") + 1 :]) <= {"the", "of"}


def _of_law(of_text: Sequence[Token], found: Found) -> bool:
    before = [one.word.lower() for one in of_text[max(0, found.first - 3) : found.first]]
    if before[-1:] == ["the"]:
        before.pop()
    return before[-1:] == ["of"] and before[-2:-1] != [] and before[-2] in _OF_LAW


def denied(of_text: Sequence[Token], found: Found) -> bool:
    """Whether a text says that something does not happen in a place: "do not operate in China"."""
    words = [one.word.lower() for one in of_text[max(0, found.first - 8) : found.first]]
    for at in range(len(words) - 1, 0, -1):
        if words[at] in _TURNS:
            return False
        if words[at] in _HAPPENS and words[at - 1] in ("not", "never"):
            return True
    return False


def _in_an_address(of_text: Sequence[Token], found: Found) -> bool:
    """Before a postcode, or behind "10115 Berlin,", "Dublin 2,", "5 Baker Street, London,"."""
    if found.last < len(of_text) and re.fullmatch(_POSTCODE, of_text[found.last].word):
        return True
    before = [one.word for one in of_text[max(0, found.first - 3) : found.first]]
    if before[-1:] != [","] or len(before) < 2:
        return False
    if before[-2] in _OFFICE or _street(of_text, found):
        return True
    if len(before) < 3:
        return False
    one, other = before[:2]
    if re.fullmatch(_POSTCODE, one) and other[0].isupper():
        return True
    named = one[0].isupper() and one.lower() not in _LITTLE
    numbered = any(sign.isdigit() for sign in other) and not re.fullmatch(_YEAR, other)
    return named and numbered


def _street(of_text: Sequence[Token], found: Found) -> bool:
    """Behind a town, and before that a street with a number, each with its comma."""
    words = [one.word for one in of_text[max(0, found.first - 12) : found.first - 1]]
    if "," not in words:
        return False
    town = words[len(words) - words[::-1].index(",") :]
    before = words[: len(words) - len(town) - 1]
    street = before[len(before) - before[::-1].index(",") :] if "," in before else before
    street = street[-4:]
    numbers = [one for one in street if one[0].isdigit()]
    return (
        0 < len(town) <= 3
        and all(one[0].isupper() for one in town)
        and len(numbers) == 1
        and not re.fullmatch(_YEAR, numbers[0])
        and any(one[0].isupper() for one in street)
        and (street[-1] == numbers[0] or street[-1][0].isupper())
    )


def _placed(of_text: Sequence[Token], found: Found, behind: int) -> bool:
    """Behind a word of place, or behind another place and nothing but commas, "and" and "or"."""
    if behind and _in_a_row(of_text, behind, found):
        return True
    return found.first > 0 and of_text[found.first - 1].word.lower() in _OF_PLACE


def _in_a_row(of_text: Sequence[Token], behind: int, found: Found) -> bool:
    """Whether nothing but commas, "and" and "or" stands between a name and the one before it."""
    # Only a short gap is looked at, so that the work grows with the text and no faster.
    if found.first - behind > 3:
        return False
    return {one.word for one in of_text[behind : found.first]} <= {",", "and", "or", "the"}
