"""The verb phrase inside a promise or a request: "I'll send you the deck" holds "send you the deck", to be done by who says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from acta.understand.verbs import ADVERBS, BASE_VERBS, base_of_ing

Doer = Literal["speaker", "listener", "both", "other"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A verb phrase from its base verb on, who is to do it, and how surely it is a task (higher is surer)."""

    words: str
    doer: Doer
    weight: int


_ADV = (
    rf"(?:(?:{'|'.join(sorted(ADVERBS))}|maybe|perhaps|just|at least|then|probably|please|first|have to|need to|try to|try and|go and) )*"
)
_END = rf" {_ADV}(?P<vp>[a-z]\w*(?:-\w+)?\b.*)"


def _frame(pattern: str, doer: Doer, weight: int) -> tuple[re.Pattern[str], Doer, int]:
    return re.compile(rf"\b(?:{pattern}){_END}", re.IGNORECASE), doer, weight


# Written for text whose short forms are written out. Each takes the base verb that follows it.
_FRAMES: tuple[tuple[re.Pattern[str], Doer, int], ...] = (
    _frame(r"I (?:will|shall|can|am going to|need to|have to|have got to|must|should|ought to|want to|could|promise to"
    r"|am happy to)", "speaker", 5),
    _frame(r"I would (?:like|love|want|need) to|I would|let me|leave it (?:to|with) me to|I might", "speaker", 3),
    _frame(r"(?:can|could|would|will) you|you (?:will )?(?:need to|have to|should|must|might want to|want to|can)|please"
    r"|you will", "listener", 4),
    _frame(r"I (?:want|need|would like|would need|would love) you to|(?:do|would) you (?:mind|want to)"
    r"|make sure (?:that )?you|you", "listener", 3),
    _frame(r"(?:we|Let us) (?:will|shall|can|are going to|need to|have to|should|must|could|ought to|would)?|let's", "both", 3),
    _frame(r"(?:he|she|they|it|somebody|someone|[A-Z][a-z]+) (?:will|would|can|is going to|needs to|has to|should|must"
    r"|said (?:he|she|they) (?:would|will|can))", "other", 3),
    _frame(r"(?:it (?:is|was) worth|(?:the )?(?:plan|idea|next step) is) to", "both", 1),
)  # fmt: skip
_PROGRESSIVE = re.compile(
    rf"\b(?P<who>I am|we are|she is|he is|they are|[A-Z][a-z]+ is) {_ADV}(?:going to be )?(?P<ing>\w+ing)\b(?P<rest>.*)", re.IGNORECASE
)
_PRESENT = re.compile(rf"\bI {_ADV}(?P<vp>[a-z]+\b.*)")
_RECEIVE = re.compile(r"\byou (?:will|can|should) (?:have|get|receive|hear) (?P<rest>.+)", re.IGNORECASE)
_LEADING = re.compile(rf"^{_ADV}(?P<vp>[A-Za-z]+\b.*)")
_PAST_AFTER = frozenset("be have see know think get".split())


_NO_TASK = re.compile(
    r"(?:need|want|understand|live|sleep|mind|own|lack|rest|include|involve)\b|(?:do|be) (?:is|not)\b|have (?:got|to|been|had)\b",
    re.IGNORECASE,
)


def _is_task(words: str) -> bool:
    return words.split(maxsplit=1)[0].lower().strip(",.;:?!") in BASE_VERBS and not _NO_TASK.match(words)


def phrase_of(sentence: str) -> Phrase | None:
    """The surest task phrase in a cleaned sentence with its short forms written out, or ``None``."""
    found: list[Phrase] = []
    for pattern, doer, weight in _FRAMES:
        m = pattern.search(sentence)
        if m is None:
            continue
        verb = m["vp"].split()[0].lower().strip(",.;:?!")
        if _is_task(m["vp"]):
            # "I can see", "I would think" report; they rarely promise.
            found.append(Phrase(m["vp"], doer, weight - (3 if verb in _PAST_AFTER else 0)))
    m = _PROGRESSIVE.search(sentence)
    if m and (base := base_of_ing(m["ing"].lower())):
        who: Doer = "speaker" if m["who"].lower() == "i am" else "both" if m["who"].lower() == "we are" else "other"
        found.append(Phrase(base + m["rest"], who, 3))
    m = _RECEIVE.search(sentence)
    if m:
        found.append(Phrase("get you " + m["rest"], "speaker", 4))
    m = _LEADING.match(sentence)
    if m and _is_task(m["vp"]):
        found.append(Phrase(m["vp"], "listener", 3))
    m = _PRESENT.search(sentence)
    if m and _is_task(m["vp"]):
        found.append(Phrase(m["vp"], "speaker", 2))
    return max(found, key=lambda p: (p.weight, len(p.words)), default=None)
