"""Which units become items: the best of each kind, no two about the same thing, as many as a talk of this length deserves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from acta.model import ItemKind
from acta.understand import links
from acta.understand.cues import cues_of
from acta.understand.units import Unit

_RATES: dict[ItemKind, float] = {
    ItemKind.KEY_FACT: 13.0,
    ItemKind.OUTCOME: 2.0,
    ItemKind.DECISION: 4.0,
    ItemKind.ACTION_ITEM: 11.0,
    ItemKind.FOLLOW_UP: 4.0,
    ItemKind.RISK: 3.0,
    ItemKind.OPEN_QUESTION: 4.0,
}
"""Items in a talk of 2,000 words; longer talks have more, but not in proportion."""

_LEAST: dict[ItemKind, float] = {
    ItemKind.KEY_FACT: -1.0,
    ItemKind.OUTCOME: -0.6,
    ItemKind.DECISION: -0.4,
    ItemKind.ACTION_ITEM: -1.2,
    ItemKind.FOLLOW_UP: -2.2,
    ItemKind.RISK: -0.5,
    ItemKind.OPEN_QUESTION: -1.4,
}
"""Log-odds below which no unit starts an item, however much room there is."""
TASK_CUES = frozenset(
    ("promise", "request", "need", "you_get", "third_will", "third_says", "imperative", "offer", "accept", "we_will", "remind")
)
"""Cues of which a task has one at least."""
NO_TASK = 1.6
_MOST_ADDED = 0.5
"""What ``_structure`` adds at most."""
MOST_QUOTES = 4
LEAST_QUALITY: dict[ItemKind, float] = dict.fromkeys(ItemKind, 2.2) | {
    ItemKind.ACTION_ITEM: 0.8,
    ItemKind.FOLLOW_UP: 1.2,
    ItemKind.OPEN_QUESTION: 1.8,
    ItemKind.DECISION: 2.8,
    ItemKind.OUTCOME: 2.8,
}
"""How well a text must read alone to be an item."""
QUALITY = 0.15
"""What a point of quality is worth in log-odds when candidates compete."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where an item may stand: its anchor unit, the units that prove it (the anchor among them, in order), its log-odds."""

    kind: ItemKind
    anchor: int
    group: tuple[int, ...]
    score: float


def budget(kind: ItemKind, words: int) -> int:
    """How many items of ``kind`` a talk of ``words`` words gets at most."""
    if words < 40:
        return min(1, round(words / 20))
    return max(1, round(float(_RATES[kind] * math.pow(words / 2000, 0.65))))


def candidates(units: Sequence[Unit], scores: Sequence[dict[ItemKind, float]], kind: ItemKind, muted: frozenset[int]) -> list[Candidate]:
    """Every place that may hold an item of ``kind``, the likeliest first; none in the units ``muted``."""
    found: list[Candidate] = []
    for i in range(len(units)):
        if i in muted:
            continue
        if scores[i][kind] + _MOST_ADDED < _LEAST[kind]:
            continue  # most units: what stands around them cannot lift them
        score = scores[i][kind] + _structure(units, i, kind)
        if score < _LEAST[kind]:
            continue
        group = _group(units, scores, kind, i, muted)
        found.append(Candidate(kind, i, group, score + 0.25 * sum(max(0.0, scores[j][kind] + 2.0) for j in group if j != i)))
    return sorted(found, key=lambda c: (-c.score, c.anchor))


def _structure(units: Sequence[Unit], i: int, kind: ItemKind) -> float:
    """What the dialogue around unit ``i`` adds to its log-odds or takes from them."""
    cues = cues_of(units[i].text)
    if kind.is_task:
        worth = 0.0 if cues & TASK_CUES else -NO_TASK
        if links.taken_back(units, i):
            worth -= 1.0
        if links.finished(units, i):
            worth -= 0.8
        if "request" in cues:
            worth += 0.5 if links.accepted(units, i) is not None else -0.3
            worth -= 0.6 if links.refused(units, i) else 0.0
        return worth
    if kind is ItemKind.DECISION:
        asked = -0.6 if "ends_question" in cues else 0.0
        return asked + (-0.8 if links.taken_back(units, i) else 0.0) + (-0.6 if links.refused(units, i) else 0.0)
    if kind in (ItemKind.RISK, ItemKind.OUTCOME, ItemKind.KEY_FACT):
        return -1.0 if "ends_question" in cues else 0.0
    if kind is ItemKind.OPEN_QUESTION and "question" in cues:
        return -0.7 if links.answered(units, i) else 0.4
    return 0.0


def _group(
    units: Sequence[Unit], scores: Sequence[dict[ItemKind, float]], kind: ItemKind, anchor: int, muted: frozenset[int]
) -> tuple[int, ...]:
    """The units that belong to the item at ``anchor``: neighbours likely to be of its evidence, and the other half of a pair."""
    group = {anchor}
    near = [j for j in (anchor - 1, anchor + 1, anchor - 2, anchor + 2) if 0 <= j < len(units) and j not in muted]
    for j in near:
        inside = abs(j - anchor) == 1 or (anchor + j) // 2 in group
        if len(group) < MOST_QUOTES and inside and scores[j][kind] > _JOIN[kind]:
            group.add(j)
    if kind is not ItemKind.KEY_FACT and len(group) < MOST_QUOTES:
        cues = cues_of(units[anchor].text)
        reply = links.other_voice(units, anchor, 2)
        if reply is not None and reply not in muted and cues & {"question", "request", "lets"}:
            group.update(range(anchor, reply + 1))
        if "accept" in cues and anchor and anchor - 1 not in muted:
            group.add(anchor - 1)
    return tuple(sorted(group)[:MOST_QUOTES])


_JOIN: dict[ItemKind, float] = dict.fromkeys(ItemKind, -1.7) | {ItemKind.KEY_FACT: -0.1, ItemKind.ACTION_ITEM: -0.3}
"""Log-odds above which a neighbour belongs to the evidence."""
