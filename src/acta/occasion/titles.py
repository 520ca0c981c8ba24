"""What a meeting is called."""

from __future__ import annotations

import re
from collections.abc import Sequence

from acta.occasion.days import DAY_MONTH, MONTH_DAY, YEAR_FIRST, YEAR_LAST

_SUFFIX = re.compile(
    r"(?:\.(?:transcript|cc|en(?:-[a-z]{2})?|txt|vtt|srt|sbv|json|md|docx|whisper|rttm|ctm|stm|html?|csv|m4a|mp[34]|wav))+$", re.IGNORECASE
)
_CLOCK = re.compile(
    r"(?<!\d)T?(?:\d{6}|[0-2]?\d[.:\-_h][0-5]\d(?:[.:\-_m][0-5]\d)?)Z?(?!\d)(?:\s?[ap]\.?m\.?)?(?:\s?(?:UTC|GMT|CES?T|[EP][SD]T))?",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"\b(?:[0-9a-f]{8}-[0-9a-f-]{4,}|[0-9a-f]{12,}|\d{9,})\b|\(\d+\)$", re.IGNORECASE)
# Brackets left empty when the date in them was cut out.
_EMPTY_BRACKETS = re.compile(r"\(\s*(?:at\b)?\s*(?:UTC|GMT)?\s*\)|\[\s*\]", re.IGNORECASE)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What tools and people write on any recording; a name made of these alone names nothing.
_NOISE = _words(
    """1 2 3 ai app assemblyai at audio auto avo call caption captions captioned cc channel chat closed copy deepgram default download draft
    en english export exported file final fireflies from generated glued gmeet gmt google granola input macwhisper meet meeting meetings
    memo microsoft mono my named new no noscribe note notes of on one only original otter out output part raw rec record recorded recorder
    recording resolution saved screen segments session sound source standard stdin stereo subtitle subtitles talk teams test text the
    track transcribed transcript transcription transcripts two untitled utterances version video vocals voice webex whisper whisperx your
    zoom unknown"""
)
# Of these, the ones cut from either end of a name that says something.
_TOOL = _words(
    """at audio captions cc copy en export exported final gmt otter raw rec recorded recording screen segments subtitles transcribed
    transcript transcription transcripts utc video whisper zoom"""
)
_KIND_NAMES = {
    "customer": "Customer meeting",
    "project": "Project meeting",
    "team": "Team meeting",
    "incident": "Incident review",
    "hiring": "Hiring talk",
    "vendor": "Vendor meeting",
    "board": "Board meeting",
    "research": "Research meeting",
}
# Teams and Google Meet add this to the title of the meeting, with a dash.
_TOOL_TAIL = re.compile(r"[\s\-–_]*(?:-+\s*Meeting (?:Recording|Transcript)|[-–]\s*Notes by Gemini)$", re.IGNORECASE)
_NAMES_SHOWN = 3
_LONGEST = 120


def title_in_name(name: str) -> str:
    """A file's name as a title, without dates, times and what tools add; empty when a tool made it up."""
    stem = _SUFFIX.sub("", re.split(r"[/\\]", name)[-1])
    for pattern in (MONTH_DAY, DAY_MONTH, YEAR_FIRST, YEAR_LAST, _CLOCK, _SERIAL):
        stem = pattern.sub(" ", stem)
    stem = _TOOL_TAIL.sub("", stem.replace("_", " ").strip(" -–—.,"))
    if " " not in stem:
        stem = stem.replace("-", " ").replace(".", " ")
    words = [w.strip("-–—,") or "–" for w in _EMPTY_BRACKETS.sub(" ", stem).split()]
    while words and _bare(words[0]) in _TOOL | {""}:
        words.pop(0)
    while words and _bare(words[-1]) in _TOOL | {""}:
        words.pop()
    if not any(_says_something(w) for w in words):
        return ""
    title = " ".join(words)[:_LONGEST].strip(" -–—.,")
    return title[:1].upper() + title[1:]


def _bare(word: str) -> str:
    return re.sub(r"[^\w:]+|\d+$", "", word).casefold()


def _says_something(word: str) -> bool:
    bare = _bare(word)
    # Three letters, or one sign of a script that writes words with few.
    return bare not in _NOISE and (sum(c.isalpha() for c in bare) >= 3 or word == "1:1" or any(c >= "\u2e80" for c in bare))


def title_of_people(kind: str, speakers: Sequence[str], owner: str | None) -> str:
    """A title from the kind of meeting and who took part: ``1:1 — Nadia Okafor``, ``Nadia Okafor, Ana Ruiz``."""
    others = [n for n in speakers if n != owner] or list(speakers)
    shown = ", ".join(others[:_NAMES_SHOWN])
    if len(others) > _NAMES_SHOWN:
        shown += f" and {len(others) - _NAMES_SHOWN} more"
    if kind == "one_on_one":
        return f"1:1 — {shown}" if shown else "1:1"
    return shown or _KIND_NAMES.get(kind, "Meeting")
