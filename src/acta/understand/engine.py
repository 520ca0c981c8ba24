"""The embedded engine: minutes from weighed words and the structure of the dialogue, on the machine itself, without any network."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from acta.model import Citation, Diagnostic, Draft, DraftItem, ItemKind, Meeting, Transcript, Utterance
from acta.understand import choose, roles
from acta.understand.again import next_meeting
from acta.understand.choose import Candidate
from acta.understand.deadlines import Task, deadline_of
from acta.understand.owners import Owned, one_task, owner_of
from acta.understand.priority import priority_of
from acta.understand.summary import summary_of
from acta.understand.units import Unit, units_of, words_of
from acta.understand.unsaid import off_record
from acta.understand.wording import Scribe, Worded

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
_SPARE = 3
"""One candidate more than there are places is worded for each so many places."""


class EmbeddedEngine:
    """An ``engines.Extractor`` by rules and two tables of weights that come with acta."""

    name = "embedded"

    def draft(self, transcript: Transcript[Utterance], meeting: Meeting) -> Draft:
        """Propose minutes; proposes little for a transcript that says little.

        Raises ``EngineError`` where the weights are missing or damaged.
        """
        units = units_of(transcript.parts)
        total = sum(len(u.words) for u in units)
        doubts: list[Diagnostic] = []
        if total < _SHORT:
            doubts.append(Diagnostic("short-transcript", f"Only {total} words: too little for reliable minutes."))
        muted = off_record(units)
        found = next_meeting(units, meeting, muted)
        scribe = Scribe(units, meeting)
        talk = _Talk(units, meeting, scribe, muted | (found.units if found else frozenset()), found.date if found else None)
        items, left = _items(talk, roles.scores_of(units), total)
        if left and total >= _SHORT:
            doubts.append(Diagnostic("items-left-out", f"{left} weaker candidates left out."))
        drafts = [d for _, d in items]
        tagged = [line.words for i, _ in items for line in scribe.lines(i)]
        summary = summary_of(drafts, meeting, units, tagged)
        return Draft(summary, tuple(drafts), found.draft(units) if found else None, tuple(doubts))


@dataclass(frozen=True)
class _Talk:
    """What is known of the whole talk: its units, who was there, units to be passed over, and the day of the next meeting."""

    units: Sequence[Unit]
    meeting: Meeting
    scribe: Scribe
    muted: frozenset[int]
    again: date | None


def _items(talk: _Talk, scores: Sequence[dict[ItemKind, float]], total: int) -> tuple[list[tuple[int, DraftItem]], int]:
    """The items with their anchors, in the order of the talk, and how many candidates found no room."""
    chosen: list[tuple[int, DraftItem]] = []
    left = 0
    told: list[tuple[ItemKind, frozenset[str]]] = []
    taken: dict[ItemKind, set[int]] = {kind: set() for kind in ItemKind}
    for kind in _ORDER:
        room = choose.budget(kind, total)
        found = choose.candidates(talk.units, scores, kind, talk.muted)
        ranked, tried = _worded(talk, found, room)
        left += len(found) - tried
        for candidate, worded in ranked:
            busy = taken[kind] | taken[ItemKind.ACTION_ITEM] if kind.is_task else taken[kind]
            if candidate.anchor in busy or worded.source in busy:
                continue
            words = frozenset(words_of(worded.text))
            if any(_same(kind, words, *other) for other in told):
                continue
            if room <= 0:
                left += 1
                continue
            group = tuple(i for i in candidate.group if i not in busy)
            taken[kind].update(group)
            told.append((kind, words))
            chosen.append((candidate.anchor, _item(talk, replace(candidate, group=group), worded)))
            room -= 1
    chosen.sort(key=lambda pair: pair[0])
    return chosen, left


def _worded(talk: _Talk, candidates: Sequence[Candidate], room: int) -> tuple[list[tuple[Candidate, Worded]], int]:
    """Candidates that can be said in a sentence that stands alone, the likeliest and best said first; and how many were tried.

    The likeliest are worded until there are somewhat more than ``room``, so that how well they are said still has a choice.
    """
    enough = room + room // _SPARE + 2
    out: list[tuple[Candidate, Worded]] = []
    tried = 0
    for c in candidates:
        if len(out) >= enough:
            break
        tried += 1
        own = one_task(talk.units, c.anchor, c.group, talk.meeting) if c.kind.is_task else c.group
        narrowed = replace(c, group=tuple(own))
        worded = talk.scribe.word(narrowed)
        if worded and worded.quality >= choose.LEAST_QUALITY[c.kind]:
            out.append((narrowed, worded))
    return sorted(out, key=lambda cw: (-(cw[0].score + choose.QUALITY * cw[1].quality), cw[0].anchor)), tried


def _same(kind: ItemKind, words: frozenset[str], other: ItemKind, told: frozenset[str]) -> bool:
    """Whether two items say the same in other places or as another kind."""
    return len(words & told) >= (0.7 if kind is other else 0.85) * min(len(words), len(told))


def _item(talk: _Talk, candidate: Candidate, worded: Worded) -> DraftItem:
    units, kind, source = talk.units, candidate.kind, worded.source
    proof = {*candidate.group, *worded.besides}
    owned, due = Owned(None), None
    if kind.is_task:
        said = worded.text.partition(" — ")[0]
        owned = owner_of(units, source, candidate.group, talk.meeting, said)
        due = deadline_of(units, Task(source, candidate.group, kind, owned.owner, said), talk.meeting, talk.again)
        if due is not None:
            # The words a day follows from are part of the proof.
            proof.add(due.unit)
    group = sorted(proof)
    days = (due.date - talk.meeting.date).days if due else None
    return DraftItem(
        kind=kind,
        text=worded.text,
        citations=tuple(Citation(units[i].utterance.id, units[i].text) for i in group),
        owner=owned.owner,
        owner_candidates=() if owned.owner else owned.candidates,
        due=due.date if due else None,
        due_words=due.words if due else None,
        priority=priority_of(" ".join(units[i].text for i in group), days) if kind.is_task else None,
        confidence=round(1 / (1 + math.exp(-candidate.score - 0.7)), 2),
    )
