"""What units do to one another: acceptance, refusal, retraction, answers, and stretches that were asked to stay out of the notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from acta.understand.cues import CUES
from acta.understand.units import Unit

_OFF = re.compile(
    r"\b(?:(?:don't|do not|didn't|please don't|not to|rather you didn't) (?:put|write|minute|note|record"
    r"|include)\b[^.?!]{0,25}\b(?:that|this|it|any of|them|notes?)"
    r"|(?:leave|keep) (?:that|this|it) (?:out|off|between)|off the record|not for the (?:notes|minutes|record)"
    r"|between (?:you and me|us two|the two of us)"
    r"|stays? (?:in (?:this room|here)|between)|don't want (?:it|that|this) in (?:any|the)|out of the (?:notes|minutes)"
    r"|(?:switch|turn) (?:that|it|the recording) off for a)\b"
)
_ON = re.compile(
    r"\b(?:back on (?:the )?record|back to (?:normal|the|business|work|it)|on the record|back on|notes? (?:on|again)|anyway"
    r"|right, so|okay, so|so,? next|next thing|moving on|now then)\b"
)
_BACKWARD = re.compile(
    r"\b(?:(?:please )?forget (?:that|i said|it|what i said)|i shouldn't have said|you didn't hear (?:that|it)|scratch that"
    r"|strike that|i (?:never|didn't) sa(?:y|id) (?:that|it))\b"
)
_TAKEN_BACK = re.compile(
    r"\b(?:no, (?:actually|wait|leave it|don't|forget it)|actually,? no|on second thoughts?|scratch that|forget (?:it|that"
    r"|i said)|never mind|leave it|let's not"
    r"|not worth it|don't bother|i take (?:that|it) back|i'm (?:joking|kidding)|i'll shut up|no need|drop (?:it|that)"
    r"|it's too (?:soon|late|early)|it's fine, i|i was (?:only )?joking)\b"
)
_FINISHED = re.compile(
    r"\b(?:(?:already|just) (?:did|done|sent|went|gone|booked|sorted|paid|fixed|put|told|asked|have)|i(?:'ve)? (?:already"
    r"|sent|did that|done (?:that|it))|it's (?:done|in|up|gone|sorted|sent)"
    r"|they're in|went (?:up|out|in) (?:on |last |yesterday|this)|did (?:it|that) (?:on |last |yesterday|this)|that's (?:done"
    r"|sorted))\b|^done\b[.,]"
)
_ANSWER_OPEN = re.compile(
    r"\b(?:don't know|not sure|no idea|don't actually know|depends|we'll see|maybe|have to ask|find out|i'll ask|hard to say"
    r"|can't say|might)\b"
)
_LONGEST_OFF = 6


def low(unit: Unit) -> str:
    """The lower-case text of ``unit`` with straight apostrophes."""
    return unit.text.lower().replace("’", "'")


def off_record(units: Sequence[Unit]) -> frozenset[int]:
    """Indices of the units that the speakers asked to keep out of the notes."""
    out: set[int] = set()
    until = -1
    for i, unit in enumerate(units):
        text = low(unit)
        if _OFF.search(text):
            out.update(range(max(0, i - 1), i + 1))
            until = i + _LONGEST_OFF
        elif _BACKWARD.search(text):
            out.update(range(max(0, i - 1), i + 2))
        elif i <= until:
            if _ON.search(text) or CUES["thanks"].search(text):
                until = -1
            out.add(i)
    return frozenset(i for i in out if i < len(units))


def other_voice(units: Sequence[Unit], i: int, within: int = 3) -> int | None:
    """The index of the first unit after ``i`` that somebody else (or nobody known) speaks, or ``None``."""
    for j in range(i + 1, min(i + 1 + within, len(units))):
        if units[j].speaker is None or units[j].speaker != units[i].speaker:
            return j
    return None


def accepted(units: Sequence[Unit], i: int) -> int | None:
    """The index of the unit that says yes to unit ``i``, or ``None``."""
    j = other_voice(units, i)
    if j is None:
        return None
    text = low(units[j])
    agrees = CUES["accept"].search(text) or CUES["promise"].search(text)
    return j if agrees and not CUES["refuse"].search(text) else None


def refused(units: Sequence[Unit], i: int) -> bool:
    """Whether the answer to unit ``i`` is a no."""
    j = other_voice(units, i, 2)
    return j is not None and bool(CUES["refuse"].search(low(units[j])))


def taken_back(units: Sequence[Unit], i: int) -> bool:
    """Whether unit ``i`` or one of the three after it withdraws what was said."""
    return any(_TAKEN_BACK.search(low(units[j])) for j in range(i, min(i + 4, len(units))))


def finished(units: Sequence[Unit], i: int) -> bool:
    """Whether unit ``i``, or the answer to it, says that the thing is done."""
    j = other_voice(units, i, 2)
    return bool(_FINISHED.search(low(units[i]))) or (j is not None and bool(_FINISHED.search(low(units[j]))))


def answered(units: Sequence[Unit], i: int) -> bool:
    """Whether the question in unit ``i`` gets an answer that leaves nothing open."""
    j = other_voice(units, i, 2)
    if j is None:
        return False
    text = low(units[j])
    if _ANSWER_OPEN.search(text) or CUES["unknown"].search(text):
        return False
    return "?" not in text and (len(units[j].words) >= 3 or bool(CUES["accept"].search(text)) or bool(CUES["refuse"].search(text)))
