"""A grammar of spoken English days: "Friday week", "the Thursday, the nineteenth", "by the end of next week".

General date parsers are built for dates somebody typed: in speech they read "may", "second" or "the five of us" as days, and they
resolve weekdays without regard to the meeting. So this is a closed grammar of its own: a phrase it does not know is no day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()
_SMALL = ("a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

_WD, _WD2, _WD3 = (rf"(?P<wd{n}>{'|'.join(DAYS)})" for n in ("", 2, 3))
_MON, _MON2, _MON3 = (rf"(?P<mon{n}>{'|'.join(MONTHS)}|jan|feb|apr|aug|sept?|oct|nov|dec)" for n in ("", 2, 3))
_ORD_WORD = rf"(?:(?:twenty|thirty)[- ](?:{'|'.join(_UNITS)})|thirtieth|{'|'.join(_TEENS)}|{'|'.join(_UNITS)})"
_ORD, _ORD2, _ORD3 = (rf"(?P<ord{n}>\d{{1,2}}(?:st|nd|rd|th)|{_ORD_WORD})" for n in ("", 2, 3))
# "the first" and "the second" are seldom days; as days they come with "by", "on" or a weekday.
_LATER_ORD = (
    rf"(?P<ord>\d{{1,2}}(?:st|nd|rd|th)|(?!(?:first|second|third)\b){_ORD_WORD}"
    r"|(?:(?<=on the )|(?<=by the )|(?<=until the )|(?<=till the ))(?:first|second|third))"
)
# A day of the month that needs no "the" after its weekday; "Friday second" may be anything.
_LATE_ORD = rf"(?P<ord>\d{{1,2}}(?:st|nd|rd|th)|(?!(?:{'|'.join(_UNITS)})\b){_ORD_WORD})"
_N = rf"(?P<n>\d{{1,2}}|{'|'.join(_SMALL)}|an|one|a couple of)"
# Words that may follow a bare "the nineteenth" when it is a day and not "the nineteenth floor".
_AFTER_DAY = (
    r"(?=\s*(?:[.,;:?!…—–]|$)|['’]s\b|\s+(?:at|in|on|from|for|to|and|or|is|was|if|so|then|when|because|before|after|with|but|will|works|it"
    r"|we|i|you|he|she|they|this|by|would|should|maybe|instead|please|latest|morning|afternoon|evening|night|as|that|which|till|until|not)\b)"
)

Reading = tuple[date | None, str]
"""The day and its kind: "day" (one day), "by" (the last day of those that end before something), "span" (a day that closes a longer time), "past", "vague", "duration"."""
Parts = dict[str, str]
"""The named groups of a match, lower case, alternatives ("wd", "wd2") under one name."""
Reader = Callable[[Parts, date], Reading]


def ordinal(word: str) -> int:
    """1 to 31 for "twenty-first", "21st" or "third"."""
    digits = re.match(r"\d+", word)
    if digits:
        return int(digits[0])
    word = word.replace(" ", "-")
    if word == "thirtieth":
        return 30
    tens = {"twenty-": 20, "thirty-": 30}.get(word[:7], 0)
    rest = word[7:] if tens else word
    return tens + (_UNITS.index(rest) + 1 if rest in _UNITS else _TEENS.index(rest) + 10)


def _number(word: str) -> int:
    if word.isdigit():
        return int(word)
    return {"an": 1, "one": 1, "a couple of": 2}.get(word) or _SMALL.index(word) + 1


def _month(word: str) -> int:
    return next(i for i, name in enumerate(MONTHS, 1) if name.startswith(word[:3]))


def weekday_after(today: date, name: str) -> date:
    """The first such weekday strictly after ``today``."""
    ahead = (DAYS.index(name) - today.weekday() - 1) % 7 + 1
    return today + timedelta(days=ahead)


def _weekday_next_week(today: date, name: str) -> date:
    return today + timedelta(days=7 - today.weekday() + DAYS.index(name))


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_of_month(today: date, day: int) -> date | None:
    """The first date on or after ``today`` whose day of the month is ``day``."""
    year, month = today.year, today.month
    for _ in range(4):
        found = _make(year, month, day)
        if found is not None and found >= today:
            return found
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return None


def _day_and_month(today: date, day: int, month: int) -> Reading:
    found = _make(today.year, month, day)
    if found is None:
        return None, "vague"
    # A day up to four months back is the past one ("it broke on the third of March"), an older one next year's.
    if found < today - timedelta(days=120):
        return _make(today.year + 1, month, day), "day"
    return found, "past" if found < today else "day"


def month_end(year: int, month: int) -> date:
    """The last day of a month; months above 12 run into the next year."""
    year, month = year + month // 12, month % 12 + 1
    return date(year, month, 1) - timedelta(days=1)


def _weekday_week_after(m: Parts, today: date) -> Reading:
    return weekday_after(today, m["wd"]) + timedelta(days=7), "day"


def _named_weekday(m: Parts, today: date) -> Reading:
    day = ordinal(m["ord"])
    if m.get("mon"):
        return _day_and_month(today, day, _month(m["mon"]))
    found = day_of_month(today, day)
    for _ in range(3):
        if found is None or found.weekday() == DAYS.index(m["wd"]):
            break
        found = day_of_month(found + timedelta(days=1), day)
    # Weekday and day of the month disagree: somebody misspoke, so no day is certain.
    return (found, "day") if found is not None and found.weekday() == DAYS.index(m["wd"]) else (None, "vague")


def _ordinal_month(m: Parts, today: date) -> Reading:
    return _day_and_month(today, ordinal(m["ord"]), _month(m["mon"]))


def _month_number(m: Parts, today: date) -> Reading:
    return _day_and_month(today, int(m["d"]), _month(m["mon"]))


def _bare_ordinal(m: Parts, today: date) -> Reading:
    found = day_of_month(today, ordinal(m["ord"]))
    return found, "day" if found else "vague"


def _later_ordinal(m: Parts, today: date) -> Reading:
    """The later of two days in one breath: what is due on the eleventh or twelfth is late only after the twelfth."""
    # ``parts_of`` keeps the last of the two.
    found = day_of_month(today, ordinal(m["ord"]))
    return found, "day" if found else "vague"


def _weekday(m: Parts, today: date) -> Reading:
    return weekday_after(today, m["wd"]), "day"


def _this_weekday(m: Parts, today: date) -> Reading:
    ahead = (DAYS.index(m["wd"]) - today.weekday()) % 7
    return today + timedelta(days=ahead), "day"


def _next_weekday(m: Parts, today: date) -> Reading:
    return _weekday_next_week(today, m["wd"]), "day"


def _weeks_from_weekday(m: Parts, today: date) -> Reading:
    return weekday_after(today, m["wd"]) + timedelta(weeks=_number(m["n"])), "day"


def _in(m: Parts, today: date) -> Reading:
    n = _number(m["n"])
    if m["unit"].startswith("month"):
        return None, "vague"
    # "in two days" and "four weeks from today" count days; how exact "in three weeks" is, only the caller can tell.
    return today + timedelta(days=n * (7 if m["unit"].startswith("week") else 1)), "span"


def _from_today(m: Parts, today: date) -> Reading:
    n = _number(m["n"])
    base = today + timedelta(days=1) if m.get("base") == "tomorrow" else today
    return base + timedelta(days=n * (7 if m["unit"].startswith("week") else 1)), "day"


def _today(_: Parts, today: date) -> Reading:
    return today, "day"


def _tomorrow(_: Parts, today: date) -> Reading:
    return today + timedelta(days=1), "day"


def _overmorrow(_: Parts, today: date) -> Reading:
    return today + timedelta(days=2), "day"


def friday_of(today: date, weeks: int = 0) -> date:
    """The Friday that ends the working week of ``today`` (of the next one, from Saturday on), ``weeks`` later."""
    start = today - timedelta(days=today.weekday()) if today.weekday() < 5 else today + timedelta(days=7 - today.weekday())
    return start + timedelta(days=4 + 7 * weeks)


def _week_end(m: Parts, today: date) -> Reading:
    return friday_of(today, 1 if m.get("next") else 0), "span"


def _month_end(m: Parts, today: date) -> Reading:
    if m.get("mon"):
        month = _month(m["mon"])
        found = month_end(today.year + (1 if month < today.month else 0), month)
        return found, "span"
    if m.get("quarter"):
        return month_end(today.year, (today.month + 2) // 3 * 3 + (3 if m.get("next") else 0)), "span"
    return month_end(today.year, today.month + (1 if m.get("next") else 0)), "span"


def _before_weekend(_: Parts, today: date) -> Reading:
    return friday_of(today), "by"


def _weekend(_: Parts, today: date) -> Reading:
    return friday_of(today) + timedelta(days=2), "span"


def _fortnight(_: Parts, today: date) -> Reading:
    return today + timedelta(days=14), "span"


def _next_morning(_: Parts, today: date) -> Reading:
    return today + timedelta(days=1), "day"


def _day_before(m: Parts, today: date) -> Reading:
    found = weekday_after(today, m["wd"]) - timedelta(days=1)
    return (found, "by") if found >= today else (None, "vague")


def _tomorrow_week(_: Parts, today: date) -> Reading:
    return today + timedelta(days=8), "day"


def _vague(_: Parts, __: date) -> Reading:
    return None, "vague"


def _past(_: Parts, __: date) -> Reading:
    return None, "past"


def _duration(_: Parts, __: date) -> Reading:
    return None, "duration"


def _slash(m: Parts, today: date) -> Reading:
    a, b = int(m["a"]), int(m["b"])
    if a > 12 and 1 <= b <= 12:
        return _day_and_month(today, a, b)
    if b > 12 and 1 <= a <= 12:
        return _day_and_month(today, b, a)
    return None, "vague"


def _iso(m: Parts, today: date) -> Reading:
    found = _make(int(m["y"]), int(m["m"]), int(m["d"]))
    return found, "vague" if found is None else "past" if found < today else "day"


def parts_of(match: re.Match[str]) -> Parts:
    """The groups of ``match`` that took part, under their names without a trailing digit."""
    return {name.rstrip("23"): text.lower() for name, text in match.groupdict().items() if text}


def _rule(pattern: str, read: Reader) -> tuple[re.Pattern[str], Reader]:
    # Lower case only: looking for either case takes twice as long, and there are many rules.
    return re.compile(rf"\b(?:{pattern})"), read


_OPT_THE = r"(?:the )?"
_ALL_DAYS_MONTHS = "|".join(DAYS + MONTHS)
_SEASON = "spring|summer|autumn|fall|winter"
_END_OF = r"(?:the )?(?:end|close) of (?:the )?"
# In order of preference: an earlier rule takes its characters from the later ones.
RULES: tuple[tuple[re.Pattern[str], Reader], ...] = (
    _rule(r"(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b", _iso),
    _rule(rf"(?:last|this past|the past) (?:week|month|year|night|time|quarter|{_SEASON}|{_ALL_DAYS_MONTHS})\b", _past),
    _rule(rf"{_WD} just gone\b|(?:the day before )?yesterday\b|the other day\b|earlier (?:today|this week)\b", _past),
    _rule(rf"{_N} (?:days?|weeks?|months?|years?) ago\b", _past),
    _rule(rf"(?:ever )?since (?:the )?(?:\w+ of )?(?:{_ALL_DAYS_MONTHS}|{_ORD_WORD})\b(?:[ ,]+(?:the )?{_ORD_WORD}\b)?", _past),
    _rule(rf"{_N} weeks? (?:from|on|after) {_WD}\b", _weeks_from_weekday),
    _rule(rf"{_N} (?P<unit>days?|weeks?) (?:from (?P<base>today|tomorrow|now)|(?P<base2>today|tomorrow))\b", _from_today),
    _rule(rf"(?:a )?week (?:from |on )?{_WD}\b", _weekday_week_after),
    _rule(rf"{_WD},? (?:the )?{_ORD} (?:of )?{_MON}\b", _named_weekday),
    _rule(rf"{_WD},? {_MON} (?:the )?{_ORD}\b", _named_weekday),
    _rule(rf"{_WD} {_LATE_ORD}\b(?P<mon>)", _named_weekday),
    _rule(rf"{_WD},? {_MON} (?P<d>[0-3]?\d)\b(?![:%.]\d)", _month_number),
    _rule(
        rf"(?:next )?{_WD}(?: (?:next )?week| (?:morning|afternoon|evening|night))?(?: then)?[,.?]? (?:on )?the {_ORD}\b(?: of {_MON})?",
        _named_weekday,
    ),
    _rule(rf"next {_WD}\b|{_WD2} (?:of )?next week\b|next week,? (?:on )?{_WD3}\b", _next_weekday),
    _rule(rf"{_WD} week\b", _weekday_week_after),
    _rule(r"(?:tomorrow|today) week\b", _tomorrow_week),
    _rule(rf"{_OPT_THE}{_ORD} (?:day )?of {_MON}\b|{_OPT_THE}{_ORD2} {_MON2}\b|{_MON3} (?:the )?{_ORD3}\b", _ordinal_month),
    _rule(rf"(?P<d>[0-3]?\d) (?:of )?{_MON}\b|{_MON2} (?P<d2>[0-3]?\d)\b(?![:%.,]?\d)", _month_number),
    _rule(rf"{_END_OF}(?:day|play|business)?,? ?(?:on )?{_WD}\b", _weekday),
    _rule(r"(?:the )?day after tomorrow\b", _overmorrow),
    _rule(rf"{_END_OF}(?P<next>next) week\b|{_END_OF}(?P<this>this )?week\b", _week_end),
    _rule(rf"{_END_OF}(?:(?P<next>next )|this )?(?:month|(?P<quarter>quarter))\b|{_END_OF}{_MON}\b|(?:late|mid-?) {_MON2}\b", _month_end),
    _rule(r"(?:before|ahead of) the weekend\b", _before_weekend),
    # Which day that is, the day named before it says.
    _rule(r"(?:the )?same day\b", _vague),
    _rule(rf"(?:the )?{_ORD} (?:or|and) (?:the )?{_ORD2}{_AFTER_DAY}", _later_ordinal),
    _rule(r"(?:over |on |at )?(?:this|the) weekend\b|weekend\b", _weekend),
    _rule(
        rf"{_END_OF}(?:day|play|business)? ?tomorrow\b|tomorrow(?: (?:morning|afternoon|evening|night|lunchtime|lunch|noon))?\b", _tomorrow
    ),
    # "At five in the morning" and "Friday in the morning" are other mornings than the next.
    _rule(
        r"(?<!\w\w\wday )(?<! one )(?<! two )(?<! three )(?<! four )(?<! five )(?<! six )(?<! seven )(?<!\d )(?<!o'clock )(?<!up )(?<!early )"
        r"in the morning\b(?! (?:on|of|when|before))",
        _next_morning,
    ),
    _rule(r"today\b|tonight\b|(?:later )?this (?:very )?(?:morning|afternoon|arvo|evening)\b", _today),
    _rule(r"(?:straight|right) after (?:this|that)\b|(?:as soon as|when|after) we hang up\b|before lunch\b|after lunch\b", _today),
    _rule(rf"before {_WD}\b(?![ ,]+(?:the )?{_ORD_WORD})", _day_before),
    _rule(rf"{_END_OF}(?:day|play|business)\b|(?:by )eod\b|(?:by )?cob\b", _today),
    _rule(rf"this (?:coming )?{_WD}\b", _this_weekday),
    _rule(rf"(?:in |within ){_N} (?P<unit>days?|weeks?|months?)(?:['’] time)?\b(?! (?:after|of|from|before|since)\b)", _in),
    _rule(r"(?:in )?a fortnight\b", _fortnight),
    _rule(rf"(?:for|took|takes|lasts?|over|about|like|than) {_N} (?:working )?(?:days?|weeks?|months?|years?)\b", _duration),
    _rule(rf"(?:the )?{_WD}s\b|every {_WD2}\b|each {_WD3}\b", _vague),
    _rule(rf"{_WD}\b(?!-)", _weekday),
    _rule(r"(?:the )?(?:week of|week beginning|week commencing) (?:the )?" + _ORD + r"\b", _vague),
    _rule(rf"the {_LATER_ORD}{_AFTER_DAY}", _bare_ordinal),
    _rule(r"(?<!\d/)(?P<a>\d{1,2})/(?P<b>\d{1,2})\b(?!/)", _slash),
    _rule(
        r"(?:some ?time |later |early |earlier )?(?:next|this) (?:week|month|year|quarter|sprint|spring|summer|autumn|fall|winter)\b",
        _vague,
    ),
    _rule(rf"(?:in|for|by|until|till|from|early|before|after) (?:early |late |mid-?)?(?:{'|'.join(MONTHS)}|the {_SEASON})\b", _vague),
    _rule(r"at some point\b|some ?time\b|one of these days\b|one day\b|eventually\b", _vague),
)
