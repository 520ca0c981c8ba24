"""When a task is due: which of the times said around it bind this task, and not something else that was said beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from acta.model import ItemKind, Meeting
from acta.understand.cues import CUES
from acta.understand.dates import Bound, TimeWords, agreed, binding, coming
from acta.understand.daywords import DAYS
from acta.understand.links import low
from acta.understand.numerals import digits
from acta.understand.owners import Claim, claims_of, content_words
from acta.understand.units import Unit, sentences_of, words_of


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day, the words it follows from, and the unit they stand in."""

    date: date
    words: str
    unit: int


@dataclass(frozen=True, slots=True)
class Task:
    """A task as far as it is known: the unit that says it, those that prove it, and its owner and text, where they are known.

    What somebody else promises for a day, or for another thing, is not due then.
    """

    source: int
    group: tuple[int, ...]
    kind: ItemKind
    owner: str | None = None
    text: str = ""

    @property
    def inside(self) -> frozenset[int]:
        """The units that speak of the task."""
        return frozenset((*self.group, self.source))


_BEFORE = 4
"""Units before the group that say which Wednesday "the Wednesday" is."""
_AFTER = 4
"""Units after the one that says the task in which its day may still be settled."""
_BRIEF = 9
"""Most words of a unit beside the group that may settle the day by its promise alone: "I'll have it for you Monday"."""
_WHEN = re.compile(rf"\b(?:when|by|until|what day|{'|'.join(DAYS)}|tomorrow|today|tonight|week|month)\b[^.!]*\?", re.IGNORECASE)
_NEW_SUBJECT = re.compile(r" *(?:(?:okay|right|good|yes|fine)[,.]? )?(?:and|now|also|anyway|next|then there['’]s)\b", re.IGNORECASE)
_VAGUE = re.compile(r"\b(?:maybe|perhaps|might|at some point|one of these days|no (?:rush|hurry))\b")
_NEXT_TIME = re.compile(
    r"\b(?:when|next time) we (?:next )?(?:sit|meet|speak|talk|catch up)(?: down| again)?(?: next(?: week| time)?)?\b"
    r"|\b(?:at|by|for|in) (?:the|our) next (?:one of these|one|meeting|call|session|catch-?up|sync|1:1)\b|\bby next time\b",
    re.IGNORECASE,
)


def deadline_of(units: Sequence[Unit], task: Task, meeting: Meeting, again: date | None = None) -> Deadline | None:
    """The day on which ``task`` is due, or ``None``; ``again`` is the day of the next meeting, which "when we sit next week" means."""
    inside, source = task.inside, task.source
    context = range(max(0, min(inside) - _BEFORE), min(inside))
    places = [*context, *sorted({*inside, *range(source + 1, min(source + 1 + _AFTER, len(units)))})]
    starts: list[int] = []
    said = ""
    for i in places:
        starts.append(len(said))
        said += units[i].text + "\n"
    about = content_words(task.text)
    negotiated: set[int] = set()
    times: list[tuple[Bound, int]] = []
    for time in _times(said, meeting.date, again):
        place = places[max(n for n, start in enumerate(starts) if start <= time.start)]
        if place in context:
            continue
        claims = claims_of(units, place, meeting)
        bound = binding(said, time)
        bound = replace(bound, weight=bound.weight + _relevance(claims, time, task.owner, about))
        if place not in inside and not _belongs(units, task, place, bound, claims=claims, negotiated=negotiated):
            continue
        if bound.bare and _opens(units, task, meeting, place, said[_sentence_end(said, time.end) :]):
            bound = replace(bound, weight=bound.weight - 2)
        if task.kind is ItemKind.FOLLOW_UP and _VAGUE.search(low(units[place])):
            bound = replace(bound, weight=bound.weight - 2)
        if bound.bare or bound.asked:
            negotiated.add(place)
        times.append((bound, place))
    last = agreed([bound for bound, _ in times])
    if last is None or (day := times[last][0].time.date) is None:
        return None
    found = Deadline(day, times[last][0].time.words, times[last][1])
    return found if _is_told(units, task, found) else None


_OWN_TIME = re.compile(
    r"\b(?:after|before|once|when|until|if|unless|maybe|perhaps|nearer|in (?:spring|summer|autumn|winter)|a week|the week after|each|every"
    r"|some ?time|one day|next time|whenever|from this|from now)\b",
    re.IGNORECASE,
)


def _is_told(units: Sequence[Unit], task: Task, found: Deadline) -> bool:
    """Whether the day is told of this task plainly: in its own text, beside it in the same breath, or by a short answer.

    A task that has a time of its own ("after the offsite") takes no other; a day in somebody's longer speech nearby is that speech's.
    """
    if not task.text:
        return True
    if set(words_of(digits(found.words))) <= set(words_of(task.text)):
        # "Take the 24th", "set up the Monday": the day is what is dealt with; "twice a week from now" has no end.
        day = re.escape(digits(found.words).lower().removeprefix("the "))
        return not re.search(rf"^(?:\w+ ){{1,2}}the {day}\b|\b(?:once|twice|times|every|each) {day}", task.text.lower())
    if found.words.lower().startswith(("from ", "since ")):
        return False
    if _OWN_TIME.search(task.text):
        return False
    if found.unit == task.source:
        return True
    told = [words_of(s) for s in sentences_of(units[found.unit].text) if found.words in s]
    return any(len(words) <= _BRIEF for words in told)


def _times(said: str, today: date, again: date | None) -> list[TimeWords]:
    """The days of ``said``, with the next meeting's where it is spoken of."""
    found = coming(said, today)
    if again is not None and again > today:
        found += [TimeWords(m.start(), m.end(), m[0], again, "deadline", True) for m in _NEXT_TIME.finditer(said)]
    return sorted(found, key=lambda t: t.start)


def _sentence_end(said: str, start: int) -> int:
    m = re.compile(r"[.!?]|\n").search(said, start)
    return m.end() if m else len(said)


def _opens(units: Sequence[Unit], task: Task, meeting: Meeting, place: int, rest: str) -> bool:
    """Whether a day said alone answers what was said before the task came up: "Thursday. Okay. And the report …"."""
    before = [i for i in task.inside if i < place]
    if place - 1 in task.inside and _WHEN.search(units[place - 1].text):
        return False
    if any(claims_of(units, i, meeting) for i in before):
        return False
    return bool(_NEW_SUBJECT.match(rest)) or not claims_of(units, place, meeting)


def _belongs(units: Sequence[Unit], task: Task, place: int, bound: Bound, *, claims: Sequence[Claim], negotiated: set[int]) -> bool:
    """Whether a day named beside the group is this task's: an answer to its "By when?", or its promise said again with a day."""
    inside, about = task.inside, content_words(task.text)
    if bound.bare or bound.asked:
        last = units[place - 1]
        if bound.corrects and place - 1 in inside | negotiated:
            return True
        if place - 1 in inside | negotiated and (_WHEN.search(last.text) or place - 1 in negotiated):
            return True
        if place - 2 in inside and _WHEN.search(last.text) and len(content_words(last.text)) <= 2:
            return True
        if bound.asked and place - 1 in inside:
            return place + 1 < len(units) and bool(CUES["accept"].search(low(units[place + 1])))
        return False
    words = bound.time.words.lower().replace("’", "'")
    here = [c for c in claims if words in c.clause]
    shared = max((len(about & content_words(c.about)) for c in here), default=0)
    mine = any(c.who == task.owner and c.who is not None for c in here)
    return shared >= 2 or (shared >= 1 and (mine or len(units[place].words) <= _BRIEF))


def _relevance(claims: Sequence[Claim], time: TimeWords, owner: str | None, about: set[str]) -> float:
    """What the clause around ``time`` adds, by whose task it speaks of and how much of this one."""
    words = time.words.lower().replace("’", "'")
    here = [c for c in claims if words in c.clause]
    if not here:
        return 0.0
    doers = {c.who for c in here if c.who}
    against = -4.0 if owner and doers and owner not in doers else 0.0
    return against + min(2.0, 0.75 * max(len(about & content_words(c.about)) for c in here))
