"""What every reader returns, times as the formats write them, and the labels that stand before words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from acta.model import Diagnostic, Hints, Segment

_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2})(?:[.,](\d{1,6}))?")
# No meeting lasts longer than a week: what claims to is a damaged number.
_LATEST_MS = 7 * 24 * 3600 * 1000
_NOT_A_PERSON = re.compile(
    r"(?<![^\W_])(?:speaker|unknown|remote|microphone|mic|headset|desktop|device|channel|audio|system|jabra|zoom|teams|parallels|macbook|"
    r"airpods)(?![^\W_])|_\d+$|^[^\W\d_]{1,3}\d{1,3}$|^(?:person|participant|guest|voice|caller|sprecher(?:in)?|locuteur|hablante)\s*\w?\d*$",
    re.IGNORECASE,
)
# Words that open a sentence before a colon: labels only where they come again and again.
_OPENERS = frozenset(
    re.findall(
        r"\w+",
        """action actions actually agenda also and answer attention because but caveat context correction date decision decisions disclaimer
        edit example exactly finally first fine fourth fyi goal idea important issue item last later least like look meaning meanwhile me
        namely next no note notes now oh ok okay one option or outcome plan point problem ps question quick reason remember reminder result
        right risk second so solution status subject summary sure then therefore third time tip title to today todo tomorrow topic two
        update warning well what which who why yeah yes yesterday""",
    )
)
_PARTICLES = frozenset(
    re.findall(r"\w+", "al ap bin bint da das de del della den der di do dos du e el i la le ten ter the van von y zu zur")
)
_LONGEST_NAME = 6
_LONGEST_DEVICE = 4
# A beginning that stands before so many of the lines is a label, whatever it looks like.
_OFTEN = 0.1
_FEW = 8


class UnfitError(ValueError):
    """The source is not of the format it is read as; the message says in words what is missing."""


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
    ms = ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(((fraction or "") + "000")[:3])
    return ms if ms <= _LATEST_MS else None


def seconds_to_ms(value: object, *, scale: float = 1.0) -> int | None:
    """Milliseconds of seconds (times ``scale``) given as a number or as text; ``None`` for anything else."""
    if isinstance(value, bool):
        return None
    try:
        ms = round(float(value) * scale * 1000)  # type: ignore[arg-type]  # what float refuses is caught
    except (TypeError, ValueError, OverflowError):
        return None
    return max(0, ms) if ms <= _LATEST_MS else None


def whole_ms(value: object) -> int | None:
    """Milliseconds given as a number or as text; ``None`` for anything else."""
    return seconds_to_ms(value, scale=0.001)


def is_person(label: str) -> bool:
    """Whether a label of a tool that shows names looks like one, not like a device or a number."""
    return bool(re.search(r"[^\W\d_]", label)) and not _NOT_A_PERSON.search(label)


def squeeze(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def labels_among(found: Counter[str], lines: int, known: Collection[str] = ()) -> frozenset[str]:
    """Which of the beginnings ``found`` before colons in ``lines`` lines are labels of voices, not the beginning of a sentence."""
    often = max(2 if lines < _FEW else 3, _OFTEN * lines)
    known = {k.casefold() for k in known}
    return frozenset(
        label
        for label, n in found.items()
        if label.casefold() in known
        or _is_name(label)
        or (len(label.split()) <= _LONGEST_DEVICE and (n >= often or (n > 1 and _NOT_A_PERSON.search(label))))
    )


def _is_name(label: str) -> bool:
    words = re.sub(r"\([^)]*\)", " ", label).replace(",", " ").split()
    if not 0 < len(words) <= _LONGEST_NAME or (len(words) == 1 and words[0].casefold() in _OPENERS):
        return False
    if words[0].casefold() in _OPENERS and words[0].casefold() not in _PARTICLES:
        return False
    # Scripts without capitals have no lower case either.
    return all(w.casefold() in _PARTICLES or not w[0].islower() for w in words) and any(c.isalpha() for c in label)
