"""What every reader returns, and times as the formats write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from acta.model import Diagnostic, Hints, Segment

_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,6}))?")
_NOT_A_PERSON = re.compile(
    r"\b(?:speaker|unknown|remote|microphone|mic|headset|desktop|device|channel|audio|system|jabra|zoom|teams|parallels|macbook|airpods)\b|_\d+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """Segments in order (ids are given later), what else the source says, and doubts. ``format`` overrides the detected name."""

    segments: tuple[Segment, ...]
    hints: Hints = Hints()
    diagnostics: tuple[Diagnostic, ...] = ()
    format: str = ""


def clock_to_ms(text: str) -> int | None:
    """Milliseconds of ``h:mm:ss.fff``, ``mm:ss`` or ``m:ss``; ``None`` when it is no such time."""
    m = _CLOCK.fullmatch(text.strip())
    if not m:
        return None
    hours, minutes, seconds, fraction = m.groups()
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(((fraction or "") + "000")[:3])


def seconds_to_ms(value: object) -> int | None:
    """Milliseconds of seconds given as a number or as text; ``None`` for anything else."""
    try:
        ms = round(float(value) * 1000)  # type: ignore[arg-type]  # what float refuses is caught
    except (TypeError, ValueError, OverflowError):
        return None
    return max(0, ms)


def is_person(label: str) -> bool:
    """Whether a label of a tool that shows names looks like one, not like a device or a number."""
    return bool(re.search(r"[^\W\d_]", label)) and not _NOT_A_PERSON.search(label)


def squeeze(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())
