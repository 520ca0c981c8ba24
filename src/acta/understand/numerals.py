"""Spoken numbers as digits: "eleven point four" is 11.4, "the thirtieth of June" 30 June; small ones stay words.

text2num reads the numbers; what counts as one number is decided here, for in speech "two fifty" and "three, four" are not one.
"""

from __future__ import annotations

import re

_UNIT = "one|two|three|four|five|six|seven|eight|nine"
_TEEN = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_BELOW_100 = rf"(?:(?:{_TENS})(?:[- ](?:{_UNIT}))?|{_TEEN}|{_UNIT})"
_BELOW_1000 = rf"(?:(?:(?:{_UNIT}|{_TEEN}|a) hundred)(?: and)?(?: {_BELOW_100})?|{_BELOW_100})"
_NUMBER = re.compile(
    rf"\b(?<!-)(?P<head>zero(?= point)|(?:(?:{_BELOW_1000}|a) thousand)(?:,? (?:and )?{_BELOW_1000})?|{_BELOW_1000})"
    rf"(?P<point> point(?: (?:{_UNIT}|zero|oh))+)?(?P<big> (?:million|billion))?\b(?!-)",
    re.IGNORECASE,
)
_YEAR = re.compile(rf"\b(?P<a>nineteen|twenty)[- ](?P<b>(?:oh (?:{_UNIT}))|(?:{_TENS})(?:[- ](?:{_UNIT}))?|{_TEEN})\b", re.IGNORECASE)
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_ORDINALS = {
    word: number
    for number, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth
        seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth
        twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first""".split(),
        1,
    )
}
_ORDINAL = "|".join(sorted((w.replace("-", "[- ]") for w in _ORDINALS), key=len, reverse=True))
_DAY_OF_MONTH = re.compile(rf"\b(?:the )?(?P<day>{_ORDINAL}) (?:of )?(?P<month>{_MONTH})\b", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"\b(?P<month>{_MONTH}) (?:the )?(?P<day>{_ORDINAL})\b", re.IGNORECASE)
_BARE_DAY = re.compile(r"\bthe (?P<day>(?:twenty|thirty)[- ]\w+|twentieth|thirtieth|\w+teenth|twelfth|eleventh)\b", re.IGNORECASE)
_SPELLED_FROM = 10
"""Numbers below this stay words, as people write them."""
_EXACT = re.compile(
    r"(?: ?(?:percent|per cent|%|p\.?m|a\.?m|euros?|dollars?|pounds?|cents?|kilos?|grand|metres|meters|kilometres|degrees)\b)"
)
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


_CLOCK = re.compile(
    rf"\b(?P<hour>{_UNIT}|ten|eleven|twelve)[- ](?P<minute>oh[- ](?:{_UNIT})|(?:twenty|thirty|forty|fifty)(?:[- ](?:{_UNIT}))?|{_TEEN})"
    r"(?= in the (?:morning|afternoon|evening)| (?:a|p)\.?m\b)",
    re.IGNORECASE,
)


# How a word that may be a number begins; a sentence without one is left as it is.
_ANY = re.compile(
    r"\b(?:one|two|three|thir|four|fort|five|fift|six|seven|eight|nin|ten|eleven|twel|twen|hundred|thousand|first|second|zero)",
    re.IGNORECASE,
)


def digits(text: str) -> str:
    """``text`` with its spoken numbers and dates in digits where they are one number for certain."""
    if not _ANY.search(text):
        return text
    text = _DAY_OF_MONTH.sub(lambda m: f"{_ordinal(m['day'])} {m['month'].capitalize()}", text)
    text = _MONTH_DAY.sub(lambda m: f"{_ordinal(m['day'])} {m['month'].capitalize()}", text)
    text = _BARE_DAY.sub(_bare_day, text)
    text = _CLOCK.sub(_clock, text)
    text = _YEAR.sub(_year, text)
    return _NUMBER.sub(lambda m: _number(m, text), text).replace("½ and a half", ".5")


def _ordinal(words: str) -> int:
    return _ORDINALS[words.lower().replace(" ", "-")]


def _bare_day(m: re.Match[str]) -> str:
    number = _ORDINALS.get(m["day"].lower().replace(" ", "-"))
    if number is None:
        return m[0]
    end = "th" if 10 < number < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"the {number}{end}"


def _clock(m: re.Match[str]) -> str:
    hour, minute = _read(m["hour"]), _read(m["minute"].lower().removeprefix("oh").strip("- "))
    return f"{hour}:{int(minute):02d}" if hour and minute else m[0]


def _year(m: re.Match[str]) -> str:
    tail = _read(m["b"].lower().removeprefix("oh "))
    century = 19 if m["a"].lower() == "nineteen" else 20
    # "Twenty twenty-five" is a year; "twenty five" is 25.
    if not tail or (century == 20 and not 10 <= int(tail) <= 60):
        return m[0]
    return f"{century}{int(tail):02d}" if len(tail) <= 2 else m[0]


def _read(words: str) -> str:
    """The digits of a number in words, or "" when it is not one number."""
    from text_to_num import alpha2digit  # noqa: PLC0415  # compiled; needed only where a number was said

    said = re.sub(r"\ba(?= (?:hundred|thousand))", "one", words.lower()).replace(",", "")
    read = str(alpha2digit(said, "en", threshold=0))
    return read if _DIGITS.fullmatch(read) else ""


def _number(m: re.Match[str], text: str) -> str:
    if m.end() < len(text) and re.match(
        rf" (?:point|hundred|thousand)\b|[- ](?:something|odd|ish)| (?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies\b| (?:to|past) (?:{_UNIT}|ten|eleven|twelve)\b",
        text[m.end() :],
    ):
        return m[0]
    # Two numbers side by side ("two fifty", "three or four") are a time, a price or a guess: left as said.
    if _NUMBER.match(text[m.end() + 1 :]) and text[m.end() : m.end() + 1] == " ":
        return m[0]
    if re.search(rf"\b(?:{_UNIT}|{_TEEN}|{_TENS}) $", text[: m.start()], re.IGNORECASE):
        return m[0]
    read = _read(m["head"] + (m["point"] or "").replace(" oh", " zero"))
    if not read:
        return m[0]
    value = float(read)
    if "." not in read and text[m.end() :].startswith(" and a half") and value >= _SPELLED_FROM:
        return f"{int(read):,}½"
    if m["big"]:
        return f"{read}{m['big']}"
    if value < _SPELLED_FROM and "." not in read and not _EXACT.match(text[m.end() :]):
        return m[0]
    return f"{int(read):,}" if "." not in read and value >= 10000 else read
