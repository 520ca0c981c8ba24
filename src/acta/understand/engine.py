"""The embedded engine: minutes from cue words and the structure of the dialogue, without model files or network."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from acta.model import Citation, Diagnostic, Draft, DraftItem, DraftNextMeeting, ItemKind, Meeting, Transcript, Utterance
from acta.understand import choose, roles
from acta.understand.choose import Candidate
from acta.understand.cues import cues_of
from acta.understand.dates import due_of, next_meeting_of
from acta.understand.links import off_record
from acta.understand.owners import Owned, owner_of
from acta.understand.priority import priority_of
from acta.understand.summary import summary_of
from acta.understand.units import Unit, sentences_of, units_of, words_of
from acta.understand.wording import wording_of

_ORDER = (
    ItemKind.ACTION_ITEM,
    ItemKind.DECISION,
    ItemKind.OPEN_QUESTION,
    ItemKind.RISK,
    ItemKind.FOLLOW_UP,
    ItemKind.KEY_FACT,
    ItemKind.OUTCOME,
)
"""Kinds in the order in which they take their units: the rarer sense of the same words goes first."""
_SHORT = 60


class EmbeddedEngine:
    """An ``engines.Extractor`` by rules and a small table of weights."""

    name = "embedded"

    def draft(self, transcript: Transcript[Utterance], meeting: Meeting) -> Draft:
        """Propose minutes; never fails on a transcript, and proposes little for one that says little."""
        units = units_of(transcript.parts)
        total = sum(len(u.words) for u in units)
        scores = roles.scores_of(units)
        doubts: list[Diagnostic] = []
        if total < _SHORT:
            doubts.append(Diagnostic("short-transcript", f"Only {total} words: too little for reliable minutes."))
        muted = off_record(units)
        again, agreed = _next_meeting(units, meeting, muted)
        items, left = _items(units, scores, meeting, total, muted | agreed)
        if left and total >= _SHORT:
            doubts.append(Diagnostic("items-left-out", f"{left} weaker candidates left out."))
        drafts = [d for _, d in items]
        return Draft(summary_of(drafts, meeting, units), tuple(drafts), again, tuple(doubts))


def _items(
    units: Sequence[Unit], scores: Sequence[dict[ItemKind, float]], meeting: Meeting, total: int, muted: frozenset[int]
) -> tuple[list[tuple[int, DraftItem]], int]:
    """The items with their anchors, in the order of the talk, and how many candidates found no room."""
    chosen: list[tuple[int, DraftItem]] = []
    left = 0
    told: list[tuple[ItemKind, frozenset[str]]] = []
    taken: dict[ItemKind, set[int]] = {kind: set() for kind in ItemKind}
    for kind in _ORDER:
        room = choose.budget(kind, total)
        for candidate in choose.candidates(units, scores, kind, muted):
            busy = taken[kind] | taken[ItemKind.ACTION_ITEM] if kind.is_task else taken[kind]
            if candidate.anchor in busy:
                continue
            if room <= 0:
                left += 1
                continue
            item = _item(units, replace(candidate, group=tuple(i for i in candidate.group if i not in busy)), meeting)
            if item is None:
                continue
            taken[kind].update(candidate.group)
            words = frozenset(words_of(item.text))
            if not any(_same(kind, words, *other) for other in told):
                told.append((kind, words))
                chosen.append((candidate.anchor, item))
                room -= 1
    chosen.sort(key=lambda pair: pair[0])
    return chosen, left


def _same(kind: ItemKind, words: frozenset[str], other: ItemKind, told: frozenset[str]) -> bool:
    """Whether two items say the same in other places or as another kind."""
    return len(words & told) >= (0.7 if kind is other else 0.85) * min(len(words), len(told))


def _item(units: Sequence[Unit], candidate: Candidate, meeting: Meeting) -> DraftItem | None:
    kind, group = candidate.kind, candidate.group
    worded = wording_of(units, candidate, meeting)
    if worded is None:
        return None
    text, source = worded
    owned = owner_of(units, source, group, meeting, text) if kind.is_task else Owned(None)
    due = due_of(_bound(units, candidate, source), meeting.date) if kind.is_task else None
    said = " ".join(units[i].text for i in group)
    return DraftItem(
        kind=kind,
        text=text,
        citations=tuple(Citation(units[i].utterance.id, units[i].text) for i in group),
        owner=owned.owner,
        owner_candidates=() if owned.owner else owned.candidates,
        due=due.date if due else None,
        due_words=due.words if due else None,
        priority=priority_of(said) if kind.is_task else None,
        confidence=round(1 / (1 + math.exp(-candidate.score - 0.7)), 2),
    )


def _bound(units: Sequence[Unit], candidate: Candidate, source: int) -> list[str]:
    """The sentences whose times bind the task: those of its own words, and of a short reply ("By Monday?", "Monday's fine")."""
    text = units[source].text
    cues = cues_of(text)
    # A time in a vague or conditional intention is seldom its deadline.
    if candidate.kind is ItemKind.FOLLOW_UP and ("promise" not in cues or cues & {"if", "maybe"}):
        return []
    if not cues & {"promise", "request", "you_get", "third_will", "third_says", "imperative"}:
        return []
    near = [j for j in candidate.group if j == source or (0 < j - source <= 2 and len(units[j].words) <= 8)]
    return [s for j in near for s in sentences_of(units[j].text)]


_AGAIN = re.compile(
    r"\b(?:again|next (?:one|time|meeting|call|session)|same time|same (?:hour|place|slot)|meet|see you|catch up|speak"
    r"|reconvene|until then|till then|calendar|talk)\b"
)


def _next_meeting(units: Sequence[Unit], meeting: Meeting, muted: frozenset[int]) -> tuple[DraftNextMeeting | None, frozenset[int]]:
    """The last time near the end on which people agree to meet again, and the units that say it."""
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
                return DraftNextMeeting(due.date, due.words, cited), frozenset(near)
    return None, frozenset()
