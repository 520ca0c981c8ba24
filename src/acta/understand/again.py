"""When the same people meet again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from acta.model import Citation, DraftNextMeeting, Meeting
from acta.understand.dates import next_meeting_of
from acta.understand.units import Unit, sentences_of

_AGAIN = re.compile(
    r"\b(?:again|next (?:one|time|meeting|call|session)|same time|same (?:hour|place|slot)|meet|see you|catch up|speak"
    r"|reconvene|until then|till then|calendar|talk)\b"
)


def next_meeting(units: Sequence[Unit], meeting: Meeting, muted: frozenset[int]) -> DraftNextMeeting | None:
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
                cited = tuple(Citation(units[k].utterance.id, units[k].text) for k in near)
                return DraftNextMeeting(due.date, due.words, cited)
    return None
