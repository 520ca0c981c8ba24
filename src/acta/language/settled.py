"""Whether what is called decided was more than asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from acta.language.words import plain

_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_ASKS = re.compile(r"\?\W*$")
_CONDITION = re.compile(r"^\W*(?:and |but |so |well |or )*(?:if|what if|suppose|assuming|in case|maybe|perhaps)\b")
_SETTLES = re.compile(
    r"\b(?:yes|yeah|yep|okay|ok|agreed?|deal|done|sure|fine|right|good|great|perfect|lovely|exactly|absolutely|of course|let's|we'll|we will|i'll|then|so|no|not"
    r"|decided|settled|go with|works|happy|please|alright|all right|aye|ja|correct)\b"
)


def undecided(cited: Sequence[str], near: Sequence[str]) -> str:
    """Why a decision does not stand: every sentence quoted asks or supposes, and nobody beside them says yes; "" when it does."""
    sentences = [s for text in cited for s in _SENTENCE.split(plain(text)) if s.strip()]
    if not sentences or not all(_ASKS.search(s) or _CONDITION.match(s) for s in sentences):
        return ""
    quoted = set(cited)
    answers = [s for text in near if text not in quoted for s in _SENTENCE.split(plain(text))]
    if any(_SETTLES.search(s) and not _ASKS.search(s) for s in answers):
        return ""
    return "the quotes only ask or suppose, and nobody says yes; this is an open question, or quote where it was decided"
