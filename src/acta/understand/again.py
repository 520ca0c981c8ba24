"""When the same people meet again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from acta.model import Citation, DraftNextMeeting, Meeting
from acta.understand.cues import CUES
from acta.understand.dates import TimeWords, coming
from acta.understand.links import low
from acta.understand.units import Unit


@dataclass(frozen=True, slots=True)
class Again:
    """The day of the next meeting, the words it follows from, and the units that say it."""

    date: date
    words: str
    units: frozenset[int]

    def draft(self, units: Sequence[Unit]) -> DraftNextMeeting:
        """The same as a proposal with its quotes."""
        return DraftNextMeeting(self.date, self.words, tuple(Citation(units[i].utterance.id, units[i].text) for i in sorted(self.units)))


@dataclass(frozen=True, slots=True)
class _Place:
    """A day named in unit ``unit``, how much speaks for meeting on it, and whether any words of meeting do."""

    unit: int
    time: TimeWords
    weight: float
    meant: bool


_LAST_PART = 0.6
"""Where in the talk people begin to say when they meet again."""
_REACH = 5
"""Units in which a proposed day may still be moved."""
_LEAST = 3.5
_BARE = 6
_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
_CLOCK = re.compile(
    rf"\bo['’]?clock\b|\bsame (?:time|hour|place|slot|room)\b|\b(?:at|half|half past|quarter (?:past|to)) {_HOUR}\b|\b{_HOUR} (?:thirty|fifteen"
    rf"|forty-five)\b|\bnoon\b|\b\d{{1,2}}(?:[:.]\d\d)? ?(?:a\.?m|p\.?m)\b|\b{_HOUR}\?|, {_HOUR}[,.?]|\b{_HOUR} (?:mine|yours|here|my time|your time)\b"
)
# Cheap to look for: most units name no day at all.
_MAY_NAME_A_DAY = re.compile(
    r"day\b|morrow|week|fortnight|\w(?:st|nd|rd|th)\b|first|second|third|\d|(?:january|february|april|june|july|august|\w+ber|march|may)\b"
)
_AGAIN = re.compile(
    r"\b(?:(?:do|doing|see|sit|sit down|meet|talk|speak|get together|catch up|call)\b[^.?!]{0,24}\b(?:again|next)|again\?|next (?:one|time|meeting|call|session)|same time"
    r"|see you|reconvene|until then|till then|(?:when do i|i) (?:have|see|get) you next|(?:next|our|the|this) (?:\w+ )?(?:sync|review|stand-?up|retro|check-?in|one-to-one"
    r"|1:1|session|planning)|the (?:two|three|four|five|six) of us|(?:put|it's|be) (?:it )?(?:in|on) the (?:calendar|invite|diary)|four weeks|a room"
    r"|(?:half an|an) hour|(?:ten|fifteen|twenty|thirty|forty) minutes)\b"
)
_PROMISE = re.compile(
    r"\b(?:i'll|i will|i'm going to|you'll (?:have|get)|can you|could you|will you|send|deadline|due|deliver\w*|finish\w*|draft|by|before|since|until|till"
    r"|launch\w*|go-live|goes live|starts?|begins?|closes?|ends?)\b[^.?!]*$"
)
_THEIRS = re.compile(r"\b(?:he|she|they|his|her|their|[a-z]+'s got)\b[^.?!]*$")
_BUSY = re.compile(
    r"^(?:['’]s (?!fine|good|perfect|okay|great|better|ok|free)| (?:i['’]m|we['’]re|he['’]s|she['’]s|they['’]re|i can['’]t|isn['’]t|won['’]t|doesn['’]t"
    r"|is (?:out|off|no|a holiday|the)|you['’]re))",
    re.IGNORECASE,
)
_CANNOT = re.compile(r"\b(?:can't|cannot|not|isn't|won't|don't|away|on leave|on a train|holiday)\b[^.?!,;]*$")
_SENTENCE = re.compile(r"[.!?]+(?=\s|$)")


def next_meeting(units: Sequence[Unit], meeting: Meeting, muted: frozenset[int]) -> Again | None:
    """The day on which the people of this meeting agree, towards its end, to meet again, or ``None``."""
    start = int(len(units) * _LAST_PART)
    places = [p for i in range(start, len(units)) if i not in muted for p in _places(units, i, meeting.date) if p.meant]
    best = max(places, key=lambda p: (p.weight, p.unit), default=None)
    if best is None or best.weight < _LEAST:
        return None
    # What was proposed may be moved in the next few lines: the day named last is the one agreed.
    later = [p for p in places if best.unit <= p.unit <= best.unit + _REACH and p.weight >= max(_LEAST - 1, best.weight - 2)]
    chosen = max(later, key=lambda p: (p.unit, p.time.start), default=best)
    if chosen.time.date is None:
        return None
    said = {best.unit, chosen.unit, *(j for j in (chosen.unit + 1,) if j < len(units) and j not in muted)}
    return Again(chosen.time.date, chosen.time.words, frozenset(said))


def _places(units: Sequence[Unit], i: int, today: date) -> list[_Place]:
    if not _MAY_NAME_A_DAY.search(units[i].text.lower()):
        return []
    found = [t for t in coming(units[i].text, today) if t.date is not None and t.date > today]
    return [p for t in found if (p := _place(units, i, t)).weight > 0]


def _place(units: Sequence[Unit], i: int, time: TimeWords) -> _Place:
    """How much speaks for ``time`` in unit ``i`` being when these people meet again."""
    text = units[i].text
    start = max((m.end() for m in _SENTENCE.finditer(text, 0, time.start)), default=0)
    end = next((m.end() for m in _SENTENCE.finditer(text, time.end)), len(text))
    before, after = text[start : time.start].lower().replace("’", "'"), text[time.end : end]
    around = low(units[i])
    asked = low(units[i - 1]) if i else ""
    weight = 2.5 * bool(_AGAIN.search(around)) + 1.5 * bool(_CLOCK.search(text[time.start :].lower())) + 1.0 * bool(_AGAIN.search(asked))
    meant = weight > 0
    weight += 0.5 * bool(after.rstrip().endswith("?")) + 0.5 * (len(units[i].words) <= 12)
    weight += 3.0 * (i / max(1, len(units) - 1) - _LAST_PART) / (1 - _LAST_PART)
    following = units[i + 1].text.lower() if i + 1 < len(units) else ""
    if time.words.lower().split()[0] in following or CUES["accept"].search(following):
        weight += 0.5
        meant = meant or len(units[i].words) <= _BARE
    if _PROMISE.search(before) or time.role == "deadline":
        weight -= 3
    if _THEIRS.search(before):
        weight -= 2
    if _BUSY.match(after) or _CANNOT.search(before):
        weight -= 4
    return _Place(i, time, weight, meant)
