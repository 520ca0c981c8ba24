"""Who says of themselves who they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from acta.attribute.names import Roster, looks_like_name
from acta.model import Utterance

_WORD = r"[^\W\d_][\w'’\-]*"
_NAME = rf"({_WORD}(?:\s+{_WORD}){{0,3}})"
_MY_NAME = re.compile(rf"\b(?:my name is|my name's|my name’s|i go by)\s+{_NAME}", re.IGNORECASE)
_I_AM = re.compile(rf"\b(?:i'm|i’m|i am)\s+{_NAME}", re.IGNORECASE)
_THIS_IS = re.compile(
    rf"^(?:(?:hi|hello|hey|good \w+|morning|afternoon|okay|ok|so|yes|yeah|and)\b[\w ]{{0,15}}[,.!]?\s+)*this is\s+{_NAME}", re.IGNORECASE
)
_HERE = re.compile(rf"^(?:(?:hi|hello|hey|okay|ok|yes|yeah)\b[\w ]{{0,15}}[,.!]?\s+)?{_NAME}\s+(?:here|speaking)\b", re.IGNORECASE)
# "This is Ana, she leads …" presents somebody else.
_PRESENTED = re.compile(r"^\W*(?:she|he|they|who|our|my|your)\b", re.IGNORECASE)
# How far into a label's talk "this is Ana" still counts as saying hello.
_GREETING_UTTERANCES = 6


def introduced(utterances: Sequence[Utterance], roster: Roster) -> set[str]:
    """The names that the ``utterances`` of one label claim for their speaker; more than one: the label mixes people."""
    found: set[str] = set()
    for nth, u in enumerate(utterances):
        found |= _claims(u.text, _MY_NAME, roster, new_names=True)
        found |= _claims(u.text, _I_AM, roster, new_names=True)
        if nth < _GREETING_UTTERANCES:
            found |= _claims(u.text, _THIS_IS, roster, new_names=False)
            found |= _claims(u.text, _HERE, roster, new_names=False)
    return found


def _claims(text: str, pattern: re.Pattern[str], roster: Roster, *, new_names: bool) -> set[str]:
    out: set[str] = set()
    for match in pattern.finditer(text):
        if _inside_quotes(text, match.start()) or _PRESENTED.match(text[match.end(1) :]):
            continue
        if name := _person(match[1].split(), roster, new_names=new_names):
            out.add(name)
    return out


def _person(words: Sequence[str], roster: Roster, *, new_names: bool) -> str | None:
    """The longest run of capitalised ``words`` from the first on that is a known person, or a full name nobody knew."""
    capitals: list[str] = []
    for word in words:
        if not word[0].isupper():
            break
        capitals.append(word)
    for n in range(len(capitals), 0, -1):
        if found := roster.find(" ".join(capitals[:n])):
            return found
    full = " ".join(capitals)
    return full if new_names and not roster.participants and looks_like_name(full) else None


def _inside_quotes(text: str, at: int) -> bool:
    before = text[:at]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")
