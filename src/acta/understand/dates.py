"""Times people name in speech, and the one day a promise is due.

``find_times`` reads every time phrase of a text; ``due_of`` and ``next_meeting_of`` choose among them, and rather choose none: a
deadline nobody gave does more harm than one that was missed. The phrases themselves are in ``daywords``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from acta.understand.daywords import RULES, parts_of

Role = Literal["deadline", "point", "duration", "past", "vague"]


@dataclass(frozen=True, slots=True)
class TimeWords:
    """A time phrase at ``text[start:end]``; ``firm`` when its words settle the day ``date``."""

    start: int
    end: int
    words: str
    date: date | None
    role: Role
    firm: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A day and the words it follows from."""

    date: date
    words: str


_DEADLINE = re.compile(
    r"\b(?:by|before|no later than|not later than|latest|until|till|ahead of|at the latest by)(?: the)?(?: latest)?,? $", re.IGNORECASE
)
_LEAD = re.compile(r"\b(?:by|on|before|until|till|for|from|at|no later than|due)(?: the)? $", re.IGNORECASE)
_TAIL = re.compile(
    r",? (?:(?:in the )?(?:morning|afternoon|evening|night)|lunchtime|noon|first thing|end of (?:day|play)|at (?:noon|lunch)|close of business)\b",
    re.IGNORECASE,
)


def find_times(text: str, today: date) -> list[TimeWords]:
    """The time phrases of ``text`` in order, resolved against the meeting's day ``today``; they never overlap."""
    taken: list[tuple[int, int]] = []
    found: list[TimeWords] = []
    for pattern, read in RULES:
        for m in pattern.finditer(text):
            start, end = m.span()
            if start == end or any(start < e and s < end for s, e in taken):
                continue
            taken.append((start, end))
            day, kind = read(parts_of(m), today)
            found.append(_words(text, start, end, day, kind))
    return sorted(found, key=lambda t: t.start)


def _words(text: str, start: int, end: int, day: date | None, kind: str) -> TimeWords:
    role: Role
    before = text[max(0, start - 24) : start]
    if kind in ("past", "duration", "vague"):
        role = kind  # type: ignore[assignment]
    else:
        role = "deadline" if kind == "span" or _DEADLINE.search(before) else "point"
    if day is not None and (tail := _TAIL.match(text, end)):
        end = tail.end()
    if role in ("deadline", "point") and (lead := _LEAD.search(before)):
        start -= len(lead[0])
    return TimeWords(start, end, text[start:end].strip(), day, role, day is not None and role in ("deadline", "point"))


def due_of(sentences: Sequence[str], today: date) -> Due | None:
    """The deadline that the ``sentences`` of one promise give it, or ``None`` when they give none or not for certain."""
    best: Due | None = None
    for sentence in sentences:
        for time in find_times(sentence, today):
            if time.firm and time.date is not None and time.date >= today:
                best = Due(time.date, time.words)
    return best


def next_meeting_of(sentences: Sequence[str], today: date) -> Due | None:
    """The day that the ``sentences`` agree to meet again on, or ``None``."""
    best: Due | None = None
    for sentence in sentences:
        for time in find_times(sentence, today):
            if time.firm and time.date is not None and time.date > today:
                best = Due(time.date, time.words)
    return best
