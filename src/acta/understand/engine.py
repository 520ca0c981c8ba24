"""The embedded engine: minutes from cue words and the structure of the dialogue, without model files or network."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from acta.model import Citation, Diagnostic, Draft, DraftItem, ItemKind, Meeting, Transcript, Utterance
from acta.understand import choose, roles
from acta.understand.again import next_meeting
from acta.understand.choose import Candidate
from acta.understand.deadlines import Task, deadline_of
from acta.understand.links import off_record
from acta.understand.owners import Owned, one_task, owner_of
from acta.understand.priority import priority_of
from acta.understand.summary import summary_of
from acta.understand.units import Unit, units_of, words_of
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
        found = next_meeting(units, meeting, muted)
        again = found.date if found else None
        items, left = _items(units, scores, meeting, total, muted | (found.units if found else frozenset()), again=again)
        if left and total >= _SHORT:
            doubts.append(Diagnostic("items-left-out", f"{left} weaker candidates left out."))
        drafts = [d for _, d in items]
        return Draft(summary_of(drafts, meeting, units), tuple(drafts), found.draft(units) if found else None, tuple(doubts))


def _items(
    units: Sequence[Unit],
    scores: Sequence[dict[ItemKind, float]],
    meeting: Meeting,
    total: int,
    muted: frozenset[int],
    *,
    again: date | None,
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
            item = _item(units, replace(candidate, group=tuple(i for i in candidate.group if i not in busy)), meeting, again)
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


def _item(units: Sequence[Unit], candidate: Candidate, meeting: Meeting, again: date | None) -> DraftItem | None:
    kind = candidate.kind
    if kind.is_task:
        candidate = replace(candidate, group=one_task(units, candidate.anchor, candidate.group, meeting))
    group = candidate.group
    worded = wording_of(units, candidate, meeting)
    if worded is None:
        return None
    text, source = worded
    owned = owner_of(units, source, group, meeting, text) if kind.is_task else Owned(None)
    due = deadline_of(units, Task(source, group, kind, owned.owner, text), meeting, again) if kind.is_task else None
    if due is not None and due.unit not in group:
        # The words a day follows from are part of the proof.
        group = tuple(sorted((*group, due.unit)))
    said = " ".join(units[i].text for i in group)
    return DraftItem(
        kind=kind,
        text=text,
        citations=tuple(Citation(units[i].utterance.id, units[i].text) for i in group),
        owner=owned.owner,
        owner_candidates=() if owned.owner else owned.candidates,
        due=due.date if due else None,
        due_words=due.words if due else None,
        priority=priority_of(said, (due.date - meeting.date).days if due else None) if kind.is_task else None,
        confidence=round(1 / (1 + math.exp(-candidate.score - 0.7)), 2),
    )
