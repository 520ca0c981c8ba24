"""The days a text or a date speaks of: each must have been named, or follow from what was."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from acta.evidence import locate
from acta.language.figures import said_in
from acta.language.ground import Ground
from acta.language.words import plain, stems, vocabulary, words_in
from acta.understand.dates import coming, find_times
from acta.understand.daywords import DAYS, MONTHS, ordinal

_MONTH = "|".join(m.capitalize() for m in MONTHS) + "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_DAY_MONTH = re.compile(
    rf"(?:\b(?P<wd>{'|'.join(d.capitalize() for d in DAYS)}),? (?:the )?)?"
    r"(?:(?<![\d.,:])(?P<from>\d{1,2})(?:st|nd|rd|th)?(?: ?(?:to|and|or|until|through|-|–|,) ?))?"
    rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m>{_MONTH})\b(?:,? (?P<y>20\d\d)\b)?"
    rf"|\b(?P<m2>{_MONTH}) (?:the )?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:,.%]\d)(?:,? (?P<y2>20\d\d)\b)?"
    r"|\b(?P<y3>20\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)\b"
)
_MONTHS = re.compile(rf"\b(?:{_MONTH})\b")
_WEEKDAY = re.compile(rf"\b({'|'.join(d.capitalize() for d in DAYS)})s?\b")
_NEAR_DAY = re.compile(r"\b(?:tomorrow|yesterday|today|tonight)\b", re.IGNORECASE)
_AGO = {"yesterday": (1,), "night": (1,), "weekend": (1, 2, 3, 4), "ago": (2, 3, 4), "days": (2, 3, 4)}
_FARTHEST = timedelta(days=548)
"""Eighteen months: nobody promises a day later than that by its name."""
_CONTEXT = 4
"""Utterances before the words of a date that may say which Friday "the Friday" is."""
_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|noon|midnight|lunch|evening|dinner|\d{1,2}(?:[:.]\d\d)?)"
_SAME_DAY = re.compile(
    rf"\b(?:now|(?:right|straight) (?:away|after)|immediately|at once|after (?:this|that|the (?:meeting|call)|we hang up)"
    rf"|(?:before|when|once|as soon as|after) (?:i|we|you|he|she|they)(?:['’](?:m|re|ve|s))?(?: am| are| is| have| has)?"
    rf" (?:go|goes|gone|leaves?|walks?|get|gets|done|finish(?:ed)?|hang up|back)"
    rf"|(?:at|by|before|after|until|till|from|past) {_HOUR}|(?:this|dinner|tea) ?time|o['’]clock|in(?:side)? (?:a minute|an hour|the hour|\w+ minutes|\w+ hours)"
    rf"|lunch|evening|afternoon|tonight|midnight|first thing)\b",
    re.IGNORECASE,
)
"""Moments of the meeting's own day, or of the night and morning after it."""


@dataclass(frozen=True, slots=True)
class Named:
    """A day of the year as a text names it: month and day, weekday and year where it says them, and where it stands."""

    month: int
    day: int
    weekday: str
    year: int | None
    start: int
    end: int


def named_in(text: str) -> list[Named]:
    """The days of the year that ``text`` names; both ends of a range."""
    out: list[Named] = []
    for m in _DAY_MONTH.finditer(text):
        month_word = m["m"] or m["m2"] or m["m3"]
        month = (
            int(month_word) if month_word.isdigit() else next(i for i, n in enumerate(MONTHS, 1) if n.startswith(month_word.lower()[:3]))
        )
        year = m["y"] or m["y2"] or m["y3"]
        day = int(m["d"] or m["d2"] or m["d3"])
        for number in (*((int(m["from"]),) if m["from"] else ()), day):
            weekday = (m["wd"] or "").lower() if not m["from"] else ""
            out.append(Named(month, number, weekday, int(year) if year else None, m.start(), m.end()))
    return out


@dataclass(frozen=True, slots=True)
class DayFaults:
    """What is wrong with the days of a text, and the stretches (start, end) of it that are days and no other numbers."""

    reasons: tuple[str, ...]
    taken: tuple[tuple[int, int], ...]


def strange_days(text: str, ground: Ground, due: date | None) -> DayFaults:
    """The days of ``text`` that nobody named and that do not follow from what was said; ``due`` is a day already proven."""
    named = named_in(text)
    taken = tuple((n.start, n.end) for n in named)
    reasons = [reason for n in named if (reason := _fault(n, ground, due))]
    reasons += [f"the month {m[0]} stands in no quote" for m in _alone(_MONTHS, text, taken) if not _month_said(m[0], text, ground, due)]
    reasons += [
        f"the day {m[1]} stands in no quote" for m in _alone(_WEEKDAY, text, taken) if not _weekday_said(m[1].lower(), text, ground, due)
    ]
    said = ground.words(ground.near)
    reasons += [f"the day “{m[0]}” stands in no quote" for m in _alone(_NEAR_DAY, text, taken) if m[0].lower() not in said]
    return DayFaults(tuple(dict.fromkeys(reasons)), taken)


def _alone(pattern: re.Pattern[str], text: str, taken: tuple[tuple[int, int], ...]) -> list[re.Match[str]]:
    """The matches outside what is ``taken``; a sentence that opens with "May" or "March" opens with a verb, as often as not."""
    found = [m for m in pattern.finditer(text) if not any(start <= m.start() < end for start, end in taken)]
    return [m for m in found if m.start() or m[0] not in ("May", "March", "Mar")]


def _fault(n: Named, ground: Ground, due: date | None) -> str:
    shown = f"{n.day} {MONTHS[n.month - 1].capitalize()}"
    everywhere = range(len(ground.talk.utterances))
    known = {*ground.days(everywhere), ground.meeting.date, *((due,) if due else ())}
    matching = [d for d in known if (d.month, d.day) == (n.month, n.day)]
    if not matching and not _spoken(n, ground):
        near = sorted({d for d in ground.days(ground.near) if d >= ground.meeting.date})
        hint = f"; the words there give {_iso(near)}" if near else ""
        return f"the date {shown} stands in no quote and follows from none{hint}"
    if n.weekday and not any(d.weekday() == DAYS.index(n.weekday) for d in matching or _around(n, ground.meeting.date)):
        return f"{shown} is not a {n.weekday.capitalize()}"
    if n.year and n.year not in {d.year for d in (*known, ground.meeting.date)} and float(n.year) not in ground.numbers(list(ground.wide)):
        return f"the year {n.year} stands in no quote"
    return ""


def _iso(days: list[date]) -> str:
    return ", ".join(d.isoformat() for d in days[:3])


def _around(n: Named, today: date) -> list[date]:
    """The dates that "5 March" may be, of this year and those beside it."""
    years = (n.year,) if n.year else (today.year - 1, today.year, today.year + 1)
    return [date(y, n.month, n.day) for y in years if 1 <= n.day <= calendar.monthrange(y, n.month)[1]]


def _spoken(n: Named, ground: Ground) -> bool:
    """Whether the day of the month and the month were said, together or each where the talk is of the same matter."""
    month = MONTHS[n.month - 1]
    day = float(n.day)
    near = ground.numbers(ground.near)
    if day in near and (month in ground.words(ground.wide) or any(d.month == n.month for d in ground.days(ground.wide))):
        return True
    if day in near and any((d.month, d.day) == (n.month, n.day) for d in _first_such(n.day, ground.meeting.date)):
        return True
    return any(month in vocabulary(u.text) and day in said_in(u.text) for u in ground.elsewhere())


def _first_such(day: int, today: date) -> list[date]:
    """The next and the last date with that day of the month: "the fourteenth" alone may be either."""
    out: list[date] = []
    for step in (1, -1):
        at = today
        for _ in range(62):
            if at.day == day:
                out.append(at)
                break
            at += timedelta(days=step)
    return out


def _month_said(written: str, text: str, ground: Ground, due: date | None) -> bool:
    month = next(i for i, n in enumerate(MONTHS, 1) if n.startswith(written.lower()[:3]))
    word = MONTHS[month - 1]
    if word in ground.words(ground.wide) or written.lower() in ground.words(ground.wide) or (due is not None and due.month == month):
        return True
    if any(d.month == month for d in ground.days(ground.wide)) or month == ground.meeting.date.month:
        return True
    about = stems(text)
    return any(word in vocabulary(u.text) and about & (stems(u.text) - {word[:5]}) for u in ground.elsewhere())


def _weekday_said(word: str, text: str, ground: Ground, due: date | None) -> bool:
    near = ground.talk.around(ground.cited, 3)
    if word in ground.words(near) or f"{word}s" in ground.words(near):
        return True
    at = DAYS.index(word)
    if (
        any(d.weekday() == at for d in ground.days(near))
        or (due is not None and due.weekday() == at)
        or ground.meeting.date.weekday() == at
    ):
        return True
    if at in {(ground.meeting.date - timedelta(days=n)).weekday() for n in _gone(ground.words(near))}:
        return True
    about = stems(text)
    return any({word, f"{word}s"} & vocabulary(u.text) and len(about & (stems(u.text) - {word[:5]})) >= 2 for u in ground.elsewhere())


def _gone(said: frozenset[str]) -> set[int]:
    """How many days ago the days were that ``said`` names by their distance."""
    return {n for word, days in _AGO.items() if word in said for n in days}


def due_fault(due: date, words: str, ground: Ground, place: int) -> str:
    """Why ``due`` does not follow from ``words`` as they stand in the utterance at ``place``; "" when it does."""
    today = ground.meeting.date
    if due < today:
        return f"the date {due.isoformat()} lies before the meeting; leave it out"
    if due - today > _FARTHEST:
        return f"the date {due.isoformat()} is too far away to follow from “{words}”; leave it out"
    ours = {t.date for t in find_times(words, today) if t.date and t.date >= today}
    if due in ours or due in (heard := _heard(words, ground, place)):
        return ""
    ours |= heard
    if ours:
        # "Before the twenty-first" may end on the twentieth, or on that day.
        if re.search(r"\bbefore\b", words, re.IGNORECASE) and due + timedelta(days=1) in ours:
            return ""
        # "Before Wednesday" may mean that Wednesday; "the ninth", said on the ninth, the next one.
        if _consistent(due, words) and (due - timedelta(days=1) in ours or today in ours):
            return ""
        return f"“{words}”, said on {today.isoformat()}, is {_iso(sorted(ours))}, not {due.isoformat()}"
    if _consistent(due, words) or _by_event(due, words, ground):
        return ""
    return f"no day follows from “{words}”; leave the date out and keep the words"


def _heard(words: str, ground: Ground, place: int) -> set[date]:
    """The days of ``words`` read with what was said before them, which says what "the Friday" is."""
    parts = ground.talk.utterances[max(0, place - _CONTEXT) : place + 1]
    said = "\n".join(u.text for u in parts)
    span = locate(parts[-1].text, words)
    if span is None:
        return set()
    offset = len(said) - len(parts[-1].text)
    start, end = span[0] + offset, span[1] + offset
    return {t.date for t in coming(said, ground.meeting.date) if t.date and t.start < end and start < t.end}


def _by_event(due: date, words: str, ground: Ground) -> bool:
    """Whether ``words`` name a moment of the meeting's own day, or an event that was said to be on ``due``."""
    if due - ground.meeting.date <= timedelta(days=1) and _SAME_DAY.search(words):
        return True
    about = stems(words)
    for n, u in enumerate(ground.talk.utterances):
        if about & stems(u.text) and due in ground.days(range(max(0, n - 1), min(len(ground.talk.utterances), n + 2))):
            return True
    return False


def _consistent(due: date, words: str) -> bool:
    """Whether ``words`` name the weekday, the day of the month or the month of ``due``, and none that contradicts it."""
    said = set(words_in(plain(words)))
    weekdays = [d for d in DAYS if d in said or f"{d}s" in said]
    months = [i for i, m in enumerate(MONTHS, 1) if m in said and m != "may"] + ([5] if "May" in words else [])
    numbers = {int(m[1]) for m in re.finditer(r"\b(\d{1,2})(?:st|nd|rd|th)?\b(?!:)", words)}
    for m in re.finditer(r"\b(?:(?:twenty|thirty)[- ])?(?:\w+(?:st|nd|rd|th))\b", plain(words)):
        try:
            numbers.add(ordinal(m[0]))
        except ValueError:
            continue
    if weekdays and DAYS[due.weekday()] not in weekdays:
        return False
    if months and due.month not in months:
        return False
    if numbers and due.day not in numbers:
        return False
    return bool(weekdays or numbers or months)
