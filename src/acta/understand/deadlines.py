"""When a task is due: which of the times said around it bind this task, and not something else that was said beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from acta.model import ItemKind, Meeting
from acta.understand.dates import Bound, TimeWords, agreed, binding, coming
from acta.understand.daywords import DAYS
from acta.understand.owners import Claim, claims_of, content_words
from acta.understand.units import Unit


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day, the words it follows from, and the unit they stand in."""

    date: date
    words: str
    unit: int


_AFTER = 3
"""Units after the one that says the task in which its day may still be settled."""
_BRIEF = 9
"""Most words of a unit beside the group that may settle the day: "By Monday?", "Monday's fine"."""
_SURELY_THIS = 0.75
"""What must tie a promise beside the group to this task: a word in common, or more."""
_WHEN = re.compile(rf"\b(?:when|by|until|what day|{'|'.join(DAYS)}|tomorrow|today|tonight|week|month)\b[^.!]*\?", re.IGNORECASE)
_VAGUE = re.compile(r"\b(?:maybe|perhaps|might|at some point|one of these days|no (?:rush|hurry))\b")
_NEXT_TIME = re.compile(
    r"\b(?:when|next time) we (?:next )?(?:sit|meet|speak|talk|catch up)(?: down| again)?(?: next(?: week| time)?)?\b"
    r"|\b(?:at|by|for|in) (?:the|our) next (?:one of these|one|meeting|call|session|catch-?up|sync|1:1)\b|\bby next time\b",
    re.IGNORECASE,
)


def deadline_of(
    units: Sequence[Unit],
    source: int,
    group: Sequence[int],
    kind: ItemKind,
    meeting: Meeting,
    owner: str | None = None,
    text: str = "",
    again: date | None = None,
) -> Deadline | None:
    """The day on which the task said in ``source`` and proven by ``group`` is due, or ``None``.

    ``owner`` and ``text`` are the task's, where known: what somebody else promises for a day, or for another thing, is not due then.
    ``again`` is the day of the next meeting, which "when we sit next week" means.
    """
    inside = {*group, source}
    places = sorted({*inside, *(i for i in range(source + 1, source + 1 + _AFTER) if i < len(units))})
    about = content_words(text)
    starts: list[int] = []
    said = ""
    for i in places:
        starts.append(len(said))
        said += units[i].text + "\n"
    claims = {i: claims_of(units, i, meeting) for i in places}
    first = next((i for i in places if claims[i]), None)
    times: list[tuple[Bound, int]] = []
    for time in _times(said, meeting.date, again):
        place = places[max(n for n, start in enumerate(starts) if start <= time.start)]
        bound = binding(said, time)
        relevance = _relevance(claims[place], time, owner, about)
        if place not in inside:
            # Beside the group only an answer to its "By Monday?" counts, or the promise said again with its day.
            answers = bound.bare and place - 1 in inside and _WHEN.search(units[place - 1].text)
            if len(units[place].words) > _BRIEF or not (answers or relevance >= _SURELY_THIS):
                continue
        weight = bound.weight + relevance
        if bound.bare and first is not None and place < first:
            # A day said alone before anybody promised anything answers something else.
            weight -= 2
        if kind is ItemKind.FOLLOW_UP and _VAGUE.search(units[place].text.lower()):
            weight -= 2
        times.append((replace(bound, weight=weight), place))
    last = agreed([bound for bound, _ in times])
    if last is None or (day := times[last][0].time.date) is None:
        return None
    return Deadline(day, times[last][0].time.words, times[last][1])


def _times(said: str, today: date, again: date | None) -> list[TimeWords]:
    """The days of ``said``, with the next meeting's where it is spoken of."""
    found = coming(said, today)
    if again is not None and again > today:
        found += [TimeWords(m.start(), m.end(), m[0], again, "deadline", True) for m in _NEXT_TIME.finditer(said)]
    return sorted(found, key=lambda t: t.start)


def _relevance(claims: Sequence[Claim], time: TimeWords, owner: str | None, about: set[str]) -> float:
    """What the clause around ``time`` adds, by whose task it speaks of and how much of this one."""
    words = time.words.lower().replace("’", "'")
    here = [c for c in claims if words in c.clause]
    if not here:
        return 0.0
    doers = {c.who for c in here if c.who}
    against = -4.0 if owner and doers and owner not in doers else 0.0
    return against + min(2.0, 0.75 * max(len(about & content_words(c.about)) for c in here))
