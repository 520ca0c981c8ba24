"""Words meant for a program, not for people: attempts to command the language model that reads a transcript.

Nothing here makes a model obey or disobey; the leash does that. What is found here is shown to nobody as evidence and reported.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from acta.fence.letters import plain
from acta.model import Utterance

LONGEST_LABEL = 120
"""Most characters of a title, name or term that goes into a prompt."""


def aimed_at_a_program(text: str) -> bool:
    """Whether ``text`` commands a program instead of speaking to people."""
    return bool(reason_in(text))


def aimed_utterances(utterances: Iterable[Utterance]) -> dict[int, str]:
    """The ids of the utterances aimed at a program, each with the words that show it."""
    return {u.id: reason for u in utterances if (reason := reason_in(u.text))}


def safe_label(text: str, fallback: str, longest: int = LONGEST_LABEL) -> str:
    """``text`` (a name, title, file name or term) as one line of at most ``longest`` visible characters; ``fallback`` for a command."""
    shown = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    line = " ".join(shown.split())
    if not line or aimed_at_a_program(text) or aimed_at_a_program(line):
        return fallback
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def reason_in(text: str) -> str:
    """The words of ``text`` that are meant for a program, made plain; "" when there are none."""
    low = plain(text).text
    for view in (low,):
        for pattern in _PATTERNS:
            if m := pattern.search(view):
                return m[0].strip()
    return ""


_PATTERNS = (re.compile(r"\b(?:ignore|disregard|forget) (?:all |any |your )*(?:previous|prior|above) (?:instructions|rules)\b"),)
