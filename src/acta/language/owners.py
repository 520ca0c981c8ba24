"""Who may own a task: somebody of this meeting or named in its words, who answers for it there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from acta.language.ground import Ground, people_words
from acta.language.words import plain, words_in

_REACH = 3
"""Utterances around the quotes in which an owner may be named."""
_I_WILL = re.compile(r"\b(?:i'll|i will|i'm going to|i am going to|let me)\b")
_ASKS = re.compile(r"\b(?:can|could|would|will) you\b[^.]*\?")
_GROUPS = frozenset(["both", "team", "everyone", "everybody", "all", "we", "us", "they", "nobody", "none", "unknown", "tbd", "group"])


@dataclass(frozen=True, slots=True)
class Ownership:
    """The owner's full name or ``None``, who else it may be, and why the name given cannot stand ("" when it can)."""

    owner: str | None
    candidates: tuple[str, ...] = ()
    reason: str = ""


def settle(name: str | None, ground: Ground) -> Ownership:
    """The person that ``name`` means in this meeting, if that person can own what is said at ``ground``."""
    if name is None or not (words := words_in(name)):
        return Ownership(None)
    meeting = ground.meeting
    full = _full(name, ground)
    if len(full) > 1:
        return Ownership(None, full, f"“{name}” may be {' or '.join(full)}; give the full name")
    if not full and (joint := _joint(words, name, ground)):
        return Ownership(None, joint)
    if not full:
        if _named(words, ground):
            return Ownership(name)
        people = ", ".join(p.name for p in meeting.people) or "nobody known"
        return Ownership(None, (), f"“{name}” is nobody of this meeting ({people}) and is not named in the quotes")
    owner = full[0]
    if not _answers(owner, ground):
        there = ", ".join(sorted(s.split()[0] for s in ground.speakers(ground.near))) or "nobody known"
        return Ownership(None, (owner,), f"said by {there}, and {owner} is neither speaking nor named there")
    if other := _promised_by(owner, ground):
        return Ownership(None, (other,), f"{other} says “I'll” there, and {owner} promises nothing; the owner is who promises")
    return Ownership(owner)


def _promised_by(owner: str, ground: Ground) -> str:
    """Who else promises it in the cited utterances, when ``owner`` takes part and says nothing there, or only asks; "" when nobody does."""
    said = [ground.talk.utterances[p] for p in ground.cited]
    promising = [u.speaker for u in said if u.speaker and _I_WILL.search(plain(u.text))]
    if not promising or owner in promising or not any(p.speaks and p.name == owner for p in ground.meeting.people):
        return ""
    if ground.names(owner, ground.cited) or any(u.speaker is None for u in said):
        return ""
    return promising[0] if all(_ASKS.search(plain(u.text)) for u in said if u.speaker == owner) else ""


def _full(name: str, ground: Ground) -> tuple[str, ...]:
    """The people of the meeting that ``name`` may mean."""
    people = [p.name for p in ground.meeting.people]
    wanted = plain(name).strip()
    if exact := [p for p in people if plain(p) == wanted]:
        return tuple(exact)
    words = words_in(name)
    index = people_words(ground.meeting)
    fits = [p for p in people if all(p in index.get(w, ()) for w in words)]
    if len(fits) > 1:
        firsts = [p for p in fits if words_in(p)[:1] == words[:1]]
        speaking = [p.name for p in ground.meeting.people if p.speaks and p.name in (firsts or fits)]
        fits = speaking if len(speaking) == 1 else firsts or fits
    return tuple(fits)


def _joint(words: Sequence[str], name: str, ground: Ground) -> tuple[str, ...]:
    """The people of a shared task: "both", "the team", "Ana and Ben"."""
    if _GROUPS & set(words):
        return ground.meeting.speakers
    parts = [p for chunk in name.replace("&", ",").replace("/", ",").replace(" and ", ",").split(",") if (p := chunk.strip())]
    found = [_full(p, ground) for p in parts]
    return tuple(dict.fromkeys(f[0] for f in found if len(f) == 1)) if len(parts) > 1 and all(len(f) == 1 for f in found) else ()


def _named(words: Sequence[str], ground: Ground) -> bool:
    said = ground.words(ground.near)
    return all(w in said for w in words)


def _answers(owner: str, ground: Ground) -> bool:
    """Whether ``owner`` speaks or is named there, or is the only other one who could."""
    talk = ground.talk
    near = talk.around(ground.cited, _REACH)
    if owner in ground.speakers(ground.near) or ground.names(owner, near):
        return True
    takes_part = [p.name for p in ground.meeting.people if p.speaks]
    return owner in takes_part and (len(takes_part) == 2 or any(talk.utterances[p].speaker is None for p in ground.near))
