"""Whether one label carries several voices: a microphone that hears the whole room, a recorder that tells nobody apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from acta.model import Utterance

# A question answered inside the block it was asked in, and the dash recorders put between two voices.
_ANSWERED = re.compile(
    r"\?\s+(?:-\s+)?(?:yes|yeah|yep|no|nope|okay|ok|right|sure|exactly|correct|not yet|not really|it is|it does|i do|i did|i am|we do|"
    r"we did|of course|mm|uh-huh|fine|good|maybe|probably)\b",
    re.IGNORECASE,
)
_DASH_TURN = re.compile(r"(?<=[.!?…,\w]) - (?=[A-Z\d\"“'])")
_QUESTION_INSIDE = re.compile(r"\?\s+\S")

# From the gold meetings, per 1,000 words: a single voice asks at most 9 questions inside its blocks and answers at most 1 there, has no
# dashes and blocks of 20 words; a microphone in a room has 12 to 23 questions, 4 dashes or more and blocks of 90 words and more.
_LONG_BLOCK = 50
_MANY_QUESTIONS = 10.0
_MANY_ANSWERED = 2.0
_MANY_DASHES = 2.0
# The share of all words from which a label is heard as the whole talk.
_NEARLY_ALL = 0.7


def carries_several(utterances: Sequence[Utterance], total_words: int) -> bool:
    """Whether the ``utterances`` of one label, out of a talk of ``total_words`` words, obviously mix speakers."""
    blocks = _blocks(utterances)
    words = sum(len(b.split()) for b in blocks)
    if not words:
        return False
    text = "\n".join(blocks)
    per_1000 = 1000 / words
    answered = len(_ANSWERED.findall(text)) * per_1000 >= _MANY_ANSWERED
    dashes = len(_DASH_TURN.findall(text)) >= 2 and len(_DASH_TURN.findall(text)) * per_1000 >= _MANY_DASHES
    asked = len(_QUESTION_INSIDE.findall(text)) * per_1000 >= _MANY_QUESTIONS
    long = words / len(blocks) >= _LONG_BLOCK
    nearly_all = words >= _NEARLY_ALL * total_words
    if dashes:
        return long or nearly_all
    return long and (asked or answered) and (nearly_all or (asked and answered))


def _blocks(utterances: Sequence[Utterance]) -> list[str]:
    """The texts of the source's own blocks, put together again from the utterances cut out of them."""
    out: dict[int, list[str]] = {}
    for u in utterances:
        out.setdefault(u.spans[0].segment if u.spans else -u.id, []).append(u.text)
    return [" ".join(texts) for texts in out.values()]
