"""Whether what is called decided was more than asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from acta.language.words import plain

_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_ASKS = re.compile(r"\?\W*$")
_CONDITION = re.compile(r"^\W*(?:and |but |so |well |or )*(?:if|what if|suppose|assuming|in case|maybe|perhaps)\b")
_SETTLES = re.compile(
    r"^\W*(?:(?:oh|well|and|but|hm+|right|so),? )*(?:yes|yeah|yep|okay|ok|deal|done|sure|fine|good|great|perfect|lovely|exactly|absolutely|of course|aye|ja|no|not|then"
    r"|please|all right|alright|correct|right|go|do)\b"
    r"|\b(?:agreed?|let's|we'll|we will|i'll|i will|decided|settled|go with|works for|happy (?:with|to)|is it|it is|we (?:take|keep|do|go))\b"
)


def undecided(cited: Sequence[str], near: Sequence[str]) -> str:
    """Why a decision does not stand: every sentence quoted asks or supposes, and nobody beside them says yes; "" when it does."""
    sentences = [s for text in cited for s in _SENTENCE.split(plain(text)) if s.strip()]
    if not sentences or not all(_ASKS.search(s) or _CONDITION.match(s) for s in sentences):
        return ""
    quoted = set(cited)
    answers = [s for text in near if text not in quoted for s in _SENTENCE.split(plain(text))]
    if any(_SETTLES.search(s) and not _ASKS.search(s) and not _CONDITION.match(s) for s in answers):
        return ""
    return "the quotes only ask or suppose, and nobody says yes; this is an open question, or quote where it was decided"
