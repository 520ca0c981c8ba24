"""The sentence of an item: which of the words that prove it say it best, restated in the third person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from acta.model import ItemKind, Meeting
from acta.understand.choose import Candidate
from acta.understand.cues import CUES
from acta.understand.owners import addressee
from acta.understand.restate import Form, restate
from acta.understand.roles import content_of
from acta.understand.units import Unit, sentences_of, words_of

_FORM: dict[ItemKind, Form] = {ItemKind.ACTION_ITEM: "action", ItemKind.FOLLOW_UP: "action", ItemKind.OPEN_QUESTION: "question"}
_NEAR = 5
"""Units on each side in which a word must come again to be what the talk is about just here."""
_ANCHOR = 5.0
"""What a text from the anchor itself is worth more than one from the units around it."""
_TASK_CUES = ("promise", "request", "need", "you_get", "third_will", "imperative")
_FRAMES = {ItemKind.RISK: "warned that", ItemKind.DECISION: "agreed that"}
_ALREADY = re.compile(r"^(?:\S+ ){1,2}(?:says|said|warned|agreed|thinks|asked) ")
_FUNCTION = frozenset("The A An It There That This These Those They He She We In On At If When And But So Some All No Not One Two".split())


def wording_of(units: Sequence[Unit], candidate: Candidate, meeting: Meeting) -> tuple[str, int] | None:
    """The text of the item and the unit it was made from, or ``None`` where no sentence can stand alone."""
    names = [p.name for p in meeting.people]
    form: Form = _FORM.get(candidate.kind, "statement")
    topic = _topic(units, candidate)
    best: tuple[float, str, int] | None = None
    seen: set[str] = set()
    for i in candidate.group:
        for evidence in _evidences(units, candidate, i):
            text = restate(evidence, speaker=units[i].speaker, listener=addressee(units, i, meeting), form=form, names=names)
            if text is None or text in seen:
                continue
            seen.add(text)
            worth = _worth(text, " ".join(evidence), topic, candidate) + (_ANCHOR if i == candidate.anchor else 0.0)
            if best is None or worth > best[0]:
                best = worth, text, i
    if best is None:
        return None
    text = best[1] if candidate.kind.is_task else _framed(best[1], units, candidate, best[2], meeting)
    return text, best[2]


def _evidences(units: Sequence[Unit], candidate: Candidate, i: int) -> Iterator[list[str]]:
    """What may be restated together: all that one person says in the group, one unit, and each pair of the anchor's sentences."""
    said = sentences_of(units[i].text)
    if units[i].speaker:
        together = [units[j].text for j in candidate.group if units[j].speaker == units[i].speaker]
        if len(together) > 1:
            yield together
    yield [units[i].text]
    if i == candidate.anchor and 2 < len(said) <= 6:
        yield from ([a, b] for a, b in pairwise(said))


def _topic(units: Sequence[Unit], candidate: Candidate) -> dict[str, float]:
    """Words that come again near the item, by how often; words of the whole talk count less."""
    lo, hi = max(0, candidate.anchor - _NEAR), min(len(units), candidate.anchor + _NEAR + 1)
    near = Counter(w for u in units[lo:hi] for w in set(content_of(u)))
    inside = Counter(w for j in candidate.group for w in set(content_of(units[j])))
    return {w: min(n, 3) + 0.5 * min(inside[w], 3) for w, n in near.items()}


def _worth(text: str, source: str, topic: dict[str, float], candidate: Candidate) -> float:
    words = {w for w in words_of(text) if w in topic}
    weight = sum(topic[w] for w in words)
    numbers = len(re.findall(r"\d|\b(?:\w+teen|\w+ty|hundred|thousand|million|percent)\b", text.lower()))
    worth = 0.6 * weight + 0.4 * min(numbers, 4) - 0.12 * max(0, len(text.split()) - 24)
    low = source.lower().replace("’", "'")
    if candidate.kind.is_task:
        worth += 2.5 * any(CUES[c].search(low) for c in _TASK_CUES)
    elif candidate.kind is ItemKind.OPEN_QUESTION:
        worth += 3.0 * ("?" in low or bool(CUES["unknown"].search(low)))
    elif candidate.kind is ItemKind.RISK:
        worth += 1.5 * bool(CUES["may_go_wrong"].search(low) or CUES["could_if"].search(low))
    return worth - 2.0 * bool(re.match(r"(?:It|That|They|She|He|This)\b", text))


def _framed(text: str, units: Sequence[Unit], candidate: Candidate, i: int, meeting: Meeting) -> str:
    """``text``, said to be somebody's words where it would otherwise repeat the quote."""
    plain = words_of(text)
    close = any(_overlap(plain, words_of(units[j].text)) > 0.86 for j in candidate.group)
    if not close or candidate.kind.is_task or candidate.kind is ItemKind.OPEN_QUESTION or _ALREADY.match(text):
        return text
    who = units[i].first or "Someone"
    verb = _FRAMES.get(candidate.kind, "said that")
    first = text.split(maxsplit=1)[0]
    # Other opening words may be names, whose capital must stay.
    if first in _FUNCTION:
        return f"{who} {verb} {text[:1].lower()}{text[1:]}"
    return f"{who} {verb} {text}" if any(first in p.name.split() for p in meeting.people) else f"{who} {verb.removesuffix(' that')}: {text}"


def _overlap(a: Sequence[str], b: Sequence[str]) -> float:
    x, y = Counter(a), Counter(b)
    return 2 * sum((x & y).values()) / (len(a) + len(b) or 1)
