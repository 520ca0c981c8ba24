"""Which names of notes are names of things people speak of: a project, a firm, a product; not a day, a meeting or a sentence."""

from __future__ import annotations

import re

_MOST_WORDS = 4
# Days and weeks of daily notes, and whatever else is numbered: years, invoices, tickets.
_NUMBERED = re.compile(r"\d{3,}|\d{1,2}[.\-/_]\d{1,2}|\bw\d{1,2}\b", re.IGNORECASE)
_WRITINGS = re.compile(
    r"\b(?:1[:-]1|agenda|daily|diary|draft|inbox|index|journal|log|meeting|minutes|moc|notes?|readme|retro|review|standup|sync|template|"
    r"todo|untitled|week|weekly|january|february|march|april|june|july|august|september|october|november|december|monday|tuesday|"
    r"wednesday|thursday|friday|saturday|sunday)\b",
    re.IGNORECASE,
)
_A_NAME = re.compile(r"[^\W\d_]{3,}")


def is_subject(title: str) -> bool:
    """Whether a note of this name is about a thing that a transcript may name: a few words, one of them with a capital."""
    words = title.split()
    if not 1 <= len(words) <= _MOST_WORDS or _NUMBERED.search(title) or _WRITINGS.search(title):
        return False
    return any(w[0].isupper() and _A_NAME.search(w) for w in words)
