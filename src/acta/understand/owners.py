"""Who is to do it: the speaker of "I'll", the addressee of "can you", or somebody named. In doubt: nobody, with candidates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from acta.model import Meeting
from acta.understand.cues import CUES
from acta.understand.links import low, other_voice
from acta.understand.units import Unit

_MINE = re.compile(
    r"\b(?:i'll|i will|i'm going to|i'm gonna|let me|i've got to|i have to"
    r"|i need to|i should|i could|i can (?!see|tell|imagine|hear|remember)|i'd better|i must|leave it (?:with|to) me|shall i|should i|you'll (?:have|get|hear)"
    r"|i promise)\b"
)
_YOURS = re.compile(
    r"\b(?:can you|could you|would you|will you|you could|you should|you need to|you have to|you've got to|i need you to"
    r"|i want you to|i'd like you to|do you mind|make sure you"
    r"|you (?:send|write|ask|tell|bring|come|put|go|call|do|take|keep|check|talk|speak|give|get|let)|if you'd|please"
    r"|remember to|don't forget|remind (?:him|her|them))\b"
)
_WILL = re.compile(
    r"(?:'ll|'d| will| would|'s going to| is going to|'s (?:sending|doing|writing|bringing|checking|looking)| is (?:sending"
    r"|doing|to) | has to| promised| said)"
)


@dataclass(frozen=True, slots=True)
class Owned:
    """The owner's full name, or ``None`` with the candidates."""

    owner: str | None
    candidates: tuple[str, ...] = ()


def _is_mine(text: str) -> bool:
    return bool(_MINE.search(text))


def named_in(text: str, names: Sequence[str]) -> list[str]:
    """Full names of those of ``names`` whose full or first name stands in ``text``, unless two share the first name."""
    firsts = [n.split()[0] for n in names]
    return [
        n
        for n in names
        if (firsts.count(n.split()[0]) == 1 and re.search(rf"\b{re.escape(n.split()[0])}\b", text))
        or re.search(rf"\b{re.escape(n)}\b", text)
    ]


def addressee(units: Sequence[Unit], i: int, meeting: Meeting) -> str | None:
    """Whom unit ``i`` speaks to: the other one of two, somebody called by name, or who answers next; ``None`` in doubt."""
    speaker = units[i].speaker
    if speaker is None:
        return None
    others = [n for n in meeting.speakers if n != speaker]
    if len(others) == 1:
        return others[0]
    for name in others:
        first = re.escape(name.split()[0])
        if re.search(rf"(?:^|[.!?] ){first}[,.?]|, {first}[.,?!]|\b{first}, (?:can|could|would|will|do|did|you)\b", units[i].text):
            return name
    j = other_voice(units, i)
    return units[j].speaker if j is not None and units[j].speaker in others else None


def owner_of(units: Sequence[Unit], anchor: int, group: Sequence[int], meeting: Meeting) -> Owned:
    """Who owns the promise that stands in the units ``group`` around ``anchor``."""
    own = _vote(units, anchor, meeting)
    others = [v for i in group if i != anchor and (v := _vote(units, i, meeting))]
    if own is None:
        named = tuple(dict.fromkeys(others))
        if len(named) == 1:
            return Owned(named[0])
        return Owned(None, named or tuple(dict.fromkeys(n for i in group if (n := units[i].speaker))))
    # Others in the same stretch may promise something of their own, so their words count only when these are no promise.
    if not CUES["promise"].search(low(units[anchor])) and (against := [v for v in others if v != own]):
        return Owned(None, tuple(dict.fromkeys((own, *against))))
    return Owned(own)


def _vote(units: Sequence[Unit], i: int, meeting: Meeting) -> str | None:
    text = low(units[i])
    mine, yours = _is_mine(text), bool(_YOURS.search(text))
    third = _third(units, i, meeting)
    if third and not mine:
        return third
    if mine and not yours:
        # "Should I send it?" is an offer: who takes it up is for the answer to say.
        return None if "shall i" in text or "should i" in text else units[i].speaker
    if yours and not mine:
        return addressee(units, i, meeting)
    if mine and yours:
        first_mine, first_yours = _MINE.search(text), _YOURS.search(text)
        if first_mine and first_yours and "?" not in text:
            return units[i].speaker if first_mine.start() < first_yours.start() else addressee(units, i, meeting)
    return None


def _third(units: Sequence[Unit], i: int, meeting: Meeting) -> str | None:
    """Somebody who is not speaking and is said to do it."""
    text = units[i].text.replace("’", "'")
    names = [p.name for p in meeting.people if p.name != units[i].speaker]
    for name in named_in(text, names):
        if re.search(rf"\b{re.escape(name.split()[0])}(?: \w+)?{_WILL.pattern}", text):
            return name
    return None
