"""How urgent a task was said to be."""

from __future__ import annotations

import re

from acta.model import Priority

_WORDS: tuple[tuple[Priority, re.Pattern[str]], ...] = (
    (
        Priority.LOW,
        re.compile(
            r"\b(?:no (?:rush|hurry|great rush)|(?:not|nothing|isn't|isn't that|never) (?:\w+ )?(?:urgent|burning|important|critical|a fire|a priority)|not this week"
            r"|whenever|when you (?:can|get)|if (?:you|i|we) (?:have|get) (?:the )?time|one of these days|at some point|low priority|(?:it|that|this) can wait"
            r"|some ?time (?!this|next|to\b)|when (?:this|it|things)(?:'s| is| are) quieter|nice to have)\b"
        ),
    ),
    (
        Priority.HIGHEST,
        re.compile(
            r"\b(?:right now|immediately|straight away|right away|emergency|drop everything|this minute|before (?:anything|everything)(?: else)?"
            r"|top priority|(?:most|more) important thing|first priority|number one priority|worst first|this second)\b"
        ),
    ),
    (
        Priority.HIGH,
        re.compile(
            r"\b(?:urgent|urgently|asap|as soon as (?:you can|possible|i can)|critical|important|first thing|at the (?:very )?latest|isn't optional|not optional"
            r"|can't wait|won't wait|high priority|priority|it has to be)\b"
        ),
    ),
)
_SOON = 1
"""Days within which a task is urgent by its day alone."""


def priority_of(text: str, days: int | None = None) -> Priority | None:
    """The urgency that the words of ``text`` give, or a deadline ``days`` from the meeting; ``None`` when they give none."""
    low = text.lower().replace("’", "'")
    said = next((priority for priority, pattern in _WORDS if pattern.search(low)), None)
    return Priority.HIGH if said is None and days is not None and days <= _SOON else said
