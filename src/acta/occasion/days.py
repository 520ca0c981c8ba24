"""The day of a meeting as file names write it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_GAP = r"[\s._,\-]{1,3}"
# The digits of Zoom's ``GMT20260312-140501`` follow letters; a longer row of digits is no date.
YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:([-_. ])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))(?=\d{6}(?!\d)|T\d|(?!\d))")
YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([-_.])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
DAY_MONTH = re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?{_GAP}(?:of\s)?{_MONTH}{_GAP}((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
MONTH_DAY = re.compile(rf"(?<![a-z]){_MONTH}{_GAP}(\d{{1,2}})(?:st|nd|rd|th)?{_GAP}((?:19|20)\d\d)(?!\d)", re.IGNORECASE)

# A time of day right after the day: six digits, four after a compact day, or with marks between. Zoom's is in UTC and says so.
_STARTED = re.compile(
    r"(GMT)?(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\3(\d\d)"
    r"(?:[-_T ]([01]\d|2[0-3])([0-5]\d)[0-5]\d|[-_T]([01]\d|2[0-3])([0-5]\d)"
    r"|[-_T ]+(?:at )?([01]?\d|2[0-3])[.:_h-]([0-5]\d)(?:[.:_-][0-5]\d)?)"
    r"(?!\d)(Z)?"
)


def start_in_name(name: str) -> datetime | None:
    """The moment that a recording began as its file's name tells it; without a zone it is this machine's clock on the wall."""
    m = _STARTED.search(re.split(r"[/\\]", name)[-1])
    if m is None:
        return None
    hour, minute = m[6] or m[8] or m[10], m[7] or m[9] or m[11]
    try:
        found = datetime(int(m[2]), int(m[4]), int(m[5]), int(hour), int(minute), tzinfo=UTC)
        return found if m[1] or m[12] else found.replace(tzinfo=None).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def date_in_name(name: str) -> date | None:
    """The one day that a file's name (or else its folder's) tells; ``None`` when it tells none, several, or an unclear one."""
    parts = re.split(r"[/\\]", name)
    for part in (parts[-1], *parts[-2:-1]):
        found = _days(part)
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _days(text: str) -> set[date]:
    out = [_day(m[1], m[3] or m[5], m[4] or m[6]) for m in YEAR_FIRST.finditer(text)]
    out += [_day(m[3], _month(m[2]), m[1]) for m in DAY_MONTH.finditer(text)]
    out += [_day(m[3], _month(m[1]), m[2]) for m in MONTH_DAY.finditer(text)]
    out += [_either_order(m[4], m[1], m[3]) for m in YEAR_LAST.finditer(text)]
    return {d for d in out if d}


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _day(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _either_order(year: str, a: str, b: str) -> date | None:
    """Day and month in an unknown order: a day only when one reading makes sense (13.03.) or both say the same (03.03.)."""
    readings = {d for d in (_day(year, a, b), _day(year, b, a)) if d}
    return readings.pop() if len(readings) == 1 else None
