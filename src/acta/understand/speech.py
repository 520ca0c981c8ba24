"""Speech made readable: fillers, restarts, tags, greetings and names called out are taken away; nothing is put in.

Works on the text of one speaker. What it returns is a subsequence of the words said.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

_FLAGS = re.IGNORECASE
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "–": "-", "—": "-"})
_SOUNDS = re.compile(
    r"(?:,\s*)?\b(?:u+m+|u+h+|erm+|er|eh+|h+m+|mm+|a+h+|oh|ha(?:ha)*|god|ugh|phew|wow|gosh|jesus|christ)\b[,!.]*(?:\.\.)?\s*", _FLAGS
)
_PHRASES = re.compile(
    r"(?:,\s*|(?<=[\s(])|^)(?:you know(?: what)?|i mean|sort of|kind of|i guess|you see|i suppose|so to speak|as it were"
    r"|to be honest(?: with you)?"
    r"|if i'm honest|if you like|let's say|let's see|let me see|i'd say|as i said|like i said|what's the word(?: \w+ used)?"
    r"|how do i put (?:it|this)"
    r"|i don't know|hang on|hold on|what's it called|whatsit|or whatever|and stuff|or something|mind you|frankly|honestly|basically"
    r"|literally|obviously|actually|i tell a lie|god help us|for what it's worth|believe me|trust me|don't hold me to (?:this|that|it)|don't quote me|fair enough|i think"
    r"|in the sense)(?=\s*,)[,]\s*",
    _FLAGS,
)
_LIKE = re.compile(r",\s*(?:like|well|right|okay|yeah|no|so)\s*,\s*", _FLAGS)
_YOU_ALL = re.compile(r"\b(?<=you) (?:guys|lot|folks|people|all)\b", _FLAGS)
_SOFT = re.compile(r"\b(?:sort of|kind of|basically|literally|honestly|actually|you know,|i mean,)\s+", _FLAGS)
_TAG = re.compile(
    r"(?:,\s*(?:right|okay|ok|yeah|no|eh|so|innit|you know|isn't it|isn't he|isn't she|aren't we|aren't they|don't we|don't you"
    r"|doesn't it|won't you|won't it|mind|of course|no problem|for sure|no worries|honestly|really|obviously|actually|remember|no doubt"
    r"|will you|would you|can you|could you|didn't we|didn't you|haven't we|haven't you|hasn't it|wasn't it|shall we|is it"
    r"|are we|do we|do you think|i think|i suppose|i guess|i'd say|i hope|you see|you know what i mean|is that all right|is that okay)"
    r"|,?\s*\b(?:if you like|if that's all right|if that's okay|please|thanks|thank you|or something|or whatever"
    r"|though|anyway|anyhow|then|too|as well))\s*(?=[?.!]?$)",
    _FLAGS,
)
_ASIDE = re.compile(
    r",\s*(?:then|anyway|anyhow|though|mind|honestly|frankly|obviously|of course|actually|basically|please|really|too|right|let's say"
    r"|shall we say|say)\s*,(?P<and>\s*(?=and\b))?\s*",
    _FLAGS,
)
_LET_US_SAY = re.compile(r"(?:^|,?\s*)\b(?:let's say|let us say|shall we say)\b,?", _FLAGS)
_OPENER = re.compile(
    r"(?:(?:so|okay|ok|well|yeah|yes|yep|yup|no|nope|right|now|and|but|or|then|look|listen|see|anyway|anyhow|good|great|fine|sure|perfect|lovely|cool"
    r"|alright|all right|also|oh|hey|hi|hello|thanks|thank you|exactly|correct|true|agreed|absolutely|definitely|of course"
    r"|i mean|you know|i guess"
    r"|the thing is|the point is|the other thing is|one more thing|another thing|to be honest|honestly|frankly|basically"
    r"|actually|obviously|sorry|wait"
    r"|hang on|hold on|fair enough|got it|i see|i know|makes sense|in any case|by the way|as i said|like i said|let me see"
    r"|let's see|plus|because"
    r"|cause|cos|like|maybe then|ja|sawa|ok so|okay so|please|just|first of all|first|second|third|finally|lastly|next|meaning|which)"
    r"(?:\s*[,.;:!-]+\s*|\s+-\s+)|(?:so|and|but|okay|ok|well|yeah|oh|plus|because|cause|cos|or)\s+(?=\S))+",
    _FLAGS,
)
_SUBJECT = r"(?:i'd|i'll|i'm|i've|i|we're|we'll|we've|we|you're|you|he's|he|she's|she|it's|it|that's|there's|they're|they)"
_RESTART = re.compile(rf"\b({_SUBJECT})((?: [\w']+){{0,2}})(?:,|\.\.\.| -) (?=\1\b)", _FLAGS)
_STUTTER = re.compile(r"\b([\w']+(?: [\w']+){0,2})(?:,|\.\.\.| -) (?=\1\b)", _FLAGS)
_DOUBLE = re.compile(
    r"\b(i|the|a|to|in|of|and|it|we|you|is|was|he|she|they|with|for|on|at|but|if|so|this|my|your|our|what) (?=\1\b)", _FLAGS
)
_SPACES = re.compile(r"\s+")
_STRAY = re.compile(r"\s+([,.;:?!])|([,;:])(?=[,.;:?!])|^[\s,.;:!-]+")
_SENTENCE = re.compile(r"(?<=[.!?])[\"')]*\s+(?=[\"'(]?[A-Z0-9])|(?<=\.\.\.)\s+|(?<=[a-z]{3}[.!?])\s+(?=[a-z])")
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|vs|No|approx)\.$")


def sentences(text: str) -> list[str]:
    """The sentences of ``text``, as punctuated; an abbreviation's point ends none."""
    out: list[str] = []
    for part in _SENTENCE.split(text.translate(_QUOTES).strip()):
        if out and _ABBREVIATION.search(out[-1]):
            out[-1] += " " + part
        elif part.strip():
            out.append(part.strip())
    return out


def clean_sentence(text: str, names: Sequence[str] = ()) -> str:
    """One sentence without what carries no meaning; may be empty. Keeps its closing mark."""
    text = text.translate(_QUOTES)
    text = _SOUNDS.sub(lambda m: " " if not m[0].startswith(",") else ", ", text)
    for _ in range(2):
        text = _PHRASES.sub(lambda m: ", " if m[0].startswith(",") else " ", text)
    text = _LIKE.sub(", ", text).replace(" - ", ", ")
    text = _ASIDE.sub(lambda m: " " if m["and"] is not None else ", ", _STUTTER.sub("", _LET_US_SAY.sub(",", text)))
    text = _YOU_ALL.sub("", _SOFT.sub("", text))
    text = _tidy(text)
    for pattern in (_RESTART, _STUTTER, _DOUBLE):
        text = pattern.sub("", text)
    text = _without_calls(text, names)
    text = _OPENER.sub("", text, count=1) if _OPENER.match(text) else text
    for _ in range(2):
        text = _TAG.sub("", text)
    text = _tidy(text)
    return text[:1].upper() + text[1:] if any(c.isalnum() for c in text) else ""


@functools.lru_cache(maxsize=256)
def _firsts(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({n.split()[0] for n in names if n.strip()}))  # a set has no order of its own


def _without_calls(text: str, names: Sequence[str]) -> str:
    low = text.lower()
    for name in _firsts(tuple(names)):
        if name.lower() not in low:
            continue
        escaped = re.escape(name)
        text = re.sub(rf"^(?:(?:and|so|okay|no|yes|but|well),? )?{escaped}(?:,| -)\s+", "", text)
        text = re.sub(rf",\s*{escaped}(?=\s*[.?!]?$)", "", text)
    return text


def _tidy(text: str) -> str:
    text = _SPACES.sub(" ", text)
    for _ in range(2):
        text = _STRAY.sub(lambda m: m[1] or "", text)
    return text.strip()
