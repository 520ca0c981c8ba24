"""When a task is due: which of the times said around it bind this task, and not something else that was said beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from acta.model import ItemKind, Meeting
from acta.understand.dates import TimeWords, agreed, binding, coming
from acta.understand.owners import claims_of, content_words
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
_VAGUE = re.compile(r"\b(?:maybe|perhaps|might|at some point|one of these days|no (?:rush|hurry)|if|unless|once)\b")


def deadline_of(
    units: Sequence[Unit], source: int, group: Sequence[int], kind: ItemKind, meeting: Meeting, owner: str | None = None, text: str = ""
) -> Deadline | None:
    """The day on which the task said in ``source`` and proven by ``group`` is due, or ``None``.

    ``owner`` and ``text`` are the task's, where known: what somebody else promises for a day, or for another thing, is not due then.
    """
    places = sorted({*group, source, *(i for i in range(source + 1, source + 1 + _AFTER) if i < len(units))})
    about = content_words(text)
    starts: list[int] = []
    said = ""
    for i in places:
        starts.append(len(said))
        said += units[i].text + "\n"
    times: list[tuple[TimeWords, float]] = []
    for time in coming(said, meeting.date):
        at = max(n for n, start in enumerate(starts) if start <= time.start)
        place = places[at]
        inside = place in group or place == source
        if not inside and len(units[place].words) > _BRIEF:
            continue
        weight = binding(said, time) + (0.0 if inside else -0.5) + _relevance(units, place, time, meeting, owner, about)
        if kind is ItemKind.FOLLOW_UP and _VAGUE.search(units[place].text.lower()):
            weight -= 2
        times.append((time, weight))
    last = agreed(times)
    if last is None or (day := times[last][0].date) is None:
        return None
    time = times[last][0]
    return Deadline(day, time.words, places[max(n for n, start in enumerate(starts) if start <= time.start)])


def _relevance(units: Sequence[Unit], place: int, time: TimeWords, meeting: Meeting, owner: str | None, about: set[str]) -> float:
    """What the clause around ``time`` adds, by whose task it speaks of and how much of this one."""
    words = time.words.lower().replace("’", "'")
    claims = [c for c in claims_of(units, place, meeting) if words in c.clause]
    if not claims:
        return 0.0
    weight = 0.5 * min(2, max(len(about & content_words(c.about)) for c in claims))
    doers = {c.who for c in claims if c.who}
    if owner and doers and owner not in doers:
        weight -= 4
    return weight
