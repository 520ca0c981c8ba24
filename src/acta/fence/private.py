"""What is said about people who are private, and meetings that stay on this machine as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from acta.attribute.names import plain
from acta.clean.lists import is_ordinary
from acta.clean.names import Ear, make_ear
from acta.model import KnownPerson, Lexicon, Meeting, Transcript, Utterance

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_THEY = re.compile(r"\b(?:he|she|they|him|her|them|his|hers|their|theirs|himself|herself|themselves)\b")
_SHORT = 5
"""An utterance of no more words goes with what it answers."""
_REACH = 10
"""How many utterances after a name its pronouns are followed."""


def blocks(meeting: Meeting, private_kinds: Iterable[str], private_people: Sequence[str], lexicon: Lexicon = Lexicon()) -> str | None:
    """Why nothing of ``meeting`` may leave this machine, or ``None``: its kind is private, or a private person takes part or is its subject."""
    if meeting.kind.casefold() in {k.strip().casefold() for k in private_kinds}:
        return f"meetings of the kind “{meeting.kind}” are private"
    names = [_Names(p, meeting, lexicon) for p in private_people if p.strip()]
    for who in names:
        if any(who.is_called(p) for p in meeting.speakers):
            return f"{who.name} is private and takes part"
        if who.is_named(meeting.title):
            return f"{who.name} is private and the title names them"
    return None


def withheld(transcript: Transcript[Utterance], meeting: Meeting, lexicon: Lexicon, private_people: Sequence[str]) -> dict[int, str]:
    """The ids of utterances that speak of a private person, or that such a person speaks, each with the reason.

    A person is named by the full name, an alias, a first name that nobody else who takes part has, or what a recognizer makes of
    these. With the name goes the utterance before it, the one after it, and the exchange about "him" or "her" that follows.
    """
    out: dict[int, str] = {}
    parts = transcript.parts
    for person in private_people:
        if not person.strip():
            continue
        who = _Names(person, meeting, lexicon)
        reason = f"speaks of {who.name}, who is private"
        for i, u in enumerate(parts):
            if who.is_called(u.speaker or u.label):
                out.setdefault(u.id, f"{who.name} is private")
            if who.is_named(u.text):
                for j in _around(parts, i):
                    out.setdefault(parts[j].id, reason)
    return out


def _around(parts: Sequence[Utterance], i: int) -> range:
    """The indexes of the exchange around utterance ``i``, in which somebody is named."""
    first = max(0, i - 1)
    last = min(len(parts) - 1, i + 1)
    while last < min(len(parts) - 1, i + _REACH):
        following = parts[last + 1].text.lower()
        if not _THEY.search(following) and len(following.split()) > _SHORT:
            # One sentence in between does not end the talk about somebody.
            beyond = parts[last + 2].text.lower() if last + 2 < len(parts) else ""
            if not _THEY.search(beyond):
                break
        last += 1
    return range(first, last + 1)


class _Names:
    """What one private person is called."""

    def __init__(self, given: str, meeting: Meeting, lexicon: Lexicon) -> None:
        person = _known(given, lexicon.people)
        self.name = person.name
        heard = [was for was, meant in lexicon.aliases if plain(meant) == plain(self.name)]
        self._whole = [s for s in dict.fromkeys(plain(n) for n in (given, person.name, *person.aliases, *heard)) if s]
        first = plain(person.name).split()[0]
        others = {plain(n).split()[0] for n in meeting.speakers if plain(n) and not self._is(plain(n))}
        self._singles = {w for w in {first, *(s for s in self._whole if " " not in s)} if len(w) > 1 and w not in others}
        last = plain(person.name).split()[-1]
        if len(last) > 2 and last not in {plain(n).split()[-1] for n in meeting.speakers if plain(n)}:
            self._singles.add(last)
        self._ear: Ear = make_ear(Lexicon((KnownPerson(person.name, person.aliases, attends=True),)), ())
        self._others = others

    def _is(self, other: str) -> bool:
        """Whether the plain name ``other`` is this person's."""
        return other in self._whole or any(other == w.split()[0] for w in self._whole if " " in w)

    def is_called(self, name: str) -> bool:
        """Whether somebody called ``name`` is, or may be, this person."""
        return bool(plain(name)) and self._is(plain(name))

    def is_named(self, text: str) -> bool:
        """Whether ``text`` names this person, or something that sounds like it."""
        flat = f" {plain(text).replace(chr(39) + 's', '')} "
        if any(f" {whole} " in flat for whole in self._whole if " " in whole):
            return True
        return any(self._means(word) for word in _WORD.findall(text))

    def _means(self, word: str) -> bool:
        low = plain(re.sub(r"['’]s$", "", word))
        if low in self._singles or low.removesuffix("s") in self._singles:
            return word[0].isupper() or not is_ordinary(low)
        if not word[0].isupper() or low in self._others:
            return False
        found = self._ear.meant(low, inside=True)
        return bool(found.known or found.perhaps)


def _known(given: str, people: Iterable[KnownPerson]) -> KnownPerson:
    """The known person that ``given`` means, or one known by that name alone."""
    for person in people:
        if plain(given) in {plain(n) for n in (person.name, *person.aliases)}:
            return person
    return KnownPerson(" ".join(given.split()))
