"""Times people name in speech, and the one day a promise is due.

``find_times`` reads every time phrase of a text; ``binding`` says how firmly one belongs to a promise, and ``agreed`` chooses among them,
rather none than a wrong one: a deadline nobody gave does more harm than one that was missed. The phrases themselves are in ``daywords``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from acta.understand.daywords import DAYS, RULES, parts_of

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
    r",? (?:(?:in the )?(?:morning|afternoon|evening|night)|lunchtime|noon|first thing|end of (?:day|play)|at (?:noon|lunch)"
    r"|close of business)\b",
    re.IGNORECASE,
)


def _low(text: str) -> str:
    """``text`` in lower case and exactly as long, so that places in it are places in ``text``."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def find_times(text: str, today: date) -> list[TimeWords]:
    """The time phrases of ``text`` in order, resolved against the meeting's day ``today``; they never overlap."""
    taken: list[tuple[int, int]] = []
    found: list[TimeWords] = []
    low = _low(text)
    for pattern, read in RULES:
        for m in pattern.finditer(low):
            start, end = m.span()
            if start == end or any(start < e and s < end for s, e in taken):
                continue
            taken.append((start, end))
            day, kind = read(parts_of(m), today)
            found.append(_words(text, start, end, day, kind))
    return _definite(sorted(found, key=lambda t: t.start), text)


_MAKE_IT = re.compile(r"\b(?:make (?:it|that)|let['’]s say|rather|better|sorry,?|no,?) (?:on )?$", re.IGNORECASE)
_SAME_DAY = re.compile(r"(?:the |on the )?same day", re.IGNORECASE)
_DAY_PART = re.compile(
    r"(?:by |before |at )?(?:the )?(?:end|close) of (?:the )?(?:day|play|business)|(?:by )?(?:eod|cob)|(?:before|after) lunch",
    re.IGNORECASE,
)
_NEAR = 160
"""Most characters back to the day that "the same day" means."""
_BESIDE = 24
"""Most characters between a day and the part of it that is named after it."""
_THE_WEEKDAY = re.compile(rf"\bthe (?P<wd>{'|'.join(DAYS)})$", re.IGNORECASE)


def _definite(times: list[TimeWords], text: str) -> list[TimeWords]:
    """The times, with "the Friday" counted from the day named before it; a plain "Friday" is the next one."""
    out: list[TimeWords] = []
    for time in times:
        if _SAME_DAY.fullmatch(time.words):
            named_day = next((t.date for t in reversed(out) if t.firm and time.start - t.end < _NEAR), None)
            out.append(replace(time, date=named_day, firm=named_day is not None, role="point") if named_day else time)
            continue
        if out and out[-1].firm and _DAY_PART.fullmatch(time.words) and time.start - out[-1].end < _BESIDE:
            # "Thursday. By end of day." speaks of Thursday's end.
            out.append(replace(time, date=out[-1].date))
            continue
        m = _THE_WEEKDAY.search(text[max(0, time.start - 4) : time.end]) if time.firm else None
        named = [t.date for t in out if t.firm and t.date]
        again = _MAKE_IT.search(text[max(0, time.start - 20) : time.start]) if time.firm and named else None
        if again and time.date and time.date < named[-1] and time.words.lower() in DAYS:
            # "By next Tuesday." "Make it Wednesday.": of the same week.
            out.append(replace(time, date=named[-1] + timedelta(days=DAYS.index(time.words.lower()) - named[-1].weekday())))
        elif m and named and time.date and time.date < named[-1]:
            ahead = (DAYS.index(m["wd"].lower()) - named[-1].weekday()) % 7
            out.append(replace(time, date=named[-1] + timedelta(days=ahead)))
        else:
            out.append(time)
    return out


_ROLES: dict[str, Role] = {"past": "past", "duration": "duration", "vague": "vague"}


def _words(text: str, start: int, end: int, day: date | None, kind: str) -> TimeWords:
    before = text[max(0, start - 24) : start]
    role: Role = _ROLES.get(kind) or ("deadline" if _DEADLINE.search(before) or kind == "by" else "point")
    if day is not None and (tail := _TAIL.match(text, end)):
        end = tail.end()
    if role in ("deadline", "point") and (lead := _LEAD.search(before)):
        start -= len(lead[0])
    return TimeWords(start, end, text[start:end].strip(), day, role, day is not None and role in ("deadline", "point"))


# What binds a time to a promise, and what unbinds it; looked for before the time words in their own sentence.
_PROMISE = re.compile(
    r"\b(?:i|we|he|she|they|you|it|somebody|someone|that)(?:['’]ll| will| can(?!['’]t|not)|['’]d| would(?!n['’]t)| need to| needs to| have to"
    r"| has to| should| must)\b"
    r"|\b(?:i|we|you|he|she|they)(?:['’]m|['’]re| am| are|['’]s| is) (?:just |also |still )?(?:going to|\w+ing)\b|\b(?:can"
    r"|could|would|will) you\b"
    r"|\b(?:going to|let me|let['’]s|please|make sure|promise[ds]?|aim(?:ing)? for|needs? to|have it|have to|get it|goes"
    r"|go out|goes out|deadline"
    r"|expect|deliver|send|push|write|file|ask|tell|call)\b|\bi(?:['’]d)? (?:want|like|need) (?:it|that|this|them|those|you)\b"
    r"|\b(?:i|we|you) \w+ (?:it|them|this|that|you|him|her|the|my|your)\b|\b(?:i['’]ve got|i have|i see|i['’]m seeing|i['’]m with) (?:him|her|them|(?-i:[A-Z])\w+)\b"
    r"|\bthere['’]ll be\b(?!['’]t)|\b(?:i|you)['’](?:ve| have) (?:got )?(?:him|her|them|until|till|to)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:since|from(?! me\b)|between|(?<!go )(?<!going )(?<!get )(?<!be )through|started|starts|start|ends?|ended|(?<!-)runs?|closes|expires?|was|were|wrote|called|told|asked|notified|happened|came|went"
    r"|(?:['’](?:m|s|re)|am|is|are|was) off|(?:i|you|he|she)(?:['’]ll| will) be off|on leave|away|holiday|flies|fly|travel\w*|in court|birthday|forum|premiere|meets?|meeting|launch\w*|go-live"
    r"|earliest|arrives?|booked"
    r"|shift|re-run by|not|never|\w+n['’]t|forget|instead of|rather than|as of|effective|meant to|supposed to|after"
    r"|back from)(?:\W+[\w'’]+){0,2}\W*$",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"^(?:until|till)\b", re.IGNORECASE)
_GRANTED = re.compile(r"\b(?:give|have|got|need)\b[^.;,]{0,12}$", re.IGNORECASE)
_DOUBT = re.compile(
    r"\b(?:if|unless|might|maybe|perhaps|in case|whether|some ?time|possibly|depends|was going to|would have|when|once|whenever)\b",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"^(?:['’]s (?!fine|good|perfect|okay|great|better|ok)| (?:i['’]m|we['’]re|he['’]s|she['’]s|they['’]re|is (?!fine|good"
    r"|perfect|okay)|are|i can['’]t|isn['’]t"
    r"|was|were|you['’]re|there['’]s|comes?|at the earliest|to (?:the|mon|tue|wed|thu|fri)))",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"(?:oh,? |ah,? |well,? )*(?:no|sorry|rather|better|let['’]s say|actually|make (?:it|that)|i mean)\b", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)|\n")
FIRM_ENOUGH = 2.0
_TAKES_OVER = 1.5
"""By how much a later time may be less firm than the one it replaces."""


def due_of(sentences: Sequence[str], today: date) -> Due | None:
    """The deadline that the ``sentences`` of one promise give it, or ``None`` when they give none or not for certain.

    Times with a promise, a request or "by" before them count, and bare answers ("Next Friday."); the last of the firmest wins, so that
    a correction replaces what it corrects. Days of events, conditions and doubts do not count.
    """
    text = "\n".join(sentences)
    times = [binding(text, time) for time in coming(text, today)]
    last = agreed(times)
    return None if last is None or (day := times[last].time.date) is None else Due(day, times[last].time.words)


def coming(text: str, today: date) -> list[TimeWords]:
    """The times of ``text`` whose words settle a day that is not past."""
    return [t for t in find_times(text, today) if t.firm and t.date is not None and t.date >= today]


@dataclass(frozen=True, slots=True)
class Bound:
    """A time and how firmly it binds the promise.

    ``bare``: said alone, as an answer is; ``asked``: asked alone ("By Monday?"); ``corrects``: put in place of another ("Make it Friday").
    """

    time: TimeWords
    weight: float
    bare: bool
    asked: bool
    corrects: bool


def agreed(times: Sequence[Bound]) -> int | None:
    """The place in ``times`` of the day agreed last; ``None`` when none binds.

    A day said alone answers what was said before it: it takes over however firm that was. Any other must be nearly as firm.
    """
    best: int | None = None
    for n, bound in enumerate(times):
        if bound.weight >= FIRM_ENOUGH and (best is None or bound.bare or bound.weight >= times[best].weight - _TAKES_OVER):
            best = n
    return best


def _around(text: str, time: TimeWords) -> tuple[str, str]:
    """The words before and after ``time`` in its own sentence."""
    ends = [m.end() for m in _SENTENCE_END.finditer(text)]
    start = max((e for e in ends if e <= time.start), default=0)
    end = min((e for e in ends if e >= time.end), default=len(text))
    return text[start : time.start], text[time.end : end]


def binding(text: str, time: TimeWords) -> Bound:
    """How firmly ``time`` belongs to a promise made in its sentence of ``text``."""
    before, after = _around(text, time)
    weight = 2.0 if time.role == "deadline" else 0.0
    promises = list(_PROMISE.finditer(before))
    since_promise = before[promises[-1].end() :] if promises else before
    if promises:
        weight += 2
    elif len(before.split()) + len(after.split()) <= 5:
        weight += 1.5 if after.rstrip().endswith("?") else 2
    elif (len(before.split()) <= 2 and _PROMISE.search(after)) or (_FRAGMENT.match(before) and _FRAGMENT_END.match(after)):
        weight += 2
    corrects = bool(_CORRECTION.match(before.lstrip()))
    if corrects:
        weight += 1.5
    if _FOR_AN_EVENT.search(before):
        weight += 1
    elif _OTHER.search(since_promise) or _EVENT_IS.search(before):
        weight -= 2
    if _THEIRS.search(_last_clause(before)):
        weight -= 5
    if _UNTIL.match(time.words) and not _GRANTED.search(before):
        weight -= 3
    if _TAKEN.match(after):
        weight -= 3
    if _DOUBT.search(re.split(r"[,;:]", before)[-1]):
        weight -= 4
    if _MEET.search(before):
        weight -= 3
    alone = not promises and len(before.split()) + len(after.split()) <= 5
    asked = after.rstrip().endswith("?")
    return Bound(time, weight, alone and not asked, alone and asked, corrects)


def _last_clause(before: str) -> str:
    return re.split(r"[,;:] ", before)[-1]


# "Tuesday, at the same time as the other one.", "She wants it a week before, so Monday."
_FRAGMENT = re.compile(r"^\W*$|(?:^|.*, )(?:so|then|okay|and)(?: then)?,? (?:that['’]s |it['’]s |let['’]s say |say )?$", re.IGNORECASE)
_FRAGMENT_END = re.compile(r"\s*(?:[.!]|,(?! (?:i|we|he|she|they|it)\b)|$)", re.IGNORECASE)
# "I'll have it for the staffing meeting, that's the third."
_FOR_AN_EVENT = re.compile(
    r"\b(?:for|before|in time for|at) (?:the|our|your|my) [\w'’ -]{2,40}, (?:that['’]s|which is|so|on) (?:the )?$", re.IGNORECASE
)
# "The rehearsal's on the sixth": a day something happens on.
_EVENT_IS = re.compile(
    r"\b(?!it\b|that\b|deadline\b|due\b|what\b|here\b|let\b)\w{3,}(?:['’]s| is| are)(?: (?:back|only|still|at \w+))? $", re.IGNORECASE
)
_MEET = re.compile(r"\b(?:sit down|meet|see you|talk|speak|catch up|do this) again\b|\bsame time\b", re.IGNORECASE)
# What somebody is asked or told may have a day of its own, and so may somebody's own affairs.
_THEIRS = re.compile(
    r"\b(?:ask|tell|say|remind|write to)\w*(?: (?:him|her|them|to|[A-Z]\w+)){0,3} (?:for|to|that|we|they|if|whether|about|what|when)\b"
    r"|\b[iI] (?:told|asked)\b|\b(?:and|to) say\b|\b(?:his|their|your|my|our) $|\b(?:before|after|on|until|till|by|for|than) her $"
)
