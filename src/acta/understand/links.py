"""What units do to one another: acceptance, refusal, retraction and answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from acta.understand.cues import CUES
from acta.understand.units import Unit

# Words that withdraw an offer or a plan.
_TAKEN_BACK = re.compile(
    r"\b(?:no, (?:actually|wait|leave it|don't|forget it)|actually,? no|on second thoughts?|scratch that|strike (?:that|it)|forget (?:it|that|the \w+)"
    r"|forget (?:what )?i said|never mind|leave it\b(?! (?:with|to))|let's not|not worth it|don't bother|i take (?:that|it) back|i(?:'m| was) (?:only |just )?(?:joking|kidding)"
    r"|i'll shut up|no need|drop (?:it|that)|it's too (?:soon|early)|it's fine, i|i(?:'m| am) not going to(?! lie)|okay,? i won't|i withdraw"
    r"|stuff that|i don't have (?:\w+ )?(?:days|time|weeks)|it's vanity|ignore me|i never said it)\b|\bno\. wait\b|(?:^|[.!?] )i can't\.|\b(?:okay|fine|oh)\b[^?]*\bno \w+\.|\bi'm not \w+ing\."
)
_WHEN_DONE = (
    r"(?:already|yesterday|last (?:week|month|night|year|\w+day)|this morning|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|in (?:january|february|march|april|may|june|july"
    r"|august|september|october|november|december)|weeks? ago|days? ago|since \w+)"
)
_FINISHED = re.compile(
    r"\b(?:already|just) (?:did|done|sent|booked|sorted|paid|fixed|put|wrote|uploaded|ordered|filed|changed)\b|\bi(?:'ve)? (?:did|done|sent) (?:that|it|them)\b"
    r"|\b(?:it's|that's|they're) (?:already )?(?:done|sorted|gone|sent|fixed|finished|in|up|out)(?=[.,;!?]|$| (?:already|now|since|the (?:folder|system|calendar|post|mail)))"
    rf"|\b(?:did|done|fixed|uploaded|sent|finished|corrected|changed|mailed|emailed|booked|closed|signed|came through|put)\b[^.?!]{{0,40}}\b{_WHEN_DONE}\b"
    rf"|\bwent (?:up|out|in) (?:on |last |yesterday|this)|\bi've put [^.?!]{{0,30}}\balready\b|^(?:done|saved|sent)\b[.,!]|[.!?] (?:saved|checked in|done)\.|\byou've got (?:one|it|them)\b\."
    r"|\bi kind of did\b|^in (?:january|february|march|april|may|june|july|august|september|october|november|december)\."
)
_REFUSES = re.compile(
    r"^\W*(?:no[,.!]+ (?:no[,.!]+ )?(?:it should|i've|don't|please|that|thank|thanks|you|leave|it's|we|wait|not)|no[.!]\W*$|no no\b(?! i)|nope|nah|(?:please )?don't\b|then don't"
    r"|i don't want|let's not|let's survive|leave it\b|never mind|\w+, let's|with what|please don't|you've got the)"
)
_OFFERS = ("offer", "request", "lets", "promise", "we_will", "ends_question", "need")
_ANSWER_OPEN = re.compile(
    r"\b(?:don't know|not sure|no idea|don't actually know|depends|we'll see|maybe|have to ask|find out|i'll ask|hard to say"
    r"|can't say|might)\b"
)


def low(unit: Unit) -> str:
    """The lower-case text of ``unit`` with straight apostrophes."""
    return unit.text.lower().replace("’", "'")


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
    """Whether unit ``i`` offers, asks or proposes something and the answer to it is a no."""
    j = other_voice(units, i, 2)
    if j is None or not any(CUES[c].search(low(units[i])) for c in _OFFERS):
        return False
    return bool(_REFUSES.search(low(units[j])))


def taken_back(units: Sequence[Unit], i: int) -> bool:
    """Whether who speaks in unit ``i`` withdraws in the same breath, or soon after, what was said there."""
    own = low(units[i])
    m = _TAKEN_BACK.search(own)
    if m and m.start() > _AFTER_SAYING:
        # "No, leave Tuesday, I'll do it Wednesday" moves a promise; it does not drop it.
        return not CUES["promise"].search(own[m.end() :])
    for j in range(i + 1, min(i + 4, len(units))):
        if units[j].speaker is not None and units[j].speaker != units[i].speaker:
            if j == i + 1 and _DROPS.search(low(units[j])):
                return True
            continue
        later = _TAKEN_BACK.search(low(units[j]))
        # A withdrawal after an offer of its own withdraws that one.
        if later and not any(CUES[c].search(low(units[j])[: later.start()]) for c in ("promise", "offer")):
            return True
    return False


_AFTER_SAYING = 8
"""Characters of a unit before which "no, wait" answers somebody else."""
_DROPS = re.compile(
    r"^\W*(?:(?:no|oh|okay|please)[,.]? )*(?:leave it\b(?! (?:with|to))|never mind|no need|don't bother|forget it|let's not|please don't)"
)


def finished(units: Sequence[Unit], i: int) -> bool:
    """Whether unit ``i``, or the answer to it, says that the thing is done."""
    j = other_voice(units, i, 2)
    return _says_done(units[i]) or (j is not None and _says_done(units[j]))


def _says_done(unit: Unit) -> bool:
    """Whether ``unit`` reports something as done and promises nothing."""
    text = low(unit)
    return bool(_FINISHED.search(text)) and not CUES["promise"].search(text) and not CUES["third_says"].search(text)


def answered(units: Sequence[Unit], i: int) -> bool:
    """Whether the question in unit ``i`` gets an answer that leaves nothing open."""
    j = other_voice(units, i, 2)
    if j is None:
        return False
    text = low(units[j])
    if _ANSWER_OPEN.search(text) or CUES["unknown"].search(text):
        return False
    return "?" not in text and (len(units[j].words) >= 3 or bool(CUES["accept"].search(text)) or bool(CUES["refuse"].search(text)))
