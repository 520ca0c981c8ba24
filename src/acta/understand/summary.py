"""The summary: who talked about what, then the weightiest items as sentences, in the order of the talk."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import dropwhile

from acta.model import DraftItem, ItemKind, Meeting
from acta.understand.grammar import Word, join, noun_phrases
from acta.understand.roles import content_of
from acta.understand.units import Unit

_TARGET = 105
"""Words a summary should have."""
_MOST = 5
_WEIGHT = {
    ItemKind.DECISION: 1.3,
    ItemKind.ACTION_ITEM: 1.2,
    ItemKind.KEY_FACT: 1.0,
    ItemKind.OUTCOME: 0.7,
    ItemKind.RISK: 0.8,
    ItemKind.OPEN_QUESTION: 0.7,
    ItemKind.FOLLOW_UP: 0.5,
}
_SHARE = {ItemKind.KEY_FACT: 2, ItemKind.DECISION: 2, ItemKind.ACTION_ITEM: 2}
"""Most sentences of a kind; one of any other."""
_TOPICS = 3
_BEFORE_NAME = frozenset(("DT", "PDT", "PRP$", "CD", "POS", "VBG", "VBN"))
_MET = 3
"""Units that must speak of a thing for it to be a topic."""


def summary_of(items: Sequence[DraftItem], meeting: Meeting, units: Sequence[Unit], tagged: Iterable[Sequence[Word]]) -> str:
    """Three to five sentences in the third person; "" when there is nothing to say. ``tagged``: the sentences the items were made from."""
    if not items:
        return ""
    counts = Counter(w for u in units for w in set(content_of(u)) if len(w) > 3)
    opening = _opening(meeting, topics_of(tagged, units, meeting))
    said = {i: s for i, item in enumerate(items) if len((s := _sentence(item)).split()) >= 6}
    worth = {i: _worth(items[i], said[i], counts) for i in said}
    chosen: list[int] = []
    taken: Counter[ItemKind] = Counter()
    room = _TARGET - len(opening.split())
    for i in sorted(worth, key=lambda i: (-worth[i], i)):
        size = len(said[i].split())
        kind = items[i].kind
        if size > room + 6 or len(chosen) + bool(opening) >= _MOST or taken[kind] >= _SHARE.get(kind, 1):
            continue
        if not any(_alike(said[i], said[j]) for j in chosen):
            chosen.append(i)
            taken[kind] += 1
            room -= size
    return " ".join(s for s in (opening, *(said[i] for i in sorted(chosen))) if s)


def topics_of(tagged: Iterable[Sequence[Word]], units: Sequence[Unit], meeting: Meeting) -> list[str]:
    """At most three things the talk keeps coming back to, as they are called in it, in the order of their first mention."""
    persons = {part.lower() for p in meeting.people for part in p.name.split()}
    spoken = Counter(w for u in units for w in set(u.words))
    phrases: Counter[str] = Counter()
    for words in tagged:
        for a, b in noun_phrases(words):
            inside = dropwhile(lambda w: w.tag in _BEFORE_NAME or w.low in _DULL, words[a:b])
            named = list(inside)[-3:]
            if named and not any(w.low in persons or w.low in _DULL or w.tag == "POS" or not w.text[:1].isalpha() for w in named):
                phrases[join(named)] += 1
    scored: list[tuple[float, str]] = []
    for phrase, times in phrases.items():
        head = phrase.rpartition(" ")[2].lower()
        met = max(spoken[head], spoken[head.removesuffix("s")])
        if met >= _MET and len(head) > 2:
            # A thing spoken of everywhere is as good as one named twice in full.
            scored.append((math.log(1 + met) + 0.8 * math.log(times) + 0.8 * (" " in phrase) + 0.4 * phrase[:1].isupper(), phrase))
    chosen: list[str] = []
    for _, phrase in sorted(scored, key=lambda s: (-s[0], s[1])):
        stems = {w.lower().removesuffix("s") for w in phrase.split()}
        if len(chosen) < _TOPICS and not any(stems & {w.lower().removesuffix("s") for w in c.split()} for c in chosen):
            chosen.append(phrase)
    first = {c: next((u.index for u in units if c.rpartition(" ")[2].lower() in u.words), 0) for c in chosen}
    return [_uncapitalised(c, units) for c in sorted(chosen, key=lambda c: first[c])]


def _uncapitalised(phrase: str, units: Sequence[Unit]) -> str:
    """``phrase`` without the capital that only the start of a sentence gave it."""
    first, _, rest = phrase.partition(" ")
    low = first[:1].lower() + first[1:]
    if first != first.capitalize():
        return phrase
    inside = re.compile(rf"[\w,] {re.escape(first)}\b")
    name = any(inside.search(u.text) for u in units) and not any(low in u.text.split() for u in units)
    return phrase if name else f"{low} {rest}".strip()


_DULL = frozenset(
    """thing things people person somebody nobody everybody something nothing anything everything week weeks month months year years day
    days time times hour hours minute minutes morning afternoon evening night today tomorrow monday tuesday wednesday thursday friday
    saturday sunday january february march april may june july august september october november december one ones lot bit kind sort way
    part end start rest half word words note notes question questions problem idea point reason case fact sense sorry okay yes hi thanks
    man woman guy guys name number numbers page line side half first last next other same new old good bad big little whole own such god
    anybody someone anyone everyone others other rest ones first second third fourth fifth sixth seventh eighth ninth tenth
    two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty ninety who what which that percent hundred thousand million well meeting call talk team""".split()
)


def _worth(item: DraftItem, sentence: str, counts: Counter[str]) -> float:
    words = {w.strip(".,;:?!'").lower() for w in sentence.split()}
    points = 0.5 if _POINTING & set(sentence.split()[:1]) else 1.0
    points *= 0.4 if _LEANS.search(sentence) else 1.0
    return float(points * (_WEIGHT[item.kind] * math.sqrt(sum(min(counts[w], 6) for w in words)) + 2.0 * item.confidence))


_LEANS = re.compile(
    r"^(?:\S+ ){0,3}(?:it|them|him|he|she|they|that one|this one|these|those)\b"
    r"|\bwill (?:\S+ ){1,2}(?:it|them|him|her|that|this|one|something|someone)\b|^\d|^One\b|\b[Ss]omeone\b",
)
"""A sentence that points, near its start or as a task, at what the summary does not name."""
_POINTING = frozenset("It He She They That This Those These There".split())
"""First words that lean on a sentence the summary does not have."""


def _alike(a: str, b: str) -> bool:
    x, y = (set(t.lower().split()) for t in (a, b))
    return len(x & y) > 0.5 * min(len(x), len(y))


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _opening(meeting: Meeting, topics: Sequence[str]) -> str:
    if not topics:
        return ""
    names = list(meeting.speakers)
    if 1 < len(names) <= 5:
        return f"{_listed(names)} talked about {_listed(topics)}."
    return f"{len(names)} people talked about {_listed(topics)}." if len(names) > 5 else f"The talk was about {_listed(topics)}."


def _sentence(item: DraftItem) -> str:
    """The item as a sentence of a summary; "" where it makes none."""
    text = item.text.partition(" — ")[0].rstrip(".") + "."
    if item.kind.is_task:
        return f"{item.owner} will {text[:1].lower()}{text[1:]}" if item.owner else ""
    if item.kind is ItemKind.OPEN_QUESTION:
        return f"It stayed open: {item.text}"
    return item.text
