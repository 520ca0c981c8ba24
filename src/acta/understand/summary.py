"""The summary: who talked about what, then the weightiest items as sentences, in the order of the talk."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from acta.model import DraftItem, ItemKind, Meeting
from acta.understand.roles import content_of
from acta.understand.units import Unit

_TARGET = 105
"""Words a summary should have."""
_WEIGHT = {
    ItemKind.DECISION: 1.2,
    ItemKind.ACTION_ITEM: 1.3,
    ItemKind.KEY_FACT: 1.0,
    ItemKind.OUTCOME: 0.6,
    ItemKind.RISK: 0.6,
    ItemKind.OPEN_QUESTION: 0.6,
    ItemKind.FOLLOW_UP: 0.5,
}


def summary_of(items: Sequence[DraftItem], meeting: Meeting, units: Sequence[Unit]) -> str:
    """Three to five sentences in the third person; "" when there is nothing to say."""
    if not items:
        return ""
    counts = Counter(w for u in units for w in dict.fromkeys(content_of(u)) if len(w) > 3)
    opening = _opening(meeting, units, items, counts)
    worth = {i: _worth(item, counts) for i, item in enumerate(items) if len(item.text.split()) >= 5}
    chosen: list[int] = []
    room = _TARGET - len(opening.split())
    for i in sorted(worth, key=lambda i: -worth[i]):
        size = len(items[i].text.split())
        if size <= room + 6 and len(chosen) < 4 and not any(_alike(items[i].text, items[j].text) for j in chosen):
            chosen.append(i)
            room -= size
    sentences = [s for s in (opening, *(_sentence(items[i]) for i in sorted(chosen))) if s]
    return " ".join(sentences)


def _worth(item: DraftItem, counts: Counter[str]) -> float:
    words = {w.strip(".,;:?!'").lower() for w in item.text.split()}
    return float(_WEIGHT[item.kind] * math.sqrt(sum(min(counts[w], 6) for w in words)) + item.confidence)


def _alike(a: str, b: str) -> bool:
    x, y = (set(t.lower().split()) for t in (a, b))
    return len(x & y) > 0.5 * min(len(x), len(y))


def _people(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _opening(meeting: Meeting, units: Sequence[Unit], items: Sequence[DraftItem], counts: Counter[str]) -> str:
    names = list(meeting.speakers)
    who = _people(names) if 0 < len(names) <= 5 else f"{len(names)} people" if names else "The meeting"
    said = {w for item in items for w in item.text.lower().replace(".", " ").replace(",", " ").split()}
    persons = {part.lower() for p in meeting.people for part in p.name.split()}
    topics = [w for w, n in counts.most_common(60) if n >= 3 and w in said and w not in persons and w not in _DULL and "'" not in w][:3]
    if not topics:
        return ""
    first_use = {t: next(u.index for u in units if t in u.words) for t in topics}
    topics.sort(key=lambda t: first_use[t])
    shown = [
        next((w for u in units for w in u.text.replace("’", "'").split() if w.strip(".,;:?!'\"").lower() == t), t).strip(".,;:?!'\"")
        for t in topics
    ]
    return f"{who} {'talked' if names else 'was'} about {_people(shown)}."


_DULL = frozenset(
    """said tell told back been them then than after before week weeks month months year years monday tuesday wednesday
    thursday friday today tomorrow
    people somebody nobody everybody something nothing anything everything first last next time times that what whole again much
    more most same
    other another because without about where there here done gone take took come came make made give gave look looked talk
    talked ask asked send
    sent write wrote need needs want wants work works three four five maybe actually honest always never
    every eleven twelve till hundred thousand million percent thirteen fourteen fifteen twenty thirty forty fifty sixty under over down long short""".split()
)


def _sentence(item: DraftItem) -> str:
    text = item.text.strip()
    if item.kind.is_task:
        body = text[:1].lower() + text[1:] if not text.split()[0].isupper() else text
        return f"{item.owner.split()[0]} will {body}" if item.owner else f"It was agreed to {body}"
    if item.kind is ItemKind.OPEN_QUESTION:
        return f"It stayed open: {text[:1].lower()}{text[1:].rstrip('?')}."
    return text
