"""
Durations that a text says: "12 months", "thirty (30) days", "for a year", "P12M".

Read are a number (digits or words) with a unit after it ("2 wks", "24h"), and ISO 8601 itself. "A
year" and "half a year" count only behind a word that measures ("for a year", "within a month"), for
"once a year" is no duration. Business days are a measure of their own, which no number of calendar
days is. What is left out, for it is no time that anything takes:

- an age: "16 years old", "under 13 years", "18 years or older";
- a sentence for a crime: "three years of imprisonment";
- a rate: "24 hours a day", "7 days a week";
- what lies back: "the past 12 months", "8 years ago";
- a year of the calendar before a unit: "in 2024 days were counted".

English and German have tables; a text in another language says none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

from policykit.records import NamedTuple
from policykit.vocabulary.commitments import duration

Measure = tuple[int, int, int]
"""Months, seconds and business days, which do not turn into one another."""


class Said(NamedTuple):
    """A duration in a text: its words, and how long it is."""

    words: str
    measure: Measure


class _Language:
    """
    How one language says durations: cheap signs of any, and what stands around them.

    `units` maps patterns to units, and one of `stems` is in whatever matches one of them, but for
    what `_SHORT` finds; `kinds` are words between a number and its unit, `business` those of them
    that make days business days; `half` stands before the half of a unit. What is a pattern is compiled when a text first needs
    it, which few do.
    """

    def __init__(
        self,
        numbers: Mapping[str, int],
        units: Mapping[str, str],
        *,
        stems: str,
        number: str,
        kinds: str,
        business: str,
        half: str,
        articles: str,
        measuring: str,
        age_before: str,
        not_before: str,
        not_after: str,
    ) -> None:
        self.numbers = numbers
        self.stems = tuple(stems.split())
        self.articles = frozenset(articles.split())
        self._units = units
        self._number = number
        self._kinds = kinds
        self._business = business
        self.half = half
        self._measuring = measuring
        self._age_before = age_before
        self._not_before = not_before
        self._not_after = not_after

    @cached_property
    def sign(self) -> re.Pattern[str]:
        """Any unit."""
        unnamed = "|".join(self._units)
        return re.compile(rf"\b(?:{unnamed})\b|[0-9](?:{unnamed})\b", re.IGNORECASE)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """A number with a unit."""
        units = "|".join(f"(?P<{unit}>{forms})" for forms, unit in self._units.items())
        return re.compile(
            rf"(?<![\w.,$€£])(?P<number>{_DIGITS}|{self.half}|{self._number})"
            rf"(?: ?\([^()]{{1,20}}\))?(?:[ -]|(?<=[0-9]))"
            rf"(?:(?:(?P<business>{self._business})|{self._kinds})[ -])?(?:{units})(?!\w)",
            re.IGNORECASE,
        )

    @cached_property
    def measuring(self) -> re.Pattern[str]:
        """Words before "a year" that make it a duration."""
        return _before(self._measuring)

    @cached_property
    def age_before(self) -> re.Pattern[str]:
        """Words before years that make them an age."""
        return _before(self._age_before)

    @cached_property
    def not_before(self) -> re.Pattern[str]:
        """Words before what is no time that anything takes."""
        return _before(self._not_before)

    @cached_property
    def not_after(self) -> re.Pattern[str]:
        """Words after what is none."""
        return re.compile(self._not_after, re.IGNORECASE)


def _before(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words}) $", re.IGNORECASE)


_SECONDS: Final[Mapping[str, int]] = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86_400,
    "week": 7 * 86_400,
    "fortnight": 14 * 86_400,
}
_MONTHS: Final[Mapping[str, int]] = {"month": 1, "year": 12, "decade": 120}
_BUSINESS: Final = "business_day"
# Units that are too short to be looked for without a number.
_SHORT: Final = re.compile(r"[0-9][ -]?(?:h|mos|secs?)(?![a-z])")

# Begins with its rare letter, which is faster found than what stands before it.
_ISO: Final = re.compile(r"P(?<![\w.-]P)[0-9TYMWDHS]{2,20}(?![\w-])")
_DIGITS: Final = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,6}"
_CALENDAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_AROUND: Final = 30
"""How many characters before and after a duration are looked at."""

_ONES: Final = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS: Final = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def _english_numbers() -> dict[str, int]:
    found = {word: value for value, word in enumerate([*_ONES, *_TEENS], 1)}
    for place, tens in enumerate(_TENS, 2):
        found[tens] = 10 * place
        for value, one in enumerate(_ONES, 1):
            found[f"{tens}-{one}"] = found[f"{tens} {one}"] = 10 * place + value
    return found


def _german_numbers() -> dict[str, int]:
    ones = ["ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
    teens = [
        "zehn",
        "elf",
        "zwölf",
        "dreizehn",
        "vierzehn",
        "fünfzehn",
        "sechzehn",
        "siebzehn",
        "achtzehn",
        "neunzehn",
    ]
    tens = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
    found = {word: value for value, word in enumerate([*ones, *teens], 1)}
    for place, word in enumerate(tens, 2):
        found[word] = 10 * place
        found |= {f"{one}und{word}": 10 * place + value for value, one in enumerate(ones, 1)}
    return found | dict.fromkeys(("eine", "einen", "einem", "einer", "eines"), 1)


def _any_of(words: Mapping[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_ENGLISH_NUMBERS: Final = _english_numbers()
_GERMAN_NUMBERS: Final = _german_numbers()

_LANGUAGES: Final[Mapping[str, _Language]] = {
    "en": _Language(
        _ENGLISH_NUMBERS,
        {
            "seconds?|secs?": "second",
            "minutes?|mins?": "minute",
            "hours?|hrs?|h": "hour",
            "days?": "day",
            "weeks?|wks?": "week",
            "fortnights?": "fortnight",
            "months?|mos": "month",
            "years?|yrs?": "year",
            "decades?": "decade",
        },
        stems="second min hour hr day week wk fortnight month year yr decade",
        number=rf"(?:(?:an?|{'|'.join(_ONES)}) hundred(?: and)?[ -])?"
        rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ONES)}))?|{'|'.join(_TEENS)}|{'|'.join(_ONES)})"
        rf"|(?:an?|{'|'.join(_ONES)}) hundred|an?",
        kinds="calendar|full|whole|consecutive|additional|more|further",
        business="business|working",
        half="half an?",
        articles="a an",
        measuring="for|within|in|after|every|than|at most|at least|up to|least|most|over|"
        "until|exceed|exceeding|minimum of|maximum of|period of",
        age_before=r"aged?(?: of)?|ages|(?:older|younger) than|under|over|below|above|"
        r"aged? (?:between )?[0-9]+ (?:to|and|or|-)|children between [0-9]+ and",
        not_before="last|past|preceding|previous|prior|recent|hundred|hundred and|thousand|"
        "thousand and|million|half|out of",
        not_after=r"[ -]old\b|[ -]olds\b|s?'? of age\b| ago\b| and a (?:half|day|week|month)\b|"
        r" (?:or|and) (?:older|over|above|younger|up)\b| (?:customer )?(?:support|hotline)\b|s?'? (?:of |in )?(?:imprisonment|prison)\b|"
        r" (?:a|an|per|each|every|out of) (?:hour|day|week|month|year)s?\b",
    ),
    "de": _Language(
        _GERMAN_NUMBERS,
        {
            "sekunden?": "second",
            "minuten?": "minute",
            "stunden?|stündige[mnrs]?": "hour",
            "(?:werk|arbeits|geschäfts|bank)tag(?:e[ns]?|s)?": _BUSINESS,
            "(?:kalender)?tag(?:e[ns]?|s)?|tägige[mnrs]?": "day",
            "wochen?|wöchige[mnrs]?": "week",
            "monat(?:e[ns]?|s)?|monatige[mnrs]?": "month",
            "jahre?[ns]?": "year",
        },
        stems="sekunde minute stunde stündig tag tägig woche wöchig monat jahr",
        number=_any_of(_GERMAN_NUMBERS),
        kinds="volle[mnrs]?|ganze[mnrs]?|weitere[mnrs]?",
        business="(?!)",
        half="ein halbes",
        articles="ein eine einen einem einer eines",
        measuring="für|innerhalb|binnen|nach|bis zu|höchstens|mindestens|spätestens|längstens|"
        "maximal|als|innerhalb von|von|um|frist von",
        age_before=r"alter von(?: mindestens)?|(?:älter|jünger) als|unter|über|ab|vollendete[mn]",
        not_before="letzten|vergangenen|vorangegangenen|vorigen|vor|hundert|tausend|halbes|halben",
        not_after=r" alt\b| (?:oder|und) (?:älter|jünger|darüber)\b| (?:freiheitsstrafe|haft|gefängnis)\b|"
        r" (?:pro|am|im|je|in der|die) (?:stunde|tag|woche|monat|jahr)\b",
    ),
}

LANGUAGES: Final = frozenset(_LANGUAGES)
"""Languages whose durations are read."""


def durations(text: str, language: str) -> Iterator[Said]:
    """
    The durations that a text says, in its order.

    Parameters:
        text: the words; how they are broken into lines does not count.
        language: the primary subtag of BCP 47; of one without a table, none is found.

    """
    spoken = _LANGUAGES.get(language)
    if spoken is None:
        return
    line = " ".join(text.replace("’", "'").replace("\u2011", "-").split())
    for match in _ISO.finditer(line):
        measure = duration(match.group())
        if measure is not None:
            yield Said(match.group(), (*measure, 0))
    if line.isascii():  # else a capital may not have the small letter that the patterns know
        small = line.lower()
        if not any(stem in small for stem in spoken.stems) and _SHORT.search(small) is None:
            return
    if spoken.sign.search(line) is None:
        return
    for match in spoken.pattern.finditer(line):
        before = line[max(0, match.start() - _AROUND) : match.start()]
        after = line[match.end() : match.end() + _AROUND]
        unit = match.lastgroup or ""
        number = match["number"].lower()
        if not _means(spoken, number, match[unit], unit, before, after):
            continue
        if re.fullmatch(spoken.half, number):
            months, seconds, days = measured(1, unit)
            if not (months % 2 or days):
                yield Said(match.group(), (months // 2, seconds // 2, 0))
            continue
        if unit == "day" and match["business"]:
            unit = _BUSINESS
        yield Said(match.group(), measured(_value(spoken, number), unit))


def measured(count: int, unit: str) -> Measure:
    """So many of a unit: `day`, `month`, …"""
    if unit == _BUSINESS:
        return (0, 0, count)
    return (count * _MONTHS[unit], 0, 0) if unit in _MONTHS else (0, count * _SECONDS[unit], 0)


def measured_in(count: int, units: str) -> Measure | None:
    """So many of what a commitment counts in (`days`, `years`); None if that is no time."""
    unit = units.removesuffix("s").replace(" ", "_")
    known = unit in _MONTHS or unit in _SECONDS or unit == _BUSINESS
    return measured(count, unit) if known else None


def iso(measure: Measure) -> str:
    """A measure in ISO 8601: `P1Y`, `P30D`, `PT48H`; business days, which it has not, in words."""
    months, seconds, business = measure
    if business:
        return f"{business} business day{'s' if business > 1 else ''}"
    days, rest = divmod(seconds, 86_400)
    if months:
        return f"P{months // 12}Y" if months % 12 == 0 else f"P{months}M"
    if days or not rest:
        return f"P{days}D" if not rest else f"PT{seconds // 3600}H"
    if rest % 3600 == 0:
        return f"PT{rest // 3600}H"
    return f"PT{rest // 60}M" if rest % 60 == 0 else f"PT{rest}S"


def _means(spoken: _Language, number: str, noun: str, unit: str, before: str, after: str) -> bool:
    """Whether a number and a unit, where they stand, say how long something takes."""
    half = re.fullmatch(spoken.half, number) is not None
    if half or number in spoken.articles or (number == "one" and unit == "day"):
        if spoken.measuring.search(before) is None:
            return False
    elif number.isdigit():
        if _CALENDAR.fullmatch(number) and before.lower().endswith(("in ", "of ", "since ")):
            return False
    elif unit == "second" and noun.lower() in ("second", "sekunde"):
        return False  # "a two second factor"
    if number in spoken.articles and unit == "second":
        return False  # "for a second time"
    if unit == "year" and spoken.age_before.search(before):
        return False
    if before.endswith(("½ ", "¼ ", "/")) or spoken.not_before.search(before):
        return False
    return spoken.not_after.match(after) is None


def _value(spoken: _Language, number: str) -> int:
    digits = number.replace(",", "")
    if digits.isdigit():
        return int(digits)
    if number in spoken.articles:
        return 1
    hundreds, found, rest = number.partition(" hundred")
    if not found:
        return spoken.numbers[number]
    rest = rest.removeprefix(" and").strip(" -")
    count = 1 if hundreds in spoken.articles else spoken.numbers[hundreds]
    return 100 * count + (spoken.numbers[rest] if rest else 0)
