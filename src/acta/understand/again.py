"""When the same people meet again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from acta.model import Citation, DraftNextMeeting, Meeting
from acta.understand.dates import next_meeting_of
from acta.understand.units import Unit, sentences_of


@dataclass(frozen=True, slots=True)
class Again:
    """The day of the next meeting, the words it follows from, and the units that say it."""

    date: date
    words: str
    units: frozenset[int]

    def draft(self, units: Sequence[Unit]) -> DraftNextMeeting:
        """The same as a proposal with its quotes."""
        return DraftNextMeeting(self.date, self.words, tuple(Citation(units[i].utterance.id, units[i].text) for i in sorted(self.units)))


_AGAIN = re.compile(
    r"\b(?:again|next (?:one|time|meeting|call|session)|same time|same (?:hour|place|slot)|meet|see you|catch up|speak"
    r"|reconvene|until then|till then|calendar|talk)\b"
)


def next_meeting(units: Sequence[Unit], meeting: Meeting, muted: frozenset[int]) -> Again | None:
    """The last time near the end on which people agree to meet again."""
    start = int(len(units) * 0.75)
    for i in reversed(range(start, len(units))):
        text = units[i].text
        if i in muted or not _AGAIN.search(text.lower()):
            continue
        near = [j for j in (i, i + 1) if j < len(units) and j not in muted]
        for j in near:
            due = next_meeting_of(sentences_of(units[j].text), meeting.date)
            if due is not None:
                return Again(due.date, due.words, frozenset(near))
    return None
