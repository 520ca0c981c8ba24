"""How urgent a task was said to be."""

from __future__ import annotations

import re

from acta.model import Priority

_WORDS: tuple[tuple[Priority, re.Pattern[str]], ...] = (
    (
        Priority.HIGHEST,
        re.compile(
            r"\b(?:right now|immediately|straight away|emergency|drop everything|this minute|before anything else"
            r"|top priority)\b"
        ),
    ),
    (
        Priority.LOW,
        re.compile(
            r"\b(?:no (?:rush|hurry)|not urgent|whenever|when you (?:can|get)|if you have time|not a fire|at some point"
            r"|low priority|some ?time)\b"
        ),
    ),
    (
        Priority.HIGH,
        re.compile(r"\b(?:urgent|urgently|asap|as soon as|today|tonight|critical|important|first thing|tomorrow|must|at the latest)\b"),
    ),
)


def priority_of(text: str) -> Priority | None:
    """The urgency that the words of ``text`` give, or ``None`` when they give none."""
    low = text.lower().replace("’", "'")
    return next((priority for priority, pattern in _WORDS if pattern.search(low)), None)
