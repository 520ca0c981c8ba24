"""Whether a text is about what its quotes are about, in the language of the talk, and nothing was added to it."""

from __future__ import annotations

import functools
import re
import unicodedata

from acta.language.ground import Ground
from acta.language.words import is_empty, stem, stems, words_in

_CLAUSE = re.compile(
    r",? and (?=(?:the|that|it|all|this|a|an|their|his|her|both|everybody|nobody) |[^\W_]+ (?:was|were|is|are|has|had|have|will|gets?|pays?) )|; "
)
_LEAST = 0.1
"""Least share of a text's content words whose stems are heard near its quotes; a writer's words are his own, but not all of them."""
_LEAST_WIDE = 0.2
"""The same share where the talk is of the same matter, which saves a text that says more shortly what was said at length."""
_FEWEST = 4
"""A text with fewer content words is too short to be judged by their share."""
_ADDED = 2
"""Fewest content words of a half sentence that is judged by itself."""
_FOREIGN = 0.3
"""Least share of a text's words that are words of the talk, or of minutes in its language."""


def off_topic(text: str, ground: Ground) -> str:
    """Why ``text`` is not about its quotes; "" when it is."""
    mine = [stem(w) for w in words_in(text) if not is_empty(w) and len(w) > 1 and not w[0].isdigit()]
    heard = ground.stems(ground.near)
    wide = ground.stems(ground.wide)
    if len(mine) >= _FEWEST:
        share = sum(s in heard for s in mine) / len(mine)
        shared = sum(s in wide for s in mine) / len(mine)
        if share <= _LEAST and shared < _LEAST_WIDE:
            return "the text is hardly about what its quotes say; say what they say, in words close to theirs"
    elif mine and not any(s in wide for s in mine):
        return "no word of the text is said near its quotes; say what they say, in words close to theirs"
    for clause in _CLAUSE.split(text)[1:]:
        added = stems(clause)
        unknown = added - ground.talk.stems
        if len(added) >= _ADDED and unknown and (not added & wide or (len(unknown) >= _ADDED and 3 * len(added & wide) <= len(added))):
            return f"“{clause.strip()}” stands in no quote; leave it out"
    return ""


def foreign(text: str, ground: Ground) -> str:
    """Why ``text`` is not in the language of the talk; "" when it is."""
    words = words_in(text)
    letters = _script(text)
    if letters and (theirs := _scripts(ground)) and letters not in theirs:
        return "write in the language of the meeting"
    spoken = ground.talk.vocabulary
    small = [w for w in words if not w[0].isdigit()]
    if len(small) >= _FEWEST and sum(w in spoken for w in small) / len(small) < _FOREIGN:
        return "write in the language of the meeting, with the words that were said"
    return ""


@functools.lru_cache(maxsize=1 << 14)
def _script(text: str) -> str:
    """The script most letters of ``text`` are of, as their names in Unicode begin; "" without letters."""
    if text.isascii():
        return "LATIN" if any(c.isalpha() for c in text) else ""
    count: dict[str, int] = {}
    for c in text:
        if c.isalpha():
            name = "LATIN" if c.isascii() else unicodedata.name(c, "").partition(" ")[0]
            count[name] = count.get(name, 0) + 1
    return max(count, key=lambda k: count[k]) if count else ""


def _scripts(ground: Ground) -> frozenset[str]:
    return frozenset(s for t in ground.texts(ground.wide) if (s := _script(t)))
